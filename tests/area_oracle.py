"""Areas the slow and plain way: random small maps, every connected set, F by pandas, the best list by trying all."""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely
from drawing import ORIGIN, rook_graph

from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.grounds import Ground, areas_of, grounds_of, objective_under
from kawasan_gis.criteria import Criterion

AGGREGATES = ("sum", "share", "ratio", "mean", "mean_by_area", "mean_by_population", "min", "max")
PROPERTIES = ("compactness", "centre_km", "n_kecamatan", "chain")
KINDS = (*AGGREGATES, *PROPERTIES)
POLICIES = ("error", "drop_criterion", "worst")


def random_villages(seed: int, count: int, side: int = 4) -> gpd.GeoDataFrame:
    """Villages grown over a board of squares, in up to three kecamatan; a few squares may stay empty."""
    rng = np.random.default_rng(seed)
    count = min(count, side * side)
    owner = {int(cell): village for village, cell in enumerate(rng.permutation(side * side)[:count])}
    for _ in range(3 * side * side):
        cell = int(rng.integers(side * side))
        if cell in owner:
            continue
        y, x = divmod(cell, side)
        near = [(y + dy) * side + x + dx for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0))
                if 0 <= y + dy < side and 0 <= x + dx < side]  # fmt: skip
        taken = [owner[other] for other in near if other in owner]
        if taken:
            owner[cell] = taken[int(rng.integers(len(taken)))]
    squares: dict[int, list[shapely.Geometry]] = {}
    for cell, village in sorted(owner.items()):
        west, south = ORIGIN[0] + 1000.0 * (cell % side), ORIGIN[1] + 1000.0 * (cell // side)
        squares.setdefault(village, []).append(shapely.box(west, south, west + 1000, south + 1000))
    kecamatan = np.sort(rng.integers(1, 4, size=count))
    codes = [f"99.01.{kecamatan[village]:02d}.2{village + 1:03d}" for village in range(count)]
    table = gpd.GeoDataFrame(
        {
            "kode_desa": codes,
            "nama_desa": [f"Desa {village}" for village in range(count)],
            "kecamatan": [f"Kecamatan {one}" for one in kecamatan],
            "kabupaten": "Contoh",
            "provinsi": "Provinsi Contoh",
            "status": "desa",
            "population": np.where(rng.random(count) < 0.15, 0.0, rng.integers(50, 3000, size=count)),
        },
        geometry=[shapely.union_all(squares[village]) for village in range(count)],
        crs="EPSG:32749",
    ).set_index("kode_desa")
    table["area_ha"] = table.area / 10_000
    return table.sort_index()


def random_criteria(
    villages: gpd.GeoDataFrame, seed: int, kinds: Sequence[str], *, holes: float = 0.2
) -> tuple[pd.DataFrame, list[Criterion]]:
    """One criterion per kind with random goalposts (either way round) and policy; some villages have no value."""
    rng = np.random.default_rng(seed)
    table, criteria = {}, []
    for place, kind in enumerate(kinds):
        name = kind if kind in PROPERTIES or kind == "centre_min" else f"x{place}"
        low, high = sorted(rng.uniform(0, 1, 2))
        scales = {"sum": 3.0, "share": 0.8, "centre_km": 3.0, "centre_min": 60.0, "n_kecamatan": 3.0, "chain": 2.5}
        scale = scales.get(kind, 1.0)
        worst, best = low * scale, (high + 0.05) * scale
        if kind in AGGREGATES:
            values = rng.uniform(-0.3 if kind != "share" else 0.0, 1.2, len(villages)).round(int(rng.integers(1, 9)))
            values[rng.random(len(villages)) < holes * rng.integers(0, 2)] = np.nan
            if kind == "share":
                values[0] = 1.0
            table[name] = values
            if kind == "ratio":
                per = np.where(rng.random(len(villages)) < 0.3, 0.0, rng.uniform(0.1, 3, len(villages)))
                table[f"{name}_per"] = np.where(rng.random(len(villages)) < holes * rng.integers(0, 2), np.nan, per)
        elif kind == "chain":
            for link in ("link_a", "link_b"):
                table[link] = np.where(rng.random(len(villages)) < 0.3, np.nan, rng.uniform(0, 2, len(villages)))
        if rng.random() < 0.4:
            worst, best = best, worst
        criteria.append(
            Criterion(
                indicator=name, worst=worst, best=best,
                weight=float(rng.choice([0.0, 0.5, 1.0, 2.0], p=[0.1, 0.3, 0.4, 0.2])),
                missing=str(rng.choice(POLICIES)), aggregate=kind if kind in AGGREGATES else None,
                per=f"{name}_per" if kind == "ratio" else None,
                links={"link_a": 1.0, "link_b": 2.5} if kind == "chain" else {},
            )
        )  # fmt: skip
    if not any(criterion.weight for criterion in criteria):
        criteria[0] = criteria[0].model_copy(update={"weight": 1.0})
    return pd.DataFrame(table, index=villages.index), criteria


def connected_sets(graph: nx.Graph, nodes: Iterable[object], least: int, most: int) -> list[tuple[object, ...]]:
    """Every connected set of these nodes within the sizes, by trying all."""
    nodes = sorted(nodes)
    near = {node: set(graph[node]) for node in nodes}
    found = []
    for size in range(least, most + 1):
        for some in combinations(nodes, size):
            left, reached = set(some[1:]), [some[0]]
            while reached:
                step = near[reached.pop()] & left
                left -= step
                reached += step
            if not left:
                found.append(some)
    return found


def plain_worth(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    members: Sequence[str],
    *,
    travel: dict[tuple[str, str], float] | None = None,
    centres: int = 1,
    among: Sequence[str] = (),
    centrality: str = "",
) -> tuple[float, dict[str, float]]:
    """F of an area and its values by criterion, straight from the formulas."""
    area = villages.loc[sorted(members)]
    inside = indicators.loc[area.index]
    total = weights = 0.0
    values = {}
    for criterion in criteria:
        kind = criterion.aggregate if criterion.of_villages else criterion.indicator
        share = 1.0
        if criterion.of_villages:
            x, share = _village_value(criterion, villages, area, indicators, inside)
        elif kind == "compactness":
            outline = shapely.union_all(area.geometry.to_numpy()).length
            # Where two members touch in a point only the outline is the sum all the same.
            x = 4 * math.pi * float(area.area.sum()) / outline**2
        elif kind in ("centre_km", "centre_min"):
            x = centre_by_hand(area, travel, centres, among, inside[centrality] if centrality else None)[1]
        elif kind == "n_kecamatan":
            x = float(len({code[:8] for code in area.index}))
        else:
            x = float(sum(inside[link].sum() >= least for link, least in criterion.links.items()))
        values[criterion.indicator] = x
        if math.isnan(x):
            if criterion.missing == "error":
                return math.nan, values
            weights += criterion.weight if criterion.missing == "worst" else 0.0
            continue
        value = min(max((x - criterion.worst) / (criterion.best - criterion.worst), 0.0), 1.0)
        total += criterion.weight * value * (share if criterion.missing == "worst" else 1.0)
        weights += criterion.weight
    return (total / weights if weights else math.nan), values


def _village_value(
    criterion: Criterion, villages: gpd.GeoDataFrame, area: gpd.GeoDataFrame, table: pd.DataFrame, inside: pd.DataFrame
) -> tuple[float, float]:
    """X of a criterion of villages, and what is left of its part when missing villages are the worst."""
    x = inside[criterion.indicator]
    known = x.dropna()
    upward = criterion.best > criterion.worst
    kind = criterion.aggregate
    if kind == "ratio":
        per = inside[criterion.per]
        both = x.notna() & per.notna()
        below = per[both].sum()
        return (float(x[both].sum() / below), float(below / per.sum())) if below > 0 else (math.nan, 1.0)
    if kind in ("mean", "mean_by_area", "mean_by_population"):
        weight = {"mean": pd.Series(1.0, area.index), "mean_by_area": area["area_ha"]}.get(
            str(kind), area.get("population")
        )
        heavy = weight[known.index].sum()
        if not heavy > 0:
            return math.nan, 1.0
        return float((known * weight[known.index]).sum() / heavy), float(heavy / weight.sum())
    if not len(known):
        return math.nan, 1.0
    harmful = upward == (kind == "min") if kind in ("min", "max") else not upward
    spoilt = harmful and len(known) < len(x)
    value = {"sum": known.sum(), "share": known.sum() / table[criterion.indicator].sum(), "min": known.min(),
             "max": known.max()}[str(kind)]  # fmt: skip
    return float(value), 0.0 if spoilt else 1.0


def centre_by_hand(
    area: gpd.GeoDataFrame,
    travel: dict[tuple[str, str], float] | None = None,
    centres: int = 1,
    among: Sequence[str] = (),
    central: pd.Series | None = None,
) -> tuple[tuple[str, ...], float]:
    """The centre or two of an area and the mean way to the nearer."""
    points = area.geometry.representative_point()

    def way(start: str, end: str) -> float:
        if travel is None:
            return float(points[start].distance(points[end])) / 1000
        return 0.0 if start == end else travel.get((start, end), math.inf)

    can = [code for code in area.index if not among or code in among]
    can = [code for code in can if central is None or not math.isnan(central[code])]
    choices = list(combinations(can, 2 if centres == 2 and len(area) > 1 else 1))
    if not choices:
        return (), math.nan
    mean = {one: sum(min(way(code, end) for end in one) for code in area.index) / len(area) for one in choices}
    if central is not None:
        best = min(choices, key=lambda one: (-sum(central[code] for code in one), one))
    else:
        best = min(choices, key=lambda one: (round(mean[one], 9), one))
    return best, mean[best]


def best_list(
    areas: Sequence[tuple[Sequence[int], float]], count: int, max_overlap: float = 0.0, shared: Iterable[int] = ()
) -> float:
    """Greatest sum of scores of a list, by trying all lists (whole branches that cannot win are skipped)."""
    shared = set(shared)
    ordered = sorted(((frozenset(members) - shared, score) for members, score in areas), key=lambda one: -one[1])
    best = 0.0

    def agree(one: frozenset[int], two: frozenset[int]) -> bool:
        return len(one & two) <= max_overlap * min(len(one), len(two)) + 1e-9

    def extend(place: int, kept: list[frozenset[int]], total: float) -> None:
        nonlocal best
        best = max(best, total)
        if len(kept) == count:
            return
        for further in range(place, len(ordered)):
            members, score = ordered[further]
            if total + (count - len(kept)) * score <= best + 1e-12:
                return
            if all(agree(members, other) for other in kept):
                extend(further + 1, [*kept, members], total + score)

    extend(0, [], 0.0)
    return best


class Small(NamedTuple):
    """A small map with everything a search needs, and every connected set on it with its worth."""

    villages: gpd.GeoDataFrame
    graph: nx.Graph
    indicators: pd.DataFrame
    criteria: list[Criterion]
    rules: Rules
    ground: Ground
    worths: dict[tuple[int, ...], float]

    def codes(self, members: Sequence[int]) -> list[str]:
        return [str(self.villages.index[place]) for place in members]


# No rule but the sizes.
FREE = {"max_steps": 0, "holes": True}


def small_map(seed: int, count: int, kinds: Sequence[str], *, rough: bool = False, **rules: object) -> Small:
    """Draw a small map at random; where ``rough``, borders are measured badly. Sets without a worth are left out."""
    villages = random_villages(seed, count)
    graph = rook_graph(villages)
    rng = np.random.default_rng(seed)
    for a, b in graph.edges if rough else ():
        graph.edges[a, b]["border_m"] *= float(rng.uniform(0.8, 1.6))
    indicators, criteria = random_criteria(villages, seed, kinds)
    indicators["rule"] = rng.random(count)
    asked = Rules(**{"min_villages": 1, "max_villages": count, **FREE, **rules})
    objective = objective_under(villages, graph, indicators, criteria, asked)
    (ground,) = grounds_of(villages, graph, indicators, objective, asked)
    place = {code: number for number, code in enumerate(villages.index)}
    sets = connected_sets(graph, villages.index, asked.min_villages, asked.max_villages)
    found = areas_of(ground, [tuple(place[code] for code in members) for members in sets])
    worths = {area.members: area.score for area in found if not math.isnan(area.score)}
    return Small(villages, graph, indicators, criteria, asked, ground, worths)
