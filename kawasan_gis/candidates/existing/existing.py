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
from kawasan_gis.candidates.existing.drawn import members_of
from kawasan_gis.candidates.existing.holding import best_area
from kawasan_gis.candidates.existing.revision import Revision, Setting, checked_codes
from kawasan_gis.candidates.rules.checks import check_rules
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.certificate import Certificate, CutShort
from kawasan_gis.candidates.search.effort import MILLION, Effort
from kawasan_gis.candidates.search.grounds import Ground
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, listing

__all__ = ["extend_area", "improve_area", "members_of", "score_area", "shrink_area"]


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
        Codes of its one or two centres; chosen as in a search when empty.
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
        When codes are unknown or repeated, or centres are not members.
    TableError
        When a member has no value for a criterion that says ``missing = "error"``.
    """
    setting = Setting.of(members, villages, graph, indicators, criteria, rules, travel, centres)
    places = setting.places(setting.members)
    score = setting.objective.worth(places)
    return setting.result(places, Certificate(score, math.inf, 1, 0, len(places), math.inf), name)


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
        When codes are unknown or repeated, or ``by`` is less than 1.
    InfeasibleError
        When no area under the rules holds them all.
    TableError
        When a village that may be a member has no value for a criterion that says ``missing = "error"``.
    """
    setting = _setting(members, villages, graph, indicators, criteria, rules, travel, by)
    count = len(setting.members)
    least, most = _sizes(setting.rules, count if at_most else count + by, count + by)
    ground = setting.ground(least, most, must=setting.members)
    return _best(setting, ground, effort, name, f"holds these {count} villages and {_so_many(by, at_most)} more")


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
        When codes are unknown or repeated, ``keep`` names others than members, or ``by`` is less than 1.
    InfeasibleError
        When no area under the rules lies among them.
    TableError
        When a member has no value for a criterion that says ``missing = "error"``.
    """
    setting = _setting(members, villages, graph, indicators, criteria, rules, travel, by)
    count = len(setting.members)
    if by >= count:
        raise StudyError(f"by = {by} would leave nothing of {count} villages")
    least, most = _sizes(setting.rules, count - by, count if at_most else count - by)
    ground = setting.ground(least, most, must=_kept(setting, keep), only=True)
    return _best(setting, ground, effort, name, f"lies among these {count} villages with {_so_many(by, at_most)} fewer")


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
        When codes are unknown or repeated, or ``keep`` names others than members.
    InfeasibleError
        When the villages given break the rules and no single step mends that.
    TableError
        When a village that may be a member has no value for a criterion that says ``missing = "error"``.
    """
    setting = _setting(members, villages, graph, indicators, criteria, rules, travel, 1)
    ground = setting.ground(setting.rules.min_villages, setting.rules.max_villages, must=_kept(setting, keep))
    local = {int(position): number for number, position in enumerate(ground.positions)}
    work = Effort(int(effort * MILLION))
    found, score = climb(ground, tuple(local[place] for place in setting.places(setting.members)), work)
    if math.isnan(score):
        broken = setting.broken(setting.members)
        said = "; ".join(violation.say("en") for violation in broken)
        raise InfeasibleError(
            f"the area breaks the rules ({said or 'holes, totals or reach'}) and no single step mends that; "
            "loosen the rules, or join its pieces with extend_area"
        )
    places = [int(ground.positions[number]) for number in found]
    cut: CutShort = "work" if work.spent else ""
    score = setting.objective.worth(places)
    return setting.result(places, Certificate(score, math.inf, work.looked, 0, len(places), math.inf, cut), name)


def _setting(
    members: Iterable[str], villages: gpd.GeoDataFrame, graph: nx.Graph, indicators: pd.DataFrame,
    criteria: Sequence[Criterion], rules: Rules | None, travel: pd.DataFrame | None, by: int,
) -> Setting:  # fmt: skip
    if by < 1:
        raise StudyError(f"by = {by}; it must be at least 1")
    setting = Setting.of(members, villages, graph, indicators, criteria, rules, travel)
    check_rules(villages, setting.rules, indicators=indicators, travel=travel, graph=graph)
    return setting


def _kept(setting: Setting, keep: Sequence[str]) -> tuple[str, ...]:
    kept = checked_codes(keep, setting.villages, "villages to keep") if len(keep) else ()
    strangers = sorted(set(kept) - set(setting.members))
    if strangers:
        raise StudyError(f"{len(strangers)} villages to keep are not members: {listing(strangers)}")
    return kept


def _so_many(by: int, at_most: bool) -> str:
    return f"at most {by}" if at_most else str(by)


def _sizes(rules: Rules, least: int, most: int) -> tuple[int, int]:
    low, high = max(least, rules.min_villages), min(most, rules.max_villages)
    if low > high:
        wanted = str(most) if least == most else f"{least} to {most}"
        raise InfeasibleError(
            f"the area would have {wanted} villages, but the rules want {rules.min_villages} to {rules.max_villages}; "
            "change by, or min_villages or max_villages in the rules"
        )
    return low, high


def _best(setting: Setting, ground: Ground, effort: float, name: str, what: str) -> Revision:
    """Find the best area of a ground and how good it surely is."""
    work = Effort(int(effort * MILLION))
    area, bound, complete = best_area(ground, work)
    if area is None:
        pieces = setting.pieces(setting.members)
        apart = (
            f" (they are in {len(pieces)} pieces: {listing(piece[0] for piece in pieces)})" if len(pieces) > 1 else ""
        )
        raise InfeasibleError(f"no area under the rules {what}{apart}; change by, or loosen the rules")
    score = setting.objective.worth(area.members)
    done = ground.limits.most if complete else 0
    certificate = Certificate(
        score,
        score if complete else max(bound, score),
        work.looked,
        done,
        ground.limits.most,
        math.inf,
        "" if complete else "work",
    )
    return setting.result(area.members, certificate, name)
