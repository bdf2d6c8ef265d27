"""One GeoPackage with all layers of a run, each with its styles."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from kawasan_gis.errors import OutputError
from kawasan_gis.files import written_whole
from kawasan_gis.handover import words
from kawasan_gis.handover.content import SHAPES, Shape, layers_of
from kawasan_gis.handover.styles import Style, styles_of
from kawasan_gis.i18n import Language
from kawasan_gis.maps.content.themes import themes

# GeoPackage stores when each layer was last changed; a fixed date keeps the bytes the same.
NO_DATE = "2000-01-01T00:00:00.000Z"
VERSION = "1.2"
STYLES = "layer_styles"
TYPES: dict[Shape, str] = {"polygon": "MultiPolygon", "line": "MultiLineString", "point": "Point"}


def write_gpkg(
    path: str | os.PathLike[str],
    villages: gpd.GeoDataFrame,
    borders: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame,
    *,
    indicators: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    about: pd.DataFrame | None = None,
    surroundings: gpd.GeoDataFrame | None = None,
    features: gpd.GeoDataFrame | None = None,
    language: Language = "id",
) -> None:
    """Write the tables of a run as layers of one file that QGIS opens styled as the sheet is.

    Parameters
    ----------
    path
        The file; GeoPackage version 1.2, which old QGIS reads without a warning.
    villages, borders, ranking, members
        The tables of those names; members become a layer of village polygons, one per candidate and village.
    indicators, scores
        Joined to the villages when given; villages can then be coloured by each.
    about
        Label and unit of each indicator, for legends and names of fields.
    surroundings
        What lies around the study.
    features
        Roads, rivers, facilities and places of the study.
    language
        Of labels and names of fields, ``id`` or ``en``.

    Raises
    ------
    OutputError
        When the file cannot be written.
    TableError
        When a table lacks a column, a member is not among the villages, or a feature is of an unknown kind.
    CRSError
        When a table is not in a projected system.
    """
    layers = layers_of(
        villages, borders, ranking, members, indicators=indicators, scores=scores,
        surroundings=surroundings, features=features,
    )  # fmt: skip
    listed = themes(villages, indicators, about, scores, language)
    styles = styles_of(layers, listed, about=about, language=language)
    with written_whole(path) as partial, _undated(), _refused_clearly(path):
        for name, table in layers.items():
            pyogrio.write_dataframe(
                table, partial, layer=name, driver="GPKG", dataset_options={"VERSION": VERSION},
                layer_options={"DESCRIPTION": words.LAYERS[name].say(language)},
                append=partial.exists(), geometry_type=TYPES[SHAPES[name]], promote_to_multi=SHAPES[name] != "point",
            )  # fmt: skip
        pyogrio.write_dataframe(_style_table(styles), partial, layer=STYLES, driver="GPKG", append=True,
                                layer_options={"FID": "id"})  # fmt: skip


def _style_table(styles: Sequence[Style]) -> pd.DataFrame:
    """Write styles as QGIS keeps them in a GeoPackage."""
    return pd.DataFrame({
        "f_table_catalog": "", "f_table_schema": "", "f_table_name": [style.layer for style in styles],
        "f_geometry_column": "geom", "styleName": [style.name for style in styles],
        "styleQML": [style.qml for style in styles], "styleSLD": "",
        "useAsDefault": [style.default for style in styles], "description": [style.name for style in styles],
        "owner": "", "ui": "", "update_time": pd.Timestamp(NO_DATE),
    })  # fmt: skip


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
