"""The section [map]: names of layers that are there and of the right kind."""

import pytest

from kawasan_gis.errors import StudyError
from kawasan_gis.layers import Layer
from kawasan_gis.maps.options import MapOptions, check_map, complete_map
from kawasan_gis.network import Network

LAYERS = {
    layer.name: layer
    for layer in (
        Layer(name="tinggi", kind="raster", path="a.tif"),
        Layer(name="lahan", kind="raster", path="b.tif", vocabulary="klhk"),
        Layer(name="jalan", kind="lines", path="c.gpkg"),
        Layer(name="pasar", kind="points", path="d.gpkg"),
    )
}
NETWORK = Network(roads=["jalan"], rivers=["sungai"], class_column="REMARK")


def test_roads_and_rivers_come_from_the_network_unless_they_are_named():
    given = complete_map(MapOptions(), NETWORK)
    assert (given.roads, given.rivers, given.class_column) == (("jalan",), ("sungai",), "REMARK")
    none = complete_map(MapOptions(roads=[], rivers=["kali"]), NETWORK)
    assert (none.roads, none.rivers, none.class_column) == ((), ("kali",), None)
    assert complete_map(MapOptions(class_column="KLS"), NETWORK).class_column == "KLS"
    assert complete_map(MapOptions(), None) == MapOptions()
    assert complete_map(given, NETWORK) == given


def test_a_whole_section_is_accepted():
    options = MapOptions(hillshade="tinggi", land_cover="lahan", roads=["jalan"], places="pasar", place_name="nama")
    check_map(LAYERS, options)


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"hillshade": "tingi"}, r"\[map\] hillshade: there is no layer tingi, did you mean tinggi"),
        ({"hillshade": "jalan"}, r"\[map\] hillshade: layer jalan is a layer of kind lines, not raster"),
        ({"roads": ["pasar"]}, r"\[map\] roads: layer pasar is a layer of kind points, not lines"),
        ({"rivers": ["x"]}, r"\[map\] rivers: there is no layer x"),
        ({"land_cover": "tinggi"}, r'\[map\] land_cover: layer tinggi has no vocabulary .* "klhk"'),
        ({"places": "lahan", "place_name": "n"}, r"\[map\] places: layer lahan is a layer of kind raster, not points"),
    ],
)
def test_wrong_layers_are_named(section, message):
    with pytest.raises(StudyError, match=message):
        check_map(LAYERS, MapOptions(**section))


def test_wrong_options_are_named():
    with pytest.raises(StudyError, match="place_name"):
        MapOptions(places="pasar")
    with pytest.raises(StudyError, match="no basemap osmm, did you mean osm"):
        MapOptions(basemap="osmm")
    assert MapOptions(basemap="topo").basemap == "topo"
