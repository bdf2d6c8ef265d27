"""Which villages serve others: Guttman's scalogram, Marshall's centrality, and classes of either."""

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.methods.amounts import checked_amounts, report_empty

# What is accepted as one scale: Guttman's own 0.90, Menzel's 0.60.
LEAST_COR, LEAST_SCALABILITY = 0.90, 0.60


class Scalogram(NamedTuple):
    """A scalogram: the sorted table, each village's score and errors, and how well one scale fits them all.

    ``table`` has a row per village, most kinds of facility first, and a column per facility, most common first: True
    where there is one. ``score`` is the number of kinds, ``errors`` the cells unlike the ideal pattern of that score.
    ``cor`` is the coefficient of reproducibility (accepted from 0.90), ``scalability`` that of scalability (from
    0.60; NaN where every facility is everywhere or nowhere).
    """

    table: pd.DataFrame
    score: pd.Series
    errors: pd.Series
    cor: float
    scalability: float

    @property
    def accepted(self) -> bool:
        """Whether both coefficients allow to speak of one scale."""
        return self.cor >= LEAST_COR and self.scalability >= LEAST_SCALABILITY


def guttman_scalogram(facilities: pd.DataFrame) -> Scalogram:
    """Order villages by how many kinds of facility they have, and test whether the kinds form one scale.

    On a perfect scale a village with s kinds has the s most common ones. With e cells that differ from that, n
    villages, k kinds, and f_j villages that have kind j::

        COR         = 1 - e / (n k)
        MMR         = sum over j of max(f_j, n - f_j) / (n k)     what guessing each kind by its majority reproduces
        scalability = (COR - MMR) / (1 - MMR)

    Parameters
    ----------
    facilities
        Counts (or 0 and 1), a row per village and a column per kind; no gaps.

    Returns
    -------
    Scalogram
        Sorted; villages that tie by their code, facilities that tie by their place in the table.

    Raises
    ------
    TableError
        When the table is empty, has gaps, or a count cannot be used.

    References
    ----------
    Guttman, L. (1944). A basis for scaling qualitative data. American Sociological Review 9(2), 139-150.
    Errors counted after Goodenough, W. H. (1944). A technique for scale analysis. Educational and Psychological
    Measurement 4(3), 179-190. Menzel, H. (1953). A new coefficient for scalogram analysis. Public Opinion Quarterly
    17(2), 268-280.

    Examples
    --------
    >>> facilities = pd.DataFrame({"SD": [2, 1, 1], "pasar": [1, 0, 0]}, index=["A", "B", "C"])
    >>> guttman_scalogram(facilities).cor
    1.0
    """
    counts = checked_amounts(facilities, "scalogram")
    gaps = counts.index[counts.isna().any(axis=1)]
    if counts.empty or len(gaps):
        wrong = f"{len(gaps)} rows have gaps: {listing(gaps)}; a gap is not a 0" if len(gaps) else "there are no cells"
        raise TableError(f"scalogram: {wrong}")
    there = counts.sort_index() > 0
    frequency = there.sum().sort_values(ascending=False, kind="stable")
    score = there.sum(axis=1).sort_values(ascending=False, kind="stable")
    table = there.loc[score.index, frequency.index]
    ideal = np.arange(table.shape[1]) < score.to_numpy()[:, None]
    errors = pd.Series((table.to_numpy() != ideal).sum(axis=1), index=table.index, name="errors")
    cells = table.size
    cor = 1.0 - float(errors.sum()) / cells
    marginal = float(np.maximum(frequency, len(table) - frequency).sum()) / cells
    scalability = (cor - marginal) / (1.0 - marginal) if marginal < 1.0 else float("nan")
    return Scalogram(table, score.rename("score"), errors, cor, scalability)


def marshall_centrality(facilities: pd.DataFrame, *, findings: Findings | None = None) -> pd.Series:
    """Weigh each village's facilities by how rare they are.

    With n_vf facilities of kind f in village v, and T_f of them in all villages::

        IS_v = sum over f of (100 / T_f) n_vf

    The index sums to 100 for every kind there is.

    Parameters
    ----------
    facilities
        Counts, a row per village and a column per kind.
    findings
        Collects kinds of which there is none: they weigh nothing.

    Returns
    -------
    pandas.Series
        The index by village; NaN where a count is missing.

    Raises
    ------
    TableError
        When a count cannot be used.

    References
    ----------
    Davies, W. K. D. (1967). Centrality and the central place hierarchy. Urban Studies 4(1), 61-79.
    Marshall, J. U. (1969). The Location of Service Towns. University of Toronto Press.

    Examples
    --------
    >>> marshall_centrality(pd.DataFrame({"SD": [3, 1], "pasar": [1, 0]}, index=["A", "B"])).tolist()
    [175.0, 25.0]
    """
    counts = checked_amounts(facilities, "centrality")
    totals = counts.sum()
    with collected(findings) as found:
        report_empty(totals, "centrality", found)
    weights = 100.0 / totals.where(totals > 0)
    # A kind that is nowhere adds nothing; a missing count stays missing.
    return counts.mul(weights.fillna(0.0), axis=1).sum(axis=1, skipna=False).rename("centrality")


def hierarchy(index: pd.Series, *, method: Literal["mean_sd", "sturges"] = "mean_sd") -> pd.Series:
    """Put villages into orders by an index, the first order the highest.

    ``mean_sd``: order 1 from mean + SD up, 2 from the mean up, 3 below (SD with n - 1). ``sturges``: k =
    1 + 3.322 log10 n classes (rounded to the nearest whole number) of equal width between the least and the greatest;
    a value on a limit belongs to the higher class.

    Parameters
    ----------
    index
        The index by village, such as from :func:`marshall_centrality` or a scalogram's score.
    method
        ``mean_sd`` or ``sturges``.

    Returns
    -------
    pandas.Series
        Orders (Int64), missing where the index is.

    Raises
    ------
    StudyError
        When the method is none of the two.
    TableError
        When values are no numbers or infinite, or all are missing.

    References
    ----------
    Sturges, H. A. (1926). The choice of a class interval. Journal of the American Statistical Association 21(153),
    65-66.
    """
    if method not in ("mean_sd", "sturges"):
        raise StudyError(f'hierarchy: there is no method {method!r}; known: "mean_sd", "sturges"')
    if not pd.api.types.is_numeric_dtype(index):
        raise TableError("hierarchy: the index does not hold numbers")
    values = index.astype("float64")
    known = values.dropna()
    if known.empty or np.isinf(known).any():
        raise TableError("hierarchy: the index has no values" if known.empty else "hierarchy: the index is infinite")
    if method == "mean_sd":
        mean, spread = known.mean(), known.std() if len(known) > 1 else 0.0
        orders = np.where(known >= mean + spread, 1, np.where(known >= mean, 2, 3))
    else:
        orders = _sturges(known.to_numpy())
    return pd.Series(orders, index=known.index, dtype="Int64").reindex(index.index).rename("order")


def _sturges(values: np.ndarray) -> np.ndarray:
    classes = int(np.floor(1.0 + 3.322 * np.log10(len(values)) + 0.5))
    low, high = values.min(), values.max()
    if low == high:
        return np.ones(len(values), dtype=np.int64)
    edges = low + (high - low) * np.arange(1, classes) / classes
    return np.asarray(classes - np.searchsorted(edges, values, side="right"))
