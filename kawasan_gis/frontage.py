"""Frontage: which pieces of a village's outline face which other village.

Boundaries of neighbouring villages rarely coincide: they leave gaps, overlap, or were simplified one by one.
So each straight segment of an outline looks along its normal, outwards and inwards, over a strip as wide as
the reach, and is cut where another outline begins, ends or crosses in that strip. A piece faces

- every village it lies inside of (an overlap), and else
- the first village met outwards, unless its own village is met before; villages met within :data:`SAME_M` of
  the first count too.

On boundaries that coincide this is the shared line exactly: what lies behind another village is never seen,
and an outline that starts at the end of a segment, at a corner or along a coast, covers none of it.
"""

import itertools
from typing import NamedTuple

import numpy as np
import shapely

from kawasan_gis.outlines import Flags, Floats, Ints, Outlines, drawn
from kawasan_gis.sights import COINCIDENT_M, Cells, Sights, covered, cut, expanded, look
from kawasan_gis.units import Progress

SAME_M = 0.1
"""Two distances that differ by less, in metres, are one; well above the rounding of stored coordinates."""

# Segments looked at in one go: about 0.3 GB of working memory.
BLOCK = 100_000


class Pairs(NamedTuple):
    """Pairs of villages by their place in the table, ``a < b``, in order."""

    a: Ints
    b: Ints


class Pieces(NamedTuple):
    """Pieces of segments, from ``begin`` to ``end`` metres along them, and the village each faces."""

    segment: Ints
    begin: Floats
    end: Floats
    other: Ints

    def taken(self, which: Ints) -> "Pieces":
        """Give some of them, in a given order."""
        return Pieces(self.segment[which], self.begin[which], self.end[which], self.other[which])


def frontage(
    lines: Outlines,
    near: Pairs,
    *,
    reach_m: float,
    tree: shapely.STRtree,
    progress: Progress | None = None,
) -> Pieces:
    """Find every piece of an outline that faces another village.

    Parameters
    ----------
    lines
        All outlines.
    near
        All pairs of villages that lie within the reach of each other.
    reach_m
        How far a piece sees, in metres.
    tree
        Index of the polygons, for pieces so deep inside another village that they see nobody.
    progress
        Called with a label, the number of villages done and their total.
    """
    total = len(tree.geometries)
    first = np.searchsorted(lines.village, np.arange(total + 1))
    looker, seen = np.concatenate([near.a, near.b]), np.concatenate([near.b, near.a])
    found = [Pieces(first[:0], lines.length[:0], lines.length[:0], first[:0])]
    for begin, end in _blocks(lines.village, total):
        around = np.union1d(seen[(looker >= begin) & (looker < end)], np.arange(begin, end))
        _, visible = expanded(first[around], first[around + 1] - first[around])
        mine = np.arange(first[begin], first[end])
        settled = _settled(lines, mine, visible)
        found.append(_twinned(lines, mine[settled]))
        found.append(_faced(lines, mine[~settled], visible, reach=max(reach_m, COINCIDENT_M), tree=tree))
        if progress is not None:
            progress("borders", end, total)
    return Pieces(
        np.concatenate([pieces.segment for pieces in found]),
        np.concatenate([pieces.begin for pieces in found]),
        np.concatenate([pieces.end for pieces in found]),
        np.concatenate([pieces.other for pieces in found]),
    )


def _blocks(village: Ints, total: int) -> list[tuple[int, int]]:
    """Cut the villages into ranges with about as many segments each."""
    cuts = np.unique(np.append(village[BLOCK::BLOCK], (0, total)))
    return [(int(begin), int(end)) for begin, end in itertools.pairwise(cuts)]


def _settled(lines: Outlines, mine: Ints, visible: Ints) -> Flags:
    """Tell which segments exactly two villages share with no third one near: nothing is left to measure."""
    settled = lines.twin[mine] >= 0
    loose = visible[lines.twin[visible] < 0]
    paired = mine[settled]
    place, third = shapely.STRtree(drawn(lines, loose)).query(
        drawn(lines, paired), predicate="dwithin", distance=SAME_M
    )
    village, partner = lines.village[paired[place]], lines.village[lines.twin[paired[place]]]
    third = lines.village[loose[third]]
    settled[np.flatnonzero(settled)[place[(third != village) & (third != partner)]]] = False
    return settled


def _twinned(lines: Outlines, segments: Ints) -> Pieces:
    other = lines.village[lines.twin[segments]]
    return Pieces(segments, np.zeros(len(segments)), lines.length[segments], other)


