"""Rules an area must keep, and which villages may be members at all."""

import math
from itertools import combinations
from typing import Literal, NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from pydantic import Field, model_validator

from kawasan_gis import codes
from kawasan_gis.errors import InfeasibleError, StudyError, listing
from kawasan_gis.forms import Form
from kawasan_gis.i18n import Language, Text

Within = Literal["kecamatan", "kabupaten", "any"]
Kelurahan = Literal["exclude", "bridge", "include"]

# Real kawasan with published lists have 4 to 16 desa; see "Why these defaults" in CONTRIBUTING.
MIN_VILLAGES = 3
MAX_VILLAGES = 20


class ClassRule(Form):
    """At least so many members whose indicator is within bounds (both ends included)."""

    indicator: str
    villages: int = Field(ge=1)
    at_least: float = -math.inf
    at_most: float = math.inf
    label: str = ""


class Rules(Form):
    """The section ``[rules]`` of a study.

    Sizes count members, bridges not. ``within`` keeps an area inside one kecamatan or kabupaten. A kelurahan is
    left out, may join two desa without being a member (``bridge``), or may be a member (``include``); ``bridges``
    are further villages that may only join others. ``must_have`` villages are in every candidate, ``must_not``
    villages in none. Areas are in hectares. ``water_links`` tells whether villages linked over water hold together.
    ``walls`` are borders that nothing crosses: two codes and the reason. An area has ``centres`` centres, chosen
    ``centre_among`` these codes (all, when empty) by the shortest mean way or by the indicator ``centrality``;
    no member is farther from it than ``max_centre_km`` in a straight line, or ``max_centre_min`` minutes.

    ``min_total`` is the least sum of an indicator over the members; ``max_share`` the greatest share of the area
    of an indicator that is a share (0..1); ``min_class`` how many members of a class it needs. An area encloses no
    village that could be a member unless ``holes``. ``existing`` names kawasan that are there with their codes; an
    area shares at most ``max_existing`` of the smaller one's villages with each of them.
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
    min_total: dict[str, float] = Field(default_factory=dict)
    max_share: dict[str, float] = Field(default_factory=dict)
    min_class: tuple[ClassRule, ...] = ()
    holes: bool = False
    existing: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    max_existing: float = Field(default=1.0, ge=0, le=1)

    @model_validator(mode="after")
    def _agree(self) -> "Rules":
        if self.min_villages > self.max_villages:
            raise ValueError(f"min_villages {self.min_villages} is above max_villages {self.max_villages}")
        for low, high in (("min_population", "max_population"), ("min_area_ha", "max_area_ha")):
            bottom, top = getattr(self, low), getattr(self, high)
            if bottom is not None and top is not None and bottom > top:
                raise ValueError(f"{low} {bottom:g} is above {high} {top:g}")
        both = sorted(set(self.must_have) & set(self.must_not))
        if both:
            raise ValueError(f"villages are both must_have and must_not: {listing(both)}")
        if len(self.must_have) > self.max_villages:
            raise ValueError(f"{len(self.must_have)} must_have villages do not fit in max_villages {self.max_villages}")
        return self


class Violation(NamedTuple):
    """A rule that an area breaks, and why."""

    rule: str
    text: Text

    def say(self, language: Language = "id") -> str:
        """Say why in one language."""
        return self.text.say(language)


WORDS = {
    "min_villages": Text("{found} desa, paling sedikit {limit}", "{found} villages, at least {limit} are needed"),
    "max_villages": Text("{found} desa, paling banyak {limit}", "{found} villages, at most {limit} are allowed"),
    "bounds": Text("{what} {found}, batasnya {limit}", "{what} is {found}, the limit is {limit}"),
    "within": Text("meliputi lebih dari satu {what}: {found}", "lies in more than one {what}: {found}"),
    "kelurahan": Text("memuat kelurahan: {found}", "holds kelurahan: {found}"),
    "must_have": Text("tidak memuat {found}", "does not hold {found}"),
    "must_not": Text("memuat {found}", "holds {found}"),
    "contiguous": Text("tidak menyatu: {found} bagian", "is not in one piece: {found} parts"),
}


def check_rules(villages: gpd.GeoDataFrame, rules: Rules) -> None:
    """Refuse rules that name villages the study does not have, or bounds it has no data for.

    Raises
    ------
    StudyError
        When a must-have or must-not village is not among the villages, or there is no population.
    InfeasibleError
        When a must-have village may not be a member, or they lie in more than one unit of ``within``.
    """
    for rule in ("must_have", "must_not"):
        unknown = [code for code in getattr(rules, rule) if code not in villages.index]
        if unknown:
            raise StudyError(
                f"{rule}: {len(unknown)} villages are not in the study: {listing(unknown)}; "
                f"its codes look like {villages.index[0]}, of kabupaten "
                f"{listing(sorted(set(codes.kabupaten_code(villages.index))))}"
            )
    if "population" not in villages and (rules.min_population is not None or rules.max_population is not None):
        raise StudyError("the rules bound the population, but the villages have no column population")
    barred = [code for code in rules.must_have if not eligible(villages, rules)[code]]
    if barred:
        raise InfeasibleError(f'must_have: {listing(barred)} are kelurahan, and kelurahan = "{rules.kelurahan}"')
    unit = unit_of(villages.loc[sorted(rules.must_have)], rules.within)
    if unit.nunique() > 1:
        raise InfeasibleError(f"must_have villages lie in more than one {rules.within}: {listing(sorted(set(unit)))}")


def eligible(villages: gpd.GeoDataFrame, rules: Rules) -> pd.Series:
    """Tell which villages may be members, as a boolean Series."""
    allowed = pd.Series(True, index=villages.index)
    if rules.kelurahan != "include":
        allowed &= villages["status"] != "kelurahan"
    return allowed & ~villages.index.isin([*rules.must_not, *rules.bridges])


def unit_of(villages: gpd.GeoDataFrame, within: Within) -> pd.Series:
    """Code of the unit that an area must stay inside, per village."""
    index = villages.index.to_series()
    if within == "kecamatan":
        return codes.kecamatan_code(index)
    if within == "kabupaten":
        return codes.kabupaten_code(index)
    return pd.Series("", index=villages.index)


def violations(members: list[str], villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules) -> list[Violation]:
    """List every rule that an area breaks; empty when it keeps them all.

    Parameters
    ----------
    members
        Codes of the area's members, bridges not among them.
    villages, graph
        The villages table and their graph.
    rules
        The rules.

    Raises
    ------
    StudyError
        When a member is not among the villages, or has no value for what the rules bound.
    """
    unknown = [code for code in members if code not in villages.index]
    if unknown:
        raise StudyError(f"{len(unknown)} members are not among the villages: {listing(unknown)}")
    area = villages.loc[sorted(set(members))]
    broken = [*_sizes(area, rules), *_bounds(area, rules), *_membership(area, rules)]
    parts = nx.number_connected_components(joined(villages, graph, rules).subgraph(area.index))
    if parts > 1:
        broken.append(_broken("contiguous", found=parts))
    return broken


def bridging(villages: gpd.GeoDataFrame, rules: Rules) -> list[str]:
    """Codes of the villages that may join others without being members, in order."""
    may = villages.index.isin(rules.bridges)
    if rules.kelurahan == "bridge":
        may |= (villages["status"] == "kelurahan").to_numpy(dtype=bool) & ~villages.index.isin(rules.must_not)
    return list(villages.index[may])


def joined(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules) -> nx.Graph:
    """Give the graph whose edges hold an area together.

    These are borders without a wall, links over water where the rules allow them, and desa of one unit joined over
    one village that may be a bridge.
    """
    unit = unit_of(villages, rules.within)
    walls = {frozenset((a, b)) for a, b, _ in rules.walls}
    together = nx.Graph()
    together.add_nodes_from(graph)
    for a, b, border in graph.edges(data=True):
        closed = border.get("wall") or frozenset((a, b)) in walls
        if not closed and (rules.water_links or border.get("kind") != "water"):
            together.add_edge(a, b)
    over: list[tuple[str, str]] = []
    for middle in bridging(villages, rules):
        ends = sorted(code for code in together[middle] if unit[code] == unit[middle])
        over += combinations(ends, 2)
    together.add_edges_from(over)
    return together


def _broken(rule: str, word: str | None = None, **values: object) -> Violation:
    words = WORDS[word or rule]
    return Violation(rule, Text(words.id.format(**values), words.en.format(**values)))


def _sizes(area: gpd.GeoDataFrame, rules: Rules) -> list[Violation]:
    broken = []
    if len(area) < rules.min_villages:
        broken.append(_broken("min_villages", found=len(area), limit=rules.min_villages))
    if len(area) > rules.max_villages:
        broken.append(_broken("max_villages", found=len(area), limit=rules.max_villages))
    return broken


def _bounds(area: gpd.GeoDataFrame, rules: Rules) -> list[Violation]:
    broken = []
    for column in ("population", "area_ha"):
        low, high = getattr(rules, f"min_{column}"), getattr(rules, f"max_{column}")
        if low is None and high is None:
            continue
        if column not in area or area[column].isna().any():
            raise StudyError(f"the rules bound the {column}, but not every member has a value")
        total = float(area[column].sum())
        if low is not None and total < low:
            broken.append(_broken(f"min_{column}", "bounds", what=column, found=f"{total:.0f}", limit=f"{low:g}"))
        if high is not None and total > high:
            broken.append(_broken(f"max_{column}", "bounds", what=column, found=f"{total:.0f}", limit=f"{high:g}"))
    return broken


def _membership(area: gpd.GeoDataFrame, rules: Rules) -> list[Violation]:
    broken = []
    units = sorted(set(unit_of(area, rules.within))) if len(area) else []
    if len(units) > 1:
        broken.append(_broken("within", what=rules.within, found=listing(units)))
    kelurahan = area.index[np.asarray(area["status"] == "kelurahan", dtype=bool)]
    if rules.kelurahan != "include" and len(kelurahan):
        broken.append(_broken("kelurahan", found=listing(kelurahan)))
    lacking = [code for code in rules.must_have if code not in area.index]
    if lacking:
        broken.append(_broken("must_have", found=listing(lacking)))
    barred = [code for code in rules.must_not if code in area.index]
    if barred:
        broken.append(_broken("must_not", found=listing(barred)))
    return broken
