"""Layers: what lies on the villages, where it is stored, who made it and when."""

import re
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
from pydantic import Field, field_validator, model_validator
from pyproj import CRS
from pyproj.exceptions import ProjError

from kawasan_gis.addresses import ADDRESS
from kawasan_gis.codes import Level, System
from kawasan_gis.crs import checked, strays
from kawasan_gis.errors import CRSError, DataError, StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import Form, did_you_mean
from kawasan_gis.geometries import SHAPES, check_near, finite, sound_shapes
from kawasan_gis.osm import is_osm, read_osm
from kawasan_gis.tabular import WORKBOOKS, read_numbers, read_text_table
from kawasan_gis.villages.boundaries import read_attributes, read_vector
from kawasan_gis.vocabulary import read_vocabulary

Kind = Literal["table", "points", "lines", "polygons", "raster"]
Scalar = str | int | float | bool

TEXT_FILES = (".csv", ".tsv", ".txt", ".gz", *WORKBOOKS)
# Map files whose attributes can be a table too.
MAP_FILES = (".gpkg", ".geojson", ".json", ".shp", ".dbf", ".fgb", ".kml", ".zip")
# Whole numbers that a file keeps as fractions: 1.0 is 1.
WHOLE = r"^([+-]?\d+)\.0+$"
# Keys that only some kinds of layer have a use for.
KEYS_OF: dict[str, tuple[Kind, ...]] = {
    **dict.fromkeys(("key", "level", "desa", "kecamatan", "kabupaten", "matches", "codes"), ("table",)),
    **dict.fromkeys(("x", "y"), ("points",)),
    "crs": ("points", "lines", "polygons"),
    "decimal": ("table", "points"),
    "sheet": ("table", "points", "lines", "polygons"),
    "where": ("table", "points", "lines", "polygons"),
}


def in_words(name: str) -> str:
    """Write the name of a layer as people would.

    Examples
    --------
    >>> in_words("pabrik_PKS_2025")
    'Pabrik PKS 2025'
    """
    return (name[:1].upper() + name[1:]).replace("_", " ").strip()


class Layer(Form):
    """One layer of a study (a section ``[[layers]]``).

    ``key`` is the column of codes in a table, of villages unless ``level`` says kecamatan or kabupaten; a table without
    codes names its columns ``desa``, ``kecamatan``, ``kabupaten``, and ``matches`` is the reviewed table of the names
    that did not fit by themselves. ``x`` and ``y`` are the coordinate columns of points kept
    in a table, in ``crs`` (degrees when not given); they may be columns of a map file whose own geometry is wrong.
    For other map files ``crs`` takes the place of the system the file states. ``where`` keeps the rows whose columns
    equal a value or one of a list; with a ``vocabulary`` (``kawasan_hutan``, or a file .toml of one's own) also the
    named groups of it. ``decimal`` settles the decimal sign of a table whose numbers could be read both ways, ``codes``
    the system of its village codes when they do not show it. ``sheet`` is the layer inside a file that has several.
    The path of a ``remote`` raster may be an address, which is then its ``url``. ``label`` is what a legend calls it.
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    kind: Kind
    path: Path
    label: str = ""
    source: str = ""
    year: int | None = None
    licence: str = ""
    unit: str = ""
    where: dict[str, Scalar | list[Scalar]] = Field(default_factory=dict)
    key: str | None = None
    level: Level | None = None
    desa: str | None = None
    kecamatan: str | None = None
    kabupaten: str | None = None
    matches: Path | None = None
    x: str | None = None
    y: str | None = None
    crs: str | None = None
    vocabulary: str | Path | None = None
    decimal: Literal[",", "."] | None = None
    codes: System | None = None
    sheet: str | None = None
    remote: bool = False
    url: str = ""

    @property
    def title(self) -> str:
        """What a legend calls it: its label, or its name in words."""
        return self.label or in_words(self.name)

    @model_validator(mode="before")
    @classmethod
    def _address_apart(cls, data: Any) -> Any:
        """Keep an address as it is: a path would lose one of its slashes."""
        if isinstance(data, dict) and ADDRESS.match(url := str(data.get("url") or data.get("path") or "")):
            return {**data, "url": url, "path": Path(url.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1])}
        return data

    @field_validator("vocabulary")
    @classmethod
    def _file_or_name(cls, value: str | Path | None) -> str | Path | None:
        """Make a path of a file's name, so that it is looked for beside the study."""
        return Path(value) if isinstance(value, str) and value.lower().endswith(".toml") else value

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Layer":
        self._check_keys()
        if bool(self.x) != bool(self.y):
            raise ValueError(f"layer {self.name} needs both x and y")
        self._check_address()
        if self.vocabulary is not None and not self.where and self.kind != "raster":
            raise ValueError(f"layer {self.name} has a vocabulary but no where that uses it")
        if self.crs:
            try:
                CRS.from_user_input(self.crs)
            except ProjError:
                raise ValueError(
                    f'layer {self.name}: there is no reference system {self.crs}; e.g. "EPSG:32750"'
                ) from None
        return self

    def _check_address(self) -> None:
        if not self.url and not self.remote:
            return
        if self.kind != "raster":
            raise ValueError(f"layer {self.name} is read from a file; only rasters can be remote")
        if not ADDRESS.match(self.url):
            raise ValueError(f"layer {self.name}: remote = true needs an address, https://...")
        if not self.remote:
            raise ValueError(
                f"layer {self.name}: {self.url} is an address; say remote = true to read it over the network"
            )

    def _check_keys(self) -> None:
        if wrong := [key for key, kinds in KEYS_OF.items() if getattr(self, key) and self.kind not in kinds]:
            raise ValueError(f"layer {self.name}: a layer of kind {self.kind} has no use for {', '.join(wrong)}")
        named = [one for one in ("desa", "kecamatan", "kabupaten") if getattr(self, one)]
        if self.kind != "table":
            return
        if bool(self.key) == bool(named):
            raise ValueError(
                f'layer {self.name} is a table: name its column of codes with key = "...", or else its columns of '
                'names with desa = "...", kecamatan = "...", kabupaten = "..."'
            )
        if self.key and self.matches:
            raise ValueError(f"layer {self.name} is joined by code; matches are for a table joined by names")
        if named and self.level not in (None, named[0]):
            raise ValueError(f"layer {self.name}: with a column of {named[0]} names its rows are {named[0]}")

    @property
    def rows_are(self) -> Level:
        """What a table has a row for: the level of its codes, or the finest of its names."""
        if self.level or self.key or self.desa:
            return self.level or "desa"
        return "kecamatan" if self.kecamatan else "kabupaten"


