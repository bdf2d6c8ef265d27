"""Shaded relief from a raster of heights, to lie under the villages.

References
----------
Horn, B. K. P. (1981). Hill shading and the reflectance map. Proceedings of the IEEE 69(1), 14-47. One light from the
north-west, 45 degrees high; heights are stretched so that flat and steep kabupaten both show their shapes.
"""

import math

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from kawasan_gis.errors import TableError
from kawasan_gis.indicators.terrain import gradients, ground_sizes
from kawasan_gis.indicators.zonal.grid import Raster, check_band, look_at
from kawasan_gis.layers import Layer
from kawasan_gis.maps.images import (
    MERCATOR,
    Colour,
    Frame,
    Picture,
    Pixels,
    frame,
    inside,
    light,
    png,
    read_small,
    warped,
)

Floats = NDArray[np.float64]

# Towards the light: to the east, to the south, up.
LIGHT = (-0.5, -0.5, math.sqrt(0.5))
# The steeper tenth of the ground is stretched to this slope (metres per metre), at most so many times.
STEEP, STEEP_SHARE, MOST_STRETCH = 0.6, 0.9, 6.0
# Flat ground is light, so that the colours of the villages stay clear on it.
DARK: Colour = (70, 80, 84)
LEVELS, FLAT = 16, 0.86
# Metres; beyond them a number is no height on Earth.
LOWEST, HIGHEST = -12_000.0, 9_000.0


def hillshade(villages: gpd.GeoDataFrame, layer: Layer) -> Picture:
    """Draw the relief under the villages, lit from the north-west; transparent where nothing is known.

    Parameters
    ----------
    villages
        The villages table.
    layer
        A raster of heights in metres.

    Returns
    -------
    Picture
        At most 1,000 pixels on the longer side, fewer when it would weigh more than 250 kB.

    Raises
    ------
    DataError
        When the raster cannot be read, is rotated, has no reference system, lies outside the villages, or holds
        class codes or numbers that are no heights.
    """
    raster = look_at(layer.url or layer.path, f"layer {layer.name}", remote=layer.remote)
    check_band(raster, 1, f"layer {layer.name}", numbers=True)

    def draw(most: int) -> Picture:
        place = frame(villages, raster, most)
        return Picture(png(shaded(_heights(raster, place), place, inside(villages, place)), greys()), place.corners)

    return light(draw)


def _heights(raster: Raster, place: Frame) -> Floats:
    cells, transform = read_small(raster, place, "average")
    heights = cells.astype("float64").filled(np.nan)
    known = heights[np.isfinite(heights)]
    if known.size and (known.min() < LOWEST or known.max() > HIGHEST):
        raise TableError(
            f"{raster.label}: {raster.name} holds {known.min():,.0f} to {known.max():,.0f}, which are no heights in "
            "metres; say which value means no data (gdal_edit -a_nodata)"
        )
    smooth: Floats = warped(heights, transform, raster, place, nothing=np.nan, smooth=True)
    return smooth


def shaded(heights: Floats, place: Frame, where: NDArray[np.bool_]) -> Pixels:
    """Give every pixel its grey: 0 where there is none, then 1 (darkest) to 16.

    Parameters
    ----------
    heights
        Metres on the pixels of the picture; NaN where there is none.
    place
        The grid of the picture.
    where
        The pixels to draw.
    """
    wide, tall = ground_sizes(MERCATOR, place.transform, place.width, place.height)
    east, south = gradients(heights, wide[1:-1, None], tall[1:-1, None])
    # Horn's weights leave out the middle.
    drawn = where[1:-1, 1:-1] & np.isfinite(heights[1:-1, 1:-1] + east + south)
    levels = np.zeros(heights.shape, dtype=np.uint8)
    if drawn.any():
        stretch = _stretch(np.hypot(east, south)[drawn])
        levels[1:-1, 1:-1][drawn] = _levels(stretch * east[drawn], stretch * south[drawn])
    return levels


def _stretch(slopes: Floats) -> float:
    steep = float(np.quantile(slopes, STEEP_SHARE))
    return float(np.clip(STEEP / max(steep, 1e-9), 1.0, MOST_STRETCH))


def _levels(east: Floats, south: Floats) -> Pixels:
    """Lambert's law: the cosine between the ground's normal and the light, 1 (black) to ``LEVELS`` (white)."""
    lit = (-LIGHT[0] * east - LIGHT[1] * south + LIGHT[2]) / np.sqrt(1 + east**2 + south**2)
    share = np.where(lit < LIGHT[2], FLAT * lit / LIGHT[2], FLAT + (1 - FLAT) * (lit - LIGHT[2]) / (1 - LIGHT[2]))
    levels: Pixels = (1 + np.clip(np.round(share * (LEVELS - 1)), 0, LEVELS - 1)).astype(np.uint8)
    return levels


def greys() -> list[Colour]:
    """List the colours of the levels, from the shadow's to white."""
    steps = np.linspace(0, 1, LEVELS)
    return [(_mix(DARK[0], step), _mix(DARK[1], step), _mix(DARK[2], step)) for step in steps]


def _mix(dark: int, share: float) -> int:
    return round(dark + (255 - dark) * float(share))
