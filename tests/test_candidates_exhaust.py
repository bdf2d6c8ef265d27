import math

import networkx as nx
import numpy as np
import pytest
from area_oracle import KINDS, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.kernels.exhaust import exhaust
from kawasan_gis.candidates.search.bounds import bound_of

SEEDS = st.integers(0, 2**31)
MIXES = st.lists(st.sampled_from(KINDS), min_size=1, max_size=5, unique=True)
WITHOUT_END = 10**12


def look(small, size, *, price=None, tilts=None, threshold=-math.inf, budget=WITHOUT_END, keep=500):
    """Look from every root; gives what was found, and a bound of what was not."""
    count, ground = len(small.villages), small.ground
    price = np.zeros(count) if price is None else price
    tilts = np.ones((1, len(small.criteria))) if tilts is None else tilts
    bound = bound_of(ground.program, ground.limits.may, size, price, tilts)
    found, rest, looked = {}, -math.inf, 0
    for root in range(count):
        values, areas = np.empty(keep), np.empty((keep, size), dtype=np.int64)
        sets, left = exhaust(ground.program, ground.limits, bound, price, root, threshold, budget, values, areas)
        looked, rest = looked + sets, max(rest, left, values.min())
        for value, row in zip(values, areas, strict=True):
            if row[0] >= 0:
                members = tuple(sorted(row.tolist()))
                assert members not in found, "found twice"
                found[members] = value
    return found, rest, looked


@settings(max_examples=60)
@given(SEEDS, st.integers(1, 10))
def test_every_connected_set_is_found_once(seed, count):
    small = small_map(seed, count, ["mean"])
    for size in range(1, count + 1):
        found, rest, _ = look(small, size)
        assert rest == -math.inf
        want = {members: worth for members, worth in small.worths.items() if len(members) == size}
        assert found.keys() == want.keys()
        assert [found[members] for members in sorted(found)] == pytest.approx([want[m] for m in sorted(want)])


@settings(max_examples=150)
@given(SEEDS, st.integers(2, 9), MIXES, st.booleans(), st.floats(0, 1))
def test_nothing_above_the_threshold_is_ruled_out(seed, count, kinds, rough, share):
    small = small_map(seed, count, kinds, rough=rough)
    rng = np.random.default_rng(seed)
    price = np.where(rng.random(count) < 0.5, rng.uniform(0, 0.3, count), 0.0)
    tilts = rng.choice([0.0, 0.3, 1.0], size=(3, len(kinds)))
    for size in range(1, count + 1):
        paid = {m: worth - price[list(m)].sum() for m, worth in small.worths.items() if len(m) == size}
        if not paid:
            continue
        threshold = float(np.quantile(list(paid.values()), share))
        found, _, _ = look(small, size, price=price, tilts=tilts, threshold=threshold)
        assert {m for m, worth in paid.items() if worth > threshold + 1e-12} <= found.keys()
        assert found.keys() <= {m for m, worth in paid.items() if worth > threshold - 1e-12}


@settings(max_examples=100)
@given(SEEDS, st.integers(3, 9), MIXES, st.integers(1, 6), st.integers(1, 3))
def test_what_was_not_looked_at_is_bounded(seed, count, kinds, budget, keep):
    small = small_map(seed, count, kinds)
    for size in range(1, count + 1):
        found, rest, _ = look(small, size, budget=budget, keep=keep)
        missed = [worth for m, worth in small.worths.items() if len(m) == size and m not in found]
        assert max(missed, default=-math.inf) <= rest + 1e-12


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_criterion_is_bounded(kind):
    """Each kind on its own, where its bound is the whole of it: what is best must not be ruled out."""
    for seed in range(25):
        small = small_map(seed, 8, [kind], rough=seed % 2 == 1)
        for size in (2, 3, 5):
            worths = {m: worth for m, worth in small.worths.items() if len(m) == size}
            if worths:
                best = max(worths.values())
                assert look(small, size, threshold=best - 1e-9)[0].keys() == {
                    m for m, worth in worths.items() if worth > best - 1e-9
                }


def test_bounds_save_work():
    every = pruned = 0
    for seed in range(10):
        small = small_map(seed, 12, ["mean"])
        best = max((worth for members, worth in small.worths.items() if len(members) == 6), default=math.inf)
        every += look(small, 6)[2]
        pruned += look(small, 6, threshold=best - 1e-9)[2]
    assert pruned < 0.8 * every


@settings(max_examples=40)
@given(SEEDS, st.integers(1, 3))
def test_areas_around_a_centre_are_found_once_too(seed, steps):
    """Where members stay near their centre, sets are looked at from their centre instead."""
    small = small_map(seed, 9, ["mean", "centre_km"], max_steps=steps)
    for size in (2, 4, 5):
        want = set()
        for members in small.worths:
            if len(members) == size:
                (centre,) = _centre(small, members)
                ways = _steps(small, members, centre)
                if max(ways.values()) <= steps:
                    want.add(members)
        assert look(small, size)[0].keys() == want


def _centre(small, members):
    program, inside = small.ground.program, list(members)
    ways = np.hypot(np.subtract.outer(program.x[inside], program.x[inside]),
                    np.subtract.outer(program.y[inside], program.y[inside])).sum(axis=0)  # fmt: skip
    # Nearly as near is as near: the first code wins.
    return [inside[int(np.flatnonzero(ways <= ways.min() + 1e-12)[0])]]


def _steps(small, members, centre):
    part = small.graph.subgraph(small.codes(members))
    return nx.single_source_shortest_path_length(part, small.villages.index[centre])
