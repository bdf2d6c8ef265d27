"""Sights: what each segment of an outline sees along its normal, over a strip as wide as its reach."""

from typing import NamedTuple

import numpy as np
import shapely

from kawasan_gis.outlines import Flags, Floats, Ints, Outlines, drawn

COINCIDENT_M = 1e-6
"""Lines closer than this, in metres, lie on each other; some 1,000 times the rounding of coordinates."""

STEP_M = 5.0
"""Longest piece, in metres, decided by its middle where several outlines are in sight."""


class Sights(NamedTuple):
    """Stretches ``begin`` to ``end`` of a looking segment over which it sees a segment of some outline."""

    row: Ints
    village: Ints
    begin: Floats
    end: Floats
    height: Floats
    """Distance at the beginning, positive outwards."""
    slope: Floats
    zero: Floats
    """Where along the looking segment the two lines meet, when they do."""
    entering: Flags
    """Whether one who goes outwards enters the other village here."""


class Cells(NamedTuple):
    """Looking segments cut at every change of what is in sight."""

    row: Ints
    begin: Floats
    end: Floats
    key: Floats
    """Where each begins, and where the last ends: the row plus half the share of its length."""


def look(lines: Outlines, looking: Ints, near: Ints, reach: float) -> Sights:
    """Lay every segment near a looking one into its frame (along, outwards) and clip it to the strip.

    Parameters
    ----------
    lines
        All outlines.
    looking
        Numbers of the segments that look.
    near
        Numbers of the segments they may see, their own village's included.
    reach
        How far they see, in metres, more than zero.
    """
    start, end, length = lines.start[looking], lines.end[looking], lines.length[looking]
    seen = shapely.STRtree(drawn(lines, near))
    low, high = np.minimum(start, end) - reach, np.maximum(start, end) + reach
    row, other = seen.query(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
    other = near[other]
    foreign = other != looking[row]
    row, other = row[foreign], other[foreign]
    along = (end - start) / length[:, None]

    def framed(points: Floats) -> tuple[Floats, Floats]:
        x, y = (points[other] - start[row]).T
        ex, ey = along[row].T
        return x * ex + y * ey, x * ey - y * ex

    (u0, h0), (u1, h1) = framed(lines.start), framed(lines.end)
    touched = (np.minimum(u0, u1) <= length[row]) & (np.maximum(u0, u1) >= 0)
    touched &= (np.minimum(h0, h1) <= reach) & (np.maximum(h0, h1) >= -reach)
    row, other, u0, h0, u1, h1 = (values[touched] for values in (row, other, u0, h0, u1, h1))
    return _clipped(row, lines.village[other], (u0, h0, u1, h1), length[row], reach)


def _clipped(
    row: Ints, village: Ints, ends: tuple[Floats, Floats, Floats, Floats], length: Floats, reach: float
) -> Sights:
    u0, h0, u1, h1 = ends
    # A segment that runs against the looking one has its village, on its left, on the far side.
    entering = u1 < u0
    u0, h0, u1, h1 = (np.where(entering, *pair) for pair in ((u1, u0), (h1, h0), (u0, u1), (h0, h1)))
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (h1 - h0) / (u1 - u0)
        bottom, zero, top = (u0 + (height - h0) / slope for height in (-reach, 0.0, reach))
    level = (h0 == h1) | ~np.isfinite(slope)
    slope = np.where(level, 0.0, slope)
    zero = np.where(level, -1.0, zero)
    begin = np.maximum(np.maximum(u0, 0.0), np.where(level, -np.inf, np.minimum(bottom, top)))
    end = np.minimum(np.minimum(u1, length), np.where(level, np.inf, np.maximum(bottom, top)))
    height = h0 + slope * (begin - u0)
    inside = begin <= end
    return Sights(
        row[inside],
        village[inside],
        begin[inside],
        end[inside],
        height[inside],
        slope[inside],
        zero[inside],
        entering[inside],
    )


def _key(row: Ints, u: Floats, length: Floats) -> Floats:
    return row + 0.5 * np.clip(u / length, 0.0, 1.0)


def cut(sights: Sights, length: Floats) -> Cells:
    """Cut looking segments of some length at all changes, and further where several outlines are in sight."""
    rows = np.arange(len(length))
    own = length[sights.row]
    cuts = [rows, rows + 0.5, _key(sights.row, sights.begin, own), _key(sights.row, sights.end, own)]
    cells = _between(np.unique(np.concatenate(cuts)), length)
    first, last = (np.searchsorted(cells.key, key) for key in cuts[2:4])
    crowd = np.cumsum(np.bincount(first, minlength=len(cells.key)) - np.bincount(last, minlength=len(cells.key)))
    pieces = np.where(crowd[:-1] > 1, np.ceil((cells.end - cells.begin) / STEP_M), 1).clip(1).astype(np.int64)
    cell, step = expanded(np.zeros(len(pieces), dtype=np.int64), pieces)
    finer = (step / pieces[cell] * (cells.key[1:] - cells.key[:-1])[cell]) + cells.key[:-1][cell]
    return _between(np.append(finer, cells.key[-1:]), length) if (pieces > 1).any() else cells


def _between(key: Floats, length: Floats) -> Cells:
    """Cells between successive keys; the one from a row's end to the next row's start has no length."""
    row = np.floor(key).astype(np.int64)
    place = 2 * (key - row) * length[row] if len(length) else key
    end = np.where(row[1:] == row[:-1], place[1:], place[:-1])
    return Cells(row[:-1], place[:-1], end, key)


def covered(sights: Sights, cells: Cells, length: Floats) -> tuple[Ints, Ints]:
    """First cell that each stretch covers, and how many."""
    own = length[sights.row]
    first = np.searchsorted(cells.key, _key(sights.row, sights.begin, own))
    last = np.searchsorted(cells.key, _key(sights.row, sights.end, own))
    return first, last - first


def expanded(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Write out ranges: for each, its number and its values ``first, first + 1, ...``, ``count`` of them."""
    number = np.repeat(np.arange(len(count)), count)
    inside = np.arange(len(number)) - np.repeat(np.cumsum(count) - count, count)
    return number, first[number] + inside
