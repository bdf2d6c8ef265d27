"""What each candidate displaced: the best area that is not in the list because of this one only."""

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.candidates.describe import candidate_id
from kawasan_gis.candidates.search.grounds import Area
from kawasan_gis.candidates.search.portfolio import Packing, conflicts
from kawasan_gis.candidates.search.solve import Solution

# Areas of the pool that are held against the list at a time.
CHUNK = 500

RUNNER_UP = {
    "candidate_id": "str", "score": "float64", "runner_up": "str", "runner_up_score": "float64", "lacks": "float64",
    "n_villages": "int64", "shared": "int64", "centre": "str", "with_villages": "str",
}  # fmt: skip


def describe_runners_up(villages: gpd.GeoDataFrame, solution: Solution, packing: Packing) -> pd.DataFrame:
    """Find for each area of a list the runner-up it displaced: the best area met that only this one excludes.

    A list without the candidate can do better still with an area that nothing excludes, or with other areas in turn.

    Parameters
    ----------
    villages
        The villages table.
    solution
        The list and every area met.
    packing
        What is asked of the list.

    Returns
    -------
    pandas.DataFrame
        A row per candidate, in order: ``candidate_id``, ``score``; of the area it displaced
        ``runner_up`` (its candidate_id, empty when none was met), ``runner_up_score``, ``lacks`` (how much lower that
        is), ``n_villages``, ``shared`` (villages in common), ``centre`` and ``with_villages`` (codes, separated by
        blanks).
    """
    chosen = solution.areas
    listed = {area.members for area in chosen}
    others = [area for area in solution.pool if area.members not in listed]
    best: list[Area | None] = [None] * len(chosen)
    for begin in range(0, len(others), CHUNK):
        chunk = others[begin : begin + CHUNK]
        apart = conflicts([*chosen, *chunk], len(villages), packing)[: len(chosen), len(chosen) :]
        for column in np.flatnonzero(apart.sum(axis=0) == 1):
            place, area = int(np.argmax(apart[:, column])), chunk[column]
            rival = best[place]
            if rival is None or _order(area) < _order(rival):
                best[place] = area
    names = villages.index
    rows = []
    for area, other in zip(chosen, best, strict=True):
        codes = [str(names[place]) for place in other.members] if other else []
        rows.append((
            candidate_id(str(names[place]) for place in area.members), area.score,
            candidate_id(codes) if other else "", other.score if other else np.nan,
            area.score - other.score if other else np.nan, len(codes),
            len(set(area.members) & set(other.members)) if other else 0,
            str(names[other.centres[0]]) if other and other.centres else "", " ".join(codes),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(RUNNER_UP)).astype(RUNNER_UP)


def _order(area: Area) -> tuple[float, tuple[int, ...]]:
    return -round(area.score, 12), area.members
