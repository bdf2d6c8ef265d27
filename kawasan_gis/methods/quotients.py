"""What regions are strong in: location quotients, shift-share, specialization.

In all formulas X_ij is the amount (tonnes, hectares, rupiah) of commodity j in region i, a dot a sum over that place:
X_i. everything in region i, X_.j the commodity in all regions, X_.. everything everywhere. Tables have a row per
region and a column per commodity. A region with a gap has no known total: its values are NaN, and it stays out of
X_.j and X_.. .
"""

import pandas as pd

from kawasan_gis.errors import TableError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.methods.amounts import checked_amounts, report_empty


def location_quotient(table: pd.DataFrame, *, findings: Findings | None = None) -> pd.DataFrame:
    """Compare each commodity's part of a region with its part of all regions.

    ::

        LQ_ij = (X_ij / X_i.) / (X_.j / X_..)

    Above 1 the region has more than its part (a base commodity, *komoditas basis*), at 1 as much as all regions.

    Parameters
    ----------
    table
        Amounts, a row per region and a column per commodity, all in one unit.
    findings
        Collects regions and commodities whose total is nothing.

    Returns
    -------
    pandas.DataFrame
        LQ in the same shape; NaN where a region has a gap, or a region's or commodity's total is nothing.

    Raises
    ------
    TableError
        When amounts are not numbers, negative or infinite, or a row or column is there twice.

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. MIT Press, chapter 7.

    Examples
    --------
    >>> table = pd.DataFrame({"padi": [80.0, 20.0], "jagung": [20.0, 80.0]}, index=["A", "B"])
    >>> location_quotient(table)["padi"].tolist()
    [1.6, 0.4]
    """
    amounts = checked_amounts(table, "location quotient")
    with collected(findings) as found:
        rows, columns, total = _totals(amounts, "LQ", found)
        return amounts.div(rows, axis=0).div(columns / total, axis=1)


def _totals(amounts: pd.DataFrame, what: str, findings: Findings) -> tuple[pd.Series, pd.Series, float]:
    """Totals of the regions, of the commodities and of everything, over regions without a gap; NaN for nothing."""
    rows = amounts.sum(axis=1, skipna=False)
    columns = amounts[rows.notna()].sum()
    report_empty(rows.dropna(), what, findings)
    report_empty(columns, what, findings)
    return rows.where(rows > 0), columns.where(columns > 0), float(columns.sum()) or float("nan")


def dynamic_location_quotient(
    before: pd.DataFrame, after: pd.DataFrame, *, findings: Findings | None = None
) -> pd.DataFrame:
    """Compare how fast each commodity grows in a region with how fast it grows in all regions.

    ::

        DLQ_ij = [ (1 + g_ij) / (1 + g_i.) / ((1 + g_.j) / (1 + g_..)) ] ^ t

    with t years between the two tables and g the mean (compound) growth per year, (X_after / X_before) ^ (1 / t) - 1.
    So t falls out, and DLQ is the later LQ divided by the earlier one: above 1 the region gains weight in the
    commodity, whatever its LQ is today.

    Parameters
    ----------
    before, after
        Amounts at two times with the same regions and commodities (in any order).
    findings
        Collects regions and commodities whose total is nothing at either time.

    Returns
    -------
    pandas.DataFrame
        DLQ in the shape of ``before``; NaN where there was none of the commodity before, or one of the LQs is NaN.

    Raises
    ------
    TableError
        When the two tables do not have the same rows and columns, or an amount cannot be used.

    References
    ----------
    Suyatno (2000). Analisa economic base terhadap pertumbuhan ekonomi daerah tingkat II Wonogiri. Dinamika
    Pembangunan 1(2), 144-159 (there with mean rates of growth per year).
    """
    old, new = _pair(before, after, "dynamic location quotient")
    with collected(findings) as found:
        earlier = location_quotient(old, findings=found)
        return location_quotient(new, findings=found) / earlier.where(earlier > 0)


