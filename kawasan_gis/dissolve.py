"""Polygons thinned together, and dissolved into one outline per group without cracks."""

from collections.abc import Hashable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

# A polygon that loses more than this share of its area is kept as it was.
MOST_CHANGE = 0.03
# Cracks of up to twice this width are closed in outlines: two villages that near are neighbours.
CRACK_M = 15.0


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


def dissolved(shapes: gpd.GeoSeries, groups: pd.Series) -> gpd.GeoSeries:
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
