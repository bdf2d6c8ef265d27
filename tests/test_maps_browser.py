"""The web map in a real browser that is cut off from the network."""

import re

import folium
import shapely
from map_study import HOSTILE, hostile_tables, study, whole_map, wiggly_grid
from opened_map import MADE_OF_TEXT, TIP_OF, hostile_page, hover, plain, texts, village_paths, whole_page

from kawasan_gis.i18n import number
from kawasan_gis.maps.web import web_map


def test_opens_offline_with_every_village_drawn(opened):
    tab = opened(whole_map())
    assert village_paths(tab).count() == 30
    assert tab.locator(".leaflet-kawasanKecamatan-pane path").count() == 3
    assert tab.locator(".kw-pin").all_text_contents() == ["1", "2"]
    fills = [path.get_attribute("fill") for path in village_paths(tab).all()]
    assert len(set(fills)) == 6
    assert tab.locator(".kw-classes li").last.inner_text().split("\n") == ["tidak dinilai", "1"]
    assert tab.locator(".leaflet-control-scale").inner_text().endswith("km")
    assert "Batas desa indikatif, bukan rujukan resmi" in tab.locator(".leaflet-container").inner_text()
    assert tab.locator(".kw-foot li").first.inner_text() == "Batas desa: BIG, 2024 (lisensi bebas)"
    assert tab.title() == "Calon kawasan perdesaan"
    assert tab.evaluate("document.documentElement.lang") == "id"
    assert tab.evaluate("typeof window.jQuery") == "undefined"


def test_hover_tells_everything_of_a_village(opened):
    tab = opened(whole_map())
    tip = hover(tab, 28).inner_text()
    assert "Desa E4" in tip
    assert "Kec. Kecamatan 3" in tip
    assert "99.01.03.2004 · desa" in tip
    assert re.sub(r"\s+", " ", tip).count("Luas sawah 11.920 ha") == 1
    assert "Skor desa" in tip
    assert "tidak ada data" in hover(tab, 3).inner_text()


def test_click_on_a_candidate_zooms_and_lists_its_members(opened):
    tab = opened(whole_map())
    before = tab.evaluate("map_1.getZoom()")
    row = tab.locator(".kw-row").first
    area = study(wiggly_grid())["ranking"].loc["k1", "area_ha"]
    assert re.split(r"\s*\n+", row.inner_text()) == ["1", "Kawasan k1", f"4 desa · {number(area, 1)} ha", "0,735"]
    row.click()
    tab.wait_for_function("before => map_1.getZoom() > before", arg=before)
    assert row.get_attribute("aria-expanded") == "true"
    assert tab.locator(".kw-detail .kw-member").count() == 4
    cells = tab.locator(".kw-detail tbody tr").first.locator("td").all_text_contents()
    assert cells[1:3] == ["pusat", "0,010"]
    inside = tab.evaluate(
        "map_1.getBounds().contains(L.latLngBounds(kawasanCorners("
        "JSON.parse(document.getElementById('kawasan-data').textContent).candidates[0].shape)[0][0]))"
    )
    assert inside
    dimmed = village_paths(tab).evaluate_all("all => all.map(one => one.getAttribute('fill-opacity'))")
    assert dimmed.count("1") == 4
    tab.keyboard.press("Escape")
    assert row.get_attribute("aria-expanded") == "false"


def test_a_candidate_tells_how_much_of_it_is_under_what_is_capped(opened):
    villages = wiggly_grid()
    options = study(villages)
    options["ranking"] = options["ranking"].assign(covered_forest_share=0.125, cap_forest_share=0.2)
    tab = opened(web_map(villages, **options))
    tab.locator(".kw-row").first.click()
    assert tab.locator(".kw-facts").all_text_contents() == ["forest_share: 12,5 % dari luas (batas 20 %)"]


def test_a_resized_window_shows_everything_until_the_reader_has_moved(opened):
    tab = opened(whole_map())
    everything = "map_1.getBounds().contains(JSON.parse(document.getElementById('kawasan-data').textContent).bounds)"
    tab.set_viewport_size({"width": 900, "height": 420})
    tab.wait_for_function("() => map_1.getSize().y === 420")
    assert tab.evaluate(everything)
    tab.locator(".kw-row").first.click()
    tab.wait_for_function(f"() => !({everything})")
    tab.wait_for_timeout(600)  # the zoom is animated
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.wait_for_function("() => map_1.getSize().y === 800")
    tab.wait_for_timeout(100)
    assert not tab.evaluate(everything)


def test_a_village_opens_its_card_and_a_badge_its_candidate(opened):
    tab = opened(whole_page())
    hover(tab, 20)
    tab.mouse.down()
    tab.mouse.up()
    card = tab.locator(".kw-card")
    assert card.locator("h2").inner_text() == "Desa C3"
    assert "Luas sawah 8.514 ha" in " ".join(card.inner_text().split())
    assert texts(card.locator(".kw-holder")) == ["1 Kawasan k1 penghubung"]
    card.locator(".kw-holder").click()
    assert tab.locator(".kw-row").nth(0).get_attribute("aria-expanded") == "true"
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    tab.locator(".kw-whole-area").click()
    tab.locator(".kw-pin .kw-badge", has_text="2").click()
    assert tab.locator(".kw-row").nth(1).get_attribute("aria-expanded") == "true"
    assert tab.locator(".kw-row").nth(0).get_attribute("aria-expanded") == "false"


