"""Who can belong to a centre, against walks on the graph and ways on the map."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from drawing import codes, draw_villages, rook_graph

from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.search import balls
from kawasan_gis.candidates.search.balls import balls_of
from kawasan_gis.criteria import Criterion

# Nine squares and a long village; k lies on an island.
VILLAGES = draw_villages("abc..k\ndef...\nghijjj")
GRAPH = nx.convert_node_labels_to_integers(rook_graph(VILLAGES), ordering="sorted")
COUNT = len(VILLAGES)
EVERYONE = np.ones(COUNT, dtype=bool)
MEAN = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
FAR = np.inf


def program(**options):
    table = VILLAGES[[]].assign(x=0.5)
    return Objective.of(VILLAGES, rook_graph(VILLAGES), table, MEAN, **options).part(np.arange(COUNT))


def found(steps, reach=FAR, *, may=EVERYONE, of=None):
    """The balls as sets by centre, each in ascending order, and who is together."""
    pairs = sorted(pair for a, b in GRAPH.edges if may[a] and may[b] for pair in ((a, b), (b, a)))
    near_at = np.searchsorted([a for a, _ in pairs], np.arange(COUNT + 1))
    near_to = np.array([b for _, b in pairs], dtype=np.int64)
    result = balls_of(program() if of is None else of, near_at, near_to, may, steps, reach)
    rows = [result.to[result.at[i] : result.at[i + 1]].tolist() for i in range(COUNT)]
    assert all(row == sorted(set(row)) for row in rows)
    assert (result.at[0], result.at[-1]) == (0, len(result.to))
    return [set(row) for row in rows], result.together


def numbers(letters):
    return set(VILLAGES.index.get_indexer(codes(letters)).tolist())


@pytest.mark.parametrize("steps", [1, 2, 3, 9])
def test_so_many_steps_around(steps):
    assert found(steps)[0] == [set(nx.ego_graph(GRAPH, i, steps)) for i in range(COUNT)]


def test_without_a_limit_there_are_no_balls():
    result = balls_of(program(), np.zeros(COUNT + 1, np.int64), np.zeros(0, np.int64), EVERYONE, 0, FAR)
    assert [len(part) for part in result] == [0, 0, 0]


@pytest.mark.parametrize("reach", [0.0, 1.0, 1.5, 4.0])
def test_so_many_kilometres_around(reach):
    """Straight lines between inner points: over water too, and one of exactly the reach is within."""
    points = VILLAGES.geometry.representative_point()
    want = [{j for j in range(COUNT) if points.iloc[i].distance(points.iloc[j]) <= reach * 1000 + 1e-6}
            for i in range(COUNT)]  # fmt: skip
    assert found(0, reach)[0] == want
    assert found(2, reach)[0] == [set(nx.ego_graph(GRAPH, i, 2)) & want[i] for i in range(COUNT)]


def test_minutes_are_those_to_the_centre():
    """From b to a takes 5 minutes, from a to b 50; nobody else can travel."""
    a, b = codes("ab")
    travel = pd.DataFrame({"origin": [b, a], "destination": [a, b], "minutes": [5.0, 50.0]})
    rows, _ = found(0, 5.0, of=program(travel=travel))
    assert rows[0] == {0, 1}
    assert rows[1:] == [{i} for i in range(1, COUNT)]


def test_who_may_not_be_a_member_is_in_no_ball_and_in_nobodys_way():
    may = np.array([village not in numbers("eg") for village in range(COUNT)])
    without = GRAPH.subgraph(np.flatnonzero(may).tolist())
    want = [set(nx.ego_graph(without, i, 2)) if may[i] else set() for i in range(COUNT)]
    rows, together = found(2, may=may)
    assert rows == want
    assert not together[~may].any()
    assert found(0, 1.5, may=may)[0] == [found(0, 1.5)[0][i] - numbers("eg") if may[i] else set() for i in range(COUNT)]


def test_who_may_not_be_a_centre_has_no_ball_but_may_be_in_others():
    rows, together = found(1, of=program(centre_among=codes("bj")))
    assert rows[1] == numbers("abce")
    assert rows[9] == numbers("ij")
    assert [i for i, row in enumerate(rows) if row] == [1, 9]
    want = np.zeros((COUNT, COUNT), dtype=bool)
    for ball in ("abce", "ij"):
        want[np.ix_(sorted(numbers(ball)), sorted(numbers(ball)))] = True
    np.testing.assert_array_equal(together, want)


def test_together_are_those_who_share_a_ball_whoever_is_its_centre():
    """One way roads: c and d both reach b in time, and nobody reaches them."""
    b, c, d = codes("bcd")
    travel = pd.DataFrame({"origin": [c, d], "destination": [b, b], "minutes": [1.0, 2.0]})
    together = found(0, 3.0, of=program(travel=travel))[1]
    want = np.eye(COUNT, dtype=bool)
    want[np.ix_([1, 2, 3], [1, 2, 3])] = True
    np.testing.assert_array_equal(together, want)


def test_two_centres_or_too_many_villages_have_no_table_of_pairs(monkeypatch):
    rows, together = found(2, of=program(centres=2))
    assert together.shape == (0, 0)
    assert rows == found(2)[0]
    monkeypatch.setattr(balls, "MOST_PAIRS", COUNT)
    assert found(2)[1].shape == (COUNT, COUNT)
    monkeypatch.setattr(balls, "MOST_PAIRS", COUNT - 1)
    assert found(2)[1].shape == (0, 0)
