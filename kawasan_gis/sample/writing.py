"""The whole sample written to a folder: the same bytes every time, with the same versions of the libraries."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import scipy
import shapely
from affine import Affine
from numpy.typing import NDArray

from kawasan_gis.errors import StudyError
from kawasan_gis.files import written_whole
from kawasan_gis.sample.dirt import as_delivered, in_degrees, with_islet
from kawasan_gis.sample.estate import forest_estate
from kawasan_gis.sample.facilities import health_posts, markets, schools
from kawasan_gis.sample.grids import coarse_height, coarse_slope, gridded, land_cover
from kawasan_gis.sample.roads import road_lines
from kawasan_gis.sample.tables import code_list, commodities, village_index
from kawasan_gis.sample.terrain import CRS
from kawasan_gis.sample.texts import DECREE, readme, study
from kawasan_gis.sample.villages import settled
from kawasan_gis.sample.waters import river_lines

# Fewer villages have no room for the dirt; more are grids of hundreds of millions of cells.
FEWEST, MOST = 60, 2000
MADE_UP = "Data buatan (contoh). Made up: no such place exists."
NO_VALUE = -9999.0


def make_sample(folder: str | os.PathLike[str], *, n_villages: int = 140, seed: int = 2026) -> Path:
    """Write a made-up kabupaten as a planner would get it: boundaries with dirt, layers, tables and a study.

    Parameters
    ----------
    folder
        Where to; made when it is not there. Files of the same names are replaced.
    n_villages
        How many villages; 60 to 2,000.
    seed
        The same seed, size and library versions give the same bytes.

    Returns
    -------
    pathlib.Path
        The ``study.toml`` in the folder. ``README.md`` beside it tells what every file is and what is dirty.

    Raises
    ------
    StudyError
        When ``n_villages`` is not within its bounds.
    OutputError
        When the folder cannot be written to.
    """
    if not FEWEST <= n_villages <= MOST:
        raise StudyError(
            f"a sample has {FEWEST} to {MOST} villages, got {n_villages}; "
            "for villages alone, without layers, use kawasan_gis.sample.sample_villages"
        )
    out = Path(folder)
    _write_text(out / "versions.json", json.dumps(versions(), indent=2) + "\n")
    place, multipart = with_islet(settled(n_villages, seed))
    delivered, names, dirt = as_delivered(place, multipart)
    waters = river_lines(place.land, shapely.union_all(place.villages.geometry.to_numpy()))
    grids = gridded(place, waters)
    roads = road_lines(place, grids)
    cover = land_cover(place, grids, roads)
    index, blank = village_index(place, names, dirt)
    school_list, spoilt = schools(place)
    _write_vector(out / "villages.gpkg", delivered)
    _write_csv(out / "kode_wilayah.csv", code_list(place, names, dirt))
    _write_csv(out / "indeks_desa.csv", index)
    _write_raster(out / "tutupan_lahan.tif", cover, grids.transform, nodata=0)
    for name, (values, transform) in {"lereng": coarse_slope(grids), "ketinggian": coarse_height(grids)}.items():
        _write_raster(out / f"{name}.tif", np.where(np.isnan(values), NO_VALUE, values), transform, nodata=NO_VALUE)
    _write_vector(out / "kawasan_hutan.gpkg", in_degrees(forest_estate(place, grids)))
    _write_vector(out / "jalan.gpkg", in_degrees(roads))
    _write_vector(out / "sungai.gpkg", in_degrees(waters))
    _write_geojson(out / "pasar.geojson", markets(place))
    _write_csv(out / "sekolah.csv", school_list)
    _write_vector(out / "kesehatan.gpkg", health_posts(place))
    _write_csv(out / "komoditas_kecamatan.csv", commodities(place, grids, cover))
    _write_text(out / "README.md", readme(dirt, names, blank, spoilt, n_villages=n_villages, seed=seed))
    _write_text(out / "decree.toml", DECREE)
    return _write_text(out / "study.toml", study())


def versions() -> dict[str, str]:
    """The versions that decide over the bytes of the sample."""
    import rasterio

    return {
        "gdal (pyogrio)": pyogrio.__gdal_version_string__,
        "gdal (rasterio)": rasterio.__gdal_version__,
        "geos": shapely.geos_version_string,
        "geopandas": gpd.__version__,
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "pyogrio": pyogrio.__version__,
        "rasterio": rasterio.__version__,
        "scipy": scipy.__version__,
        "shapely": shapely.__version__,
    }


@contextmanager
def _fixed_date() -> Iterator[None]:
    """Keep the clock out of GeoPackages."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_vector(path: Path, table: gpd.GeoDataFrame) -> None:
    with written_whole(path) as partial, _fixed_date():
        pyogrio.write_dataframe(table, partial, layer=path.stem, driver="GPKG", DESCRIPTION=MADE_UP)


def _write_geojson(path: Path, table: gpd.GeoDataFrame) -> None:
    """Write points as GeoJSON with six decimals, one feature per line."""
    features = [
        {
            "type": "Feature",
            "properties": row.drop("geometry").to_dict(),
            "geometry": {"type": "Point", "coordinates": [round(row.geometry.x, 6), round(row.geometry.y, 6)]},
        }
        for _, row in table.iterrows()
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    head = f'"type": "FeatureCollection", "name": "{path.stem}", "description": "{MADE_UP}"'
    _write_text(path, f'{{{head}, "features": [\n{lines}\n]}}\n')


def _write_csv(path: Path, table: pd.DataFrame) -> None:
    _write_text(path, table.to_csv(index=False, lineterminator="\n"))


def _write_text(path: Path, text: str) -> Path:
    with written_whole(path) as partial:
        partial.write_bytes(text.encode("utf-8"))
    return path


def _write_raster(path: Path, values: NDArray[Any], transform: Affine, *, nodata: float) -> None:
    import rasterio

    profile = {
        "driver": "GTiff",
        "count": 1,
        "height": values.shape[0],
        "width": values.shape[1],
        "dtype": str(values.dtype),
        "crs": CRS,
        "transform": transform,
        "nodata": nodata,
        "compress": "deflate",
        "predictor": 2 if values.dtype.kind == "u" else 3,
        "zlevel": 9,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
    }
    with written_whole(path) as partial, rasterio.open(partial, "w", **profile) as raster:
        raster.write(values, 1)
        raster.update_tags(TIFFTAG_IMAGEDESCRIPTION=MADE_UP)
