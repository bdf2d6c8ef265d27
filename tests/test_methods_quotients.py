import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kawasan_gis.errors import DataWarning, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.methods.quotients import (
    dynamic_location_quotient,
    location_quotient,
    shift_share,
    specialization_index,
)

# Two kecamatan, three commodities, in tonnes.
TABLE = pd.DataFrame({"padi": [60.0, 40.0], "jagung": [30.0, 20.0], "kopi": [10.0, 240.0]}, index=["A", "B"])
LATER = pd.DataFrame({"padi": [90.0, 40.0], "jagung": [30.0, 40.0], "kopi": [20.0, 260.0]}, index=["A", "B"])
AMOUNTS = arrays.arrays(float, (3, 4), elements=st.integers(1, 10_000).map(float))


def tables(amounts):
    return pd.DataFrame(amounts, index=list("ABC"), columns=["padi", "jagung", "kopi", "ubi"])


def test_location_quotient_by_hand():
    found = location_quotient(TABLE)
    # Padi is 60 of A's 100 and 100 of all 400: 0.6 / 0.25. Coffee is 240 of B's 300 and 250 of 400: 0.8 / 0.625.
    assert found.loc["A"].tolist() == pytest.approx([2.4, 2.4, 0.16])
    assert found.at["B", "kopi"] == pytest.approx(1.28)


@given(AMOUNTS)
def test_the_weighted_mean_of_location_quotients_is_one(amounts):
    table = tables(amounts)
    parts = table.sum(axis=1) / amounts.sum()
    assert (location_quotient(table).mul(parts, axis=0).sum()).tolist() == pytest.approx([1.0] * 4)


def test_what_has_no_total_is_nan_and_reported():
    table = pd.DataFrame({"padi": [5.0, 0, 3], "ubi": [0.0, 0, 0], "kopi": [5.0, 0, np.nan]}, index=["A", "B", "C"])
    findings = Findings()
    found = location_quotient(table, findings=findings)
    assert found.loc["A"].tolist() == pytest.approx([1.0, np.nan, 1.0], nan_ok=True)
    # B has nothing; C has a gap, so that its total is not known, and it stays out of the others'.
    assert found.loc[["B", "C"]].isna().all(axis=None)
    assert findings.frame["detail"].tolist() == ["LQ: B", "LQ: ubi"]
    with pytest.warns(DataWarning, match="LQ: ubi"):
        location_quotient(table)


def test_dynamic_location_quotient_by_hand():
    found = dynamic_location_quotient(TABLE, LATER)
    # In A padi grew 1.5 times and everything 1.4; in all, padi 1.3 times and everything 1.2.
    assert found.at["A", "padi"] == pytest.approx((1.5 / 1.4) / (1.3 / 1.2))


@given(AMOUNTS, AMOUNTS)
def test_dynamic_location_quotient_is_the_formula_of_yearly_growth(before, after):
    years = 5

    def growth(old, new):
        return (new / old) ** (1 / years) - 1

    here, all_here = growth(before, after), growth(before.sum(axis=1), after.sum(axis=1))[:, None]
    there, all_there = growth(before.sum(axis=0), after.sum(axis=0)), growth(before.sum(), after.sum())
    formula = ((1 + here) / (1 + all_here) / ((1 + there) / (1 + all_there))) ** years
    assert dynamic_location_quotient(tables(before), tables(after)).to_numpy() == pytest.approx(formula)


def test_a_commodity_that_was_not_there_has_no_dynamic_quotient():
    before = TABLE.assign(jagung=[0.0, 20.0])
    found = dynamic_location_quotient(before, LATER)
    assert np.isnan(found.at["A", "jagung"])
    assert found.notna().sum(axis=None) == 5


def test_shift_share_by_hand():
    found = shift_share(TABLE, LATER).loc[("A", "padi")]
    # All grew from 400 to 480, padi from 100 to 130, padi in A from 60 to 90.
    assert found.to_dict() == pytest.approx(
        {"change": 30, "regional": 60 * 0.2, "proportional": 60 * (1.3 - 1.2), "differential": 60 * (1.5 - 1.3)}
    )


@given(AMOUNTS, AMOUNTS)
def test_shift_share_adds_up(before, after):
    found = shift_share(tables(before), tables(after)[["ubi", "kopi", "jagung", "padi"]].iloc[::-1])
    assert found["change"].tolist() == pytest.approx((after - before).ravel().tolist())
    assert found.drop(columns="change").sum(axis=1).tolist() == pytest.approx(found["change"].tolist(), abs=1e-6)
    assert found["differential"].groupby("commodity").sum().tolist() == pytest.approx([0] * 4, abs=1e-6)
    assert found["proportional"].sum() == pytest.approx(0, abs=1e-6)


def test_shift_share_with_gaps_and_with_nothing_before():
    before = pd.DataFrame({"padi": [1.0, 2.0, 3.0], "ubi": [0.0, 0.0, 4.0]}, index=list("ABC"))
    findings = Findings()
    found = shift_share(before, before.replace(4.0, np.nan) * 2, findings=findings)
    assert found.loc["C"].isna().all(axis=None)
    assert found.loc[("A", "padi")].tolist() == pytest.approx([1.0, 1.0, 0.0, 0.0])
    assert np.isnan(found.at[("A", "ubi"), "proportional"])
    assert findings.frame["detail"].tolist() == ["shift-share: ubi"]


@pytest.mark.parametrize("method", [dynamic_location_quotient, shift_share])
def test_two_times_need_the_same_rows_and_columns(method):
    with pytest.raises(TableError, match="2 rows or columns are in one table only: B, tebu"):
        method(TABLE, LATER.drop(index="B").assign(tebu=1.0))


def test_specialization_by_hand():
    # A: padi .6, jagung .3, kopi .1; all: .25, .125, .625.
    assert specialization_index(TABLE)["A"] == pytest.approx((0.35 + 0.175 + 0.525) / 2)


@given(AMOUNTS)
def test_regions_alike_have_no_specialization(amounts):
    assert specialization_index(tables(np.tile(amounts[0], (3, 1)))).tolist() == pytest.approx([0] * 3)
    assert specialization_index(tables(amounts)).between(0, 1).all()


def test_specialization_with_gaps_and_with_nothing():
    table = pd.DataFrame({"padi": [1.0, 0.0, np.nan], "kopi": [0.0, 0.0, 1.0], "ubi": 0.0}, index=list("ABC"))
    findings = Findings()
    assert specialization_index(table, findings=findings).tolist() == pytest.approx([0.0, np.nan, np.nan], nan_ok=True)
    assert findings.frame["detail"].tolist() == ["specialization: B", "specialization: kopi, ubi"]


def test_the_input_is_not_changed():
    before, after = TABLE.copy(), LATER.copy()
    shift_share(before, after)
    location_quotient(before)
    pd.testing.assert_frame_equal(before, TABLE)
    pd.testing.assert_frame_equal(after, LATER)
