"""The village graph and its groups."""

import geopandas as gpd
import networkx as nx
import pandas as pd
import pytest
from shapely import box

from kawasan_gis.borders import find_borders
from kawasan_gis.errors import CodeError
from kawasan_gis.findings import Findings
from kawasan_gis.graph import connected_groups, report_groups, village_graph


@pytest.fixture
def villages() -> gpd.GeoDataFrame:
    """Two villages, one alone, three, and two again, from west to east."""
    west = {"H": 0, "G": 1, "F": 3, "C": 5, "B": 6, "E": 7, "D": 9, "A": 10}
    shapes = [box(place * 500, 0, place * 500 + 500, 500) for place in west.values()]
    index = pd.Index(list(west), name="kode_desa", dtype="str")
    return gpd.GeoDataFrame(index=index, geometry=shapes, crs="EPSG:32750").sort_index()


def test_nodes_in_table_order_and_edges_sorted(villages):
    borders = find_borders(villages, extra_pairs=[("E", "F")])
    graph = village_graph(villages, borders.iloc[::-1])
    assert list(graph) == list("ABCDEFGH")
    assert list(graph.edges) == [("A", "D"), ("B", "C"), ("B", "E"), ("E", "F"), ("G", "H")]
    assert graph.edges["A", "D"] == {"border_m": 500.0, "kind": "land"}
    assert graph.edges["F", "E"] == {"border_m": 0.0, "kind": "listed"}
    assert type(graph) is nx.Graph


def test_unknown_village_in_the_borders(villages):
    borders = find_borders(villages)
    with pytest.raises(CodeError, match="2 villages of the borders are not among the villages: A, H"):
        village_graph(villages.drop(["A", "H"]), borders)


def test_no_villages_at_all(villages):
    none = villages.iloc[:0]
    graph = village_graph(none, find_borders(none))
    assert len(graph) == 0
    groups = connected_groups(graph)
    assert groups.columns.tolist() == ["group", "group_size"]
    assert groups.index.name == "kode_desa"
    findings = Findings()
    report_groups(graph, findings)
    assert len(findings) == 0


def test_groups_by_falling_size_then_first_code(villages):
    groups = connected_groups(village_graph(villages, find_borders(villages)))
    assert groups["group"].to_dict() == {"A": 2, "B": 1, "C": 1, "D": 2, "E": 1, "F": 4, "G": 3, "H": 3}
    assert groups["group_size"].to_dict() == {"A": 2, "B": 3, "C": 3, "D": 2, "E": 3, "F": 1, "G": 2, "H": 2}
    assert groups.index.tolist() == list("ABCDEFGH")
    assert groups.dtypes.eq("int64").all()


def test_equal_groups_by_first_code_also_in_a_graph_from_elsewhere():
    graph = nx.Graph([("D", "C"), ("B", "E")])
    assert connected_groups(graph)["group"].to_dict() == {"D": 2, "C": 2, "B": 1, "E": 1}


def test_isolates_and_groups_are_noted(villages):
    findings = Findings()
    report_groups(village_graph(villages, find_borders(villages)), findings)
    assert findings.frame[["level", "kind", "kode_desa"]].to_numpy().tolist() == [
        ["info", "component", "A"],
        ["info", "component", "G"],
        ["warning", "isolate", "F"],
    ]
    assert findings.frame["value"].tolist()[:2] == [2, 2]


def test_one_piece_is_nothing_to_note(villages):
    findings = Findings()
    ferries = [("G", "F"), ("F", "C"), ("D", "E")]
    report_groups(village_graph(villages, find_borders(villages, extra_pairs=ferries)), findings)
    assert len(findings) == 0
