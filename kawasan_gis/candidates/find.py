"""The search as one step: villages, graph, indicators, criteria and rules in; candidates and members out."""

from collections.abc import Sequence
from typing import Any, Literal

import geopandas as gpd
import networkx as nx
import pandas as pd
from pydantic import Field, model_validator

from kawasan_gis.candidates.describe import Candidates, describe_candidates, describe_outsiders
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.checks import check_complete, check_rules
from kawasan_gis.candidates.rules.infeasible import SETS, check_feasible, conflicting_rules
from kawasan_gis.candidates.rules.rules import Rules, eligible
from kawasan_gis.candidates.search.effort import MILLION, Effort
from kawasan_gis.candidates.search.grounds import grounds_of, objective_under
from kawasan_gis.candidates.search.portfolio import Packing, Wanted
from kawasan_gis.candidates.search.runners_up import describe_runners_up
from kawasan_gis.candidates.search.solve import Solution, Solver
from kawasan_gis.codes import kecamatan_code
from kawasan_gis.compiled import COMPILED
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, TableError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import Form
from kawasan_gis.units import Progress


class WantedCandidate(Form):
    """One candidate that has to be in the list: with these villages, and without those (codes)."""

    must_have: tuple[str, ...] = Field(min_length=1)
    must_not: tuple[str, ...] = ()


class Search(Form):
    """The section ``[search]`` of a study: how many candidates, how different, and how much work.

    ``effort`` is in millions of sets of villages, of which those looked at without a bound count a sixth: about
    as many seconds on one processor; ``gap`` the share of the best possible total at which
    the search stops; ``seconds`` a wall-clock limit, which marks the result as cut short. ``different`` asks that
    every candidate has another ``centre``, or its centre in another ``kecamatan``. For each of ``wanted`` the list
    has a candidate with those villages.
    """

    count: int = Field(default=10, ge=1)
    max_overlap: float = Field(default=0.0, ge=0, le=1)
    effort: float = Field(default=100.0, gt=0)
    gap: float = Field(default=0.01, ge=0, lt=1)
    seconds: float | None = Field(default=None, gt=0)
    different: Literal["", "centre", "kecamatan"] = ""
    wanted: tuple[WantedCandidate, ...] = ()

    @model_validator(mode="after")
    def _has_room(self) -> "Search":
        if len(self.wanted) > self.count:
            raise ValueError(f"{len(self.wanted)} candidates are wanted, but count = {self.count}")
        return self


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
        What :class:`Search` holds: ``count`` (10), ``max_overlap`` (0), ``effort`` (100 million sets), ``gap``
        (0.01), ``seconds``, ``different``, ``wanted``.

    Returns
    -------
    Candidates
        ``candidates`` (best first) and ``members``, as the tables of those names; ``outsiders``: what villages that
        are in no candidate lack; the ``certificate``; and ``runners_up``: which area each candidate displaced.

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
    check_rules(villages, rules, indicators=indicators, travel=travel, graph=graph)
    objective = objective_under(villages, graph, indicators, criteria, rules, travel)
    allowed = eligible(villages, rules)
    check_complete(villages, objective, allowed)
    check_feasible(villages, graph, rules)
    grounds = grounds_of(villages, graph, indicators, objective, rules)
    effort = Effort(int(search.effort * MILLION), seconds=search.seconds, progress=progress)
    packing = _packing(villages, rules, search)
    solution = Solver(grounds, packing, effort, len(villages), gap=search.gap).run()
    if not solution.areas:
        if solution.certificate.cut_short in ("time", "interrupted"):
            raise InfeasibleError("no area was found before the search was cut short; give it more time")
        if solution.pool and search.wanted:
            raise InfeasibleError(
                f"no list holds a candidate for each of the {len(search.wanted)} wanted: there is none for one of them "
                "under the rules, or they share more than max_overlap; drop one, or loosen the rules"
            )
        raise InfeasibleError(why_none(villages, graph, indicators, rules, travel, effort.budget))
    with collected(findings) as found:
        _note(found, solution, search, objective)
    tables = describe_candidates(villages, graph, objective, rules, solution.areas)
    outsiders = describe_outsiders(villages, solution, packing, allowed)
    return Candidates(*tables, outsiders, solution.certificate, describe_runners_up(villages, solution, packing))


def _packing(villages: gpd.GeoDataFrame, rules: Rules, search: Search) -> Packing:
    """What the list is asked for, by positions."""
    unknown = sorted({code for one in search.wanted for code in (*one.must_have, *one.must_not)} - set(villages.index))
    if unknown:
        raise StudyError(f"wanted: {len(unknown)} villages are not in the study: {listing(unknown)}")

    def positions(codes: Sequence[str]) -> frozenset[int]:
        return frozenset(villages.index.get_indexer(list(codes)).tolist())

    group: tuple[int, ...] = ()
    if search.different == "centre":
        group = tuple(range(len(villages)))
    elif search.different == "kecamatan":
        group = tuple(pd.factorize(kecamatan_code(villages.index))[0].tolist())
    wanted = tuple(Wanted(positions(one.must_have), positions(one.must_not)) for one in search.wanted)
    return Packing(search.count, search.max_overlap, positions(rules.must_have), group, wanted)


def _note(found: Findings, solution: Solution, search: Search, objective: Objective) -> None:
    if len(solution.areas) < search.count:
        found.add("few_candidates", value=len(solution.areas))
    if solution.certificate.cut_short in ("time", "interrupted"):
        found.add("cut_short", detail=solution.certificate.cut_short)
    if not objective.rewards_size:
        found.add("no_scale", detail=objective.criteria[0].indicator)
    if not COMPILED:
        found.add("not_compiled")


def why_none(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    rules: Rules,
    travel: pd.DataFrame | None,
    sets: int,
) -> str:
    """Say which rules cannot be met together; where they can, no area that keeps them has a worth, or work ran out."""
    conflict = conflicting_rules(villages, graph, indicators, rules, travel=travel, sets=min(SETS, sets))
    if conflict is not None:
        return f"no area keeps the rules: {conflict.say('en')}; loosen one of them"
    return "areas that keep the rules exist, but none with a worth was found: give more effort, or fill in indicators"
