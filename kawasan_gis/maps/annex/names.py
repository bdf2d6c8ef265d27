"""How names of each kind look on the face, and the forms one name can take: one line or several, smaller if need be."""

from typing import Any, NamedTuple

import shapely

from kawasan_gis.maps.annex.glyphs import printable
from kawasan_gis.maps.annex.text import Fitted, Font, height, width, wrap

QUIET, FAINT = "#5b5348", "#706c65"


class Look(NamedTuple):
    """How the names of a kind look; ``caps`` for capitals, ``needed`` when each of them has to be on the sheet."""

    font: Font
    caps: bool = False
    needed: bool = False


# The first are placed first. Sizes are those of A3.
LOOKS = {
    "centre": Look(Font(8.5, bold=True), needed=True),
    "member": Look(Font(7.5), needed=True),
    "kabupaten": Look(Font(8.5, bold=True, colour=QUIET), caps=True),
    "kecamatan": Look(Font(7.5, italic=True, colour=QUIET), caps=True),
    "neighbour": Look(Font(6, colour=FAINT)),
    "place": Look(Font(5.5)),
    "facility": Look(Font(5.5, italic=True)),
}
SHRINK = (1.0, 0.92, 0.84, 0.76)
NUMBER = Font(6.5, bold=True)
MOST_LINES, WIDEST = 4, 34.0
"""Lines of a name that can do with so few, and millimetres that one of them takes at most."""


class Label(NamedTuple):
    """A name to place.

    Attributes
    ----------
    text
        The name.
    kind
        A key of ``LOOKS``.
    shape
        What it names: a polygon or a point in millimetres.
    number
        Stands for the name where that finds no place; of a member its number in the table.
    """

    text: str
    kind: str
    shape: Any
    number: int = 0

    @property
    def needed(self) -> bool:
        """Whether the name must be on the sheet."""
        return LOOKS[self.kind].needed

    def forms(self, enlarged: float) -> list[Fitted]:
        """Give the forms of the name, the best first: full size in one line, in more, then smaller.

        Parameters
        ----------
        enlarged
            How much larger the text is than on A3.
        """
        look = LOOKS[self.kind]
        text = self.text.upper() if look.caps else self.text
        sizes = SHRINK if isinstance(self.shape, shapely.Polygon | shapely.MultiPolygon) else SHRINK[:1]
        full = _broken(text, look.font._replace(size=look.font.size * enlarged), WIDEST * enlarged)
        return [_scaled(form, share) for share in sizes for form in full]


def numbered(number: int, enlarged: float) -> Fitted:
    """Give the form of a number that stands for a name.

    Parameters
    ----------
    number
        From one upwards.
    enlarged
        How much larger the text is than on A3.
    """
    return _form([str(number)], NUMBER._replace(size=NUMBER.size * enlarged))


def _broken(text: str, font: Font, widest: float) -> list[Fitted]:
    """Break a name into one line, two, three, each time as narrow as it can be; a long one into as few as it takes."""
    words = printable(text, font.bold, font.italic).split(" ")
    runs = [" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
    measures = sorted({width(run, font) + 1e-6 for run in runs if width(run, font) <= widest} | {widest})
    broken = {}
    for measure in measures:
        lines = wrap(text, measure, font)
        if len(lines) not in broken and _whole(lines, words):
            broken[len(lines)] = lines
    if not broken:
        broken[0] = wrap(text, widest, font)
    most = max(MOST_LINES, min(broken))
    return [_form(broken[count], font) for count in sorted(broken) if count <= most]


def _whole(lines: list[str], words: list[str]) -> bool:
    """Tell whether no word was cut."""
    return [word for line in lines for word in line.split(" ")] == words


def _scaled(form: Fitted, share: float) -> Fitted:
    font = form.font._replace(size=form.font.size * share)
    return Fitted(form.lines, font, form.width * share, form.height * share)


def _form(lines: list[str], font: Font) -> Fitted:
    return Fitted(tuple(lines), font, max(width(line, font) for line in lines), height(len(lines), font))
