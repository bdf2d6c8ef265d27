"""All kabupaten of a boundary file, province by province: time, memory and how many lists are proven.

``python benchmarks/nation.py ../shared/data/indonesia_desa.parquet --effort 2``; boundaries as they come, ten criteria
on made-up fields. ``--every 10`` takes each tenth kabupaten, ``--all`` prints a line for each.
"""

import argparse
import resource
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
from fields import mixed_criteria, smooth_indicators

import kawasan_gis as kg
from kawasan_gis.codes import kabupaten_code

CODE = "kode"


def provinces(path: Path) -> Iterator[gpd.GeoDataFrame]:
    """Villages by province, so that no more than one is in memory; other files than GeoParquet as a whole."""
    if path.suffix != ".parquet":
        yield kg.read_villages(path, strict=False)
        return
    with tempfile.TemporaryDirectory() as folder:
        for number in range(11, 98):
            part = gpd.read_parquet(path, filters=[(CODE, ">=", f"{number}"), (CODE, "<", f"{number + 1}")])
            if len(part):
                file = Path(folder) / f"{number}.parquet"
                part.to_parquet(file)
                del part
                yield kg.read_villages(file, strict=False)


def main(path: Path, effort: float, every: int, verbose: bool) -> None:
    warnings.simplefilter("ignore", kg.DataWarning)
    criteria, rules = mixed_criteria(10), kg.Rules(min_villages=4, max_villages=12)
    begin, searched = time.perf_counter(), 0.0
    total, met, count, proven, within, empty, sets = 0, 0, 0, 0, 0, 0, 0
    for villages in provinces(path):
        total += len(villages)
        borders, unit = kg.find_borders(villages), kabupaten_code(villages.index)
        for code in sorted(set(unit)):
            met += 1
            if met % every:
                continue
            part = villages[unit == code]
            own = borders["kode_a"].isin(part.index) & borders["kode_b"].isin(part.index)
            graph, clock = kg.village_graph(part, borders[own]), time.perf_counter()
            count += 1
            try:
                found = kg.find_candidates(
                    part, graph, smooth_indicators(part, 9, count), criteria, rules, count=10, effort=effort,
                    findings=kg.Findings(),
                )  # fmt: skip
            except kg.InfeasibleError:
                empty += 1
                continue
            finally:
                searched += time.perf_counter() - clock
            proof = found.certificate
            proven, within, sets = proven + proof.proven, within + (proof.gap <= 0.01), sets + proof.examined
            if verbose:
                print(f"{code} {len(part):4d} villages {time.perf_counter() - clock:6.1f} s gap {proof.gap:6.3f} "
                      f"{len(found.candidates):2d} candidates {'proven' if proof.proven else 'open'}")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{total} villages, {count} of {met} kabupaten searched, {time.perf_counter() - begin:.0f} s in all, "
        f"{searched:.0f} s of it the search: {within} within 1 % of the best possible, {proven} examined completely, "
        f"{empty} with no area at all; {sets / 1e6:.0f} million sets; peak memory {peak:.2f} GB"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", help="a boundary file with villages of many kabupaten")
    parser.add_argument("--effort", type=float, default=2.0)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    if options.path is None:
        print("give a boundary file with villages of many kabupaten: the sample has one")
        raise SystemExit
    main(Path(options.path), options.effort, options.every, options.all)
