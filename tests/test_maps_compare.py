"""Candidates side by side, in a real browser."""

from opened_map import choose, hostile_page, texts, weigh, weighed_page, whole_page
from weighed_map import CRITERIA, Weighed

from kawasan_gis.i18n import number


def compare(tab, *places):
    for place in places:
        if tab.locator(".kw-row").nth(place).get_attribute("aria-expanded") != "true":
            choose(tab, place)
        tab.locator(".kw-detail").get_by_role("button", name="Bandingkan").click()
    tab.get_by_role("tab", name="Bandingkan").click()
    return tab.locator(".kw-compare")


def row(table, label):
    found = table.locator("tbody tr").filter(has=table.page.locator("th", has_text=label))
    return found.first.locator("td")


def test_three_candidates_stand_side_by_side(opened):
    ranking = Weighed().ranking()
    tab = opened(weighed_page())
    table = compare(tab, 0, 2, 4)
    shown = ranking.iloc[[0, 2, 4]]
    assert texts(table.locator("thead .kw-link")) == list(shown["name"])
    assert tab.get_by_role("tab", name="Bandingkan").inner_text().split() == ["Bandingkan3"]
    scores = texts(row(table, "Skor").locator("> .kw-text:first-child"))
    assert scores == [number(one, 3) for one in shown["score"]]
    assert texts(row(table, "Luas (ha)")) == [number(one, 1) for one in shown["area_ha"]]
    for one in CRITERIA:
        assert row(table, one.label).locator(".kw-bar").count() == 3
    widths = (
        row(table, "Kekompakan").locator(".kw-bar i").evaluate_all("all => all.map(one => parseFloat(one.style.width))")
    )
    assert [round(width, 4) for width in widths] == [round(100 * one, 4) for one in shown["normalized_compactness"]]


def test_the_best_of_a_row_is_told_in_words_too(opened):
    tab = opened(weighed_page())
    table = compare(tab, 0, 1)
    best = row(table, "Skor").evaluate_all("all => all.map(one => one.classList.contains('kw-best'))")
    assert best == [True, False]
    assert row(table, "Skor").first.text_content().endswith("(paling kuat dalam barisnya)")
    assert row(table, "Luas (ha)").locator(".kw-aside").count() == 0


def test_compared_outlines_differ_in_colour_and_dash(opened):
    tab = opened(weighed_page())
    compare(tab, 0, 1, 2)
    lines = tab.evaluate(
        "() => map_1.kawasan.state.compared.map(place => map_1.kawasan.outlines.line(place).getElement())"
        ".map(one => [one.getAttribute('stroke'), one.getAttribute('stroke-dasharray')])"
    )
    assert len({colour for colour, _ in lines}) == len({dash for _, dash in lines}) == 3
    keys = tab.locator(".kw-stroke").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).borderTopColor, getComputedStyle(one).borderTopStyle])"
    )
    assert len({colour for colour, _ in keys}) == len({style for _, style in keys}) == 3


def test_a_fourth_waits_until_one_is_removed(opened):
    tab = opened(weighed_page())
    table = compare(tab, 0, 1, 2)
    tab.get_by_role("tab", name="Peringkat").click()
    choose(tab, 3)
    button = tab.locator(".kw-detail").get_by_role("button", name="Bandingkan")
    assert button.is_disabled()
    assert button.get_attribute("title") == "Paling banyak tiga calon dibandingkan"
    tab.get_by_role("tab", name="Bandingkan").click()
    table.locator(".kw-shut").first.click()
    assert table.locator("thead .kw-link").count() == 2
    assert tab.evaluate("document.activeElement.className") == "kw-shut kw-text"
    tab.get_by_role("tab", name="Peringkat").click()
    assert button.is_enabled()


def test_the_table_follows_the_weights_and_widens_the_panel(opened):
    tab = opened(weighed_page())
    wide = tab.locator(".kw-panel").bounding_box()["width"]
    table = compare(tab, 0, 1)
    assert tab.locator(".kw-panel").bounding_box()["width"] > wide
    weigh(tab, [0.0, 0.0, 0.0, 1.0])
    again = Weighed().ranking([0, 0, 0, 1])
    names = texts(table.locator("thead .kw-link"))
    expected = [again.loc[again["name"] == name, "rank"].iloc[0] for name in names]
    assert [int(text) for text in texts(row(table, "Peringkat").locator("> .kw-text:first-child"))] == expected
    tab.get_by_role("tab", name="Peringkat").click()
    assert tab.locator(".kw-panel").bounding_box()["width"] == wide


def test_checks_are_compared(opened):
    tab = opened(whole_page())
    table = compare(tab, 0, 1)
    assert [cell.text_content() for cell in row(table, "Jumlah desa").all()] == ["4", "4"]
    signs = [" ".join(text.split()) for text in row(table, "Satu kabupaten").all_text_contents()]
    assert signs == ["✓ Terpenuhi", "✓ Terpenuhi"]


def test_hostile_names_do_not_widen_the_table(opened):
    tab = opened(hostile_page())
    tab.evaluate("() => { map_1.kawasan.set('compared', [0, 1]); map_1.kawasan.panel.open('compare'); }")
    assert tab.locator(".kw-panel").evaluate("one => one.scrollWidth <= one.clientWidth")
