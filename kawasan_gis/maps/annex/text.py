"""Text on the sheet: measured with its font, wrapped and made smaller until it fits, never cut.

The PDF keeps every line as text that can be searched, so what is drawn is drawn without effects; a halo is a second,
outlined copy under it.
"""

from functools import cache
from typing import Any, NamedTuple

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import Stroke
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D, Transform

from kawasan_gis.errors import StudyError, listing
from kawasan_gis.maps.annex import glyphs
from kawasan_gis.maps.annex.glyphs import printable
from kawasan_gis.maps.style import INK

FAMILY = glyphs.FAMILY
MM, POINT = 25.4, 25.4 / 72
LEADING = 1.24
"""From baseline to baseline, in sizes of the font."""
ASCENT, DESCENT = 0.76, 0.24
"""Of the tallest letters and of tails, in sizes of the font."""
CAPITALS = 0.73
"""Height of a capital letter, in sizes of the font."""
LEAST = 4.6
"""No text on a sheet is smaller, in points."""
STEP = 0.25
MEASURED_AT = 100.0
BREAKS = "-/_"
LONG = 300
"""Text of more characters is looked at before it is tried at every size."""


class Font(NamedTuple):
    """How text looks: size in points, weight, slant, colour."""

    size: float
    bold: bool = False
    italic: bool = False
    colour: str = INK

    @property
    def line(self) -> float:
        """From baseline to baseline in millimetres."""
        return self.size * POINT * LEADING

    @property
    def properties(self) -> FontProperties:
        """The same as matplotlib says it."""
        return FontProperties(
            family=FAMILY,
            size=self.size,
            weight="bold" if self.bold else "normal",
            style="oblique" if self.italic else "normal",
        )


class Fitted(NamedTuple):
    """Text that fits: its lines, its font, and the width and height it takes in millimetres."""

    lines: tuple[str, ...]
    font: Font
    width: float
    height: float


def mm(figure: Figure) -> Transform:
    """Give the transform from millimetres, measured from the sheet's lower left corner.

    Parameters
    ----------
    figure
        The sheet.
    """
    return Affine2D().scale(1 / MM) + figure.dpi_scale_trans


@cache
def _measured(text: str, bold: bool, italic: bool) -> float:
    font = Font(MEASURED_AT, bold, italic).properties
    width, _, _ = TextToPath().get_text_width_height_descent(printable(text, bold, italic), font, ismath=False)
    return float(width)


def width(text: str, font: Font) -> float:
    """Measure a line in millimetres, as its font draws it.

    Parameters
    ----------
    text
        One line, measured as it is printed.
    font
        What it is printed in.
    """
    return _measured(text, font.bold, font.italic) * font.size / MEASURED_AT * POINT


def whole(text: str, most: float, font: Font) -> bool:
    """Tell whether text can be wrapped without cutting a word.

    Parameters
    ----------
    text, most, font
        As for :func:`wrap`.
    """
    return all(width(word, font) <= most for word in printable(text, font.bold, font.italic).split(" "))


def wrap(text: str, most: float, font: Font) -> list[str]:
    """Break text into lines of at most ``most`` millimetres: between words, after hyphens, else within a word.

    Parameters
    ----------
    text
        Any text; line ends in it stay.
    most
        Width in millimetres.
    font
        What it is printed in.
    """
    lines = []
    for part in text.split("\n"):
        words = printable(part, font.bold, font.italic).split(" ")
        lines += _filled([piece for word in words for piece in _pieces(word, most, font)], most, font)
    return lines


def _pieces(word: str, most: float, font: Font) -> list[tuple[str, bool]]:
    """Cut a word that is wider than a line; each piece with whether a blank goes before it."""
    if width(word, font) <= most:
        return [(word, True)]
    pieces, rest = [], word
    while width(rest, font) > most and len(rest) > 1:
        fits = next((n for n in range(1, len(rest)) if width(rest[: n + 1], font) > most), len(rest))
        at = max(rest.rfind(sign, 0, fits) for sign in BREAKS) + 1 or fits
        pieces.append(rest[:at])
        rest = rest[at:]
    return [(piece, place == 0) for place, piece in enumerate([*pieces, rest])]


