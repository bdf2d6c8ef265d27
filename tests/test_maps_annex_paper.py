import itertools

import pytest
import shapely

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.annex.paper import (
    AROUND,
    HEAD,
    LEAST_AROUND,
    PAPERS,
    ROW,
    SCALES,
    TEXT,
    Box,
    choose_layout,
    interval,
)

NAMES = {"title", "decree", "legend", "inset", "scale", "projection", "sources", "agency", "sign"}


def area(width, height):
    """A rectangle in kilometres."""
    return shapely.box(300_000, 9_600_000, 300_000 + 1000 * width, 9_600_000 + 1000 * height)


def overlap(a, b):
    return min(a.right, b.right) - max(a.x, b.x) > 1e-9 and min(a.top, b.top) - max(a.y, b.y) > 1e-9


@pytest.mark.parametrize("rows", [0, 16, 60])
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("paper", PAPERS)
def test_choose_layout_puts_boxes_on_the_paper_and_none_over_another(paper, orientation, rows):
    layout = choose_layout(area(10, 10), paper, orientation, rows=rows)
    boxes = {"face": layout.face, **layout.margin}
    assert set(layout.margin) - {"table"} == NAMES
    assert all(box.width > 20 and box.height > 10 for box in boxes.values())
    assert all(box.x >= 5 and box.y >= 5 and box.right <= layout.width - 5 and box.top <= layout.height - 5
               for box in boxes.values())  # fmt: skip
    assert [pair for pair in itertools.combinations(boxes, 2) if overlap(*(boxes[name] for name in pair))] == []
    assert layout.face.width * layout.face.height > 0.4 * layout.width * layout.height
    assert (layout.width > layout.height) == (orientation == "landscape")


def test_choose_layout_gives_a_table_a_box_only_where_all_rows_fit():
    for orientation in ("landscape", "portrait"):
        layout = choose_layout(area(10, 10), "A3", orientation, rows=16)
        assert layout.margin["table"].height >= (16 * ROW + HEAD) * layout.em - 1e-9
        assert "table" not in choose_layout(area(10, 10), "A3", orientation, rows=60).margin
    assert "table" not in choose_layout(area(10, 10), "A4", rows=16).margin
    assert "table" not in choose_layout(area(10, 10), "A3").margin


@pytest.mark.parametrize("paper", PAPERS)
def test_choose_layout_takes_the_largest_round_scale_that_fits(paper):
    for side in (0.4, 3, 11, 37):
        layout = choose_layout(area(side, side), paper, "landscape")
        larger = [scale for scale in SCALES if scale < layout.scale]
        on_paper = 1e6 * side / layout.scale
        assert on_paper < layout.face.height - 5
        for scale in larger[-1:]:
            assert 1e6 * side / scale > layout.face.height - 11 * layout.em


def test_choose_layout_shows_exactly_what_the_scale_says_with_the_kawasan_in_the_middle():
    layout = choose_layout(area(20, 12), "A3")
    west, south, east, north = layout.extent
    assert (east - west) / layout.face.width * 1000 == pytest.approx(layout.scale, rel=1e-12)
    assert (north - south) / layout.face.height * 1000 == pytest.approx(layout.scale, rel=1e-12)
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((310_000, 9_606_000))


@pytest.mark.parametrize(("width", "height", "orientation"), [(20, 8, "landscape"), (8, 20, "portrait")])
def test_choose_layout_turns_the_paper_by_the_shape_of_the_kawasan(width, height, orientation):
    assert choose_layout(area(width, height)) == choose_layout(area(width, height), "A3", orientation)


def test_choose_layout_keeps_a_scale_that_was_asked_for():
    assert choose_layout(area(10, 10), "A3", scale=60_000).scale == 60_000


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"scale": 25_000}, "does not fit on A3 at 1:25,000: 1:50,000 fits on A3; A1 would hold it at 1:25,000"),
        ({"scale": 5_000}, "does not fit on A3 at 1:5,000: 1:50,000 fits on A3"),
        ({"paper": "A5"}, "there is no paper A5; known: A1, A2, A3, A4"),
        ({"orientation": "upright"}, "there is no orientation upright"),
        ({"scale": 10}, "no sheet at 1:10: a scale is a whole number between 1:1,000 and 1:1,000,000"),
        ({"scale": 50_000.5}, "no sheet at 1:50000.5: a scale is a whole number"),
        ({"scale": "50000"}, "no sheet at 1:50000: a scale is a whole number"),
    ],
)
def test_choose_layout_refuses_and_says_what_would_do(wrong, told):
    with pytest.raises(StudyError, match=told):
        choose_layout(area(11, 11), **wrong)


