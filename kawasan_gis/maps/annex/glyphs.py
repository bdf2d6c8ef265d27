"""The characters a sheet can print: those its font has, and none that turn the direction of their neighbours."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, get_font

FAMILY = "DejaVu Sans"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks of direction, of Unicode's bidirectional algorithm: without ink, but what stands beside them moves."""
NO_CHARACTERS = {"Cc", "Cs", "Co", "Cn"}


def printable(text: str, bold: bool = False, italic: bool = False) -> str:
    """Write text as it can be printed, in one line.

    A character the font does not have, and marks of direction, are shown as a replacement character: what is wrong
    with a name is seen and not guessed at.

    Parameters
    ----------
    text
        Any text; blanks and line ends of every kind become single blanks.
    bold, italic
        What it is printed in.

    Examples
    --------
    >>> printable("Bi'ih  <b> $x^2$")
    "Bi'ih <b> $x^2$"
    """
    return "".join(_shown(sign, bold, italic) for sign in " ".join(text.split()))


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
    signs = {sign for text in texts for sign in " ".join(text.split())}
    return [f"U+{ord(sign):04X}" for sign in sorted(signs) if sign != UNKNOWN and _shown(sign, False, False) == UNKNOWN]


@cache
def _known(bold: bool, italic: bool) -> frozenset[int]:
    properties = FontProperties(
        family=FAMILY, weight="bold" if bold else "normal", style="oblique" if italic else "normal"
    )
    return frozenset(get_font(findfont(properties)).get_charmap())


def _shown(sign: str, bold: bool, italic: bool) -> str:
    if sign in TURNING or unicodedata.category(sign) in NO_CHARACTERS:
        return UNKNOWN
    return sign if ord(sign) in _known(bold, italic) else UNKNOWN
