import math

import numpy as np
import pytest
from drawing import codes, column, draw_villages, rook_graph

from kawasan_gis.candidates.existing.climb import climb, steps_from, weigh_all
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import grounds_of, objective_under
from kawasan_gis.criteria import Criterion

GRID = draw_villages("abc\ndef\nghi")
PEAK = {"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.1, "e": 0.2, "f": 0.3, "g": 0.1, "h": 0.1, "i": 0.9}


def ground(table=PEAK, villages=GRID, **rules):
    asked = Rules(**{"min_villages": 1, "max_villages": 3, "max_steps": 0, "holes": True, **rules})
    graph, values = rook_graph(villages), column(villages, table)
    criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    objective = objective_under(villages, graph, values, criteria, asked)
    (only,) = grounds_of(villages, graph, values, objective, asked)
    return only


def numbers(letters):
    return tuple("abcdefghi".index(letter) for letter in letters)


def letters(members):
    return "".join("abcdefghi"[member] for member in members)


def test_steps_add_drop_and_swap():
    steps = [letters(step) for step in steps_from(ground(), numbers("ab"))]
    assert steps == ["abc", "abd", "abe", "b", "bc", "bd", "be", "a", "ac", "ad", "ae"]
    assert [letters(step) for step in steps_from(ground(), numbers("a"))] == ["ab", "ad"]


def test_who_must_stay_and_who_may_not_come():
    kept = ground(must_have=codes("a"), must_not=codes("e"))
    assert [letters(step) for step in steps_from(kept, numbers("ab"))] == ["abc", "abd", "a", "ac", "ad"]


def test_what_breaks_the_rules_is_worth_nothing():
    scores = weigh_all(ground(), [numbers("abc"), numbers("ac"), numbers("abcf"), numbers("i")])
    np.testing.assert_allclose(scores, [0.5, np.nan, np.nan, 0.9])


def test_the_best_step_first_until_none_is_better():
    work = Effort(1_000_000)
    members, score = climb(ground(), numbers("f"), work)
    assert (letters(members), score) == ("i", 0.9)
    # The start, and the steps from f, from f with i, and from i.
    assert work.looked == 1 + sum(len(list(steps_from(ground(), numbers(area)))) for area in ("f", "fi", "i"))
    # From a all ways up lead down first.
    assert climb(ground(), numbers("a"), Effort(1_000_000)) == (numbers("a"), 0.5)


def test_of_equally_good_steps_the_first_codes():
    level = dict.fromkeys("abcdefghi", 0.5) | {"e": 0.1}
    assert letters(climb(ground(level), numbers("e"), Effort(1_000_000))[0]) == "ab"
    # Last decimals do not tell: neither b nor d with e is better.
    rounded = level | {"b": 0.5 - 1e-14}
    assert letters(climb(ground(rounded), numbers("e"), Effort(1_000_000))[0]) == "ab"


def test_a_broken_start_is_mended_or_stays():
    members, score = climb(ground(), numbers("ac"), Effort(1_000_000))
    assert score == pytest.approx(0.5)
    assert not math.isnan(weigh_all(ground(), [members])[0])
    members, score = climb(ground(max_villages=2), numbers("gcai"), Effort(1_000_000))
    assert members == numbers("acgi")
    assert math.isnan(score)


def test_no_step_without_effort():
    assert climb(ground(), numbers("f"), Effort(1)) == (numbers("f"), 0.3)
