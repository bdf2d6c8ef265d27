"""Finding a village by name or code, in a real browser."""

import pytest
from map_study import study, wiggly_grid
from opened_map import hostile_page, texts, whole_page

from kawasan_gis.maps.web import web_map


def named_page():
    villages = wiggly_grid()
    villages.loc[villages.index[:4], "nama_desa"] = ["Ma'rang", "MARÁNG Hulu", "Sei Marang", "Marangin"]
    return web_map(villages, **study(villages))


def look(tab, text):
    tab.locator("#kw-search").fill(text)
    return [text.split(" Kec.")[0] for text in texts(tab.locator("#kw-found [role=option]"))]


def test_accents_apostrophes_and_case_do_not_matter(opened):
    tab = opened(named_page())
    wanted = ["Ma'rang", "MARÁNG Hulu", "Marangin", "Sei Marang"]
    for text in ("marang", "MA'RANG", "ma\u2019rang", " m\u00e1rang "):
        assert look(tab, text) == wanted
    assert tab.locator(".kw-search [role=status]").text_content() == "4 desa ditemukan"


def test_a_code_is_found_with_and_without_points(opened):
    tab = opened(whole_page())
    for text in ("99.01.01.1001", "9901011001", "1001"):
        assert look(tab, text) == ["Desa A0"]
    assert texts(tab.locator("#kw-found [role=option]")) == ["Desa A0 Kec. Kecamatan 1 · 99.01.01.1001"]


def test_nothing_found_is_said(opened):
    tab = opened(whole_page())
    assert look(tab, "zzz") == []
    assert "Tidak ada desa dengan nama atau kode itu." in tab.locator("#kw-found").inner_text()
    assert look(tab, "") == []
    assert not tab.locator("#kw-found").is_visible()
    assert len(look(tab, "desa")) == 12
    assert "+18 lainnya" in tab.locator("#kw-found").inner_text()


def test_enter_zooms_marks_and_tells(opened):
    tab = opened(whole_page())
    before = tab.evaluate("map_1.getZoom()")
    look(tab, "desa b")
    box = tab.locator("#kw-search")
    assert box.get_attribute("aria-expanded") == "true"
    first = box.get_attribute("aria-activedescendant")
    tab.keyboard.press("ArrowDown")
    second = box.get_attribute("aria-activedescendant")
    assert first != second
    assert tab.locator("#kw-found [aria-selected=true]").get_attribute("id") == second
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    assert texts(tab.locator("#kw-found [aria-selected=true]"))[0].startswith("Desa B4")
    tab.keyboard.press("Enter")
    assert tab.locator(".kw-card h2").inner_text() == "Desa B4"
    assert tab.evaluate("map_1.getZoom()") > before
    ring, card = tab.locator(".leaflet-kawasanVillage-pane path").first, tab.locator(".kw-card")
    assert ring.bounding_box()["x"] > card.bounding_box()["x"] + card.bounding_box()["width"]
    assert tab.evaluate("document.activeElement.className") == "kw-card"
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.id") == "kw-search"


def test_escape_closes_the_list_only(opened):
    tab = opened(whole_page())
    tab.locator(".kw-row").first.click()
    look(tab, "desa")
    tab.keyboard.press("Escape")
    assert not tab.locator("#kw-found").is_visible()
    assert tab.locator("#kw-search").get_attribute("aria-expanded") == "false"
    assert tab.locator(".kw-row").first.get_attribute("aria-expanded") == "true"


@pytest.mark.parametrize("text", ["<img", "{{", "__proto__", "');window"])
def test_hostile_names_are_found_as_they_are(opened, text):
    tab = opened(hostile_page())
    found = look(tab, text)
    assert found
    assert all(text in one for one in found)
    tab.locator("#kw-found [role=option]").first.click()
    assert text in tab.locator(".kw-card h2").text_content()
    assert tab.evaluate("window.ran") is None
