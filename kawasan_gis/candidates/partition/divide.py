"""Partitions put together: drawings of each field, then the best choice out of all areas that were met."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from kawasan_gis.candidates.kernels.blocks import Field, Wish
from kawasan_gis.candidates.partition.cover import Choice, Relaxed, best_choice, reduced, relax
from kawasan_gis.candidates.partition.fields import (
    Drawing,
    Row,
    all_sets,
    allotted,
    draw,
    fields_of,
    grown,
    priced,
    redrawn,
    valued,
)
from kawasan_gis.candidates.search.certificate import CutShort
from kawasan_gis.candidates.search.effort import Effort, OutOfTime
from kawasan_gis.candidates.search.grounds import Ground
from kawasan_gis.scoring import Floats

# Drawings of every field, beside one that is only merged and tidied.
DRAWINGS = 8
# Sets of that first one.
FIRST = 2_000
# Rounds of looking for areas under new prices, and the rise of the relaxation below which a round is the last.
ROUNDS, RISE = 8, 1e-5
# Areas that enter the relaxation at once.
ENTER = 500
# Times the whole is tidied up and chosen again.
AGAIN = 2


class Division(NamedTuple):
    """A partition, and what is known of it.

    ``areas`` hold positions; ``groups`` are the villages that hang together; ``hopeless`` are villages that no
    allowed area holds, of those met. ``bound`` is the greatest worth there could be (infinite if unknown), ``placed``
    and ``best`` tell whether no other partition places more villages, or as many and is worth more.
    """

    areas: list[Row]
    groups: list[Row]
    hopeless: frozenset[int]
    worth: float
    bound: float
    placed: bool
    best: bool
    cut_short: CutShort


class _Plot:
    """One field with the areas met in it, by village numbers, and its best drawing."""

    def __init__(self, ground: Ground, field: Field) -> None:
        self.ground, self.field = ground, field
        listed = all_sets(field)
        self.complete = listed is not None
        self.pool = valued(field, listed or [])
        self.blocks: list[Row] = []

    @property
    def most(self) -> int:
        """How many villages areas of allowed sizes could place at most."""
        n, least, most = len(self.field.villages), self.field.limits.least, self.field.limits.most
        return max(min(n, number * most) for number in range(n // least + 1) if number * least <= n)

    def meet(self, drawing: Drawing) -> int:
        """Add the areas of a drawing, and keep its blocks when they are the best so far; returns how many are new."""
        new = [row for row in {*drawing.met, *drawing.blocks} if row not in self.pool]
        added = valued(self.field, sorted(new))
        self.pool.update(added)
        if drawing.blocks and self._counts(drawing.blocks) > self._counts(self.blocks):
            self.blocks = [row for row in drawing.blocks if row in self.pool]
        return len(added)

    def _counts(self, blocks: Sequence[Row]) -> tuple[int, float]:
        good = [row for row in blocks if row in self.pool]
        return sum(len(row) for row in good), sum(self.pool[row] for row in good)


class Divider:
    """One search for a partition of some plots that share the number of areas."""

    def __init__(self, plots: Sequence[_Plot], count: int | None, effort: Effort) -> None:
        self.plots, self.count, self.effort = plots, count, effort
        self.placed = self.best = False
        self.bound = math.inf
        drawn = [(p, row) for p, plot in enumerate(plots) for row in plot.blocks]
        # Fields are drawn apart: where they have too many areas together, the largest stay.
        self.chosen = sorted(drawn, key=lambda one: (-len(one[1]), one))[: len(drawn) if count is None else count]
        self._offset = np.cumsum([0, *(len(plot.ground.positions) for plot in plots)])

    @property
    def complete(self) -> bool:
        """Whether every allowed area is in the pool."""
        return all(plot.complete for plot in self.plots)

    @property
    def worth(self) -> float:
        """Sum of the worth of the chosen areas."""
        return sum(self.plots[p].pool[row] for p, row in self.chosen)

    def run(self) -> None:
        """Choose, tidy up, and choose again."""
        self._choose_most()
        for _ in range(AGAIN):
            relaxed, keys, rows, values = self._relaxed()
            start = self._places(keys)
            choice = best_choice(rows, values, int(self._offset[-1]), self.count, start, relaxed)
            self._take(choice, keys)
            self.best = choice.proven and self.complete
            self.bound = (self.worth if self.best else relaxed.value) if self.complete else math.inf
            if self.complete or not self._tidy():
                return

    def _table(self) -> tuple[list[tuple[int, Row]], list[Row], Floats]:
        keys = [(p, row) for p, plot in enumerate(self.plots) for row in sorted(plot.pool)]
        rows = [tuple(int(self._offset[p]) + village for village in row) for p, row in keys]
        return keys, rows, np.array([self.plots[p].pool[row] for p, row in keys])

    def _places(self, keys: Sequence[tuple[int, Row]]) -> list[int]:
        place = {key: number for number, key in enumerate(keys)}
        return sorted(place[key] for key in self.chosen)

    def _take(self, choice: Choice, keys: Sequence[tuple[int, Row]]) -> None:
        self.chosen = [keys[place] for place in choice.chosen]

    def _choose_most(self) -> None:
        """Place as many villages as the areas met can."""
        most = sum(plot.most for plot in self.plots)
        if self.count is not None:
            most = min(most, self.count * max(plot.field.limits.most for plot in self.plots))
        if sum(len(row) for _, row in self.chosen) < most:
            keys, rows, _ = self._table()
            sizes = np.array([float(len(row)) for row in rows])
            villages = int(self._offset[-1])
            relaxed = relax(rows, sizes, villages, self.count, 0)
            choice = best_choice(rows, sizes, villages, self.count, self._places(keys), relaxed)
            self._take(choice, keys)
            self.placed = choice.proven and self.complete
        self.placed = self.placed or sum(len(row) for _, row in self.chosen) >= most

    def _relaxed(self) -> tuple[Relaxed, list[tuple[int, Row]], list[Row], Floats]:
        """Relax over the pool, which grows by what is worth more under the prices."""
        used = set(self.chosen) | {(p, row) for p, plot in enumerate(self.plots) for row in plot.blocks}
        before = -math.inf
        for turn in range(ROUNDS):
            keys, rows, values = self._table()
            relaxed, used = self._over_pool(keys, rows, values, used)
            risen = relaxed.value >= before + RISE * abs(before)
            if self.complete or turn == ROUNDS - 1 or not risen or not self._look_around(relaxed, keys):
                break
            before = relaxed.value
        return relaxed, keys, rows, values

    def _over_pool(
        self, keys: Sequence[tuple[int, Row]], rows: Sequence[Row], values: Floats, used: set[tuple[int, Row]]
    ) -> tuple[Relaxed, set[tuple[int, Row]]]:
        """Relax over a part of the pool that grows until no other area would raise it."""
        inside = np.array([key in used for key in keys])
        placed = sum(len(row) for _, row in self.chosen)
        while True:
            part = np.flatnonzero(inside).tolist()
            few = relax([rows[place] for place in part], values[part], int(self._offset[-1]), self.count, placed)
            after = np.where(inside, -np.inf, reduced(rows, values, few))
            better = np.argsort(-after, kind="stable")[:ENTER]
            better = better[after[better] > 1e-9]
            if not len(better):
                shares = np.zeros(len(rows))
                shares[part] = few.chosen
                return few._replace(chosen=shares), {keys[place] for place in part}
            inside[better] = True

    def _look_around(self, relaxed: Relaxed, keys: Sequence[tuple[int, Row]]) -> int:
        new = 0
        for p, plot in enumerate(self.plots):
            near = [row for (q, row), share in zip(keys, relaxed.chosen, strict=True) if q == p and share > 1e-6]
            if plot.complete or not near:
                continue
            price = relaxed.price[self._offset[p] : self._offset[p + 1]]
            drawing = priced(plot.field, near, np.ascontiguousarray(price))
            new += plot.meet(drawing)
            self.effort.count(drawing.looked)
        return new

    def _tidy(self) -> bool:
        """Improve the choice village by village; tells whether that found something."""
        before = (sum(len(row) for _, row in self.chosen), self.worth)
        chosen: list[tuple[int, Row]] = []
        for p, plot in enumerate(self.plots):
            own = [row for q, row in self.chosen if q == p]
            if not plot.complete:
                # No more areas than now, so that the number asked for still holds.
                few = plot.field._replace(wish=plot.field.wish._replace(areas=max(len(own), 1)))
                field = plot.field if self.count is None else few
                drawing = redrawn(field, own, self.effort.budget // 8)
                plot.meet(drawing)
                own = [row for row in drawing.blocks if row in plot.pool]
            chosen += [(p, row) for row in own]
        after = (sum(len(row) for _, row in chosen), sum(self.plots[p].pool[row] for p, row in chosen))
        if after[0] < before[0] or (after[0] == before[0] and after[1] <= before[1] + 1e-9):
            return False
        self.chosen = chosen
        return True


def divide(grounds: Sequence[tuple[Ground, Wish]], count: int | None, effort: Effort, seed: int) -> Division:
    """Search for the best partition of all grounds.

    Parameters
    ----------
    grounds
        Where to look, and what a partition wants there.
    count
        The most areas in all; no limit when None.
    effort
        Counts the sets looked at.
    seed
        Of the random drawings.
    """
    plots, small = [], []
    for ground, wish in grounds:
        fields, groups = fields_of(ground, wish)
        plots += [_Plot(ground, field) for field in fields]
        small += [tuple(int(ground.positions[village]) for village in group) for group in groups]
    counts = allotted([len(plot.field.villages) for plot in plots], count)
    open_plots = [(number, plot) for number, plot in enumerate(plots) if not plot.complete]
    for number, plot in enumerate(plots):
        limit = counts[number] if counts else len(plot.field.villages)
        plot.field = plot.field._replace(wish=plot.field.wish._replace(areas=limit))
    cut: CutShort = ""
    try:
        _draw_all(open_plots, counts, effort, seed)
    except OutOfTime:
        cut = "time"
    except KeyboardInterrupt:
        cut = "interrupted"
    groups_of = [plots] if count is not None else [[plot] for plot in plots]
    dividers = [Divider(group, count, effort) for group in groups_of if any(plot.pool for plot in group)]
    for divider in dividers:
        try:
            divider.run()
        except OutOfTime:
            cut = "time"
        except KeyboardInterrupt:
            cut = "interrupted"
    return _division(plots, dividers, small, cut)


def _division(plots: Sequence[_Plot], dividers: Sequence[Divider], small: list[Row], cut: CutShort) -> Division:
    areas = [
        tuple(int(divider.plots[p].ground.positions[village]) for village in row)
        for divider in dividers
        for p, row in divider.chosen
    ]
    hopeless = {
        int(plot.ground.positions[village])
        for plot in plots
        for village in set(plot.field.villages.tolist()) - {v for row in plot.pool for v in row}
    }
    # A field without any area has no divider.
    without = [plot for plot in plots if not plot.pool]
    known = all(plot.complete for plot in without)
    return Division(
        sorted(areas), [*small, *(_positions(plot) for plot in plots)], frozenset(hopeless),
        sum(divider.worth for divider in dividers), sum(divider.bound for divider in dividers) if known else math.inf,
        known and all(divider.placed for divider in dividers), known and all(divider.best for divider in dividers), cut,
    )  # fmt: skip


def _positions(plot: _Plot) -> Row:
    return tuple(int(plot.ground.positions[village]) for village in plot.field.villages)


def _draw_all(plots: Sequence[tuple[int, _Plot]], counts: Sequence[int], effort: Effort, seed: int) -> None:
    """Draw every field many times; the areas met and the best drawings stay with the plots."""
    villages = sum(len(plot.field.villages) for _, plot in plots)
    for number, plot in plots:
        plot.meet(draw(plot.field, counts[number] if counts else None, (seed, number, 0), FIRST))
    tasks = [(number, plot, start) for number, plot in plots for start in range(1, DRAWINGS + 1)]

    def work(task: tuple[int, _Plot, int]) -> Drawing:
        number, plot, start = task
        budget = effort.budget * len(plot.field.villages) // villages // DRAWINGS
        return draw(plot.field, counts[number] if counts else None, (seed, number, start), budget)

    for (_, plot, _), drawing in zip(tasks, effort.over(work, tasks), strict=True):
        plot.meet(drawing)
        effort.count(drawing.looked)
    for ground, rows in _grown(plots, effort):
        for _, plot in plots:
            if plot.ground is ground:
                own = set(plot.field.villages.tolist())
                plot.meet(Drawing([], [row for row in rows if row[0] in own], 0))


def _grown(plots: Sequence[tuple[int, _Plot]], effort: Effort) -> Iterable[tuple[Ground, list[Row]]]:
    grounds = {id(plot.ground): plot for _, plot in plots}
    for plot in grounds.values():
        yield plot.ground, grown(plot.ground, plot.field, effort)
