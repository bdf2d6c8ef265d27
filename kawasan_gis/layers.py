"""Layers: what lies on the villages, where it is stored, who made it and when."""

import math
import re
from pathlib import Path
from typing import Literal

import geopandas as gpd
import pandas as pd
from pydantic import Field, model_validator
from pyproj import CRS
from pyproj.exceptions import ProjError

from kawasan_gis.codes import System
from kawasan_gis.crs import checked, strays
from kawasan_gis.errors import CRSError, DataError, GeometryError, StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import Form, did_you_mean
from kawasan_gis.tabular import WORKBOOKS, read_numbers, read_text_table
from kawasan_gis.villages.boundaries import read_vector

Kind = Literal["table", "points", "lines", "polygons", "raster"]
Scalar = str | int | float | bool

SHAPES = {
    "points": ("Point", "MultiPoint"),
    "lines": ("LineString", "MultiLineString", "LinearRing"),
    "polygons": ("Polygon", "MultiPolygon"),
}
TEXT_FILES = (".csv", ".tsv", ".txt", ".gz", *WORKBOOKS)
# Whole numbers that a file keeps as fractions: 1.0 is 1.
WHOLE = r"^([+-]?\d+)\.0+$"
# A layer farther from the villages than this, and than they are wide, is of another region.
FAR_M = 100_000.0


