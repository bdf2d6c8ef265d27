"""Where lines meet: the places at which they are cut into links."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from kawasan_gis.network.options import Junctions

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]

# Vertices nearer than this are the same one: what a change of reference system leaves of equal coordinates.
SAME_M = 0.01


class Cuts(NamedTuple):
    """Places on lines: which line, metres from its start, coordinates (n x 2)."""

    line: Integers
    at: Floats
    xy: Floats


def vertices_of(lines: Shapes) -> Cuts:
    """Every vertex of every line, with its metres from the line's start."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    step = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    step[starts] = 0.0
    walked = np.cumsum(step)
    before = np.repeat(walked[starts], np.diff(np.append(starts, len(line))))
    return Cuts(line.astype(np.int64), walked - before, xy)


def is_junction(vertices: Cuts) -> Booleans:
    """Tell which vertices are the end of a line, or are shared with another line or another part of their own."""
    ends = np.diff(vertices.line, prepend=-1) != 0
    ends[:-1] |= ends[1:]
    ends[-1:] = True
    _, which, times = np.unique(_cells(vertices.xy), return_inverse=True, return_counts=True)
    return np.asarray(ends | (times[which] > 1))


def _cells(xy: Floats) -> npt.NDArray[np.uint64]:
    """Number the squares of a fine grid that coordinates lie in."""
    columns = np.rint((xy - xy.min(axis=0, initial=np.inf)) / SAME_M).astype(np.uint64)
    return np.asarray((columns[:, 0] << np.uint64(32)) | columns[:, 1])


def further_cuts(lines: Shapes, junctions: Junctions, snap_m: float, bridges: Booleans) -> Cuts:
    """Find where lines end on others, and where they cross, without sharing a vertex.

    Parameters
    ----------
    lines
        The lines, in metres.
    junctions
        ``shared``: none; ``touching``: ends on other lines; ``crossing``: crossings too.
    snap_m
        How near an end has to be to touch, in metres.
    bridges
        Which lines run over or under the others and meet them only at their ends.

    Returns
    -------
    Cuts
        One for every line at every such place; those of one place have the same coordinates.
    """
    if junctions == "shared":
        return Cuts(np.zeros(0, np.int64), np.zeros(0), np.zeros((0, 2)))
    tree = shapely.STRtree(lines)
    line, points = _touching(lines, tree, snap_m, bridges)
    if junctions == "crossing":
        crossing, where = _crossing(lines, tree, bridges)
        line, points = np.concatenate([line, crossing]), np.concatenate([points, where])
    at = shapely.line_locate_point(lines[line], points)
    return Cuts(line, at, shapely.get_coordinates(points))


def _touching(lines: Shapes, tree: shapely.STRtree, snap_m: float, bridges: Booleans) -> tuple[Integers, Shapes]:
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    own = np.tile(np.arange(len(lines)), 2)
    end, line = tree.query(ends, predicate="dwithin", distance=max(snap_m, SAME_M))
    other = (own[end] != line) & ~bridges[line]
    return line[other].astype(np.int64), ends[end[other]]


def _crossing(lines: Shapes, tree: shapely.STRtree, bridges: Booleans) -> tuple[Integers, Shapes]:
    a, b = tree.query(lines, predicate="intersects")
    level = (a < b) & ~bridges[a] & ~bridges[b]
    a, b = a[level], b[level]
    parts, pair = shapely.get_parts(shapely.intersection(lines[a], lines[b]), return_index=True)
    # Lines that run along each other for a while meet where that begins and ends.
    along = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    points = np.concatenate([parts[~along], shapely.get_point(parts[along], 0), shapely.get_point(parts[along], -1)])
    pair = np.concatenate([pair[~along], pair[along], pair[along]])
    return np.concatenate([a[pair], b[pair]]).astype(np.int64), np.concatenate([points, points])


def number_nodes(xy: Floats, snap_m: float) -> tuple[Integers, int]:
    """Number junctions: those within ``snap_m`` of each other, in chains too, are one.

    Returns
    -------
    tuple
        The node of every row of ``xy``, and how many nodes there are.
    """
    if not len(xy):
        return np.zeros(0, np.int64), 0
    _, first, which = np.unique(_cells(xy), return_index=True, return_inverse=True)
    a, b = KDTree(xy[first]).query_pairs(max(snap_m, SAME_M), output_type="ndarray").T
    near = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(len(first), len(first)))
    count, node = connected_components(near, directed=False)
    return node[which].astype(np.int64), int(count)