def test_numbers_are_written_as_python_writes_them(opened):
    tab = opened(whole_map())
    cases = [(0, 0), (12345.6, 1), (-1234.5, 1), (0.734, 3), (999, 0), (1000, 0), (1234567.25, 2), (0.05, 2)]
    for value, decimals in cases:
        said = tab.evaluate(
            "([value, decimals]) => kawasanText({separators: ['.', ',']}).number(value, decimals)", [value, decimals]
        )
        assert said == number(value, decimals)


def test_hostile_text_is_shown_and_does_nothing(opened):
    villages, tables = hostile_tables()
    tab = opened(hostile_page())
    assert plain(tab.locator(".kw-list .kw-name").all_text_contents()) == plain(
        tables["ranking"].sort_values("rank")["name"]
    )
    for row, name in enumerate(villages["nama_desa"]):
        assert tab.evaluate(TIP_OF, row) == name
    tab.locator(".kw-row").first.click()
    for step in (
        "tab => tab.set('village', 3)",
        "tab => tab.set('pins', [3, 4, 5])",
        "tab => tab.set('compared', [0, 1])",
    ):
        tab.evaluate(f"({step})(map_1.kawasan)")
        assert tab.evaluate(MADE_OF_TEXT) == []
    labels = [one.label for one in tables["criteria"]]
    assert plain(tab.locator(".kw-contributions .kw-of > .kw-text:nth-child(2)").all_text_contents()) == plain(labels)
    assert plain(tab.locator(".kw-card h2").all_text_contents()) == plain([villages["nama_desa"].iloc[3]])
    assert plain(tab.locator(".kw-pins .kw-link").all_text_contents()) == plain(villages["nama_desa"].iloc[3:6])
    assert tab.evaluate("window.ran") is None
    assert tab.evaluate("document.title") == re.sub(r"\s+", " ", tables["title"])
    options = tab.locator("select option").evaluate_all("all => all.map(one => one.textContent)")
    assert options == ["Skor desa", HOSTILE[0], HOSTILE[1], HOSTILE[3]]


def test_popups_of_folium_work(opened):
    drawn = whole_map()
    folium.CircleMarker([-3.12, 115.24], popup=folium.Popup("<b>Pasar</b>", show=True)).add_to(drawn)
    assert opened(drawn).locator(".leaflet-popup b").inner_text() == "Pasar"


def test_raw_markup_in_an_added_layer_cannot_run(browser, tmp_path):
    drawn = whole_map()
    raw = "<i onclick='window.ran=1'>pasar</i>"
    folium.CircleMarker([-3.12, 115.24], tooltip=folium.Tooltip(raw, permanent=True)).add_to(drawn)
    drawn.save(tmp_path / "map.html")
    context = browser.new_context(offline=True)
    tab = context.new_page()
    refused = []
    tab.on("console", lambda said: refused.append(said.text))
    tab.goto((tmp_path / "map.html").as_uri())
    tab.evaluate("document.querySelector('.leaflet-tooltip i').click()")
    assert tab.evaluate("window.ran") is None
    assert "Content Security Policy" in refused[0]
    context.close()


def test_notebook_frame_works(opened):
    tab = opened("<!DOCTYPE html><meta charset='utf-8'>" + whole_map()._repr_html_())
    frame = tab.frame_locator("iframe")
    frame.locator(".kw-row").first.click()
    assert frame.locator(".kw-detail .kw-member").count() == 4
    assert frame.locator(".leaflet-kawasanVillages-pane path").count() == 30


def test_a_province_opens_on_a_canvas(opened):
    villages = wiggly_grid(columns=50, rows=41).iloc[:2008]
    tab = opened(web_map(villages, **study(villages)))
    assert tab.locator(".leaflet-kawasanVillages-pane canvas").count() == 1
    assert "99.01." in hover(tab, 900).inner_text()
    assert (
        tab.evaluate("JSON.parse(document.getElementById('kawasan-data').textContent).villages.shape.length")
    ) == 2008


def far_island(villages):
    """The first village moved a long way out to sea."""
    moved = villages.geometry.copy()
    moved.iloc[0] = shapely.affinity.translate(moved.iloc[0], 0, -150_000)
    return villages.set_geometry(moved)


EVERYTHING = "map_1.getBounds().contains(JSON.parse(document.getElementById('kawasan-data').textContent).bounds)"


def test_a_map_with_an_island_far_out_opens_without_it(opened):
    villages = far_island(wiggly_grid())
    tab = opened(web_map(villages, **study(villages)))
    assert not tab.evaluate(EVERYTHING)
    tab.locator(".kw-whole-area").click()
    assert tab.evaluate(EVERYTHING)
