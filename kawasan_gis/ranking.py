"""Ranking: candidates with their score, what each criterion contributes, and their place."""

from collections.abc import Sequence

import geopandas as gpd
import networkx as nx
import pandas as pd

from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.certificate import Certificate
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError, listing

# Columns that a ranking adds; ranking again replaces them.
OWN = ("contribution_", "normalized_", "missing_", "covered_", "cap_")
OWN_NAMES = ("rank", "score", "proven", "list_gap")


def rank_candidates(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    candidates: gpd.GeoDataFrame,
    members: pd.DataFrame,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    *,
    travel: pd.DataFrame | None = None,
    certificate: Certificate | None = None,
    rules: Rules | None = None,
) -> gpd.GeoDataFrame:
    """Score candidates by the same objective the search used, and put them in order.

    Parameters
    ----------
    villages, graph, indicators
        The villages table, its graph and their indicators.
    candidates, members
        As from :func:`kawasan_gis.find_candidates`, ranked before, or drawn by hand in the same form.
    criteria
        Complete criteria; others than those of the search re-rank the same candidates, with their centres.
    travel
        Travel times, as for the search.
    certificate
        How good the list is, from the search; goes into the columns ``proven`` and ``list_gap``.
    rules
        The rules of the search: what ``max_share`` caps goes into ``covered_<indicator>``, the share (0..1) of the
        candidate's area, and ``cap_<indicator>``, the greatest that is allowed.

    Returns
    -------
    geopandas.GeoDataFrame
        The candidates with ``rank`` (1 is best), ``score`` (0..1), ``contribution_<indicator>`` columns that sum to
        the score, ``normalized_<indicator>``: the value on the criterion's goalposts (0..1, NaN where the criterion
        drops out), whose mean by the weights is the score, and ``missing_<indicator>``: how many members had no
        value. Best first; ties by candidate_id.

    Raises
    ------
    TableError
        When a candidate has no members, members are repeated or not among the villages, or a candidate has no value
        for a criterion that says ``missing = "error"``.
    """
    strangers = sorted(set(members["kode_desa"]) - set(villages.index))
    if strangers:
        raise TableError(f"{len(strangers)} members are not among the villages: {listing(strangers)}")
    repeated = members[members.duplicated(["candidate_id", "kode_desa"])]
    if len(repeated):
        raise TableError(f"{len(repeated)} villages stand twice in one candidate: {listing(repeated['kode_desa'])}")
    before = [column for column in candidates if column in OWN_NAMES or str(column).startswith(OWN)]
    candidates = candidates.drop(columns=before)
    objective = Objective.of(villages, graph, indicators, criteria, travel=travel)
    place = {code: position for position, code in enumerate(villages.index)}
    inside = members[members["role"] != "bridge"]
    codes = {str(name): rows["kode_desa"].tolist() for name, rows in inside.groupby("candidate_id", sort=True)}
    without = [name for name in candidates.index if name not in codes]
    if without:
        raise TableError(f"{len(without)} candidates have no members: {listing(without)}")
    centres = {str(name): rows["kode_desa"] for name, rows in inside[inside["role"] == "pusat"].groupby("candidate_id")}
    rows, values = [], []
    for name in candidates.index:
        fixed = [place[code] for code in centres.get(name, ())]
        worth = objective.of_area([place[code] for code in codes[name]], fixed)
        values.append(worth.values)
        rows.append([worth.score, *worth.parts, *worth.normalized, *worth.missing])
    names = [criterion.indicator for criterion in criteria]
    unknown = [name for name, row in zip(candidates.index, rows, strict=True) if row[0] != row[0]]
    if unknown:
        raise TableError(
            f'{len(unknown)} candidates have no value for a criterion that says missing = "error": {listing(unknown)}'
        )
    prefixes = ("contribution_", "normalized_", "missing_")
    columns = ["score", *[f"{prefix}{name}" for prefix in prefixes for name in names]]
    scores = pd.DataFrame(rows, index=candidates.index, columns=columns, dtype="float64")
    scores = scores.astype({f"missing_{name}": "int64" for name in names})
    order = scores.assign(rounded=scores["score"].round(12), name=scores.index).sort_values(
        ["rounded", "name"], ascending=[False, True]
    )
    # Values of the search's own criteria may have added up differently.
    areas = pd.DataFrame(
        values, index=candidates.index, columns=[criterion.column for criterion in criteria], dtype="float64"
    )
    ranking = candidates.assign(**dict(areas.items())).join(scores)
    if rules is not None and rules.max_share:
        ranking = ranking.join(_covered(villages, indicators, codes, rules))
    ranking = ranking.loc[order.index]
    ranking.insert(0, "rank", range(1, len(ranking) + 1))
    ranking.insert(1, "score", ranking.pop("score"))
    if certificate is not None:
        ranking.insert(2, "proven", certificate.proven)
        ranking.insert(3, "list_gap", certificate.gap)
    return ranking


def _covered(
    villages: gpd.GeoDataFrame, indicators: pd.DataFrame, codes: dict[str, list[str]], rules: Rules
) -> pd.DataFrame:
    """How much of each candidate's area is under what the rules cap, and the cap."""
    lacking = [name for name in sorted(rules.max_share) if name not in indicators]
    if lacking:
        raise TableError(f"the rules cap {listing(lacking)}, but the indicators have no such column")
    columns: dict[str, dict[str, float]] = {}
    for name, most in sorted(rules.max_share.items()):
        under = (indicators[name] * villages["area_ha"]).astype("float64")
        columns[f"covered_{name}"] = {
            candidate: float(under[members].sum(skipna=False) / villages.loc[members, "area_ha"].sum())
            for candidate, members in codes.items()
        }
        columns[f"cap_{name}"] = dict.fromkeys(codes, most)
    return pd.DataFrame(columns)
