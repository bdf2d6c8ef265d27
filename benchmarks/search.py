"""The best list of candidates beside what users would pick out of a regionalization, in one run.

    python benchmarks/search.py [--quick]

Needs the peers of ``benchmarks/peers.py``. The same villages, attributes and objective (the mean of five attributes)
for all. The peers cut the map into regions; those that keep the sizes and hang together are ranked by F, and the best
ten are their list. Ours is the best list of ten under the same rules (sizes only, as the peers know no other), and
under the default rules besides. ``total`` is the sum of F, ``of ours`` its ratio to our total, ``gap`` what our
certificate says. Then: how soon our list is good, on 300 villages with ten criteria.
"""

import argparse
import time

import networkx as nx
import pandas as pd
from fields import mixed_criteria, smooth_indicators
from peers import CRITERIA, LEAST, MOST, PEERS, Case, archipelago, installed, mainland, run_peer

import kawasan_gis as kg
from kawasan_gis.criteria import Criterion

COUNT = 10
SIZES_ONLY = kg.Rules(min_villages=LEAST, max_villages=MOST, max_steps=0, holes=True)
DEFAULT = kg.Rules(min_villages=LEAST, max_villages=MOST)


def found_by(case: Case, rules: kg.Rules, effort: float) -> tuple[kg.Candidates, float]:
    options = {"count": COUNT, "findings": kg.Findings()}
    kg.find_candidates(case.villages, case.graph, case.values, CRITERIA, rules, effort=0.01, **options)
    begin = time.perf_counter()
    found = kg.find_candidates(case.villages, case.graph, case.values, CRITERIA, rules, effort=effort, **options)
    return found, time.perf_counter() - begin


def best_regions(case: Case, labels: list[object]) -> list[float]:
    """F of the ten best regions that keep the sizes and hang together."""
    objective = kg.Objective.of(case.villages, case.graph, case.values, CRITERIA)
    regions = pd.Series(range(len(labels))).groupby(labels).apply(list)
    kept = [
        part
        for part in regions
        if LEAST <= len(part) <= MOST and nx.is_connected(case.graph.subgraph(case.villages.index[part]))
    ]
    return sorted((objective.worth(part) for part in kept), reverse=True)[:COUNT]


def compare(name: str, case: Case, effort: float) -> None:
    print(f"{name}: {len(case.villages)} villages, a list of {COUNT}, {LEAST} to {MOST} villages each")
    print(f"  {'':28} {'areas':>6} {'total':>8} {'of ours':>8} {'gap':>7} {'s':>8}")
    reference = 0.0
    for label, rules in (("ours", SIZES_ONLY), ("ours, default rules", DEFAULT)):
        found, seconds = found_by(case, rules, effort)
        total = found.certificate.total
        reference = reference or total
        print(
            f"  {label:28} {len(found.candidates):6d} {total:8.4f} {total / reference:8.3f} "
            f"{found.certificate.gap:7.4f} {seconds:8.2f}",
            flush=True,
        )
    for method in PEERS if installed() else ():
        answer = run_peer(method, case)
        if isinstance(answer, str):
            print(f"  {method:28} {answer}", flush=True)
            continue
        scores = best_regions(case, list(answer["labels"]))  # type: ignore[call-overload]
        print(
            f"  {method:28} {len(scores):6d} {sum(scores):8.4f} {sum(scores) / reference:8.3f} {'-':>7} "
            f"{answer['seconds']:8.2f}",
            flush=True,
        )


def how_soon(n: int, criteria: list[Criterion]) -> None:
    """Total and certificate against work, on one map."""
    villages = kg.sample_villages(n, seed=5)
    graph = kg.village_graph(villages, kg.find_borders(villages))
    values, rules = smooth_indicators(villages, 9, 1), kg.Rules(min_villages=4, max_villages=12)
    print(f"{n} villages, {len(criteria)} criteria, a list of {COUNT}, 4 to 12 villages, default rules")
    print(f"  {'million sets':>14} {'total':>8} {'gap':>7} {'proven':>7} {'s':>8}")
    for effort in (0.01, 1, 10, 100):
        begin = time.perf_counter()
        found = kg.find_candidates(
            villages, graph, values, criteria, rules, count=COUNT, effort=effort, findings=kg.Findings()
        )
        proof = found.certificate
        print(
            f"  {proof.examined / 1e6:14.1f} {proof.total:8.4f} {proof.gap:7.4f} {proof.proven!s:>7} "
            f"{time.perf_counter() - begin:8.2f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one small map only")
    options = parser.parse_args()
    for n, seed in ((80, 1),) if options.quick else ((80, 1), (160, 2), (300, 3)):
        compare(f"mainland {n}", mainland(n, seed), 30)
    compare("archipelago", archipelago(4), 30)
    how_soon(80 if options.quick else 300, mixed_criteria(10))


if __name__ == "__main__":
    main()
