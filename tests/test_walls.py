"""Borders closed by rivers, ridges and forests."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawing import ORIGIN, code, codes, draw_villages, shapes

from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.rules.rules import Rules, joined
from kawasan_gis.errors import CRSError, GeometryError, StudyError, TableError
from kawasan_gis.graph import village_graph
from kawasan_gis.walls import mark_walls

VILLAGES = draw_villages("ab\ncd")
BORDERS = find_borders(VILLAGES)


def line(*corners):
    """A line through corners given in kilometres from the lower left one."""
    return shapely.LineString(np.array(ORIGIN) + 1000 * np.array(corners))


def walled(layer, borders=BORDERS, reason="sungai", **options):
    table = mark_walls(borders, layer, reason, **options).set_index(["kode_a", "kode_b"])["wall"]
    names = {kode: letter for letter, kode in zip("abcd", codes("abcd"), strict=True)}
    return {names[a] + names[b]: wall for (a, b), wall in table.items() if wall}


NORTH_SOUTH = shapes(line((1, -1), (1, 3)))


def test_a_river_between_west_and_east():
    assert walled(NORTH_SOUTH) == {"ab": "sungai", "cd": "sungai"}
    assert walled(shapes(line((1.02, -1), (1.02, 3)))) == {"ab": "sungai", "cd": "sungai"}
    assert walled(shapes(line((1.04, -1), (1.04, 3)))) == {}
    assert walled(shapes(line((1.04, -1), (1.04, 3))), tolerance_m=50) == {"ab": "sungai", "cd": "sungai"}


def test_the_share_of_the_border_counts():
    half = shapes(line((1, 0.4), (1, 2)))
    assert walled(half) == {"ab": "sungai", "cd": "sungai"}
    assert walled(half, share=0.7) == {"ab": "sungai"}
    assert walled(half, share=1) == {"ab": "sungai"}
    pieces = shapes(line((1, 0), (1, 0.3)), line((1, 0.6), (1, 0.9)))
    assert walled(pieces) == {"cd": "sungai"}  # pieces add up: 0.3 + 0.3 and the tolerance


def test_a_line_that_crosses_a_border_does_not_close_it():
    assert walled(shapes(line((0, 0.5), (2, 0.5)))) == {}


def test_a_forest_closes_the_borders_inside_it():
    forest = shapely.box(ORIGIN[0] + 500, ORIGIN[1] + 900, ORIGIN[0] + 3000, ORIGIN[1] + 1600)
    assert walled(shapes(forest), reason="hutan lindung") == dict.fromkeys(["ab", "ac", "bd"], "hutan lindung")
    bow_tie = shapely.Polygon(
        [(0, 0), (5000, 5000), (5000, 0), (0, 5000)]
    )  # invalid; both halves, west and east, count
    moved = shapely.transform(bow_tie, lambda xy: xy + np.array(ORIGIN) - [1500, 1500])
    assert set(walled(shapes(moved))) == {"ac", "bd"}


def test_any_reference_system():
    degrees = NORTH_SOUTH.to_crs("EPSG:4326")
    assert walled(degrees) == walled(NORTH_SOUTH)
    with pytest.raises(CRSError, match="the layer of walls has no coordinate reference system"):
        walled(gpd.GeoDataFrame(geometry=NORTH_SOUTH.geometry.to_numpy()))
    with pytest.raises(CRSError, match="the layer of walls lies outside Indonesia"):
        walled(NORTH_SOUTH.set_crs("EPSG:32649", allow_override=True))
    with pytest.raises(CRSError, match="the layer of walls says its coordinates are degrees"):
        walled(NORTH_SOUTH.set_crs("EPSG:4326", allow_override=True))
    with pytest.raises(CRSError, match="the borders are in WGS 84; find the borders again"):
        walled(NORTH_SOUTH, borders=BORDERS.to_crs("EPSG:4326"))


def test_reasons_add_up():
    once = mark_walls(BORDERS, NORTH_SOUTH, " sungai ")
    twice = mark_walls(once, shapes(line((1, 1), (1, 2))), "punggung bukit")
    again = mark_walls(twice, NORTH_SOUTH, "sungai")
    assert sorted(again["wall"]) == ["", "", "sungai", "sungai; punggung bukit"]
    assert "wall" not in BORDERS
    assert once["wall"].dtype == "str"
    assert mark_walls(BORDERS, NORTH_SOUTH.iloc[:0], "sungai")["wall"].tolist() == [""] * 4
    assert mark_walls(BORDERS.iloc[:0], NORTH_SOUTH, "sungai")["wall"].tolist() == []


def test_a_bridge_or_a_ferry_stays_a_way_across():
    apart = draw_villages("a.b\na.b", cell_m=50)
    borders = find_borders(apart, water_link_m=100)
    assert borders["kind"].tolist() == ["water"]
    assert walled(shapes(apart.union_all().convex_hull), borders=borders) == {}
    listed = find_borders(apart, extra_pairs=[tuple(codes("ab"))])
    assert walled(shapes(apart.union_all().convex_hull), borders=listed) == {}


def test_walls_reach_the_graph_and_the_rules():
    graph = village_graph(VILLAGES, mark_walls(BORDERS, NORTH_SOUTH, "sungai"))
    assert graph.edges[codes("ab")] == {"border_m": 1000.0, "kind": "land", "wall": "sungai"}
    assert graph.edges[codes("ac")]["wall"] == ""
    assert set(joined(VILLAGES, graph, Rules()).edges) == {tuple(codes("ac")), tuple(codes("bd"))}
    missing = BORDERS.assign(wall=[None, "x", None, None])
    assert sum(wall == "" for *_, wall in village_graph(VILLAGES, missing).edges(data="wall")) == 3
    assert "wall" not in village_graph(VILLAGES, BORDERS).edges[code("a"), code("b")]


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"reason": " "}, StudyError, "walls need a reason"),
        ({"share": 0}, StudyError, "share must be above 0 and at most 1 .got 0"),
        ({"share": float("nan")}, StudyError, "share"),
        ({"tolerance_m": 0}, StudyError, "tolerance_m must be a number of metres above 0"),
        ({"layer": shapes(shapely.Point(ORIGIN))}, GeometryError, "lines or polygons, but these shapes hold Point"),
        ({"layer": shapes(None, line((0, 0), (1, 1)))}, GeometryError, "1 shapes of walls are missing or empty"),
        (
            {"layer": shapes(line((300, 0), (300, 1)))},
            GeometryError,
            "298 km from the borders: is it of another region",
        ),
        ({"borders": BORDERS.drop(columns="kind")}, TableError, "have no column kind"),
    ],
)
def test_what_cannot_be_a_wall(options, error, words):
    with pytest.raises(error, match=words):
        walled(**{"layer": NORTH_SOUTH} | options)
