"""Finding areas: every eligible village as a centre, grown by what the whole area is worth.

From each centre the area takes in, one at a time, the bordering village with which it is worth most, up to the
greatest size; every area on the way that keeps the rules is found. Greedy: good areas, not proven the best.
"""

from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx
import numpy as np

from kawasan_gis.candidates.objective import Objective, Totals
from kawasan_gis.scoring import Floats
from kawasan_gis.units import Progress


class FoundArea(NamedTuple):
    """An area: its members' positions in ascending order, the centre it grew from, its worth."""

    members: tuple[int, ...]
    centre: int
    score: float


@dataclass(frozen=True)
class Limits:
    """What an area must keep while it grows; amounts (area, population) are columns with their bounds."""

    min_villages: int
    max_villages: int
    amounts: Floats
    lower: Floats
    upper: Floats

    def fits_below(self, total: Floats) -> np.ndarray:
        """Tell which rows of amounts stay within the upper bounds."""
        return np.asarray((total <= self.upper + 1e-9).all(axis=-1))

    def reached(self, total: Floats, villages: int) -> bool:
        """Tell whether an area is large enough."""
        return villages >= self.min_villages and bool((total >= self.lower - 1e-9).all())


def search_areas(
    objective: Objective,
    neighbours: nx.Graph,
    limits: Limits,
    *,
    must_have: tuple[int, ...] = (),
    progress: Progress | None = None,
) -> list[FoundArea]:
    """Grow an area from every centre.

    Parameters
    ----------
    objective
        What areas are worth.
    neighbours
        Which eligible positions border each other (within the unit an area must stay in).
    limits
        Sizes and amounts an area must keep.
    must_have
        Positions that every area must hold; each start is joined to them by the shortest way.
    progress
        Called with (label, done, total) after each centre.

    Returns
    -------
    list of FoundArea
        Every different area met, in a fixed order. Where several centres led to one area, its centre is the one
        with the fewest steps to all members (then the first in order).
    """
    found: dict[tuple[int, ...], list[tuple[int, float]]] = {}
    centres = sorted(neighbours)
    for done, centre in enumerate(centres):
        start = _start(neighbours, centre, must_have)
        if start is not None:
            for members, score in _grow(objective, neighbours, limits, start):
                found.setdefault(members, []).append((centre, score))
        if progress:
            progress("candidates", done + 1, len(centres))
    return [
        FoundArea(members, _most_central(neighbours, members, [centre for centre, _ in origins]), origins[0][1])
        for members, origins in sorted(found.items())
    ]


def _start(neighbours: nx.Graph, centre: int, must_have: tuple[int, ...]) -> list[int] | None:
    """Join a centre with the must-have villages by shortest ways; None when they cannot be joined."""
    members = {centre}
    for wanted in must_have:
        if wanted in members:
            continue
        ways: dict[int, list[int]] = nx.single_source_shortest_path(neighbours, wanted)
        reached = [ways[target] for target in sorted(members) if target in ways]
        if not reached:
            return None
        shortest: list[int] = min(reached, key=lambda way: (len(way), way))
        members.update(shortest)
    return sorted(members)


def _grow(
    objective: Objective, neighbours: nx.Graph, limits: Limits, start: list[int]
) -> list[tuple[tuple[int, ...], float]]:
    """Grow one area greedily and give every allowed stage with its worth."""
    members, stages = set(start), []
    total = limits.amounts[start].sum(axis=0)
    if len(members) > limits.max_villages or not limits.fits_below(total[None])[0]:
        return []
    frontier = {near for member in start for near in neighbours[member]} - members
    while True:
        positions = np.array(sorted(members))
        if limits.reached(total, len(members)) and (worth := objective.worth(positions)) == worth:
            stages.append((tuple(int(position) for position in positions), worth))
        if len(members) == limits.max_villages:
            return stages
        best = _best_addition(objective, objective.totals(positions), limits, total, sorted(frontier))
        if best is None:
            return stages
        members.add(best)
        total = total + limits.amounts[best]
        frontier = (frontier | set(neighbours[best])) - members


def _best_addition(
    objective: Objective, area: Totals, limits: Limits, total: Floats, frontier: list[int]
) -> int | None:
    """Choose the bordering village with which the area is worth most; the first in order among equals."""
    positions = np.array(frontier, dtype=np.intp)
    if len(positions):
        positions = positions[limits.fits_below(total + limits.amounts[positions])]
    if not len(positions):
        return None
    worth = np.nan_to_num(objective.score(objective.joined(area, positions)), nan=-1.0)
    return int(positions[np.argmax(np.round(worth, 12))])


def _most_central(neighbours: nx.Graph, members: tuple[int, ...], origins: list[int]) -> int:
    inside = neighbours.subgraph(members)
    steps = {origin: sum(nx.single_source_shortest_path_length(inside, origin).values()) for origin in sorted(origins)}
    return min(steps, key=lambda origin: (steps[origin], origin))
