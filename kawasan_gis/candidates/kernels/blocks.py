"""Blocks of a partition, compiled: what one is worth, and the first partition by merging neighbours.

A partition gives every village the number of its block. Blocks that keep the rules count as kawasan; the others are
left-overs, worth nothing, which later steps try to place.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from kawasan_gis.candidates.kernels.limits import Limits, allowed, hangs_together
from kawasan_gis.candidates.kernels.worth import (
    COMPACTNESS,
    KINDS,
    Program,
    columns_of,
    compactness,
    properties,
    sums_of,
    weighed,
)
from kawasan_gis.compiled import compiled

# What a partition wants: F of every village's kawasan, F of every kawasan, or villages that are alike.
PER_VILLAGE, TOTAL, LIKENESS = range(3)


class Wish(NamedTuple):
    """What a partition wants: one of the kinds above, and the villages' traits (n, T) where likeness counts.

    ``cover`` is what placing one village counts, more than all else together; ``areas`` is the most kawasan.
    """

    kind: int
    traits: Any
    cover: float
    areas: int


class Bench(NamedTuple):
    """Room to work in."""

    sums: Any
    scratch: Any
    found: Any
    values: Any
    parts: Any
    mark: Any
    queue: Any


class Field(NamedTuple):
    """Where a partition is drawn: worth, rules, wish, and the numbers of the villages that hang together there."""

    program: Program
    limits: Limits
    wish: Wish
    villages: Any


@compiled
def bench_for(field: Field) -> Bench:
    """Make room to work in."""
    width, count, n = columns_of(field.program), field.program.criteria.shape[0], field.limits.may.shape[0]
    return Bench(
        np.empty(width),
        np.empty(width),
        np.zeros(KINDS),
        np.empty(count),
        np.empty(count),
        np.zeros(n, np.int64),
        np.empty(n, np.int64),
    )


@compiled
def spread(traits: Any, members: Any, size: int) -> float:
    """Sum of squared distances of the members' traits from their mean."""
    total = 0.0
    for trait in range(traits.shape[1]):
        mean = 0.0
        for place in range(size):
            mean += traits[members[place], trait]
        mean /= size
        for place in range(size):
            total += (traits[members[place], trait] - mean) ** 2
    return total


@compiled
def _worth(field: Field, members: Any, size: int, bench: Bench, kind: int) -> float:
    """Worth of a set, allowed or not; -inf where it has none. Leaves the sums on the bench where F needs them."""
    if kind == LIKENESS:
        return -spread(field.wish.traits, members, size)
    program = field.program
    sums_of(program, members, size, bench.sums, bench.scratch)
    bench.found[COMPACTNESS] = compactness(bench.sums)
    if program.any_asked:
        properties(program, bench.sums, members, size, bench.found)
    extremes = program.add.shape[1]
    score = weighed(program.criteria, bench.sums, extremes, bench.found, bench.values, bench.parts)[0]
    if score != score:
        return -math.inf
    return float(score * size if kind == PER_VILLAGE else score)


@compiled
def keeps_rules(field: Field, members: Any, size: int, bench: Bench) -> bool:
    """Tell whether a connected set of an allowed size keeps every other rule."""
    limits = field.limits
    if limits.column.shape[0]:
        sums_of(field.program, members, size, bench.sums, bench.scratch)
    elif not limits.ball_at.shape[0] and not limits.no_holes:
        return True
    return bool(allowed(field.program, limits, bench.sums, members, size, bench.mark, bench.queue))


@compiled
def value_of(field: Field, members: Any, size: int, bench: Bench) -> float:
    """Worth of a connected set in the partition; -inf where the rules do not allow it."""
    if not field.limits.least <= size <= field.limits.most or not keeps_rules(field, members, size, bench):
        return -math.inf
    return _worth(field, members, size, bench, field.wish.kind)


