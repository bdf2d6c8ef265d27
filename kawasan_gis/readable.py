"""The tables of a run in a form people read: with names beside codes, in the order of the ranking."""

from collections.abc import Sequence

import pandas as pd

from kawasan_gis.criteria import Criterion
from kawasan_gis.findings import Findings
from kawasan_gis.i18n import Language, Text
from kawasan_gis.kinds import LEVEL_WORDS
from kawasan_gis.maps.style import from_data
from kawasan_gis.presets import Preset
from kawasan_gis.tables import FAILED, PASSED, UNKNOWN

SHARE_UNIT = Text("bagian (0-1)", "share (0-1)")


def readable_members(members: pd.DataFrame, villages: pd.DataFrame, ranking: pd.DataFrame) -> pd.DataFrame:
    """Write the members with names, kecamatan and area, in the order of the ranking, the centre first."""
    table = members.join(villages[["nama_desa", "kecamatan", "area_ha"]], on="kode_desa")
    table.insert(0, "rank", table["candidate_id"].map(ranking["rank"]))
    place = table["role"].map({"pusat": 0, "hinterland": 1, "bridge": 2})
    table = table.assign(place=place).sort_values(["rank", "place", "kode_desa"]).drop(columns="place")
    order = ["rank", "candidate_id", "kode_desa", "nama_desa", "kecamatan", "area_ha", "role", "gain", "cut"]
    return table[order].reset_index(drop=True)


def readable_outsiders(outsiders: pd.DataFrame, villages: pd.DataFrame) -> pd.DataFrame:
    """Write the villages of no candidate with their names, nearest to entering the list first."""
    table = villages[["nama_desa", "kecamatan"]].join(outsiders, how="inner").reset_index()
    return table.sort_values(["lacks", "kode_desa"], kind="stable").reset_index(drop=True)


def readable_about(about: pd.DataFrame, language: Language = "id") -> pd.DataFrame:
    """Say of each indicator whose numbers are not of villages what they are from, and that shares are 0..1."""
    units = [
        SHARE_UNIT.say(language) if not unit and measure.endswith("_share") else unit
        for unit, measure in zip(about["unit"], about["measure"], strict=True)
    ]
    return about.assign(data_per=[from_data(level, language) for level in about["data_per"]], unit=units)


def readable_checks(checks: pd.DataFrame, ranking: pd.DataFrame, language: Language = "id") -> pd.DataFrame:
    """Write the checks as :func:`kawasan_gis.checks.said` says them, with rank and name of the candidate."""
    rank, name = (checks["candidate_id"].map(ranking[column]) for column in ("rank", "name"))
    words = [UNKNOWN if passed is pd.NA else PASSED if passed else FAILED for passed in checks["passed"]]
    return pd.DataFrame({
        "rank": rank, "candidate_id": checks["candidate_id"], "name": name, "check": checks["label"],
        "passed": [word.say(language) for word in words], "text": checks["text"], "basis": checks["basis"],
        "source": checks["source"],
    })  # fmt: skip


def readable_criteria(criteria: Sequence[Criterion]) -> pd.DataFrame:
    """Write the criteria with their share (0..1) of all weights."""
    total = sum(criterion.weight for criterion in criteria)
    rows = []
    for criterion in criteria:
        links = "; ".join(f"{name} >= {least:g}" for name, least in criterion.links.items())
        rows.append({**criterion.model_dump(), "links": links, "weight_share": criterion.weight / total})
    columns = list(Criterion.model_fields)
    columns.insert(columns.index("weight") + 1, "weight_share")
    return pd.DataFrame(rows, columns=columns)


def readable_presets(presets: Sequence[Preset], criteria: Sequence[Criterion]) -> pd.DataFrame:
    """Write the weight every preset gives every criterion, and its share (0..1) of the preset's weights."""
    rows = []
    for preset in presets:
        weighed = preset.reweighted(criteria)
        total = sum(criterion.weight for criterion in weighed)
        rows += [(preset.name, one.indicator, one.label, one.stance, one.weight, one.weight / total) for one in weighed]
    columns = ["preset", "indicator", "label", "stance", "weight", "weight_share"]
    return pd.DataFrame(rows, columns=columns).astype({"weight": "float64", "weight_share": "float64"})


def readable_findings(findings: Findings, villages: pd.DataFrame, language: Language = "id") -> pd.DataFrame:
    """Write the findings with the names of their villages, worst first."""
    table = findings.table(language)
    table["level"] = [LEVEL_WORDS[level].say(language) for level in table["level"]]
    table["nama_desa"] = table["kode_desa"].map(villages["nama_desa"]).fillna("")
    return table[["level", "kode_desa", "nama_desa", "message", "kind"]]
