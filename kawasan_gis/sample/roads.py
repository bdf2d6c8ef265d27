"""Roads that go where the ground is easy: least-cost ways over a grid, later ones joining earlier ones."""

from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay, cKDTree

from kawasan_gis.sample.grids import Grids
from kawasan_gis.sample.noise import Array, fractal, noise
from kawasan_gis.sample.seeds import Numbers
from kawasan_gis.sample.terrain import CRS
from kawasan_gis.sample.villages import Settled

# The grid of the roads is every fourth cell of the land's: 200 m.
EVERY = 4
CLASSES = ("Jalan Arteri", "Jalan Kolektor", "Jalan Lokal", "Jalan Setapak")
ARTERI, KOLEKTOR, LOKAL, SETAPAK = range(4)
# Above this hilliness village ways are footpaths.
FOOTPATH_HILLS = 0.75
# A way on an existing road costs this share of one through the fields.
ON_ROAD = 0.25
BRIDGE = 5.0
# A link between neighbours is added when the way by road is longer than this many times the straight line.
DETOUR = 2.6
ROUNDS = 3
NEIGHBOUR_M = 7000.0


@dataclass
class _Network:
    """The grid of possible ways, and what has been built so far: class per edge ``(node, node)``."""

    graph: csr_array
    places: Array
    built: dict[tuple[int, int], int]

    def build(self, way: list[int], kind: int) -> None:
        """Build a way; edges that exist keep the higher class."""
        for edge in pairwise(way):
            pair = (min(edge), max(edge))
            self.built[pair] = min(kind, self.built.get(pair, kind))

    def nodes(self) -> Numbers:
        """List the nodes on built ways."""
        return np.unique(np.array(sorted(self.built), dtype=np.int64))

    def cheaper(self) -> csr_array:
        """Weigh the grid again with built edges cheaper than open ground."""
        edges = np.array(sorted(self.built))
        rows, columns = np.concatenate([edges, edges[:, ::-1]]).T
        saved = coo_array((np.full(len(rows), ON_ROAD - 1), (rows, columns)), shape=self.graph.shape).tocsr()
        return csr_array(self.graph + self.graph.multiply(saved))


def road_lines(settled: Settled, grids: Grids) -> gpd.GeoDataFrame:
    """Build the roads: a highway along the coast through the town, roads to the kecamatan seats, ways to all.

    Returns
    -------
    geopandas.GeoDataFrame
        Lines from junction to junction with their class ``REMARK``; they share their end points exactly, and
        together they are one network. No road leads to the island.
    """
    network, homes = _prepared(settled, grids)
    capital = homes[int(settled.about["to_town_m"].argmin())]
    lean = network.places @ np.array([1.0, -1.0])
    for end in (int(lean.argmin()), int(lean.argmax())):
        _connect(network, np.array([capital]), np.array([end]), ARTERI)
    _connect(network, network.nodes(), homes[settled.about["seat"].to_numpy()], KOLEKTOR)
    hills = settled.about["hills"].to_numpy() > FOOTPATH_HILLS
    _connect(network, network.nodes(), homes[~hills], LOKAL)
    _connect(network, network.nodes(), homes[hills], SETAPAK)
    _link_neighbours(network, homes, hills)
    return _lines(network, set(homes.tolist()))


