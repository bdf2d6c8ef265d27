"""Upper bounds of what a branch of the search can still become, compiled."""

import math
from typing import Any, NamedTuple

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.kernels.ratios import ratio_ceiling
from kawasan_gis.compiled import compiled

# What a village is to a branch of the search.
FREE, FRONTIER, INSIDE, BANNED = range(4)


class Bound(NamedTuple):
    """Upper bounds of F less prices over areas of one size: sums over members, and what is bounded by itself.

    Of the criteria that add up (``linear``, K), every row t bounds the sum by ``constant[t]`` + sum of ``gain[t]``
    over the members; any row holds, the least counts. Where the value of such a criterion is surely above its
    goalpost in the end, the excess comes off ``tilt[t, k]`` x weight: z = (sum - ``offset``) x ``slope``, which a
    further village lowers by at most ``sinks``. The others are bounded one by one; ``weight`` (K) are normalised.
    ``metric`` tells whether distances keep the triangle inequality; ``surplus`` is the most by
    which a village's borders, measured one by one, are longer than its perimeter. ``order`` (n) ranks the villages
    by their gain in the first row.
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
    metric: bool
    surplus: float


@compiled
def excess_of(criteria, bound, sums, size, excess):
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
def others_of(program, bound, ratios, state, ranked, sums, members, size, least_m, most_m2):
    """Bound the criteria that do not add up, one by one."""
    criteria, extremes = program.criteria, program.add.shape[1]
    left, total, ratio = bound.size - size, 0.0, 0
    for k in range(criteria.shape[0]):
        weight, worst, best = bound.weight[k], criteria[k, w.WORST_AT], criteria[k, w.BEST_AT]
        if bound.linear[k]:
            continue
        kind, upward, most = criteria[k, w.KIND], best > worst, 1.0
        if kind == w.RATIO:
            most = ratio_ceiling(program, ratios, ratio, sums, ranked, state, INSIDE, left)
            ratio += 1
        elif kind == w.EXTREME:
            x = sums[extremes + int(criteria[k, w.NUMBER])] * criteria[k, w.SIGN]
            if upward == (criteria[k, w.SIGN] > 0.0) and sums[int(criteria[k, w.MEASURED])] > 0.0:
                most = min(max((x - worst) / (best - worst), 0.0), 1.0)
        elif kind == w.KECAMATAN:
            if not upward:
                x = float(w.kecamatan_in(program.kecamatan, members, size))
                most = min(max((x - worst) / (best - worst), 0.0), 1.0)
        elif kind == w.COMPACTNESS and upward:
            area = sums[w.AREA_M2] + most_m2
            x = 4.0 * math.pi * area / (least_m * least_m) if least_m > 0.0 else math.inf
            most = min(max((x - worst) / (best - worst), 0.0), 1.0)
        elif kind == w.CENTRE and not upward and bound.metric and size > 1 and program.centres == 1:
            pairs = 0.0
            for one in range(size):
                for two in range(one):
                    pairs += w.distance(program, members[one], members[two])
            x = pairs / (size - 1) / bound.size
            # Without a centre the criterion is dropped, which is as good as the best.
            if criteria[k, w.POLICY] != w.DROP:
                most = min(max((x - worst) / (best - worst), 0.0), 1.0)
        total += weight * most
    return total


@compiled
def least_perimeter(program, sums, state, members, size, left, surplus, covered):
    """Lower bound of the perimeter after ``left`` more villages: each covers at most its border with the area.

    What a village adds of its own is nothing or more, but for its ``surplus``. ``covered`` comes and leaves as zeros.
    """
    for place in range(size):
        here = members[place]
        for border in range(program.border_at[here], program.border_at[here + 1]):
            other = program.border_to[border]
            if state[other] < INSIDE:
                covered[other] += program.border_m[border]
    taken = 0.0
    for _ in range(left):
        best = -1
        for place in range(size):
            here = members[place]
            for border in range(program.border_at[here], program.border_at[here + 1]):
                other = program.border_to[border]
                if covered[other] > 0.0 and (best < 0 or covered[other] > covered[best]):
                    best = other
        if best < 0:
            break
        taken += covered[best]
        covered[best] = 0.0
    for place in range(size):
        here = members[place]
        for border in range(program.border_at[here], program.border_at[here + 1]):
            covered[program.border_to[border]] = 0.0
    return sums[sums.shape[0] - 1] - taken - left * surplus


@compiled
def best_left(ranked, gains, places, state, steps, left, farther):
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
