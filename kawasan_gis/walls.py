"""Walls: borders that a river, a ridge or a protected forest closes, with the reason kept on the border."""

import math

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from kawasan_gis.crs import checked
from kawasan_gis.errors import CRSError, GeometryError, StudyError, TableError, listing
from kawasan_gis.geometries import FAR_M

KINDS = ("LineString", "MultiLineString", "LinearRing", "Polygon", "MultiPolygon")
# A border of several walls names them all.
BETWEEN = "; "


def mark_walls(
    borders: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame, reason: str, *, share: float = 0.5, tolerance_m: float = 30.0
) -> gpd.GeoDataFrame:
    """Mark the borders that run along some lines or inside some polygons as walls, which hold no area together.

    Only borders on land are marked: a link over water or one that was listed, such as a bridge, is a way across.

    Parameters
    ----------
    borders
        Borders as :func:`kawasan_gis.find_borders` gives them, in a projected system in metres.
    shapes
        What closes a border: lines (rivers, ridges) or polygons (protected forest), in any reference system.
    reason
        Why nothing crosses, such as "sungai Barito"; it is kept on the border.
    share
        Least share (above 0, up to 1) of a border's length that lies within the tolerance of the shapes.
    tolerance_m
        How far, in metres, a border may lie from the shapes.

    Returns
    -------
    geopandas.GeoDataFrame
        The same borders with a text column ``wall``: empty, or the reasons of every call that marked it,
        separated by semicolons.

    Raises
    ------
    StudyError
        When there is no reason, or the share or tolerance is no such number.
    TableError
        When the borders have no ``kind``.
    CRSError
        When the borders are not in metres, or the shapes have no or a wrong reference system.
    GeometryError
        When shapes are missing, are neither lines nor polygons, or lie in another region.
    """
    reason = reason.strip()
    _check_options(reason, share, tolerance_m)
    _check_borders(borders)
    near = _usable(shapes, borders)
    closed = (borders["kind"] == "land").to_numpy(dtype=bool, copy=True)
    closed[closed] = _shares(borders.geometry.to_numpy()[closed], near, tolerance_m) >= share
    before = borders["wall"].fillna("") if "wall" in borders else pd.Series("", index=borders.index)
    walls = [_with(str(wall), reason) if mark else str(wall) for wall, mark in zip(before, closed, strict=True)]
    return borders.assign(wall=pd.Series(walls, index=borders.index, dtype="str"))


def _check_options(reason: str, share: float, tolerance_m: float) -> None:
    if not reason:
        raise StudyError('walls need a reason, such as "sungai Barito"')
    if not 0 < share <= 1:
        raise StudyError(f"share must be above 0 and at most 1 (got {share})")
    if not (math.isfinite(tolerance_m) and tolerance_m > 0):
        raise StudyError(f"tolerance_m must be a number of metres above 0 (got {tolerance_m})")


def _check_borders(borders: gpd.GeoDataFrame) -> None:
    if "kind" not in borders:
        raise TableError("the borders have no column kind; find them with kawasan_gis.find_borders")
    crs = borders.crs
    if crs is None or not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        name = crs and crs.name
        raise CRSError(f"walls are measured in metres, but the borders are in {name}; find the borders again")


def _usable(shapes: gpd.GeoDataFrame, borders: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Valid shapes in the borders' reference system."""
    missing = int((shapes.geometry.isna() | shapes.geometry.is_empty).sum())
    if missing:
        raise GeometryError(f"{missing} shapes of walls are missing or empty; leave these rows out")
    other = sorted(set(shapes.geom_type) - set(KINDS))
    if other:
        raise GeometryError(f"walls are lines or polygons, but these shapes hold {listing(other)}")
    found = checked(shapes, "the layer of walls").to_crs(borders.crs).geometry.to_numpy()
    if not (len(found) and len(borders)):
        return np.asarray(found, dtype=object)
    apart = shapely.distance(shapely.box(*shapely.total_bounds(found)), shapely.box(*borders.total_bounds))
    if apart > FAR_M:
        raise GeometryError(
            f"the layer of walls lies {apart / 1000:,.0f} km from the borders: is it of another region?"
        )
    return np.asarray(shapely.make_valid(found), dtype=object)


def _shares(
    lines: npt.NDArray[np.object_], shapes: npt.NDArray[np.object_], tolerance_m: float
) -> npt.NDArray[np.float64]:
    """Share of each line that lies within the tolerance of some shape; 1 for a line without length that does."""
    result = np.zeros(len(lines))
    line, shape = shapely.STRtree(shapes).query(lines, predicate="dwithin", distance=tolerance_m)
    for place in np.unique(line):
        around = shapely.box(*shapely.bounds(lines[place])).buffer(2 * tolerance_m)
        # Only what is near is buffered: a forest or a river may have a hundred thousand corners.
        parts = shapely.intersection(shapes[shape[line == place]], around)
        zone = shapely.union_all(shapely.buffer(parts, tolerance_m))
        whole = shapely.length(lines[place])
        result[place] = shapely.length(shapely.intersection(lines[place], zone)) / whole if whole > 0 else 1.0
    return result


def _with(wall: str, reason: str) -> str:
    reasons = [part for part in wall.split(BETWEEN) if part]
    return BETWEEN.join([*reasons, *([] if reason in reasons else [reason])])
