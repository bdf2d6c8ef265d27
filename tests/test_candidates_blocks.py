"""What a block counts, on every connected set of a small map under rules that bite."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from drawing import draw_villages, rook_graph
from plotted import COVER, field_of

from kawasan_gis.candidates.kernels.blocks import (
    LIKENESS,
    PER_VILLAGE,
    TOTAL,
    bench_for,
    keeps_rules,
    promise,
    rate,
    spread,
    value_of,
)  # fmt: skip
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search import grounds

# One worker, so that the loops of partitions are compiled once.
pytestmark = pytest.mark.xdist_group("search")

VILLAGES = draw_villages("abc\ndef\nghhh")
GRAPH = rook_graph(VILLAGES)


@pytest.mark.parametrize("kind", [PER_VILLAGE, TOTAL, LIKENESS])
@pytest.mark.parametrize(
    "options", [{}, {"max_area_ha": 450}, {"max_steps": 1}, {"max_steps": 0, "holes": True}], ids=str
)
def test_a_block_counts_its_villages_and_its_worth_where_it_keeps_the_rules(options, kind):
    rules = Rules(min_villages=2, max_villages=4, **options)
    ground, field, x = field_of(VILLAGES, rules, kind)
    bench, refused = bench_for(field), 0
    for size in range(1, 6):
        for members in combinations(range(len(VILLAGES)), size):
            codes, area = list(VILLAGES.index[list(members)]), np.array(members)
            counted = rate(field, area, size, bench)
            if size > 4 or not nx.is_connected(GRAPH.subgraph(codes)):
                assert counted == -np.inf
                continue
            mean = x[area].mean()
            worth = {PER_VILLAGE: size * mean, TOTAL: mean, LIKENESS: -((x[area] - mean) ** 2).sum()}[kind]
            assert promise(field, area, size, bench) == pytest.approx(COVER * size + worth if size > 1 else 0)
            kept = grounds.keeps_rules(ground, members)
            refused += size > 1 and not kept
            if size > 1:
                assert keeps_rules(field, area, size, bench) == kept
            assert value_of(field, area, size, bench) == (pytest.approx(worth) if kept else -np.inf)
            assert counted == pytest.approx(COVER * size + worth if kept else 0)
    assert (refused > 0) == (options.get("max_steps") != 0)


def test_the_spread_is_around_the_mean_of_each_trait():
    traits = np.array([[0.0, 1.0], [9.0, 9.0], [2.0, 4.0]])
    assert spread(traits, np.array([0, 2]), 2) == pytest.approx(2.0 + 4.5)
    assert spread(traits, np.array([1]), 1) == 0.0
