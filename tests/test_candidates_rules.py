import math

import numpy as np
import pytest
from drawing import code, codes, draw_villages, rook_graph

from kawasan_gis.candidates.rules.rules import (
    ClassRule,
    Rules,
    bridging,
    eligible,
    joined,
    land_borders,
    lies_open,
    unit_of,
    with_centres,
)
from kawasan_gis.errors import StudyError

VILLAGES = draw_villages("abcd\nefgH", other_kabupaten="dg")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"min_villages": 5, "max_villages": 4}, "min_villages 5 is above max_villages 4"),
        ({"min_area_ha": 5, "max_area_ha": 4}, "min_area_ha 5 is above max_area_ha 4"),
        ({"min_population": 5, "max_population": 4}, "min_population 5 is above max_population 4"),
        ({"must_have": ("x",), "must_not": ("x",)}, "both must_have and must_not: x"),
        ({"must_have": ("x",), "bridges": ("x",)}, "both must_have and bridges: x"),
        ({"must_not": ("x",), "bridges": ("x",)}, "both must_not and bridges: x"),
        ({"must_have": ("x", "y"), "max_villages": 1, "min_villages": 1}, "2 must_have villages do not fit"),
        ({"min_villages": 0}, "greater than or equal to 1"),
        ({"kelurahan": "no"}, "kelurahan"),
        ({"within": "desa"}, "within"),
        ({"max_centre_km": 1, "max_centre_min": 1}, "max_centre_km and max_centre_min are both given"),
        ({"max_centre_km": math.inf}, "max_centre_km is inf; leave it out"),
        ({"max_centre_km": 0}, "greater than 0"),
        ({"centres": 2, "min_villages": 1}, "centres = 2 needs min_villages of at least 2"),
        ({"centres": 2, "centre_among": ("x", "x")}, "centre_among names 1 village, but centres = 2"),
        ({"walls": [("x", "x", "river")]}, "walls: 1 are between a village and itself: x"),
        ({"min_total": {"x": -1}}, "min_total x is -1; it must be a number, 0 or more"),
        ({"min_total": {"x": math.nan}}, "min_total x is nan"),
        ({"min_total": {"x": math.inf}}, "min_total x is inf"),
        ({"max_share": {"x": 1.1}}, "max_share x is 1.1; it must be within 0 and 1"),
        ({"min_class": [{"indicator": "x", "villages": 1, "at_least": 2, "at_most": 1}]}, "at_least 2 is above"),
        ({"min_class": [{"indicator": "x", "villages": 0}]}, "villages"),
        ({"existing": {"Lama": []}}, "existing: 1 kawasan have no codes: Lama"),
        ({"max_existing": 1.5}, "max_existing"),
        ({"min_villages": 3, "max_villages": 2, "max_share": {"x": 2}}, "is above max_villages 2; max_share x is 2"),
    ],
)  # fmt: skip
def test_rules_that_contradict_themselves(options, words):
    with pytest.raises(StudyError, match=words):
        Rules(**options)


def test_what_the_rules_need():
    rules = Rules(
        min_total={"c": 1}, max_share={"a": 0.5}, centrality="b", min_class=[ClassRule(indicator="c", villages=1)]
    )
    assert rules.indicators == ("a", "b", "c")
    assert Rules().indicators == ()
    assert (Rules().max_way, Rules(max_centre_km=3).max_way, Rules(max_centre_min=9).max_way) == (math.inf, 3, 9)


def test_a_class_is_named_by_its_label_or_its_bounds():
    names = [
        ClassRule(indicator="x", villages=1, **more).name
        for more in ({"label": "miskin"}, {"at_least": 2}, {"at_most": 3}, {"at_least": 2, "at_most": 3})
    ]
    assert names == ["miskin", "2 <= x", "x <= 3", "2 <= x <= 3"]


def test_who_may_be_a_member():
    assert eligible(VILLAGES, Rules(must_not=[code("a")])).to_dict()[code("a")] is False
    assert not eligible(VILLAGES, Rules(bridges=[code("a")]))[code("a")]
    assert not eligible(VILLAGES, Rules())[code("H")]
    assert eligible(VILLAGES, Rules(kelurahan="include"))[code("H")]
    assert not eligible(VILLAGES, Rules(kelurahan="bridge"))[code("H")]


def test_centres_that_are_given_take_the_place_of_the_choice():
    rules = Rules(centrality="x", centre_among=codes("a"), max_steps=1)
    given = with_centres(rules, codes("bc"))
    assert (given.centre_among, given.centres, given.centrality) == (tuple(codes("bc")), 2, "")
    assert given.max_steps == 1
    assert with_centres(rules, ()) == rules


def test_the_unit_an_area_stays_in():
    assert set(unit_of(VILLAGES, "kabupaten")) == {"99.01", "99.02"}
    assert set(unit_of(VILLAGES, "kecamatan")) == {"99.01.01", "99.02.01"}
    assert set(unit_of(VILLAGES, "any")) == {""}


def edges(villages, graph, **rules):
    together = joined(villages, graph, Rules(**rules))
    return {"".join(sorted(name[-1] for name in villages.loc[list(edge), "nama_desa"])) for edge in together.edges}


def test_what_holds_an_area_together():
    villages = draw_villages("abCd\nefff")
    graph = rook_graph(villages)
    every = {"ab", "Cb", "Cd", "ae", "be", "ef", "Cf", "df"} - {"be"} | {"bf"}
    assert edges(villages, graph) == every
    assert edges(villages, graph, walls=[(code("b"), code("a"), "ridge")]) == every - {"ab"}
    graph.edges[code("a"), code("e")]["kind"] = "water"
    assert edges(villages, graph, water_links=False) == every - {"ae"}
    graph.edges[code("e"), code("f")]["wall"] = "river"
    assert edges(villages, graph) == every - {"ef"}


def test_what_joins_without_being_a_member():
    villages = draw_villages("abCd")
    graph = rook_graph(villages)
    assert bridging(villages, Rules()) == []
    assert bridging(villages, Rules(kelurahan="bridge", bridges=codes("a"))) == sorted(codes("Ca"))
    assert bridging(villages, Rules(kelurahan="bridge", must_not=codes("C"))) == []
    assert "bd" in edges(villages, graph, kelurahan="bridge")
    assert "bd" not in edges(villages, graph)
    assert "aC"[::-1] in edges(villages, graph, bridges=codes("b"))
    wall = [(code("b"), code("C"), "river")]
    assert "bd" not in edges(villages, graph, kelurahan="bridge", walls=wall)


def test_the_edge_of_the_map_and_the_sea_lie_open():
    villages = draw_villages("abcde\nfghij\nklm.n\nopqrs\ntuvwx")
    graph = rook_graph(villages)
    inside = set(codes("ghlpq"))
    opened = lies_open(villages, graph)
    assert set(villages.index[~opened]) == inside  # around the empty square, all lie open
    graph.edges[code("g"), code("h")]["border_m"] = 1000 - 0.03 * 4000
    assert lies_open(villages, graph)[code("g")]
    graph.edges[code("g"), code("h")]["border_m"] = 1000 - 0.01 * 4000
    assert not lies_open(villages, graph)[code("g")]


def test_only_borders_with_a_length_enclose():
    villages = draw_villages("ab")
    graph = rook_graph(villages)
    assert land_borders(graph) == [(code("a"), code("b"))]
    graph.edges[code("a"), code("b")]["border_m"] = 0.0
    assert land_borders(graph) == []
    assert np.asarray(lies_open(villages, graph)).all()
