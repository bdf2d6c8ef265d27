"""Where the made-up villages are on the plan, and the small cells each of them is put together from."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Voronoi, cKDTree

from kawasan_gis.sample.noise import Array
from kawasan_gis.sample.terrain import Land, bent, hilliness, island, outline, rivers, town

Numbers = NDArray[np.int64]

DENSITY_GRID = 260
DRAWS_PER_VILLAGE = 40
LLOYD_ROUNDS = 2
CELLS_PER_VILLAGE = 4
# How far from the river cells are laid out in mirrored pairs, and the nearest to it, as shares of the size.
BANK, WATER = 0.022, 0.007
# Villages are never nearer to each other than this, in metres.
APART_M = 60.0
# How unwilling a village is to reach across the main river.
CROSSING = 6.0


@dataclass(frozen=True)
class Cells:
    """Points on the plan, the village each belongs to, and the Voronoi ridges between different villages.

    The first points are the villages' own. ``ridges`` has shape (n, 2 ends, 2), ``pairs`` the two villages.
    """

    points: Array
    village: Numbers
    ridges: Array
    pairs: Numbers


def village_cells(land: Land) -> Cells:
    """Lay out the mainland: villages grow over several cells each, so that their shapes are not all round."""
    rng = np.random.default_rng((land.seed, 10))
    count = land.n_villages - land.has_island
    pool = _pool(land, rng, max(DRAWS_PER_VILLAGE * count, 2000))
    villages = _away_from_water(land, _spread(pool, pool[:count], LLOYD_ROUNDS))
    extra = _spread(pool, pool[-(CELLS_PER_VILLAGE - 1) * count :], 1)
    points = np.vstack([villages, _mirrored(land, villages, extra)])
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    far = 4 * land.size * np.column_stack([np.cos(angles), np.sin(angles)])
    diagram = Voronoi(np.vstack([points, far]))
    ends = np.array(diagram.ridge_vertices)
    finite = (ends >= 0).all(axis=1)
    ridges, sides = diagram.vertices[ends[finite]], diagram.ridge_points[finite]
    on_land = shapely.intersects(outline(land), shapely.linestrings(ridges))
    village = _grown(land, points, sides[on_land], count, rng)
    pairs = np.sort(np.append(village, np.full(len(far), -1))[sides], axis=1)
    kept = on_land & (pairs[:, 0] != pairs[:, 1])
    return Cells(points, village, ridges[kept], pairs[kept])


def island_point(land: Land) -> Array:
    """The middle of the island on the plan."""
    middle = island(land).centroid
    return np.round([middle.x, middle.y], 1)


def _pool(land: Land, rng: np.random.Generator, count: int) -> Array:
    """Draw points inside the outline, as dense as villages should be."""
    west, south, east, north = outline(land).bounds
    cell = np.array([east - west, north - south]) / DENSITY_GRID
    columns, rows = np.meshgrid(np.arange(DENSITY_GRID), np.arange(DENSITY_GRID))
    corners = np.column_stack([columns.ravel(), rows.ravel()]) * cell + [west, south]
    corners = corners[shapely.contains_xy(outline(land), corners + cell / 2)]
    weights = np.cumsum(_density(land, corners + cell / 2))
    chosen = np.searchsorted(weights, rng.random(count * 5 // 4) * weights[-1])
    points = corners[chosen] + rng.random((len(chosen), 2)) * cell
    return np.asarray(points[shapely.contains_xy(outline(land), points)][:count])


def _density(land: Land, points: Array) -> Array:
    """Villages per unit of land, relative: about twenty times as many in town as in the hills."""
    to_town = np.hypot(*(points - town(land)).T) / land.size
    to_river, _ = _nearest_water(land, points)
    to_edge = shapely.distance(shapely.points(points), outline(land).exterior) / land.size
    coast = np.where(points.sum(axis=1) < 0, np.exp(-((to_edge / 0.10) ** 2)), 0)
    lowland = 1 - hilliness(land, bent(land, points))
    return np.asarray(
        0.16
        + 3.2 * np.exp(-((to_town / 0.055) ** 2))
        + 0.9 * np.exp(-((to_town / 0.17) ** 2))
        + (0.12 + 0.45 * lowland) * np.exp(-((to_river / land.size / 0.07) ** 2))
        + 0.35 * coast
        + 0.30 * lowland
    )


def _spread(pool: Array, start: Array, rounds: int) -> Array:
    """Move points to the middle of the draws nearest to them, which evens out their distances."""
    points = start.copy()
    for _ in range(rounds):
        nearest = cKDTree(points).query(pool)[1]
        members = np.bincount(nearest, minlength=len(points))
        for axis in (0, 1):
            sums = np.bincount(nearest, weights=pool[:, axis], minlength=len(points))
            points[:, axis] = np.where(members > 0, sums / np.maximum(members, 1), points[:, axis])
    return np.asarray(np.round(points, 1))


def _nearest_water(land: Land, points: Array) -> tuple[Array, Array]:
    """Distance to the nearest river and the place there."""
    water = shapely.union_all(list(rivers(land).values()))
    lines = shapely.shortest_line(shapely.points(points), water)
    return shapely.length(lines), shapely.get_coordinates(lines).reshape(-1, 2, 2)[:, 1]


def _away_from_water(land: Land, points: Array) -> Array:
    """Push points that are nearly in the water back to the bank, unless they would meet another there."""
    distance, foot = _nearest_water(land, points)
    factor = np.maximum(1, WATER * land.size / np.maximum(distance, 0.1))[:, None]
    moved = np.round(np.where(distance[:, None] > 0, foot + (points - foot) * factor, points), 1)
    meeting = cKDTree(moved).query_pairs(APART_M, output_type="ndarray").ravel()
    stays = ~shapely.contains_xy(outline(land), moved)
    stays[meeting] = True
    return np.asarray(np.where(stays[:, None], points, moved))


def _mirrored(land: Land, villages: Array, extra: Array) -> Array:
    """Replace the extra cells on the river banks by pairs across the water: their common border is the river."""
    distance, _ = _nearest_water(land, extra)
    bank = BANK * land.size
    kept, near = extra[distance > 1.6 * bank], _away_from_water(land, extra[distance <= bank][::2])
    distance, _ = _nearest_water(land, villages)
    sources = np.vstack([near, villages[distance <= bank]])
    _, foot = _nearest_water(land, sources)
    images = np.round(2 * foot - sources, 1)
    cells = np.vstack([kept, near, images])
    cells = cells[shapely.contains_xy(outline(land), cells)]
    # Two cells on one spot would leave a village without land.
    apart = cKDTree(villages).query(cells)[0] > APART_M
    return np.unique(cells[apart], axis=0)


def _grown(land: Land, points: Array, neighbours: Numbers, count: int, rng: np.random.Generator) -> Numbers:
    """Let every village grow over the cells nearest to it; being a tree of steps, each stays in one piece."""
    inner = neighbours[(neighbours < len(points)).all(axis=1)]
    lines = shapely.linestrings(points[inner])
    shape, river = outline(land), rivers(land)["Sungai Contoh"]
    shapely.prepare(shape)
    shapely.prepare(river)
    cost = shapely.length(lines) * rng.uniform(0.6, 1.4, len(lines))
    cost = np.where(shapely.intersects(river, lines), CROSSING * cost, cost)
    size = (len(points), len(points))
    graph = coo_array((cost, (inner[:, 0], inner[:, 1])), shape=size).tocsr()
    _, _, village = dijkstra(graph, directed=False, indices=np.arange(count), return_predecessors=True, min_only=True)
    return np.asarray(village, dtype=np.int64)
