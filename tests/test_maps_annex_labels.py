import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from kawasan_gis.maps.annex.labels import ALONE, APART, draw_labels, place_labels
from kawasan_gis.maps.annex.names import Label
from kawasan_gis.maps.annex.text import MM

FACE = (20.0, 20.0, 200.0, 160.0)
FRAME = shapely.box(20, 20, 220, 180)


def field(x, y, wide=40.0, tall=30.0):
    return shapely.box(x, y, x + wide, y + tall)


def assert_free(placement, obstacles=()):
    """No two names touch, no leader crosses a name, and all lie in the frame, off the obstacles."""
    boxes = [one.box for one in placement.placed]
    lines = [one.line for one in placement.placed]
    for place, box in enumerate(boxes):
        assert FRAME.contains(box)
        assert not any(box.intersects(other) for other in [*boxes[:place], *obstacles])
        assert not any(box.intersects(line) for other, line in enumerate(lines) if other != place)


def test_a_name_stands_in_the_middle_of_what_it_names():
    (one,) = place_labels([Label("Kurau", "member", field(60, 60))], [], FACE).placed
    assert (one.x, one.y) == pytest.approx((80, 75))
    assert one.fitted.lines == ("Kurau",)
    assert one.leader is None


def test_a_name_leaves_the_symbol_of_the_centre_free():
    star = shapely.Point(80, 75).buffer(2)
    (one,) = place_labels([Label("Kurau", "centre", field(60, 60))], [star], FACE).placed
    assert field(60, 60).contains(one.box)
    assert not one.box.intersects(star)


def test_marks_give_way_only_where_a_member_would_lose_its_place():
    mark = shapely.Point(80, 75).buffer(1)
    (one,) = place_labels([Label("Kurau", "member", field(60, 60))], [], FACE, marks=[mark]).placed
    assert not one.box.intersects(mark)
    everywhere = field(0, 0, 300, 300)
    (one,) = place_labels([Label("Kurau", "member", field(60, 60))], [], FACE, marks=[everywhere]).placed
    assert field(60, 60).contains(one.box)
    assert place_labels([Label("Kurau", "neighbour", field(60, 60))], [], FACE, marks=[everywhere]).placed == ()


def test_a_narrow_village_has_its_name_in_lines():
    (one,) = place_labels([Label("Sungai Rangas Hulu", "member", field(60, 60, 17, 40))], [], FACE).placed
    assert len(one.fitted.lines) > 1
    assert field(60, 60, 17, 40).contains(one.box)


def test_only_what_is_seen_of_a_polygon_counts():
    half = field(200, 60, 60, 60)
    (one,) = place_labels([Label("Kurau", "neighbour", half)], [], FACE).placed
    assert one.x == pytest.approx((200 + 219.2) / 2, abs=0.1)
    assert place_labels([Label("Jauh", "neighbour", field(400, 60))], [], FACE).left_out == ("Jauh",)


def test_a_village_too_small_has_its_name_outside_the_kawasan_on_a_line():
    small, large = field(100, 60, 4, 4), field(60, 60)
    placement = place_labels([Label("Kurau", "member", large), Label("Sungai Rangas", "member", small)], [], FACE)
    one = placement.placed[1]
    assert one.label.text == "Sungai Rangas"
    assert one.leader == pytest.approx((102, 62))
    assert not one.box.intersects(large)
    assert not one.box.intersects(small)
    assert_free(placement)


def test_where_nothing_else_is_free_a_number_stands_for_the_name():
    small = field(100, 80, 5, 5)
    walls = [FRAME.difference(small.buffer(0.5))]
    placement = place_labels([Label("Sungai Rangas Hulu", "member", small, 7)], walls, FACE)
    assert placement.key == ((7, "Sungai Rangas Hulu"),)
    assert placement.placed[0].fitted.lines == ("7",)
    assert small.contains(placement.placed[0].box)
    # With no room whatever the number stands on its village all the same.
    (one,) = place_labels([Label("Kurau", "member", small)], [FRAME], FACE).placed
    assert (one.x, one.y) == pytest.approx((102.5, 82.5))


def test_members_come_before_neighbours_and_facilities():
    same = field(60, 60, 30, 5)
    kinds = ["facility", "neighbour", "kecamatan", "member"]
    labels = [Label(kind, kind, same if kind != "facility" else shapely.Point(75, 62.5)) for kind in kinds]
    placement = place_labels(labels, [], FACE)
    assert placement.placed[0].label.kind == "member"
    assert_free(placement)


