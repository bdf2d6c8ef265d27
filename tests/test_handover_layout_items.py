from xml.etree.ElementTree import Element

import pytest
import shapely

from kawasan_gis.handover import layout_items as items
from kawasan_gis.handover.layout_items import RIGHT, Sheet
from kawasan_gis.maps.annex.paper import Box, choose_layout

LAYOUT = choose_layout(shapely.box(500_000, 9_500_000, 510_000, 9_508_000), "A3")


@pytest.fixture
def sheet():
    return Sheet(Element("Layout"), LAYOUT)


def numbers(text):
    return [float(one) for one in text.removesuffix(",mm").split(",")]


def test_places_are_measured_from_the_upper_left_corner(sheet):
    items.add_label(sheet, "a", Box(10, 20, 30, 5), "text", across=RIGHT)
    (label,) = sheet.root
    assert numbers(label.get("position")) == [10, LAYOUT.height - 25]
    assert numbers(label.get("size")) == [30, 5]
    assert (label.get("labelText"), label.get("halign"), label.get("frame")) == ("text", "2", "false")


def test_every_item_has_an_identity_of_its_own_that_stays(sheet):
    items.add_label(sheet, "a", Box(0, 0, 1, 1), "")
    items.add_label(sheet, "b", Box(0, 0, 1, 1), "", frame=True)
    first, second = sheet.root
    assert first.get("uuid") == items.identity("a") != second.get("uuid")
    assert [one.get("zValue") for one in sheet.root] == ["0", "1"]
    assert second.get("frame") == "true"
    assert float(second.get("marginX")) > float(first.get("marginX")) == 0


def test_pages_lie_below_each_other(sheet):
    items.add_pages(sheet, 3)
    pages = sheet.root.findall("PageCollection/LayoutItem")
    assert [one.get("id") for one in pages] == ["page 1", "page 2", "page 3"]
    assert [numbers(one.get("position"))[1] for one in pages] == [0, LAYOUT.height + 10, 2 * (LAYOUT.height + 10)]
    assert {one.get("size") for one in pages} == {f"{LAYOUT.width:.4f},{LAYOUT.height:.4f},mm"}
    box = Box(5, 6, 7, 8)
    assert items.on_page(LAYOUT, box, 0) == box
    items.add_label(sheet, "a", items.on_page(LAYOUT, Box(0, 0, 10, LAYOUT.height), 1), "")
    assert numbers(sheet.root[-1].get("position")) == [0, LAYOUT.height + 10]


def test_a_map_shows_its_extent_and_theme_and_a_grid_its_interval(sheet):
    made = items.add_map(sheet, "Peta", LAYOUT.face, (1, 2, 3, 4), "Tema", system=Element("own"))
    assert made.find("Extent").attrib == {"xmin": "1", "ymin": "2", "xmax": "3", "ymax": "4"}
    assert (made.get("followPreset"), made.get("followPresetName")) == ("true", "Tema")
    assert made.find("own") is not None
    items.add_grid(sheet, made, 2000)
    grid = made.find("ComposerMapGrid")
    assert (grid.get("intervalX"), grid.get("intervalY"), grid.get("show")) == ("2000", "2000", "1")


def test_scale_bar_and_arrow_belong_to_their_map(sheet):
    items.add_scale_bar(sheet, "bar", Box(0, 0, 50, 8), "Peta", 2.5)
    items.add_arrow(sheet, "north", Box(0, 0, 8, 8), "Peta")
    bar, arrow = sheet.root
    assert bar.get("mapUuid") == arrow.get("mapUuid") == items.identity("Peta")
    assert (bar.get("numUnitsPerSegment"), bar.get("numSegments"), bar.get("unitType")) == ("2.5", "4", "km")
    sign = bar.find("numericFormat/Option/Option[@name='decimal_separator']")
    assert sign.get("value") == ","


def test_fonts_are_written_as_qt_does(sheet):
    assert items.font(6.5, bold=True).endswith(",6.5,-1,5,75,0,0,0,0,0")
    assert items.font(6.0, bold=False).split(",")[1:5] == ["6", "-1", "5", "50"]
    assert sheet.size(1.5) == pytest.approx(1.5 * LAYOUT.text)
