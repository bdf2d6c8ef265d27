"""Grounds: the parts of the map that no area crosses (kabupaten, unless told otherwise), each as compiled arrays."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from kawasan_gis.candidates.kernels.limits import Limits, allowed, hangs_together, name_keys
from kawasan_gis.candidates.kernels.worth import Program, columns_of, sums_of, worths
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.amounts import Amounts, amounts_of
from kawasan_gis.candidates.rules.rules import Rules, eligible, joined, land_borders, lies_open, unit_of
from kawasan_gis.candidates.search.balls import balls_of

Positions = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


class Ground(NamedTuple):
    """One part of the map: the positions of its villages, what areas are worth there, and which are allowed."""

    positions: Positions
    program: Program
    limits: Limits

    @property
    def eligible(self) -> Positions:
        """Numbers of the villages that may be members."""
        return np.flatnonzero(self.limits.may)


class Area(NamedTuple):
    """An area that was found: its members' positions in ascending order, its worth, its centres, the way to them."""

    members: tuple[int, ...]
    score: float
    centres: tuple[int, ...]
    way: float


def areas_of(ground: Ground, rows: Sequence[tuple[int, ...]]) -> list[Area]:
    """Work out many areas, given by village numbers; the same area has the same numbers however it was found."""
    if not rows:
        return []
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    table = np.full((len(rows), int(sizes.max())), -1, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = sorted(row)
    scores, ways = np.empty(len(rows)), np.empty(len(rows))
    centres = np.empty((len(rows), 2), dtype=np.int64)
    worths(ground.program, table, sizes, scores, centres, ways)
    place = ground.positions
    return [
        Area(
            tuple(int(place[village]) for village in table[row, : sizes[row]]),
            float(scores[row]),
            tuple(int(place[village]) for village in centres[row] if village >= 0),
            float(ways[row]),
        )
        for row in range(len(rows))
    ]


def keeps_rules(ground: Ground, members: Sequence[int]) -> bool:
    """Tell whether villages, given by their numbers in the ground, are an area that keeps every rule."""
    count = len(ground.positions)
    inside = np.array(sorted(members), dtype=np.int64)
    mark, queue = np.zeros(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    if not ground.limits.may[inside].all() or not hangs_together(ground.limits, inside, len(inside), mark, queue):
        return False
    sums = np.empty(columns_of(ground.program))
    sums_of(ground.program, inside, len(inside), sums, np.empty_like(sums))
    return bool(allowed(ground.program, ground.limits, sums, inside, len(inside), mark, queue))


def objective_under(
    villages: gpd.GeoDataFrame, graph: nx.Graph, indicators: pd.DataFrame, criteria: Sequence[Any], rules: Rules,
    travel: pd.DataFrame | None = None,
) -> Objective:  # fmt: skip
    """Prepare the objective with the rules' choice of centre."""
    return Objective.of(
        villages, graph, indicators, criteria, travel=travel,
        centrality=rules.centrality, centres=rules.centres, centre_among=rules.centre_among,
    )  # fmt: skip


def grounds_of(
    villages: gpd.GeoDataFrame, graph: nx.Graph, indicators: pd.DataFrame, objective: Objective, rules: Rules
) -> list[Ground]:
    """Cut the map into the units no area crosses, and compile the rules for each.

    A unit without a village that may be a member, or without all the must-have villages, is no ground.

    Parameters
    ----------
    villages, graph, indicators
        The villages table, its graph, and the indicators on the same index.
    objective
        What areas are worth.
    rules
        The rules, which fit the villages (see :func:`kawasan_gis.candidates.rules.checks.check_rules`).

    Raises
    ------
    TableError
        When a village that may be a member has no value for what the rules bound.
    """
    whole = _Map.of(villages, graph, indicators, objective, rules)
    units = unit_of(villages, rules.within).to_numpy()
    grounds = []
    for unit in sorted(set(units)):
        positions = np.flatnonzero(units == unit)
        if whole.may[positions].any() and whole.must[positions].sum() == whole.must.sum():
            grounds.append(_ground(whole, positions, objective, rules))
    return grounds


class _Map(NamedTuple):
    """What the rules say of the whole map, by position."""

    may: Flags
    must: Flags
    leads_out: Flags
    amounts: Amounts
    holding: Numbers
    touching: Numbers

    @classmethod
    def of(
        cls, villages: gpd.GeoDataFrame, graph: nx.Graph, indicators: pd.DataFrame, objective: Objective, rules: Rules
    ) -> "_Map":
        may = eligible(villages, rules).to_numpy(dtype=bool)
        place = {code: position for position, code in enumerate(villages.index)}
        holding = _both_ways((place[a], place[b]) for a, b in joined(villages, graph, rules).edges)
        touching = _both_ways((place[a], place[b]) for a, b in land_borders(graph))
        unit = pd.factorize(unit_of(villages, rules.within))[0]
        # A village at the edge of its unit leads out too: an area never goes on there.
        leads_out = lies_open(villages, graph).to_numpy(dtype=bool, copy=True)
        leads_out[touching[unit[touching[:, 0]] != unit[touching[:, 1]], 0]] = True
        central = np.isfinite(objective.program.centrality)
        return cls(
            may, villages.index.isin(rules.must_have), leads_out, amounts_of(villages, indicators, rules, may, central),
            holding[may[holding].all(axis=1)], touching,
        )  # fmt: skip


def _ground(whole: _Map, positions: Positions, objective: Objective, rules: Rules) -> Ground:
    """Compile one unit: the rules' sums become further columns of its program."""
    part, amounts, may = objective.part(positions), whole.amounts, whole.may[positions]
    first = part.add.shape[1]
    program = part._replace(add=np.ascontiguousarray(np.hstack([part.add, amounts.table[positions]])))
    near_at, near_to = _by_start(whole.holding, positions, len(whole.may))
    touch_at, touch_to = _by_start(whole.touching, positions, len(whole.may))
    around = balls_of(program, near_at, near_to, may, rules.max_steps, rules.max_way)
    limits = Limits(
        least=rules.min_villages, most=min(rules.max_villages, int(may.sum())),
        near_at=near_at, near_to=near_to, may=may, must=whole.must[positions].astype(np.int64),
        column=first + np.arange(len(amounts.lower), dtype=np.int64),
        lower=amounts.lower, upper=amounts.upper, grows=amounts.grows,
        reach=rules.max_way, together=around.together, steps=rules.max_steps or len(may),
        ball_at=around.at, ball_to=around.to,
        no_holes=not rules.holes, touch_at=touch_at, touch_to=touch_to,
        outer=whole.leads_out[positions], inner=may, keys=name_keys(len(positions)),
    )  # fmt: skip
    return Ground(positions, program, limits)


def _both_ways(pairs: Iterable[tuple[int, int]]) -> Numbers:
    """Every pair from both sides, sorted."""
    rows = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return np.unique(np.vstack([rows, rows[:, ::-1]]), axis=0)


def _by_start(pairs: Numbers, positions: Positions, size: int) -> tuple[Numbers, Numbers]:
    """Pairs within some positions, by number: those of i end in ``to[at[i]]`` to ``to[at[i + 1]]``."""
    local = np.full(size, -1, dtype=np.int64)
    local[positions] = np.arange(len(positions))
    inside = local[pairs]
    inside = inside[(inside >= 0).all(axis=1)]
    counts = np.bincount(inside[:, 0], minlength=len(positions))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), np.ascontiguousarray(inside[:, 1])
