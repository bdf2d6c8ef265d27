import warnings

import geopandas as gpd
import pytest
import shapely
from drawing import at
from shapely import GeometryCollection, LineString, MultiLineString, Point, Polygon, box

from kawasan_gis.errors import DataError, GeometryError
from kawasan_gis.findings import Findings
from kawasan_gis.geometries import finite, sound_shapes

SQUARE = box(0, 0, 1, 1)
LINE = LineString([(0, 0), (1, 1)])


def sound(kind, *geometries, **columns):
    """The rows that are left, and what was found."""
    table = gpd.GeoDataFrame(columns, geometry=list(geometries), crs="EPSG:32749")
    findings = Findings()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shapes = sound_shapes(table, kind, "l", findings=findings)
    assert shapes.crs == table.crs
    assert set(findings.frame["detail"]) <= {"l"}
    return shapes, {row.kind: row.value for row in findings.frame.itertuples()}


@pytest.mark.parametrize(
    ("kind", "good"), [("points", Point(1, 2)), ("lines", MultiLineString([LINE])), ("polygons", SQUARE)]
)
def test_sound_rows_stay_as_they_are(kind, good):
    shapes, found = sound(kind, good, n=[7])
    assert (shapes.geometry.iloc[0], shapes["n"].tolist(), found) == (good, [7], {})


@pytest.mark.parametrize("deep", ["POINT Z (1 2 3)", "POINT M (1 2 3)", "POINT ZM (1 2 3 4)"])
def test_heights_and_measures_are_dropped_and_counted(deep):
    shapes, found = sound("points", shapely.from_wkt(deep), Point(1, 3))
    assert shapes.geometry.iloc[0].wkt == "POINT (1 2)"
    assert found == {"heights_dropped": 1}


def test_missing_and_empty_geometries_are_counted():
    shapes, found = sound("lines", None, LineString(), LINE, n=[1, 2, 3])
    assert (shapes["n"].tolist(), found) == ([3], {"empty_geometry": 2})


def test_of_collections_the_parts_of_the_kind_stay():
    inner = GeometryCollection([Point(5, 5), box(2, 2, 3, 3)])
    shapes, found = sound("polygons", GeometryCollection([SQUARE, LINE, inner]), n=[1])
    assert shapes.area.tolist() == [2]
    assert found == {"collections": 1}
    shapes, found = sound("lines", GeometryCollection([SQUARE]), LINE, n=[1, 2])
    assert (shapes["n"].tolist(), found) == ([2], {"collections": 1, "other_shapes": 1})


def test_rows_of_another_kind_are_left_out_and_named():
    findings = Findings()
    table = gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=[Point(5, 0), LINE, SQUARE], crs="EPSG:32749")
    assert sound_shapes(table, "points", "l", findings=findings)["n"].tolist() == [1]
    assert findings.table("en")["message"].tolist() == ["l: 2 rows of LineString, Polygon are left out"]


def test_lines_without_length_and_polygons_without_area_are_not_measured():
    shapes, found = sound("lines", LineString([(1, 1), (1, 1)]), LINE, n=[1, 2])
    assert (shapes["n"].tolist(), found) == ([2], {"no_extent": 1})
    shapes, found = sound("polygons", Polygon([(0, 0), (1, 1), (0, 0)]), SQUARE, n=[1, 2])
    assert (shapes["n"].tolist(), found) == ([2], {"shapes_repaired": 1, "no_extent": 1})


def test_points_at_nought_are_no_places():
    shapes, found = sound("points", Point(0, 0), Point(0, 1), n=[1, 2])
    assert (shapes["n"].tolist(), found) == ([2], {"zero_coordinates": 1})


def test_invalid_polygons_are_repaired_and_counted():
    shapes, found = sound("polygons", Polygon([(0, 0), (2, 1), (2, 0), (0, 1)]), SQUARE)
    assert shapes.is_valid.all()
    assert shapes.area.tolist() == pytest.approx([1, 1])
    assert found == {"shapes_repaired": 1}


def test_rows_repeated_in_everything_are_counted_and_stay():
    twice = [Polygon([(0, 0), (1, 0), (1, 1)]), Polygon([(1, 0), (1, 1), (0, 0)])]
    shapes, found = sound("polygons", *twice, SQUARE, n=[1, 1, 1], m=[None, None, None])
    assert (len(shapes), found) == (3, {"repeated_rows": 1})
    assert sound("points", Point(1, 1), Point(1, 1), n=["SD", "SMP"])[1] == {}


@pytest.mark.parametrize(
    ("kind", "geometries", "error", "words"),
    [
        ("points", [], DataError, "layer l is empty: it has no rows"),
        ("points", [None, Point()], DataError, "layer l has no geometries in its 2 rows"),
        ("points", [Point(0, 0)], DataError, "layer l: all 1 points are at 0,0"),
        ("points", [LINE], GeometryError, "layer l should be points, but holds LineString"),
        ("lines", [GeometryCollection([SQUARE])], GeometryError, "should be lines, but holds"),
        ("lines", [LineString([(1, 1), (1, 1)])], GeometryError, "layer l: all 1 lines are without length"),
        ("polygons", [Polygon([(0, 0), (1, 1), (0, 0)])], GeometryError, "all 1 polygons are without area"),
    ],
)
def test_layers_without_anything_to_measure_are_refused(kind, geometries, error, words):
    with pytest.raises(error, match=words):
        sound(kind, *geometries)


def test_infinite_coordinates_are_left_out_and_counted():
    table = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[Point(115, -3), Point(115, 95)], crs=4326).to_crs("EPSG:32749")
    findings = Findings()
    assert finite(table, "l", findings=findings)["n"].tolist() == [1]
    assert findings.counts() == {"impossible_coordinates": 1}
    with pytest.raises(DataError, match="none of its 1 geometries has possible coordinates"):
        finite(table.iloc[1:], "l", findings=Findings())
    good = gpd.GeoDataFrame(geometry=at((0, 0)), crs="EPSG:32749")
    assert finite(good, "l", findings=findings) is good
