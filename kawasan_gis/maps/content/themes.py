"""What villages can be coloured by: the score first, then every indicator."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.errors import TableError, listing
from kawasan_gis.i18n import Language
from kawasan_gis.maps import style, words
from kawasan_gis.maps.content.cells import column
from kawasan_gis.maps.content.given import require
from kawasan_gis.maps.content.labels import is_share, label, unit
from kawasan_gis.maps.content.sources import provenance

SCORE = "score"
SCORE_DECIMALS = 3


def themes(
    villages: gpd.GeoDataFrame,
    indicators: pd.DataFrame | None,
    about: pd.DataFrame | None,
    scores: pd.DataFrame | None,
    language: Language,
) -> list[dict[str, Any]]:
    """List the themes with values, classes, colours and source; see ``web_map`` for the parameters."""
    listed = []
    if scores is not None:
        require(scores, [SCORE], "scores")
        values = scores[SCORE].astype("float64").reindex(villages.index)
        heading = {"key": SCORE, "label": words.WORDS["village_score"].say(language), "unit": "", "source": ""}
        listed.append({**heading, **_classed(values, language, decimals=SCORE_DECIMALS, missing="not_scored")})
    measured = pd.DataFrame() if indicators is None else indicators
    for name in measured.columns:
        values = _numbers(measured[name], str(name)).reindex(villages.index)
        share = is_share(values, str(name), about)
        heading = {
            "key": str(name),
            "label": label(name, about, language),
            "unit": "%" if share else unit(name, about, language),
            "source": provenance(name, about, language),
        }
        listed.append({**heading, **_classed(values * 100 if share else values, language)})
    return listed


def _numbers(values: pd.Series, name: str) -> pd.Series:
    try:
        return values.astype("float64")
    except (TypeError, ValueError):
        raise TableError(
            f"indicator {name} is no column of numbers: {listing(values.dropna().unique())}; villages are coloured by "
            "numbers only"
        ) from None


def _classed(
    values: pd.Series, language: Language, *, decimals: int | None = None, missing: str = "no_data"
) -> dict[str, Any]:
    values = values.where(np.isfinite(values))
    classes = style.classify(values, decimals=decimals)
    decimals = classes.decimals
    # By the number people read, so that legend and tooltip agree.
    found = classes.of(values.round(decimals))
    counts = np.bincount(found[found >= 0], minlength=len(classes.colours)).tolist()
    drawn = zip(classes.labels(language), classes.colours, counts, strict=True)
    return {
        "decimals": decimals,
        "values": column(values, decimals),
        "class": found.tolist(),
        "edges": [round(edge, decimals) for edge in classes.edges],
        "classes": [{"label": text, "colour": colour, "count": count} for text, colour, count in drawn],
        "missing": {"label": words.WORDS[missing].say(language), "count": int((found < 0).sum())},
    }
