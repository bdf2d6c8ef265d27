"""Grounds: the parts of the map that no area crosses (kabupaten, unless told otherwise), each as compiled arrays."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from kawasan_gis.candidates.limits import Limits, name_keys
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules import Rules, eligible, joined, unit_of
from kawasan_gis.candidates.worth import AREA_M2, COUNT, Program, worths
from kawasan_gis.errors import TableError, listing
from kawasan_gis.scoring import Floats
from kawasan_gis.units import M2_PER_HA

Positions = npt.NDArray[np.intp]


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
    for place, row in enumerate(rows):
        table[place, : len(row)] = sorted(row)
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

    Raises
    ------
    TableError
        When a village that may be a member has no value for what the rules bound.
    """
    may = eligible(villages, rules).to_numpy(dtype=bool)
    together = joined(villages, graph, rules)
    names, columns = _rule_columns(villages, indicators, rules, may)
    place = {code: position for position, code in enumerate(villages.index)}
    touching = _pairs(((place[a], place[b]) for a, b in graph.edges), len(villages))
    holding = _pairs(((place[a], place[b]) for a, b in together.edges if may[place[a]] and may[place[b]]), len(villages))
    grounds = []
    units = unit_of(villages, rules.within).to_numpy()
    must = villages.index.isin(rules.must_have)
    inner = may if rules.kelurahan == "include" else (villages["status"] != "kelurahan").to_numpy(dtype=bool)
    outer = _outer(villages, graph)
    for unit in sorted(set(units)):
        positions = np.flatnonzero(units == unit)
        if not may[positions].any() or (must.any() and not must[positions].all(where=must[positions]).all()):
            continue
        if must.any() and must[positions].sum() < must.sum():
            continue
        program = objective.part(positions)
        first = program.add.shape[1]
        program = program._replace(add=np.ascontiguousarray(np.hstack([program.add, columns[positions]])))
        bounds, limits_of = [], []
        for number, (lower, upper, grows) in enumerate(names):
            bounds.append(first + number)
            limits_of.append((lower, upper, grows))
        near_at, near_to = _inside(holding, positions, len(villages))
        touch_at, touch_to = _inside(touching, positions, len(villages))
        leads_out = outer[positions] | (_degrees(touching, positions) > np.diff(touch_at))
        lower, upper, grows = (np.array(part) for part in zip(*limits_of, strict=True)) if limits_of else (
            np.zeros(0), np.zeros(0), np.zeros(0, dtype=bool))  # fmt: skip
        reach = min(limit for limit in (rules.max_centre_km, rules.max_centre_min, np.inf) if limit is not None)
        limits = Limits(
            least=rules.min_villages, most=min(rules.max_villages, int(may[positions].sum())),
            near_at=near_at, near_to=near_to, may=may[positions], must=must[positions].astype(np.int64),
            column=np.array(bounds, dtype=np.int64), lower=lower.astype(np.float64), upper=upper.astype(np.float64),
            grows=grows.astype(bool), reach=float(reach), together=_share_a_centre(program, reach, rules.centres),
            no_holes=not rules.holes, touch_at=touch_at, touch_to=touch_to, outer=leads_out, inner=inner[positions],
            keys=name_keys(len(positions)),
        )  # fmt: skip
        grounds.append(Ground(positions, program, limits))
    return grounds


