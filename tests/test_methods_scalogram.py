import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.methods.scalogram import guttman_scalogram, hierarchy, marshall_centrality

#          SD pasar bank
COUNTS = [[3, 1, 1],  # A
          [1, 0, 1],  # B: a bank without a market
          [2, 0, 0],  # C
          [0, 0, 0]]  # D  # fmt: skip
FACILITIES = pd.DataFrame(COUNTS, index=list("ABCD"), columns=["SD", "pasar", "bank"])
MATRICES = arrays.arrays(int, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.integers(0, 2))


def test_scalogram_by_hand():
    found = guttman_scalogram(FACILITIES.iloc[::-1])
    assert found.table.columns.tolist() == ["SD", "bank", "pasar"]
    assert found.score.to_dict() == {"A": 3, "B": 2, "C": 1, "D": 0}
    assert found.errors.sum() == 0
    assert (found.cor, found.scalability, found.accepted) == (1.0, 1.0, True)


def test_errors_and_coefficients_by_hand():
    # C has a bank instead of a school: two cells unlike the ideal pattern.
    facilities = FACILITIES.assign(SD=[3, 1, 0, 0], bank=[1, 1, 1, 0])
    found = guttman_scalogram(facilities)
    assert found.table.columns.tolist() == ["bank", "SD", "pasar"]
    assert found.errors.sum() == 0
    found = guttman_scalogram(pd.concat([facilities, pd.DataFrame({"SD": 1, "pasar": 0, "bank": 0}, index=["E"])]))
    # Schools and banks are now as common; the school of E comes after C's bank only by its place: SD first.
    assert found.table.columns.tolist() == ["SD", "bank", "pasar"]
    assert found.errors.to_dict() == {"A": 0, "B": 0, "C": 2, "E": 0, "D": 0}
    assert found.cor == pytest.approx(1 - 2 / 15)
    # Majorities: school 3 of 5, bank 3 of 5, market 4 of 5 without.
    assert found.scalability == pytest.approx((13 / 15 - 10 / 15) / (1 - 10 / 15))
    assert not found.accepted


@given(MATRICES)
def test_errors_are_what_the_definition_counts(counts):
    names = [f"f{place}" for place in range(counts.shape[1])]
    found = guttman_scalogram(pd.DataFrame(counts, columns=names))
    there = counts > 0
    order = sorted(range(len(names)), key=lambda place: (-there[:, place].sum(), place))
    errors = 0
    for row in there:
        ideal = [True] * int(row.sum()) + [False] * (len(names) - int(row.sum()))
        errors += sum(bool(row[place]) != one for place, one in zip(order, ideal, strict=True))
    assert found.errors.sum() == errors
    assert found.cor == pytest.approx(1 - errors / counts.size)
    assert np.isnan(found.scalability) == all(column.all() or not column.any() for column in there.T)


@pytest.mark.parametrize(
    ("facilities", "words"),
    [
        (FACILITIES.astype(float).replace(3, np.nan), "1 rows have gaps: A; a gap is not a 0"),
        (FACILITIES.iloc[:0], "there are no cells"),
        (FACILITIES - 1, "amounts are negative"),
    ],
)
def test_scalograms_that_cannot_be_made(facilities, words):
    with pytest.raises(TableError, match=f"scalogram: .*{words}"):
        guttman_scalogram(facilities)


def test_marshall_by_hand():
    # 6 schools weigh 100/6 each, the market 100, the 2 banks 50 each.
    assert marshall_centrality(FACILITIES).to_dict() == pytest.approx(
        {"A": 200, "B": 100 / 6 + 50, "C": 200 / 6, "D": 0}
    )


@given(MATRICES)
def test_every_kind_adds_a_hundred(counts):
    facilities = pd.DataFrame(counts).add_prefix("f")
    findings = Findings()
    found = marshall_centrality(facilities, findings=findings)
    kinds = int((counts.sum(axis=0) > 0).sum())
    assert found.sum() == pytest.approx(100 * kinds)
    assert len(findings) == (kinds < counts.shape[1])


def test_a_missing_count_has_no_centrality():
    found = marshall_centrality(FACILITIES.astype(float).replace(3, np.nan))
    assert np.isnan(found["A"])
    assert found["C"] == pytest.approx(200 / 3)


def test_hierarchy_by_mean_and_spread():
    # Mean 4 and SD 3.27 (the squares 16 + 0 + 0 + 16 by n - 1 = 3).
    assert hierarchy(pd.Series([8.0, 4.0, np.nan, 4.0, 0.0])).tolist() == [1, 2, pd.NA, 2, 3]
    # Mean 4 and SD 2.85; dividing by n instead, 2.47, would put 6.7 into the first order.
    assert hierarchy(pd.Series([6.7, 5.0, 4.3, 0.0])).tolist() == [2, 2, 2, 3]


def test_hierarchy_by_sturges():
    # 20 values make 1 + 3.322 x 1.301 = 5.32, 5 classes, of width 20 from 0 to 100.
    index = pd.Series([0.0, 19.9, 20.0, 59.9, 60.0, 99.0, 100.0] + [50.0] * 13)
    assert hierarchy(index, method="sturges")[:7].tolist() == [5, 5, 4, 3, 2, 1, 1]
    assert hierarchy(pd.Series([7.0, 7.0]), method="sturges").tolist() == [1, 1]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.sampled_from(["mean_sd", "sturges"]))
def test_a_greater_index_is_never_of_a_lower_order(values, method):
    index = pd.Series(values, dtype=float)
    orders = hierarchy(index, method=method)[index.sort_values().index]
    assert (orders.diff().dropna() <= 0).all()


def test_hierarchies_that_cannot_be_made():
    with pytest.raises(StudyError, match="there is no method 'mean'"):
        hierarchy(pd.Series([1.0]), method="mean")
    with pytest.raises(TableError, match="the index has no values"):
        hierarchy(pd.Series([np.nan]))
    with pytest.raises(TableError, match="the index is infinite"):
        hierarchy(pd.Series([np.inf]))
    with pytest.raises(TableError, match="does not hold numbers"):
        hierarchy(pd.Series(["a", "b"]))
