"""The usual regionalization libraries, each run in a process of its own: some crash or hang on islands.

Beside kawasan_gis the benchmarks that use this need the peers, in an environment of their own (they are no dependency
of the project)::

    pip install "spopt==0.7.*" "pygeoda==0.1.3"
"""

import importlib.util
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from fields import smooth_indicators

from kawasan_gis.borders import find_borders
from kawasan_gis.criteria import Criterion
from kawasan_gis.graph import village_graph
from kawasan_gis.sample import sample_villages

LEAST, MOST = 3, 12
ATTRIBUTES = ["x0", "x1", "x2", "x3", "x4"]
CRITERIA = [Criterion(indicator=name, worst=0, best=1, aggregate="mean") for name in ATTRIBUTES]
LIMIT_S = 120


class Case(NamedTuple):
    villages: gpd.GeoDataFrame
    graph: nx.Graph
    values: pd.DataFrame
    regions: int


def mainland(n: int, seed: int) -> Case:
    villages = sample_villages(n, seed=seed)
    villages = villages[villages["status"] == "desa"]
    graph = village_graph(villages, find_borders(villages))
    largest = max(nx.connected_components(graph), key=len)
    villages = villages[villages.index.isin(largest)]
    return Case(
        villages,
        graph.subgraph(villages.index).copy(),
        smooth_indicators(villages, len(ATTRIBUTES), seed),
        len(villages) // 6,
    )


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


PEERS: dict[str, Callable[[Case], list[object]]] = {
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


def installed() -> bool:
    """Tell whether the peers are here; say what to install when not."""
    missing = [name for name in ("spopt", "pygeoda") if importlib.util.find_spec(name) is None]
    if missing:
        print(f"not installed: {', '.join(missing)}; see benchmarks/peers.py")
    return not missing


def one(method: str, file: str) -> None:
    """Run one method in this process and print its regions."""
    case = pickle.loads(Path(file).read_bytes())
    # The import is no part of the method.
    import_module(method.split(maxsplit=1)[0])
    if method.startswith("spopt"):
        import_module("spopt.region")
    begin = time.perf_counter()
    labels = PEERS[method](case)
    print(json.dumps({"seconds": time.perf_counter() - begin, "labels": labels}))


def run_peer(method: str, case: Case) -> str | dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.pkl"
        file.write_bytes(pickle.dumps(case))
        command = [sys.executable, "-W", "ignore", __file__, method, str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
        except subprocess.TimeoutExpired:
            return f"no answer within {LIMIT_S} s"
    if done.returncode < 0:
        return f"crashed (signal {-done.returncode})"
    if done.returncode:
        return "raised: " + (done.stderr.strip().splitlines() or ["?"])[-1][:80]
    return json.loads(done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    one(sys.argv[1], sys.argv[2])