class Layer(Form):
    """One layer of a study (a section ``[[layers]]``).

    ``key`` is the column of village codes in a table; ``x`` and ``y`` are the coordinate columns of points kept
    in a text table, in ``crs`` (degrees when not given). ``where`` keeps the rows whose columns equal a value or
    one of a list. ``decimal`` settles the decimal sign of a table whose numbers could be read both ways, ``codes``
    the system of its village codes when they do not show it. ``sheet`` is the layer inside a file that has several.
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    kind: Kind
    path: Path
    source: str = ""
    year: int | None = None
    licence: str = ""
    unit: str = ""
    where: dict[str, Scalar | list[Scalar]] = Field(default_factory=dict)
    key: str | None = None
    x: str | None = None
    y: str | None = None
    crs: str | None = None
    decimal: Literal[",", "."] | None = None
    codes: System | None = None
    sheet: str | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Layer":
        if self.kind == "table" and not self.key:
            raise ValueError(f'layer {self.name} is a table: name its column of village codes with key = "..."')
        if bool(self.x) != bool(self.y):
            raise ValueError(f"layer {self.name} needs both x and y")
        if self.kind == "raster" and self.where:
            raise ValueError(f"layer {self.name} is a raster: where is for rows")
        if self.crs:
            try:
                CRS.from_user_input(self.crs)
            except ProjError:
                raise ValueError(
                    f'layer {self.name}: there is no reference system {self.crs}; e.g. "EPSG:32750"'
                ) from None
        return self


def read_rows(layer: Layer) -> pd.DataFrame:
    """Read a table layer as text and keep the rows its ``where`` asks for.

    Raises
    ------
    TableError
        When the file cannot be read, or a column of ``where`` or the key is not in it, or no row is left.
    """
    table = read_text_table(layer.path)
    wanted = [column for column in (layer.key, layer.x, layer.y) if column]
    for column in wanted:
        if column not in table:
            raise TableError(
                f"layer {layer.name}: {layer.path.name} has no column {column}"
                f"{did_you_mean(column, [str(name) for name in table.columns])}"
            )
    return _kept(table, layer)


def _kept(table: pd.DataFrame, layer: Layer) -> pd.DataFrame:
    for column, wanted in layer.where.items():
        if column not in table:
            raise TableError(
                f"layer {layer.name}: {layer.path.name} has no column {column} to choose rows by"
                f"{did_you_mean(column, [str(name) for name in table.columns])}"
            )
        texts = table[column].astype("string").str.strip().str.replace(WHOLE, r"\1", regex=True)
        values = {_as_text(value) for value in (wanted if isinstance(wanted, list) else [wanted])}
        table = table[texts.isin(sorted(values)).fillna(False).astype(bool)]
        if table.empty:
            raise TableError(
                f"layer {layer.name}: no row has {column} = {listing(sorted(values))}; "
                f"it holds {listing(sorted(texts.dropna().unique()), 10)}"
            )
    return table


def _as_text(value: Scalar) -> str:
    return re.sub(WHOLE, r"\1", str(value).strip())


def read_shapes(layer: Layer, villages: gpd.GeoDataFrame, *, findings: Findings) -> gpd.GeoDataFrame:
    """Read a layer of points, lines or polygons in the villages' own reference system.

    Rows without a usable geometry are counted in ``findings``.

    Raises
    ------
    DataError
        When the file cannot be read, holds another kind of shape, has no or a wrong reference system, is empty,
        or lies nowhere near the villages.
    """
    if layer.kind not in SHAPES:
        raise StudyError(f"layer {layer.name} is a {layer.kind}, not points, lines or polygons")
    if layer.kind == "points" and (layer.x or layer.path.suffix.lower() in TEXT_FILES):
        shapes = _points_of_a_table(layer, findings)
    else:
        shapes = _kept(read_vector(layer.path, layer=layer.sheet), layer)
        shapes = _of_kind(shapes, layer, findings)
    shapes = shapes.to_crs(villages.crs)
    _check_near(tuple(shapes.total_bounds), villages, layer, findings)
    return shapes


def _of_kind(shapes: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> gpd.GeoDataFrame:
    empty = shapes.geometry.isna() | shapes.geometry.is_empty
    if empty.any():
        findings.add("empty_geometry", value=int(empty.sum()), detail=layer.name)
    shapes = shapes[~empty]
    if shapes.empty:
        raise DataError(f"layer {layer.name}: {layer.path.name} has no geometries")
    other = sorted(set(shapes.geom_type) - set(SHAPES[layer.kind]))
    if other:
        raise GeometryError(
            f"layer {layer.name} should be {layer.kind}, but {layer.path.name} holds {listing(other)}; "
            "set its kind in the study, or choose another file"
        )
    return shapes


def _points_of_a_table(layer: Layer, findings: Findings) -> gpd.GeoDataFrame:
    if not layer.x or not layer.y:
        raise StudyError(f'layer {layer.name}: points in a table need x = "..." and y = "..." (longitude, latitude)')
    table = read_rows(layer)
    x = read_numbers(table[layer.x], f"layer {layer.name}, column {layer.x}", decimal=layer.decimal)
    y = read_numbers(table[layer.y], f"layer {layer.name}, column {layer.y}", decimal=layer.decimal)
    none = x.isna() | y.isna()
    zero = (x == 0) & (y == 0)
    points = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(x, y), crs=layer.crs or "EPSG:4326")
    good = points[~none & ~zero]
    inside = ~strays(good)
    if len(good) and not inside.any():
        turned = gpd.GeoDataFrame(geometry=gpd.points_from_xy(good.geometry.y, good.geometry.x), crs=good.crs)
        reason = "swapped: exchange x and y" if not strays(turned).all() else "not in Indonesia: give their crs"
        raise CRSError(f"layer {layer.name}: the coordinates in {layer.x} and {layer.y} are {reason}")
    for kind, rows in (("no_coordinates", none), ("zero_coordinates", zero), ("outside_country", ~inside)):
        if rows.any():
            findings.add(kind, value=int(rows.sum()), detail=layer.name)
    if not inside.any():
        raise DataError(f"layer {layer.name}: none of its {len(table)} rows has coordinates")
    return checked(good[inside], f"layer {layer.name}")


def _check_near(bounds: tuple[float, ...], villages: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> None:
    """Refuse a layer of another region; report one that lies beside the villages."""
    west, south, east, north = villages.total_bounds
    apart = math.hypot(max(bounds[0] - east, west - bounds[2], 0.0), max(bounds[1] - north, south - bounds[3], 0.0))
    if apart > max(FAR_M, east - west, north - south):
        raise DataError(
            f"layer {layer.name} lies outside the villages, {apart / 1000:,.0f} km away: "
            f"is {layer.path.name} of another region, or its reference system wrong?"
        )
    if apart > 0:
        findings.add("layer_beside", value=math.ceil(apart / 1000), detail=layer.name)
