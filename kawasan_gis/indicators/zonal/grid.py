"""Rasters: opened and looked at once, read in blocks; villages laid on their grid.

Memory stays bounded whatever the size: the cells of all bands that are looked at together, with the numbers made of
them, take at most about ``BLOCK_BYTES`` (one tile of each band, if that is more), and GDAL keeps ``CACHE_MB`` of
decoded tiles. With the villages' outlines and what is counted per village that is all.
"""

import math
import warnings
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from kawasan_gis.addresses import ADDRESS, LOCAL, REMOTE, check_local
from kawasan_gis.errors import CRSError, DataError, GeometryError, StudyError, TableError, listing
from kawasan_gis.indicators.zonal.coverage import Outline, Spans

BLOCK_BYTES = 128 * 2**20
BAND_ROWS = 512
CACHE_MB = 128


class Raster(NamedTuple):
    """What a raster file says about itself; one entry per band in the tuples."""

    label: str
    place: str
    remote: bool
    crs: CRS
    transform: Any
    width: int
    height: int
    block: tuple[int, int]
    dtypes: tuple[str, ...]
    nodata: tuple[float | None, ...]
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    palettes: tuple[bool, ...]
    masked: tuple[bool, ...]

    @property
    def name(self) -> str:
        """The file's name."""
        return self.place.split("?")[0].replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def grid(self) -> tuple[Any, ...]:
        """What two rasters have in common when a cell is the same ground in both."""
        return (self.crs.to_wkt(), *self.transform[:6], self.width, self.height)

    def cell_bytes(self, band: int) -> int:
        """Bytes of a stored cell."""
        return np.dtype(self.dtypes[band - 1]).itemsize

    def rewritten(self, band: int) -> bool:
        """Whether a band has a mask or a scale, so that its cells come as floats."""
        return self.masked[band - 1] or (self.scales[band - 1], self.offsets[band - 1]) != (1.0, 0.0)


def look_at(place: str | Path, label: str, *, remote: bool = False) -> Raster:
    """Open a raster and check that its grid can be used.

    Raises
    ------
    DataError
        When there is no such file, it is no raster or has no band, or the grid is nowhere, rotated, south up, without
        a usable reference system, or of complex numbers.
    StudyError
        When the place is an address and ``remote`` is not set, or a file that leads to one.
    """
    place = str(place)
    if ADDRESS.match(place):
        if not remote:
            raise StudyError(f"{label}: {place} is an address; say remote = true to read it over the network")
    elif not Path(place).is_file():
        raise DataError(f"{label}: there is no file {place}")
    else:
        check_local(Path(place), f"{label}: {Path(place).name}")
    name = place.rsplit("/", 1)[-1]
    try:
        with warnings.catch_warnings(), environment(remote=remote):
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with rasterio.open(place) as file:
                seen = _described(file, label, place, remote)
    except rasterio.errors.RasterioIOError as error:
        raise DataError(f"{label}: cannot read {name} as a raster: {error}") from error
    transform = seen.transform
    if transform.is_identity:
        raise GeometryError(f"{label}: {name} does not say where its cells lie; georeference it first (QGIS)")
    if transform.b or transform.d:
        raise GeometryError(f"{label}: {name} is rotated; warp it north-up first (gdalwarp)")
    if transform.e > 0:
        raise GeometryError(f"{label}: {name} is stored south up; warp it north-up first (gdalwarp)")
    if any(dtype.startswith("complex") for dtype in seen.dtypes):
        raise TableError(f"{label}: {name} holds complex numbers; write their real part or amplitude to a file first")
    return seen


def _described(file: Any, label: str, place: str, remote: bool) -> Raster:
    name = place.rsplit("/", 1)[-1]
    if not file.count:
        parts = f": name one of them as a file of its own, of {listing(file.subdatasets)}" if file.subdatasets else ""
        raise DataError(f"{label}: {name} has no band{parts}")
    if file.crs is None:
        raise CRSError(f"{label}: {name} has no coordinate reference system; assign it in QGIS")
    if not (file.crs.is_geographic or file.crs.is_projected):
        raise CRSError(f"{label}: {name} is in a local system; assign a real one in QGIS")
    return Raster(
        label, place, remote, CRS.from_wkt(file.crs.to_wkt()), file.transform, file.width, file.height,
        max(file.block_shapes), tuple(file.dtypes), tuple(file.nodatavals), tuple(file.scales), tuple(file.offsets),
        tuple(kind == ColorInterp.palette for kind in file.colorinterp),
        tuple(bool({MaskFlags.per_dataset, MaskFlags.alpha} & set(flags)) for flags in file.mask_flag_enums),
    )  # fmt: skip


