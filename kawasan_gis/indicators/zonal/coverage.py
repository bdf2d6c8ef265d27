"""Which part of each cell a village covers: the compiled half of zonal statistics, its sums in :mod:`.sums`.

As in the rasterizers of outline fonts, every piece of boundary leaves two numbers in the cell it crosses: its height,
signed by its direction, and the area between it and the cell's right side. Summed from left to right, heights give
the part of a row that lies inside, areas correct it where the boundary runs. Between two crossed cells the part does
not change, so that the inside of a village is a few runs of cells, whatever their number. Holes and several parts
need nothing more: holes turn the other way.

References
----------
Levien, R. (1998), libart's rendering of anti-aliased outlines, as FreeType's ``ftgrays.c`` keeps it; same numbers as
Baston, D., exactextract (https://github.com/isciences/exactextract), to rounding.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from kawasan_gis.compiled import compiled

# Parts of a cell below this are rounding of coordinates, not ground.
LEAST_PART = 1e-9
# A row with more crossings than this is sorted by numpy.
FEW = 32


class Outline(NamedTuple):
    """Rings of all villages as one list of vertices, in cells from the upper left corner of a grid.

    ``first`` has the place of each village's first vertex and the end of the last one's; ``ring`` the ring each vertex
    is of; shells run so that the village is on their right as rows go down. ``top`` and ``bottom`` are each village's
    first row and the row after its last.
    """

    x: Any
    y: Any
    ring: Any
    first: Any
    top: Any
    bottom: Any


class Spans(NamedTuple):
    """Runs of cells in one row, ``start`` to before ``stop``, of which the village covers the same part."""

    village: Any
    row: Any
    start: Any
    stop: Any
    part: Any


@compiled
def trace_edge(xa, ya, xb, yb, first_row, last_row, n_columns, row, column, height, area, n):
    """Note what one edge leaves in the cells it crosses; pieces left of the grid count in its first column."""
    sign = 1.0
    if ya > yb:
        # Both neighbours walk their common edge the same way and get the same numbers.
        sign, xa, ya, xb, yb = -1.0, xb, yb, xa, ya
    if ya == yb:
        return n
    slope = (xb - xa) / (yb - ya)
    least, most = min(xa, xb), max(xa, xb)
    for r in range(max(math.floor(ya), first_row), min(math.ceil(yb), last_row)):
        upper, lower = max(ya, float(r)), min(yb, r + 1.0)
        x0 = min(max(xa + (upper - ya) * slope, least), most)
        x1 = xb if lower == yb else min(max(xa + (lower - ya) * slope, least), most)
        left, right = min(x0, x1), max(x0, x1)
        tall = lower - upper
        if left >= n_columns:
            continue
        if right <= 0.0:
            row[n], column[n], height[n], area[n] = r, 0, sign * tall, sign * tall
            n += 1
            continue
        c, last = math.floor(left), math.ceil(right) - 1
        if last <= c:
            row[n], column[n], height[n] = r, c, sign * tall
            area[n] = sign * tall * (c + 1 - 0.5 * (left + right))
            n += 1
            continue
        share = tall / (right - left)
        if left < 0.0:
            row[n], column[n], height[n], area[n] = r, 0, -left * share * sign, -left * share * sign
            n, left, c = n + 1, 0.0, 0
        while c <= last and c < n_columns:
            end = min(right, c + 1.0)
            piece = (end - left) * share * sign
            row[n], column[n], height[n], area[n] = r, c, piece, piece * (c + 1 - 0.5 * (left + end))
            n, left, c = n + 1, end, c + 1
    return n


@compiled
def room_for(outline, village, first_row, last_row, n_columns):
    """Crossings a village has at most in some rows."""
    n = 0
    for i in range(outline.first[village], outline.first[village + 1] - 1):
        low, high = min(outline.y[i], outline.y[i + 1]), max(outline.y[i], outline.y[i + 1])
        if outline.ring[i] == outline.ring[i + 1] and low < last_row and high > first_row:
            rows = min(math.ceil(high), last_row) - max(math.floor(low), first_row)
            n += 2 * rows + 2 + int(min(abs(outline.x[i + 1] - outline.x[i]), float(n_columns)))
    return n


@compiled
def by_row(row, column, n, first_row, n_rows):
    """Give the crossings in order of row and column, equal ones as they came, and where each row starts."""
    starts = np.zeros(n_rows + 1, np.int64)
    for i in range(n):
        starts[row[i] - first_row + 1] += 1
    for r in range(n_rows):
        starts[r + 1] += starts[r]
    place, order = starts.copy(), np.empty(n, np.int64)
    for i in range(n):
        r = row[i] - first_row
        order[place[r]] = i
        place[r] += 1
    for r in range(n_rows):
        a, b = starts[r], starts[r + 1]
        if b - a > FEW:
            part = order[a:b].copy()
            order[a:b] = part[np.argsort(column[part], kind="mergesort")]
            continue
        for i in range(a + 1, b):
            item, j = order[i], i - 1
            while j >= a and column[order[j]] > column[item]:
                order[j + 1] = order[j]
                j -= 1
            order[j + 1] = item
    return order, starts


@compiled
def longer(array, n):
    """Copy an array into one with room for twice ``n`` items."""
    more = np.empty(2 * n, array.dtype)
    more[: len(array)] = array
    return more


@compiled
def cover_rows(outline, villages, first_row, last_row, n_columns):
    """Spans of some villages in the rows ``first_row`` to before ``last_row``: village, row, start, stop, part."""
    out_village, out_row = np.empty(1024, np.int32), np.empty(1024, np.int32)
    start, stop, part = np.empty(1024, np.int32), np.empty(1024, np.int32), np.empty(1024, np.float64)
    row, column = np.empty(1024, np.int64), np.empty(1024, np.int64)
    height, area = np.empty(1024, np.float64), np.empty(1024, np.float64)
    m = 0
    for v in villages:
        room = room_for(outline, v, first_row, last_row, n_columns)
        if room > len(row):
            row, column = np.empty(room, np.int64), np.empty(room, np.int64)
            height, area = np.empty(room, np.float64), np.empty(room, np.float64)
        n = 0
        for i in range(outline.first[v], outline.first[v + 1] - 1):
            if outline.ring[i] == outline.ring[i + 1]:
                n = trace_edge(
                    outline.x[i], outline.y[i], outline.x[i + 1], outline.y[i + 1],
                    first_row, last_row, n_columns, row, column, height, area, n,
                )  # fmt: skip
        top = max(outline.top[v], first_row)
        rows = max(min(outline.bottom[v], last_row) - top, 0)
        order, starts = by_row(row, column, n, top, rows)
        if m + 2 * n > len(start):
            out_village, out_row = longer(out_village, m + 2 * n), longer(out_row, m + 2 * n)
            start, stop, part = longer(start, m + 2 * n), longer(stop, m + 2 * n), longer(part, m + 2 * n)
        for r in range(rows):
            level, i, end = 0.0, starts[r], starts[r + 1]
            while i < end:
                c, before, corrected = column[order[i]], level, 0.0
                while i < end and column[order[i]] == c:
                    level += height[order[i]]
                    corrected += area[order[i]]
                    i += 1
                inside = before + corrected
                if inside > LEAST_PART:
                    out_village[m], out_row[m], start[m], stop[m], part[m] = v, top + r, c, c + 1, inside
                    m += 1
                until = column[order[i]] if i < end else n_columns
                # Heights that cancel or fill a row do so but for rounding.
                flat = float(round(level)) if abs(level - round(level)) < LEAST_PART else level
                if until > c + 1 and flat > LEAST_PART:
                    out_village[m], out_row[m], start[m], stop[m], part[m] = v, top + r, c + 1, until, flat
                    m += 1
    return out_village[:m], out_row[:m], start[:m], stop[:m], part[:m]
