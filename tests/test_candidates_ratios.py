"""Bounds of means by weight against all completions, and by hand where they are exact."""

from itertools import chain, combinations

import numpy as np
import pytest
from area_oracle import small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.kernels.ceilings import BANNED, FREE, INSIDE
from kawasan_gis.candidates.kernels.ratios import ratio_ceiling, ratios_of

TEMPLATE = small_map(1, 2, ["mean_by_area"]).ground.program
COLUMNS = ("count", "area", "measured", "number", "divisor")


def program_of(z, weights, worst=0.0, best=1.0):
    """Villages with a value and a weight each, and one criterion: their mean by that weight."""
    z, weights = np.array(z, dtype=np.float64), np.array(weights, dtype=np.float64)
    add = np.column_stack([np.ones(len(z)), np.ones(len(z)), np.ones(len(z)), z * weights, weights])
    row = np.zeros((1, w.POLICY + 1))
    place = COLUMNS.index
    row[0, [w.KIND, w.NUMBER, w.DIVISOR, w.WHOLE]] = w.RATIO, place("number"), place("divisor"), place("divisor")
    row[0, [w.MEASURED, w.WORST_AT, w.BEST_AT, w.WEIGHT]] = place("measured"), worst, best, 1.0
    return TEMPLATE._replace(add=add, criteria=row)


def ceiling_of(program, size, members=(0,), banned=()):
    """The bound of areas of a size that begin with village 0 and hold these members, but none of the banned."""
    ranked = np.arange(len(program.add) - 1, 0, -1)
    ratios = ratios_of(program, np.array([False]), 0, ranked, size)
    state = np.full(len(program.add), FREE)
    state[list(members)], state[list(banned)] = INSIDE, BANNED
    sums = np.concatenate([program.add[list(members)].sum(axis=0), [0.0]])
    return float(ratio_ceiling(program, ratios, 0, sums, ranked, state, INSIDE, size - len(members)))


def value_of(program, members):
    """The criterion's value before it is kept within 0..1; a great one where there is no weight."""
    number, divisor = program.add[list(members)][:, 3:].sum(axis=0)
    _, worst, best = program.criteria[0, [w.KIND, w.WORST_AT, w.BEST_AT]]
    return (number / divisor - worst) / (best - worst) if divisor > 0 else 1.0


def within(value):
    return min(max(value, 0.0), 1.0)


@st.composite
def villages(draw):
    """Values and weights (some of them nothing), and goalposts either way round that leave most values between."""
    count = draw(st.integers(2, 7))
    z = draw(st.lists(st.floats(0, 1).map(lambda value: round(value, 3)), min_size=count, max_size=count))
    weights = draw(st.lists(st.sampled_from([0.0, 0.5, 1.0, 3.0, 40.0]), min_size=count, max_size=count))
    worst, best = draw(st.sampled_from([(0.0, 1.0), (-0.5, 1.5), (1.0, 0.0), (0.2, 0.6)]))
    return program_of(z, weights, worst, best)


@settings(max_examples=100)
@given(villages(), st.data())
def test_no_completion_is_above_the_ceiling(program, data):
    count = len(program.add)
    size = data.draw(st.integers(1, count))
    others = data.draw(st.permutations(range(1, count)))
    have = data.draw(st.integers(1, size))
    members, banned = (0, *others[: have - 1]), others[have - 1 : have - 1 + data.draw(st.integers(0, count - size))]
    free = [village for village in others[have - 1 :] if village not in banned]
    ceiling = ceiling_of(program, size, members, banned)
    assert 0.0 <= ceiling <= 1.0
    for further in combinations(free, size - have):
        assert within(value_of(program, (*members, *further))) <= ceiling + 1e-12


@settings(max_examples=100)
@given(villages(), st.data())
def test_a_first_village_is_bounded_by_the_greatest_mean_up_to_the_size(program, data):
    """Dinkelbach's steps go there from the mean of all, and at that level nothing more is to be had."""
    count = len(program.add)
    size = data.draw(st.integers(1, count))
    smaller = chain.from_iterable(combinations(range(1, count), further) for further in range(size))
    most = max(value_of(program, (0, *further)) for further in (*smaller, range(1, count)))
    assert ceiling_of(program, size) <= within(most) + 1e-12


@pytest.mark.parametrize(
    ("z", "size", "members", "banned", "best"),
    [
        ([0.2, 0.9, 0.8, 0.1], 3, (0,), (), 1.9 / 3),
        ([0.2, 0.9, 0.8, 0.1], 2, (0,), (), 1.1 / 2),
        # Poorer than the first village: the lowest level is the best one.
        ([0.9, 0.8, 0.2, 0.2], 2, (0,), (), 1.7 / 2),
        ([0.2, 0.9, 0.8, 0.7, 0.1], 3, (0,), (1,), 1.7 / 3),
        ([0.2, 0.9, 0.8, 0.7, 0.1], 3, (0, 1), (), 1.9 / 3),
        # Complete: the area's own mean.
        ([0.6, 0.5, 0.1, 0.1], 2, (0, 1), (), 1.1 / 2),
        ([0.3, 0.2, 0.9, 0.9], 2, (0, 1), (), 0.5 / 2),
    ],
)
def test_with_equal_weights_the_ceiling_is_the_best_completion(z, size, members, banned, best):
    assert ceiling_of(program_of(z, np.full(len(z), 7.0)), size, members, banned) == pytest.approx(best)


def test_a_light_village_gains_little_and_loses_little():
    """0.2 x 2 with one of 0.8 x 1 or 0.1 x 4: the bound lies on the first, whatever else is around."""
    assert ceiling_of(program_of([0.2, 0.8, 0.1], [2, 1, 4]), 2) == pytest.approx(1.2 / 3)
    # All that is left is poor; the level is the mean of all, 0.3: 0.9 x 1 with 0.1 x 3.
    poor = program_of([0.9, 0.1, 0.1], [1, 3, 3])
    assert value_of(poor, (0, 1)) - 1e-12 <= ceiling_of(poor, 2) < 0.9


@pytest.mark.parametrize(
    ("z", "weights", "size", "best"),
    [([0.0, 0.2, 0.8, 0.7], [2, 20, 2, 5], 2, 3.5 / 7), ([0.0, 0.9, 0.7, 0.1], [1, 2, 20, 1], 3, 15.8 / 23)],
)
def test_the_highest_level_is_what_so_many_villages_can_reach(z, weights, size, best):
    assert ceiling_of(program_of(z, weights), size) == pytest.approx(best)


def test_a_mean_is_never_worth_less_than_nothing():
    assert ceiling_of(program_of([0.0, 0.1, 0.2], [1, 1, 1], worst=5.0, best=6.0), 2) == 0.0


def test_without_any_weight_nothing_is_ruled_out():
    assert ceiling_of(program_of([0.1, 0.1, 0.1], [0, 0, 1]), 2) == 1.0
    assert ceiling_of(program_of([0.1, 0.1], [0, 0]), 2) == 1.0


def test_criteria_that_add_up_are_left_out():
    program = program_of([0.1, 0.9, 0.5], [1, 2, 3])
    rows = np.vstack([program.criteria, program.criteria, program.criteria])
    rows[1, w.KIND] = w.SUM
    ratios = ratios_of(program._replace(criteria=rows), np.array([True, False, False]), 0, np.array([2, 1]), 2)
    assert ratios.criterion.tolist() == [2]
    assert ratios.least.tolist() == [[0.0, 2.0, 5.0]]
    assert ratios.most.tolist() == [[0.0, 3.0, 5.0]]