def _faced(lines: Outlines, looking: Ints, near: Ints, *, reach: float, tree: shapely.STRtree) -> Pieces:
    """Find what some segments face among those near them, their own village's included."""
    length = lines.length[looking]
    sights = look(lines, looking, near, reach)
    cells = cut(sights, length)
    cell, other = _nearest(sights, cells, length, lines.village[looking])
    hidden, owner = _swallowed(lines, looking, sights, cells, cell, tree)
    cell, other = np.concatenate([cell, hidden]), np.concatenate([other, owner])
    solid = cells.end[cell] - cells.begin[cell] > COINCIDENT_M
    cell, other = cell[solid], other[solid]
    return Pieces(looking[cells.row[cell]], cells.begin[cell], cells.end[cell], other)


def _nearest(sights: Sights, cells: Cells, length: Floats, looker: Ints) -> tuple[Ints, Ints]:
    """For every cell the villages it faces, as two columns: cell, village."""
    first, count = covered(sights, cells, length)
    sight, cell = expanded(first, count)
    middle = (cells.begin[cell] + cells.end[cell]) / 2
    height = sights.height[sight] + sights.slope[sight] * (middle - sights.begin[sight])
    order = np.lexsort((np.abs(height), sights.village[sight], cell))
    sight, cell, height = sight[order], cell[order], height[order]
    village, entering, me = sights.village[sight], sights.entering[sight], looker[cells.row[cell]]
    # The nearest line of a village, on either side, tells whether the piece lies inside it. Of two on each
    # other with their villages on the same side one counts as inside: either drawing may be the outer one.
    same = np.abs(height) < COINCIDENT_M
    inside = np.where(same, entering | (me < village), entering ^ (height > 0)) & (village != me)
    outwards = np.where(entering & (height > 0), height, np.inf)
    group = _starts(cell, village)
    distance = np.where(inside[group], 0.0, _least(outwards, group))
    cell, village, me = cell[group], village[group], me[group]
    row = _starts(cell)
    least = np.repeat(_least(distance, row), np.diff(np.append(row, len(cell))))
    facing = (distance <= least + SAME_M) & np.isfinite(distance) & (village != me)
    return cell[facing], village[facing]


def _starts(*columns: Ints) -> Ints:
    """Where a new combination of values begins in sorted columns."""
    if not len(columns[0]):
        return np.zeros(0, dtype=np.int64)
    change = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return np.flatnonzero(np.append(True, change))


def _least(values: Floats, starts: Ints) -> Floats:
    return np.minimum.reduceat(values, starts) if len(starts) else values[:0]


def _swallowed(
    lines: Outlines, looking: Ints, sights: Sights, cells: Cells, facing: Ints, tree: shapely.STRtree
) -> tuple[Ints, Ints]:
    """Find the cells that see nobody because they lie deeper inside another village than they can see."""
    unmet = cells.end > cells.begin
    unmet[facing] = False
    cell = np.flatnonzero(unmet)
    segment = looking[cells.row[cell]]
    run = _runs(lines, segment, cell, cells.row[cell], _crossed(sights, lines.village[looking]))
    longest = np.lexsort((cells.begin[cell] - cells.end[cell], run))[_starts(run)]
    tried = segment[longest]
    share = ((cells.begin + cells.end)[cell[longest]] / 2 / lines.length[tried])[:, None]
    points = shapely.points(lines.start[tried] * (1 - share) + lines.end[tried] * share)
    found, owner = tree.query(points, predicate="within")
    foreign = owner != lines.village[tried[found]]
    found, owner = found[foreign], owner[foreign]
    order = np.lexsort((owner, found))
    found, owner = found[order], owner[order]
    count = np.bincount(run, minlength=len(longest))
    which, place = expanded((np.cumsum(count) - count)[found], count[found])
    return cell[place], owner[which]


def _crossed(sights: Sights, looker: Ints) -> Flags:
    """Tell which looking segments meet a line of another village."""
    meets = (sights.zero >= sights.begin) & (sights.zero <= sights.end)
    meets |= np.abs(sights.height) < COINCIDENT_M
    crossed = np.zeros(len(looker), dtype=bool)
    crossed[sights.row[meets & (sights.village != looker[sights.row])]] = True
    return crossed


def _runs(lines: Outlines, segment: Ints, cell: Ints, row: Ints, crossed: Flags) -> Ints:
    """Give chains of cells without a crossing between them one number: they lie inside the same villages."""
    # Between the last cell of a segment and the first of the next lies one without length.
    joined = (np.diff(cell) == 1 + np.diff(row)) & (np.diff(segment) == np.diff(row))
    joined &= (np.diff(lines.ring[segment]) == 0) & ~crossed[row[1:]] & ~crossed[row[:-1]]
    return np.cumsum(np.append(True, ~joined)[: len(cell)]) - 1
