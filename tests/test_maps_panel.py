"""The panel in a real browser: tabs, the ranked list under other weights, and what is told of a candidate."""

import pytest
from map_study import whole_map
from opened_map import choose, hostile_page, texts, weigh, weighed_page, whole_page
from weighed_map import Weighed

from kawasan_gis.i18n import number
from kawasan_gis.maps.web import web_map

OTHER = [0.0, 3.0, 0.0, 5.0]


def tabs(tab):
    return texts(tab.get_by_role("tab"))


def test_tabs_are_there_only_where_there_is_something_to_show(opened):
    tab = opened(whole_page())
    assert tabs(tab) == ["Peringkat", "Bobot", "Bandingkan", "Sumber"]
    tab.get_by_role("tab", name="Sumber").click()
    assert texts(tab.get_by_role("tabpanel")) == texts(tab.locator("#kw-page-sources"))
    assert texts(tab.locator(".kw-foot li"))[0] == "Batas desa: BIG, 2024 (lisensi bebas)"


def test_villages_alone_have_sources_and_a_search(opened):
    villages = Weighed().villages
    tab = opened(web_map(villages, sources=["BIG"]))
    assert tabs(tab) == ["Sumber"]
    tab.locator("#kw-search").fill("desa a0")
    tab.keyboard.press("Enter")
    assert tab.locator(".kw-card h2").inner_text() == "Desa A0"
    tab.locator(".kw-card .kw-pinning").click()
    assert texts(tab.locator(".kw-pins .kw-link")) == ["Desa A0"]


def test_one_candidate_is_not_compared(opened):
    weighed = Weighed()
    one = weighed.ranking().iloc[:1]
    tab = opened(weighed.drawn(ranking=one, members=weighed.members[weighed.members["candidate_id"].isin(one.index)]))
    assert tabs(tab) == ["Peringkat", "Bobot", "Sumber"]
    assert "Bandingkan" not in choose(tab).inner_text()


def test_the_list_follows_the_weights_and_tells_the_rank_of_the_study(opened):
    weighed = Weighed()
    study, again = weighed.ranking(), weighed.ranking(OTHER)
    assert list(study.index) != list(again.index)
    tab = opened(weighed_page())
    assert texts(tab.locator(".kw-list .kw-name")) == list(study["name"])
    assert not tab.locator(".kw-reranked").is_visible()
    assert tab.locator(".kw-was").first.text_content() == ""
    weigh(tab, OTHER)
    assert texts(tab.locator(".kw-list .kw-name")) == list(again["name"])
    assert texts(tab.locator(".kw-row > .kw-badge")) == ["1", "2", "3", "4", "5"]
    assert texts(tab.locator(".kw-points")) == [number(one, 3) for one in again["score"]]
    steps = study.loc[again.index, "rank"] - again["rank"]
    signs = [f"▲{step}" if step > 0 else f"▼{-step}" if step < 0 else "=" for step in steps]
    assert texts(tab.locator(".kw-was > [aria-hidden]")) == signs
    said = [f"peringkat studi {rank}" for rank in study.loc[again.index, "rank"]]
    assert [text.strip() for text in tab.locator(".kw-was .kw-aside").all_text_contents()] == said
    assert "dicari dengan bobot studi" in tab.locator(".kw-reranked").inner_text()
    badges = tab.locator(".kw-pin .kw-badge").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert sorted(badges) == [f"{row.rank} · {row.name}" for row in again.itertuples()]


def test_new_ranks_are_announced_once_the_reader_rests(opened):
    tab = opened(weighed_page())
    status = tab.locator("#kw-page-ranking > div > [role=status]")
    assert status.text_content() == ""
    weigh(tab, [1.0, 1.0, 1.0, 1.0])
    weigh(tab, OTHER)
    tab.wait_for_function("() => document.querySelector('#kw-page-ranking [role=status]').textContent")
    first = Weighed().ranking(OTHER)["name"].iloc[:3]
    assert status.text_content() == "Peringkat berubah: " + "; ".join(f"{n}. {name}" for n, name in enumerate(first, 1))