def test_choose_layout_names_the_paper_when_no_scale_fits_and_says_when_nothing_would():
    with pytest.raises(StudyError, match="does not fit on A4: A2 would hold it"):
        choose_layout(area(150, 150), "A4")
    with pytest.raises(StudyError, match="no paper up to A1 would"):
        choose_layout(area(900, 900), "A4")


def test_choose_layout_rather_moves_the_table_to_another_page_than_to_take_a_smaller_scale():
    high = next(
        km for km in range(12, 20) if "table" not in choose_layout(area(4, km), "A3", "portrait", rows=10).margin
    )
    assert "table" in choose_layout(area(4, high - 1), "A3", "portrait", rows=10).margin
    with_rows, without = (choose_layout(area(4, high), "A3", "portrait", rows=rows) for rows in (10, 0))
    assert with_rows == without


def test_box_knows_its_edges_and_layout_places_points():
    assert (Box(1, 2, 3, 4).right, Box(1, 2, 3, 4).top) == (4, 6)
    layout = choose_layout(area(10, 10), "A3", scale=50_000)
    west, south, _, _ = layout.extent
    assert layout.place(west, south) == (layout.face.x, layout.face.y)
    assert layout.place(west + 1000, south + 2000) == pytest.approx((layout.face.x + 20, layout.face.y + 40))


def test_text_grows_gently_with_the_paper():
    assert (TEXT["A4"], TEXT["A3"]) == (5.5, 6.0)
    assert list(TEXT.values()) == sorted(TEXT.values())
    assert TEXT["A1"] < 2 * TEXT["A4"]


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("scale", [1_000, 50_000, 250_000, 1_000_000, 7_500_000])
def test_interval_has_at_most_eight_lines_across_at_any_scale(scale, orientation):
    layout = choose_layout(area(1, 1), "A1", orientation, scale=50_000)
    reach = scale / layout.scale
    wider = layout._replace(extent=tuple(edge * reach for edge in layout.extent), scale=scale)
    west, south, east, north = wider.extent
    across = max(east - west, north - south)
    assert across / interval(wider) <= 8
    assert across / interval(wider) > 3


@pytest.mark.parametrize(("scale", "least"), [(None, AROUND), (50_000, LEAST_AROUND)])
def test_choose_layout_leaves_room_around_the_kawasan_also_beside_a_table(scale, least):
    tables = []
    for high in range(8, 27):
        kawasan = area(4, high / 2)
        layout = choose_layout(kawasan, "A3", "portrait", scale, rows=10)
        tables.append("table" in layout.margin)
        west, south, east, north = kawasan.bounds
        left, low = layout.place(west, south)
        right, top = layout.place(east, north)
        face = layout.face
        room = min(left - face.x, low - face.y, face.right - right, face.top - top)
        assert room >= least * layout.em - 1e-6
    assert set(tables) == {True, False}


@pytest.mark.parametrize(("scale", "around"), [(None, AROUND), (50_000, LEAST_AROUND)])
def test_choose_layout_takes_a_scale_exactly_as_long_as_there_is_room(scale, around):
    layout = choose_layout(area(4, 4), "A3", "portrait", 50_000)
    most = (layout.face.height - 2 * around * layout.em) * 50 / 1000
    assert choose_layout(area(4, most - 0.001), "A3", "portrait", scale).scale == 50_000
    if scale is None:
        assert choose_layout(area(4, most + 0.001), "A3", "portrait").scale == 75_000
    else:
        with pytest.raises(StudyError, match="does not fit on A3 at 1:50,000: 1:75,000 fits on A3"):
            choose_layout(area(4, most + 0.001), "A3", "portrait", scale)
