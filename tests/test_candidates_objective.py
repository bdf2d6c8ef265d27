import math

import numpy as np
import pandas as pd
import pytest
from area_oracle import (
    AGGREGATES,
    KINDS,
    centre_by_hand,
    connected_sets,
    plain_worth,
    random_criteria,
    random_villages,
    rook_graph,
)
from drawing import draw_villages
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.objective import Objective
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.scoring import score_villages

VILLAGES = draw_villages("aab\nccd").assign(population=[100.0, 300.0, 0.0, 50.0])
GRAPH = rook_graph(VILLAGES)

SEEDS = st.integers(0, 2**31)
MIXES = st.lists(st.sampled_from(KINDS), min_size=1, max_size=6, unique=True)


def objective(values, aggregate="mean", best=100, **options):
    table = pd.DataFrame({"x": values}, index=VILLAGES.index)
    criterion = Criterion(**{"indicator": "x", "worst": 0, "best": best, "aggregate": aggregate, **options})
    return Objective.of(VILLAGES, GRAPH, table, [criterion])


def area_property(villages, graph, name, best, *, travel=None, links=(), table=None, **options):
    criterion = Criterion(indicator=name, worst=0, best=best, links=dict(links))
    table = pd.DataFrame(index=villages.index) if table is None else table
    return Objective.of(villages, graph, table, [criterion], travel=travel, **options)


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("sum", 60.0),
        ("share", 60 / 130 * 100),
        ("mean", 20.0),
        ("mean_by_area", (10 * 200 + 20 * 100 + 30 * 200) / 500),
        ("mean_by_population", (10 * 100 + 20 * 300) / 400),
        ("min", 10.0),
        ("max", 30.0),
    ],
)
def test_area_values_by_hand(aggregate, expected):
    best = 1 if aggregate == "share" else 100
    area = objective([10.0, 20.0, 30.0, 70.0], aggregate, best).of_area([2, 0, 1])
    assert area.values[0] == pytest.approx(expected / 100 * best)
    assert area.score == pytest.approx(expected / 100)
    assert area.parts.tolist() == [area.score]


@settings(max_examples=120)
@given(SEEDS, st.integers(1, 7), MIXES, st.integers(1, 2), st.booleans(), st.booleans())
def test_worth_is_what_the_formulas_say(seed, count, kinds, centres, some_unknown, choose):
    villages = random_villages(seed, count)
    graph = rook_graph(villages)
    rng = np.random.default_rng(seed)
    if some_unknown:
        villages.loc[villages.index[rng.random(count) < 0.3], "population"] = np.nan
    among = tuple(villages.index[rng.random(count) < 0.5]) if choose else ()
    table, criteria = random_criteria(villages, seed, kinds)
    ours = Objective.of(villages, graph, table, criteria, centres=centres, centre_among=among)
    for members in connected_sets(graph, villages.index, 1, count):
        area = ours.of_area(villages.index.get_indexer(list(members)))
        score, values = plain_worth(villages, graph, table, criteria, members, centres=centres, among=among)
        assert area.score == pytest.approx(score, abs=1e-9, nan_ok=True)
        if not math.isnan(score):
            assert area.values.tolist() == pytest.approx(list(values.values()), abs=1e-9, nan_ok=True)
            assert area.parts.sum() == pytest.approx(score, abs=1e-12)


@settings(max_examples=40)
@given(SEEDS, st.integers(1, 5), MIXES)
def test_what_is_on_the_goalposts_is_the_worth_under_each_criterion_alone(seed, count, kinds):
    villages = random_villages(seed, count)
    graph = rook_graph(villages)
    table, criteria = random_criteria(villages, seed, kinds)
    ours = Objective.of(villages, graph, table, criteria)
    alone = [Objective.of(villages, graph, table, [one.model_copy(update={"weight": 1.0})]) for one in criteria]
    for members in connected_sets(graph, villages.index, 1, count):
        places = villages.index.get_indexer(list(members))
        area = ours.of_area(places)
        assert area.normalized.tolist() == pytest.approx([one.worth(places) for one in alone], abs=0, nan_ok=True)
        weights = np.array([one.weight for one in criteria])[known := ~np.isnan(area.normalized)]
        if not math.isnan(area.score):
            assert (weights * area.normalized[known]).sum() / weights.sum() == pytest.approx(area.score, abs=1e-12)


