"""Indicators made from other indicators: spread by a weight, centrality; and the order to measure them in."""

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from kawasan_gis.codes import kabupaten_code
from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.indicators.table import JoinedTable, by_group
from kawasan_gis.methods.scalogram import marshall_centrality


def in_order(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Put indicators behind those they are measured from, otherwise as they stand.

    Raises
    ------
    StudyError
        When one needs an indicator that is not there, or they need each other.
    """
    names = [indicator.name for indicator in indicators]
    for indicator in indicators:
        for name in indicator.needs:
            if name not in names:
                raise StudyError(f"indicator {indicator.name}: there is no indicator {name}{did_you_mean(name, names)}")
    ordered: list[Indicator] = []
    waiting = list(indicators)
    while waiting:
        done = {indicator.name for indicator in ordered}
        ready = next((one for one in waiting if done.issuperset(one.needs)), None)
        if ready is None:
            raise StudyError(f"indicators {listing(one.name for one in waiting)} are measured from each other")
        ordered.append(ready)
        waiting.remove(ready)
    return ordered


def weights_of(villages: gpd.GeoDataFrame, others: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """Take the weight an indicator is spread by: another indicator, or the villages' own area or population.

    Raises
    ------
    TableError
        When the villages have no such column.
    """
    table = others if indicator.spread in others else villages
    if indicator.spread not in table:
        raise TableError(f"indicator {indicator.name} is spread by {indicator.spread}, which the villages do not have")
    weights: pd.Series = table[indicator.spread].astype("float64")
    return weights


def spread(
    values: pd.Series, joined: JoinedTable, weights: pd.Series, indicator: Indicator, findings: Findings
) -> pd.Series:
    """Divide the value of each kecamatan (or kabupaten) among its villages by a weight; the total stays.

    ::

        x_v = X_u w_v / sum of w over the villages of u

    Parameters
    ----------
    values
        By village, the value of its whole unit.
    joined
        The table it is from.
    weights
        By village, such as hectares of sawah.
    indicator
        The indicator.
    findings
        Collects units none of whose villages has a weight, and villages without one.

    Returns
    -------
    pandas.Series
        By village; NaN where the village has no known weight, or its whole unit has none above zero.

    Raises
    ------
    TableError
        When a weight is negative.
    """
    negative = weights.index[weights < 0]
    if len(negative):
        raise TableError(
            f"indicator {indicator.name} is spread by {indicator.spread}, which is negative in {len(negative)} "
            f"villages: {listing(negative)}"
        )
    totals = weights.groupby(joined.unit).sum()
    for kode in totals.index[(totals == 0) & joined.matched]:
        findings.add("no_weight", detail=f"{indicator.name}, {joined.named[kode]}")
    whole = joined.unit.map(totals)
    for kode in values.index[values.notna() & weights.isna() & (whole > 0)]:
        findings.add("missing_value", str(kode), detail=f"{indicator.name} ({indicator.spread})")
    return values * weights / whole.where(whole > 0)


def centrality(villages: gpd.GeoDataFrame, counts: pd.DataFrame, indicator: Indicator, findings: Findings) -> pd.Series:
    """Marshall's centrality of counts of facilities, each village within its kabupaten.

    Raises
    ------
    TableError
        When a count is negative.
    """
    together = kabupaten_code(villages.index.to_series())
    found: pd.Series = by_group(marshall_centrality, counts, together, indicator, findings)
    return found.reindex(villages.index)
