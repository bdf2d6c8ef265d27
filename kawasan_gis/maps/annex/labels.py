"""Names on the face of the map: placed in millimetres, without collisions, the same for the same input.

A name stands inside what it names where it can. A member too small for its name has it beside the kawasan with a
leader line, else a number whose name is in the margin: a member is never without a name. Names of what lies around
are left out where they find no room.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from kawasan_gis.maps.annex.names import LOOKS, Label, numbered
from kawasan_gis.maps.annex.text import Fitted, mm, paragraph
from kawasan_gis.maps.style import INK

APART, EDGE, RIM, ALONE = 0.9, 0.8, 0.32, 1.5
"""Millimetres between names, from the frame, of the halo, and around names of kecamatan and kabupaten."""
WITHIN = 0.7
"""Millimetres from the ends of a name to the border of what it names."""
CENTRAL = 0.85
"""The centroid is the middle when it is nearly as far from the border as any point; else that point is."""
MOSTLY_INSIDE = 0.6
"""Share of a member's name that lies in the member when it does not fit into it."""
REACH, FAR, THROUGH = np.arange(2.0, 26.0, 2.0), np.arange(2.0, 160.0, 3.0), 7.0
"""Millimetres from what is named to its name on a leader line and to its number, and of a line through others."""
TURNS = 24
BESIDE, SYMBOL = 8, 1.5
"""Places around a point, and millimetres from it."""
GRID, CORE = 15, 1.6
"""Places across a polygon; millimetres around the middle of a member still without a name that others leave free."""

Points = NDArray[np.float64]


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
        return _boxes(np.array([[self.x, self.y]]), self.fitted)[0]

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
    room = _Room(frame, obstacles, marks, enlarged)
    ordered = sorted(labels, key=_turn)
    needed = [label for label in ordered if label.needed]
    room.members = shapely.union_all([label.shape for label in needed] or [shapely.Point()])
    shapely.prepare(room.members)
    waiting = [label for label in needed if not room.put_inside(label)]
    for place, label in enumerate(waiting, 1):
        room.put_near(label, waiting[place:])
    left_out = [label.text for label in ordered if not label.needed and not room.put_inside(label)]
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

    def __init__(self, frame: Any, obstacles: Sequence[Any], marks: Sequence[Any], enlarged: float) -> None:
        self.frame, self.enlarged = frame, enlarged
        self.members: Any = shapely.Point()
        self._cores: Any = shapely.Point()
        self.placed: list[Placed] = []
        self._names, self._leaders = list[Any](), list[Any]()
        self.key: list[tuple[int, str]] = []
        self._taken, self._marks = list(obstacles), shapely.STRtree(list(marks))
        shapely.prepare(frame)

    def free(self, boxes: NDArray[Any], *, marked: bool = False) -> NDArray[np.bool_]:
        """Tell which rectangles lie in the frame and touch nothing, or nothing but marks."""
        found: NDArray[np.bool_] = shapely.contains(self.frame, boxes)
        if not marked:
            found[self._marks.query(boxes, predicate="intersects")[0]] = False
        if self._taken and found.any():
            tree = shapely.STRtree(self._taken)
            hit, _ = tree.query(boxes, predicate="dwithin", distance=APART * self.enlarged)
            found[hit] = False
        return found

    def _at(self, label: Label, form: Fitted, at: Points, middle: Any = None) -> bool:
        """Let a name stand where it is, with a leader line to a point if one is given."""
        one = Placed(label, form, float(at[0]), float(at[1]), (middle.x, middle.y) if middle else None)
        self.placed.append(one)
        self._names.append(one.box)
        self._leaders += [one.line] if one.leader else []
        wide = self._names[-1].buffer(ALONE * self.enlarged) if LOOKS[label.kind].caps else self._names[-1]
        self._taken += [wide, *(self._leaders[-1:] if one.leader else [])]
        return True

    def put_inside(self, label: Label) -> bool:
        """Put a name into the polygon it names, or beside the point, in the first form that finds room."""
        seen = _largest(shapely.intersection(label.shape, self.frame))
        if seen.is_empty:
            return False
        solid = seen.area > 0
        spots = _spots(seen) if solid else None
        forms = label.forms(self.enlarged)
        for form, marked in [(form, marked) for marked in (False, label.needed)[: 1 + label.needed] for form in forms]:
            at = _around(seen, form, SYMBOL * self.enlarged) if spots is None else spots
            boxes = _boxes(at, form)
            inside = shapely.contains(seen, _boxes(at, form, WITHIN)) if solid else np.ones(len(at), bool)
            good = np.flatnonzero(inside)
            good = good[self.free(boxes[good], marked=marked)]
            if len(good):
                return self._at(label, form, at[good[0]])
        return False

    def put_near(self, label: Label, waiting: list[Label]) -> bool:
        """Put the name of a member that is too small for it: over its border, on a leader line, or as a number."""
        seen = _largest(shapely.intersection(label.shape, self.frame))
        middle = _middle(label.shape if seen.is_empty else seen)
        # The centre's name comes before all others, wherever its line has to run.
        later = waiting if label.kind != "centre" else []
        self._cores = shapely.union_all([_middle(other.shape).buffer(CORE * self.enlarged) for other in later])
        shapely.prepare(self._cores)
        return (
            self._over(label, seen)
            or self._led(label, middle, label.forms(self.enlarged))
            or self._number(label, seen, middle)
        )

    def _over(self, label: Label, seen: Any) -> bool:
        if seen.is_empty:
            return False
        spots = _spots(seen)
        for form in label.forms(self.enlarged):
            boxes = _boxes(spots, form)
            good = np.flatnonzero(~shapely.intersects(self._cores, boxes))
            good = good[self.free(boxes[good], marked=True)]
            share = shapely.area(shapely.intersection(boxes[good], seen)) / shapely.area(boxes[good])
            if (share >= MOSTLY_INSIDE).any():
                return self._at(label, form, spots[good[np.argmax(np.round(share, 3))]])
        return False

    def _led(self, label: Label, middle: Any, forms: list[Fitted], *, anywhere: bool = False) -> bool:
        """Put a name outside the kawasan, with a line to the middle of what it names; or a number anywhere."""
        far = anywhere or label.kind == "centre"
        others = shapely.Polygon() if far else shapely.difference(self.members, label.shape)
        kept = self._cores if anywhere else self.members
        for crossing in (False, True)[: 1 + anywhere]:
            for form in forms:
                at = _ring(middle, form, self.enlarged, FAR if anywhere else REACH)
                boxes = _boxes(at, form)
                good = np.flatnonzero(~shapely.intersects(kept, boxes))
                good = good[self.free(boxes[good], marked=True)]
                good = good[~self._crossed(shapely.shortest_line(boxes[good], middle), crossing)]
                lines = shapely.shortest_line(boxes[good], middle)
                good = good[shapely.length(shapely.intersection(lines, others)) <= THROUGH * self.enlarged]
                if len(good):
                    return self._at(label, form, at[good[0]], middle)
        return False

    def _crossed(self, lines: NDArray[Any], crossing: bool) -> NDArray[np.bool_]:
        """Tell which lines cross a name, the middle of a member without one, or where not allowed another line."""
        found: NDArray[np.bool_] = shapely.intersects(self._cores, lines)
        tree = shapely.STRtree(self._names + ([] if crossing else self._leaders))
        found[tree.query(lines, predicate="intersects")[0]] = True
        return found

    def _number(self, label: Label, seen: Any, middle: Any) -> bool:
        """Put a number whose name is in the margin; where nothing at all is free it stands on its member."""
        self.key.append((label.number, label.text))
        form = numbered(label.number, self.enlarged)
        at = np.array([[middle.x, middle.y]]) if seen.is_empty else _spots(seen)
        boxes = _boxes(at, form)
        free = np.flatnonzero(self.free(boxes, marked=True) & ~shapely.intersects(self._cores, boxes))
        if len(free):
            return self._at(label, form, at[free[0]])
        return self._led(label, middle, [form], anywhere=True) or self._at(label, form, np.array([middle.x, middle.y]))


