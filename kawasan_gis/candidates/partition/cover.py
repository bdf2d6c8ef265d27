"""Choosing a partition out of a pool of areas: set partitioning, first by villages placed, then by worth.

With the areas A of a pool, their worth v(A), and x_A in {0, 1}::

    sum over A that hold i of x_A <= 1   for every village i        sum of x_A <= count

the greatest sum of |A| x_A is found first; among the choices that reach it the greatest sum of v(A) x_A.

References
----------
Garfinkel, R. S. and Nemhauser, G. L. (1970). Optimal political districting by implicit enumeration techniques.
Management Science 16(8), B-495-B-508.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, vstack

from kawasan_gis.scoring import Floats

Rows = Sequence[tuple[int, ...]]

# Branch-and-bound nodes of the solver: a count, not a time, so that every machine stops at the same place.
NODES = 50
# Areas the integer program chooses from at most.
MOST_CHOICES = 1500
# Worth below this is rounding.
SAME = 1e-7


class Choice(NamedTuple):
    """Places in the pool, and whether the solver proved that no other choice is better."""

    chosen: list[int]
    proven: bool


class Relaxed(NamedTuple):
    """The linear relaxation: its value, what each village costs an area, the price of a place, who is chosen."""

    value: float
    price: Floats
    place: float
    chosen: Floats


def _table(rows: Rows, villages: int, count: int | None) -> tuple[csr_array, Floats]:
    """Constraints (matrix, upper bounds): every village once at most, and no more areas than asked for."""
    pairs = np.array([(v, column) for column, row in enumerate(rows) for v in row], dtype=np.int64).reshape(-1, 2)
    holds = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(villages, len(rows))).tocsr()
    if count is None:
        return holds, np.ones(villages)
    return vstack([holds, csr_array(np.ones((1, len(rows))))]).tocsr(), np.append(np.ones(villages), float(count))


def _sizes(rows: Rows) -> Floats:
    return np.array([len(row) for row in rows], dtype=np.float64)


def relax(rows: Rows, values: Floats, villages: int, count: int | None, placed: int) -> Relaxed:
    """Solve the linear relaxation of the second question, with at least ``placed`` villages.

    Parameters
    ----------
    rows, values
        The pool: village numbers and worth of each area.
    villages
        How many villages there are.
    count
        The most areas; no limit when None.
    placed
        How many villages are to be placed at least.
    """
    table, upper = _table(rows, villages, count)
    result = linprog(
        -values,
        A_ub=vstack([table, csr_array(-_sizes(rows)[None])]),
        b_ub=np.append(upper, -float(placed)),
        bounds=(0.0, None),
        method="highs-ds",
    )
    duals = -result.ineqlin.marginals
    price = duals[:villages] - duals[-1]
    return Relaxed(-float(result.fun), price, float(duals[-2]) if count is not None else 0.0, result.x)


def reduced(rows: Rows, values: Floats, relaxed: Relaxed) -> Floats:
    """Worth of areas after the prices of a relaxation: what one more of them would add to it at most."""
    flat = np.fromiter((v for row in rows for v in row), dtype=np.int64)
    begins = np.cumsum([0, *(len(row) for row in rows[:-1])])
    return np.asarray(values - np.add.reduceat(relaxed.price[flat], begins) - relaxed.place)


def best_choice(
    rows: Rows, values: Floats, villages: int, count: int | None, start: Sequence[int], relaxed: Relaxed
) -> Choice:
    """Find the choice of greatest worth that places as many villages as ``start``.

    An area whose worth after prices lies further below 0 than ``start`` lies below the relaxation cannot be in a
    better choice and is left out; beyond the greatest number the solver can take, the least promising are left out.
    """
    now = float(values[list(start)].sum())
    if now >= relaxed.value - SAME and start:
        return Choice(list(start), True)
    placed = sum(len(rows[place]) for place in start)
    after = reduced(rows, values, relaxed)
    useful = np.flatnonzero(after >= now - relaxed.value - SAME)
    whole = len(useful) <= MOST_CHOICES
    if not whole:
        useful = np.sort(useful[np.argsort(-after[useful], kind="stable")[:MOST_CHOICES]])
    offered = sorted({*useful.tolist(), *start})
    # Where choices are equally good, the areas that come first win.
    tie = 1e-9 * np.arange(len(offered)) / len(offered)
    rows_offered = [rows[place] for place in offered]
    found, proven = _solve(rows_offered, values[offered] - tie, villages, count, placed)
    if found is None:
        return Choice(list(start), False)
    chosen = [offered[place] for place in found]
    if sum(len(rows[c]) for c in chosen) < placed or float(values[chosen].sum()) < now - SAME:
        return Choice(list(start), False)
    reached = float(values[chosen].sum()) >= relaxed.value - SAME
    return Choice(chosen, reached or (proven and whole))


def _solve(
    rows: Rows, worth: Floats, villages: int, count: int | None, placed: int | None
) -> tuple[list[int] | None, bool]:
    table, upper = _table(rows, villages, count)
    constraints = [LinearConstraint(table, -np.inf, upper)]
    if placed is not None:
        constraints.append(LinearConstraint(_sizes(rows)[None], float(placed), np.inf))
    result = milp(
        -worth,
        constraints=constraints,
        integrality=np.ones(len(rows)),
        bounds=Bounds(0.0, 1.0),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    if result.x is None:
        return None, False
    return [int(place) for place in np.flatnonzero(result.x > 0.5)], result.status == 0
