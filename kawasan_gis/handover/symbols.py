"""Symbols of the sheet as QGIS draws them: fills, lines and marks with sizes in millimetres."""

from typing import Any
from xml.etree.ElementTree import Element

from kawasan_gis.handover.markup import add, add_options
from kawasan_gis.i18n import Text
from kawasan_gis.maps.annex.symbols import BORDER, CENTRE_MARK, HATCH, Symbol
from kawasan_gis.maps.lines import WATER
from kawasan_gis.maps.style import INK

MM_PER_POINT = 25.4 / 72
# Marks as matplotlib names them, and as QGIS does, with the degrees they are turned by.
MARKS = {
    "o": ("circle", 0), "s": ("square", 0), "^": ("triangle", 0), "v": ("triangle", 180), "D": ("diamond", 0),
    "P": ("cross_fill", 0), "X": ("cross_fill", 45), "p": ("pentagon", 0), "h": ("hexagon", 0), "*": ("star", 0),
}  # fmt: skip
LINKS = {
    "land": Symbol("land", Text("Berbatasan di darat", "Border on land"), "line", BORDER, 0.6),
    "water": Symbol("water", Text("Terhubung lewat air", "Linked over water"), "line", WATER, 1.0, (1.6, 0.8)),
    "listed": Symbol("listed", Text("Dinyatakan berbatasan", "Listed as neighbours"), "line", INK, 1.0, (0.8, 0.8)),
}
"""How the pairs of the borders table are drawn, by its column ``kind``."""
KINDS = {"area": "fill", "line": "line", "point": "marker"}


def colour(hexadecimal: str, opacity: float = 1.0) -> str:
    """Write a colour as QGIS does.

    Parameters
    ----------
    hexadecimal
        Such as ``#1f2d2b``.
    opacity
        From 0 to 1.

    Examples
    --------
    >>> colour("#1f2d2b")
    '31,45,43,255'
    """
    parts = [int(hexadecimal[place : place + 2], 16) for place in (1, 3, 5)]
    return ",".join(map(str, [*parts, round(255 * opacity)]))


def add_symbol(parent: Element, name: str, symbol: Symbol, *, centre: bool = False) -> Element:
    """Add a symbol of the sheet.

    Parameters
    ----------
    parent
        Gets it.
    name
        What its renderer calls it by.
    symbol
        Of the sheet.
    centre
        Whether an area is marked as the centre of a kawasan.
    """
    made = _symbol(parent, name, KINDS[symbol.kind])
    if symbol.kind == "area":
        add_fill(made, symbol.colour, opacity=symbol.opacity)
        if symbol.hatch:
            _add_hatch(made)
        if centre:
            _add_mark_within(made, CENTRE_MARK)
    elif symbol.kind == "line":
        add_line(made, symbol)
    else:
        _add_mark(made, symbol)
    return made


def add_outline(parent: Element, name: str, symbol: Symbol) -> Element:
    """Add a symbol that draws only the outline of an area.

    Parameters
    ----------
    parent, name, symbol
        As for :func:`add_symbol`; the symbol is a line's.
    """
    made = _symbol(parent, name, "fill")
    add_line(made, symbol)
    return made


def add_fill(symbol: Element, hexadecimal: str, *, opacity: float = 1.0, stroke: str = "") -> None:
    """Add a plain fill to a symbol.

    Parameters
    ----------
    symbol
        Gets it.
    hexadecimal
        Its colour.
    opacity
        From 0 to 1.
    stroke
        Colour of the outline; empty for none.
    """
    _layer(
        symbol, "SimpleFill", color=colour(hexadecimal, opacity), style="solid",
        outline_color=colour(stroke or INK), outline_style="solid" if stroke else "no", outline_width=0.1,
        outline_width_unit="MM", joinstyle="round",
    )  # fmt: skip


def plain_fill(parent: Element, name: str, hexadecimal: str, *, stroke: str = "") -> Element:
    """Add a symbol of one plain fill.

    Parameters
    ----------
    parent, name
        As for :func:`add_symbol`.
    hexadecimal, stroke
        As for :func:`add_fill`.
    """
    made = _symbol(parent, name, "fill")
    add_fill(made, hexadecimal, stroke=stroke)
    return made


def add_line(symbol: Element, line: Symbol) -> None:
    """Add a line to a symbol, with its dashes.

    Parameters
    ----------
    symbol
        Gets it.
    line
        Of the sheet.
    """
    _layer(
        symbol, "SimpleLine", line_color=colour(line.colour), line_style="solid",
        line_width=round(line.size * MM_PER_POINT, 3), line_width_unit="MM", capstyle="flat", joinstyle="round",
        use_custom_dash=bool(line.dashes), customdash=";".join(f"{length:g}" for length in line.dashes) or "5;2",
        customdash_unit="MM",
    )  # fmt: skip


def _symbol(parent: Element, name: str, kind: str) -> Element:
    return add(parent, "symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0")


def _layer(symbol: Element, kind: str, /, **values: Any) -> Element:
    layer = add(symbol, "layer", **{"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    add_options(layer, values)
    return layer


def _add_mark(symbol: Element, mark: Symbol) -> None:
    shape, turned = MARKS[mark.mark]
    _layer(
        symbol, "SimpleMarker", name=shape, angle=turned, color=colour(mark.colour), outline_color=colour("#ffffff"),
        outline_style="solid", outline_width=0.12, outline_width_unit="MM", size=round(mark.size * MM_PER_POINT, 3),
        size_unit="MM", joinstyle="miter",
    )  # fmt: skip


def _add_mark_within(symbol: Element, mark: Symbol) -> None:
    layer = _layer(symbol, "CentroidFill", point_on_surface="1", point_on_all_parts="0", clip_points="0")
    _add_mark(_symbol(layer, "@0@1", "marker"), mark)


def _add_hatch(symbol: Element) -> None:
    layer = _layer(symbol, "LinePatternFill", angle=45, distance=1.4, distance_unit="MM")
    place = len(symbol) - 1
    line = Symbol("hatch", CENTRE_MARK.label, "line", HATCH, 0.4)
    add_line(_symbol(layer, f"@0@{place}", "line"), line)
