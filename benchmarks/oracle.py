"""The best single area of 50 generated kabupaten: ours beside a flow program solved by HiGHS, in one run.

    python benchmarks/oracle.py [--count 50]

F is linear for a fixed size (means whose goalposts cut nothing off).
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.effort import Effort
from kawasan_gis.candidates.search.grounds import grounds_of, objective_under
from kawasan_gis.candidates.search.portfolio import Packing
from kawasan_gis.candidates.search.solve import Solver
from kawasan_gis.criteria import Criterion
from kawasan_gis.graph import village_graph
from kawasan_gis.sample import sample_villages

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from flow_program import best_by_flow

CRITERIA = [Criterion(indicator=f"x{k}", worst=-1, best=2, weight=k + 1) for k in range(3)]


def compare(seed: int) -> tuple[int, int, float, float, float, float, bool]:
    """One kabupaten: villages, size, our best and theirs, our seconds and theirs, whether ours says proven."""
    rng = np.random.default_rng(seed)
    count, size = int(rng.integers(60, 151)), int(rng.integers(4, 9))
    villages = sample_villages(count, seed=seed)
    graph = village_graph(villages, find_borders(villages))
    table = pd.DataFrame({f"x{k}": rng.random(len(villages)) for k in range(3)}, index=villages.index)
    rules = Rules(min_villages=size, max_villages=size, kelurahan="include", holes=True, max_steps=0)
    begin = time.perf_counter()
    objective = objective_under(villages, graph, table, CRITERIA, rules)
    grounds = grounds_of(villages, graph, table, objective, rules)
    ours = Solver(grounds, Packing(1, 0.0, frozenset()), Effort(50_000_000), len(villages), gap=0.0).run()
    middle = time.perf_counter()
    weights = sum(one.weight for one in CRITERIA)
    gains = sum(one.weight * (table[one.indicator] + 1) / 3 for one in CRITERIA) / weights / size
    units = villages.index.str[:5]
    theirs = max(
        best_by_flow(graph.subgraph(villages.index[units == unit]), gains.to_dict(), size)[0]
        for unit in sorted(set(units))
    )
    end = time.perf_counter()
    return (
        count, size, ours.certificate.total, theirs, middle - begin, end - middle, ours.certificate.proven
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50)
    equal = 0
    print("seed villages size      ours      flow   equal proven  ours s  flow s", flush=True)
    count = parser.parse_args().count
    for seed in range(count):
        villages, size, ours, theirs, our_s, their_s, proven = compare(seed)
        same = abs(ours - theirs) < 1e-6
        equal += same
        print(
            f"{seed:4d} {villages:8d} {size:4d} {ours:9.6f} {theirs:9.6f} {same!s:>7} {proven!s:>6} "
            f"{our_s:7.2f} {their_s:7.2f}",
            flush=True,
        )
    print(f"{equal} of {count} equal")


if __name__ == "__main__":
    main()
