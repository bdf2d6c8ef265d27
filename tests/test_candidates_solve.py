"""The whole search against all lists of all areas, against a flow program, and against itself."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from area_oracle import KINDS, Small, best_list, plain_worth, small_map
from flow_program import best_by_flow
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import grounds_of, keeps_rules, objective_under
from kawasan_gis.candidates.search.portfolio import Packing
from kawasan_gis.candidates.search.solve import Solver
from kawasan_gis.criteria import Criterion
from kawasan_gis.graph import village_graph
from kawasan_gis.sample import sample_villages

SEEDS = st.integers(0, 2**31)
MIXES = st.lists(st.sampled_from(KINDS), min_size=1, max_size=5, unique=True)
PLENTY = 5_000_000


def solve(small: Small, count=3, max_overlap=0.0, *, sets=PLENTY, gap=0.0, workers=None, **options):
    must = small.villages.index.get_indexer(list(small.rules.must_have))
    effort = Effort(sets, **options)
    effort._workers = workers or effort._workers
    packing = Packing(count, max_overlap, frozenset(must.tolist()))
    return Solver([small.ground], packing, effort, len(small.villages), gap=gap).run()


def allowed_areas(small: Small):
    return [(m, worth) for m, worth in small.worths.items() if keeps_rules(small.ground, m)]


def check(small: Small, solution):
    """Every area of a list keeps the rules in words, and is worth what the formulas say."""
    for area in solution.areas:
        codes = small.codes(area.members)
        assert not violations(codes, small.villages, small.graph, small.rules, indicators=small.indicators)
        worth, _ = plain_worth(small.villages, small.graph, small.indicators, small.criteria, codes)
        assert area.score == pytest.approx(worth, abs=1e-9)
    assert solution.certificate.total == pytest.approx(sum(area.score for area in solution.areas))
    assert all(one.score >= two.score for one, two in pairwise(solution.areas))


@st.composite
def rules(draw, least=1):
    """Rules that bite now and then."""
    smallest = draw(st.integers(least, 3))
    given_ = {"min_villages": smallest, "max_villages": smallest + draw(st.integers(0, 4))}
    given_["holes"] = draw(st.booleans())
    given_["max_steps"] = draw(st.sampled_from([0, 0, 1, 2]))
    if draw(st.booleans()):
        given_["min_total"] = {"rule": draw(st.floats(0.5, 2.5))}
    if draw(st.integers(0, 3)) == 0:
        given_["max_area_ha"] = draw(st.floats(300, 1200))
    return given_


@settings(max_examples=50)
@given(SEEDS, st.integers(2, 12), MIXES, rules(), st.integers(1, 4))
def test_the_list_is_the_best_of_all(seed, villages, kinds, asked, count):
    small = small_map(seed, villages, kinds, **asked)
    areas = allowed_areas(small)
    best = best_list(areas, count)
    solution = solve(small, count)
    check(small, solution)
    assert solution.certificate.total == pytest.approx(best, abs=1e-7)
    assert solution.certificate.bound >= best - 1e-9
    assert solution.certificate.best >= max((worth for _, worth in areas), default=0.0) - 1e-9
    assert bool(solution.areas) == bool(areas)


@settings(max_examples=30)
@given(SEEDS, st.integers(4, 10), MIXES, rules(), st.integers(2, 4), st.sampled_from([0.2, 0.34, 0.5]))
def test_lists_that_share_villages_lie_between_feasible_and_bound(seed, villages, kinds, asked, count, max_overlap):
    small = small_map(seed, villages, kinds, **asked)
    best = best_list(allowed_areas(small), count, max_overlap)
    solution = solve(small, count, max_overlap)
    check(small, solution)
    assert best - 1e-9 <= solution.certificate.bound
    assert 0.9 * best - 1e-9 <= solution.certificate.total <= best + 1e-9


@settings(max_examples=60)
@given(SEEDS, st.integers(4, 10), MIXES, rules(), st.integers(1, 4), st.sampled_from([0.0, 0.34]), st.integers(1, 2000))
def test_cut_short_the_bound_still_holds(seed, villages, kinds, asked, count, max_overlap, sets):
    small = small_map(seed, villages, kinds, **asked)
    solution = solve(small, count, max_overlap, sets=sets)
    check(small, solution)
    best = best_list(allowed_areas(small), count, max_overlap)
    assert solution.certificate.total <= best + 1e-9
    assert solution.certificate.bound >= best - 1e-9


@settings(max_examples=30)
@given(SEEDS, st.integers(3, 9), st.sampled_from([0.0, 0.5]))
def test_must_have_villages_are_in_every_area(seed, villages, max_overlap):
    codes = small_map(seed, villages, ["mean"]).villages.index
    must = (codes[seed % villages],)
    small = small_map(seed, villages, ["mean", "sum"], must_have=must, max_villages=4)
    place = small.villages.index.get_loc(must[0])
    solution = solve(small, 3, max_overlap)
    check(small, solution)
    best = best_list(allowed_areas(small), 3, max_overlap, [place])
    assert solution.certificate.total <= best + 1e-9
    assert solution.certificate.bound >= best - 1e-9
    assert len({area.members for area in solution.areas}) == len(solution.areas)


@settings(max_examples=30)
@given(SEEDS, MIXES)
def test_never_worse_than_growing_greedily(seed, kinds):
    """Grow from every centre by the best neighbour, keep every stage, pick distinct ones from the best down."""
    small = small_map(seed, 12, kinds, min_villages=2, max_villages=4)
    near = {place: set(small.villages.index.get_indexer(list(small.graph[code])))
            for place, code in enumerate(small.villages.index)}  # fmt: skip
    grown = {}
    for start in range(12):
        members = {start}
        while len(members) < 4:
            around = sorted(set().union(*(near[one] for one in members)) - members)
            further = [one for one in around if tuple(sorted(members | {one})) in small.worths or len(members) == 0]
            if not further:
                break
            members |= {max(further, key=lambda one: small.worths[tuple(sorted(members | {one}))])}
            grown[tuple(sorted(members))] = small.worths[tuple(sorted(members))]
    picked = []
    for members in sorted(grown, key=lambda one: (-grown[one], one)):
        if len(picked) < 3 and not any(set(members) & set(other) for other in picked):
            picked.append(members)
    assert solve(small, 3).certificate.total >= sum(grown[members] for members in picked) - 1e-7


# A kabupaten of the sample.


def kabupaten(count, seed, criteria=None, **asked):
    villages = sample_villages(count, seed=seed)
    graph = village_graph(villages, find_borders(villages))
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({f"x{k}": rng.random(len(villages)) for k in range(3)}, index=villages.index)
    rules = Rules(
        **{"min_villages": 4, "max_villages": 7, "kelurahan": "include", "holes": True, "max_steps": 0, **asked}
    )
    # Goalposts so wide that nothing is ever cut off: F is linear for a fixed size.
    criteria = criteria or [Criterion(indicator=f"x{k}", worst=-1, best=2, weight=k + 1) for k in range(3)]
    objective = objective_under(villages, graph, table, criteria, rules)
    grounds = grounds_of(villages, graph, table, objective, rules)
    return villages, graph, table, criteria, grounds


@pytest.mark.parametrize(("count", "seed", "size"), [(60, 1, 5), (75, 2, 6), (90, 3, 8), (120, 4, 6)])
def test_the_best_area_is_that_of_a_flow_program(count, seed, size):
    villages, graph, table, criteria, grounds = kabupaten(count, seed, min_villages=size, max_villages=size)
    solution = Solver(grounds, Packing(1, 0.0, frozenset()), Effort(PLENTY), len(villages), gap=0.0).run()
    gains = sum(c.weight * (table[c.indicator] + 1) / 3 for c in criteria) / sum(c.weight for c in criteria) / size
    units = villages.index.str[:5]
    best = max(best_by_flow(graph.subgraph(villages.index[units == unit]), gains.to_dict(), size)[0]
               for unit in sorted(set(units)))  # fmt: skip
    assert solution.certificate.total == pytest.approx(best, abs=1e-6)
    assert solution.certificate.proven


MEANS = [Criterion(indicator=f"x{k}", worst=0.3, best=0.7, weight=k + 1) for k in range(3)]
LARGE = [*MEANS, Criterion(indicator="compactness", worst=0, best=0.6)]


def large(max_overlap=0.0, workers=2, sets=300_000, **options):
    villages, _, _, _, grounds = kabupaten(60, 5, LARGE)
    effort = Effort(sets, **options)
    effort._workers = workers
    return Solver(grounds, Packing(4, max_overlap, frozenset()), effort, len(villages), gap=0.0).run()


@pytest.mark.parametrize("max_overlap", [0.0, 0.34])
def test_as_many_threads_as_there_are_give_the_same(max_overlap):
    one, two, many = (large(max_overlap, workers) for workers in (1, 2, 8))
    assert repr(one[:2]) == repr(two[:2]) == repr(many[:2])
    assert one.prices.village.tobytes() == many.prices.village.tobytes()


SCRIPT = """
import sys
from test_candidates_solve import small_map, solve
from kawasan_gis.compiled import COMPILED
small = small_map(7, 9, ["mean", "sum", "compactness", "centre_km", "min"], holes=False)
solution = solve(small, 2, 0.34 if len(sys.argv) > 1 else 0.0, sets=3000)
print(COMPILED, file=sys.stderr)
print(solution.areas, solution.certificate, solution.prices.village.tobytes().hex())
"""


def elsewhere(**environment):
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), **environment}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=here, capture_output=True, text=True, check=True)
    return done.stdout, done.stderr.strip()


def test_neither_hash_seeds_nor_the_compiler_change_a_bit():
    first, compiled = elsewhere(PYTHONHASHSEED="0")
    assert elsewhere(PYTHONHASHSEED="1")[0] == first
    plain, without = elsewhere(NUMBA_DISABLE_JIT="1")
    assert plain == first
    assert (compiled, without) == ("True", "False")


def test_the_time_limit_is_said():
    assert large(seconds=1e-9).certificate.cut_short == "time"
    assert large(seconds=600).certificate.cut_short in ("", "work")


@pytest.mark.parametrize("after", [1, 12, 20])
def test_an_interruption_gives_the_best_list_so_far(after):
    calls = 0

    def progress(label, done, total):
        nonlocal calls
        calls += 1
        if calls > after:
            raise KeyboardInterrupt

    solution = large(progress=progress, sets=PLENTY)
    assert solution.certificate.cut_short == "interrupted"
    assert bool(solution.areas) == bool(solution.pool)
    if after > 15:
        assert len(solution.areas) == 4
