import numpy as np
import pytest
import shapely

from kawasan_gis.network.land import Land
from kawasan_gis.network.links import Lines, cut_lines
from kawasan_gis.network.walks import walk

LAND = Land(np.array([shapely.box(-1e5, -1e5, 1e5, 1e5)]), np.zeros(1, np.int64))


def links(*lines, km_h=60.0, direction=0, open_=True):
    n = len(lines)
    shapes = np.array([shapely.LineString(line) for line in lines])
    drawn = Lines(shapes, np.full(n, km_h), np.full(n, direction), np.zeros(n, bool), np.full(n, open_))
    return cut_lines(drawn, snap_m=1.0, junctions="shared")


def walks(network, *places, reach_m=1000.0, land=LAND):
    points = shapely.points(np.array(places, dtype=float))
    feet = walk(points, network, reach_m=reach_m, km_h=6.0, land=land, at=land.lands_at(points))
    return [(*row, round(share, 6), round(minutes, 6)) for *row, share, minutes in zip(*feet, strict=True)]


def test_a_walk_ends_on_the_nearest_point_of_the_line():
    assert walks(links([(0, 0), (1000, 0)]), (250, 100)) == [(0, 0, 0.25, 1)]
    assert walks(links([(0, 0), (1000, 0)]), (250, 1001)) == []


def test_walks_that_others_replace_are_left_out():
    # The second road is reached sooner by the first; without a junction both are needed.
    corner = [(0, 0), (1000, 0)], [(0, 0), (0, 1000)]
    assert walks(links(*corner), (100, 10)) == [(0, 0, 0.1, 0.1)]
    apart = [(0, 0), (1000, 0)], [(0, 5), (0, 1000)]
    assert [row[1] for row in walks(links(*apart), (100, 10))] == [0, 1]
    # On slow roads it is quicker to walk across.
    assert [row[1] for row in walks(links(*corner, km_h=3.0), (100, 10))] == [0, 1]


def test_against_a_one_way_nothing_is_replaced():
    corner = [(1000, 0), (0, 0)], [(0, 0), (0, 1000)]
    assert [row[1] for row in walks(links(*corner, direction=1), (100, 10))] == [0, 1]


def test_ferries_are_walked_to_at_their_ends():
    assert walks(links([(0, 0), (1000, 0)], open_=False), (250, 100), reach_m=500) == [
        (0, 0, 0, pytest.approx(np.hypot(250, 100) / 100))
    ]
    assert walks(links([(0, 0), (1000, 0)], open_=False), (500, 100), reach_m=400) == []


def test_nobody_walks_to_another_island():
    islands = Land(np.array([shapely.box(-10, -10, 100, 300), shapely.box(200, -10, 300, 300)]), np.array([0, 1]))
    network = links([(250, 0), (250, 100)], [(50, 0), (50, 100)], [(0, 400), (90, 400)])
    assert [row[1] for row in walks(network, (20, 50), land=islands)] == [1, 2]
    assert [row[1] for row in walks(network, (210, 50), land=islands)] == [0]
