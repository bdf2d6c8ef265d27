"""Where a name may stand: spots in what it names, beside a point, and on rings around it, in millimetres."""

from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from kawasan_gis.maps.annex.names import Label
from kawasan_gis.maps.annex.text import Fitted

CENTRAL = 0.85
"""The centroid is the middle when it is nearly as far from the border as any point; else that point is."""
FINE = 0.2
"""How exactly that point is found, in millimetres."""
GRID, TURNS = 15, 24
"""Spots across a polygon, and places on a ring."""
BESIDE = np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 0.7], [-1, 0.7], [1, -0.7], [-1, -0.7]])
"""Where a name stands beside a point, the best first: right, left, above, below, then the corners."""
WITHIN, SYMBOL = 0.7, 1.5
"""Millimetres from the ends of a name to the border of what it names, and from a point to its name."""

Points = NDArray[np.float64]


def rectangles(at: Points, form: Fitted, beside: float = 0.0) -> Points:
    """Give the rectangles of a name: west, south, east, north.

    Parameters
    ----------
    at
        Their middles, shape (n, 2).
    form
        The name as it is set.
    beside
        What stays free to its left and right.
    """
    half = np.array([form.width / 2 + beside, form.height / 2])
    found: Points = np.hstack([at - half, at + half])
    return found


def shapes(found: Points) -> NDArray[Any]:
    """Give rectangles as polygons.

    Parameters
    ----------
    found
        From :func:`rectangles`.
    """
    polygons: NDArray[Any] = shapely.box(*found.T)
    return polygons


def largest(shape: Any) -> Any:
    """Take the largest part of a shape; of equal ones the first.

    Parameters
    ----------
    shape
        Of one part or several.
    """
    parts = shapely.get_parts(shape)
    return max(parts, key=lambda part: part.area) if len(parts) else shape


def middle(shape: Any) -> Any:
    """Find the point farthest from the border of the largest part; the centroid where that is nearly as far.

    Parameters
    ----------
    shape
        A polygon, or a point.
    """
    part = largest(shape)
    if part.area == 0:
        return part.representative_point()
    circle = shapely.maximum_inscribed_circle(part, tolerance=FINE)
    central = part.contains(part.centroid) and part.exterior.distance(part.centroid) >= CENTRAL * circle.length
    return part.centroid if central else shapely.get_point(circle, 0)


def spots(shape: Any, centre: Any) -> Points:
    """Give points of a polygon, the nearest to its middle first.

    Parameters
    ----------
    shape
        One polygon.
    centre
        Its middle, which comes first.
    """
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(np.linspace(west, east, GRID + 2)[1:-1], np.linspace(south, north, GRID + 2)[1:-1])
    grid = np.column_stack([x.ravel(), y.ravel()])
    grid = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
    far = np.round(np.hypot(grid[:, 0] - centre.x, grid[:, 1] - centre.y), 3)
    found: Points = np.vstack([[centre.x, centre.y], grid[np.lexsort((grid[:, 0], grid[:, 1], far))]])
    return found


def around(point: Any, form: Fitted, apart: float) -> Points:
    """Give the places of a name beside a point.

    Parameters
    ----------
    point
        What is named.
    form
        The name as it is set.
    apart
        From the point to the name.
    """
    found: Points = np.array([point.x, point.y]) + BESIDE * [form.width / 2 + apart, form.height / 2 + apart]
    return found


def ring(point: Any, form: Fitted, reaches: Points) -> Points:
    """Give places around a point, the nearest first, to the right first.

    Parameters
    ----------
    point
        What is named.
    form
        The name as it is set.
    reaches
        How far the rings are from the point.
    """
    turn = 2 * np.pi * np.arange(TURNS) / TURNS
    steps = np.column_stack([np.cos(turn), np.sin(turn)])
    wide = reaches[:, None] + np.array([form.width / 2, form.height / 2])
    found: Points = (np.array([point.x, point.y]) + wide[:, None, :] * steps).reshape(-1, 2)
    return found


def meets(tree: Any, found: NDArray[Any], how: str = "intersects", **more: float) -> NDArray[np.bool_]:
    """Tell which shapes meet anything in a tree.

    Parameters
    ----------
    tree
        An STRtree.
    found
        The shapes.
    how, more
        The tree's predicate, and what it takes.
    """
    hit = np.zeros(len(found), bool)
    if len(tree) and len(found):
        hit[tree.query(found, predicate=how, **more)[0]] = True
    return hit


def near(bounds: Points, others: Points, away: Points) -> NDArray[np.bool_]:
    """Tell which rectangles come nearer to others than they may.

    Parameters
    ----------
    bounds, others
        Rectangles: west, south, east, north.
    away
        How far from each of the others they stay.
    """
    if not len(bounds):
        return np.zeros(0, bool)
    # Most others are far from all of them.
    (west, south), (east, north) = bounds[:, :2].min(0), bounds[:, 2:].max(0)
    reach = (others + np.outer(away, [-1, -1, 1, 1])).T
    close = (reach[0] <= east) & (reach[2] >= west) & (reach[1] <= north) & (reach[3] >= south)
    left, low, right, high = others[close].T
    x0, y0, x1, y1 = bounds.T[:, :, None]
    across = np.maximum(np.maximum(left - x1, x0 - right), 0.0)
    upwards = np.maximum(np.maximum(low - y1, y0 - high), 0.0)
    found: NDArray[np.bool_] = (across**2 + upwards**2 <= away[close] ** 2).any(1)
    return found


class Name:
    """A name to place, and what that takes, each found once.

    Attributes
    ----------
    label
        The name and what it names.
    """

    def __init__(self, label: Label, frame: Any, enlarged: float) -> None:
        self.label, self._frame, self._enlarged = label, frame, enlarged
        self._inside: dict[Fitted, Points] = {}

    @cached_property
    def seen(self) -> Any:
        """The largest part of what it names in the frame."""
        found = largest(shapely.intersection(self.label.shape, self._frame))
        shapely.prepare(found)
        return found

    @cached_property
    def middle(self) -> Any:
        """Where its line ends."""
        return middle(self.label.shape if self.seen.is_empty else self.seen)

    @cached_property
    def spots(self) -> Points:
        """Where it may stand in what it names, the best first."""
        return spots(self.seen, self.middle) if self.seen.area else np.array([[self.middle.x, self.middle.y]])

    @cached_property
    def forms(self) -> list[Fitted]:
        """The forms it can take."""
        return self.label.forms(self._enlarged)

    def inside(self, form: Fitted) -> Points:
        """Give the spots at which a form lies in what it names; of a point the places beside it.

        Parameters
        ----------
        form
            One of its forms.
        """
        if not self.seen.area:
            return around(self.seen, form, SYMBOL * self._enlarged)
        if form not in self._inside:
            found = rectangles(self.spots, form, WITHIN)
            west, south, east, north = self.seen.bounds
            small = form.width <= east - west and form.height <= north - south
            self._inside[form] = self.spots[shapely.contains(self.seen, shapes(found))] if small else self.spots[:0]
        return self._inside[form]
