"""Opening a boundary file: any vector format, the right layer of it, and nothing but polygons."""

import json
import os
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from kawasan_gis.addresses import check_local
from kawasan_gis.crs import checked
from kawasan_gis.errors import DataError, GeometryError, listing

POLYGONS = ("Polygon", "MultiPolygon")


def read_vector(path: str | os.PathLike[str], *, layer: str | None = None, crs: str | None = None) -> gpd.GeoDataFrame:
    """Read a vector file: GeoPackage, GeoJSON, Shapefile (zipped too), FlatGeobuf or GeoParquet.

    Curves come as short straight lines; geometries that no library can build (lines of one point) as missing ones.

    Parameters
    ----------
    path
        The file.
    layer
        Which layer, when the file has several.
    crs
        The reference system of its coordinates, in place of what the file states.

    Raises
    ------
    DataError
        When the file is missing or unreadable, or has several layers and none is named.
    CRSError
        See :func:`kawasan_gis.crs.checked`.
    StudyError
        When the file only leads to the network.
    """
    source = _file(path)
    try:
        if source.suffix.lower() in (".parquet", ".geoparquet"):
            table = gpd.read_parquet(source)
            table = table.reset_index() if table.index.name else table
        else:
            name = layer or _only_layer(source)
            table = _opened(source, name)
    except DataError:
        raise
    except (ValueError, OSError, RuntimeError) as error:
        raise DataError(f"cannot read {path} as a map layer: {error}") from error
    if not isinstance(table, gpd.GeoDataFrame):
        raise GeometryError(f"{path} is a table without geometries")
    if crs:
        table = table.set_crs(crs, allow_override=True)
    return checked(table, str(path))


def _file(path: str | os.PathLike[str]) -> Path:
    """A file (or the folder of a file geodatabase) that is there, and not on the network."""
    source = Path(path)
    if not source.exists():
        raise DataError(f"there is no file {path}")
    if source.is_file():
        check_local(source, str(path))
    return source


def _opened(source: Path, layer: str) -> gpd.GeoDataFrame:
    with warnings.catch_warnings():
        # Rings that do not end where they begin are closed by "fix".
        warnings.filterwarnings("ignore", message="Non closed ring detected")
        warnings.filterwarnings("ignore", message="Invalid WKB")
        return pyogrio.read_dataframe(source, layer=layer, encoding=_encoding(source), on_invalid="fix")


def read_attributes(path: str | os.PathLike[str], *, layer: str | None = None) -> pd.DataFrame:
    """Read the columns of a vector file, without its geometries: numbers as numbers, the rest as text.

    An object in a cell, such as ``{"PADI": 12}`` in a column PANGAN, becomes columns of its own: ``PANGAN.PADI``.

    Parameters
    ----------
    path
        The file.
    layer
        Which layer, when the file has several.

    Raises
    ------
    DataError
        When the file is missing or unreadable, or has several layers and none is named.
    """
    source = _file(path)
    try:
        name = layer or _only_layer(source)
        table = pyogrio.read_dataframe(source, layer=name, encoding=_encoding(source), read_geometry=False)
    except DataError:
        raise
    except (ValueError, OSError, RuntimeError) as error:
        raise DataError(f"cannot read {path} as a table: {error}") from error
    table.columns = table.columns.astype(str).str.strip()
    parts = [_unfolded(table[column]) for column in table.columns]
    return pd.concat(parts, axis=1) if parts else table


def _unfolded(values: pd.Series) -> pd.DataFrame:
    """A column as one of numbers or text; where its cells hold objects, a column for each of their keys."""
    if pd.api.types.is_numeric_dtype(values):
        return values.to_frame()
    given = [_object(cell) for cell in values]
    if any(isinstance(cell, dict) and cell for cell in given):
        rows = [cell if isinstance(cell, dict) else {} for cell in given]
        # Keys in the order they are first met.
        inner = {key: pd.Series([row.get(key) for row in rows], index=values.index) for row in rows for key in row}
        return pd.concat([_unfolded(part.rename(f"{values.name}.{key}")) for key, part in inner.items()], axis=1)
    texts = values.astype("string").str.strip()
    return texts.mask(texts == "").to_frame()


def _object(cell: object) -> object:
    """A cell as the object its text writes, if it does."""
    if not isinstance(cell, str) or not cell.lstrip().startswith("{"):
        return cell
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _only_layer(source: Path) -> str:
    layers = [(str(name), kind) for name, kind in pyogrio.list_layers(source)]
    spatial = [name for name, kind in layers if kind is not None] or [name for name, _ in layers]
    if len(spatial) == 1:
        return spatial[0]
    raise DataError(
        f"{source} has {len(spatial)} layers ({listing(spatial, 20)}); say which "
        'with layer = "..." under [villages], sheet = "..." on a layer'
    )


def _encoding(source: Path) -> str | None:
    """Tell the encoding of a shapefile that does not say it: UTF-8 when its text is, else Windows-1252."""
    if source.suffix.lower() != ".shp":
        return None
    beside = {path.name.lower(): path for path in source.parent.iterdir() if path.stem == source.stem}
    table = beside.get(f"{source.stem.lower()}.dbf")
    if table is None or f"{source.stem.lower()}.cpg" in beside:
        return None
    content = table.read_bytes()
    records = content[int.from_bytes(content[8:10], "little") :]
    try:
        records.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def polygonal(shapes: np.ndarray) -> np.ndarray:
    """Make polygons valid, two-dimensional and free of stray lines and points; None where nothing is left.

    Invalid rings are repaired by GEOS's structure method: what a ring encloses is kept, holes stay holes.
    """
    flat: np.ndarray = shapely.force_2d(shapes)
    wrong = ~shapely.is_valid(flat) & ~shapely.is_missing(flat)
    mixed = wrong | (shapely.get_type_id(flat) == shapely.GeometryType.GEOMETRYCOLLECTION)
    flat = flat.copy()
    flat[wrong] = shapely.make_valid(flat[wrong], method="structure", keep_collapsed=False)
    flat[mixed] = [_only_polygons(shape) for shape in flat[mixed]]
    empty = shapely.is_empty(flat) & ~shapely.is_missing(flat)
    flat[empty] = None
    return flat


def _only_polygons(shape: shapely.Geometry) -> shapely.Geometry | None:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in POLYGONS]
    if shape.geom_type in POLYGONS:
        return shape
    return shapely.union_all(parts) if parts else None
