from kawasan_gis.maps.annex.glyphs import UNKNOWN, printable, unprintable


def test_what_the_font_has_stays_as_it_is():
    for name in ("Bi'ih", "$x^2$", "<b>Desa</b>", "Pulau “Sémbilan”", "İ ñ ß – …"):  # noqa: RUF001 - as meant
        assert printable(name) == name
        assert printable(name, bold=True, italic=True) == name
    assert unprintable(["Bi'ih", "$x^2$"]) == []


def test_what_cannot_be_printed_is_seen():
    assert printable("村 Desa") == f"{UNKNOWN} Desa"
    assert printable("A\u202eB\u200fC") == f"A{UNKNOWN}B{UNKNOWN}C"
    assert printable("A\x07B") == f"A{UNKNOWN}B"
    assert unprintable(["B\u202e", "村", "A\u202e"]) == ["U+202E", "U+6751"]


def test_blanks_and_line_ends_become_single_blanks():
    assert printable(" Sungai\t\n Rangas\u00a0Hulu ") == "Sungai Rangas Hulu"
