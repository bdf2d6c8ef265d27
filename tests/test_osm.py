from pathlib import Path

import pyogrio
import pytest
import shapely
from osm_pbf import Node, Relation, Way, write_pbf, write_xml

from kawasan_gis.errors import DataError, StudyError, TableError
from kawasan_gis.osm import is_osm, read_osm

RING = [1, 2, 3, 4, 1]
ELEMENTS = [
    Node(1, 115.0, -3.0, {"amenity": "school", "name": 'SDN 1 "Anjir"', "operator:type": "public"}),
    Node(2, 115.01, -3.0, {}),
    Node(3, 115.01, -3.01, {"source": "survei"}),
    Node(4, 115.0, -3.01, {"place": "village"}),
    Way(10, [1, 2, 3], {"highway": "track", "tracktype": "grade3"}),
    Way(11, RING, {"amenity": "school", "operator:type": "private"}),
    Way(12, RING, {"highway": "residential", "junction": "roundabout"}),
    Way(13, RING, {}),
    Relation(20, [("way", 13, "outer")], {"type": "multipolygon", "landuse": "farmland", "crop": "rice"}),
    Relation(21, [("way", 10, "")], {"type": "route", "route": "bus"}),
]  # fmt: skip


@pytest.fixture(params=[("t.osm.pbf", write_pbf), ("t.osm", write_xml)], ids=["pbf", "xml"])
def extract(request, tmp_path):
    name, write = request.param
    return write(tmp_path / name, *ELEMENTS)


def rows(shapes, *columns):
    return shapes[["osm_id", *columns]].fillna("").to_numpy().tolist()


def test_points_lines_and_polygons(extract):
    points = read_osm(extract, "points")
    assert rows(points, "name", "place") == [["1", 'SDN 1 "Anjir"', ""], ["4", "", "village"]]
    assert points.geometry.iloc[0].coords[0] == pytest.approx((115.0, -3.0))
    lines = read_osm(extract, "lines")
    assert rows(lines, "highway") == [["10", "track"], ["12", "residential"]]
    assert lines.geometry.iloc[0].length == pytest.approx(0.02)
    polygons = read_osm(extract, "polygons")
    assert sorted(rows(polygons, "osm_layer")) == [["11", "multipolygons"], ["20", "multipolygons"]]
    assert shapely.area(polygons.geometry).tolist() == pytest.approx([1e-4, 1e-4])
    assert polygons.crs == "EPSG:4326"


def test_a_tag_that_is_named_is_a_column_even_with_a_colon(extract):
    assert "operator:type" not in read_osm(extract, "points")
    assert read_osm(extract, "points")["other_tags"].iloc[0] == '"operator:type"=>"public"'
    shapes = read_osm(extract, "polygons", tags=["operator:type"])
    assert rows(shapes, "operator:type", "other_tags") == [["11", "private", ""]]
    assert rows(read_osm(extract, "polygons", tags=["crop"]), "crop", "landuse") == [["20", "rice", "farmland"]]


def test_points_with_tags_take_areas_as_a_point_inside(extract):
    shapes = read_osm(extract, "points", tags=["amenity"])
    assert rows(shapes, "osm_layer") == [["1", "points"], ["11", "multipolygons"]]
    ring = read_osm(extract, "polygons", tags=["amenity"]).geometry.iloc[0]
    assert shapes.geom_type.tolist() == ["Point", "Point"]
    assert ring.contains(shapes.geometry.iloc[1])
    assert rows(read_osm(extract, "points", tags=["amenity"], layer="points")) == [["1"]]


def test_routes_are_read_only_when_asked_for(extract):
    routes = read_osm(extract, "lines", tags=["route", "osm_id"], layer="multilinestrings")
    assert rows(routes, "route") == [["21", "bus"]]


def test_reading_twice_gives_the_same(extract):
    assert read_osm(extract, "polygons").equals(read_osm(extract, "polygons"))


def test_a_large_extract_is_sorted_out_on_disk_elsewhere_with_the_same_result(extract, tmp_path, monkeypatch):
    before = read_osm(extract, "polygons")
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    seen = []
    reading = pyogrio.read_dataframe

    def watched(*given, **options):
        seen.append(pyogrio.get_gdal_config_option("CPL_TMPDIR"))
        return reading(*given, **options)

    monkeypatch.setattr(pyogrio, "read_dataframe", watched)
    pyogrio.set_gdal_config_options({"OSM_MAX_TMPFILE_SIZE": "0"})
    try:
        assert read_osm(extract, "polygons").equals(before)
    finally:
        pyogrio.set_gdal_config_options({"OSM_MAX_TMPFILE_SIZE": None})
    assert list((tmp_path / "desk").iterdir()) == []
    assert seen
    assert all(Path(folder) != tmp_path / "desk" and not Path(folder).exists() for folder in seen)
    assert pyogrio.get_gdal_config_option("CPL_TMPDIR") is None


def test_files_are_known_by_their_name():
    assert is_osm("a/KALIMANTAN.OSM.PBF")
    assert is_osm("x.osm")
    assert not is_osm("osm.gpkg")


def test_what_cannot_be_read_is_refused_clearly(extract, tmp_path):
    with pytest.raises(StudyError, match="a b, c,d is no key of OpenStreetMap"):
        read_osm(extract, "lines", tags=["a b", "highway", "c,d"])
    with pytest.raises(StudyError, match="points of t.* are in points or multipolygons, not in lines"):
        read_osm(extract, "points", layer="lines")
    with pytest.raises(TableError, match="has no lines with the tag highway and ferry"):
        read_osm(extract, "lines", tags=["highway", "ferry"])
    with pytest.raises(DataError, match="there is no file"):
        read_osm(tmp_path / "no.osm.pbf", "lines")
    (tmp_path / "bad.osm.pbf").write_bytes(b"abc")
    with pytest.raises(DataError, match=r"cannot read .*bad.osm.pbf as an OpenStreetMap file"):
        read_osm(tmp_path / "bad.osm.pbf", "lines")
    (tmp_path / "half.osm.pbf").write_bytes(write_pbf(tmp_path / "whole.osm.pbf", *ELEMENTS).read_bytes()[:-40])
    with pytest.raises(DataError, match="cannot read .*half.osm.pbf"):
        read_osm(tmp_path / "half.osm.pbf", "lines")