@settings(max_examples=40)
@given(SEEDS, st.lists(st.sampled_from(AGGREGATES), min_size=1, max_size=5))
def test_one_village_is_worth_as_an_area_what_it_is_worth_alone(seed, kinds):
    villages = random_villages(seed, 6)
    table, criteria = random_criteria(villages, seed, kinds)
    # A village without people has no mean by population as an area; alone it has its own value.
    villages["population"] = villages["population"] + 1
    ours = Objective.of(villages, rook_graph(villages), table, criteria)
    alone = score_villages(villages, table, criteria)["score"]
    assert [ours.worth([place]) for place in range(6)] == pytest.approx(alone.tolist(), abs=1e-12, nan_ok=True)


@given(SEEDS, MIXES, st.permutations(range(5)))
def test_the_order_of_members_does_not_matter_to_the_last_bit(seed, kinds, order):
    villages = random_villages(seed, 5)
    ours = Objective.of(villages, rook_graph(villages), *random_criteria(villages, seed, kinds))
    one, other = ours.of_area(range(5)), ours.of_area(order)
    assert np.array([one.score]).tobytes() == np.array([other.score]).tobytes()
    assert one.centres == other.centres


def test_a_ratio_divides_the_sums_of_the_area():
    table = pd.DataFrame({"padi": [30.0, 10.0, 20.0, np.nan], "sawah": [40.0, 0.0, 60.0, 100.0]}, index=VILLAGES.index)
    criterion = Criterion(indicator="padi", worst=0, best=1, aggregate="ratio", per="sawah", missing="drop_criterion")
    ours = Objective.of(VILLAGES, GRAPH, table, [criterion])
    # Padi of a village without sawah counts; sawah of a village whose padi nobody knows does not.
    assert ours.of_area([0, 1, 2, 3]).values.tolist() == [0.6]
    assert ours.of_area([0, 1, 2, 3]).missing.tolist() == [1]
    assert np.isnan([ours.worth([1]), ours.worth([3])]).all()
    worst = Objective.of(VILLAGES, GRAPH, table, [criterion.model_copy(update={"missing": "worst"})])
    assert worst.worth([0, 1, 2, 3]) == pytest.approx(0.6 * 100 / 200)


def test_a_ratio_needs_a_divisor_that_is_there_and_not_negative():
    table = pd.DataFrame({"padi": 1.0, "sawah": [40.0, -1.0, 60.0, np.inf]}, index=VILLAGES.index)
    ratio = Criterion(indicator="padi", worst=0, best=1, aggregate="ratio", per="sawah")
    with pytest.raises(TableError, match="sawah is negative or infinite in 2 villages"):
        Objective.of(VILLAGES, GRAPH, table, [ratio])
    with pytest.raises(TableError, match="no column kebun, by which padi is divided"):
        Objective.of(VILLAGES, GRAPH, table, [ratio.model_copy(update={"per": "kebun"})])
    with pytest.raises(TableError, match="padi is a ratio: name what it is divided by"):
        Objective.of(VILLAGES, GRAPH, table, [ratio.model_copy(update={"per": None})])


def test_missing_members_count_by_the_criterions_policy():
    values = [40.0, np.nan, 80.0, np.nan]
    dropped = objective(values, missing="drop_criterion")
    assert dropped.worth([0, 1, 2]) == pytest.approx(0.6)
    assert objective(values, missing="worst").worth([0, 1, 2]) == pytest.approx((40 + 0 + 80) / 3 / 100)
    assert np.isnan(dropped.worth([1, 3]))
    assert dropped.of_area([0, 1, 2]).missing.tolist() == [1]


