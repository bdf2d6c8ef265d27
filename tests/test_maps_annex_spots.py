import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.maps.annex.names import Label
from kawasan_gis.maps.annex.spots import (
    SYMBOL,
    WITHIN,
    Name,
    around,
    largest,
    meets,
    middle,
    near,
    rectangles,
    ring,
    shapes,
    spots,
)
from kawasan_gis.maps.annex.text import Fitted, Font

FORM = Fitted(("Kurau",), Font(7), 8.0, 3.0)
FRAME = shapely.box(0, 0, 100, 100)


def rectangle(draw):
    # Nearly flat rectangles would divide by nothing in GEOS.
    x, y, wide, tall = (draw(st.floats(0, most).map(lambda value: round(value, 6))) for most in (50, 50, 20, 20))
    return [x, y, x + wide, y + tall]


@st.composite
def rectangles_apart(draw):
    some = [rectangle(draw) for _ in range(draw(st.integers(0, 6)))]
    others = [rectangle(draw) for _ in range(draw(st.integers(0, 6)))]
    return np.reshape(some, (-1, 4)), np.reshape(others, (-1, 4)), np.array([draw(st.floats(0, 9)) for _ in others])


@settings(max_examples=80)
@given(rectangles_apart())
def test_near_is_the_distance_between_rectangles(given_ones):
    bounds, others, away = given_ones
    apart = shapely.distance(shapes(bounds)[:, None], shapes(others)[None, :])
    surely, perhaps = (apart < away - 1e-9).any(1), (apart <= away + 1e-9).any(1)
    found = near(bounds, others, away)
    assert (surely <= found).all()
    assert (found <= perhaps).all()


def test_rectangles_have_their_middle_where_they_are_asked_for():
    assert rectangles(np.array([[10.0, 20.0]]), FORM, 1).tolist() == [[5, 18.5, 15, 21.5]]
    assert shapes(rectangles(np.array([[10.0, 20.0]]), FORM))[0].equals(shapely.box(6, 18.5, 14, 21.5))


def test_meets_tells_which_shapes_touch_anything():
    tree = shapely.STRtree([shapely.Point(5, 5), shapely.Point(50, 50)])
    found = np.array([shapely.box(0, 0, 6, 6), shapely.box(10, 10, 20, 20), shapely.box(40, 40, 60, 60)])
    assert meets(tree, found).tolist() == [True, False, True]
    assert meets(tree, found, "dwithin", distance=8).tolist() == [True, True, True]
    assert meets(shapely.STRtree([]), found).tolist() == [False] * 3
    assert meets(tree, found[:0]).tolist() == []


def test_the_middle_is_the_centroid_unless_that_is_near_a_border():
    assert middle(shapely.box(0, 0, 10, 4)).equals(shapely.Point(5, 2))
    hook = shapely.union_all([shapely.box(0, 0, 20, 4), shapely.box(0, 0, 4, 20)])
    assert hook.contains(middle(hook))
    assert hook.exterior.distance(middle(hook)) == pytest.approx(4 - 4 / (2 + 2**0.5), abs=0.5)
    assert middle(shapely.Point(3, 4)).equals(shapely.Point(3, 4))


def test_of_several_parts_the_largest_counts():
    parts = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 9, 9)])
    assert largest(parts).equals(shapely.box(5, 5, 9, 9))
    assert middle(parts).equals(shapely.Point(7, 7))


def test_spots_lie_in_the_polygon_the_nearest_to_its_middle_first():
    hook = shapely.union_all([shapely.box(0, 0, 20, 4), shapely.box(0, 0, 4, 20)])
    found = spots(hook, middle(hook))
    assert shapely.contains_xy(hook, *found.T).all()
    far = shapely.distance(shapely.points(found), middle(hook))
    assert far[0] == 0
    assert (np.diff(far) >= -1e-3).all()


def test_a_name_beside_a_point_does_not_touch_it_and_stands_to_its_right_first():
    point = shapely.Point(30, 30)
    places = around(point, FORM, 1.5)
    assert places[0].tolist() == [30 + 4 + 1.5, 30]
    assert all(one.distance(point) >= 1.5 for one in shapes(rectangles(places[:4], FORM)))
    assert not any(one.intersects(point) for one in shapes(rectangles(places, FORM)))


def test_rings_go_outwards_and_begin_to_the_right():
    places = ring(shapely.Point(10, 10), FORM, np.array([2.0, 5.0]))
    assert places.shape == (48, 2)
    assert places[0].tolist() == [10 + 2 + 4, 10]
    assert places[24].tolist() == [10 + 5 + 4, 10]
    assert places[6] == pytest.approx([10, 10 + 2 + 1.5])


def test_a_name_knows_where_it_lies_inside_what_is_seen_of_it():
    field = Name(Label("Kurau", "member", shapely.box(80, 20, 130, 40)), FRAME, 1.0)
    assert field.seen.equals(shapely.box(80, 20, 100, 40))
    assert field.middle.equals(shapely.Point(90, 30))
    form = field.forms[0]
    at = field.inside(form)
    assert 0 < len(at) < len(field.spots)
    room = shapely.box(80 + WITHIN, 20, 100 - WITHIN, 40).buffer(1e-9)
    assert all(room.contains(one) for one in shapes(rectangles(at, form)))
    assert len(field.inside(form._replace(width=21.0))) == 0
    assert len(field.inside(form._replace(height=21.0))) == 0


def test_a_point_has_its_name_beside_it():
    pasar = Name(Label("Pasar", "place", shapely.Point(50, 50)), FRAME, 2.0)
    form = pasar.forms[0]
    assert pasar.inside(form)[0].tolist() == [50 + form.width / 2 + 2 * SYMBOL, 50]
    assert pasar.spots.tolist() == [[50, 50]]
    assert Name(Label("Jauh", "place", shapely.Point(150, 50)), FRAME, 1.0).seen.is_empty
