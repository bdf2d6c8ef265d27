"""The legend: exactly what was drawn, each with the symbol it has on the face."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

from kawasan_gis.errors import StudyError
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.annex.face import mark_look
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.shapes import add, draw_lines, path_of
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.annex.text import ASCENT, LEAST, POINT, Fitted, Font, fit, height, must_fit, paragraph, whole
from kawasan_gis.maps.annex.words import say

SWATCH, BETWEEN = (3.0, 1.15), 0.9
"""Width and height of a swatch, and the gap to its words and between columns, in sizes of the text."""
MOST_LINES, MOST_COLUMNS, HEADING_LINES = (3, 6), 4, 3
"""Lines of an entry, more only where nothing else fits; columns; lines of the heading."""
SPACINGS = (0.75, 0.55, 0.4, 0.28)
"""Between entries, in sizes of the text; the first that fits is taken."""
SIZES = (1.1, 1.0, 0.92, 0.84, 0.77)
"""In sizes of the margin's text; none is smaller than the least on a sheet."""
LEVELS = tuple(step / 20 for step in range(5, 20))
SWATCHES = 1.0


class Entry(NamedTuple):
    """One line of the legend: its symbol, its words, and where its top is, in millimetres below the first."""

    symbol: Symbol
    words: Fitted
    column: int
    down: float


class Form(NamedTuple):
    """A way to set the legend that fits its box."""

    entries: tuple[Entry, ...]
    size: float
    width: float


def heading(figure: Figure, box: Box, words: str, size: float) -> float:
    """Draw the heading of a box of the margin, with a rule under it.

    Parameters
    ----------
    figure
        The sheet.
    box
        The box in millimetres.
    words
        The heading.
    size
        Of the margin's text in points.

    Returns
    -------
    float
        Where the content may begin, in millimetres.
    """
    font = Font(size * 1.15, bold=True)
    fitted = must_fit(words, box.width, height(HEADING_LINES, font), font, "the heading of a box")
    foot = paragraph(figure, fitted, box.x, box.top) + (1 - ASCENT) * fitted.font.size * POINT
    rule = foot - 0.42 * size * POINT
    line = Line2D([box.x, box.right], [rule, rule], color=symbols.BORDER, linewidth=size / 15)
    add(figure, line, None, SWATCHES, "rule")
    return rule - 0.75 * size * POINT


def draw_legend(
    figure: Figure, box: Box, drawn: Sequence[Symbol], size: float, *, title: str = "", language: Language = "id"
) -> float:
    """Draw the legend of what was drawn.

    Parameters
    ----------
    figure
        The sheet.
    box
        Where, in millimetres.
    drawn
        The symbols on the face, in the order of the legend.
    size
        Of the margin's text in points.
    title
        Instead of the word legend, such as an indicator's name.
    language
        ``id`` or ``en``.

    Returns
    -------
    float
        The foot of the legend in millimetres.

    Raises
    ------
    StudyError
        When so much is drawn that the legend does not fit.
    """
    top = heading(figure, box, title or say("legend", language), size)
    form = _form(drawn, box.width, top - box.y, size, language)
    if form is None:
        longest = max(len(symbol.label.say(language)) for symbol in drawn)
        raise StudyError(
            f"the legend of {len(drawn)} symbols does not fit on the sheet (its longest label has {longest} "
            "characters): take larger paper, shorter labels, or fewer layers"
        )
    foot = top
    for entry in form.entries:
        x = box.x + entry.column * (form.width + BETWEEN * size * POINT)
        y = top - entry.down
        swatch = Box(x, y - SWATCH[1] * form.size * POINT, SWATCH[0] * form.size * POINT, SWATCH[1] * form.size * POINT)
        draw_swatch(figure, entry.symbol, swatch, size)
        shift = (SWATCH[1] - 1) / 2 * form.size * POINT
        foot = min(foot, paragraph(figure, entry.words, swatch.right + BETWEEN * form.size * POINT, y - shift))
    return foot


def draw_swatch(figure: Figure, symbol: Symbol, box: Box, size: float) -> None:
    """Draw a symbol as it is on the face, in a small box.

    Parameters
    ----------
    figure
        The sheet.
    symbol
        What is drawn.
    box
        In millimetres.
    size
        The sheet's smallest text in points: symbols grow with it.
    """
    enlarged = size / symbols.TEXT
    middle = box.y + box.height / 2
    if symbol.kind == "area":
        whole = np.array([shapely.box(box.x, box.y, box.right, box.top)])
        add(
            figure,
            PathPatch(path_of(whole), facecolor=symbol.colour, linewidth=0, alpha=symbol.opacity),
            None,
            SWATCHES,
            symbol.key,
        )
        if symbol.hatch:
            over = PathPatch(path_of(whole), facecolor="none", edgecolor=symbols.HATCH, linewidth=0, hatch=symbol.hatch)
            add(figure, over, None, SWATCHES, f"{symbol.key} hatch")
        edge = PathPatch(path_of(whole), fill=False, edgecolor=symbols.BORDER, linewidth=0.4 * enlarged)
        add(figure, edge, None, SWATCHES + 0.1, symbol.key)
    elif symbol.kind == "line":
        line = np.array([shapely.LineString([(box.x, middle), (box.right, middle)])])
        draw_lines(figure, None, line, symbol, SWATCHES, enlarged)
    else:
        mark = Line2D([box.x + box.width / 2], [middle])
        mark.set(**mark_look(symbol, enlarged))
        add(figure, mark, None, SWATCHES, symbol.key)


def _form(drawn: Sequence[Symbol], width: float, height: float, size: float, language: Language) -> Form | None:
    """Find the airiest setting that fits: fewer columns first, then wider spacing, then larger text."""
    sizes = [size * share for share in SIZES if size * share >= LEAST]
    for lines, points in itertools.product(MOST_LINES, sizes):
        for columns, spacing in itertools.product(range(1, MOST_COLUMNS + 1), SPACINGS):
            form = _set(drawn, width, height, points, columns, spacing, lines, language)
            if form is not None:
                return _level(form, drawn, width, height, spacing, lines, language)
    return None


def _level(
    form: Form, drawn: Sequence[Symbol], width: float, height: float, spacing: float, lines: int, language: Language
) -> Form:
    """Make the columns about equally long."""
    columns = 1 + max(entry.column for entry in form.entries) if form.entries else 1
    for share in LEVELS if columns > 1 else ():
        if level := _set(drawn, width, height * share, form.size, columns, spacing, lines, language):
            return level
    return form


def _set(
    drawn: Sequence[Symbol], width: float, height: float, size: float, columns: int, spacing: float, lines: int,
    language: Language,
) -> Form | None:  # fmt: skip
    em = size * POINT
    across = (width - (columns - 1) * BETWEEN * em) / columns
    room = across - (SWATCH[0] + BETWEEN) * em
    entries, column, down = [], 0, 0.0
    for symbol in drawn:
        told = symbol.label.say(language)
        words = fit(told, room, lines * size * POINT * 1.3, Font(size), least=size)
        # Of several columns none may be so narrow that it cuts a word.
        if words is None or (columns > 1 and not whole(told, room, Font(size))):
            return None
        tall = max(words.height, SWATCH[1] * em)
        if down + tall > height:
            column, down = column + 1, 0.0
        if column == columns or tall > height:
            return None
        entries.append(Entry(symbol, words, column, down))
        down += tall + spacing * em
    return Form(tuple(entries), size, across)
