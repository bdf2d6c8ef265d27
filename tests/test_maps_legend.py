"""Legend and layers of the map in a real browser."""

import pytest
from map_study import whole_map
from opened_map import hostile_page, texts, village_paths, whole_page

COUNTS = ".kw-key > details > .kw-classes li"


def open_layers(tab):
    tab.locator(".kw-layers > summary").click()
    return tab.locator(".kw-shown")


def test_colours_unit_and_source_follow_the_chosen_indicator(opened):
    tab = opened(whole_map())
    before = village_paths(tab).nth(3).get_attribute("fill")
    tab.locator(".kw-key select").select_option(label="Luas sawah")
    assert village_paths(tab).nth(3).get_attribute("fill") == "#e0d6db" != before
    assert tab.locator(".kw-unit").inner_text() == "ha"
    assert "BIG, 2021" in tab.locator(".kw-source").inner_text()
    assert texts(tab.locator(COUNTS))[-1] == "tidak ada data 1"


def test_outlines_and_names_can_be_switched_off(opened):
    tab = opened(whole_page())
    shown = open_layers(tab)
    shown.get_by_label("Batas calon kawasan").uncheck()
    assert tab.locator(".kw-pin").count() == 0
    tab.locator(".kw-row").first.click()
    shown.get_by_label("Batas calon kawasan").check()
    assert tab.locator(".kw-pin.kw-on").all_text_contents() == ["1"]
    shown.get_by_label("Batas kecamatan").uncheck()
    assert tab.locator(".leaflet-kawasanKecamatan-pane path").count() == 0
    assert tab.locator(".kw-area:not(.kw-place)").count() == 3
    shown.get_by_label("Nama wilayah").uncheck()
    assert tab.locator(".kw-area:not(.kw-place)").count() == 0


def test_villages_let_the_backdrop_show_through_while_it_is_on(opened):
    tab = opened(whole_page())
    opacity = "() => Number(map_1.kawasan.villages.layers[5].options.fillOpacity)"
    assert tab.evaluate(opacity) < 1
    open_layers(tab).get_by_label("Relief").uncheck()
    assert tab.evaluate(opacity) == 1
    assert tab.locator(f"{COUNTS} b").first.evaluate("one => one.style.opacity") == "1"


def test_the_legend_folds_and_leaves_the_map_free(opened):
    tab = opened(whole_page())
    key, drawn = tab.locator(".kw-key").bounding_box(), tab.locator(".folium-map").bounding_box()
    assert key["width"] * key["height"] < 0.12 * drawn["width"] * drawn["height"]
    tab.locator(".kw-key > details > summary").click()
    assert tab.locator(".kw-key").bounding_box()["height"] < 60


@pytest.mark.parametrize("language", ["id", "en"])
def test_hostile_labels_do_not_widen_the_legend(opened, language):
    tab = opened(hostile_page(language))
    open_layers(tab)
    assert tab.locator(".kw-key").evaluate("one => one.scrollWidth <= one.clientWidth")
