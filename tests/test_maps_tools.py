"""Scale, coordinates, badges and the printed sheet, in a real browser."""

import re

import geopandas as gpd
import pandas as pd
import pytest
from map_study import study, wiggly_grid
from opened_map import choose, texts, whole_page

from kawasan_gis.maps.web import web_map


@pytest.mark.parametrize(
    ("language", "pattern"), [("id", r"\d,\d{5}° LS \d{3},\d{5}° BT"), ("en", r"\d\.\d{5}° S \d{3}\.\d{5}° E")]
)
def test_coordinates_under_the_pointer(opened, language, pattern):
    tab = opened(whole_page(language))
    tab.mouse.move(800, 400)
    said = " ".join(tab.locator(".kw-at").inner_text().split())
    assert re.fullmatch(pattern, said)
    at = tab.evaluate("map_1.containerPointToLatLng(L.point(800 - map_1.getContainer().offsetLeft, 400))")
    numbers = [float(text.replace(",", ".")) for text in re.findall(r"[\d.,]+", said)]
    assert numbers == pytest.approx([abs(at["lat"]), at["lng"]], abs=1e-5)
    north = tab.evaluate("kawasanDegrees(map_1.kawasan, L.latLng(1.5, -2.25))").split("  ")
    assert north == {"id": ["1,50000° LU", "2,25000° BB"], "en": ["1.50000° N", "2.25000° W"]}[language]


def test_north_is_up_and_the_scale_is_metric(opened):
    tab = opened(whole_page())
    assert tab.locator(".kw-north").inner_text() == "U"
    assert tab.locator(".leaflet-control-scale").inner_text().endswith("km")
    before = tab.evaluate("map_1.getZoom()")
    tab.get_by_role("button", name="Perbesar").click()
    assert tab.evaluate("map_1.getZoom()") > before
    tab.locator(".kw-whole-area").click()
    assert tab.evaluate("map_1.getZoom()") == before


def test_the_whole_area_is_shown_even_while_the_map_zooms(opened):
    tab = opened(whole_page(), reduced_motion="no-preference")
    before = tab.evaluate("map_1.getZoom()")
    tab.evaluate("() => { map_1.on('zoomanim', () => setTimeout(() => map_1.kawasan.fit(), 20)); map_1.zoomIn(1); }")
    tab.wait_for_timeout(600)
    assert tab.evaluate("map_1.getZoom()") == before


def crowded_map():
    """Six candidates of one village each, so close that their badges would touch."""
    villages = wiggly_grid(columns=24, rows=20)
    tables = study(villages)
    codes = villages.index[:6]
    first = tables["ranking"].iloc[[0] * 6].reset_index(drop=True)
    ranking = gpd.GeoDataFrame(
        first.assign(name=[f"Kawasan {code}" for code in codes], rank=range(1, 7), centre=codes),
        geometry=villages.geometry[codes].to_list(),
        crs=villages.crs,
    ).set_index(pd.Index([f"k{place}" for place in range(6)], name="candidate_id"))
    members = pd.DataFrame({"candidate_id": ranking.index, "kode_desa": codes, "role": "pusat", "gain": 0.1})
    return web_map(villages, **{**tables, "ranking": ranking, "members": members, "checks": None, "criteria": (),
                                "presets": ()})  # fmt: skip


OVERLAPS = """() => {
    const badges = [...document.querySelectorAll(".kw-pin .kw-badge:not(.kw-dot)")];
    const boxes = badges.map(one => one.getBoundingClientRect());
    return boxes.filter((one, at) => boxes.slice(at + 1).some(other => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom)).length;
}"""


def test_badges_of_lower_rank_give_way_as_dots(opened):
    tab = opened(crowded_map())
    dots = tab.locator(".kw-pin .kw-badge.kw-dot")
    assert 0 < dots.count() < 6
    assert tab.evaluate(OVERLAPS) == 0
    assert "kw-dot" not in tab.locator(".kw-pin .kw-badge").first.get_attribute("class")
    choose(tab, 5)
    assert "kw-dot" not in tab.locator(".kw-pin.kw-on .kw-badge").get_attribute("class")
    assert tab.evaluate(OVERLAPS) == 0
    tab.evaluate("() => { map_1.setZoom(15, { animate: false }); }")
    assert dots.count() == 0


def test_the_sheet_holds_map_legend_list_and_sources_without_controls(opened):
    tab = opened(whole_page())
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    for part in (
        ".kw-head h1",
        ".kw-key .kw-theme",
        ".kw-classes",
        ".kw-name",
        ".kw-foot li",
        ".leaflet-control-scale",
    ):
        assert tab.locator(part).first.is_visible(), part
    for part in (".kw-nav", ".kw-tools", ".kw-key select", ".kw-layers"):
        assert not tab.locator(part).first.is_visible(), part
    sheet = tab.locator("body").bounding_box()
    assert sheet["width"] / sheet["height"] == pytest.approx(277 / 188, abs=0.01)
    assert texts(tab.locator(".kw-theme")) == ["Skor desa"]
    tab.emulate_media(media="screen")
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert tab.locator(".kw-nav").is_visible()
    assert tab.evaluate("map_1.getBounds().contains(map_1.kawasan.data.bounds)")


def test_a_long_list_is_printed_whole_on_further_sheets(opened):
    tab = opened(whole_page())
    choose(tab)
    tab.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert tab.locator(".kw-panel").evaluate("one => one.scrollHeight <= one.clientHeight")
    below = tab.locator(".kw-panel").bounding_box()["y"]
    drawn = tab.locator(".folium-map").bounding_box()
    assert below >= drawn["y"] + drawn["height"]
