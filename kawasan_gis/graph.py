"""The village graph: who borders whom, as networkx, and the groups it falls into.

The graph is a view of the borders table, which is the form it is stored in: it is built again from the table.
"""

import geopandas as gpd
import networkx as nx
import pandas as pd

from kawasan_gis.errors import CodeError, listing
from kawasan_gis.findings import Findings


def village_graph(villages: gpd.GeoDataFrame, borders: pd.DataFrame) -> nx.Graph:
    """Make a graph of villages and their borders.

    Parameters
    ----------
    villages
        Every village becomes a node, in the order of the table, also one without a neighbour.
    borders
        Every row becomes an edge, sorted by ``kode_a``, ``kode_b``, with ``border_m`` in metres and ``kind``; also
        ``wall``, the reason why nothing crosses ('' where something does), when :func:`kawasan_gis.mark_walls` or
        hand work has put it there.

    Raises
    ------
    CodeError
        When the borders name a village that is not in the table.
    """
    named = pd.Index(borders["kode_a"]).union(pd.Index(borders["kode_b"]))
    unknown = named.difference(villages.index).sort_values()
    if len(unknown):
        raise CodeError(
            f"{len(unknown)} villages of the borders are not among the villages: {listing(unknown)}; "
            "find the borders again, from these villages"
        )
    ordered = borders.sort_values(["kode_a", "kode_b"])
    graph = nx.Graph()
    graph.add_nodes_from(villages.index.tolist())
    kept = [name for name in ("border_m", "kind", "wall") if name in ordered]
    if "wall" in ordered:
        ordered = ordered.assign(wall=ordered["wall"].fillna(""))
    columns = (ordered[name].tolist() for name in ("kode_a", "kode_b", *kept))
    graph.add_edges_from((a, b, dict(zip(kept, row, strict=True))) for a, b, *row in zip(*columns, strict=True))
    return graph


def connected_groups(graph: nx.Graph) -> pd.DataFrame:
    """Give each group of connected villages a number.

    Parameters
    ----------
    graph
        A village graph, or any part of one.

    Returns
    -------
    pandas.DataFrame
        On ``kode_desa``, in the order of the nodes: ``group``, from 1 by falling size, then by first code, and
        ``group_size`` in villages.
    """
    groups = sorted(nx.connected_components(graph), key=lambda group: (-len(group), min(group)))
    rows = {code: (number, len(group)) for number, group in enumerate(groups, start=1) for code in group}
    index = pd.Index(list(graph), name="kode_desa", dtype="str")
    return pd.DataFrame([rows[code] for code in graph], index=index, columns=["group", "group_size"], dtype="int64")


def report_groups(graph: nx.Graph, findings: Findings) -> None:
    """Note every village without a neighbour, and every group apart from the largest by its first code."""
    groups = connected_groups(graph)
    first = groups.sort_index(kind="stable").drop_duplicates("group").sort_values("group")
    for code, row in first.iterrows():
        if row["group_size"] == 1:
            findings.add("isolate", str(code))
        elif row["group"] > 1:
            findings.add("component", str(code), value=row["group_size"])
