"""What is collected while the blocks of a grid pass by: one accumulator per kind of statistic and band."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kawasan_gis.compiled import COMPILED
from kawasan_gis.errors import TableError, listing
from kawasan_gis.indicators.terrain import NO_CLASS, SLOPE_CLASSES
from kawasan_gis.indicators.zonal import fallback, sums
from kawasan_gis.indicators.zonal.blocks import Blocks, Source
from kawasan_gis.indicators.zonal.coverage import Spans
from kawasan_gis.indicators.zonal.grid import missing_of

Floats = NDArray[np.float64]

# Codes that a class raster may hold, and how many different ones; forest functions have six digits.
LOWEST_CODE, HIGHEST_CODE = -32_768, 2**20 - 1
MOST_CLASSES = 256
MISSING = LOWEST_CODE - 1
# Sums of weights are equal within this share: a quantile does not hang on the last bit.
SAME_WEIGHT = 1e-9

# Kinds of whole numbers the compiled loop takes as they are.
WHOLE = ("uint8", "uint16", "int16", "int32")
LOOPS: Any = sums if COMPILED else fallback


class Classes(NamedTuple):
    """Class codes met, ascending, and cells (or hectares) of each in every village; cells without data apart."""

    codes: list[int]
    parts: Floats
    missing: Floats


class Moments:
    """Weight, total, least and greatest value of the cells with data."""

    def __init__(self, source: Source, villages: int) -> None:
        self._source = source
        self._table = np.tile([0.0, 0.0, np.inf, -np.inf], (villages, 1))

    def add(self, spans: Spans, blocks: Blocks) -> None:
        """Add one block."""
        block, missing = blocks.numbers(self._source)
        LOOPS.add_moments(spans, block, blocks.top, blocks.left, missing, self._table)

    def again(self) -> bool:
        """Whether the blocks have to pass by once more."""
        return False

    def result(self) -> Floats:
        """Columns weight (cells), total, least, greatest value."""
        return self._table


class Spread:
    """Weight, mean and squared deviations."""

    def __init__(self, source: Source, villages: int) -> None:
        self._source = source
        self._table = np.zeros((villages, 3))

    def add(self, spans: Spans, blocks: Blocks) -> None:
        """Add one block."""
        block, missing = blocks.numbers(self._source)
        LOOPS.add_spread(spans, block, blocks.top, blocks.left, missing, self._table)

    def again(self) -> bool:
        """Whether the blocks have to pass by once more."""
        return False

    def result(self) -> Floats:
        """Columns weight (cells), mean, sum of squared deviations."""
        return self._table


class Weighted:
    """Weight and total of the cells with data, weighted by another band."""

    def __init__(self, source: Source, weights: Source, villages: int) -> None:
        self._source, self._weights = source, weights
        self._table = np.zeros((villages, 2))

    def add(self, spans: Spans, blocks: Blocks) -> None:
        """Add one block."""
        block, missing = blocks.numbers(self._source)
        weights, missing_weight = blocks.numbers(self._weights)
        LOOPS.add_weighted(spans, block, weights, blocks.top, blocks.left, missing, missing_weight, self._table)

    def again(self) -> bool:
        """Whether the blocks have to pass by once more."""
        return False

    def result(self) -> Floats:
        """Columns weight, total."""
        return self._table


class ClassParts:
    """Cells of each class, or anything else a cell of a row is worth."""

    def __init__(self, source: Source, villages: int, row_weight: Floats) -> None:
        self._source, self._row_weight = source, row_weight
        self._table = np.zeros((villages, MOST_CLASSES + 1))
        self._slots = np.full(HIGHEST_CODE - MISSING + 1, -1, np.int16)
        self._slots[0] = 0
        self._used = np.ones(1, np.int64)
        if source.derived:
            self._slots[NO_CLASS - MISSING] = 0
        else:
            nodata = missing_of(source.raster, source.band)
            if nodata.is_integer() and MISSING <= nodata <= HIGHEST_CODE:
                self._slots[int(nodata) - MISSING] = 0

    def add(self, spans: Spans, blocks: Blocks) -> None:
        """Add one block.

        Raises
        ------
        TableError
            When the cells are no class codes.
        """
        raster = self._source.raster
        codes = blocks.slope_classes(self._source) if self._source.derived else _as_codes(self._source, blocks)
        wrong, code = LOOPS.add_classes(
            spans, codes, blocks.top, blocks.left, self._slots, MISSING, self._used, self._row_weight, self._table
        )
        if wrong:
            reason = "too many different codes" if LOWEST_CODE <= code <= HIGHEST_CODE else f"{code} among them"
            raise TableError(f"{raster.label}: cells of {raster.name} are no class codes ({reason})")

    def again(self) -> bool:
        """Whether the blocks have to pass by once more."""
        return False

    def result(self) -> Classes:
        """The classes met, and how much of each."""
        met = np.flatnonzero(self._slots > 0)
        order = self._slots[met].astype(int)
        codes = [int(place) + MISSING for place in met]
        if self._source.derived:
            # Every slope class is there, also where the ground has none of it.
            parts = np.zeros((len(self._table), len(SLOPE_CLASSES)))
            parts[:, codes] = self._table[:, order]
            return Classes(list(range(len(SLOPE_CLASSES))), parts, self._table[:, 0])
        return Classes(codes, self._table[:, order], self._table[:, 0])


def _as_codes(source: Source, blocks: Blocks) -> Any:
    """Cells as whole numbers; those without data, where they have no code, as ``MISSING``."""
    block = blocks.stored(source)
    if block.dtype.name in WHOLE:
        nodata = missing_of(source.raster, source.band)
        known = math.isnan(nodata) or MISSING <= nodata <= HIGHEST_CODE
        return block if known else np.where(block == nodata, np.int32(MISSING), block)
    numbers, missing = blocks.numbers(source)
    empty = np.isnan(numbers) | (numbers == missing)
    whole = numbers[~empty]
    fractions = whole[whole != np.floor(whole)]
    if len(fractions):
        shown = listing(sorted(set(fractions[:1000].tolist())))
        raise TableError(f"{source.raster.label}: cells of {source.raster.name} are no class codes: {shown}")
    codes = np.full(block.shape, MISSING, np.int32)
    codes[~empty] = np.clip(whole, MISSING - 1, HIGHEST_CODE + 1).astype(np.int32)
    return codes


class Quantiles:
    """Quantiles by choosing one byte of the value at each pass: any size in the memory of a few histograms."""

    def __init__(self, source: Source, quantiles: tuple[float, ...], villages: int) -> None:
        self._source, self._quantiles = source, np.array(quantiles)
        self._prefix = np.zeros((villages, len(quantiles)), np.uint64)
        self._table = np.zeros((villages, len(quantiles), 256))
        self._wanted: Floats | None = None
        self._dtype = blocks_dtype(source)
        self._shift = 8 * key_bytes(self._dtype) - 8

    def add(self, spans: Spans, blocks: Blocks) -> None:
        """Add one block."""
        block, missing = blocks.numbers(self._source)
        keys, none = _as_keys(block, missing)
        LOOPS.add_digits(spans, keys, blocks.top, blocks.left, none, np.uint64(self._shift), self._prefix, self._table)

    def again(self) -> bool:
        """Choose the next byte; true while there is another."""
        sums_ = np.cumsum(self._table, axis=2)
        if self._wanted is None:
            self._total = sums_[:, 0, -1]
            self._wanted = self._total[:, None] * np.maximum(self._quantiles - SAME_WEIGHT, SAME_WEIGHT)
        # A pass adds in another order than the one before it.
        self._wanted = np.minimum(self._wanted, sums_[:, :, -1] * (1 - 1e-12))
        digit = np.minimum((sums_ < self._wanted[:, :, None]).sum(axis=2), 255)
        before = np.where(digit > 0, np.take_along_axis(sums_, np.maximum(digit - 1, 0)[:, :, None], 2)[:, :, 0], 0.0)
        self._wanted = self._wanted - before
        self._prefix = (self._prefix << np.uint64(8)) | digit.astype(np.uint64)
        self._table[:] = 0.0
        self._shift -= 8
        return self._shift >= 0

    def result(self) -> Floats:
        """One column per quantile; NaN where no cell has a value."""
        values = _from_keys(self._prefix, self._dtype)
        values[self._total == 0] = np.nan
        return values


def blocks_dtype(source: Source) -> Any:
    """Numpy type of the numbers a source's blocks hold."""
    return np.dtype(source.raster.dtypes[source.band - 1] if source.stays else "float64")


