"""What ties a sheet to its decree: the block LAMPIRAN above, the signatory below, and the title."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kawasan_gis.errors import StudyError, listing
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.glyphs import unprintable
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.shapes import add
from kawasan_gis.maps.annex.text import (
    ASCENT,
    LEAST,
    POINT,
    STEP,
    Fitted,
    Font,
    height,
    must_fit,
    paragraph,
    width,
    wrap,
    write,
)
from kawasan_gis.maps.annex.words import bare, is_city, province, regency, say
from kawasan_gis.maps.style import INK

LARGEST = 1.15
"""In sizes of the margin's text; the text is made smaller until the block fits."""
AIRY = 1.2
"""How much wider the lines are set where there is room, in their usual distance."""
BLANK_LINES = 2
"""Dotted lines where the subject of the decree is not known."""
TITLE_SIZES = (1.75, 1.45)
"""What the sheet is and of what, in sizes of the margin's text."""
BEFORE_YEAR = 0.62
"""Share of the line that the number takes when it is not known."""
A_YEAR = "0000"
"""As wide as a year."""


class Piece(NamedTuple):
    """Words of one line of the block, from where to where in millimetres; without words a dotted line."""

    words: str
    x: float
    right: float
    bold: bool = False


def draw_decree(figure: Figure, box: Box, scene: Scene, decree: Decree, size: float, language: Language) -> float:
    """Draw the block of the decree the sheet is an annex of; what is not known is left as a dotted line.

    Parameters
    ----------
    figure
        The sheet.
    box
        Where, in millimetres.
    scene
        What is on the sheet.
    decree
        What is known of the decree.
    size
        Of the margin's text in points.
    language
        ``id`` or ``en``.

    Returns
    -------
    float
        The foot of the block in millimetres.

    Raises
    ------
    StudyError
        When the decree is too long for the box, or has characters that cannot be printed.
    """
    _check_printable(decree)
    name = decree.kabupaten or scene.kabupaten
    kind = decree.kind or say("kind_kota" if is_city(name) else "kind", language)
    heads = (decree.annex or say("annex", language), f"{kind} {bare(name)}".upper())
    points = size * LARGEST
    while points >= LEAST - 1e-9:
        font = Font(points)
        rows = _rows(box, heads, decree, font, language)
        if height(len(rows), font) <= box.height:
            break
        points -= STEP
    else:
        raise StudyError(
            f"about (the subject of the decree) is too long for the sheet: {len(decree.about)} characters; "
            "shorten it, or take larger paper"
        )
    step = min(AIRY * font.line, (box.height - height(1, font)) / (len(rows) - 1))
    y = box.top - ASCENT * font.size * POINT
    for row in rows:
        for piece in row:
            _draw(figure, piece, y, font)
        y -= step
    return y + step - (1 - ASCENT) * font.size * POINT


def draw_title(
    figure: Figure, box: Box, scene: Scene, decree: Decree, size: float, language: Language, title: Sequence[str] = ()
) -> None:
    """Draw the title in the middle of its box: what the map is, of which kawasan, and where that is.

    Parameters
    ----------
    figure, box, scene, decree, size, language
        As for :func:`draw_decree`.
    title
        What the sheet is and of what, instead of the decree's title.
    """
    lines = title or ([decree.title] if decree.title else [say("title", language), scene.name])
    place = ", ".join(filter(None, [regency(scene.kabupaten, language), province(scene.provinsi, language)]))
    wanted = [(words, large, True, 0.5) for words, large in zip(lines, TITLE_SIZES, strict=False)]
    wanted += [(place, 1.15, False, 0.25)] if place else []
    gap = 0.55 * size * POINT
    free = box.height - gap * (len(wanted) - 1)
    share = free / sum(part for *_, part in wanted)
    parts = [
        must_fit(words, box.width, share * part, Font(size * large, bold=bold), "the title")
        for words, large, bold, part in wanted
    ]
    y = box.top - (box.height - sum(one.height for one in parts) - gap * (len(parts) - 1)) / 2
    for one in parts:
        y = paragraph(figure, one, box.x + box.width / 2, y, align="center") - gap


