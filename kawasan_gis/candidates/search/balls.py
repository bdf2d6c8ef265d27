"""Balls: the villages that can belong to an area when a given village is its centre."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, eye_array

from kawasan_gis.candidates.kernels.worth import Program

Integers = npt.NDArray[np.int64]

# The whole table of who can share a centre is kept for grounds of up to so many villages; beyond, the rule is only
# checked at the end.
MOST_PAIRS = 6000


class Balls(NamedTuple):
    """Villages around each village i, from ``at[i]`` to ``at[i + 1]`` in ``to``; who can share a centre."""

    at: Integers
    to: Integers
    together: npt.NDArray[np.bool_]


def balls_of(
    program: Program, near_at: Integers, near_to: Integers, may: npt.NDArray[np.bool_], steps: int, reach: float
) -> Balls:
    """Find every village within some steps and some way of each village that may be a centre.

    Parameters
    ----------
    program
        Holds places, travel times and who may be a centre.
    near_at, near_to
        Who holds together with whom, by village numbers.
    may
        Who may be a member.
    steps
        Steps from the centre at most; 0 for any number.
    reach
        Way to the centre at most, in km or minutes; infinite for any.

    Returns
    -------
    Balls
        Empty where there is no limit at all. ``together`` is empty where areas have two centres, or there are too
        many villages.
    """
    nothing = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=bool)
    if not steps and not np.isfinite(reach):
        return Balls(*nothing)
    n = len(may)
    table = _within_steps(near_at, near_to, n, steps) if steps else csr_array(np.ones((n, n), dtype=np.int8))
    start, end = table.nonzero()
    if np.isfinite(reach):
        far = program.travel[end, start] if len(program.travel) else _straight(program, start, end)
        near = far <= reach + 1e-9
        start, end = start[near], end[near]
    allowed = may[start] & may[end] & np.isfinite(program.centrality[start])
    start, end = start[allowed], end[allowed]
    order = np.lexsort((end, start))
    at = np.concatenate([[0], np.cumsum(np.bincount(start, minlength=n))]).astype(np.int64)
    together = nothing[2]
    if program.centres == 1 and n <= MOST_PAIRS:
        balls = csr_array((np.ones(len(start), dtype=np.int32), (start, end)), shape=(n, n))
        together = (balls.T @ balls).toarray(order="C") > 0
    return Balls(at, end[order].astype(np.int64), together)


def _within_steps(near_at: Integers, near_to: Integers, n: int, steps: int) -> csr_array:
    one = csr_array((np.ones(len(near_to), dtype=np.int32), near_to, near_at), shape=(n, n)) + eye_array(
        n, dtype=np.int32
    )
    result = one
    for _ in range(steps - 1):
        result = ((result @ one) > 0).astype(np.int32)
    return csr_array(result)


def _straight(program: Program, start: Integers, end: Integers) -> npt.NDArray[np.float64]:
    return np.asarray(np.hypot(program.x[start] - program.x[end], program.y[start] - program.y[end]))
