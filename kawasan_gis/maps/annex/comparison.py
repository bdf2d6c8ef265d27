"""The candidates side by side: score, size, every criterion's value and worth, and the checks that are not kept."""

from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from kawasan_gis.criteria import Criterion
from kawasan_gis.dissolve import closed
from kawasan_gis.errors import StudyError
from kawasan_gis.i18n import Language, number
from kawasan_gis.maps.annex.glyphs import UNKNOWN, unprintable
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.symbols import BORDER, CENTRE
from kawasan_gis.maps.annex.text import ASCENT, POINT, Font, mm, must_fit, paragraph, width, wrap, write
from kawasan_gis.maps.annex.words import say
from kawasan_gis.maps.content.cells import text
from kawasan_gis.maps.content.given import NORMALIZED
from kawasan_gis.maps.content.labels import label
from kawasan_gis.maps.content.sources import provenance
from kawasan_gis.maps.content.themes import SCORE_DECIMALS
from kawasan_gis.maps.content.weighing import criteria_content, scale
from kawasan_gis.maps.style import shown_decimals

PAD, RULE, LINE = 0.6, 0.3, 1.26
"""Beside the words of a cell, above and below its lines together, and from line to line, in sizes of the text."""
LABELS, LEAST, MOST = 0.3, 8.0, 20.0
"""Largest share of the width for the words before a row; narrowest and widest column of a candidate."""
NOTE = 2.6
"""Height of the note below the table, in sizes of the text."""
FAINT = "#c3c8c3"


class Comparison(NamedTuple):
    """What is printed of the candidates, by rank.

    Attributes
    ----------
    heads
        Rank and name of each.
    rows
        What a row is, and its cell for each candidate.
    chosen
        Place of the candidate whose annex this is.
    outlines
        Of the candidates.
    sources
        Who made the numbers of the criteria, a line each.
    """

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    chosen: int
    outlines: gpd.GeoSeries
    sources: tuple[str, ...]


class Columns(NamedTuple):
    """How the table is set: size of its text in points, widths in millimetres, and how many candidates go on a page."""

    size: float
    labels: float
    each: float
    per_page: int

    @property
    def em(self) -> float:
        """Height of the text in millimetres."""
        return self.size * POINT


def comparison_of(
    ranking: gpd.GeoDataFrame,
    criteria: Sequence[Criterion],
    checks: pd.DataFrame | None = None,
    *,
    rank: int = 1,
    about: pd.DataFrame | None = None,
    language: Language = "id",
) -> Comparison:
    """Write down what is compared.

    Parameters
    ----------
    ranking
        Ranked candidates on ``candidate_id``, by these criteria.
    criteria
        Complete criteria.
    checks
        What was checked of each candidate; without it nothing is said of checks.
    rank
        Of the candidate whose annex this is.
    about
        What is known about the indicators.
    language
        ``id`` or ``en``.

    Returns
    -------
    Comparison
        Candidates by rank; per criterion its value as on the web map, and its worth (0 to 1) in brackets.

    Raises
    ------
    StudyError
        When there are no criteria.
    """
    if not criteria:
        raise StudyError("candidates are compared by the criteria they were ranked with: give criteria")
    table = ranking.sort_values("rank", kind="stable")
    rows = [
        ("score", [number(one, SCORE_DECIMALS, language) for one in table["score"]]),
        ("villages", [number(one, 0, language) for one in table["n_villages"]]),
        ("area", [number(one, 1, language) for one in table["area_ha"]]),
    ]
    listed = [(say(key, language), cells) for key, cells in rows]
    for criterion, told in zip(criteria, criteria_content(criteria, ranking, about, language) or [], strict=True):
        name = f"{told['label']} ({told['unit']})" if told["unit"] else told["label"]
        words = say("weighed", language, label=name, weight=_weight(criterion.weight, language))
        listed.append((words, _worth(criterion, table, about, language)))
    if checks is not None:
        for key, wrong in (("failed", checks["passed"].eq(False).fillna(False)), ("unknown", checks["passed"].isna())):
            counts = wrong.astype("int64").groupby(checks["candidate_id"]).sum().reindex(table.index)
            listed.append((say(key, language), [number(one, 0, language) for one in counts]))
    return Comparison(
        tuple((str(int(row.rank)), text(row.name)) for row in table[["rank", "name"]].itertuples(index=False)),
        tuple((words, tuple(cells)) for words, cells in listed),
        [int(one) for one in table["rank"]].index(rank),
        table.geometry.map(closed),
        _sources(criteria, about, language),
    )


def _sources(criteria: Sequence[Criterion], about: pd.DataFrame | None, language: Language) -> tuple[str, ...]:
    whom = {one.indicator: provenance(one.indicator, about, language) for one in criteria}
    return tuple(f"{label(one, about, language)}: {told}" for one, told in whom.items() if told)


def _worth(criterion: Criterion, table: pd.DataFrame, about: pd.DataFrame | None, language: Language) -> list[str]:
    factor, decimals = scale(criterion, table, about)
    pairs = zip(table[criterion.column] * factor, table[f"{NORMALIZED}{criterion.indicator}"], strict=True)
    return [
        number(value, decimals, language) + ("" if pd.isna(worth) else f" ({number(worth, 2, language)})")
        for value, worth in pairs
    ]


def _weight(weight: float, language: Language) -> str:
    return number(weight, shown_decimals(pd.Series([weight])), language)


