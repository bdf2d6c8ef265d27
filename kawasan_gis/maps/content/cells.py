"""Cells of tables as plain values for the page."""

import numpy as np
import pandas as pd


def text(value: object) -> str:
    """Read a cell as text; nothing when it is missing."""
    return "" if (pd.api.types.is_scalar(value) and pd.isna(value)) else str(value)


def shown(value: float, decimals: int) -> float | int | None:
    """Round to what is shown; nothing when there is no value.

    Examples
    --------
    >>> shown(12.3456, 1), shown(12.3456, 0), shown(float("nan"), 1)
    (12.3, 12, None)
    """
    if pd.isna(value) or not np.isfinite(value):
        return None
    return round(float(value), decimals) + 0.0 if decimals else round(float(value))


def column(values: pd.Series, decimals: int) -> list[float | int | None]:
    """Round every value of a column to what is shown."""
    known = np.isfinite(numbers := values.to_numpy("float64", na_value=np.nan))
    # Adding zero turns -0.0 into 0.0.
    rounded = np.round(np.where(known, numbers, 0.0), decimals) + 0.0
    cells = (rounded if decimals else rounded.astype("int64")).tolist()
    return [cell if there else None for cell, there in zip(cells, known.tolist(), strict=True)]
