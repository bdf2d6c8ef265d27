import geopandas as gpd
import numpy as np
import pytest
import shapely
from annex_study import small_scene, small_sheet

from kawasan_gis.maps.annex.paper import choose_layout
from kawasan_gis.maps.annex.view import FINEST_MM, labels_of, seen


def keys(scene):
    return [symbol.key for symbol in scene.view.symbols]


def test_seen_lists_the_symbols_of_exactly_what_lies_on_the_face():
    _, scene = small_sheet(scale=75_000)
    assert keys(scene) == [
        "pusat", "hinterland", "bridge", "centre", "kawasan", "other", "beyond", "provinsi", "kabupaten", "kecamatan",
        "desa", "edge", "road_main", "road_minor", "river", "line: Saluran {induk}",
        "facility: Pasar", "facility: Sekolah", "place",
    ]  # fmt: skip
    _, bare = small_sheet(around=False, scale=75_000)
    assert keys(bare) == ["pusat", "hinterland", "bridge", "centre", "kawasan", "other", "kecamatan", "desa", "edge"]


def test_seen_at_a_larger_scale_shows_less():
    scene = small_scene()
    layout = choose_layout(scene.members.geometry.iloc[0].centroid.buffer(700), "A4", scale=12_500)
    near = seen(scene, layout)
    assert "facility: Pasar" not in keys(near)
    assert "provinsi" not in keys(near)
    assert len(near.view.others) < len(seen(scene, choose_layout(scene.kawasan, scale=75_000)).view.others)


def test_seen_cuts_everything_at_the_frame_and_keeps_the_whole_beside_it():
    whole = small_scene()
    layout, scene = small_sheet(scale=75_000)
    frame = shapely.box(*layout.extent).buffer(1e-6)
    view = scene.view
    for table in (view.members, view.others, view.beyond, view.borders, view.features):
        assert len(table)
        assert table.geometry.within(frame).all()
        assert not table.geometry.is_empty.any()
    assert scene._replace(view=None).villages.equals(whole.villages)
    assert scene.features.equals(whole.features)


def test_seen_moves_nothing_by_more_than_the_eye_can_see():
    layout, scene = small_sheet(scale=75_000)
    finest = FINEST_MM / 1000 * layout.scale
    for code, shape in scene.view.members.geometry.items():
        before = scene.villages.geometry[code]
        assert shape.boundary.hausdorff_distance(before.boundary) < 2 * finest
    assert (
        shapely.get_num_coordinates(scene.view.members.geometry).sum()
        <= shapely.get_num_coordinates(scene.members.geometry).sum()
    )


def test_seen_draws_one_outline_and_marks_the_centre_inside_its_village():
    _, scene = small_sheet(scale=75_000)
    joined = scene.view.outline.symmetric_difference(scene.kawasan)
    assert joined.area < 1e-3 * scene.kawasan.area
    ((code, point),) = scene.view.centre.items()
    assert scene.members.loc[code, "role"] == "pusat"
    assert scene.members.geometry[code].contains(point)


def test_seen_does_not_show_the_own_kabupaten_as_land_beyond():
    _, scene = small_sheet(scale=75_000)
    assert "Contoh" not in set(scene.view.beyond["name"])
    assert {"Sebelah", "Kabupaten Sebelah", "Utara"} == set(scene.view.beyond["name"])


def test_seen_gives_a_road_without_a_known_class_the_symbol_of_any_road():
    scene = small_scene()
    features = scene.features.assign(**{"class": np.where(scene.features["kind"] == "road", "", "x")})
    layout = choose_layout(scene.kawasan, scale=75_000)
    assert [key for key in keys(seen(scene._replace(features=features), layout)) if "road" in key] == ["road"]


@pytest.mark.parametrize("around", [True, False])
def test_labels_of_are_sorted_and_of_one_kind(around):
    assert labels_of(small_scene(around=around), "facility") == (["Pasar", "Sekolah"] if around else [])


def test_seen_leaves_out_what_only_touches_the_frame():
    scene = small_scene()
    layout = choose_layout(scene.kawasan, scale=75_000)
    _, south, east, north = layout.extent
    beside = gpd.GeoDataFrame(
        [("x", kind, "", "", "", shape) for kind, shape in (
            ("place", shapely.Point(east, north)),
            ("river", shapely.LineString([(east, north), (east + 900, north)])),
        )], columns=[*scene.features.columns], geometry="geometry", crs=scene.crs,
    )  # fmt: skip
    land = gpd.GeoDataFrame(
        [("kabupaten", "98.07", "Z", shapely.box(east, south, east + 9e3, north))],
        columns=[*scene.surroundings.columns], geometry="geometry", crs=scene.crs,
    )  # fmt: skip
    view = seen(scene._replace(features=beside, surroundings=land), layout).view
    assert view.features["kind"].tolist() == ["place"]
    assert {"river", "beyond"}.isdisjoint(symbol.key for symbol in view.symbols)


def test_seen_says_that_other_villages_are_of_the_study_where_it_has_several_kabupaten():
    scene = small_scene()
    layout = choose_layout(scene.kawasan, scale=75_000)
    said = {one.key: one.label.id for one in seen(scene, layout).view.symbols}
    assert said["other"] == "Desa lain di kabupaten"
    villages = scene.villages.rename(index={scene.villages.index[0]: "99.03.01.2001"})
    said = {one.key: one.label.id for one in seen(scene._replace(villages=villages), layout).view.symbols}
    assert said["other"] == "Desa lain dalam studi"


def test_seen_shows_land_cover_only_when_asked():
    scene = small_scene()
    layout = choose_layout(scene.kawasan, scale=75_000)
    field = scene.features.iloc[:1].assign(kind="cover", label="Sawah").set_geometry([scene.kawasan])
    scene = scene._replace(features=field.set_crs(scene.crs, allow_override=True))
    assert "cover" not in set(seen(scene, layout).view.features["kind"])
    shown = seen(scene, layout, cover=True)
    assert set(shown.view.features["kind"]) == {"cover"}
    assert "cover: Sawah" in keys(shown)


def test_seen_at_a_larger_scale_cuts_villages_and_land_too():
    layout, scene = small_sheet(scale=50_000)
    frame = shapely.box(*layout.extent)
    assert not scene.villages.within(frame.buffer(1e-6)).all()
    for table in (scene.view.others, scene.view.beyond, scene.view.borders):
        assert table.within(frame.buffer(1e-6)).all()


def test_seen_draws_no_crack_between_members_as_outline():
    scene = small_scene()
    code = scene.members.index[0]
    narrow = scene.villages.geometry.copy()
    narrow[code] = narrow[code].buffer(-8)
    villages = scene.villages.set_geometry(narrow)
    view = seen(scene._replace(villages=villages), choose_layout(scene.kawasan, scale=75_000)).view
    joined = shapely.union_all(view.members.geometry.to_numpy())
    assert joined.length > view.outline.length + 500
    assert len(shapely.get_parts(view.outline)) == 1
