import numpy as np
import pytest
from rasters import odd_villages, write_raster
from test_indicators_zonal_sums import LEFT, MISSING, TOP, VILLAGES, a_block, some_spans

from kawasan_gis.indicators.zonal import coverage, fallback, sums
from kawasan_gis.indicators.zonal.coverage import Spans
from kawasan_gis.indicators.zonal.grid import lay, look_at


def single(spans):
    """The same spans as runs of one cell, as the fallback has them."""
    times = spans.stop - spans.start
    place = np.repeat(np.arange(len(times)), times)
    start = spans.start[place] + np.arange(len(place)) - np.repeat(np.cumsum(times) - times, times)
    return Spans(spans.village[place], spans.row[place], start, start + 1, spans.part[place])


@pytest.mark.parametrize("seed", range(3))
def test_it_covers_the_same_parts_of_the_same_cells(tmp_path, seed):
    rng = np.random.default_rng(seed)
    raster = look_at(write_raster(tmp_path / "r.tif", np.zeros((40, 40), "uint8"), cell=50.0), "r")
    outline = lay(odd_villages(rng, 2000.0), raster).outline
    there = np.flatnonzero((outline.top < 30) & (outline.bottom > 5))
    tables = []
    for cover in (coverage.cover_rows, fallback.cover_rows):
        spans = single(Spans(*cover(outline, there, 5, 30, raster.width)))
        table = np.zeros((len(outline.top), 40, 40))
        np.add.at(table, (spans.village, spans.row, spans.start), spans.part)
        tables.append(table)
    assert tables[0].sum() > 0
    assert tables[1] == pytest.approx(tables[0], abs=1e-6)


def test_where_no_village_reaches_there_are_no_spans(tmp_path):
    raster = look_at(write_raster(tmp_path / "r.tif", np.zeros((4, 4), "uint8")), "r")
    villages = odd_villages(np.random.default_rng(0), 2000.0)
    outline = lay(villages, raster).outline
    beside = outline._replace(x=outline.x + 100)
    assert len(fallback.cover_rows(beside, np.arange(len(villages)), 0, 4, raster.width).row) == 0


SUMS = {
    "add_moments": lambda: np.tile([0.0, 0.0, np.inf, -np.inf], (VILLAGES, 1)),
    "add_spread": lambda: np.zeros((VILLAGES, 3)),
}


@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("dtype", ["float64", "int16"])
def test_numbers_are_summed_as_the_compiled_loops_do(name, dtype):
    rng = np.random.default_rng(1)
    tables = SUMS[name](), SUMS[name]()
    # Two blocks, so that the second adds to what is there.
    for _ in range(2):
        spans, block = some_spans(rng), a_block(rng, dtype)
        getattr(sums, name)(spans, block, TOP, LEFT, MISSING, tables[0])
        getattr(fallback, name)(single(spans), block, TOP, LEFT, MISSING, tables[1])
    assert tables[1] == pytest.approx(tables[0])
    assert (tables[0][:, 0] > 0).all()


def test_weighted_sums_as_the_compiled_loops_do():
    rng = np.random.default_rng(2)
    spans, block, by = some_spans(rng), a_block(rng), a_block(rng)
    tables = np.zeros((VILLAGES, 2)), np.zeros((VILLAGES, 2))
    sums.add_weighted(spans, block, by, TOP, LEFT, MISSING, MISSING, tables[0])
    fallback.add_weighted(single(spans), block, by, TOP, LEFT, MISSING, MISSING, tables[1])
    assert tables[1] == pytest.approx(tables[0])


@pytest.mark.parametrize(("codes", "room"), [(6, 8), (7, 8), (6, 4)])
def test_classes_as_the_compiled_loops_do(codes, room):
    rng = np.random.default_rng(3)
    spans, block = some_spans(rng), rng.integers(0, codes, a_block(rng).shape)
    row_weight, found = rng.uniform(1, 2, TOP + len(block)), []
    for loops, runs in ((sums, spans), (fallback, single(spans))):
        slots, used, table = np.full(6, -1, np.int16), np.ones(1, np.int64), np.zeros((VILLAGES, room))
        wrong, _ = loops.add_classes(runs, block, TOP, LEFT, slots, 0, used, row_weight, table)
        found.append((wrong, table[:, slots]))
    assert found[0][0] == found[1][0] == (codes > 6 or room < 7)
    if not found[0][0]:
        # Columns are given in another order; by code they are the same.
        assert found[1][1] == pytest.approx(found[0][1])


def test_digits_as_the_compiled_loops_do():
    rng = np.random.default_rng(4)
    spans, keys = some_spans(rng), rng.integers(0, 2**10, a_block(rng).shape).astype(np.uint32)
    prefix, none = np.array([[0, 3]] * VILLAGES, dtype=np.uint64), np.uint64(5)
    tables = np.zeros((VILLAGES, 2, 256)), np.zeros((VILLAGES, 2, 256))
    sums.add_digits(spans, keys, TOP, LEFT, none, np.uint64(0), prefix, tables[0])
    fallback.add_digits(single(spans), keys, TOP, LEFT, none, np.uint64(0), prefix, tables[1])
    assert tables[1] == pytest.approx(tables[0])
    assert tables[0].sum() > 0
