"""The worth of an area: F, the one definition that search, ranking and contributions share.

For an area A (a set of villages), its centre c in A, and criterion k with village values x_vk::

    sum                  X_k(A) = sum over A of x_vk
    share                X_k(A) = sum over A of x_vk / sum over v's kabupaten of x_k
    mean                 X_k(A) = sum over A of x_vk / number of villages
    mean_by_area         X_k(A) = sum over A of x_vk a_v / sum over A of a_v        a_v in hectares
    mean_by_population   X_k(A) = sum over A of x_vk p_v / sum over A of p_v        p_v in people
    ratio                X_k(A) = sum over A of x_vk / sum over A of d_vk                d_vk the indicator per
    min, max             X_k(A) = the least, the greatest x_vk
    compactness          4 pi S / P²     S = sum of areas, P = sum of perimeters - 2 x sum of inner borders
    centre_km            mean over A of the straight line from v's inner point to c's
    centre_min           mean over A of the travel time from v to c
    n_kecamatan          number of different kecamatan in A
    chain                number of links l with sum over A of x_vl >= the link's least amount

and F(A, c) is the weighted linear combination of the X_k on their goalposts (:mod:`kawasan_gis.scoring`). The centre
is the member from which the mean way is shortest, or that with the greatest centrality; ties go to the first code.
With two centres a member's way is the shorter one. Villages without a value stay out of X_k. Where the criterion says
``missing = "worst"`` they are taken as the worst: a mean or ratio is worth its value times the measured part of its
weights; a sum, a least or a greatest keeps its value where a worst village would not change it (it adds nothing to a
sum of goods) and is worth nothing where it would. :mod:`kawasan_gis.candidates.kernels.worth` computes it.

References
----------
Polsby, D. D. and Popper, R. D. (1991). The third criterion: compactness as a procedural safeguard against
partisan gerrymandering. Yale Law & Policy Review 9(2), 301-353.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from kawasan_gis.candidates.columns import Columns
from kawasan_gis.candidates.kernels import worth
from kawasan_gis.codes import kecamatan_code
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.scoring import Floats

Positions = npt.NDArray[np.intp]

KM = 1000.0


class Worth(NamedTuple):
    """What one area is worth: F, and by criterion its part, value, normalized value (0..1), members without one."""

    score: float
    parts: Floats
    values: Floats
    normalized: Floats
    missing: npt.NDArray[np.intp]
    centres: tuple[int, ...]
    way: float


@dataclass(frozen=True)
class Objective:
    """The worth of areas over one table of villages; positions are rows of that table."""

    codes: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    columns: Columns
    program: worth.Program
    borders: pd.DataFrame
    travel: pd.DataFrame | None

    @classmethod
    def of(
        cls,
        villages: gpd.GeoDataFrame,
        graph: nx.Graph,
        indicators: pd.DataFrame,
        criteria: Sequence[Criterion],
        *,
        travel: pd.DataFrame | None = None,
        centrality: str = "",
        centres: int = 1,
        centre_among: Iterable[str] = (),
    ) -> "Objective":
        """Prepare the objective.

        Parameters
        ----------
        villages, graph, indicators
            The villages table, its graph, and the indicators on the same index.
        criteria
            Complete criteria.
        travel
            Travel times, a row per pair: ``origin``, ``destination`` (codes) and ``minutes``; pairs that are not
            there cannot be travelled. Straight lines when not given.
        centrality
            Indicator whose greatest value chooses the centre; the shortest mean way when empty.
        centres
            How many centres an area has: 1 or 2.
        centre_among
            Codes that may be centres; all when empty.

        Raises
        ------
        StudyError
            When there are no criteria, their weights are all zero, or they need travel times that are not given.
        TableError
            When indicators are missing, areas are negative, or the villages have no or negative weights for a mean
            by area or population; single villages without a weight count as not measured.
        """
        criteria = tuple(criteria)
        _check(villages, graph, criteria, travel)
        columns = Columns.of(villages, indicators, criteria)
        borders = _borders(villages, graph)
        points = villages.geometry.representative_point()
        asked = columns.asked()
        program = worth.Program(
            add=columns.additive(),
            ext=columns.extreme(),
            perimeter=villages.length.to_numpy(dtype=np.float64),
            border_at=np.zeros(len(villages) + 1, dtype=np.int64),
            border_to=np.zeros(0, dtype=np.int64),
            border_m=np.zeros(0),
            kecamatan=pd.factorize(kecamatan_code(villages.index))[0].astype(np.int64),
            x=points.x.to_numpy() / KM,
            y=points.y.to_numpy() / KM,
            travel=np.zeros((0, 0)),
            centrality=_centrality(villages, indicators, centrality, centre_among),
            by_centrality=bool(centrality),
            centres=centres,
            asked=asked,
            any_asked=bool(asked[worth.CENTRE :].any()),
            criteria=columns.rows(),
            links=columns.links(),
        )
        codes = tuple(str(code) for code in villages.index)
        return cls(codes, criteria, columns, program, borders, _travel(villages, travel))

    @property
    def rewards_size(self) -> bool:
        """Whether some criterion can grow with an area, so that the smallest area does not win by itself."""
        return any(
            criterion.weight > 0
            and criterion.best > criterion.worst
            and (criterion.indicator == "chain" or criterion.aggregate in ("sum", "share", "max"))
            for criterion in self.criteria
        )

    def part(self, positions: Positions, centres: Sequence[int] = ()) -> worth.Program:
        """Take the program of some villages, which are 0, 1, 2 ... in it; centres may be fixed."""
        local = np.full(len(self.codes), -1, dtype=np.int64)
        local[positions] = np.arange(len(positions))
        near = self.borders[(local[self.borders["a"]] >= 0) & (local[self.borders["b"]] >= 0)]
        start = local[near["a"].to_numpy()]
        order = np.lexsort((local[near["b"].to_numpy()], start))
        counts = np.bincount(start, minlength=len(positions))
        whole = self.program
        centrality = whole.centrality[positions]
        if centres:
            fixed = np.isin(positions, np.asarray(centres))
            centrality = np.where(fixed, np.where(np.isfinite(centrality), centrality, 0.0), -np.inf)
        return whole._replace(
            add=np.ascontiguousarray(whole.add[positions]),
            ext=np.ascontiguousarray(whole.ext[positions]),
            perimeter=whole.perimeter[positions],
            border_at=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            border_to=local[near["b"].to_numpy()][order],
            border_m=near["m"].to_numpy()[order],
            kecamatan=whole.kecamatan[positions],
            x=whole.x[positions],
            y=whole.y[positions],
            travel=self._minutes(local, len(positions)),
            centrality=centrality,
            centres=len(centres) or whole.centres,
        )

    def _minutes(self, local: npt.NDArray[np.int64], size: int) -> Floats:
        if self.travel is None:
            return np.zeros((0, 0))
        minutes = np.full((size, size), np.inf)
        np.fill_diagonal(minutes, 0.0)
        start, end = local[self.travel["origin"]], local[self.travel["destination"]]
        inside = (start >= 0) & (end >= 0)
        minutes[start[inside], end[inside]] = self.travel["minutes"].to_numpy()[inside]
        return minutes

    def of_area(self, positions: Iterable[int], fixed: Sequence[int] = ()) -> Worth:
        """Work out what one area is worth, with its own choice of centre or the centres given.

        Its members are taken in ascending order, so that the same area has the same numbers in every run.
        """
        members = np.array(sorted({int(position) for position in positions}), dtype=np.intp)
        program = self.part(members, fixed)
        local = np.arange(len(members))
        sums, found = np.empty(worth.columns_of(program)), np.zeros(worth.KINDS)
        values, parts = np.full(len(self.criteria), np.nan), np.zeros(len(self.criteria))
        worth.sums_of(program, local, len(local), sums, np.empty(len(sums)))
        worth.properties(program, sums, local, len(local), found)
        extremes = program.add.shape[1]
        score, weights = worth.weighed(program.criteria, sums, extremes, found, values, parts)
        chosen = worth.centre_of(program, local, len(local))
        missing = len(members) - sums[program.criteria[:, worth.MEASURED].astype(np.intp)]
        centres = tuple(int(members[place]) for place in chosen[:2] if place >= 0)
        parts = parts / weights if weights else np.full_like(parts, np.nan)
        scaled = _normalized(program, sums, extremes, found)
        return Worth(float(score), parts, values, scaled, missing.astype(np.intp), centres, float(chosen[2]))

    def worth(self, positions: Iterable[int]) -> float:
        """Worth F of one area."""
        return self.of_area(positions).score


def _normalized(program: worth.Program, sums: Floats, extremes: int, found: Floats) -> Floats:
    """v_k of an area by the definition of F: its worth under each criterion alone, with weight 1."""
    alone = program.criteria.copy()
    alone[:, worth.WEIGHT] = 1.0
    value, part = np.empty(1), np.empty(1)
    rows = [alone[place : place + 1] for place in range(len(alone))]
    return np.array([worth.weighed(row, sums, extremes, found, value, part)[0] for row in rows], dtype=np.float64)


def _check(
    villages: gpd.GeoDataFrame, graph: nx.Graph, criteria: Sequence[Criterion], travel: pd.DataFrame | None
) -> None:
    if not criteria:
        raise StudyError("there are no criteria")
    if not sum(criterion.weight for criterion in criteria) > 0:
        raise StudyError("the weights of the criteria are all zero; give at least one a weight")
    if set(graph) != set(villages.index):
        raise StudyError("the graph and the villages do not hold the same codes; build the graph from these villages")
    names = {criterion.indicator for criterion in criteria}
    if "centre_min" in names and travel is None:
        raise StudyError("criterion centre_min needs travel times; give travel=, or use centre_km")
    if "centre_km" in names and travel is not None:
        raise StudyError("criterion centre_km is a straight line, but travel times are given; use centre_min")
    wrong = villages.index[~(villages.area.to_numpy() > 0)]
    if len(wrong):
        raise TableError(f"{len(wrong)} villages have no area: {listing(wrong)}")


def _borders(villages: gpd.GeoDataFrame, graph: nx.Graph) -> pd.DataFrame:
    """Every border from both sides, by positions: from ``a`` to ``b`` along ``m`` metres."""
    place = {code: position for position, code in enumerate(villages.index)}
    rows = [(place[a], place[b], float(m)) for a, b, m in graph.edges(data="border_m", default=0.0)]
    rows += [(b, a, m) for a, b, m in rows]
    return pd.DataFrame(sorted(rows), columns=["a", "b", "m"]).astype({"a": np.int64, "b": np.int64, "m": np.float64})


def _centrality(villages: gpd.GeoDataFrame, indicators: pd.DataFrame, column: str, among: Iterable[str]) -> Floats:
    """How central each village is; -inf where it may not be a centre."""
    values = np.zeros(len(villages))
    if column:
        if column not in indicators:
            raise TableError(f"the indicators have no column {column} to choose centres by")
        values = indicators.loc[villages.index, column].to_numpy(dtype=np.float64)
        if np.isinf(values).any():
            raise TableError(f"{column} is infinite in {listing(villages.index[np.isinf(values)])}: no centre by it")
        values = np.where(np.isnan(values), -np.inf, values)
    among = set(among)
    unknown = sorted(among - set(villages.index))
    if unknown:
        raise StudyError(f"{len(unknown)} centres are not among the villages: {listing(unknown)}")
    return np.where(villages.index.isin(among), values, -np.inf) if among else values


def _travel(villages: gpd.GeoDataFrame, travel: pd.DataFrame | None) -> pd.DataFrame | None:
    """Travel times by position instead of code."""
    if travel is None:
        return None
    absent = [column for column in ("origin", "destination", "minutes") if column not in travel]
    if absent:
        raise TableError(f"the travel times have no column {listing(absent)}")
    minutes = travel["minutes"].to_numpy(dtype=np.float64)
    if np.isnan(minutes).any() or (minutes < 0).any():
        raise TableError(f"{int((~(minutes >= 0)).sum())} travel times are negative or missing")
    ends = {side: villages.index.get_indexer(travel[side]) for side in ("origin", "destination")}
    unknown = sorted({code for side, found in ends.items() for code in travel[side][found < 0]})
    if unknown:
        raise TableError(f"the travel times name {len(unknown)} villages that are not there: {listing(unknown)}")
    return pd.DataFrame({**ends, "minutes": minutes})
