"""What a set of villages is worth: F, compiled.

An area is carried as its running sums, one row of floats: the additive columns of its members added up, the extreme
columns as the least of them, and the perimeter last. Joining a village costs one addition per column, so that
millions of areas can be looked at in a second. :mod:`kawasan_gis.candidates.objective` lays the columns out and says
in formulas what they mean.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from kawasan_gis.compiled import compiled

# How a criterion's value comes out of the sums.
RATIO, SUM, EXTREME, COMPACTNESS, CENTRE, KECAMATAN, CHAIN = range(7)
KINDS = 7
# Ways that differ by rounding only, in km or minutes, are as long: the order of members must not choose a centre.
NEAR = 1e-9
# What to do where nothing was measured.
REFUSE, DROP, WORST = range(3)
# Additive columns that are always there.
COUNT, AREA_M2 = 0, 1
# The columns of a criterion's row. One array for all: numba counts references to every array at every call.
KIND, NUMBER, DIVISOR, WHOLE, MEASURED, SIGN, LEAST_IS_BAD, WORST_AT, BEST_AT, WEIGHT, POLICY = range(11)


class Program(NamedTuple):
    """Everything F needs, as arrays: villages by column, criteria by column number.

    ``add`` (n, D) additive columns; ``ext`` (n, E) columns of which the least counts (a greatest is kept as the
    least of the negative); ``perimeter`` (n) in m and the borders of village i in ``border_to`` and ``border_m``
    from ``border_at[i]`` to ``border_at[i + 1]``; ``kecamatan`` (n) numbers; ``x``, ``y`` (n) in km; ``travel``
    (n, n) minutes from row to column, or (0, 0) for straight lines; ``centrality`` (n): above -inf where a village
    may be the centre; ``by_centrality`` tells whether it chooses the centre; ``centres`` how many an area has.

    ``asked`` tells by kind which properties of areas some criterion wants, ``any_asked`` whether any
    that takes more than a division (so that inmost loops work out compactness themselves and ask for the rest).
    ``criteria`` (K, 11) holds a row per criterion: its kind, the column numbers of its number, divisor, whole and
    measured, the sign of an extreme, whether a village without a value spoils it, worst, best, weight and policy.
    ``links`` (L, 2) are the chain's: column and least amount.
    """

    add: Any
    ext: Any
    perimeter: Any
    border_at: Any
    border_to: Any
    border_m: Any
    kecamatan: Any
    x: Any
    y: Any
    travel: Any
    centrality: Any
    by_centrality: bool
    centres: int
    asked: Any
    any_asked: bool
    criteria: Any
    links: Any


@compiled
def columns_of(program):
    """Length of a row of sums."""
    return program.add.shape[1] + program.ext.shape[1] + 1


@compiled
def empty(program, sums):
    """Write the sums of no village at all."""
    additive, extreme = program.add.shape[1], program.ext.shape[1]
    sums[:additive] = 0.0
    sums[additive : additive + extreme] = math.inf
    sums[additive + extreme] = 0.0


@compiled
def join(program, sums, members, size, village, result):
    """Write the sums of an area (its first ``size`` members) joined with one more village."""
    additive, extreme = program.add.shape[1], program.ext.shape[1]
    for column in range(additive):
        result[column] = sums[column] + program.add[village, column]
    for column in range(extreme):
        result[additive + column] = min(sums[additive + column], program.ext[village, column])
    inner = 0.0
    for place in range(program.border_at[village], program.border_at[village + 1]):
        for member in range(size):
            if members[member] == program.border_to[place]:
                inner += program.border_m[place]
                break
    result[additive + extreme] = sums[additive + extreme] + program.perimeter[village] - 2.0 * inner


@compiled
def distance(program, start, end):
    """Minutes of travel, or km along the straight line where no travel times are given."""
    if program.travel.shape[0]:
        return program.travel[start, end]
    return math.hypot(program.x[start] - program.x[end], program.y[start] - program.y[end])


@compiled
def _one_centre(program, members, size):
    best, least, greatest = -1, math.inf, -math.inf
    for place in range(size):
        centre = members[place]
        if program.centrality[centre] == -math.inf:
            continue
        total = 0.0
        for other in range(size):
            total += distance(program, members[other], centre)
        if program.by_centrality:
            better = program.centrality[centre] > greatest or (program.centrality[centre] == greatest and centre < best)
        else:
            better = best < 0 or total < least - NEAR or (total <= least + NEAR and centre < best)
        if better:
            best, least, greatest = centre, total, program.centrality[centre]
    return best, -1, (least / size if best >= 0 else math.nan)


@compiled
def _two_centres(program, members, size):
    first, second, least, greatest = -1, -1, math.inf, -math.inf
    for one in range(size):
        for two in range(size):
            a, b = members[one], members[two]
            if a >= b or program.centrality[a] == -math.inf or program.centrality[b] == -math.inf:
                continue
            total = 0.0
            for other in range(size):
                total += min(distance(program, members[other], a), distance(program, members[other], b))
            central = program.centrality[a] + program.centrality[b]
            if program.by_centrality:
                better = central > greatest or (central == greatest and (a, b) < (first, second))
            else:
                near = total <= least + NEAR and (a, b) < (first, second)
                better = first < 0 or total < least - NEAR or near
            if better:
                first, second, least, greatest = a, b, total, central
    return first, second, (least / size if first >= 0 else math.nan)


@compiled
def centre_of(program, members, size):
    """Choose an area's centre, or two: by travel or by centrality; -1 where there is none. And the mean way to it."""
    if program.centres == 2 and size > 1:
        return _two_centres(program, members, size)
    return _one_centre(program, members, size)


