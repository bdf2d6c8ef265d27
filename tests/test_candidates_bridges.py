from drawing import code, codes, draw_villages, rook_graph

from kawasan_gis.candidates.rules.bridges import bridges_of
from kawasan_gis.candidates.rules.rules import Rules


def bridges(picture, members, other="", **rules):
    villages = draw_villages(picture, other_kabupaten=other)
    return bridges_of(villages, rook_graph(villages), Rules(**{"kelurahan": "bridge", **rules}), set(codes(members)))


def test_every_gap_has_its_bridge():
    assert bridges("aBc", "ac") == tuple(codes("B"))
    assert bridges("bAcDe", "bce") == tuple(codes("AD"))
    assert bridges("abC", "ab") == ()
    assert bridges("aBc", "ac", kelurahan="exclude") == ()
    assert bridges("abc", "ac", bridges=codes("b")) == tuple(codes("b"))


def test_the_bridge_that_joins_most_comes_first_and_then_the_first_in_order():
    # E touches all four, B two.
    assert bridges("cBd\nEEE\nf.g", "cdfg") == tuple(codes("E"))
    assert bridges("aBc\naDc", "ac") == tuple(codes("B"))
    # E joins three, then A the fourth; they are given in order.
    assert bridges("fAcEd\n...g.", "cdfg") == tuple(codes("AE"))


def test_pieces_that_no_bridge_joins_stay_apart():
    assert bridges("aBcDEf", "acf") == tuple(codes("B"))
    assert bridges("aBC.d", "ad") == ()


def test_a_bridge_is_in_the_areas_own_unit_and_not_behind_a_wall():
    assert bridges("aBc", "ac", other="B") == ()
    assert bridges("aBc", "ac", walls=[(code("a"), code("B"), "sungai")]) == ()
    assert bridges("aBc\na.c\naDc", "ac", walls=[(code("a"), code("B"), "sungai")]) == tuple(codes("D"))
