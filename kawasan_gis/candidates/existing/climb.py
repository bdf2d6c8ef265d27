"""Single steps from an area: one village added, dropped, or swapped for another."""

import math
from collections.abc import Iterator

import numpy as np

from kawasan_gis.candidates.kernels.limits import allowed, hangs_together
from kawasan_gis.candidates.kernels.worth import KINDS, columns_of, properties, sums_of, weighed
from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import Ground
from kawasan_gis.compiled import compiled
from kawasan_gis.scoring import Floats

# Scores that differ by less are the same.
DECIMALS = 12

Numbers = tuple[int, ...]


@compiled
def weigh(program, limits, areas, sizes, scores):  # type: ignore[no-untyped-def]
    """Work out F of many sets, one row of numbers each; NaN where a set does not keep the rules."""
    n, extremes = limits.may.shape[0], program.add.shape[1]
    sums, scratch = np.empty(columns_of(program)), np.empty(columns_of(program))
    count = program.criteria.shape[0]
    found, values, parts = np.zeros(KINDS), np.empty(count), np.empty(count)
    mark, queue = np.zeros(n, np.int64), np.empty(n, np.int64)
    for row in range(areas.shape[0]):
        members, size = areas[row], sizes[row]
        scores[row] = math.nan
        if not hangs_together(limits, members, size, mark, queue):
            continue
        sums_of(program, members, size, sums, scratch)
        if allowed(program, limits, sums, members, size, mark, queue):
            properties(program, sums, members, size, found)
            scores[row] = weighed(program.criteria, sums, extremes, found, values, parts)[0]


def weigh_all(ground: Ground, rows: list[Numbers]) -> Floats:
    """Work out F of many sets of a ground; NaN where a set does not keep the rules."""
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    areas = np.full((len(rows), int(sizes.max())), -1, dtype=np.int64)
    for place, row in enumerate(rows):
        areas[place, : len(row)] = row
    scores = np.empty(len(rows))
    weigh(ground.program, ground.limits, areas, sizes, scores)
    return scores


def steps_from(ground: Ground, members: Numbers) -> Iterator[Numbers]:
    """Give every set that is one step away: a bordering village added, one dropped that need not stay, or both."""
    limits, inside = ground.limits, set(members)
    near = {int(v) for m in members for v in limits.near_to[limits.near_at[m] : limits.near_at[m + 1]]}
    outside = sorted(near - inside)
    yield from (tuple(sorted([*members, village])) for village in outside)
    for member in members:
        if limits.must[member]:
            continue
        rest = [other for other in members if other != member]
        if rest:
            yield tuple(rest)
            yield from (tuple(sorted([*rest, village])) for village in outside)


def climb(ground: Ground, members: Numbers, effort: Effort) -> tuple[Numbers, float]:
    """Take the best single step until none raises F; ties go to the set whose codes come first.

    A set that breaks the rules is worth less than any that keeps them. Gives the last set and its F, NaN where it
    breaks the rules.
    """
    members = tuple(sorted(members))
    score = float(weigh_all(ground, [members])[0])
    effort.count(1)
    while not effort.spent:
        rows = list(steps_from(ground, members))
        if not rows:
            break
        scores = weigh_all(ground, rows)
        effort.count(len(rows))
        rounded = np.round(scores, DECIMALS)
        if np.isnan(rounded).all():
            break
        best = float(np.nanmax(rounded))
        if not math.isnan(score) and best <= round(score, DECIMALS):
            break
        members, score = min((row, float(one)) for row, one, r in zip(rows, scores, rounded, strict=True) if r == best)
    return members, score
