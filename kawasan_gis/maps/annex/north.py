"""Where north is: the grid's, and how far the true one lies from it."""

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from pyproj import CRS, Proj

from kawasan_gis.i18n import Language, Text
from kawasan_gis.maps.annex.grid import MINUTE, corners
from kawasan_gis.maps.annex.paper import Box, Layout
from kawasan_gis.maps.annex.shapes import add, draw_lines, path_of, points
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.annex.text import Font, write
from kawasan_gis.maps.style import INK

GRID_NORTH, TRUE_NORTH = Text("UG", "GN"), Text("US", "TN")
"""Utara grid and utara sebenarnya."""
LINE = Symbol("north", Text("", ""), "line", INK, 0.7)
CONVERGENCE = Text("Konvergensi grid {angle}", "Grid convergence {angle}")
WEST_OF, EAST_OF = Text("barat", "west"), Text("timur", "east")
# True north is drawn at least this far from grid north: the figure says the real angle.
LEAST_DRAWN = 12.0


def convergence(layout: Layout, crs: CRS) -> float:
    """Measure the grid convergence in the middle of the face.

    Parameters
    ----------
    layout
        Of the sheet.
    crs
        Its system.

    Returns
    -------
    float
        In degrees: positive where grid north lies east of true north, as PROJ has it.
    """
    degrees = np.mean(corners(layout, crs), axis=0)
    return float(Proj(crs).get_factors(*degrees).meridian_convergence)


def angle(degrees: float) -> str:
    """Write an angle in degrees and minutes, without its sign.

    Parameters
    ----------
    degrees
        Of either sign.

    Examples
    --------
    >>> angle(-0.5084)
    '0°31′'
    """  # noqa: RUF002 - the sign of minutes
    minutes = round(abs(degrees) * 60)
    return f"{minutes // 60}°{minutes % 60:02d}{MINUTE}"


def convergence_text(degrees: float, language: Language = "id") -> str:
    """Say the convergence: how far, and to which side of true north the grid's lies.

    Parameters
    ----------
    degrees
        From :func:`convergence`.
    language
        ``id`` or ``en``.

    Examples
    --------
    >>> convergence_text(-0.5084)
    'Konvergensi grid 0°31′ barat'
    """  # noqa: RUF002 - the sign of minutes
    said = CONVERGENCE.say(language, angle=angle(degrees))
    side = (EAST_OF if degrees > 0 else WEST_OF).say(language)
    return f"{said} {side}" if round(abs(degrees) * 60) else said


def draw_north(figure: Figure, layout: Layout, crs: CRS, box: Box, language: Language = "id") -> None:
    """Draw an arrow to grid north, a line to true north, and the angle between them.

    Parameters
    ----------
    figure, layout
        The sheet.
    crs
        Its system.
    box
        Where, in millimetres.
    language
        ``id`` or ``en``.
    """
    em, font = layout.em, Font(layout.text)
    degrees = convergence(layout, crs)
    x, y = box.x + box.width / 2, box.y + 1.6 * em
    length = box.height - 3.0 * em
    _draw_arrow(figure, layout, x, y, length)
    # The grid turned east means that true north lies to the west of it.
    aside = -np.sign(degrees) if round(abs(degrees) * 60) else 0.0
    letters = GRID_NORTH.say(language)
    write(figure, letters, x, y + length + 0.35 * em, font._replace(bold=True), align="center")
    if aside:
        turn = np.radians(max(abs(degrees), LEAST_DRAWN))
        end = (x + aside * 0.86 * length * np.sin(turn), y + 0.86 * length * np.cos(turn))
        draw_lines(figure, None, np.array([shapely.LineString([(x, y), end])]), LINE, 2.5, points(layout))
        align = "right" if aside < 0 else "left"
        write(figure, TRUE_NORTH.say(language), end[0] + aside * 0.2 * em, end[1] + 0.2 * em, font, align=align)
        write(figure, angle(degrees), x + aside * 0.9 * em, y + 0.15 * length, font, align=align)


def _draw_arrow(figure: Figure, layout: Layout, x: float, y: float, length: float) -> None:
    """Draw a shaft and a head, black on the right and white on the left."""
    em = layout.em
    low, top = y + length - 2.2 * em, y + length
    draw_lines(figure, None, np.array([shapely.LineString([(x, y), (x, low + 0.5 * em)])]), LINE, 2.5, points(layout))
    for colour, side in ((INK, 1), ("white", -1)):
        half = shapely.Polygon([(x, top), (x + side * 0.75 * em, low), (x, low + 0.5 * em)])
        look = {"facecolor": colour, "edgecolor": INK, "linewidth": 0.5 * points(layout)}
        add(figure, PathPatch(path_of(np.array([half])), **look), None, 2.6, "north")