def _rule_columns(
    villages: gpd.GeoDataFrame, indicators: pd.DataFrame, rules: Rules, may: npt.NDArray[np.bool_]
) -> tuple[list[tuple[float, float, bool]], Floats]:
    """What the rules add up over the members, with lower and upper bound, and whether it only grows."""
    bounds: list[tuple[float, float, bool]] = []
    columns: list[Floats] = []

    def add(values: Floats, lower: float | None, upper: float | None, what: str) -> None:
        without = villages.index[may & np.isnan(values)]
        if len(without):
            raise TableError(f"the rules bound {what}, but {len(without)} villages have none: {listing(without)}")
        values = np.where(may, values, 0.0)
        columns.append(values)
        low, high = -np.inf if lower is None else lower, np.inf if upper is None else upper
        bounds.append((low, high, bool((values >= 0).all())))

    for column in ("area_ha", "population"):
        low, high = getattr(rules, f"min_{column}"), getattr(rules, f"max_{column}")
        if low is not None or high is not None:
            add(villages[column].to_numpy(dtype=np.float64), low, high, f"the {column}")
    area = villages["area_ha"].to_numpy(dtype=np.float64)
    for name, least in sorted(rules.min_total.items()):
        add(_indicator(indicators, villages, name), least, None, name)
    for name, most in sorted(rules.max_share.items()):
        add((_indicator(indicators, villages, name) - most) * area, None, 0.0, name)
    for rule in rules.min_class:
        values = _indicator(indicators, villages, rule.indicator)
        # A village without a value is in no class.
        add(((values >= rule.at_least) & (values <= rule.at_most)).astype(np.float64), rule.villages, None, "a class")
    for _, codes in sorted(rules.existing.items()):
        if rules.max_existing < 1.0:
            inside = villages.index.isin(codes).astype(np.float64)
            add(inside, None, np.floor(rules.max_existing * len(codes) + 1e-9), "overlap")
            add(inside - rules.max_existing, None, 0.0, "overlap")
    table = np.column_stack(columns) if columns else np.zeros((len(villages), 0))
    return bounds, table


def _indicator(indicators: pd.DataFrame, villages: gpd.GeoDataFrame, name: str) -> Floats:
    if name not in indicators:
        raise TableError(f"the rules bound {name}, but the indicators have no such column")
    return indicators.loc[villages.index, name].to_numpy(dtype=np.float64)


def _pairs(pairs: Iterable[tuple[int, int]], size: int) -> npt.NDArray[np.int64]:
    """Every pair both ways, sorted."""
    rows = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    both = np.vstack([rows, rows[:, ::-1]])
    return both[np.lexsort((both[:, 1], both[:, 0]))]


def _inside(pairs: npt.NDArray[np.int64], positions: Positions, size: int) -> tuple[Any, Any]:
    """Pairs within some positions, as starts and ends by number."""
    local = np.full(size, -1, dtype=np.int64)
    local[positions] = np.arange(len(positions))
    both = local[pairs]
    both = both[(both >= 0).all(axis=1)]
    counts = np.bincount(both[:, 0], minlength=len(positions))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), np.ascontiguousarray(both[:, 1])


def _degrees(pairs: npt.NDArray[np.int64], positions: Positions) -> npt.NDArray[np.int64]:
    return np.bincount(pairs[:, 0], minlength=int(positions.max()) + 1)[positions]


# A village with more than this share of its outline free of neighbours lies at the edge of the map or the sea.
OPEN_SHARE = 0.05


def _outer(villages: gpd.GeoDataFrame, graph: nx.Graph) -> npt.NDArray[np.bool_]:
    """Tell which villages lie at the edge of the map or the sea."""
    bordered = np.array([sum(m for _, _, m in graph.edges(code, data="border_m", default=0.0)) for code in villages.index])
    perimeter = villages.length.to_numpy(dtype=np.float64)
    return np.asarray(perimeter - bordered > OPEN_SHARE * perimeter)


def _share_a_centre(program: Program, reach: float, centres: int) -> npt.NDArray[np.bool_]:
    """Tell which villages could share a centre within reach; nothing when there is no limit, or two centres."""
    if not np.isfinite(reach) or centres > 1:
        return np.zeros((0, 0), dtype=bool)
    far = program.travel
    if not len(far):
        far = np.hypot(program.x[:, None] - program.x, program.y[:, None] - program.y)
    near = ((far <= reach + 1e-9) & np.isfinite(program.centrality)).astype(np.float32)
    return np.asarray(near @ near.T > 0)
