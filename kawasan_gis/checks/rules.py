"""The study's rules, one by one: what a candidate has, and what it may.

Whether a rule is kept is the word of :mod:`kawasan_gis.candidates.rules.violations`; here is found what an area that
keeps it has, and which rules the data are too few for.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import networkx as nx
import pandas as pd

from kawasan_gis.candidates.rules.rules import ClassRule, Rules, joined, unit_of, with_centres
from kawasan_gis.candidates.rules.violations import WORDS as VIOLATED
from kawasan_gis.candidates.rules.violations import enclosed, violations, ways
from kawasan_gis.checks.area import Area, Check, amount, filled, joined_texts, names_of, share
from kawasan_gis.checks.data import overlap
from kawasan_gis.i18n import Text

Key = tuple[str, str]

# Rules about the way from the centre: they are held against the candidate's own centres.
OF_CENTRE = ("max_centre_km", "max_centre_min", "max_steps")
WORDS = {
    "min_villages": VIOLATED["min_villages"],
    "max_villages": VIOLATED["max_villages"],
    "min_population": Text("{found} jiwa, paling sedikit {limit}", "{found} people, at least {limit} are needed"),
    "max_population": Text("{found} jiwa, paling banyak {limit}", "{found} people, at most {limit} are allowed"),
    "min_area_ha": Text("{found} ha, paling sedikit {limit} ha", "{found} ha, at least {limit} ha are needed"),
    "max_area_ha": Text("{found} ha, paling banyak {limit} ha", "{found} ha, at most {limit} ha are allowed"),
    "within": Text("di satu {within}", "in one {within}"),
    "must_have": Text("memuat {found} dari {limit} desa wajib", "holds {found} of {limit} villages it must have"),
    "must_not": Text("tidak memuat desa yang dikecualikan", "holds none of the villages it must not"),
    "bridges": Text("tidak memuat desa yang hanya boleh menyambung", "holds none of the villages that may only join"),
    "contiguous": Text("menyatu menurut aturan studi", "in one piece under the rules of the study"),
    "holes": Text("tidak mengelilingi desa lain", "encloses no other village"),
    "centres": VIOLATED["centres"],
    "max_centre_km": Text(
        "anggota terjauh {found} km dari pusat, paling jauh {limit} km",
        "the farthest member is {found} km from the centre, at most {limit} km",
    ),
    "max_centre_min": Text(
        "anggota terjauh {found} menit dari pusat, paling lama {limit} menit",
        "the farthest member is {found} min from the centre, at most {limit} min",
    ),
    "max_steps": Text(
        "anggota terjauh {found} batas desa dari pusat, paling banyak {limit}",
        "the farthest member is {found} borders from the centre, at most {limit}",
    ),
    "min_total": VIOLATED["min_total"],
    "max_share": Text(
        "{what} meliputi {found} % dari luasnya, paling banyak {limit} %",
        "{what} covers {found} % of it, at most {limit} % is allowed",
    ),
    "min_class": VIOLATED["min_class"],
}
UNKNOWN = {
    "column": Text("tabel desa tidak memiliki kolom {what}", "the villages have no column {what}"),
    "indicator": Text("indikator {what} tidak diberikan", "the indicator {what} was not given"),
    "values": Text("{count} anggota tanpa nilai {what}: {names}", "no {what} for {count} of the members: {names}"),
    "travel": Text("waktu tempuh tidak diberikan", "travel times were not given"),
    "no_centre": Text("pusat tidak ditetapkan", "no centre was chosen"),
    "apart": Text("tidak dapat dihitung: kawasan tidak menyatu", "cannot be counted: it is not in one piece"),
}
PEOPLE = Text("penduduk", "population")
STRANGE_CENTRE = Text(
    "pusat {names} bukan desa yang boleh menjadi pusat", "its centre {names} is no village that may be a centre"
)


class Bound(NamedTuple):
    """One rule in force: its limit, how to find what an area has, and how to write both."""

    rule: str
    limit: float
    find: Callable[[], float]
    what: str = ""
    write: Callable[[float], Text] = amount


def rule_checks(
    area: Area, rules: Rules, indicators: pd.DataFrame | None, travel: pd.DataFrame | None
) -> Iterator[Check]:
    """Hold a candidate against every rule that bounds something.

    The rule on kelurahan is left to the regulation's test of it.

    Parameters
    ----------
    area
        The candidate.
    rules
        The rules of the study.
    indicators
        The indicators on the same index, where the rules name any.
    travel
        Travel times in minutes, where the rules limit them.
    """
    unknown = _unknown(area, rules, indicators, travel)
    asked = _asked(rules, unknown)
    broken = _broken(area, asked, indicators, travel)
    for bound in _bounds(area, rules, indicators, travel):
        key = (bound.rule, bound.what)
        if key in unknown:
            yield Check(bound.rule, None, unknown[key], limit=bound.limit, what=bound.what)
            continue
        found = bound.find()
        text = broken.get(key) or filled(
            WORDS[bound.rule], what=bound.what, within=rules.within,
            found=bound.write(found), limit=bound.write(bound.limit),
        )  # fmt: skip
        yield Check(bound.rule, key not in broken, text, found, bound.limit, bound.what)
    yield overlap(area, rules, broken=any(rule == "existing" for rule, _ in broken))


def _broken(area: Area, rules: Rules, indicators: pd.DataFrame | None, travel: pd.DataFrame | None) -> dict[Key, Text]:
    """What the area breaks; ways and steps are to its own centres, which must be villages that may be centres."""
    # Straight lines and minutes exclude each other.
    minutes = travel if rules.max_centre_min is not None else None
    found: dict[Key, list[Text]] = {}
    for own in (False, True) if area.centres else (False,):
        ruled = with_centres(rules, area.centres if own else ())
        for one in violations(area.codes, area.villages, area.graph, ruled, indicators=indicators, travel=minutes):
            if (one.rule in OF_CENTRE) == own:
                found.setdefault((one.rule, one.what), []).append(one.text)
    strangers = sorted(set(area.centres) - set(_possible(area, rules, indicators)))
    if strangers:
        strange = filled(STRANGE_CENTRE, names=names_of(area.villages, strangers))
        found.setdefault(("centres", ""), []).append(strange)
    return {key: joined_texts(texts) for key, texts in found.items()}


def _unknown(area: Area, rules: Rules, indicators: pd.DataFrame | None, travel: pd.DataFrame | None) -> dict[Key, Text]:
    """Which rules cannot be checked with these data, and why."""
    reasons: dict[Key, Text] = {}
    people = area.members.get("population")
    if reason := filled(UNKNOWN["column"], what=PEOPLE) if people is None else _lacking(area, people, PEOPLE):
        reasons |= {("min_population", ""): reason, ("max_population", ""): reason}
    for rule in ("min_total", "max_share"):
        reasons |= {
            (rule, name): absent for name in getattr(rules, rule) if (absent := _absent(area, indicators, name))
        }
    known = () if indicators is None else tuple(indicators)
    for one in rules.min_class:
        if one.indicator not in known:
            reasons["min_class", one.name] = filled(UNKNOWN["indicator"], what=one.indicator)
    if rules.centrality and rules.centrality not in known:
        reasons["centres", ""] = filled(UNKNOWN["indicator"], what=rules.centrality)
    if rules.max_centre_min is not None and travel is None:
        reasons["max_centre_min", ""] = UNKNOWN["travel"]
    return reasons | _without_ways(area, rules)


def _without_ways(area: Area, rules: Rules) -> dict[Key, Text]:
    reasons: dict[Key, Text] = {}
    if not area.centres:
        reasons |= {(rule, ""): UNKNOWN["no_centre"] for rule in OF_CENTRE}
    if not nx.is_connected(_together(area, rules)):
        reasons["max_steps", ""] = UNKNOWN["apart"]
    return reasons


def _absent(area: Area, indicators: pd.DataFrame | None, name: str) -> Text | None:
    if indicators is None or name not in indicators:
        return filled(UNKNOWN["indicator"], what=name)
    return _lacking(area, indicators[name], name)


def _lacking(area: Area, values: pd.Series, what: Text | str) -> Text | None:
    without = [code for code in area.codes if pd.isna(values[code])]
    if not without:
        return None
    return filled(UNKNOWN["values"], count=len(without), what=what, names=names_of(area.villages, without))


def _asked(rules: Rules, unknown: dict[Key, Text]) -> Rules:
    """Take out of the rules what the data are too few for."""
    single = ("min_population", "max_population", "max_centre_min")
    known: dict[str, Any] = {name: None for name in single if (name, "") in unknown}
    for rule in ("min_total", "max_share"):
        known[rule] = {name: limit for name, limit in getattr(rules, rule).items() if (rule, name) not in unknown}
    known["min_class"] = tuple(one for one in rules.min_class if ("min_class", one.name) not in unknown)
    if ("centres", "") in unknown:
        known["centrality"] = ""
    return rules.model_copy(update=known)


def _together(area: Area, rules: Rules) -> nx.Graph:
    return joined(area.villages, area.graph, rules).subgraph(area.codes)


def _possible(area: Area, rules: Rules, indicators: pd.DataFrame | None) -> list[str]:
    """Codes of the members that may be centres."""
    possible = [code for code in area.codes if not rules.centre_among or code in rules.centre_among]
    if not rules.centrality or indicators is None:
        return possible
    return [code for code in possible if pd.notna(indicators.at[code, rules.centrality])]


def _bounds(area: Area, rules: Rules, indicators: pd.DataFrame | None, travel: pd.DataFrame | None) -> Iterator[Bound]:
    """Every rule in force, in a fixed order."""
    yield from _sizes(area, rules)
    yield from _membership(area, rules)
    if rules.centre_among or rules.centrality or rules.centres > 1:
        yield Bound("centres", rules.centres, lambda: len(_possible(area, rules, indicators)))
    yield from _ways(area, rules, travel)
    yield from _amounts(area, rules, indicators)


def _sizes(area: Area, rules: Rules) -> Iterator[Bound]:
    yield Bound("min_villages", rules.min_villages, lambda: len(area.members))
    yield Bound("max_villages", rules.max_villages, lambda: len(area.members))
    for column in ("population", "area_ha"):
        for bound in (f"min_{column}", f"max_{column}"):
            if (limit := getattr(rules, bound)) is not None:
                yield Bound(bound, limit, partial(_total, area.members, column))


def _membership(area: Area, rules: Rules) -> Iterator[Bound]:
    if rules.within != "any":
        yield Bound("within", 1, lambda: unit_of(area.members, rules.within).nunique())
    if wanted := set(rules.must_have):
        yield Bound("must_have", len(wanted), partial(_held, area, wanted))
    for rule in ("must_not", "bridges"):
        if barred := set(getattr(rules, rule)):
            yield Bound(rule, 0, partial(_held, area, barred))
    yield Bound("contiguous", 1, lambda: nx.number_connected_components(_together(area, rules)))
    if not rules.holes:
        yield Bound("holes", 0, lambda: len(enclosed(area.members, area.villages, area.graph, rules)))


def _ways(area: Area, rules: Rules, travel: pd.DataFrame | None) -> Iterator[Bound]:
    for rule, minutes in (("max_centre_km", None), ("max_centre_min", travel)):
        if (limit := getattr(rules, rule)) is not None:
            yield Bound(rule, limit, partial(_farthest, area, minutes))
    if rules.max_steps:
        yield Bound("max_steps", rules.max_steps, partial(_most_steps, area, rules))


def _farthest(area: Area, travel: pd.DataFrame | None) -> float:
    return float(ways(area.members, travel)[list(area.centres)].min(axis=1).max())


def _most_steps(area: Area, rules: Rules) -> int:
    steps = nx.multi_source_dijkstra_path_length(_together(area, rules), set(area.centres), weight=None)
    return int(max(steps.values()))


def _amounts(area: Area, rules: Rules, indicators: pd.DataFrame | None) -> Iterator[Bound]:
    values = pd.DataFrame() if indicators is None else indicators.reindex(area.codes)
    for name, least in sorted(rules.min_total.items()):
        yield Bound("min_total", least, partial(_total, values, name), name)
    for name, most in sorted(rules.max_share.items()):
        yield Bound("max_share", most, partial(_covered, area, values, name), name, share)
    for one in rules.min_class:
        yield Bound("min_class", one.villages, partial(_in_class, values, one), one.name)


def _total(values: pd.DataFrame, name: str) -> float:
    return float(values[name].sum())


def _held(area: Area, codes: set[str]) -> int:
    return len(codes & set(area.codes))


def _covered(area: Area, values: pd.DataFrame, name: str) -> float:
    hectares = area.members["area_ha"]
    return float((values[name] * hectares).sum() / hectares.sum())


def _in_class(values: pd.DataFrame, one: ClassRule) -> int:
    return int(values[one.indicator].between(one.at_least, one.at_most).sum())
