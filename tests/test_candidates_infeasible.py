from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from drawing import code, codes, column, draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rules import linked, numbers_for, rules_for, uneven_villages

from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.rules.clauses import clauses_of
from kawasan_gis.candidates.rules.infeasible import Conflict, check_feasible, conflicting_rules
from kawasan_gis.candidates.rules.rules import Rules, joined
from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.candidates.search.grounds import grounds_of
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError
from kawasan_gis.findings import Findings

GRID = draw_villages("abcd\nefgh\nijkl\nmnop").assign(population=100.0)
GRAPH = rook_graph(GRID)
TABLE = column(GRID, dict.fromkeys("abcdefghijklmnop", 1.0)).assign(share=0.5, poor=0.0)
TRAVEL = pd.DataFrame(
    [(a, b, 40.0) for a in GRID.index for b in GRID.index if a != b], columns=["origin", "destination", "minutes"]
)


def conflict(villages=GRID, graph=None, table=TABLE, travel=None, **rules):
    graph = rook_graph(villages) if graph is None else graph
    return conflicting_rules(villages, graph, table, Rules(**rules), travel=travel, sets=20_000)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"min_total": {"x": 17}}, ["min_total x = 17"]),
        ({"min_total": {"x": 5}, "max_villages": 4}, ["max_villages = 4", "min_total x = 5"]),
        ({"max_area_ha": 50}, ["max_area_ha = 50"]),
        ({"max_area_ha": 250}, ["min_villages = 3", "max_area_ha = 250"]),
        ({"max_area_ha": 400, "min_population": 500}, ["max_area_ha = 400", "min_population = 500"]),
        ({"max_share": {"share": 0.4}}, ["max_share share = 0.4"]),
        ({"min_class": [{"indicator": "poor", "villages": 1, "at_least": 1}]}, ["min_class 1 <= poor = 1"]),
        ({"min_villages": 6, "max_centre_km": 1.1, "max_steps": 0}, ["min_villages = 6", "max_centre_km = 1.1"]),
        ({"min_villages": 14}, ["min_villages = 14", "max_steps = 2"]),
        (
            {"centre_among": codes("a"), "must_not": codes("a")},
            [f"must_not = {code('a')}", f"centre_among = {code('a')}"],
        ),
        (
            {"must_have": codes("ap"), "max_villages": 6, "max_steps": 0},
            ["max_villages = 6", f"must_have {code('a')}", f"must_have {code('p')}"],
        ),
        (
            {"must_have": codes("ab"), "max_villages": 4, "min_total": {"x": 4}, "max_population": 350},
            ["max_population = 350", "min_total x = 4"],
        ),
        (
            {"existing": {"Lama": list(GRID.index)}, "max_existing": 0.1, "min_villages": 1, "max_villages": 9},
            ["max_existing = 0.1 with kawasan Lama"],
        ),
    ],
)  # fmt: skip
def test_the_rules_that_conflict_are_named_and_no_others(rules, expected):
    found = conflict(**rules)
    assert list(found.rules) == expected
    assert found.certain


def test_minutes_to_the_centre():
    assert conflict(travel=TRAVEL, max_centre_min=30).rules == ("min_villages = 3", "max_centre_min = 30")
    assert conflict(travel=TRAVEL, max_centre_min=40) is None


def test_places_that_conflict():
    villages = draw_villages("aBc")
    for least in (2, 3):
        found = conflict(villages, table=column(villages, "1"), min_villages=least)
        assert found.rules == ('kelurahan = "exclude"', f"min_villages = {least}")
    two = draw_villages("abc", other_kabupaten="c")
    assert conflict(two, table=column(two, "1")).rules == ("min_villages = 3", 'within = "kabupaten"')
    graph = rook_graph(villages)
    walled = conflict(villages, graph, column(villages, "1"), kelurahan="include", walls=[(*codes("aB"), "sungai")])
    assert walled.rules == (f"walls {code('B')} - {code('a')}", "min_villages = 3")
    graph.edges[codes("aB")]["wall"] = "sungai"
    walled = conflict(villages, graph, column(villages, "1"), kelurahan="include")
    assert walled.rules == (f"walls {code('B')} - {code('a')}", "min_villages = 3")
    assert graph.edges[codes("aB")]["wall"] == "sungai"  # the graph is as it was


def test_who_could_only_be_a_member_without_a_rule_may_lack_values():
    villages = draw_villages("aBc").assign(population=[float("nan"), 100.0, 100.0])
    table = column(villages, {"a": 1.0, "c": 1.0})
    assert villages.index[0] == code("B")
    found = conflict(villages, table=table, min_villages=1, min_total={"x": 2}, max_population=500)
    assert found.rules == ("min_total x = 2",)  # with or without B
    bridged = conflict(villages, table=table, min_villages=2, min_total={"x": 2}, kelurahan="bridge")
    assert bridged is None
    filled = column(villages, {"a": 1.0, "B": 1.0, "c": 1.0})
    found = conflict(villages.assign(population=100.0), table=filled, min_villages=1, min_total={"x": 2})
    assert found.rules == ('kelurahan = "exclude"', "min_total x = 2")


def test_rules_that_do_not_fit_are_refused_here_too():
    with pytest.raises(StudyError, match="no column population"):
        conflict(GRID.drop(columns="population"), max_population=1)


def test_a_must_have_that_may_not_be_a_member():
    villages = draw_villages("abCd")
    found = conflict(villages, table=column(villages, "1"), must_have=codes("C"))
    assert found.rules == ('kelurahan = "exclude"', f"must_have {code('C')}")


