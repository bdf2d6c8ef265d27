"""Who borders whom: ours beside the usual ways, in one run, each in a process of its own.

    python benchmarks/borders.py [--national]

Kalimantan Selatan (2,008 villages) when the real boundaries are in ../shared/data, else generated villages; as
they are, and with every village moved by up to 2 cm. With --national all 83,403 villages of Indonesia.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from kawasan_gis.borders import find_borders
from kawasan_gis.findings import Findings
from kawasan_gis.sample import sample_villages
from kawasan_gis.villages import read_villages

DATA = Path(__file__).parents[2] / "shared" / "data"
TOLERANCE_M = 30
MIN_BORDER_M = 100

Pairs = set[tuple[int, int]]


def ours(villages: gpd.GeoDataFrame) -> Pairs:
    borders = find_borders(villages, tolerance_m=TOLERANCE_M, min_border_m=MIN_BORDER_M)
    place = villages.index.get_indexer
    return set(zip(place(borders["kode_a"]).tolist(), place(borders["kode_b"]).tolist(), strict=True))


def buffered(villages: gpd.GeoDataFrame) -> Pairs:
    """Length of one outline inside the other, widened by the tolerance."""
    shapes = np.asarray(villages.geometry.array)
    a, b = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=TOLERANCE_M)
    a, b = a[a < b], b[a < b]
    wide, lines = shapely.buffer(shapes, TOLERANCE_M), shapely.boundary(shapes)
    enough = np.concatenate(
        [
            shapely.length(shapely.intersection(lines[left], wide[right])) >= MIN_BORDER_M
            for left, right in zip(np.array_split(a, 20), np.array_split(b, 20), strict=True)
        ]
    )
    return set(zip(a[enough].tolist(), b[enough].tolist(), strict=True))


def touches(villages: gpd.GeoDataFrame) -> Pairs:
    a, b = villages.sindex.query(villages.geometry, predicate="touches")
    return set(zip(a[a < b].tolist(), b[a < b].tolist(), strict=True))


def rook(villages: gpd.GeoDataFrame) -> Pairs:
    from libpysal.graph import Graph

    adjacency = Graph.build_contiguity(villages.reset_index(drop=True), rook=True).adjacency
    return {(int(a), int(b)) for a, b in adjacency[adjacency > 0].index if a < b}


METHODS: dict[str, Callable[[gpd.GeoDataFrame], Pairs]] = {
    "kawasan_gis": ours,
    "dwithin + buffer": buffered,
    "touches": touches,
    "libpysal rook": rook,
}


def read(case: str) -> gpd.GeoDataFrame:
    if case == "generated":
        return sample_villages(2000)
    file = "indonesia_desa.parquet" if case == "national" else "kalsel_desa.gpkg"
    return read_villages(DATA / file, findings=Findings())


def shifted(villages: gpd.GeoDataFrame, metres: float) -> gpd.GeoDataFrame:
    shapes = np.asarray(villages.geometry.array)
    points, village = shapely.get_coordinates(shapes, return_index=True)
    moves = np.random.default_rng(1).uniform(-metres, metres, (len(shapes), 2))
    moved = shapely.set_coordinates(shapes.copy(), points + moves[village])
    return villages.set_geometry(gpd.GeoSeries(moved, villages.index, crs=villages.crs))


def measured(method: str, case: str, shift: float) -> tuple[Pairs, float, float, float]:
    """Pairs, seconds of processor time, and the peak of the process in GB before and after."""
    villages = shifted(read(case), shift) if shift else read(case)
    if method == "libpysal rook":
        import libpysal.graph  # noqa: F401 - its import is not what is timed
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    start = time.process_time()
    pairs = METHODS[method](villages)
    seconds = time.process_time() - start
    return pairs, seconds, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def compare(case: str, shift: float) -> None:
    print(f"\n{case}, {'every village moved by up to 2 cm' if shift else 'as it is'}")
    print(f"{'':18}{'pairs':>9}{'missed':>9}{'extra':>8}{'cpu s':>8}{'ratio':>8}{'GB peak':>9}{'GB data':>9}")
    reference: tuple[Pairs, float] | None = None
    for method in METHODS:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as alone:
            pairs, seconds, before, peak = alone.submit(measured, method, case, shift).result()
        reference = reference or (pairs, seconds)
        missed, extra = len(reference[0] - pairs), len(pairs - reference[0])
        ratio = seconds / reference[1]
        row = f"{len(pairs):9,}{missed:9,}{extra:8,}{seconds:8.2f}{ratio:8.1f}{peak:9.2f}{before:9.2f}"
        print(f"{method:18}{row}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--national", action="store_true", help="all villages of Indonesia (real data only)")
    national = parser.parse_args().national
    if national and not DATA.is_dir():
        parser.error(f"the real boundaries are not in {DATA}")
    for shift in (0.0, 0.02):
        compare("national" if national else "kalsel" if DATA.is_dir() else "generated", shift)


if __name__ == "__main__":
    main()
