import numpy as np
import pytest
import shapely
from annex_study import small_sheet
from pyproj import CRS, Proj

from kawasan_gis.maps.annex.grid import (
    MINUTE,
    SECOND,
    Figures,
    corners,
    dms,
    draw_grid,
    figures,
    lines_at,
)
from kawasan_gis.maps.annex.paper import PAPERS, SCALES, STEPS, choose_layout, interval
from kawasan_gis.maps.annex.pdf import new_figure

UTM = CRS.from_epsg(32750)
AREA = shapely.box(240_000, 9_590_000, 240_100, 9_590_100)


def texts(figure):
    return [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_four_to_eight_lines_cross_the_longer_side_at_every_scale(paper, orientation):
    for scale in SCALES:
        layout = choose_layout(AREA, paper, orientation, scale)
        eastings, northings = lines_at(layout)
        assert interval(layout) in STEPS
        longer = eastings if layout.face.width > layout.face.height else northings
        assert 3 <= len(longer) <= 8
        assert min(len(eastings), len(northings)) >= 2


def test_lines_stand_at_multiples_of_the_interval_inside_the_face():
    layout = choose_layout(AREA, "A3", "landscape", 50_000)
    west, south, east, north = layout.extent
    eastings, northings = lines_at(layout)
    assert eastings == [x for x in range(0, 500_000, interval(layout)) if west < x < east]
    assert northings == [y for y in range(9_000_000, 10_000_000, interval(layout)) if south < y < north]


@pytest.mark.parametrize(
    ("metres", "shown"),
    [
        (235_000, ("2", "35", "000")),
        (9_612_500, ("96", "12", "500")),
        (800, ("", "0", "800")),
        (-2_500, ("-", "2", "500")),
        (-12_000, ("-", "12", "000")),
    ],
)
def test_figures_are_the_full_metres_in_three_parts(metres, shown):
    assert figures(metres, "mT") == Figures(*shown, "mT")
    assert int("".join(shown)) == metres


@pytest.mark.parametrize(
    ("degrees", "axis", "said", "in_english"),
    [
        (114.5, "x", "114°30'00'' BT", "114°30'00'' E"),
        (-114.999999, "x", "115°00'00'' BB", "115°00'00'' W"),
        (-3.5123, "y", "3°30'44'' LS", "3°30'44'' S"),
        (0.01, "y", "0°00'36'' LU", "0°00'36'' N"),
    ],
)
def test_dms_rounds_to_seconds_and_names_the_side(degrees, axis, said, in_english):
    plain = [dms(degrees, axis, language).replace(MINUTE, "'").replace(SECOND, "''") for language in ("id", "en")]
    assert plain == [said, in_english]


@pytest.mark.parametrize("system", [32750, 9490])
def test_corners_are_those_of_the_frame_in_degrees_of_its_own_datum(system):
    layout = choose_layout(AREA, "A3")
    west, south, east, north = layout.extent
    back = [Proj(CRS.from_epsg(system))(*degrees) for degrees in corners(layout, CRS.from_epsg(system))]
    expected = [(west, south), (east, south), (east, north), (west, north)]
    assert [place for pair in back for place in pair] == pytest.approx([v for pair in expected for v in pair], abs=1e-3)


def test_draw_grid_writes_degrees_at_all_corners_and_figures_on_both_sides():
    layout, scene = small_sheet()
    figure = new_figure(layout.width, layout.height)
    draw_grid(figure, layout, scene.crs, 1.2)
    written = texts(figure)
    for longitude, latitude in corners(layout, scene.crs):
        assert dms(longitude, "x") in written
        assert dms(latitude, "y") in written
    assert written.count("mT") == written.count("mU") == 2
    eastings, _ = lines_at(layout)
    assert written.count(figures(eastings[len(eastings) // 2], "").large) >= 2
    grid = next(patch for patch in figure.artists if patch.get_gid() == "grid")
    assert len(grid.get_path().vertices) == 2 * sum(map(len, lines_at(layout)))


def test_draw_grid_lets_no_text_leave_the_sheet_or_meet_another():
    layout, scene = small_sheet("A4")
    figure = new_figure(layout.width, layout.height)
    draw_grid(figure, layout, scene.crs, 1.2, "en")
    sheet = shapely.box(0, 0, *(figure.get_size_inches() * 72))
    boxes = [shapely.box(*text.get_window_extent().extents) for text in figure.texts]
    assert all(box.within(sheet) for box in boxes)
    degrees = [box for box, text in zip(boxes, figure.texts, strict=True) if "°" in text.get_text()]
    rest = [box for box, text in zip(boxes, figure.texts, strict=True) if "°" not in text.get_text()]
    assert len(degrees) == 8
    assert not any(one.intersects(other) for one in degrees for other in rest)
    assert "mE" in texts(figure)
    assert any("S" in text for text in texts(figure))


def test_draw_grid_writes_the_degrees_of_each_corner_beside_that_corner():
    layout, scene = small_sheet()
    figure = new_figure(layout.width, layout.height)
    draw_grid(figure, layout, scene.crs, 1.2)
    face = layout.face
    ends = [(face.x, face.y), (face.right, face.y), (face.right, face.top), (face.x, face.top)]
    shown = [(one, *one.get_position()) for one in figure.texts if "°" in one.get_text()]
    for (x, y), (longitude, latitude) in zip(ends, corners(layout, scene.crs), strict=True):
        near = {one.get_text() for one, left, low in shown if np.hypot(left - x, low - y) < 3 * layout.em}
        assert near == {dms(longitude, "x"), dms(latitude, "y")}


def test_draw_grid_writes_each_figure_in_the_middle_of_its_line():
    layout, scene = small_sheet()
    figure = new_figure(layout.width, layout.height)
    draw_grid(figure, layout, scene.crs, 1.2)
    eastings, _ = lines_at(layout)
    value = eastings[len(eastings) // 2]
    at, _ = layout.place(value, layout.extent[1])
    below = [one for one in figure.texts if one.get_position()[1] < layout.face.y and "°" not in one.get_text()]
    spans = [one.get_window_extent().extents * 25.4 / figure.dpi for one in below]
    of_line = [span for span in spans if abs((span[0] + span[2]) / 2 - at) < 3 * layout.em]
    assert len(of_line) == 3
    assert (min(span[0] for span in of_line) + max(span[2] for span in of_line)) / 2 == pytest.approx(at, abs=0.5)


def test_lines_at_leaves_out_a_line_on_the_frame_itself():
    layout = choose_layout(AREA, "A3", "landscape", 50_000)
    step = interval(layout)
    west, south, _, _ = layout.extent
    west, south = west // step * step, south // step * step
    layout = layout._replace(extent=(west, south, west + 4 * step, south + 2 * step))
    step = interval(layout)
    west, south, east, north = map(int, layout.extent)
    assert lines_at(layout) == ([*range(west + step, east, step)], [*range(south + step, north, step)])
