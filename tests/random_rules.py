"""Small maps of uneven villages, and rules drawn at random for them."""

from itertools import combinations

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely
from drawing import ORIGIN, rook_graph
from hypothesis import strategies as st

from kawasan_gis.candidates.rules.rules import Rules

SIDE = 4000.0


def uneven_villages(seed: int, count: int) -> gpd.GeoDataFrame:
    """Voronoi cells of random points, one of them left out; two kabupaten, two kecamatan in each, some kelurahan."""
    rng = np.random.default_rng(seed)
    frame = shapely.box(*ORIGIN, ORIGIN[0] + SIDE, ORIGIN[1] + SIDE)
    points = shapely.MultiPoint(np.array(ORIGIN) + rng.random((count + 1, 2)) * SIDE)
    cells = [cell.intersection(frame) for cell in shapely.voronoi_polygons(points, extend_to=frame, ordered=True).geoms]
    cells = cells[:count]
    split = rng.random() < 0.3
    codes = []
    for number, cell in enumerate(cells, start=1):
        east, north = cell.centroid.x - ORIGIN[0] > SIDE / 2, cell.centroid.y - ORIGIN[1] > SIDE / 2
        kind = 1 if rng.random() < 0.15 else 2
        codes.append(f"99.{1 + int(split and east):02d}.{1 + int(north):02d}.{kind}{number:03d}")
    table = gpd.GeoDataFrame(
        {"kode_desa": codes, "population": rng.integers(50, 1000, count).astype(float)},
        geometry=cells,
        crs="EPSG:32749",
    ).set_index("kode_desa")
    table["status"] = ["kelurahan" if code[9] == "1" else "desa" for code in table.index]
    table["area_ha"] = table.area / 10_000
    return table.sort_index()


def linked(villages: gpd.GeoDataFrame, seed: int) -> nx.Graph:
    """Borders of which some are walls, and some links over water."""
    rng = np.random.default_rng(seed)
    graph = rook_graph(villages)
    for *_, border in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        draw = rng.random()
        if draw < 0.1:
            border["wall"] = "river"
        elif draw < 0.25:
            border.update(kind="water", border_m=0.0)
    return graph


def numbers_for(villages: gpd.GeoDataFrame, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    count = len(villages)
    table = {"x": rng.random(count).round(2), "share": rng.random(count), "class": rng.integers(0, 3, count)}
    table |= {"central": np.where(rng.random(count) < 0.2, np.nan, rng.random(count))}
    return pd.DataFrame(table, index=villages.index)


def travel_for(villages: gpd.GeoDataFrame, seed: int) -> pd.DataFrame:
    """Minutes both ways, not the same; some pairs cannot be travelled."""
    rng = np.random.default_rng(seed)
    pairs = [(a, b) for a in villages.index for b in villages.index if a != b and rng.random() < 0.9]
    table = pd.DataFrame(pairs, columns=["origin", "destination"])
    return table.assign(minutes=rng.random(len(table)) * 60)


@st.composite
def rules_for(draw, villages: gpd.GeoDataFrame, *, travel: bool = False) -> Rules:
    """About three rules at a time, so that some areas keep them."""
    codes, total = list(villages.index), villages.sum(numeric_only=True)
    some = st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True).map(tuple)
    pairs = st.sampled_from(list(combinations(codes, 2))).map(lambda pair: (*pair, "ridge"))
    part = st.floats(0.05, 0.6)
    bounds = st.sampled_from([0.2, 0.4, 0.6])
    options = {
        "min_population": part.map(lambda share: share * total["population"]),
        "max_population": part.map(lambda share: share * total["population"]),
        "min_area_ha": part.map(lambda share: share * total["area_ha"]),
        "max_area_ha": part.map(lambda share: share * total["area_ha"]),
        "within": st.sampled_from(["kecamatan", "any"]),
        "kelurahan": st.sampled_from(["bridge", "include"]),
        "must_have": some, "must_not": some, "bridges": some, "centre_among": some,
        "water_links": st.just(False), "holes": st.just(True),
        "walls": st.lists(pairs, max_size=2).map(tuple),
        "centres": st.just(2), "centrality": st.just("central"),
        "max_steps": st.integers(1, 3),
        "max_centre_min" if travel else "max_centre_km": st.floats(*((5, 50) if travel else (0.5, 3))),
        "min_total": st.fixed_dictionaries({"x": st.floats(0, 2)}),
        "max_share": st.fixed_dictionaries({"share": st.floats(0.2, 0.8)}),
        "min_class": st.just(({"indicator": "class", "villages": 2, "at_least": 1, "at_most": 1},)),
        "existing": st.fixed_dictionaries({"Lama": some, "Baru": some}),
    }  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(sorted(options)), max_size=4, unique=True))
    found = {name: draw(options[name]) for name in chosen}
    named: set[str] = set()
    for name in ("must_have", "must_not", "bridges"):
        found[name] = tuple(code for code in found.get(name, ()) if code not in named)
        named |= set(found[name])
    for what in ("population", "area_ha"):
        if {f"min_{what}", f"max_{what}"} <= set(found):
            del found[f"max_{what}"]
    least = draw(st.integers(1 + (found.get("centres") == 2), 3))
    if found.get("centres") == 2 and len(found.get("centre_among", "ab")) < 2:
        del found["centre_among"]
    most = max(draw(st.integers(3, 7)), len(found["must_have"]))
    found.setdefault("max_steps", 0)
    return Rules(min_villages=least, max_villages=most, max_existing=draw(bounds), **found)
