"""Whether any area at all keeps the rules: proven either way where it can be, else how far was looked.

An area is looked for among whole groups of villages, by growing, and one by one. That there is none is proven by a
relaxation (the sums without contiguity, per group of villages that could be together; the steps between must-have
villages) or by having looked at all.
"""

from collections.abc import Iterator
from typing import NamedTuple

import networkx as nx
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from kawasan_gis.candidates.kernels.limits import SLACK
from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import Ground, Positions, keeps_rules
from kawasan_gis.candidates.search.search import STEP, examine_areas, grow_areas
from kawasan_gis.scoring import Floats

# Branch-and-bound nodes of the solver: a count, not a time, so that every machine stops at the same place.
NODES = 200
# Areas kept while growing, and the size up to which they are grown.
WIDTH, GROWN = 4, 30


class Answer(NamedTuple):
    """Whether there is an area, whether that is certain, and how many sets of villages were looked at."""

    found: bool
    certain: bool
    looked: int


def any_area(grounds: list[Ground], sets: int) -> Answer:
    """Tell whether some area keeps the rules.

    Parameters
    ----------
    grounds
        Where to look. What areas are worth there must be 1 for every area (see
        :func:`kawasan_gis.candidates.rules.infeasible.conflicting_rules`).
    sets
        How many sets of villages to look at, about.
    """
    effort, certain = Effort(sets), True
    open_grounds = []
    for ground in grounds:
        hopes = [hope for pocket in _pockets(ground) if (hope := _relaxed(ground, pocket)) is not None]
        if any(keeps_rules(ground, hope) for hope in hopes):
            return Answer(True, True, effort.looked)
        if hopes:
            open_grounds.append((ground, hopes))
    for ground, hopes in open_grounds:
        if _grown(ground, hopes, effort):
            return Answer(True, True, effort.looked)
    for ground, _ in open_grounds:
        found, complete = _examined(ground, effort)
        if found:
            return Answer(True, True, effort.looked)
        certain = certain and complete
    return Answer(False, certain, effort.looked)


def _pockets(ground: Ground) -> Iterator[Positions]:
    """Groups of villages one of which holds every area: those that hang together, around each centre if it is near."""
    limits = ground.limits
    graph = _near(ground)
    around = [set(graph)]
    if len(limits.ball_at) and ground.program.centres == 1:
        around = [set(ball.tolist()) for ball in np.split(limits.ball_to, limits.ball_at[1:-1])]
    must = set(np.flatnonzero(limits.must).tolist())
    known: set[frozenset[int]] = set()
    for villages in around:
        for group in nx.connected_components(graph.subgraph(villages)):
            if len(group) >= limits.least and must <= group and frozenset(group) not in known:
                known.add(frozenset(group))
                if _near_enough(graph.subgraph(group), must, limits.most):
                    yield np.array(sorted(group), dtype=np.intp)


def _near(ground: Ground) -> nx.Graph:
    limits = ground.limits
    graph = nx.Graph()
    graph.add_nodes_from(int(village) for village in ground.eligible)
    starts = np.repeat(np.arange(len(limits.may)), np.diff(limits.near_at))
    graph.add_edges_from(zip(starts.tolist(), limits.near_to.tolist(), strict=True))
    return graph


def _near_enough(graph: nx.Graph, must: set[int], most: int) -> bool:
    """Tell whether no two must-have villages need more steps between them than an area has villages."""
    return all(
        max(steps for village, steps in nx.single_source_shortest_path_length(graph, one).items() if village in must)
        < most
        for one in sorted(must)
    )


def _relaxed(ground: Ground, pocket: Positions) -> tuple[int, ...] | None:
    """Choose villages of a pocket that keep sizes and sums, contiguous or not; None when there are none.

    The whole pocket, when that is an area; where the solver gives up, no village at all.
    """
    limits, program = ground.limits, ground.program
    whole = tuple(int(village) for village in pocket)
    if keeps_rules(ground, whole):
        return whole
    sums = program.add[np.ix_(pocket, limits.column)].T
    scale = np.maximum(np.abs(sums).max(axis=1, initial=0.0), 1e-12)
    rows = np.vstack([np.ones(len(pocket)), sums / scale[:, None]])
    # A little more slack than the rules have: nothing that keeps them may be ruled out by the solver's tolerance.
    slack = SLACK / scale + 1e-6
    lower = np.concatenate([[limits.least], limits.lower / scale - slack])
    upper = np.concatenate([[limits.most], limits.upper / scale + slack])
    result = milp(
        np.zeros(len(pocket)), integrality=np.ones(len(pocket)),
        bounds=Bounds(limits.must[pocket].astype(np.float64), 1.0),
        constraints=LinearConstraint(rows, lower, upper), options={"node_limit": NODES},
    )  # fmt: skip
    if result.status == 2:
        return None
    return () if result.x is None else tuple(int(village) for village in pocket[result.x > 0.5])


def _grown(ground: Ground, hopes: list[tuple[int, ...]], effort: Effort) -> bool:
    """Grow areas freely, towards the bounds of the sums, and towards what would keep them if it were contiguous."""
    limits = ground.limits
    short = ground._replace(limits=limits._replace(most=min(limits.most, max(GROWN, limits.least))))
    count = len(limits.may)
    hoped = np.zeros(count)
    hoped[sorted({village for hope in hopes for village in hope})] = -1.0
    directions = [np.zeros(count), _towards(ground), hoped]
    return any(grow_areas(short, price, effort, width=WIDTH, keep=1) for price in directions)


def _towards(ground: Ground) -> Floats:
    """Prices that lead towards the bounds: what counts to a least sum is cheap, what counts to a greatest is dear."""
    limits = ground.limits
    price = np.zeros(len(limits.may))
    for column, lower, upper in zip(limits.column, limits.lower, limits.upper, strict=True):
        values = ground.program.add[:, column]
        scale = max(float(np.abs(values).max()), 1e-12)
        price += values / scale * (float(np.isfinite(upper)) - float(np.isfinite(lower)))
    return price


def _examined(ground: Ground, effort: Effort) -> tuple[bool, bool]:
    """Look at all areas, size by size; tells whether one was found, and whether all were seen."""
    limits, free = ground.limits, np.zeros(len(ground.limits.may))
    complete = True
    for size in range(limits.least, limits.most + 1):
        if effort.spent:
            return False, False
        examined = examine_areas(
            ground._replace(limits=limits._replace(least=size, most=size)), free, effort,
            # Every area is worth 1: the first that is found ends the search from its first village.
            threshold=lambda _: 1.0 - STEP / 2, tilts=np.zeros((1, len(ground.program.criteria))),
            budget=effort.budget, keep=1,
        )  # fmt: skip
        if examined.areas:
            return True, True
        complete = complete and bool(examined.sizes)
    return False, complete
