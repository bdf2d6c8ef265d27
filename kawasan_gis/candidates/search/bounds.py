"""Upper bounds of F over all areas of a size, made so that most areas need not be looked at.

For areas of s villages a criterion that is a sum or a plain mean adds up over the members: z = sum of z_v. Its value
is z kept within 0..1. Over the values that z can take, lo to hi, the least concave function above it is a line from
(lo, 0) to (1, 1) and then flat; each of the two pieces is a sum over members and bounds the value from above. Where
good areas have z below 1 the slanted piece is the better bound, where they have it above 1 the flat one.
"""

import numpy as np
import numpy.typing as npt

from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.candidates.kernels.ceilings import Bound
from kawasan_gis.scoring import Floats


def scaled_values(program: w.Program, may: npt.NDArray[np.bool_], size: int) -> Floats:
    """What each village adds to z of each criterion that adds up, NaN where it does not; villages by criterion."""
    rows = program.criteria
    result = np.full((len(may), len(rows)), np.nan)
    for k, row in enumerate(rows):
        if row[w.KIND] not in (w.RATIO, w.SUM):
            continue
        x, span = program.add[:, int(row[w.NUMBER])], row[w.BEST_AT] - row[w.WORST_AT]
        measured = program.add[:, int(row[w.MEASURED])] > 0
        if row[w.KIND] == w.SUM and (row[w.POLICY] == w.REFUSE or measured[may].all()):
            result[:, k] = (x - row[w.WORST_AT] / size) / span
        elif row[w.KIND] == w.RATIO and row[w.DIVISOR] == row[w.MEASURED]:
            result[:, k] = (x - row[w.WORST_AT]) / span / size
            unknown = may & ~measured
            if unknown.any():
                highest = max(1.0, size * float(result[may & measured, k].max(initial=0.0)))
                result[unknown, k] = np.nan if row[w.POLICY] == w.WORST else highest / size
    return result


def bound_of(program: w.Program, may: npt.NDArray[np.bool_], size: int, price: Floats, tilts: Floats) -> Bound:
    """Make the bounds for areas of one size.

    Parameters
    ----------
    program
        What areas are worth.
    may
        Which villages may be members.
    size
        Number of members.
    price
        Price of each village.
    tilts
        A row per bound, a column per criterion: how much (0..1) to take of the slanted piece, the rest of the flat
        one, where the criterion adds up.
    """
    rows = program.criteria
    count = len(rows)
    z = scaled_values(program, may, size)
    weight = rows[:, w.WEIGHT] / rows[:, w.WEIGHT].sum()
    gain = np.tile(-np.asarray(price, dtype=np.float64), (len(tilts), 1))
    constant, linear = np.zeros(len(tilts)), np.zeros(count, dtype=bool)
    slope, offset, sinks = np.zeros(count), np.zeros(count), np.zeros(count)
    for k, row in enumerate(rows):
        values = z[may, k]
        if np.isnan(values).any() or not len(values):
            continue
        linear[k] = True
        ordered = np.sort(values)
        low, high = float(ordered[:size].sum()), float(ordered[-size:].sum())
        if high <= 0.0:
            continue
        top, start = min(high, 1.0), min(low, 0.0)
        tilt = weight[k] * tilts[:, k] * top / (top - start)
        if start == 0.0 and high > 1.0 and bool((program.add[may, int(row[w.MEASURED])] > 0).all()):
            per = size if row[w.KIND] == w.RATIO else 1
            slope[k] = 1.0 / (row[w.BEST_AT] - row[w.WORST_AT]) / per
            offset[k], sinks[k] = row[w.WORST_AT] * per / size, max(-float(values.min()), 0.0)
        gain += np.outer(tilt, np.where(may, z[:, k], 0.0))
        constant += weight[k] * (1.0 - tilts[:, k]) * top - tilt * start
    order = np.empty(len(may), dtype=np.int64)
    order[np.lexsort((np.arange(len(may)), -gain[0]))] = np.arange(len(may))
    metric = program.travel.shape[0] == 0
    return Bound(
        size, constant, gain, order, linear, np.asarray(tilts, dtype=np.float64), slope, offset, sinks, weight,
        metric, _surplus(program),
    )  # fmt: skip


def _surplus(program: w.Program) -> float:
    """How much longer the borders of a village can be than its perimeter: they are measured one by one."""
    start = np.repeat(np.arange(len(program.perimeter)), np.diff(program.border_at))
    borders = np.bincount(start, weights=program.border_m, minlength=len(program.perimeter))
    return float((borders - program.perimeter).max(initial=0.0))
