"""The best connected set of a size by a mixed-integer program: one commodity flows from a root to every member."""

from collections.abc import Mapping

import networkx as nx
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array


def best_by_flow(graph: nx.Graph, gains: Mapping[str, float], size: int) -> tuple[float, list[str]]:
    """Maximize the sum of gains over a connected set of so many nodes; -inf where there is none.

    Variables: x_v (a member), r_v (the root), f_a (flow on arc a). The root sends size - 1 units, every other
    member keeps one, and only members let anything through.
    """
    nodes = sorted(graph)
    arcs = sorted((a, b) for one, two in graph.edges for a, b in ((one, two), (two, one)))
    n, m, place = len(nodes), len(arcs), {node: number for number, node in enumerate(nodes)}
    if n < size:
        return -np.inf, []
    rows, columns, values = [], [], []

    def put(row: int, column: int, value: float) -> None:
        rows.append(row)
        columns.append(column)
        values.append(value)

    # What flows in, less what flows out, is 1 per member, less all of it at the root.
    for v in range(n):
        put(v, v, -1.0)
        put(v, n + v, float(size))
        put(n + v, n + v, 1.0)  # the root is a member
        put(n + v, v, -1.0)
    for number, (a, b) in enumerate(arcs):
        put(place[b], 2 * n + number, 1.0)
        put(place[a], 2 * n + number, -1.0)
        put(2 * n + number, 2 * n + number, 1.0)  # arcs into members, and out of members, only
        put(2 * n + number, place[b], -(size - 1.0))
        put(2 * n + m + number, 2 * n + number, 1.0)
        put(2 * n + m + number, place[a], -(size - 1.0))
    flows = coo_array((values, (rows, columns)), shape=(2 * n + 2 * m, 2 * n + m)).tocsr()
    lower = np.concatenate([np.zeros(n), np.full(n + 2 * m, -np.inf)])
    one_root = np.concatenate([np.zeros(n), np.ones(n), np.zeros(m)])[None]
    so_many = np.concatenate([np.ones(n), np.zeros(n + m)])[None]
    result = milp(
        np.concatenate([[-gains[node] for node in nodes], np.zeros(n + m)]),
        constraints=[
            LinearConstraint(flows, lower, 0.0),
            LinearConstraint(one_root, 1, 1),
            LinearConstraint(so_many, size, size),
        ],
        integrality=np.concatenate([np.ones(2 * n), np.zeros(m)]),
        bounds=Bounds(0.0, np.concatenate([np.ones(2 * n), np.full(m, size - 1.0)])),
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        return -np.inf, []
    return -float(result.fun), [node for v, node in enumerate(nodes) if result.x[v] > 0.5]
