"""How much of each village polygons of a layer cover."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.findings import Findings
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.units import M2_PER_HA
from kawasan_gis.villages.boundaries import polygonal


def cover_ha(
    villages: gpd.GeoDataFrame,
    polygons: gpd.GeoDataFrame,
    indicator: Indicator,
    findings: Findings,
) -> pd.Series:
    """Hectares of each village under the polygons of a layer; where those overlap, ground counts once."""
    shapes = villages.geometry.to_numpy()
    covers = polygonal(polygons.geometry.to_numpy())
    if (lost := int(shapely.is_missing(covers).sum())) > 0:
        findings.add("empty_geometry", value=lost, detail=indicator.name)
    village, cover = shapely.STRtree(covers).query(shapes, predicate="intersects")
    order = np.lexsort((cover, village))
    village, cover = village[order], cover[order]
    pieces = shapely.intersection(shapes[village], covers[cover])
    area = np.zeros(len(villages))
    touched, starts = np.unique(village, return_index=True)
    for position, part in zip(touched, np.split(pieces, starts)[1:], strict=True):
        area[position] = shapely.union_all(part).area
    return pd.Series(area / M2_PER_HA, index=villages.index)


def cover_share(
    villages: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Share (0..1) of each village under the polygons of a layer."""
    return (cover_ha(villages, polygons, indicator, findings) / villages["area_ha"]).clip(upper=1.0)