@pytest.mark.parametrize(
    ("aggregate", "worst", "best", "expected"),
    [
        ("sum", 0, 400, 0.75),  # a village that adds nothing
        ("sum", 400, 0, 0.0),  # where less is better, nobody knows how much it would add
        ("mean", 0, 100, 0.75),
        ("min", 0, 100, 0.0),  # the least is the worst
        ("max", 0, 100, 1.0),  # the greatest stays the greatest
        ("max", 100, 0, 0.0),
        ("min", 200, 0, 0.5),
    ],
)
def test_a_missing_village_taken_as_the_worst(aggregate, worst, best, expected):
    area = objective([100.0, 100.0, 100.0, np.nan], aggregate, best, worst=worst, missing="worst")
    assert area.worth(range(4)) == pytest.approx(expected)


def test_no_people_at_all_is_no_value():
    values = [10.0, 20.0, 30.0, 40.0]
    assert np.isnan(objective(values, "mean_by_population").worth([2]))
    assert objective(values, "mean_by_population", missing="worst").worth([2]) == 0.0


SQUARES = draw_villages("aaab\ncddb\nceeb")


@pytest.mark.parametrize("members", ["a", "b", "ab", "cde", "abde", "abcde"])
def test_compactness_is_that_of_the_outline(members):
    graph = rook_graph(SQUARES)
    outline = SQUARES.iloc[["abcde".index(letter) for letter in members]].geometry.union_all()
    found = area_property(SQUARES, graph, "compactness", 1).of_area(["abcde".index(letter) for letter in members])
    assert found.values[0] == pytest.approx(4 * math.pi * outline.area / outline.length**2)


ROW = draw_villages("abcdefg")


def test_the_centre_is_the_village_with_the_shortest_mean_way():
    area = area_property(ROW, rook_graph(ROW), "centre_km", 10).of_area([0, 1, 2, 3, 4])
    assert area.centres == (2,)
    assert area.way == area.values[0] == pytest.approx((2 + 1 + 0 + 1 + 2) / 5)
    # Of four in a row both inner ones are as near: the first code wins.
    assert area_property(ROW, rook_graph(ROW), "centre_km", 10).of_area([0, 1, 2, 3]).centres == (1,)


def test_with_two_centres_the_nearer_one_counts():
    area = area_property(ROW, rook_graph(ROW), "centre_km", 10, centres=2).of_area(range(7))
    assert area.centres == (1, 4)
    assert area.way == pytest.approx((1 + 0 + 1 + 1 + 0 + 1 + 2) / 7)
    assert area_property(ROW, rook_graph(ROW), "centre_km", 10, centres=2).of_area([3]).centres == (3,)


def test_the_centre_can_be_given_by_a_column_or_a_list():
    table = pd.DataFrame({"hierarchy": [1.0, 5.0, np.nan, 5.0, 2.0, 0.0, 9.0]}, index=ROW.index)
    ours = area_property(ROW, rook_graph(ROW), "centre_km", 10, table=table, centrality="hierarchy")
    assert ours.of_area([0, 1, 2, 3]).centres == (1,)
    assert ours.of_area([2]).centres == ()
    assert np.isnan(ours.worth([2]))
    few = area_property(ROW, rook_graph(ROW), "centre_km", 10, centre_among=[ROW.index[0]])
    assert few.of_area([0, 1, 2]).centres == (0,)
    assert few.of_area([0, 1, 2]).way == pytest.approx(1.0)


@settings(max_examples=40)
@given(SEEDS, st.integers(1, 2))
def test_travel_times_are_those_of_the_table(seed, centres):
    villages = random_villages(seed, 6)
    rng = np.random.default_rng(seed)
    ways = {
        (a, b): float(rng.uniform(1, 60))
        for a in villages.index
        for b in villages.index
        if a != b and rng.random() < 0.8
    }
    travel = pd.DataFrame([(*pair, way) for pair, way in ways.items()], columns=["origin", "destination", "minutes"])
    ours = area_property(villages, rook_graph(villages), "centre_min", 60, travel=travel, centres=centres)
    for members in connected_sets(rook_graph(villages), villages.index, 1, 6):
        found = ours.of_area(villages.index.get_indexer(list(members)))
        hand, way = centre_by_hand(villages.loc[list(members)], ways, centres)
        assert found.way == pytest.approx(way)
        if math.isfinite(way):
            assert tuple(villages.index[place] for place in found.centres) == hand


