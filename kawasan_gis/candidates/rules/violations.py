"""Which rules an area breaks, in words.

This is the independent re-check of every output: it is written with pandas, networkx and shapely and shares nothing
with the compiled rules of :mod:`kawasan_gis.candidates.kernels.limits`, not even how the centre is found.
"""

import math
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from kawasan_gis.candidates.rules.rules import Rules, eligible, joined, land_borders, lies_open, unit_of
from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.i18n import Language, Text

# Sums of many decimals reach a bound a little late; so do ways of the same length. A share of the bound.
SLACK = 1e-9
M_PER_KM = 1000.0
# Rules that a study can have several of.
SEVERAL = ("min_total", "max_share", "min_class", "existing")


class Violation(NamedTuple):
    """A rule that an area breaks, and why; ``what`` names the indicator, class or kawasan it is about, if any."""

    rule: str
    text: Text
    what: str = ""

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
    "bridges": Text("memuat desa yang hanya boleh menyambung: {found}", "holds villages that may only join: {found}"),
    "contiguous": Text("tidak menyatu: {found} bagian", "is not in one piece: {found} parts"),
    "centres": Text(
        "{found} desa dapat menjadi pusat, diperlukan {limit}", "{found} villages can be its centre, {limit} are needed"
    ),
    "way": Text(
        "{what} sejauh {found} dari pusat, batasnya {limit}", "{what} is {found} from its centre, the limit is {limit}"
    ),
    "max_steps": Text(
        "{what} berjarak {found} batas desa dari pusat, paling banyak {limit}",
        "{what} is {found} borders from its centre, at most {limit} are allowed",
    ),
    "min_total": Text(
        "jumlah {what} {found}, paling sedikit {limit}", "{what} adds up to {found}, at least {limit} is needed"
    ),
    "max_share": Text(
        "{what} meliputi {found} dari luasnya, paling banyak {limit}",
        "{what} covers {found} of it, at most {limit} is allowed",
    ),
    "min_class": Text(
        "{found} desa dengan {what}, paling sedikit {limit}",
        "{found} villages with {what}, at least {limit} are needed",
    ),
    "holes": Text("mengelilingi desa yang bukan anggota: {found}", "encloses villages that are not members: {found}"),
    "existing": Text(
        "{found} desa sama dengan kawasan {what}, paling banyak {limit}",
        "{found} villages are shared with kawasan {what}, at most {limit} are allowed",
    ),
}


def violations(
    members: list[str],
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    rules: Rules,
    *,
    indicators: pd.DataFrame | None = None,
    travel: pd.DataFrame | None = None,
) -> list[Violation]:
    """List every rule that an area breaks; empty when it keeps them all.

    Parameters
    ----------
    members
        Codes of the area's members, bridges not among them.
    villages, graph
        The villages table and their graph.
    rules
        The rules.
    indicators
        The indicators on the same index, where the rules name any.
    travel
        Travel times in minutes (``origin``, ``destination``, ``minutes``); straight lines when not given.

    Raises
    ------
    StudyError
        When a member is not among the villages, or what the rules name is not given.
    TableError
        When a member has no value for what the rules bound.
    """
    unknown = [code for code in members if code not in villages.index]
    if unknown:
        raise StudyError(f"{len(unknown)} members are not among the villages: {listing(unknown)}")
    lacking = [name for name in rules.indicators if indicators is None or name not in indicators]
    if lacking:
        raise StudyError(f"the rules name {listing(lacking)}; give indicators with {listing(lacking)}")
    if rules.max_centre_min is not None and travel is None:
        raise StudyError("max_centre_min needs travel times; give travel=")
    area = villages.loc[sorted(set(members))]
    values = pd.DataFrame(index=villages.index) if indicators is None else indicators.loc[:, list(rules.indicators)]
    broken = [*_sizes(area, rules), *_bounds(area, rules), *_membership(area, rules)]
    together = joined(villages, graph, rules).subgraph(area.index)
    parts = nx.number_connected_components(together)
    if parts > 1:
        broken.append(_broken("contiguous", found=parts))
    broken += [*_amounts(area, values, rules), *_shared(area, rules)]
    broken += [*_centred(area, values, rules, travel, together), *_holes(area, villages, graph, rules)]
    return broken


