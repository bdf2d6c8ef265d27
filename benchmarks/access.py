"""Travel times of 2,000 villages on 200,000 road segments to five kinds of facilities, beside scipy and networkx.

    python benchmarks/access.py [segments]

Prints the time of every part of our way, then that of the same question asked of bare scipy and of networkx on the
same graph, without walks and without building it from lines; ratios hold on any machine, seconds on one.
"""

import sys
import time
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kawasan_gis.findings import Findings
from kawasan_gis.network import Network, build_network
from kawasan_gis.network.access import no_feet, no_pairs
from kawasan_gis.network.travel import assemble, to_nearest

SIDE_M = 200_000.0
KINDS = {"sd": 2900, "smp": 590, "puskesmas": 240, "pasar": 120, "pabrik": 30}
CLASSES = np.array(["Jalan Lokal", "Jalan Kolektor", "Jalan Arteri"])


def streets(segments: int, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """A crooked lattice with a tenth of its streets taken out; every eighth line is a better road."""
    n = round(np.sqrt(segments / 1.8))
    place = np.stack(np.meshgrid(np.arange(n), np.arange(n)), axis=-1) * (SIDE_M / n)
    place = place + rng.normal(scale=SIDE_M / n / 6, size=place.shape)
    across = np.stack([place[:, :-1], place[:, 1:]], axis=2).reshape(-1, 2, 2)
    along = np.stack([place[:-1], place[1:]], axis=2).reshape(-1, 2, 2)
    better = np.concatenate([np.repeat(np.arange(n) % 8 == 0, n - 1), np.tile(np.arange(n) % 8 == 0, n - 1)])
    ends = np.concatenate([across, along])
    middle = ends.mean(axis=1, keepdims=True) + rng.normal(scale=SIDE_M / n / 10, size=(len(ends), 1, 2))
    lines = shapely.linestrings(np.concatenate([ends[:, :1], middle, ends[:, 1:]], axis=1))
    kept = rng.random(len(lines)) > 0.1
    kind = CLASSES[better.astype(int) + (better & (rng.random(len(lines)) < 0.2))]
    return gpd.GeoDataFrame({"REMARK": kind[kept]}, geometry=lines[kept], crs="EPSG:32750")


def villages_of(count: int) -> gpd.GeoDataFrame:
    n = round(np.sqrt(count))
    x, y = (part.ravel() for part in np.meshgrid(np.arange(n), np.arange(n)))
    step = SIDE_M / n
    boxes = shapely.box(x * step, y * step, (x + 1) * step, (y + 1) * step)
    codes = [f"99.01.{1 + i // 900:02d}.{2001 + i % 900}" for i in range(len(boxes))]
    return gpd.GeoDataFrame({"kode_desa": codes}, geometry=boxes, crs="EPSG:32750").set_index("kode_desa")


def timed(label: str, work, times: dict[str, float]):
    start = time.perf_counter()
    result = work()
    times[label] = times.get(label, 0.0) + time.perf_counter() - start
    return result


def main(segments: int) -> None:
    rng = np.random.default_rng(7)
    roads, villages = streets(segments, rng), villages_of(2000)
    places = {kind: shapely.points(rng.random((count, 2)) * SIDE_M) for kind, count in KINDS.items()}
    print(f"{len(villages)} villages, {len(roads):,} segments, {sum(KINDS.values())} facilities of {len(KINDS)} kinds")
    settled = gpd.GeoDataFrame(geometry=shapely.points(rng.random((6000, 2)) * SIDE_M), crs=villages.crs)
    ours: dict[str, float] = {}
    options = Network(roads=("jalan",), class_column="REMARK", walk_km=5)
    access = timed(
        "network and walks of villages",
        lambda: build_network(villages, options, roads=roads, settlements=settled, findings=Findings()), ours,
    )  # fmt: skip
    placed = [
        timed("walks of facilities", lambda points=points: access.place(points), ours) for points in places.values()
    ]
    for one in placed:
        timed("nearest of five kinds", lambda one=one: access.minutes_to_nearest(one), ours)
    for one in placed:
        timed("places within 30 minutes, five kinds", lambda one=one: access.minutes_to(one, 30.0), ours)
    pairs = timed("village to village within 60 minutes", lambda: access.village_minutes(60.0), ours)
    for label, seconds in ours.items():
        print(f"{seconds:8.2f} s  {label}")
    print(
        f"{sum(ours.values()):8.2f} s  all of it ({len(pairs):,} pairs of villages, {len(access.feet.place):,} walks)"
    )
    compare(access, places, villages)


def compare(access, places, villages) -> None:
    """The nearest of five kinds from node to node: our call, bare scipy, networkx."""
    links = access.links
    matrix = assemble(links, no_feet(), 0, no_pairs())
    nodes = np.zeros((links.nodes, 2))
    nodes[links.start] = shapely.get_coordinates(shapely.get_point(links.shapes, 0))
    nodes[links.end] = shapely.get_coordinates(shapely.get_point(links.shapes, -1))
    tree = shapely.STRtree(shapely.points(nodes))
    at = {kind: np.unique(tree.nearest(points)) for kind, points in places.items()}
    start = tree.nearest(access.origins)
    seconds: dict[str, float] = {}
    mine = {kind: timed("ours", lambda to=to: to_nearest(matrix, to, start), seconds) for kind, to in at.items()}
    turned = matrix.T.tocsr()
    bare = {
        kind: timed("scipy", lambda to=to: dijkstra(turned, indices=to, min_only=True)[start], seconds)
        for kind, to in at.items()
    }

    def build():
        graph = nx.Graph()
        minutes = np.minimum(links.minutes, links.back)
        graph.add_weighted_edges_from(zip(links.start.tolist(), links.end.tolist(), minutes.tolist(), strict=True))
        return graph

    graph = timed("networkx", build, seconds)
    for kind, to in at.items():
        lengths = timed(
            "networkx", lambda to=to: nx.multi_source_dijkstra_path_length(graph, set(to.tolist())), seconds
        )
        truth = [lengths.get(node, np.inf) for node in start.tolist()]
        assert np.allclose(mine[kind], truth)
        assert np.allclose(mine[kind], bare[kind])
    print("nearest of five kinds on the bare graph, the same answers:")
    for label, used in seconds.items():
        print(f"{used:8.2f} s  {label:10}  {used / seconds['ours']:6.1f} times ours")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
