"""What is weak in a candidate, and which perangkat daerah it concerns.

The condition of an area by a criterion is its place v between the goalposts (0 is weakest, 1 strongest)::

    condition = v        where the criterion counts a potential
    condition = 1 - v    where it counts a need: there the weakest area scores highest

What a criterion leaves open is its share of the weights times (1 - condition): the greatest comes first.
"""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.checks.table import MARKS
from kawasan_gis.criteria import Criterion
from kawasan_gis.documents.needs import Need, needs_of, read_needs
from kawasan_gis.documents.words import WORDS
from kawasan_gis.i18n import Language
from kawasan_gis.maps.content.cells import text
from kawasan_gis.maps.content.given import NORMALIZED, check_given
from kawasan_gis.maps.content.sources import source_lines
from kawasan_gis.maps.content.weighing import criteria_content, scale
from kawasan_gis.scoring import normalized_villages

# Below the middle between its goalposts an area is weak; so many of the criteria that leave most open are named anyway.
WEAK = 0.5
MOST_OPEN = 3
STANDING = [
    "indicator", "label", "stance", "value", "decimals", "unit", "normalized", "condition", "weight", "contribution",
    "open", "missing", "source",
]  # fmt: skip
NEED_COLUMNS = [
    "rank", "candidate_id", "name", "indicator", "label", "value", "unit", "condition", "weight", "open", "field",
    "offices", "work", "places", "source", "basis",
]  # fmt: skip