def key_bytes(dtype: Any) -> int:
    """Bytes of the keys of a type; small whole numbers get one more for no data."""
    return 4 if dtype.itemsize <= 4 and dtype.kind == "f" else 8 if dtype.kind == "f" else 3


def _as_keys(block: Any, missing: float) -> tuple[Any, np.uint64]:
    """Unsigned numbers in the order of the values; all ones, which no number has, where there is no data."""
    empty = np.isnan(block) | (block == missing) if block.dtype.kind == "f" else block == missing
    if block.dtype.kind != "f":
        keys, none = (block.astype(np.int32) + 2**15).astype(np.uint32), np.uint64(2**32 - 1)
    else:
        unsigned = np.dtype(f"u{block.dtype.itemsize}")
        bits = block.view(unsigned)
        top = unsigned.type(1) << unsigned.type(8 * unsigned.itemsize - 1)
        keys, none = np.where(bits & top, ~bits, bits | top), np.uint64(np.iinfo(unsigned).max)
    keys[empty] = none
    return keys, none


def _from_keys(keys: NDArray[np.uint64], dtype: Any) -> Floats:
    if dtype.kind != "f":
        return keys.astype(np.float64) - 2**15
    unsigned = np.dtype(f"u{dtype.itemsize}")
    top = unsigned.type(1) << unsigned.type(8 * unsigned.itemsize - 1)
    own = keys.astype(unsigned)
    values: Floats = np.where(own & top, own & ~top, ~own).astype(unsigned).view(dtype).astype(np.float64)
    return values
