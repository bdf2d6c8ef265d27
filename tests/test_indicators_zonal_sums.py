import math

import numpy as np
import pytest

from kawasan_gis.indicators.zonal import sums
from kawasan_gis.indicators.zonal.coverage import Spans

TOP, LEFT, ROWS, COLUMNS, VILLAGES = 20, 30, 12, 40, 5
MISSING = -9.0


def a_block(rng, dtype="float64"):
    """Cells with some gaps: the missing value, and NaN where the type has it."""
    block = rng.integers(0, 8, (ROWS, COLUMNS)).astype(dtype)
    block[rng.random(block.shape) < 0.2] = MISSING
    if block.dtype.kind == "f":
        block[rng.random(block.shape) < 0.1] = np.nan
    return block


def some_spans(rng, n=200):
    """Runs that begin left of the block, end right of it, or miss it."""
    start = rng.integers(LEFT - 15, LEFT + COLUMNS + 5, n).astype(np.int32)
    return Spans(
        rng.integers(0, VILLAGES, n).astype(np.int32), rng.integers(TOP, TOP + ROWS, n).astype(np.int32),
        start, (start + rng.integers(1, 25, n)).astype(np.int32), rng.uniform(0.1, 1.0, n),
    )  # fmt: skip


def cells(spans, *blocks):
    """Every covered cell inside the block: village, part, row, and its value in each block."""
    for village, row, start, stop, part in zip(*spans, strict=True):
        for column in range(max(start, LEFT), min(stop, LEFT + COLUMNS)):
            yield village, part, row, *(block[row - TOP, column - LEFT] for block in blocks)


def known(value):
    return value != MISSING and not math.isnan(value)


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def test_moments_of_every_cell_in_turn(rng):
    spans, block = some_spans(rng), a_block(rng)
    table = np.tile([0.0, 0.0, np.inf, -np.inf], (VILLAGES, 1))
    sums.add_moments(spans, block, TOP, LEFT, MISSING, table)
    for village in range(VILLAGES):
        own = [(part, value) for which, part, _, value in cells(spans, block) if which == village and known(value)]
        values = [value for _, value in own]
        expected = [sum(part for part, _ in own), sum(part * value for part, value in own), min(values), max(values)]
        assert table[village].tolist() == pytest.approx(expected)


@pytest.mark.parametrize("dtype", ["float64", "int16"])
def test_the_spread_of_every_cell_in_turn(rng, dtype):
    spans, block = some_spans(rng), a_block(rng, dtype)
    table = np.zeros((VILLAGES, 3))
    sums.add_spread(spans, block, TOP, LEFT, MISSING, table)
    for village in range(VILLAGES):
        own = [(part, value) for which, part, _, value in cells(spans, block) if which == village and known(value)]
        weights, values = np.array(own, dtype=float).T
        mean = np.average(values, weights=weights)
        assert table[village].tolist() == pytest.approx([weights.sum(), mean, (weights * (values - mean) ** 2).sum()])


def test_weighted_sums_need_both_values(rng):
    spans, block, by = some_spans(rng), a_block(rng), a_block(rng)
    table = np.zeros((VILLAGES, 2))
    sums.add_weighted(spans, block, by, TOP, LEFT, MISSING, MISSING, table)
    expected = np.zeros((VILLAGES, 2))
    for village, part, _, value, weight in cells(spans, block, by):
        if known(value) and known(weight):
            expected[village] += part * weight, part * weight * value
    assert table == pytest.approx(expected)


def test_classes_get_columns_as_they_are_met(rng):
    spans, block = some_spans(rng), rng.integers(0, 6, (ROWS, COLUMNS))
    slots, used, row_weight = np.full(6, -1, np.int16), np.ones(1, np.int64), rng.uniform(1, 2, TOP + ROWS)
    table = np.zeros((VILLAGES, 8))
    told = sums.add_classes(spans, block, TOP, LEFT, slots, 0, used, row_weight, table)
    assert told == (False, 0)
    assert sorted(slots.tolist()) == [1, 2, 3, 4, 5, 6]
    expected = np.zeros((VILLAGES, 8))
    for village, part, row, code in cells(spans, block):
        expected[village, slots[code]] += part * row_weight[row]
    assert table == pytest.approx(expected)


@pytest.mark.parametrize(("code", "room"), [(-1, 8), (6, 8), (5, 3)])
def test_a_code_without_a_place_is_told(code, room):
    spans = Spans(*(np.array([item]) for item in (0, TOP, LEFT, LEFT + 3)), np.ones(1))
    block = np.array([[0, 1, code]])
    slots = np.full(6, -1, np.int16)
    args = (slots, 0, np.ones(1, np.int64), np.ones(TOP + 1), np.zeros((1, room)))
    assert sums.add_classes(spans, block, TOP, LEFT, *args) == (True, code)


def test_digits_are_counted_behind_their_prefix(rng):
    spans, keys = some_spans(rng), rng.integers(0, 2**16, (ROWS, COLUMNS)).astype(np.uint32)
    keys[rng.random(keys.shape) < 0.1] = none = np.uint32(2**32 - 1)
    keys[::2] %= 2**9
    prefix = np.array([[0, 1]] * VILLAGES, dtype=np.uint64)
    table = np.zeros((VILLAGES, 2, 256))
    sums.add_digits(spans, keys, TOP, LEFT, np.uint64(none), np.uint64(0), prefix, table)
    expected = np.zeros_like(table)
    for village, part, _, key in cells(spans, keys):
        if key != none and key >> 8 <= 1:
            expected[village, int(key >> 8), int(key & 255)] += part
    assert table == pytest.approx(expected)
