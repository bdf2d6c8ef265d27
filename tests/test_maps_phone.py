"""The map on a phone: 390 pixels wide, touched with fingers."""

import pytest
from opened_map import choose, hostile_page, whole_page

PHONE = {"width": 390, "height": 800, "has_touch": True}
SMALL = """() => [...document.querySelectorAll("button, input, select, summary, label, [role=option]")]
    .filter(one => one.checkVisibility() && !one.matches(".kw-dot, .kw-aside, label > input"))
    .map(one => {
        const box = one.getBoundingClientRect(), after = getComputedStyle(one, "::after");
        const more = after.position === "absolute" ? -2 * parseFloat(after.top) || 0 : 0;
        return [one.className + " " + one.textContent.slice(0, 30), box.width + more, box.height + more].map(
            value => typeof value === "number" ? Math.round(value) : value);
    }).filter(([, width, height]) => width < 40 || height < 40)"""


def test_the_map_is_on_top_and_the_panel_below(opened):
    tab = opened(whole_page(), **PHONE)
    drawn, panel = tab.locator(".folium-map").bounding_box(), tab.locator(".kw-panel").bounding_box()
    assert drawn["width"] == 390 == panel["width"]
    assert tab.locator(".kw-head").bounding_box()["y"] < drawn["y"]
    assert panel["y"] >= drawn["y"] + drawn["height"]
    assert not tab.locator(".kw-classes").first.is_visible()


def test_the_map_stays_in_sight_while_the_list_is_read(opened):
    tab = opened(whole_page(), **PHONE)
    choose(tab)
    tab.evaluate("window.scrollTo(0, 700)")
    assert tab.locator(".folium-map").bounding_box()["y"] == 0
    choose(tab, 1)
    drawn = tab.locator(".folium-map").bounding_box()
    assert tab.locator(".kw-row").nth(1).bounding_box()["y"] >= drawn["y"] + drawn["height"] - 1


@pytest.mark.parametrize("page", [whole_page, hostile_page])
def test_nothing_is_wider_than_the_screen(opened, page):
    tab = opened(page(), **PHONE)
    tab.evaluate(
        "() => { const kw = map_1.kawasan; kw.set('compared', [0, 1]); kw.set('pins', [3, 4]); kw.choose(0); }"
    )
    for name in ("weights", "compare", "sources", "ranking"):
        tab.evaluate("name => map_1.kawasan.panel.open(name)", name)
        assert tab.evaluate("document.documentElement.scrollWidth") == 390, name
        assert tab.locator(".kw-panel").evaluate("one => one.scrollWidth") == 390, name
    tab.evaluate("map_1.kawasan.set('village', 3)")
    assert tab.locator(".kw-card").bounding_box()["width"] <= 390
    assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_everything_is_large_enough_for_a_finger(opened):
    tab = opened(whole_page(), **PHONE)
    tab.evaluate("() => { const kw = map_1.kawasan; kw.set('compared', [0, 1]); kw.set('pins', [3]); kw.choose(0); }")
    tab.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert tab.evaluate(SMALL) == []
    tab.evaluate("map_1.kawasan.set('village', 3)")
    tab.evaluate("map_1.kawasan.panel.open('compare')")
    assert tab.evaluate(SMALL) == []


def test_a_tap_opens_the_card_inside_the_map(opened):
    tab = opened(whole_page(), **PHONE)
    drawn = tab.locator(".folium-map").bounding_box()
    tab.touchscreen.tap(drawn["x"] + 200, drawn["y"] + 120)
    card = tab.locator(".kw-card").bounding_box()
    assert card["y"] >= drawn["y"]
    assert card["y"] + card["height"] <= drawn["y"] + drawn["height"]
