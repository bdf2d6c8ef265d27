import geopandas as gpd
import pandas as pd
import pytest
import shapely
from drawing import draw_villages

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
    with pytest.raises(StudyError, match=r'layer t is a table: name its column of village codes with key = "..."'):
        Layer(name="t", kind="table", path="t.csv")
    with pytest.raises(StudyError, match="needs both x and y"):
        Layer(name="t", kind="points", path="t.csv", x="a")
    with pytest.raises(StudyError, match="kind: .*'points'"):
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
    with pytest.raises(GeometryError, match="layer jalan should be points, but layer.gpkg holds LineString"):
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
