"""Names on the face of the map: placed in millimetres, without collisions, the same for the same input.

A name stands inside what it names where it can. A member too small for its name has it beside the kawasan with a
leader line, else a number whose name is in the margin: a member is never without a name. Names of what lies around
are left out where they find no room.
"""

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from kawasan_gis.maps.annex.names import LOOKS, Label, numbered
from kawasan_gis.maps.annex.spots import Name, Points, meets, near, rectangles, ring, shapes
from kawasan_gis.maps.annex.text import Fitted, mm, paragraph
from kawasan_gis.maps.style import INK

APART, EDGE, RIM, ALONE = 0.9, 0.8, 0.32, 1.5
"""Millimetres between names, from the frame, of the halo, and around names of kecamatan and kabupaten."""
MOSTLY_INSIDE = 0.6
"""Share of a member's name that lies in the member when it does not fit into it."""
REACH, FAR, THROUGH = np.arange(2.0, 26.0, 2.0), np.arange(2.0, 160.0, 3.0), 7.0
"""Millimetres from what is named to its name on a leader line and to its number, and of a line through others."""
RINGS = 4
"""Rings around what is named that are looked through at a time."""
CORE = 1.6
"""Millimetres around the middle of a member still without a name that others leave free."""


class Placed(NamedTuple):
    """A name with its place: the middle of its box in millimetres, and where its leader line ends, if it has one."""

    label: Label
    fitted: Fitted
    x: float
    y: float
    leader: tuple[float, float] | None = None

    @property
    def box(self) -> Any:
        """The rectangle the name takes."""
        return shapes(rectangles(np.array([[self.x, self.y]]), self.fitted))[0]

    @property
    def line(self) -> Any:
        """The leader line from the edge of the name; empty when there is none."""
        if self.leader is None:
            return shapely.LineString()
        return shapely.shortest_line(self.box, shapely.Point(self.leader))


class Placement(NamedTuple):
    """Names with their places, the key of the numbers (number and name), and the names that were left out."""

    placed: tuple[Placed, ...]
    key: tuple[tuple[int, str], ...]
    left_out: tuple[str, ...]


def place_labels(
    labels: Sequence[Label],
    obstacles: Sequence[Any],
    face: tuple[float, float, float, float],
    *,
    marks: Sequence[Any] = (),
    enlarged: float = 1.0,
) -> Placement:
    """Find a place for every name: the centre first, then members, what is around them, neighbours, facilities.

    Parameters
    ----------
    labels
        The names; what they name may reach beyond the face.
    obstacles
        Shapes in millimetres that no name may touch, such as the symbol of the centre.
    face
        Left, bottom, width and height of the map's frame in millimetres.
    marks
        Shapes that names leave free as long as no member would lose its name's place.
    enlarged
        How much larger the text is than on A3.

    Returns
    -------
    Placement
        In the order in which the names were placed.
    """
    left, bottom, across, high = face
    frame = shapely.box(left + EDGE, bottom + EDGE, left + across - EDGE, bottom + high - EDGE)
    names = [Name(label, frame, enlarged) for label in sorted(labels, key=_turn)]
    needed = [name for name in names if name.label.needed]
    room = _Room(frame, obstacles, marks, [name.label.shape for name in needed], enlarged)
    waiting = [name for name in needed if not room.put_inside(name)]
    room.wait(waiting)
    for place, name in enumerate(waiting, 1):
        # The centre's name comes before all others, wherever its line has to run.
        room.put_near(name, len(waiting) if name.label.kind == "centre" else place)
    left_out = [name.label.text for name in names if not name.label.needed and not room.put_inside(name)]
    return Placement(tuple(room.placed), tuple(sorted(room.key)), tuple(left_out))