@compiled
def promise(field: Field, members: Any, size: int, bench: Bench) -> float:
    """What a connected block, not too large, counts if it keeps the rules; 0 where it is too small or worth nothing."""
    if size < field.limits.least:
        return 0.0
    value = _worth(field, members, size, bench, field.wish.kind)
    return field.wish.cover * size + value if value > -math.inf else 0.0


@compiled
def rate(field: Field, members: Any, size: int, bench: Bench) -> float:
    """What a block counts: nothing as a left-over, more than 0 as a kawasan, -inf in pieces or too large."""
    if size == 0:
        return 0.0
    if size > field.limits.most or not hangs_together(field.limits, members, size, bench.mark, bench.queue):
        return -math.inf
    value = value_of(field, members, size, bench)
    return field.wish.cover * size + value if value > -math.inf else 0.0


@compiled
def values_of(field: Field, areas: Any, sizes: Any, values: Any) -> None:
    """Work out many connected sets; one row of village numbers each."""
    bench = bench_for(field)
    for row in range(areas.shape[0]):
        values[row] = value_of(field, areas[row], sizes[row], bench)


@compiled
def gathered(field: Field, label: Any, one: int, two: int, members: Any) -> int:
    """Write the villages of one block, or two, in order; returns how many."""
    size = 0
    for village in field.villages:
        if label[village] == one or label[village] == two:
            members[size] = village
            size += 1
    return size


@compiled
def _merged_gain(field: Field, label: Any, one: int, two: int, alone: Any, members: Any, bench: Bench) -> float:
    """What merging two blocks adds; writes nothing. Sizes do not count here, so that small blocks are not preferred."""
    size = gathered(field, label, one, two, members)
    kind = LIKENESS if field.wish.kind == LIKENESS else PER_VILLAGE
    together = _worth(field, members, size, bench, kind)
    return together if together == -math.inf else together - alone[one] - alone[two]


@compiled
def agglomerate(field: Field, edges: Any, noise: Any, target: int, label: Any) -> None:
    """Merge neighbouring blocks, the best pair first, until ``target`` are left and none is too small.

    ``edges`` (m, 2) are pairs of neighbours and ``noise`` (m) what is added to their gains. Writes block numbers to
    ``label``; blocks stay within the greatest size, some may stay below the least.
    """
    limits, bench = field.limits, bench_for(field)
    n, least, most = limits.may.shape[0], limits.least, limits.most
    members, sizes, alone = np.empty(n, np.int64), np.zeros(n, np.int64), np.zeros(n)
    kind = LIKENESS if field.wish.kind == LIKENESS else PER_VILLAGE
    blocks = field.villages.shape[0]
    for village in field.villages:
        label[village], sizes[village], members[0] = village, 1, village
        alone[village] = max(_worth(field, members, 1, bench, kind), -1e9)
    gains, fresh = np.empty(edges.shape[0]), np.zeros(edges.shape[0], np.bool_)
    while True:
        best = -1
        for edge in range(edges.shape[0]):
            one, two = label[edges[edge, 0]], label[edges[edge, 1]]
            if one == two or sizes[one] + sizes[two] > most:
                continue
            if blocks <= target and min(sizes[one], sizes[two]) >= least:
                continue
            if not fresh[edge]:
                gains[edge] = _merged_gain(field, label, one, two, alone, members, bench) + noise[edge]
                fresh[edge] = True
            if best < 0 or gains[edge] > gains[best]:
                best = edge
        if best < 0:
            return
        one, two = label[edges[best, 0]], label[edges[best, 1]]
        for village in field.villages:
            if label[village] == two:
                label[village] = one
        alone[one] += alone[two] + gains[best] - noise[best]
        sizes[one] += sizes[two]
        sizes[two] = 0
        blocks -= 1
        for edge in range(edges.shape[0]):
            if label[edges[edge, 0]] == one or label[edges[edge, 1]] == one:
                fresh[edge] = False
