"""The backdrop as a whole: what a section [map] names is read, made light, and comes back from the run folder."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawing import ORIGIN, draw_villages
from rasters import raster_layer

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.layers import Layer
from kawasan_gis.maps import backdrop
from kawasan_gis.maps.backdrop import Backdrop, read_backdrop
from kawasan_gis.maps.options import MapOptions

X, Y = ORIGIN
VILLAGES = draw_villages("ab\ncd")
WHOLE = MapOptions(
    hillshade="tinggi", land_cover="lahan", roads=["jalan"], rivers=["kali"], places="pasar", place_name="nama"
)


def vector_layer(tmp_path, name, kind, shapes, **columns):
    path = tmp_path / f"{name}.gpkg"
    gpd.GeoDataFrame(columns, geometry=shapes, crs=VILLAGES.crs).to_file(path)
    return Layer(name=name, kind=kind, path=path)


@pytest.fixture
def layers(tmp_path):
    heights = np.add.outer(np.arange(40), np.arange(40)).astype("float32")
    line = shapely.LineString([(X, Y + 500), (X + 2000, Y + 700)])
    spots = [shapely.Point(X + x, Y + 300) for x in (100, 900, 1500, 9000)]
    return [
        raster_layer(tmp_path, heights, "tinggi", cell=50.0),
        raster_layer(tmp_path, np.full((40, 40), 20093, "uint16"), "lahan", cell=50.0).model_copy(
            update={"vocabulary": "klhk"}
        ),
        vector_layer(tmp_path, "jalan", "lines", [line]),
        vector_layer(tmp_path, "kali", "lines", [line]),
        vector_layer(tmp_path, "pasar", "points", spots, nama=[" Pasar <b>Satu</b>", None, "Pasar Dua", "Jauh"]),
    ]


def test_everything_named_is_there_and_comes_back(layers):
    findings = Findings()
    found = read_backdrop(VILLAGES, layers, WHOLE, findings=findings)
    plain = json.loads(json.dumps(found.plain(), allow_nan=False))
    assert Backdrop.from_plain(plain) == found
    assert [image["key"] for image in plain["images"]] == ["land_cover", "hillshade"]
    assert [image["on"] for image in plain["images"]] == [False, True]
    assert all(image["url"].startswith("data:image/png;base64,") for image in plain["images"])
    assert plain["images"][0]["legend"] == [{"label": "sawah", "colour": "#dcea9a"}]
    assert [line["key"] for line in plain["lines"]] == ["river", "road"]
    assert [place["name"] for place in plain["places"]] == ["Pasar <b>Satu</b>", "Pasar Dua"]
    (spot,) = gpd.GeoSeries([shapely.Point(X + 1500, Y + 300)], crs=VILLAGES.crs).to_crs(4326)
    assert plain["places"][1]["at"] == pytest.approx([spot.y, spot.x], abs=1e-5)
    assert findings.frame[["kind", "value"]].to_numpy().tolist() == [["places_without_name", 1.0]]


def test_the_same_data_give_the_same_bytes(layers):
    first, second = (json.dumps(read_backdrop(VILLAGES, layers, WHOLE, findings=Findings()).plain()) for _ in range(2))
    assert first == second


def test_nothing_named_is_nothing_read():
    assert read_backdrop(VILLAGES, [], MapOptions()) == Backdrop()
    assert Backdrop().plain() == {"images": [], "lines": [], "places": []}


def test_labels_are_said_in_another_language(layers):
    given = read_backdrop(VILLAGES, layers, WHOLE, findings=Findings())
    english = read_backdrop(VILLAGES, layers, WHOLE, language="en", findings=Findings())
    assert given != english
    assert given.said("en") == english
    assert english.said("id") == given


def test_too_many_places_are_counted(layers, monkeypatch):
    monkeypatch.setattr(backdrop, "MOST_PLACES", 1)
    findings = Findings()
    found = read_backdrop(VILLAGES, layers, MapOptions(places="pasar", place_name="nama"), findings=findings)
    assert [place["name"] for place in found.places] == ["Pasar <b>Satu</b>"]
    assert findings.counts() == {"places_left_out": 1, "places_without_name": 1}
    assert "hanya 1 yang pertama" in findings.table()["message"].str.cat()


def test_a_missing_layer_or_column_is_named(layers):
    with pytest.raises(StudyError, match="there is no layer tingi, did you mean tinggi"):
        read_backdrop(VILLAGES, layers, MapOptions(hillshade="tingi"))
    with pytest.raises(TableError, match="layer pasar has no column nam .*did you mean nama"):
        read_backdrop(VILLAGES, layers, MapOptions(places="pasar", place_name="nam"))
