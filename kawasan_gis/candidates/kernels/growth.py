"""Growing areas, compiled: a beam from a start, and improvement by adding, dropping and swapping villages."""

import math

import numpy as np

from kawasan_gis.candidates.kernels.limits import allowed, can_join, fits
from kawasan_gis.candidates.kernels.worth import (
    COMPACTNESS,
    KINDS,
    columns_of,
    compactness,
    join,
    properties,
    sums_of,
    weighed,
)
from kawasan_gis.compiled import compiled


@compiled
def _sink(values, order, size):
    """Restore a heap (least on top) after its top was changed."""
    place = 0
    while True:
        least = place
        for child in (2 * place + 1, 2 * place + 2):
            if child < size and values[order[child]] < values[order[least]]:
                least = child
        if least == place:
            return
        order[place], order[least] = order[least], order[place]
        place = least


@compiled
def _rise(values, order, place):
    """Restore a heap (least on top) after its last entry was added."""
    while place > 0:
        parent = (place - 1) // 2
        if values[order[place]] >= values[order[parent]]:
            return
        order[place], order[parent] = order[parent], order[place]
        place = parent


@compiled
def keep_best(values, areas, used, value, members, size):
    """Keep an area among the best: replaces the worst of ``values`` (unsorted) when better; returns how many."""
    if used < values.shape[0]:
        slot = used
        used += 1
    else:
        slot = 0
        for other in range(1, used):
            if values[other] < values[slot]:
                slot = other
        if value <= values[slot]:
            return used
    values[slot] = value
    areas[slot, :] = -1
    areas[slot, :size] = members[:size]
    return used


@compiled
def _known(table, key):
    """Remember a set's name; tells whether it was there before."""
    mask = np.uint64(table.shape[0] - 1)
    slot = key & mask
    while table[slot] != np.uint64(0):
        if table[slot] == key:
            return True
        slot = (slot + np.uint64(1)) & mask
    table[slot] = key
    return False


@compiled
def beam(program, limits, price, start, count, width, values, areas):
    """Grow areas from a start, keeping the best ``width`` of each size, worth less the members' prices.

    ``start`` holds ``count`` villages that hang together. The best allowed areas of each size s are written to
    ``values[s]`` (filled up with -inf) and ``areas[s]`` (filled up with -1). Returns how many areas were looked at.
    """
    n, most = limits.may.shape[0], limits.most
    columns, extremes, criteria, asked = columns_of(program), program.add.shape[1], program.criteria, program.any_asked
    found, values_k, parts = np.zeros(KINDS), np.empty(criteria.shape[0]), np.empty(criteria.shape[0])
    sums = np.empty(columns)
    mark, queue = np.zeros(n, np.int64), np.empty(n, np.int64)
    seen = np.full(n, -1, np.int64)
    members = np.empty((width, most + 1), np.int64)
    total, paid = np.empty((width, columns)), np.empty(width)
    names = np.empty(width, np.uint64)
    child_members, child_total, child_paid = np.empty_like(members), np.empty_like(total), np.empty(width)
    child_names = np.empty(width, np.uint64)
    child_value, order = np.empty(width), np.empty(width, np.int64)
    values[:] = -math.inf
    areas[:] = -1
    used = np.zeros(most + 1, np.int64)
    scratch = np.empty(most + 1, np.int64)

    if count > most:
        return 0
    members[0, :count] = start[:count]
    sums_of(program, members[0], count, total[0], sums)
    if not fits(limits, total[0]):
        return 0
    paid[0], names[0] = 0.0, np.uint64(0)
    for place in range(count):
        paid[0] += price[start[place]]
        names[0] ^= limits.keys[start[place]]
        if not can_join(limits, members[0], place, start[place]):
            return 0
    found[COMPACTNESS] = compactness(total[0])
    if asked:
        properties(program, total[0], members[0], count, found)
    score = weighed(criteria, total[0], extremes, found, values_k, parts)[0]
    if score == score and allowed(program, limits, total[0], members[0], count, mark, queue):
        used[count] = keep_best(values[count], areas[count], used[count], score - paid[0], members[0], count)
    domain = np.zeros(n, np.bool_)
    if limits.ball_at.shape[0] and count == 1:
        # Grown around its start as the centre; may still end up around another one.
        for place in range(limits.ball_at[start[0]], limits.ball_at[start[0] + 1]):
            domain[limits.ball_to[place]] = limits.may[limits.ball_to[place]]
    else:
        domain[:] = limits.may
    states, looked, stamp = 1, 1, 0
    for size in range(count, most):
        capacity = 1024
        while capacity < 40 * states:
            capacity *= 2
        table = np.zeros(capacity, np.uint64)
        inside, filled = 0, 0
        for state in range(states):
            stamp += 1
            for place in range(size):
                seen[members[state, place]] = stamp
            for place in range(size):
                here = members[state, place]
                for near in range(limits.near_at[here], limits.near_at[here + 1]):
                    village = limits.near_to[near]
                    if seen[village] == stamp:
                        continue
                    seen[village] = stamp
                    name = names[state] ^ limits.keys[village]
                    if not domain[village] or _known(table, name):
                        continue
                    filled += 1
                    if 2 * filled > table.shape[0]:
                        larger = np.zeros(2 * table.shape[0], np.uint64)
                        for slot in range(table.shape[0]):
                            if table[slot] != np.uint64(0):
                                _known(larger, table[slot])
                        table = larger
                    if not can_join(limits, members[state], size, village):
                        continue
                    join(program, total[state], members[state], size, village, sums)
                    if not fits(limits, sums):
                        continue
                    looked += 1
                    scratch[:size] = members[state, :size]
                    scratch[size] = village
                    cost = paid[state] + price[village]
                    found[COMPACTNESS] = compactness(sums)
                    if asked:
                        properties(program, sums, scratch, size + 1, found)
                    score = weighed(criteria, sums, extremes, found, values_k, parts)[0]
                    value = -1.0 - cost
                    if score == score:
                        value = score - cost
                        row = values[size + 1]
                        least = row[0]
                        for other in range(1, row.shape[0]):
                            least = min(least, row[other])
                        if value > least and allowed(program, limits, sums, scratch, size + 1, mark, queue):
                            used[size + 1] = keep_best(row, areas[size + 1], used[size + 1], value, scratch, size + 1)
                    new = inside < width
                    if not new and value <= child_value[order[0]]:
                        continue
                    slot = inside if new else order[0]
                    child_value[slot], child_paid[slot], child_names[slot] = value, cost, name
                    child_members[slot, : size + 1] = scratch[: size + 1]
                    child_total[slot] = sums
                    if new:
                        order[inside] = slot
                        _rise(child_value, order, inside)
                        inside += 1
                    else:
                        _sink(child_value, order, inside)
        if inside == 0:
            break
        states = inside
        members, child_members = child_members, members
        total, child_total = child_total, total
        paid, child_paid = child_paid, paid
        names, child_names = child_names, names
    return looked
