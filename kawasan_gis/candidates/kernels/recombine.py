"""Redrawing a partition, compiled: two neighbouring blocks are merged and split again along a random tree (ReCom).

References
----------
DeFord, D., Duchin, M. and Solomon, J. (2021). Recombination: a family of Markov chains for redistricting. Harvard
Data Science Review 3(1).
"""

import math
from typing import Any

import numpy as np

from kawasan_gis.candidates.kernels.blocks import (
    LIKENESS,
    Bench,
    Field,
    bench_for,
    gathered,
    keeps_rules,
    promise,
    rate,
)
from kawasan_gis.compiled import compiled

# How often a single block is taken to be split in two.
SPLITS = 0.1


@compiled
def _draw(draws: Any, cursor: Any) -> float:
    cursor[0] = (cursor[0] + 1) % draws.shape[0]
    return float(draws[cursor[0]])


@compiled
def _tree(
    field: Field, members: Any, size: int, place: Any, draws: Any, cursor: Any, order: Any, parent: Any, cost: Any
) -> bool:
    """Draw a spanning tree of some villages, likelier along like neighbours; tells whether it reaches them all.

    ``order`` are places in ``members`` from the root outward, ``parent`` the place of each one's parent.
    """
    limits, traits = field.limits, field.wish.traits
    for one in range(size):
        place[members[one]] = one
        cost[one], parent[one] = math.inf, -1
    cost[int(_draw(draws, cursor) * size)] = -1.0
    reached = 0
    while reached < size:
        best = -1
        for one in range(size):
            if cost[one] < math.inf and (best < 0 or cost[one] < cost[best]):
                best = one
        if best < 0:
            break
        order[reached] = best
        reached += 1
        cost[best] = math.inf
        here = members[best]
        place[here] = -2
        for near in range(limits.near_at[here], limits.near_at[here + 1]):
            other = place[limits.near_to[near]]
            if other >= 0:
                far = 0.1
                for trait in range(traits.shape[1]):
                    far += (traits[here, trait] - traits[members[other], trait]) ** 2
                length = far * _draw(draws, cursor)
                if length < cost[other]:
                    cost[other], parent[other] = length, best
    for one in range(size):
        place[members[one]] = -1
    return reached == size


@compiled
def _split(
    field: Field, members: Any, size: int, order: Any, parent: Any, floor: float, side: Any, parts: Any, best: Any,
    bench: Bench,
) -> int:  # fmt: skip
    """Find the best cut of a tree that counts more than ``floor``.

    Writes the side of each place to ``best`` and the two parts' counts to ``parts``, -inf where there is no such cut.
    Returns how many sets were looked at: none where the sizes alone tell that a cut is no better, and of the others
    the rules are looked at only where the worth is more.
    """
    least, most, cover = field.limits.least, field.limits.most, field.wish.cover
    # F is at most 1 a village, likeness at most 0.
    each = cover if field.wish.kind == LIKENESS else cover + 1.0
    left, right, below = np.empty(size, np.int64), np.empty(size, np.int64), np.ones(size, np.int64)
    for late in range(size - 1, 0, -1):
        below[parent[order[late]]] += below[order[late]]
    parts[0] = parts[1] = -math.inf
    looked = 0
    for cut in range(1, size):
        inside = below[order[cut]]
        outside = size - inside
        placed = (inside if inside >= least else 0) + (outside if outside >= least else 0)
        if max(inside, outside) > most or placed == 0 or each * placed <= floor:
            continue
        side[:size] = 0
        side[order[cut]] = 1
        for later in range(cut + 1, size):
            if side[parent[order[later]]]:
                side[order[later]] = 1
        first = second = 0
        for one in range(size):
            if side[one]:
                left[first] = members[one]
                first += 1
            else:
                right[second] = members[one]
                second += 1
        one_counts, other_counts = promise(field, left, first, bench), promise(field, right, second, bench)
        looked += 2
        if one_counts + other_counts <= floor:
            continue
        if one_counts > 0.0 and not keeps_rules(field, left, first, bench):
            one_counts = 0.0
        if other_counts > 0.0 and not keeps_rules(field, right, second, bench):
            other_counts = 0.0
        if one_counts + other_counts > floor:
            parts[0], parts[1] = one_counts, other_counts
            floor = one_counts + other_counts
            best[:size] = side[:size]
    return looked


