"""What ties a sheet to its decree: the block LAMPIRAN above, the signatory below, and the title."""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kawasan_gis.errors import StudyError
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.shapes import add
from kawasan_gis.maps.annex.text import ASCENT, POINT, Fitted, Font, height, must_fit, paragraph, width, wrap, write
from kawasan_gis.maps.annex.words import bare, is_city, province, regency, say
from kawasan_gis.maps.style import INK

SIZES = (1.15, 1.05, 0.95, 0.87)
"""In sizes of the margin's text; the first that fits is taken."""
AIRY = 1.2
"""How much wider the lines are set where there is room, in their usual distance."""
BLANK_LINES = 2
"""Dotted lines where the subject of the decree is not known."""
TITLE_SIZES = (1.75, 1.45)
"""What the sheet is and of what, in sizes of the margin's text."""
BEFORE_YEAR = 0.62
"""Share of the line that the number takes when it is not known."""


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
        When the subject of the decree is too long for the box.
    """
    name = decree.kabupaten or scene.kabupaten
    kind = decree.kind or say("kind_kota" if is_city(name) else "kind", language)
    heads = [(decree.annex or say("annex", language), True), (f"{kind} {bare(name)}".upper(), False)]
    label = say("about", language)
    for share in SIZES:
        font = Font(size * share)
        indent = max(width(say(key, language), font) for key in ("number", "date", "about")) + 0.9 * size * POINT
        above = [(line, bold) for text, bold in heads for line in wrap(text, box.width, font._replace(bold=bold))]
        about = wrap(decree.about.upper(), box.width - indent, font) if decree.about else [""] * BLANK_LINES
        count = len(above) + 2 + len(about)
        if height(count, font) <= box.height:
            break
    else:
        raise StudyError(
            f"about (the subject of the decree) is too long for the sheet: {len(decree.about)} characters; "
            "shorten it, or take larger paper"
        )
    step = min(AIRY * font.line, (box.height - height(1, font)) / (count - 1))
    y = box.top - ASCENT * font.size * POINT
    for line, bold in above:
        write(figure, line, box.x, y, font._replace(bold=bold))
        y -= step
    _number(figure, box, y, decree, font, indent, language)
    y -= step
    rows = [(say("date", language), decree.date.upper()), (label, about[0]), *(("", line) for line in about[1:])]
    for head, words in rows:
        write(figure, head, box.x, y, font) if head else None
        _or_blank(figure, words, box.x + indent, box.right, y, font)
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
    head = _whole((decree.signatory_title.upper() or office).rstrip(",") + ",", box, size, 3, True, "signatory_title")
    paragraph(figure, head, middle, y, align="center")
    if decree.signatory:
        words = _whole(decree.signatory.upper(), box, size, 3, True, "signatory")
        paragraph(figure, words, middle, box.y + words.height, align="center")


def _whole(words: str, box: Box, size: float, lines: int, bold: bool, what: str) -> Fitted:
    font = Font(size * 1.1, bold=bold)
    return must_fit(words, box.width, height(lines, font), font, what)


def _number(
    figure: Figure, box: Box, y: float, decree: Decree, font: Font, indent: float, language: Language
) -> None:  # fmt: skip
    """Draw number and year; the year follows the number."""
    gap = 0.5 * font.size * POINT
    write(figure, say("number", language), box.x, y, font)
    year = say("year", language)
    start = box.x + indent
    end = start + width(decree.number, font) if decree.number else box.x + BEFORE_YEAR * box.width
    _or_blank(figure, decree.number, start, end, y, font)
    write(figure, year, end + gap, y, font)
    _or_blank(figure, str(decree.year or ""), end + 2 * gap + width(year, font), box.right, y, font)


def _or_blank(figure: Figure, words: str, x: float, right: float, y: float, font: Font) -> None:
    """Write words, or dots where there are none."""
    if words:
        write(figure, words, x, y, font)
        return
    line = Line2D(
        [x, right], [y, y], color=INK, linewidth=font.size / 12, linestyle=(0, (font.size / 12, font.size / 5))
    )
    line.set_dash_capstyle("butt")
    add(figure, line, None, 1.0, "blank")