def _pair(before: pd.DataFrame, after: pd.DataFrame, what: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables of amounts in the order of the first."""
    old, new = checked_amounts(before, what), checked_amounts(after, what)
    strangers = [*old.index.symmetric_difference(new.index), *old.columns.symmetric_difference(new.columns)]
    if strangers:
        raise TableError(f"{what}: {len(strangers)} rows or columns are in one table only: {listing(strangers)}")
    return old, new.loc[old.index, old.columns]


def shift_share(before: pd.DataFrame, after: pd.DataFrame, *, findings: Findings | None = None) -> pd.DataFrame:
    """Take the change of each commodity in each region apart into three.

    ::

        X'_ij - X_ij = regional + proportional + differential
        regional     = X_ij (X'_.. / X_.. - 1)               as everything everywhere grew
        proportional = X_ij (X'_.j / X_.j - X'_.. / X_..)    because the commodity grew faster than the rest
        differential = X_ij (X'_ij / X_ij - X'_.j / X_.j)    because it grew faster here than elsewhere

    Parameters
    ----------
    before, after
        Amounts X and X' at two times with the same regions and commodities (in any order).
    findings
        Collects commodities of which there was nothing before.

    Returns
    -------
    pandas.DataFrame
        A row per region and commodity (a two-level index) with the columns ``change``, ``regional``,
        ``proportional`` and ``differential`` in the amounts' unit; the last three sum to the first. NaN where a
        region has a gap at either time or the commodity's total before is nothing.

    Raises
    ------
    TableError
        When the two tables do not have the same rows and columns, or an amount cannot be used.

    References
    ----------
    Dunn, E. S. (1960). A statistical and analytical technique for regional analysis. Papers of the Regional Science
    Association 6(1), 97-112.
    """
    old, new = _pair(before, after, "shift-share")
    whole = old.notna().all(axis=1) & new.notna().all(axis=1)
    then, now = old[whole].sum(), new[whole].sum()
    with collected(findings) as found:
        report_empty(then, "shift-share", found)
    of_commodity = now / then.where(then > 0)
    of_all = float(now.sum()) / (float(then.sum()) or float("nan"))
    expected = old.mul(of_commodity, axis=1)
    parts = {
        "change": new - old,
        "regional": old * (of_all - 1),
        "proportional": expected - old * of_all,
        "differential": new - expected,
    }
    pairs = pd.MultiIndex.from_product([old.index, old.columns], names=["region", "commodity"])
    return pd.DataFrame(
        {name: part[whole].reindex(old.index).to_numpy().ravel() for name, part in parts.items()}, pairs
    )


def specialization_index(table: pd.DataFrame, *, findings: Findings | None = None) -> pd.Series:
    """Tell how far a region's mix is from that of all regions together.

    ::

        SI_i = 1/2 sum over j of | X_ij / X_i. - X_.j / X_.. |

    0: the mix of all regions; towards 1: a region that does what hardly any other does.

    Parameters
    ----------
    table
        Amounts, a row per region and a column per commodity, all in one unit.
    findings
        Collects regions and commodities whose total is nothing.

    Returns
    -------
    pandas.Series
        By region, 0 to 1; NaN where a region has a gap or its total is nothing.

    Raises
    ------
    TableError
        When an amount cannot be used.

    References
    ----------
    Hoover, E. M. and Giarratani, F. (1984). An Introduction to Regional Economics, 3rd ed. Knopf, chapter 9
    (coefficient of specialization).
    """
    amounts = checked_amounts(table, "specialization")
    with collected(findings) as found:
        rows, columns, total = _totals(amounts, "specialization", found)
    # A commodity that is nowhere makes no difference between mixes.
    parts = amounts.div(rows, axis=0).sub(columns.fillna(0.0) / total, axis=1)
    return (parts.abs().sum(axis=1, skipna=False) / 2).rename("specialization")
