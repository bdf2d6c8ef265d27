"""Points counted in villages."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.units import HA_PER_KM2

PEOPLE = 1000.0


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


def per_1000(
    villages: gpd.GeoDataFrame, points: gpd.GeoDataFrame, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Points in each village per 1,000 of its people; NaN and a finding where it has no population."""
    if "population" not in villages:
        raise TableError(
            f"indicator {indicator.name}: the villages have no column population; name it in the study: "
            '[villages] columns = { population = "..." }'
        )
    people = villages["population"].where(villages["population"] > 0)
    for code in people.index[people.isna()]:
        findings.add("missing_value", str(code), detail=indicator.name)
    return count(villages, points, indicator, findings) / people * PEOPLE
