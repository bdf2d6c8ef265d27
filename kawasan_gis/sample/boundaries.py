"""Village shapes on the made-up land: borders cut once on the plan, bent, and closed to a clean coverage."""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from kawasan_gis.sample.noise import Array
from kawasan_gis.sample.seeds import Cells, Numbers, island_point, village_cells
from kawasan_gis.sample.terrain import PROVINCE, Land, bent, island, outline

# Longest piece of a border between two vertices, as a share of the finest bends.
STEP = 0.45
# How strongly to bend, tried in turn.
BENDS = (1.0, 0.85, 0.7, 0.5, 0.25, 0.0)


@dataclass(frozen=True)
class Shapes:
    """Polygons in EPSG:32749, a point in each, and which two share a border; all by position.

    The last village is the island, when the land has one.
    """

    land: Land
    polygons: NDArray[np.object_]
    centres: Array
    pairs: Numbers


def village_shapes(land: Land) -> Shapes:
    """Divide the land among its villages: a clean coverage with exactly shared borders.

    Bending as strong as asked could in rare places fold a border over itself; then the whole land is bent less.
    """
    cells = village_cells(land)
    pieces, pairs = _pieces(land, cells)
    seeds = cells.points[: land.n_villages - land.has_island]
    if land.has_island:
        seeds = np.vstack([seeds, island_point(land)])
    for share in BENDS if land.n_villages <= PROVINCE else BENDS[2:]:
        land = replace(land, bend=share)
        centres = bent(land, seeds)
        polygons = _assigned(_faces(land, pieces), centres)
        if polygons is not None:
            return Shapes(land, polygons, centres, pairs)
    raise AssertionError("straight borders always close")


def _pieces(land: Land, cells: Cells) -> tuple[Array, Numbers]:
    """Cut the plan into straight border pieces, noded once; shape (pieces, 2 ends, 2), and who borders whom."""
    shape = outline(land)
    lines = shapely.linestrings(cells.ridges)
    inner = (cells.pairs >= 0).all(axis=1)
    pieces = _straight(shapely.get_parts(shapely.union_all([*lines, shape.exterior])))
    shapely.prepare(grown := shape.buffer(0.001))
    pieces = pieces[shapely.contains_xy(grown, pieces.mean(axis=1))]
    if land.has_island:
        pieces = np.vstack([pieces, _straight(np.array([island(land).exterior]))])
    return pieces, np.unique(cells.pairs[inner], axis=0)


def _straight(lines: NDArray[np.object_]) -> Array:
    """Split lines at every vertex; each piece starts at its smaller end."""
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    start = np.flatnonzero(owner[:-1] == owner[1:])
    ends = np.stack([coordinates[start], coordinates[start + 1]], axis=1)
    turned = (ends[:, 0, 0] > ends[:, 1, 0]) | ((ends[:, 0, 0] == ends[:, 1, 0]) & (ends[:, 0, 1] > ends[:, 1, 1]))
    ends[turned] = ends[turned, ::-1]
    return np.asarray(ends)


def _faces(land: Land, pieces: Array) -> NDArray[np.object_]:
    """Bend the pieces, vertex by vertex, and close them to polygons."""
    lengths = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T)
    counts = np.maximum(np.ceil(lengths / (STEP * land.finest)), 1).astype(int) + 1
    owner = np.repeat(np.arange(len(pieces)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = ((np.arange(len(owner)) - first) / (counts[owner] - 1))[:, None]
    points = pieces[owner, 0] * (1 - share) + pieces[owner, 1] * share
    lines = shapely.linestrings(bent(land, points), indices=owner)
    faces: NDArray[np.object_] = shapely.get_parts(shapely.polygonize(lines[shapely.length(lines) > 0]))
    return faces


def _assigned(faces: NDArray[np.object_], centres: Array) -> NDArray[np.object_] | None:
    """Order the faces by the village whose centre they hold; None when they do not pair off cleanly."""
    villages, found = shapely.STRtree(faces).query(shapely.points(centres), predicate="intersects")
    once = (len(faces), len(found), len(np.unique(found)), len(np.unique(villages)))
    if set(once) != {len(centres)}:
        return None
    polygons = shapely.normalize(faces[found[np.argsort(villages, kind="stable")]])
    return polygons if shapely.coverage_is_valid(polygons) else None
