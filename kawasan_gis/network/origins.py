"""Where the trips of a village begin: its settlement where one is known, else the part nearest the network."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from kawasan_gis.findings import Findings
from kawasan_gis.network.junctions import Floats, Integers, Shapes
from kawasan_gis.network.land import Land


def village_origins(
    villages: gpd.GeoDataFrame,
    settlements: gpd.GeoDataFrame | None,
    *,
    ways: Sequence[Shapes] = (),
    findings: Findings,
) -> Shapes:
    """Choose the point from which each village's trips begin.

    Of several points in a village it is the one nearest to their mean, of polygons the largest part inside the
    village (a point on its surface). A village without any begins at the point inside it that is nearest to its
    middle among those on a road; where it has no road, on a river; where it has neither, at the point nearest to one.
    With no network it begins at a point inside its polygon.

    Parameters
    ----------
    villages
        The villages table.
    settlements
        Points (settlements, village offices, cells of a land-cover class) or polygons of settlements, in the
        villages' system; none when not given.
    ways
        The lines of the network by kind, the kind that comes first where a village has several: roads, then rivers.
    findings
        Gets the number of villages without a settlement.

    Returns
    -------
    numpy.ndarray
        One point per village.
    """
    shapes = villages.geometry.to_numpy()
    origins = np.full(len(shapes), None, dtype=object)
    if settlements is not None:
        parts = shapely.get_parts(shapely.force_2d(settlements.geometry.to_numpy()))
        of_points = shapely.get_type_id(parts) == shapely.GeometryType.POINT
        origins = _of_points(shapes, parts[of_points]) if of_points.all() else _of_polygons(shapes, parts[~of_points])
    none = np.flatnonzero(shapely.is_missing(origins))
    if settlements is not None and len(none):
        findings.add("without_settlement", value=len(none))
    if len(none):
        guess = shapely.point_on_surface(shapes[none])
        origins[none] = _near_network(shapes[none], guess, ways) if ways else guess
    return origins


def _of_points(shapes: Shapes, points: Shapes) -> Shapes:
    """The point of each village that is nearest to the mean of all its points."""
    at = Land(shapes, np.zeros(len(shapes), dtype=np.int64)).villages_at(points)
    inside = np.flatnonzero(at >= 0)
    return central(at[inside], shapely.get_coordinates(points[inside]), len(shapes))


def central(at: Integers, xy: Floats, size: int) -> Shapes:
    """Choose of the places ``xy`` in each of so many villages the one nearest to their mean; None where there is none.

    Ties go to the west, then south.
    """
    count = np.maximum(np.bincount(at, minlength=size), 1)
    mean = np.stack([np.bincount(at, xy[:, axis], minlength=size) / count for axis in (0, 1)], axis=1)
    apart = np.round(np.hypot(*(xy - mean[at]).T), 3)
    order = np.lexsort((xy[:, 1], xy[:, 0], apart, at))
    return _first_of(at[order], np.asarray(shapely.points(xy[order]), dtype=object), size)


def _of_polygons(shapes: Shapes, polygons: Shapes) -> Shapes:
    """A point on the largest settlement part inside each village."""
    village, settlement = shapely.STRtree(polygons).query(shapes, predicate="intersects")
    pieces = shapely.intersection(shapes[village], polygons[settlement])
    parts, piece = shapely.get_parts(pieces, return_index=True)
    area = shapely.area(parts)
    parts, at, area = parts[area > 0], village[piece][area > 0], area[area > 0]
    corner = shapely.bounds(parts)
    order = np.lexsort((corner[:, 1], corner[:, 0], -np.round(area, 3), at))
    origins = _first_of(at[order], parts[order], len(shapes))
    return np.asarray(shapely.point_on_surface(origins))


def _first_of(at: Integers, values: Shapes, size: int) -> Shapes:
    found = np.full(size, None, dtype=object)
    villages, first = np.unique(at, return_index=True)
    found[villages] = values[first]
    return found


def _near_network(shapes: Shapes, middles: Shapes, ways: Sequence[Shapes]) -> Shapes:
    """The point of each polygon nearest to its middle among those on a way of the first kind it has, else near one."""
    origins = np.full(len(shapes), None, dtype=object)
    for lines in ways:
        left = np.flatnonzero(shapely.is_missing(origins))
        origins[left] = _on_lines(shapes[left], middles[left], lines)
    left = np.flatnonzero(shapely.is_missing(origins))
    lines = np.concatenate(ways)
    (_, line) = shapely.STRtree(lines).query_nearest(shapes[left], all_matches=False)
    origins[left] = shapely.get_point(shapely.shortest_line(shapes[left], lines[line]), 0)
    return origins


def _on_lines(shapes: Shapes, middles: Shapes, lines: Shapes) -> Shapes:
    """The point on a line inside each polygon that is nearest to its middle; None where no line runs."""
    tree = shapely.STRtree(lines)
    (_, line) = tree.query_nearest(middles, all_matches=False)
    feet = shapely.line_interpolate_point(lines[line], shapely.line_locate_point(lines[line], middles))
    origins: Shapes = np.full(len(shapes), None, dtype=object)
    inside = shapely.intersects(shapes, feet)
    origins[inside] = feet[inside]
    # Where the nearest line of all runs outside, the lines inside are cut out and compared.
    left = np.flatnonzero(shapely.is_missing(origins))
    village, line = tree.query(shapes[left], predicate="intersects")
    pieces = shapely.intersection(shapes[left][village], lines[line])
    feet = shapely.get_point(shapely.shortest_line(middles[left][village], pieces), 1)
    xy, far = shapely.get_coordinates(feet), np.round(shapely.distance(middles[left][village], feet), 3)
    order = np.lexsort((xy[:, 1], xy[:, 0], far, village))
    origins[left] = _first_of(village[order], feet[order], len(left))
    return origins
