"""Bounds of what a branch can still become, against all its completions; exact where one can say so by hand."""

from itertools import combinations

import numpy as np
import pytest
from area_oracle import small_map
from drawing import codes, draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.kernels.ceilings import (
    BANNED,
    FREE,
    FRONTIER,
    INSIDE,
    best_left,
    excess_of,
    least_perimeter,
    others_of,
)
from kawasan_gis.candidates.kernels.ratios import ratios_of
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.search.bounds import bound_of
from kawasan_gis.criteria import Criterion

MEAN = Criterion(indicator="x", worst=0, best=1, aggregate="mean")


def sums_of(program, members):
    sums = np.empty(w.columns_of(program))
    w.sums_of(program, np.array(members, dtype=np.int64), len(members), sums, np.empty_like(sums))
    return sums


def program_of(villages, criteria, **table):
    values = villages[[]].assign(**table)
    return Objective.of(villages, rook_graph(villages), values, criteria).part(np.arange(len(villages)))


def bound_with(program, size, **changed):
    """A bound, slanted, for areas of a size."""
    count, tilts = len(program.add), np.ones((1, len(program.criteria)))
    return bound_of(program, np.ones(count, bool), size, np.zeros(count), tilts)._replace(**changed)


# The greatest gains that are left.


@settings(max_examples=150)
@given(st.data(), st.integers(1, 7), st.integers(1, 5))
def test_the_best_that_are_left_are_the_best_of_all_that_can_be_reached(data, count, left):
    """At most left - h + 1 villages lie h steps away or more: the others are on the way."""
    gains = np.array(sorted(data.draw(st.lists(st.integers(-5, 9), min_size=count, max_size=count)), reverse=True))
    states = st.lists(st.sampled_from([FREE, FREE, FRONTIER, INSIDE, BANNED]), min_size=count, max_size=count)
    steps = data.draw(st.lists(st.integers(1, 6), min_size=count, max_size=count))
    ranked, places = np.arange(count)[::-1].copy(), np.array(data.draw(st.permutations(range(count))))
    state = np.array(data.draw(states))
    gain = dict(zip(places.tolist(), gains.tolist(), strict=True))
    free = [place for place in range(count) if state[ranked[place]] in (FREE, FRONTIER)]
    wanted = [
        sum(gain[place] for place in some)
        for some in combinations(free, left)
        if all(sum(steps[place] >= far for place in some) <= max(left - far + 1, 0) for far in range(1, 7))
    ]
    dirty = np.full(left + 2, 9)
    found = best_left(ranked, gains.astype(float), places, state, np.array(steps, np.uint16), left, dirty)
    assert found == max(wanted, default=-np.inf)


@pytest.mark.parametrize(
    ("steps", "gains", "most"),
    [
        ([3, 3, 1, 1, 1], [9, 8, 7, 1, 1], 9 + 7 + 1),  # one that is three steps away
        ([3, 2, 2, 1], [9, 8, 7, 1], 9 + 8 + 1),  # two that are two steps away or more
        ([4, 1, 1, 1], [9, 8, 7, 1], 8 + 7 + 1),
        ([1, 2, 3], [1, 1, 1], 3),
        ([2, 2, 2], [1, 1, 1], -np.inf),
    ],
)
def test_three_villages_that_are_left(steps, gains, most):
    count = len(steps)
    free, places, farther = np.full(count, FREE), np.arange(count), np.zeros(5, np.int64)
    found = best_left(places, np.array(gains, float), places, free, np.array(steps, np.uint16), 3, farther)
    assert found == most


# The shortest outline.

PICTURES = ["abc\ndef\nghi", "aab\ncab\ncdd", "abcde"]


@pytest.mark.parametrize("surplus", [0.0, 700.0])
@pytest.mark.parametrize("picture", PICTURES)
def test_no_completion_has_a_shorter_outline(picture, surplus):
    """Borders may be measured longer than they are, by no more than the surplus in sum per village."""
    villages = draw_villages(picture)
    graph = rook_graph(villages)
    for a, b in graph.edges:
        graph.edges[a, b]["border_m"] += surplus / 4
    count = len(villages)
    program = Objective.of(villages, graph, villages[[]].assign(x=1.0), [MEAN]).part(np.arange(count))
    most = bound_with(program, 2).surplus
    assert most <= surplus + 1e-6
    covered = np.zeros(count)
    for size in {1, 2, count - 1}:
        for members in combinations(range(count), size):
            state = np.full(count, FREE)
            state[list(members)] = INSIDE
            free = [village for village in range(count) if village not in members]
            for left in range(1, min(4, len(free) + 1)):
                sums = sums_of(program, members)
                least = least_perimeter(program, sums, state, np.array(members), size, left, most, covered)
                assert not covered.any()
                for further in combinations(free, left):
                    assert sums_of(program, members + further)[-1] >= least - 1e-6


