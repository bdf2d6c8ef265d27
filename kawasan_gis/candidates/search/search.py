"""Finding areas under prices: grown from every centre, or all of them looked at.

A village's price is what an area has to pay for taking it. Without prices the best areas are found; with the prices
of :mod:`kawasan_gis.candidates.search.portfolio` those that would improve a list.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

import networkx as nx
import numpy as np

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.kernels.ceilings import Bound
from kawasan_gis.candidates.kernels.exhaust import exhaust
from kawasan_gis.candidates.kernels.growth import beam
from kawasan_gis.candidates.kernels.sweep import sweep
from kawasan_gis.candidates.search.bounds import bound_of
from kawasan_gis.candidates.search.effort import QUICK, Effort
from kawasan_gis.candidates.search.grounds import Area, Ground, areas_of
from kawasan_gis.scoring import Floats

# Roots that one task takes: more keep threads busy longer, fewer show progress sooner.
TASK = 8
# A first village gets at most this part of the work that is left.
PART = 20
# First excess over a threshold that is tried where all areas above it are too many; then twice as much, and so on.
STEP = 0.002
# Patience from which that is worth its while.
LADDER = 1_000_000
# Sets around a centre up to which all are looked at without a bound.
SWEEP = 300_000

Rows = list[tuple[int, ...]]
Item = TypeVar("Item")


class Examined(NamedTuple):
    """What looking at all areas found.

    ``ceiling`` bounds by how much any area looked for is above its threshold, ``sizes`` were done completely,
    ``left`` has the first villages, by size, that had too many areas, and ``around`` how many sets there are around
    a centre, or at least how many.
    """

    areas: list[Area]
    ceiling: float
    sizes: tuple[int, ...]
    left: dict[int, list[int]]
    around: dict[int, int]


def grow_areas(ground: Ground, price: Floats, effort: Effort, *, width: int, keep: int) -> list[Area]:
    """Grow areas from every centre by a beam; gives the best ``keep`` per centre and size, each once.

    Parameters
    ----------
    ground
        Where to look.
    price
        Price of each village of the ground.
    effort
        Counts the sets looked at.
    width
        How many areas of a size are kept while growing.
    keep
        How many are given per centre and size.
    """
    limits, starts = ground.limits, _starts(ground)

    def work(task: Sequence[tuple[int, ...]]) -> tuple[int, Rows]:
        values = np.empty((limits.most + 1, keep))
        areas = np.empty((limits.most + 1, keep, limits.most), dtype=np.int64)
        looked, rows = 0, []
        for start in task:
            begin = np.array(start, dtype=np.int64)
            looked += beam(ground.program, limits, price, begin, len(begin), width, values, areas)
            rows += _rows(areas.reshape(-1, limits.most))
        return looked, rows

    found: dict[tuple[int, ...], None] = {}
    for looked, rows in effort.over(work, _chunks(starts)):
        effort.count(looked)
        found.update(dict.fromkeys(rows))
    return areas_of(ground, list(found))


def examine_areas(
    ground: Ground,
    price: Floats,
    effort: Effort,
    *,
    threshold: Callable[[int], float],
    tilts: Floats,
    budget: int,
    keep: int,
    left: Mapping[int, Sequence[int]] | None = None,
    unbounded: int = SWEEP,
    around: Mapping[int, int] | None = None,
) -> Examined:
    """Look at every area worth more than a threshold after prices.

    Parameters
    ----------
    ground, price, effort
        As in :func:`grow_areas`.
    threshold
        Per size, what an area must be worth less its prices.
    tilts
        How to bound criteria that add up, see :func:`kawasan_gis.candidates.search.bounds.bound_of`.
    budget
        Sets to look at per first village and size before giving up on it; 0 to look only around centres that have
        no more than ``unbounded``.
    keep
        How many areas are given per first village and size.
    left
        First villages by size, from an earlier look under the same prices; all when not given.
    unbounded
        Sets around a centre up to which all of them are looked at without a bound, which is quicker unless prices rule
        out nearly all of them; 0 for none.
    around
        Sets around centres, as far as known from an earlier look.
    """
    limits = ground.limits
    sizes = range(limits.least, limits.most + 1)
    thresholds = np.full(limits.most + 1, np.inf)
    thresholds[limits.least :] = [threshold(size) for size in sizes]
    ahead = {size: list(left.get(size, ())) if left is not None else ground.eligible.tolist() for size in sizes}
    around = dict(around or {})
    roots = sorted({root for rest in ahead.values() for root in rest if around.get(root, 0) < unbounded})
    swept = _swept(ground, price, thresholds, effort, keep, roots, unbounded)
    found, ceiling = dict.fromkeys(swept.rows), swept.ceiling
    around.update(swept.around)
    ahead = {size: rest for size in ahead if (rest := [root for root in ahead[size] if root not in swept.done])}
    if not budget and ahead:
        return Examined(areas_of(ground, list(found)), np.inf, (), ahead, around)
    unfinished: dict[int, list[int]] = {}
    for size, roots in ahead.items():
        bound = bound_of(ground.program, limits.may, size, price, tilts)
        # When the work is used up, only a bound of what is left is taken.
        patience = min(budget, max(effort.left // PART, 1))
        work = partial(_exhausted, ground, price, bound, float(thresholds[size]), patience, keep)
        for result in effort.over(work, _chunks(sorted(roots, key=lambda root: int(bound.order[root])))):
            effort.count(result.looked)
            found.update(dict.fromkeys(result.rows))
            ceiling = max(ceiling, result.ceiling - float(thresholds[size]))
            if result.left:
                unfinished.setdefault(size, []).extend(result.left)
    done = tuple(size for size in sizes if size not in unfinished)
    return Examined(areas_of(ground, list(found)), ceiling, done, unfinished, around)


class _Exhausted(NamedTuple):
    """What looking at areas of one size from some first villages gave: an upper bound, and who is not done."""

    looked: int
    rows: Rows
    ceiling: float
    left: list[int]


def _exhausted(
    ground: Ground, price: Floats, bound: Bound, least: float, patience: int, keep: int, roots: Sequence[int]
) -> _Exhausted:
    """Look at areas of one size from some first villages."""
    values, areas = np.empty(keep), np.empty((keep, bound.size), dtype=np.int64)
    rows: Rows = []
    looked, ceiling, unfinished = 0, -np.inf, []
    for root in roots:
        sets, rest = exhaust(ground.program, ground.limits, bound, price, root, least, patience, values, areas)
        looked, rows = looked + sets, rows + _rows(areas)
        ceiling = max(ceiling, float(values.max()))
        if rest == -np.inf:
            continue
        unfinished.append(int(root))
        step = STEP
        while patience >= LADDER and rest > least + step:
            # Too much for a proof: the least excess over the threshold that can be proven bounds what is left.
            spare = np.empty(1), np.empty((1, bound.size), dtype=np.int64)
            sets, more = exhaust(ground.program, ground.limits, bound, price, root, least + step, patience, *spare)
            looked += sets
            if more == -np.inf:
                rest = max(least + step, float(spare[0][0]))
            step *= 2
        ceiling = max(ceiling, rest)
    return _Exhausted(looked, rows, ceiling, unfinished)


class _Swept(NamedTuple):
    """What sweeping around some centres gave: areas, by how much the best is above its threshold, who is done."""

    rows: Rows
    ceiling: float
    done: set[int]
    around: dict[int, int]


def _swept(
    ground: Ground, price: Floats, thresholds: Floats, effort: Effort, keep: int, centres: Sequence[int], sets: int
) -> _Swept:
    """Look at all areas around each of some centres, unless there are more than so many sets."""
    limits, result = ground.limits, _Swept([], -np.inf, set(), {})
    if not len(limits.ball_at) or ground.program.centres != 1:
        return result
    most = min(sets, max(QUICK * effort.left // PART, 1))

    def work(roots: Sequence[int]) -> _Swept:
        values = np.empty((limits.most + 1, keep))
        areas = np.empty((limits.most + 1, keep, limits.most), dtype=np.int64)
        rows, best, done, around = [], -np.inf, set(), {}
        for root in roots:
            around[root], whole = sweep(ground.program, limits, price, root, thresholds, most, values, areas)
            rows += _rows(areas.reshape(-1, limits.most))
            sizes, places = np.nonzero(values > -np.inf)
            best = max(best, float((values[sizes, places] - thresholds[sizes]).max(initial=-np.inf)))
            done |= {root} if whole else set()
        return _Swept(rows, best, done, around)

    for part in effort.over(work, _chunks(centres)):
        effort.count(sum(part.around.values()), quick=True)
        result = _Swept(
            result.rows + part.rows, max(result.ceiling, part.ceiling), result.done | part.done,
            {**result.around, **part.around},
        )  # fmt: skip
    return result


def tilts_for(ground: Ground, areas: Sequence[Area], local: dict[int, int]) -> Floats:
    """Choose how to bound criteria: flat where good areas are past the goalpost, else slanted; all slanted; half."""
    count = len(ground.program.criteria)
    flat = np.zeros(count)
    for area in areas:
        members = np.array([local[position] for position in area.members], dtype=np.int64)
        sums, values, parts = np.empty(w.columns_of(ground.program)), np.full(count, np.nan), np.zeros(count)
        w.sums_of(ground.program, members, len(members), sums, np.empty(len(sums)))
        found, extremes = np.zeros(w.KINDS), ground.program.add.shape[1]
        w.properties(ground.program, sums, members, len(members), found)
        w.weighed(ground.program.criteria, sums, extremes, found, values, parts)
        worst, best = ground.program.criteria[:, w.WORST_AT], ground.program.criteria[:, w.BEST_AT]
        flat += (values - worst) / (best - worst) >= 1.0
    mostly = np.where(2 * flat > max(len(areas), 1), 0.0, 1.0)
    rows = [mostly, np.ones(count), (mostly + 1.0) / 2.0]
    return np.array(list({tuple(row): None for row in rows}))


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for begin in range(0, len(items), TASK):
        yield items[begin : begin + TASK]


def _rows(areas: np.ndarray) -> Rows:
    return [tuple(sorted(int(village) for village in row if village >= 0)) for row in areas if row[0] >= 0]


def _starts(ground: Ground) -> Rows:
    """Every village joined with the must-have villages by shortest ways."""
    must = [int(village) for village in np.flatnonzero(ground.limits.must)]
    if not must:
        return [(int(village),) for village in ground.eligible]
    graph = nx.Graph()
    limits = ground.limits
    for village in ground.eligible:
        graph.add_edges_from(
            (int(village), int(other))
            for other in limits.near_to[limits.near_at[village] : limits.near_at[village + 1]]
        )
    graph.add_nodes_from(int(village) for village in ground.eligible)
    base = _joined(graph, {must[0]}, must[1:])
    if base is None:
        return []
    ways = dict(nx.multi_source_dijkstra_path(graph, sorted(base)))
    starts = {tuple(sorted(base | set(ways[village]))) for village in sorted(ways)}
    return sorted(starts, key=lambda start: (len(start), start))


def _joined(graph: nx.Graph, members: set[int], wanted: Sequence[int]) -> set[int] | None:
    for village in wanted:
        if village not in members:
            ways = nx.multi_source_dijkstra_path(graph, sorted(members))
            if village not in ways:
                return None
            members = members | set(ways[village])
    return members
