"""Geometry on the sheet: shapes in millimetres as paths, cut at the frame of the face, in the weights of the paper."""

from typing import Any

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.annex.paper import Box, Layout
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.annex.text import POINT, mm

Points = NDArray[np.float64]


def on_paper(shapes: Any, layout: Layout) -> NDArray[np.object_]:
    """Bring shapes from metres of the grid to millimetres of the sheet.

    Parameters
    ----------
    shapes
        An array or series of shapes.
    layout
        Of the sheet.
    """
    corner, origin = np.array(layout.extent[:2]), np.array(layout.face[:2])
    moved = shapely.transform(np.asarray(shapes, dtype=object), lambda at: (at - corner) * 1000 / layout.scale + origin)
    return np.atleast_1d(moved)


def points(layout: Layout) -> float:
    """Tell how many points a weight of one point is on this paper."""
    return layout.text / symbols.TEXT


def path_of(shapes: NDArray[np.object_]) -> Path:
    """Make one path of all lines and polygons; holes of polygons stay open.

    Parameters
    ----------
    shapes
        In millimetres.
    """
    parts = shapely.get_parts(shapely.orient_polygons(shapes[~shapely.is_empty(shapes)]))
    areal = shapely.get_dimensions(parts) == 2
    rings = shapely.get_rings(parts[areal])
    lines = np.concatenate([rings, parts[shapely.get_dimensions(parts) == 1]])
    vertices, of_line = shapely.get_coordinates(lines, return_index=True)
    codes = np.full(len(vertices), Path.LINETO, dtype=Path.code_type)
    codes[np.flatnonzero(np.diff(of_line, prepend=-1))] = Path.MOVETO
    last = np.flatnonzero(np.diff(of_line, append=len(lines)))
    codes[last[: len(rings)]] = Path.CLOSEPOLY
    return Path(vertices, codes)


def frame_path(box: Box) -> Path:
    """Make the path of a rectangle.

    Parameters
    ----------
    box
        In millimetres.
    """
    return path_of(np.array([shapely.box(box.x, box.y, box.right, box.top)]))


def add(figure: Figure, artist: Artist, layout: Layout | None, zorder: float, key: str) -> None:
    """Put something on the sheet.

    Parameters
    ----------
    figure
        The sheet.
    artist
        In millimetres.
    layout
        Of the sheet, to cut it at the frame of the face; None for what lies beside.
    zorder
        What is drawn later lies over it.
    key
        What it shows; kept as the artist's ``gid``.
    """
    artist.set_transform(mm(figure))
    artist.set_zorder(zorder)
    artist.set_gid(key)
    if layout is not None:
        artist.set_clip_path(frame_path(layout.face), mm(figure))
    figure.add_artist(artist)


def draw_areas(figure: Figure, layout: Layout, shapes: NDArray[np.object_], symbol: Symbol, zorder: float) -> None:
    """Fill polygons as one, without lines between them.

    Parameters
    ----------
    figure, layout
        The sheet.
    shapes
        In millimetres.
    symbol
        How.
    zorder
        What is drawn later lies over it.
    """
    path = path_of(shapes)
    fill = PathPatch(path, facecolor=symbol.colour, linewidth=0, alpha=symbol.opacity)
    add(figure, fill, layout, zorder, symbol.key)
    if symbol.hatch:
        over = PathPatch(path, facecolor="none", edgecolor=symbols.HATCH, linewidth=0, hatch=symbol.hatch)
        add(figure, over, layout, zorder + 0.01, f"{symbol.key} hatch")


def draw_lines(
    figure: Figure, layout: Layout | None, shapes: NDArray[np.object_], symbol: Symbol, zorder: float, enlarged: float
) -> None:
    """Draw lines, or outlines of polygons, with the dashes of their symbol.

    Parameters
    ----------
    figure, layout
        The sheet; without a layout nothing is cut.
    shapes
        In millimetres.
    symbol
        How.
    zorder
        What is drawn later lies over it.
    enlarged
        From :func:`points`.
    """
    # matplotlib measures dashes in line widths where it scales them, so they are given unscaled in points.
    dashes = (0, tuple(length / POINT * enlarged for length in symbol.dashes)) if symbol.dashes else "solid"
    look = {"linewidth": symbol.size * enlarged, "linestyle": dashes, "capstyle": "butt", "joinstyle": "round"}
    patch = PathPatch(path_of(shapes), fill=False, edgecolor=symbol.colour, **look)
    add(figure, patch, layout, zorder, symbol.key)