def _filled(pieces: list[tuple[str, bool]], most: float, font: Font) -> list[str]:
    lines = [pieces[0][0]]
    for piece, apart in pieces[1:]:
        longer = lines[-1] + (" " if apart else "") + piece
        if width(longer, font) <= most:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def height(count: int, font: Font) -> float:
    """Give the height of so many lines in millimetres, from the top of capitals to the foot of tails.

    Parameters
    ----------
    count
        Number of lines.
    font
        What they are printed in.
    """
    return max(count - 1, 0) * font.line + (ASCENT + DESCENT) * font.size * POINT if count else 0.0


def fit(text: str, most_width: float, most_height: float, font: Font, *, least: float = LEAST) -> Fitted | None:
    """Wrap text, and make it smaller, until it fits a box.

    Parameters
    ----------
    text
        Any text.
    most_width, most_height
        The box in millimetres.
    font
        What it is printed in when there is room.
    least
        The smallest size in points.

    Returns
    -------
    Fitted or None
        Nothing when it does not fit at the smallest size.
    """
    if len(text) > LONG and _hopeless(text, most_width, most_height, font._replace(size=least)):
        return None
    size = font.size
    while size >= least - 1e-9:
        tried = font._replace(size=size)
        lines = wrap(text, most_width, tried)
        fitted = Fitted(tuple(lines), tried, max(width(line, tried) for line in lines), height(len(lines), tried))
        if fitted.height <= most_height + 1e-6 and fitted.width <= most_width + 1e-6:
            return fitted
        size -= STEP
    return None


def _hopeless(text: str, most_width: float, most_height: float, font: Font) -> bool:
    """Tell whether text would be far too long even without blanks and with every line full."""
    lines = most_height / font.line + 1
    return width("".join(text.split()), font) > 1.2 * lines * most_width


def must_fit(text: str, most_width: float, most_height: float, font: Font, what: str) -> Fitted:
    """Do as :func:`fit`, and refuse what does not fit.

    Parameters
    ----------
    text, most_width, most_height, font
        As for :func:`fit`.
    what
        What the text is, for the message.

    Raises
    ------
    StudyError
        When it does not fit at the smallest size.
    """
    fitted = fit(text, most_width, most_height, font)
    if fitted is None:
        raise StudyError(
            f"{what} is too long for the sheet ({len(text)} characters: {listing([text[:60]])}...): "
            "shorten it, or take larger paper"
        )
    return fitted


def write(
    figure: Figure, text: str, x: float, y: float, font: Font, *, align: str = "left", halo: float = 0, **how: Any
) -> None:
    """Draw one line with its baseline at a place.

    Parameters
    ----------
    figure
        The sheet.
    text
        One line.
    x, y
        The place in millimetres.
    font
        What it is printed in.
    align
        Which part of the line is at ``x``: ``left``, ``center`` or ``right``.
    halo
        Width of a white rim in millimetres.
    how
        More of matplotlib's own, such as ``zorder`` or ``gid``.
    """
    text = printable(text, font.bold, font.italic)
    given = {"fontproperties": font.properties, "transform": mm(figure), "ha": align, "va": "baseline", **how}
    if halo:
        rim = figure.text(x, y, text, parse_math=False, color="white", **given)
        rim.set_path_effects([Stroke(linewidth=2 * halo / POINT, foreground="white", joinstyle="round")])
        rim.set_gid("halo")
    figure.text(x, y, text, parse_math=False, color=font.colour, **given)


def paragraph(figure: Figure, fitted: Fitted, x: float, top: float, *, align: str = "left", halo: float = 0) -> float:
    """Draw fitted text downwards from a place.

    Parameters
    ----------
    figure
        The sheet.
    fitted
        Lines and their font.
    x, top
        Where the lines are aligned, and the top of the first line's capitals, in millimetres.
    align
        ``left``, ``center`` or ``right``.
    halo
        Width of a white rim in millimetres.

    Returns
    -------
    float
        The foot of the last line in millimetres.
    """
    baseline = top - ASCENT * fitted.font.size * POINT
    for line in fitted.lines:
        write(figure, line, x, baseline, fitted.font, align=align, halo=halo)
        baseline -= fitted.font.line
    return top - fitted.height
