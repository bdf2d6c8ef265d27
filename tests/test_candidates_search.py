import numpy as np
import pytest
from area_oracle import small_map

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.search import examine_areas, grow_areas, tilts_for


def examine(small, threshold, budget=10**9):
    ground = small.ground
    price, tilts = np.zeros(len(small.villages)), np.ones((1, len(small.criteria)))
    return examine_areas(
        ground, price, Effort(10**9), threshold=lambda _: threshold, tilts=tilts, budget=budget, keep=500
    )


def test_all_areas_of_all_sizes_are_examined():
    small = small_map(1, 8, ["mean", "sum"], min_villages=2, max_villages=5)
    found = examine(small, -1.0)
    assert {area.members for area in found.areas} == small.worths.keys()
    assert found.sizes == (2, 3, 4, 5)
    assert found.ceiling == pytest.approx(max(small.worths.values()) + 1.0)


def test_what_is_given_up_is_bounded_and_said():
    for seed in range(20):
        small = small_map(seed, 9, ["mean", "compactness"], min_villages=2)
        found = examine(small, 0.1, budget=2)
        known = {area.members for area in found.areas}
        missed = [worth for members, worth in small.worths.items() if members not in known]
        assert max(missed, default=0.0) <= max(0.1, 0.1 + found.ceiling) + 1e-12
        for size in found.sizes:
            assert all(worth <= 0.1 for m, worth in small.worths.items() if len(m) == size and m not in known)


def test_grown_areas_are_areas_and_a_wide_beam_finds_them_all():
    small = small_map(2, 7, ["mean", "min"], max_villages=4)
    price = np.zeros(7)
    narrow = grow_areas(small.ground, price, Effort(10**9), width=1, keep=1)
    assert {area.members for area in narrow} <= small.worths.keys()
    wide = grow_areas(small.ground, price, Effort(10**9), width=500, keep=500)
    assert {area.members: area.score for area in wide} == pytest.approx(small.worths)


def test_growth_begins_with_the_must_have_villages():
    codes = small_map(2, 7, ["mean"]).villages.index
    small = small_map(2, 7, ["mean"], must_have=(codes[0], codes[4]))
    for area in grow_areas(small.ground, np.zeros(7), Effort(10**9), width=9, keep=9):
        assert {0, 4} <= set(area.members)
        assert area.members in small.worths


def test_criteria_that_good_areas_have_in_full_are_bounded_flat():
    small = small_map(2, 7, ["mean"])
    local = {place: place for place in range(7)}
    assert tilts_for(small.ground, [], local).tolist() == [[1.0]]
    rows = small.ground.program.criteria.copy()
    rows[0, [w.WORST_AT, w.BEST_AT]] = -9.0, -8.0
    easy = small.ground._replace(program=small.ground.program._replace(criteria=rows))
    good = [area for area in grow_areas(easy, np.zeros(7), Effort(10**9), width=9, keep=1) if area.score == 1.0]
    assert tilts_for(easy, good, local).tolist() == [[0.0], [1.0], [0.5]]
