import json
import math
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from drawing import draw_villages
from osm_pbf import Node, Way, write_pbf

from kawasan_gis.errors import CRSError, DataError, GeometryError, StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.layers import Layer, read_rows, read_shapes

VILLAGES = draw_villages("ab\ncd")
WEST, SOUTH, EAST, NORTH = VILLAGES.to_crs(4326).total_bounds
X, Y = (WEST + EAST) / 2, (SOUTH + NORTH) / 2


def points_csv(tmp_path, *rows):
    path = tmp_path / "points.csv"
    path.write_text("jenis,bujur,lintang\n" + "".join(f"{row}\n" for row in rows))
    return Layer(name="titik", kind="points", path=path, x="bujur", y="lintang")


def test_a_layer_must_be_complete():
    with pytest.raises(StudyError, match=r'layer t is a table: name its column of codes with key = "...", or else'):
        Layer(name="t", kind="table", path="t.csv")
    with pytest.raises(StudyError, match="needs both x and y"):
        Layer(name="t", kind="points", path="t.csv", x="a")
    with pytest.raises(StudyError, match="t: kind: there is no point, did you mean points"):
        Layer(name="t", kind="point", path="t.csv")
    with pytest.raises(StudyError, match="name"):
        Layer(name="t<b>", kind="points", path="t.csv")


def test_rows_are_chosen_by_value_or_list(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("kode,bentuk,kelas\n1,SD ,1\n2,SMP,2\n3,SMA,1\n")
    layer = Layer(name="t", kind="table", path=path, key="kode", where={"bentuk": ["SD", "SMP"], "kelas": 1})
    assert read_rows(layer)["kode"].tolist() == ["1"]
    with pytest.raises(TableError, match="no row has bentuk = SLB; it holds SD, SMA, SMP"):
        read_rows(layer.model_copy(update={"where": {"bentuk": "SLB"}}))
    with pytest.raises(TableError, match=r"no column bentik to choose rows by, did you mean bentuk\?"):
        read_rows(layer.model_copy(update={"where": {"bentik": "SD"}}))
    with pytest.raises(TableError, match=r"t.csv has no column kod, did you mean kode\?"):
        read_rows(layer.model_copy(update={"key": "kod"}))


def test_points_in_a_table_and_what_is_wrong_with_them(tmp_path):
    good = f"a,{X:.6f},{Y:.6f}"
    layer = points_csv(tmp_path, good, "b,,-5.1", "c,0,0", "d,,", "e,2.35,48.9")
    findings = Findings()
    shapes = read_shapes(layer, VILLAGES, findings=findings)
    assert shapes["jenis"].tolist() == ["a"]
    assert shapes.crs == VILLAGES.crs
    assert findings.frame[["kind", "value"]].to_numpy().tolist() == [
        ["no_coordinates", 2.0], ["zero_coordinates", 1.0], ["outside_country", 1.0],
    ]  # fmt: skip


def test_decimal_commas_in_coordinates(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(f"x;y\n{X:.6f};{Y:.6f}\n".replace(".", ","))
    layer = Layer(name="p", kind="points", path=path, x="x", y="y")
    assert len(read_shapes(layer, VILLAGES, findings=Findings())) == 1


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        ([f"a,{Y},{X}"], CRSError, "swapped: exchange x and y"),
        (["a,450000,9450000"], CRSError, "not in Indonesia: give their crs"),
        (["a,,", "b,0,0"], DataError, "none of its 2 rows has coordinates"),
        (["a,timur,selatan"], TableError, "not numbers: timur"),
        (["a,140.7,-2.5"], DataError, "lies outside the villages"),
    ],
)
def test_points_that_cannot_be_right(tmp_path, rows, error, words):
    with pytest.raises(error, match=words):
        read_shapes(points_csv(tmp_path, *rows), VILLAGES, findings=Findings())


def test_points_in_a_projected_system(tmp_path):
    layer = points_csv(tmp_path, "a,450500,9450500").model_copy(update={"crs": "EPSG:32749"})
    assert read_shapes(layer, VILLAGES, findings=Findings()).geometry.iloc[0].x == pytest.approx(450500)


