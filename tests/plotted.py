"""A field of drawn villages on which partitions are drawn, and what is true of any partition."""

import networkx as nx
import numpy as np
from drawing import column, rook_graph

from kawasan_gis.candidates.kernels.blocks import LIKENESS, Wish, bench_for, rate
from kawasan_gis.candidates.partition.fields import fields_of
from kawasan_gis.candidates.search.grounds import grounds_of, objective_under
from kawasan_gis.criteria import Criterion

COVER = 100.0


def field_of(villages, rules, kind, *, values="1", areas=9):
    """The ground of villages that all hang together, its field, and the villages' values."""
    graph, table = rook_graph(villages), column(villages, values)
    criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    objective = objective_under(villages, graph, table, criteria, rules)
    (ground,) = grounds_of(villages, graph, table, objective, rules)
    traits = table[["x"]].to_numpy(copy=True) if kind == LIKENESS else np.zeros((len(villages), 0))
    ((field,), small) = fields_of(ground, Wish(kind, traits, COVER, areas))
    assert small == []
    return ground, field, table["x"].to_numpy()


def blocks_of(label):
    """The blocks of a partition as sets."""
    return [set(np.flatnonzero(label == one).tolist()) for one in sorted(set(label.tolist()))]


def counts_by_block(field, label):
    """What every block counts, one by one."""
    bench = bench_for(field)
    return [rate(field, np.array(sorted(block)), len(block), bench) for block in blocks_of(label)]


def check_partition(villages, field, label, areas):
    """Every block hangs together, and there are no more kawasan than wished."""
    graph = nx.convert_node_labels_to_integers(rook_graph(villages))
    assert all(nx.is_connected(graph.subgraph(block)) for block in blocks_of(label))
    counts = counts_by_block(field, label)
    assert sum(count > 0 for count in counts) <= areas
    return sum(counts)
