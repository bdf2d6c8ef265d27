import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from area_oracle import KINDS, random_criteria, random_villages
from drawing import code, column, draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.ranking import rank_candidates

VILLAGES = draw_villages("abcd\nefgh")
GRAPH = rook_graph(VILLAGES)
WHOLE = Rules(min_villages=8, max_steps=0)


# Always measured, so that weights are left whatever drops out.
ALWAYS = [Criterion(indicator="n_kecamatan", worst=0, best=2)]
OTHERS = [kind for kind in KINDS if kind != "n_kecamatan"]


def criteria(*weights, **options):
    return [
        Criterion(indicator=name, worst=0, best=best, weight=weight, aggregate=kind, **options)
        for name, best, kind, weight in zip("xy", (1, 4), ("mean", "sum"), weights, strict=True)
    ]


def table(seed):
    return column(VILLAGES, str(seed)).join(column(VILLAGES, str(seed + 1), "y"))


def ranked(seed, own, search=None):
    rules = Rules(min_villages=2, max_villages=4)
    candidates, members = find_candidates(
        VILLAGES, GRAPH, table(seed), search or own, rules, findings=Findings(), max_overlap=0.6
    )[:2]
    return rank_candidates(VILLAGES, GRAPH, candidates, members, table(seed), own), members


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 5), st.floats(0.01, 5))
def test_contributions_sum_to_the_score_and_ranks_follow_it(seed, one, two):
    ranking, members = ranked(seed, criteria(one, two))
    parts = ranking[["contribution_x", "contribution_y"]].sum(axis=1)
    np.testing.assert_allclose(parts, ranking["score"], atol=1e-12)
    assert ranking["rank"].tolist() == list(range(1, len(ranking) + 1))
    assert ranking["score"].round(12).is_monotonic_decreasing
    # Checked against the definition, without the objective.
    for name in ranking.index:
        own = table(seed).loc[members.query("candidate_id == @name")["kode_desa"]]
        score = (one * min(own["x"].mean(), 1) + two * min(own["y"].sum() / 4, 1)) / (one + two)
        assert ranking.at[name, "score"] == pytest.approx(score)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.lists(st.sampled_from(OTHERS), min_size=1, max_size=8, unique=True), st.data())
def test_any_weights_give_the_score_from_what_is_on_the_goalposts(seed, kinds, data):
    villages = random_villages(seed, 9)
    graph = rook_graph(villages)
    table, own = random_criteria(villages, seed, kinds)
    lenient = {"error": "drop_criterion"}
    own = [one.model_copy(update={"missing": lenient.get(one.missing, one.missing), "weight": 1.0}) for one in own]
    candidates, members = drawn_by_hand(villages, [range(4), range(4, 9), range(2, 3)])
    ranking = rank_candidates(villages, graph, candidates, members, table, own + ALWAYS)
    more = st.floats(0, 10).map(lambda weight: 0.0 if weight < 1e-3 else weight)
    weights = np.array([*(data.draw(more) for _ in own), data.draw(st.floats(0.01, 10))])
    weighed = [one.model_copy(update={"weight": w}) for one, w in zip(own + ALWAYS, weights, strict=True)]
    again = rank_candidates(villages, graph, ranking, members, table, weighed)
    columns = [f"normalized_{one.indicator}" for one in weighed]
    pd.testing.assert_frame_equal(again[columns].sort_index(), ranking[columns].sort_index())
    values = again[columns].to_numpy()
    some = ~np.isnan(values)
    assert ((values[some] >= 0) & (values[some] <= 1)).all()
    scores = np.where(some, values * weights, 0).sum(axis=1) / np.where(some, weights, 0).sum(axis=1)
    np.testing.assert_allclose(scores, again["score"], rtol=0, atol=1e-12)


def drawn_by_hand(villages, areas):
    """Candidates of the villages at these places, the first of each its centre."""
    names = [f"k{number}" for number in range(len(areas))]
    rows = [(name, code, "hinterland" if place else "pusat", np.nan)
            for name, area in zip(names, areas, strict=True)
            for place, code in enumerate(villages.index[area])]  # fmt: skip
    candidates = gpd.GeoDataFrame(
        geometry=[villages.geometry.iloc[area].union_all() for area in areas], index=names, crs=villages.crs
    )
    return candidates, pd.DataFrame(rows, columns=["candidate_id", "kode_desa", "role", "gain"])


