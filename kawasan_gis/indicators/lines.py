"""Roads and other lines in villages: how dense, and how good."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.layers import texts_of
from kawasan_gis.network.junctions import Floats
from kawasan_gis.network.links import M_PER_KM
from kawasan_gis.network.speeds import key_of, read_speeds
from kawasan_gis.units import HA_PER_KM2

# Surfaces of OSM's key surface, as its documentation groups them into paved and unpaved.
PAVED = ("paved", "asphalt", "chipseal", "concrete", "concrete:lanes", "concrete:plates", "paving_stones", "sett",
         "unhewn_cobblestone", "cobblestone", "bricks", "metal", "wood")  # fmt: skip
UNPAVED = ("unpaved", "compacted", "fine_gravel", "gravel", "shells", "rock", "pebblestone", "ground", "dirt", "earth",
           "grass", "grass_paver", "mud", "sand", "woodchips", "clay")  # fmt: skip


def line_density(
    villages: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Kilometres of lines per square kilometre of each village; ``where`` of the layer chooses classes.

    A line that runs exactly along the border of two villages counts in both.
    """
    km = _metres_inside(villages, lines, np.ones(len(lines))) / M_PER_KM
    return pd.Series(km, index=villages.index) / (villages["area_ha"] / HA_PER_KM2)


def hard_share(
    villages: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Share (0..1) of the length of roads in each village that has a hard surface; NaN where there is no road.

    A road is hard when ``column`` holds one of ``values``. Without ``values`` a surface of OSM's key ``surface``
    decides, or, for a class of road, what the shipped table of speeds says of such roads as a rule; roads of which
    neither tells are left out of the share and reported.

    References
    ----------
    OpenStreetMap Wiki, Key:surface (which surfaces are paved).
    """
    hard = _hardness(lines, indicator)
    unknown = np.isnan(hard)
    if unknown.all():
        given = listing(sorted(texts_of(lines[indicator.column]).dropna().unique()))
        raise TableError(
            f"indicator {indicator.name}: no value of {indicator.column} says how hard the road is ({given}); "
            "name those that do: values = [...]"
        )
    if unknown.any():
        share = 100 * shapely.length(lines.geometry.to_numpy()[unknown]).sum() / lines.geometry.length.sum()
        findings.add("unknown_surface", value=round(float(share), 1), detail=indicator.name)
    of_hard = _metres_inside(villages, lines, np.where(unknown, 0.0, hard))
    of_known = _metres_inside(villages, lines, (~unknown).astype(np.float64))
    share = np.divide(of_hard, of_known, out=np.full(len(villages), np.nan), where=of_known > 0)
    for code in villages.index[np.isnan(share)]:
        findings.add("no_road", str(code), detail=indicator.name)
    return pd.Series(share, index=villages.index)


def _hardness(lines: gpd.GeoDataFrame, indicator: Indicator) -> Floats:
    """1 for a hard surface, 0 for a soft one, NaN where it is not known."""
    if indicator.column not in lines:
        names = [str(name) for name in lines.columns if name != lines.geometry.name]
        known = did_you_mean(str(indicator.column), names)
        raise TableError(f"indicator {indicator.name}: layer {indicator.layer} has no column {indicator.column}{known}")
    keys = texts_of(lines[indicator.column]).fillna("").map(key_of)
    if indicator.values:
        wanted = [key_of(value) for value in indicator.values]
        absent = sorted(set(wanted) - set(keys))
        if len(absent) == len(wanted):
            raise StudyError(f"indicator {indicator.name}: no road has {indicator.column} = {listing(absent)}")
        return np.asarray(np.where(keys == "", np.nan, keys.isin(wanted).astype(float)), dtype=np.float64)
    speeds = read_speeds()
    by_class = dict(zip(speeds.index.map(key_of), speeds["hard"].astype(float), strict=True))
    table = {**by_class, **dict.fromkeys(PAVED, 1.0), **dict.fromkeys(UNPAVED, 0.0)}
    return np.asarray(keys.map(table).to_numpy(dtype=np.float64))


def _metres_inside(villages: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, weights: Floats) -> Floats:
    """Length of the lines inside each village, each line times its weight."""
    shapes, ways = villages.geometry.to_numpy(), shapely.force_2d(lines.geometry.to_numpy())
    tree = shapely.STRtree(ways)
    inside_village, inside = tree.query(shapes, predicate="contains")
    # A line that doubles back is cut out like those that leave the village, so that its ground counts once.
    plain = shapely.is_simple(ways)[inside]
    inside_village, inside = inside_village[plain], inside[plain]
    village, line = tree.query(shapes, predicate="intersects")
    crossing = ~np.isin(village * len(ways) + line, inside_village * len(ways) + inside)
    village, line = village[crossing], line[crossing]
    metres = shapely.length(shapely.intersection(shapes[village], ways[line])) * weights[line]
    whole = shapely.length(ways[inside]) * weights[inside]
    sums = np.bincount(np.concatenate([village, inside_village]), np.concatenate([metres, whole]), len(shapes))
    return np.asarray(sums, dtype=np.float64)
