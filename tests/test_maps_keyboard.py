"""Everything on the map by keyboard alone, in a real browser."""

from map_study import whole_map
from opened_map import texts, weigh, weighed_page, whole_page
from playwright.sync_api import expect

FOCUSED = (
    "() => { const one = document.activeElement; return one.getAttribute('aria-label') || one.textContent || one.id; }"
)


def test_tab_walks_from_the_search_through_the_list_to_the_map(opened):
    tab = opened(whole_map(presets=()))
    seen = []
    for _ in range(30):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body"):
            break
        seen.append(tab.evaluate(FOCUSED))
        shown = tab.evaluate("getComputedStyle(document.activeElement).outline")
        assert "none" not in shown, seen[-1]
        assert "2px" in shown, seen[-1]
    assert seen[:2] == ["Cari desa: nama atau kode", "Peringkat"]
    assert "Kawasan k1" in seen[2]
    assert "Kawasan k2" in seen[3]
    for wanted in (
        "1 · Kawasan k1",
        "2 · Kawasan k2",
        "Perbesar",
        "Perkecil",
        "Lihat seluruh wilayah",
        "Warna menurut",
    ):
        assert wanted in seen


def test_arrows_move_between_tabs(opened):
    tab = opened(whole_page())
    tab.get_by_role("tab", name="Peringkat").focus()
    for key, name in [("ArrowRight", "Bobot"), ("End", "Sumber"), ("ArrowRight", "Peringkat"), ("ArrowLeft", "Sumber"),
                      ("Home", "Peringkat")]:  # fmt: skip
        tab.keyboard.press(key)
        assert tab.evaluate(FOCUSED) == name
        assert texts(tab.get_by_role("tab", selected=True)) == [name]
        expect(tab.get_by_role("tabpanel")).to_have_count(1)
    assert tab.locator("[role=tab][tabindex='0']").count() == 1


def test_a_candidate_unfolds_compares_and_folds(opened):
    tab = opened(whole_page())
    tab.locator(".kw-row").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator(".kw-row").first.get_attribute("aria-expanded") == "true"
    tab.keyboard.press("Tab")
    assert tab.evaluate(FOCUSED) == "Bandingkan"
    tab.keyboard.press("Space")
    assert tab.evaluate(FOCUSED) == "Dibandingkan"
    assert tab.evaluate("map_1.kawasan.state.compared") == [0]
    tab.keyboard.press("Escape")
    assert tab.locator(".kw-row").first.get_attribute("aria-expanded") == "false"


def test_a_badge_tells_and_opens_its_candidate(opened):
    tab = opened(whole_page())
    badge = tab.locator(".kw-pin .kw-badge").nth(1)
    badge.focus()
    assert tab.locator(".kw-tip strong").inner_text() == "2 · Kawasan k2"
    tab.keyboard.press("Enter")
    assert tab.locator(".kw-row").nth(1).get_attribute("aria-expanded") == "true"
    assert badge.get_attribute("aria-pressed") == "true"
    tab.locator(".kw-row").first.focus()
    expect(tab.locator(".kw-tip")).to_have_count(0)


def test_a_member_opens_its_card_and_gets_the_focus_back(opened):
    tab = opened(whole_page())
    tab.locator(".kw-row").first.click()
    member = tab.locator(".kw-member").nth(2)
    member.focus()
    tab.keyboard.press("Enter")
    assert tab.locator(".kw-card h2").inner_text() == member.inner_text()
    tab.keyboard.press("Tab")
    assert tab.evaluate(FOCUSED) == "Tutup"
    tab.keyboard.press("Enter")
    assert not tab.locator(".kw-card").is_visible()
    assert tab.evaluate(FOCUSED) == member.inner_text()
    assert tab.locator(".kw-row").first.get_attribute("aria-expanded") == "true"


def test_the_focus_stays_when_the_list_is_sorted_anew(opened):
    tab = opened(weighed_page())
    tab.locator(".kw-row").last.focus()
    before, names = tab.evaluate(FOCUSED), texts(tab.locator(".kw-list .kw-name"))
    weigh(tab, [0.0, 3.0, 0.0, 5.0])
    assert texts(tab.locator(".kw-list .kw-name")) != names
    assert names[-1] in before
    assert tab.evaluate("document.activeElement.className") == "kw-row"
    assert names[-1] in tab.evaluate(FOCUSED)


def test_the_map_moves_with_the_arrows(opened):
    tab = opened(whole_page())
    tab.locator(".leaflet-container").focus()
    before = tab.evaluate("map_1.getCenter().lng")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("before => map_1.getCenter().lng > before", arg=before)
