"""When no area keeps the rules: which of them cannot be met together.

A deletion filter: each rule in turn is set back to its neutral value; where there is still no area it was not needed
for the conflict and stays away. What is left is irreducible: without any one of these rules there is an area.

References
----------
Chinneck, J. W. (2008). Feasibility and Infeasibility in Optimization. Springer. Chapter 6.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.checks import check_names
from kawasan_gis.candidates.rules.clauses import Clause, clauses_of
from kawasan_gis.candidates.rules.possible import Answer, any_area
from kawasan_gis.candidates.rules.rules import Rules, eligible, joined, unit_of
from kawasan_gis.candidates.search.grounds import Ground, grounds_of, objective_under
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, listing
from kawasan_gis.i18n import Language, Text, number

# Sets of villages to look at for each question whether there is an area.
SETS = 500_000

# Lays out where areas are looked for, as :func:`kawasan_gis.candidates.search.grounds.grounds_of` does.
Layout = Callable[[gpd.GeoDataFrame, nx.Graph, pd.DataFrame, Objective, Rules], list[Ground]]

WORDS = {
    "none": Text("tanpa aturan apa pun tidak ada", "there is none without rules either"),
    "one": Text("{rules} tidak dapat dipenuhi", "{rules} cannot be met"),
    "two": Text("{rules} tidak dapat dipenuhi bersama", "{rules} cannot both be met"),
    "more": Text("{rules} tidak dapat dipenuhi bersama", "{rules} cannot all be met together"),
    "and": Text("{first} dan {last}", "{first} and {last}"),
    "open": Text(
        " (tidak terbukti: tidak ada di antara {looked} kumpulan desa yang diperiksa)",
        " (not proven: none among {looked} sets of villages looked at)",
    ),
}


class Conflict(NamedTuple):
    """Rules that cannot be met together, none of which can be spared; no rules where there is no area without any.

    ``certain`` tells whether that is proven, ``looked`` how many sets of villages were looked at.
    """

    rules: tuple[str, ...]
    certain: bool
    looked: int

    def say(self, language: Language = "id") -> str:
        """Say it in one language."""
        *first, last = self.rules or ("",)
        shown = WORDS["and"].say(language, first=", ".join(first), last=last) if first else last
        word = {0: "none", 1: "one", 2: "two"}.get(len(self.rules), "more")
        text = WORDS[word].say(language, rules=shown)
        looked = number(self.looked, 0, language)
        return text if self.certain else text + WORDS["open"].say(language, looked=looked)


def conflicting_rules(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    rules: Rules,
    *,
    travel: pd.DataFrame | None = None,
    sets: int = SETS,
    layout: Layout = grounds_of,
) -> Conflict | None:
    """Find the smallest rules that no area can keep together; None when some area keeps them all.

    Smallest means that there is an area as soon as any one of them is left out, not that no shorter list exists.

    Parameters
    ----------
    villages, graph, indicators
        The villages table, its graph, and the indicators on the same index.
    rules
        The rules.
    travel
        Travel times, a row per pair: ``origin``, ``destination``, ``minutes``; straight lines when not given.
    sets
        How many sets of villages to look at, about, each time the question is whether there is an area.
    layout
        Where areas are looked for under some rules; may ask for more than the rules do, which is never left out.

    Raises
    ------
    StudyError
        When the rules do not fit the study, see :func:`kawasan_gis.candidates.rules.checks.check_rules`.
    TableError
        When a village that may be a member has no value for what the rules bound.
    """

    def ask(kept: Sequence[Clause]) -> Answer:
        left, free = rules, graph
        for clause in clauses:
            if clause not in kept:
                left = clause.without(left)
                free = _without_walls(graph) if clause.opens_walls else free
        # Who may be a member only without some rule may lack what the other rules bound, and stays out then.
        may = eligible(villages, left)
        left = left.model_copy(update={"must_not": (*left.must_not, *(code for code in lacking if may[code]))})
        # Every area lies in a kecamatan, so that all are worth 1: only the rules count.
        objective = objective_under(
            villages, free, indicators, [Criterion(indicator="n_kecamatan", worst=0, best=1)], left, travel
        )
        return any_area(layout(villages, free, indicators, objective, left), sets)

    check_names(villages, rules, indicators, travel, graph)
    lacking = _without_values(villages, indicators, rules)
    clauses = clauses_of(villages, graph, rules)
    core, last = list(clauses), ask(clauses)
    if last.found:
        return None
    for clause in clauses:
        fewer = [other for other in core if other is not clause]
        answer = ask(fewer)
        if not answer.found:
            core, last = fewer, answer
    return Conflict(tuple(clause.words for clause in core), last.certain, last.looked)


def _without_values(villages: gpd.GeoDataFrame, indicators: pd.DataFrame, rules: Rules) -> list[str]:
    """Codes of villages that may not be members and have no value for what the rules bound."""
    bounded = [villages[name] for name in ("population", "area_ha") if name in villages and _bounds(rules, name)]
    bounded += [indicators[name].reindex(villages.index) for name in (*rules.min_total, *rules.max_share)]
    missing = [values.isna().to_numpy() for values in bounded]
    return list(villages.index[np.any(missing, axis=0) & ~eligible(villages, rules)])


def _bounds(rules: Rules, what: str) -> bool:
    return getattr(rules, f"min_{what}") is not None or getattr(rules, f"max_{what}") is not None


def _without_walls(graph: nx.Graph) -> nx.Graph:
    free = graph.copy()
    for _, _, border in free.edges(data=True):
        border.pop("wall", None)
    return free


def check_feasible(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules) -> None:
    """Name the rule that no group of villages that hold together can meet, before searching.

    Parameters
    ----------
    villages, graph
        The villages table and its graph.
    rules
        The rules, which fit the villages.

    Raises
    ------
    InfeasibleError
        When no village may be a member, no group is large enough, or the must-have villages are apart.
    """
    may, unit = eligible(villages, rules), unit_of(villages, rules.within).to_dict()
    together = joined(villages, graph, rules).subgraph(villages.index[may])
    groups = list(nx.connected_components(_inside(together, unit)))
    if not groups:
        raise InfeasibleError(
            f"no village may be a member: of {len(villages)}, {int((villages['status'] == 'kelurahan').sum())} are "
            f'kelurahan (kelurahan = "{rules.kelurahan}"), {len(set(rules.must_not))} are must_not and '
            f"{len(set(rules.bridges))} bridges"
        )
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


def _inside(together: nx.Graph, unit: dict[str, str]) -> nx.Graph:
    """Keep what holds together inside one unit."""
    return nx.subgraph_view(together, filter_edge=lambda a, b: unit[a] == unit[b])