def test_a_criterion_without_weight_is_on_its_goalposts_too():
    villages, graph = draw_villages("abcd"), rook_graph(draw_villages("abcd"))
    values = pd.DataFrame({"x": [1.0, 3.0, 5.0, 9.0], "y": [np.nan, np.nan, 2.0, 2.0]}, index=villages.index)
    own = [
        Criterion(indicator="x", worst=0, best=4, weight=0, aggregate="mean"),
        Criterion(indicator="y", worst=0, best=4, weight=2, aggregate="mean", missing="worst"),
        Criterion(indicator="centre_km", worst=1, best=0, weight=0),
    ]
    candidates, members = drawn_by_hand(villages, [range(3)])
    ranking = rank_candidates(villages, graph, candidates, members, values, own)
    # The centre is the first village, not the one in the middle; a third of y's villages were measured.
    expected = {"x": 3 / 4, "y": 2 / 4 / 3, "centre_km": 0.0}
    assert {name: ranking.at["k0", f"normalized_{name}"] for name in expected} == pytest.approx(expected)
    assert ranking.at["k0", "score"] == pytest.approx(2 / 4 / 3)
    dropped = [own[0], own[1].model_copy(update={"missing": "drop_criterion"}), ALWAYS[0]]
    again = rank_candidates(villages, graph, ranking, members, values.assign(y=np.nan), dropped)
    assert np.isnan(again.at["k0", "normalized_y"])
    assert "normalized_centre_km" not in again


def test_other_weights_rank_the_same_candidates_again():
    ranking, _ = ranked(3, criteria(0, 1), search=criteria(1, 0))
    again, _ = ranked(3, criteria(1, 0))
    assert set(ranking.index) == set(again.index)
    assert ranking.index.tolist() != again.index.tolist()


def test_missing_members_are_counted():
    values = table(3)
    values.loc[code("a"), "x"] = np.nan
    own = criteria(1, 1, missing="drop_criterion")
    candidates, members = find_candidates(VILLAGES, GRAPH, values, own, WHOLE, findings=Findings())[:2]
    ranking = rank_candidates(VILLAGES, GRAPH, candidates, members, values, own)
    assert ranking["missing_x"].tolist() == [1]
    assert ranking["missing_y"].tolist() == [0]


def test_bridges_do_not_count():
    own = criteria(1, 1)
    candidates, members = find_candidates(
        VILLAGES, GRAPH, table(3), own, Rules(min_villages=3, max_villages=3), findings=Findings()
    )[:2]
    before = rank_candidates(VILLAGES, GRAPH, candidates, members, table(3), own)
    name = candidates.index[0]
    inside = set(members.query("candidate_id == @name")["kode_desa"])
    outsider = next(kode for kode in VILLAGES.index if kode not in inside)
    bridge = pd.DataFrame({"candidate_id": [name], "kode_desa": [outsider], "role": ["bridge"], "gain": [np.nan]})
    after = rank_candidates(VILLAGES, GRAPH, candidates, pd.concat([members, bridge]), table(3), own)
    pd.testing.assert_frame_equal(before, after)


def test_the_certificate_stands_in_every_row():
    found = find_candidates(VILLAGES, GRAPH, table(3), criteria(1, 1), Rules(max_villages=4), findings=Findings())
    ranking = rank_candidates(VILLAGES, GRAPH, *found[:2], table(3), criteria(1, 1), certificate=found.certificate)
    assert ranking["proven"].all()
    assert (ranking["list_gap"] == found.certificate.gap).all()
    again = rank_candidates(VILLAGES, GRAPH, ranking, found.members, table(3), criteria(1, 1))
    assert "proven" not in again


def test_other_criteria_keep_the_centre_that_was_found():
    found = find_candidates(VILLAGES, GRAPH, table(3), criteria(1, 1), Rules(max_villages=4), findings=Findings())
    near = [Criterion(indicator="centre_km", worst=3, best=0)]
    ranking = rank_candidates(VILLAGES, GRAPH, *found[:2], table(3), near)
    assert ranking["centre_km"].to_dict() == pytest.approx(found.candidates["centre_km"].to_dict())
    other = found.members.assign(role=["pusat" if cut else "hinterland" for cut in found.members["cut"]])
    moved = rank_candidates(VILLAGES, GRAPH, found.candidates, other, table(3), near)
    assert (moved["centre_km"].sort_index() >= ranking["centre_km"].sort_index() - 1e-12).all()