def test_a_chain_counts_its_links_and_kecamatan_are_counted_once():
    table = pd.DataFrame({"sawah": [300.0, 250.0, 0.0, 100.0], "mill": [0.0, 0.0, 1.0, np.nan]}, index=VILLAGES.index)
    chain = area_property(VILLAGES, GRAPH, "chain", 2, links={"sawah": 500, "mill": 1}, table=table)
    assert [chain.of_area(area).values[0] for area in ([0, 1], [0, 1, 3], [0, 1, 2], [2, 3])] == [1, 1, 2, 1]
    moved = VILLAGES.set_axis([*VILLAGES.index[:2], "99.01.02.2001", "99.01.02.2002"])
    counted = area_property(moved, rook_graph(moved), "n_kecamatan", 4)
    assert [counted.of_area(area).values[0] for area in ([0, 1], [0, 2], [0, 1, 2, 3])] == [1, 2, 2]


def test_a_fixed_centre_is_kept():
    ours = area_property(ROW, rook_graph(ROW), "centre_km", 10)
    assert ours.of_area([0, 1, 2], fixed=[0]).centres == (0,)
    assert ours.of_area([0, 1, 2], fixed=[0]).way == pytest.approx(1.0)


def test_only_what_can_grow_rewards_size():
    values = [1.0] * 4
    assert objective(values, "sum").rewards_size
    assert objective(values, "max").rewards_size
    assert not objective(values, "mean").rewards_size
    assert not objective(values, "sum", 0, worst=9).rewards_size


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"criteria": []}, StudyError, "there are no criteria"),
        ({"criteria": [Criterion(indicator="x", worst=0, best=1, weight=0)]}, StudyError, "weights .* are all zero"),
        ({"graph": rook_graph(ROW)}, StudyError, "do not hold the same codes"),
        ({"criteria": [Criterion(indicator="centre_min", worst=9, best=0)]}, StudyError, "needs travel times"),
        ({"centrality": "y"}, TableError, "no column y to choose centres by"),
        ({"centre_among": ["99.09.09.2001"]}, StudyError, "1 centres are not among the villages: 99.09.09.2001"),
        ({"villages": VILLAGES.drop(columns="population")}, TableError, "have no column population"),
        ({"villages": VILLAGES.assign(population=[1, 1, -5, 1])}, TableError, "1 villages have no usable population"),
    ],
)
def test_bad_input_is_named(change, error, message):
    given_ = {
        "villages": VILLAGES,
        "graph": GRAPH,
        "indicators": pd.DataFrame({"x": 1.0}, index=VILLAGES.index),
        "criteria": [Criterion(indicator="x", worst=0, best=1, aggregate="mean_by_population")],
    }
    with pytest.raises(error, match=message):
        Objective.of(**{**given_, **change})


@pytest.mark.parametrize(
    ("minutes", "message"),
    [(-1.0, "1 travel times are negative or missing"), (np.nan, "1 travel times are negative or missing")],
)
def test_bad_travel_times_are_named(minutes, message):
    travel = pd.DataFrame({"origin": ROW.index[:1], "destination": ROW.index[1:2], "minutes": [minutes]})
    with pytest.raises(TableError, match=message):
        area_property(ROW, rook_graph(ROW), "centre_min", 9, travel=travel)
    with pytest.raises(TableError, match="no column minutes"):
        area_property(ROW, rook_graph(ROW), "centre_min", 9, travel=travel.drop(columns="minutes"))
    with pytest.raises(TableError, match="name 1 villages that are not there: 99.09"):
        area_property(ROW, rook_graph(ROW), "centre_min", 9, travel=travel.assign(origin="99.09.09.2001", minutes=1.0))
