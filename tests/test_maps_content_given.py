"""What the map refuses to be drawn from."""

import numpy as np
import pytest
from map_study import CRITERIA, study, wiggly_grid

from kawasan_gis.errors import CRSError, TableError
from kawasan_gis.maps.content.given import check_given, require
from kawasan_gis.maps.web import web_map


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
    with pytest.raises(TableError, match="villages lacks 1 columns: area_ha"):
        web_map(villages.drop(columns="area_ha"))


def test_criteria_need_the_worth_of_every_candidate():
    villages = wiggly_grid()
    tables = study(villages)
    bare = tables["ranking"].drop(columns=["normalized_rice_ha", "normalized_compactness"])
    with pytest.raises(
        TableError,
        match="ranking lacks 2 columns of the criteria: normalized_rice_ha, normalized_compactness; rank the",
    ):
        check_given(villages, bare, None, CRITERIA, None)
    check_given(villages, bare, None, (), None)
    check_given(villages, None, None, CRITERIA, None)


def test_scores_of_other_criteria_are_refused():
    villages = wiggly_grid()
    ranking = study(villages)["ranking"]
    check_given(villages, ranking, None, CRITERIA, None)
    other = (CRITERIA[0].model_copy(update={"weight": 3.0}), *CRITERIA[1:])
    with pytest.raises(TableError, match="1 candidates have another score than the criteria give: k1;"):
        check_given(villages, ranking, None, other, None)
    unweighed = tuple(one.model_copy(update={"weight": 0.0}) for one in CRITERIA)
    with pytest.raises(TableError, match="2 candidates have another score"):
        check_given(villages, ranking, None, unweighed, None)
    check_given(villages, ranking.assign(score=np.nan), None, unweighed, None)


def test_checks_are_of_ranked_candidates():
    villages = wiggly_grid()
    tables = study(villages)
    with pytest.raises(TableError, match="1 candidates of the checks are not in the ranking: k2;"):
        check_given(villages, tables["ranking"].loc[["k1"]], None, (), tables["checks"])
    with pytest.raises(TableError, match="checks lacks 1 columns: passed;"):
        check_given(villages, tables["ranking"], None, (), tables["checks"].drop(columns="passed"))


def test_require_names_what_is_not_there():
    table = wiggly_grid()
    require(table, ["status"], "villages")
    with pytest.raises(TableError, match="villages lacks 2 columns: b, a; give it as its step made it"):
        require(table, ["b", "status", "a"], "villages")


def test_members_without_a_role_are_named():
    villages = wiggly_grid()
    tables = study(villages)
    for nothing in (None, ""):
        members = tables["members"].copy()
        members.loc[members.index[1], "role"] = nothing
        with pytest.raises(TableError, match=f"1 members have no role: {members['kode_desa'].iloc[1]};"):
            check_given(villages, tables["ranking"], members, (), None)
