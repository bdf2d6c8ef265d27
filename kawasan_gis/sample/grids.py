"""The land as grids: who owns a cell, how high and how steep it is, and what grows there."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from affine import Affine
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from kawasan_gis.sample.noise import Array, fractal, noise
from kawasan_gis.sample.terrain import height, hilliness, seaward
from kawasan_gis.sample.villages import Settled

CELL_M = 50
SLOPE_CELL_M = 100

# KLHK land cover (see the code list in the README of the sample).
PRIMARY_FOREST, FOREST, MANGROVE, SCRUB, ESTATE, SETTLEMENT, BARE = 2001, 2002, 20041, 2007, 2010, 2012, 2014
WATER, SWAMP, DRY_FARM, MIXED_FARM, SAWAH, POND = 5001, 50011, 20091, 20092, 20093, 20094


@dataclass(frozen=True)
class Grids:
    """Cells of 50 m, row 0 in the north.

    ``owner`` is the position of the village in the table, -1 outside; ``height_m`` and ``slope`` (percent) are
    floats everywhere; ``to_river_m``, ``to_sea_m`` are distances.
    """

    transform: Affine
    places: Array
    owner: NDArray[np.int32]
    height_m: Array
    slope: Array
    to_river_m: Array
    to_sea_m: Array


def gridded(settled: Settled, waters: gpd.GeoDataFrame) -> Grids:
    """Lay a grid over the land and compute its height, slope and distances."""
    from rasterio.features import rasterize

    west, south, east, north = settled.villages.total_bounds
    left, top = np.floor(west / SLOPE_CELL_M) * SLOPE_CELL_M, np.ceil(north / SLOPE_CELL_M) * SLOPE_CELL_M
    shape = (_cells(top - south), _cells(east - left))
    transform = Affine(CELL_M, 0, left, 0, -CELL_M, top)
    x = left + CELL_M * (np.arange(shape[1]) + 0.5)
    y = top - CELL_M * (np.arange(shape[0]) + 0.5)
    places = np.stack(np.meshgrid(x, y), axis=-1)
    numbers = zip(settled.villages.geometry, range(len(settled.villages)), strict=True)
    owner = rasterize(numbers, out_shape=shape, transform=transform, fill=-1, dtype="int32")
    sea = (owner < 0) & seaward(settled.land, places)
    wet = rasterize(waters.geometry, out_shape=shape, transform=transform, all_touched=True, dtype="uint8")
    to_sea, to_river = _distance(sea), _distance(wet == 1)
    metres = height(settled.land, places, to_river_m=to_river, to_sea_m=to_sea)
    return Grids(transform, places, owner, metres, _slope(metres), to_river, to_sea)


def _cells(length: float) -> int:
    """Count the cells along a side: an even number, so that two by two make one of the slope's."""
    return 2 * int(np.ceil(length / SLOPE_CELL_M))


def _distance(cells: NDArray[np.bool_]) -> Array:
    if not cells.any():
        return np.full(cells.shape, 1e6)
    return np.asarray(ndimage.distance_transform_edt(~cells) * CELL_M)


def _slope(metres: Array) -> Array:
    """Steepness in percent by central differences (100 is 45 degrees)."""
    down, right = np.gradient(metres, CELL_M)
    return np.asarray(100 * np.hypot(down, right))


def coarse_slope(grids: Grids) -> tuple[NDArray[np.float32], Affine]:
    """Mean slope of cells of 100 m to one decimal, NaN off the land, and their transform."""
    values, transform = _coarse(grids, grids.slope)
    rows, columns = values.shape
    values[(grids.owner < 0).reshape(rows, 2, columns, 2).all(axis=(1, 3))] = np.nan
    return values, transform


def coarse_height(grids: Grids) -> tuple[NDArray[np.float32], Affine]:
    """Mean height of cells of 100 m in metres to one decimal, beyond the land too, and their transform."""
    return _coarse(grids, grids.height_m)


