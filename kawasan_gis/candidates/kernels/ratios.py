"""Upper bounds of means by weight, compiled: what the villages around a first one can still make of a ratio.

For a mean z(A) = sum of d_v z_v / sum of d_v and any level l, z(A) - l = sum of d_v (z_v - l) / sum of d_v. With what
the area has, and the greatest ``left`` of the terms d_v (z_v - l) still to be had, this bounds z(A) (Dinkelbach's
parametric view of a ratio); the least over a few levels is taken.

References
----------
Dinkelbach, W. (1967). On nonlinear fractional programming. Management Science 13(7), 492-498.
"""

from typing import Any, NamedTuple

import numpy as np

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.compiled import compiled

LEVELS = 3
# Steps towards the greatest ratio that a first village and any others can reach.
STEPS = 6


class Ratios(NamedTuple):
    """For R criteria that are means by weight, over c ranked villages.

    ``criterion`` (R); ``level`` (R, L) on the criterion's scale; ``places`` and ``terms`` (R, L, c) sorted by falling
    term; ``least`` and ``most`` (R, c + 1): sums of the 0, 1, 2 ... smallest and greatest weights.
    """

    criterion: Any
    level: Any
    places: Any
    terms: Any
    least: Any
    most: Any


@compiled
def ratios_of(program, linear, root, ranked, size):
    """Prepare the levels and the sorted terms for areas of some size from a first village."""
    criteria, count = program.criteria, ranked.shape[0]
    used = 0
    for k in range(criteria.shape[0]):
        used += criteria[k, w.KIND] == w.RATIO and not linear[k]
    criterion = np.empty(used, np.int64)
    level, places = np.empty((used, LEVELS)), np.empty((used, LEVELS, count), np.int64)
    terms, least, most = np.empty((used, LEVELS, count)), np.zeros((used, count + 1)), np.zeros((used, count + 1))
    ratio = 0
    for k in range(criteria.shape[0]):
        if criteria[k, w.KIND] != w.RATIO or linear[k]:
            continue
        criterion[ratio] = k
        worst, span = criteria[k, w.WORST_AT], criteria[k, w.BEST_AT] - criteria[k, w.WORST_AT]
        number, divisor = program.add[:, int(criteria[k, w.NUMBER])], program.add[:, int(criteria[k, w.DIVISOR])]
        d = divisor[ranked]
        dz = (number[ranked] - worst * d) / span
        own_d, own_dz = divisor[root], (number[root] - worst * divisor[root]) / span
        total = own_d + d.sum()
        middle = (own_dz + dz.sum()) / total if total > 0.0 else 0.0
        highest = middle
        for _ in range(STEPS):
            gain = dz - highest * d
            order = np.argsort(-gain, kind="mergesort")
            above, below = own_dz, own_d
            for place in order[: size - 1]:
                if gain[place] > 0.0:
                    above, below = above + dz[place], below + d[place]
            if below > 0.0:
                highest = max(highest, above / below)
        for step in range(LEVELS):
            level[ratio, step] = middle + (highest - middle) * step / (LEVELS - 1)
            gain = dz - level[ratio, step] * d
            order = np.argsort(-gain, kind="mergesort")
            places[ratio, step] = order
            terms[ratio, step] = gain[order]
        ordered = d[np.argsort(d, kind="mergesort")]
        for place in range(count):
            least[ratio, place + 1] = least[ratio, place] + ordered[place]
            most[ratio, place + 1] = most[ratio, place] + ordered[count - 1 - place]
        ratio += 1
    return Ratios(criterion, level, places, terms, least, most)


@compiled
def ratio_ceiling(program, ratios, ratio, sums, ranked, state, taken, left):
    """Upper bound (0..1) of one ratio's value; ``state`` from ``taken`` up marks villages that cannot be had."""
    criteria, k = program.criteria, ratios.criterion[ratio]
    worst, span = criteria[k, w.WORST_AT], criteria[k, w.BEST_AT] - criteria[k, w.WORST_AT]
    divisor = sums[int(criteria[k, w.DIVISOR])]
    own = (sums[int(criteria[k, w.NUMBER])] - worst * divisor) / span
    room = min(left, ranked.shape[0])
    least, most, best = divisor + ratios.least[ratio, room], divisor + ratios.most[ratio, room], 1.0
    if least <= 0.0:
        return best
    for step in range(ratios.level.shape[1]):
        level = ratios.level[ratio, step]
        excess, had = own - level * divisor, 0
        for place in range(ranked.shape[0]):
            term = ratios.terms[ratio, step, place]
            if had == left:
                break
            if state[ranked[ratios.places[ratio, step, place]]] < taken:
                excess += term
                had += 1
        best = min(best, level + excess / (least if excess > 0.0 else most))
    return max(best, 0.0)
