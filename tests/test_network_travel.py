from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kawasan_gis.network.links import Links
from kawasan_gis.network.travel import Pairs, Ways, assemble, between, to_nearest
from kawasan_gis.network.walks import Feet

NONE = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def links_of(edges, nodes):
    """Links from (start, end, minutes there, minutes back)."""
    start, end, minutes, back = (np.array(column) for column in zip(*edges, strict=True))
    line = np.array([shapely.LineString([(0, 0), (1, 0)])] * len(edges))
    open_ = np.ones(len(edges), dtype=bool)
    return Links(start, end, minutes.astype(float), back.astype(float), np.ones(len(edges)), line, open_, nodes)


def feet_of(*rows):
    place, link, share, minutes = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Feet(np.array(place, np.int64), np.array(link, np.int64), np.array(share, float), np.array(minutes, float))


def as_networkx(links, feet, direct):
    """The same network built edge by edge: feet as nodes in the middle of links, all pairs of them joined."""
    graph = nx.DiGraph()

    def join(a, b, minutes):
        if a != b and np.isfinite(minutes) and minutes < graph.get_edge_data(a, b, {"minutes": np.inf})["minutes"]:
            graph.add_edge(a, b, minutes=minutes)

    for link in range(len(links.start)):
        on = sorted((feet.share[i], ("foot", i)) for i in range(len(feet.place)) if feet.link[i] == link)
        stops = [(0.0, int(links.start[link])), *on, (1.0, int(links.end[link]))]
        for (one, a), (two, b) in pairwise(stops):
            # Two places at one point of a one-way are together, whichever way it runs.
            join(a, b, (two - one) * links.minutes[link] if two > one else 0.0)
            join(b, a, (two - one) * links.back[link] if two > one else 0.0)
    for i in range(len(feet.place)):
        join(("place", int(feet.place[i])), ("foot", i), feet.minutes[i])
        join(("foot", i), ("place", int(feet.place[i])), feet.minutes[i])
    for a, b, minutes in zip(*direct, strict=True):
        join(("place", int(a)), ("place", int(b)), minutes)
    return graph


EDGE = st.tuples(
    st.integers(0, 6), st.integers(0, 6), st.integers(1, 9), st.sampled_from([1.0, 2.0, float("inf")])
).map(lambda edge: (edge[0], edge[1], float(edge[2]), edge[2] * edge[3]))


@st.composite
def networks(draw):
    edges = draw(st.lists(EDGE, min_size=1, max_size=12))
    share = st.sampled_from([0.0, 0.25, 0.5, 1.0])
    foot = st.tuples(st.integers(0, 4), st.integers(0, len(edges) - 1), share, st.integers(0, 5))
    feet = draw(st.lists(foot, max_size=8, unique_by=lambda one: one[:2]))
    walks = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 9)), max_size=3))
    direct = Pairs(*(np.array(column, np.int64) for column in zip(*walks, strict=True))) if walks else NONE
    return links_of(edges, 7), feet_of(*feet), direct._replace(minutes=direct.minutes.astype(float))


@given(networks(), st.sampled_from([4.0, 10.0, 1000.0]))
def test_times_equal_those_of_networkx(drawn, limit):
    links, feet, direct = drawn
    matrix = assemble(links, feet, 5, direct)
    places = links.nodes + np.arange(5)
    truth = as_networkx(links, feet, direct)
    truth.add_nodes_from(("place", place) for place in range(5))
    lengths = dict(nx.all_pairs_dijkstra_path_length(truth, weight="minutes"))
    expected = {
        (a, b): lengths["place", a]["place", b]
        for a in range(5)
        for b in range(5)
        if lengths["place", a].get(("place", b), np.inf) <= limit
    }
    found = between(matrix, places, places, limit)
    assert dict(zip(zip(found.start, found.end, strict=True), found.minutes, strict=True)) == pytest.approx(expected)
    fewer = between(matrix, places, places[:2], limit)
    assert set(zip(fewer.start, fewer.end, strict=True)) == {pair for pair in expected if pair[1] < 2}
    nearest = [min(lengths["place", a].get(("place", b), np.inf) for b in (0, 1)) for a in range(5)]
    assert to_nearest(matrix, places[:2], places).tolist() == pytest.approx(nearest)


def test_walks_may_be_one_way():
    links, feet = links_of([(0, 1, 5.0, 5.0)], 2), feet_of((0, 0, 0.0, 1.0), (1, 0, 1.0, 2.0), (2, 0, 0.5, 1.0))
    # The first place is left only, the third reached only; the second, between them, is no short cut.
    ways = Ways(np.array([True, False, False]), np.array([False, False, True]))
    matrix = assemble(links, feet, 3, NONE, ways)
    found = between(matrix, np.arange(2, 5), np.arange(2, 5), 99.0)
    assert [row for row in zip(*found, strict=True) if row[0] != row[1]] == [(0, 2, 1 + 2.5 + 1)]


def test_of_parallel_ways_the_quickest_counts():
    matrix = assemble(links_of([(0, 1, 5.0, 5.0), (0, 1, 3.0, 7.0)], 2), feet_of(), 0, NONE)
    assert matrix.toarray().tolist() == [[0, 3], [5, 0]]


def test_walks_of_no_length_are_ways():
    matrix = assemble(links_of([(0, 1, 5.0, 5.0)], 2), feet_of((0, 0, 0.0, 0.0), (1, 0, 1.0, 0.0)), 2, NONE)
    assert between(matrix, np.array([2]), np.array([3]), 9.0).minutes.tolist() == [5]


def test_without_targets_nothing_is_reached():
    matrix = assemble(links_of([(0, 1, 5.0, 5.0)], 2), feet_of(), 0, NONE)
    assert to_nearest(matrix, np.zeros(0, np.int64), np.array([0, 1])).tolist() == [np.inf, np.inf]
    assert between(matrix, np.array([0]), np.zeros(0, np.int64), 9.0).minutes.size == 0
