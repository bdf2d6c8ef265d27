"""Zonal statistics of rasters, exact: every cell counts by the part of it that lies in the village.

References
----------
Baston, D. exactextract (https://github.com/isciences/exactextract), which does the work.
"""

import math
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
import rasterio
import shapely
from exactextract import exact_extract
from pyproj import CRS
from rasterio.warp import transform_bounds

from kawasan_gis.errors import CRSError, DataError, GeometryError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.layers import Layer

# Below this share of valid cells a village's number would speak for ground that was not seen.
LEAST_VALID_SHARE = 0.5
FULL_SHARE = 0.99


class Raster(NamedTuple):
    """An opened raster layer: its file, and the villages in its reference system."""

    layer: Layer
    villages: gpd.GeoDataFrame
    cell_area: float
    bands: int


def open_raster(villages: gpd.GeoDataFrame, layer: Layer) -> Raster:
    """Look at a raster's grid and bring the villages into its reference system.

    Raises
    ------
    DataError
        When the file is missing or no raster, or the grid is rotated.
    CRSError
        When it has no reference system, or lies outside the villages.
    """
    if not layer.path.is_file():
        raise DataError(f"layer {layer.name}: there is no file {layer.path}")
    try:
        with rasterio.open(layer.path) as raster:
            system, transform, bounds, bands = raster.crs, raster.transform, raster.bounds, raster.count
    except rasterio.errors.RasterioIOError as error:
        raise DataError(f"layer {layer.name}: cannot read {layer.path.name} as a raster: {error}") from error
    if system is None:
        raise CRSError(f"layer {layer.name}: {layer.path.name} has no coordinate reference system; assign it in QGIS")
    if transform.e > 0:
        raise GeometryError(
            f"layer {layer.name}: {layer.path.name} is stored south up; warp it north-up first (gdalwarp)"
        )
    if transform.b or transform.d:
        raise GeometryError(f"layer {layer.name}: {layer.path.name} is rotated; warp it north-up first (gdalwarp)")
    if not (system.is_geographic or system.is_projected):
        raise CRSError(f"layer {layer.name}: {layer.path.name} is in a local system; assign a real one in QGIS")
    own = villages[["geometry"]].to_crs(CRS.from_wkt(system.to_wkt()))
    west, south, east, north = own.total_bounds
    if west > bounds.right or east < bounds.left or south > bounds.top or north < bounds.bottom:
        where = transform_bounds(system, "EPSG:4326", *bounds)
        raise CRSError(
            f"layer {layer.name} lies outside the villages (longitude {where[0]:.2f} to {where[2]:.2f}, latitude "
            f"{where[1]:.2f} to {where[3]:.2f}): another region, or a wrong reference system"
        )
    return Raster(layer, own, abs(transform.a * transform.e), bands)


def _extract(raster: Raster, indicator: Indicator, findings: Findings, *operations: str) -> pd.DataFrame:
    """Run exactextract; villages with too few valid cells get no row, partly covered ones a finding."""
    if indicator.band > raster.bands:
        raise DataError(
            f"indicator {indicator.name}: {raster.layer.path.name} has {raster.bands} bands, not {indicator.band}"
        )
    try:
        with rasterio.open(raster.layer.path) as source:
            table = exact_extract(source, raster.villages, ["count", *operations], output="pandas")
    except (rasterio.errors.RasterioIOError, RuntimeError) as error:
        raise DataError(
            f"layer {raster.layer.name}: cannot read the cells of {raster.layer.path.name}: {error}"
        ) from error
    prefix = "" if raster.bands == 1 else f"band_{indicator.band}_"
    table = table[[prefix + name for name in ["count", *operations]]].set_axis(["count", *operations], axis=1)
    table.index = raster.villages.index
    # Both areas in the raster's own units, degrees too: only their ratio matters.
    valid = table["count"] * raster.cell_area / shapely.area(raster.villages.geometry.to_numpy())
    table["valid_share"] = valid.clip(upper=1.0)
    for kode in table.index[table["valid_share"] < FULL_SHARE]:
        share = math.floor(table.at[kode, "valid_share"] * 100)
        findings.add("partly_covered", str(kode), value=share, detail=indicator.name)
    return table.where(table["valid_share"] >= LEAST_VALID_SHARE)


def mean(villages: gpd.GeoDataFrame, raster: Raster, indicator: Indicator, findings: Findings) -> pd.Series:
    """Mean of the cells under each village, in the raster's unit; cells without data do not count."""
    return _extract(raster, indicator, findings, "mean")["mean"].reindex(villages.index)


def total(villages: gpd.GeoDataFrame, raster: Raster, indicator: Indicator, findings: Findings) -> pd.Series:
    """Sum of the cells under each village (people, tonnes); cells without data count nothing."""
    return _extract(raster, indicator, findings, "sum")["sum"].reindex(villages.index)


def class_share(villages: gpd.GeoDataFrame, raster: Raster, indicator: Indicator, findings: Findings) -> pd.Series:
    """Share (0..1) of each village's cells with data that are of the given classes."""
    return _classes(raster, indicator, findings)["share"].reindex(villages.index)


def class_ha(villages: gpd.GeoDataFrame, raster: Raster, indicator: Indicator, findings: Findings) -> pd.Series:
    """Hectares of the given classes in each village: their share of the village times its measured area."""
    table = _classes(raster, indicator, findings)
    return (table["share"] * table["valid_share"]).reindex(villages.index) * villages["area_ha"]


def _classes(raster: Raster, indicator: Indicator, findings: Findings) -> pd.DataFrame:
    table = _extract(raster, indicator, findings, "unique", "frac")
    seen = table.dropna(subset="valid_share")
    found = {float(code) for codes in seen["unique"] for code in codes}
    if fractions := sorted(code for code in found if not code.is_integer()):
        raise TableError(
            f"indicator {indicator.name}: cells of {raster.layer.path.name} are no class codes: {listing(fractions)}"
        )
    for code in sorted(set(indicator.classes) - found):
        findings.add("class_not_found", value=code, detail=f"{indicator.name} ({listing(sorted(map(int, found)), 20)})")
    shares = [
        math.fsum(part for code, part in zip(unique, frac, strict=True) if int(code) in indicator.classes)
        for unique, frac in zip(seen["unique"], seen["frac"], strict=True)
    ]
    return table.assign(share=pd.Series(shares, index=seen.index, dtype="float64"))