@compiled
def kecamatan_in(kecamatan, members, size):
    """Count the different kecamatan of an area."""
    count = 0
    for place in range(size):
        new = 1
        for before in range(place):
            if kecamatan[members[before]] == kecamatan[members[place]]:
                new = 0
                break
        count += new
    return count


@compiled
def links_in(links, sums):
    """Count the links of the chain that an area has enough of."""
    count = 0
    for link in range(links.shape[0]):
        if sums[int(links[link, 0])] >= links[link, 1]:
            count += 1
    return count


@compiled
def compactness(sums):
    """Polsby-Popper: 4 pi area / perimeter²."""
    perimeter = sums[sums.shape[0] - 1]
    return 4.0 * math.pi * sums[AREA_M2] / (perimeter * perimeter) if perimeter > 0.0 else math.nan


@compiled
def properties(program, sums, members, size, found):
    """Write the properties of an area that some criterion asks for, each in the place of its kind."""
    found[COMPACTNESS] = compactness(sums)
    if program.asked[CENTRE]:
        found[CENTRE] = centre_of(program, members, size)[2]
    if program.asked[KECAMATAN]:
        found[KECAMATAN] = float(kecamatan_in(program.kecamatan, members, size))
    if program.asked[CHAIN]:
        found[CHAIN] = float(links_in(program.links, sums))


@compiled
def weighed(criteria, sums, extremes, found, values, parts):
    """F of an area, and the weights it was divided by (0: no value, or nothing left to weigh).

    ``extremes`` is where the extreme columns begin in ``sums``; ``found`` holds the area's properties. Writes X_k to
    ``values`` (NaN: nothing measured) and w_k value_k(X_k) to ``parts``. Kept in one piece and free of calls: this is
    the inmost loop of every search.
    """
    total, weights = 0.0, 0.0
    for k in range(criteria.shape[0]):
        kind = criteria[k, KIND]
        x, share = math.nan, 1.0
        if kind >= COMPACTNESS:
            x = found[int(kind)]
        else:
            measured = sums[int(criteria[k, MEASURED])]
            if measured != 0.0:
                if kind == RATIO:
                    divisor = sums[int(criteria[k, DIVISOR])]
                    if divisor > 0.0:
                        x = sums[int(criteria[k, NUMBER])] / divisor
                        share = divisor / sums[int(criteria[k, WHOLE])]
                elif kind == SUM:
                    x = sums[int(criteria[k, NUMBER])]
                else:
                    x = criteria[k, SIGN] * sums[extremes + int(criteria[k, NUMBER])]
                if kind != RATIO and criteria[k, LEAST_IS_BAD] != 0.0 and measured != sums[COUNT]:
                    share = 0.0
        weight, policy, part = criteria[k, WEIGHT], criteria[k, POLICY], 0.0
        if x != x:
            if policy == REFUSE:
                return math.nan, 0.0
            if policy == DROP:
                weight = 0.0
        else:
            # Adding zero turns -0.0, which a reversed scale gives, into 0.0.
            scaled = (x - criteria[k, WORST_AT]) / (criteria[k, BEST_AT] - criteria[k, WORST_AT])
            part = (min(max(scaled, 0.0), 1.0) + 0.0) * weight
            if policy == WORST:
                part *= share
        values[k], parts[k] = x, part
        total += part
        weights += weight
    return (total / weights, weights) if weights > 0.0 else (math.nan, 0.0)


@compiled
def sums_of(program, members, size, result, scratch):
    """Write the sums of an area, its members taken in the order given."""
    empty(program, scratch)
    for place in range(size):
        join(program, scratch, members, place, members[place], result)
        scratch[:] = result
    result[:] = scratch


@compiled
def worths(program, areas, sizes, scores, centres, ways):
    """Work out F and the centre of many areas: one row of positions each, the first ``sizes[i]`` of them count."""
    width, count, extremes = columns_of(program), program.criteria.shape[0], program.add.shape[1]
    sums, scratch = np.empty(width), np.empty(width)
    found, values, parts = np.zeros(KINDS), np.empty(count), np.empty(count)
    for row in range(areas.shape[0]):
        sums_of(program, areas[row], sizes[row], sums, scratch)
        properties(program, sums, areas[row], sizes[row], found)
        scores[row] = weighed(program.criteria, sums, extremes, found, values, parts)[0]
        centres[row, 0], centres[row, 1], ways[row] = centre_of(program, areas[row], sizes[row])
