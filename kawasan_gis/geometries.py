"""The geometries of a layer made sound: flat, of one kind, valid, with an extent; what was wrong is counted."""

import math
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.errors import DataError, GeometryError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.villages.boundaries import polygonal

Shape = Literal["points", "lines", "polygons"]

# A layer farther from the villages than this, and than they are wide, is of another region.
FAR_M = 100_000.0
SHAPES: dict[Shape, tuple[str, ...]] = {
    "points": ("Point", "MultiPoint"),
    "lines": ("LineString", "MultiLineString", "LinearRing"),
    "polygons": ("Polygon", "MultiPolygon"),
}


def sound_shapes(shapes: gpd.GeoDataFrame, kind: Shape, what: str, *, findings: Findings) -> gpd.GeoDataFrame:
    """Keep what can be measured of a layer's geometries, and count the rest in ``findings``.

    Rows without a geometry, of another kind, at 0,0 (points), without length (lines) or area (polygons) are left
    out; heights are dropped; of geometry collections the parts of the wanted kind stay; invalid polygons are repaired
    (see :func:`kawasan_gis.villages.boundaries.polygonal`). Rows that equal an earlier one in geometry and in every
    column stay, and are counted as repeated.

    Parameters
    ----------
    shapes
        The rows as read.
    kind
        What they should be: points, lines or polygons.
    what
        The layer's name, for findings and errors.
    findings
        Collects one row for each thing that was wrong, with how many rows it concerns.

    Returns
    -------
    geopandas.GeoDataFrame
        The rows that are left, in their order, in their own reference system.

    Raises
    ------
    DataError
        When there are no rows, or none has a geometry.
    GeometryError
        When all geometries are of another kind, or none has a length or an area.
    """
    if shapes.empty:
        raise DataError(f"layer {what} is empty: it has no rows")
    shapes = _with_geometry(shapes, what, findings)
    shapes = _of_kind(_flat(shapes, what, findings), kind, what, findings)
    if kind == "points":
        shapes = _placed(shapes, what, findings)
    else:
        shapes = _with_extent(_repaired(shapes, kind, what, findings), kind, what, findings)
    if (twice := int(_repeated(shapes).sum())) > 0:
        findings.add("repeated_rows", value=twice, detail=what)
    return shapes


def finite(shapes: gpd.GeoDataFrame, what: str, *, findings: Findings) -> gpd.GeoDataFrame:
    """Leave out shapes whose coordinates are infinite, as after projecting a latitude of 95 degrees, and count them.

    Parameters
    ----------
    shapes
        Any geometries.
    what
        The layer's name, for findings and errors.
    findings
        Collects how many there were.

    Returns
    -------
    geopandas.GeoDataFrame
        The other rows.

    Raises
    ------
    DataError
        When none is left.
    """
    good = np.isfinite(shapely.bounds(shapes.geometry.to_numpy())).all(axis=1)
    if good.all():
        return shapes
    if not good.any():
        raise DataError(f"layer {what}: none of its {len(shapes)} geometries has possible coordinates")
    findings.add("impossible_coordinates", value=int((~good).sum()), detail=what)
    return shapes[good]


def check_near(
    shapes: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, what: str, file: str, *, findings: Findings
) -> None:
    """Refuse a layer of another region; report one that lies beside the villages.

    Parameters
    ----------
    shapes, villages
        In the same projected system.
    what, file
        The names of the layer and of its file.
    findings
        Collects how far beside the villages the layer lies.

    Raises
    ------
    DataError
        When it lies farther away than 100 km, and than the villages are wide.
    """
    left, bottom, right, top = shapes.total_bounds
    west, south, east, north = villages.total_bounds
    apart = math.hypot(max(left - east, west - right, 0.0), max(bottom - north, south - top, 0.0))
    if apart > max(FAR_M, east - west, north - south):
        raise DataError(
            f"layer {what} lies outside the villages, {apart / 1000:,.0f} km away: "
            f"is {file} of another region, or its reference system wrong?"
        )
    if apart > 0:
        findings.add("layer_beside", value=math.ceil(apart / 1000), detail=what)


def _placed(shapes: gpd.GeoDataFrame, what: str, findings: Findings) -> gpd.GeoDataFrame:
    """Leave out points at 0,0, which is how many programs write that there is no coordinate."""
    bounds = shapely.bounds(shapes.geometry.to_numpy())
    zero = (bounds == 0).all(axis=1)
    if zero.all():
        raise DataError(f"layer {what}: all {len(shapes)} points are at 0,0")
    if zero.any():
        findings.add("zero_coordinates", value=int(zero.sum()), detail=what)
    return shapes[~zero]


