"""Rasters as pictures on a map in Web Mercator: read small, warped, and written as PNG of few colours.

Leaflet stretches a picture evenly in Web Mercator (EPSG:3857): its rows are of equal height there, and not in degrees.
"""

import base64
import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning
from rasterio.features import geometry_mask
from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from rasterio.warp import reproject, transform_bounds
from rasterio.windows import Window

from kawasan_gis.errors import CRSError, DataError
from kawasan_gis.indicators.zonal.grid import Raster, check_meets, environment

MERCATOR = CRS.from_epsg(3857)
MOST_PIXELS = 1000
MOST_BYTES = 250_000
FEWEST_PIXELS = 300
# Cells beside the villages: slopes need neighbours.
MARGIN = 2
# Cells are read at half the size of a pixel, so that the two steps to the screen stay within half a pixel.
FINER = 2

Colour = tuple[int, int, int]
Pixels = NDArray[np.uint8]


class Frame(NamedTuple):
    """The grid of a picture in EPSG:3857: its north-west corner and the side of its pixels, in that system's metres."""

    west: float
    north: float
    pixel: float
    width: int
    height: int

    @property
    def transform(self) -> Any:
        """From columns and rows to coordinates."""
        return from_origin(self.west, self.north, self.pixel, self.pixel)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        east, south = self.west + self.width * self.pixel, self.north - self.height * self.pixel
        return self.west, south, east, self.north

    @property
    def corners(self) -> list[list[float]]:
        """South-west and north-east corner in degrees, latitude first."""
        west, south, east, north = transform_bounds("EPSG:3857", "EPSG:4326", *self.extent)
        return [[round(south, 7), round(west, 7)], [round(north, 7), round(east, 7)]]


class Picture(NamedTuple):
    """A PNG and where it lies: south-west and north-east corner in degrees, latitude first."""

    data: bytes
    corners: list[list[float]]

    @property
    def url(self) -> str:
        """The whole picture as an address."""
        return "data:image/png;base64," + base64.b64encode(self.data).decode("ascii")


def frame(villages: gpd.GeoDataFrame, raster: Raster, most: int = MOST_PIXELS) -> Frame:
    """Choose the grid of a picture: around the villages, no finer than the raster's own cells.

    Parameters
    ----------
    villages
        The villages table.
    raster
        What is to be drawn.
    most
        Pixels on the longer side at most.

    Raises
    ------
    CRSError
        When the villages have no reference system, or the raster lies outside them.
    """
    if villages.crs is None:
        raise CRSError("the villages have no coordinate reference system; give them one with set_crs")
    check_meets(raster, villages.geometry.to_crs(raster.crs).total_bounds)
    west, south, east, north = villages.geometry.to_crs(MERCATOR).total_bounds
    longer = max(east - west, north - south)
    pixel = max(longer / (most - 2 * MARGIN), _cell(raster, ((west + east) / 2, (south + north) / 2)))
    sides = [math.ceil(side / pixel - 1e-9) + 2 * MARGIN for side in (east - west, north - south)]
    return Frame(west - MARGIN * pixel, north + MARGIN * pixel, pixel, *sides)


def _cell(raster: Raster, middle: tuple[float, float]) -> float:
    """Measure the shorter side of a raster's cell in Web Mercator, where the villages are."""
    x, y, _, _ = transform_bounds("EPSG:3857", raster.crs.to_wkt(), *middle, *middle)
    t = raster.transform
    west, south, east, north = transform_bounds(raster.crs.to_wkt(), "EPSG:3857", x, y, x + t.a, y - t.e)
    return float(min(east - west, north - south))


def inside(villages: gpd.GeoDataFrame, place: Frame) -> NDArray[np.bool_]:
    """Tell which pixels touch a village.

    Parameters
    ----------
    villages
        The villages table.
    place
        The grid of the picture.
    """
    shapes = villages.geometry.to_crs(MERCATOR)
    shapes = [one for one in shapes if one is not None and not shapely.is_empty(one)]
    shape = (place.height, place.width)
    found: NDArray[np.bool_] = geometry_mask(shapes, shape, place.transform, all_touched=True, invert=True)
    return found


