"""The best area that holds some villages, with a proof.

Each must-have village is paid ``REWARD`` on top of F. F lies within 0..1, so that an area that lacks one is worth less
than any that has them all, and the bounds of :mod:`kawasan_gis.candidates.search.bounds` rule it out at the first step.
"""

import math

import numpy as np

from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import Area, Ground
from kawasan_gis.candidates.search.search import examine_areas, grow_areas, tilts_for

REWARD = 2.0
# Equally good areas within this are looked at as well, so that codes decide between them.
MARGIN = 1e-10
WIDTH, KEEP = 64, 8


def best_area(ground: Ground, effort: Effort) -> tuple[Area | None, float, bool]:
    """Find the best area with all must-have villages, an upper bound of F, and whether all were looked at."""
    count, must = len(ground.positions), ground.limits.must
    if not ground.limits.may[must > 0].all():
        return None, 0.0, True
    local = {int(position): number for number, position in enumerate(ground.positions)}
    found = {area.members: area for area in grow_areas(ground, np.zeros(count), effort, width=WIDTH, keep=KEEP)}
    found = {members: area for members, area in found.items() if not math.isnan(area.score)}
    top = sorted(found.values(), key=_order)[:5]
    paid, best = REWARD * float(must.sum()), top[0].score if top else 0.0
    examined = examine_areas(
        ground, -REWARD * must, effort, threshold=lambda _size: paid + best - MARGIN,
        tilts=tilts_for(ground, top, local), budget=effort.budget, keep=KEEP, unbounded=0,
    )  # fmt: skip
    found.update({area.members: area for area in examined.areas})
    first = min(found.values(), key=_order, default=None)
    return first, best - MARGIN + examined.ceiling, len(examined.sizes) == ground.limits.most - ground.limits.least + 1


def _order(area: Area) -> tuple[float, tuple[int, ...]]:
    return -round(area.score, 12), area.members