def saved(tmp_path, shapes, name="layer.gpkg", **columns):
    table = gpd.GeoDataFrame(columns or {"n": range(len(shapes))}, geometry=shapes, crs=4326)
    table.to_file(tmp_path / name)
    return tmp_path / name


def test_other_kinds_and_systems(tmp_path):
    line = shapely.LineString([(WEST, Y), (EAST, Y)])
    path = saved(tmp_path, [line, None], kelas=["1", "2"])
    findings = Findings()
    lines = read_shapes(Layer(name="jalan", kind="lines", path=path), VILLAGES, findings=findings)
    assert lines.length.sum() == pytest.approx(2000, rel=0.01)
    assert findings.counts() == {"empty_geometry": 1}
    with pytest.raises(GeometryError, match="layer jalan should be points, but holds LineString"):
        read_shapes(Layer(name="jalan", kind="points", path=path), VILLAGES, findings=Findings())
    with pytest.raises(StudyError, match="is a raster, not points"):
        read_shapes(Layer(name="r", kind="raster", path=path), VILLAGES, findings=Findings())


def test_layers_elsewhere_or_without_anything(tmp_path):
    far = saved(tmp_path, [shapely.Point(140.7, -2.5)], "far.gpkg")
    with pytest.raises(DataError, match=r"layer far lies outside the villages, [\d,]+ km away"):
        read_shapes(Layer(name="far", kind="points", path=far), VILLAGES, findings=Findings())
    empty = saved(tmp_path, [None], "empty.gpkg")
    with pytest.raises(DataError, match="has no geometries"):
        read_shapes(Layer(name="e", kind="points", path=empty), VILLAGES, findings=Findings())
    with pytest.raises(DataError, match="there is no file"):
        read_shapes(Layer(name="e", kind="points", path=tmp_path / "no.gpkg"), VILLAGES, findings=Findings())


def test_a_layer_just_beside_the_villages_is_reported_not_refused(tmp_path):
    beside = saved(tmp_path, [shapely.Point(EAST + 0.018, Y)], "beside.gpkg")
    findings = Findings()
    assert len(read_shapes(Layer(name="pasar", kind="points", path=beside), VILLAGES, findings=findings)) == 1
    assert findings.frame[["kind", "value", "detail"]].to_numpy().tolist() == [["layer_beside", 2.0, "pasar"]]


def test_whole_numbers_kept_as_fractions_can_be_chosen(tmp_path):
    places = [shapely.Point(X, Y)] * 3
    path = saved(tmp_path, places, "kelas.gpkg", kelas=[1.0, 2.5, None])
    for wanted in (1, 1.0, "1", "1.0"):
        layer = Layer(name="k", kind="points", path=path, where={"kelas": wanted})
        assert len(read_shapes(layer, VILLAGES, findings=Findings())) == 1
    assert len(read_shapes(layer.model_copy(update={"where": {"kelas": 2.5}}), VILLAGES, findings=Findings())) == 1


def test_points_in_a_plain_parquet_table(tmp_path):
    pd.DataFrame({"x": [X], "y": [Y]}).to_parquet(tmp_path / "p.parquet")
    layer = Layer(name="p", kind="points", path=tmp_path / "p.parquet", x="x", y="y")
    assert len(read_shapes(layer, VILLAGES, findings=Findings())) == 1


def test_wrong_systems_and_workbooks_say_what_to_do(tmp_path):
    with pytest.raises(StudyError, match="there is no reference system EPSG:99999"):
        Layer(name="p", kind="points", path="p.csv", x="x", y="y", crs="EPSG:99999")
    (tmp_path / "p.xlsx").write_bytes(b"PK")
    with pytest.raises(StudyError, match="points in a table need x"):
        read_shapes(Layer(name="p", kind="points", path=tmp_path / "p.xlsx"), VILLAGES, findings=Findings())
    layer = Layer(name="p", kind="points", path=tmp_path / "p.xlsx", x="x", y="y")
    with pytest.raises(TableError, match="save the sheet as CSV"):
        read_shapes(layer, VILLAGES, findings=Findings())


