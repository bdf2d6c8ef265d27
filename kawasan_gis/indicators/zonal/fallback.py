"""The same loops where there is no compiler: coverage by exactextract, sums by numpy, cell by cell."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from kawasan_gis.indicators.zonal.coverage import LEAST_PART, Outline, Spans

# Each covered cell is kept as a span of its own: fewer rows at a time.
MOST_CELLS = 2**21


def cover_rows(outline: Outline, villages: Any, first_row: int, last_row: int, n_columns: int) -> Spans:
    """Spans of one cell each, see :func:`coverage.cover_rows`."""
    from exactextract import exact_extract
    from exactextract.raster import NumPyRasterSource

    found: list[tuple[Any, ...]] = []
    x = np.concatenate([outline.x[outline.first[v] : outline.first[v + 1]] for v in villages])
    left, right = max(0, int(np.floor(x.min()))), min(n_columns, int(np.ceil(x.max())))
    if left >= right:
        none = np.zeros(0, np.int32)
        return Spans(none, none, none, none, np.zeros(0))
    # A grid without memory of its own: only where its cells are matters.
    cells = np.broadcast_to(np.uint8(1), (last_row - first_row, right - left))
    grid = NumPyRasterSource(cells, xmin=left, ymin=-last_row, xmax=right, ymax=-first_row)
    for v in villages:
        shape = _shape(outline, int(v))
        done = exact_extract(grid, {"type": "Feature", "geometry": shape.__geo_interface__}, ["cell_id", "coverage"])
        part = np.asarray(done[0]["properties"]["coverage"], dtype=float)
        place = np.asarray(done[0]["properties"]["cell_id"], dtype=np.int64)[part > LEAST_PART]
        column = left + place % (right - left)
        row, part = first_row + place // (right - left), part[part > LEAST_PART]
        found.append((np.full(len(part), v), row, column, column + 1, part))
    whole = [np.concatenate(arrays) for arrays in zip(*found, strict=True)]
    places = [array.astype(np.int32) for array in whole[:4]]
    return Spans(places[0], places[1], places[2], places[3], whole[4])


def _shape(outline: Outline, village: int) -> Any:
    """A village's polygon on the grid, rows upwards."""
    a, b = outline.first[village], outline.first[village + 1]
    points = np.column_stack([outline.x[a:b], -outline.y[a:b]])
    edges = np.flatnonzero(np.diff(outline.ring[a:b])) + 1
    rings = [shapely.polygons(ring) for ring in np.split(points, edges)]
    # Holes and islands in them are told apart by taking turns.
    shape = rings[0]
    for ring in rings[1:]:
        shape = shapely.symmetric_difference(shape, ring)
    return shape


def _cells(spans: Spans, block: Any, top: int, left: int) -> tuple[Any, Any, Any, Any]:
    """Village, part, row and value of the covered cells of a block."""
    inside = (spans.start >= left) & (spans.start < left + block.shape[1])
    row = spans.row[inside]
    return spans.village[inside], spans.part[inside], row, block[row - top, spans.start[inside] - left]


def _add(table: NDArray[np.float64], village: Any, amounts: Any) -> None:
    table += np.bincount(village, amounts, minlength=len(table))


def add_moments(spans: Spans, block: Any, top: int, left: int, missing: float, table: Any) -> None:
    """See :func:`sums.add_moments`."""
    village, part, _, value = _cells(spans, block, top, left)
    seen = (value != missing) & (value == value)
    village, part, value = village[seen], part[seen], value[seen].astype(float)
    _add(table[:, 0], village, part)
    _add(table[:, 1], village, part * value)
    np.minimum.at(table[:, 2], village, value)
    np.maximum.at(table[:, 3], village, value)


def add_spread(spans: Spans, block: Any, top: int, left: int, missing: float, table: Any) -> None:
    """See :func:`sums.add_spread`."""
    village, part, _, value = _cells(spans, block, top, left)
    seen = (value != missing) & (value == value)
    village, part, value = village[seen], part[seen], value[seen].astype(float)
    weight = np.bincount(village, part, minlength=len(table))
    some = weight > 0
    mean = np.bincount(village, part * value, minlength=len(table))[some] / weight[some]
    means = np.zeros(len(table))
    means[some] = mean
    squares = np.bincount(village, part * (value - means[village]) ** 2, minlength=len(table))[some]
    apart, both = mean - table[some, 1], table[some, 0] + weight[some]
    table[some, 2] += squares + apart**2 * table[some, 0] * weight[some] / both
    table[some, 1] += apart * weight[some] / both
    table[some, 0] = both


def add_weighted(
    spans: Spans, block: Any, weights: Any, top: int, left: int, missing: float, missing_weight: float, table: Any
) -> None:
    """See :func:`sums.add_weighted`."""
    village, part, _, value = _cells(spans, block, top, left)
    by = _cells(spans, weights, top, left)[3]
    seen = (value != missing) & (value == value) & (by != missing_weight) & (by == by)
    weight = part[seen] * by[seen]
    _add(table[:, 0], village[seen], weight)
    _add(table[:, 1], village[seen], weight * value[seen])


def add_classes(
    spans: Spans, block: Any, top: int, left: int, slots: Any, lowest: int, used: Any, row_weight: Any, table: Any
) -> tuple[bool, int]:
    """See :func:`sums.add_classes`."""
    village, part, row, value = _cells(spans, block, top, left)
    for code in np.unique(value).tolist():
        place = code - lowest
        if not 0 <= place < len(slots):
            return True, code
        if slots[place] < 0:
            if used[0] >= table.shape[1]:
                return True, code
            slots[place] = used[0]
            used[0] += 1
    column = slots[value.astype(np.int64) - lowest].astype(np.int64)
    width = table.shape[1]
    table += np.bincount(village * width + column, part * row_weight[row], minlength=table.size).reshape(-1, width)
    return False, 0


def add_digits(spans: Spans, keys: Any, top: int, left: int, missing: Any, shift: Any, prefix: Any, table: Any) -> None:
    """See :func:`sums.add_digits`."""
    village, part, _, key = _cells(spans, keys, top, left)
    kept = key.astype(np.uint64) >> shift
    for q in range(prefix.shape[1]):
        seen = (key != missing) & (kept >> np.uint64(8) == prefix[village, q])
        np.add.at(table, (village[seen], q, (kept[seen] & np.uint64(255)).astype(int)), part[seen])
