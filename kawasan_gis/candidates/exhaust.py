"""Looking at every area, compiled: all connected sets of a size from a first village, unless a bound rules them out.

A set is reached once, from the village that comes first in the order of its worth to the bound. At each step the
next village of the frontier is either taken in, or banned for the rest of this branch. A branch ends when even the
best villages that are left could not lift it over the threshold.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from kawasan_gis.candidates import worth as w
from kawasan_gis.candidates.compiled import compiled
from kawasan_gis.candidates.growth import keep_best
from kawasan_gis.candidates.limits import allowed, can_join, fits

FREE, FRONTIER, INSIDE, BANNED = range(4)


class Bound(NamedTuple):
    """Upper bounds of F less prices over areas of one size: sums over members, and what is bounded by itself.

    Of the criteria that add up (``linear``, K), every row t bounds the sum by ``constant[t]`` + sum of ``gain[t]``
    over the members; any row holds, the least counts. Where the value of such a criterion is surely above its
    goalpost in the end, the excess comes off ``tilt[t, k]`` x weight: z = (sum - ``offset``) x ``slope``, which a
    further village lowers by at most ``sinks``. The others are bounded one by one; ``weight`` (K) are normalised;
    ``heaviest`` holds, per criterion that is a mean by weight, the greatest weight and ``highest`` the greatest
    value of a village. ``largest`` is the largest area in m², ``metric`` whether distances keep the triangle
    inequality. ``order`` (n) ranks the villages by their gain in the first row.
    """

    size: int
    constant: Any
    gain: Any
    order: Any
    linear: Any
    tilt: Any
    slope: Any
    offset: Any
    sinks: Any
    weight: Any
    heaviest: Any
    highest: Any
    largest: float
    metric: bool


@compiled
def _excess(criteria, bound, sums, size, excess):  # type: ignore[no-untyped-def]
    """What comes off each row of the bound, because a goalpost is surely passed."""
    excess[:] = 0.0
    for k in range(criteria.shape[0]):
        if bound.slope[k] != 0.0:
            z = (sums[int(criteria[k, w.NUMBER])] - bound.offset[k] * size) * bound.slope[k]
            z -= (bound.size - size) * bound.sinks[k]
            if z > 1.0:
                for row in range(excess.shape[0]):
                    excess[row] += bound.tilt[row, k] * bound.weight[k] * (z - 1.0)


@compiled
def _others(program, bound, sums, members, size, banned_m):  # type: ignore[no-untyped-def]
    """Bound the criteria that do not add up, one by one."""
    criteria, extremes = program.criteria, program.add.shape[1]
    left, total = bound.size - size, 0.0
    for k in range(criteria.shape[0]):
        weight, worst, best = bound.weight[k], criteria[k, w.WORST_AT], criteria[k, w.BEST_AT]
        if bound.linear[k]:
            continue
        kind, upward, most = criteria[k, w.KIND], best > worst, 1.0
        if kind == w.RATIO:
            number, divisor = sums[int(criteria[k, w.NUMBER])], sums[int(criteria[k, w.DIVISOR])]
            room = left * bound.heaviest[k]
            if divisor > 0.0 and sums[int(criteria[k, w.WHOLE])] == divisor:
                z = (number / divisor - worst) / (best - worst)
                if bound.highest[k] > z:
                    z += (bound.highest[k] - z) * room / (divisor + room)
                most = min(max(z, 0.0), 1.0)
        elif kind == w.EXTREME:
            x = sums[extremes + int(criteria[k, w.NUMBER])] * criteria[k, w.SIGN]
            if upward == (criteria[k, w.SIGN] > 0.0) and sums[int(criteria[k, w.MEASURED])] > 0.0:
                most = min(max((x - worst) / (best - worst), 0.0), 1.0)
        elif kind == w.KECAMATAN:
            if not upward:
                x = float(w.kecamatan_in(program.kecamatan, members, size))
                most = min(max((x - worst) / (best - worst), 0.0), 1.0)
        elif kind == w.COMPACTNESS:
            if upward:
                area = sums[w.AREA_M2] + left * bound.largest
                around = max(banned_m, 2.0 * math.sqrt(math.pi * sums[w.AREA_M2]))
                x = min(4.0 * math.pi * area / (around * around), 1.0) if around > 0.0 else 1.0
                most = min(max((x - worst) / (best - worst), 0.0), 1.0)
        elif kind == w.CENTRE and not upward and bound.metric and size > 1 and program.centres == 1:
            pairs = 0.0
            for one in range(size):
                for two in range(one):
                    pairs += w.distance(program, members[one], members[two])
            x = pairs / (size - 1) / bound.size
            most = min(max((x - worst) / (best - worst), 0.0), 1.0)
        total += weight * most
    return total


@compiled
def _exposed(program, state, village):  # type: ignore[no-untyped-def]
    """Outline of a village that stays outline whatever is still taken in."""
    open_m = 0.0
    for place in range(program.border_at[village], program.border_at[village + 1]):
        if state[program.border_to[place]] != BANNED:
            open_m += program.border_m[place]
    return max(program.perimeter[village] - open_m, 0.0)


@compiled
def _best_left(ranked, gains, places, state, steps, left, farther):  # type: ignore[no-untyped-def]
    """Greatest sum of gains of ``left`` villages that could still be taken in; -inf when too few are left.

    A village h steps away needs h - 1 others on the way, so that at most left - h + 1 lie h steps away or more.
    These limits are nested, and taking the greatest gain first is best.
    """
    total, taken = 0.0, 0
    farther[: left + 2] = 0
    for place in range(ranked.shape[0]):
        h = int(steps[places[place]])
        if h > left or state[ranked[places[place]]] >= INSIDE:
            continue
        room = True
        for step in range(h, 0, -1):
            if farther[step] > left - step:
                room = False
                break
        if not room:
            continue
        for step in range(1, h + 1):
            farther[step] += 1
        total += gains[place]
        taken += 1
        if taken == left:
            return total
    return -math.inf


@compiled
def _steps_between(limits, ranked, state, size):  # type: ignore[no-untyped-def]
    """Steps between the ranked villages, through free ones only; more than ``size`` counts as that many."""
    count, n = ranked.shape[0], limits.may.shape[0]
    steps = np.full((count, count), np.uint8(min(size, 255)))
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
def _hops_from(limits, root, order, hops, queue):  # type: ignore[no-untyped-def]
    """Steps from the root to every village that comes after it; a great number where there is no way."""
    hops[:] = 1 << 30
    hops[root] = 0
    queue[0] = root
    begin, end = 0, 1
    while begin < end:
        village = queue[begin]
        begin += 1
        for near in range(limits.near_at[village], limits.near_at[village + 1]):
            other = limits.near_to[near]
            if hops[other] == 1 << 30 and limits.may[other] and order[other] > order[root]:
                hops[other] = hops[village] + 1
                queue[end] = other
                end += 1
    return end


@compiled
def _go_back(state, frontier, born, cursor, end, members, depth):  # type: ignore[no-untyped-def]
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
def exhaust(program, limits, bound, price, root, threshold, budget, values, areas):  # type: ignore[no-untyped-def]
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

    reached = _hops_from(limits, root, bound.order, hops, queue)
    if reached < size:
        return 0, -math.inf
    ranked = np.empty(reached, np.int64)
    count = 0
    for place in range(reached):
        if hops[queue[place]] < size and queue[place] != root:
            ranked[count] = queue[place]
            count += 1
    ranked = ranked[:count]
    ranked = ranked[np.argsort(bound.order[ranked])]
    rows, farther = bound.gain.shape[0], np.zeros(size + 2, np.int64)
    places, gains = np.empty((rows, count), np.int64), np.empty((rows, count))
    for row in range(rows):
        gain = bound.gain[row][ranked]
        places[row] = np.argsort(-gain, kind="mergesort")
        gains[row] = gain[places[row]]
    steps = np.empty((size + 1, count), np.uint8)
    for place in range(count):
        steps[1, place] = hops[ranked[place]]

    state = np.full(n, BANNED, np.int64)
    for place in range(count):
        state[ranked[place]] = FREE
    members = np.empty(size, np.int64)
    sums = np.empty((size + 1, columns))
    gained, paid = np.zeros((size + 1, rows)), np.zeros(size + 1)
    others, excess, place_of = np.zeros(size + 1), np.zeros((size + 1, rows)), np.full(n, -1, np.int64)
    between = np.empty((0, 0), np.uint8)
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
            if program.any_asked:
                w.properties(program, sums[size], members, size, found)
            score = w.weighed(criteria, sums[size], extremes, found, values_k, parts)[0] - paid[depth] - price[village]
            if score > threshold and allowed(program, limits, sums[size], members, size, mark, queue):
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
                _excess(criteria, bound, sums[depth], depth, excess[depth])
            if alone:
                exposed = 0.0
                if program.asked[w.COMPACTNESS]:
                    for place in range(depth):
                        exposed += _exposed(program, state, members[place])
                others[depth] = _others(program, bound, sums[depth], members, depth, exposed)
        # Find the next village to take in, going back where there is none.
        village = -1
        while depth > 0 and village < 0:
            left = size - depth
            over, ceiling = cursor[depth] == end[depth], math.inf
            for row in range(rows):
                if over:
                    break
                top = _best_left(ranked, gains[row], places[row], state, steps[depth], left, farther)
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
