"""How far villages are from things."""

import geopandas as gpd
import pandas as pd
import shapely

from kawasan_gis.findings import Findings
from kawasan_gis.indicators.specification import Indicator


def nearest(
    villages: gpd.GeoDataFrame,
    shapes: gpd.GeoDataFrame,
    indicator: Indicator,
    findings: Findings,
) -> pd.Series:
    """Straight-line distance, in metres, from each village to the nearest point, line or polygon of a layer.

    Measured from a point inside the village's polygon (its point on surface), in the villages' projected system.
    """
    origins = shapely.point_on_surface(villages.geometry.to_numpy())
    tree = shapely.STRtree(shapes.geometry.to_numpy())
    (origin, _), distances = tree.query_nearest(origins, return_distance=True, all_matches=False)
    return pd.Series(distances, index=villages.index[origin]).reindex(villages.index)
