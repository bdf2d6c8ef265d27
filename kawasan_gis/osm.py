"""OpenStreetMap extracts (``.osm.pbf``, ``.osm``) as points, lines or polygons, with tags as columns.

GDAL's driver sorts the elements into layers by tables of its own, which differ between versions; here the table is
written for each reading, so that the same study gives the same rows everywhere: every tag that the study names is a
column under its own name, further ones stand in ``other_tags`` as ``"key"=>"value"``.

References
----------
GDAL documentation, "OSM - OpenStreetMap XML and PBF" (layers, ``osmconf.ini``, ``other_tags``).
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from kawasan_gis.crs import checked
from kawasan_gis.errors import DataError, StudyError, TableError, listing
from kawasan_gis.geometries import Shape

SUFFIXES = (".pbf", ".osm")
# Relations of routes repeat the ways of "lines": they are read only when they are asked for.
LAYERS: dict[Shape, tuple[str, ...]] = {
    "points": ("points", "multipolygons"),
    "lines": ("lines", "multilinestrings"),
    "polygons": ("multipolygons",),
}
# Columns in any case; without a value they are empty.
TAGS = (
    "name", "ref", "place", "amenity", "shop", "office", "healthcare", "man_made", "landuse", "natural", "building",
    "boundary", "highway", "surface", "bridge", "tunnel", "oneway", "maxspeed", "waterway", "railway", "route",
    "type",
)  # fmt: skip
# Closed ways with one of these are areas; other closed ways are lines, unless they say area=yes.
AREAS = (
    "aeroway", "amenity", "boundary", "building", "craft", "geological", "healthcare", "historic", "landuse",
    "leisure", "military", "natural", "office", "place", "shop", "sport", "tourism",
)  # fmt: skip
# Tags that alone make no node a thing.
NOTES = "created_by,converted_by,source,time,ele,attribution,note,fixme,FIXME"
# Columns that are no tags.
OWN = ("osm_layer", "osm_id", "other_tags")
KEY = re.compile(r"[^\s,;=\"'\\#]+")


def is_osm(path: str | os.PathLike[str]) -> bool:
    """Tell an OpenStreetMap extract by its name.

    Parameters
    ----------
    path
        The file.

    Examples
    --------
    >>> is_osm("kalimantan-latest.osm.pbf"), is_osm("jalan.gpkg")
    (True, False)
    """
    return Path(path).suffix.lower() in SUFFIXES


def read_osm(
    path: str | os.PathLike[str], kind: Shape, *, tags: Sequence[str] = (), layer: str | None = None
) -> gpd.GeoDataFrame:
    """Read the points, lines or polygons of an OpenStreetMap extract.

    Parameters
    ----------
    path
        A file ``.osm.pbf``, ``.pbf`` or ``.osm``.
    kind
        ``points`` are nodes with tags, ``lines`` ways, ``polygons`` closed ways and multipolygon relations. With
        ``tags``, ``points`` also takes polygons that have them, as a point inside each: schools and markets are
        drawn either way.
    tags
        Keys an element must have, all of them; each becomes a column.
    layer
        One layer of GDAL's driver in place of those: ``points``, ``lines``, ``multilinestrings`` (relations of
        routes), ``multipolygons``.

    Returns
    -------
    geopandas.GeoDataFrame
        In degrees (EPSG:4326): ``osm_layer``, ``osm_id``, a column per tag, ``other_tags``; in the order of the
        file, nodes first.

    Raises
    ------
    DataError
        When the file is missing or cannot be read.
    StudyError
        When a key is not one, or the layer is not of this kind.
    TableError
        When no element has the tags.
    """
    source = Path(path)
    if not source.is_file():
        raise DataError(f"there is no file {path}")
    tags = [key for key in tags if key not in OWN]
    if wrong := [key for key in tags if not KEY.fullmatch(key)]:
        raise StudyError(f"{listing(wrong)} is no key of OpenStreetMap: keys have no blanks, commas or quotes")
    if layer is not None and layer not in LAYERS[kind]:
        raise StudyError(f"{kind} of {source.name} are in {' or '.join(LAYERS[kind])}, not in {layer}")
    named = [layer] if layer else list(LAYERS[kind]) if kind == "points" and tags else [LAYERS[kind][0]]
    tables = [_layer(source, name, tags) for name in named]
    some = [table for table in tables if len(table)]
    if not some:
        raise TableError(f"{source.name} has no {kind}{' with the tag ' + ' and '.join(tags) if tags else ''}")
    shapes = gpd.GeoDataFrame(pd.concat(some, ignore_index=True), crs=some[0].crs)
    if kind == "points":
        flat = shapes.geometry.copy()
        areas = shapes["osm_layer"] == "multipolygons"
        flat[areas] = shapes.geometry[areas].representative_point()
        shapes = shapes.set_geometry(flat)
    return checked(shapes, str(path))


def _layer(source: Path, name: str, tags: Sequence[str]) -> gpd.GeoDataFrame:
    where = " AND ".join(f'"{key}" IS NOT NULL' for key in tags) or None
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "osmconf.ini"
        table.write_text(_configuration(tags), encoding="utf-8")
        try:
            with _working_in(folder):
                shapes = pyogrio.read_dataframe(source, layer=name, where=where, CONFIG_FILE=str(table))
        except (DataSourceError, DataLayerError, ValueError, OSError, RuntimeError) as error:
            raise DataError(f"cannot read {source} as an OpenStreetMap file: {error}") from error
    shapes.insert(0, "osm_layer", name)
    # Of a closed way the driver writes the number elsewhere.
    if "osm_way_id" in shapes:
        shapes["osm_id"] = shapes["osm_id"].fillna(shapes.pop("osm_way_id"))
    return shapes


@contextmanager
def _working_in(folder: str) -> Iterator[None]:
    """Let the driver put what it cannot hold in memory (100 MB of nodes) into a folder, not where the user works."""
    before = pyogrio.get_gdal_config_option("CPL_TMPDIR")
    pyogrio.set_gdal_config_options({"CPL_TMPDIR": folder})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"CPL_TMPDIR": before})


def _configuration(tags: Iterable[str]) -> str:
    """Write the driver's table of keys."""
    keys = ",".join(dict.fromkeys([*TAGS, *tags]))
    areas = ",".join(AREAS)
    layers = ("points", "lines", "multipolygons", "multilinestrings", "other_relations")
    lines = [f"closed_ways_are_polygons={areas}", "attribute_name_laundering=no"]
    for layer in layers:
        lines += [f"[{layer}]", "osm_id=yes", f"attributes={keys}", f"unsignificant={NOTES}", "other_tags=yes"]
    return "\n".join(lines) + "\n"
