import itertools
import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from drawing import code, codes, column, draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.partition.likeness import between_share
from kawasan_gis.candidates.partition.partition import partition_villages
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError
from kawasan_gis.findings import Findings

# One worker, so that the loops of partitions are compiled once.
pytestmark = pytest.mark.xdist_group("search")

GRID = draw_villages("abc\ndef\nghi").assign(population=100.0)
# Four islands: of 1, 2, 5 and 9 villages.
ISLANDS = draw_villages("""
a..bc....
.........
def......
gh..jklmn
......opq
.......r.
""")
# Too large to try everything by hand.
LARGE = draw_villages("abcdef\nghijkl\nmnopqr\nstuvwx\nyz....")


@pytest.fixture
def unlisted(monkeypatch):
    """Take every map for too large to list its areas, so that partitions are drawn."""
    monkeypatch.setattr("kawasan_gis.candidates.partition.fields.MOST_LISTED", 3)


def criteria(**options):
    return [Criterion(indicator="x", worst=0, best=1, aggregate="mean", **options)]


def two_criteria():
    return [*criteria(), Criterion(indicator="compactness", worst=0.2, best=0.8)]


def parted(villages=GRID, values="1", rules=None, **options):
    options = {"findings": Findings(), "criteria": criteria(), "effort": 0.02, **options}
    rules = rules or Rules(max_villages=4)
    table = column(villages, values)
    return partition_villages(villages, rook_graph(villages), table, options.pop("criteria"), rules, **options)


def sets_of(result):
    return sorted(sorted(rows["kode_desa"]) for _, rows in result.members.groupby("candidate_id"))


def allowed_areas(villages, graph, rules):
    """Every allowed area, by looking at all subsets."""
    return [
        frozenset(group)
        for size in range(rules.min_villages, rules.max_villages + 1)
        for group in itertools.combinations(villages.index, size)
        if nx.is_connected(graph.subgraph(group)) and violations(list(group), villages, graph, rules) == []
    ]


def best_by_hand(areas, values, villages, count=99):
    """Most villages placed, then greatest sum of values, by trying every partition."""
    order = sorted(villages)
    best = (0, -math.inf)

    def go(place, used, placed, worth, left):
        nonlocal best
        if place == len(order):
            best = max(best, (placed, round(worth, 9)))
            return
        village = order[place]
        if village in used:
            go(place + 1, used, placed, worth, left)
            return
        go(place + 1, used, placed, worth, left)
        for area in areas if left else ():
            if village in area and not area & used:
                go(place + 1, used | area, placed + len(area), worth + values[area], left - 1)

    go(0, frozenset(), 0, 0.0, count)
    return best


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["per_village", "total", "likeness"]),
    st.sampled_from([(2, 3), (3, 4), (4, 5), (5, 5)]),
    st.integers(1, 3),
)
def test_a_small_map_is_parted_as_well_as_by_trying_everything(seed, kind, sizes, count):
    rules = Rules(min_villages=sizes[0], max_villages=sizes[1])
    graph, table = rook_graph(GRID), column(GRID, str(seed))
    worth = Objective.of(GRID, graph, table, two_criteria())
    place = {kode: number for number, kode in enumerate(GRID.index)}
    areas, values = allowed_areas(GRID, graph, rules), {}
    scaled = (table["x"] - table["x"].min()) / (table["x"].max() - table["x"].min())
    for area in areas:
        score = worth.worth(place[kode] for kode in area)
        alike = -float(((scaled[list(area)] - scaled[list(area)].mean()) ** 2).sum())
        values[area] = {"per_village": len(area) * score, "total": score, "likeness": alike}[kind]
    result = parted(values=str(seed), rules=rules, objective=kind, count=count, criteria=two_criteria())
    expected = best_by_hand(areas, values, GRID.index, count)
    assert (result.certificate.placed, result.certificate.worth) == (expected[0], pytest.approx(expected[1], abs=1e-7))
    assert result.certificate.most
    assert result.certificate.proven
    assert result.certificate.bound == pytest.approx(expected[1], abs=1e-6)


