"""Looking at every area, compiled: all connected sets of a size from a first village, unless a bound rules them out.

A set is reached once: from the village that comes first in the order of its worth to the bound, or, where the rules
keep areas near their centre, from its centre, among the villages around it. At each step the
next village of the frontier is either taken in, or banned for the rest of this branch. A branch ends when even the
best villages that are left could not lift it over the threshold.
"""

import math

import numpy as np

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.kernels.ceilings import (
    BANNED,
    FREE,
    FRONTIER,
    INSIDE,
    best_left,
    excess_of,
    least_perimeter,
    others_of,
)
from kawasan_gis.candidates.kernels.growth import keep_best
from kawasan_gis.candidates.kernels.limits import allowed, can_join, fits, in_order
from kawasan_gis.candidates.kernels.ratios import ratios_of
from kawasan_gis.compiled import compiled


@compiled
def _steps_between(limits, ranked, state, size):
    """Steps between the ranked villages, through free ones only; more than ``size`` counts as that many."""
    count, n = ranked.shape[0], limits.may.shape[0]
    steps = np.full((count, count), np.uint16(size))
    place, queue = np.full(n, -1, np.int64), np.empty(count, np.int64)
    for one in range(count):
        place[ranked[one]] = one
    for one in range(count):
        steps[one, one] = 0
        queue[0] = one
        begin, end = 0, 1
        while begin < end:
            here = queue[begin]
            begin += 1
            if steps[one, here] + 1 >= size:
                break
            village = ranked[here]
            for near in range(limits.near_at[village], limits.near_at[village + 1]):
                other = place[limits.near_to[near]]
                if other >= 0 and other != one and steps[one, other] == size:
                    steps[one, other] = steps[one, here] + 1
                    queue[end] = other
                    end += 1
    return steps


@compiled
def _hops_from(limits, root, domain, hops, queue):
    """Steps from the root to every village of the domain; a great number where there is no way."""
    hops[:] = 1 << 30
    hops[root] = 0
    queue[0] = root
    begin, end = 0, 1
    while begin < end:
        village = queue[begin]
        begin += 1
        for near in range(limits.near_at[village], limits.near_at[village + 1]):
            other = limits.near_to[near]
            if hops[other] == 1 << 30 and domain[other]:
                hops[other] = hops[village] + 1
                queue[end] = other
                end += 1
    return end


@compiled
def _domain(program, limits, order, root, centred):
    """Which villages an area from this root may take: those after it, or those around it when it is the centre."""
    domain = np.zeros(limits.may.shape[0], np.bool_)
    if centred:
        for place in range(limits.ball_at[root], limits.ball_at[root + 1]):
            domain[limits.ball_to[place]] = limits.may[limits.ball_to[place]]
    else:
        for village in range(limits.may.shape[0]):
            domain[village] = limits.may[village] and order[village] > order[root]
    return domain


@compiled
def _go_back(state, frontier, born, cursor, end, members, depth):
    """Leave a level: what it found is free again, what it banned is frontier again, its own village is banned."""
    kept = cursor[depth - 1]
    for place in range(kept, end[depth]):
        village = frontier[place]
        if born[village] == depth:
            state[village] = FREE
        else:
            state[village] = FRONTIER
            frontier[kept] = village
            kept += 1
    state[members[depth - 1]] = BANNED
    return depth - 1


