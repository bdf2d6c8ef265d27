"""Amounts that methods add up: numbers, none of them negative."""

import numpy as np
import pandas as pd

from kawasan_gis.errors import TableError, listing
from kawasan_gis.findings import Findings


def checked_amounts(table: pd.DataFrame, what: str) -> pd.DataFrame:
    """Take a table of amounts as floats.

    Raises
    ------
    TableError
        When a column holds no numbers, rows or columns repeat, or amounts are negative or infinite.
    """
    twice = table.index[table.index.duplicated()].unique(), table.columns[table.columns.duplicated()].unique()
    for axis, names in zip(("rows", "columns"), twice, strict=True):
        if len(names):
            raise TableError(f"{what}: {len(names)} {axis} are there twice: {listing(names)}; keep one of each")
    words = [str(column) for column in table if not pd.api.types.is_numeric_dtype(table[column])]
    if words:
        raise TableError(f"{what}: {len(words)} columns are not numbers: {listing(words)}")
    amounts = table.astype("float64")
    cells = amounts.to_numpy()
    for wrong, word in ((cells < 0, "negative"), (np.isinf(cells), "infinite")):
        if wrong.any():
            rows, columns = amounts.index[wrong.any(axis=1)], amounts.columns[wrong.any(axis=0)]
            raise TableError(
                f"{what}: {int(wrong.sum())} amounts are {word}, in {listing(columns)} of {listing(rows)}; correct them"
            )
    return amounts


def report_empty(totals: pd.Series, what: str, findings: Findings) -> None:
    """Report the rows or columns whose total is nothing, so that nothing can be divided by it."""
    empty = totals.index[~(totals > 0)]
    if len(empty):
        findings.add("no_total", value=len(empty), detail=f"{what}: {listing(empty)}")
