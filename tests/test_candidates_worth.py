import numpy as np
import pytest
from area_oracle import KINDS, random_criteria, random_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.objective import Objective

SEEDS = st.integers(0, 2**31)


def program_of(seed, count, kinds):
    villages = random_villages(seed, count)
    ours = Objective.of(villages, rook_graph(villages), *random_criteria(villages, seed, kinds))
    return ours, ours.part(np.arange(count))


@settings(max_examples=60)
@given(SEEDS, st.permutations(range(7)), st.lists(st.sampled_from(KINDS), min_size=1, max_size=6, unique=True))
def test_sums_of_villages_that_join_one_by_one_are_those_of_the_area(seed, order, kinds):
    ours, program = program_of(seed, 7, kinds)
    order = np.array(order)
    sums, joined = np.empty(w.columns_of(program)), np.empty(w.columns_of(program))
    w.empty(program, sums)
    for size in range(7):
        w.join(program, sums, order, size, order[size], joined)
        sums[:] = joined
        fresh, members = np.empty(len(sums)), np.sort(order[: size + 1])
        w.sums_of(program, members, size + 1, fresh, np.empty(len(sums)))
        np.testing.assert_allclose(sums, fresh, rtol=1e-12, atol=1e-12)
        found, values, parts = np.zeros(w.KINDS), np.empty(len(kinds)), np.empty(len(kinds))
        w.properties(program, sums, order, size + 1, found)
        score = w.weighed(program.criteria, sums, program.add.shape[1], found, values, parts)[0]
        assert score == pytest.approx(ours.worth(members), abs=1e-12, nan_ok=True)


@given(SEEDS)
def test_many_areas_at_once_are_worth_what_each_is(seed):
    ours, program = program_of(seed, 5, ["mean", "centre_km", "compactness"])
    areas = np.array([[0, 1, 2], [3, 4, -1], [2, -1, -1]])
    scores, centres, ways = np.empty(3), np.empty((3, 2), dtype=np.int64), np.empty(3)
    w.worths(program, areas, np.array([3, 2, 1]), scores, centres, ways)
    for row, members in enumerate([[0, 1, 2], [3, 4], [2]]):
        area = ours.of_area(members)
        assert scores[row] == pytest.approx(area.score, nan_ok=True)
        assert (int(centres[row, 0]), ways[row]) == (area.centres[0], pytest.approx(area.way))
