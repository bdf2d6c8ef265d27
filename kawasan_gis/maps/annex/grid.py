"""The grid of the sheet: lines in full metres, their figures beside the frame, and degrees at the corners."""

import math
from functools import cache
from typing import NamedTuple

import numpy as np
import shapely
from matplotlib.figure import Figure
from pyproj import CRS, Transformer

from kawasan_gis.i18n import Language, Text
from kawasan_gis.maps.annex.paper import Layout, interval
from kawasan_gis.maps.annex.shapes import draw_lines, on_paper, points
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.annex.text import Font, width, write
from kawasan_gis.maps.style import INK

LINE = Symbol("grid", Text("Grid UTM", "UTM grid"), "line", "#a3b3bb", 0.25)
TICK = Symbol("tick", Text("", ""), "line", INK, 0.6)
EAST, NORTH = Text("mT", "mE"), Text("mU", "mN")
HEMISPHERES = {"x": (Text("BB", "W"), Text("BT", "E")), "y": (Text("LS", "S"), Text("LU", "N"))}
MINUTE, SECOND = "\N{PRIME}", "\N{DOUBLE PRIME}"
# The small digits beside the large ones: on A4 as small as text may be.
SMALL = 0.84
# In units of the smallest text: a tick, and the gaps from frame to figures and from digits to unit.
TICK_LENGTH, APART, UNIT_APART = 0.5, 0.9, 0.25


class Figures(NamedTuple):
    """A full figure of the grid as it is printed: the middle digits large, those before and after them small."""

    before: str
    large: str
    after: str
    unit: str


def lines_at(layout: Layout) -> tuple[list[int], list[int]]:
    """List the eastings and northings of the lines that cross the face, in metres.

    Parameters
    ----------
    layout
        Of the sheet.
    """
    step = interval(layout)
    west, south, east, north = layout.extent

    def between(low: float, high: float) -> list[int]:
        return list(range(math.floor(low / step + 1) * step, math.ceil(high / step) * step, step))

    return between(west, east), between(south, north)


def figures(metres: int, unit: str) -> Figures:
    """Part a full figure into its digits: hundreds of kilometres, kilometres, metres.

    Parameters
    ----------
    metres
        An easting or northing; less than nothing south of the equator in a northern zone.
    unit
        What stands behind it.

    Examples
    --------
    >>> figures(9_612_500, "mU")
    Figures(before='96', large='12', after='500', unit='mU')
    """
    kilometres, rest = divmod(abs(metres), 1000)
    digits, sign = str(kilometres), "-" * (metres < 0)
    return Figures(sign + digits[:-2], digits[-2:], f"{rest:03d}", unit)


def dms(degrees: float, axis: str, language: Language = "id") -> str:
    """Write degrees as degrees, minutes, seconds and the side of the earth.

    Parameters
    ----------
    degrees
        Longitude or latitude.
    axis
        ``x`` for a longitude, ``y`` for a latitude.
    language
        ``id`` for BT, BB, LS and LU; ``en`` for E, W, S and N.

    Examples
    --------
    >>> dms(-3.51, "y"), dms(114.99999999, "x")
    ('3°30′36″ LS', '115°00′00″ BT')
    """  # noqa: RUF002 - the signs of minutes and seconds
    seconds = round(abs(degrees) * 3600)
    side = HEMISPHERES[axis][degrees >= 0].say(language)
    return f"{seconds // 3600}°{seconds // 60 % 60:02d}{MINUTE}{seconds % 60:02d}{SECOND} {side}"


def corners(layout: Layout, crs: CRS) -> list[tuple[float, float]]:
    """Give longitude and latitude of the frame's corners, from the lower left one against the clock.

    Parameters
    ----------
    layout
        Of the sheet.
    crs
        Its system; the degrees are those of its own datum.
    """
    west, south, east, north = layout.extent
    return [_to_degrees(crs).transform(x, y) for x, y in ((west, south), (east, south), (east, north), (west, north))]


@cache
def _to_degrees(crs: CRS) -> Transformer:
    """Make what takes to degrees of the same datum; that takes time, and every sheet asks for it four times."""
    return Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)


