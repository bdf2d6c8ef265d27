"""Landings: where roads meet rivers and ferries."""

import numpy as np
import shapely

from kawasan_gis.network.junctions import Shapes
from kawasan_gis.network.links import Links
from kawasan_gis.network.walks import Feet, in_reach, some


def join_waters(links: Links, water: int, landings: Shapes | None, *, within_m: float, km_h: float) -> tuple[Feet, int]:
    """Join roads and waters at landings: to every road and every water within some metres, on foot.

    Parameters
    ----------
    links
        The network: links of roads first, then of waters.
    water
        The first link of waters.
    landings
        Points; where not given, the ends of the links of one kind that are near enough to the other.
    within_m
        How near both have to be, in metres.
    km_h
        Speed of the walk between them.

    Returns
    -------
    tuple
        The walks of the landings that join something, numbered from 0, and how many these are.
    """
    points = _near_ends(links.shapes[:water], links.shapes[water:], within_m) if landings is None else landings
    feet = in_reach(points, links, within_m, km_h)
    wet = feet.link >= water
    both = np.intersect1d(feet.place[wet], feet.place[~wet])
    kept = np.flatnonzero(np.isin(feet.place, both))
    order = kept[np.lexsort((feet.share[kept], feet.link[kept], feet.place[kept]))]
    joined = some(feet, order)
    return joined._replace(place=np.searchsorted(both, joined.place)), len(both)


def _near_ends(roads: Shapes, waters: Shapes, within_m: float) -> Shapes:
    """The ends of roads near a water and of waters near a road, each place once."""
    found = []
    for lines, others in ((roads, waters), (waters, roads)):
        ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
        near = shapely.STRtree(ends).query(others, predicate="dwithin", distance=within_m)[1]
        found.append(ends[np.unique(near)])
    coordinates = shapely.get_coordinates(np.concatenate(found))
    return np.asarray(shapely.points(np.unique(coordinates, axis=0)), dtype=np.object_)
