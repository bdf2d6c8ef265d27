"""Partition mode beside the usual regionalization, on the same villages and attributes, in one run.

    python benchmarks/partition.py [--villages 80 160]

Needs the peers of ``benchmarks/peers.py``. Made-up villages and smooth random attributes. Seconds are those of the one
call, without imports; ours after a first small call, which loads the compiled code.

``between`` is the share of the variance of the scaled attributes that lies between regions, ``in sizes`` the share of
regions of LEAST to MOST villages, ``whole`` that of regions in one piece. Regions outside the sizes are no answer to
the question, and their ``between`` says nothing about ours; more regions always have a larger share. Every peer
therefore stands three times beside ours: as it is, ``repaired`` (regions that are too large or too small are split and
merged until all have an allowed size, the pair or the cut that costs least first) and with ours asked for as many
regions as the repaired answer has. ``between x`` and ``time x`` are ours divided by the repaired peer's: above 1 is
better for the first, below 1 for the second.
"""

import argparse
import time
from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from peers import CRITERIA, LEAST, MOST, PEERS, Case, archipelago, installed, mainland, run_peer

from kawasan_gis.candidates.partition.likeness import between_share, village_traits
from kawasan_gis.candidates.partition.partition import partition_villages
from kawasan_gis.candidates.rules.rules import Rules

# Sizes only, as the peers know no other rule.
SIZES_ONLY = Rules(min_villages=LEAST, max_villages=MOST, max_steps=0, holes=True)
OURS: dict[str, Rules] = {
    "ours": SIZES_ONLY,
    "ours, default rules": Rules(min_villages=LEAST, max_villages=MOST),
    # Nearly as free as the peers, to tell the search from what the sizes cost.
    "ours, 1 to 40 villages": Rules(min_villages=1, max_villages=40, max_steps=0, holes=True),
}
# Villages and seeds of the maps.
MAPS = {80: 1, 160: 2, 300: 3}
Labels = list[object]


def ours(case: Case, count: int, rules: Rules = SIZES_ONLY) -> tuple[Labels, float]:
    """Our regions by likeness, and the seconds they took."""
    begin = time.perf_counter()
    result = partition_villages(
        case.villages, case.graph, case.values, CRITERIA, rules, objective="likeness", count=count
    )  # fmt: skip
    region = result.members.set_index("kode_desa")["candidate_id"]
    return [region.get(code) for code in case.villages.index], time.perf_counter() - begin


def parts_of(case: Case, labels: Sequence[object]) -> list[list[str]]:
    """The regions as lists of codes."""
    regions: dict[object, list[str]] = {}
    for code, label in zip(case.villages.index, labels, strict=True):
        if label is not None:
            regions.setdefault(label, []).append(code)
    return list(regions.values())


def repaired(case: Case, labels: Sequence[object], traits: pd.DataFrame) -> Labels:
    """Split and merge a peer's regions until all have an allowed size; those that cannot are no region (None)."""
    parts = [
        sorted(piece) for part in parts_of(case, labels) for piece in nx.connected_components(case.graph.subgraph(part))
    ]
    final: list[list[str]] = []
    while parts:
        parts.sort(key=lambda part: (len(part), part))
        if len(parts[0]) < LEAST:
            small = parts.pop(0)
            touching = [part for part in [*parts, *final] if nx.node_boundary(case.graph, small, part)]
            if not touching:
                continue
            into = min(touching, key=lambda part: (_within(traits, [*part, *small]) - _within(traits, part), part))
            (parts if into in parts else final).remove(into)
            parts.append(sorted([*into, *small]))
        elif len(parts[-1]) > MOST:
            # What no cut can keep large enough is left out, or it would be merged and cut for ever.
            parts += [part for part in _best_cut(case, parts.pop(), traits) if len(part) >= LEAST]
        else:
            final.append(parts.pop(0))
    region = {code: number for number, part in enumerate(final) for code in part}
    return [region.get(code) for code in case.villages.index]


