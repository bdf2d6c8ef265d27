"""What a map is drawn from: tables in metres that hold the columns their steps make."""

from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.checks.table import COLUMNS as CHECK_COLUMNS
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import CRSError, TableError, listing

NORMALIZED = "normalized_"
VILLAGE_COLUMNS = ("nama_desa", "kecamatan", "kabupaten", "status", "area_ha")
RANKING_COLUMNS = ("name", "n_villages", "centre", "kecamatan", "area_ha", "rank", "score")
MEMBER_COLUMNS = ("candidate_id", "kode_desa", "role", "gain")
# A score that differs by more from what the criteria give was made with other criteria.
MOST_DIFFERENCE = 1e-6


def check_given(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame | None,
    members: pd.DataFrame | None,
    criteria: Sequence[Criterion],
    checks: pd.DataFrame | None,
) -> None:
    """Refuse tables the map cannot be drawn from.

    Raises
    ------
    CRSError
        When a table is not in a projected system.
    TableError
        When a table is empty, lacks a column, or names villages or candidates that are not there.
    """
    for name, table in (("villages", villages), ("ranking", ranking)):
        if table is not None and (table.crs is None or not table.crs.is_projected):
            raise CRSError(f"{name} is not in metres: its system is not projected; use kawasan_gis.read_villages")
    if not len(villages):
        raise TableError("there are no villages to draw")
    require(villages, VILLAGE_COLUMNS, "villages")
    if ranking is None:
        return
    require(ranking, RANKING_COLUMNS, "ranking")
    _check_weighing(ranking, criteria)
    if members is not None:
        _check_members(villages, ranking, members)
    if checks is not None:
        require(checks, CHECK_COLUMNS, "checks")
        strangers = sorted(set(checks["candidate_id"]) - set(ranking.index))
        if strangers:
            raise TableError(
                f"{len(strangers)} candidates of the checks are not in the ranking: {listing(strangers)}; "
                "check the candidates that are ranked"
            )


def require(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Refuse a table that lacks one of the columns."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise TableError(f"{name} lacks {len(missing)} columns: {listing(missing)}; give it as its step made it")


def _check_weighing(ranking: gpd.GeoDataFrame, criteria: Sequence[Criterion]) -> None:
    """With criteria the ranking holds the worth of each, and its scores follow from them."""
    needed = [name for one in criteria for name in (f"{NORMALIZED}{one.indicator}", one.column)]
    missing = [name for name in needed if name not in ranking.columns]
    if missing:
        raise TableError(
            f"ranking lacks {len(missing)} columns of the criteria: {listing(missing)}; "
            "rank the candidates by these criteria with kawasan_gis.rank_candidates"
        )
    if not criteria:
        return
    worth = ranking[[f"{NORMALIZED}{one.indicator}" for one in criteria]].to_numpy("float64")
    weights = np.where(np.isnan(worth), 0.0, [one.weight for one in criteria])
    total = weights.sum(axis=1)
    expected = np.nansum(worth * weights, axis=1) / np.where(total > 0, total, np.nan)
    same = np.isclose(ranking["score"].to_numpy("float64"), expected, rtol=0, atol=MOST_DIFFERENCE, equal_nan=True)
    different = ranking.index[~same]
    if len(different):
        raise TableError(
            f"{len(different)} candidates have another score than the criteria give: {listing(different)}; "
            "rank the candidates by these criteria with kawasan_gis.rank_candidates"
        )


def _check_members(villages: gpd.GeoDataFrame, ranking: gpd.GeoDataFrame, members: pd.DataFrame) -> None:
    require(members, MEMBER_COLUMNS, "members")
    drawn = members[members["candidate_id"].isin(ranking.index)]
    unknown = sorted(set(drawn["kode_desa"]) - set(villages.index))
    if unknown:
        raise TableError(
            f"{len(unknown)} members are not among the villages: {listing(unknown)}; "
            "give the villages the candidates were found in"
        )
    roleless = sorted(drawn.loc[drawn["role"].isna() | (drawn["role"] == ""), "kode_desa"])
    if roleless:
        raise TableError(
            f"{len(roleless)} members have no role: {listing(roleless)}; give the members as their step made them"
        )