def set_comparison(table: Comparison, most: Box, sizes: Sequence[float]) -> Columns:
    """Give the table the largest text with which all candidates stand side by side, else as many as fit.

    Parameters
    ----------
    table
        What is printed.
    most
        The largest room, in millimetres.
    sizes
        Of the text in points, the best first.

    Raises
    ------
    StudyError
        When its rows do not fit even with the smallest text.
    """
    for size in sizes:
        columns = _columns(table, most.width, size)
        if columns.per_page == len(table.heads) and comparison_height(table, columns) <= most.height:
            return columns
    if comparison_height(table, columns) > most.height:
        raise StudyError(f"the comparison of {len(table.rows)} rows does not fit on the sheet: take larger paper")
    return columns


def _columns(table: Comparison, most: float, size: float) -> Columns:
    """Let the cells say how wide columns are, wider where there is room; each page has about as many of them."""
    em, font, bold = size * POINT, Font(size), Font(size, bold=True)
    widest = max(width(cell, bold) for _, cells in table.rows for cell in cells)
    least = max(LEAST * em, widest + 2 * PAD * em)
    labels = min(LABELS * most, max(width(words, font) for words, _ in table.rows) + 2 * PAD * em)
    pages = -(-len(table.heads) // max(1, int((most - labels) / least)))
    count = -(-len(table.heads) // pages)
    return Columns(size, labels, min((most - labels) / count, MOST * em), count)


def comparison_height(table: Comparison, columns: Columns) -> float:
    """Give the height of the table with its note in millimetres.

    Parameters
    ----------
    table
        What is printed.
    columns
        From :func:`set_comparison`.
    """
    rows = sum(_tall(len(_label(words, columns)), columns) for words, _ in table.rows)
    return _head_height(table, columns) + rows + NOTE * columns.em


def draw_comparison(
    figure: Figure, box: Box, table: Comparison, columns: Columns, first: int = 0, language: Language = "id"
) -> None:
    """Draw the table downwards from the top of a box.

    Parameters
    ----------
    figure
        The sheet.
    box
        In millimetres.
    table
        What is printed.
    columns
        From :func:`set_comparison`.
    first
        Place of the first candidate on this page.
    language
        ``id`` or ``en``.
    """
    places = range(first, min(first + columns.per_page, len(table.heads)))
    right = box.x + columns.labels + len(places) * columns.each
    weight, y = columns.size / 15, box.top
    tall = comparison_height(table, columns) - NOTE * columns.em
    if table.chosen in places:
        x = box.x + columns.labels + (table.chosen - first) * columns.each
        tint = Rectangle((x, y - tall), columns.each, tall, transform=mm(figure), color=CENTRE, alpha=0.45, zorder=0.5)
        tint.set_linewidth(0)
        figure.add_artist(tint)
    _rule(figure, box.x, right, y, 1.6 * weight)
    _heads(figure, box, table, columns, places, language)
    y -= _head_height(table, columns)
    _rule(figure, box.x, right, y, weight)
    for place, (words, cells) in enumerate(table.rows):
        y = _row(figure, box.x, y, _label(words, columns), [cells[one] for one in places], columns, bold=not place)
        last = place == len(table.rows) - 1
        _rule(figure, box.x, right, y, (1.6 if last else 0.6) * weight, BORDER if last else FAINT)
    told = say("compared_note", language)
    if unprintable([*(name for _, name in table.heads), *(words for words, _ in table.rows)]):
        told += f" {say('unknown_note', language, sign=UNKNOWN)}"
    note = must_fit(told, box.width, (NOTE - 0.6) * columns.em, Font(columns.size * 0.9), "the note")
    paragraph(figure, note, box.x, y - 0.6 * columns.em)


def _row(
    figure: Figure, x: float, y: float, words: list[str], cells: list[str], columns: Columns, *, bold: bool
) -> float:
    em, font = columns.em, Font(columns.size, bold=bold)
    start = y - (RULE / 2 + (LINE + ASCENT) / 2) * em
    for place, line in enumerate(words):
        write(figure, line, x + PAD * em, start - place * LINE * em, font)
    for place, cell in enumerate(cells):
        at = x + columns.labels + (place + 1) * columns.each - PAD * em
        write(figure, cell, at, start, font, align="right")
    return y - _tall(len(words), columns)


def _heads(
    figure: Figure, box: Box, table: Comparison, columns: Columns, places: range, language: Language
) -> None:  # fmt: skip
    em, bold = columns.em, Font(columns.size, bold=True)
    top = box.top - 0.4 * em
    write(figure, say("rank", language), box.x + PAD * em, top - 1.2 * em, bold)
    for place in places:
        rank, name = table.heads[place]
        right = box.x + columns.labels + (place - places.start + 1) * columns.each - PAD * em
        write(figure, rank, right, top - 1.2 * em, Font(columns.size * 1.4, bold=True), align="right")
        for line, words in enumerate(_name(name, columns)):
            write(figure, words, right, top - (2 + ASCENT + line * LINE) * em, Font(columns.size), align="right")


def _name(name: str, columns: Columns) -> list[str]:
    return wrap(name, columns.each - 2 * PAD * columns.em, Font(columns.size))


def _label(words: str, columns: Columns) -> list[str]:
    return wrap(words, columns.labels - 2 * PAD * columns.em + 1e-6, Font(columns.size))


def _head_height(table: Comparison, columns: Columns) -> float:
    lines = max(len(_name(name, columns)) for _, name in table.heads)
    return (2.4 + lines * LINE + 0.4) * columns.em


def _tall(lines: int, columns: Columns) -> float:
    return (lines * LINE + RULE) * columns.em


def _rule(figure: Figure, x: float, right: float, y: float, weight: float, colour: str = BORDER) -> None:
    figure.add_artist(Line2D([x, right], [y, y], transform=mm(figure), color=colour, linewidth=weight, zorder=1))
