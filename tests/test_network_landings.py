import numpy as np
import pytest
import shapely

from kawasan_gis.network.landings import join_waters
from kawasan_gis.network.links import Lines, cut_lines, joined_links


def links(roads, waters, ferry=False):
    parts = []
    for lines, open_ in ((roads, True), (waters, not ferry)):
        shapes, n = np.array([shapely.LineString(line) for line in lines]), len(lines)
        drawn = Lines(shapes, np.full(n, 60.0), np.zeros(n, int), np.zeros(n, bool), np.full(n, open_))
        parts.append(cut_lines(drawn, snap_m=1.0, junctions="shared"))
    return joined_links(parts), len(parts[0].start)


def joins(network, *landings, within_m=50.0):
    points = shapely.points(np.array(landings, dtype=float)) if landings else None
    feet, count = join_waters(*network, points, within_m=within_m, km_h=6.0)
    return [(*row, round(share, 6), round(minutes, 6)) for *row, share, minutes in zip(*feet, strict=True)], count


ROAD, RIVER = [(0, 0), (1000, 0)], [(0, 40), (500, 30), (1000, 200)]


def test_a_landing_joins_road_and_river_at_their_nearest_points():
    rows, count = joins(links([ROAD], [RIVER]), (500, 10))
    assert count == 1
    assert rows == [(0, 0, 0.5, 0.1), (0, 1, pytest.approx(0.5, abs=0.1), pytest.approx(0.2, abs=0.01))]


def test_landings_that_miss_one_of_them_join_nothing():
    assert joins(links([ROAD], [RIVER]), (500, -30), (990, 190), (0, 20)) == joins(links([ROAD], [RIVER]), (0, 20))
    assert joins(links([ROAD], [RIVER]), (500, -30)) == ([], 0)


def test_without_landings_the_ends_of_either_near_the_other():
    rows, count = joins(links([ROAD], [RIVER]))
    # The road's western end and the river's, which lie 40 m apart.
    assert count == 2
    assert [row[:2] for row in rows] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [row[3] for row in rows] == pytest.approx([0, 0.4, 0.4, 0], abs=1e-3)
    assert joins(links([ROAD], [RIVER]), within_m=20) == ([], 0)


def test_a_ferry_lands_at_its_end_only():
    passing = [(0, 500), (500, 20), (1000, 500)]
    assert joins(links([ROAD], [passing]), (500, 10))[1] == 1
    assert joins(links([ROAD], [passing], ferry=True), (500, 10))[1] == 0
