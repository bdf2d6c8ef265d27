"""What an area is worth: the one definition that search, ranking and contributions share.

For an area A (a set of villages) and criterion k with village values x_vk::

    sum                  X_k(A) = sum over A of x_vk
    mean                 X_k(A) = sum over A of x_vk / number of villages
    mean_by_area         X_k(A) = sum over A of x_vk a_v / sum over A of a_v        a_v in hectares
    mean_by_population   X_k(A) = sum over A of x_vk p_v / sum over A of p_v        p_v in people
    min, max             X_k(A) = the least, the greatest x_vk

and F(A) is the weighted linear combination of the X_k(A) on their goalposts (:mod:`kawasan_gis.scoring`). Villages
without a value stay out of X_k. Where the criterion says ``missing = "worst"`` they are taken as the worst: a mean is
worth its value times the measured part of its weights; a sum, a least or a greatest keeps its value where a worst
village would not change it (it adds nothing to a sum of goods) and is worth nothing where it would.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError, listing
from kawasan_gis.indicators.specification import Aggregate
from kawasan_gis.scoring import Floats, contributions, criteria_values

Positions = npt.NDArray[np.intp]


class Totals(NamedTuple):
    """What must be known of areas to value them and to join them; rows are areas, columns criteria."""

    number: Floats
    weight: Floats
    whole: Floats
    measured: Floats
    villages: Floats


@dataclass(frozen=True)
class Objective:
    """The worth of areas over one table of villages; positions are rows of that table."""

    codes: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    single: Totals
    least: npt.NDArray[np.bool_]
    greatest: npt.NDArray[np.bool_]
    summed: npt.NDArray[np.bool_]
    spoiled: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, villages: gpd.GeoDataFrame, indicators: pd.DataFrame, criteria: Sequence[Criterion]) -> "Objective":
        """Prepare the objective.

        Raises
        ------
        TableError
            When indicators are missing, or the villages have no or negative weights for a mean by area or population;
            single villages without a weight count as not measured.
        """
        values = criteria_values(villages, indicators, criteria).to_numpy()
        kinds = np.array([criterion.aggregate or "mean" for criterion in criteria])
        least, greatest = kinds == "min", kinds == "max"
        whole = _weights(villages, kinds.tolist())
        measured = ~np.isnan(values) & ~np.isnan(whole)
        whole = np.nan_to_num(whole)
        weight = whole * measured
        empty = np.where(least, np.inf, np.where(greatest, -np.inf, 0.0))
        number = np.where(measured, np.where(least | greatest, values, values * weight), empty)
        single = Totals(number, weight, whole, measured.astype(np.float64), np.ones((len(villages), 1)))
        codes = tuple(str(code) for code in villages.index)
        summed = kinds == "sum"
        upward = np.array([criterion.best > criterion.worst for criterion in criteria])
        spoiled = np.where(upward, least, greatest | summed)
        return cls(codes, tuple(criteria), single, least, greatest, summed, spoiled)

    def totals(self, positions: Positions) -> Totals:
        """Totals of one area, as a single row; ``positions`` in ascending order so that sums come out the same."""
        part = Totals(*(column[positions] for column in self.single))
        number = np.where(
            self.least,
            part.number.min(axis=0, initial=np.inf),
            np.where(self.greatest, part.number.max(axis=0, initial=-np.inf), part.number.sum(axis=0)),
        )
        return Totals(number[None], *(column.sum(axis=0)[None] for column in part[1:]))

    def joined(self, area: Totals, positions: Positions) -> Totals:
        """Totals of an area joined with each of several villages, a row per village."""
        part = Totals(*(column[positions] for column in self.single))
        number = np.where(
            self.least,
            np.minimum(area.number, part.number),
            np.where(self.greatest, np.maximum(area.number, part.number), area.number + part.number),
        )
        return Totals(number, *(one + other for one, other in zip(area[1:], part[1:], strict=True)))

    def values(self, totals: Totals) -> Floats:
        """Values X_k of areas in their units; NaN where no village was measured."""
        divisor = np.where(self.least | self.greatest | self.summed, 1.0, totals.weight)
        known = (totals.measured > 0) & (divisor > 0)
        return np.where(known, totals.number / np.where(known, divisor, 1.0), np.nan)

    def contributions(self, totals: Totals) -> Floats:
        """Weighted parts of the areas' scores, a column per criterion."""
        by_weight = totals.weight / np.where(totals.whole > 0, totals.whole, 1.0)
        kept = np.where(self.spoiled, totals.measured == totals.villages, 1.0)
        share = np.where(self.least | self.greatest | self.summed, kept, by_weight)
        return contributions(self.values(totals), share, self.criteria)

    def score(self, totals: Totals) -> Floats:
        """Worth F of areas, 0..1."""
        return np.asarray(self.contributions(totals).sum(axis=-1), dtype=np.float64)

    def worth(self, positions: Positions) -> float:
        """Worth F of one area."""
        return float(self.score(self.totals(np.sort(positions)))[0])


def _weights(villages: gpd.GeoDataFrame, kinds: Sequence[Aggregate]) -> Floats:
    """Weight of each village in each criterion's mean: 1, its hectares or its people."""
    columns: list[Floats] = []
    for kind in kinds:
        if kind == "mean_by_area":
            columns.append(_usable(villages, "area_ha"))
        elif kind == "mean_by_population":
            columns.append(_usable(villages, "population"))
        else:
            columns.append(np.ones(len(villages)))
    return np.column_stack(columns) if columns else np.ones((len(villages), 0))


def _usable(villages: gpd.GeoDataFrame, column: str) -> Floats:
    if column not in villages:
        raise TableError(f"a criterion is a mean by {column}, but the villages have no column {column}")
    weights = villages[column].to_numpy(dtype=np.float64)
    wrong = np.isinf(weights) | (weights < 0)
    if wrong.any():
        raise TableError(f"{int(wrong.sum())} villages have no usable {column}: {listing(villages.index[wrong])}")
    return np.asarray(weights)