@pytest.mark.parametrize("kind", ["per_village", "total"])
@pytest.mark.parametrize("sizes", [(3, 4), (4, 6), (5, 8)])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("unlisted")
def test_every_area_that_was_drawn_keeps_the_rules_and_no_village_is_in_two(seed, sizes, kind):
    rules = Rules(min_villages=sizes[0], max_villages=sizes[1])
    result = parted(LARGE, str(seed), rules, objective=kind)
    areas, graph = sets_of(result), rook_graph(LARGE)
    assert [violations(area, LARGE, graph, rules) for area in areas] == [[] for _ in areas]
    assert all(nx.is_connected(graph.subgraph(area)) for area in areas)
    everyone = [kode for area in areas for kode in area]
    assert sorted([*everyone, *result.outsiders.index]) == list(LARGE.index)
    assert result.certificate.placed == len(everyone) == len(LARGE)
    place = {kode: number for number, kode in enumerate(LARGE.index)}
    worth = Objective.of(LARGE, graph, column(LARGE, str(seed)), criteria())
    scores = [worth.worth(place[kode] for kode in area) for area in areas]
    weights = [len(area) if kind == "per_village" else 1 for area in areas]
    assert result.certificate.worth == pytest.approx(sum(map(math.prod, zip(scores, weights, strict=True))))


@pytest.mark.parametrize("kind", ["per_village", "total", "likeness"])
@pytest.mark.parametrize("seed", range(4))
def test_drawing_comes_within_a_hundredth_of_what_is_proven(seed, kind, monkeypatch):
    options = {"rules": Rules(max_villages=5), "objective": kind, "count": 7, "criteria": two_criteria()}
    proven = parted(LARGE, str(seed), **options).certificate
    monkeypatch.setattr("kawasan_gis.candidates.partition.fields.MOST_LISTED", 3)
    drawn = parted(LARGE, str(seed), effort=0.2, **options).certificate
    assert proven.proven
    assert not drawn.proven
    assert drawn.placed == proven.placed == 26
    assert proven.worth - 0.01 * abs(proven.worth) <= drawn.worth <= proven.worth + 1e-6


@pytest.mark.usefixtures("unlisted")
def test_islands_are_drawn_one_by_one_too():
    result = parted(ISLANDS, rules=Rules(min_villages=3, max_villages=5), count=3)
    assert result.certificate.placed == 14
    assert result.certificate.most
    assert len(result.candidates) == 3
    assert (
        len(parted(ISLANDS, rules=Rules(min_villages=3, max_villages=5), objective="likeness", count=2).candidates) == 2
    )


def test_islands_are_parted_one_by_one_and_who_is_left_out_is_told_why():
    result = parted(ISLANDS, rules=Rules(min_villages=3, max_villages=5))
    assert result.outsiders["reason"].to_dict() == {
        code("a"): "no_neighbour",
        code("b"): "small_group",
        code("c"): "small_group",
    }
    assert result.outsiders["group"].tolist() == [1, 2, 2]
    assert result.outsiders.at[code("b"), "text"] == "kelompoknya hanya 2 desa, paling sedikit 3"
    assert codes("defgh") in sets_of(result)
    assert result.certificate.placed == 14
    assert result.certificate.most
    assert result.certificate.proven


def test_single_villages_are_areas_where_the_rules_allow_them():
    result = parted(ISLANDS, rules=Rules(min_villages=1, max_villages=5))
    assert codes("a") in sets_of(result)
    assert result.outsiders.empty


def test_left_over_is_who_would_leave_out_others():
    row = draw_villages("abcd")
    result = parted(row, {"a": 1.0, "b": 0.5, "c": 0.5, "d": 0.0}, Rules(min_villages=3, max_villages=3))
    assert sets_of(result) == [codes("abc")]
    assert result.outsiders["reason"].to_dict() == {code("d"): "left_over"}


