"""Villages that must be inside, in a real browser: a way of looking at the candidates."""

from map_study import study, wiggly_grid
from opened_map import choose, texts, whole_page

MEMBERS = study(wiggly_grid())["members"]


def rows_of(tab, key):
    codes = tab.evaluate("map_1.kawasan.data.villages.code")
    return [codes.index(code) for code in MEMBERS.loc[MEMBERS["candidate_id"] == key, "kode_desa"]]


def test_a_pinned_village_is_listed_marked_and_removed(opened):
    tab = opened(whole_page())
    detail = choose(tab)
    name = detail.locator(".kw-member").nth(1).inner_text()
    pin = detail.get_by_role("button", name=f"Wajibkan desa ini: {name}", exact=True)
    assert pin.get_attribute("aria-pressed") == "false"
    assert not tab.locator(".kw-pins").is_visible()
    pin.click()
    assert detail.locator(".kw-brief").nth(1).get_attribute("aria-pressed") == "true"
    assert texts(tab.locator(".kw-pins .kw-link")) == [name]
    assert tab.locator(".kw-marked").count() == 1
    assert "must_have" in tab.locator(".kw-pins").inner_text()
    tab.get_by_role("button", name=f"Lepas dari desa wajib: {name}").first.click()
    assert not tab.locator(".kw-pins").is_visible()
    assert tab.locator(".kw-marked").count() == 0
    assert detail.locator(".kw-brief").nth(1).get_attribute("aria-pressed") == "false"


def test_candidates_tell_how_many_they_hold_and_the_others_are_dimmed(opened):
    tab = opened(whole_page())
    first, second = rows_of(tab, "k1"), rows_of(tab, "k2")
    held = tab.locator(".kw-held")
    tab.evaluate("rows => map_1.kawasan.set('pins', rows)", first[:2])
    assert held.all_text_contents() == ["memuat 2 dari 2 desa wajib", "memuat 0 dari 2 desa wajib"]
    assert tab.locator(".kw-list > .kw-dim .kw-name").all_text_contents() == ["Kawasan k2"]
    assert tab.locator(".kw-list > .kw-whole .kw-name").all_text_contents() == ["Kawasan k1"]
    assert tab.locator(".kw-pin.kw-dim").all_text_contents() == ["2"]
    assert "1 calon memuat semuanya." in tab.locator(".kw-pins").inner_text()
    tab.evaluate("rows => map_1.kawasan.set('pins', rows)", [first[0], second[0]])
    assert held.all_text_contents() == ["memuat 1 dari 2 desa wajib"] * 2
    opacity = "() => [0, 1].map(place => Number(map_1.kawasan.outlines.line(place).options.opacity))"
    assert max(tab.evaluate(opacity)) < 1
    tab.evaluate("map_1.kawasan.set('pins', [])")
    assert held.all_text_contents() == ["", ""]
    assert tab.evaluate(opacity) == [1, 1]


def test_the_card_pins_by_keyboard_and_keeps_the_focus(opened):
    tab = opened(whole_page("en"))
    tab.locator("#kw-search").fill("desa d0")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    assert tab.locator(":focus").inner_text() == "Pin as must-have"
    tab.keyboard.press("Enter")
    assert tab.locator(":focus").inner_text() == "Unpin"
    assert texts(tab.locator(".kw-pins .kw-link")) == ["Desa D0"]
    assert "This is a view only." in tab.locator(".kw-pins").inner_text()
