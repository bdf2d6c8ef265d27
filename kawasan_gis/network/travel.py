"""Shortest times over a network with Dijkstra's algorithm, as scipy compiled it.

References
----------
Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. Numerische Mathematik 1, 269-271.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from kawasan_gis.network.junctions import Booleans, Floats, Integers
from kawasan_gis.network.links import Links
from kawasan_gis.network.walks import END_SHARE, Feet

# Sources handled together: few, because each needs a row as long as the network.
CHUNK = 16
# Times a hair above a limit are within it.
NEAR = 1e-9


class Pairs(NamedTuple):
    """Times between two kinds of places: from, to, minutes."""

    start: Integers
    end: Integers
    minutes: Floats


class Ways(NamedTuple):
    """Which walks may be gone from the place to the network, and which from the network to the place."""

    leave: Booleans
    arrive: Booleans


def assemble(links: Links, feet: Feet, places: int, direct: Pairs, ways: Ways | None = None) -> csr_array:
    """Write network, places and walks as one sparse matrix of minutes.

    Parameters
    ----------
    links
        The network; its nodes come first.
    feet
        The walks of the places; links are split where they end.
    places
        How many places there are; they follow the nodes, and the split points follow them.
    direct
        Walks from place to place, one way.
    ways
        Which way walks are gone; both when not given. Where people set out nobody arrives, and the other way round, so
        that no trip takes a short cut through another village or facility.

    Returns
    -------
    scipy.sparse.csr_array
        Minutes from row to column; of parallel ways the quickest.
    """
    at_start, at_end = feet.share <= END_SHARE, feet.share >= 1 - END_SHARE
    between = ~(at_start | at_end)
    node = np.where(at_start, links.start[feet.link], links.end[feet.link])
    node[between] = links.nodes + places + np.arange(int(between.sum()))
    size = links.nodes + places + int(between.sum())
    start, end, out, home = _chains(links, feet, node, between)
    leave = feet.minutes if ways is None else np.where(ways.leave, feet.minutes, np.inf)
    arrive = feet.minutes if ways is None else np.where(ways.arrive, feet.minutes, np.inf)
    walks = (links.nodes + feet.place, node, leave, arrive)
    never = np.full(len(direct.minutes), np.inf)
    aside = (links.nodes + direct.start, links.nodes + direct.end, direct.minutes, never)
    both = ((links.start, links.end, links.minutes, links.back), (start, end, out, home), walks, aside)
    a, b, there, back = (np.concatenate(column) for column in zip(*both, strict=True))
    rows, columns, minutes = np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([there, back])
    return _quickest(rows, columns, minutes, size)


def _chains(links: Links, feet: Feet, node: Integers, between: np.ndarray) -> tuple[Integers, Integers, Floats, Floats]:
    """Split links at the feet between their ends: from, to, minutes there and back of every piece."""
    split = np.unique(feet.link[between])
    ends = np.zeros(len(split)), np.ones(len(split))
    link = np.concatenate([feet.link[between], split, split])
    share = np.concatenate([feet.share[between], *ends])
    nodes = np.concatenate([node[between], links.start[split], links.end[split]])
    order = np.lexsort((share, link))
    link, share, nodes = link[order], share[order], nodes[order]
    piece = np.flatnonzero(link[1:] == link[:-1])
    part, link = share[piece + 1] - share[piece], link[piece]
    with np.errstate(invalid="ignore"):
        out = np.where(part > 0, part * links.minutes[link], 0.0)
        home = np.where(part > 0, part * links.back[link], 0.0)
    return nodes[piece], nodes[piece + 1], out, home


def _quickest(rows: Integers, columns: Integers, minutes: Floats, size: int) -> csr_array:
    kept = np.isfinite(minutes) & (rows != columns)
    rows, columns, minutes = rows[kept], columns[kept], minutes[kept]
    order = np.lexsort((minutes, columns, rows))
    rows, columns, minutes = rows[order], columns[order], minutes[order]
    first = (np.diff(rows, prepend=-1) != 0) | (np.diff(columns, prepend=-1) != 0)
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows[first], minlength=size))])
    kind = np.int32 if len(minutes) < np.iinfo(np.int32).max else np.int64
    return csr_array((minutes[first], columns[first].astype(kind), starts.astype(kind)), shape=(size, size))


def to_nearest(network: csr_array, targets: Integers, sources: Integers) -> Floats:
    """Minutes from every source to the target that is nearest in time; infinite where there is no way."""
    if not len(targets):
        return np.full(len(sources), np.inf)
    minutes = dijkstra(csr_array(network.T), indices=targets, min_only=True)
    return np.asarray(minutes[sources])


def between(network: csr_array, sources: Integers, targets: Integers, limit: float) -> Pairs:
    """Minutes of every pair of a source and a target no farther apart than ``limit``, by positions in the two lists."""
    found = list(_rows(network, sources, targets, limit))
    if not found:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    return Pairs(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _rows(network: csr_array, sources: Integers, targets: Integers, limit: float) -> Iterator[Pairs]:
    """Search from the side that has fewer places, a chunk at a time."""
    turned = len(targets) < len(sources)
    matrix = csr_array(network.T) if turned else network
    near, far = (targets, sources) if turned else (sources, targets)
    for first in range(0, len(near), CHUNK):
        times = dijkstra(matrix, indices=near[first : first + CHUNK], limit=limit + NEAR)[:, far]
        one, other = np.nonzero(np.isfinite(times))
        ends = (other, first + one) if turned else (first + one, other)
        yield Pairs(ends[0].astype(np.int64), ends[1].astype(np.int64), times[one, other])
