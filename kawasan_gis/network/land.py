"""Which villages lie on one land: nobody walks over the sea."""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from kawasan_gis.network.junctions import Integers, Shapes

# Villages with a gap no wider than this between them lie on one land.
GAP_M = 30.0


class Land(NamedTuple):
    """The polygons of villages, and the number of the land each lies on."""

    shapes: Shapes
    number: Integers

    @property
    def several(self) -> bool:
        """Whether there is more than one land."""
        return bool(self.number.any())

    def villages_at(self, points: Shapes) -> Integers:
        """Find the village each point lies in, the first in code order; -1 for none."""
        # The polygons are on the querying side, where they are prepared for many points.
        village, point = shapely.STRtree(points).query(self.shapes, predicate="intersects")
        found = np.full(len(points), len(self.shapes), dtype=np.int64)
        np.minimum.at(found, point, village)
        return np.where(found < len(self.shapes), found, -1)

    def lands_at(self, points: Shapes) -> Integers:
        """Find the land each point lies on; outside all villages that of the nearest one."""
        if not self.several:
            return np.zeros(len(points), dtype=np.int64)
        village = self.villages_at(points)
        outside = np.flatnonzero(village < 0)
        which, nearest = shapely.STRtree(self.shapes).query_nearest(points[outside], all_matches=False)
        village[outside[which]] = nearest
        return np.asarray(self.number[village])


def land_of(villages: gpd.GeoDataFrame) -> Land:
    """Number the lands: groups of villages that touch, or nearly."""
    shapes = villages.geometry.to_numpy()
    a, b = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=GAP_M)
    near = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(len(shapes), len(shapes)))
    return Land(shapes, connected_components(near, directed=False)[1].astype(np.int64))
