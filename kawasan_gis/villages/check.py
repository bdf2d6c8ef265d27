"""How the polygons of the villages lie against each other: overlaps and gaps."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.codes import kabupaten_code, provinsi_code
from kawasan_gis.findings import Findings
from kawasan_gis.units import M2_PER_HA, Progress


def check_coverage(
    villages: gpd.GeoDataFrame, *, sliver_ha: float = 1.0, findings: Findings, progress: Progress | None = None
) -> None:
    """Report where village polygons overlap or leave gaps between them.

    Parameters
    ----------
    villages
        The villages table.
    sliver_ha
        Overlaps and gaps of at least this area, in hectares, get a row each; smaller ones (over 1 m²) are
        counted and summed in one row.
    findings
        Where the rows go.
    progress
        Called with (label, done, total) as groups of villages are dissolved: kabupaten, provinces, all.
    """
    shapes = villages.geometry.to_numpy()
    a, b, overlaps = _overlaps(shapes)
    large = overlaps >= sliver_ha
    for i, j, area in zip(a[large], b[large], overlaps[large], strict=True):
        findings.add("overlap", villages.index[i], other=villages.index[j], value=round(float(area), 2))
    _sum_small("small_overlaps", overlaps[~large], findings)
    holes, gaps = _gaps(villages, progress)
    wide = gaps >= sliver_ha
    for i, j, area in sorted(zip(*_two_nearest(shapes, holes[wide]), gaps[wide], strict=True)):
        findings.add("gap", villages.index[i], other=villages.index[j], value=round(float(area), 2))
    _sum_small("small_gaps", gaps[~wide], findings)


def _overlaps(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return position pairs whose interiors meet in more than 1 m², and the common area in hectares."""
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = a < b
    order = np.lexsort((b[once], a[once]))
    a, b = a[once][order], b[once][order]
    area = shapely.area(shapely.intersection(shapes[a], shapes[b]))
    kept = area > 1.0
    return a[kept], b[kept], area[kept] / M2_PER_HA


def _gaps(villages: gpd.GeoDataFrame, progress: Progress | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the holes of all villages' union over 1 m², and their area in hectares.

    Dissolved kabupaten by kabupaten, then by province, then all: a hole that nobody outside can fill is taken out
    at once, so that the large unions do not drag hundreds of thousands of slivers along.
    """
    shapes, found = villages.geometry.to_numpy(), []
    everything = shapely.STRtree(shapes)
    parts, owners = shapes, np.arange(len(shapes))
    for level in (kabupaten_code, provinsi_code, None):
        group = pd.factorize(level(villages.index), sort=True)[0] if level else np.zeros(len(villages), dtype=int)
        own = group[owners]
        dissolved = []
        for key in np.unique(own):
            if progress:
                progress("gaps", int(key), int(own.max()) + 1)
            union, gaps = _without_gaps(shapely.union_all(parts[own == key]), everything, group == key)
            dissolved.append(union)
            found += gaps
        parts = np.array(dissolved, dtype=object)
        owners = np.unique(group, return_index=True)[1]
    holes = np.array(found, dtype=object)
    area = shapely.area(holes)
    kept = area > 1.0
    return holes[kept], area[kept] / M2_PER_HA


def _without_gaps(
    union: shapely.Geometry, everything: shapely.STRtree, inside: np.ndarray
) -> tuple[shapely.Geometry, list[shapely.Geometry]]:
    """Split a group's union into the union without its gaps, and the gaps: holes that no village outside touches."""
    polygons, gaps = [], []
    for part in shapely.get_parts(union):
        rings = np.array(list(part.interiors), dtype=object)
        holes = shapely.polygons(rings)
        hole, village = everything.query(holes, predicate="intersects")
        open_ = np.isin(np.arange(len(rings)), hole[~inside[village]])
        gaps += list(holes[~open_])
        polygons.append(shapely.Polygon(part.exterior, list(rings[open_])))
    return shapely.multipolygons(polygons), gaps


def _two_nearest(shapes: np.ndarray, holes: np.ndarray) -> tuple[list[int], list[int]]:
    """Name the first two villages, in table order, around each hole."""
    tree = shapely.STRtree(shapes)
    around = [np.sort(tree.query(hole, predicate="dwithin", distance=0.01)) for hole in holes]
    return [int(near[0]) for near in around], [int(near[min(1, len(near) - 1)]) for near in around]


def _sum_small(kind: str, areas: np.ndarray, findings: Findings) -> None:
    if len(areas):
        findings.add(kind, value=len(areas), detail=f"{areas.sum():.1f}")