def environment(*, remote: bool) -> Any:
    """Give the options GDAL reads by."""
    return rasterio.Env(GDAL_CACHEMAX=CACHE_MB, **(REMOTE if remote else LOCAL))


def check_band(raster: Raster, band: int, whose: str, *, numbers: bool) -> None:
    """Refuse a band that is not there, and codes of a palette where ``numbers`` are wanted."""
    bands = len(raster.dtypes)
    if not 1 <= band <= bands:
        raise DataError(f"{whose}: {raster.name} has {bands} bands, not {band}")
    if numbers and raster.palettes[band - 1]:
        raise TableError(
            f"{whose}: {raster.name} holds class codes with a palette, of which no mean or sum can be taken; "
            "use class_share or class_ha"
        )


class Laid(NamedTuple):
    """Villages on a grid: their outline in cells, and how many cells each has, inside the raster or not."""

    outline: Outline
    cells: NDArray[np.float64]


def lay(villages: gpd.GeoDataFrame, raster: Raster) -> Laid:
    """Bring the villages' outlines onto a raster's grid.

    Raises
    ------
    CRSError
        When the raster lies outside the villages, or they have no reference system.
    DataError
        When there are no villages.
    """
    if villages.crs is None:
        raise CRSError("the villages have no coordinate reference system; give them one with set_crs")
    if villages.empty:
        raise DataError(f"{raster.label}: there are no villages to measure")
    shapes = shapely.orient_polygons(villages.geometry.to_crs(raster.crs).to_numpy())
    t = raster.transform
    check_meets(raster, shapely.total_bounds(shapes))
    return Laid(_outline(shapes, raster), shapely.area(shapes) / abs(t.a * t.e))


def check_meets(raster: Raster, extent: Any) -> None:
    """Refuse a raster that lies outside an extent (west, south, east, north) in its own system."""
    t = raster.transform
    bounds = (t.c, t.f + t.e * raster.height, t.c + t.a * raster.width, t.f)
    west, south, east, north = extent
    meets = west < bounds[2] and east > bounds[0] and south < bounds[3] and north > bounds[1]
    if not meets or not np.isfinite([west, south, east, north]).all():
        where = transform_bounds(raster.crs.to_wkt(), "EPSG:4326", *bounds)
        raise CRSError(
            f"{raster.label} lies outside the villages (longitude {where[0]:.2f} to {where[2]:.2f}, latitude "
            f"{where[1]:.2f} to {where[3]:.2f}): another region, or a wrong reference system"
        )


def _outline(shapes: Any, raster: Raster) -> Outline:
    t = raster.transform
    parts, village = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = (points[:, 0] - t.c) / t.a, (points[:, 1] - t.f) / t.e
    first = np.searchsorted(village[part][ring], np.arange(len(shapes) + 1))
    top, bottom = np.zeros(len(shapes), np.int64), np.zeros(len(shapes), np.int64)
    full = first[1:] > first[:-1]
    top[full] = np.floor(np.minimum.reduceat(y, first[:-1][full])).astype(np.int64)
    bottom[full] = np.ceil(np.maximum.reduceat(y, first[:-1][full])).astype(np.int64)
    top, bottom = np.clip(top, 0, raster.height), np.clip(bottom, 0, raster.height)
    return Outline(x, y, ring.astype(np.int64), first.astype(np.int64), top, bottom)


