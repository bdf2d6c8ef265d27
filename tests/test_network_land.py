import numpy as np
import shapely
from drawing import at, draw_villages

from kawasan_gis.network.land import land_of


def test_villages_that_touch_lie_on_one_land():
    land = land_of(draw_villages("ab.c\nb..c\n...d"))
    assert land.number.tolist() == [0, 0, 1, 1]
    assert land.several
    assert not land_of(draw_villages("ab")).several


def test_points_find_their_village_and_the_first_on_a_border():
    land = land_of(draw_villages("ab.c"))
    points = np.array(at((0.5, 0.5), (1, 0.5), (2.5, 0.5), (3.5, 0.5)), dtype=object)
    assert land.villages_at(points).tolist() == [0, 0, -1, 2]
    assert land.villages_at(shapely.points(np.zeros((0, 2)))).tolist() == []


def test_places_outside_belong_to_the_land_of_the_nearest_village():
    points = np.array(at((0.5, 0.5), (2.4, 0.5), (2.6, 0.5), (9, 9)), dtype=object)
    assert land_of(draw_villages("ab.c")).lands_at(points).tolist() == [0, 0, 1, 1]
    assert land_of(draw_villages("ab")).lands_at(points).tolist() == [0, 0, 0, 0]
