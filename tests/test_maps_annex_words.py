import string

import pytest

from kawasan_gis.maps.annex.words import WORDS, bare, is_city, province, regency, say


def test_both_languages_leave_the_same_open():
    for key, words in WORDS.items():
        left = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in words]
        assert left[0] == left[1], key
        assert all(text.strip() == text and text for text in words), key


def test_what_is_open_is_filled():
    assert say("page", "id", page=1, pages=3) == "Halaman 1 dari 3"
    assert say("page", "en", page=1, pages=3) == "Page 1 of 3"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Tanah Laut", "Kabupaten Tanah Laut"),
        ("Kota Banjarbaru", "Kota Banjarbaru"),
        ("Kotabaru", "Kabupaten Kotabaru"),
        ("", ""),
    ],
)
def test_a_kabupaten_is_called_one(name, told):
    assert regency(name, "id") == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Kalimantan Selatan", "Provinsi Kalimantan Selatan"),
        ("Provinsi Contoh", "Provinsi Contoh"),
        ("DKI Jakarta", "DKI Jakarta"),
    ],
)
def test_a_provinsi_is_called_one(name, told):
    assert province(name, "id") == told


def test_a_kota_is_told_from_a_kabupaten():
    assert is_city("Kota Banjarbaru")
    assert not is_city("Kotabaru")


def test_what_a_place_is_can_be_left_out():
    names = ("Kota Banjarbaru", "Kabupaten Banjar", "Kab. Banjar", "Kotabaru")
    assert [bare(name) for name in names] == ["Banjarbaru", "Banjar", "Banjar", "Kotabaru"]
