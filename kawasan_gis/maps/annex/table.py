"""The table of villages: beside the map where it fits, else on pages of its own."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from kawasan_gis.i18n import Language, number
from kawasan_gis.maps.annex.glyphs import one_line
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.symbols import BORDER, CENTRE
from kawasan_gis.maps.annex.text import CAPITALS, POINT, Font, mm, width, wrap, write
from kawasan_gis.maps.annex.words import say
from kawasan_gis.maps.content.cells import text
from kawasan_gis.maps.style import ROLES

PAD, RULE = 0.5, 0.16
"""Beside the words of a cell, and above and below its lines together, in sizes of the text."""
LINE = 1.26
"""From baseline to baseline in a cell, in sizes of the text."""
MOST_ROLE = 12.0
"""Widest column of roles, in sizes of the text."""
NAMES = ("village", "district")
"""Columns that give way when the table is too wide."""
LEAST_NAME = 6.0
"""Narrowest column of names, in sizes of the text."""
SIZES = (1.0, 0.92)
FAINT = "#c3c8c3"
RIGHT = ("row", "area", "legal_area")


class VillageTable(NamedTuple):
    """The villages of a candidate as they are printed: keys of the columns, rows of text, and the totals.

    Attributes
    ----------
    columns
        ``row``, ``code``, ``village``, ``district``, ``area``, ``legal_area`` where it is known, ``role``.
    heads
        The words over the columns.
    rows
        Text per village and column, by code.
    total
        The last row.
    centres
        Which rows are centres.
    """

    columns: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    centres: tuple[bool, ...]


class Setting(NamedTuple):
    """Widths of the columns in millimetres, and the lines of each cell of heads, rows and total."""

    size: float
    widths: tuple[float, ...]
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]

    def height(self, cells: tuple[tuple[str, ...], ...]) -> float:
        """Give the height of a row in millimetres."""
        lines = max(len(cell) for cell in cells)
        return (lines * LINE + RULE) * self.size * POINT

    @property
    def tall_lines(self) -> int:
        """Count the lines of all rows."""
        return sum(max(len(cell) for cell in row) for row in (self.heads, *self.rows))

    @property
    def tall(self) -> float:
        """The height of heads, rows and total in millimetres."""
        return self.height(self.heads) + sum(map(self.height, self.rows)) + (LINE + RULE) * self.size * POINT


def village_table(scene: Scene, language: Language = "id") -> VillageTable:
    """Write the table of a candidate's villages.

    Parameters
    ----------
    scene
        What is on the sheet.
    language
        ``id`` or ``en``.

    Returns
    -------
    VillageTable
        In the order of the codes; areas in hectares with one decimal, and their totals. A total of legal areas is
        given only when every village has one.
    """
    members = scene.members.sort_index()
    legal = has_legal_areas(scene)
    columns = ("row", "code", "village", "district", "area", *(("legal_area",) if legal else ()), "role")
    # Rounded before they are added up: a reader who adds what is printed finds the total.
    areas = np.round(members["area_ha"].to_numpy("float64"), 1)
    known = np.round(members["legal_area_ha"].to_numpy("float64"), 1) if legal else np.array([])
    cells = {
        "row": [str(place) for place in range(1, len(members) + 1)],
        "code": list(members.index),
        "village": [one_line(text(name)) for name in members["nama_desa"]],
        "district": [one_line(text(name)) for name in members["kecamatan"]],
        "area": [number(area, 1, language) for area in areas],
        "legal_area": [number(area, 1, language) for area in known],
        "role": [ROLES[role].say(language) if role in ROLES else role for role in members["role"]],
    }
    total = dict.fromkeys(columns, "")
    total |= {"area": number(float(areas.sum()), 1, language)}
    total |= {"legal_area": number(float(known.sum()), 1, language)} if legal else {}
    total["code"] = say("total", language, count=len(members))
    return VillageTable(
        columns,
        tuple(say(column, language) for column in columns),
        tuple(zip(*(cells[column] for column in columns), strict=True)),
        tuple(total[column] for column in columns),
        tuple((members["role"] == "pusat").tolist()),
    )


def has_legal_areas(scene: Scene) -> bool:
    """Tell whether the table has a column of legal areas: where one village has one.

    Parameters
    ----------
    scene
        What is on the sheet.
    """
    return "legal_area_ha" in scene.members and bool(scene.members["legal_area_ha"].notna().any())


def set_table(table: VillageTable, most: float, size: float) -> Setting:
    """Give every column its width, and break what is too long into lines; a little smaller where that saves lines.

    Parameters
    ----------
    table
        What is printed.
    most
        Width in millimetres.
    size
        Of the text in points.

    Returns
    -------
    Setting
        As wide as ``most``; the columns of names get what the others leave.
    """
    settings = [_set(table, most, size * share, halved) for share in SIZES for halved in (False, True)]
    return min(settings, key=lambda one: (sum(one.widths) > most + 1e-6, one.tall_lines, -one.size))


def _set(table: VillageTable, most: float, size: float, halved: bool) -> Setting:
    font, bold, em = Font(size), Font(size, bold=True), size * POINT
    natural = []
    for place, column in enumerate(table.columns):
        words = [(row[place], bold if centre else font) for row, centre in zip(table.rows, table.centres, strict=True)]
        words += [(line, bold) for line in (_halved(table.heads[place], bold) if halved else [table.heads[place]])]
        words += [(table.total[place], bold)] if column in RIGHT else []
        most_here = MOST_ROLE * em if column == "role" else math.inf
        natural.append(min(max(width(word, look) for word, look in words) + 2 * PAD * em, most_here))
    names = [place for place, column in enumerate(table.columns) if column in NAMES]
    fixed = sum(one for place, one in enumerate(natural) if place not in names)
    left = max(most - fixed, len(names) * LEAST_NAME * em)
    wanted = [natural[place] for place in names]
    given = _shared(wanted, left)
    spare = max(left - sum(given), 0.0) / sum(column not in RIGHT for column in table.columns)
    for place, share in zip(names, given, strict=True):
        natural[place] = share
    widths = [one + (spare if column not in RIGHT else 0.0) for column, one in zip(table.columns, natural, strict=True)]
    return Setting(
        size,
        tuple(widths),
        tuple(
            tuple(wrap(head, one - 2 * PAD * em + 1e-6, bold)) for head, one in zip(table.heads, widths, strict=True)
        ),
        tuple(
            tuple(
                tuple(wrap(cell, one - 2 * PAD * em + 1e-6, bold if centre else font))
                for cell, one in zip(row, widths, strict=True)
            )
            for row, centre in zip(table.rows, table.centres, strict=True)
        ),
    )


def draw_table(
    figure: Figure, box: Box, table: VillageTable, setting: Setting, *, first: int = 0, last: int | None = None
) -> float:
    """Draw rows of the table under their heads; the totals after the last row of all.

    Parameters
    ----------
    figure
        The sheet.
    box
        Where, in millimetres; from its top downwards.
    table
        What is printed.
    setting
        From :func:`set_table`.
    first, last
        Which rows, the last one left out; all of them when not given.

    Returns
    -------
    float
        The foot of the table in millimetres.
    """
    last = len(table.rows) if last is None else last
    line = setting.size / 15
    y = box.top
    _rule(figure, setting, box.x, y, 1.6 * line)
    y = _row(figure, table, setting, setting.heads, box.x, y, bold=True)
    _rule(figure, setting, box.x, y, line)
    for place in range(first, last):
        if table.centres[place]:
            tall = setting.height(setting.rows[place])
            figure.add_artist(
                Rectangle(
                    (box.x, y - tall), sum(setting.widths), tall, transform=mm(figure), color=CENTRE, alpha=0.45,
                    linewidth=0, zorder=0.5,
                )
            )  # fmt: skip
        y = _row(figure, table, setting, setting.rows[place], box.x, y, bold=table.centres[place])
        _rule(figure, setting, box.x, y, 0.6 * line, FAINT)
    if last == len(table.rows):
        _rule(figure, setting, box.x, y, line)
        y = _total(figure, table, setting, box.x, y)
        _rule(figure, setting, box.x, y, 1.6 * line)
    return y


def _halved(head: str, font: Font) -> list[str]:
    """Break the words over a column into at most two lines, as narrow as they can be."""
    words = head.split(" ")
    ways = (
        [[head]] if len(words) == 1 else [[" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words))]
    )
    return min(ways, key=lambda lines: max(width(line, font) for line in lines))


def _shared(wanted: list[float], left: float) -> list[float]:
    """Give two columns what they want, or where that is too much as even shares as they can use."""
    if sum(wanted) <= left:
        return wanted
    half = left / len(wanted)
    over = [want > half for want in wanted]
    spare = sum(half - want for want, more in zip(wanted, over, strict=True) if not more)
    return [half + spare / sum(over) if more else want for want, more in zip(wanted, over, strict=True)]


def _row(
    figure: Figure, table: VillageTable, setting: Setting, cells: tuple[tuple[str, ...], ...], x: float, y: float, *,
    bold: bool,
) -> float:  # fmt: skip
    em = setting.size * POINT
    font = Font(setting.size, bold=bold)
    # As much above the capitals of the first line as below the last baseline.
    start = y - (RULE / 2 + (LINE + CAPITALS) / 2) * em
    for column, cell, wide in zip(table.columns, cells, setting.widths, strict=True):
        right = column in RIGHT
        at = x + wide - PAD * em if right else x + PAD * em
        for place, words in enumerate(cell):
            write(figure, words, at, start - place * LINE * em, font, align="right" if right else "left")
        x += wide
    return y - setting.height(cells)


def _total(figure: Figure, table: VillageTable, setting: Setting, x: float, y: float) -> float:
    """Draw the totals: their words may run over the columns of names."""
    cells = tuple((word,) for word in table.total)
    return _row(figure, table, setting, cells, x, y, bold=True)


def _rule(figure: Figure, setting: Setting, x: float, y: float, weight: float, colour: str = BORDER) -> None:
    ends = [x, x + sum(setting.widths)]
    figure.add_artist(Line2D(ends, [y, y], transform=mm(figure), color=colour, linewidth=weight, zorder=1))
