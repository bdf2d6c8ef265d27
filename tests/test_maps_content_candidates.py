"""The ranked candidates on the map."""

import pandas as pd
import pytest
from map_study import data_of, study, whole_map, wiggly_grid

from kawasan_gis.criteria import Criterion
from kawasan_gis.maps.content.candidates import candidates
from kawasan_gis.maps.web import web_map


def test_candidates_come_by_rank_with_members_by_role_and_gain():
    listed = data_of(whole_map().html())["candidates"]
    assert [(one["id"], one["rank"], one["name"], one["villages"]) for one in listed] == [
        ("k1", 1, "Kawasan k1", 4),
        ("k2", 2, "Kawasan k2", 4),
    ]
    assert listed[0]["members"] == [
        [14, "pusat", "pusat", 0.01],
        [19, "hinterland", "hinterland", 0.02],
        [13, "hinterland", "hinterland", 0.0],
        [20, "bridge", "penghubung", 0.03],
    ]


def test_worth_values_and_people_of_a_candidate():
    first, second = data_of(whole_map().html())["candidates"]
    assert (first["worth"], first["values"]) == ([0.9692, 0.5, 0.5], [308, 6, 0.25])
    assert (second["worth"], second["values"]) == ([None, 0.5, 0.3642], [None, 6, 0.182])
    assert first["population"] == 101 * (13 + 14 + 19 + 20)


def test_without_criteria_members_and_checks():
    villages = wiggly_grid()
    ranking = study(villages)["ranking"].drop(columns="population")
    (first, _) = candidates(villages, ranking, None, (), None, None, "id")
    assert (first["worth"], first["values"], first["checks"]) == ([], [], [])
    assert first["members"] is None
    assert first["population"] is None
    assert candidates(villages, None, None, (), None, None, "id") is None
    assert candidates(villages, ranking.iloc[:0], None, (), None, None, "id") == []


def test_checks_pass_fail_or_are_not_known():
    villages = wiggly_grid()
    checks = study(villages)["checks"]
    checks = checks[(checks["candidate_id"] == "k2") | (checks["kind"] != "law")]
    first, second = data_of(whole_map(checks=checks).html())["candidates"]
    assert [one["passed"] for one in first["checks"]] == [False, None]
    assert second["checks"][0] == {
        "label": "Satu kabupaten", "passed": True, "text": "Contoh", "basis": "Pasal 1",
    }  # fmt: skip
    (_, english) = data_of(whole_map(checks=checks, language="en").html())["candidates"]
    assert english["checks"][1] == {"label": "Villages", "passed": False, "text": "4, at least 5", "basis": ""}


def test_unknown_roles_and_gains_that_are_not_known_are_last():
    villages = wiggly_grid()
    options = study(villages)
    members = options["members"]
    members.loc[members["kode_desa"] == villages.index[19], ["role", "gain"]] = ["juru kunci", float("nan")]
    members.loc[members["kode_desa"] == villages.index[13], "gain"] = float("nan")
    options["members"] = members.sample(frac=1, random_state=3)
    first = data_of(web_map(villages, **options).html())["candidates"][0]
    assert [row for row, *_ in first["members"]] == [14, 13, 20, 19]
    assert first["members"][-1] == [19, "other", "juru kunci", None]


def test_members_without_data_are_named():
    villages = wiggly_grid()
    options = study(villages)
    options["ranking"] = options["ranking"].assign(missing_rice_ha=[0, 2], missing_road_share=0)
    data = data_of(web_map(villages, **options).html())
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


@pytest.mark.parametrize("missing", [pd.NA, None, float("nan")])
def test_a_candidate_without_a_number_of_people(missing):
    villages = wiggly_grid()
    options = study(villages)
    options["ranking"]["population"] = pd.Series([missing, 4.0], index=options["ranking"].index, dtype="object")
    assert [one["population"] for one in data_of(web_map(villages, **options).html())["candidates"]] == [4, None]


def test_the_rank_decides_the_order_not_the_code():
    villages = wiggly_grid()
    ranking = study(villages)["ranking"].sort_index().assign(rank=[2, 1])
    assert [one["id"] for one in candidates(villages, ranking, None, (), None, None, "id")] == ["k2", "k1"]


def test_values_of_a_share_are_in_per_cent_like_its_goalposts():
    villages = wiggly_grid()
    criterion = Criterion(indicator="rice_ha", worst=0, best=0.5, aggregate="share")
    ranking = study(villages)["ranking"].assign(rice_ha_share=[0.1, 0.25], normalized_rice_ha=[0.2, 0.5])
    listed = candidates(villages, ranking, None, [criterion], None, None, "id")
    assert [one["values"] for one in listed] == [[25], [10]]
