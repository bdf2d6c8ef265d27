"""The search as one step: villages, graph, indicators, criteria and rules in; candidates and members out."""

from collections.abc import Sequence

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from pydantic import Field

from kawasan_gis.candidates.describe import Candidates, describe_candidates
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.portfolio import pick_distinct
from kawasan_gis.candidates.rules import Rules, bridging, check_rules, eligible, joined, unit_of
from kawasan_gis.candidates.search import FoundArea, Limits, search_areas
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, TableError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import Form
from kawasan_gis.units import Progress


class Search(Form):
    """The section ``[search]`` of a study: how many candidates, and how different."""

    count: int = Field(default=10, ge=1)
    max_overlap: float = Field(default=0.34, ge=0, le=1)


def find_candidates(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    rules: Rules | None = None,
    *,
    count: int = 10,
    max_overlap: float = 0.34,
    findings: Findings | None = None,
    progress: Progress | None = None,
) -> Candidates:
    """Find the best distinct areas of bordering villages under the rules.

    Parameters
    ----------
    villages, graph, indicators
        The villages table, its graph, and the indicators on the same index.
    criteria
        Complete criteria.
    rules
        What an area must keep; the defaults of :class:`Rules` when not given.
    count
        How many candidates at most.
    max_overlap
        Greatest share (0..1) of the smaller candidate's villages that two candidates may have in common.
    findings
        Gets a row when fewer than ``count`` were found.
    progress
        Called with (label, done, total).

    Returns
    -------
    Candidates
        ``candidates`` (best first) and ``members``, as the tables of those names.

    Raises
    ------
    InfeasibleError
        When no area can keep the rules; it names the rule that cannot be met.
    TableError
        When an eligible village has no value for a criterion that says ``missing = "error"``.
    """
    rules = rules or Rules()
    options = Search(count=count, max_overlap=max_overlap)
    if set(graph) != set(villages.index):
        raise StudyError("the graph and the villages do not hold the same codes; build the graph from these villages")
    if "status" not in villages:
        raise TableError("the villages have no column status; read them with kawasan_gis.read_villages")
    check_rules(villages, rules)
    objective = Objective.of(villages, indicators, criteria)
    allowed = eligible(villages, rules)
    _check_complete(villages, objective, allowed)
    neighbours = _neighbours(villages, graph, rules, allowed)
    _check_feasible(villages, neighbours, rules)
    positions = {code: place for place, code in enumerate(villages.index)}
    must_have = tuple(sorted(positions[code] for code in rules.must_have))
    areas = search_areas(
        objective, neighbours, _limits(villages, rules, allowed), must_have=must_have, progress=progress
    )
    if not areas:
        raise InfeasibleError(_why_none(villages, rules))
    picked = pick_distinct(areas, count=options.count, max_overlap=options.max_overlap)
    with collected(findings) as found:
        if len(picked) < options.count:
            found.add("few_candidates", value=len(picked))
    bridges = {area: _bridges(villages, graph, rules, area) for area in picked}
    return describe_candidates(villages, graph, objective, bridges)


def _check_complete(villages: gpd.GeoDataFrame, objective: Objective, allowed: pd.Series) -> None:
    """Refuse missing values of villages that may be members, where the criterion says so."""
    for criterion, measured in zip(objective.criteria, objective.single.measured.T, strict=True):
        missing = villages.index[allowed & (measured == 0)]
        if criterion.missing == "error" and len(missing):
            weights = {"mean_by_population": " or no population", "mean_by_area": " or no area"}
            lacking = f"no value{weights.get(criterion.aggregate or '', '')}"
            raise TableError(
                f"{criterion.indicator} has {lacking} for {len(missing)} villages that may be members: "
                f'{listing(missing)}; fill them in, or set missing = "drop_criterion" or "worst" on the criterion'
            )


def _neighbours(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules, allowed: pd.Series) -> nx.Graph:
    """Eligible positions and which of them hold together inside one unit."""
    unit = unit_of(villages, rules.within).to_dict()
    place = {code: position for position, code in enumerate(villages.index)}
    together = joined(villages, graph, rules).subgraph(villages.index[allowed])
    near = nx.Graph()
    near.add_nodes_from(place[code] for code in villages.index[allowed])
    near.add_edges_from((place[a], place[b]) for a, b in together.edges if unit[a] == unit[b])
    return near


