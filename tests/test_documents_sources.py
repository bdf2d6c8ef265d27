from kawasan_gis.documents.sources import SourceList


def test_each_source_has_one_number_in_the_order_quoted():
    sources = SourceList()
    assert sources.quote("B") == "[1]"
    assert sources.quote("A", "B", "A") == "[2][1]"
    assert sources.lines == ["[1] B", "[2] A"]


def test_what_nobody_named_is_said_to_be_so():
    sources = SourceList("en")
    assert sources.quote(" ") == "[1]"
    assert sources.lines == ["[1] No source was stated in the study"]
