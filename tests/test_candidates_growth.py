import numpy as np
import pytest
from area_oracle import small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.kernels.growth import beam, keep_best


@given(st.lists(st.floats(0, 1), max_size=20), st.integers(1, 5))
def test_the_best_are_kept(values, room):
    kept, areas, used = np.full(room, -np.inf), np.full((room, 1), -1), 0
    for place, value in enumerate(values):
        used = keep_best(kept, areas, used, value, np.array([place]), 1)
    assert sorted(kept[:used], reverse=True) == sorted(values, reverse=True)[:room]
    assert [values[place] for place in areas[:used, 0]] == kept[:used].tolist()


@settings(max_examples=30)
@given(st.integers(0, 2**31), st.integers(1, 40))
def test_grown_areas_are_connected_and_pay_their_prices(seed, width):
    small = small_map(seed, 8, ["mean", "sum"], max_villages=6)
    price = np.random.default_rng(seed).uniform(0, 0.2, 8)
    values, areas = np.empty((7, 3)), np.empty((7, 3, 6), dtype=np.int64)
    looked = beam(small.ground.program, small.ground.limits, price, np.array([0]), 1, width, values, areas)
    found = 0
    for size in range(1, 7):
        for value, row in zip(values[size], areas[size], strict=True):
            if row[0] >= 0:
                members = tuple(sorted(row[row >= 0].tolist()))
                assert len(members) == size
                assert 0 in members
                assert value == pytest.approx(small.worths[members] - price[list(members)].sum())
                found += 1
    assert looked >= found - 1
