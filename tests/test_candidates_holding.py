import numpy as np
import pytest
from area_oracle import small_map

from kawasan_gis.candidates.existing.holding import best_area
from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import Area


def holding(small, must, most=4):
    wanted = np.isin(small.ground.positions, list(must)).astype(np.int64)
    return small.ground._replace(limits=small.ground.limits._replace(must=wanted, most=most))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("must", [(), (0,), (2, 7)])
def test_the_best_area_that_holds_some_villages_by_brute_force(seed, must):
    small = small_map(seed, 10, ["mean", "sum", "compactness"])
    of_these = {area: worth for area, worth in small.worths.items() if set(must) <= set(area) and len(area) <= 4}
    area, bound, complete = best_area(holding(small, must), Effort(10_000_000))
    assert complete
    if not of_these:
        assert area is None
        return
    first = min(of_these, key=lambda one: (-round(of_these[one], 12), one))
    assert (area.members, area.score) == (first, pytest.approx(of_these[first], abs=1e-12))
    assert bound == pytest.approx(area.score, abs=1e-9)
    quick, bound, _ = best_area(holding(small, must), Effort(1))
    assert quick is None or quick.score <= area.score <= bound + 1e-12


def test_of_equally_good_areas_the_first():
    small = small_map(1, 10, ["n_kecamatan"])
    ground = holding(small, (3,), most=2)
    level = ground.program.criteria.copy()
    area, _, _ = best_area(ground._replace(program=ground.program._replace(criteria=level)), Effort(1_000_000))
    ties = [members for members, worth in small.worths.items()
            if 3 in members and len(members) <= 2 and abs(worth - area.score) < 1e-12]  # fmt: skip
    assert len(ties) > 1
    assert area.members == min(ties)


def test_a_village_that_may_not_be_a_member_is_in_no_area():
    small = small_map(2, 8, ["mean"])
    ground = holding(small, (5,))
    may = ground.limits.may.copy()
    may[5] = False
    assert best_area(ground._replace(limits=ground.limits._replace(may=may)), Effort(1_000)) == (None, 0.0, True)
    assert isinstance(best_area(ground, Effort(1_000_000))[0], Area)