def standing(
    row: pd.Series, criteria: Sequence[Criterion], ranking: pd.DataFrame, about: pd.DataFrame | None, language: Language
) -> pd.DataFrame:
    """Tell how one candidate stands by each criterion.

    Parameters
    ----------
    row
        The candidate's row of the ranking.
    criteria, ranking, about
        The criteria, the ranking made with them, and what is known about the indicators.
    language
        Language of labels and units.

    Returns
    -------
    pandas.DataFrame
        A row per criterion, in their order: ``value`` as people read it (in ``unit``, with so many ``decimals``),
        ``normalized`` and ``condition`` (0..1), ``weight`` (share of the weights that count, 0..1), ``contribution``,
        ``open`` (what it leaves open of the score, 0..1), ``missing`` (members without a value). NaN where the
        candidate has no data.
    """
    worth = np.array([row[f"{NORMALIZED}{one.indicator}"] for one in criteria], dtype="float64")
    counted = np.where(np.isnan(worth), 0.0, [one.weight for one in criteria])
    weight = np.where(np.isnan(worth), np.nan, counted / counted.sum())
    of_need = np.array([one.stance == "need" for one in criteria], dtype=bool)
    condition = np.where(of_need, 1 - worth, worth)
    rows = []
    for place, (one, told) in enumerate(
        zip(criteria, criteria_content(criteria, ranking, about, language) or [], strict=True)
    ):
        factor, decimals = scale(one, ranking, about)
        rows.append({
            "indicator": one.indicator, "label": told["label"], "stance": one.stance,
            "value": float(row[one.column]) * factor, "decimals": decimals, "unit": told["unit"],
            "normalized": worth[place], "condition": condition[place], "weight": weight[place],
            "contribution": row[f"contribution_{one.indicator}"] if worth[place] == worth[place] else np.nan,
            "open": weight[place] * (1 - condition[place]), "missing": int(row.get(f"missing_{one.indicator}", 0)),
            "source": _source(one, about, language),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=STANDING)


def _source(criterion: Criterion, about: pd.DataFrame | None, language: Language) -> str:
    """Which layer the values are of and from whom, and where the criterion is from; empty when nobody said."""
    known = about is not None and criterion.indicator in about.index
    lines = source_lines([], about.loc[[criterion.indicator]], language) if about is not None and known else []
    if about is not None and known and not text(about.at[criterion.indicator, "source"]):
        lines.append(WORDS["no_source"].say(language))
    return "; ".join(filter(None, [*lines, criterion.source]))


def weakest_first(table: pd.DataFrame) -> pd.DataFrame:
    """Keep of a standing what is weak, leaves most open or has no data: what leaves most open first, no data last."""
    table = table.assign(open=table["open"].round(12))
    table = table.sort_values(["open", "indicator"], ascending=[False, True], na_position="last", ignore_index=True)
    most = (table.index < MOST_OPEN) & (table["open"] > 0)
    return table[most | (table["condition"] < WEAK) | table["condition"].isna()].reset_index(drop=True)


def weak_members(
    villages: gpd.GeoDataFrame, codes: Sequence[str], indicators: pd.DataFrame | None, criteria: Sequence[Criterion]
) -> dict[str, list[str]]:
    """Name by criterion the members whose own condition is below the mean of the members, weakest first.

    Parameters
    ----------
    villages
        The villages table.
    codes
        Codes of the members.
    indicators
        Village indicators; without them nothing is named.
    criteria
        Complete criteria.

    Returns
    -------
    dict of str to list of str
        Codes by indicator; members without a value are not named.
    """
    if indicators is None:
        return {}
    worth = normalized_villages(villages, indicators, criteria).loc[sorted(codes)]
    named = {}
    for one in criteria:
        if not one.of_villages:
            continue
        condition = (1 - worth[one.indicator] if one.stance == "need" else worth[one.indicator]).round(12)
        below = condition[condition < condition.mean()]
        named[one.indicator] = below.sort_values(kind="stable").index.tolist()
    return named


def needs_table(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame,
    criteria: Sequence[Criterion],
    *,
    indicators: pd.DataFrame | None = None,
    about: pd.DataFrame | None = None,
    needs: Sequence[Need] | None = None,
    language: Language = "id",
) -> pd.DataFrame:
    """List what is weak in every candidate, with the field of work and the perangkat daerah it concerns.

    Parameters
    ----------
    villages, ranking, members
        The tables of those names; the ranking made with the criteria.
    criteria
        Complete criteria.
    indicators
        Village indicators, for the members that are weakest.
    about
        What is known about the indicators (:func:`kawasan_gis.describe_indicators`).
    needs
        The mapping, as from :func:`read_needs`; the shipped one when not given.
    language
        ``id`` or ``en``.

    Returns
    -------
    pandas.DataFrame
        A row per candidate, weak criterion and need, in the order of the ranking, the criterion that leaves most of
        the score open first: ``value`` in ``unit``, ``condition`` (0..1), ``weight`` and ``open`` (0..1), ``field``,
        ``offices``, ``work``, ``places`` (members below the members' mean), ``source`` of the value and ``basis`` of
        the mapping. A criterion no need is found for says so in ``field`` and has no office; one without data says so
        in ``work``.

    Raises
    ------
    TableError
        When a table lacks a column, or the ranking was not made with these criteria.
    """
    check_given(villages, ranking, members, criteria, None)
    needs = read_needs() if needs is None else tuple(needs)
    inside = members[members["role"] != "bridge"].groupby("candidate_id")["kode_desa"].agg(list)
    rows = []
    for name, row in ranking.iterrows():
        weakest = weak_members(villages, inside[name], indicators, criteria)
        for one in weakest_first(standing(row, criteria, ranking, about, language)).to_dict("records"):
            places = ", ".join(villages.loc[weakest.get(one["indicator"], []), "nama_desa"].astype(str))
            known = {"rank": row["rank"], "candidate_id": name, "name": row["name"], "places": places, **one}
            found = needs_of(one["indicator"], one["label"], about, needs) or (None,)
            rows += [{**known, **said_need(need, one, language)} for need in found]
    return pd.DataFrame(rows, columns=NEED_COLUMNS)


def said_need(need: Need | None, one: dict[str, Any], language: Language) -> dict[str, str]:
    """A need in one language; what has no data is to be collected first."""
    if need is None:
        return {"field": WORDS["unmapped"].say(language), "offices": "", "work": "", "basis": ""}
    field, work = (need.field_en, need.work_en) if language == "en" else (need.field_id, need.work_id)
    if one["condition"] != one["condition"]:
        work = WORDS["collect"].say(language)
    return {
        "field": field,
        "offices": "; ".join(need.offices),
        "work": work,
        "basis": need.source + MARKS[need.mark].say(language),
    }
