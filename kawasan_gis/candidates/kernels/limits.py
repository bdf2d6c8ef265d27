"""Which sets of villages are allowed: the rules, compiled.

:mod:`kawasan_gis.candidates.rules.rules` says the same of one area in words; tests hold the two against each other.
"""

from typing import Any, NamedTuple

import numpy as np

from kawasan_gis.candidates.kernels.worth import centre_of, distance
from kawasan_gis.compiled import compiled

# Sums of many decimals reach a bound a little late.
SLACK = 1e-9


class Limits(NamedTuple):
    """The rules as arrays, villages by their number in the program.

    Villages that hold together with i are in ``near_to`` from ``near_at[i]`` to ``near_at[i + 1]``; only those of
    ``may`` can be members, and every area holds those of ``must``. The sums in ``column`` stay between ``lower``
    and ``upper``; where ``grows`` they never fall, so that too much is too much for good. No member is farther than
    ``reach`` from the centre, nor more than ``steps`` members away; where there is such a limit, ``ball_to`` from
    ``ball_at[i]`` holds the villages that can be members when i is the centre, and ``together`` (n, n) says who can
    share one. Where ``no_holes``, every
    village that borders an area (``touch_at``, ``touch_to``) and counts as a hole (``inner``) has a way out to an
    ``outer`` one. ``keys`` (n) are random numbers that name sets.
    """

    least: int
    most: int
    near_at: Any
    near_to: Any
    may: Any
    must: Any
    column: Any
    lower: Any
    upper: Any
    grows: Any
    reach: float
    together: Any
    steps: int
    ball_at: Any
    ball_to: Any
    no_holes: bool
    touch_at: Any
    touch_to: Any
    outer: Any
    inner: Any
    keys: Any


@compiled
def fits(limits, sums):
    """Tell whether an area is not yet too much of anything that only grows."""
    for rule in range(limits.column.shape[0]):
        if limits.grows[rule] and sums[limits.column[rule]] > limits.upper[rule] + SLACK:
            return False
    return True


@compiled
def can_join(limits, members, size, village):
    """Tell whether a village and every member can share a centre."""
    if limits.together.shape[0]:
        for place in range(size):
            if not limits.together[members[place], village]:
                return False
    return True


@compiled
def _within_bounds(limits, sums):
    for rule in range(limits.column.shape[0]):
        total = sums[limits.column[rule]]
        if not limits.lower[rule] - SLACK <= total <= limits.upper[rule] + SLACK:
            return False
    return True


@compiled
def in_order(members, size):
    """Give the first ``size`` members in ascending order: few, so that each is put into its place."""
    ordered = np.empty(size, np.int64)
    for number in range(size):
        place = number
        while place > 0 and ordered[place - 1] > members[number]:
            ordered[place] = ordered[place - 1]
            place -= 1
        ordered[place] = members[number]
    return ordered


@compiled
def _around_centre(program, limits, members, size, mark, queue):
    """Tell whether every member is near enough to a centre: by the way, and in steps from member to member."""
    # In ascending order, so that rounding breaks ties between centres the same way each time.
    first, second, way = centre_of(program, in_order(members, size), size)
    if first < 0 or way != way:
        return False
    for place in range(size):
        far = distance(program, members[place], first)
        if second >= 0:
            far = min(far, distance(program, members[place], second))
        if far > limits.reach + SLACK:
            return False
    for place in range(size):
        mark[members[place]] = 1
    queue[0], mark[first], last = first, 0, 1
    if second >= 0:
        queue[1], mark[second], last = second, 0, 2
    begin, step = 0, 0
    while last < size and step < limits.steps and begin < last:
        step += 1
        end = last
        while begin < end:
            for near in range(limits.near_at[queue[begin]], limits.near_at[queue[begin] + 1]):
                other = limits.near_to[near]
                if mark[other]:
                    mark[other] = 0
                    queue[last] = other
                    last += 1
            begin += 1
    for place in range(size):
        mark[members[place]] = 0
    return last == size


@compiled
def has_hole(limits, members, size, mark, queue):
    """Tell whether an area encloses a village that counts; ``mark`` comes and leaves as zeros."""
    for place in range(size):
        mark[members[place]] = 1
    hole, walk, last = False, 1, 0
    for place in range(size):
        for start in range(limits.touch_at[members[place]], limits.touch_at[members[place] + 1]):
            if hole or mark[limits.touch_to[start]]:
                continue
            # Walk through the villages outside until one leads out, or was reached by a walk that got out.
            walk += 1
            begin, escaped, counts = last, False, False
            queue[last] = limits.touch_to[start]
            mark[queue[last]] = walk
            last += 1
            while begin < last and not escaped:
                village = queue[begin]
                begin += 1
                escaped = limits.outer[village]
                counts = counts or limits.inner[village]
                for touch in range(limits.touch_at[village], limits.touch_at[village + 1]):
                    other = limits.touch_to[touch]
                    if mark[other] == 0:
                        mark[other] = walk
                        queue[last] = other
                        last += 1
                    elif 1 < mark[other] < walk:
                        escaped = True
            hole = counts and not escaped
    for place in range(last):
        mark[queue[place]] = 0
    for place in range(size):
        mark[members[place]] = 0
    return hole


@compiled
def allowed(program, limits, sums, members, size, mark, queue):
    """Tell whether an area that hangs together keeps every rule."""
    if not limits.least <= size <= limits.most or not _within_bounds(limits, sums):
        return False
    held, wanted = 0, 0
    for place in range(size):
        held += limits.must[members[place]]
    for village in range(limits.must.shape[0]):
        wanted += limits.must[village]
    if held < wanted:
        return False
    if limits.ball_at.shape[0] and not _around_centre(program, limits, members, size, mark, queue):
        return False
    return not (limits.no_holes and has_hole(limits, members, size, mark, queue))


@compiled
def hangs_together(limits, members, size, mark, queue):
    """Tell whether an area is in one piece; ``mark`` comes and leaves as zeros."""
    if size == 0:
        return False
    for place in range(size):
        mark[members[place]] = 1
    queue[0] = members[0]
    mark[members[0]] = 0
    begin, end = 0, 1
    while begin < end:
        village = queue[begin]
        begin += 1
        for near in range(limits.near_at[village], limits.near_at[village + 1]):
            other = limits.near_to[near]
            if mark[other]:
                mark[other] = 0
                queue[end] = other
                end += 1
    for place in range(size):
        mark[members[place]] = 0
    return end == size


def name_keys(size: int) -> Any:
    """Give every village a random 64-bit number, the same in every run; a set is named by their exclusive or."""
    return np.random.default_rng(20_140_006).integers(1, 2**63, size=size, dtype=np.uint64)