def outline_left(picture, members, left, banned=""):
    villages = draw_villages(picture)
    program = program_of(villages, [MEAN], x=1.0)
    inside = villages.index.get_indexer(codes(members))
    state = np.full(len(villages), FREE)
    state[inside], state[villages.index.get_indexer(codes(banned))] = INSIDE, BANNED
    sums = sums_of(program, inside)
    return least_perimeter(program, sums, state, inside, len(inside), left, 0.0, np.zeros(len(villages))) / 1000


def test_a_village_covers_its_border_with_the_area():
    """A bay: e touches b, d and f, as well as h; each other one touches a single member or two."""
    assert outline_left("abc\ndef\nghi", "bdfh", 1) == pytest.approx(16 - 4)
    assert outline_left("abc\ndef\nghi", "bdfh", 2) == pytest.approx(16 - 4 - 2)
    assert outline_left("abc\ndef\nghi", "bdfh", 1, banned="e") == pytest.approx(16 - 2)
    assert outline_left("abc\ndef\nghi", "a", 3) == pytest.approx(4 - 2)  # after b and d none touches a
    assert outline_left("ab", "ab", 1) == pytest.approx(6)  # what is inside covers nothing


# Past a goalpost.


@pytest.mark.parametrize("kind", ["mean", "sum"])
def test_what_is_surely_past_the_goalpost_comes_off(kind):
    """Members worth 3 goalposts in sum, of 4: whatever comes lowers it by nothing, or by 0.75 at most."""
    villages = draw_villages("abcd")
    scale = {"worst": 0, "best": 0.25} if kind == "mean" else {"worst": 0, "best": 1}
    criteria = [Criterion(indicator="x", aggregate=kind, weight=1, **scale),
                Criterion(indicator="y", worst=0, best=1, weight=3, aggregate="mean")]  # fmt: skip
    program = program_of(villages, criteria, x=[1.0, 2.0, 0.0, 0.75], y=0.5)
    bound = bound_with(program, 4, tilt=np.array([[1.0, 1.0], [0.5, 1.0], [0.0, 1.0]]))
    assert (bound.slope != 0).tolist() == [True, False]
    excess = np.full(3, 9.0)
    excess_of(program.criteria, bound, sums_of(program, (0, 1)), 2, excess)
    assert excess.tolist() == pytest.approx([0.25 * 2, 0.125 * 2, 0.0])
    falling = bound._replace(sinks=np.array([0.75, 0.0]))
    excess_of(program.criteria, falling, sums_of(program, (0, 1)), 2, excess)
    assert excess.tolist() == pytest.approx([0.25 * 0.5, 0.125 * 0.5, 0.0])
    excess_of(program.criteria, bound, sums_of(program, (3,)), 1, excess)
    assert excess.tolist() == [0.0, 0.0, 0.0]


def test_a_goalpost_that_does_not_begin_at_nothing():
    """z = (sum - worst x members) / (best - worst) / size, so that a member of exactly the worst adds nothing."""
    villages = draw_villages("abcd")
    criteria = [Criterion(indicator="x", worst=2, best=3, aggregate="mean")]
    program = program_of(villages, criteria, x=[8.0, 10.0, 2.0, 2.0])
    excess = np.zeros(1)
    excess_of(program.criteria, bound_with(program, 4), sums_of(program, (0, 1)), 2, excess)
    assert excess[0] == pytest.approx((6 + 8) / 4 - 1)


# Criteria that do not add up.

OTHERS = ("min", "max", "mean_by_area", "mean_by_population", "compactness", "centre_km", "n_kecamatan", "chain")


def others(program, members, size, *, banned=(), metric=True):
    """The bound of all criteria as if none added up."""
    linear = np.zeros(len(program.criteria), dtype=bool)
    bound = bound_with(program, size, linear=linear, metric=metric)
    ranked = np.array([village for village in range(len(program.add)) if village != members[0]])
    state = np.full(len(program.add), FREE)
    state[list(members)], state[list(banned)] = INSIDE, BANNED
    inside, have, left = np.array(members), len(members), size - len(members)
    sums, covered = sums_of(program, members), np.zeros(len(program.add))
    least = least_perimeter(program, sums, state, inside, have, left, bound.surplus, covered)
    most_m2 = float(np.sort(program.add[ranked, w.AREA_M2])[::-1][:left].sum())
    ratios = ratios_of(program, linear, members[0], ranked, size)
    return others_of(program, bound, ratios, state, ranked, sums, inside, have, least, most_m2)


