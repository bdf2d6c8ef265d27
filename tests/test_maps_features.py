"""Features: every vector layer of a study in one table, cut 10 km around the villages."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from drawing import ORIGIN, draw_villages
from geopandas.testing import assert_geodataframe_equal

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.layers import Layer
from kawasan_gis.maps.features import COLUMNS, _names, feature_layers, read_features
from kawasan_gis.maps.options import MapOptions

X, Y = ORIGIN
VILLAGES = draw_villages("ab\ncd")
FAR = 30_000.0


def layer(tmp_path, name, kind, shapes, label="", **columns):
    path = tmp_path / f"{name}.gpkg"
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=VILLAGES.crs).to_file(path)
    return Layer(name=name, kind=kind, path=path, label=label)


def points(*places):
    return [shapely.Point(X + x, Y + y) for x, y in places]


def line(*corners):
    return shapely.LineString([(X + x, Y + y) for x, y in corners])


@pytest.fixture
def layers(tmp_path):
    areas = [shapely.box(X, Y, X + FAR, Y + 500), shapely.box(X + FAR, Y, X + FAR + 9, Y + 9)]
    return [
        layer(tmp_path, "jalan", "lines", [line((0, 100), (FAR, 100)), line((0, 5), (9, 5))], k=["trunk", "path"]),
        layer(tmp_path, "kali", "lines", [line((0, 0), (900, 900))], NAMOBJ=[" Sungai A "], nama=[None]),
        layer(tmp_path, "kabel_listrik", "lines", [line((0, 0), (900, 900))]),
        layer(tmp_path, "pasar", "points", points((1, 1), (FAR, 1)), Name=["Pasar <b>'A'", "Jauh"], sebutan=["a", "b"]),
        layer(tmp_path, "hutan", "polygons", areas, label="Hutan lindung"),
        layer(tmp_path, "tak_dipakai", "points", points((1, 1))),
    ]


OPTIONS = MapOptions(roads=["jalan"], rivers=["kali"], class_column="k", places="pasar", place_name="sebutan")
INDICATORS = [
    Indicator(name="pasar_m", layer="pasar", measure="nearest"),
    Indicator(name="pasar_count", layer="pasar", measure="count"),
    Indicator(name="kabel_m", layer="kabel_listrik", measure="nearest"),
    Indicator(name="hutan_share", layer="hutan", measure="cover_share"),
]


def test_all_layers_in_use_are_one_table(layers):
    found = read_features(VILLAGES, layers, OPTIONS, INDICATORS, findings=Findings())
    assert list(found.columns) == COLUMNS
    assert found.crs == VILLAGES.crs
    assert found.drop(columns="geometry").to_numpy().tolist() == [
        ["kali", "river", "river", "", "Kali"],
        ["jalan", "road", "road_main", "", "Jalan"],
        ["jalan", "road", "road_minor", "", "Jalan"],
        ["pasar", "place", "", "a", "Pasar"],
        ["kabel_listrik", "line", "", "", "Kabel listrik"],
        ["pasar", "facility", "", "Pasar <b>'A'", "Pasar"],
        ["hutan", "cover", "", "", "Hutan lindung"],
    ]
    assert [one.name for one in feature_layers(layers, OPTIONS, INDICATORS)] == [
        "jalan", "kali", "kabel_listrik", "pasar", "hutan"
    ]  # fmt: skip


def test_lines_are_drawn_once_and_not_where_none_are_wanted(layers):
    also = [*INDICATORS, Indicator(name="kali_m", layer="kali", measure="nearest")]
    both = read_features(VILLAGES, layers, OPTIONS, also, findings=Findings())
    assert list(both.loc[both["layer"] == "kali", "kind"]) == ["river"]
    none = OPTIONS.model_copy(update={"roads": ()})
    assert [one.name for one in feature_layers(layers, none, also)] == ["kali", "pasar", "hutan"]


def test_shapes_end_ten_kilometres_around_the_villages(layers):
    found = read_features(VILLAGES, layers, OPTIONS, INDICATORS, findings=Findings())
    east = VILLAGES.total_bounds[2] + 10_000
    assert found.total_bounds[2] == east
    assert found.geometry.iloc[1].equals(line((0, 100), (east - X, 100)))
    assert found.geometry.iloc[6].area == pytest.approx((east - X) * 500)


def test_a_bent_line_is_cut_into_single_ones_and_keeps_every_corner(tmp_path):
    corners = [(0, 0), (500, 0.01), (1000, 0), (FAR, 0), (FAR, 900), (0, 900)]
    roads = layer(tmp_path, "jalan", "lines", [line(*corners)], nama=["Jalan Poros"])
    found = read_features(VILLAGES, [roads], MapOptions(roads=["jalan"]))
    assert found["name"].tolist() == ["Jalan Poros"] * 2
    assert found.geom_type.tolist() == ["LineString"] * 2
    assert found["class"].tolist() == ["road"] * 2
    assert sorted(found.count_coordinates()) == [2, 4]


def test_places_are_points_and_need_their_column(tmp_path, layers):
    with pytest.raises(TableError, match="layer pasar has no column sebtan .*did you mean sebutan"):
        read_features(VILLAGES, layers, MapOptions(places="pasar", place_name="sebtan"))
    with pytest.raises(StudyError, match="there is no layer jaln, did you mean jalan"):
        read_features(VILLAGES, layers, MapOptions(roads=["jaln"]))


def test_nothing_in_use_is_an_empty_table_that_can_be_kept(tmp_path):
    found = read_features(VILLAGES, [], MapOptions())
    assert list(found.columns) == COLUMNS
    found.to_parquet(tmp_path / "f.parquet")
    assert gpd.read_parquet(tmp_path / "f.parquet").crs == VILLAGES.crs


def test_the_same_layers_give_the_same_table_whatever_their_order(layers):
    first = read_features(VILLAGES, layers, OPTIONS, INDICATORS, findings=Findings())
    assert_geodataframe_equal(first, read_features(VILLAGES, layers, OPTIONS, INDICATORS, findings=Findings()))
    turned = read_features(VILLAGES, layers[::-1], OPTIONS, INDICATORS, findings=Findings())
    by = ["kind", "class", "layer"]
    assert_geodataframe_equal(
        first.sort_values(by).reset_index(drop=True), turned.sort_values(by).reset_index(drop=True)
    )


def test_what_is_wrong_with_a_layer_is_counted_once(tmp_path):
    shapes = [*points((1, 1)), None]
    market = layer(tmp_path, "pasar", "points", shapes, nama=["A", "B"])
    findings = Findings()
    options = MapOptions(places="pasar", place_name="nama")
    found = read_features(VILLAGES, [market], options, INDICATORS[:2], findings=findings)
    assert found["kind"].tolist() == ["place", "facility"]
    assert findings.counts() == {"empty_geometry": 1}
    assert pd.unique(found["name"]).tolist() == ["A"]


def test_what_only_touches_the_edge_leaves_nothing_behind(tmp_path):
    east, north = VILLAGES.total_bounds[2] + 10_000, VILLAGES.total_bounds[3]
    beside = shapely.LineString([(east, north), (east + 900, north)])
    area = shapely.box(east, north - 900, east + 900, north)
    road, forest = layer(tmp_path, "jalan", "lines", [beside]), layer(tmp_path, "hutan", "polygons", [area])
    found = read_features(VILLAGES, [road, forest], MapOptions(roads=["jalan"]), INDICATORS[3:], findings=Findings())
    assert len(found) == 0


def test_the_first_of_several_columns_of_names_is_taken():
    table = pd.DataFrame({"NAMA": ["A"], "Nama": ["B"], "Name": ["C"]})
    assert _names(table).tolist() == ["C"]
    assert _names(table.drop(columns="Name")).tolist() == ["A"]
