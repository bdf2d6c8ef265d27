"""How much work a search may do: counted in sets of villages, so that every machine stops at the same place."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from kawasan_gis.compiled import COMPILED
from kawasan_gis.units import Progress

MILLION = 1_000_000
# Sets that are looked at without a bound in the time that one takes to be bounded (measured: 5 to 8).
QUICK = 6

Task = TypeVar("Task")
Result = TypeVar("Result")


class OutOfTime(Exception):  # noqa: N818 - nothing is wrong: what was found so far is used
    """The wall-clock limit that the user set has passed."""


class Effort:
    """Counts sets, calls progress, and stops at the user's wall-clock limit.

    ``budget`` is in sets; those looked at without a bound count a sixth, for they are so much quicker. ``seconds`` is
    the user's own limit (None: none), which marks a result as cut short. ``looked`` is the number of all sets.
    """

    def __init__(self, budget: int, *, seconds: float | None = None, progress: Progress | None = None) -> None:
        self.budget = budget
        self.looked = 0
        self._worked = 0
        self._progress = progress
        self._until = None if seconds is None else time.monotonic() + seconds
        self._workers = min(os.cpu_count() or 1, 8) if COMPILED else 1

    @property
    def spent(self) -> bool:
        """Whether the budget is used up."""
        return self.left == 0

    @property
    def left(self) -> int:
        """What is left of the budget."""
        return max(self.budget - self._worked, 0)

    def count(self, sets: int, *, quick: bool = False) -> None:
        """Count sets that were looked at, quickly or with a bound; stop when the time is up."""
        self.looked += sets
        self._worked += -(-sets // QUICK) if quick else sets
        if self._progress:
            self._progress("candidates", (self.budget - self.left) // MILLION, max(self.budget // MILLION, 1))
        if self._until is not None and time.monotonic() > self._until:
            raise OutOfTime

    def over(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Do tasks side by side; results come in the order of the tasks, however many threads there are."""
        if self._workers == 1:
            yield from map(work, tasks)
            return
        waiting = iter(tasks)
        with ThreadPoolExecutor(self._workers) as pool:
            running: list[Any] = [pool.submit(work, task) for task in islice(waiting, 2 * self._workers)]
            try:
                while running:
                    result = running.pop(0).result()
                    running.extend(pool.submit(work, task) for task in islice(waiting, 1))
                    yield result
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
