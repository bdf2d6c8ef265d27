"""Points counted in villages."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.findings import Findings
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.units import HA_PER_KM2


def count(villages: gpd.GeoDataFrame, points: gpd.GeoDataFrame, indicator: Indicator, findings: Findings) -> pd.Series:
    """Count the points inside each village.

    A point where two polygons overlap, or on their border, counts once, for the first of them in code order.
    Points in no village are counted in ``findings``.
    """
    places = shapely.get_parts(points.geometry.to_numpy())
    which, village = shapely.STRtree(villages.geometry.to_numpy()).query(places, predicate="intersects")
    order = np.lexsort((village, which))
    found, first = np.unique(which[order], return_index=True)
    if len(found) < len(places):
        findings.add("outside_villages", value=len(places) - len(found), detail=indicator.name)
    counts = np.bincount(village[order][first], minlength=len(villages))
    return pd.Series(counts.astype("float64"), index=villages.index)


def density(
    villages: gpd.GeoDataFrame, points: gpd.GeoDataFrame, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Points per square kilometre of each village."""
    return count(villages, points, indicator, findings) / (villages["area_ha"] / HA_PER_KM2)
