import pandas as pd
import pytest
from drawing import code, draw_villages, rook_graph

from kawasan_gis.candidates.rules.checks import check_rules
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.errors import InfeasibleError, StudyError, TableError

VILLAGES = draw_villages("abcd\nefgH", other_kabupaten="dg").assign(population=100.0)
GRAPH = rook_graph(VILLAGES)
D = code("d", "99.02")
UNKNOWN = "98.01.01.2001"
TABLE = pd.DataFrame({"sawah_ha": 1.0, "share": [1.5] + [0.5] * 7}, index=VILLAGES.index)
TRAVEL = pd.DataFrame({"origin": [], "destination": [], "minutes": []})


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"must_have": [UNKNOWN]}, "must_have: 1 villages are not in the study: .*; .* of kabupaten 99.01, 99.02"),
        ({"must_not": [UNKNOWN]}, "must_not: 1 villages"),
        ({"bridges": [UNKNOWN]}, "bridges: 1 villages"),
        ({"centre_among": [UNKNOWN]}, "centre_among: 1 villages"),
        ({"walls": [(UNKNOWN, D, "river")]}, "walls: 1 villages"),
        ({"walls": [(D, UNKNOWN, "river")]}, "walls: 1 villages"),
        ({"existing": {"Lama": [D, UNKNOWN, UNKNOWN]}}, "existing Lama: 1 villages"),
        ({"walls": [(code("a"), code("c"), "river")]}, "walls: 1 pairs of villages have no border: .*2001 - .*2003"),
        ({"min_total": {"sawah": 1}}, "the rules name sawah, but .* no such column, did you mean sawah_ha?"),
        ({"max_share": {"none": 1}}, "the rules name none"),
        ({"centrality": "none"}, "the rules name none"),
        ({"min_class": [{"indicator": "none", "villages": 1}]}, "the rules name none"),
        ({"max_centre_min": 30}, "max_centre_min needs travel times"),
    ],
)
def test_rules_that_do_not_fit_the_study(rules, words):
    with pytest.raises(StudyError, match=words):
        check_rules(VILLAGES, Rules(**rules), indicators=TABLE, graph=GRAPH)


def test_ways_are_in_one_unit():
    with pytest.raises(StudyError, match="max_centre_km is a straight line, but travel times are given"):
        check_rules(VILLAGES, Rules(max_centre_km=3), travel=TRAVEL)
    check_rules(VILLAGES, Rules(max_centre_min=3), travel=TRAVEL)
    check_rules(VILLAGES, Rules(max_centre_km=3))


def test_a_share_lies_within_0_and_1():
    with pytest.raises(
        TableError, match=f"max_share share: 1 villages have a share outside 0 and 1: {VILLAGES.index[0]}"
    ):
        check_rules(VILLAGES, Rules(max_share={"share": 0.5}), indicators=TABLE)


def test_names_that_are_there_pass():
    rules = Rules(
        min_total={"sawah_ha": 1}, must_not=[code("a")], bridges=[code("b")], must_have=[code("e")],
        existing={"Lama": [D]}, walls=[(code("a"), code("b"), "river")], centre_among=[code("e")],
    )  # fmt: skip
    check_rules(VILLAGES, rules, indicators=TABLE, graph=GRAPH)


def test_must_haves_that_cannot_be():
    with pytest.raises(InfeasibleError, match=f'must_have: {code("H")} are kelurahan, and kelurahan = "exclude"'):
        check_rules(VILLAGES, Rules(must_have=[code("H")]))
    with pytest.raises(InfeasibleError, match="more than one kabupaten: 99.01, 99.02"):
        check_rules(VILLAGES, Rules(must_have=[code("a"), D]))
    check_rules(VILLAGES, Rules(must_have=[code("a"), D], within="any"))


def test_bounds_without_a_column():
    with pytest.raises(StudyError, match="bound the population, but the villages have no column population"):
        check_rules(VILLAGES.drop(columns="population"), Rules(max_population=5))