def draw_grid(figure: Figure, layout: Layout, crs: CRS, zorder: float, language: Language = "id") -> None:
    """Draw lines, ticks and figures of the grid, and the degrees of the corners.

    Parameters
    ----------
    figure, layout
        The sheet.
    crs
        Its system.
    zorder
        What is drawn later lies over the lines.
    language
        ``id`` or ``en``.
    """
    eastings, northings = lines_at(layout)
    west, south, east, north = layout.extent
    lines = [shapely.LineString([(x, south), (x, north)]) for x in eastings]
    lines += [shapely.LineString([(west, y), (east, y)]) for y in northings]
    draw_lines(figure, layout, on_paper(lines, layout), LINE, zorder, points(layout))
    _draw_degrees(figure, layout, corners(layout, crs), language)
    face = layout.face
    across = [layout.place(x, south)[0] - face.x for x in eastings]
    upwards = [layout.place(west, y)[1] - face.y for y in northings]
    _draw_side(figure, layout, eastings, across, EAST.say(language), upright=False)
    _draw_side(figure, layout, northings, upwards, NORTH.say(language), upright=True)


def _draw_side(
    figure: Figure, layout: Layout, metres: list[int], along: list[float], unit: str, *, upright: bool
) -> None:
    """Draw ticks on two opposite sides, and figures where the corners' degrees leave room; the unit only once."""
    face, font = layout.face, Font(layout.text)
    length = face.height if upright else face.width
    # The degrees of a corner, half a figure, its unit, and a gap.
    kept = width(dms(115.0, "x"), font._replace(bold=True)) + width("0000", font) + layout.em
    first = True
    for value, at in zip(metres, along, strict=True):
        _draw_ticks(figure, layout, at, upright=upright)
        if kept < at < length - kept:
            _draw_figures(figure, layout, figures(value, unit if first else ""), at, upright=upright)
            first = False


def _draw_ticks(figure: Figure, layout: Layout, at: float, *, upright: bool) -> None:
    face, tick = layout.face, TICK_LENGTH * layout.em
    if upright:
        ends = [((x, face.y + at), (x + out * tick, face.y + at)) for x, out in ((face.x, -1), (face.right, 1))]
    else:
        ends = [((face.x + at, y), (face.x + at, y + out * tick)) for y, out in ((face.y, -1), (face.top, 1))]
    draw_lines(figure, None, np.array([shapely.LineString(end) for end in ends]), TICK, 2.5, points(layout))


def _draw_figures(figure: Figure, layout: Layout, shown: Figures, at: float, *, upright: bool) -> None:
    """Write a figure on both sides of the face, its parts side by side."""
    large, small = Font(layout.text, bold=True), Font(layout.text * SMALL)
    parts = [(shown.before, small), (shown.large, large), (shown.after, small)]
    # The unit behind the digits does not move them off their line.
    start = at - sum(width(text, font) for text, font in parts) / 2
    for text, font in [*parts, (shown.unit, small)]:
        if text:
            start += UNIT_APART * layout.em * (text == shown.unit)
            for low in (True, False):
                _write_beside(figure, layout, text, font, start, low=low, upright=upright)
            start += width(text, font)


def _write_beside(
    figure: Figure, layout: Layout, text: str, font: Font, at: float, *, low: bool, upright: bool, align: str = "left"
) -> None:
    """Write along a side of the face: below or left of it, or above or right."""
    face, apart = layout.face, APART * layout.em
    capital = 0.73 * layout.em
    if upright:
        x = face.x - apart if low else face.right + apart + capital
        write(figure, text, x, face.y + at, font, align=align, rotation=90, rotation_mode="anchor")
    else:
        y = face.y - apart - capital if low else face.top + apart
        write(figure, text, face.x + at, y, font, align=align)


def _draw_degrees(figure: Figure, layout: Layout, degrees: list[tuple[float, float]], language: Language) -> None:
    """Write longitude and latitude along the frame at each corner."""
    face, font = layout.face, Font(layout.text, bold=True)
    for place, (longitude, latitude) in enumerate(degrees):
        right, top = place in (1, 2), place in (2, 3)
        align = "right" if right else "left"
        _write_beside(
            figure, layout, dms(longitude, "x", language), font, face.width * right, low=not top, upright=False,
            align=align,
        )  # fmt: skip
        align = "right" if top else "left"
        _write_beside(
            figure, layout, dms(latitude, "y", language), font, face.height * top, low=not right, upright=True,
            align=align,
        )  # fmt: skip