@compiled
def counts_of(field: Field, label: Any, counts: Any, sizes: Any) -> int:
    """Write what every block counts, and its size; returns how many are kawasan."""
    members, bench, good = np.empty(label.shape[0], np.int64), bench_for(field), 0
    counts[:], sizes[:] = 0.0, 0
    for village in field.villages:
        block = label[village]
        if sizes[block] == 0:
            sizes[block] = gathered(field, label, block, block, members)
            counts[block] = rate(field, members, sizes[block], bench)
            good += counts[block] > 0.0
    return good


@compiled
def keep_area(areas: Any, kept: int, members: Any, size: int) -> int:
    """Remember an area; the oldest gives way when there is no room."""
    slot = kept % areas.shape[0]
    areas[slot, :] = -1
    areas[slot, :size] = members[:size]
    return kept + 1


@compiled
def anneal(field: Field, label: Any, draws: Any, budget: int, heat: float, areas: Any, kept: int) -> tuple[int, int]:
    """Redraw a partition, at first also for the worse, until ``budget`` sets were looked at.

    ``heat`` is how much worse is acceptable at first. Kawasan of the second half are remembered in ``areas``.
    Returns how many sets were looked at and how many areas are remembered.
    """
    limits, wish, villages, n = field.limits, field.wish, field.villages, label.shape[0]
    bench, counts, sizes = bench_for(field), np.zeros(n), np.zeros(n, np.int64)
    good = counts_of(field, label, counts, sizes)
    members, place, cursor = np.empty(n, np.int64), np.full(n, -1, np.int64), np.zeros(1, np.int64)
    order, parent, cost = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n)
    side, best, parts, part = np.empty(n, np.int64), np.zeros(n, np.int64), np.empty(2), np.empty(n, np.int64)
    looked, idle = 0, 0
    while looked < budget and idle < 1000:
        idle += 1
        village = villages[int(_draw(draws, cursor) * villages.shape[0])]
        one = two = label[village]
        degree = limits.near_at[village + 1] - limits.near_at[village]
        if degree and _draw(draws, cursor) >= SPLITS:
            two = label[limits.near_to[limits.near_at[village] + int(_draw(draws, cursor) * degree)]]
        if one == two and sizes[one] < 2 * limits.least:
            continue
        size = gathered(field, label, one, two, members)
        if not _tree(field, members, size, place, draws, cursor, order, parent, cost):
            continue
        idle = 0
        before = counts[one] + (counts[two] if two != one else 0.0)
        had = (counts[one] > 0.0) + (two != one and counts[two] > 0.0)
        left = 1.0 - looked / budget
        floor = before + heat * left * left * math.log(1.0 - _draw(draws, cursor))
        looked += _split(field, members, size, order, parent, floor, side, parts, best, bench) + 1
        whole = -math.inf
        if two != one and size <= limits.most:
            whole = promise(field, members, size, bench)
            if whole > max(floor, 0.0) and not keeps_rules(field, members, size, bench):
                whole = 0.0
        merge = whole >= parts[0] + parts[1] or (
            good - had + (parts[0] > 0.0) + (parts[1] > 0.0) > max(wish.areas, good) and whole > -math.inf
        )
        after = whole if merge else parts[0] + parts[1]
        get = int(whole > 0.0) if merge else (parts[0] > 0.0) + (parts[1] > 0.0)
        if after <= floor or after == -math.inf or good - had + get > max(wish.areas, good):
            continue
        if two == one:
            two = 0
            while sizes[two]:
                two += 1
        good += get - had
        inside = 0
        for at in range(size):
            to_two = (not merge) and best[at] == 1
            label[members[at]] = two if to_two else one
            inside += to_two
        sizes[one], sizes[two] = size - inside, inside
        counts[one], counts[two] = (whole, 0.0) if merge else (parts[1], parts[0])
        if 2 * looked > budget:
            for block in (one, two):
                if counts[block] > 0.0:
                    kept = keep_area(areas, kept, part, gathered(field, label, block, block, part))
    return looked, kept
