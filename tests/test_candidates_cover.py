import numpy as np
import pytest

from kawasan_gis.candidates.partition import cover
from kawasan_gis.candidates.partition.cover import best_choice, reduced, relax

# Two areas that place all four villages, and one that is worth more and shares a village with both.
PATH = [(0, 1), (2, 3), (1, 2)]
PATH_WORTH = np.array([1.0, 1.0, 3.0])
# Any two of these share a village: half of each is more than the best one.
TRIANGLE = [(0, 1), (1, 2), (0, 2)]
TRIANGLE_WORTH = np.array([1.0, 1.1, 1.0])


def choice(rows, values, villages, count, start):
    relaxed = relax(rows, values, villages, count, sum(len(rows[place]) for place in start))
    return best_choice(rows, values, villages, count, start, relaxed)


@pytest.mark.parametrize(
    ("count", "placed", "value"), [(None, 0, 3.0), (None, 3, 2.5), (None, 4, 2.0), (1, 0, 3.0), (1, 2, 3.0)]
)
def test_the_relaxation_is_worth_what_it_is_by_hand(count, placed, value):
    relaxed = relax(PATH, PATH_WORTH, 4, count, placed)
    assert relaxed.value == pytest.approx(value)
    assert relaxed.chosen @ PATH_WORTH == pytest.approx(value)


@pytest.mark.parametrize("count", [None, 1, 2])
def test_after_prices_no_area_is_worth_anything_and_those_that_are_chosen_cost_what_they_are_worth(count):
    relaxed = relax(TRIANGLE, TRIANGLE_WORTH, 3, count, 2)
    after = reduced(TRIANGLE, TRIANGLE_WORTH, relaxed)
    assert after.max() <= 1e-9
    assert after[relaxed.chosen > 1e-9] == pytest.approx(0.0, abs=1e-9)
    assert (relaxed.place > 0) == (count == 1)


def test_prices_hold_what_placing_a_village_is_worth():
    relaxed = relax(PATH, PATH_WORTH, 4, None, 4)
    after = reduced(PATH, PATH_WORTH, relaxed)
    assert after.max() <= 1e-9
    assert after[:2] == pytest.approx(0.0, abs=1e-9)


def test_a_better_choice_of_as_many_villages_is_found_where_fewer_would_be_worth_more():
    rows, values = [*PATH, (0, 1, 2, 3)], np.array([*PATH_WORTH, 2.5])
    assert choice(rows, values, 4, None, [0, 1]) == ([3], True)


@pytest.mark.parametrize(
    ("start", "chosen"), [([0, 1], [0, 1]), ([2], [2]), ([0], [2])],
    ids=["placing four comes first", "the best already", "a better one"],
)  # fmt: skip
def test_the_choice_places_as_many_as_before_and_is_then_worth_the_most(start, chosen):
    assert choice(PATH, PATH_WORTH, 4, 1 if len(start) == 1 else None, start) == (chosen, True)


def test_a_choice_below_its_relaxation_is_proven_too():
    assert relax(TRIANGLE, TRIANGLE_WORTH, 3, None, 2).value == pytest.approx(1.55)
    assert choice(TRIANGLE, TRIANGLE_WORTH, 3, None, [0]) == ([1], True)


def test_no_more_areas_than_asked_for():
    rows = [(0, 1), (2, 3), (4, 5)]
    assert choice(rows, np.array([1.0, 2.0, 3.0]), 6, 2, [0, 1]) == ([1, 2], True)


def test_what_the_solver_was_not_shown_is_not_proven(monkeypatch):
    monkeypatch.setattr(cover, "MOST_CHOICES", 1)
    assert choice(TRIANGLE, TRIANGLE_WORTH, 3, None, [1]) == ([1], False)
