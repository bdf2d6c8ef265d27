"""Rules an area must keep, which villages may be members at all, and what holds them together.

:mod:`kawasan_gis.candidates.rules.checks` holds rules against the data of a study, and
:mod:`kawasan_gis.candidates.rules.violations` says in words which of them an area breaks.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

import geopandas as gpd
import networkx as nx
import pandas as pd
from pydantic import Field, model_validator

from kawasan_gis import codes
from kawasan_gis.errors import listing
from kawasan_gis.forms import Form

Within = Literal["kecamatan", "kabupaten", "any"]
Kelurahan = Literal["exclude", "bridge", "include"]

# Real kawasan with published lists have 4 to 16 desa; see "Why these defaults" in CONTRIBUTING.
MIN_VILLAGES = 3
MAX_VILLAGES = 20
# A village with more than this share of its outline free of neighbours lies at the edge of the map or the sea. On the
# real boundaries of five kabupaten villages with neighbours all round have at most 1.2 % free, those at the edge (98 %
# of them) 2.1 % or more.
OPEN_SHARE = 0.02


class ClassRule(Form):
    """At least so many members whose indicator is within bounds (both ends included)."""

    indicator: str
    villages: int = Field(ge=1)
    at_least: float = -math.inf
    at_most: float = math.inf
    label: str = ""

    @model_validator(mode="after")
    def _agree(self) -> "ClassRule":
        if not self.at_least <= self.at_most:
            raise ValueError(f"class {self.name}: at_least {self.at_least:g} is above at_most {self.at_most:g}")
        return self

    @property
    def name(self) -> str:
        """What to call the class: its label, or the indicator with its bounds."""
        low = f"{self.at_least:g} <= " if self.at_least > -math.inf else ""
        high = f" <= {self.at_most:g}" if self.at_most < math.inf else ""
        return self.label or f"{low}{self.indicator}{high}"


class Rules(Form):
    """The section ``[rules]`` of a study.

    Sizes count members, bridges not. ``within`` keeps an area inside one kecamatan or kabupaten. A kelurahan is
    left out, may join two desa without being a member (``bridge``), or may be a member (``include``); ``bridges``
    are further villages that may only join others. ``must_have`` villages are in every candidate, ``must_not``
    villages in none. Areas are in hectares. ``water_links`` tells whether villages linked over water hold together.
    ``walls`` are borders that nothing crosses: two codes and the reason. An area has ``centres`` centres, chosen
    ``centre_among`` these codes (all, when empty) by the shortest mean way or by the indicator ``centrality``;
    no member is farther from it than ``max_centre_km`` in a straight line, or ``max_centre_min`` minutes, and none
    more than ``max_steps`` borders away, from member to member (0: any number).

    ``min_total`` is the least sum of an indicator over the members; ``max_share`` the greatest share of the area
    of an indicator that is a share (0..1); ``min_class`` how many members of a class it needs; a village without a
    value is in no class. An area encloses no village that could be a member, that is, from each such village there is
    a way over land borders to the edge of the map, the sea or another unit that does not cross the area, unless
    ``holes``. ``existing`` names kawasan that are there with their codes; an area shares at most ``max_existing`` of
    the smaller one's villages with each of them.
    """

    min_villages: int = Field(default=MIN_VILLAGES, ge=1)
    max_villages: int = Field(default=MAX_VILLAGES, ge=1)
    min_population: float | None = Field(default=None, ge=0)
    max_population: float | None = Field(default=None, ge=0)
    min_area_ha: float | None = Field(default=None, ge=0)
    max_area_ha: float | None = Field(default=None, ge=0)
    within: Within = "kabupaten"
    kelurahan: Kelurahan = "exclude"
    bridges: tuple[str, ...] = ()
    must_have: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    water_links: bool = True
    walls: tuple[tuple[str, str, str], ...] = ()
    centres: int = Field(default=1, ge=1, le=2)
    centre_among: tuple[str, ...] = ()
    centrality: str = ""
    max_centre_km: float | None = Field(default=None, gt=0)
    max_centre_min: float | None = Field(default=None, gt=0)
    max_steps: int = Field(default=2, ge=0)
    min_total: dict[str, float] = Field(default_factory=dict)
    max_share: dict[str, float] = Field(default_factory=dict)
    min_class: tuple[ClassRule, ...] = ()
    holes: bool = False
    existing: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    max_existing: float = Field(default=1.0, ge=0, le=1)

    @model_validator(mode="after")
    def _agree(self) -> "Rules":
        problems = [*self._crossed_bounds(), *self._crossed_codes(), *self._bad_amounts()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _crossed_bounds(self) -> Iterator[str]:
        for low, high in (
            ("min_villages", "max_villages"), ("min_population", "max_population"), ("min_area_ha", "max_area_ha"),
        ):  # fmt: skip
            bottom, top = getattr(self, low), getattr(self, high)
            if bottom is not None and top is not None and bottom > top:
                yield f"{low} {bottom:g} is above {high} {top:g}"
        if self.max_centre_km is not None and self.max_centre_min is not None:
            yield "max_centre_km and max_centre_min are both given: choose straight lines or travel times"
        if self.centres > self.min_villages:
            yield f"centres = {self.centres} needs min_villages of at least {self.centres}"

    def _crossed_codes(self) -> Iterator[str]:
        for one, other in (("must_have", "must_not"), ("must_have", "bridges"), ("must_not", "bridges")):
            both = sorted(set(getattr(self, one)) & set(getattr(self, other)))
            if both:
                yield f"villages are both {one} and {other}: {listing(both)}"
        if len(set(self.must_have)) > self.max_villages:
            yield f"{len(set(self.must_have))} must_have villages do not fit in max_villages {self.max_villages}"
        if 0 < len(set(self.centre_among)) < self.centres:
            yield f"centre_among names {len(set(self.centre_among))} village, but centres = {self.centres}"
        alone = sorted(a for a, b, _ in self.walls if a == b)
        if alone:
            yield f"walls: {len(alone)} are between a village and itself: {listing(alone)}"
        empty = sorted(name for name, members in self.existing.items() if not members)
        if empty:
            yield f"existing: {len(empty)} kawasan have no codes: {listing(empty)}"

    def _bad_amounts(self) -> Iterator[str]:
        for name, amount in sorted(self.min_total.items()):
            if not 0 <= amount < math.inf:
                yield f"min_total {name} is {amount:g}; it must be a number, 0 or more"
        for name, share in sorted(self.max_share.items()):
            if not 0 <= share <= 1:
                yield f"max_share {name} is {share:g}; it must be within 0 and 1"
        bounds = ("min_population", "max_population", "min_area_ha", "max_area_ha", "max_centre_km", "max_centre_min")
        for name in bounds:
            if (value := getattr(self, name)) is not None and not math.isfinite(value):
                yield f"{name} is {value:g}; leave it out when there is no limit"

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of the indicators that the rules need, in order."""
        named = [*self.min_total, *self.max_share, *(rule.indicator for rule in self.min_class)]
        return tuple(sorted({*named, self.centrality} - {""}))

    @property
    def max_way(self) -> float:
        """The farthest a member may be from its centre, in km or minutes; infinite without a limit."""
        return min(limit for limit in (self.max_centre_km, self.max_centre_min, math.inf) if limit is not None)


