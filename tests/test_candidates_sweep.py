"""Every area around a centre, against all connected sets."""

import math

import networkx as nx
import numpy as np
import pytest
from area_oracle import random_villages, small_map
from drawing import column, draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.kernels.sweep import sweep
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.grounds import areas_of, grounds_of, keeps_rules, objective_under
from kawasan_gis.criteria import Criterion

SEEDS = st.integers(0, 2**31)
PLENTY = 10**9


def look(small, root, *, price=None, thresholds=None, budget=PLENTY, keep=500):
    """Sweep from a centre; gives what was found with its worth less prices, how many were looked at, if all."""
    limits = small.ground.limits
    price = np.zeros(len(small.villages)) if price is None else price
    thresholds = np.full(limits.most + 1, -math.inf) if thresholds is None else thresholds
    # Full of an earlier sweep.
    values, areas = np.full((limits.most + 1, keep), 9.0), np.full((limits.most + 1, keep, limits.most), 7)
    asked = thresholds.copy()
    looked, whole = sweep(small.ground.program, limits, price, root, thresholds, budget, values, areas)
    assert thresholds.tolist() == asked.tolist()
    found = {}
    for size in range(limits.most + 1):
        for value, row in zip(values[size], areas[size], strict=True):
            members = tuple(sorted(row[row >= 0].tolist()))
            assert bool(members) == (value > -math.inf)
            if members:
                assert len(members) == size
                assert members not in found, "found twice"
                found[members] = float(value)
    return found, looked, whole


def around(small, price=None):
    """Every area that keeps the rules with its worth less prices, by its centre."""
    price = np.zeros(len(small.villages)) if price is None else price
    found = {root: {} for root in range(len(small.villages))}
    for area in areas_of(small.ground, list(small.worths)):
        if area.centres and keeps_rules(small.ground, area.members):
            found[area.centres[0]][area.members] = area.score - price[list(area.members)].sum()
    return found


@st.composite
def maps(draw):
    """Maps whose areas stay around a centre, with rules that bite now and then."""
    kinds = draw(st.lists(st.sampled_from(["mean", "sum", "compactness", "centre_km", "min"]), min_size=1, max_size=3,
                          unique=True))  # fmt: skip
    seed = draw(SEEDS)
    smallest = draw(st.integers(1, 3))
    asked = {"min_villages": smallest, "max_villages": smallest + draw(st.integers(0, 4)),
             "max_steps": draw(st.integers(1, 3)), "holes": draw(st.booleans())}  # fmt: skip
    if draw(st.booleans()):
        asked["max_area_ha"] = draw(st.floats(300, 1200))
    codes = random_villages(seed, 8).index
    if draw(st.booleans()):
        asked["min_total"] = {"rule": draw(st.floats(0.5, 2.5))}
    if draw(st.booleans()):
        asked["must_not"] = (codes[draw(st.integers(0, 7))],)
    if draw(st.integers(0, 2)) == 0:
        asked["centre_among"] = tuple(codes[:4])
    return small_map(seed, 8, kinds, **asked)


@settings(max_examples=25)
@given(maps(), SEEDS)
def test_all_areas_around_each_centre_are_found_once(small, seed):
    price = np.random.default_rng(seed).uniform(0, 0.2, 8)
    want = around(small, price)
    for root in range(8):
        found, looked, whole = look(small, root, price=price)
        assert whole
        assert looked >= len(found)
        assert found == pytest.approx(want[root])


@settings(max_examples=15)
@given(maps(), SEEDS, st.integers(1, 4))
def test_the_best_of_each_size_above_its_threshold_are_kept(small, seed, keep):
    rng = np.random.default_rng(seed)
    price, thresholds = rng.uniform(0, 0.2, 8), rng.uniform(-0.4, 0.4, small.ground.limits.most + 1)
    want = around(small, price)
    for root in range(8):
        found = look(small, root, price=price, thresholds=thresholds, keep=keep)[0]
        for size in range(1, len(thresholds)):
            able = [worth for members, worth in want[root].items() if len(members) == size]
            able = sorted((worth for worth in able if worth > thresholds[size]), reverse=True)[:keep]
            assert sorted((found[m] for m in found if len(m) == size), reverse=True) == pytest.approx(able)


