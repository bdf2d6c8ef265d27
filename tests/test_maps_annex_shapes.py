import numpy as np
import pytest
import shapely
from annex_study import small_sheet
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.pdf import new_figure
from kawasan_gis.maps.annex.shapes import add, draw_areas, draw_lines, frame_path, on_paper, path_of, points
from kawasan_gis.maps.annex.symbols import FIXED

HOLED = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))


def test_on_paper_brings_shapes_where_the_layout_places_their_points():
    layout, scene = small_sheet()
    (moved,) = on_paper(scene.members.geometry.iloc[:1], layout)
    before = shapely.get_coordinates(scene.members.geometry.iloc[0])
    assert shapely.get_coordinates(moved) == pytest.approx(np.array(layout.place(*before.T)).T)


def test_path_of_draws_polygons_with_holes_and_lines_in_one():
    line = shapely.LineString([(20, 0), (30, 0), (30, 10)])
    path = path_of(np.array([HOLED, line, shapely.Polygon()]))
    shell, hole = (shapely.LinearRing(path.vertices[part : part + 5]) for part in (0, 5))
    # Turned the other way round, a hole stays open where paths are filled by the rule of windings.
    assert (shell.is_ccw, hole.is_ccw) == (True, False)
    assert {shell.length, hole.length} == {40, 8}
    assert list(path.codes).count(Path.MOVETO) == 3
    assert list(path.codes).count(Path.CLOSEPOLY) == 2
    assert path.vertices[-3:].tolist() == [[20, 0], [30, 0], [30, 10]]


def test_path_of_parts_of_a_multipolygon_and_a_frame():
    two = shapely.multipolygons([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    path = path_of(np.array([two]))
    assert [path.contains_point((x, 0.5)) for x in (0.5, 1.5, 2.5)] == [True, False, True]
    assert frame_path(Box(1, 2, 3, 4)).get_extents().extents.tolist() == [1, 2, 4, 6]


def test_points_are_as_they_are_on_a3_and_grow_with_the_paper():
    a4, a3, a1 = (points(small_sheet(paper)[0]) for paper in ("A4", "A3", "A1"))
    assert a4 < a3 == 1 < a1


def test_draw_lines_gives_dashes_in_millimetres():
    layout, _ = small_sheet("A3")
    figure = new_figure(layout.width, layout.height)
    line = np.array([shapely.LineString([(0, 0), (100, 0)])])
    draw_lines(figure, None, line, FIXED["kecamatan"], 1.5, 1.0)
    (artist,) = figure.artists
    on, off = FIXED["kecamatan"].dashes
    assert artist.get_linestyle()[1] == pytest.approx((on / 25.4 * 72, off / 25.4 * 72))
    assert artist.get_capstyle() == "butt"
    draw_lines(figure, None, line, FIXED["edge"], 1.5, 1.0)
    assert figure.artists[1].get_linestyle() in ("solid", "-")


def test_draw_lines_draws_weight_and_dashes_larger_on_larger_paper():
    layout, _ = small_sheet("A3")
    figure = new_figure(layout.width, layout.height)
    for enlarged in (1.0, 1.5):
        draw_lines(figure, None, np.array([shapely.LineString([(0, 0), (9, 0)])]), FIXED["desa"], 1.0, enlarged)
    small, large = figure.artists
    assert large.get_linewidth() == 1.5 * small.get_linewidth() == 1.5 * FIXED["desa"].size
    assert large.get_linestyle()[1] == pytest.approx([1.5 * length for length in small.get_linestyle()[1]])


def test_draw_areas_hatches_only_what_its_symbol_hatches():
    layout, _scene = small_sheet()
    figure = new_figure(layout.width, layout.height)
    for key in ("bridge", "other"):
        draw_areas(figure, layout, np.array([HOLED]), FIXED[key], 1.0)
    assert [one.get_gid() for one in figure.artists] == ["bridge", "bridge hatch", "other"]
    assert [one.get_hatch() for one in figure.artists] == [None, "////", None]
    draw_areas(figure, layout, np.array([HOLED]), FIXED["other"]._replace(opacity=0.5), 1.0)
    assert [one.get_alpha() for one in figure.artists] == [1.0, None, 1.0, 0.5]


def test_add_measures_in_millimetres_of_the_sheet():
    layout, _ = small_sheet()
    figure = new_figure(layout.width, layout.height)
    draw_areas(figure, layout, np.array([shapely.box(50, 60, 70, 90)]), FIXED["other"], 1.0)
    assert figure.artists[0].get_window_extent().extents * 25.4 / 72 == pytest.approx([50, 60, 70, 90])
    add(figure, PathPatch(frame_path(Box(1, 2, 3, 4))), None, 2.0, "box")
    assert figure.artists[1].get_window_extent().extents * 25.4 / 72 == pytest.approx([1, 2, 4, 6])
    assert (figure.artists[1].get_gid(), figure.artists[1].get_zorder()) == ("box", 2.0)