def test_tables_that_do_not_fit():
    own = criteria(1, 1)
    candidates, members = find_candidates(VILLAGES, GRAPH, table(3), own, WHOLE, findings=Findings())[:2]
    with pytest.raises(TableError, match="1 candidates have no members"):
        rank_candidates(VILLAGES, GRAPH, candidates, members[:0], table(3), own)
    with pytest.raises(TableError, match="1 members are not among the villages: x"):
        rank_candidates(VILLAGES, GRAPH, candidates, members.assign(kode_desa="x"), table(3), own)


def test_a_ranking_can_be_ranked_again():
    ranking, members = ranked(3, criteria(1, 1))
    again = rank_candidates(VILLAGES, GRAPH, ranking.iloc[::-1], members, table(3), criteria(1, 1))
    pd.testing.assert_frame_equal(ranking, again, check_like=True)
    other = rank_candidates(VILLAGES, GRAPH, ranking, members, table(3), criteria(1, 1)[:1])
    assert "contribution_y" not in other


def test_repeated_members_and_members_without_values_are_refused():
    own = criteria(1, 1)
    candidates, members = find_candidates(VILLAGES, GRAPH, table(3), own, WHOLE, findings=Findings())[:2]
    with pytest.raises(TableError, match="1 villages stand twice in one candidate"):
        rank_candidates(VILLAGES, GRAPH, candidates, pd.concat([members, members[:1]]), table(3), own)
    with pytest.raises(TableError, match='1 candidates have no value for a criterion that says missing = "error"'):
        rank_candidates(VILLAGES, GRAPH, candidates, members, table(3).assign(x=np.nan), own)


def test_area_values_follow_the_criteria_of_the_ranking():
    ranking, members = ranked(3, criteria(1, 1))
    summed = [Criterion(indicator="x", worst=0, best=100, aggregate="sum")]
    again = rank_candidates(VILLAGES, GRAPH, ranking, members, table(3), summed)
    for name in again.index:
        own = table(3).loc[members.query("candidate_id == @name")["kode_desa"], "x"]
        assert again.at[name, "x"] == pytest.approx(own.sum())
        assert again.at[name, "score"] == pytest.approx(own.sum() / 100)


def test_what_the_rules_cap_is_told_as_a_share_of_the_area():
    villages = draw_villages("aab\ncdb")
    shares = column(villages, {"a": 0.5, "b": 0.2, "c": 0.0, "d": 0.9}, "share").join(column(villages, "3"))
    own = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    rules = Rules(min_villages=3, max_villages=3, max_steps=0, max_share={"share": 0.47})
    candidates, members = find_candidates(
        villages, rook_graph(villages), shares, own, rules, findings=Findings(), max_overlap=1, count=9
    )[:2]
    graph = rook_graph(villages)
    ranking = rank_candidates(villages, graph, candidates, members, shares, own, rules=rules)
    found = {
        "".join(sorted(members.query("candidate_id == @name")["kode_desa"].str[-1])): row.covered_share
        for name, row in zip(ranking.index, ranking.itertuples(), strict=True)
    }
    # Villages a and b are of two squares, c and d of one: a, c and d are above the cap; a, b and d are not, though
    # the mean over the villages is.
    areas, under = {"1": 2, "2": 2, "3": 1, "4": 1}, {"1": 1.0, "2": 0.4, "3": 0.0, "4": 0.9}
    assert found == pytest.approx({k: sum(map(under.get, k)) / sum(map(areas.get, k)) for k in found})
    assert sorted(found) == ["123", "124", "234"]
    assert ranking["cap_share"].tolist() == [0.47] * 3
    again = rank_candidates(villages, graph, ranking, members, shares, own)
    assert not [name for name in again if name.startswith(("covered_", "cap_"))]
    with pytest.raises(TableError, match="the rules cap share, but the indicators have no such column"):
        rank_candidates(villages, graph, candidates, members, shares[["x"]], own, rules=rules)
