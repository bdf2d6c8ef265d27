"""Location diagrams: the kabupaten in its provinsi, the kawasan in its kabupaten."""

from typing import Any, NamedTuple

import pandas as pd
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from kawasan_gis.codes import kabupaten_code, kecamatan_code
from kawasan_gis.dissolve import closed
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.legend import heading
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.shapes import add, frame_path, path_of
from kawasan_gis.maps.annex.symbols import BEYOND, BORDER, MEMBER
from kawasan_gis.maps.annex.text import POINT, Fitted, Font, height, must_fit, paragraph
from kawasan_gis.maps.annex.words import province, regency, say
from kawasan_gis.maps.style import ACCENT

PAPER_DETAIL = 0.1
"""Millimetres on paper below which an outline is thinned."""
SMALL = 2.2
"""What is smaller than this on paper, in millimetres, gets a box around it."""
PADDING, GAP, DRAWN = 0.06, 1.2, 1.0
"""Free share of a diagram's frame on each side, and the gap between diagrams in sizes of the text."""
UNDER, MOST_LINES = 0.4, 4
"""The gap between a diagram and the words below it, in sizes of the text, and the lines of those at most."""


class Diagram(NamedTuple):
    """One diagram: its words, the land it shows, the lines in it, and what is filled; in metres."""

    words: str
    land: Any
    lines: Any
    marked: Any

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all that is shown."""
        west, south, east, north = shapely.GeometryCollection([self.land, self.marked]).bounds
        return west, south, east, north


def diagrams(scene: Scene, language: Language = "id") -> list[Diagram]:
    """Make the diagrams that the scene allows.

    Parameters
    ----------
    scene
        What is on the sheet.
    language
        ``id`` or ``en``.

    Returns
    -------
    list
        The kabupaten in its provinsi where the run knows the provinsi, and the kawasan in its kabupaten: in the
        villages that the study has of it where its outline is not known.
    """
    code = _home_code(scene)
    around = scene.surroundings[scene.surroundings["kode"].astype("str").str[:2] == code[:2]]
    provinces = around[around["level"] == "provinsi"]
    regencies = around[around["level"] == "kabupaten"]
    villages = scene.villages[kabupaten_code(scene.villages.index) == code]
    own = regencies[regencies["kode"] == code]
    home = own.geometry.iloc[0] if len(own) else _joined(villages.geometry)
    name = regency(scene.kabupaten, language)
    found = []
    if len(provinces):
        land = shapely.union_all(provinces.geometry.to_numpy())
        words = say("in_provinsi", language, kabupaten=name, provinsi=province(scene.provinsi, language))
        found.append(Diagram(words, land, shapely.GeometryCollection(list(regencies.geometry)), home))
    words = say("in_kabupaten", language, kabupaten=name) if name else say("in_study", language)
    districts = villages.geometry.groupby(kecamatan_code(villages.index)).agg(_joined)
    found.append(Diagram(words, home, shapely.GeometryCollection(list(districts)), closed(scene.kawasan)))
    return found


def _home_code(scene: Scene) -> str:
    """Give the code of the kabupaten that the sheet names: that of most members."""
    codes = pd.Series(kabupaten_code(scene.members.index))
    return str(codes.mode().iloc[0])


def draw_inset(figure: Figure, box: Box, scene: Scene, size: float, *, language: Language = "id") -> None:
    """Draw the location diagrams, side by side or one over the other, whichever shows them larger.

    Parameters
    ----------
    figure
        The sheet.
    box
        Where, in millimetres.
    scene
        What is on the sheet.
    size
        Of the margin's text in points.
    language
        ``id`` or ``en``.
    """
    top = heading(figure, box, say("location", language), size)
    room = Box(box.x, box.y, box.width, top - box.y)
    wanted, em, font = diagrams(scene, language), size * POINT, Font(size)
    ways = [_frames(room, wanted, font, upright=upright) for upright in (False, True)]
    for diagram, frame in zip(wanted, max(ways, key=lambda frames: min(map(_reach, wanted, frames))), strict=True):
        words = _caption(diagram, frame.width, font)
        paragraph(figure, words, frame.x + frame.width / 2, frame.y - UNDER * em, align="center")
        _draw(figure, diagram, frame, size)


def _joined(shapes: Any) -> Any:
    return closed(shapely.union_all(shapes.to_numpy()))


def _caption(diagram: Diagram, wide: float, font: Font) -> Fitted:
    return must_fit(diagram.words, wide, height(MOST_LINES, font), font, "the name of the kabupaten")


def _frames(room: Box, wanted: list[Diagram], font: Font, *, upright: bool) -> list[Box]:
    """Divide a box among the diagrams, each no higher than its land needs, with room for the words below it."""
    em = font.size * POINT
    gaps = (len(wanted) - 1) * GAP * em
    wide = room.width if upright else (room.width - gaps) / len(wanted)
    frames, x, top = [], room.x, room.top
    for diagram in wanted:
        below = _caption(diagram, wide, font).height + 2 * UNDER * em
        tall = ((room.height - gaps) / len(wanted) if upright else room.height) - below
        _, south, _, north = diagram.bounds
        full = Box(x, top - tall, wide, tall)
        needed = min(tall, (north - south) * _reach(diagram, full) / (1 - 2 * PADDING))
        frames.append(Box(x, top - needed, wide, needed))
        if upright:
            top -= needed + below + GAP * em
        else:
            x += wide + GAP * em
    return frames


def _reach(diagram: Diagram, frame: Box) -> float:
    """Tell how many millimetres of paper a metre gets."""
    west, south, east, north = diagram.bounds
    share = 1 - 2 * PADDING
    return float(min(share * frame.width / (east - west), share * frame.height / (north - south)))


def _draw(figure: Figure, diagram: Diagram, frame: Box, size: float) -> None:
    per_metre = _reach(diagram, frame)
    west, south, east, north = diagram.bounds
    x = frame.x + frame.width / 2 - (west + east) / 2 * per_metre
    y = frame.y + frame.height / 2 - (south + north) / 2 * per_metre
    line = size / 6
    parts = (
        (diagram.land, {"facecolor": BEYOND, "edgecolor": "none"}),
        (diagram.marked, {"facecolor": MEMBER, "edgecolor": "none"}),
        (diagram.lines, {"facecolor": "none", "edgecolor": BORDER, "linewidth": 0.2 * line}),
        (diagram.land, {"facecolor": "none", "edgecolor": BORDER, "linewidth": 0.4 * line}),
        (diagram.marked, {"facecolor": "none", "edgecolor": ACCENT, "linewidth": 0.7 * line}),
    )
    for shape, look in parts:
        thin = shapely.simplify(shape, PAPER_DETAIL / per_metre)
        placed = shapely.transform(thin, lambda points: points * per_metre + [x, y])
        flat = shapely.get_parts(shapely.get_parts(placed))
        add(figure, PathPatch(path_of(flat), joinstyle="round", **look), None, DRAWN, "location")
    _box_small(figure, diagram.marked, per_metre, (x, y), line)
    edge = PathPatch(frame_path(frame), fill=False, edgecolor=BORDER, linewidth=0.5 * line)
    add(figure, edge, None, DRAWN, "location frame")


def _box_small(figure: Figure, shape: Any, per_metre: float, shift: tuple[float, float], line: float) -> None:
    """Put a box around what would hardly be seen."""
    west, south, east, north = (value * per_metre for value in shape.bounds)
    if max(east - west, north - south) >= 3 * SMALL:
        return
    x, y = (west + east) / 2 + shift[0], (south + north) / 2 + shift[1]
    wide, tall = max(east - west, SMALL) + 1, max(north - south, SMALL) + 1
    box = Box(x - wide / 2, y - tall / 2, wide, tall)
    edge = PathPatch(frame_path(box), fill=False, edgecolor=ACCENT, linewidth=0.9 * line)
    add(figure, edge, None, DRAWN, "location box")
