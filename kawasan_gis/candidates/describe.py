"""Candidates and members as tables."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.search import FoundArea
from kawasan_gis.units import M2_PER_HA

# Slivers between neighbours up to this wide are closed in an outline, and holes smaller than this filled.
CLOSED_M = 30.0
FILLED_HOLE_HA = 1.0


class Candidates(NamedTuple):
    """Two tables: one row per candidate, and one row per village of a candidate."""

    candidates: gpd.GeoDataFrame
    members: pd.DataFrame


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
    areas: Mapping[FoundArea, tuple[str, ...]],
) -> Candidates:
    """Write found areas, with the bridges that join them, as the two tables, in the order given.

    ``area_ha`` is the sum of the members' areas in hectares; ``perimeter_m`` is measured along the outline after
    slivers between neighbours are closed; ``compactness`` is 4 pi area / perimeter² of that outline.

    References
    ----------
    Polsby, D. D. and Popper, R. D. (1991). The third criterion: compactness as a procedural safeguard against
    partisan gerrymandering. Yale Law & Policy Review 9(2), 301-353.
    """
    rows, parts = [], []
    for area, bridges in areas.items():
        members = villages.iloc[list(area.members)]
        name = candidate_id(members.index)
        rows.append({"candidate_id": name, **_row(members, villages.index[area.centre], objective, area)})
        gains = _gains(objective, graph, area, bridges)
        parts.append(_members(members, villages.index[area.centre], bridges, name, gains))
    table = gpd.GeoDataFrame(rows, geometry="geometry", crs=villages.crs)
    return Candidates(table.set_index("candidate_id"), pd.concat(parts, ignore_index=True))


def _row(members: gpd.GeoDataFrame, centre: str, objective: Objective, area: FoundArea) -> dict[str, object]:
    shape = outline(members.geometry.to_numpy())
    perimeter = float(shape.length)
    values = objective.values(objective.totals(np.array(area.members)))[0]
    people = {"population": float(members["population"].sum(skipna=False))} if "population" in members else {}
    return {
        "name": f"{members.at[centre, 'nama_desa']}, {members.at[centre, 'kecamatan']}",
        "n_villages": len(members),
        "centre": centre,
        "kecamatan": ", ".join(sorted(set(members["kecamatan"]))),
        "kabupaten": ", ".join(sorted(set(members["kabupaten"]))),
        "area_ha": float(members["area_ha"].sum()),
        **people,
        "perimeter_m": perimeter,
        "compactness": 4 * math.pi * shape.area / perimeter**2,
        **{criterion.indicator: float(value) for criterion, value in zip(objective.criteria, values, strict=True)},
        "geometry": shape,
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


def _gains(objective: Objective, graph: nx.Graph, area: FoundArea, bridges: tuple[str, ...]) -> list[float]:
    """What the score loses without each member; NaN where the rest would fall apart or nothing would be left."""
    gains = []
    for member in area.members:
        rest = [position for position in area.members if position != member]
        codes = {objective.codes[position] for position in rest}
        parts = nx.connected_components(graph.subgraph(codes | set(bridges)))
        whole = rest and any(codes <= part for part in parts)
        gains.append(area.score - objective.worth(np.array(rest)) if whole else math.nan)
    return gains


def _members(
    members: gpd.GeoDataFrame, centre: str, bridges: tuple[str, ...], name: str, gains: list[float]
) -> pd.DataFrame:
    codes = [*members.index, *bridges]
    roles = ["pusat" if code == centre else "hinterland" for code in members.index] + ["bridge"] * len(bridges)
    return pd.DataFrame(
        {
            "candidate_id": name,
            "kode_desa": codes,
            "role": roles,
            "gain": [*gains, *[math.nan] * len(bridges)],
        }
    )
