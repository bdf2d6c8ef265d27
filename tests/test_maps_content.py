"""What the web map holds."""

import numpy as np
import pandas as pd
import pytest
from map_study import data_of, study, whole_map, wiggly_grid

from kawasan_gis.errors import CRSError, TableError
from kawasan_gis.maps.web import web_map


def test_candidates_come_by_rank_with_members_by_role_and_gain():
    candidates = data_of(whole_map().html())["candidates"]
    assert [(one["rank"], one["name"], one["villages"]) for one in candidates] == [
        (1, "Kawasan k1", 4),
        (2, "Kawasan k2", 4),
    ]
    assert candidates[0]["members"] == [
        [14, "pusat", "pusat", 0.01],
        [19, "hinterland", "hinterland", 0.02],
        [13, "hinterland", "hinterland", 0.0],
        [20, "bridge", "penghubung", 0.03],
    ]


def test_themes_have_units_counts_and_a_place_for_no_data():
    score, rice, school, road = data_of(whole_map().html())["themes"]
    assert (score["label"], score["missing"]) == ("Skor desa", {"label": "tidak dinilai", "count": 1})
    assert sum(row["count"] for row in score["classes"]) == 29
    assert (rice["label"], rice["unit"], rice["missing"]["count"], rice["values"][3]) == ("Luas sawah", "ha", 1, None)
    assert rice["classes"][-1]["label"].endswith("12.346")
    assert [row["label"] for row in school["classes"]] == ["0", "1", "2", "3"]
    assert (road["label"], road["unit"], road["values"][-1]) == ("road_share", "%", 100)
    assert road["class"][0] == 0
    assert road["class"][-1] == 4


def test_sources_are_listed_once_with_year_and_licence():
    assert data_of(whole_map().html())["sources"] == [
        "Batas desa: BIG, 2024 (lisensi bebas)",
        "sawah: BIG, 2021 (lisensi CC BY 4.0)",
        "sekolah: Dapodik, 2019",
        "jalan",
    ]


def test_english_words_and_numbers():
    data = data_of(whole_map(language="en").html())
    assert data["separators"] == [",", "."]
    assert data["words"]["note"] == "Indicative village borders, not an official reference"
    assert data["themes"][1]["classes"][-1]["label"].endswith("12,346")


def test_villages_alone_and_an_empty_ranking():
    villages = wiggly_grid()
    assert data_of(web_map(villages).html())["candidates"] is None
    assert data_of(web_map(villages).html())["title"] == "Peta desa"
    empty = study(villages)["ranking"].iloc[:0]
    assert data_of(web_map(villages, empty, study(villages)["members"]).html())["candidates"] == []


def test_one_village():
    villages = wiggly_grid().iloc[[7]]
    data = data_of(web_map(villages, scores=pd.DataFrame({"score": 0.5}, index=villages.index)).html())
    assert len(data["villages"]["shape"]) == 1
    assert data["themes"][0]["classes"] == [{"label": "0,500", "colour": "#85b588", "count": 1}]


def test_nothing_given_is_changed():
    villages = wiggly_grid()
    given_tables = study(villages)
    before = {name: table.copy() for name, table in given_tables.items() if hasattr(table, "columns")}
    kept = villages.copy()
    web_map(villages, **given_tables).html()
    pd.testing.assert_frame_equal(pd.DataFrame(villages), pd.DataFrame(kept))
    for name, table in before.items():
        pd.testing.assert_frame_equal(pd.DataFrame(given_tables[name]), pd.DataFrame(table))


def test_clear_errors():
    villages = wiggly_grid()
    tables = study(villages)
    with pytest.raises(TableError, match="no villages"):
        web_map(villages.iloc[:0])
    with pytest.raises(CRSError, match="villages is not in metres"):
        web_map(villages.to_crs(4326))
    with pytest.raises(CRSError, match="ranking is not in metres"):
        web_map(villages, tables["ranking"].to_crs(4326))
    with pytest.raises(TableError, match="ranking lacks 1 columns: score"):
        web_map(villages, tables["ranking"].drop(columns="score"))
    with pytest.raises(TableError, match=r"4 members are not among the villages: 99\.01"):
        web_map(villages.iloc[:10], tables["ranking"], tables["members"])


def test_villages_are_counted_by_status_and_members_without_data_are_named():
    villages = wiggly_grid()
    options = study(villages)
    options["ranking"] = options["ranking"].assign(missing_rice_ha=[0, 2], missing_road_share=0)
    data = data_of(web_map(villages, **options).html())
    assert data["subtitle"] == "Contoh · 29 desa, 1 kelurahan"
    assert [one["missing"] for one in data["candidates"]] == ["Desa tanpa data: Luas sawah (2)", ""]


def test_what_the_rules_cap_is_told_of_every_candidate():
    villages = wiggly_grid()
    options = study(villages)
    assert [one["limits"] for one in data_of(web_map(villages, **options).html())["candidates"]] == ["", ""]
    capped = {"covered_rice_ha": [0.1, 0.0], "cap_rice_ha": 0.25, "covered_x": 0.5, "cap_x": 0.5}
    options["ranking"] = options["ranking"].assign(**capped)
    data = data_of(web_map(villages, **options).html())
    told = sorted(one["limits"] for one in data["candidates"])
    assert told[1] == "Luas sawah: 10,0 % dari luas (batas 25 %); x: 50,0 % dari luas (batas 50 %)"
    assert told[0].startswith("Luas sawah: 0,0 %")


def test_a_village_is_in_the_class_of_the_number_shown():
    villages = wiggly_grid()
    for seed in range(20):
        values = pd.Series(np.random.default_rng(seed).random(len(villages)) * 900, index=villages.index)
        (theme,) = data_of(web_map(villages, indicators=values.to_frame("x_ha")).html())["themes"]
        assert theme["decimals"] == 0
        for value, place in zip(theme["values"], theme["class"], strict=True):
            low, high = (float(part) for part in theme["classes"][place]["label"].split(" \N{EN DASH} "))
            assert low <= value <= high
