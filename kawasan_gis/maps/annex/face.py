"""The face of the sheet: villages, boundaries, roads, rivers and facilities at their true scale, in a frame."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.annex.grid import draw_grid
from kawasan_gis.maps.annex.paper import Layout
from kawasan_gis.maps.annex.scene import Scene, View
from kawasan_gis.maps.annex.shapes import add, draw_areas, draw_lines, frame_path, on_paper, points
from kawasan_gis.maps.annex.symbols import FIXED, Symbol
from kawasan_gis.maps.annex.view import view_of
from kawasan_gis.maps.style import INK

# What lies over what; names come last.
AREAS, COVER, GRID, RIVERS, ROADS, OUTLINE, BORDERS, MARKS, FRAME = 1.0, 1.15, 1.2, 1.3, 1.4, 1.5, 1.6, 2.0, 2.5
FRAME_WIDTH = 0.9


class Fill(NamedTuple):
    """Areas of the face that are filled alike: how, and their shapes in metres."""

    symbol: Symbol
    shapes: gpd.GeoSeries


def draw_face(
    figure: Figure, layout: Layout, scene: Scene, language: Language = "id", *, fills: Sequence[Fill] | None = None
) -> None:
    """Draw the map into its frame, exactly at the scale of the layout.

    Parameters
    ----------
    figure
        The sheet, in its full size.
    layout
        Where the frame is and what it holds.
    scene
        Its view is drawn; without one, what lies on the face.
    language
        Of the letters beside the grid's corners, ``id`` or ``en``.
    fills
        What is filled, the lowest first, instead of villages by their role.
    """
    view = scene.view or view_of(scene, layout)
    _areas(figure, layout, view, role_fills(view) if fills is None else fills)
    _lines(figure, layout, view)
    _marks(figure, layout, view)
    draw_grid(figure, layout, scene.crs, GRID, language)
    frame = PathPatch(frame_path(layout.face), fill=False, edgecolor=INK, linewidth=FRAME_WIDTH * points(layout))
    add(figure, frame, None, FRAME, "frame")


def role_fills(view: View) -> list[Fill]:
    """Fill villages by their role, and what lies around.

    Parameters
    ----------
    view
        What is on the face.
    """
    keys = view.members["role"].map(symbols.area_key)
    tables = {"beyond": view.beyond, "other": view.others}
    tables |= {key: view.members[keys == key] for key in ("hinterland", "bridge", "pusat")}
    return [Fill(FIXED[key], table.geometry) for key, table in tables.items()]


def _areas(figure: Figure, layout: Layout, view: View, fills: Sequence[Fill]) -> None:
    for place, (symbol, shapes) in enumerate(fills):
        if len(shapes):
            draw_areas(figure, layout, on_paper(shapes, layout), symbol, AREAS + place / 100)
    known = {symbol.key: symbol for symbol in view.symbols}
    for key, rows in view.features[view.features["kind"] == "cover"].groupby("key", sort=True):
        draw_areas(figure, layout, on_paper(rows.geometry, layout), known[key], COVER)


def _lines(figure: Figure, layout: Layout, view: View) -> None:
    """Draw lines, those of less weight first."""
    by_key = dict(list(view.features.groupby("key", sort=True)))
    for floor, group in ((RIVERS, ["river"]), (ROADS, ["road_minor", "road_local", "road", "road_main"])):
        for place, key in enumerate(group):
            if key in by_key:
                _draw(figure, layout, by_key[key], FIXED[key], floor + place / 50)
    others = {symbol.key: symbol for symbol in view.symbols if symbol.key.startswith(symbols.LINE)}
    for key in sorted(others.keys() & by_key.keys()):
        _draw(figure, layout, by_key[key], others[key], ROADS - 1 / 50)
    outline = gpd.GeoSeries([view.outline])
    _draw(figure, layout, outline.to_frame("geometry"), symbols.OUTLINE_LINE, OUTLINE)
    for place, symbol in enumerate(reversed(symbols.BORDERS)):
        rows = view.borders[view.borders["level"] == symbol.key]
        _draw(figure, layout, rows, symbol, BORDERS + place / 50)


def _draw(figure: Figure, layout: Layout, rows: gpd.GeoDataFrame, symbol: Symbol, zorder: float) -> None:
    if len(rows):
        draw_lines(figure, layout, on_paper(rows["geometry"], layout), symbol, zorder, points(layout))


def _marks(figure: Figure, layout: Layout, view: View) -> None:
    """Draw places, facilities and the centre as symbols."""
    dots = view.features[view.features["kind"].isin(["place", "facility"])]
    known = {symbol.key: symbol for symbol in view.symbols}
    for key, rows in dots.groupby("key", sort=True):
        _mark(figure, layout, rows.geometry, known[key], MARKS)
    if len(view.centre):
        _mark(figure, layout, view.centre, symbols.CENTRE_MARK, MARKS + 0.1)


def _mark(figure: Figure, layout: Layout, shapes: gpd.GeoSeries, symbol: Symbol, zorder: float) -> None:
    at = shapely.get_coordinates(shapely.point_on_surface(on_paper(shapes, layout)))
    figure_points = Line2D(*at.T, **mark_look(symbol, points(layout)))
    add(figure, figure_points, layout, zorder, symbol.key)


def mark_look(symbol: Symbol, enlarged: float) -> dict[str, Any]:
    """Say to matplotlib how the mark of a point is drawn.

    Parameters
    ----------
    symbol
        Of kind ``point``.
    enlarged
        How much larger than on A3.
    """
    return {
        "linestyle": "none", "marker": symbol.mark, "markersize": symbol.size * enlarged,
        "markerfacecolor": symbol.colour, "markeredgecolor": "white", "markeredgewidth": 0.4 * enlarged,
    }  # fmt: skip