def test_water_and_holes():
    villages = draw_villages("abc")
    graph = rook_graph(villages)
    graph.edges[codes("ab")]["kind"] = "water"
    dry = conflict(villages, graph, column(villages, "1"), water_links=False)
    assert dry.rules == ("water_links = false", "min_villages = 3")
    ring = draw_villages("aaa\naba\naaa")
    holed = conflict(ring, table=column(ring, "1"), min_villages=1, must_have=codes("a"), max_villages=1)
    assert holed.rules == ("holes = false", "max_villages = 1", f"must_have {code('a')}")


def test_rules_that_can_be_kept_do_not_conflict():
    assert conflict() is None
    assert conflict(min_total={"x": 16}, max_steps=0) is None


def sets_that_keep(villages, graph, table, rules):
    """Whether any set at all keeps the rules, by looking at all."""
    together = joined(villages, graph, rules)
    return any(
        nx.is_connected(together.subgraph(members))
        and not violations(list(members), villages, graph, rules, indicators=table)
        for size in range(rules.min_villages, min(rules.max_villages, len(villages)) + 1)
        for members in combinations(villages.index, size)
    )


@settings(max_examples=20)
@given(st.data(), st.integers(0, 10_000))
def test_a_conflict_is_real_and_no_rule_in_it_can_be_spared(data, seed):
    villages = uneven_villages(seed, 6)
    graph, table = linked(villages, seed), numbers_for(villages, seed)
    rules = data.draw(rules_for(villages))
    rules = rules.model_copy(update={"walls": tuple(wall for wall in rules.walls if graph.has_edge(*wall[:2]))})
    found = conflicting_rules(villages, graph, table, rules, sets=20_000)
    assert (found is None) == sets_that_keep(villages, graph, table, rules)
    if found is None:
        return
    assert found.certain
    clauses = clauses_of(villages, graph, rules)

    def left_with(words):
        kept, free = rules, graph.copy()
        for clause in clauses:
            if clause.words not in words:
                kept = clause.without(kept)
                if clause.opens_walls:
                    nx.set_edge_attributes(free, "", "wall")
        return sets_that_keep(villages, free, table, kept)

    assert not left_with(found.rules)
    for spared in found.rules:
        assert left_with(set(found.rules) - {spared}), spared


def test_more_can_be_asked_than_the_rules_do():
    def around_corner(villages, graph, indicators, objective, rules):
        asked = rules.model_copy(update={"must_have": tuple(codes("a")), "max_villages": 3})
        return grounds_of(villages, graph, indicators, objective, asked)

    def asked(**rules):
        return conflicting_rules(GRID, GRAPH, TABLE, Rules(**rules), sets=20_000, layout=around_corner)

    assert asked() is None
    assert asked(min_total={"x": 4}).rules == ("min_total x = 4",)
    assert asked(must_not=codes("be"), min_villages=2).rules == (
        f"must_not = {', '.join(codes('be'))}",
        "min_villages = 2",
    )
    graph = GRAPH.copy()
    graph.remove_nodes_from(codes("be"))
    graph.add_nodes_from(codes("be"))
    alone = conflicting_rules(
        GRID, graph, TABLE, Rules(min_villages=1, max_steps=0), sets=20_000,
        layout=lambda *given: around_corner(*given[:-1], given[-1].model_copy(update={"min_villages": 2})),
    )  # fmt: skip
    assert alone == Conflict((), True, alone.looked)
    assert alone.say() == "tanpa aturan apa pun tidak ada"
    assert alone.say("en") == "there is none without rules either"


def test_an_unproven_conflict_says_so():
    conflict = Conflict(("a = 1", "b = 2", "c = 3"), False, 12_345)
    assert conflict.say() == (
        "a = 1, b = 2 dan c = 3 tidak dapat dipenuhi bersama "
        "(tidak terbukti: tidak ada di antara 12.345 kumpulan desa yang diperiksa)"
    )
    assert conflict.say("en").endswith(
        "cannot all be met together (not proven: none among 12,345 sets of villages looked at)"
    )
    assert Conflict(("a = 1",), True, 0).say("en") == "a = 1 cannot be met"
    assert Conflict(("a = 1", "b = 2"), True, 0).say() == "a = 1 dan b = 2 tidak dapat dipenuhi bersama"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"min_villages": 17}, "min_villages = 17 cannot be met: the largest group .* has 16"),
        ({"must_not": list(GRID.index)}, "no village may be a member: of 16, 0 are kelurahan .*, 16 are must_not"),
        ({"must_have": codes("ap"), "must_not": codes("eb")}, "do not hang together: .* lie in 2 separate groups"),
    ],
)
def test_simple_cases_are_named_before_the_search(rules, words):
    with pytest.raises(InfeasibleError, match=words):
        check_feasible(GRID, GRAPH, Rules(**rules))


def test_the_search_says_what_conflicts():
    criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    with pytest.raises(
        InfeasibleError, match="no area keeps the rules: max_villages = 4 and min_total x = 5 cannot both"
    ):
        find_candidates(GRID, GRAPH, TABLE, criteria, Rules(min_total={"x": 5}, max_villages=4), findings=Findings())
    nothing = TABLE.assign(x=np.nan)
    unknown = [criterion.model_copy(update={"missing": "drop_criterion"}) for criterion in criteria]
    with pytest.raises(InfeasibleError, match="areas that keep the rules exist, but none with a worth was found"):
        find_candidates(GRID, GRAPH, nothing, unknown, Rules(), findings=Findings())
