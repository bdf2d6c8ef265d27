"""What villages are coloured by."""

import numpy as np
import pandas as pd
import pytest
from map_study import data_of, study, whole_map, wiggly_grid

from kawasan_gis.errors import TableError
from kawasan_gis.maps.content.themes import themes
from kawasan_gis.maps.web import web_map


def test_themes_have_units_counts_and_a_place_for_no_data():
    score, rice, school, road = data_of(whole_map().html())["themes"]
    assert [theme["key"] for theme in (score, rice, school, road)] == ["score", "rice_ha", "school_count", "road_share"]
    assert (score["label"], score["missing"]) == ("Skor desa", {"label": "tidak dinilai", "count": 1})
    assert sum(row["count"] for row in score["classes"]) == 29
    assert (rice["label"], rice["unit"], rice["missing"]["count"], rice["values"][3]) == ("Luas sawah", "ha", 1, None)
    assert rice["classes"][-1]["label"].endswith("12.346")
    assert [row["label"] for row in school["classes"]] == ["0", "1", "2", "3"]
    assert (road["label"], road["unit"], road["values"][-1]) == ("road_share", "%", 100)
    assert road["class"][0] == 0
    assert road["class"][-1] == 4


def test_a_theme_says_where_it_is_from():
    score, rice, school, road = data_of(whole_map().html())["themes"]
    assert [theme["source"] for theme in (score, rice, school, road)] == [
        "",
        "BIG, 2021 (lisensi CC BY 4.0)",
        "Dapodik, 2019",
        "",
    ]


def test_edges_are_the_bounds_of_the_classes():
    for theme in data_of(whole_map().html())["themes"]:
        assert len(theme["edges"]) == len(theme["classes"]) + 1
        assert theme["edges"] == sorted(theme["edges"])
        for value, place in zip(theme["values"], theme["class"], strict=True):
            if place >= 0:
                low, high = theme["edges"][place], theme["edges"][place + 1]
                assert low <= value < high or (place == len(theme["classes"]) - 1 and value == high)


def test_a_village_is_in_the_class_of_the_number_shown():
    villages = wiggly_grid()
    for seed in range(20):
        values = pd.Series(np.random.default_rng(seed).random(len(villages)) * 900, index=villages.index)
        (theme,) = data_of(web_map(villages, indicators=values.to_frame("x_ha")).html())["themes"]
        assert theme["decimals"] == 0
        for value, place in zip(theme["values"], theme["class"], strict=True):
            low, high = (float(part) for part in theme["classes"][place]["label"].split(" \N{EN DASH} "))
            assert low <= value <= high


def test_an_indicator_that_nobody_measured():
    villages = wiggly_grid()
    nothing = pd.DataFrame({"x_ha": np.nan, "y_ha": np.inf}, index=villages.index)
    for theme in themes(villages, nothing, None, None, "id"):
        assert (theme["classes"], theme["edges"]) == ([], [])
        assert theme["missing"]["count"] == len(villages)
        assert set(theme["values"]) == {None}


def test_scores_need_their_column():
    villages = wiggly_grid()
    with pytest.raises(TableError, match="scores lacks 1 columns: score"):
        themes(villages, None, None, study(villages)["scores"].drop(columns="score"), "id")


def test_a_theme_of_text_is_refused_by_name():
    tables = study(wiggly_grid())
    indicators = tables["indicators"].assign(soil="clay")
    with pytest.raises(TableError, match="indicator soil is no column of numbers: clay;"):
        themes(wiggly_grid(), indicators, None, None, "id")
