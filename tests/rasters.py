"""Small rasters and odd polygons for the tests of zonal statistics."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from drawing import ORIGIN
from rasterio.transform import from_origin

from kawasan_gis.layers import Layer


def write_raster(
    path: Path, values, *, cell=500.0, crs="EPSG:32749", nodata=None, transform=None, tile=0, scale=None, **options
) -> Path:
    """Write rows, or bands of rows, north up from the corner of the drawn villages."""
    values = np.asarray(values)
    values = values[None] if values.ndim == 2 else values
    bands, height, width = values.shape
    transform = transform or from_origin(ORIGIN[0], ORIGIN[1] + height * cell, cell, cell)
    if tile:
        options |= {"tiled": True, "blockxsize": tile, "blockysize": tile}
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=bands, dtype=values.dtype, crs=crs,
        transform=transform, nodata=nodata, **options,
    ) as file:  # fmt: skip
        file.write(values)
        if scale:
            file.scales, file.offsets = [scale[0]] * bands, [scale[1]] * bands
    return path


def raster_layer(tmp_path: Path, values, name="r", **options) -> Layer:
    return Layer(name=name, kind="raster", path=write_raster(tmp_path / f"{name}.tif", values, **options))


def star(rng: np.random.Generator, x: float, y: float, radius: float, corners: int = 40) -> shapely.Polygon:
    """A wild polygon around a point."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    reach = radius * rng.uniform(0.3, 1.0, corners)
    return shapely.Polygon(np.column_stack([x + reach * np.cos(angles), y + reach * np.sin(angles)])).buffer(0)


def odd_villages(rng: np.random.Generator, size: float, count: int = 12) -> gpd.GeoDataFrame:
    """Polygons of any shape on and off a square of ``size`` metres: overlapping, with holes, of several parts."""
    shapes = []
    for number in range(count):
        x, y, radius = *rng.uniform(-0.1 * size, 1.1 * size, 2), size * rng.choice([0.003, 0.05, 0.3])
        shape = star(rng, x, y, radius)
        if number % 3 == 1:
            shape = shape.difference(star(rng, x, y, radius * 0.4))
        if number % 3 == 2:
            shape = shape.union(star(rng, x + 1.5 * radius, y - radius, radius * 0.7))
        if number % 4 == 0:
            # On the lines of the grid.
            shape = shapely.box(*np.round([x, y, x + radius, y + radius], -2))
        shapes.append(shapely.affinity.translate(shape, *ORIGIN))
    return gpd.GeoDataFrame(index=[f"v{n:02d}" for n in range(count)], geometry=shapes, crs="EPSG:32749")