def geojson(tmp_path, *geometries, name="l.geojson", crs=None):
    """A file with these geometries as they stand, also those no library would write."""
    features = [{"type": "Feature", "properties": {"n": n}, "geometry": one} for n, one in enumerate(geometries)]
    whole = {"type": "FeatureCollection", "features": features}
    if crs:
        whole["crs"] = {"type": "name", "properties": {"name": crs}}
    (tmp_path / name).write_text(json.dumps(whole))
    return tmp_path / name


def read(path, kind, **options):
    """The rows of a layer, and what was found."""
    findings = Findings()
    shapes = read_shapes(Layer(name="l", kind=kind, path=path, **options), VILLAGES, findings=findings)
    return shapes, {row.kind: row.value for row in findings.frame.itertuples()}


def line(*coordinates):
    return {"type": "LineString", "coordinates": list(coordinates)}


def test_lines_of_one_point_and_open_rings(tmp_path):
    path = geojson(tmp_path, line([X, Y]), line([X, Y], [X, Y]), line([WEST, Y], [EAST, Y]))
    shapes, found = read(path, "lines")
    assert (shapes["n"].tolist(), found) == ([2], {"empty_geometry": 1, "no_extent": 1})
    ring = {"type": "Polygon", "coordinates": [[[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH]]]}
    shapes, found = read(geojson(tmp_path, ring), "polygons")
    assert (shapes.area.sum(), found) == (pytest.approx(2e6, rel=0.01), {})


def test_coordinates_written_as_text(tmp_path):
    text = {"type": "Point", "coordinates": [str(X), str(Y)]}
    shapes, found = read(geojson(tmp_path, text, {"type": "Point", "coordinates": [X, Y]}), "points")
    assert (shapes["n"].tolist(), found) == ([1], {"empty_geometry": 1})
    with pytest.raises(DataError, match=r"layer l has no geometries in its 1 rows, .*coordinates written as text"):
        read(geojson(tmp_path, text), "points")


def test_heights_collections_and_empty_files(tmp_path):
    box = shapely.box(WEST, SOUTH, X, NORTH)
    deep = shapely.force_3d(box, 12.0)
    mixed = shapely.GeometryCollection([box, shapely.Point(X, Y)])
    shapes, found = read(saved(tmp_path, [deep, mixed]), "polygons")
    assert not shapes.has_z.any()
    assert shapes.area.tolist() == pytest.approx([2e6, 2e6], rel=0.01)
    assert found == {"heights_dropped": 1, "collections": 1}
    with pytest.raises(DataError, match="layer l is empty: it has no rows"):
        read(geojson(tmp_path), "polygons")


def test_curves_are_drawn_as_short_lines(tmp_path):
    arc = ", ".join(f"{X + x} {Y + y}" for x, y in ((-0.005, 0), (0, 0.005), (0.005, 0), (0, -0.005), (-0.005, 0)))
    (tmp_path / "curve.csv").write_text(f'n,WKT\n1,"CURVEPOLYGON(CIRCULARSTRING({arc}))"\n')
    shapes, found = read(tmp_path / "curve.csv", "polygons", crs="EPSG:4326")
    assert (shapes.geom_type.tolist(), found) == (["Polygon"], {})
    assert shapes.area.sum() == pytest.approx(math.pi * 553 * 555, rel=0.02)


def test_where_a_reference_system_is_missing_or_wrong_the_study_gives_it(tmp_path):
    inside = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(450500, 9450500)])
    inside.set_crs("EPSG:32749").to_file(tmp_path / "none.shp")
    (tmp_path / "none.prj").unlink()
    with pytest.raises(CRSError, match=r"layer l: .* has no coordinate reference system.*give the layer the right crs"):
        read(tmp_path / "none.shp", "points")
    assert read(tmp_path / "none.shp", "points", crs="EPSG:32749")[0].geometry.iloc[0].x == pytest.approx(450500)
    inside.set_crs("EPSG:32629").to_file(tmp_path / "wrong.shp")
    with pytest.raises(CRSError, match=r"lies outside Indonesia in EPSG:32629.*; or give the layer the right crs"):
        read(tmp_path / "wrong.shp", "points")
    assert len(read(tmp_path / "wrong.shp", "points", crs="EPSG:32749")[0]) == 1