def test_every_connected_set_around_the_centre_is_looked_at_once():
    """Without rules of sums, as many sets are looked at as hang together, hold the centre and lie near it."""
    small = small_map(4, 9, ["mean"], max_steps=2, min_villages=3, max_villages=5)
    graph = nx.relabel_nodes(small.graph, {kode: number for number, kode in enumerate(small.villages.index)})
    every = small_map(4, 9, ["mean"], max_villages=5).worths
    for root in range(9):
        near = set(nx.ego_graph(graph, root, 2))
        assert look(small, root)[1:] == (sum(root in m and near >= set(m) for m in every), True)


def test_too_much_of_what_only_grows_goes_no_further():
    free = small_map(4, 9, ["mean"], max_steps=2)
    tight = small_map(4, 9, ["mean"], max_steps=2, max_area_ha=500)
    assert sum(look(tight, root)[1] for root in range(9)) < sum(look(free, root)[1] for root in range(9)) / 2


def test_a_village_that_may_not_be_the_centre_has_no_areas():
    codes = small_map(2, 6, ["mean"]).villages.index
    small = small_map(2, 6, ["mean"], max_steps=2, must_not=(codes[1],), centre_among=tuple(codes[:4]))
    for root in (1, 4, 5):
        assert look(small, root) == ({}, 0, True)
    assert look(small, 0)[1] > 0


def test_who_may_be_a_member_can_be_narrowed_while_the_balls_stay():
    small = small_map(4, 9, ["mean"], max_steps=2)
    may = small.ground.limits.may & (np.arange(9) != 3)
    narrow = small._replace(ground=small.ground._replace(limits=small.ground.limits._replace(may=may)))
    for root in range(9):
        want = {m: worth for m, worth in around(small)[root].items() if 3 not in m}
        assert look(narrow, root)[0] == pytest.approx(want)


@pytest.mark.parametrize("budget", [1, 2, 7])
def test_the_budget_ends_it_and_that_is_said(budget):
    small = small_map(3, 8, ["mean"], max_steps=3)
    every = around(small)[0]
    found, looked, whole = look(small, 0, budget=budget)
    assert (looked, whole) == (budget, False)
    assert found.keys() <= every.keys()
    looked = look(small, 0)[1]
    assert look(small, 0, budget=looked)[2] is False  # nothing is left, but that is not looked at
    assert look(small, 0, budget=looked + 1)[1:] == (looked, True)


def test_what_cannot_be_among_the_best_is_not_kept():
    small = small_map(3, 8, ["mean"], max_steps=3)
    above = np.full(small.ground.limits.most + 1, math.inf)
    above[2] = -math.inf
    pairs = look(small, 0, thresholds=above)[0]
    assert {len(members) for members in pairs} == {2}
    above[2] = max(pairs.values())
    assert look(small, 0, thresholds=above)[0] == {}
    above[2] = np.nextafter(above[2], -1)
    assert set(look(small, 0, thresholds=above)[0].values()) == {max(pairs.values())}


def test_a_tie_of_centres_is_settled_by_code_in_whatever_order_an_area_grew():
    villages = draw_villages("aab\nccb")
    graph = rook_graph(villages)
    table = column(villages, {"a": 0.5, "b": 0.5, "c": 0.5})
    rules = Rules(min_villages=3, max_villages=3, holes=True, max_steps=2)
    criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    (ground,) = grounds_of(villages, graph, table, objective_under(villages, graph, table, criteria, rules), rules)
    # Sides nearly equal, one after the other within the tolerance, the first and the last not.
    first, second, third = 1 + 0.8e-9, 1.0, 1 - 0.8e-9
    x = (first**2 + second**2 - third**2) / (2 * first)
    program = ground.program._replace(x=np.array([0.0, first, x]), y=np.array([0.0, 0.0, math.sqrt(second**2 - x**2)]))
    found = []
    for root in range(3):
        values, areas = np.empty((4, 1)), np.empty((4, 1, 3), np.int64)
        sweep(program, ground.limits, np.zeros(3), root, np.full(4, -math.inf), 1000, values, areas)
        found.append(bool(values[3, 0] > -math.inf))
    assert found.count(True) == 1