def _check_feasible(villages: gpd.GeoDataFrame, neighbours: nx.Graph, rules: Rules) -> None:
    """Name the rule that no group of bordering villages can meet, before searching."""
    if not neighbours:
        raise InfeasibleError(
            f"no village may be a member: of {len(villages)}, {int((villages['status'] == 'kelurahan').sum())} are "
            f'kelurahan (kelurahan = "{rules.kelurahan}") and {len(rules.must_not)} are must_not'
        )
    groups = list(nx.connected_components(neighbours))
    largest = max(len(group) for group in groups)
    if rules.min_villages > largest:
        raise InfeasibleError(
            f"min_villages = {rules.min_villages} cannot be met: the largest group of bordering villages that may be "
            f'members has {largest} (within = "{rules.within}", kelurahan = "{rules.kelurahan}")'
        )
    place = {code: position for position, code in enumerate(villages.index)}
    wanted = {place[code] for code in rules.must_have}
    apart = [group & wanted for group in groups if group & wanted]
    if len(apart) > 1:
        named = [villages.index[min(part)] for part in sorted(apart, key=min)]
        raise InfeasibleError(
            f"must_have villages do not hang together: {listing(named)} lie in {len(apart)} separate groups; "
            "allow water_link_m or a kelurahan bridge, or drop one"
        )


def _limits(villages: gpd.GeoDataFrame, rules: Rules, allowed: pd.Series) -> Limits:
    columns = [column for column in ("area_ha", "population") if column in villages]
    bounds = [[getattr(rules, f"{side}_{column}") for column in columns] for side in ("min", "max")]
    lower = np.array([-np.inf if bound is None else bound for bound in bounds[0]], dtype=np.float64)
    upper = np.array([np.inf if bound is None else bound for bound in bounds[1]], dtype=np.float64)
    bounded = np.isfinite(lower) | np.isfinite(upper)
    amounts = np.where(bounded, villages[columns].to_numpy(dtype=np.float64), 0.0)
    without = villages.index[allowed & np.isnan(amounts).any(axis=1)]
    if len(without):
        raise TableError(f"the rules bound the population, but {len(without)} villages have none: {listing(without)}")
    return Limits(rules.min_villages, rules.max_villages, amounts, lower, upper)


def _why_none(villages: gpd.GeoDataFrame, rules: Rules) -> str:
    bounds = {
        name: value
        for name in ("min_population", "max_population", "min_area_ha", "max_area_ha")
        if (value := getattr(rules, name)) is not None
    }
    shown = ", ".join(f"{name} = {value:g}" for name, value in bounds.items())
    return (
        f"no area of {rules.min_villages} to {rules.max_villages} bordering villages keeps "
        + (shown or "the rules")
        + (f" and holds all {len(rules.must_have)} must_have villages" if rules.must_have else "")
        + f" (median village: {villages['area_ha'].median():.0f} ha); loosen them"
    )


def _bridges(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules, area: FoundArea) -> tuple[str, ...]:
    """Choose kelurahan that hold an area's members together: each time the one that joins most, first in order."""
    members = {str(villages.index[position]) for position in area.members}
    unit = unit_of(villages, rules.within)
    own = unit.iloc[area.members[0]]
    middles = [code for code in bridging(villages, rules) if unit[code] == own]
    used: list[str] = []
    while middles and (parts := _parts(graph, members, used)) > 1:
        best = min(middles, key=lambda middle: (_parts(graph, members, [*used, middle]), middle))
        if _parts(graph, members, [*used, best]) >= parts:
            raise AssertionError(f"area of {sorted(members)} does not hang together over kelurahan")
        used.append(best)
    return tuple(sorted(used))


def _parts(graph: nx.Graph, members: set[str], used: list[str]) -> int:
    """Count the pieces an area's members are in, when these kelurahan join them."""
    pieces = nx.connected_components(graph.subgraph(members | set(used)))
    return sum(1 for piece in pieces if piece & members)