def _broken(rule: str, word: str | None = None, **values: object) -> Violation:
    words = WORDS[word or rule]
    what = str(values["what"]) if rule in SEVERAL else ""
    return Violation(rule, Text(words.id.format(**values), words.en.format(**values)), what)


def _below(value: float, limit: float) -> bool:
    return value < limit - SLACK * max(abs(limit), 1.0)


def _above(value: float, limit: float) -> bool:
    return value > limit + SLACK * max(abs(limit), 1.0)


def _known(values: pd.Series, what: str) -> pd.Series:
    """Refuse a bounded column that a member has no value in."""
    without = values.index[values.isna()]
    if len(without):
        raise TableError(
            f"the rules bound {what}, but not every member has a value: {len(without)} have none: {listing(without)}"
        )
    return values.astype("float64")


def _sizes(area: gpd.GeoDataFrame, rules: Rules) -> Iterator[Violation]:
    if len(area) < rules.min_villages:
        yield _broken("min_villages", found=len(area), limit=rules.min_villages)
    if len(area) > rules.max_villages:
        yield _broken("max_villages", found=len(area), limit=rules.max_villages)


def _bounds(area: gpd.GeoDataFrame, rules: Rules) -> Iterator[Violation]:
    for column in ("population", "area_ha"):
        low, high = getattr(rules, f"min_{column}"), getattr(rules, f"max_{column}")
        if low is None and high is None:
            continue
        if column not in area:
            raise StudyError(f"the rules bound the {column}, but the villages have no column {column}")
        total = float(_known(area[column], f"the {column}").sum())
        if low is not None and _below(total, low):
            yield _broken(f"min_{column}", "bounds", what=column, found=_amount(total, low), limit=f"{low:g}")
        if high is not None and _above(total, high):
            yield _broken(f"max_{column}", "bounds", what=column, found=_amount(total, high), limit=f"{high:g}")


def _amount(value: float, limit: float) -> str:
    """Write a value with three digits, or with as many as it takes to differ from the limit."""
    first = 2 - math.floor(math.log10(abs(value))) if value and math.isfinite(value) else 0
    texts = (np.format_float_positional(value, precision=max(first, 0) + more, trim="-") for more in range(9))
    return next((text for text in texts if float(text) != limit), repr(value))


def _membership(area: gpd.GeoDataFrame, rules: Rules) -> Iterator[Violation]:
    units = sorted(set(unit_of(area, rules.within))) if len(area) else []
    if len(units) > 1:
        yield _broken("within", what=rules.within, found=listing(units))
    kelurahan = area.index[np.asarray(area["status"] == "kelurahan", dtype=bool)]
    if rules.kelurahan != "include" and len(kelurahan):
        yield _broken("kelurahan", found=listing(kelurahan))
    lacking = [code for code in dict.fromkeys(rules.must_have) if code not in area.index]
    if lacking:
        yield _broken("must_have", found=listing(lacking))
    for rule in ("must_not", "bridges"):
        barred = [code for code in dict.fromkeys(getattr(rules, rule)) if code in area.index]
        if barred:
            yield _broken(rule, found=listing(barred))


def _amounts(area: gpd.GeoDataFrame, values: pd.DataFrame, rules: Rules) -> Iterator[Violation]:
    for name, least in sorted(rules.min_total.items()):
        total = float(_known(values.loc[area.index, name], name).sum())
        if _below(total, least):
            yield _broken("min_total", what=name, found=_amount(total, least), limit=f"{least:g}")
    for name, most in sorted(rules.max_share.items()):
        share, hectares = _known(values.loc[area.index, name], name), area["area_ha"].astype("float64")
        if len(area) and _above(float((share * hectares).sum()), most * float(hectares.sum())):
            found = float((share * hectares).sum() / hectares.sum())
            yield _broken("max_share", what=name, found=_amount(found, most), limit=f"{most:g}")
    for rule in rules.min_class:
        inside = int(values.loc[area.index, rule.indicator].between(rule.at_least, rule.at_most).sum())
        if inside < rule.villages:
            yield _broken("min_class", what=rule.name, found=inside, limit=rule.villages)


