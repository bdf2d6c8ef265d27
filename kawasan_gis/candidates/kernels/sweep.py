"""Looking at every area around a centre, compiled: all sizes at once and without a bound, where there are not too many.

The villages within a step or two of a centre make some ten or hundred thousand connected sets. To look at all of
them is quicker than to bound them, and a proof for any objective.
"""

import math

import numpy as np

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.kernels.growth import keep_best
from kawasan_gis.candidates.kernels.limits import allowed, fits, in_order
from kawasan_gis.compiled import compiled

FREE, TAKEN = range(2)


@compiled
def sweep(program, limits, price, root, thresholds, budget, values, areas):
    """Look at every allowed area with its centre at ``root``.

    ``thresholds`` holds, per size, what an area must be worth less its prices; the best of each size s go to
    ``values[s]`` and ``areas[s]``. Returns how many sets were looked at, and whether these were all.
    """
    n, most = limits.may.shape[0], limits.most
    extremes, criteria, asked = program.add.shape[1], program.criteria, program.any_asked
    found, values_k, parts = np.zeros(w.KINDS), np.empty(criteria.shape[0]), np.empty(criteria.shape[0])
    mark, queue = np.zeros(n, np.int64), np.empty(n, np.int64)
    values[:] = -math.inf
    areas[:] = -1
    used, least = np.zeros(most + 1, np.int64), thresholds.copy()
    state = np.full(n, TAKEN, np.int64)
    for place in range(limits.ball_at[root], limits.ball_at[root + 1]):
        if limits.may[limits.ball_to[place]]:
            state[limits.ball_to[place]] = FREE
    if state[root] != FREE:
        return 0, True
    members, paid = np.empty(most + 1, np.int64), np.zeros(most + 1)
    sums = np.empty((most + 1, w.columns_of(program)))
    # The frontier of all levels in one list; level d goes through places cursor[d] to end[d].
    frontier, cursor, end = np.empty(n, np.int64), np.zeros(most + 1, np.int64), np.zeros(most + 1, np.int64)
    w.empty(program, sums[0])
    village, depth, looked = root, 0, 0
    state[root] = TAKEN
    while True:
        w.join(program, sums[depth], members, depth, village, sums[depth + 1])
        looked += 1
        members[depth] = village
        if fits(limits, sums[depth + 1]):
            size = depth + 1
            paid[size] = paid[depth] + price[village]
            if size >= limits.least:
                found[w.COMPACTNESS] = w.compactness(sums[size])
                if asked:
                    w.properties(program, sums[size], members, size, found)
                score = w.weighed(criteria, sums[size], extremes, found, values_k, parts)[0] - paid[size]
                if (
                    score > least[size]
                    and w.centre_of(program, in_order(members, size), size)[0] == root
                    and allowed(program, limits, sums[size], members, size, mark, queue)
                ):
                    used[size] = keep_best(values[size], areas[size], used[size], score, members, size)
                    if used[size] == values.shape[1]:
                        least[size] = max(least[size], values[size].min())
            if size < most:
                cursor[size], last = cursor[depth], end[depth]
                for near in range(limits.near_at[village], limits.near_at[village + 1]):
                    other = limits.near_to[near]
                    if state[other] == FREE:
                        state[other] = TAKEN
                        frontier[last] = other
                        last += 1
                end[size] = last
                depth = size
        if looked >= budget:
            return looked, False
        while depth > 0 and cursor[depth] == end[depth]:
            # What this level found can be found again.
            for place in range(end[depth - 1], end[depth]):
                state[frontier[place]] = FREE
            depth -= 1
        if depth == 0:
            return looked, True
        village = frontier[cursor[depth]]
        cursor[depth] += 1
