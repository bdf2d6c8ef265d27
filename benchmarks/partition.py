"""Partition mode beside the usual regionalization, on the same villages and attributes, in one run.

    python benchmarks/partition.py [--quick]

Needs, beside kawasan_gis, the peers (in an environment of their own; they are no dependency of the project):

    pip install "spopt==0.7.*" "pygeoda==0.1.3"

Made-up villages and smooth random attributes; all methods are asked for as many regions (max-p finds its own number,
and ours is then asked for as many). Each runs in a process of its own with a time limit, because some crash or hang
on islands. Seconds are those of the one call, without imports; ours after a first small call, which loads the
compiled code.

``between`` is the share of the variance of the scaled attributes that lies between regions, ``in sizes`` the share of
regions of LEAST to MOST villages, ``whole`` that of regions in one piece.
"""

import argparse
import importlib.util
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.partition.likeness import between_share, village_traits
from kawasan_gis.candidates.partition.partition import partition_villages
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.criteria import Criterion
from kawasan_gis.graph import village_graph
from kawasan_gis.sample import sample_villages

LEAST, MOST = 3, 12
ATTRIBUTES = ["a", "b", "c", "d", "e"]
CRITERIA = [Criterion(indicator=name, worst=0, best=1, aggregate="mean") for name in ATTRIBUTES]
# Sizes only, as the peers know no other rule.
SIZES_ONLY = Rules(min_villages=LEAST, max_villages=MOST, max_steps=1000, holes=True)
LIMIT_S = 120


class Case(NamedTuple):
    villages: gpd.GeoDataFrame
    graph: nx.Graph
    values: pd.DataFrame
    regions: int


def smooth(villages: gpd.GeoDataFrame, seed: int) -> pd.DataFrame:
    """Waves over the land and a little noise, per attribute, from 0 to 1."""
    rng = np.random.default_rng(seed)
    points = villages.geometry.representative_point()
    place = np.column_stack([points.x, points.y])
    place = (place - place.min(axis=0)) / (place.max() - place.min())
    table = {}
    for name in ATTRIBUTES:
        waves = rng.normal(scale=6, size=(2, 6))
        value = np.cos(place @ waves + rng.uniform(0, 6.3, 6)).sum(axis=1) + rng.normal(scale=0.7, size=len(place))
        table[name] = (value - value.min()) / (value.max() - value.min())
    return pd.DataFrame(table, index=villages.index)


