"""What a web map holds, as one dictionary of plain values: villages, themes, criteria, candidates, sources, words."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from kawasan_gis.criteria import Criterion
from kawasan_gis.crs import WGS84
from kawasan_gis.dissolve import thinned
from kawasan_gis.i18n import Language, number
from kawasan_gis.maps import shapes, style, words
from kawasan_gis.maps.backdrop import Backdrop
from kawasan_gis.maps.basemaps import basemap as tiles_of
from kawasan_gis.maps.content.candidates import candidates
from kawasan_gis.maps.content.cells import text
from kawasan_gis.maps.content.given import check_given
from kawasan_gis.maps.content.sources import Source, source_lines
from kawasan_gis.maps.content.themes import themes
from kawasan_gis.maps.content.villages import subtitle, units, villages_content
from kawasan_gis.maps.content.weighing import criteria_content, preset_weights, village_worth
from kawasan_gis.presets import Preset

__all__ = ["Source", "content"]


def content(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame | None,
    members: pd.DataFrame | None,
    *,
    indicators: pd.DataFrame | None,
    about: pd.DataFrame | None,
    scores: pd.DataFrame | None,
    criteria: Sequence[Criterion],
    presets: Sequence[Preset],
    checks: pd.DataFrame | None,
    backdrop: Backdrop | None,
    basemap: str,
    title: str,
    sources: Sequence[Source],
    notes: Sequence[str],
    language: Language,
) -> dict[str, Any]:
    """Gather everything the page shows; see :func:`kawasan_gis.maps.web.web_map` for the parameters.

    Every key is always there; what was not given is null or an empty list.
    """
    check_given(villages, ranking, members, criteria, checks)
    thin = thinned(villages.geometry, shapes.tolerance(villages))
    kecamatan, kabupaten = units(villages, thin)
    untitled = "untitled_villages" if ranking is None else "untitled"
    return {
        "language": language,
        "title": title or words.WORDS[untitled].say(language),
        "subtitle": subtitle(villages, language),
        "words": words.words(language),
        "separators": _separators(language),
        "style": {
            "plain": style.PLAIN,
            "ink": style.INK,
            "accent": style.ACCENT,
            "missing": style.NO_DATA,
            "ramps": [list(style.colours(count)) for count in style.STEPS],
        },
        "bounds": shapes.bounds(thin.to_crs(WGS84)),
        "view": shapes.bounds(shapes.gathered(thin).to_crs(WGS84)),
        "villages": {
            **villages_content(villages, thin, language),
            "worth": village_worth(villages, indicators, criteria),
        },
        "kecamatan": kecamatan,
        "kabupaten": kabupaten,
        "themes": themes(villages, indicators, about, scores, language),
        "criteria": criteria_content(criteria, ranking, about, language),
        "presets": preset_weights(presets, criteria),
        "candidates": candidates(villages, ranking, members, criteria, checks, about, language),
        "backdrop": None if backdrop is None else backdrop.said(language).plain(),
        "basemap": tiles_of(basemap) if basemap else None,
        "notes": [text(note) for note in notes],
        "sources": source_lines(sources, about, language),
    }


def _separators(language: Language) -> list[str]:
    """Find the signs a language puts between thousands and before decimals."""
    sample = number(1000.5, 1, language)
    return [sample[1], sample[-2]]
