"""Trunk roads of Kalsel with schools, mills and ports for all of its villages, against networkx and plain geometry."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely

from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, measure
from kawasan_gis.layers import Layer, read_shapes
from kawasan_gis.network import Network, open_network
from kawasan_gis.villages import read_villages

pytestmark = pytest.mark.real

# Villages on islands that no road on the map touches (SOURCES.md).
ISLANDS = ["63.02.01.2003", "63.02.20.2005", "63.02.20.2006", "63.02.21.2004", "63.10.06.2008"]
# One each in the south, the middle, the north, and two in the east.
FIVE = ["63.01.01.2002", "63.06.04.2005", "63.09.05.2002", "63.10.03.2002", "63.02.07.2009"]
# There are only trunk roads of a small scale: people walk far to them.
WALK_KM, ROAD_KM_H, WALKING_KM_H = 60, 50, 4


def facilities(folder):
    schools = {"kind": "points", "path": folder / "sekolah_2019_kalsel.csv", "x": "bujur", "y": "lintang"}
    levels = [Layer(name=level.lower(), where={"bentuk": level}, **schools) for level in ("SD", "SMP", "SMA", "SMK")]
    mills = folder / "pabrik_sawit_kalimantan.csv"
    return [
        *levels,
        Layer(name="pks", kind="points", path=mills, x="lng", y="lat", where={"province": "KALIMANTAN SELATAN"}),
        Layer(name="pelabuhan", kind="points", path=folder / "pelabuhan_kalimantan.geojson"),
    ]


@pytest.fixture(scope="module")
def travelled(shared_data):
    villages = read_villages(shared_data / "kalsel_desa.gpkg", findings=Findings())
    roads = Layer(name="jalan", kind="lines", path=shared_data / "kalsel_roads.gpkg")
    options = Network(roads=("jalan",), other_km_h=ROAD_KM_H, walk_km=WALK_KM)
    findings = Findings()
    network = open_network(villages, [roads], options, findings=findings)
    layers = facilities(shared_data)
    indicators = [Indicator(name=f"{layer.name}_min", layer=layer.name, measure="travel_min") for layer in layers]
    table = measure(villages, layers, indicators, network=network, findings=findings)
    shapes = {layer.name: read_shapes(layer, villages, findings=Findings()) for layer in layers}
    lines = read_shapes(roads, villages, findings=Findings())
    return villages, network, table, shapes, lines, findings


MAINLAND: dict[str, set[str]] = {}


def mainland(villages):
    """The largest group of villages not more than 30 m apart."""
    if not MAINLAND:
        MAINLAND.update(codes=largest_group(villages))
    return MAINLAND["codes"]


def largest_group(villages):
    shapes = villages.geometry.to_numpy()
    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=30)
    group = max(nx.connected_components(nx.Graph(pairs.T.tolist())), key=len)
    return set(villages.index[sorted(group)])


def test_nearly_all_villages_reach_everything_and_islands_do_not(travelled):
    villages, _, table, _, _, findings = travelled
    assert len(villages) == 2008
    reached = table.notna().sum()
    assert reached["sd_min"] == 2008
    assert (reached[["smp_min", "sma_min", "smk_min", "pelabuhan_min"]] >= 1970).all()
    # All mills lie on the mainland, and nobody walks there from an island.
    assert sorted(table.index[table["pks_min"].notna()]) == sorted(mainland(villages))
    assert table.loc[ISLANDS, "pks_min"].isna().all()
    assert set(ISLANDS) <= set(findings.of("unreached"))
    # Every school of a higher level is rarer, and farther for the village in the middle of the list.
    medians = table.median()
    assert medians["sd_min"] < medians["smp_min"] < medians["sma_min"] < medians["smk_min"] < medians["pks_min"]
    assert medians["sd_min"] < 15


def test_no_way_is_faster_than_the_straight_line_by_car(travelled):
    _, network, table, shapes, _, _ = travelled
    for name, places in shapes.items():
        straight = shapely.distance(
            network.origins[:, None], shapely.get_parts(places.geometry.to_numpy())[None, :]
        ).min(axis=1)  # fmt: skip
        least = straight / 1000 / ROAD_KM_H * 60
        minutes = table[f"{name}_min"].to_numpy()
        assert (minutes[~np.isnan(minutes)] >= least[~np.isnan(minutes)] - 1e-6).all()
        # Who has a place in walking distance on land never needs longer than on foot.
        assert np.nanmin(minutes) >= 0


def vertex_graph(lines):
    """Every vertex a node, at a centimetre, and every piece between two an edge of minutes."""
    graph = nx.Graph()
    for line in lines:
        places = [(round(x, 2), round(y, 2)) for x, y in line.coords]
        for (a, p), (b, q) in pairwise(zip(places, line.coords, strict=True)):
            graph.add_edge(a, b, minutes=np.hypot(p[0] - q[0], p[1] - q[1]) / 1000 / ROAD_KM_H * 60)
    return graph


def on_mainland(villages, points):
    """Which points lie nearest to a village of the mainland."""
    point, village = villages.sindex.nearest(points, return_all=False)
    assert point.tolist() == list(range(len(points)))
    return villages.index[village].isin(mainland(villages))


def walk_to_lines(graph, name, point, lines, villages):
    """Join a place to the nearest point of every line in reach on the mainland, which splits the piece it lies on."""
    feet = [line.interpolate(line.project(point)) for line in lines]
    for number, (line, foot, dry) in enumerate(zip(lines, feet, on_mainland(villages, feet), strict=True)):
        if not dry or (metres := point.distance(line)) > WALK_KM * 1000:
            continue
        graph.add_edge(name, (name, number), minutes=metres / 1000 / WALKING_KM_H * 60)
        along, walked = line.project(point), 0.0
        for p, q in pairwise(line.coords):
            piece = np.hypot(p[0] - q[0], p[1] - q[1])
            if walked <= along <= walked + piece + 1e-6:
                for end, rest in ((p, along - walked), (q, walked + piece - along)):
                    node = (round(end[0], 2), round(end[1], 2))
                    graph.add_edge((name, number), node, minutes=abs(rest) / 1000 / ROAD_KM_H * 60)
                break
            walked += piece
        assert foot.distance(line) < 1e-6


@pytest.mark.parametrize("kind", ["pks", "pelabuhan"])
def test_five_villages_against_networkx(travelled, kind):
    villages, network, table, shapes, lines, _ = travelled
    parts = list(shapely.get_parts(shapely.force_2d(lines.geometry.to_numpy())))
    places = shapely.get_parts(shapes[kind].geometry.to_numpy())
    places = [place for place in places if place.distance(shapely.box(*lines.total_bounds)) < WALK_KM * 1000]
    places = [place for place, dry in zip(places, on_mainland(villages, places), strict=True) if dry]
    graph = vertex_graph(parts)
    for number, place in enumerate(places):
        walk_to_lines(graph, f"place {number}", place, parts, villages)
    for code in FIVE:
        assert code in mainland(villages)
        origin = network.origins[villages.index.get_loc(code)]
        own = graph.copy()
        walk_to_lines(own, code, origin, parts, villages)
        for number, place in enumerate(places):
            if (metres := origin.distance(place)) <= WALK_KM * 1000:
                own.add_edge(code, f"place {number}", minutes=metres / 1000 / WALKING_KM_H * 60)
        lengths = nx.single_source_dijkstra_path_length(own, code, weight="minutes")
        truth = min(lengths.get(f"place {number}", np.inf) for number in range(len(places)))
        assert table.at[code, f"{kind}_min"] == pytest.approx(truth, rel=1e-6), code
