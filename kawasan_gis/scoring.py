"""From values to scores: goalposts and weighted linear combination, for villages and for areas alike.

With value x, goalposts worst and best, and weight w of criterion k, the score of a village or an area is::

    score = sum_k w_k v_k / sum_k w_k     v_k = (x_k - worst_k) / (best_k - worst_k), kept within 0..1

References
----------
Malczewski, J. (2000). On the use of weighted linear combination method in GIS. Transactions in GIS 4(1), 5-22.
"""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from kawasan_gis.codes import kabupaten_code
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError, listing
from kawasan_gis.findings import Findings

Floats = npt.NDArray[np.float64]


def normalized(values: Floats, share: Floats, criteria: Sequence[Criterion]) -> Floats:
    """Put values on their criteria's goalposts: v_k, before any weight.

    Parameters
    ----------
    values
        One row per village or area, one column per criterion, in the indicators' units; NaN where nothing was
        measured.
    share
        Same shape: what is left (0..1) of v_k when villages without a value are taken as the worst; used where
        ``missing`` is ``worst``.
    criteria
        One per column; their weights do not matter.

    Returns
    -------
    numpy.ndarray
        Same shape, 0..1. Where nothing was measured: 0 when ``missing`` is ``worst``, else NaN, because the
        criterion drops out (``drop_criterion``) or refuses the whole row (``error``).
    """
    worst = np.array([criterion.worst for criterion in criteria])
    best = np.array([criterion.best for criterion in criteria])
    as_worst = np.array([criterion.missing == "worst" for criterion in criteria], dtype=bool)
    some = ~np.isnan(values)
    # Adding zero turns -0.0, which a reversed scale gives, into 0.0.
    scaled = np.clip((np.where(some, values, worst) - worst) / (best - worst), 0.0, 1.0) + 0.0
    scaled = np.where(as_worst, scaled * share, scaled)
    return np.asarray(np.where(some | as_worst, scaled, np.nan), dtype=np.float64)


def contributions(values: Floats, share: Floats, criteria: Sequence[Criterion]) -> Floats:
    """Turn values into weighted parts that sum to the score.

    Parameters
    ----------
    values, share, criteria
        As for :func:`normalized`.

    Returns
    -------
    numpy.ndarray
        Same shape, each within 0 and the criterion's normalised weight. Where nothing was measured: ``error`` makes
        the whole row NaN, ``worst`` makes the part 0, ``drop_criterion`` makes it 0 and shares its weight among the
        others (NaN when no weight is left).
    """
    scaled = normalized(values, share, criteria)
    known = ~np.isnan(scaled)
    refuses = np.array([criterion.missing == "error" for criterion in criteria], dtype=bool)
    weights = np.where(known, np.array([criterion.weight for criterion in criteria]), 0.0)
    total = weights.sum(axis=-1, keepdims=True)
    refused = (~known & refuses).any(axis=-1, keepdims=True)
    parts = np.where(known, scaled, 0.0) * weights / np.where((total > 0) & ~refused, total, np.nan)
    return np.asarray(parts, dtype=np.float64)


def normalized_villages(
    villages: gpd.GeoDataFrame, indicators: pd.DataFrame, criteria: Sequence[Criterion]
) -> pd.DataFrame:
    """Put every village's own values on the criteria's goalposts; any weights can then be laid on them.

    Parameters
    ----------
    villages
        The villages table; its order is the result's.
    indicators
        Village indicators on the same index.
    criteria
        Complete criteria; properties of an area (``compactness``, ...) are left out.

    Returns
    -------
    pandas.DataFrame
        A column per criterion, named by its indicator: 0..1, NaN where nothing was measured (0 when the criterion
        says ``missing = "worst"``).

    Raises
    ------
    TableError
        As :func:`criteria_values`.
    """
    criteria = [criterion for criterion in criteria if criterion.of_villages]
    table = criteria_values(villages, indicators, criteria)
    values = table.to_numpy(dtype=np.float64)
    return pd.DataFrame(normalized(values, _measured(values), criteria), index=table.index, columns=table.columns)


