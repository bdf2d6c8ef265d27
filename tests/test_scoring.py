import numpy as np
import pandas as pd
import pytest
from drawing import code, column, draw_villages
from hypothesis import given
from hypothesis import strategies as st

from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.scoring import contributions, normalized, normalized_villages, score_villages

VILLAGES = draw_villages("abC")


def criterion(name="x", worst=0.0, best=10.0, **options):
    return Criterion(indicator=name, worst=worst, best=best, aggregate="mean", **options)


def test_by_hand():
    criteria = [criterion("x", 0, 10, weight=3), criterion("y", 1, 0, weight=1)]
    parts = contributions(np.array([[5.0, 0.25], [20.0, 2.0], [-5.0, 0.0]]), np.ones((3, 2)), criteria)
    assert parts.tolist() == [[0.375, 0.1875], [0.75, 0.0], [0.0, 0.25]]


def test_no_negative_zero_is_printed():
    parts = contributions(np.array([[1.0]]), np.ones((1, 1)), [criterion("x", 1, 0)])
    assert str(parts[0, 0]) == "0.0"


def test_missing_values_by_policy():
    values, measured = np.array([[np.nan, 10.0]]), np.array([[0.0, 1.0]])
    drop = [criterion("x", missing="drop_criterion"), criterion("y")]
    assert contributions(values, measured, drop).tolist() == [[0.0, 1.0]]
    worst = [criterion("x", missing="worst"), criterion("y")]
    assert contributions(values, measured, worst).tolist() == [[0.0, 0.5]]
    half = contributions(np.array([[10.0, 10.0]]), np.array([[0.5, 1.0]]), worst)
    assert half.tolist() == [[0.25, 0.5]]
    nothing = contributions(np.array([[np.nan]]), np.array([[0.0]]), drop[:1])
    assert np.isnan(nothing).all()


def test_goalposts_know_no_weights():
    values, measured = np.array([[5.0, np.nan, 0.25], [np.nan, 4.0, 2.0]]), np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 1.0]])
    criteria = [
        criterion("x", missing="drop_criterion", weight=0),
        criterion("y", missing="worst"),
        criterion("z", 1, 0),
    ]
    found = normalized(values, measured, criteria)
    assert found == pytest.approx(np.array([[0.5, 0.0, 0.75], [np.nan, 0.4, 0.0]]), nan_ok=True)
    halved = normalized(values, measured, [one.model_copy(update={"missing": "worst"}) for one in criteria])
    assert halved[0, 2] == 0.375


@given(st.lists(st.lists(st.floats(-1, 2) | st.just(np.nan), min_size=3, max_size=3), min_size=1), st.data())
def test_weights_on_the_goalposts_give_the_score(rows, data):
    policy = st.sampled_from(["error", "drop_criterion", "worst"])
    criteria = [criterion(name, 0, 1, weight=data.draw(st.sampled_from([0, 0.3, 2])), missing=data.draw(policy))
                for name in "xyz"]  # fmt: skip
    values, share = np.array(rows), np.array(data.draw(st.lists(st.floats(0, 1), min_size=3, max_size=3)))
    share = np.broadcast_to(share, values.shape)
    found, parts = normalized(values, share, criteria), contributions(values, share, criteria)
    weights = np.where(np.isnan(found), 0, [one.weight for one in criteria])
    refused = (np.isnan(found) & [one.missing == "error" for one in criteria]).any(axis=1)
    for row, weight, part, no in zip(np.nan_to_num(found), weights, parts, refused, strict=True):
        score = np.nan if no or not weight.sum() else (row * weight).sum() / weight.sum()
        assert part.sum() == pytest.approx(score, abs=1e-12, nan_ok=True)


finite = st.floats(-1e6, 1e6)


@given(
    st.lists(finite, min_size=3, max_size=3),
    st.lists(st.floats(0, 1e3), min_size=3, max_size=3),
    st.floats(0.001, 1000),
)
def test_scores_stay_within_bounds_and_ignore_the_scale_of_weights(values, weights, factor):
    weights[0] += 0.5
    criteria = [criterion(name, worst=-3, best=7, weight=w) for name, w in zip("xyz", weights, strict=True)]
    scaled = [c.model_copy(update={"weight": c.weight * factor}) for c in criteria]
    row, ones = np.array([values]), np.ones((1, 3))
    parts = contributions(row, ones, criteria)
    assert (parts >= 0).all()
    assert parts.sum() <= 1 + 1e-12
    assert parts == pytest.approx(contributions(row, ones, scaled), abs=1e-12)


