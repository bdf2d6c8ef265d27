"""Outlines: village polygons taken apart into straight segments, and the segments that two villages share."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Outlines(NamedTuple):
    """All boundaries as straight segments with their village on the left, in the order of the polygons."""

    start: Floats
    end: Floats
    village: Ints
    ring: Ints
    twin: Ints
    """The one segment of another village that runs back over exactly this one, or -1."""
    length: Floats
    """Length of each segment in metres."""


def outlines(polygons: Any) -> Outlines:
    """Take polygons apart into segments and find those that two villages share exactly.

    Parameters
    ----------
    polygons
        Array of valid polygons or multipolygons.
    """
    parts, of_polygon = shapely.get_parts(shapely.orient_polygons(polygons), return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    # Adding zero turns -0.0 into 0.0: equal points have equal bits.
    points = points + 0.0
    kept = (of_ring[1:] == of_ring[:-1]) & (points[1:] != points[:-1]).any(axis=1)
    start, end, ring = points[:-1][kept], points[1:][kept], of_ring[:-1][kept]
    village = of_polygon[of_part[ring]]
    return Outlines(start, end, village, ring, _twins(start, end, village), np.hypot(*(end - start).T))


def drawn(lines: Outlines, segments: Ints) -> Any:
    """Draw some segments as an array of lines."""
    return shapely.linestrings(np.stack([lines.start[segments], lines.end[segments]], axis=1))


def _twins(start: Floats, end: Floats, village: Ints) -> Ints:
    """Pair segments that exactly two villages share, each from its side."""
    key = _digest(start) + _digest(end)
    order = np.argsort(key, kind="stable")
    same = key[order[1:]] == key[order[:-1]]
    alone = same.copy()
    alone[1:] &= ~same[:-1]
    alone[:-1] &= ~same[1:]
    a, b = order[:-1][alone], order[1:][alone]
    back = (start[a] == end[b]).all(axis=1) & (end[a] == start[b]).all(axis=1) & (village[a] != village[b])
    twin = np.full(len(key), -1, dtype=np.int64)
    twin[a[back]], twin[b[back]] = b[back], a[back]
    return twin


def _digest(points: Floats) -> NDArray[np.uint64]:
    """Mix the bits of both coordinates (SplitMix64's constants); equality is checked afterwards."""
    bits = np.ascontiguousarray(points).view(np.uint64)
    mixed = bits[:, 0] * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(30)
    mixed = (mixed + bits[:, 1]) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
