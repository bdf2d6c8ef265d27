"""The search as a whole: a first list, then areas that would improve it, until it is proven good or work runs out."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from kawasan_gis.candidates.search.certificate import Certificate, CutShort
from kawasan_gis.candidates.search.effort import QUICK, Effort, OutOfTime
from kawasan_gis.candidates.search.exchange import exchanged
from kawasan_gis.candidates.search.grounds import Area, Ground
from kawasan_gis.candidates.search.portfolio import Packing, Prices, Wanted, choose, relax
from kawasan_gis.candidates.search.search import SWEEP, examine_areas, grow_areas, tilts_for

# Areas kept while growing; a first growth is wider than those that follow new prices.
FIRST_WIDTH, WIDTH = 32, 12
# Sets per first village and size before giving up on it, from a first look to a proof.
PATIENCE = (100_000, 2_000_000, 30_000_000)
# Sets around a centre that are as soon looked at as one of each size is bounded.
WORTH = 5 * QUICK
# Rounds of growing under new prices at most, and the rise of the relaxation below which a round is the last.
ROUNDS, RISE = 15, 2e-4
# Areas the integer program chooses from; pairs that exclude each other make it much harder.
MOST_CHOICES, MOST_PAIRED = 1500, 250
# Areas of each wanted kind that it chooses from besides.
MOST_WANTED = 100
# Totals nearer than this are the same.
SAME = 1e-8


class Solution(NamedTuple):
    """A list, best area first, its certificate, the last prices, and every area met."""

    areas: list[Area]
    certificate: Certificate
    prices: Prices
    pool: list[Area]


class _Pool:
    """All areas met so far, each once."""

    def __init__(self) -> None:
        self._areas: dict[tuple[int, ...], Area] = {}

    def add(self, areas: Iterable[Area]) -> int:
        """Add areas that have a worth; returns how many are new."""
        before = len(self._areas)
        for area in areas:
            if not math.isnan(area.score):
                self._areas.setdefault(area.members, area)
        return len(self._areas) - before

    @property
    def areas(self) -> list[Area]:
        """The areas in the order of their members, so that nothing depends on when they were met."""
        return [self._areas[members] for members in sorted(self._areas)]


class Solver:
    """One search; its state is the pool, the best list, and the best bound so far."""

    def __init__(
        self, grounds: Sequence[Ground], packing: Packing, effort: Effort, villages: int, *, gap: float
    ) -> None:
        self.grounds, self.packing, self.effort, self.villages, self.gap = grounds, packing, effort, villages, gap
        self.pool = _Pool()
        self.list: list[Area] = []
        self.bound, self.best = math.inf, math.inf
        self._priced = math.inf
        self.complete_to = 0
        self.prices = Prices(0.0, np.zeros(villages), 0.0, 0.0, np.zeros(0))
        self._basis: list[Area] = []
        self._around: list[dict[int, int]] = [{} for _ in grounds]
        self._local = [{int(position): n for n, position in enumerate(ground.positions)} for ground in grounds]

    @property
    def total(self) -> float:
        """Sum of the list's scores."""
        return sum(area.score for area in self.list)

    @property
    def good(self) -> bool:
        """Whether the list is as near to its bound as asked for."""
        return math.isfinite(self.bound) and self.bound - self.total <= self.gap * self.bound + SAME

    def run(self) -> Solution:
        """Search until the list is good enough, proven, or the work is used up."""
        cut: CutShort = ""
        try:
            self._first()
            if self.packing.max_overlap > 0:
                self._exchange()
            self._grow_under_prices()
            self._choose()
            self._prove_best()
            if self._improve():
                self._close()
            cut = "work" if not self.good and self.effort.spent else ""
        except OutOfTime:
            cut = "time"
        except KeyboardInterrupt:
            cut = "interrupted"
        if not self.list and self.pool.areas:
            self._relax()
            self._choose()
        largest = max((ground.limits.most for ground in self.grounds), default=0)
        certificate = Certificate(self.total, self.bound, self.effort.looked, self.complete_to, largest, self.best, cut)
        return Solution(self.list, certificate, self.prices, self.pool.areas)

    def _first(self) -> None:
        for ground in self.grounds:
            none = np.zeros(len(ground.positions))
            self.pool.add(grow_areas(ground, none, self.effort, width=FIRST_WIDTH, keep=3))
            for wanted in self.packing.wanted:
                self.pool.add(grow_areas(_only(ground, wanted), none, self.effort, width=FIRST_WIDTH, keep=3))
        self._relax()

    def _relax(self) -> None:
        areas = self.pool.areas
        if areas:
            self.prices = relax(areas, self.villages, self.packing)
            self._basis = [area for area, share in zip(areas, self.prices.chosen, strict=True) if share > 1e-6]

    def _grow_under_prices(self) -> None:
        for _ in range(ROUNDS):
            before, new = self.prices.value, 0
            for ground in self.grounds:
                price = self.prices.village[ground.positions]
                new += self.pool.add(grow_areas(ground, price, self.effort, width=WIDTH, keep=1))
            if not new or self.effort.spent:
                return
            self._relax()
            if self.prices.value < before * (1 + RISE):
                return

    def _after_prices(self, areas: Sequence[Area]) -> np.ndarray:
        prices = self.prices
        return np.array([
            area.score - prices.village[list(area.members)].sum() - prices.place
            + prices.of_size(self.packing, len(area.members))
            for area in areas
        ])  # fmt: skip

    @property
    def _most(self) -> int:
        return MOST_PAIRED if self.packing.max_overlap > 0 else MOST_CHOICES

    def _choose(self) -> float:
        """Choose a list from the areas most likely to be in the best; gives an upper bound of lists of these."""
        areas = self.pool.areas
        if not areas:
            return math.inf
        worth = self._after_prices(areas)
        order = np.lexsort((np.arange(len(areas)), -worth))[: self._most]
        kept = {area.members: area for area in self.list}
        for wanted in self.packing.wanted:
            met = [place for place in np.argsort(-worth, kind="stable") if wanted.is_met(areas[place].members)]
            order = np.union1d(order, met[:MOST_WANTED]).astype(np.intp)
        offered = [areas[place] for place in sorted(order)]
        offered += [area for members, area in kept.items() if members not in {one.members for one in offered}]
        choice = choose(offered, self.villages, self.packing)
        chosen = [offered[place] for place in choice.places]
        more = sum(area.score for area in chosen) - self.total
        if more > 1e-12 or (more > -1e-12 and len(chosen) > len(self.list)):
            self.list = chosen
        return choice.bound

    def _exchange(self) -> None:
        for areas, found in exchanged(self.grounds, self.packing, self.effort, self.pool.areas):
            self.pool.add(found)
            if sum(area.score for area in areas) > self.total and not self.packing.wanted:
                self.list = areas

    def _prove_best(self) -> None:
        """Prove which single area is the best."""
        found = self.pool.areas
        # Growing may have missed what few areas the rules allow: then all of them are looked for.
        best = max((area.score for area in found), default=-1.0)
        ceiling, sizes = max(best, 0.0), []
        for n, (ground, local) in enumerate(zip(self.grounds, self._local, strict=True)):
            top = sorted((a for a in found if a.members[0] in local), key=lambda a: (-a.score, a.members))[:5]
            examined = examine_areas(
                ground, np.zeros(len(local)), self.effort, threshold=lambda _: best,
                tilts=tilts_for(ground, top, local), budget=PATIENCE[2], keep=1,
            )  # fmt: skip
            self.pool.add(examined.areas)
            self._around[n] = examined.around
            ceiling = max(ceiling, best + examined.ceiling)
            sizes.append(_complete_to(ground, examined.sizes))
        self.best = ceiling
        self.bound = min(self.bound, self.packing.count * ceiling)
        if not found:
            self._relax()
            self._choose()
        if self.good:
            self._note_complete(sizes)

    def _improve(self) -> bool:
        """Look at all areas that would improve the relaxation, with growing patience; tells whether none is left.

        Where a centre has few areas, to look at them is quick. The others have to be bounded, which is slow: that is
        done when the quick ones bring little.
        """
        patience, thorough = 0, False
        left: list[dict[int, list[int]] | None] = [None] * len(self.grounds)
        while not self.good and not self.effort.spent:
            before = self.prices.value
            new, left = self._examine(PATIENCE[patience] if thorough else 0, left)
            if not new and not any(left):
                return True
            slow = not new
            if new:
                # Other prices: everything has to be looked at again.
                left = [None] * len(self.grounds)
                self._relax()
                self._choose()
                slow = self.prices.value < before * (1 + 5 * RISE) or new < self.packing.count
            patience = min(patience + (slow and thorough), len(PATIENCE) - 1)
            thorough = slow
        if not self.good:
            # The last look may have been a quick one, which bounds nothing.
            self._examine(PATIENCE[0], left)
        return False

    def _close(self) -> None:
        """Look at every area that a better list could hold, and choose among all of them.

        Under prices that no area beats, a list that holds an area worth r less than its place is at least r below
        the bound. What lies farther below than the present list cannot be in a better one.
        """
        if self.good or self.effort.spent:
            return
        prices, lack = self.prices, self._priced - self.total + SAME

        def threshold(size: int) -> float:
            return prices.place - prices.of_size(self.packing, size) - lack

        keep, complete = self._most, True
        for ground, local, around in zip(self.grounds, self._local, self._around, strict=True):
            examined = examine_areas(
                ground, prices.village[ground.positions], self.effort, threshold=threshold,
                tilts=tilts_for(ground, [area for area in self._basis if area.members[0] in local], local),
                budget=PATIENCE[1], keep=keep, unbounded=WORTH * PATIENCE[1], around=around,
            )  # fmt: skip
            self.pool.add(examined.areas)
            sizes = np.bincount([len(area.members) for area in examined.areas], minlength=1)
            # A first village that has as many as are kept may have more.
            complete = complete and sizes.max() < keep and _all_done(ground, examined.sizes)
        able = int((self._after_prices(self.pool.areas) > -lack).sum())
        bound = self._choose()
        if complete and able <= self._most:
            self.bound = min(self.bound, max(bound, self.total))

    def _examine(
        self, budget: int, left: Sequence[dict[int, list[int]] | None]
    ) -> tuple[int, list[dict[int, list[int]] | None]]:
        """One look at the areas left under the present prices; returns how many are new, and what is still left."""
        prices = self.prices
        slack = self.gap / 4 * max(prices.value, 1e-6) / self.packing.count
        new, ceiling, sizes = 0, 0.0, []
        still: list[dict[int, list[int]] | None] = []
        for n, (ground, local, rest) in enumerate(zip(self.grounds, self._local, left, strict=True)):
            examined = examine_areas(
                ground, prices.village[ground.positions], self.effort,
                threshold=lambda size: prices.place + slack - prices.of_size(self.packing, size),
                tilts=tilts_for(ground, [area for area in self._basis if area.members[0] in local], local),
                budget=budget, keep=2, left=rest, unbounded=max(SWEEP, WORTH * budget), around=self._around[n],
            )  # fmt: skip
            new += self.pool.add(examined.areas)
            ceiling = max(ceiling, examined.ceiling)
            sizes.append(_complete_to(ground, examined.sizes))
            still.append(examined.left)
            self._around[n] = examined.around
        bound = prices.bound(self.packing, prices.place + slack + ceiling)
        self._priced, self.bound = bound, min(self.bound, bound)
        self._note_complete(sizes)
        return new, still

    def _note_complete(self, sizes: Sequence[int]) -> None:
        """Note up to which size all areas were examined, per ground."""
        largest = max((ground.limits.most for ground in self.grounds), default=0)
        self.complete_to = max(self.complete_to, min([*sizes, largest]))


def _only(ground: Ground, wanted: Wanted) -> Ground:
    """The same ground for areas with some villages and without others; with a village elsewhere there are none."""
    elsewhere = not wanted.with_all <= {int(position) for position in ground.positions}
    may = ground.limits.may & ~np.isin(ground.positions, list(wanted.without)) & (not elsewhere)
    must = ground.limits.must | np.isin(ground.positions, list(wanted.with_all))
    return ground._replace(limits=ground.limits._replace(may=may, must=must.astype(np.int64)))


def _all_done(ground: Ground, sizes: Sequence[int]) -> bool:
    return len(sizes) == ground.limits.most - ground.limits.least + 1


def _complete_to(ground: Ground, sizes: Sequence[int]) -> int:
    """Largest size up to which all were done; beyond what the ground can hold counts as done."""
    done = ground.limits.least - 1
    for size in range(ground.limits.least, ground.limits.most + 1):
        if size not in sizes:
            return done
        done = size
    return 1 << 30