def _with_geometry(shapes: gpd.GeoDataFrame, what: str, findings: Findings) -> gpd.GeoDataFrame:
    empty = shapes.geometry.isna() | shapes.geometry.is_empty
    if empty.all():
        raise DataError(
            f"layer {what} has no geometries in its {len(shapes)} rows, or none that can be read "
            "(coordinates written as text, lines of a single point)"
        )
    if empty.any():
        findings.add("empty_geometry", value=int(empty.sum()), detail=what)
    return shapes[~empty]


def _flat(shapes: gpd.GeoDataFrame, what: str, findings: Findings) -> gpd.GeoDataFrame:
    geometry = shapes.geometry.to_numpy()
    deep = shapely.has_z(geometry) | shapely.has_m(geometry)
    if not deep.any():
        return shapes
    findings.add("heights_dropped", value=int(deep.sum()), detail=what)
    return shapes.set_geometry(gpd.GeoSeries(shapely.force_2d(geometry), index=shapes.index, crs=shapes.crs))


def _of_kind(shapes: gpd.GeoDataFrame, kind: Shape, what: str, findings: Findings) -> gpd.GeoDataFrame:
    """Keep rows of one kind, and of collections the parts of that kind."""
    types = shapes.geom_type
    if (collected := types == "GeometryCollection").any():
        findings.add("collections", value=int(collected.sum()), detail=what)
        geometry = shapes.geometry.to_numpy().copy()
        where = np.flatnonzero(collected.to_numpy())
        geometry[where] = [_parts(shape, kind) for shape in geometry[where]]
        shapes = shapes.set_geometry(gpd.GeoSeries(geometry, index=shapes.index, crs=shapes.crs))
    good = shapes.geom_type.isin(SHAPES[kind])
    if good.all():
        return shapes
    others = listing(sorted(set(types[~good])))
    if not good.any():
        raise GeometryError(
            f"layer {what} should be {kind}, but holds {others}; set its kind in the study, or choose another file"
        )
    findings.add("other_shapes", value=int((~good).sum()), other=others, detail=what)
    return shapes[good]


def _parts(shape: shapely.Geometry, kind: Shape) -> shapely.Geometry | None:
    """Take the parts of one kind out of a collection, collections inside it too; None when it has none."""
    found, open_ = [], [shape]
    while open_:
        one = open_.pop()
        if one.geom_type == "GeometryCollection":
            open_ += reversed(shapely.get_parts(one).tolist())
        elif one.geom_type in SHAPES[kind]:
            found += shapely.get_parts(one).tolist()
    if not found:
        return None
    whole = {"points": shapely.MultiPoint, "lines": shapely.MultiLineString, "polygons": shapely.MultiPolygon}
    return whole[kind](found)


def _repaired(shapes: gpd.GeoDataFrame, kind: Shape, what: str, findings: Findings) -> gpd.GeoDataFrame:
    geometry = shapes.geometry.to_numpy()
    if kind != "polygons" or shapely.is_valid(geometry).all():
        return shapes
    wrong = ~shapely.is_valid(geometry)
    findings.add("shapes_repaired", value=int(wrong.sum()), detail=what)
    return shapes.set_geometry(gpd.GeoSeries(polygonal(geometry), index=shapes.index, crs=shapes.crs))


def _with_extent(shapes: gpd.GeoDataFrame, kind: Shape, what: str, findings: Findings) -> gpd.GeoDataFrame:
    geometry = shapes.geometry.to_numpy()
    # A repaired polygon of which nothing is left has no area either.
    size = shapely.length(geometry) if kind == "lines" else shapely.area(geometry)
    some = np.nan_to_num(size) > 0
    if some.all():
        return shapes
    if not some.any():
        raise GeometryError(
            f"layer {what}: all {len(shapes)} {kind} are without {'length' if kind == 'lines' else 'area'}"
        )
    findings.add("no_extent", value=int((~some).sum()), detail=what)
    return shapes[some]


def _repeated(shapes: gpd.GeoDataFrame) -> pd.Series:
    """Tell which rows equal an earlier one in geometry and in every column."""
    geometry = pd.Series(shapely.to_wkb(shapely.normalize(shapes.geometry.to_numpy())), index=shapes.index)
    # Most layers have no two equal geometries, and comparing all their texts would be for nothing.
    same = geometry.duplicated(keep=False)
    if not same.any():
        return same
    table = pd.DataFrame(shapes[same].drop(columns=shapes.geometry.name)).astype("string")
    twice = table.assign(geometry=geometry[same].to_numpy()).duplicated()
    return twice.reindex(shapes.index, fill_value=False)