def draw_labels(figure: Figure, placement: Placement) -> None:
    """Draw placed names, each with a white halo, over everything else on the face.

    Parameters
    ----------
    figure
        The sheet.
    placement
        What :func:`place_labels` gave.
    """
    for one in placement.placed:
        for colour, weight in (("white", 1.5), (INK, 0.45)) if one.leader else ():
            figure.add_artist(Line2D(*one.line.xy, transform=mm(figure), color=colour, linewidth=weight, zorder=3))
    for one in placement.placed:
        paragraph(figure, one.fitted, one.x, one.y + one.fitted.height / 2, align="center", halo=RIM)


class _Room:
    """The face, and what already stands on it."""

    def __init__(
        self, frame: Any, obstacles: Sequence[Any], marks: Sequence[Any], members: Sequence[Any], enlarged: float
    ) -> None:
        self.enlarged, self._frame = enlarged, frame.bounds
        self.placed: list[Placed] = []
        self.key: list[tuple[int, str]] = []
        self._names, self._leaders, self._obstacles = list[Any](), list[Any](), list(obstacles)
        # Of each name on the face its rectangle, and how far others stay away from it.
        self._taken, self._away = np.empty((0, 4)), np.empty(0)
        self._marks, self._shapes = shapely.STRtree(list(marks)), np.array(members, dtype=object)
        self._members, self._whole = shapely.STRtree(self._shapes), shapely.union_all(self._shapes)
        self._middles, self._cores, self._later = np.empty((0, 2)), shapely.STRtree([]), 0

    def wait(self, names: Sequence[Name]) -> None:
        """Remember the middles of members that still have no name: others leave them free."""
        self._cores = shapely.STRtree([name.middle for name in names])
        self._middles = shapely.get_coordinates(self._cores.geometries)

    def put_inside(self, name: Name) -> bool:
        """Put a name into the polygon it names, or beside the point, in the first form that finds room."""
        if name.seen.is_empty:
            return False
        for marked in (False, True)[: 1 + name.label.needed]:
            for form in name.forms:
                at = name.inside(form)
                good = np.flatnonzero(self._free(rectangles(at, form), marked=marked))
                if len(good):
                    return self._at(name, form, at[good[0]])
        return False

    def put_near(self, name: Name, later: int) -> bool:
        """Put the name of a member that is too small for it: over its border, on a leader line, or as a number.

        Names that wait from the place ``later`` on have the middles of what they name left free.
        """
        self._later = later
        return self._over(name) or self._led(name) or self._number(name)

    def _over(self, name: Name) -> bool:
        for form in name.forms:
            if MOSTLY_INSIDE * form.width * form.height > name.seen.area:
                continue
            found = rectangles(name.spots, form)
            good = np.flatnonzero(self._open(found))
            share = shapely.area(shapely.intersection(shapes(found[good]), name.seen)) / (form.width * form.height)
            if (share >= MOSTLY_INSIDE).any():
                return self._at(name, form, name.spots[good[np.argmax(np.round(share, 3))]])
        return False

    def _led(self, name: Name) -> bool:
        """Put a name outside the kawasan, with a line to the middle of what it names."""
        rings = [ring(name.middle, form, REACH * self.enlarged) for form in name.forms]
        at, form = np.vstack(rings), np.repeat(np.arange(len(rings)), [len(one) for one in rings])
        found = np.vstack([rectangles(*one) for one in zip(rings, name.forms, strict=True)])
        good = np.flatnonzero(self._open(found))
        # What begins within the kawasan around a middle deep in it ends there too.
        good = good[shapely.distance(shapes(found[good]), name.middle) >= self._depth(name.middle)]
        good = good[~meets(self._members, shapes(found[good]))]
        lines = shapely.shortest_line(shapes(found[good]), name.middle)
        clear = ~self._crossed(lines)
        good, lines = good[clear], lines[clear]
        if name.label.kind != "centre":
            good = good[self._through(lines, name) <= THROUGH * self.enlarged]
        return bool(len(good)) and self._at(name, name.forms[form[good[0]]], at[good[0]], led=True)

    def _number(self, name: Name) -> bool:
        """Put a number whose name is in the margin; where nothing at all is free it stands on its member."""
        self.key.append((name.label.number, name.label.text))
        form = numbered(name.label.number, self.enlarged)
        good = np.flatnonzero(self._open(rectangles(name.spots, form)))
        if len(good):
            return self._at(name, form, name.spots[good[0]])
        for crossing, reaches in itertools.product((False, True), np.split(FAR, range(RINGS, len(FAR), RINGS))):
            at = ring(name.middle, form, reaches * self.enlarged)
            found = rectangles(at, form)
            good = np.flatnonzero(self._open(found))
            lines = shapely.shortest_line(shapes(found[good]), name.middle)
            good = good[~self._crossed(lines, crossing=crossing)]
            if len(good):
                return self._at(name, form, at[good[0]], led=True)
        return self._at(name, form, name.spots[0])

    def _depth(self, middle: Any) -> float:
        """Measure how far a point in the kawasan is from the edge of it."""
        if not self._whole.contains(middle):
            return 0.0
        return float(self._whole.boundary.distance(middle))

    def _at(self, name: Name, form: Fitted, at: Points, *, led: bool = False) -> bool:
        """Let a name stand where it is, with a leader line to the middle of what it names or without."""
        one = Placed(name.label, form, float(at[0]), float(at[1]), (name.middle.x, name.middle.y) if led else None)
        box = one.box
        self.placed.append(one)
        self._names.append(box)
        self._taken = np.vstack([self._taken, box.bounds])
        alone = ALONE if LOOKS[name.label.kind].caps else 0.0
        self._away = np.append(self._away, (APART + alone) * self.enlarged)
        self._leaders += [one.line] if led else []
        return True

    def _free(self, found: Points, *, marked: bool) -> NDArray[np.bool_]:
        """Tell which rectangles lie in the frame and touch nothing, or nothing but marks."""
        west, south, east, north = self._frame
        x0, y0, x1, y1 = found.T
        free: NDArray[np.bool_] = (x0 >= west) & (y0 >= south) & (x1 <= east) & (y1 <= north)
        free[free] = ~near(found[free], self._taken, self._away)
        lines = shapely.STRtree(self._obstacles + self._leaders)
        free[free] = ~meets(lines, shapes(found[free]), "dwithin", distance=APART * self.enlarged)
        if not marked:
            free[free] = ~meets(self._marks, shapes(found[free]))
        return free

    def _open(self, found: Points) -> NDArray[np.bool_]:
        """Tell which rectangles are free but for marks, and off the middles of members that wait for their names."""
        free = self._free(found, marked=True)
        middles = np.tile(self._middles[self._later :], 2)
        free[free] = ~near(found[free], middles, np.full(len(middles), CORE * self.enlarged))
        return free

    def _crossed(self, lines: NDArray[Any], *, crossing: bool = False) -> NDArray[np.bool_]:
        """Tell which lines cross a name, the middle of a member without one, or where not allowed another line."""
        found = meets(shapely.STRtree(self._names + ([] if crossing else self._leaders)), lines)
        line, core = self._cores.query(lines, predicate="dwithin", distance=CORE * self.enlarged)
        found[line[core >= self._later]] = True
        return found

    def _through(self, lines: NDArray[Any], name: Name) -> Points:
        """Measure how far lines run through members other than the one they lead to."""
        line, member = self._members.query(lines, predicate="intersects")
        others = self._shapes[member] != name.label.shape
        line, member = line[others], member[others]
        within = shapely.length(shapely.intersection(lines[line], self._shapes[member]))
        through: Points = np.bincount(line, within, minlength=len(lines)).astype("float64")
        return through


def _turn(label: Label) -> tuple[int, float, str, tuple[float, ...]]:
    """Order the names: by kind, the larger first."""
    return (list(LOOKS).index(label.kind), -label.shape.area, label.text, label.shape.bounds)
