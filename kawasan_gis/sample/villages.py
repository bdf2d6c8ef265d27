"""The clean villages table of the made-up land."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from kawasan_gis.codes import kabupaten_code, kecamatan_code
from kawasan_gis.errors import StudyError
from kawasan_gis.sample.boundaries import village_shapes
from kawasan_gis.sample.names import kecamatan_name, numbered, village_names
from kawasan_gis.sample.noise import Array
from kawasan_gis.sample.regions import FIRST_PROVINCE, KABUPATEN_PER_PROVINCE, PROVINCES, Regions, divided
from kawasan_gis.sample.seeds import Numbers
from kawasan_gis.sample.terrain import CRS, Land, bent, hilliness, outline, rivers, seaward

# Three provinces of 99 kabupaten of 300 villages: as many as codes can be given.
MOST = PROVINCES * KABUPATEN_PER_PROVINCE * 300


@dataclass(frozen=True)
class Settled:
    """The land and its villages; beside the table, in its order, what the layers are made from.

    ``about`` has the columns x, y (the village centre in EPSG:32749), to_town_m, hills (0..1), seat (bool).
    """

    land: Land
    villages: gpd.GeoDataFrame
    about: pd.DataFrame


def sample_villages(n_villages: int = 140, *, seed: int = 2026) -> gpd.GeoDataFrame:
    """Generate the villages of a made-up kabupaten: a clean coverage whose borders are shared exactly.

    It lies in the Java Sea, where there is no land, and its codes (province 99) do not exist.

    Parameters
    ----------
    n_villages
        How many; 1 to 89,100. From 12 on the last is an island. More than 300 are split into several kabupaten
        (99.01, 99.02, ... 98.01, ...) of about 250, in kecamatan of about 15.
    seed
        The same seed gives the same villages.

    Returns
    -------
    geopandas.GeoDataFrame
        On ``kode_desa``, in EPSG:32749: ``nama_desa, kecamatan, kabupaten, provinsi, status, area_ha, population``
        and valid polygons.

    Raises
    ------
    StudyError
        When ``n_villages`` is not within its bounds.
    """
    return settled(n_villages, seed).villages


def settled(n_villages: int, seed: int) -> Settled:
    """Generate the villages and what their layers are made from; see :func:`sample_villages`."""
    if not 1 <= n_villages <= MOST:
        raise StudyError(f"n_villages must be 1 to {MOST}, got {n_villages}; choose a number of villages in between")
    shapes = village_shapes(Land(n_villages, seed))
    regions = divided(shapes)
    order = np.argsort(regions.codes.astype(str), kind="stable")
    hills = np.round(hilliness(shapes.land, shapes.centres), 3)
    names = np.array(village_names(_settings(shapes.land, shapes.centres, hills), seed), dtype=object)
    index = pd.Index(regions.codes[order].astype(str), name="kode_desa", dtype="str")
    villages = gpd.GeoDataFrame({"nama_desa": names[order]}, index=index, geometry=shapes.polygons[order], crs=CRS)
    villages = _with_regions(villages, regions.kelurahan[order])
    villages["area_ha"] = (shapely.area(shapes.polygons[order]) / 1e4).round(2)
    villages["population"] = _population(villages, regions, order, hills, seed)
    about = pd.DataFrame(
        {
            "x": shapes.centres[order, 0],
            "y": shapes.centres[order, 1],
            "to_town_m": regions.to_town_m[order].round(0),
            "hills": hills[order],
            "seat": regions.seats[order],
        },
        index=index,
    )
    columns = ["nama_desa", "kecamatan", "kabupaten", "provinsi", "status", "area_ha", "population", "geometry"]
    return Settled(shapes.land, villages[columns].astype({"nama_desa": "str"}), about)


def _settings(land: Land, centres: Array, hills: Array) -> list[str]:
    """Tell for every village whether it is known by the coast, the river, the plain or the hills."""
    coast = shapely.segmentize(outline(land).exterior, 200)
    ring = bent(land, shapely.get_coordinates(coast))
    sea = shapely.MultiPoint(ring[seaward(land, ring)]) if seaward(land, ring).any() else shapely.MultiPoint(ring)
    courses = [bent(land, shapely.get_coordinates(shapely.segmentize(river, 200))) for river in rivers(land).values()]
    water = shapely.union_all([shapely.LineString(course) for course in courses])
    points = shapely.points(centres)
    near = 0.05 * land.size
    shapely.prepare([sea, water])
    kinds = [shapely.dwithin(sea, points, near), shapely.dwithin(water, points, near), hills > 0.3]
    settings = [str(kind) for kind in np.select(kinds, ["coast", "river", "hills"], "plain")]
    return [*settings[:-1], "island"] if land.has_island else settings


def _with_regions(villages: gpd.GeoDataFrame, kelurahan: NDArray[np.bool_]) -> gpd.GeoDataFrame:
    codes = villages.index
    kecamatan = kecamatan_code(codes).str[6:8].astype(int) - 1
    kabupaten = kabupaten_code(codes)
    province = FIRST_PROVINCE + 1 - codes.str[:2].astype(int)
    number = (province - 1) * KABUPATEN_PER_PROVINCE + kabupaten.str[3:5].astype(int)
    villages["kecamatan"] = pd.Series([kecamatan_name(place) for place in kecamatan], codes, dtype="str")
    villages["kabupaten"] = pd.Series([numbered("Contoh", place) for place in number], codes, dtype="str")
    villages["provinsi"] = pd.Series([numbered("Provinsi Contoh", place) for place in province], codes, dtype="str")
    villages["status"] = pd.Series(np.where(kelurahan, "kelurahan", "desa"), codes, dtype="str")
    return villages


def _population(villages: gpd.GeoDataFrame, regions: Regions, order: Numbers, hills: Array, seed: int) -> pd.Series:
    """Draw head counts: thousands in town, hundreds in the hills, more in larger villages."""
    rng = np.random.default_rng((seed, 21))
    spread = np.exp(rng.normal(0, 0.35, len(villages)))
    near = np.exp(-regions.to_town_m[order] / 9000)
    rural = (420 + 1300 * near + 900 * (1 - hills[order])) * (villages["area_ha"] / 1000).clip(0.2, 4) ** 0.3
    urban = np.where(villages["status"] == "kelurahan", 3600 + 2200 * near, 0)
    return ((rural + urban) * spread).round(0).astype("int64")
