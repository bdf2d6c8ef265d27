"""How far villages are from things: in a straight line, and in minutes over the network."""

import math
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators.cover import cover_share
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.layers import Layer
from kawasan_gis.network.access import Access, Places
from kawasan_gis.network.junctions import Floats
from kawasan_gis.network.travel import Pairs
from kawasan_gis.tabular import read_numbers

# Places whose size counts for less than this share are too far to matter for a potential.
LEAST_DECAY = 0.001


class Trips(NamedTuple):
    """A layer of places on the network on which villages travel to them; ``row`` is that of each single point."""

    access: Access
    layer: Layer
    table: gpd.GeoDataFrame
    places: Places
    row: npt.NDArray[np.intp]


def trips_to(access: Access, layer: Layer, table: gpd.GeoDataFrame, findings: Findings) -> Trips:
    """Put the points of a layer on the network, once for all of its indicators; those too far from it are counted."""
    parts, row = shapely.get_parts(shapely.force_2d(table.geometry.to_numpy()), return_index=True)
    places = access.place(parts)
    if (lost := int((~places.joined).sum())) > 0:
        findings.add("places_off_network", value=lost, detail=layer.name)
    return Trips(access, layer, table, places, row)


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


def travel_min(villages: gpd.GeoDataFrame, trips: Trips, indicator: Indicator, findings: Findings) -> pd.Series:
    """Minutes from each village to the place of a layer that is nearest in time; NaN and a finding where none is."""
    minutes = pd.Series(trips.access.minutes_to_nearest(trips.places), index=villages.index)
    for code in minutes.index[minutes.isna()]:
        findings.add("unreached", str(code), detail=indicator.name)
    return minutes


def reachable_count(villages: gpd.GeoDataFrame, trips: Trips, indicator: Indicator, findings: Findings) -> pd.Series:
    """Count the places of a layer no more than ``minutes`` from each village.

    NaN and a finding where a village has no way to the network and none is in walking distance; a village on the
    network with nothing in reach has 0.
    """
    found = trips.access.minutes_to(trips.places, float(indicator.minutes or 0.0))
    return _summed(found, np.ones(len(found.end)), villages, trips, indicator, findings)


def potential(villages: gpd.GeoDataFrame, trips: Trips, indicator: Indicator, findings: Findings) -> pd.Series:
    """Market potential of each village: the sizes of all places, each less the longer the way to it.

    A_i = sum over j of S_j exp(-t_ij / d), with S_j the size of place j (the layer's ``column``; 1 when not given),
    t_ij the minutes from village i to it and d the ``decay_min``. Places beyond ``minutes`` do not count; without it
    those whose size counts for less than a thousandth. NaN as for a count of places in reach.

    References
    ----------
    Hansen, W. G. (1959). How accessibility shapes land use. Journal of the American Institute of Planners 25(2), 73-76.
    Wilson, A. G. (1971). A family of spatial interaction models, and associated developments. Environment and
    Planning 3(1), 1-32 (the exponential decay).
    """
    decay = float(indicator.decay_min or math.inf)
    limit = float(indicator.minutes or -decay * math.log(LEAST_DECAY))
    sizes = _sizes(trips, indicator)[trips.row]
    found = trips.access.minutes_to(trips.places, limit)
    return _summed(found, sizes[found.end] * np.exp(-found.minutes / decay), villages, trips, indicator, findings)


def coverage_share(
    villages: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Share (0..1) of each village that lies within ``within_m`` metres, in a straight line, of a layer's shapes."""
    around = gpd.GeoDataFrame(geometry=shapes.geometry.buffer(float(indicator.within_m or 0.0)), crs=shapes.crs)
    return cover_share(villages, around, indicator, findings)


def _sizes(trips: Trips, indicator: Indicator) -> Floats:
    places = trips.table
    if not indicator.column:
        return np.ones(len(places))
    what = f"indicator {indicator.name}: layer {indicator.layer}, column {indicator.column}"
    if indicator.column not in places:
        names = [str(name) for name in places.columns if name != places.geometry.name]
        raise TableError(f"{what}: there is no such column{did_you_mean(indicator.column, names)}")
    column = places[indicator.column]
    sizes = column if pd.api.types.is_numeric_dtype(column) else read_numbers(column, what, decimal=trips.layer.decimal)
    wrong = ~((sizes >= 0) & np.isfinite(sizes))
    if wrong.any():
        raise TableError(
            f"{what}: {int(wrong.sum())} of {len(places)} sizes are missing, negative or infinite; fill them in"
        )
    return np.asarray(sizes.to_numpy(dtype=np.float64))


def _summed(
    found: Pairs, worth: Floats, villages: gpd.GeoDataFrame, trips: Trips, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Sum what pairs are worth by village; a village without any way has none."""
    total = np.bincount(found.start, worth, minlength=len(villages))
    cut_off = ~trips.access.connected & (np.bincount(found.start, minlength=len(villages)) == 0)
    for code in villages.index[cut_off]:
        findings.add("unreached", str(code), detail=indicator.name)
    return pd.Series(np.where(cut_off, np.nan, total), index=villages.index)
