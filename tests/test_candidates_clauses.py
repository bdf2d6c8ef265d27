import math

import pytest
from drawing import code, codes, draw_villages, rook_graph

from kawasan_gis.candidates.rules.clauses import clauses_of
from kawasan_gis.candidates.rules.rules import Rules

PLAIN = draw_villages("abcd\nefgh")
MIXED = draw_villages("abcD\nefgh")
NEUTRAL = {"min_villages": 1, "max_villages": 8, "within": "any", "max_steps": 0, "holes": True}


def clauses(villages=PLAIN, graph=None, **rules):
    return clauses_of(villages, rook_graph(villages) if graph is None else graph, Rules(**NEUTRAL | rules))


def words(*given, **rules):
    return [clause.words for clause in clauses(*given, **rules)]


def test_rules_that_forbid_nothing_are_not_in_force():
    assert words() == []
    assert words(water_links=False) == []  # there are none
    assert words(kelurahan="bridge") == []
    assert words(existing={"Lama": codes("a")}) == []
    assert words(max_villages=9) == []


EVERY = {
    "kelurahan": "bridge", "bridges": codes("a"), "must_not": codes("b"), "must_have": codes("ef"),
    "water_links": False, "walls": [(*codes("eb"), "sungai")], "centres": 2, "centre_among": codes("efg"),
    "centrality": "z", "max_centre_km": 3, "max_steps": 2, "min_villages": 3, "max_villages": 7, "within": "kecamatan",
    "min_total": {"x": 1, "y": 2}, "max_share": {"s": 0.5}, "min_class": [{"indicator": "x", "villages": 1}],
    "holes": False, "existing": {"Lama": codes("a"), "Baru": codes("b")}, "max_existing": 0.5,
    "min_population": 1, "max_population": 9, "min_area_ha": 1, "max_area_ha": 9,
}  # fmt: skip
WORDS = [
    "holes = false", 'kelurahan = "bridge"', f"must_not = {code('b')}", f"bridges = {code('a')}", "water_links = false",
    f"walls {code('b')} - {code('e')}", "max_existing = 0.5 with kawasan Baru", "max_existing = 0.5 with kawasan Lama",
    "centrality = z", f"centre_among = {', '.join(codes('efg'))}", "centres = 2", "min_villages = 3",
    "max_villages = 7", "max_steps = 2", "max_centre_km = 3",
    'within = "kecamatan"', f"must_have {code('e')}", f"must_have {code('f')}",
    "min_class x = 1", "max_share s = 0.5", "max_population = 9", "max_area_ha = 9", "min_population = 1",
    "min_area_ha = 1", "min_total x = 1", "min_total y = 2",
]  # fmt: skip


def watery():
    graph = rook_graph(MIXED)
    graph.edges[codes("ef")]["kind"] = "water"
    return graph


def test_every_rule_is_said():
    assert words(MIXED, watery(), **EVERY) == WORDS
    assert words(max_centre_min=30) == ["max_centre_min = 30"]


@pytest.mark.parametrize("number", range(len(WORDS)), ids=WORDS)
def test_without_a_rule_all_others_are_in_force(number):
    rules = Rules(**NEUTRAL | EVERY)
    left = clauses_of(MIXED, watery(), rules)[number].without(rules)
    spared = {WORDS[number]}
    if "min_villages" in WORDS[number]:
        assert left.min_villages == 2  # as many as the centres need
        spared = set()
    others = [
        clause.words.replace("min_villages = 2", "min_villages = 3") for clause in clauses_of(MIXED, watery(), left)
    ]
    assert others == [one for one in WORDS if one not in spared]


def test_walls_on_the_graph_are_opened_with_those_of_the_rules():
    graph = rook_graph(PLAIN)
    graph.edges[codes("ab")]["wall"] = "sungai"
    graph.edges[codes("cd")]["wall"] = ""
    (clause,) = clauses(PLAIN, graph, walls=[(*codes("fe"), "hutan")])
    assert clause.words == f"walls {code('a')} - {code('b')}, {code('e')} - {code('f')}"
    assert clause.opens_walls
    assert clause.without(Rules(walls=[(*codes("fe"), "hutan")])).walls == ()
    assert not any(one.opens_walls for one in clauses(min_villages=2, max_area_ha=math.pi))
