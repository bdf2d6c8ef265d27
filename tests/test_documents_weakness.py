import math

import numpy as np
import pandas as pd
import pytest
from drafted import ABOUT, CRITERIA, tables
from drawing import codes

from kawasan_gis.documents.needs import read_needs
from kawasan_gis.documents.weakness import needs_table, said_need, standing, weak_members, weakest_first
from kawasan_gis.errors import TableError


def stood(**changes):
    given = tables(**changes)
    return standing(given["ranking"].loc["k1"], CRITERIA, given["ranking"], ABOUT, "id").set_index("indicator")


def test_a_need_that_scores_high_is_a_weak_condition():
    table = stood(ike=0.25)
    # Of need: 0.25 on 1..0 is worth 0.75, so the condition is 0.25. Of potential: 4 schools of 10.
    assert table["normalized"].tolist() == pytest.approx([0.75, 0.4])
    assert table["condition"].tolist() == pytest.approx([0.25, 0.4])
    assert table["weight"].tolist() == pytest.approx([0.25, 0.75])
    assert table["open"].tolist() == pytest.approx([0.25 * 0.75, 0.75 * 0.6])
    assert table["contribution"].tolist() == pytest.approx([0.25 * 0.75, 0.75 * 0.4])


def test_without_data_a_criterion_has_no_weight_and_the_others_share_it():
    table = stood(ike=np.nan)
    assert table.loc["ike", ["value", "normalized", "condition", "weight", "contribution", "open"]].isna().all()
    assert table.at["ike", "missing"] == 4
    assert table.at["smp_count", "weight"] == 1


def test_sources_name_the_layer():
    assert stood()["source"].tolist() == ["Indeks: Kemendesa, 2024", "Smp; Sumber tidak disebutkan dalam studi"]


def test_what_leaves_most_open_comes_first_and_what_has_no_data_last():
    table = pd.DataFrame({
        "indicator": list("abcdefg"), "open": [0.1, 0.3, math.nan, 0.2, 0.01, 0.02, 0.0],
        "condition": [0.9, 0.8, math.nan, 0.7, 0.3, 0.9, 1.0],
    })  # fmt: skip
    assert weakest_first(table)["indicator"].tolist() == ["b", "d", "a", "e", "c"]
    # Half way between the goalposts is not weak yet.
    assert "e" not in weakest_first(table.replace({"condition": {0.3: 0.5}}))["indicator"].tolist()


def test_what_leaves_nothing_open_is_not_weak():
    assert len(weakest_first(pd.DataFrame({"indicator": ["a"], "open": [1e-15], "condition": [1.0]}))) == 0


def test_members_below_the_members_mean_are_named_weakest_first():
    given = tables()
    own = given["indicators"].copy()
    own.loc[codes("dehi"), "smp_count"] = [3.0, 0.0, 1.0, math.nan]
    own.loc[codes("dehi"), "ike"] = [0.1, 0.9, 0.9, 0.2]
    named = weak_members(given["villages"], codes("ihed"), own, CRITERIA)
    assert named == {"ike": codes("di"), "smp_count": codes("eh")}
    assert weak_members(given["villages"], codes("de"), None, CRITERIA) == {}


def test_the_table_of_needs_has_a_row_per_need_of_each_weak_criterion():
    given = tables(ike=0.25)
    table = needs_table(*(given.pop(name) for name in ("villages", "ranking", "members", "criteria")), about=ABOUT)
    assert table["indicator"].tolist() == ["smp_count", "ike"]
    assert table["offices"].tolist() == ["Dinas Pendidikan", "Dinas Pemberdayaan Masyarakat dan Desa"]
    assert table["open"].tolist() == pytest.approx([0.45, 0.1875])
    assert table["rank"].tolist() == [1, 1]


def test_what_no_need_is_found_for_and_what_has_no_data_say_so():
    given = tables(ike=math.nan)
    places = [given.pop(name) for name in ("villages", "ranking", "members", "criteria")]
    table = needs_table(*places, needs=read_needs()[:1]).set_index("indicator")
    assert table.at["smp_count", "field"].startswith("Belum ada dalam tabel kebutuhan")
    assert table.at["smp_count", "offices"] == ""
    (village,) = [need for need in read_needs() if need.key == "desa"]
    assert said_need(village, {"condition": math.nan}, "en")["work"] == "Collect the data that are not available"


def test_a_ranking_made_without_the_criteria_is_refused():
    given = tables()
    bare = given["ranking"].drop(columns=["normalized_ike"])
    with pytest.raises(TableError, match="normalized_ike"):
        needs_table(given["villages"], bare, given["members"], CRITERIA)


def test_the_basis_of_a_need_says_how_far_it_can_be_relied_on():
    need, one = read_needs()[0], {"condition": 0.2}
    assert said_need(need, one, "id")["basis"] == f"{need.source} (pengetahuan praktik; periksa sebelum dikutip)"
    assert said_need(need.model_copy(update={"mark": "read"}), one, "en")["basis"] == need.source
