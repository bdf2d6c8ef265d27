"""What the rules add up over the members of an area, one column each, and the bounds of the sums."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.errors import TableError, listing
from kawasan_gis.scoring import Floats

Flags = npt.NDArray[np.bool_]

# Whole numbers reached by multiplying a share may lie a little below.
ROUNDING = 1e-9


class Amount(NamedTuple):
    """One column: what every village adds, what to call it, and the bounds of the sum."""

    values: Floats
    what: str
    lower: float = -math.inf
    upper: float = math.inf


class Amounts(NamedTuple):
    """All columns (villages by column) and the bounds of their sums; ``grows`` where a sum never falls."""

    table: Floats
    lower: Floats
    upper: Floats
    grows: Flags


def amounts_of(
    villages: gpd.GeoDataFrame, indicators: pd.DataFrame, rules: Rules, may: Flags, central: Flags
) -> Amounts:
    """Lay out what the rules add up.

    Parameters
    ----------
    villages, indicators
        The villages table, and the indicators on the same index.
    rules
        The rules.
    may
        Which villages may be members; the others add nothing.
    central
        Which villages may be centres.

    Raises
    ------
    TableError
        When a village that may be a member has no value for what the rules bound, or the indicators lack a column.
    """
    columns = [*_bounded(villages, rules), *_of_indicators(villages, indicators, rules)]
    columns += [*_shared(villages, rules), *_centres(rules, may, central)]
    for column in columns:
        what = column.what
        without = villages.index[may & np.isnan(column.values)]
        if len(without):
            raise TableError(f"the rules bound {what}, but {len(without)} villages have none: {listing(without)}")
    table = np.array([np.where(may, column.values, 0.0) for column in columns]).reshape(len(columns), len(villages)).T
    lower = np.array([column.lower for column in columns], dtype=np.float64)
    upper = np.array([column.upper for column in columns], dtype=np.float64)
    return Amounts(table, lower, upper, np.asarray((table >= 0).all(axis=0)))


def _bounded(villages: gpd.GeoDataFrame, rules: Rules) -> Iterator[Amount]:
    for column in ("area_ha", "population"):
        low, high = getattr(rules, f"min_{column}"), getattr(rules, f"max_{column}")
        if low is not None or high is not None:
            lower, upper = -math.inf if low is None else low, math.inf if high is None else high
            yield Amount(villages[column].to_numpy(dtype=np.float64), f"the {column}", lower, upper)


def _of_indicators(villages: gpd.GeoDataFrame, indicators: pd.DataFrame, rules: Rules) -> Iterator[Amount]:
    for name, least in sorted(rules.min_total.items()):
        yield Amount(_indicator(indicators, villages, name), name, lower=least)
    for name, most in sorted(rules.max_share.items()):
        # sum of x a <= most x sum of a, as one sum.
        over = (_indicator(indicators, villages, name) - most) * villages["area_ha"].to_numpy(dtype=np.float64)
        yield Amount(over, name, upper=0.0)
    for rule in rules.min_class:
        values = _indicator(indicators, villages, rule.indicator)
        # A village without a value is in no class.
        inside = (values >= rule.at_least) & (values <= rule.at_most)
        yield Amount(inside.astype(np.float64), rule.name, lower=rule.villages)


def _shared(villages: gpd.GeoDataFrame, rules: Rules) -> Iterator[Amount]:
    """At most a share of the existing kawasan's villages, and at most that share of the area's own."""
    if rules.max_existing >= 1.0:
        return
    for name, there in sorted(rules.existing.items()):
        inside = villages.index.isin(there).astype(np.float64)
        most = math.floor(rules.max_existing * len(set(there)) + ROUNDING)
        yield Amount(inside, f"what is shared with {name}", upper=most)
        yield Amount(inside - rules.max_existing, f"what is shared with {name}", upper=0.0)


def _centres(rules: Rules, may: Flags, central: Flags) -> Iterator[Amount]:
    if not central[may].all():
        yield Amount(central.astype(np.float64), "centres", lower=rules.centres)


def _indicator(indicators: pd.DataFrame, villages: gpd.GeoDataFrame, name: str) -> Floats:
    if name not in indicators:
        raise TableError(f"the rules bound {name}, but the indicators have no such column")
    return np.asarray(indicators.loc[villages.index, name].to_numpy(dtype=np.float64))
