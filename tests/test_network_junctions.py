import numpy as np
import shapely

from kawasan_gis.network.junctions import is_junction, number_nodes, vertices_of


def test_vertices_know_how_far_along_their_line_they_are():
    lines = np.array([shapely.LineString([(0, 0), (3, 4), (3, 10)]), shapely.LineString([(9, 9), (9, 10)])])
    vertices = vertices_of(lines)
    assert vertices.line.tolist() == [0, 0, 0, 1, 1]
    assert vertices.at.tolist() == [0, 5, 11, 0, 1]


def test_ends_and_shared_vertices_are_junctions():
    lines = np.array([shapely.LineString([(0, 0), (5, 0), (9, 0)]), shapely.LineString([(5, 0.001), (7, 7), (8, 8)])])
    assert is_junction(vertices_of(lines)).tolist() == [True, True, True, True, False, True]


def test_chains_of_near_places_are_one_node():
    xy = np.array([[0, 0], [0.8, 0], [1.6, 0], [9, 9], [0, 0]], dtype=float)
    node, count = number_nodes(xy, 1.0)
    assert node.tolist() == [node[0]] * 3 + [node[3], node[0]]
    assert count == 2
    assert number_nodes(xy, 0.5)[1] == 4
    assert number_nodes(np.zeros((0, 2)), 1.0)[1] == 0
