"""The rules one by one: what each says, and the rules without it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import geopandas as gpd
import networkx as nx

from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.errors import listing


class Clause(NamedTuple):
    """One rule that is in force: what it says, and what makes other rules of these without it."""

    words: str
    without: Callable[[Rules], Rules]
    opens_walls: bool = False


def clauses_of(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules) -> list[Clause]:
    """List the rules in force: those on what may join first, amounts last, so that amounts are what is left over."""
    return [
        *_kinds(villages, rules), *_edges(graph, rules), *_existing(rules), *_centres(rules),
        *_sizes(villages, rules), *_places(rules), *_amounts(rules),
    ]  # fmt: skip


def _set(words: str, **neutral: Any) -> Clause:
    return Clause(words, lambda rules: rules.model_copy(update=neutral))


def _kinds(villages: gpd.GeoDataFrame, rules: Rules) -> Iterator[Clause]:
    if not rules.holes:
        yield _set("holes = false", holes=True)
    if rules.kelurahan != "include" and (villages["status"] == "kelurahan").any():
        yield _set(f'kelurahan = "{rules.kelurahan}"', kelurahan="include")
    for name in ("must_not", "bridges"):
        if named := getattr(rules, name):
            yield _set(f"{name} = {listing(sorted(named))}", **{name: ()})


def _edges(graph: nx.Graph, rules: Rules) -> Iterator[Clause]:
    if not rules.water_links and "water" in nx.get_edge_attributes(graph, "kind").values():
        yield _set("water_links = false", water_links=True)
    walls = {frozenset((a, b)) for a, b, _ in rules.walls}
    walls |= {frozenset((a, b)) for a, b, wall in graph.edges(data="wall") if wall}
    if walls:
        shown = listing(" - ".join(sorted(wall)) for wall in sorted(walls, key=sorted))
        yield Clause(f"walls {shown}", lambda rules: rules.model_copy(update={"walls": ()}), opens_walls=True)


def _existing(rules: Rules) -> Iterator[Clause]:
    if rules.max_existing < 1.0:
        for name in sorted(rules.existing):
            words = f"max_existing = {rules.max_existing:g} with kawasan {name}"
            yield Clause(words, partial(_less, field="existing", name=name))


def _centres(rules: Rules) -> Iterator[Clause]:
    if rules.centrality:
        yield _set(f"centrality = {rules.centrality}", centrality="")
    if rules.centre_among:
        yield _set(f"centre_among = {listing(sorted(rules.centre_among))}", centre_among=())
    if rules.centres > 1:
        yield _set(f"centres = {rules.centres}", centres=1)


def _sizes(villages: gpd.GeoDataFrame, rules: Rules) -> Iterator[Clause]:
    if rules.min_villages > 1:
        yield Clause(
            f"min_villages = {rules.min_villages}",
            lambda rules: rules.model_copy(update={"min_villages": rules.centres}),
        )
    if rules.max_villages < len(villages):
        yield _set(f"max_villages = {rules.max_villages}", max_villages=len(villages))
    if rules.max_steps:
        yield _set(f"max_steps = {rules.max_steps}", max_steps=0)
    for name in ("max_centre_km", "max_centre_min"):
        if (limit := getattr(rules, name)) is not None:
            yield _set(f"{name} = {limit:g}", **{name: None})


def _places(rules: Rules) -> Iterator[Clause]:
    if rules.within != "any":
        yield _set(f'within = "{rules.within}"', within="any")
    for code in sorted(set(rules.must_have)):
        yield Clause(f"must_have {code}", partial(_without, field="must_have", item=code))


def _amounts(rules: Rules) -> Iterator[Clause]:
    for rule in rules.min_class:
        words = f"min_class {rule.name} = {rule.villages}"
        yield Clause(words, partial(_without, field="min_class", item=rule))
    for name, most in sorted(rules.max_share.items()):
        yield Clause(f"max_share {name} = {most:g}", partial(_less, field="max_share", name=name))
    for name in ("max_population", "max_area_ha", "min_population", "min_area_ha"):
        if (bound := getattr(rules, name)) is not None:
            yield _set(f"{name} = {bound:g}", **{name: None})
    for name, least in sorted(rules.min_total.items()):
        yield Clause(f"min_total {name} = {least:g}", partial(_less, field="min_total", name=name))


def _less(rules: Rules, field: str, name: str) -> Rules:
    """Give the rules with one name fewer in a table of names."""
    left = {key: value for key, value in getattr(rules, field).items() if key != name}
    return rules.model_copy(update={field: left})


def _without(rules: Rules, field: str, item: object) -> Rules:
    """Give the rules with one item fewer in a list."""
    return rules.model_copy(update={field: tuple(one for one in getattr(rules, field) if one != item)})