def test_a_village_that_fits_no_area_says_so():
    wide = draw_villages("abcddddddddd")
    result = parted(wide, rules=Rules(max_area_ha=500))
    assert result.outsiders["reason"].to_dict() == {code("d"): "no_area"}


def test_the_default_does_not_cut_what_is_worth_the_same_and_the_plain_total_does():
    row = draw_villages("abcdef")
    values = dict.fromkeys("abcdef", 0.5)
    extra = [Criterion(indicator="compactness", worst=0, best=10)]
    rules = Rules(min_villages=3, max_villages=6, max_steps=9)
    whole = parted(row, values, rules, criteria=criteria(), count=1)
    assert whole.certificate.worth == pytest.approx(3.0)
    assert parted(row, values, rules).certificate.worth == pytest.approx(3.0)
    assert sets_of(parted(row, values, rules, objective="total")) == [codes("abc"), codes("def")]
    assert sets_of(parted(row, values, rules, objective="total", criteria=[*criteria(), *extra], count=1)) == [
        codes("abcdef")
    ]


def test_likeness_finds_the_two_halves():
    values = dict.fromkeys("abcdefghijkl", 0.0) | dict.fromkeys("cdklgh", 1.0)
    block = draw_villages("abcd\nefgh\nijkl")
    result = parted(block, values, Rules(max_villages=8), objective="likeness", count=2)
    assert sets_of(result) == [codes("abefij"), codes("cdghkl")]
    assert result.between_share == pytest.approx(1.0)
    assert result.certificate.worth == pytest.approx(0.0)


def test_the_share_between_regions_is_one_minus_the_share_within():
    traits = np.array([[0.0], [1.0], [4.0], [5.0], [9.0]])
    # Within: 2 x 0.5² twice; in all, around 2.5: 6.25 + 2.25 + 2.25 + 6.25.
    assert between_share(traits, ["p", "p", "q", "q", None]) == pytest.approx(1 - 1.0 / 17.0)
    assert math.isnan(between_share(traits[:1], ["p"]))


@pytest.mark.usefixtures("unlisted")
def test_the_same_seed_gives_the_same_tables_whatever_the_number_of_threads(monkeypatch):
    first = parted(LARGE, "3", Rules(max_villages=7), seed=5)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    second = parted(LARGE, "3", Rules(max_villages=7), seed=5)
    pd.testing.assert_frame_equal(first.candidates, second.candidates)
    pd.testing.assert_frame_equal(first.members, second.members)
    assert first.certificate == second.certificate
    assert not first.certificate.proven
    assert "Belum terbukti" in first.certificate.say()
    assert first.certificate.plain()["bound"] is None


@pytest.mark.usefixtures("unlisted")
def test_more_work_is_never_worse_and_a_tight_map_is_still_filled():
    rules = Rules(min_villages=6, max_villages=7, max_steps=9)
    worths = [parted(LARGE, "4", rules, effort=effort).certificate for effort in (0.001, 0.05)]
    assert worths[0].worth <= worths[1].worth + 1e-9
    assert worths[1].placed == 26


@pytest.mark.usefixtures("unlisted")
def test_a_time_limit_marks_the_result():
    found = Findings()
    result = parted(LARGE, "4", seconds=1e-9, findings=found)
    assert result.certificate.cut_short == "time"
    assert found.counts()["cut_short"] == 1
    assert result.certificate.placed > 0


@pytest.mark.parametrize(
    ("rules", "options", "kind", "text"),
    [
        (Rules(must_have=(code("a"),)), {}, StudyError, "in a partition no village is in two"),
        (Rules(), {"objective": "likeness"}, StudyError, "count="),
        (Rules(), {"objective": "likeness", "count": 2, "criteria": two_criteria()[1:]}, StudyError, "single"),
        (Rules(min_villages=10), {}, InfeasibleError, "min_villages = 10"),
        (Rules(min_area_ha=5000), {}, InfeasibleError, "no area"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(rules, options, kind, text):
    with pytest.raises(kind, match=text):
        parted(rules=rules, **options)