@settings(max_examples=60)
@given(
    st.integers(0, 2**31),
    st.lists(st.sampled_from(OTHERS), min_size=1, max_size=3, unique=True),
    st.booleans(),
    st.data(),
)
def test_no_completion_is_worth_more(seed, kinds, rough, data):
    small = small_map(seed, 6, kinds, rough=rough)
    order = data.draw(st.permutations(range(6)))
    size = data.draw(st.integers(1, 5))
    have = data.draw(st.integers(1, size))
    members, banned = set(order[:have]), set(order[have : have + data.draw(st.integers(0, 1))])
    most = others(small.ground.program, order[:have], size, banned=banned)
    for inside, worth in small.worths.items():
        if len(inside) == size and members <= set(inside) and banned.isdisjoint(inside):
            assert worth <= most + 1e-12


STRIP = draw_villages("abcde")
X = {"x": [0.5, 0.3, 0.9, 0.1, np.nan]}


@pytest.mark.parametrize(
    ("criterion", "members", "size", "most"),
    [
        # A least only falls and a greatest only rises: what there is bounds the one that gets worse.
        ({"indicator": "x", "aggregate": "min", "worst": 0, "best": 1}, (0, 1), 3, 0.3),
        ({"indicator": "x", "aggregate": "min", "worst": 1, "best": 0}, (0, 1), 3, 1.0),
        ({"indicator": "x", "aggregate": "max", "worst": 0, "best": 1}, (0, 1), 3, 1.0),
        ({"indicator": "x", "aggregate": "max", "worst": 1, "best": 0}, (0, 1), 3, 0.5),
        ({"indicator": "x", "aggregate": "max", "worst": 0.4, "best": 0}, (0, 1), 3, 0.0),
        ({"indicator": "x", "aggregate": "min", "worst": 0, "best": 0.2}, (0, 1), 3, 1.0),
        ({"indicator": "x", "aggregate": "min", "worst": 0, "best": 1}, (4,), 3, 1.0),
        ({"indicator": "n_kecamatan", "worst": 3, "best": 1}, (0, 3), 4, 0.5),
        ({"indicator": "n_kecamatan", "worst": 1, "best": 3}, (0, 3), 4, 1.0),
        # Squares in a row, 3 km2 in the end: the outline of two is 6 km, of which the next covers 1.
        ({"indicator": "compactness", "worst": 0, "best": 2}, (0, 1), 3, 4 * np.pi * 3 / 25 / 2),
        ({"indicator": "compactness", "worst": 2, "best": 0}, (0, 1), 3, 1.0),
        # 2 km between the two of three: 2 km in sum to wherever the centre is.
        ({"indicator": "centre_km", "worst": 1, "best": 0}, (0, 2), 3, 1 - 2 / 3),
        # 1 + 2 + 1 km between three of four.
        ({"indicator": "centre_km", "worst": 1, "best": 0, "missing": "worst"}, (0, 1, 2), 4, 1 - 4 / 2 / 4),
        ({"indicator": "centre_km", "worst": 1, "best": 0}, (0,), 3, 1.0),
        ({"indicator": "centre_km", "worst": 0, "best": 1}, (0, 1), 5, 1.0),
        ({"indicator": "centre_km", "worst": 1, "best": 0, "missing": "drop_criterion"}, (0, 2), 3, 1.0),
        ({"indicator": "chain", "worst": 0, "best": 1, "links": {"x": 9.0}}, (0,), 3, 1.0),
    ],
)  # fmt: skip
def test_by_hand(criterion, members, size, most):
    program = program_of(STRIP, [Criterion(**criterion)], **X)._replace(kecamatan=np.array([0, 0, 1, 1, 2]))
    assert others(program, members, size) == pytest.approx(most)


def test_ways_that_know_no_triangles_bound_nothing():
    """Travel may be quicker by way of a third village, and two centres are near to more."""
    program = program_of(STRIP, [Criterion(indicator="centre_km", worst=1, best=0)], **X)
    assert others(program, (0, 2), 3) < 1.0
    assert others(program, (0, 2), 3, metric=False) == 1.0
    assert others(program._replace(centres=2), (0, 2), 3) == 1.0


def test_each_bound_counts_by_its_weight():
    criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="min", weight=3),
                Criterion(indicator="n_kecamatan", worst=3, best=1, weight=1)]  # fmt: skip
    program = program_of(STRIP, criteria, **X)._replace(kecamatan=np.array([0, 1, 1, 1, 2]))
    assert others(program, (0, 1), 3) == pytest.approx(0.75 * 0.3 + 0.25 * 0.5)
