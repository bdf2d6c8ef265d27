"""The sources of a sheet, and below them the notes without which the sheet would be misread."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.glyphs import UNKNOWN, unprintable
from kawasan_gis.maps.annex.legend import heading
from kawasan_gis.maps.annex.paper import Layout
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.table import has_legal_areas
from kawasan_gis.maps.annex.text import ASCENT, POINT, Fitted, Font, height, paragraph, wrap, write
from kawasan_gis.maps.annex.words import say
from kawasan_gis.maps.content.cells import text

HEADING = 2.6
"""Height of a heading with its rule, in sizes of the text."""
SIZES = (1.0, 0.93, 0.86)
BETWEEN = 0.4
"""Between the sources and the notes, in sizes of the text."""


class Sources(NamedTuple):
    """Sources as they are set: lines, their font, and those that found no room."""

    lines: tuple[str, ...]
    font: Font
    rest: tuple[str, ...]


def set_sources(layout: Layout, scene: Scene, sources: Sequence[str], language: Language) -> Sources:
    """Set the sources so that as many as possible are on the sheet.

    Parameters
    ----------
    layout
        Of the sheet.
    scene
        Its borders are indicative, or not.
    sources
        A line each.
    language
        ``id`` or ``en``.

    Returns
    -------
    Sources
        One below the other where they fit, else one after the other, else without the last, which go to a page of
        their own.
    """
    box, em = layout.margin["sources"], layout.em
    given = grouped(sources) or [say("no_sources", language)]
    notes = _set_notes(sheet_notes(layout, scene, sources, language), layout)
    room = box.height - (HEADING + 2 * BETWEEN) * em - notes.height
    for share in SIZES:
        font = Font(layout.text * share)
        for lines in ([line for one in given for line in wrap(one, box.width, font)], _run_in(given, box.width, font)):
            if height(len(lines), font) <= room:
                return Sources(tuple(lines), font, ())
    for count in range(len(given) - 1, -1, -1):
        lines = _run_in([*given[:count], say("more_sources", language)], box.width, font)
        if height(len(lines), font) <= room:
            break
    return Sources(tuple(lines), font, tuple(given[count:]))


def draw_sources(figure: Figure, layout: Layout, scene: Scene, sources: Sequence[str], language: Language) -> None:
    """Draw sources and notes into their box; last of all, for a note stands there only when it is needed.

    Parameters
    ----------
    figure
        The sheet.
    layout, scene, sources, language
        As for :func:`set_sources`.
    """
    box, em = layout.margin["sources"], layout.em
    found = set_sources(layout, scene, sources, language)
    top = heading(figure, box, say("sources", language), layout.text)
    y = top - ASCENT * found.font.size * POINT
    for line in found.lines:
        write(figure, line, box.x, y, found.font)
        y -= found.font.line
    shown = any(UNKNOWN in one.get_text() for one in figure.texts)
    unknown = say("unknown_note", language, sign=UNKNOWN)
    notes = [note for note in sheet_notes(layout, scene, sources, language) if shown or note != unknown]
    if notes:
        foot = top - height(len(found.lines), found.font)
        paragraph(figure, _set_notes(notes, layout), box.x, foot - BETWEEN * em)


def sheet_notes(layout: Layout, scene: Scene, sources: Sequence[str], language: Language) -> list[str]:
    """List the notes a sheet may need: on borders, on the dash in its table, on characters that cannot be printed.

    Parameters
    ----------
    layout, scene, sources, language
        As for :func:`set_sources`.
    """
    notes = [say("indicative", language)] if scene.indicative else []
    notes += [say("legal_note", language)] if "table" in layout.margin and has_legal_areas(scene) else []
    columns = [scene.villages["nama_desa"], scene.villages["kecamatan"], scene.surroundings["name"]]
    columns += [scene.features["name"], scene.features["label"]]
    names = {text(name) for column in columns for name in column}
    told = [*names, scene.name, scene.kabupaten, scene.provinsi, *sources]
    return [*notes, say("unknown_note", language, sign=UNKNOWN)] if unprintable(told) else notes


def grouped(sources: Sequence[str]) -> list[str]:
    """Name together what is from the same source.

    Parameters
    ----------
    sources
        Lines of what, a colon, and from whom.

    Examples
    --------
    >>> grouped(["roads: OSM, 2025", "borders: BIG, 2023", "rivers: OSM, 2025"])
    ['roads, rivers: OSM, 2025', 'borders: BIG, 2023']
    """
    found: dict[str, list[str]] = {}
    for one in sources:
        what, _, whom = one.rpartition(": ") if one.count(": ") == 1 else ("", "", one)
        found.setdefault(whom, []).extend([what] if what else [])
    return [f"{', '.join(what)}: {whom}" if what else whom for whom, what in found.items()]


def _run_in(given: Sequence[str], most: float, font: Font) -> list[str]:
    return wrap("; ".join(one.rstrip(".") for one in given) + ".", most, font)


def _set_notes(notes: Sequence[str], layout: Layout) -> Fitted:
    font, most = Font(layout.text, italic=True), layout.margin["sources"].width
    lines = [line for note in notes for line in wrap(note, most, font)]
    return Fitted(tuple(lines), font, most, height(len(lines), font))