@compiled
def exhaust(program, limits, bound, price, root, threshold, budget, values, areas):
    """Look at every allowed area of one size that starts at ``root`` and is worth more than ``threshold`` less prices.

    The best are written to ``values`` and ``areas``; once these are full only better ones are looked for. Returns how
    many sets were looked at, and an upper bound of what was not: -inf when nothing was left.
    """
    n, size = limits.may.shape[0], bound.size
    columns, extremes, criteria = w.columns_of(program), program.add.shape[1], program.criteria
    found, values_k, parts = np.zeros(w.KINDS), np.empty(criteria.shape[0]), np.empty(criteria.shape[0])
    hops, queue, mark = np.empty(n, np.int64), np.empty(n, np.int64), np.zeros(n, np.int64)
    values[:] = -math.inf
    areas[:] = -1
    used = 0

    centred = limits.ball_at.shape[0] > 0 and program.centres == 1
    if centred and limits.ball_at[root] == limits.ball_at[root + 1]:
        return 0, -math.inf
    reached = _hops_from(limits, root, _domain(program, limits, bound.order, root, centred), hops, queue)
    if reached < size:
        return 0, -math.inf
    ranked = np.empty(reached, np.int64)
    count = 0
    for place in range(reached):
        if hops[queue[place]] < size and queue[place] != root:
            ranked[count] = queue[place]
            count += 1
    ranked = ranked[:count]
    ranked = ranked[np.argsort(bound.order[ranked], kind="mergesort")]
    ratios = ratios_of(program, bound.linear, root, ranked, size)
    rows, farther = bound.gain.shape[0], np.zeros(size + 2, np.int64)
    places, gains = np.empty((rows, count), np.int64), np.empty((rows, count))
    for row in range(rows):
        gain = bound.gain[row][ranked]
        places[row] = np.argsort(-gain, kind="mergesort")
        gains[row] = gain[places[row]]
    steps = np.empty((size + 1, count), np.uint16)
    for place in range(count):
        steps[1, place] = hops[ranked[place]]

    state = np.full(n, BANNED, np.int64)
    for place in range(count):
        state[ranked[place]] = FREE
    members = np.empty(size, np.int64)
    sums = np.empty((size + 1, columns))
    gained, paid = np.zeros((size + 1, rows)), np.zeros(size + 1)
    others, excess, place_of = np.zeros(size + 1), np.zeros((size + 1, rows)), np.full(n, -1, np.int64)
    between, covered = np.empty((0, 0), np.uint16), np.zeros(n)
    # The greatest area that 0, 1, 2 ... further villages can add.
    largest, ground = np.zeros(count + 1), program.add[ranked, w.AREA_M2]
    for place, next_largest in enumerate(np.argsort(-ground, kind="mergesort")):
        largest[place + 1] = largest[place] + ground[next_largest]
    # The frontier of all levels in one list: level d looks at places cursor[d] to end[d], those before are banned.
    frontier, born = np.empty(n, np.int64), np.zeros(n, np.int64)
    cursor, end = np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64)
    alone, exceeds = not np.all(bound.linear), bool(np.any(bound.slope != 0.0))

    w.empty(program, sums[0])
    looked, rest, depth = 0, -math.inf, 0
    village = root
    while True:
        # Take the village in.
        w.join(program, sums[depth], members, depth, village, sums[depth + 1])
        looked += 1
        members[depth] = village
        state[village] = BANNED
        if fits(limits, sums[depth + 1]) and depth + 1 == size:
            found[w.COMPACTNESS] = w.compactness(sums[size])
            if program.any_asked:
                w.properties(program, sums[size], members, size, found)
            score = w.weighed(criteria, sums[size], extremes, found, values_k, parts)[0] - paid[depth] - price[village]
            if (
                score > threshold
                and (not centred or w.centre_of(program, in_order(members, size), size)[0] == root)
                and allowed(program, limits, sums[size], members, size, mark, queue)
            ):
                used = keep_best(values, areas, used, score, members, size)
                if used == values.shape[0]:
                    threshold = max(threshold, values.min())
        elif fits(limits, sums[depth + 1]):
            for row in range(rows):
                gained[depth + 1, row] = gained[depth, row] + bound.gain[row, village]
            paid[depth + 1] = paid[depth] + price[village]
            state[village] = INSIDE
            if depth > 0:
                if between.shape[0] == 0:
                    between = _steps_between(limits, ranked, state, size)
                    for place in range(count):
                        place_of[ranked[place]] = place
                near_by = between[place_of[village]]
                for place in range(count):
                    steps[depth + 1, place] = min(steps[depth, place], near_by[place])
            cursor[depth + 1], last = cursor[depth], end[depth]
            for near in range(limits.near_at[village], limits.near_at[village + 1]):
                other = limits.near_to[near]
                if state[other] == FREE:
                    state[other] = FRONTIER
                    born[other] = depth + 1
                    frontier[last] = other
                    last += 1
            end[depth + 1] = last
            depth += 1
            if exceeds:
                excess_of(criteria, bound, sums[depth], depth, excess[depth])
            if alone:
                least_m = 0.0
                if program.asked[w.COMPACTNESS]:
                    least_m = least_perimeter(
                        program, sums[depth], state, members, depth, size - depth, bound.surplus, covered
                    )
                room = largest[min(size - depth, largest.shape[0] - 1)]
                others[depth] = others_of(
                    program, bound, ratios, state, ranked, sums[depth], members, depth, least_m, room
                )
        # Find the next village to take in, going back where there is none.
        village = -1
        while depth > 0 and village < 0:
            left = size - depth
            over, ceiling = cursor[depth] == end[depth], math.inf
            for row in range(rows):
                if over:
                    break
                top = best_left(ranked, gains[row], places[row], state, steps[depth], left, farther)
                top += bound.constant[row] + gained[depth, row] + others[depth] - excess[depth, row]
                ceiling = min(ceiling, top)
                over = ceiling <= threshold
            if not over and looked >= budget:
                rest, over = max(rest, ceiling), True
            if over:
                depth = _go_back(state, frontier, born, cursor, end, members, depth)
                continue
            best = cursor[depth]
            for place in range(best + 1, end[depth]):
                if bound.order[frontier[place]] < bound.order[frontier[best]]:
                    best = place
            village = frontier[best]
            frontier[best] = frontier[cursor[depth]]
            frontier[cursor[depth]] = village
            cursor[depth] += 1
            if not can_join(limits, members, depth, village):
                state[village] = BANNED
                village = -1
        if depth == 0:
            return looked, rest
