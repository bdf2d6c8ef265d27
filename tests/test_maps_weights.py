"""The tab of weights in a real browser: sliders, numbers, stance and presets against Python."""

import numpy as np
import pytest
from map_study import HOSTILE, data_of
from weighed_map import CRITERIA, Weighed, open_weights, reweighted

from kawasan_gis.i18n import number
from kawasan_gis.maps.style import NO_DATA, classify
from kawasan_gis.presets import Preset

PRESETS = (
    Preset(name="Dinas Pertanian", weights={"rice_ha": 4, "road_share": 0}),
    Preset(name="Forum kepala desa", need=0.6),
)
EXACT = 1e-9


@pytest.fixture(scope="module")
def weighed():
    return Weighed()


@pytest.fixture(scope="module")
def data(weighed):
    return data_of(weighed.drawn(presets=PRESETS).html())


@pytest.fixture
def tab(opened, data):
    return open_weights(opened, data)


def settle(tab):
    tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")


def move(tab, label, value):
    tab.get_by_role("slider", name=label, exact=True).fill(str(value))
    settle(tab)


def weights_of(tab):
    return tab.evaluate("kw.state.weights")


def check_standing(tab, weighed, data):
    """Everything the page says equals what Python computes with the page's weights."""
    weights, found = weights_of(tab), tab.evaluate("kw.standing")
    again = weighed.ranking(weights)
    ids = [one["id"] for one in data["candidates"]]
    assert [ids[place] for place in found["order"]] == list(again.index)
    assert found["ranks"] == again.loc[ids, "rank"].tolist()
    np.testing.assert_allclose(found["scores"], again.loc[ids, "score"], rtol=0, atol=EXACT)
    parts = again.loc[ids, [f"contribution_{one.indicator}" for one in CRITERIA]]
    np.testing.assert_allclose(found["parts"], parts, rtol=0, atol=EXACT)
    villages = np.array(found["villages"], dtype=float)
    np.testing.assert_allclose(villages, weighed.scores(weights)["score"], rtol=0, atol=EXACT)


def test_sliders_weigh_as_python_does(tab, weighed, data):
    assert weights_of(tab) == [one.weight for one in CRITERIA]
    check_standing(tab, weighed, data)
    rng = np.random.default_rng(5)
    orders = set()
    for _ in range(4):
        for one in data["criteria"]:
            move(tab, one["label"], round(float(rng.choice([0, rng.uniform(0, 8)])), 1))
        move(tab, data["criteria"][1]["label"], 0.7)
        assert tab.evaluate("kw.state.mine")
        check_standing(tab, weighed, data)
        again = weighed.ranking(weights_of(tab)).iloc[:3]
        leaders = tab.locator(".kw-leaders li").evaluate_all(
            "all => all.map(one => [...one.children].map(c => c.textContent))"
        )
        assert leaders == [[str(row["rank"]), row["name"], number(row["score"], 3)] for _, row in again.iterrows()]
        orders.add(tuple(tab.evaluate("kw.standing.order")))
    assert len(orders) > 1


def test_a_slider_tells_its_weight_its_share_and_its_goalposts(tab):
    move(tab, "Luas sawah", 2.5)
    row = tab.locator(".kw-weight", has_text="Luas sawah")
    assert row.locator(".kw-share").inner_text() == "45 %"
    assert row.get_by_role("textbox").input_value() == "2,5"
    assert row.get_by_role("slider").get_attribute("aria-valuetext") == "2,5 (45 %)"
    assert row.locator(".kw-scale").inner_text() == "0 pada 0 ha · 1 pada 60.000 ha"
    heads = tab.locator("h2:has(.kw-share)").evaluate_all("all => all.map(one => one.textContent)")
    assert heads == ["Kebutuhan27 %", "Potensi73 %"]


def test_a_number_may_have_a_comma_and_a_wrong_one_changes_nothing(tab):
    box, row = tab.get_by_role("textbox", name="Bobot: Jalan"), tab.locator(".kw-weight", has_text="Jalan")
    for text, weight in (("2,25", 2.25), ("3.5", 3.5), ("12", 12), ("0", 0), (",5", 0.5)):
        box.fill(text)
        settle(tab)
        assert weights_of(tab)[2] == weight
        assert box.input_value() == text
    for text in ("-1", "dua", "", "1.000,5", "1e999", "Infinity"):
        box.fill(text)
        settle(tab)
        assert weights_of(tab)[2] == 0.5
        assert box.get_attribute("aria-invalid") == "true"
        assert row.get_by_role("alert").is_visible()
    box.blur()
    assert (box.input_value(), box.get_attribute("aria-invalid")) == ("0,5", "false")
    assert not row.locator(".kw-wrong").is_visible()