def _shared(area: gpd.GeoDataFrame, rules: Rules) -> Iterator[Violation]:
    for name, there in sorted(rules.existing.items()):
        most = math.floor(rules.max_existing * min(len(area), len(set(there))) + SLACK)
        shared = len(set(there) & set(area.index))
        if shared > most:
            yield _broken("existing", what=name, found=shared, limit=most)


def _centred(
    area: gpd.GeoDataFrame, values: pd.DataFrame, rules: Rules, travel: pd.DataFrame | None, together: nx.Graph
) -> list[Violation]:
    possible = _possible_centres(area, values, rules)
    if not len(area):
        return []
    if len(possible) < rules.centres:
        return [_broken("centres", found=len(possible), limit=rules.centres)]
    between = ways(area, travel)
    found = []
    for centres in _best_centres(between, possible, values, rules):
        far = between[list(centres)].min(axis=1)
        found.append([*_too_far(far, rules), *_too_many_steps(together, centres, rules)])
    # Of centres that are equally good any will do: which one is chosen is a matter of rounding.
    return min(found, key=len)


def _too_far(far: pd.Series, rules: Rules) -> Iterator[Violation]:
    if _above(float(far.max()), rules.max_way):
        rule, unit = ("max_centre_km", "km") if rules.max_centre_km is not None else ("max_centre_min", "min")
        found, limit = f"{_amount(far.max(), rules.max_way)} {unit}", f"{rules.max_way:g} {unit}"
        yield _broken(rule, "way", what=far.index[far.argmax()], found=found, limit=limit)


def _too_many_steps(together: nx.Graph, centres: tuple[str, ...], rules: Rules) -> Iterator[Violation]:
    if rules.max_steps and nx.is_connected(together):
        steps = nx.multi_source_dijkstra_path_length(together, set(centres), weight=None)
        last = max(sorted(steps), key=lambda code: steps[code])
        if steps[last] > rules.max_steps:
            yield _broken("max_steps", what=last, found=int(steps[last]), limit=rules.max_steps)


def _possible_centres(area: gpd.GeoDataFrame, values: pd.DataFrame, rules: Rules) -> list[str]:
    possible = [code for code in area.index if not rules.centre_among or code in rules.centre_among]
    return [code for code in possible if not rules.centrality or pd.notna(values.at[code, rules.centrality])]


def ways(area: gpd.GeoDataFrame, travel: pd.DataFrame | None) -> pd.DataFrame:
    """Ways from every member (row) to every member (column): minutes, or km along straight lines."""
    if travel is None:
        points = area.geometry.representative_point()
        return pd.DataFrame({code: points.distance(point) / M_PER_KM for code, point in points.items()})
    inside = travel[travel["origin"].isin(area.index) & travel["destination"].isin(area.index)]
    minutes = inside.set_index(["origin", "destination"])["minutes"].to_dict()
    columns = {b: [0.0 if a == b else minutes.get((a, b), math.inf) for a in area.index] for b in area.index}
    return pd.DataFrame(columns, index=area.index)


def _best_centres(
    between: pd.DataFrame, possible: list[str], values: pd.DataFrame, rules: Rules
) -> list[tuple[str, ...]]:
    """Every choice of centres that no other beats."""
    options = list(combinations(possible, rules.centres))
    if rules.centrality:
        return [max(options, key=lambda choice: float(values.loc[list(choice), rules.centrality].sum()))]
    total = {choice: float(between[list(choice)].min(axis=1).sum()) for choice in options}
    least = min(total.values())
    return [choice for choice in options if total[choice] == least or not _above(total[choice], least)]


def _holes(area: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules) -> Iterator[Violation]:
    if not rules.holes and (inside := enclosed(area, villages, graph, rules)):
        yield _broken("holes", found=listing(inside))


def enclosed(area: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules) -> list[str]:
    """Codes of the villages that could be members and that an area encloses, in order."""
    may, opened, unit = eligible(villages, rules), lies_open(villages, graph), unit_of(villages, rules.within)
    outside = nx.Graph(land_borders(graph))
    outside.add_nodes_from(graph)
    outside.remove_nodes_from(area.index)
    own = set(unit[area.index])
    held: list[str] = []
    for pocket in nx.connected_components(outside):
        if not any(opened[code] or unit[code] not in own for code in pocket):
            held += [code for code in pocket if may[code]]
    return sorted(held)