def read_small(raster: Raster, place: Frame, how: Literal["average", "mode"]) -> tuple[Any, Any]:
    """Read what lies under a picture, with cells of about half a pixel; overviews are used where there are some.

    Parameters
    ----------
    raster
        One raster; its first band is read.
    place
        The grid of the picture.
    how
        What a cell takes from the finer ones in it: their average, or the most frequent.

    Returns
    -------
    tuple
        A masked array in the values the raster means (scale and offset applied), and its transform.

    Raises
    ------
    DataError
        When the file is damaged or the network fails.
    """
    t = raster.transform
    extent = transform_bounds("EPSG:3857", raster.crs.to_wkt(), *place.extent, densify_pts=21)
    left, right = ((x - t.c) / t.a for x in (extent[0], extent[2]))
    top, bottom = ((y - t.f) / t.e for y in (extent[3], extent[1]))
    left, top = max(0, math.floor(left) - 1), max(0, math.floor(top) - 1)
    right, bottom = min(raster.width, math.ceil(right) + 1), min(raster.height, math.ceil(bottom) + 1)
    sides = (bottom - top, right - left)
    shape = tuple(min(side, FINER * most) for side, most in zip(sides, (place.height, place.width), strict=True))
    window = Window(left, top, right - left, bottom - top)
    try:
        with environment(remote=raster.remote), rasterio.open(raster.place) as file:
            cells = file.read(1, window=window, out_shape=shape, masked=True, resampling=Resampling[how])
    except rasterio.errors.RasterioIOError as error:
        raise DataError(f"{raster.label}: cannot read the cells of {raster.name}: {error}") from error
    scale, offset = raster.scales[0], raster.offsets[0]
    if (scale, offset) != (1.0, 0.0):
        cells = cells * scale + offset
    stretch = Affine.scale((right - left) / shape[1], (bottom - top) / shape[0])
    return cells, t * Affine.translation(left, top) * stretch


def warped(
    cells: NDArray[Any], transform: Any, raster: Raster, place: Frame, *, nothing: float, smooth: bool
) -> NDArray[Any]:
    """Bring cells onto the grid of a picture.

    Parameters
    ----------
    cells, transform
        What was read, and its transform.
    raster
        Tells the system of the cells.
    place
        The grid of the picture.
    nothing
        The value of cells without data, there and here.
    smooth
        Between the cells (heights), or from the nearest one (classes).

    Returns
    -------
    numpy.ndarray
        Rows and columns of the picture, of the same type as the cells.
    """
    result = np.full((place.height, place.width), nothing, dtype=cells.dtype)
    reproject(
        cells, result, src_transform=transform, src_crs=raster.crs.to_wkt(), src_nodata=nothing,
        dst_transform=place.transform, dst_crs="EPSG:3857", dst_nodata=nothing,
        resampling=Resampling.bilinear if smooth else Resampling.nearest, num_threads=1,
    )  # fmt: skip
    return result


def png(pixels: Pixels, colours: Sequence[Colour]) -> bytes:
    """Write a picture of numbered colours; number 0 is transparent, number 1 the first colour.

    Parameters
    ----------
    pixels
        Numbers of colours.
    colours
        Red, green and blue from 0 to 255.
    """
    height, width = pixels.shape
    palette = {0: (255, 255, 255, 0)} | {place: (*colour, 255) for place, colour in enumerate(colours, start=1)}
    with warnings.catch_warnings(), MemoryFile() as memory:
        # The page says where the picture lies, not its file.
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with memory.open(driver="PNG", width=width, height=height, count=1, dtype="uint8", ZLEVEL=9) as file:
            file.write(pixels, 1)
            file.write_colormap(1, palette)
        written: bytes = memory.read()
    return written


def light(draw: Callable[[int], Picture]) -> Picture:
    """Draw a picture with as many pixels as it may have without being heavier than ``MOST_BYTES``.

    Parameters
    ----------
    draw
        Draws it with at most so many pixels on its longer side.
    """
    most = MOST_PIXELS
    picture = draw(most)
    while len(picture.data) > MOST_BYTES and most > FEWEST_PIXELS:
        most = max(FEWEST_PIXELS, int(0.95 * most * math.sqrt(MOST_BYTES / len(picture.data))))
        picture = draw(most)
    return picture
