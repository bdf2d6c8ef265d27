"""Candidates and members as tables."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.candidates.objective import Objective, Worth
from kawasan_gis.candidates.rules.bridges import bridges_of
from kawasan_gis.candidates.rules.rules import Rules, joined
from kawasan_gis.candidates.search.certificate import Certificate
from kawasan_gis.candidates.search.grounds import Area
from kawasan_gis.candidates.search.portfolio import Packing
from kawasan_gis.candidates.search.solve import Solution
from kawasan_gis.units import M2_PER_HA

# Slivers between neighbours up to this wide are closed in an outline, and holes smaller than this filled.
CLOSED_M = 30.0
FILLED_HOLE_HA = 1.0


class Candidates(NamedTuple):
    """What a search found.

    ``candidates`` has one row per candidate, ``members`` one per village of a candidate, ``outsiders`` one per
    village that could be a member and is in none; ``certificate`` says how good the list is; ``runners_up`` has one
    row per candidate: the best area that would stand in its place.
    """

    candidates: gpd.GeoDataFrame
    members: pd.DataFrame
    outsiders: pd.DataFrame
    certificate: Certificate
    runners_up: pd.DataFrame


def candidate_id(members: Iterable[str]) -> str:
    """Name an area by its members alone, so that the same area has the same name in every run.

    Examples
    --------
    >>> candidate_id(["99.01.01.2002", "99.01.01.2001"]) == candidate_id(["99.01.01.2001", "99.01.01.2002"])
    True
    """
    return "k" + hashlib.sha256("\n".join(sorted(members)).encode()).hexdigest()[:9]


def describe_candidates(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    objective: Objective,
    rules: Rules,
    areas: Sequence[Area],
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Write found areas, with the bridges that join them under the rules, as the two tables, in the order given.

    ``area_ha`` is the sum of the members' areas in hectares, each to a tenth as tables print it; ``perimeter_m`` the
    sum of their perimeters less twice their inner borders; ``compactness`` is 4 pi area / perimeter², as in the
    objective; ``centre_km`` or ``centre_min`` the mean way to the centre. ``gain`` is what the score loses without a
    member, NaN where the rest would fall apart (``cut``).
    """
    rows, parts = [], []
    together = joined(villages, graph, rules)
    for area in areas:
        members = villages.iloc[list(area.members)]
        joining = bridges_of(villages, graph, rules, set(members.index))
        worth = objective.of_area(area.members)
        centres = [str(villages.index[place]) for place in worth.centres]
        name = candidate_id(members.index)
        rows.append({"candidate_id": name, **_row(members, centres, objective, worth, graph)})
        parts.append(_members(members, centres, joining, name, gains(objective, together, area.members)))
    table = gpd.GeoDataFrame(rows, geometry="geometry", crs=villages.crs)
    return table.set_index("candidate_id"), pd.concat(parts, ignore_index=True)


def _row(
    members: gpd.GeoDataFrame, centres: Sequence[str], objective: Objective, worth: Worth, graph: nx.Graph
) -> dict[str, object]:
    # Exactly: the borders of a subgraph come in no order.
    inner = math.fsum(m for _, _, m in graph.subgraph(members.index).edges(data="border_m", default=0.0))
    perimeter = float(members.length.sum() - 2 * inner)
    people = {"population": float(members["population"].sum(skipna=False))} if "population" in members else {}
    way = "centre_km" if objective.travel is None else "centre_min"
    named = " & ".join(str(members.at[centre, "nama_desa"]) for centre in centres)
    return {
        "name": f"{named}, {members.at[centres[0], 'kecamatan']}",
        "n_villages": len(members),
        "centre": centres[0],
        "kecamatan": ", ".join(sorted(set(members["kecamatan"]))),
        "kabupaten": ", ".join(sorted(set(members["kabupaten"]))),
        "area_ha": round(float(members["area_ha"].round(1).sum()), 1),
        **people,
        "perimeter_m": perimeter,
        "compactness": 4 * math.pi * float(members.area.sum()) / perimeter**2,
        way: worth.way,
        **{criterion.column: float(x) for criterion, x in zip(objective.criteria, worth.values, strict=True)},
        "geometry": outline(members.geometry.to_numpy()),
    }


