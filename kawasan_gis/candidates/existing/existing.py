"""Kawasan that are there already, or drawn by hand: scored, extended, shrunk and improved by the same F.

An area is given by the codes of its villages. It may break the rules: what it breaks is said, and its villages may
stay members whatever the rules say of single villages. What is added keeps the rules. Extending and shrinking look at
every area that holds (or lies in) the villages given, or rule it out by a bound::

    extend   max F(A)   A holds M,     |A| = |M| + by      A keeps the rules
    shrink   max F(A)   A lies in M,   |A| = |M| - by      A keeps the rules

Improving takes single steps, so that it may end at an area that is better than all its neighbours and not the best.
"""

import math
from collections.abc import Iterable, Sequence

import geopandas as gpd
import networkx as nx
import pandas as pd

from kawasan_gis.candidates.existing.climb import climb
from kawasan_gis.candidates.existing.holding import best_area
from kawasan_gis.candidates.existing.proof import Among, AreaCertificate
from kawasan_gis.candidates.existing.revision import Asked, Revision, Setting, checked_codes
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.effort import MILLION, Effort
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, listing


def score_area(
    members: Iterable[str],
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    rules: Rules | None = None,
    *,
    centres: Sequence[str] = (),
    travel: pd.DataFrame | None = None,
    name: str = "",
) -> Revision:
    """Score an area given by its villages, with the rules it breaks.

    Parameters
    ----------
    members
        Codes of the area's villages.
    villages, graph, indicators
        The villages table, its graph, and the indicators on the same index.
    criteria
        Complete criteria.
    rules
        What an area should keep; the defaults of :class:`Rules` when not given.
    centres
        Codes of its one or two centres, from which ways and steps are counted; chosen as in a search when empty.
    travel
        Travel times, a row per pair: ``origin``, ``destination`` (codes), ``minutes``; straight lines when not given.
    name
        Name of the area; after its centre when empty.

    Returns
    -------
    Revision
        The area's tables, score and broken rules; ``changes`` is empty.

    Raises
    ------
    StudyError
        When codes are unknown or repeated, centres are not members, or the rules do not fit the study (see
        :func:`kawasan_gis.candidates.rules.checks.check_rules`).
    TableError
        When a member has no value for what the rules bound or a criterion that says ``missing = "error"``.
    """
    setting = Setting.of(members, villages, graph, indicators, criteria, rules, travel, centres)
    places = setting.places(setting.members)
    certificate = AreaCertificate(setting.worth(places), math.inf, 1, 0, len(places), math.inf)
    return setting.result(places, certificate, name)


def extend_area(
    members: Iterable[str],
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    rules: Rules | None = None,
    *,
    by: int,
    at_most: bool = False,
    travel: pd.DataFrame | None = None,
    effort: float = 20.0,
    name: str = "",
) -> Revision:
    """Find the best area under the rules that holds all villages given and some more.

    Villages given that are not in one piece are joined by those that are added; ``pieces`` of the result says so.

    Parameters
    ----------
    members, villages, graph, indicators, criteria, rules, travel, name
        As in :func:`score_area`.
    by
        How many villages to add.
    at_most
        Whether fewer may be added, or none, where that is better.
    effort
        Millions of sets of villages to look at before giving up on the proof.

    Returns
    -------
    Revision
        The area, with ``changes``; its certificate is proven when no area that holds the villages given is better.

    Raises
    ------
    StudyError
        When codes are unknown or repeated, the rules do not fit the study, or ``by`` or ``effort`` is too small.
    InfeasibleError
        When no area under the rules holds them all; it names the rules that forbid it.
    TableError
        When a village that may be a member has no value for what the rules bound or a criterion that says
        ``missing = "error"``.
    """
    budget = _budget(effort, by)
    setting = Setting.of(members, villages, graph, indicators, criteria, rules, travel)
    count = len(setting.members)
    least, most = count if at_most else count + by, count + by
    what = f"holds these {count} villages and {_so_many(by, at_most)} more"
    return _best(setting, Asked(least, most, setting.members), budget, name, what, "holding")


def shrink_area(
    members: Iterable[str],
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    rules: Rules | None = None,
    *,
    by: int,
    at_most: bool = False,
    keep: Sequence[str] = (),
    travel: pd.DataFrame | None = None,
    effort: float = 20.0,
    name: str = "",
) -> Revision:
    """Find the best area under the rules among the villages given, with some fewer.

    Parameters
    ----------
    members, villages, graph, indicators, criteria, rules, travel, name, effort
        As in :func:`extend_area`.
    by
        How many villages to drop.
    at_most
        Whether fewer may be dropped, or none, where that is better.
    keep
        Codes of villages that must stay.

    Returns
    -------
    Revision
        The area, with ``changes``; its certificate is proven when no area among the villages given is better.

    Raises
    ------
    StudyError
        When codes are unknown or repeated, ``keep`` names others than members, the rules do not fit the study, or
        ``by`` or ``effort`` is too small.
    InfeasibleError
        When no area under the rules lies among them; it names the rules that forbid it.
    TableError
        When a member has no value for what the rules bound or a criterion that says ``missing = "error"``.
    """
    budget = _budget(effort, by)
    setting = Setting.of(members, villages, graph, indicators, criteria, rules, travel)
    count = len(setting.members)
    if by >= count:
        raise StudyError(f"by = {by} would leave nothing of {count} villages")
    least, most = count - by, count if at_most else count - by
    what = f"lies among these {count} villages with {_so_many(by, at_most)} fewer"
    return _best(setting, Asked(least, most, _kept(setting, keep), only=True), budget, name, what, "within")