def _turn(label: Label) -> tuple[int, float, str, tuple[float, ...]]:
    """Order the names: by kind, the larger first."""
    return (list(LOOKS).index(label.kind), -label.shape.area, label.text, label.shape.bounds)


def _boxes(at: Points, form: Fitted, beside: float = 0.0) -> NDArray[Any]:
    """Give the rectangles of a name with its middle at each point, and so much free beside it."""
    x, y, half, rise = at[:, 0], at[:, 1], form.width / 2 + beside, form.height / 2
    boxes: NDArray[Any] = shapely.box(x - half, y - rise, x + half, y + rise)
    return boxes


def _largest(shape: Any) -> Any:
    """Take the largest part of what is seen; of equal ones the first."""
    parts = shapely.get_parts(shape)
    return max(parts, key=lambda part: part.area) if len(parts) else shape


def _middle(shape: Any) -> Any:
    """Find the point farthest from the border of the largest part."""
    part = _largest(shape)
    if part.area == 0:
        return part.representative_point()
    circle = shapely.maximum_inscribed_circle(part, tolerance=0.2)
    central = part.contains(part.centroid) and part.exterior.distance(part.centroid) >= CENTRAL * circle.length
    return part.centroid if central else shapely.get_point(circle, 0)


def _spots(shape: Any) -> Points:
    """Give points of a polygon, the nearest to its middle first."""
    middle = _middle(shape)
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(np.linspace(west, east, GRID + 2)[1:-1], np.linspace(south, north, GRID + 2)[1:-1])
    grid = np.column_stack([x.ravel(), y.ravel()])
    grid = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
    far = np.round(np.hypot(grid[:, 0] - middle.x, grid[:, 1] - middle.y), 3)
    spots: Points = np.vstack([[middle.x, middle.y], grid[np.lexsort((grid[:, 0], grid[:, 1], far))]])
    return spots


def _around(point: Any, form: Fitted, apart: float) -> Points:
    """Give the places of a name beside a point: right, left, above, below, then the corners."""
    across, up = form.width / 2 + apart, form.height / 2 + apart
    turns = np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 0.7], [-1, 0.7], [1, -0.7], [-1, -0.7]])
    places: Points = np.array([point.x, point.y]) + turns * [across, up]
    return places


def _ring(point: Any, form: Fitted, enlarged: float, reaches: Points) -> Points:
    """Give places around a point, the nearest first, to the right first."""
    turn = 2 * np.pi * np.arange(TURNS) / TURNS
    steps = np.column_stack([np.cos(turn), np.sin(turn)])
    box = np.array([form.width / 2, form.height / 2])
    rings = [np.array([point.x, point.y]) + steps * (reach * enlarged + box) for reach in reaches]
    places: Points = np.vstack(rings)
    return places
