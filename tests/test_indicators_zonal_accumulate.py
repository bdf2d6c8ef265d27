import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from rasters import write_raster

from kawasan_gis.errors import TableError
from kawasan_gis.indicators.zonal import accumulate
from kawasan_gis.indicators.zonal.accumulate import ClassParts, Moments, Quantiles, blocks_dtype, key_bytes
from kawasan_gis.indicators.zonal.blocks import Source
from kawasan_gis.indicators.zonal.coverage import Spans
from kawasan_gis.indicators.zonal.grid import look_at

TYPES = ["float32", "float64", "uint8", "int16", "uint16"]


class Held:
    """A block that is there already, in place of one read from a file."""

    top = left = 0

    def __init__(self, cells, missing=float("nan")):
        self.cells, self.missing = np.atleast_2d(cells), missing

    def numbers(self, source):
        return self.cells, self.missing

    def stored(self, source):
        return self.cells


def a_source(folder, cells, **options):
    return Source(look_at(write_raster(folder / "r.tif", np.atleast_2d(cells), **options), "r"))


def whole_row(n):
    """One village over the first ``n`` cells of a row."""
    return Spans(*(np.array([item], np.int32) for item in (0, 0, 0, n)), np.ones(1))


@pytest.mark.parametrize("dtype", TYPES)
@given(data=st.data())
def test_keys_are_in_the_order_of_the_values_and_lead_back(dtype, data):
    values = data.draw(
        arrays.arrays(dtype, st.integers(1, 20), elements={"allow_nan": False} if "f" in dtype else None)
    )
    keys, none = accumulate._as_keys(values, float("nan"))
    assert (keys.astype(np.uint64) != none).all()
    assert (values[np.argsort(keys, kind="stable")] == np.sort(values)).all()
    assert (accumulate._from_keys(keys.astype(np.uint64), values.dtype) == values).all()
    assert int(keys.max()) < 256 ** key_bytes(values.dtype)


@pytest.mark.parametrize("dtype", TYPES)
def test_no_data_has_a_key_of_its_own(dtype):
    values = np.array([7, 3, 7], dtype)
    keys, none = accumulate._as_keys(values, 7.0)
    assert (keys.astype(np.uint64) == none).tolist() == [True, False, True]


@pytest.mark.parametrize("dtype", [*TYPES, "int32"])
def test_quantiles_are_values_of_cells(tmp_path, dtype):
    cells = np.array([9, 1, 5, 3, 7], dtype)
    source = a_source(tmp_path, cells)
    wanted = Quantiles(source, (0.0, 0.2, 0.21, 0.5, 1.0), 2)
    numbers, passes = cells.astype(blocks_dtype(source)), 0
    while True:
        wanted.add(whole_row(5), Held(numbers))
        passes += 1
        if not wanted.again():
            break
    assert passes == key_bytes(blocks_dtype(source))
    found = wanted.result()
    assert found[0].tolist() == [1, 1, 3, 5, 9]
    # The second village has no cell.
    assert np.isnan(found[1]).all()


def test_two_blocks_are_as_one(tmp_path):
    cells = np.array([4.0, -1.0, 2.0, 8.0, 6.0])
    source = a_source(tmp_path, cells)
    parts, whole = Moments(source, 1), Moments(source, 1)
    whole.add(whole_row(5), Held(cells, -1.0))
    parts.add(whole_row(3), Held(cells[:3], -1.0))
    parts.add(whole_row(2), Held(cells[3:], -1.0))
    assert parts.result().tolist() == whole.result().tolist() == [[4, 20, 2, 8]]


@pytest.mark.parametrize(
    ("dtype", "nodata"),
    [("uint8", 0), ("int32", 2**31 - 1), ("int32", -(2**31)), ("float32", -1.0), ("uint32", 2**32 - 1)],
)
def test_classes_ascend_and_what_is_missing_stands_apart(tmp_path, dtype, nodata):
    cells = np.array([30, 10, 30, nodata, 10, 30], dtype)
    parts = ClassParts(a_source(tmp_path, cells, nodata=nodata), 1, np.full(1, 2.0))
    parts.add(whole_row(6), Held(cells.astype("float64") if dtype == "uint32" else cells, float(nodata)))
    codes, amounts, missing = parts.result()
    assert codes == [10, 30]
    assert amounts.tolist() == [[4, 6]]
    assert missing.tolist() == [2]


def test_cells_that_are_no_codes_are_refused(tmp_path):
    for cells, words in (
        (np.array([1.0, 2.5]), "no class codes: 2.5"),
        (np.array([1, 2**20], "int32"), "1048576 among them"),
        (np.arange(257, dtype="int16"), "too many different codes"),
    ):
        parts = ClassParts(a_source(tmp_path, cells), 1, np.ones(1))
        with pytest.raises(TableError, match=words):
            parts.add(whole_row(len(cells)), Held(cells))