def test_a_layer_of_another_country_is_refused(tmp_path):
    with pytest.raises(CRSError, match="layer l: .* lies outside Indonesia"):
        read(saved(tmp_path, [shapely.Point(10.7, 50.2)]), "points")


def test_wrong_geometries_give_way_to_columns_that_are_right(tmp_path):
    stations = [shapely.Point(26.77, -85.53)] * 2
    path = saved(tmp_path, stations, "hujan.geojson", X=[X, X], Y=[Y, None])
    with pytest.raises(CRSError, match="lies outside Indonesia.*or x and y, when columns of its table hold the right"):
        read(path, "points")
    shapes, found = read(path, "points", x="X", y="Y")
    assert (len(shapes), found) == (1, {"no_coordinates": 1})
    assert shapes.to_crs(4326).geometry.iloc[0].coords[0] == pytest.approx((X, Y))
    with pytest.raises(TableError, match=r"hujan.geojson has no column Z; known: X, Y"):
        read(path, "points", x="X", y="Z")


def test_the_columns_of_a_map_file_can_be_a_table(tmp_path):
    path = saved(tmp_path, [shapely.Point(X, Y)] * 2, kode=["1 ", ""], n=[7, 8])
    rows = read_rows(Layer(name="t", kind="table", path=path, key="kode"))
    assert rows[["kode", "n"]].fillna("").to_numpy().tolist() == [["1", 7], ["", 8]]
    with pytest.raises(DataError, match="there is no file"):
        read_rows(Layer(name="t", kind="table", path=tmp_path / "no.gpkg", key="kode"))


def test_shapefiles_in_the_windows_alphabet(tmp_path):
    table = gpd.GeoDataFrame({"nama": ["Café Péngarón"]}, geometry=[shapely.Point(X, Y)], crs=4326)
    table.to_file(tmp_path / "kopi.shp", encoding="cp1252")
    (tmp_path / "kopi.cpg").unlink()
    assert read(tmp_path / "kopi.shp", "points", where={"nama": "Café Péngarón"})[0]["nama"].tolist() == [
        "Café Péngarón"
    ]


def test_impossible_latitudes_are_counted(tmp_path):
    path = saved(tmp_path, [shapely.Point(X, Y), shapely.Point(X, 95)])
    shapes, found = read(path, "points")
    assert (shapes["n"].tolist(), found) == ([0], {"impossible_coordinates": 1})


def test_forest_functions_are_chosen_by_group(tmp_path):
    west, east = shapely.box(WEST, SOUTH, X, NORTH), shapely.box(X, SOUTH, EAST, NORTH)
    path = saved(tmp_path, [west, east, east, east], FUNGSIKWS=[100100.0, 100240, 100700, 999])
    forest = {"vocabulary": "kawasan_hutan"}
    shapes, found = read(path, "polygons", where={"FUNGSIKWS": ["hutan_lindung", "konservasi"]}, **forest)
    assert (shapes["FUNGSIKWS"].tolist(), found) == ([100100, 100240], {"unknown_code": 1})
    assert read(path, "polygons", where={"FUNGSIKWS": "apl"}, **forest)[0]["FUNGSIKWS"].tolist() == [100700]
    with pytest.raises(TableError, match="no row has FUNGSIKWS = 1004, 100400"):
        read(path, "polygons", where={"FUNGSIKWS": "produksi_terbatas"}, **forest)
    with pytest.raises(StudyError, match="no code or group lindung, did you mean hutan_lindung"):
        read(path, "polygons", where={"FUNGSIKWS": "lindung"}, **forest)
    # Other columns are chosen by as ever.
    where = {"FUNGSIKWS": "apl", "prov": "63"}
    saved(tmp_path, [west, east], "prov.gpkg", FUNGSIKWS=[100700, 100700], prov=["63", "64"])
    shapes, found = read(tmp_path / "prov.gpkg", "polygons", where=where, **forest)
    assert (shapes["prov"].tolist(), found) == (["63"], {})
    with pytest.raises(StudyError, match="layer l has a vocabulary but no where that uses it"):
        read(path, "polygons", **forest)
    assert Layer(name="l", kind="polygons", path=path, vocabulary="a.toml", where={"a": 1}).vocabulary == Path("a.toml")