def row_hectares(raster: Raster) -> NDArray[np.float64]:
    """Hectares of a cell in each row; on the ellipsoid when the raster is in degrees.

    The area between two parallels in closed form: Snyder, J. P. (1987), Map projections: a working manual, eq. 3-12.
    """
    t = raster.transform
    unit = raster.crs.axis_info[0].unit_conversion_factor
    if not raster.crs.is_geographic:
        return np.full(raster.height, abs(t.a * t.e) * unit**2 / 10_000)
    earth: Any = raster.crs.ellipsoid
    e = math.sqrt(max(1 - (earth.semi_minor_metre / earth.semi_major_metre) ** 2, 1e-18))
    sine = np.sin(np.clip((t.f + t.e * np.arange(raster.height + 1)) * unit, -math.pi / 2, math.pi / 2))
    q = (1 - e**2) * (sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e)
    hectares: NDArray[np.float64] = earth.semi_major_metre**2 / 2 * abs(t.a) * unit * -np.diff(q) / 10_000
    return hectares


def band_rows(rasters: list[Raster], cell_bytes: int) -> int:
    """Rows to look at together: whole rows of tiles, few enough where a tile is as wide as the raster."""
    tall = max(raster.block[0] for raster in rasters)
    rows = tall * max(1, BAND_ROWS // tall)
    if all(raster.block[1] < raster.width for raster in rasters):
        return rows
    fits = max(1, BLOCK_BYTES // (rasters[0].width * cell_bytes))
    return rows if rows <= fits else max(1, fits // tall * tall if fits >= tall else fits)


def chunks(spans: Spans, tile: int, rows: int, cell_bytes: int) -> list[tuple[int, int]]:
    """Columns to read together: the columns of tiles that a span touches, neighbours together while they fit."""
    first, last = spans.start // tile, (spans.stop - 1) // tile
    change = np.zeros(int(last.max()) + 2, np.int64)
    np.add.at(change, first, 1)
    np.add.at(change, last + 1, -1)
    touched = np.flatnonzero(np.cumsum(change) > 0)
    most = max(1, BLOCK_BYTES // (rows * cell_bytes * tile))
    found: list[tuple[int, int]] = []
    for group in np.split(touched, np.flatnonzero(np.diff(touched) > 1) + 1):
        found += [(int(part[0]) * tile, (int(part[-1]) + 1) * tile) for part in _runs(group, most)]
    return [(max(a, int(spans.start.min())), min(b, int(spans.stop.max()))) for a, b in found]


def _runs(items: NDArray[np.int64], most: int) -> list[NDArray[np.int64]]:
    return [items[place : place + most] for place in range(0, len(items), most)]


class Reader:
    """Open rasters of one grid; reads blocks at full resolution, never from overviews."""

    def __init__(self, stack: ExitStack, rasters: list[Raster]) -> None:
        stack.enter_context(environment(remote=any(raster.remote for raster in rasters)))
        self._files = {raster.place: stack.enter_context(rasterio.open(raster.place)) for raster in rasters}

    def read(self, raster: Raster, band: int, window: tuple[int, int, int, int]) -> Any:
        """Cells of rows ``top`` to ``bottom`` and columns ``left`` to ``right`` as they are stored.

        Bands with a mask or a scale come as floats, NaN where masked.

        Raises
        ------
        DataError
            When the file is damaged or the network fails.
        """
        top, bottom, left, right = window
        place, masked = Window(left, top, right - left, bottom - top), raster.masked[band - 1]
        try:
            cells = self._files[raster.place].read(band, window=place, masked=masked)
        except rasterio.errors.RasterioIOError as error:
            raise DataError(f"{raster.label}: cannot read the cells of {raster.name}: {error}") from error
        scale, offset = raster.scales[band - 1], raster.offsets[band - 1]
        if masked:
            cells = cells.astype("float64").filled(np.nan)
        if (scale, offset) != (1.0, 0.0):
            missing = cells == missing_of(raster, band, stored=True)
            cells = np.where(missing, np.nan, cells * scale + offset)
        return cells


def missing_of(raster: Raster, band: int, *, stored: bool = False) -> float:
    """Give the value that stands for no data in a block; NaN when there is none or it is NaN already."""
    nodata = raster.nodata[band - 1]
    if nodata is None or (not stored and raster.rewritten(band)):
        return math.nan
    dtype = np.dtype(raster.dtypes[band - 1])
    # A raster of floats may state a number that only a double can hold.
    with np.errstate(over="ignore"):
        return float(dtype.type(nodata)) if dtype.kind == "f" else float(nodata)
