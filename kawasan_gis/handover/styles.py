"""Styles of the layers: the sheet's symbols, the web map's classes, and names of fields that planners read."""

import math
from collections.abc import Mapping, Sequence
from itertools import chain, count
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import geopandas as gpd
import pandas as pd

from kawasan_gis import tables
from kawasan_gis.handover import words
from kawasan_gis.handover.labels import NAMES, add_labeling
from kawasan_gis.handover.markup import add, shown, written
from kawasan_gis.handover.symbols import LINKS, add_outline, add_symbol, plain_fill
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.content.labels import is_share, label, unit
from kawasan_gis.maps.content.themes import SCORE
from kawasan_gis.maps.style import NO_DATA

VERSION = "3.22.0"
"""The QGIS whose files these are; later ones read them without a word."""
DOCTYPE = "qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'"
TITLES = {"villages": "nama_desa", "members": "nama_desa", "candidates": "name", "roads": "name", "rivers": "name"}

SINGLE = {
    "villages": symbols.FIXED["other"],
    "surroundings": symbols.FIXED["beyond"],
    "candidates": symbols.OUTLINE_LINE,
    "places": symbols.PLACE,
}
"""Layers with one symbol for all."""

Category = tuple[str, symbols.Symbol]


class Style(NamedTuple):
    """One style of a layer: what it is called, its QML, and whether the layer opens with it."""

    layer: str
    name: str
    qml: str
    default: bool


def styles_of(
    layers: Mapping[str, gpd.GeoDataFrame],
    themes: Sequence[Mapping[str, Any]] = (),
    *,
    about: pd.DataFrame | None = None,
    language: Language = "id",
) -> list[Style]:
    """Make the styles of all layers, each layer's own first.

    Parameters
    ----------
    layers
        Tables by name.
    themes
        What villages can be coloured by, as the web map lists it; the first is how they open.
    about
        Label and unit of each indicator.
    language
        Of labels, ``id`` or ``en``.

    Returns
    -------
    list
        Styles in the order of the layers.
    """
    styles: list[Style] = []
    for name, table in layers.items():
        drawn = [(words.THEMES["sheet"].say(language), _plain(name, table, language))]
        if name == "villages":
            drawn = [*((shown(theme["label"]), _theme(theme, table, about)) for theme in themes), *drawn]
        for place, (title, root) in enumerate(drawn):
            if name in NAMES:
                root.set("labelsEnabled", "1")
                add_labeling(root, NAMES[name])
            _add_fields(root, table, about, language)
            if name in TITLES:
                add(root, "previewExpression", f'"{TITLES[name]}"')
            known = {style.name for style in styles if style.layer == name}
            numbered = chain([title], (f"{title} ({number})" for number in count(2)))
            title = next(one for one in numbered if one not in known)
            styles.append(Style(name, title, written(root, DOCTYPE).decode(), place == 0))
    return styles


def field(column: str, about: pd.DataFrame | None = None, language: Language = "id") -> str:
    """Name a field as planners read it, with its unit where it has one.

    Parameters
    ----------
    column
        Its name in the table.
    about
        Label and unit of each indicator.
    language
        ``id`` or ``en``.

    Returns
    -------
    str
        The name itself where nothing better is known.
    """
    if about is not None and column in about.index:
        measured = unit(column, about, language)
        return label(column, about, language) + (f" ({measured})" if measured else "")
    for prefix, text in tables.PREFIXES.items():
        if column.startswith(prefix):
            return text.say(language) + label(column.removeprefix(prefix), about, language)
    return words.FIELDS[column].say(language) if column in words.FIELDS else tables.heading(column, language)


def _plain(name: str, table: gpd.GeoDataFrame, language: Language) -> Element:
    """Draw a layer as on the sheet."""
    root = _root()
    if name in SINGLE:
        made = add(_renderer(root, "singleSymbol"), "symbols")
        draw = add_outline if name == "candidates" else add_symbol
        draw(made, "0", SINGLE[name])
        return root
    column, categories = _categories(name, table)
    _add_categories(root, column, categories, language)
    return root


def _categories(name: str, table: gpd.GeoDataFrame) -> tuple[str, list[Category]]:
    """Tell which column divides a layer, and how each of its values is drawn."""
    if name == "members":
        return "role", [(one.key, one) for one in symbols.AREAS if one.key in set(table["role"])]
    if name == "outlines":
        return "level", [(one.key, one) for one in reversed(symbols.BORDERS) if one.key in set(table["level"])]
    if name == "borders":
        return "kind", [(key, line) for key, line in LINKS.items() if key in set(table["kind"])]
    if name in ("roads", "rivers"):
        found = set(table["class"])
        return "class", [(one.key, one) for one in symbols.LINES if one.key in found]
    labels = sorted(set(table["label"]))
    make = {"facilities": symbols.facility, "lines": symbols.line, "cover": symbols.cover}[name]
    return "label", [(text, make(text, labels)) for text in labels]


def _add_categories(root: Element, column: str, categories: list[Category], language: Language) -> None:
    renderer = _renderer(root, "categorizedSymbol", attr=column, symbollevels=column == "level")
    listed, made = add(renderer, "categories"), add(renderer, "symbols")
    for place, (value, symbol) in enumerate(categories):
        add(
            listed, "category", value=shown(value), label=shown(symbol.label.say(language)), symbol=place, render="true"
        )
        add_symbol(made, str(place), symbol, centre=value == "pusat")


def _theme(theme: Mapping[str, Any], table: gpd.GeoDataFrame, about: pd.DataFrame | None) -> Element:
    """Colour villages by the web map's classes, whose bounds hold for the numbers as they are rounded there."""
    column, half = theme["key"], 0.5 * 10.0 ** -theme["decimals"]
    share = column != SCORE and is_share(table[column], column, about)
    value = f'100 * "{column}"' if share else f'"{column}"'
    edges = [edge - half for edge in theme["edges"][:-1]] + [edge + half for edge in theme["edges"][-1:]]
    # Villages without a number get one below all others.
    none = math.floor(min(edges, default=0.0)) - 1
    rows = [*zip(edges, edges[1:], [(one["label"], one["colour"]) for one in theme["classes"]], strict=False)]
    if theme["missing"]["count"]:
        rows.append((none - 0.5, none + 0.5, (theme["missing"]["label"], NO_DATA)))
    root = _root()
    attribute = f"coalesce({value}, {none})"
    renderer = _renderer(root, "graduatedSymbol", attr=attribute, graduatedMethod="GraduatedColor")
    listed, made = add(renderer, "ranges"), add(renderer, "symbols")
    for place, (low, high, (text, fill)) in enumerate(rows):
        add(listed, "range", lower=f"{low:.9f}", upper=f"{high:.9f}", label=shown(text), symbol=place, render="true")
        plain_fill(made, str(place), fill, stroke="#ffffff")
    return root


def _root() -> Element:
    return Element("qgis", {"version": VERSION, "styleCategories": "AllStyleCategories", "labelsEnabled": "0"})


def _renderer(root: Element, kind: str, **more: object) -> Element:
    return add(root, "renderer-v2", type=kind, **{"symbollevels": 0, "forceraster": 0, "enableorderby": 0, **more})


def _add_fields(root: Element, table: gpd.GeoDataFrame, about: pd.DataFrame | None, language: Language) -> None:
    aliases = add(root, "aliases")
    for place, column in enumerate(column for column in table.columns if column != table.geometry.name):
        # The file's own number comes first.
        add(aliases, "alias", index=place + 1, field=shown(column), name=shown(field(str(column), about, language)))
