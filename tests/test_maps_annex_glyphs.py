from kawasan_gis.maps.annex.glyphs import UNKNOWN, one_line, printable, unprintable


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
    assert one_line(" Sungai\r\n\x0bRangas\u2028 ") == "Sungai Rangas"
    assert one_line(" \t\u3000") == ""


def test_signs_without_ink_are_seen():
    for sign in "\u200b\u00ad\u2060\ufeff\u061c\u202e\x00":
        assert printable(f"A{sign}B") == f"A{UNKNOWN}B"
        assert unprintable([f"A{sign}B"]) == [f"U+{ord(sign):04X}"]
    assert printable("Nul\x00") == f"Nul{UNKNOWN}"


def test_accents_are_printed_but_not_heaps_of_them():
    assert printable("De\u0301sa\u0323\u0301") == "De\u0301sa\u0323\u0301"
    assert printable("a" + 4 * "\u0301" + "b\u0301") == "a\u0301\u0301" + 2 * UNKNOWN + "b\u0301"
    assert unprintable(["a" + 4 * "\u0301"]) == ["U+0301"]


def test_what_was_lost_before_is_unprintable_too():
    assert unprintable([f"Desa {UNKNOWN}"]) == ["U+FFFD"]
