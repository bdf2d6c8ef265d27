"""Rules held against the data of a study, before anything is searched."""

import geopandas as gpd
import networkx as nx
import pandas as pd

from kawasan_gis import codes
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.rules import Rules, eligible, named_codes, unit_of
from kawasan_gis.errors import InfeasibleError, StudyError, TableError, listing
from kawasan_gis.forms import did_you_mean


def check_rules(
    villages: gpd.GeoDataFrame,
    rules: Rules,
    *,
    indicators: pd.DataFrame | None = None,
    travel: pd.DataFrame | None = None,
    graph: nx.Graph | None = None,
) -> None:
    """Refuse rules that name what the study does not have, or that contradict what its villages are.

    Parameters
    ----------
    villages
        The villages table.
    rules
        The rules.
    indicators
        The indicators on the same index, where the rules name any.
    travel
        Travel times, where the rules limit them.
    graph
        The village graph, to find walls between villages that have no border.

    Raises
    ------
    StudyError
        When a code is not among the villages, an indicator or travel times are not there, a limit to the centre is
        in another unit than the ways to it, or a wall is where there is no border.
    TableError
        When a share that the rules limit is not within 0 and 1.
    InfeasibleError
        When a must-have village may not be a member, or they lie in more than one unit of ``within``.
    """
    check_names(villages, rules, indicators, travel, graph)
    _check_must_have(villages, rules)


def check_names(
    villages: gpd.GeoDataFrame,
    rules: Rules,
    indicators: pd.DataFrame | None,
    travel: pd.DataFrame | None,
    graph: nx.Graph | None,
) -> None:
    """Refuse rules that name what the study does not have: the part of :func:`check_rules` before any contradiction."""
    _check_codes(villages, rules)
    _check_columns(villages, rules, indicators)
    _check_ways(rules, travel)
    _check_walls(rules, graph)


def _check_codes(villages: gpd.GeoDataFrame, rules: Rules) -> None:
    for rule, named in named_codes(rules):
        unknown = [code for code in dict.fromkeys(named) if code not in villages.index]
        if unknown:
            raise StudyError(
                f"{rule}: {len(unknown)} villages are not in the study: {listing(unknown)}; "
                f"its codes look like {villages.index[0]}, of kabupaten "
                f"{listing(sorted(set(codes.kabupaten_code(villages.index))))}"
            )


def _check_columns(villages: gpd.GeoDataFrame, rules: Rules, indicators: pd.DataFrame | None) -> None:
    if "population" not in villages and (rules.min_population is not None or rules.max_population is not None):
        raise StudyError("the rules bound the population, but the villages have no column population")
    known = [] if indicators is None else [str(column) for column in indicators]
    for name in rules.indicators:
        if name not in known:
            hint = did_you_mean(name, known)
            raise StudyError(f"the rules name {name}, but the indicators have no such column{hint}")
    if indicators is None:
        return
    for name in sorted(rules.max_share):
        shares = indicators[name]
        wrong = shares.index[(shares < 0) | (shares > 1)]
        if len(wrong):
            raise TableError(
                f"max_share {name}: {len(wrong)} villages have a share outside 0 and 1: {listing(wrong)}; "
                "it needs an indicator that is a share of the area"
            )


def _check_ways(rules: Rules, travel: pd.DataFrame | None) -> None:
    if rules.max_centre_min is not None and travel is None:
        raise StudyError("max_centre_min needs travel times; give travel=, or use max_centre_km")
    if rules.max_centre_km is not None and travel is not None:
        raise StudyError("max_centre_km is a straight line, but travel times are given; use max_centre_min")


def _check_walls(rules: Rules, graph: nx.Graph | None) -> None:
    apart = [f"{a} - {b}" for a, b, _ in rules.walls if graph is not None and not graph.has_edge(a, b)]
    if apart:
        raise StudyError(f"walls: {len(apart)} pairs of villages have no border: {listing(apart)}; leave them out")


def _check_must_have(villages: gpd.GeoDataFrame, rules: Rules) -> None:
    may = eligible(villages, rules)
    barred = [code for code in rules.must_have if not may[code]]
    if barred:
        raise InfeasibleError(f'must_have: {listing(barred)} are kelurahan, and kelurahan = "{rules.kelurahan}"')
    unit = unit_of(villages.loc[sorted(set(rules.must_have))], rules.within)
    if unit.nunique() > 1:
        raise InfeasibleError(f"must_have villages lie in more than one {rules.within}: {listing(sorted(set(unit)))}")


def check_complete(villages: gpd.GeoDataFrame, objective: Objective, allowed: pd.Series) -> None:
    """Refuse missing values of villages that may be members, where the criterion says so."""
    for criterion, measured in zip(objective.criteria, objective.columns.measured.T, strict=True):
        missing = villages.index[allowed & ~measured]
        if criterion.missing == "error" and len(missing):
            weights = {"mean_by_population": "population", "mean_by_area": "area", "ratio": criterion.per}
            weight = weights.get(criterion.aggregate or "")
            lacking = f"no value or no {weight}" if weight else "no value"
            raise TableError(
                f"{criterion.indicator} has {lacking} for {len(missing)} villages that may be members: "
                f'{listing(missing)}; fill them in, or set missing = "drop_criterion" or "worst" on the criterion'
            )
