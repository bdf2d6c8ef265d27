"""The search as one step: villages, graph, indicators, criteria and rules in; candidates and members out."""

from collections.abc import Sequence
from typing import Any, Literal

import geopandas as gpd
import networkx as nx
import pandas as pd
from pydantic import Field

from kawasan_gis.candidates.compiled import COMPILED
from kawasan_gis.candidates.describe import Candidates, describe_candidates, describe_outsiders
from kawasan_gis.candidates.effort import MILLION, Effort
from kawasan_gis.candidates.grounds import Area, grounds_of, objective_under
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.portfolio import Packing
from kawasan_gis.candidates.rules import Rules, bridging, check_rules, eligible, joined, unit_of
from kawasan_gis.candidates.solve import Solution, Solver
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, TableError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import Form
from kawasan_gis.units import Progress


class Search(Form):
    """The section ``[search]`` of a study: how many candidates, how different, and how much work.

    ``effort`` is in millions of sets of villages looked at; ``gap`` the share of the best possible total at which
    the search stops; ``seconds`` a wall-clock limit, which marks the result as cut short. ``different`` asks that
    every candidate has another ``centre``, or its centre in another ``kecamatan``.
    """

    count: int = Field(default=10, ge=1)
    max_overlap: float = Field(default=0.0, ge=0, le=1)
    effort: float = Field(default=50.0, gt=0)
    gap: float = Field(default=0.01, ge=0, lt=1)
    seconds: float | None = Field(default=None, gt=0)
    different: Literal["", "centre", "kecamatan"] = ""


def find_candidates(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    rules: Rules | None = None,
    *,
    travel: pd.DataFrame | None = None,
    findings: Findings | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Candidates:
    """Find the best distinct areas of bordering villages under the rules, chosen together.

    Parameters
    ----------
    villages, graph, indicators
        The villages table, its graph, and the indicators on the same index.
    criteria
        Complete criteria.
    rules
        What an area must keep; the defaults of :class:`Rules` when not given.
    travel
        Travel times, a row per pair: ``origin``, ``destination`` (codes), ``minutes``; straight lines when not given.
    findings
        Gets a row when fewer than ``count`` were found, when the search was cut short, and when no criterion rewards
        larger areas.
    progress
        Called with (label, done, total).
    **options
        What :class:`Search` holds: ``count`` (10), ``max_overlap`` (0), ``effort`` (50 million sets), ``gap``
        (0.01), ``seconds``, ``different``.

    Returns
    -------
    Candidates
        ``candidates`` (best first) and ``members``, as the tables of those names; ``outsiders``: what villages that
        are in no candidate lack; and the ``certificate``.

    Raises
    ------
    InfeasibleError
        When no area can keep the rules; it names the rule that cannot be met.
    TableError
        When an eligible village has no value for a criterion that says ``missing = "error"``.
    """
    rules = rules or Rules()
    search = Search(**options)
    if set(graph) != set(villages.index):
        raise StudyError("the graph and the villages do not hold the same codes; build the graph from these villages")
    if "status" not in villages:
        raise TableError("the villages have no column status; read them with kawasan_gis.read_villages")
    check_rules(villages, rules)
    objective = objective_under(villages, graph, indicators, criteria, rules, travel)
    allowed = eligible(villages, rules)
    _check_complete(villages, objective, allowed)
    _check_feasible(villages, graph, rules, allowed)
    grounds = grounds_of(villages, graph, indicators, objective, rules)
    effort = Effort(int(search.effort * MILLION), seconds=search.seconds, progress=progress)
    places = {code: place for place, code in enumerate(villages.index)}
    packing = Packing(search.count, search.max_overlap, frozenset(places[code] for code in rules.must_have))
    solution = Solver(grounds, packing, effort, len(villages), gap=search.gap).run()
    if not solution.areas:
        raise InfeasibleError(_why_none(villages, rules))
    with collected(findings) as found:
        _note(found, solution, search, objective)
    bridges = [_bridges(villages, graph, rules, area) for area in solution.areas]
    tables = describe_candidates(villages, graph, objective, solution.areas, bridges)
    return Candidates(*tables, describe_outsiders(villages, solution, packing, allowed), solution.certificate)


def _note(found: Findings, solution: Solution, search: Search, objective: Objective) -> None:
    if len(solution.areas) < search.count:
        found.add("few_candidates", value=len(solution.areas))
    if solution.certificate.cut_short in ("time", "interrupted"):
        found.add("cut_short", detail=solution.certificate.cut_short)
    if not objective.rewards_size:
        found.add("no_scale", detail=objective.criteria[0].indicator)
    if not COMPILED:
        found.add("not_compiled")


def _check_complete(villages: gpd.GeoDataFrame, objective: Objective, allowed: pd.Series) -> None:
    """Refuse missing values of villages that may be members, where the criterion says so."""
    for criterion, measured in zip(objective.criteria, objective.columns.measured.T, strict=True):
        missing = villages.index[allowed & ~measured]
        if criterion.missing == "error" and len(missing):
            weights = {"mean_by_population": " or no population", "mean_by_area": " or no area"}
            lacking = f"no value{weights.get(criterion.aggregate or '', '')}"
            raise TableError(
                f"{criterion.indicator} has {lacking} for {len(missing)} villages that may be members: "
                f'{listing(missing)}; fill them in, or set missing = "drop_criterion" or "worst" on the criterion'
            )


def _check_feasible(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules, allowed: pd.Series) -> None:
    """Name the rule that no group of bordering villages can meet, before searching."""
    unit = unit_of(villages, rules.within).to_dict()
    together = joined(villages, graph, rules).subgraph(villages.index[allowed])
    neighbours = nx.Graph()
    neighbours.add_nodes_from(villages.index[allowed])
    neighbours.add_edges_from((a, b) for a, b in together.edges if unit[a] == unit[b])
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
    wanted = set(rules.must_have)
    apart = [group & wanted for group in groups if group & wanted]
    if len(apart) > 1:
        named = [min(part) for part in sorted(apart, key=min)]
        raise InfeasibleError(
            f"must_have villages do not hang together: {listing(named)} lie in {len(apart)} separate groups; "
            "allow water_link_m or a kelurahan bridge, or drop one"
        )


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


def _bridges(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules, area: Area) -> tuple[str, ...]:
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