def _within(traits: pd.DataFrame, part: Sequence[str]) -> float:
    rows = traits.loc[list(part)].to_numpy()
    return float(((rows - rows.mean(axis=0)) ** 2).sum())


def _best_cut(case: Case, part: list[str], traits: pd.DataFrame) -> list[list[str]]:
    """Cut a region in two at the edge of its minimum spanning tree that leaves them most alike (SKATER)."""
    graph = case.graph.subgraph(part).copy()
    for a, b in graph.edges:
        graph[a][b]["far"] = float(((traits.loc[a] - traits.loc[b]) ** 2).sum())
    tree = nx.minimum_spanning_tree(graph, weight="far")
    best: tuple[float, list[list[str]]] | None = None
    for edge in sorted(tree.edges):
        rest = tree.copy()
        rest.remove_edge(*edge)
        two = [sorted(piece) for piece in nx.connected_components(rest)]
        cost = sum(_within(traits, piece) for piece in two) + 1e6 * max(LEAST - min(map(len, two)), 0)
        if best is None or cost < best[0]:
            best = (cost, two)
    assert best is not None
    return best[1]


def measured(case: Case, labels: Sequence[object], traits: pd.DataFrame) -> dict[str, float]:
    parts = parts_of(case, labels)
    return {
        "regions": len(parts),
        "placed": sum(map(len, parts)),
        "between": between_share(traits.to_numpy(), labels),
        "in sizes": float(np.mean([LEAST <= len(part) <= MOST for part in parts])),
        "whole": float(np.mean([nx.is_connected(case.graph.subgraph(part)) for part in parts])),
    }


def line(name: str, found: dict[str, float], seconds: float | None = None, more: str = "") -> None:
    took = "" if seconds is None else f"{seconds:.2f}"
    print(
        f"  {name:26} {found['regions']:4.0f} {found['placed']:7.0f} {found['between']:9.4f} "
        f"{found['in sizes']:9.2f} {found['whole']:6.2f} {took:>8}{more}",
        flush=True,
    )


def beside(case: Case, method: str, traits: pd.DataFrame) -> None:
    """Print one peer as it is, repaired, and ours with as many regions as that."""
    answer: Any = run_peer(method, case)
    if isinstance(answer, str):
        print(f"  {method:26} {answer}", flush=True)
        return
    line(method, measured(case, answer["labels"], traits), answer["seconds"])
    fair = measured(case, repaired(case, answer["labels"], traits), traits)
    line("  repaired", fair)
    labels, seconds = ours(case, int(fair["regions"]))
    found = measured(case, labels, traits)
    ratios = f" {found['between'] / fair['between']:10.3f} {seconds / answer['seconds']:7.2f}"
    line("  ours, as many", found, seconds, ratios)


def compare(name: str, case: Case, methods: Sequence[str]) -> None:
    traits = pd.DataFrame(
        village_traits(case.villages, case.values, CRITERIA, pd.Series(True, index=case.villages.index)),
        index=case.villages.index,
    )
    print(f"{name}: {len(case.villages)} villages, {case.regions} regions asked for")
    print(
        f"  {'':26} {'k':>4} {'placed':>7} {'between':>9} {'in sizes':>9} {'whole':>6} {'s':>8} "
        f"{'between x':>10} {'time x':>7}"
    )
    for title, rules in OURS.items():
        labels, seconds = ours(case, case.regions, rules)
        line(title, measured(case, labels, traits), seconds)
    for method in methods:
        beside(case, method, traits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--villages", type=int, nargs="*", choices=list(MAPS), default=list(MAPS), help="which maps")
    options = parser.parse_args()
    methods = list(PEERS) if installed() else []
    warm = mainland(40, 1)
    for rules in OURS.values():
        ours(warm, warm.regions, rules)
    for n in options.villages:
        compare(f"mainland {n}", mainland(n, MAPS[n]), methods)
    compare("archipelago", archipelago(4), methods)


if __name__ == "__main__":
    main()