def test_openstreetmap_extracts_are_layers(tmp_path):
    nodes = [Node(1, WEST, Y, {"amenity": "school"}), Node(2, EAST, Y, {}), Node(3, EAST, NORTH, {})]
    ways = [
        Way(10, [1, 2], {"highway": "track", "tracktype": "grade3"}),
        Way(11, [1, 2], {"highway": "track", "tracktype": "grade5"}),
        Way(12, [1, 2, 3, 1], {"amenity": "school"}),
    ]
    path = write_pbf(tmp_path / "k.osm.pbf", *nodes, *ways)
    shapes, found = read(path, "lines", where={"tracktype": ["grade2", "grade3"]})
    assert (shapes["osm_id"].tolist(), found) == (["10"], {})
    assert shapes.length.sum() == pytest.approx(2000, rel=0.01)
    shapes, found = read(path, "points", where={"amenity": "school"})
    assert (shapes["osm_id"].tolist(), found) == (["1", "12"], {"areas_as_points": 1})
    assert len(read(path, "polygons")[0]) == 1
    with pytest.raises(TableError, match="layer l: no row has tracktype = grade1; it holds grade3, grade5"):
        read(path, "lines", where={"tracktype": "grade1"})
    with pytest.raises(TableError, match="layer l: k.osm.pbf has no lines with the tag surface"):
        read(path, "lines", where={"surface": "asphalt"})
    with pytest.raises(StudyError, match="points of k.osm.pbf are in points or multipolygons, not in lines"):
        read(path, "points", sheet="lines")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "table", "key": "K", "desa": "D"}, "or else its columns of names"),
        ({"kind": "table", "key": "K", "matches": "m.csv"}, "joined by code; matches are for a table joined by names"),
        ({"kind": "table", "desa": "D", "level": "kecamatan"}, "with a column of desa names its rows are desa"),
        ({"kind": "points", "kecamatan": "K"}, "kind points has no use for kecamatan"),
        ({"kind": "raster", "matches": "m.csv", "crs": "EPSG:4326"}, "raster has no use for matches, crs"),
        ({"kind": "lines", "x": "a", "y": "b", "key": "K"}, "lines has no use for key, x, y"),
        ({"kind": "table", "key": "K", "crs": "EPSG:4326"}, "table has no use for crs"),
    ],
)
def test_how_a_table_is_joined_must_make_sense(options, words):
    with pytest.raises(StudyError, match=words):
        Layer(name="t", path="t.csv", **options)


def test_what_the_rows_of_a_table_are():
    def rows_are(**options):
        return Layer(name="t", kind="table", path="t.csv", **options).rows_are

    assert rows_are(key="K") == "desa"
    assert rows_are(key="K", level="kabupaten") == "kabupaten"
    assert rows_are(desa="D", kecamatan="K") == "desa"
    assert rows_are(kecamatan="K", kabupaten="B") == "kecamatan"
    assert rows_are(kabupaten="B") == "kabupaten"


def test_columns_of_names_must_be_there(tmp_path):
    (tmp_path / "t.csv").write_text("NAMA,N\nx,1\n")
    with pytest.raises(TableError, match="t.csv has no column NAME, did you mean NAMA"):
        read_rows(Layer(name="t", kind="table", path=tmp_path / "t.csv", desa="NAME"))


def test_a_layer_without_a_label_is_called_by_its_name_in_words():
    given = Layer(name="pabrik_PKS_2025", kind="points", path="x.gpkg")
    assert given.title == "Pabrik PKS 2025"
    assert given.model_copy(update={"label": "PKS"}).title == "PKS"
