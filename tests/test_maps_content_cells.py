"""Cells as plain values."""

import numpy as np
import pandas as pd
import pytest

from kawasan_gis.maps.content.cells import column, shown, text


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, np.float64("nan")])
def test_what_is_missing_is_no_text_and_no_number(value):
    assert text(value) == ""
    assert shown(value, 1) is None


def test_text_stays_as_it_is():
    assert (text("nan"), text(0), text(" a ")) == ("nan", "0", " a ")


def test_numbers_are_rounded_to_what_is_shown():
    assert column(pd.Series([1.25, -0.04, np.inf, np.nan, 1e9]), 1) == [1.2, 0.0, None, None, 1e9]
    whole = column(pd.Series([1.6, -0.2, 3], dtype="float64"), 0)
    assert whole == [2, 0, 3]
    assert all(type(value) is int for value in whole)
    assert str(shown(-0.01, 1)) == "0.0"
    assert column(pd.Series([1, None], dtype="Int64"), 0) == [1, None]
