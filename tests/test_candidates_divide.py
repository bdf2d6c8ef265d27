"""The best partition of small grounds, against all partitions there are."""

import networkx as nx
import numpy as np
import pytest
from drawing import draw_villages, rook_graph
from plotted import field_of

from kawasan_gis.candidates.kernels.blocks import PER_VILLAGE, TOTAL, Wish
from kawasan_gis.candidates.partition.divide import divide
from kawasan_gis.candidates.partition.fields import all_sets, valued
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.effort import Effort

# One worker, so that the loops of partitions are compiled once.
pytestmark = pytest.mark.xdist_group("search")

VILLAGES = draw_villages("abc\ndef\ngh.")
GRAPH = nx.convert_node_labels_to_integers(rook_graph(VILLAGES))


def best_by_hand(pool, count, villages=8):
    """Most villages placed, then most worth, over every choice of disjoint areas."""
    best = (0, 0.0)

    def grow(rows, used, number, worth):
        nonlocal best
        best = max(best, (len(used), round(worth, 9)))
        if count is not None and number == count:
            return
        for place, row in enumerate(rows):
            if not used & set(row):
                grow(rows[place + 1 :], used | set(row), number + 1, worth + pool[row])

    grow(sorted(pool), frozenset(), 0, 0.0)
    return best


def divided(rules, kind, count, values="12345678"):
    ground, field, _ = field_of(VILLAGES, rules, kind, values=values)
    wish = Wish(kind, np.zeros((len(VILLAGES), 0)), 100.0, 9)
    return divide([(ground, wish)], count, Effort(20_000), 0), valued(field, all_sets(field))


@pytest.mark.parametrize("kind", [PER_VILLAGE, TOTAL])
@pytest.mark.parametrize("count", [None, 1, 2, 3])
def test_most_villages_are_placed_and_then_most_is_worth(kind, count):
    found, pool = divided(Rules(min_villages=2, max_villages=3), kind, count)
    placed, worth = best_by_hand(pool, count)
    assert sum(map(len, found.areas)) == placed
    assert found.worth == pytest.approx(worth)
    assert found.bound == pytest.approx(worth)
    assert (found.placed, found.best, found.cut_short) == (True, True, "")
    assert count is None or len(found.areas) <= count
    everything = [village for area in found.areas for village in area]
    assert len(everything) == len(set(everything))
    assert all(nx.is_connected(GRAPH.subgraph(area)) for area in found.areas)
    assert found.groups == [tuple(range(8))]
    assert found.hopeless == frozenset()


def test_villages_that_no_allowed_area_holds_are_hopeless():
    found, pool = divided(Rules(min_villages=2, max_villages=2, max_area_ha=150), PER_VILLAGE, None)
    assert pool == {}
    assert found.areas == []
    assert found.hopeless == frozenset(range(8))
    assert (found.worth, found.placed, found.best) == (0, True, True)


def test_a_time_that_is_up_is_told():
    ground, _, _ = field_of(VILLAGES, Rules(min_villages=2, max_villages=3), PER_VILLAGE)
    wish = Wish(PER_VILLAGE, np.zeros((8, 0)), 100.0, 9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kawasan_gis.candidates.partition.fields.MOST_LISTED", 3)
        found = divide([(ground, wish)], None, Effort(20_000, seconds=-1.0), 0)
    assert found.cut_short == "time"
    assert found.bound == np.inf
    assert not found.best
