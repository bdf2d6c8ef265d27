"""The ranked candidates: outline, members, worth by every criterion, and what was checked."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from kawasan_gis.checks import said
from kawasan_gis.criteria import Criterion
from kawasan_gis.crs import WGS84
from kawasan_gis.dissolve import closed
from kawasan_gis.i18n import Language, number
from kawasan_gis.maps import shapes, style, words
from kawasan_gis.maps.content.cells import shown, text
from kawasan_gis.maps.content.labels import label
from kawasan_gis.maps.content.themes import SCORE_DECIMALS
from kawasan_gis.maps.content.weighing import candidate_worth, scale

MISSING, COVERED, CAP = "missing_", "covered_", "cap_"


def candidates(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame | None,
    members: pd.DataFrame | None,
    criteria: Sequence[Criterion],
    checks: pd.DataFrame | None,
    about: pd.DataFrame | None,
    language: Language,
) -> list[dict[str, Any]] | None:
    """List the candidates by rank; null without a ranking. See ``web_map`` for the parameters."""
    if ranking is None:
        return None
    ranking = ranking.to_crs(villages.crs).sort_values("rank", kind="stable")
    outlines = ranking.geometry.map(closed).simplify(shapes.tolerance(villages) / 2)
    named = villages["nama_desa"]
    scales = [scale(one, ranking, about) for one in criteria]
    inside = {} if members is None else _members(villages, members, language)
    checked = {} if checks is None else _checks(checks, language)
    drawn = zip(
        ranking.iterrows(), shapes.encoded_all(outlines.to_crs(WGS84)), shapes.points(ranking.geometry), strict=True
    )
    return [
        {
            "id": text(key),
            "rank": int(row["rank"]),
            "name": text(row["name"]),
            "villages": int(row["n_villages"]),
            "centre": text(named.get(row["centre"], row["centre"])),
            "kecamatan": text(row["kecamatan"]),
            "area": shown(row["area_ha"], 1),
            "population": shown(row.get("population", float("nan")), 0),
            "score": shown(row["score"], SCORE_DECIMALS),
            "worth": candidate_worth(row, criteria),
            "values": [
                shown(row[one.column] * factor, decimals)
                for one, (factor, decimals) in zip(criteria, scales, strict=True)
            ],
            "missing": _missing(row, about, language),
            "limits": _limits(row, about, language),
            "checks": checked.get(key, []),
            "at": at,
            "shape": shape,
            "members": None if members is None else inside.get(key, []),
        }
        for (key, row), shape, at in drawn
    ]


def _missing(row: pd.Series, about: pd.DataFrame | None, language: Language) -> str:
    """Say how many members have no value for which indicator; empty when all have all."""
    counts = {column: row[column] for column in row.index if str(column).startswith(MISSING)}
    named = [
        f"{label(column.removeprefix(MISSING), about, language)} ({number(count, 0, language)})"
        for column, count in counts.items()
        if count
    ]
    return f"{words.WORDS['without_data'].say(language)}: {', '.join(named)}" if named else ""


def _limits(row: pd.Series, about: pd.DataFrame | None, language: Language) -> str:
    """Say how much of the area is under what the rules cap, and the cap; empty when nothing is capped."""
    names = [str(column).removeprefix(COVERED) for column in row.index if str(column).startswith(COVERED)]
    shares = ((name, row[f"{COVERED}{name}"], row[f"{CAP}{name}"]) for name in names)
    return "; ".join(style.limit(label(name, about, language), share, most, language) for name, share, most in shares)


def _members(villages: gpd.GeoDataFrame, members: pd.DataFrame, language: Language) -> dict[Any, list[list[Any]]]:
    """List each candidate's villages as place, role, word and gain: the centre first, bridges last."""
    order = list(style.ROLES)
    rows = members.assign(
        place=villages.index.get_indexer(members["kode_desa"]),
        sort=[order.index(role) if role in order else len(order) for role in members["role"]],
    ).sort_values(["sort", "gain", "kode_desa"], ascending=[True, False, True], kind="stable")
    listed: dict[Any, list[list[Any]]] = {}
    for row in rows.itertuples():
        known = row.role in style.ROLES
        role = text(row.role) if known else "other"
        word = style.ROLES[row.role].say(language) if known else text(row.role)
        listed.setdefault(row.candidate_id, []).append([int(row.place), role, word, shown(row.gain, SCORE_DECIMALS)])
    return listed


def _checks(checks: pd.DataFrame, language: Language) -> dict[Any, list[dict[str, Any]]]:
    """List what was checked of each candidate: passed, failed, or null where the data cannot tell."""
    listed: dict[Any, list[dict[str, Any]]] = {}
    for row in said(checks, language).itertuples():
        passed = None if pd.isna(row.passed) else bool(row.passed)
        cells = {"label": text(row.label), "passed": passed, "text": text(row.text), "basis": text(row.basis)}
        listed.setdefault(row.candidate_id, []).append(cells)
    return listed