def named_codes(rules: Rules) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every list of village codes in the rules, with its name."""
    for rule in ("must_have", "must_not", "bridges", "centre_among"):
        yield rule, getattr(rules, rule)
    yield "walls", tuple(code for a, b, _ in rules.walls for code in (a, b))
    for name, members in sorted(rules.existing.items()):
        yield f"existing {name}", members


def eligible(villages: gpd.GeoDataFrame, rules: Rules) -> pd.Series:
    """Tell which villages may be members, as a boolean Series."""
    allowed = pd.Series(True, index=villages.index)
    if rules.kelurahan != "include":
        allowed &= villages["status"] != "kelurahan"
    return allowed & ~villages.index.isin([*rules.must_not, *rules.bridges])


def with_centres(rules: Rules, centres: Sequence[str]) -> Rules:
    """Put centres that are given (codes) in place of the rules' choice of them; none leave it."""
    if not centres:
        return rules
    return rules.model_copy(update={"centre_among": tuple(centres), "centres": len(centres), "centrality": ""})


def unit_of(villages: gpd.GeoDataFrame, within: Within) -> pd.Series:
    """Code of the unit that an area must stay inside, per village."""
    index = villages.index.to_series()
    if within == "kecamatan":
        return codes.kecamatan_code(index)
    if within == "kabupaten":
        return codes.kabupaten_code(index)
    return pd.Series("", index=villages.index)


def bridging(villages: gpd.GeoDataFrame, rules: Rules) -> list[str]:
    """Codes of the villages that may join others without being members, in order."""
    may = villages.index.isin(rules.bridges)
    if rules.kelurahan == "bridge":
        may |= (villages["status"] == "kelurahan").to_numpy(dtype=bool) & ~villages.index.isin(rules.must_not)
    return list(villages.index[may])


def open_borders(graph: nx.Graph, rules: Rules) -> nx.Graph:
    """Give the borders that join: those without a wall, and links over water where the rules allow them."""
    walls = {frozenset((a, b)) for a, b, _ in rules.walls}
    together = nx.Graph()
    together.add_nodes_from(graph)
    for a, b, border in graph.edges(data=True):
        closed = border.get("wall") or frozenset((a, b)) in walls
        if not closed and (rules.water_links or border.get("kind") != "water"):
            together.add_edge(a, b)
    return together


def joined(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules) -> nx.Graph:
    """Give the graph whose edges hold an area together: open borders, and desa of one unit joined over one bridge."""
    unit = unit_of(villages, rules.within)
    together = open_borders(graph, rules)
    over: list[tuple[str, str]] = []
    for middle in bridging(villages, rules):
        ends = sorted(code for code in together[middle] if unit[code] == unit[middle])
        over += combinations(ends, 2)
    together.add_edges_from(over)
    return together


def lies_open(villages: gpd.GeoDataFrame, graph: nx.Graph) -> pd.Series:
    """Tell which villages lie at the edge of the map or the sea, as a boolean Series."""
    metres = {code: sum(m for *_, m in graph.edges(code, data="border_m", default=0.0)) for code in villages.index}
    perimeter = villages.length
    return perimeter - pd.Series(metres, dtype="float64").reindex(villages.index) > OPEN_SHARE * perimeter


def land_borders(graph: nx.Graph) -> list[tuple[str, str]]:
    """Pairs of villages that touch along some length; what encloses a village is made of these."""
    return [(a, b) for a, b, metres in graph.edges(data="border_m", default=0.0) if metres > 0]
