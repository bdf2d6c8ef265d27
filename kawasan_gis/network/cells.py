"""Settlements from land cover: the cells of some classes of a raster."""

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from pyproj import CRS
from rasterio.windows import Window

from kawasan_gis.addresses import LOCAL, REMOTE, check_local
from kawasan_gis.errors import CRSError, DataError, StudyError, listing
from kawasan_gis.layers import Layer
from kawasan_gis.network.junctions import Floats
from kawasan_gis.network.land import land_of
from kawasan_gis.network.origins import central
from kawasan_gis.vocabulary import read_vocabulary

# Cells read at a time.
CELLS = 4_000_000


def settlement_cells(villages: gpd.GeoDataFrame, layer: Layer, classes: Sequence[int | str]) -> gpd.GeoDataFrame:
    """Find the middle of the settled cells of each village: of their centres the one nearest to the mean of all.

    Parameters
    ----------
    villages
        The villages table.
    layer
        A raster of classes; its first band is read, a strip at a time.
    classes
        Codes, or words of the layer's vocabulary, that are settlements.

    Returns
    -------
    geopandas.GeoDataFrame
        A point for each village that has such cells, in the villages' system.

    Raises
    ------
    DataError
        When the raster cannot be read, has no reference system, or no cell in the villages is of these classes.
    StudyError
        When a class is neither a code nor a word of the vocabulary, or the file leads to the network.
    """
    codes, land = _codes(layer, classes), land_of(villages)
    if not layer.remote and layer.path.is_file():
        check_local(layer.path, f"layer {layer.name}: {layer.path.name}")
    at, xy = [], []
    try:
        with rasterio.Env(**(REMOTE if layer.remote else LOCAL)), rasterio.open(layer.url or layer.path) as raster:
            if raster.crs is None:
                raise CRSError(f"layer {layer.name}: {layer.path.name} has no coordinate reference system")
            system = CRS.from_wkt(raster.crs.to_wkt())
            for places in _strips(raster, tuple(villages.to_crs(system).total_bounds), codes):
                points = gpd.GeoSeries(shapely.points(places), crs=system).to_crs(villages.crs).to_numpy()
                village = land.villages_at(points)
                at.append(village[village >= 0])
                xy.append(shapely.get_coordinates(points[village >= 0]))
    except rasterio.errors.RasterioIOError as error:
        raise DataError(f"layer {layer.name}: cannot read {layer.path.name} as a raster: {error}") from error
    every = np.concatenate([np.zeros(0, np.int64), *at]), np.concatenate([np.zeros((0, 2)), *xy])
    origins = central(*every, len(villages))
    found = origins[~shapely.is_missing(origins)]
    if not len(found):
        raise DataError(f"layer {layer.name}: no cell in the villages is of class {listing(codes)}")
    return gpd.GeoDataFrame(geometry=found, crs=villages.crs)


def _codes(layer: Layer, classes: Sequence[int | str]) -> list[int]:
    words = [str(one) for one in classes]
    words = read_vocabulary(layer.vocabulary).expanded(words) if layer.vocabulary else words
    if wrong := [word for word in words if not word.removeprefix("-").isdecimal()]:
        raise StudyError(f"network: origin_classes {listing(wrong)} are no codes; give layer {layer.name} a vocabulary")
    return [int(word) for word in words]


def _strips(raster: Any, bounds: tuple[float, ...], codes: Sequence[int]) -> Iterator[Floats]:
    """The centres of the cells of these classes within some bounds, a strip of rows at a time."""
    corners = [(x, y) for x in (bounds[0], bounds[2]) for y in (bounds[1], bounds[3])]
    columns, rows = zip(*(~raster.transform * corner for corner in corners), strict=True)
    left, right = (int(np.clip(end(columns) + by, 0, raster.width)) for end, by in ((min, -1), (max, 2)))
    top, bottom = (int(np.clip(end(rows) + by, 0, raster.height)) for end, by in ((min, -1), (max, 2)))
    step = max(1, CELLS // max(right - left, 1))
    for first in range(top, bottom, step):
        window = Window(left, first, right - left, min(step, bottom - first))
        row, column = np.nonzero(np.isin(raster.read(1, window=window), codes)) if right > left else ([], [])
        x, y = raster.transform * (left + np.asarray(column) + 0.5, first + np.asarray(row) + 0.5)
        yield np.stack([x, y], axis=1)
