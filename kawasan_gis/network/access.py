"""Villages on their network, and what they are asked."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from kawasan_gis.i18n import Language, Text, number
from kawasan_gis.network.junctions import Booleans, Floats, Integers, Shapes
from kawasan_gis.network.land import Land
from kawasan_gis.network.links import M_PER_KM, Links, minutes_of
from kawasan_gis.network.straight import Straight
from kawasan_gis.network.travel import Pairs, Ways, assemble, between, to_nearest
from kawasan_gis.network.walks import Feet, walk

ESTIMATE = Text(
    "perkiraan: garis lurus × {detour}, {speed} km/jam, tanpa jaringan jalan",  # noqa: RUF001 - the sign for times
    "estimate: straight line × {detour}, {speed} km/h, without a road network",  # noqa: RUF001 - as above
)


class Places(NamedTuple):
    """Points put on the network (:meth:`Access.place`), to be asked for more than once.

    ``matrix`` holds the network with villages and points, which are its rows ``villages`` and ``targets``; None where
    there is no network. ``joined`` are the points in walking distance of the network or of a village.
    """

    points: Shapes
    matrix: csr_array | None
    villages: Integers
    targets: Integers
    joined: Booleans


@dataclass(frozen=True)
class Access:
    """Villages on their network, ready to be asked for travel times (:func:`kawasan_gis.network.build_network`).

    ``origins`` holds the point from which each village sets out. ``links`` is None where times are estimated from
    straight lines.
    """

    codes: pd.Index
    origins: Shapes
    straight: Straight
    links: Links | None
    landings: Feet
    n_landings: int
    feet: Feet
    land: Land
    reach_m: float
    walking_km_h: float

    @property
    def estimated(self) -> bool:
        """Whether there is no network, so that times are estimates."""
        return self.links is None

    @property
    def connected(self) -> Booleans:
        """Which villages have a way to the network (all, where times are estimates)."""
        joined = np.zeros(len(self.codes), dtype=np.bool_)
        joined[self.feet.place] = True
        return joined | self.estimated

    def note(self, language: Language = "id") -> str:
        """Say how times are estimated; empty where they follow a network."""
        if not self.estimated:
            return ""
        detour = number(self.straight.detour, 2, language)
        return ESTIMATE.say(language, detour=detour, speed=number(self.straight.km_h, 0, language))

    def place(self, points: Shapes) -> Places:
        """Put points on the network."""
        none = np.zeros(0, dtype=np.int64)
        if self.links is None:
            return Places(points, None, none, none, np.ones(len(points), dtype=np.bool_))
        at = self.land.lands_at(points)
        walks = walk(points, self.links, reach_m=self.reach_m, km_h=self.walking_km_h, land=self.land, at=at)
        return self._with(points, at, walks)

    def minutes_to_nearest(self, places: Places) -> Floats:
        """Minutes from every village to the nearest of some points; NaN where none can be reached."""
        if places.matrix is None:
            minutes = self.straight.to_nearest(self.origins, places.points)
        else:
            minutes = to_nearest(places.matrix, places.targets, places.villages)
        return np.where(np.isfinite(minutes), minutes, np.nan)

    def minutes_to(self, places: Places, limit: float) -> Pairs:
        """Minutes from villages to points within a limit: village, point, minutes, in that order."""
        if places.matrix is None:
            found = self.straight.between(self.origins, places.points, limit)
        else:
            found = between(places.matrix, places.villages, places.targets, limit)
        order = np.lexsort((found.end, found.start))
        return Pairs(found.start[order], found.end[order], found.minutes[order])

    def village_minutes(self, limit: float) -> pd.DataFrame:
        """Minutes between villages within a limit.

        Parameters
        ----------
        limit
            Longest time, in minutes.

        Returns
        -------
        pandas.DataFrame
            ``origin``, ``destination`` (codes) and ``minutes``, a row per pair of different villages, by code.
        """
        if self.links is None:
            villages = self.place(self.origins)
        else:
            villages = self._with(self.origins, self.land.number, self.feet)
        found = self.minutes_to(villages, limit)
        other = found.start != found.end
        codes = self.codes.to_numpy(dtype=object)
        ends = {"origin": codes[found.start[other]], "destination": codes[found.end[other]]}
        return pd.DataFrame({**ends, "minutes": found.minutes[other]}).astype({"origin": "str", "destination": "str"})

    def parts(self) -> pd.DataFrame:
        """The parts of the network no way leads between, longest first: ``km``, ``links`` and ``villages`` on them."""
        if self.links is None:
            return pd.DataFrame({"km": [], "links": [], "villages": []})
        matrix = assemble(self.links, self.landings, self.n_landings, no_pairs())
        part = connected_components(matrix, directed=True, connection="weak")[1][self.links.start]
        table = pd.DataFrame({"part": part, "km": self.links.metres / M_PER_KM})
        parts = table.groupby("part")["km"].agg(km="sum", links="size")
        on = pd.DataFrame({"part": part[self.feet.link], "village": self.feet.place}).drop_duplicates()
        parts["villages"] = on.groupby("part").size().reindex(parts.index, fill_value=0)
        return parts.sort_values(["km", "links"], ascending=False, kind="stable").reset_index(drop=True)

    def _with(self, points: Shapes, at: Integers, walks: Feet) -> Places:
        """The network with villages and some points on it, on the lands ``at``, with these walks."""
        assert self.links is not None  # noqa: S101 - for the type checker: callers have asked
        village, point = shapely.STRtree(points).query(self.origins, predicate="dwithin", distance=self.reach_m)
        dry = self.land.number[village] == at[point]
        village, point = village[dry].astype(np.int64), point[dry].astype(np.int64)
        minutes = minutes_of(shapely.distance(self.origins[village], points[point]), self.walking_km_h)
        first, then = self.n_landings, self.n_landings + len(self.codes)
        feet = _together(self.landings, _shifted(self.feet, first), _shifted(walks, then))
        direct = Pairs(first + village, then + point, minutes)
        ways = Ways(feet.place < then, (feet.place < first) | (feet.place >= then))
        matrix = assemble(self.links, feet, then + len(points), direct, ways)
        rows = self.links.nodes + np.arange(then + len(points))
        joined = np.isin(np.arange(len(points)), np.concatenate([walks.place, point]))
        return Places(points, matrix, rows[first:then], rows[then:], joined)


def no_pairs() -> Pairs:
    """No pairs of places."""
    return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def no_feet() -> Feet:
    """No walks."""
    return Feet(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


def _shifted(feet: Feet, by: int) -> Feet:
    return feet._replace(place=feet.place + by)


def _together(*parts: Feet) -> Feet:
    return Feet(*(np.concatenate(column) for column in zip(*parts, strict=True)))
