"""The scale on the sheet, as a number and as a bar of round length."""

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from kawasan_gis.i18n import Language, Text, number
from kawasan_gis.maps.annex.paper import Box, Layout
from kawasan_gis.maps.annex.shapes import add, path_of, points
from kawasan_gis.maps.annex.text import Font, write
from kawasan_gis.maps.style import INK

SCALE = Text("SKALA 1 : {scale}", "SCALE 1 : {scale}")
ONE_CM = Text("1 cm di peta = {ground} di lapangan", "1 cm on the map = {ground} on the ground")
PARTS = 4
STEPS = tuple(step * ten for ten in (10, 100, 1_000, 10_000, 100_000) for step in (1, 2, 5))
KILOMETRE = 1000
BAR = 1.0
"""Height of the bar in units of the smallest text."""


def part_length(width: float, scale: int) -> int:
    """Choose the length of one of the bar's four parts in metres: the longest round one that leaves it in its box.

    Parameters
    ----------
    width
        What there is for the bar, in mm.
    scale
        The denominator.

    Examples
    --------
    >>> part_length(80, 50_000)
    1000
    """
    return max(step for step in STEPS if PARTS * step * 1000 / scale <= width or step == STEPS[0])


def draw_scale(figure: Figure, layout: Layout, box: Box, language: Language = "id") -> None:
    """Draw the scale as a number, what a centimetre is, and the bar.

    Parameters
    ----------
    figure, layout
        The sheet.
    box
        Where, in millimetres.
    language
        ``id`` or ``en``.
    """
    em = layout.em
    said = SCALE.say(language, scale=number(layout.scale, 0, language))
    write(figure, said, box.x, box.top - 1.6 * em, Font(1.6 * layout.text, bold=True))
    ground = _ground(layout.scale / 100, language)
    write(figure, ONE_CM.say(language, ground=ground), box.x, box.top - 3.2 * em, Font(layout.text))
    # The last figure stands half beyond the bar's end.
    part = part_length(box.width - 5 * em, layout.scale)
    _draw_bar(figure, layout, box.x + em, box.y + 1.9 * em, part, language)


def _draw_bar(figure: Figure, layout: Layout, x: float, y: float, part: int, language: Language) -> None:
    """Draw parts in black and white by turns, with figures below."""
    step, height = part * 1000 / layout.scale, BAR * layout.em
    boxes = [shapely.box(x + place * step, y, x + (place + 1) * step, y + height) for place in range(PARTS)]
    for colour, chosen in ((INK, boxes[::2]), ("white", boxes[1::2])):
        look = {"facecolor": colour, "edgecolor": INK, "linewidth": 0.5 * points(layout)}
        add(figure, PathPatch(path_of(np.array(chosen)), **look), None, 2.5, "scale bar")
    in_km = part * PARTS >= KILOMETRE
    font = Font(layout.text)
    for place in range(PARTS + 1):
        metres = place * part
        value = metres / KILOMETRE if in_km else metres
        decimals = 0 if value == int(value) else 2 if part % 100 else 1
        text = number(value, decimals, language)
        write(figure, text, x + place * step, y - 1.1 * layout.em, font, align="center")
    write(figure, "km" if in_km else "m", x + PARTS * step + 1.6 * layout.em, y - 1.1 * layout.em, font)


def _ground(metres: float, language: Language) -> str:
    """Write a length in metres, or kilometres from one upwards, without digits that say nothing."""
    if metres < KILOMETRE:
        return f"{number(metres, 0 if metres == int(metres) else 1, language)} m"
    kilometres = metres / KILOMETRE
    decimals = next(count for count in range(4) if round(kilometres, count) == kilometres or count == 3)
    return f"{number(kilometres, decimals, language)} km"
