"""A theme on the sheet: villages in the classes and colours the web map has for an indicator or the score."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from kawasan_gis.errors import StudyError
from kawasan_gis.forms import did_you_mean
from kawasan_gis.i18n import Language, Text, number
from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.annex.face import Fill, role_fills
from kawasan_gis.maps.annex.scene import View
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.annex.words import say
from kawasan_gis.maps.content.themes import SCORE, themes
from kawasan_gis.maps.style import NO_DATA

MISSING = -1
LEFT_OUT = ("facility", "cover")
"""Features that would hide the classes, or be taken for them."""

OPACITY = 0.55
"""So that ink on the darkest class has a contrast of 4.5 : 1 (WCAG 2.2, 1.4.3), as names need it to be read."""


class Theme(NamedTuple):
    """What villages are coloured by.

    Attributes
    ----------
    label
        Its name.
    legend
        Its name and unit.
    source
        Who made the numbers; empty where it is not known.
    classes
        Per village the place of its class, -1 where there is no value.
    symbols
        Of the classes by their place, each with its bounds and how many villages of the study are in it.
    """

    label: str
    legend: str
    source: str
    classes: pd.Series
    symbols: dict[int, Symbol]


def theme_of(
    name: str,
    villages: gpd.GeoDataFrame,
    *,
    indicators: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    about: pd.DataFrame | None = None,
    language: Language = "id",
) -> Theme:
    """Class the villages by an indicator as the web map does.

    Parameters
    ----------
    name
        Of the indicator, or ``score``.
    villages
        The villages table.
    indicators
        Per village.
    scores
        Of the villages, for the theme ``score``.
    about
        What is known about the indicators.
    language
        ``id`` or ``en``.

    Returns
    -------
    Theme
        With every village in one class, or in none where it has no value.

    Raises
    ------
    StudyError
        When there is no such indicator.
    """
    known = [*([] if indicators is None else map(str, indicators.columns)), *([] if scores is None else [SCORE])]
    if not known:
        raise StudyError(f"there is nothing to draw the theme {name} from: give indicators, or scores")
    if name not in known:
        raise StudyError(f"there is no indicator {name}{did_you_mean(name, known)}")
    if name == SCORE and scores is not None:
        [theme] = themes(villages, None, about, scores, language)
    else:
        [theme] = themes(villages, indicators[[name]] if indicators is not None else None, about, None, language)
    label, unit = theme["label"], theme["unit"]
    return Theme(
        label,
        f"{label} ({unit})" if unit else label,
        f"{label}: {theme['source']}" if theme["source"] else "",
        pd.Series(theme["class"], index=villages.index),
        _symbols(theme, language),
    )


def theme_fills(theme: Theme, view: View) -> list[Fill]:
    """Say what is filled with which colour: land beyond the study as ever, then villages by class.

    Parameters
    ----------
    theme
        From :func:`theme_of`.
    view
        What is on the face.
    """
    beyond = [fill for fill in role_fills(view) if fill.symbol.key == "beyond"]
    shapes = pd.concat([view.others.geometry, view.members.geometry])
    classes = theme.classes.reindex(shapes.index)
    return beyond + [Fill(symbol, shapes[classes == place]) for place, symbol in theme.symbols.items()]


def theme_view(view: View) -> View:
    """Leave out of a view what would hide the theme: facilities and land cover.

    Parameters
    ----------
    view
        What is on the face of the first sheet.
    """
    kept = ~view.features["kind"].isin(LEFT_OUT)
    others = tuple(one for one in view.symbols if not one.key.startswith((symbols.FACILITY, symbols.COVER)))
    return view._replace(features=view.features[kept], symbols=others)


def theme_legend(theme: Theme, view: View) -> Sequence[Symbol]:
    """List the symbols of a theme's sheet: the classes first, then everything that is drawn over them.

    Parameters
    ----------
    theme, view
        As for :func:`theme_fills`.
    """
    classes = [symbol for place, symbol in theme.symbols.items() if place != MISSING]
    missing = [theme.symbols[MISSING]] if MISSING in theme.symbols else []
    villages = {symbol.key for symbol in symbols.AREAS} - {"beyond"}
    return [*classes, *missing, *(one for one in view.symbols if one.key not in villages)]


def _symbols(theme: dict[str, Any], language: Language) -> dict[int, Symbol]:
    """Make the symbols of classes that hold a village."""
    listed = [*enumerate(theme["classes"]), (MISSING, {**theme["missing"], "colour": NO_DATA})]
    found = {}
    for place, one in listed:
        if one["count"]:
            words = say("in_class", language, bounds=one["label"], count=number(one["count"], 0, language))
            found[place] = Symbol(f"class {place}", Text.same(words), "area", one["colour"], opacity=OPACITY)
    return found
