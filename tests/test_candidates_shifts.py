"""Partitions improved village by village, and areas under prices, against trying every single move."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from drawing import draw_villages, rook_graph
from plotted import check_partition, counts_by_block, field_of

from kawasan_gis.candidates.kernels.blocks import LIKENESS, PER_VILLAGE, TOTAL, bench_for, value_of
from kawasan_gis.candidates.kernels.shifts import descend, improve
from kawasan_gis.candidates.rules.rules import Rules

# One worker, so that the loops of partitions are compiled once.
pytestmark = pytest.mark.xdist_group("search")

VILLAGES = draw_villages("abcd\nefgh\nijkl")
GRAPH = nx.convert_node_labels_to_integers(rook_graph(VILLAGES))
RULES = Rules(min_villages=2, max_villages=4)
LABEL = np.array([0, 1, 2, 3, 0, 5, 6, 3, 0, 9, 10, 11])


@pytest.mark.parametrize("kind", [PER_VILLAGE, TOTAL, LIKENESS])
@pytest.mark.parametrize("areas", [2, 9])
def test_no_single_move_is_left_that_improves(kind, areas):
    _, field, _ = field_of(VILLAGES, RULES, kind, areas=areas)
    label, met = LABEL.copy(), np.full((50, 4), -1)
    looked, kept = descend(field, label, 100_000, met, 0)
    after = check_partition(VILLAGES, field, label, areas)
    assert after > sum(counts_by_block(field, LABEL))
    assert looked > kept > 0
    for village, other in [*GRAPH.edges, *((b, a) for a, b in GRAPH.edges)]:
        moved = label.copy()
        moved[village] = label[other]
        counts = counts_by_block(field, moved)
        if sum(count > 0 for count in counts) <= max(areas, 1):
            assert sum(counts) <= after + 1e-6


def test_a_budget_that_is_used_up_changes_nothing():
    _, field, _ = field_of(VILLAGES, RULES, PER_VILLAGE)
    label = LABEL.copy()
    assert descend(field, label, 0, np.full((5, 4), -1), 0) == (0, 0)
    assert label.tolist() == LABEL.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_an_area_is_improved_until_no_village_more_less_or_other_is_worth_it(seed):
    _, field, _ = field_of(VILLAGES, RULES, PER_VILLAGE, values="123456789123")
    price = np.random.default_rng(seed).random(12) * 3
    bench, areas = bench_for(field), np.full((40, 4), -1)

    def worth(members):
        members = sorted(members)
        if not (2 <= len(members) <= 4 and nx.is_connected(GRAPH.subgraph(members))):
            return -np.inf
        return value_of(field, np.array(members), len(members), bench) - price[members].sum()

    looked, kept = improve(field, price, np.array([0, 1]), 2, areas, 0)
    found = [set(row[row >= 0].tolist()) for row in areas[:kept]]
    values = [worth(members) for members in found]
    assert looked > 0
    assert values == sorted(values)
    assert values[0] >= worth({0, 1})
    last = found[-1]
    neighbours = {
        frozenset(members) for size in (2, 3, 4) for members in combinations(range(12), size)
        if len(set(members) - last) <= 1 and len(last - set(members)) <= 1
    }  # fmt: skip
    assert max(worth(members) for members in neighbours) <= values[-1] + 1e-6
