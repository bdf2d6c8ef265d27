from xml.etree.ElementTree import Element

import pytest

from kawasan_gis.handover.markup import add, add_options, parsed, shown, written

HOSTILE = "a\x00b\x07c\x0bd\x85e\N{RIGHT-TO-LEFT OVERRIDE}f\ud800g\uffff"


def test_what_xml_cannot_hold_is_seen():
    assert shown(HOSTILE) == "a�b�c�d�e�f�g�"
    for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x7f\x9f":
        assert shown(f"a{sign}b") == "a\N{REPLACEMENT CHARACTER}b"
    assert shown("baris\nkedua\t<&\"'> Bi'ih ꦧ 🏝") == "baris\nkedua\t<&\"'> Bi'ih ꦧ 🏝"


@pytest.mark.parametrize("text", ["[% env('HOME') %]", "[[%1%]", "[%[%1%]%]"])
def test_no_name_is_run_as_an_expression(text):
    assert "[%" not in shown(text)
    assert shown(text).replace("\N{WORD JOINER}", "") == text


def test_what_is_written_is_read_back():
    root = Element("a")
    add(root, "b", shown(HOSTILE + "<&]]>"), name='"<&\n', flag=True, number=0.1, rounded=1e-7)
    add_options(root, {"z": 1, "a": "<"})
    back = parsed(written(root, "qgis").decode())
    assert back.find("b").text == shown(HOSTILE + "<&]]>")
    assert back.find("b").attrib == {"name": '"<&\n', "flag": "1", "number": "0.1", "rounded": "1e-07"}
    assert (
        [one.get("name") for one in back.find("Option")] == [one.get("k") for one in back.findall("prop")] == ["a", "z"]
    )
