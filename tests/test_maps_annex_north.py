import math

import pytest
import shapely
from annex_study import small_sheet
from pyproj import CRS, Transformer

from kawasan_gis.maps.annex.grid import MINUTE
from kawasan_gis.maps.annex.north import angle, convergence, convergence_text, draw_north
from kawasan_gis.maps.annex.paper import choose_layout
from kawasan_gis.maps.annex.pdf import new_figure


def sheet_at(longitude, latitude, system):
    crs = CRS.from_epsg(system)
    x, y = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True).transform(longitude, latitude)
    return choose_layout(shapely.Point(x, y).buffer(1000), "A4"), crs


@pytest.mark.parametrize(
    ("longitude", "latitude", "system"), [(114.7, -3.7, 32750), (119.5, -8.5, 9490), (97.0, 4.5, 32647)]
)
def test_convergence_is_what_the_formula_of_the_projection_gives(longitude, latitude, system):
    layout, crs = sheet_at(longitude, latitude, system)
    middle = crs.utm_zone and 6 * int(crs.utm_zone[:-1]) - 183
    expected = math.degrees(
        math.atan(math.tan(math.radians(longitude - middle)) * math.sin(math.radians(latitude)))
    )  # on the sphere
    assert convergence(layout, crs) == pytest.approx(expected, abs=0.002)


def test_convergence_points_where_true_north_is():
    """East of the middle in the south, the grid's north lies west of the true one."""
    layout, crs = sheet_at(119.5, -8.5, 32750)
    to_grid = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    (x, y), (other, above) = (to_grid.transform(119.5, latitude) for latitude in (-8.5, -8.4))
    # Walking to true north one drifts to the east of the grid's north.
    assert other > x
    assert convergence(layout, crs) == pytest.approx(-math.degrees(math.atan2(other - x, above - y)), abs=0.01)
    assert convergence_text(convergence(layout, crs)).endswith("barat")


@pytest.mark.parametrize(
    ("degrees", "said", "in_english"),
    [
        (0.1514, "Konvergensi grid 0°09' timur", "Grid convergence 0°09' east"),
        (-1.9999, "Konvergensi grid 2°00' barat", "Grid convergence 2°00' west"),
        (0.001, "Konvergensi grid 0°00'", "Grid convergence 0°00'"),
    ],
)
def test_convergence_text_says_angle_and_side(degrees, said, in_english):
    plain = [convergence_text(degrees, language).replace(MINUTE, "'") for language in ("id", "en")]
    assert plain == [said, in_english]
    assert angle(degrees).replace(MINUTE, "'") in said


@pytest.mark.parametrize(("longitude", "aside"), [(114.0, -1), (120.0, 1), (117.0, 0)])
def test_draw_north_shows_true_north_on_its_side(longitude, aside):
    layout, crs = sheet_at(longitude, -6.0, 32750)
    figure = new_figure(layout.width, layout.height)
    box = layout.margin["scale"]
    draw_north(figure, layout, crs, box)
    middle = box.x + box.width / 2
    found = {text.get_text(): text.get_position()[0] for text in figure.texts}
    assert found["UG"] == middle
    assert ("US" in found) == (aside != 0)
    if aside:
        assert (found["US"] - middle) * aside > 0
        assert angle(convergence(layout, crs)) in found


def test_draw_north_stays_in_its_box():
    layout, scene = small_sheet()
    figure = new_figure(layout.width, layout.height)
    box = layout.margin["scale"]
    draw_north(figure, layout, scene.crs, box, "en")
    room = shapely.box(box.x, box.y, box.right, box.top).buffer(0.2)
    for artist in (*figure.texts, *figure.artists):
        assert room.contains(shapely.box(*(artist.get_window_extent().extents * 25.4 / 72)))


def test_convergence_is_that_of_the_middle_of_a_wide_sheet():
    crs = CRS.from_epsg(32750)
    x, y = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True).transform(115.0, -6.0)
    layout = choose_layout(shapely.Point(x, y).buffer(60_000), "A1", scale=500_000)
    expected = math.degrees(math.atan(math.tan(math.radians(115.0 - 117)) * math.sin(math.radians(-6.0))))
    assert convergence(layout, crs) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("longitude", [114.0, 116.5, 120.0])
def test_draw_north_draws_true_north_far_enough_aside_to_be_seen(longitude):
    layout, crs = sheet_at(longitude, -6.0, 32750)
    figure = new_figure(layout.width, layout.height)
    draw_north(figure, layout, crs, layout.margin["scale"])
    lines = [one.get_path().vertices for one in figure.artists if one.get_gid() == "north" and not one.get_fill()]
    turns = [math.degrees(math.atan2(end[0] - start[0], end[1] - start[1])) for start, end in lines]
    assert [round(abs(turn)) for turn in turns] == [0, 12]
    assert turns[1] * convergence(layout, crs) < 0
