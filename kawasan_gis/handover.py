"""Hand-over to QGIS: one GeoPackage with all layers of a run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from kawasan_gis.errors import OutputError
from kawasan_gis.files import written_whole

# GeoPackage stores when each layer was last changed; a fixed date keeps the bytes the same.
NO_DATE = "2000-01-01T00:00:00.000Z"
VERSION = "1.2"


def write_gpkg(
    path: str | os.PathLike[str],
    villages: gpd.GeoDataFrame,
    borders: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame,
    *,
    indicators: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
) -> None:
    """Write villages (with indicators and scores), borders, candidates and members as layers of one file.

    Parameters
    ----------
    path
        The file; GeoPackage version 1.2, which old QGIS reads without a warning.
    villages, borders, ranking, members
        The tables of those names; members become a layer of village polygons, one per candidate and village.
    indicators, scores
        Joined to the villages when given.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    extra = [table for table in (scores, indicators) if table is not None]
    joined = villages.join(pd.concat(extra, axis=1)) if extra else villages
    shapes = villages.loc[members["kode_desa"], ["nama_desa", "kecamatan", "geometry"]].reset_index(drop=True)
    placed = gpd.GeoDataFrame(pd.concat([members.reset_index(drop=True), shapes], axis=1), crs=villages.crs)
    placed.insert(0, "rank", placed["candidate_id"].map(ranking["rank"]))
    layers = {
        "villages": joined.reset_index(),
        "borders": borders,
        "candidates": ranking.reset_index(),
        "members": placed,
    }
    with written_whole(path) as partial, _undated(), _refused_clearly(path):
        for name, table in layers.items():
            pyogrio.write_dataframe(
                table, partial, layer=name, driver="GPKG", dataset_options={"VERSION": VERSION},
                append=partial.exists(), promote_to_multi=True,
            )  # fmt: skip


@contextmanager
def _refused_clearly(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn what the writer raises, a full disk for one, into our error."""
    try:
        yield
    except (DataSourceError, DataLayerError) as error:
        raise OutputError(f"cannot write {path}: {error}; is there room on the disk?") from error


@contextmanager
def _undated() -> Iterator[None]:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
