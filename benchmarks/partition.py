"""Partition mode beside the usual regionalization, on the same villages and attributes, in one run.

    python benchmarks/partition.py [--quick]

Needs the peers of ``benchmarks/peers.py``. Made-up villages and smooth random attributes; all methods are asked for as
many regions (max-p finds its own number, and ours is then asked for as many). Seconds are those of the one call,
without imports; ours after a first small call, which loads the compiled code.

``between`` is the share of the variance of the scaled attributes that lies between regions, ``in sizes`` the share of
regions of LEAST to MOST villages, ``whole`` that of regions in one piece.
"""

import argparse
import time
from collections.abc import Callable

import networkx as nx
import numpy as np
import pandas as pd
from peers import CRITERIA, LEAST, MOST, PEERS, Case, archipelago, installed, mainland, run_peer

from kawasan_gis.candidates.partition.likeness import between_share, village_traits
from kawasan_gis.candidates.partition.partition import partition_villages
from kawasan_gis.candidates.rules.rules import Rules

# Sizes only, as the peers know no other rule.
SIZES_ONLY = Rules(min_villages=LEAST, max_villages=MOST, max_steps=0, holes=True)


def ours(case: Case, effort: float = 1.0, rules: Rules = SIZES_ONLY, **options: object) -> list[object]:
    result = partition_villages(
        case.villages,
        case.graph,
        case.values,
        CRITERIA,
        rules,
        effort=effort,
        **options,  # type: ignore[arg-type]
    )
    region = result.members.set_index("kode_desa")["candidate_id"]
    return [region.get(code) for code in case.villages.index]


def likeness(case: Case, effort: float = 1.0) -> list[object]:
    return ours(case, effort, objective="likeness", count=case.regions)


def likeness_default_rules(case: Case, effort: float = 1.0) -> list[object]:
    rules = Rules(min_villages=LEAST, max_villages=MOST)
    return ours(case, effort, rules, objective="likeness", count=case.regions)


def any_size(case: Case, effort: float = 1.0) -> list[object]:
    """Nearly as free as the peers, to tell the search from what the sizes cost."""
    rules = Rules(min_villages=1, max_villages=40, max_steps=0, holes=True)
    return ours(case, effort, rules, objective="likeness", count=case.regions)


def worth(case: Case, effort: float = 1.0) -> list[object]:
    return ours(case, effort, count=case.regions)


OURS: dict[str, Callable[..., list[object]]] = {
    "ours: likeness": likeness,
    "ours: likeness, default rules": likeness_default_rules,
    "ours: likeness, 1 to 40 villages": any_size,
    "ours: F per village": worth,
}


def run(method: str, case: Case) -> str | dict[str, object]:
    if method in PEERS:
        return run_peer(method, case)
    OURS[method](case, 0.01)
    begin = time.perf_counter()
    return {"labels": OURS[method](case), "seconds": time.perf_counter() - begin}


def measured(case: Case, labels: list[object]) -> dict[str, float]:
    regions: dict[object, list[str]] = {}
    for code, label in zip(case.villages.index, labels, strict=True):
        if label is not None:
            regions.setdefault(label, []).append(code)
    traits = village_traits(case.villages, case.values, CRITERIA, pd.Series(True, index=case.villages.index))
    parts = list(regions.values())
    return {
        "regions": len(parts),
        "placed": sum(map(len, parts)),
        "between": between_share(traits, labels),
        "in sizes": np.mean([LEAST <= len(part) <= MOST for part in parts]),
        "whole": np.mean([nx.is_connected(case.graph.subgraph(part)) for part in parts]),
    }


def show(method: str, case: Case) -> int:
    answer = run(method, case)
    if isinstance(answer, str):
        print(f"  {method:33} {answer}", flush=True)
        return 0
    found = measured(case, answer["labels"])  # type: ignore[arg-type]
    print(
        f"  {method:33} {found['regions']:4.0f} {found['placed']:7.0f} {found['between']:9.4f} "
        f"{found['in sizes']:9.2f} {found['whole']:6.2f} {answer['seconds']:8.2f}",
        flush=True,
    )
    return int(found["regions"])


def compare(name: str, case: Case, methods: list[str]) -> None:
    print(f"{name}: {len(case.villages)} villages, {case.regions} regions asked for")
    print(f"  {'':33} {'k':>4} {'placed':>7} {'between':>9} {'in sizes':>9} {'whole':>6} {'s':>8}")
    for method in methods:
        found = show(method, case)
        if method.endswith(("MaxP", "maxp")) and found:
            print(f"    with {found} regions:")
            show("ours: likeness", case._replace(regions=found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one small map only")
    options = parser.parse_args()
    methods = [*OURS, *(PEERS if installed() else ())]
    for n, seed in ((80, 1),) if options.quick else ((80, 1), (160, 2), (300, 3)):
        compare(f"mainland {n}", mainland(n, seed), methods)
    compare("archipelago", archipelago(4), methods)


if __name__ == "__main__":
    main()
