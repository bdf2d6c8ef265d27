"""The forest estate (kawasan hutan): zones by function that follow the hills, not what grows there."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.sample.grids import CELL_M, Grids
from kawasan_gis.sample.noise import fractal
from kawasan_gis.sample.terrain import CRS, hilliness
from kawasan_gis.sample.villages import Settled

PROTECTED, PRODUCTION, CONVERTIBLE, OTHER_USE = 1001, 1003, 1005, 1007
NAMES = {
    PROTECTED: "Hutan Lindung",
    PRODUCTION: "Hutan Produksi Tetap",
    CONVERTIBLE: "Hutan Produksi yang dapat Dikonversi",
    OTHER_USE: "Areal Penggunaan Lain",
}
# Patches below this many cells go to what surrounds them.
LEAST_CELLS = 400
# Borders are drawn as straight as this, in metres: the estate is mapped at 1:250,000.
TOLERANCE_M = 150.0


def forest_estate(settled: Settled, grids: Grids) -> gpd.GeoDataFrame:
    """Draw the zones: protected on the hills, production around them, convertible at its edge, other use elsewhere.

    Returns
    -------
    geopandas.GeoDataFrame
        One row per zone: ``FUNGSIKWS`` (text), ``KETERANGAN``; polygons that cover the land once, in EPSG:32749.
    """
    from rasterio.features import shapes, sieve

    wide = fractal(grids.places, spacing=5200, octaves=3, key=(settled.land.seed, 80))
    hills = hilliness(settled.land, grids.places) + 0.3 * wide
    codes = np.full(grids.owner.shape, OTHER_USE, dtype=np.int16)
    for code, above in ((CONVERTIBLE, 0.62), (PRODUCTION, 0.74), (PROTECTED, 1.0)):
        codes[hills > above] = code
    codes = sieve(codes, LEAST_CELLS)
    zones = [
        (str(int(code)), shapely.geometry.shape(shape))
        for shape, code in shapes(codes, mask=grids.owner >= 0, transform=grids.transform)
        if shapely.geometry.shape(shape).area >= LEAST_CELLS * CELL_M**2 / 4
    ]
    table = pd.DataFrame(zones, columns=["FUNGSIKWS", "geometry"])
    smooth = shapely.coverage_simplify(table["geometry"].to_numpy(), TOLERANCE_M)
    result = gpd.GeoDataFrame(
        {"FUNGSIKWS": table["FUNGSIKWS"], "KETERANGAN": table["FUNGSIKWS"].astype(int).map(NAMES)},
        geometry=smooth, crs=CRS,
    )  # fmt: skip
    return result.sort_values("FUNGSIKWS", kind="stable", ignore_index=True)