def outline(shapes: np.ndarray) -> shapely.Geometry:
    """Draw one outline around village polygons, closing slivers and small gaps between neighbours."""
    half = CLOSED_M / 2
    union = shapely.union_all(shapes)
    closed = shapely.buffer(shapely.buffer(union, half, join_style="mitre"), -half, join_style="mitre")
    closed = shapely.union(shapely.make_valid(closed), union)
    parts = [
        shapely.Polygon(part.exterior, [ring for ring in part.interiors if _large(ring)])
        for part in shapely.get_parts(closed)
        if part.geom_type == "Polygon"
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _large(ring: shapely.LinearRing) -> bool:
    return bool(shapely.Polygon(ring).area >= FILLED_HOLE_HA * M2_PER_HA)


def gains(objective: Objective, together: nx.Graph, members: Sequence[int]) -> list[float]:
    """What the score loses without each member; NaN where the rest would fall apart or nothing would be left.

    ``together`` is the graph whose edges hold an area together.
    """
    score, result = objective.worth(members), []
    for member in members:
        rest = [position for position in members if position != member]
        whole = rest and nx.is_connected(together.subgraph(objective.codes[position] for position in rest))
        result.append(score - objective.worth(rest) if whole else math.nan)
    return result


def _members(
    members: gpd.GeoDataFrame, centres: Sequence[str], bridges: tuple[str, ...], name: str, gain: list[float]
) -> pd.DataFrame:
    codes = [*members.index, *bridges]
    roles = ["pusat" if code in centres else "hinterland" for code in members.index] + ["bridge"] * len(bridges)
    return pd.DataFrame(
        {
            "candidate_id": name,
            "kode_desa": codes,
            "role": roles,
            "gain": [*gain, *[math.nan] * len(bridges)],
            "cut": [*(math.isnan(one) for one in gain), *[False] * len(bridges)],
        }
    )


def describe_outsiders(
    villages: gpd.GeoDataFrame, solution: Solution, packing: Packing, allowed: pd.Series
) -> pd.DataFrame:
    """Say of every village that could be a member and is in no candidate why not.

    Returns
    -------
    pandas.DataFrame
        On ``kode_desa``: ``price``, what an area pays in score for taking the village, because others want it;
        ``lacks``, by how much the score of the best area found with it would have to rise to enter the list (NaN:
        none was found); ``best_score`` and ``with_villages`` (codes, separated by blanks) of that area.
    """
    prices, inside = solution.prices, {place for area in solution.areas for place in area.members}
    best: dict[int, tuple[float, Area]] = {}
    for area in solution.pool:
        paid = prices.village[list(area.members)].sum() - prices.of_size(packing, len(area.members))
        lacks = max(float(prices.place + paid - area.score), 0.0)
        for place in area.members:
            if place not in inside and (place not in best or lacks < best[place][0]):
                best[place] = (lacks, area)
    rows = []
    for place in np.flatnonzero(allowed.to_numpy(dtype=bool)).tolist():
        if place in inside:
            continue
        lacks, met = best.get(int(place), (math.nan, None))
        rows.append({
            "kode_desa": villages.index[place],
            "price": float(prices.village[place]),
            "lacks": lacks,
            "best_score": met.score if met else math.nan,
            "with_villages": " ".join(villages.index[list(met.members)]) if met else "",
        })  # fmt: skip
    columns = {
        "kode_desa": "str",
        "price": "float64",
        "lacks": "float64",
        "best_score": "float64",
        "with_villages": "str",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns).set_index("kode_desa")
