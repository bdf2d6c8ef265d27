"""Choosing the list as a whole: which areas together, and what every village is worth to the list.

Of a pool of areas A the list is the choice x_A in {0, 1} with::

    maximize  sum of F(A) x_A     sum of x_A <= K     no two chosen areas share more than max_overlap of the smaller

Its linear relaxation bounds what any list can reach. With c_v = sum of x_A over areas that hold v, and t(s) = the
whole number of villages that areas of s may share, any list keeps

    sum over v of c_v (c_v - 1)  =  sum over ordered pairs of what they share  <=  (K - 1) sum of t(|A|) x_A

and the left side is bounded from below by straight pieces of c_v: 2 for the second area over a village, 4 for the
third, and so on. Where areas may share nothing this is c_v <= 1: set packing. The dual values are prices: pi_v of a
village, theta of the right to share, mu of a place in the list. For any prices at all

    K max over A of (F(A) - sum of pi_v + theta (K - 1) t(|A|))  +  sum of pi_v  +  sum over v, j of (pi_v - 2 j theta)

(only what is positive counts) is an upper bound of every list (Lagrange), which is how a list is proven good.

References
----------
Barnhart, C. et al. (1998). Branch-and-price: column generation for solving huge integer programs. Operations
Research 46(3), 316-329.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_array, coo_array, csr_array, vstack

from kawasan_gis.candidates.search.grounds import Area
from kawasan_gis.scoring import Floats

# Sums of scores are compared to this many decimals; beyond, the order of codes decides.
DECIMALS = 12
# The solver stops at differences of 1e-6: scores are scaled up for it. Where lists are equal to TIE, the first wins.
SCALE, TIE = 1e4, 1e-9
# Branch-and-bound nodes of the solver: a count, not a time, so that every machine stops at the same place.
NODES = 2000


class Wanted(NamedTuple):
    """A candidate that is asked for: with these villages, and without those (positions)."""

    with_all: frozenset[int]
    without: frozenset[int]

    def is_met(self, members: Sequence[int]) -> bool:
        """Tell whether an area is such a one."""
        return self.with_all <= set(members) and self.without.isdisjoint(members)


@dataclass(frozen=True)
class Packing:
    """What is asked of a list: how many areas, how much they may share, and which villages all areas must hold.

    No two areas have centres of one ``group`` (a number per village; none when empty). For each of ``wanted`` there
    is an area with all its first villages and none of its second.
    """

    count: int
    max_overlap: float
    shared: frozenset[int]
    group: tuple[int, ...] = ()
    wanted: tuple[Wanted, ...] = ()

    def may_share(self, size: int) -> int:
        """How many villages an area of this size may share with another that is no smaller."""
        return math.floor(self.max_overlap * size + 1e-9)


class Choice(NamedTuple):
    """A list out of a pool: places in the pool, best area first, and an upper bound of any list out of it."""

    places: list[int]
    bound: float


class Prices(NamedTuple):
    """Dual values of a relaxation: its value, and the prices of villages, of sharing, and of a place in the list."""

    value: float
    village: Floats
    sharing: float
    place: float
    chosen: Floats

    def of_size(self, packing: Packing, size: int) -> float:
        """What an area of this size gets back for the right to share."""
        return self.sharing * (packing.count - 1) * packing.may_share(size)

    def bound(self, packing: Packing, best: float) -> float:
        """Upper bound of every list, when no area is worth more than ``best`` after prices."""
        steps = np.arange(1, max(packing.count, 2))
        over = np.maximum(self.village[:, None] - 2 * steps[None] * self.sharing, 0.0)
        extra = float(over.sum()) if packing.max_overlap > 0 else 0.0
        return packing.count * max(best, 0.0) + float(self.village.sum()) + extra


def _incidence(areas: Sequence[Area], villages: int, shared: frozenset[int]) -> csr_array:
    """Which village (row) is in which area (column); villages that all areas must hold do not count."""
    pairs = [(v, column) for column, area in enumerate(areas) for v in area.members if v not in shared]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=(villages, len(areas))).tocsr()


def relax(areas: Sequence[Area], villages: int, packing: Packing) -> Prices:
    """Solve the linear relaxation over a pool of areas."""
    scores = np.array([area.score for area in areas])
    holds = _incidence(areas, villages, packing.shared)
    steps = packing.count - 1 if packing.max_overlap > 0 else 0
    again = csr_array(-np.tile(np.eye(villages), steps)) if steps else csr_array((villages, 0))
    sharing = np.array([(packing.count - 1) * packing.may_share(len(area.members)) for area in areas], dtype=float)
    cost = np.repeat(2.0 * np.arange(1, steps + 1), villages)
    rows = block_array([[holds, again]]) if steps else holds
    budget = csr_array(np.concatenate([-sharing, cost])[None])
    places = csr_array(np.concatenate([np.ones(len(areas)), np.zeros(len(cost))])[None])
    result = linprog(
        -np.concatenate([scores, np.zeros(len(cost))]),
        A_ub=vstack([rows, budget, places]),
        b_ub=np.concatenate([np.ones(villages), [0.0, packing.count]]),
        bounds=np.array([[0.0, np.inf]] * len(areas) + [[0.0, 1.0]] * len(cost)),
        method="highs",
    )
    duals = np.maximum(-result.ineqlin.marginals, 0.0)
    return Prices(-float(result.fun), duals[:villages], float(duals[-2]), float(duals[-1]), result.x[: len(areas)])


def conflicts(areas: Sequence[Area], villages: int, packing: Packing) -> np.ndarray:
    """Tell which areas cannot stand in one list, as a symmetric matrix of booleans."""
    holds = _incidence(areas, villages, packing.shared)
    common = (holds.T @ holds).toarray()
    sizes = np.array([sum(v not in packing.shared for v in area.members) for area in areas])
    most = np.floor(packing.max_overlap * np.minimum.outer(sizes, sizes) + 1e-9)
    result = common > most
    if packing.group:
        groups = np.array([packing.group[area.centres[0]] for area in areas])
        result |= groups[:, None] == groups
    np.fill_diagonal(result, False)
    return np.asarray(result)


def choose(areas: Sequence[Area], villages: int, packing: Packing) -> Choice:
    """Choose the best list out of a pool by integer programming; an empty one when what is wanted cannot be had."""
    apart = conflicts(areas, villages, packing)
    if packing.max_overlap > 0:
        table = _clique_rows(_cliques(apart, [area.score for area in areas]), len(areas))
    else:
        table = vstack([_incidence(areas, villages, packing.shared), *_group_rows(areas, packing)])
    asked = np.array([[wanted.is_met(area.members) for area in areas] for wanted in packing.wanted], dtype=float)
    result = milp(
        -SCALE * np.array([area.score - TIE * place / len(areas) for place, area in enumerate(areas)]),
        constraints=[
            LinearConstraint(table, -np.inf, 1.0),
            LinearConstraint(np.ones((1, len(areas))), -np.inf, packing.count),
            *([LinearConstraint(asked, 1.0, np.inf)] if packing.wanted else []),
        ],
        integrality=np.ones(len(areas)),
        bounds=Bounds(0.0, 1.0),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    greedy = _filled([], areas, apart, packing.count) if not packing.wanted else []
    chosen = greedy if result.x is None else [int(place) for place in np.flatnonzero(result.x > 0.5)]
    if chosen or not packing.wanted:
        chosen = _filled(chosen, areas, apart, packing.count)
    if sum(areas[place].score for place in chosen) < sum(areas[place].score for place in greedy):
        chosen = greedy
    most = np.sum(np.sort([area.score for area in areas])[-packing.count :])
    known = -result.mip_dual_bound / SCALE + TIE * packing.count if result.mip_dual_bound is not None else most
    chosen.sort(key=lambda place: (-round(areas[place].score, DECIMALS), areas[place].members))
    return Choice(chosen, float(min(known, most)))


def _group_rows(areas: Sequence[Area], packing: Packing) -> list[csr_array]:
    """Rows by which at most one area has its centre in each group."""
    if not packing.group:
        return []
    groups = np.array([packing.group[area.centres[0]] for area in areas])
    return [csr_array((groups == np.unique(groups)[:, None]).astype(np.float64))]


def _clique_rows(cliques: Sequence[Sequence[int]], count: int) -> csr_array:
    rows = [column for clique in cliques for column in clique]
    ends = np.cumsum([0, *(len(clique) for clique in cliques)])
    return csr_array((np.ones(len(rows)), np.array(rows, dtype=np.int64), ends), shape=(len(cliques), count))


def _filled(chosen: Sequence[int], areas: Sequence[Area], apart: np.ndarray, count: int) -> list[int]:
    """Walk down from the best and add what is compatible with all before: areas worth nothing count as areas too."""
    kept = list(chosen)
    for place in sorted(range(len(areas)), key=lambda one: (-round(areas[one].score, DECIMALS), areas[one].members)):
        if len(kept) < count and place not in kept and not apart[place, kept].any():
            kept.append(place)
    return kept


def _cliques(apart: np.ndarray, scores: Sequence[float]) -> list[list[int]]:
    """Cover every conflict by groups of areas that all exclude each other: fewer and stronger rows than pairs."""
    left = np.triu(apart, 1)
    order = np.argsort(-np.asarray(scores), kind="stable")
    cliques = []
    for one in order:
        while (left[one] | left[:, one]).any():
            other = int(order[(left[one] | left[:, one])[order].argmax()])
            clique, common = [int(one), other], apart[one] & apart[other]
            while common.any():
                further = int(order[common[order].argmax()])
                clique.append(further)
                common = common & apart[further]
            clique.sort()
            left[np.ix_(clique, clique)] = False
            cliques.append(clique)
    return cliques
