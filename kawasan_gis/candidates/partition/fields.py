"""Drawing a partition of villages that hang together: every area where that is possible, else many drawings."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import networkx as nx
import numpy as np

from kawasan_gis.candidates.kernels.blocks import PER_VILLAGE, TOTAL, Field, Wish, agglomerate, values_of
from kawasan_gis.candidates.kernels.recombine import anneal
from kawasan_gis.candidates.kernels.shifts import descend, improve
from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import Ground
from kawasan_gis.candidates.search.search import grow_areas
from kawasan_gis.compiled import compiled
from kawasan_gis.scoring import Floats

Row = tuple[int, ...]

# Connected sets that are listed before a field counts as too large to look at them all.
MOST_LISTED = 60_000
# Random numbers of one drawing; a prime, so that reading them round and round does not fall into step.
DRAWS = 65_521
# Areas remembered from one drawing.
REMEMBERED = 4_000
# How much worse than its average kawasan's worth a drawing may become at first.
HEAT = 0.3


class Drawing(NamedTuple):
    """One partition: its areas, all areas remembered on the way, and the sets looked at."""

    blocks: list[Row]
    met: list[Row]
    looked: int


def fields_of(ground: Ground, wish: Wish) -> tuple[list[Field], list[Row]]:
    """Cut a ground into fields that hang together; gives them, and the groups too small for any area."""
    limits, fields, small = ground.limits, [], []
    graph = nx.Graph()
    graph.add_nodes_from(ground.eligible.tolist())
    graph.add_edges_from(_edges(ground, ground.eligible).tolist())
    for group in sorted(nx.connected_components(graph), key=min):
        if len(group) < limits.least:
            small.append(tuple(sorted(group)))
        else:
            fields.append(Field(ground.program, limits, wish, np.array(sorted(group), dtype=np.int64)))
    return fields, small


def _edges(ground: Ground | Field, villages: Iterable[int]) -> np.ndarray:
    """Pairs of neighbours, each once."""
    limits = ground.limits
    pairs = [(int(village), int(other)) for village in villages
             for other in limits.near_to[limits.near_at[village] : limits.near_at[village + 1]]
             if village < other]  # fmt: skip
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def all_sets(field: Field) -> list[Row] | None:
    """List every connected set within the sizes; None when there are too many.

    Sets are bits. Each is reached once: from its first village, and never over one that was passed by before.
    """
    near = {int(v): 0 for v in field.villages}
    for a, b in _edges(field, field.villages):
        near[int(a)] |= 1 << int(b)
        near[int(b)] |= 1 << int(a)
    least, most, seen, found = field.limits.least, field.limits.most, 0, []
    for root, neighbours in near.items():
        stack = [(1 << root, 1, neighbours & ~((2 << root) - 1), (2 << root) - 1)]
        while stack:
            inside, size, frontier, passed = stack.pop()
            seen += 1
            if seen > MOST_LISTED:
                return None
            if size >= least:
                found.append(inside)
            while size < most and frontier:
                bit = frontier & -frontier
                frontier ^= bit
                passed |= bit
                further = near[bit.bit_length() - 1] & ~passed & ~inside
                stack.append((inside | bit, size + 1, frontier | further, passed))
    return [_members(bits) for bits in found]


def _members(bits: int) -> Row:
    return tuple(place for place in range(bits.bit_length()) if bits >> place & 1)


def valued(field: Field, rows: Sequence[Row]) -> dict[Row, float]:
    """Work out the worth of connected sets; those that the rules do not allow are left out."""
    if not rows:
        return {}
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    table, values = np.zeros((len(rows), int(sizes.max())), dtype=np.int64), np.empty(len(rows))
    for place, row in enumerate(rows):
        table[place, : len(row)] = sorted(row)
    values_of(field, table, sizes, values)
    return {tuple(sorted(row)): float(value) for row, value in zip(rows, values, strict=True) if value > -np.inf}


def draw(field: Field, count: int | None, seed: Sequence[int], budget: int) -> Drawing:
    """Draw one partition: merge neighbours, redraw at random, improve village by village."""
    rng = np.random.default_rng(list(seed))
    limits, n = field.limits, len(field.villages)
    edges, label = _edges(field, field.villages), np.full(len(limits.may), -1, dtype=np.int64)
    fewest, many = -(-n // limits.most), max(n // limits.least, 1)
    target = count if count is not None else int(rng.integers(fewest, many + 1))
    first = seed[-1] == 0
    noise = rng.normal(scale=0.0 if first else 0.1, size=len(edges))
    agglomerate(field, edges, noise, target, label)
    draws, met = rng.random(DRAWS), np.full((REMEMBERED, limits.most), -1, dtype=np.int64)
    typical = _typical(field, label)
    looked, kept = anneal(field, label, draws, 3 * budget // 4, HEAT * typical, met, 0)
    more, kept = descend(field, label, budget // 4, met, kept)
    return Drawing(_blocks(field, label), _kept(met, kept), looked + more)


def redrawn(field: Field, blocks: Sequence[Row], budget: int) -> Drawing:
    """Improve a partition that was put together from several drawings, village by village."""
    label = np.full(len(field.limits.may), -1, dtype=np.int64)
    label[field.villages] = field.villages
    for block in blocks:
        label[list(block)] = block[0]
    met = np.full((REMEMBERED, field.limits.most), -1, dtype=np.int64)
    looked, kept = descend(field, label, budget, met, 0)
    return Drawing(_blocks(field, label), _kept(met, kept), looked)


def _typical(field: Field, label: np.ndarray) -> float:
    """Worth of an average kawasan, where there is one."""
    values = np.abs(list(valued(field, _blocks(field, label)).values()))
    return float(values.mean()) if len(values) else 1.0


def _blocks(field: Field, label: np.ndarray) -> list[Row]:
    """The blocks of a partition as sets, left-overs among them."""
    blocks: dict[int, list[int]] = {}
    for village in field.villages:
        blocks.setdefault(int(label[village]), []).append(int(village))
    return sorted(tuple(block) for block in blocks.values())


def _kept(met: np.ndarray, kept: int) -> list[Row]:
    return sorted({tuple(sorted(int(v) for v in row if v >= 0)) for row in met[: min(kept, len(met))]})


def grown(ground: Ground, field: Field, effort: Effort) -> list[Row]:
    """Grow the best areas by F from every village, where F is wished for."""
    if field.wish.kind not in (PER_VILLAGE, TOTAL):
        return []
    local = {int(position): number for number, position in enumerate(ground.positions)}
    areas = grow_areas(ground, np.zeros(len(ground.positions)), effort, width=4, keep=1)
    return [tuple(local[place] for place in area.members) for area in areas]


@compiled
def _improve_all(field: Field, price: Any, rows: Any, sizes: Any, areas: Any) -> tuple[int, int]:
    looked, kept = 0, 0
    for row in range(rows.shape[0]):
        sets, kept = improve(field, price, rows[row], sizes[row], areas, kept)
        looked += sets
    return looked, kept


def priced(field: Field, rows: Sequence[Row], price: Floats) -> Drawing:
    """Look around areas for others worth more after the villages' prices."""
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    table = np.zeros((len(rows), int(sizes.max())), dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    areas = np.full((REMEMBERED, field.limits.most), -1, dtype=np.int64)
    looked, kept = _improve_all(field, price, table, sizes, areas)
    return Drawing([], _kept(areas, kept), looked)


def allotted(sizes: Sequence[int], count: int | None) -> list[int]:
    """Share a number of areas among fields by their villages: each its whole part, the rest to the largest rests."""
    if count is None or not sizes:
        return []
    exact = [count * size / sum(sizes) for size in sizes]
    shares = [max(int(one), 1) for one in exact]
    order = sorted(range(len(sizes)), key=lambda one: (-(exact[one] - int(exact[one])), one))
    for one in order:
        if sum(shares) < count and exact[one] > shares[one]:
            shares[one] += 1
    return shares