def test_weights_that_are_all_zero_are_said(tab, data):
    said = tab.get_by_text("Semua bobot nol")
    assert not said.is_visible()
    for one in data["criteria"]:
        move(tab, one["label"], 0)
    assert said.is_visible()
    assert tab.locator(".kw-leaders li").count() == 0
    assert tab.evaluate("kw.standing.scores") == [None] * 5
    assert "NaN" not in tab.locator("body").inner_text()
    assert set(tab.locator(".kw-share").all_text_contents()) == {"–"}  # noqa: RUF001 - the page's own sign
    assert tab.get_by_role("slider", name="Titik berat").is_disabled()
    assert tab.get_by_role("button", name="Unduh TOML").is_disabled()
    tab.get_by_role("button", name="Kembali ke bobot studi").click()
    settle(tab)
    assert not said.is_visible()
    assert tab.get_by_role("slider", name="Titik berat").is_enabled()


def test_presets_and_the_way_back(tab, weighed, data):
    back = tab.get_by_role("button", name="Kembali ke bobot studi")
    assert back.is_disabled()
    for preset in PRESETS:
        button = tab.get_by_role("button", name=preset.name)
        assert button.get_attribute("aria-pressed") == "false"
        button.click()
        settle(tab)
        assert weights_of(tab) == pytest.approx([one.weight for one in preset.reweighted(CRITERIA)], abs=EXACT)
        assert button.get_attribute("aria-pressed") == "true"
        assert tab.evaluate("kw.state.mine") is True
        assert tab.locator("[aria-pressed=true]").count() == 1
        check_standing(tab, weighed, data)
    back.click()
    settle(tab)
    assert weights_of(tab) == [one.weight for one in CRITERIA]
    assert tab.evaluate("kw.state.mine") is False
    assert tab.locator("[aria-pressed=true]").count() == 0


def test_stance_moves_as_a_preset_of_python(tab, weighed, data):
    for percent in (60, 100, 0, 35, 1):
        move(tab, "Titik berat", percent)
        if 0 < percent < 100:
            expected = Preset(name="x", need=percent / 100).reweighted(CRITERIA)
            assert weights_of(tab) == pytest.approx([one.weight for one in expected], abs=EXACT)
        assert sum(weights_of(tab)) == pytest.approx(5)
        check_standing(tab, weighed, data)
    label = tab.get_by_role("slider", name="Titik berat").get_attribute("aria-valuetext")
    assert label == "Potensi 99 %, Kebutuhan 1 %"


def test_stance_starts_from_the_weights_of_now_and_follows_them(tab):
    move(tab, "Luas sawah", 5)
    # Past the end, where the potential has no weight, and back.
    move(tab, "Titik berat", 100)
    move(tab, "Titik berat", 50)
    own = reweighted(CRITERIA, [5, 1, 1.5, 0.5])
    expected = [one.weight for one in Preset(name="x", need=0.5).reweighted(own)]
    assert weights_of(tab) == pytest.approx(expected, abs=EXACT)
    move(tab, "Jalan", 0)
    assert tab.get_by_role("slider", name="Titik berat").input_value() == "0"
    # A group without weight comes back in the study's proportions.
    move(tab, "Titik berat", 20)
    assert weights_of(tab)[2] == pytest.approx(0.2 * sum(weights_of(tab)))


def test_arrays_are_never_changed_in_place(tab, data):
    tab.evaluate("() => { window.first = kw.state.weights; window.copy = [...first]; }")
    move(tab, "Luas sawah", 7)
    move(tab, "Titik berat", 80)
    tab.get_by_role("button", name=PRESETS[0].name).click()
    settle(tab)
    assert tab.evaluate("first") == tab.evaluate("copy")
    assert tab.evaluate("kw.data.presets") == data["presets"]


def test_a_dragged_slider_weighs_once_a_frame(tab):
    told = tab.evaluate(
        """async () => {
            let told = 0;
            kw.on("weights", () => { told += 1; });
            const range = document.querySelector(".kw-weight .kw-slider");
            for (let step = 1; step <= 20; step += 1) {
                range.value = step / 10;
                range.dispatchEvent(new Event("input", { bubbles: true }));
            }
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            return told;
        }"""
    )
    assert told == 1
    assert weights_of(tab)[2] == 2


