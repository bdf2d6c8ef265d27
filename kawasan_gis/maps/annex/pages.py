"""Pages with the table of villages, upright on the paper of the sheet, with heads on each and totals on the last."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from kawasan_gis.errors import StudyError
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.decree_block import draw_decree, draw_sign
from kawasan_gis.maps.annex.glyphs import UNKNOWN, unprintable
from kawasan_gis.maps.annex.paper import PAPERS, Box, Layout
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.table import Setting, VillageTable, draw_table, set_table
from kawasan_gis.maps.annex.text import MM, POINT, Font, fit, height, must_fit, paragraph, wrap
from kawasan_gis.maps.annex.words import province, regency, say

LARGER = {"A4": 1.4, "A3": 1.6, "A2": 1.8, "A1": 2.0}
"""How much larger the text is than beside the map, so that the table fills its page."""
EDGE, WIDE = 7.0, 66.0
"""Free edge of the page, and the widest table, in sizes of the text."""
DECREE, SIGN, FOOT, TITLE = 11.5, 14.0, 3.0, 6.0
"""Heights of the decree's block, the signatory's, the page's number, and the title, in sizes of the text."""
GAP = 2.0
"""Between the block and the title, in sizes of the text."""
KEPT = 3
"""Rows that at least go with the totals to a new page."""


class Plan(NamedTuple):
    """Which rows go to which page (first, and after the last), and the notes after the table."""

    setting: Setting
    rows: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]


def plan_pages(
    layout: Layout, scene: Scene, table: VillageTable, *, sources: Sequence[str] = (), language: Language = "id"
) -> Plan:
    """Divide the table among pages.

    Parameters
    ----------
    layout
        Of the sheet the pages follow.
    scene
        What is on the sheet.
    table
        The villages.
    sources
        Those that found no room on the sheet.
    language
        ``id`` or ``en``.

    Returns
    -------
    Plan
        At least one page; the signatory has room under the totals of the last.
    """
    body, em, size = _body(layout)
    setting = set_table(table, body.width, size)
    notes = _notes(scene, table, sources, language)
    tail = SIGN * em + 1.5 * em + sum(_tall(note, body.width, size) for note in notes)
    heads, total = setting.height(setting.heads), setting.tall - setting.height(setting.heads)
    tails = tail + total - sum(map(setting.height, setting.rows))
    pages: list[tuple[int, int]] = []
    first = 0
    while True:
        room = body.height - heads - (TITLE + (0 if pages else DECREE + GAP)) * em
        last = _filled(setting, first, room)
        if last == len(table.rows):
            used = sum(map(setting.height, setting.rows[first:]))
            if used + tails <= room:
                pages.append((first, last))
                return Plan(setting, tuple(pages), notes)
            if first == last:
                raise StudyError(f"{len(sources)} sources do not fit on a page of {layout.paper}: take larger paper")
            last = max(first + 1, last - KEPT)
        pages.append((first, last))
        first = last


def draw_pages(
    plan: Plan, layout: Layout, scene: Scene, decree: Decree, table: VillageTable, *, page: int = 2,
    pages: int | None = None, language: Language = "id",
) -> list[Figure]:  # fmt: skip
    """Draw the pages of a table.

    Parameters
    ----------
    plan
        From :func:`plan_pages`.
    layout
        Of the sheet the pages follow.
    scene
        What is on the sheet.
    decree
        What is known of the decree.
    table
        The villages.
    page, pages
        Number of the first page, and how many there are together with the sheets before.
    language
        ``id`` or ``en``.

    Returns
    -------
    list
        A figure per page.
    """
    pages = pages or page + len(plan.rows) - 1
    body, em, size = _body(layout)
    figures = []
    for place, (first, last) in enumerate(plan.rows):
        width, tall = PAPERS[layout.paper]
        figure = Figure(figsize=(width / MM, tall / MM))
        y = body.top
        if place == 0:
            block = Box(body.right - 0.5 * body.width, y - DECREE * em, 0.5 * body.width, DECREE * em)
            y = draw_decree(figure, block, scene, decree, size, language) - GAP * em
        y = _title(figure, Box(body.x, body.y, body.width, y - body.y), scene, size, language, again=place > 0) - em
        box = Box(body.x, body.y, body.width, y - body.y)
        y = draw_table(figure, box, table, plan.setting, first=first, last=last)
        if last == len(table.rows):
            y -= 0.6 * em
            for note in plan.notes:
                words = must_fit(note, body.width, _tall(note, body.width, size), Font(size * 0.9), "a note")
                y = paragraph(figure, words, body.x, y) - 0.3 * em
            half = 0.45 * body.width
            sign = Box(body.right - half, y - SIGN * em - 0.9 * em, half, SIGN * em)
            draw_sign(figure, sign, scene, decree, size, language)
        told = fit(say("page", language, page=page + place, pages=pages), body.width, 2 * em, Font(size * 0.9))
        if told:
            paragraph(figure, told, body.x + body.width / 2, body.y - (FOOT - 1) * em, align="center")
        figures.append(figure)
    return figures


def _body(layout: Layout) -> tuple[Box, float, float]:
    """Give the room of a page's content in millimetres, the height of its text there, and its size in points."""
    size = layout.text * LARGER[layout.paper]
    em = size * POINT
    across, tall = PAPERS[layout.paper]
    wide = min(across - 2 * EDGE * em, WIDE * em)
    low = (EDGE + FOOT - 2) * em
    return Box((across - wide) / 2, low, wide, tall - low - EDGE * em), em, size


def _filled(setting: Setting, first: int, room: float) -> int:
    """Tell after which row a page is full."""
    last, used = first, 0.0
    while last < len(setting.rows) and used + setting.height(setting.rows[last]) <= room:
        used += setting.height(setting.rows[last])
        last += 1
    return min(max(last, first + 1), len(setting.rows))


def _notes(scene: Scene, table: VillageTable, sources: Sequence[str], language: Language) -> tuple[str, ...]:
    notes = [say("area_note", language)]
    notes += [say("legal_note", language)] if "legal_area" in table.columns else []
    notes += [say("indicative", language)] if scene.indicative else []
    if unprintable(cell for row in table.rows for cell in row):
        notes.append(say("unknown_note", language, sign=UNKNOWN))
    if sources:
        notes.append(f"{say('sources', language)}: {'; '.join(one.rstrip('.') for one in sources)}.")
    return tuple(notes)


def _tall(note: str, most: float, size: float) -> float:
    """Give the height of a note in millimetres, with the gap below it."""
    font = Font(size * 0.9)
    return height(len(wrap(note, most, font)), font) + 0.3 * size * POINT


def _title(figure: Figure, box: Box, scene: Scene, size: float, language: Language, *, again: bool) -> float:
    """Draw what the table is; give its foot in millimetres."""
    words = say("table_of", language, name=scene.name.upper())
    words += f" {say('continued', language)}" if again else ""
    place = ", ".join(filter(None, [regency(scene.kabupaten, language), province(scene.provinsi, language)]))
    em = size * POINT
    large = must_fit(words, box.width, 3.4 * em, Font(size * 1.2, bold=True), "the title of the table")
    y = paragraph(figure, large, box.x + box.width / 2, box.top, align="center") - 0.4 * em
    small = must_fit(place, box.width, 1.6 * em, Font(size), "the kabupaten") if place else None
    return paragraph(figure, small, box.x + box.width / 2, y, align="center") if small else y
