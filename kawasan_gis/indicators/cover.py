"""How much of each village polygons of a layer cover.

Where polygons of the layer overlap, ground counts once. Uniting everything in every village would make that sure and
cost most of the time; instead the polygons that break the layer's coverage are found first (two polygons that overlap
cannot both be without an edge inside another one), and only they and what they meet are united.
"""

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from kawasan_gis.findings import Findings
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.units import M2_PER_HA
from kawasan_gis.villages.boundaries import polygonal

Shapes = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

# Polygons of more vertices are cut in two until none is left: every village would go through all of them.
MOST_VERTICES = 1_000
MOST_CUTS = 12
# Parts that are a polygon's own add up to its area, but for rounding.
SAME = 1e-9


def cover_ha(
    villages: gpd.GeoDataFrame,
    polygons: gpd.GeoDataFrame,
    indicator: Indicator,
    findings: Findings,
) -> pd.Series:
    """Hectares of each village under the polygons of a layer; where those overlap, ground counts once."""
    covers = polygonal(polygons.geometry.to_numpy())
    if (lost := int(shapely.is_missing(covers).sum())) > 0:
        findings.add("empty_geometry", value=lost, detail=indicator.name)
    area = covered_area(villages.geometry.to_numpy(), covers[~shapely.is_missing(covers)])
    return pd.Series(area / M2_PER_HA, index=villages.index)


def cover_share(
    villages: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Share (0..1) of each village under the polygons of a layer."""
    return (cover_ha(villages, polygons, indicator, findings) / villages["area_ha"]).clip(upper=1.0)


def covered_area(shapes: Shapes, covers: Shapes) -> Floats:
    """Area of each shape under the covers, in square units of their system; where covers overlap, it counts once.

    Parameters
    ----------
    shapes, covers
        Valid polygons in one projected system.

    Returns
    -------
    numpy.ndarray
        One area per shape; equal to that of the shape under the union of all covers, but for rounding.
    """
    near = np.unique(shapely.STRtree(covers).query(shapes)[1])
    if not len(near):
        return np.zeros(len(shapes))
    parts, origin = _cut(covers[near])
    shape, part = shapely.STRtree(parts).query(shapes, predicate="intersects")
    order = np.lexsort((part, shape))
    shape, part = shape[order], part[order]
    pieces = _pieces(shapes[shape], parts[part])
    sizes = shapely.area(pieces)
    some = np.flatnonzero(sizes > 0)
    shape, pieces, sizes = shape[some], pieces[some], sizes[some]
    united = _meeting(pieces, shape, _lapping(covers[near])[origin[part[some]]])
    area = np.zeros(len(shapes))
    np.add.at(area, shape[~united], sizes[~united])
    touched, starts = np.unique(shape[united], return_index=True)
    for place, together in zip(touched, np.split(pieces[united], starts)[1:], strict=True):
        area[place] += shapely.union_all(together).area
    return area


def _lapping(covers: Shapes) -> Flags:
    """Tell which covers may overlap others: of any two that do, at least one is told.

    Looking into polygons of very many vertices takes longer than uniting what is left of them in the shapes.
    """
    lapping = shapely.get_num_coordinates(covers) > MOST_VERTICES
    small = np.flatnonzero(~lapping)
    lapping[small] = ~shapely.is_empty(shapely.coverage_invalid_edges(covers[small]))
    return np.asarray(lapping)


def _cut(covers: Shapes) -> tuple[Shapes, Places]:
    """Cut polygons of very many vertices in halves again and again; the parts, and which polygon each is of.

    GEOS cuts at boxes ten times faster than by overlay, but does not promise valid parts: what was cut must have
    the area it had, else the polygon stays whole.
    """
    parts, origin = covers, np.arange(len(covers))
    for _ in range(MOST_CUTS):
        large = shapely.get_num_coordinates(parts) > MOST_VERTICES
        if not large.any():
            break
        halves = [half for part in parts[large] for half in _halves(part)]
        twice = np.repeat(origin[large], 2)
        some = ~shapely.is_empty(halves)
        parts = np.concatenate([parts[~large], np.array(halves, dtype=object)[some]])
        origin = np.concatenate([origin[~large], twice[some]])
    parts = polygonal(parts)
    whole, area = shapely.area(covers), np.zeros(len(covers))
    np.add.at(area, origin, np.nan_to_num(shapely.area(parts)))
    wrong = np.abs(area - whole) > SAME * whole
    good = ~wrong[origin] & ~shapely.is_missing(parts)
    return np.concatenate([parts[good], covers[wrong]]), np.concatenate([origin[good], np.flatnonzero(wrong)])


def _halves(cover: shapely.Geometry) -> list[shapely.Geometry]:
    """Cut a polygon at the middle of its longer side."""
    west, south, east, north = cover.bounds
    x, y = (west + east) / 2, (south + north) / 2
    if east - west > north - south:
        boxes = [(west, south, x, north), (x, south, east, north)]
    else:
        boxes = [(west, south, east, y), (west, y, east, north)]
    return [shapely.clip_by_rect(cover, *box) for box in boxes]


def _pieces(shapes: Shapes, parts: Shapes) -> Shapes:
    """Cut each part at the border of its shape; most parts lie inside and need no cutting."""
    shapely.prepare(shapes)
    across = np.flatnonzero(~shapely.contains_properly(shapes, parts))
    pieces = parts.copy()
    pieces[across] = polygonal(shapely.intersection(shapes[across], parts[across]))
    return pieces


def _meeting(pieces: Shapes, shape: Places, lapping: Flags) -> Flags:
    """Tell which pieces may overlap another one of the same shape: those that lap, and those they meet."""
    may = lapping.copy()
    laps = np.flatnonzero(lapping)
    one, other = shapely.STRtree(pieces).query(pieces[laps], predicate="intersects")
    may[other[shape[laps[one]] == shape[other]]] = True
    return may