def read_rows(layer: Layer) -> pd.DataFrame:
    """Read a table layer, or the attributes of a map file, as text and keep the rows its ``where`` asks for.

    Raises
    ------
    TableError
        When the file cannot be read, or a column of ``where`` or the key is not in it, or no row is left.
    """
    is_map = layer.path.suffix.lower() in MAP_FILES
    try:
        table = read_attributes(layer.path, layer=layer.sheet) if is_map else read_text_table(layer.path)
    except DataError as error:
        raise type(error)(f"layer {layer.name}: {error}") from None
    named = (layer.key, layer.desa, layer.kecamatan, layer.kabupaten, layer.x, layer.y)
    wanted = [column for column in named if column]
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
        texts = texts_of(table[column])
        values = _values(column, wanted, layer)
        table = table[texts.isin(sorted(values)).fillna(False).astype(bool)]
        if table.empty:
            raise TableError(
                f"layer {layer.name}: no row has {column} = {listing(sorted(values))}; "
                f"it holds {listing(sorted(texts.dropna().unique()), 10)}"
            )
    return table


def texts_of(values: pd.Series) -> pd.Series:
    """Write cells as text without blanks around it, whole numbers kept as fractions as whole ones; gaps stay."""
    return values.astype("string").str.strip().str.replace(WHOLE, r"\1", regex=True)


def _values(column: str, wanted: Scalar | list[Scalar], layer: Layer) -> set[str]:
    """List the values a ``where`` asks for as text, the groups of the vocabulary as their codes."""
    values = [_as_text(value) for value in (wanted if isinstance(wanted, list) else [wanted])]
    if layer.vocabulary is not None and (words := read_vocabulary(layer.vocabulary)).speaks_of(column, values):
        values = words.expanded(values)
    return set(values)


def _as_text(value: Scalar) -> str:
    return re.sub(WHOLE, r"\1", str(value).strip())


def read_shapes(layer: Layer, villages: gpd.GeoDataFrame, *, findings: Findings) -> gpd.GeoDataFrame:
    """Read a layer of points, lines or polygons in the villages' own reference system.

    What cannot be measured is left out and counted in ``findings``; see
    :func:`kawasan_gis.geometries.sound_shapes`.

    Parameters
    ----------
    layer
        A layer of points, lines or polygons: a map file, an OpenStreetMap extract, or a table with coordinates.
    villages
        The villages table.
    findings
        Collects what was wrong, with how many rows it concerns.

    Returns
    -------
    geopandas.GeoDataFrame
        The rows ``where`` asks for, two-dimensional, of one kind, with all their columns.

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
        _report_unknown_codes(whole := _rows_of_a_map(layer), layer, findings)
        shapes = sound_shapes(_kept(whole, layer), layer.kind, layer.name, findings=findings)
        if layer.kind == "points" and is_osm(layer.path):
            _report_areas(shapes, layer, findings)
    shapes = finite(shapes.to_crs(villages.crs), layer.name, findings=findings)
    check_near(shapes, villages, layer.name, layer.path.name, findings=findings)
    return shapes


def _rows_of_a_map(layer: Layer) -> gpd.GeoDataFrame:
    """Read all rows of a map file; where its reference system is wrong, say how the study can set it right."""
    try:
        if is_osm(layer.path):
            return read_osm(layer.path, layer.kind, tags=tuple(layer.where), layer=layer.sheet)  # type: ignore[arg-type]
        return read_vector(layer.path, layer=layer.sheet, crs=layer.crs)
    except CRSError as error:
        columns = ", or x and y, when columns of its table hold the right coordinates" * (layer.kind == "points")
        raise CRSError(f'layer {layer.name}: {error}; or give the layer the right crs = "EPSG:..."{columns}') from None
    except DataError as error:
        raise type(error)(f"layer {layer.name}: {error}") from None


def _report_areas(shapes: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> None:
    """Count the areas of OpenStreetMap that became points."""
    if (areas := int((shapes["osm_layer"] == "multipolygons").sum())) > 0:
        findings.add("areas_as_points", value=areas, detail=layer.name)


def _report_unknown_codes(table: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> None:
    """Count the rows whose code the layer's vocabulary does not know."""
    if layer.vocabulary is None:
        return
    words = read_vocabulary(layer.vocabulary)
    for column in sorted(set(layer.where) & set(table.columns)):
        texts = texts_of(table[column])
        unknown = texts[texts.notna() & ~texts.isin(list(words.codes))]
        if len(unknown) and words.speaks_of(column, list(_values(column, layer.where[column], layer))):
            codes = listing(sorted(set(unknown)))
            findings.add("unknown_code", value=len(unknown), other=codes, detail=f"{layer.name}, {column}")


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
