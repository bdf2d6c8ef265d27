"""Improving a partition village by village, compiled: moves, swaps and chains of two moves; and areas under prices."""

import math
from typing import Any

import numpy as np

from kawasan_gis.candidates.kernels.blocks import Bench, Field, bench_for, gathered, rate, value_of
from kawasan_gis.candidates.kernels.limits import hangs_together
from kawasan_gis.candidates.kernels.recombine import counts_of, keep_area
from kawasan_gis.compiled import compiled

# Rises smaller than this are rounding.
RISE = 1e-9


@compiled
def _without(members: Any, size: int, village: int, result: Any) -> int:
    """Write a set without one village; returns its size."""
    left = 0
    for place in range(size):
        if members[place] != village:
            result[left] = members[place]
            left += 1
    return left


@compiled
def _second(
    field: Field, label: Any, counts: Any, good: int, village: int, source: int, left: int, alone: float,
    target: int, size: int, bench: Bench, rows: Any,
) -> tuple[int, int, float, float, int]:  # fmt: skip
    """Find a second move, out of the block that ``village`` goes to, that makes both worth while.

    ``rows`` holds the ``left`` villages of the source without the village, which count ``alone``, the ``size`` of the
    target with the village last, and room for two more sets. Returns the second village and its block (-1: none),
    what the target and that block then count, and the sets looked at.
    """
    limits, most = field.limits, field.limits.most
    without, joined, rest, other = rows[0], rows[1], rows[2], rows[3]
    looked = 0
    for place in range(size - 1):
        mover = joined[place]
        stays = -math.inf
        for near in range(limits.near_at[mover], limits.near_at[mover + 1]):
            block = label[limits.near_to[near]]
            if block == target or limits.near_to[near] == village:
                continue
            if block != source and alone == -math.inf:
                continue
            if stays == -math.inf:
                stays = rate(field, rest, _without(joined, size, mover, rest), bench)
                looked += 1
                if stays == -math.inf:
                    break
            if block == source:
                other[:left] = without[:left]
                reached = left
            else:
                reached = gathered(field, label, block, block, other)
            if reached >= most:
                continue
            other[reached] = mover
            gets = rate(field, other, reached + 1, bench)
            looked += 1
            before = counts[source] + counts[target] + (counts[block] if block != source else 0.0)
            after = stays + gets + (alone if block != source else 0.0)
            had = (counts[source] > 0.0) + (counts[target] > 0.0) + (block != source and counts[block] > 0.0)
            has = (stays > 0.0) + (gets > 0.0) + (block != source and alone > 0.0)
            if after > before + RISE and good - had + has <= max(field.wish.areas, good):
                return mover, block, stays, gets, looked
    return -1, -1, 0.0, 0.0, looked


@compiled
def descend(field: Field, label: Any, budget: int, areas: Any, kept: int) -> tuple[int, int]:
    """Move villages to neighbouring blocks, one or two at a time, until nothing improves or the budget is used up.

    Returns how many sets were looked at and how many areas are remembered in ``areas``.
    """
    limits, wish, n = field.limits, field.wish, label.shape[0]
    bench, counts, sizes = bench_for(field), np.zeros(n), np.zeros(n, np.int64)
    good = counts_of(field, label, counts, sizes)
    rows, members = np.empty((4, n + 1), np.int64), np.empty(n, np.int64)
    looked, changed = 0, True
    while changed and looked < budget:
        changed = False
        for village in field.villages:
            for near in range(limits.near_at[village], limits.near_at[village + 1]):
                source, target = label[village], label[limits.near_to[near]]
                if source == target:
                    continue
                left = _without(members, gathered(field, label, source, source, members), village, rows[0])
                size = gathered(field, label, target, target, rows[1])
                rows[1][size] = village
                size += 1
                alone, together = rate(field, rows[0], left, bench), rate(field, rows[1], size, bench)
                looked += 2
                had = (counts[source] > 0.0) + (counts[target] > 0.0)
                has = (alone > 0.0) + (together > 0.0)
                better = alone + together > counts[source] + counts[target] + RISE
                mover = block = -1
                if better and good - had + has <= max(wish.areas, good):
                    label[village] = target
                    counts[source], counts[target] = alone, together
                else:
                    mover, block, stays, gets, sets = _second(
                        field, label, counts, good, village, source, left, alone, target, size, bench, rows
                    )
                    looked += sets
                    if mover < 0:
                        continue
                    label[village], label[mover] = target, block
                    had += block != source and counts[block] > 0.0
                    has = (stays > 0.0) + (gets > 0.0) + (block != source and alone > 0.0)
                    if block != source:
                        counts[source] = alone
                    counts[target], counts[block] = stays, gets
                good += has - had
                changed = True
                for which in (source, target, block):
                    if which >= 0 and counts[which] > 0.0:
                        kept = keep_area(areas, kept, members, gathered(field, label, which, which, members))
    return looked, kept


@compiled
def improve(field: Field, price: Any, start: Any, size: int, areas: Any, kept: int) -> tuple[int, int]:
    """Add, drop and swap villages while an area's worth less its members' prices rises; each step is remembered.

    Returns how many sets were looked at and how many areas are remembered in ``areas``.
    """
    limits, n = field.limits, price.shape[0]
    bench, inside = bench_for(field), np.zeros(n, np.bool_)
    members, trial, best = np.empty(n + 1, np.int64), np.empty(n + 1, np.int64), np.empty(n + 1, np.int64)
    frontier = np.empty(n, np.int64)
    members[:size] = start[:size]
    now, looked = -math.inf, 0
    while True:
        inside[:] = False
        for place in range(size):
            inside[members[place]] = True
        outside = 0
        for place in range(size):
            for near in range(limits.near_at[members[place]], limits.near_at[members[place] + 1]):
                other = limits.near_to[near]
                if not inside[other]:
                    inside[other] = True
                    frontier[outside] = other
                    outside += 1
        top, length = now + RISE, 0
        for out in range(-1, size):
            left = _without(members, size, members[out] if out >= 0 else -1, trial)
            for into in range(-1, outside):
                reached = left
                if into >= 0:
                    trial[left] = frontier[into]
                    reached = left + 1
                if not limits.least <= reached <= limits.most:
                    continue
                if not hangs_together(limits, trial, reached, bench.mark, bench.queue):
                    continue
                value = value_of(field, trial, reached, bench)
                looked += 1
                for place in range(reached):
                    value -= price[trial[place]]
                if value > top:
                    top, length = value, reached
                    best[:reached] = trial[:reached]
        if length == 0:
            return looked, kept
        now, size = top, length
        members[:size] = best[:size]
        kept = keep_area(areas, kept, members, size)
