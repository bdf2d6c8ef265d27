"""Travel times estimated from straight lines, where there is no network.

minutes = straight line x detour / speed, with the detour factor the ratio of ways to straight lines.

References
----------
Ballou, R. H., Rahardja, H. and Sakai, N. (2002). Selected country circuity factors for road travel distance
estimation. Transportation Research Part A 36(9), 843-848.
"""

from typing import NamedTuple

import numpy as np
import shapely

from kawasan_gis.network.junctions import Floats, Shapes
from kawasan_gis.network.links import M_PER_KM, MIN_PER_H
from kawasan_gis.network.travel import Pairs


class Straight(NamedTuple):
    """How straight lines become minutes: detour factor, km/h."""

    detour: float
    km_h: float

    @property
    def metres_per_minute(self) -> float:
        """Metres of straight line done in a minute."""
        return self.km_h * M_PER_KM / MIN_PER_H / self.detour

    def to_nearest(self, origins: Shapes, targets: Shapes) -> Floats:
        """Minutes from every origin to the target nearest to it."""
        minutes = np.full(len(origins), np.inf)
        if len(targets):
            tree = shapely.STRtree(targets)
            (origin, _), metres = tree.query_nearest(origins, return_distance=True, all_matches=False)
            minutes[origin] = metres / self.metres_per_minute
        return minutes

    def between(self, origins: Shapes, targets: Shapes, limit: float) -> Pairs:
        """Minutes of every pair no farther apart than ``limit``."""
        reach = limit * self.metres_per_minute
        start, end = shapely.STRtree(targets).query(origins, predicate="dwithin", distance=reach * (1 + 1e-12))
        minutes = shapely.distance(origins[start], targets[end]) / self.metres_per_minute
        return Pairs(start.astype(np.int64), end.astype(np.int64), minutes)
