"""Bridges: villages that hold an area together without being members of it."""

import geopandas as gpd
import networkx as nx

from kawasan_gis.candidates.rules.rules import Rules, bridging, open_borders, unit_of


def bridges_of(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules, members: set[str]) -> tuple[str, ...]:
    """Choose bridges that hold an area's members together: each time the one that joins most, first in order.

    Pieces of an area that no bridge joins stay apart.
    """
    unit = unit_of(villages, rules.within)
    own = unit[min(members)]
    graph = open_borders(graph, rules)
    middles = [code for code in bridging(villages, rules) if unit[code] == own]
    used: list[str] = []
    parts = _parts(graph, members, used)
    while middles and parts > 1:
        fewer, best = min((_parts(graph, members, [*used, middle]), middle) for middle in middles)
        if fewer >= parts:
            break
        used.append(best)
        parts = fewer
    return tuple(sorted(used))


def _parts(graph: nx.Graph, members: set[str], used: list[str]) -> int:
    """Count the pieces an area is in with these bridges; one that touches no member is a piece itself."""
    return int(nx.number_connected_components(graph.subgraph(members | set(used))))
