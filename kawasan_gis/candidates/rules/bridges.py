"""Bridges: villages that hold an area together without being members of it."""

import geopandas as gpd
import networkx as nx

from kawasan_gis.candidates.rules.rules import Rules, bridging, open_borders, unit_of


def bridges_of(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules, members: set[str]) -> tuple[str, ...]:
    """Choose bridges that hold an area's members together: each time the one that joins most, first in order."""
    unit = unit_of(villages, rules.within)
    own = unit[min(members)]
    graph = open_borders(graph, rules)
    middles = [code for code in bridging(villages, rules) if unit[code] == own]
    used: list[str] = []
    while middles and (parts := _parts(graph, members, used)) > 1:
        best = min(middles, key=lambda middle: (_parts(graph, members, [*used, middle]), middle))
        if _parts(graph, members, [*used, best]) >= parts:
            raise AssertionError(f"area of {sorted(members)} does not hang together over kelurahan")
        used.append(best)
    return tuple(sorted(used))


def _parts(graph: nx.Graph, members: set[str], used: list[str]) -> int:
    """Count the pieces an area's members are in, when these kelurahan join them."""
    pieces = nx.connected_components(graph.subgraph(members | set(used)))
    return sum(1 for piece in pieces if piece & members)