def score_villages(
    villages: gpd.GeoDataFrame,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    *,
    findings: Findings | None = None,
) -> pd.DataFrame:
    """Score every village as if it were an area of its own.

    Parameters
    ----------
    villages
        The villages table; its order is the result's.
    indicators
        Village indicators on the same index.
    criteria
        Complete criteria. Properties of an area (``compactness``, ...) say nothing of a village and are left out.
    findings
        Collects villages scored without a criterion, or with its worst value.

    Returns
    -------
    pandas.DataFrame
        ``score`` (0..1) and ``contribution_<indicator>`` columns that sum to it. A village with a missing value
        is NaN when its criterion says ``error``.
    """
    criteria = [criterion for criterion in criteria if criterion.of_villages]
    table = criteria_values(villages, indicators, criteria)
    values = table.to_numpy(dtype=np.float64)
    parts = contributions(values, _measured(values), criteria)
    result = pd.DataFrame(
        parts, index=villages.index, columns=[f"contribution_{criterion.indicator}" for criterion in criteria]
    )
    result.insert(0, "score", parts.sum(axis=1))
    if findings is not None:
        _report_missing(table, criteria, villages, findings)
    return result


def _measured(values: Floats) -> Floats:
    """What is left of a village that is its own area: all of it where it was measured, nothing where not."""
    return (~np.isnan(values)).astype(np.float64)


def criteria_values(
    villages: gpd.GeoDataFrame, indicators: pd.DataFrame, criteria: Sequence[Criterion]
) -> pd.DataFrame:
    """Take the columns of the criteria that single villages have, in order; a share or ratio as the village's own.

    Raises
    ------
    TableError
        When a column or a village is missing, a code is repeated, a value is infinite, or a kabupaten has nothing
        to take a share of.
    """
    criteria = [criterion for criterion in criteria if criterion.of_villages]
    if not (villages.index.is_unique and indicators.index.is_unique):
        raise TableError("village codes are repeated in the villages or the indicators; each needs one row")
    absent = [criterion.indicator for criterion in criteria if criterion.indicator not in indicators]
    if absent:
        raise TableError(
            f"the indicators have no column {listing(absent)}; they have {listing(indicators.columns, 10)}"
        )
    unknown = villages.index.difference(indicators.index)
    if len(unknown):
        raise TableError(f"{len(unknown)} villages have no row in the indicators: {listing(unknown)}")
    table = indicators.loc[villages.index, [criterion.indicator for criterion in criteria]].astype("float64")
    infinite = np.isinf(table.to_numpy()).any(axis=1)
    if infinite.any():
        raise TableError(f"{int(infinite.sum())} villages have an infinite indicator: {listing(table.index[infinite])}")
    for criterion in criteria:
        if criterion.aggregate == "share":
            table[criterion.indicator] = _shares(table[criterion.indicator])
        elif criterion.aggregate == "ratio":
            divisor = divisors(villages, indicators, criterion)
            table[criterion.indicator] /= divisor.where(divisor > 0)
    return table


def divisors(villages: gpd.GeoDataFrame, indicators: pd.DataFrame, criterion: Criterion) -> pd.Series:
    """Take what a ratio is divided by: the indicator it names, never negative; NaN where it was not measured.

    Raises
    ------
    TableError
        When none is named, there is no such column, or it holds negative or infinite values.
    """
    if criterion.per is None:
        raise TableError(f'{criterion.indicator} is a ratio: name what it is divided by, per = "another indicator"')
    if criterion.per not in indicators:
        raise TableError(f"the indicators have no column {criterion.per}, by which {criterion.indicator} is divided")
    values: pd.Series = indicators.loc[villages.index, criterion.per].astype("float64")
    wrong = values.index[(values < 0) | np.isinf(values)]
    if len(wrong):
        raise TableError(f"{criterion.per} is negative or infinite in {len(wrong)} villages: {listing(wrong)}")
    return values


def _shares(values: pd.Series) -> pd.Series:
    """Each village's part of its kabupaten's total."""
    totals = values.groupby(kabupaten_code(values.index)).transform("sum")
    without = values.index[values.notna() & ~(totals > 0)]
    if len(without):
        raise TableError(
            f"{values.name} cannot be a share: it adds up to nothing (or less) in the kabupaten of {len(without)} "
            f"villages: {listing(without)}"
        )
    return values / totals


def _report_missing(
    table: pd.DataFrame, criteria: Sequence[Criterion], villages: gpd.GeoDataFrame, findings: Findings
) -> None:
    """List the villages whose missing value a criterion's policy covered; kelurahan are no candidates."""
    scored = villages["status"] != "kelurahan"
    for criterion in criteria:
        if criterion.missing == "error":
            continue
        kind = "criterion_dropped" if criterion.missing == "drop_criterion" else "criterion_worst"
        for kode in table.index[table[criterion.indicator].isna() & scored]:
            findings.add(kind, str(kode), detail=criterion.indicator)