def test_contributions_add_up_to_the_score_under_any_weights(opened):
    tab = opened(weighed_page())
    detail = choose(tab)
    place = tab.evaluate("map_1.kawasan.state.chosen")
    for weights in ([2.0, 1.0, 1.5, 0.5], OTHER):
        weigh(tab, weights)
        parts = [float(text.replace(",", ".")) for text in texts(detail.locator(".kw-part"))]
        assert sum(parts) == pytest.approx(
            tab.evaluate("place => map_1.kawasan.standing.scores[place]", place), abs=3e-3
        )
        shares = [text.rsplit("bobot ", 1)[1] for text in texts(detail.locator(".kw-contributions li > .kw-quiet"))]
        assert shares == [f"{number(100 * one / sum(weights), 1)} %" for one in weights]
    assert texts(detail.locator(".kw-stances .kw-text")) == ["potensi", "kebutuhan"]


def test_a_candidate_tells_all_that_is_known_of_it(opened):
    tab = opened(whole_page())
    detail = choose(tab, 1)
    facts = dict(zip(texts(detail.locator("dt")), texts(detail.locator("dd")), strict=True))
    assert facts["Pusat"] == "Desa D0"
    assert facts["Penduduk"] == "1.414"
    rows = texts(detail.locator(".kw-contributions li"))
    assert rows[0].startswith("Kurang sawah (kebutuhan)")
    assert rows[0].endswith("tidak ada data · tidak dihitung")
    assert texts(detail.locator(".kw-part"))[0] == number(float("nan"))
    assert texts(detail.locator("tbody .kw-role")) == ["pusat", "hinterland", "hinterland", "penghubung"]
    assert "menurut bobot studi" in detail.inner_text()
    assert texts(detail.locator(".kw-checks summary")) == [
        "1 tidak terpenuhi",
        "1 tidak dapat diketahui dari data",
        "1 terpenuhi",
    ]
    assert texts(detail.locator(".kw-failed")) == ["✗ Tidak terpenuhi: Jumlah desa 4, paling sedikit 5"]
    assert not detail.locator(".kw-passed").is_visible()
    detail.locator(".kw-checks summary").last.click()
    assert "Pasal 1" in detail.locator(".kw-passed").inner_text()
    detail.locator(".kw-sources summary").click()
    assert "RPJMD 2021" in detail.locator(".kw-sources").inner_text()
    assert detail.get_by_role("button", name="Unduh GeoJSON").count() == 1


def test_without_criteria_members_and_checks_the_rest_is_told(opened):
    tab = opened(whole_map(criteria=(), presets=(), checks=None, members=None))
    detail = choose(tab)
    assert tabs(tab) == ["Peringkat", "Bandingkan", "Sumber"]
    assert detail.locator(".kw-contributions, .kw-checks, .kw-sources, table").count() == 0
    assert "Daftar anggota tidak disertakan." in detail.inner_text()


def test_the_panel_speaks_english(opened):
    tab = opened(whole_page("en"))
    assert tabs(tab) == ["Ranking", "Weights", "Compare", "Sources"]
    detail = choose(tab)
    assert "1 failed" in detail.inner_text()
    assert tab.locator(".kw-points").first.inner_text() == "0.735"
    assert tab.locator("#kw-search").get_attribute("placeholder") == "Find a village: name or code"


def test_hostile_names_stay_inside_the_panel(opened):
    tab = opened(hostile_page("en"))
    choose(tab)
    panel = tab.locator(".kw-panel")
    assert panel.evaluate("one => one.scrollWidth <= one.clientWidth")
    tab.get_by_role("tab", name="Sources").click()
    assert panel.evaluate("one => one.scrollWidth <= one.clientWidth")