def test_keyboard_alone_is_enough(tab):
    tab.get_by_role("slider", name="Jalan").focus()
    tab.keyboard.press("ArrowRight")
    settle(tab)
    assert weights_of(tab)[2] == pytest.approx(1.6)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Bobot: Jalan"
    tab.keyboard.press("ControlOrMeta+a")
    tab.keyboard.type("4,5")
    settle(tab)
    assert weights_of(tab)[2] == 4.5
    tab.get_by_role("button", name=PRESETS[1].name).focus()
    tab.keyboard.press("Enter")
    settle(tab)
    assert tab.locator("[aria-pressed=true]").inner_text() == PRESETS[1].name


def test_it_fits_a_phone(opened, data):
    tab = open_weights(opened, data, width=390, height=800)
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    box = tab.get_by_role("slider", name="Luas sawah").bounding_box()
    assert box["height"] >= 30
    assert box["width"] > 200


def test_hostile_labels_are_shown_and_do_nothing(opened, weighed):
    labels = dict(zip((one.indicator for one in CRITERIA), HOSTILE, strict=False))
    criteria = [one.model_copy(update={"label": labels[one.indicator]}) for one in CRITERIA]
    presets = [Preset(name=text) for text in HOSTILE if text.strip() == text]
    tab = open_weights(opened, data_of(weighed.drawn(criteria=criteria, presets=presets).html()))
    # As a text area's own value the text is data; nothing else of the tab is but text.
    shown = tab.locator(".kw-label").evaluate_all("all => all.map(one => one.textContent)")
    assert sorted(shown) == sorted(labels.values())
    names = tab.locator("[aria-pressed]").evaluate_all("all => all.map(one => one.textContent)")
    assert names == [one.name for one in presets]
    assert tab.locator(".kw-weights").locator("img, script, iframe, b").count() == 0
    assert tab.evaluate("window.ran") is None
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_stance_has_no_stance_slider(opened, weighed):
    criteria = [one.model_copy(update={"stance": "need"}) for one in CRITERIA]
    tab = open_weights(opened, data_of(weighed.drawn(criteria=criteria, language="en").html()))
    assert tab.get_by_role("slider").count() == 4
    assert tab.locator("h2:has(.kw-share)").evaluate_all("all => all.map(one => one.textContent)") == ["Need100 %"]
    assert "only re-ranked" in tab.locator(".kw-searched").inner_text()


def test_without_criteria_there_is_no_tab(opened, weighed):
    tab = open_weights(opened, data_of(weighed.drawn(criteria=()).html()))
    assert tab.evaluate("kawasanWeights(kw)") is None
    assert tab.get_by_role("button", name="Unduh GeoJSON").count() == 5


def village_colours(tab):
    paths = tab.locator(".leaflet-kawasanVillages-pane path")
    return paths.evaluate_all("all => all.map(one => one.getAttribute('fill'))")


def test_list_colours_and_legend_follow_at_once(opened, weighed):
    drawn = weighed.drawn(presets=PRESETS)
    tab = opened(drawn)
    before = village_colours(tab)
    tab.get_by_role("tab", name="Bobot").click()
    move(tab, "Luas sawah", 0)
    move(tab, "Jalan", 8)
    weights = [0, 1, 8, 0.5]
    again, villages = weighed.ranking(weights), weighed.scores(weights)["score"].round(3)
    classes = classify(villages, decimals=3)
    found = classes.of(villages)
    assert village_colours(tab) == [NO_DATA if place < 0 else classes.colours[place] for place in found] != before
    counts = tab.locator(".kw-classes li span:last-child").all_text_contents()
    assert [int(count) for count in counts[: len(classes.colours)]] == np.bincount(found[found >= 0]).tolist()
    tab.get_by_role("tab", name="Peringkat").click()
    names = tab.locator(".kw-list .kw-name").evaluate_all("all => all.map(one => one.textContent)")
    assert names == again["name"].tolist() != weighed.ranking()["name"].tolist()
    tab.get_by_role("tab", name="Bobot").click()
    tab.get_by_role("button", name="Kembali ke bobot studi").click()
    settle(tab)
    assert village_colours(tab) == before
    tab.get_by_role("tab", name="Peringkat").click()
    names = tab.locator(".kw-list .kw-name").evaluate_all("all => all.map(one => one.textContent)")
    assert names == weighed.ranking()["name"].tolist()
