from drafted import case, drafted, rows, tables, text_of
from drawing import code

from kawasan_gis.documents.appendix import write_annex
from kawasan_gis.maps.annex.decree import Decree


def annex(decree=None, **changes):
    document = drafted(write_annex, case(**changes), decree or Decree())
    block, villages, sign = (rows(table) for table in document.tables)
    return block[0][1].split("\n"), villages, sign[0][1].split("\n"), text_of(document)


def test_the_table_has_all_villages_by_code_and_their_total():
    _, villages, _, text = annex()
    assert villages[0] == ["No.", "Kode wilayah", "Desa", "Kecamatan", "Luas (ha)", "Peran"]
    assert villages[1] == ["1", code("d"), "Desa d", "Kecamatan Satu", "100,0", "hinterland"]
    assert [row[-1] for row in villages[1:5]] == ["hinterland", "pusat", "hinterland", "hinterland"]
    assert villages[5] == ["", "", "Jumlah 4 desa", "", "400,0", ""]
    assert "Sumber: batas desa: BIG, 2024." in text


def test_who_adds_the_printed_areas_finds_the_printed_total():
    villages = annex(villages=tables()["villages"].assign(area_ha=100.04, legal_area_ha=50.06))[1]
    assert [row[4:6] for row in villages[1:]] == [*[["100,0", "50,1"]] * 4, ["400,0", "200,4"]]


def test_legal_areas_are_given_where_they_are_known():
    given = tables()["villages"].assign(legal_area_ha=90.0)
    given.loc[code("d"), "legal_area_ha"] = None
    _, villages, _, _ = annex(villages=given)
    assert [row[5] for row in villages] == ["Luas resmi (ha)", "belum tersedia", *["90,0"] * 3, "belum tersedia"]


def test_what_is_not_known_of_the_decree_is_dotted():
    block, _, sign, _ = annex()
    assert block == [
        "LAMPIRAN", "KEPUTUSAN BUPATI CONTOH", "NOMOR ............ TAHUN ............",
        "TANGGAL ........................", "TENTANG ........................",
    ]  # fmt: skip
    assert (sign[0], sign[-1]) == ("BUPATI CONTOH,", "........................")


def test_what_is_known_of_the_decree_stands_in_its_place():
    decree = Decree(
        annex="LAMPIRAN I", kabupaten="Kota Baru", number="188/1", year="2026", about="Kawasan", signatory="Nama",
        place="Baru", date="1 Maret 2026",
    )  # fmt: skip
    block, _, sign, _ = annex(decree)
    assert block == [
        "LAMPIRAN I", "KEPUTUSAN WALI KOTA BARU", "NOMOR 188/1 TAHUN 2026", "TANGGAL 1 MARET 2026", "TENTANG KAWASAN",
    ]  # fmt: skip
    assert sign == ["Baru, 1 Maret 2026", "WALI KOTA BARU,", "", "", "", "NAMA"]
    assert annex(Decree(signatory_title="Plt. Bupati Baru,"))[2][0] == "PLT. BUPATI BARU,"


def test_bridges_are_no_members():
    _, villages, _, text = annex(letters="dei", bridges="h")
    assert len(villages) == 5
    assert f"Desa penghubung, bukan anggota kawasan: Desa h ({code('h')})." in text
