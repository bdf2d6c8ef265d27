"""Geometry made light for the screen: how far it may be thinned, and written as short whole numbers."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import shapely

from kawasan_gis.crs import WGS84

# A screen shows a map some 1,500 pixels wide and is zoomed in a few times.
EXTENT_PER_TOLERANCE = 8_000
LEAST_TOLERANCE_M = 3.0
MOST_TOLERANCE_M = 60.0

MOST_OF = 0.75

DEGREES = 100_000
"""Coordinates are whole numbers of 1e-5 degrees, about 1.1 m."""

Rings = list[list[list[int]]]


def tolerance(villages: gpd.GeoDataFrame) -> float:
    """Choose how far, in metres, borders may move on the screen: an 8,000th of the extent, 3 to 60 m."""
    west, south, east, north = villages.total_bounds
    extent = max(east - west, north - south) / EXTENT_PER_TOLERANCE
    return float(np.clip(extent, LEAST_TOLERANCE_M, MOST_TOLERANCE_M))


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


def encoded_all(shapes: gpd.GeoSeries) -> list[Rings]:
    """Write every polygon of a series in degrees; see :func:`encoded`."""
    return [encoded(shape) for shape in shapes]


def points(areas: gpd.GeoSeries) -> list[list[float]]:
    """Find a point inside each area for its label, latitude first."""
    inside = areas.representative_point().to_crs(WGS84)
    return [[round(point.y, 5), round(point.x, 5)] for point in inside]


def encoded_lines(lines: Iterable[shapely.LineString]) -> list[list[int]]:
    """Write open lines as flat steps: ``x, y`` of the first corner, then differences.

    Parameters
    ----------
    lines
        In degrees (EPSG:4326).

    Examples
    --------
    >>> encoded_lines([shapely.LineString([(0, 0), (0.00002, 0), (0.00002, 0.00001)])])
    [[0, 0, 2, 0, 0, 1]]
    """
    return [_differences(shapely.get_coordinates(line)) for line in lines]


def _steps(ring: shapely.LinearRing) -> list[int]:
    return _differences(shapely.get_coordinates(ring)[:-1])


def _differences(degrees: np.ndarray) -> list[int]:
    corners = np.round(degrees * DEGREES).astype(np.int64)
    steps = np.diff(corners, axis=0)
    moved = steps[(steps != 0).any(axis=1)]
    return [int(step) for step in np.concatenate([corners[:1], moved]).ravel()]


def gathered(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Leave out small islands far from all else, which would make everything small on a map.

    Parameters
    ----------
    shapes
        Polygons in a projected system in metres.

    Returns
    -------
    geopandas.GeoSeries
        The parts of polygons in the group that most polygons belong to, where it holds three in four of them; parts
        whose boxes are less than a 25th of the whole extent apart are in one group. Else everything.
    """
    parts = shapes[~(shapes.isna() | shapes.is_empty)].explode()
    west, south, east, north = parts.total_bounds
    near = max(east - west, north - south) / 25
    boxes = shapely.box(*(parts.bounds.to_numpy() + near / 2 * np.array([-1, -1, 1, 1])).T)
    groups = gpd.GeoSeries(shapely.get_parts(shapely.union_all(boxes)), crs=shapes.crs)
    at, group = groups.sindex.query(parts.representative_point(), predicate="within")
    kept = [parts.iloc[at[group == place]] for place in range(len(groups))]
    largest = max(kept, key=lambda one: one.index.nunique(), default=parts)
    return largest if largest.index.nunique() >= MOST_OF * parts.index.nunique() else parts


def bounds(shapes: gpd.GeoSeries) -> list[list[float]]:
    """South-west and north-east corner, latitude first as Leaflet wants it; the whole country when empty."""
    west, south, east, north = shapes.total_bounds
    if not np.isfinite(west):
        return [[-11.0, 95.0], [6.0, 141.0]]
    return [[round(float(south), 5), round(float(west), 5)], [round(float(north), 5), round(float(east), 5)]]
