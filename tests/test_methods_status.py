import numpy as np
import pandas as pd
import pytest

from kawasan_gis.errors import TableError
from kawasan_gis.methods.status import idm_status


def test_limits_belong_to_the_lower_class():
    values = pd.Series(
        [0.0, 0.4907, 0.4908, 0.5989, 0.599, 0.7072, 0.7073, 0.8155, 0.8156, 1.0], index=list("abcdefghij")
    )
    words = ["Sangat Tertinggal", "Tertinggal", "Berkembang", "Maju", "Mandiri"]
    found = idm_status(values)
    assert found.tolist() == [word for word in words for _ in range(2)]
    assert found.index.equals(values.index)


def test_missing_values_and_english():
    assert idm_status(pd.Series([np.nan, 0.9]), language="en").fillna("?").tolist() == ["?", "Self-reliant"]


@pytest.mark.parametrize("values", [pd.Series([0.5, 1.2], index=["a", "b"]), pd.Series([-0.1], index=["b"])])
def test_values_of_another_index_are_refused(values):
    with pytest.raises(TableError, match="1 values are not within 0 and 1: b"):
        idm_status(values)


def test_words_are_refused():
    with pytest.raises(TableError, match="the values are not numbers"):
        idm_status(pd.Series(["MAJU"]))