def mainland(n: int, seed: int) -> Case:
    villages = sample_villages(n, seed=seed)
    villages = villages[villages["status"] == "desa"]
    graph = village_graph(villages, find_borders(villages))
    largest = max(nx.connected_components(graph), key=len)
    villages = villages[villages.index.isin(largest)]
    return Case(villages, graph.subgraph(villages.index).copy(), smooth(villages, seed), len(villages) // 6)


def archipelago(seed: int) -> Case:
    """Groups of 9, 5, 2 and 1 villages and a larger one, with sea in between."""
    case = mainland(120, seed)
    graph, kept = case.graph.copy(), set()
    for size in (1, 2, 5, 9, 30):
        start = min(graph)
        piece = list(nx.bfs_tree(graph, start))[:size]
        kept |= set(piece)
        sea = {near for code in piece for near in graph[code]} | set(piece)
        graph.remove_nodes_from(sea)
    villages = case.villages[case.villages.index.isin(kept)]
    return Case(villages, case.graph.subgraph(villages.index).copy(), case.values.loc[villages.index], 9)


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
    rules = Rules(min_villages=1, max_villages=40, max_steps=1000, holes=True)
    return ours(case, effort, rules, objective="likeness", count=case.regions)


def worth(case: Case, effort: float = 1.0) -> list[object]:
    return ours(case, effort, count=case.regions)


def _spopt(case: Case, name: str, *arguments: object, **options: object) -> list[object]:
    from libpysal.weights import W
    from spopt import region

    table = gpd.GeoDataFrame(case.values.assign(one=1), geometry=case.villages.geometry)
    table = table.reset_index(drop=True)
    place = {code: number for number, code in enumerate(case.villages.index)}
    w = W({place[code]: sorted(place[near] for near in case.graph[code]) for code in case.villages.index},
          silence_warnings=True)  # fmt: skip
    np.random.seed(0)  # noqa: NPY002 - MaxP takes no seed
    model = getattr(region, name)(table, w, ATTRIBUTES, *arguments, **options)
    model.solve()
    return [int(label) for label in model.labels_]


def _pygeoda(case: Case, run: Callable[..., dict[str, object]]) -> list[object]:
    import pygeoda

    table = gpd.GeoDataFrame(case.values.assign(one=1.0), geometry=case.villages.geometry).reset_index(drop=True)
    land = pygeoda.open(table)
    found = run(pygeoda, pygeoda.rook_weights(land), land[ATTRIBUTES], list(table["one"]))
    return list(found["Clusters"])  # type: ignore[call-overload]


METHODS: dict[str, Callable[[Case], list[object]]] = {
    "ours: likeness": likeness,
    "ours: likeness, default rules": likeness_default_rules,
    "ours: likeness, 1 to 40 villages": any_size,
    "ours: F per village": worth,
    "spopt WardSpatial": lambda case: _spopt(case, "WardSpatial", case.regions),
    "spopt Skater": lambda case: _spopt(case, "Skater", case.regions, LEAST),
    "spopt AZP": lambda case: _spopt(case, "AZP", case.regions, random_state=0),
    "spopt MaxP": lambda case: _spopt(case, "MaxPHeuristic", "one", LEAST, 2),
    "pygeoda redcap": lambda case: _pygeoda(
        case,
        lambda geoda, w, data, one: geoda.redcap(
            case.regions, w, data, "fullorder-wardlinkage", bound_variable=one, min_bound=LEAST
        ),
    ),
    "pygeoda skater": lambda case: _pygeoda(
        case, lambda geoda, w, data, one: geoda.skater(case.regions, w, data, bound_variable=one, min_bound=LEAST)
    ),
    "pygeoda maxp": lambda case: _pygeoda(
        case, lambda geoda, w, data, one: geoda.maxp_greedy(w, data, one, LEAST, iterations=99)
    ),
}


def one(method: str, file: str) -> None:
    """Run one method in this process and print its regions."""
    case = pickle.loads(Path(file).read_bytes())
    if method.startswith("ours"):
        METHODS[method](case._replace(), 0.01)  # type: ignore[call-arg]
    begin = time.perf_counter()
    labels = METHODS[method](case)
    print(json.dumps({"seconds": time.perf_counter() - begin, "labels": labels}))


def run(method: str, case: Case) -> str | dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.pkl"
        file.write_bytes(pickle.dumps(case))
        command = [sys.executable, "-W", "ignore", __file__, "--one", method, str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
        except subprocess.TimeoutExpired:
            return f"no answer within {LIMIT_S} s"
    if done.returncode < 0:
        return f"crashed (signal {-done.returncode})"
    if done.returncode:
        return "raised: " + (done.stderr.strip().splitlines() or ["?"])[-1][:80]
    return json.loads(done.stdout.strip().splitlines()[-1])


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
    parser.add_argument("--one", nargs=2, metavar=("METHOD", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(*options.one)
        return
    missing = [name for name in ("spopt", "pygeoda") if importlib.util.find_spec(name) is None]
    if missing:
        print(f'without {" and ".join(missing)}: pip install "spopt==0.7.*" "pygeoda==0.1.3", in an environment apart')
    methods = [name for name in METHODS if name.split()[0] not in missing]
    for n, seed in ((80, 1),) if options.quick else ((80, 1), (160, 2), (300, 3)):
        compare(f"mainland {n}", mainland(n, seed), methods)
    compare("archipelago", archipelago(4), methods)


if __name__ == "__main__":
    main()
