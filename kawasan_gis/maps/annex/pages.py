"""Pages with the table of villages, upright on the paper of the sheet, with heads on each and totals on the last."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.decree_block import draw_decree, draw_sign
from kawasan_gis.maps.annex.glyphs import UNKNOWN, unprintable
from kawasan_gis.maps.annex.paper import PAPERS, Box, Layout
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.table import Setting, VillageTable, draw_table, set_table
from kawasan_gis.maps.annex.text import MM, POINT, Fitted, Font, height, must_fit, paragraph, wrap
from kawasan_gis.maps.annex.words import province, regency, say

LARGER = {"A4": 1.4, "A3": 1.6, "A2": 1.8, "A1": 2.0}
"""How much larger the text is than beside the map, so that the table fills its page."""
EDGE, WIDE = 7.0, 66.0
"""Free edge of the page, and the widest table, in sizes of the text."""
DECREE, SIGN, FOOT, TITLE = 11.5, 14.0, 3.0, 5.4
"""Heights of the decree's block, the signatory's, the page's number, and the title, in sizes of the text."""
GAP, AFTER = 2.0, 0.75
"""Between the block and the title, and around the notes, in sizes of the text."""
NOTES = 0.9
"""Size of notes, in sizes of the text."""
KEPT = 3
"""Rows that at least go with the totals to a new page, and lines of long notes that stay with the totals."""


class Plan(NamedTuple):
    """Which rows go to which page (first, and after the last), and the lines of the notes on each."""

    setting: Setting
    rows: tuple[tuple[int, int], ...]
    notes: tuple[tuple[str, ...], ...]


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
        At least one page; the notes follow the totals, over several pages where they are many, and the signatory has
        room under the last of them.
    """
    body, em, size = _body(layout)
    setting = set_table(table, body.width, size)
    font = Font(size * NOTES)
    notes = [line for note in _notes(scene, table, sources, language) for line in wrap(note, body.width, font)]
    heads, total = setting.height(setting.heads), setting.height((("",),))
    end = (SIGN + AFTER) * em
    tail = total + height(len(notes), font) + (AFTER * em if notes else 0.0) + end
    later = body.height - (TITLE + 1) * em
    if tail + heads + sum(map(setting.height, setting.rows[-KEPT:])) > later:
        # Notes that would fill a page of their own run on from the totals.
        tail = total + height(min(len(notes), KEPT), font) + AFTER * em
    rows: list[tuple[int, int]] = []
    used, first = 0.0, 0
    while first < len(table.rows):
        room = (later if rows else later - (DECREE + GAP) * em) - heads
        last = _filled(setting, first, room)
        used = sum(map(setting.height, setting.rows[first:last]))
        short = last == len(table.rows) and used + tail > room and last - first >= 2 * KEPT
        if short or 0 < len(table.rows) - last < KEPT:
            last = max(first + 1, len(table.rows) - KEPT)
        rows.append((first, last))
        first = last
    return Plan(setting, *_with_notes(rows, notes, room - used - total - AFTER * em, later, end, font))


def _with_notes(
    rows: list[tuple[int, int]], notes: list[str], room: float, later: float, end: float, font: Font
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[str, ...], ...]]:
    """Let notes run on from the room below the totals over further pages, until the signatory has room too."""
    found: list[tuple[str, ...]] = [()] * (len(rows) - 1)
    while True:
        if height(len(notes), font) + end <= room:
            return tuple(rows), (*found, tuple(notes))
        fits = max(min(int((room - font.size * POINT) / font.line) + 1, len(notes) - 1), 0)
        found.append(tuple(notes[:fits]))
        notes, room = notes[fits:], later
        rows.append((rows[-1][1], rows[-1][1]))


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
    font, (across, tall) = Font(size * NOTES), PAPERS[layout.paper]
    figures = []
    for place, ((first, last), notes) in enumerate(zip(plan.rows, plan.notes, strict=True)):
        figure = Figure(figsize=(across / MM, tall / MM))
        y = body.top
        if place == 0:
            block = Box(body.right - 0.5 * body.width, y - DECREE * em, 0.5 * body.width, DECREE * em)
            y = draw_decree(figure, block, scene, decree, size, language) - GAP * em
        y = _title(figure, Box(body.x, body.y, body.width, y - body.y), scene, size, language, again=place > 0) - em
        if first < last:
            box = Box(body.x, body.y, body.width, y - body.y)
            y = draw_table(figure, box, table, plan.setting, first=first, last=last) - AFTER * em
        if notes:
            y = paragraph(figure, Fitted(notes, font, body.width, height(len(notes), font)), body.x, y)
        if place == len(plan.rows) - 1:
            half = 0.45 * body.width
            sign = Box(body.right - half, y - (SIGN + AFTER) * em, half, SIGN * em)
            draw_sign(figure, sign, scene, decree, size, language)
        told = must_fit(say("page", language, page=page + place, pages=pages), body.width, 2 * em, font, "the page")
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
