from xml.etree.ElementTree import Element

import shapely

from kawasan_gis.handover.layout_items import Sheet, identity
from kawasan_gis.handover.layout_legend import Entry, add_legend
from kawasan_gis.maps.annex.paper import Box, choose_layout


def test_a_legend_lists_its_layers_and_heads_those_that_need_it():
    sheet = Sheet(Element("Layout"), choose_layout(shapely.box(0, 0, 9000, 7000), "A4"))
    entries = [Entry("roads_1", "Jalan & <b>"), Entry("places_1", "Tempat", headed=True)]
    add_legend(sheet, "Legenda", Box(0, 0, 50, 60), "LEGENDA", "Peta", entries)
    (legend,) = sheet.root
    assert (legend.get("title"), legend.get("map_uuid")) == ("LEGENDA", identity("Peta"))
    assert legend.get("legendFilterByMap") == "1"
    rows = legend.findall("layer-tree-group/layer-tree-layer")
    assert [(row.get("id"), row.get("name")) for row in rows] == [("roads_1", "Jalan & <b>"), ("places_1", "Tempat")]
    styles = [row.find("customproperties/Option/Option[@name='legend/title-style']") for row in rows]
    assert (styles[0].get("value"), styles[1]) == ("hidden", None)