def _prepared(settled: Settled, grids: Grids) -> tuple[_Network, Numbers]:
    """Lay the grid over the mainland and find the node of every village; the island's is on the mainland."""
    owner = grids.owner[EVERY // 2 :: EVERY, EVERY // 2 :: EVERY]
    label, _ = ndimage.label(owner >= 0, structure=np.ones((3, 3)))
    land = label == np.bincount(label[label > 0]).argmax()
    number = np.where(land, np.cumsum(land.ravel()).reshape(land.shape) - 1, -1)
    places = grids.places[EVERY // 2 :: EVERY, EVERY // 2 :: EVERY][land]
    steep = grids.slope[EVERY // 2 :: EVERY, EVERY // 2 :: EVERY][land]
    wet = grids.to_river_m[EVERY // 2 :: EVERY, EVERY // 2 :: EVERY][land] < 150
    winding = np.clip(2.2 * fractal(places, spacing=1300, octaves=2, key=(settled.land.seed, 40)), -0.75, 1.5)
    rough = 1 + (steep / 10) ** 1.6 + BRIDGE * wet + winding
    graph = _grid_graph(number, places, rough)
    jitter = [noise(places, spacing=260, key=(settled.land.seed, 41, axis)) for axis in (0, 1)]
    moved = np.round(places + 150 * np.stack(jitter, axis=-1), 1)
    centres = settled.about[["x", "y"]].to_numpy()
    homes = cKDTree(places).query(centres)[1].astype(np.int64)
    if settled.land.has_island:
        far = int(np.argmax(cKDTree(places).query(centres)[0]))
        homes[far] = homes[int(settled.about["to_town_m"].argmin())]
        centres = np.delete(centres, far, axis=0)
        moved[np.delete(homes, far)] = np.round(centres, 1)
    else:
        moved[homes] = np.round(centres, 1)
    return _Network(graph, moved, {}), homes


def _grid_graph(number: NDArray[np.int64], places: Array, rough: Array) -> csr_array:
    """Join every cell with its eight neighbours on land; the weight is metres times roughness."""
    rows, columns = number.shape
    pairs = []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = number[: rows - down, max(0, -right) : columns - max(0, right)]
        there = number[down:, max(0, right) : columns + min(0, right)]
        both = (here >= 0) & (there >= 0)
        pairs.append(np.column_stack([here[both], there[both]]))
    start, end = np.vstack(pairs).T
    cost = np.hypot(*(places[start] - places[end]).T) * (rough[start] + rough[end]) / 2
    graph = coo_array((cost, (start, end)), shape=(len(places), len(places)))
    return csr_array(graph + graph.T)


def _connect(network: _Network, sources: Numbers, targets: Numbers, kind: int) -> None:
    """Build the cheapest way from the nearest source to every target."""
    graph = network.cheaper() if network.built else network.graph
    _, before, _ = dijkstra(graph, indices=sources, min_only=True, return_predecessors=True)
    for target in targets:
        network.build(_way(before, int(target)), kind)


def _way(before: NDArray[np.int32], target: int) -> list[int]:
    way = [target]
    while before[way[-1]] >= 0:
        way.append(int(before[way[-1]]))
    return way


def _link_neighbours(network: _Network, homes: Numbers, hills: NDArray[np.bool_]) -> None:
    """Shorten the worst detours between neighbouring villages, in rounds, since one link helps several pairs."""
    pairs, straight = _neighbours(network.places, homes)
    for _ in range(ROUNDS):
        detour = _built_lengths(network, homes, pairs) / straight
        linked: set[int] = set()
        graph = network.cheaper()
        for place in np.argsort(-detour, kind="stable"):
            one, other = (int(village) for village in pairs[place])
            if detour[place] <= DETOUR or linked & {one, other}:
                continue
            _, before = dijkstra(graph, indices=homes[one], return_predecessors=True, limit=40 * straight[place])
            network.build(_way(before, int(homes[other])), SETAPAK if hills[one] or hills[other] else LOKAL)
            linked |= {one, other}


def _neighbours(places: Array, homes: Numbers) -> tuple[Numbers, Array]:
    """Pair the villages that see each other, by position, with their straight distances in metres."""
    corners = Delaunay(places[homes]).simplices
    pairs = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    pairs = np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int64)
    straight = np.hypot(*(places[homes[pairs[:, 0]]] - places[homes[pairs[:, 1]]]).T)
    near = (straight > 0) & (straight < NEIGHBOUR_M)
    return pairs[near], straight[near]


def _built_lengths(network: _Network, homes: Numbers, pairs: Numbers) -> Array:
    """Measure the ways by built roads in metres; infinite when far beyond any detour."""
    edges = np.array(sorted(network.built))
    length = np.hypot(*(network.places[edges[:, 0]] - network.places[edges[:, 1]]).T)
    nodes = network.nodes()
    size = (len(nodes), len(nodes))
    roads = coo_array((length, np.searchsorted(nodes, edges).T), shape=size).tocsr()
    metres = np.empty(len(pairs))
    for one in np.unique(pairs[:, 0]):
        mine = pairs[:, 0] == one
        start, ends = np.searchsorted(nodes, homes[one]), np.searchsorted(nodes, homes[pairs[mine, 1]])
        metres[mine] = dijkstra(roads, directed=False, indices=start, limit=6 * NEIGHBOUR_M)[ends]
    return metres


def _lines(network: _Network, homes: set[int]) -> gpd.GeoDataFrame:
    """Turn built edges into lines that run from junction, village or change of class to the next."""
    roads = nx.Graph()
    roads.add_edges_from((start, end, {"kind": kind}) for (start, end), kind in sorted(network.built.items()))
    stops = {
        node
        for node in roads
        if roads.degree(node) != 2 or node in homes or len({roads[node][to]["kind"] for to in roads[node]}) > 1
    }
    chains, kinds = [], []
    for stop in sorted(stops):
        for step in sorted(roads[stop]):
            chain = [stop, step]
            while chain[-1] not in stops:
                chain.append(next(node for node in sorted(roads[chain[-1]]) if node != chain[-2]))
            if (chain[0], chain[1]) <= (chain[-1], chain[-2]):
                chains.append(shapely.LineString(_smooth(network.places[chain])))
                kinds.append(CLASSES[roads[stop][step]["kind"]])
    table = gpd.GeoDataFrame({"REMARK": kinds}, geometry=chains, crs=CRS)
    return table.astype({"REMARK": "str"})


def _smooth(places: Array) -> Array:
    """Cut the corners of a line (Chaikin), keeping its ends."""
    for _ in range(2):
        inner = np.stack([0.75 * places[:-1] + 0.25 * places[1:], 0.25 * places[:-1] + 0.75 * places[1:]], axis=1)
        places = np.vstack([places[:1], inner.reshape(-1, 2)[1:-1], places[-1:]])
    return np.round(places, 1)
