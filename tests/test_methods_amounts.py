import numpy as np
import pandas as pd
import pytest

from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.methods.amounts import checked_amounts, report_empty


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            pd.DataFrame({"padi": [1, -2], "ubi": [-1, 0]}, index=["A", "B"]),
            "2 amounts are negative, in padi, ubi of A, ",
        ),
        (pd.DataFrame({"padi": [1, np.inf]}, index=["A", "B"]), "1 amounts are infinite, in padi of B"),
        (pd.DataFrame({"padi": ["1", "2"]}), "1 columns are not numbers: padi"),
        (pd.DataFrame({"padi": [1, 2]}, index=["A", "A"]), "1 rows are there twice: A"),
        (pd.DataFrame([[1, 2]], columns=["padi", "padi"]), "1 columns are there twice: padi"),
    ],
)
def test_amounts_that_cannot_be_used(table, words):
    with pytest.raises(TableError, match=f"LQ: {words}"):
        checked_amounts(table, "LQ")


def test_totals_of_nothing_are_reported_in_one_row():
    findings = Findings()
    report_empty(pd.Series({"padi": 2.0, "ubi": 0.0, "kopi": np.nan}), "LQ", findings)
    assert findings.frame[["kind", "value", "detail"]].values.tolist() == [["no_total", 2.0, "LQ: ubi, kopi"]]
    report_empty(pd.Series({"padi": 2.0}), "LQ", findings)
    assert len(findings) == 1
