"""The columns that areas are added up in: laid out once, each kept once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.candidates.kernels import worth
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError, listing
from kawasan_gis.scoring import Floats, criteria_values, divisors

POLICIES = {"error": worth.REFUSE, "drop_criterion": worth.DROP, "worst": worth.WORST}
PROPERTY_KINDS = {
    "compactness": worth.COMPACTNESS,
    "centre_km": worth.CENTRE,
    "centre_min": worth.CENTRE,
    "n_kecamatan": worth.KECAMATAN,
    "chain": worth.CHAIN,
}
WEIGHTS = {"mean_by_area": "area_ha", "mean_by_population": "population"}


@dataclass(frozen=True)
class Columns:
    """Additive and extreme columns of the villages, and which of them each criterion uses."""

    criteria: tuple[Criterion, ...]
    measured: np.ndarray
    _added: list[Floats] = field(default_factory=list)
    _place: dict[bytes, int] = field(default_factory=dict)
    _extremes: list[Floats] = field(default_factory=list)
    _uses: list[dict[int, float]] = field(default_factory=list)
    _links: list[tuple[int, float]] = field(default_factory=list)

    @classmethod
    def of(cls, villages: gpd.GeoDataFrame, indicators: pd.DataFrame, criteria: Sequence[Criterion]) -> "Columns":
        """Lay out the columns; see :meth:`kawasan_gis.candidates.Objective.of` for the errors."""
        values = criteria_values(villages, indicators, criteria)
        result = cls(tuple(criteria), np.ones((len(villages), len(criteria)), dtype=bool))
        result.place(np.ones(len(villages)))
        result.place(villages.area.to_numpy(dtype=np.float64))
        for place, criterion in enumerate(criteria):
            if criterion.of_villages:
                divisor, table = None, values
                if criterion.aggregate == "ratio":
                    divisor, table = divisors(villages, indicators, criterion), indicators.loc[villages.index]
                own = table[criterion.indicator].astype("float64")
                result.measured[:, place] = result._lay(criterion, own, villages, divisor)
            else:
                result._uses.append({worth.KIND: PROPERTY_KINDS[criterion.indicator]})
                result._links.extend(result._chain(criterion, villages, indicators))
        return result

    def place(self, column: Floats) -> int:
        """Number of an additive column, which is kept once."""
        column = np.ascontiguousarray(column, dtype=np.float64)
        key = column.tobytes()
        if key not in self._place:
            self._place[key] = len(self._added)
            self._added.append(column)
        return self._place[key]

    def _lay(
        self, criterion: Criterion, values: pd.Series, villages: gpd.GeoDataFrame, divisor: pd.Series | None
    ) -> np.ndarray:
        """Lay out one criterion; returns which villages have a value and a weight."""
        aggregate = criterion.aggregate or "mean"
        x = values.to_numpy(dtype=np.float64)
        whole = _usable(villages, WEIGHTS[aggregate]) if aggregate in WEIGHTS else np.ones(len(x))
        if divisor is not None:
            whole = divisor.to_numpy(dtype=np.float64)
        measured = ~np.isnan(x) & ~np.isnan(whole)
        x, whole = np.where(measured, x, 0.0), np.nan_to_num(whole)
        upward = criterion.best > criterion.worst
        uses: dict[int, float] = {worth.MEASURED: self.place(measured.astype(np.float64))}
        if aggregate in ("min", "max"):
            sign = 1.0 if aggregate == "min" else -1.0
            self._extremes.append(np.where(measured, sign * x, np.inf))
            uses |= {worth.KIND: worth.EXTREME, worth.NUMBER: len(self._extremes) - 1, worth.SIGN: sign}
            uses[worth.LEAST_IS_BAD] = upward == (aggregate == "min")
        elif aggregate in ("sum", "share"):
            uses |= {worth.KIND: worth.SUM, worth.NUMBER: self.place(x), worth.LEAST_IS_BAD: not upward}
        else:
            # A mean weighs its values; a ratio's are sums already, and one counts where its divisor is 0.
            uses |= {worth.KIND: worth.RATIO, worth.NUMBER: self.place(x if divisor is not None else x * whole)}
            uses |= {worth.DIVISOR: self.place(whole * measured), worth.WHOLE: self.place(whole)}
        self._uses.append(uses)
        return np.asarray(measured)

    def _chain(
        self, criterion: Criterion, villages: gpd.GeoDataFrame, indicators: pd.DataFrame
    ) -> list[tuple[int, float]]:
        links = []
        for name, least in criterion.links.items():
            if name not in indicators:
                raise TableError(f"the indicators have no column {name}, a link of the chain")
            amounts = indicators.loc[villages.index, name].to_numpy(dtype=np.float64)
            links.append((self.place(np.nan_to_num(amounts)), least))
        return links

    def additive(self) -> Floats:
        """All additive columns, villages by column."""
        return np.ascontiguousarray(np.column_stack(self._added))

    def extreme(self) -> Floats:
        """All extreme columns, villages by column."""
        empty = np.zeros((len(self._added[0]), 0))
        return np.ascontiguousarray(np.column_stack(self._extremes)) if self._extremes else empty

    def rows(self) -> Floats:
        """The criteria's rows of :class:`kawasan_gis.candidates.kernels.worth.Program`."""
        rows = np.zeros((len(self.criteria), worth.POLICY + 1))
        for row, criterion, uses in zip(rows, self.criteria, self._uses, strict=True):
            for place, value in uses.items():
                row[place] = value
            row[[worth.WORST_AT, worth.BEST_AT, worth.WEIGHT]] = criterion.worst, criterion.best, criterion.weight
            row[worth.POLICY] = POLICIES[criterion.missing]
        return rows

    def asked(self) -> np.ndarray:
        """Which properties of areas some criterion wants, by kind."""
        asked = np.zeros(worth.KINDS, dtype=bool)
        for uses in self._uses:
            if uses[worth.KIND] >= worth.COMPACTNESS:
                asked[int(uses[worth.KIND])] = True
        return asked

    def links(self) -> Floats:
        """The links of the chain: column and least amount."""
        return np.array(self._links, dtype=np.float64).reshape(-1, 2)


def _usable(villages: gpd.GeoDataFrame, column: str) -> Floats:
    if column not in villages:
        raise TableError(f"a criterion is a mean by {column}, but the villages have no column {column}")
    weights = villages[column].to_numpy(dtype=np.float64)
    wrong = np.isinf(weights) | (weights < 0)
    if wrong.any():
        raise TableError(f"{int(wrong.sum())} villages have no usable {column}: {listing(villages.index[wrong])}")
    return np.asarray(weights)
