import numpy as np
import pytest
from area_oracle import best_list
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.search.grounds import Area
from kawasan_gis.candidates.search.portfolio import Packing, Prices, choose, conflicts, relax

NONE = frozenset()
AREAS = [
    Area((1, 2, 3), 0.9, (1,), 0.0),
    Area((2, 3, 4), 0.8, (2,), 0.0),
    Area((3, 4, 5, 6, 7, 8), 0.7, (3,), 0.0),
    Area((9, 10), 0.7, (9,), 0.0),
]


@pytest.mark.parametrize(
    ("max_overlap", "kept"),
    [(0.0, [0, 3]), (0.2, [0, 3]), (0.34, [0, 2, 3]), (0.67, [0, 1, 2, 3]), (1.0, [0, 1, 2, 3])],
)
def test_overlap_is_the_share_of_the_smaller_area(max_overlap, kept):
    assert choose(AREAS, 11, Packing(10, max_overlap, NONE)).places == kept


def test_villages_that_all_areas_must_hold_are_no_overlap():
    both = [Area((0, 1), 0.9, (0,), 0.0), Area((0, 2), 0.8, (0,), 0.0)]
    assert choose(both, 3, Packing(2, 0.0, NONE)).places == [0]
    assert choose(both, 3, Packing(2, 0.0, frozenset({0}))).places == [0, 1]


def test_the_list_is_chosen_as_a_whole():
    # Greedily the first would keep out two that are worth more together.
    areas = [Area((1, 2), 0.6, (1,), 0.0), Area((0, 1), 0.5, (0,), 0.0), Area((2, 3), 0.5, (2,), 0.0)]
    chosen = choose(areas, 4, Packing(2, 0.0, NONE))
    assert chosen.places == [1, 2]
    assert chosen.bound == pytest.approx(1.0, abs=1e-7)


def test_an_area_worth_nothing_is_an_area_too():
    assert choose([Area((0, 1), 0.0, (0,), 0.0)], 2, Packing(3, 0.0, NONE)).places == [0]


POOLS = st.dictionaries(
    st.frozensets(st.integers(0, 7), min_size=1, max_size=5).map(lambda some: tuple(sorted(some))),
    st.floats(0, 1),
    min_size=1,
    max_size=12,
)


@settings(max_examples=120)
@given(POOLS, st.integers(1, 4), st.sampled_from([0.0, 0.2, 0.34, 0.5]), st.frozensets(st.integers(0, 7), max_size=1))
def test_the_best_list_is_chosen_and_bounded(pool, count, max_overlap, shared):
    areas = [Area(members, score, members[:1], 0.0) for members, score in sorted(pool.items())]
    packing = Packing(count, max_overlap, shared)
    chosen = choose(areas, 8, packing)
    best = best_list(list(pool.items()), count, max_overlap, shared)
    assert sum(areas[place].score for place in chosen.places) == pytest.approx(best, abs=1e-7)
    assert chosen.bound >= best - 1e-9
    assert not conflicts(areas, 8, packing)[np.ix_(chosen.places, chosen.places)].any()
    prices = relax(areas, 8, packing)
    assert prices.value >= best - 1e-9
    after = [area.score - prices.village[list(area.members)].sum() + prices.of_size(packing, len(area.members))
             for area in areas]  # fmt: skip
    assert prices.bound(packing, max(after)) >= best - 1e-9


@settings(max_examples=120)
@given(POOLS, st.integers(1, 4), st.sampled_from([0.0, 0.34, 0.5]), st.integers(0, 2**31))
def test_any_prices_at_all_bound_every_list(pool, count, max_overlap, seed):
    rng = np.random.default_rng(seed)
    packing = Packing(count, max_overlap, NONE)
    prices = Prices(0.0, rng.uniform(0, 0.4, 8), float(rng.uniform(0, 0.1)) if max_overlap else 0.0, 0.0, np.zeros(0))
    after = [score - prices.village[list(members)].sum() + prices.of_size(packing, len(members))
             for members, score in pool.items()]  # fmt: skip
    assert prices.bound(packing, max(after)) >= best_list(list(pool.items()), count, max_overlap) - 1e-9
