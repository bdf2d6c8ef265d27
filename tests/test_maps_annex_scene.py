import geopandas as gpd
import pytest
from annex_study import features_of, small_scene, surroundings_of
from map_study import study, wiggly_grid

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.maps.annex.scene import scene_of

VILLAGES = wiggly_grid()
TABLES = study(VILLAGES)


def test_scene_of_knows_the_candidate_and_the_role_of_every_village():
    scene = small_scene()
    assert (scene.rank, scene.name, scene.kabupaten, scene.provinsi) == (1, "Kawasan k1", "Contoh", "Contoh Raya")
    inside = TABLES["members"].query("candidate_id == 'k1'")
    assert scene.members["role"].to_dict() == dict(zip(inside["kode_desa"], inside["role"], strict=True))
    assert len(scene.villages) == len(VILLAGES)
    assert (scene.villages["role"] != "").sum() == 4
    assert len(scene.surroundings) == 4
    assert len(scene.features) == 8
    assert scene.view is None


def test_scene_of_takes_the_rank_asked_for_and_leaves_what_it_was_given():
    before = VILLAGES.copy()
    assert scene_of(VILLAGES, TABLES["ranking"], TABLES["members"], rank=2).name == "Kawasan k2"
    assert VILLAGES.equals(before)


def test_scene_of_works_without_what_lies_around():
    scene = small_scene(around=False)
    assert len(scene.surroundings) == len(scene.features) == 0
    assert list(scene.surroundings) == ["level", "kode", "name", "geometry"]
    assert "class" in scene.features
    assert scene.features.crs == scene.crs


@pytest.mark.parametrize(("system", "sheet"), [(9490, 9490), (32750, 32750), (3857, 32750)])
def test_scene_of_keeps_a_utm_zone_of_any_datum_and_leaves_other_systems(system, sheet):
    villages = VILLAGES.to_crs(system)
    scene = scene_of(
        villages, TABLES["ranking"].to_crs(system), TABLES["members"],
        surroundings=surroundings_of(VILLAGES), features=features_of(VILLAGES),
    )  # fmt: skip
    assert scene.crs.to_epsg() == sheet
    tables = (scene.villages, scene.members, scene.surroundings, scene.features)
    assert all(table.crs == scene.crs for table in tables)
    assert scene.kawasan.distance(scene.members.geometry.iloc[0]) == 0


def test_scene_of_refuses_a_rank_that_is_not_there_and_an_empty_ranking():
    with pytest.raises(StudyError, match=r"no candidate has rank 3: there are 2, ranked 1, 2"):
        small_scene(rank=3)
    with pytest.raises(StudyError, match="the ranking is empty"):
        scene_of(VILLAGES, TABLES["ranking"].iloc[:0], TABLES["members"].iloc[:0])


def test_scene_of_refuses_tables_that_do_not_fit():
    others = TABLES["members"].query("candidate_id == 'k2'")
    with pytest.raises(TableError, match="k1"):
        scene_of(VILLAGES, TABLES["ranking"], others)
    with pytest.raises(TableError, match="surroundings lacks 1 columns: kode"):
        small_scene(surroundings=surroundings_of(VILLAGES).drop(columns="kode"))
    naked = gpd.GeoDataFrame(features_of(VILLAGES).drop(columns="geometry"), geometry=features_of(VILLAGES).geometry)
    with pytest.raises(TableError, match="features has no coordinate reference system"):
        small_scene(features=naked.set_crs(None, allow_override=True))
