"""The compiled rules against the same rules in words, on every connected set of small maps."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from drawing import draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rules import linked, numbers_for, rules_for, travel_for, uneven_villages

from kawasan_gis.candidates.kernels.limits import can_join, fits, hangs_together, in_order, name_keys
from kawasan_gis.candidates.kernels.worth import columns_of, sums_of
from kawasan_gis.candidates.rules.rules import Rules, joined
from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.candidates.search.grounds import grounds_of, keeps_rules, objective_under
from kawasan_gis.criteria import Criterion

CRITERIA = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]


def grounds_and_words(villages, graph, table, rules, travel=None, least=1):
    """The grounds, and every connected set with what the words say of it."""
    objective = objective_under(villages, graph, table, CRITERIA, rules, travel)
    grounds = grounds_of(villages, graph, table, objective, rules)
    together = joined(villages, graph, rules)
    sets = []
    for size in range(least, len(villages) + 1):
        for members in combinations(range(len(villages)), size):
            codes = list(villages.index[list(members)])
            if nx.is_connected(together.subgraph(codes)):
                words = violations(codes, villages, graph, rules, indicators=table, travel=travel)
                sets.append((members, [violation.rule for violation in words]))
    return grounds, sets


def numbered(ground, members):
    """An area's numbers in a ground, or None when part of it lies elsewhere."""
    local = {int(position): number for number, position in enumerate(ground.positions)}
    return [local[one] for one in members] if set(members) <= set(local) else None


@settings(max_examples=30)
@given(st.data(), st.integers(0, 10_000), st.integers(4, 7), st.booleans())
def test_compiled_rules_agree_with_words(data, seed, count, travelled):
    villages = uneven_villages(seed, count)
    graph, table = linked(villages, seed), numbers_for(villages, seed)
    travel = travel_for(villages, seed) if travelled else None
    rules = data.draw(rules_for(villages, travel=travelled))
    grounds, sets = grounds_and_words(villages, graph, table, rules, travel)
    for members, words in sets:
        places = [(ground, numbered(ground, members)) for ground in grounds]
        kept = any(keeps_rules(ground, numbers) for ground, numbers in places if numbers is not None)
        assert kept == (not words), (list(villages.index[list(members)]), words)


@settings(max_examples=15)
@given(st.data(), st.integers(0, 10_000))
def test_growing_never_passes_by_an_area_that_keeps_the_rules(data, seed):
    """What is refused on the way (too much of something, no centre to share) stays refused for every larger area."""
    villages = uneven_villages(seed, 6)
    graph, table = linked(villages, seed), numbers_for(villages, seed)
    rules = data.draw(rules_for(villages))
    grounds, sets = grounds_and_words(villages, graph, table, rules)
    for ground in grounds:
        sums = np.empty(columns_of(ground.program))
        for members, words in sets:
            numbers = numbered(ground, members)
            if words or numbers is None:
                continue
            for size in range(1, len(numbers) + 1):
                for part in combinations(numbers, size):
                    inside = np.array(part, dtype=np.int64)
                    sums_of(ground.program, inside, size, sums, np.empty_like(sums))
                    assert fits(ground.limits, sums)
                    assert can_join(ground.limits, inside, size - 1, part[-1])


def test_in_one_piece_or_not():
    villages = uneven_villages(3, 7)
    graph, table = linked(villages, 3), numbers_for(villages, 3)
    rules = Rules(within="any", kelurahan="include")
    (ground,) = grounds_of(villages, graph, table, objective_under(villages, graph, table, CRITERIA, rules), rules)
    together, mark, queue = joined(villages, graph, rules), np.zeros(7, np.int64), np.empty(7, np.int64)
    seen = set()
    for size in range(1, 8):
        for members in combinations(range(7), size):
            expected = nx.is_connected(together.subgraph(villages.index[list(members)]))
            found = hangs_together(ground.limits, np.array(members, dtype=np.int64), size, mark, queue)
            assert bool(found) == expected
            assert not mark.any()
            seen.add(expected)
    assert seen == {True, False}
    assert not hangs_together(ground.limits, np.array([], dtype=np.int64), 0, mark, queue)


def test_sets_are_named_alike_in_every_run():
    assert name_keys(3).tolist() == name_keys(5)[:3].tolist()
    assert len(set(name_keys(2000).tolist())) == 2000
    assert name_keys(1).dtype == np.uint64


@pytest.mark.parametrize("picture", ["abc\ndEf\nghi", "aabb\ncdEb\ncffg"])
@pytest.mark.parametrize("kelurahan", ["exclude", "include"])
def test_holes_agree_with_words(picture, kelurahan):
    villages = draw_villages(picture)
    graph, table = rook_graph(villages), numbers_for(villages, 1)
    rules = Rules(min_villages=5, kelurahan=kelurahan, max_steps=0)
    (ground,), sets = grounds_and_words(villages, graph, table, rules, least=5)
    for members, words in sets:
        assert keeps_rules(ground, numbered(ground, members)) == (not words)
    assert any("holes" in words for _, words in sets) == (kelurahan == "include" or picture != "abc\ndEf\nghi")


def test_members_come_in_order_and_no_more_than_count():
    members = np.array([5, 9, 2, 7, 1])
    assert in_order(members, 4).tolist() == [2, 5, 7, 9]
    assert in_order(members, 1).tolist() == [5]
    assert members.tolist() == [5, 9, 2, 7, 1]
