import numpy as np
from area_oracle import small_map

from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.exchange import best_apart, exchanged
from kawasan_gis.candidates.search.grounds import areas_of
from kawasan_gis.candidates.search.portfolio import Packing


def agree(one, two, max_overlap):
    return len(set(one) & set(two)) <= max_overlap * min(len(one), len(two)) + 1e-9


def test_the_best_area_apart_from_others_is_found():
    for seed in range(12):
        small = small_map(seed, 9, ["mean", "sum"], min_villages=2, max_villages=5)
        for max_overlap in (0.0, 0.34, 0.5):
            packing = Packing(3, max_overlap, frozenset())
            ranked = sorted(small.worths, key=lambda members: (-small.worths[members], members))
            if not ranked:
                continue
            other = areas_of(small.ground, ranked[:1])
            apart = [small.worths[m] for m in ranked if agree(m, ranked[0], max_overlap)]
            found = best_apart([small.ground], other, packing, Effort(10**8), above=-np.inf)
            assert bool(found) == bool(apart)
            assert all(agree(area.members, ranked[0], max_overlap) for area in found)
            if apart:
                assert found[0].score == max(apart)


def test_an_area_of_must_have_villages_only_is_not_listed_twice():
    code = small_map(4, 6, ["mean"]).villages.index[2]
    small = small_map(4, 6, ["mean"], must_have=(code,), max_villages=3)
    packing = Packing(4, 0.5, frozenset({2}))
    for chosen, _ in exchanged([small.ground], packing, Effort(10**8), []):
        members = [area.members for area in chosen]
        assert len(set(members)) == len(members)


def test_each_list_is_better_than_the_one_before():
    small = small_map(5, 12, ["mean", "compactness"], min_villages=2, max_villages=4)
    totals = [sum(area.score for area in chosen)
              for chosen, _ in exchanged([small.ground], Packing(3, 0.34, frozenset()), Effort(10**8), [])]  # fmt: skip
    assert totals == sorted(totals)
    assert len(totals) >= 3
