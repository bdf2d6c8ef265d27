from kawasan_gis.documents.decree_lines import heading_lines, signing_lines
from kawasan_gis.maps.annex.decree import Decree


def test_what_is_not_known_is_dotted_and_the_rest_is_usual():
    assert heading_lines(Decree(), "Contoh", "id") == [
        "LAMPIRAN", "KEPUTUSAN BUPATI CONTOH", "NOMOR ............ TAHUN ............",
        "TANGGAL ........................", "TENTANG ........................",
    ]  # fmt: skip
    assert heading_lines(Decree(), "Kota Baru", "en")[1] == "DECREE OF THE MAYOR OF BARU"
    assert signing_lines(Decree(), "Kabupaten Contoh", "id") == (["BUPATI CONTOH,"], "........................")


def test_what_is_known_stands_in_its_place():
    decree = Decree(
        annex="LAMPIRAN I", kind="Peraturan Bupati", kabupaten="Lain", number="1", year="2026", date="1 Maret 2026",
        about="Kawasan", signatory="Nama", place="Baru",
    )  # fmt: skip
    assert heading_lines(decree, "Contoh", "id") == [
        "LAMPIRAN I", "PERATURAN BUPATI LAIN", "NOMOR 1 TAHUN 2026", "TANGGAL 1 MARET 2026", "TENTANG KAWASAN",
    ]  # fmt: skip
    assert signing_lines(decree, "Contoh", "id") == (["Baru, 1 Maret 2026", "BUPATI LAIN,"], "NAMA")
    assert signing_lines(Decree(signatory_title="Plt. Bupati,"), "Contoh", "id")[0] == ["PLT. BUPATI,"]
    assert signing_lines(Decree(place="Baru"), "Contoh", "en")[0] == ["Baru", "BUPATI OF CONTOH,"]
