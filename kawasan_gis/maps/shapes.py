"""Geometry made light for the screen: thinned together, outlined, and written as short whole numbers."""

from collections.abc import Hashable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

# A screen shows a map some 1,500 pixels wide and is zoomed in a few times.
EXTENT_PER_TOLERANCE = 8_000
LEAST_TOLERANCE_M = 3.0
MOST_TOLERANCE_M = 60.0
# A polygon that loses more than this share of its area is drawn as it was.
MOST_CHANGE = 0.03
# Cracks of up to twice this width are closed in outlines: two villages that near are neighbours.
CRACK_M = 15.0

DEGREES = 100_000
"""Coordinates are whole numbers of 1e-5 degrees, about 1.1 m."""

Rings = list[list[list[int]]]


def tolerance(villages: gpd.GeoDataFrame) -> float:
    """Choose how far, in metres, borders may move on the screen: an 8,000th of the extent, 3 to 60 m."""
    west, south, east, north = villages.total_bounds
    extent = max(east - west, north - south) / EXTENT_PER_TOLERANCE
    return float(np.clip(extent, LEAST_TOLERANCE_M, MOST_TOLERANCE_M))


def thinned(shapes: gpd.GeoSeries, tolerance_m: float) -> gpd.GeoSeries:
    """Simplify polygons together, so that neighbours keep one common border.

    Real boundaries overlap and leave gaps. Where they do, fewer points can go; a polygon that would become
    invalid, lose a part or more than 3 % of its area is kept as it was.

    Parameters
    ----------
    shapes
        Polygons in a projected system in metres.
    tolerance_m
        Corners whose triangle is smaller than the square of this may go.

    Returns
    -------
    geopandas.GeoSeries
        Same index and system.

    References
    ----------
    Visvalingam and Whyatt (1993), doi:10.1179/000870493786962263, on the edges of a coverage (GEOS).
    """
    before = shapes.to_numpy()
    usable = ~(shapely.is_missing(before) | shapely.is_empty(before))
    after = before.copy()
    after[usable] = shapely.coverage_simplify(before[usable], tolerance_m)
    area = shapely.area(before)
    kept = (
        shapely.is_valid(after)
        & (shapely.get_num_geometries(after) >= shapely.get_num_geometries(before))
        & (np.abs(shapely.area(after) - area) <= MOST_CHANGE * area)
    )
    return gpd.GeoSeries(np.where(kept, after, before), index=shapes.index, crs=shapes.crs)


def outlines(shapes: gpd.GeoSeries, groups: pd.Series) -> gpd.GeoSeries:
    """Draw one outline around each group of polygons, without the cracks between them.

    Parameters
    ----------
    shapes
        Polygons in a projected system in metres.
    groups
        The group of each polygon, on the same index.

    Returns
    -------
    geopandas.GeoSeries
        On the sorted groups.
    """
    merged: dict[Hashable, shapely.Geometry] = {}
    for group, rows in shapes.groupby(groups, sort=True):
        merged[group] = closed(shapely.union_all(rows.to_numpy()))
    return gpd.GeoSeries(merged, crs=shapes.crs)


def closed(shape: shapely.Geometry) -> shapely.Geometry:
    """Close cracks and pinholes of up to 30 m in a polygon that was merged from others."""
    wide = shapely.buffer(shape, CRACK_M, join_style="mitre", mitre_limit=2)
    back = shapely.buffer(wide, -CRACK_M, join_style="mitre", mitre_limit=2)
    return shape if back.is_empty else back


def encoded(shape: shapely.Geometry | None) -> Rings:
    """Write a polygon as parts, rings and flat steps: ``x, y`` of the first corner, then differences.

    Parameters
    ----------
    shape
        In degrees (EPSG:4326); the closing corner is left out.

    Examples
    --------
    >>> encoded(shapely.box(0, 0, 0.00002, 0.00001))
    [[[2, 0, 0, 1, -2, 0, 0, -1]]]
    """
    parts = [] if shape is None else shapely.get_parts(shape)
    polygons = [part for part in parts if isinstance(part, shapely.Polygon) and not part.is_empty]
    coded = []
    for polygon in polygons:
        rings = [_steps(polygon.exterior)]
        rings += [steps for hole in polygon.interiors if len(steps := _steps(hole)) > 4]
        coded.append(rings)
    return coded


def _steps(ring: shapely.LinearRing) -> list[int]:
    corners = np.round(shapely.get_coordinates(ring)[:-1] * DEGREES).astype(np.int64)
    steps = np.diff(corners, axis=0)
    moved = steps[(steps != 0).any(axis=1)]
    return [int(step) for step in np.concatenate([corners[:1], moved]).ravel()]


def bounds(shapes: gpd.GeoSeries) -> list[list[float]]:
    """South-west and north-east corner, latitude first as Leaflet wants it; the whole country when empty."""
    west, south, east, north = shapes.total_bounds
    if not np.isfinite(west):
        return [[-11.0, 95.0], [6.0, 141.0]]
    return [[round(float(south), 5), round(float(west), 5)], [round(float(north), 5), round(float(east), 5)]]