def draw_sign(figure: Figure, box: Box, scene: Scene, decree: Decree, size: float, language: Language) -> None:
    """Draw the signatory's title and name with room to sign; nothing is ever signed.

    Parameters
    ----------
    figure, box, scene, decree, size, language
        As for :func:`draw_decree`.
    """
    name = decree.kabupaten or scene.kabupaten
    office = say("wali_kota" if is_city(name) else "bupati", language, name=bare(name).upper())
    middle, em = box.x + box.width / 2, size * POINT
    y = box.top
    where = ", ".join(filter(None, [decree.place, decree.date]))
    if where:
        y = (
            paragraph(figure, _whole(where, box, size, 2, False, "place and date"), middle, y, align="center")
            - 0.4 * em
        )
    head = _whole((decree.signatory_title.upper() or office).rstrip(",") + ",", box, size, 4, True, "signatory_title")
    paragraph(figure, head, middle, y, align="center")
    if decree.signatory:
        words = _whole(decree.signatory.upper(), box, size, 4, True, "signatory")
        paragraph(figure, words, middle, box.y + words.height, align="center")


def _whole(words: str, box: Box, size: float, lines: int, bold: bool, what: str) -> Fitted:
    font = Font(size * 1.1, bold=bold)
    return must_fit(words, box.width, height(lines, font), font, what)


def _check_printable(decree: Decree) -> None:
    """Refuse characters that would be something else on paper: what a decree says is not replaced."""
    for key, words in decree:
        if isinstance(words, str) and (signs := unprintable([words])):
            raise StudyError(
                f"{key} of the decree has {len(signs)} characters that cannot be printed: {listing(signs)}; "
                "write it without them"
            )


def _rows(box: Box, heads: tuple[str, str], decree: Decree, font: Font, language: Language) -> list[list[Piece]]:
    """Break all that is known of the decree into the lines of the block."""
    start = (
        box.x + max(width(say(key, language), font) for key in ("number", "date", "about")) + 0.9 * font.size * POINT
    )
    rows = [
        [Piece(line, box.x, box.right, bold)]
        for words, bold in zip(heads, (True, False), strict=True)
        for line in wrap(words, box.width, font._replace(bold=bold))
    ]
    blank = {"date": [""], "about": [""] * BLANK_LINES}
    told = {"date": decree.date.upper(), "about": decree.about.upper()}
    parts = {key: wrap(words, box.right - start, font) if words else blank[key] for key, words in told.items()}
    found = {key: [[Piece(line, start, box.right)] for line in lines] for key, lines in parts.items()}
    for key, lines in {"number": _number(box, start, decree, font, language), **found}.items():
        rows += [[Piece(say(key, language), box.x, start), *lines[0]], *lines[1:]]
    return rows


def _number(box: Box, start: float, decree: Decree, font: Font, language: Language) -> list[list[Piece]]:
    """Set the number and the year, which follows it where the line has room."""
    gap, year = 0.5 * font.size * POINT, say("year", language)
    lines = wrap(decree.number, box.right - start, font) if decree.number else [""]
    end = start + width(lines[-1], font) if decree.number else box.x + BEFORE_YEAR * box.width
    rows = [[Piece(line, start, end)] for line in lines]
    if end + 2 * gap + width(year, font) + width(decree.year or 2 * A_YEAR, font) > box.right:
        rows, end = [*rows, []], start - gap
    after = end + gap + width(year, font)
    rows[-1] += [Piece(year, end + gap, after), Piece(decree.year, after + gap, box.right)]
    return rows


def _draw(figure: Figure, piece: Piece, y: float, font: Font) -> None:
    """Write words, or dots where there are none."""
    if piece.words:
        write(figure, piece.words, piece.x, y, font._replace(bold=piece.bold))
        return
    line = Line2D(
        [piece.x, piece.right], [y, y], color=INK, linewidth=font.size / 12,
        linestyle=(0, (font.size / 12, font.size / 5)),
    )  # fmt: skip
    line.set_dash_capstyle("butt")
    add(figure, line, None, 1.0, "blank")