def test_names_of_kecamatan_stand_farther_from_others():
    area, gaps = field(60, 60, 40, 20), {}
    for kind in ("kecamatan", "neighbour"):
        labels = [Label("Kurau", kind, area), *(Label(f"Desa {place}", "neighbour", area) for place in range(6))]
        boxes = [one.box for one in place_labels(labels, [], FACE).placed]
        assert len(boxes) > 3
        gaps[kind] = min(boxes[0].distance(box) for box in boxes[1:])
    assert gaps["kecamatan"] >= APART + ALONE - 1e-9
    assert APART <= gaps["neighbour"] < APART + ALONE


@pytest.mark.parametrize(("around", "led"), [(4, True), (15, False)])
def test_a_line_runs_through_another_member_for_a_short_way_only(around, led):
    small = field(100, 80, 4, 4)
    large = small.buffer(around, join_style="mitre").difference(small)
    labels = [Label("Sungai Rangas Hulu", "member", small, 7), Label("Kurau", "member", large, 8)]
    placement = place_labels(labels, [], FACE)
    (one,) = [one for one in placement.placed if one.label.number == 7]
    assert (one.leader is not None) == led
    assert not led or one.line.length < 10, "no farther away than it has to be"
    assert placement.key == (() if led else ((7, "Sungai Rangas Hulu"),))


def test_the_centre_has_its_name_in_the_thickest_crowd():
    cells = [(x, y) for y in range(5) for x in range(5)]
    labels = [
        Label(
            f"Sungai {x}{y}", "centre" if x == y == 2 else "member", field(90 + 4 * x, 90 + 4 * y, 4, 4), 1 + x + 5 * y
        )
        for x, y in cells
    ]
    placement = place_labels(labels, [], FACE)
    (one,) = [one for one in placement.placed if one.label.kind == "centre"]
    assert " ".join(one.fitted.lines) == "Sungai 22"
    assert 13 not in dict(placement.key)


@st.composite
def villages(draw):
    """A grid of villages of uneven widths, members in its middle, with names of every length."""
    across = np.cumsum([0, *draw(st.lists(st.floats(2, 40), min_size=4, max_size=8))])
    up = np.cumsum([0, *draw(st.lists(st.floats(2, 30), min_size=4, max_size=7))])
    labels = []
    for row in range(len(up) - 1):
        for column in range(len(across) - 1):
            shape = shapely.box(30 + across[column], 30 + up[row], 30 + across[column + 1], 30 + up[row + 1])
            name = "Sungai Rangas Hulu Tengah"[: draw(st.integers(3, 25))].strip()
            kind = "member" if 0 < row < len(up) - 2 and 0 < column < len(across) - 2 else "neighbour"
            labels.append(Label(f"{name} {row}{column}", kind, shape))
    return labels


@settings(max_examples=8)
@given(villages())
def test_nothing_touches_and_every_member_has_its_name(labels):
    inside = [label for label in labels if FRAME.intersects(label.shape)]
    placement = place_labels(inside, [], FACE)
    assert_free(placement)
    named = [one.label.text for one in placement.placed]
    assert {label.text for label in inside if label.needed} <= set(named)
    assert sorted([*named, *placement.left_out]) == sorted(label.text for label in inside)
    assert place_labels(inside[::-1], [], FACE) == placement


def test_of_a_crowd_of_small_members_each_has_its_name_or_a_number_in_the_key():
    cells = [(x, y) for y in range(9) for x in range(9)]
    labels = [
        Label(f"Sungai Rangas {x} {y}", "member", field(60 + 6 * x, 60 + 6 * y, 6, 6), 1 + x + 9 * y) for x, y in cells
    ]
    placement = place_labels(labels, [], FACE)
    assert_free(placement)
    assert 20 < len(placement.key) < 81
    key = dict(placement.key)
    assert len(placement.placed) == 81
    for one in placement.placed:
        assert key.get(one.label.number, one.label.text) == one.label.text
        told = " ".join(one.fitted.lines)
        assert told == (str(one.label.number) if one.label.number in key else one.label.text)


def test_names_are_drawn_where_they_were_placed():
    figure = Figure(figsize=(240 / MM, 200 / MM))
    small = Label("Sungai Rangas", "member", field(100, 60, 4, 4))
    placement = place_labels([Label("Kurau", "centre", field(60, 60)), small], [], FACE)
    draw_labels(figure, placement)
    drawn = [one.get_text() for one in figure.texts if one.get_gid() != "halo"]
    assert drawn == ["Kurau", "Sungai Rangas"]
    ends = figure.findobj(lambda one: getattr(one, "get_zorder", lambda: 0)() == 3 and hasattr(one, "get_xdata"))
    assert ends[0].get_xdata()[-1] == pytest.approx(102)