@given(finite, finite)
def test_more_is_never_worse_when_more_is_better(a, b):
    low, high = min(a, b), max(a, b)
    parts = contributions(np.array([[low], [high]]), np.ones((2, 1)), [criterion(worst=-10, best=10)])
    assert parts[0, 0] <= parts[1, 0]


def test_villages_are_scored_with_contributions():
    scores = score_villages(VILLAGES, column(VILLAGES, {"a": 5, "b": 10, "C": 0}), [criterion()])
    assert scores.columns.tolist() == ["score", "contribution_x"]
    assert scores.loc[[code("a"), code("b"), code("C")], "score"].tolist() == [0.5, 1.0, 0.0]


def test_a_missing_value_is_no_score_unless_a_policy_says_so():
    table = column(VILLAGES, {"a": 5}).assign(y=10.0)
    error = score_villages(VILLAGES, table, [criterion(), criterion("y")])
    assert error["score"].notna().tolist() == [False, True, False]  # C, a, b in code order
    findings = Findings()
    dropped = score_villages(VILLAGES, table, [criterion(missing="drop_criterion"), criterion("y")], findings=findings)
    assert dropped.at[code("b"), "score"] == 1.0
    assert findings.of("criterion_dropped") == [code("b")]
    worst = score_villages(VILLAGES, table, [criterion(missing="worst"), criterion("y")], findings=findings)
    assert worst.at[code("b"), "score"] == 0.5
    assert findings.of("criterion_worst") == [code("b")]


def test_tables_that_do_not_fit():
    with pytest.raises(TableError, match="no column x; they have y"):
        score_villages(VILLAGES, pd.DataFrame({"y": 1.0}, index=VILLAGES.index), [criterion()])
    with pytest.raises(TableError, match=f"1 villages have no row in the indicators: {code('b')}"):
        score_villages(VILLAGES, column(VILLAGES, {"a": 1}).drop(code("b")), [criterion()])
    with pytest.raises(TableError, match="1 villages have an infinite indicator"):
        score_villages(VILLAGES, column(VILLAGES, {"a": np.inf, "b": 1, "C": 1}), [criterion()])


def test_a_ratio_of_a_village_is_its_own():
    table = pd.DataFrame({"padi": [3.0, 4.0, np.nan], "sawah": [6.0, 0.0, 5.0]}, index=VILLAGES.index)
    ratio = Criterion(indicator="padi", worst=0, best=1, aggregate="ratio", per="sawah")
    assert score_villages(VILLAGES, table, [ratio])["score"].tolist() == pytest.approx(
        [0.5, np.nan, np.nan], nan_ok=True
    )
    assert table["padi"].tolist()[:2] == [3.0, 4.0]
    with pytest.raises(TableError, match="sawah is negative or infinite in 1 villages: 99.01.01.1003"):
        score_villages(VILLAGES, table.assign(sawah=[-1.0, 0.0, 5.0]), [ratio])


def test_villages_on_the_goalposts_have_the_properties_of_areas_left_out():
    table = pd.DataFrame({"x": [5.0, np.nan, 20.0], "y": [1.0, 1.0, 2.0]}, index=VILLAGES.index)
    share = Criterion(indicator="y", worst=0, best=1, aggregate="share", weight=0)
    area = Criterion(indicator="compactness", worst=0, best=1)
    found = normalized_villages(VILLAGES, table[::-1], [criterion(), area, share])
    assert found.index.equals(VILLAGES.index)
    assert found.columns.tolist() == ["x", "y"]
    assert found["x"].tolist() == pytest.approx([0.5, np.nan, 1.0], nan_ok=True)
    assert found["y"].tolist() == [0.25, 0.25, 0.5]
    assert normalized_villages(VILLAGES, table, [area]).shape == (3, 0)
    with pytest.raises(TableError, match="no column z"):
        normalized_villages(VILLAGES, table, [criterion("z")])
