"""The characters a sheet can print: those its font has, and none without ink that change their neighbours."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, get_font

FAMILY = "DejaVu Sans"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
NO_CHARACTERS = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Categories of Unicode without ink: control, format (marks of direction among them), surrogate, private, none."""
MOST_MARKS = 2
"""Accents on one letter: more of them would grow into the line above."""


def one_line(text: str) -> str:
    r"""Write text in one line: blanks and line ends of every kind become single blanks.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> one_line(" Sungai\tRangas\nHulu ")
    'Sungai Rangas Hulu'
    """
    return " ".join(text.split())


def printable(text: str, bold: bool = False, italic: bool = False) -> str:
    """Write text as it can be printed, in one line.

    A character the font does not have, one without ink such as a mark of direction, and accents heaped on one letter
    are shown as a replacement character: what is wrong with a name is seen and not guessed at.

    Parameters
    ----------
    text
        Any text.
    bold, italic
        What it is printed in.

    Examples
    --------
    >>> printable("Bi'ih  <b> $x^2$")
    "Bi'ih <b> $x^2$"
    """
    line = one_line(text)
    if line.isascii() and line.isprintable():
        return line
    shown, marks = [], 0
    for sign in line:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        shown.append(UNKNOWN if marks > MOST_MARKS else _shown(sign, bold, italic))
    return "".join(shown)


def unprintable(texts: Iterable[str]) -> list[str]:
    r"""List the characters that a sheet shows as replacement characters.

    Parameters
    ----------
    texts
        What is printed on the sheet.

    Examples
    --------
    >>> unprintable(["Desa \u202eX"])
    ['U+202E']
    """
    lines = [one_line(text) for text in texts]
    signs = {sign for line in lines for sign, shown in zip(line, printable(line), strict=True) if shown == UNKNOWN}
    return [f"U+{ord(sign):04X}" for sign in sorted(signs)]


@cache
def _known(bold: bool, italic: bool) -> frozenset[int]:
    properties = FontProperties(
        family=FAMILY, weight="bold" if bold else "normal", style="oblique" if italic else "normal"
    )
    return frozenset(get_font(findfont(properties)).get_charmap())


def _shown(sign: str, bold: bool, italic: bool) -> str:
    if unicodedata.category(sign) in NO_CHARACTERS:
        return UNKNOWN
    return sign if ord(sign) in _known(bold, italic) else UNKNOWN
