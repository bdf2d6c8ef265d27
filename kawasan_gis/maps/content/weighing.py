"""What the page weighs anew: the criteria, their worth in every village, and the presets' weights."""

import math
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import tomlkit

from kawasan_gis.criteria import PROPERTIES, Criterion
from kawasan_gis.errors import TableError
from kawasan_gis.i18n import Language
from kawasan_gis.maps import style, words
from kawasan_gis.maps.content.cells import column, shown
from kawasan_gis.maps.content.given import NORMALIZED
from kawasan_gis.maps.content.labels import described, is_share, unit, with_origin
from kawasan_gis.maps.content.sources import provenance
from kawasan_gis.presets import Preset
from kawasan_gis.scoring import normalized_villages

WORTH_DECIMALS = 10
"""Of villages; the page's scores then agree with Python's to 1e-9."""


def criteria_content(
    criteria: Sequence[Criterion], ranking: pd.DataFrame | None, about: pd.DataFrame | None, language: Language
) -> list[dict[str, Any]] | None:
    """Describe the criteria; null when there are none."""
    return [_criterion(one, ranking, about, language) for one in criteria] or None


def _criterion(
    criterion: Criterion, ranking: pd.DataFrame | None, about: pd.DataFrame | None, language: Language
) -> dict[str, Any]:
    factor, decimals = scale(criterion, ranking, about)
    sources = [provenance(criterion.indicator, about, language), criterion.source]
    return {
        "indicator": criterion.indicator,
        "label": _label(criterion, about, language),
        "unit": _unit(criterion, about, language) if factor == 1 else "%",
        "decimals": decimals,
        "stance": criterion.stance,
        "weight": criterion.weight,
        "worst": shown(criterion.worst * factor, decimals),
        "best": shown(criterion.best * factor, decimals),
        "of_villages": criterion.of_villages,
        "refuses": criterion.missing == "error",
        "source": "; ".join(filter(None, sources)),
        "toml": section(criterion),
    }


def _label(criterion: Criterion, about: pd.DataFrame | None, language: Language) -> str:
    usual = PROPERTIES.get(criterion.indicator)
    if usual and criterion.label in ("", usual):
        return words.PROPERTIES[criterion.indicator].say(language)
    row = described(criterion.indicator, about)
    return with_origin(criterion.label or criterion.indicator, row, language)


def _unit(criterion: Criterion, about: pd.DataFrame | None, language: Language) -> str:
    own = unit(criterion.indicator, about, language)
    if criterion.per is None:
        return own
    per = unit(criterion.per, about, language) or str(described(criterion.per, about).get("label") or criterion.per)
    return f"{own}/{per}"


def scale(criterion: Criterion, ranking: pd.DataFrame | None, about: pd.DataFrame | None) -> tuple[int, int]:
    """Choose how a criterion's values are written: times 100 for a share, and with how many decimals.

    Parameters
    ----------
    criterion
        A complete criterion.
    ranking
        Ranked candidates with its values.
    about
        What is known about the indicators.
    """
    values = pd.Series(dtype="float64") if ranking is None else ranking[criterion.column].astype("float64")
    values = pd.Series([*values, criterion.worst, criterion.best])
    share = criterion.aggregate == "share" or (
        criterion.aggregate in ("mean", "mean_by_area", "mean_by_population", "min", "max")
        and is_share(values, criterion.indicator, about)
    )
    factor = 100 if share else 1
    return factor, style.shown_decimals(values * factor)


def section(criterion: Criterion) -> str:
    """Write a criterion as a section of a study file, without its weight, which the page adds.

    Parameters
    ----------
    criterion
        Any; what it leaves open is left out.
    """
    cells = criterion.model_dump(exclude={"weight"})
    table = tomlkit.table()
    for key, value in cells.items():
        if isinstance(value, dict):
            links = tomlkit.inline_table()
            links.update(value)
            value = links if value else None
        if value not in (None, ""):
            table.add(key, value)
    document = tomlkit.document()
    document.add("criteria", tomlkit.aot())
    document["criteria"].append(table)
    return tomlkit.dumps(document)


def preset_weights(presets: Sequence[Preset], criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Write the weights every preset gives the criteria.

    Raises
    ------
    TableError
        When there are presets and no criteria.
    """
    if presets and not criteria:
        raise TableError("presets weigh criteria, and none are given; give criteria too")
    return [{"name": preset.name, "weights": [one.weight for one in preset.reweighted(criteria)]} for preset in presets]


def village_worth(
    villages: gpd.GeoDataFrame, indicators: pd.DataFrame | None, criteria: Sequence[Criterion]
) -> list[list[float | int | None] | None] | None:
    """Give every village its worth (0..1) by every criterion; null for a property of areas.

    Null also for a village without a value, unless its criterion counts that as worst. All is null without criteria
    or indicators.
    """
    if not criteria or indicators is None:
        return None
    worth = normalized_villages(villages, indicators, criteria)
    return [column(worth[one.indicator], WORTH_DECIMALS) if one.of_villages else None for one in criteria]


def candidate_worth(row: pd.Series, criteria: Sequence[Criterion]) -> list[float | None]:
    """Read a ranked candidate's worth (0..1) by every criterion, to the last digit: equal scores stay equal."""
    values = [float(row[f"{NORMALIZED}{one.indicator}"]) for one in criteria]
    return [value if math.isfinite(value) else None for value in values]