def _coarse(grids: Grids, fine: Array) -> tuple[NDArray[np.float32], Affine]:
    """Two by two cells in one, to one decimal."""
    rows, columns = fine.shape
    values = fine.reshape(rows // 2, 2, columns // 2, 2).mean(axis=(1, 3))
    corner = grids.transform
    transform = Affine(SLOPE_CELL_M, 0, corner.c, 0, -SLOPE_CELL_M, corner.f)
    return np.round(values, 1).astype("float32"), transform


def land_cover(settled: Settled, grids: Grids, roads: gpd.GeoDataFrame) -> NDArray[np.uint16]:
    """Choose what grows on every cell, from the highest to the wettest; 0 off the land.

    Forest in the hills, estates on the foothills, sawah on the flat lowland by the rivers, ponds and mangrove at
    the sea, houses at the village centres and along the roads near them.
    """
    seed, places, high, slope = settled.land.seed, grids.places, grids.height_m, grids.slope
    size = settled.land.size
    wide = fractal(places, spacing=2600, octaves=4, key=(seed, 30))
    mid = fractal(places, spacing=1100, octaves=3, key=(seed, 31))
    fine = noise(places, spacing=350, key=(seed, 32))
    hills = hilliness(settled.land, places) + 0.35 * wide
    low = high + 12 * fine
    flat = slope + 3 * fine < 6
    to_river, to_sea = grids.to_river_m, grids.to_sea_m
    cover = np.full(grids.owner.shape, MIXED_FARM)
    rules = [
        (SCRUB, mid > 0.22),
        (DRY_FARM, (mid < -0.16) & (hills < 0.5)),
        (ESTATE, (hills > 0.06) & (hills < 0.72) & (wide + 0.3 * mid > -0.16)),
        (SCRUB, (hills > 0.60) & (mid > 0.05)),
        (FOREST, (hills > 0.68) & (mid < 0.36)),
        (FOREST, slope + 14 * mid > 38),
        (PRIMARY_FOREST, (hills > 1.0) & (mid < 0.30)),
        (SWAMP, (low < 16) & (to_river > 0.07 * size) & (wide < -0.34)),
        (SAWAH, flat & (low < 45) & (to_river + 5200 * wide < 0.07 * size)),
        (SAWAH, flat & (low < 25) & (wide > 0.26) & (to_sea > 1500)),
        (POND, (to_sea + 2600 * mid < 1500) & (low < 14)),
        (MANGROVE, (to_sea + 500 * fine < 260) | ((to_sea < 1400) & (to_river < 400) & (fine < 0.1))),
        (BARE, (fine > 0.62) & (hills > 0.1)),
        (SETTLEMENT, _housed(settled, grids, roads, fine)),
        (WATER, _river_bed(settled, grids)),
    ]
    for code, where in rules:
        cover[where] = code
    cover[grids.owner < 0] = 0
    return cover.astype(np.uint16)


def _housed(settled: Settled, grids: Grids, roads: gpd.GeoDataFrame, fine: Array) -> NDArray[np.bool_]:
    """Tell the built-up cells: a patch at each centre as large as its people need, and houses along the road."""
    from rasterio.features import rasterize

    about, people = settled.about, settled.villages["population"].to_numpy()
    distance, nearest = cKDTree(about[["x", "y"]]).query(grids.places)
    reach = 6.5 * np.sqrt(people)[nearest] * (1 + 0.9 * fine)
    tracks = roads[roads["REMARK"] != "Jalan Setapak"].geometry
    paved = rasterize(tracks, out_shape=grids.owner.shape, transform=grids.transform, all_touched=True, dtype="uint8")
    by_road = _distance(paved == 1) < 60
    return np.asarray((distance < reach) | (by_road & (distance < 2.3 * reach) & (fine > -0.25)))


def _river_bed(settled: Settled, grids: Grids) -> NDArray[np.bool_]:
    """Tell the cells under water: the main river, wider towards its mouth, and the lower tributaries."""
    width = np.where(hilliness(settled.land, grids.places) < 0.05, 55, 1) + 90 * np.exp(-grids.to_sea_m / 3500)
    return np.asarray(grids.to_river_m < width)


def cover_area(cover: NDArray[np.uint16], groups: pd.Series, owner: NDArray[np.int32]) -> pd.DataFrame:
    """Add up hectares of every class (columns) per group of villages (rows)."""
    names, number = np.unique(groups.to_numpy(dtype=object), return_inverse=True)
    codes, kind = np.unique(cover[owner >= 0], return_inverse=True)
    counts = np.zeros((len(names), len(codes)))
    np.add.at(counts, (number[owner[owner >= 0]], kind), CELL_M**2 / 1e4)
    return pd.DataFrame(counts, index=names, columns=codes)
