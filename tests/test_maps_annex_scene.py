import geopandas as gpd
import pandas as pd
import pytest
import shapely
from annex_study import features_of, small_scene, surroundings_of
from map_study import study, wiggly_grid
from pyproj import Proj, Transformer

from kawasan_gis.errors import GeometryError, StudyError, TableError
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


def squares(system, longitude, latitude):
    """A study of two squares on both sides of a place, 4 km wide; each is a candidate of its own."""
    x, y = Transformer.from_crs(4326, system, always_xy=True).transform(longitude, latitude)
    shapes = [shapely.box(x + side, y - 1000, x + side + 2000, y + 1000) for side in (-2000, 0)]
    codes = ["99.01.01.2001", "99.01.01.2002"]
    villages = gpd.GeoDataFrame(
        {"nama_desa": "X", "kecamatan": "Y", "kabupaten": "Z", "status": "desa", "area_ha": 400.0},
        index=pd.Index(codes, name="kode_desa"), geometry=shapes, crs=system,
    )  # fmt: skip
    ranking = gpd.GeoDataFrame(
        {"name": "X", "n_villages": 1, "centre": codes, "kecamatan": "Y", "area_ha": 400.0, "rank": [1, 2],
         "score": 1.0},
        index=pd.Index(["a", "b"], name="candidate_id"), geometry=shapes, crs=system,
    )  # fmt: skip
    members = pd.DataFrame({"candidate_id": ["a", "b"], "kode_desa": codes, "role": "pusat", "gain": 0.0})
    return villages, ranking, members


@pytest.mark.parametrize(
    ("system", "longitude", "latitude", "sheet"),
    [
        (32750, 119.9, -1.0, 32750),
        (32750, 120.9, -1.0, 32750),  # beyond the zone's edge, but near it
        (32750, 121.1, -1.0, 32751),
        (32750, 112.9, -1.0, 32749),
        (32650, 117.0, 0.1, 32650),
        (32650, 117.0, 0.0, 32750),  # across the equator
        (32750, 117.0, 0.1, 32750),
        (9487, 115.0, -3.5, 9490),  # SRGI2013 stays SRGI2013
        (3857, 117.0, 0.0, 32750),
        (3857, 117.0, 0.1, 32650),
        (3857, 120.012, -1.0, 32751),  # its middle lies beyond the line, its west before it
    ],
)
def test_scene_of_takes_a_zone_whose_scale_is_true_and_whose_northings_are_positive(system, longitude, latitude, sheet):
    scene = scene_of(*squares(system, longitude, latitude))
    assert scene.crs.to_epsg() == sheet
    assert scene.kawasan.bounds[1] >= 0
    degrees = gpd.GeoSeries([scene.kawasan], crs=scene.crs).to_crs(4326).iloc[0].centroid
    assert Proj(scene.crs).get_factors(degrees.x, degrees.y).meridional_scale == pytest.approx(1, abs=2.1e-3)


def test_scene_of_refuses_shapes_that_are_not_valid():
    twisted = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    for name in ("surroundings", "features"):
        table = {"surroundings": surroundings_of, "features": features_of}[name](VILLAGES)
        table.loc[0, "geometry"] = twisted
        with pytest.raises(GeometryError, match=rf"1 shapes of {name} are not valid: 0;"):
            small_scene(**{name: table})
    villages = VILLAGES.copy()
    villages.loc[villages.index[0], "geometry"] = twisted
    with pytest.raises(GeometryError, match=f"1 shapes of villages are not valid: {villages.index[0]}"):
        scene_of(villages, TABLES["ranking"], TABLES["members"])


@pytest.mark.parametrize(
    ("names", "said"),
    [(["", "", "", "B"], "B"), (["B", "A", "B", "A"], "A"), (["A", "B", "B", None], "B"), ([""] * 4, "")],
)
def test_scene_of_names_the_kabupaten_of_most_members_the_first_by_name_where_it_is_even(names, said):
    villages = VILLAGES.copy()
    inside = TABLES["members"].query("candidate_id == 'k1'")["kode_desa"]
    villages.loc[inside, "kabupaten"] = names
    assert scene_of(villages, TABLES["ranking"], TABLES["members"]).kabupaten == said


def test_scene_of_leaves_out_features_without_a_shape():
    features = features_of(VILLAGES)
    features.loc[[0, 1], "geometry"] = [None, shapely.Point()]
    assert len(small_scene(features=features).features) == len(features) - 2
