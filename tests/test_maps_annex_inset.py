import geopandas as gpd
import pandas as pd
import pytest
import shapely
from annex_scene import SIDE, assert_apart, scene, texts
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from kawasan_gis.maps.annex.inset import diagrams, draw_inset
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.text import MM


def drawn(study, width=40.0, height=80.0, language="id"):
    figure, box = Figure(figsize=(200 / MM, 200 / MM)), Box(20, 20, width, height)
    draw_inset(figure, box, study, 6, language=language)
    return figure, box


def named(figure, key):
    return [one.get_path().get_extents() for one in figure.findobj(PathPatch) if one.get_gid() == key]


def test_kabupaten_in_provinsi_and_kawasan_in_kabupaten():
    study = scene()
    province, regency = diagrams(study)
    assert province.words == "Kabupaten Contoh di Provinsi Kalimantan"
    assert regency.words == "Kawasan di Kabupaten Contoh"
    assert province.marked.symmetric_difference(regency.land).area < 1
    assert regency.marked.symmetric_difference(study.kawasan).area < 1
    assert province.land.contains(regency.land)


def test_without_surroundings_the_study_area_stands_for_the_kabupaten():
    study = scene(around=False)
    (one,) = diagrams(study, "en")
    assert one.words == "The kawasan in Kabupaten Contoh"
    assert one.land.area == pytest.approx(study.villages.area.sum())
    assert diagrams(study._replace(kabupaten=""))[0].words == "Kawasan di wilayah studi"


def test_lines_in_the_kabupaten_are_those_of_its_kecamatan():
    study = scene(around=False)
    assert len(diagrams(study)[0].lines.geoms) == study.villages["kecamatan"].nunique()


@pytest.mark.parametrize(("width", "height"), [(40, 80), (100, 50), (60, 60), (35, 35)])
@pytest.mark.parametrize("around", [True, False])
def test_diagrams_stay_in_their_frames_and_those_in_the_box(width, height, around):
    figure, box = drawn(scene(around=around), width, height)
    frames = named(figure, "location frame")
    assert len(frames) == 1 + around
    room = shapely.box(box.x, box.y, box.right, box.top).buffer(1e-6)
    shapes = [shapely.box(*frame.extents) for frame in frames]
    assert all(room.contains(shape) for shape in shapes)
    for land in [*named(figure, "location"), *named(figure, "location box")]:
        assert any(shape.contains(shapely.box(*land.extents)) for shape in shapes)
    assert_apart(figure, [box])
    for _, words in texts(figure):
        assert not any(shape.intersects(words.buffer(-0.2)) for shape in shapes)


def test_what_would_hardly_be_seen_gets_a_box():
    assert named(drawn(scene(16), 60, 60)[0], "location box") == []
    dot = shapely.box(250_000, 9_600_000, 250_100, 9_600_100)
    (one,) = named(drawn(scene(1, around=False)._replace(kawasan=dot))[0], "location box")
    assert one.width > 2


@pytest.mark.parametrize(("width", "height"), [(45, 50), (40, 80), (63, 45)])
def test_the_longest_names_of_the_country_have_room(width, height):
    study = scene()._replace(kabupaten="Penukal Abab Lematang Ilir", provinsi="Kepulauan Bangka Belitung")
    figure, box = drawn(study, width, height)
    assert_apart(figure, [box])
    told = " ".join(words for words, _ in texts(figure))
    assert "Penukal Abab Lematang Ilir" in told.replace("\n", " ")
    shapes = [shapely.box(*frame.extents) for frame in named(figure, "location frame")]
    assert not any(shape.intersects(words.buffer(-0.2)) for shape in shapes for _, words in texts(figure))


@pytest.mark.parametrize("around", [True, False])
def test_of_several_kabupaten_only_that_of_the_kawasan_is_shown(around):
    study = scene(around=around)
    west = study.villages.translate(-20 * SIDE, 0)
    others = study.villages.assign(role="", kabupaten="Lain").set_geometry(west)
    others.index = others.index.str.replace("99.01", "98.01")
    extra = [("kabupaten", "98.01", "Lain", shapely.union_all(west)), ("provinsi", "98", "Y", shapely.union_all(west))]
    more = gpd.GeoDataFrame(extra if around else [], columns=["level", "kode", "name", "geometry"], geometry="geometry",
                            crs=study.crs)  # fmt: skip
    both = study._replace(
        villages=pd.concat([others, study.villages]), surroundings=pd.concat([more, study.surroundings])
    )
    for one, other in zip(diagrams(both), diagrams(study), strict=True):
        assert one.words == other.words
        assert one.bounds == pytest.approx(other.bounds)
        assert shapely.box(*one.bounds).buffer(1).contains(one.lines)
