import numpy as np
import pytest
import shapely
from annex_study import small_sheet

from kawasan_gis.maps.annex.face import FRAME_WIDTH, draw_face, mark_look
from kawasan_gis.maps.annex.pdf import new_figure
from kawasan_gis.maps.annex.symbols import CENTRE_MARK, FIXED
from kawasan_gis.maps.annex.view import seen


def drawn(layout, scene):
    figure = new_figure(layout.width, layout.height)
    draw_face(figure, layout, scene)
    return {artist.get_gid(): artist for artist in figure.artists}


def test_draw_face_draws_what_the_legend_says_and_the_frame():
    for around in (True, False):
        layout, scene = small_sheet(around=around, scale=75_000)
        extra = {"bridge hatch", "grid", "tick", "frame"}
        assert set(drawn(layout, scene)) == {symbol.key for symbol in scene.view.symbols} | extra


def test_draw_face_puts_every_member_at_its_true_place():
    layout, scene = small_sheet()
    artists = drawn(layout, scene)
    for key in ("pusat", "hinterland", "bridge"):
        rows = scene.view.members[scene.view.members["role"] == key]
        expected = np.array(layout.place(*shapely.get_coordinates(rows.geometry.to_numpy()).T)).T
        path = artists[key].get_path().vertices
        assert sorted(map(tuple, path.round(6))) == sorted(map(tuple, expected.round(6)))


def test_draw_face_draws_borders_over_the_outline_and_names_over_all():
    layout, scene = small_sheet(scale=75_000)
    order = drawn(layout, scene)
    levels = ["other", "pusat", "grid", "river", "line: Saluran {induk}", "road_minor", "road_main",
              "kawasan", "edge", "desa", "kecamatan", "kabupaten", "provinsi", "place", "centre", "frame"]  # fmt: skip
    zorders = [order[key].get_zorder() for key in levels]
    assert zorders == sorted(zorders)
    assert len(set(zorders[:14])) == 14
    assert zorders[-1] < 3


def test_draw_face_cuts_everything_at_the_frame_but_ticks_and_frame():
    layout, scene = small_sheet(scale=75_000)
    for key, artist in drawn(layout, scene).items():
        assert (artist.get_clip_path() is None) == (key in {"tick", "frame"})


@pytest.mark.parametrize("paper", ["A4", "A1"])
def test_draw_face_draws_in_the_weights_of_the_paper(paper):
    layout, scene = small_sheet(paper, scale=75_000)
    artists = drawn(layout, scene)
    for key, weight in (("kecamatan", FIXED["kecamatan"].size), ("frame", FRAME_WIDTH)):
        assert artists[key].get_linewidth() == pytest.approx(weight * layout.text / 6)


def test_mark_look_grows_with_the_paper():
    assert mark_look(CENTRE_MARK, 2.0)["markersize"] == 2 * mark_look(CENTRE_MARK, 1.0)["markersize"]
    assert mark_look(CENTRE_MARK, 1.0)["marker"] == CENTRE_MARK.mark


def test_draw_face_marks_a_facility_once_whatever_its_shape():
    layout, scene = small_sheet(scale=75_000)
    features = scene.features.copy()
    place = features.index[features["label"] == "Pasar"][0]
    ring = features.geometry[place].buffer(900).difference(features.geometry[place].buffer(500))
    features.loc[place, "geometry"] = ring
    (mark,) = drawn(layout, seen(scene._replace(features=features), layout))["facility: Pasar"].get_xydata()
    west, south, *_ = layout.extent
    metres = (mark - layout.face[:2]) * layout.scale / 1000 + [west, south]
    assert ring.buffer(1).contains(shapely.Point(metres))
