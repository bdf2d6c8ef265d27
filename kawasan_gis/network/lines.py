"""Line layers made ready for the network: flat, single, with a speed and a direction."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.errors import DataError, GeometryError, StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import did_you_mean
from kawasan_gis.layers import Scalar, texts_of
from kawasan_gis.network.junctions import Booleans, Integers
from kawasan_gis.network.links import Lines
from kawasan_gis.network.options import Network
from kawasan_gis.network.speeds import road_speeds, speed_of

# Values of OSM's oneway and of the layers made of it (Geofabrik: F forward, T backward, B both).
ALONG = ("yes", "true", "1", "f", "forward", "ya")
AGAINST = ("-1", "reverse", "t", "backward")
BOTH = ("", "no", "false", "0", "b", "both", "tidak", "reversible", "alternating")


def road_lines(roads: gpd.GeoDataFrame, options: Network, speeds: pd.DataFrame, findings: Findings) -> Lines:
    """Give roads their speed by class, direction and bridges.

    Raises
    ------
    TableError
        When a column is missing, no class is known, or a value of the one-way column is not understood.
    StudyError
        When there is neither a column of classes nor one speed for all.
    """
    if not (options.class_column or options.other_km_h):
        raise StudyError("roads have no speed: name the column of their classes (class_column), or give other_km_h")
    roads = single_lines(roads, "roads", findings)
    shapes = roads.geometry.to_numpy()
    if options.class_column:
        speed = road_speeds(
            column_of(roads, options.class_column, "class_column"), shapely.length(shapes), speeds,
            other_km_h=options.other_km_h, named=options.km_h, findings=findings,
        )  # fmt: skip
    else:
        speed = np.full(len(roads), options.other_km_h, dtype=np.float64)
    direction = np.zeros(len(roads), dtype=np.int64)
    if options.oneway:
        direction = _directions(column_of(roads, options.oneway, "oneway"))
    bridges = _bridges(roads, options.bridges)
    return Lines(shapes, speed, direction, bridges, np.ones(len(roads), dtype=np.bool_))


def water_lines(
    rivers: gpd.GeoDataFrame | None, ferries: gpd.GeoDataFrame | None, speeds: pd.DataFrame, findings: Findings
) -> Lines | None:
    """Give rivers and ferries their speed, the same both ways; people board rivers anywhere, ferries at their ends."""
    parts = []
    for table, what, name in ((rivers, "rivers", "river"), (ferries, "ferries", "ferry")):
        if table is not None:
            shapes = single_lines(table, what, findings).geometry.to_numpy()
            parts.append((shapes, np.full(len(shapes), speed_of(speeds, name)), np.full(len(shapes), what == "rivers")))
    if not parts:
        return None
    shapes, km_h, open_ = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Lines(shapes, km_h, np.zeros(len(shapes), dtype=np.int64), np.zeros(len(shapes), dtype=np.bool_), open_)


def single_lines(lines: gpd.GeoDataFrame, what: str, findings: Findings) -> gpd.GeoDataFrame:
    """Take lines apart into single flat ones with a length; those without one are counted.

    Raises
    ------
    DataError
        When none is left, or some are no lines.
    """
    flat = lines.set_geometry(shapely.force_2d(lines.geometry.to_numpy()), crs=lines.crs)
    flat = flat.explode(index_parts=False, ignore_index=True)
    other = sorted(set(flat.geom_type.dropna()) - {"LineString", "LinearRing"})
    if other:
        raise GeometryError(f"{what} should be lines, but hold {listing(other)}")
    good = flat.geometry.length.to_numpy() > 0
    if len(flat) and (lost := int((~good).sum())) > 0:
        findings.add("no_extent", value=lost, detail=what)
    if not good.any():
        raise DataError(f"{what}: there is no line with a length among {len(lines)} rows")
    return flat[good]


def column_of(table: gpd.GeoDataFrame, column: str, key: str) -> pd.Series:
    """Take a column a study names."""
    if column not in table:
        names = [str(name) for name in table.columns if name != table.geometry.name]
        raise TableError(f"the roads have no column {column} ({key}){did_you_mean(column, names)}")
    return table[column]


def _texts(values: pd.Series) -> pd.Series:
    return texts_of(values).fillna("").str.casefold()


def _directions(values: pd.Series) -> Integers:
    texts = _texts(values)
    unknown = sorted(set(texts) - {*ALONG, *AGAINST, *BOTH})
    if unknown:
        raise TableError(
            f"{len(unknown)} values of the one-way column {values.name} are not understood: {listing(unknown)}; "
            f"write {ALONG[0]}, {AGAINST[0]} (against the line) or {BOTH[1]}"
        )
    direction: Integers = texts.isin(ALONG).to_numpy(dtype=np.int64) - texts.isin(AGAINST).to_numpy(dtype=np.int64)
    return direction


def _bridges(roads: gpd.GeoDataFrame, where: Mapping[str, Scalar | list[Scalar]]) -> Booleans:
    """Tell which roads are bridges: rows that have one of the values in every column named."""
    found = np.full(len(roads), bool(where))
    for column, wanted in where.items():
        values = [str(value).strip().casefold() for value in (wanted if isinstance(wanted, list) else [wanted])]
        found &= _texts(column_of(roads, column, "bridges")).isin(values).to_numpy(dtype=bool)
    return found
