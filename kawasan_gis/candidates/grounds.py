"""Grounds: the parts of the map that no area crosses (kabupaten, unless told otherwise), each as compiled arrays."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kawasan_gis.candidates.limits import Limits
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.worth import Program, worths

Positions = npt.NDArray[np.intp]


class Ground(NamedTuple):
    """One part of the map: the positions of its villages, what areas are worth there, and which are allowed."""

    positions: Positions
    program: Program
    limits: Limits

    @property
    def eligible(self) -> Positions:
        """Numbers of the villages that may be members."""
        return np.flatnonzero(self.limits.may)


class Area(NamedTuple):
    """An area that was found: its members' positions in ascending order, its worth, its centres, the way to them."""

    members: tuple[int, ...]
    score: float
    centres: tuple[int, ...]
    way: float


def areas_of(ground: Ground, rows: Sequence[tuple[int, ...]]) -> list[Area]:
    """Work out many areas, given by village numbers; the same area has the same numbers however it was found."""
    if not rows:
        return []
    sizes = np.array([len(row) for row in rows], dtype=np.int64)
    table = np.full((len(rows), int(sizes.max())), -1, dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, : len(row)] = sorted(row)
    scores, ways = np.empty(len(rows)), np.empty(len(rows))
    centres = np.empty((len(rows), 2), dtype=np.int64)
    worths(ground.program, table, sizes, scores, centres, ways)
    place = ground.positions
    return [
        Area(
            tuple(int(place[village]) for village in table[row, : sizes[row]]),
            float(scores[row]),
            tuple(int(place[village]) for village in centres[row] if village >= 0),
            float(ways[row]),
        )
        for row in range(len(rows))
    ]
