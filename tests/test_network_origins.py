import numpy as np
import pytest
import shapely
from drawing import at, code, draw_villages, shapes
from hypothesis import given
from hypothesis import strategies as st

from kawasan_gis.findings import Findings
from kawasan_gis.network.origins import village_origins

VILLAGES = draw_villages("aab\nccb")
KM = shapely.get_coordinates(at((0, 0)))[0]


def places(settlements=None, ways=(), findings=None, villages=VILLAGES):
    """Origins in kilometres from the lower left corner."""
    found = findings if findings is not None else Findings()
    origins = village_origins(villages, settlements, ways=ways, findings=found)
    return (np.round((shapely.get_coordinates(origins) - KM) / 1000, 6)).tolist()


def ways(*lines):
    return np.array([shapely.LineString(at(*line)) for line in lines])


def test_of_several_points_the_one_nearest_to_their_mean():
    settled = shapes(*at((0.2, 1.5), (0.4, 1.5), (1.9, 1.5), (2.5, 0.5), (0.5, 0.5)))
    assert places(settled) == [[0.4, 1.5], [2.5, 0.5], [0.5, 0.5]]


def test_points_with_several_parts_count_singly_and_strangers_not_at_all():
    settled = shapes(shapely.MultiPoint(at((0.4, 1.5), (2.5, 0.5))), *at((0.5, 0.5), (9, 9)))
    assert places(settled) == [[0.4, 1.5], [2.5, 0.5], [0.5, 0.5]]


def test_of_settlement_polygons_the_largest_part_inside_the_village():
    def box(west, south, east, north):
        corners = shapely.get_coordinates(at((west, south), (east, north)))
        return shapely.box(*corners.ravel())

    # The first lies in a and b; in b it is larger than the second.
    settled = shapes(box(1.8, 1.2, 2.6, 1.8), box(2.2, 0.1, 2.3, 0.2), box(0.1, 0.1, 0.2, 0.2))
    found = village_origins(VILLAGES, settled, findings=Findings())
    assert shapely.covers(np.array([box(1.8, 1.2, 2, 1.8), box(2, 1.2, 2.6, 1.8), settled.geometry[2]]), found).all()


def test_villages_without_a_settlement_are_counted_and_start_inside():
    findings = Findings()
    found = places(shapes(*at((0.4, 1.5))), findings=findings)
    assert found[0] == [0.4, 1.5]
    assert findings.frame[["kind", "value"]].values.tolist() == [["without_settlement", 2]]
    assert shapely.intersects(VILLAGES.geometry.to_numpy(), village_origins(VILLAGES, None, findings=findings)).all()
    assert len(findings) == 1


def test_without_settlements_it_is_the_road_point_nearest_to_the_middle():
    # The road runs through a (past its middle), enters b at its end and misses c.
    road = ways([(0, 1.75), (2.125, 1.75)])
    middle = shapely.get_coordinates(shapely.point_on_surface(VILLAGES.geometry.to_numpy())) - KM
    assert places(ways=[road]) == [[middle[0][0] / 1000, 1.75], [2.125, 1.75], [pytest.approx(1, abs=1), 1.0]]


def test_a_road_comes_before_a_river_and_a_river_before_what_lies_outside():
    road, river = ways([(0, 1.9), (2, 1.9)]), ways([(0, 1.5), (1.9, 1.5)], [(0.3, 0), (0.3, 0.8)])
    found = places(ways=[road, river])
    assert found[0][1] == 1.9
    assert found[2][0] == 0.3
    assert found[1] == [2, 1.9]


def test_a_road_through_the_village_is_found_where_a_nearer_one_runs_outside():
    villages = draw_villages("a.a\naaa")
    middle = shapely.get_coordinates(shapely.point_on_surface(villages.geometry.to_numpy()))[0] - KM
    assert middle[0] == 500
    road = ways([(1.2, 3), (1.2, 1.05)], [(2.9, 0), (2.9, 2)])
    assert places(ways=[road], villages=villages)[0][0] == 2.9


@given(st.randoms(use_true_random=False))
def test_the_order_of_points_does_not_matter(rng):
    settled = at((0.2, 1.5), (0.4, 1.5), (0.6, 1.5), (0.2, 1.7), (2.5, 0.5), (2.5, 1.5), (0.5, 0.5))
    mixed = list(settled)
    rng.shuffle(mixed)
    assert places(shapes(*mixed)) == places(shapes(*settled))


def test_all_origins_lie_in_their_village():
    rng = np.random.default_rng(3)
    lines = shapely.linestrings(rng.random((40, 2, 2)) * [3000, 2000] + KM)
    villages = draw_villages("abc\ndef")
    found = village_origins(villages, None, ways=[lines], findings=Findings())
    assert (shapely.distance(villages.geometry.to_numpy(), found) < 1e-6).all()
    assert villages.index[0] == code("a")
