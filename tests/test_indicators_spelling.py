import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawasan_gis.indicators.spelling import plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sungai Jingah I", "SEI. JINGAH SATU "),
        ("Anjir Serapat Muara 1", "Anjir Serapat Muara I"),
        ("Tanjung Harapan", "Tj.Harapan"),
        ("Suka Maju", "SUKAMAJU"),
        ("Bi'ih", "Bi\N{RIGHT SINGLE QUOTATION MARK}ih"),
        ("Desa Baru", "Ds. Baru"),
        ("Kel. Mekar Sari", "Mekarsari"),
        ("Gunung Batu 02", "Gn. Batu II"),
        ("Blok VIII", "Blok 8"),
        ("Lima Kaum", "V Kaum"),
        ("Pasir Utr", "Pasir Utara"),
        ("Ambal\N{COMBINING GRAVE ACCENT}at", "Ambalat"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert plain_name(one) == plain_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Suka Maju I", "Suka Maju II"),
        ("Banjar", "Banjarbaru"),
        ("Sungai Raya", "Raya"),
        ("P. Kerasian", "Pulau Kerasian"),
    ],
)
def test_different_names_stay_different(one, other):
    assert plain_name(one) != plain_name(other)


def test_titles_belong_to_their_level():
    assert plain_name("Kec. Alalak", "kecamatan") == plain_name("ALALAK", "kecamatan")
    assert plain_name("Kabupaten Banjar", "kabupaten") == plain_name("Kab. Banjar", "kabupaten") == "banjar"
    assert plain_name("Kota Banjar", "kabupaten") == "kotabanjar"
    assert plain_name("Desa", "desa") == "desa"


@given(st.one_of(st.text(), st.none(), st.floats()))
def test_any_text_has_a_plain_name_of_letters_and_digits(name):
    plain = plain_name(name)
    assert plain == "" or (plain.isascii() and plain.isalnum() and plain == plain.lower())
    assert plain_name(f" {name} ") == plain or not isinstance(name, str)
