"""Lines cut into links between junctions: the network as arrays."""

from typing import NamedTuple

import numpy as np
import shapely

from kawasan_gis.network.junctions import (
    Booleans,
    Cuts,
    Floats,
    Integers,
    Shapes,
    further_cuts,
    is_junction,
    number_nodes,
    vertices_of,
)
from kawasan_gis.network.options import Junctions

MIN_PER_H = 60.0
M_PER_KM = 1000.0
# Cuts of a line nearer than this are one.
SAME_CUT_M = 1e-6


class Links(NamedTuple):
    """The links of a network, one value each.

    ``start`` and ``end`` are nodes (0 .. ``nodes``), ``minutes`` the time from start to end and ``back`` from end to
    start (infinite against a one-way), ``metres`` the length, ``shapes`` the lines from start to end, ``open``
    whether people get on and off anywhere on it, as on a road, and not only at its ends, as on a ferry.
    """

    start: Integers
    end: Integers
    minutes: Floats
    back: Floats
    metres: Floats
    shapes: Shapes
    open: Booleans
    nodes: int


class Lines(NamedTuple):
    """Lines before they are cut: km/h, direction (0 both ways, 1 along, -1 against), whether a bridge, whether open."""

    shapes: Shapes
    km_h: Floats
    direction: Integers
    bridges: Booleans
    open: Booleans


def minutes_of(metres: Floats, km_h: Floats | float) -> Floats:
    """Minutes for a length in metres at a speed in km/h."""
    return metres / (np.asarray(km_h) * (M_PER_KM / MIN_PER_H))


def cut_lines(lines: Lines, *, snap_m: float, junctions: Junctions) -> Links:
    """Cut lines into links at their junctions.

    Lengths are those of the lines as drawn, also where ends that do not quite meet are joined: a road that is added
    can make no way longer.

    Parameters
    ----------
    lines
        Lines of a positive length, in metres.
    snap_m, junctions
        See :class:`kawasan_gis.network.options.Network`.
    """
    vertices = vertices_of(lines.shapes)
    # A line that meets or doubles back on itself has no one nearest point: it is cut into its straight pieces.
    whole = is_junction(vertices) | ~shapely.is_simple(lines.shapes)[vertices.line]
    further = further_cuts(lines.shapes, junctions, snap_m, lines.bridges)
    parts = [Cuts(vertices.line[whole], vertices.at[whole], vertices.xy[whole]), further]
    cuts = Cuts(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    node, nodes = number_nodes(cuts.xy, snap_m)
    order = np.lexsort((cuts.at, cuts.line))
    cuts, node = Cuts(cuts.line[order], cuts.at[order], cuts.xy[order]), node[order]
    new = (np.diff(cuts.line, prepend=-1) != 0) | (np.diff(cuts.at, prepend=-1.0) > SAME_CUT_M)
    cuts, node = Cuts(cuts.line[new], cuts.at[new], cuts.xy[new]), node[new]
    first = np.flatnonzero(np.diff(cuts.line, append=-1) == 0)
    line, metres = cuts.line[first], cuts.at[first + 1] - cuts.at[first]
    minutes = minutes_of(metres, lines.km_h[line])
    way = lines.direction[line]
    return Links(
        start=node[first],
        end=node[first + 1],
        minutes=np.where(way >= 0, minutes, np.inf),
        back=np.where(way <= 0, minutes, np.inf),
        metres=metres,
        shapes=_shapes(vertices, whole, cuts, first),
        open=lines.open[line],
        nodes=nodes,
    )


def _shapes(vertices: Cuts, whole: Booleans, cuts: Cuts, first: Integers) -> Shapes:
    """Draw the links that begin at the cuts ``first`` and end at the next one, with the vertices between."""
    kept = Cuts(vertices.line[~whole], vertices.at[~whole], vertices.xy[~whole])
    line = np.concatenate([cuts.line, kept.line])
    at = np.concatenate([cuts.at, kept.at])
    xy = np.concatenate([cuts.xy, kept.xy])
    order = np.lexsort((at, line))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    begin, end = place[first], place[first + 1]
    size = end - begin + 1
    link = np.repeat(np.arange(len(first)), size)
    inside = np.arange(len(link)) - np.repeat(np.cumsum(size) - size, size)
    drawn = shapely.linestrings(xy[order][np.repeat(begin, size) + inside], indices=link)
    return np.asarray(drawn, dtype=np.object_)


def joined_links(parts: list[Links]) -> Links:
    """Put networks side by side; their nodes stay apart."""
    shift = np.cumsum([0, *(part.nodes for part in parts)])
    return Links(
        start=np.concatenate([part.start + by for part, by in zip(parts, shift, strict=False)]),
        end=np.concatenate([part.end + by for part, by in zip(parts, shift, strict=False)]),
        minutes=np.concatenate([part.minutes for part in parts]),
        back=np.concatenate([part.back for part in parts]),
        metres=np.concatenate([part.metres for part in parts]),
        shapes=np.concatenate([part.shapes for part in parts]),
        open=np.concatenate([part.open for part in parts]),
        nodes=int(shift[-1]),
    )