def improve_area(
    members: Iterable[str],
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    rules: Rules | None = None,
    *,
    keep: Sequence[str] = (),
    travel: pd.DataFrame | None = None,
    effort: float = 20.0,
    name: str = "",
) -> Revision:
    """Add, drop or swap one village at a time, the best step first, until no step raises F.

    Parameters
    ----------
    members, villages, graph, indicators, criteria, rules, travel, name
        As in :func:`score_area`.
    keep
        Codes of villages that must stay.
    effort
        Millions of sets of villages to look at at most.

    Returns
    -------
    Revision
        The area, with ``changes``. Steps do not see all areas: the certificate is never proven.

    Raises
    ------
    StudyError
        When codes are unknown or repeated, ``keep`` names others than members, the rules do not fit the study, or
        ``effort`` is too small.
    InfeasibleError
        When the villages given break the rules and no single step mends that.
    TableError
        When a village that may be a member has no value for what the rules bound or a criterion that says
        ``missing = "error"``.
    """
    work = Effort(_budget(effort))
    setting = Setting.of(members, villages, graph, indicators, criteria, rules, travel)
    ground = setting.ground(Asked(setting.rules.min_villages, setting.rules.max_villages, _kept(setting, keep)))
    local = {int(position): number for number, position in enumerate(ground.positions)}
    found, score = climb(ground, tuple(local[place] for place in setting.places(setting.members)), work)
    if math.isnan(score):
        broken = setting.broken(setting.members)
        if not broken:
            raise InfeasibleError(
                "neither the area nor any a step away has a value for a criterion; fill in indicators"
            )
        said = "; ".join(violation.say("en") for violation in broken)
        raise InfeasibleError(
            f"the area breaks the rules ({said}) and no single step mends that; "
            "loosen the rules, or join its pieces with extend_area"
        )
    places = [int(ground.positions[number]) for number in found]
    certificate = AreaCertificate(
        setting.worth(places), math.inf, work.looked, 0, len(places), math.inf, "work" if work.spent else "", "steps"
    )
    return setting.result(places, certificate, name)


def _budget(effort: float, by: int = 1) -> int:
    """Sets of villages to look at, of options that make sense."""
    if by < 1 or by != int(by):
        raise StudyError(f"by = {by}; it must be a whole number of at least 1")
    if not 0 < effort < math.inf:
        raise StudyError(f"effort = {effort:g}; it must be a number above 0, in millions of sets of villages")
    return math.ceil(effort * MILLION)


def _kept(setting: Setting, keep: Sequence[str]) -> tuple[str, ...]:
    kept = checked_codes(keep, setting.villages, "villages to keep") if len(keep) else ()
    strangers = sorted(set(kept) - set(setting.members))
    if strangers:
        raise StudyError(f"{len(strangers)} villages to keep are not members: {listing(strangers)}")
    return kept


def _so_many(by: int, at_most: bool) -> str:
    return f"at most {by}" if at_most else str(by)


def _check_sizes(rules: Rules, least: int, most: int) -> None:
    if most < rules.min_villages or least > rules.max_villages:
        wanted = str(most) if least == most else f"{least} to {most}"
        raise InfeasibleError(
            f"the area would have {wanted} villages, but the rules want {rules.min_villages} to {rules.max_villages}; "
            "change by, or min_villages or max_villages in the rules"
        )


def _best(setting: Setting, asked: Asked, budget: int, name: str, what: str, among: Among) -> Revision:
    """Find the best area of those asked for, and how good it surely is."""
    _check_sizes(setting.rules, asked.least, asked.most)
    work, ground = Effort(budget), setting.ground(asked)
    area, bound, complete = best_area(ground, work)
    if area is None:
        pieces = setting.pieces(setting.members)
        first = listing(piece[0] for piece in pieces)
        apart = f" (they are in {len(pieces)} pieces: {first})" if len(pieces) > 1 else ""
        conflict = setting.conflict(asked, budget)
        if conflict is None:
            raise InfeasibleError(f"no area that {what} was found to have a worth; give more effort, or fill in values")
        why = conflict.say("en")
        raise InfeasibleError(f"no area under the rules {what}{apart}: {why}; change by, or loosen the rules")
    score, most = setting.worth(area.members), ground.limits.most
    bound = score if complete else min(max(bound, score), 1.0)
    certificate = AreaCertificate(
        score, bound, work.looked, most if complete else 0, most, math.inf, "" if complete else "work", among
    )
    return setting.result(area.members, certificate, name)
