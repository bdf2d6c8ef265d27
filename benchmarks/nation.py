"""All kabupaten of a boundary file, one by one: time, memory and how many lists are proven.

``python benchmarks/nation.py ../shared/data/indonesia_desa.parquet --effort 2``; boundaries as they come, ten criteria
on made-up fields. ``--every 10`` takes each tenth kabupaten, ``--all`` prints a line for each.
"""

import argparse
import resource
import time
import warnings

from fields import mixed_criteria, smooth_indicators

import kawasan_gis as kg
from kawasan_gis.codes import kabupaten_code


def main(path: str, effort: float, every: int, verbose: bool) -> None:
    warnings.simplefilter("ignore", kg.DataWarning)
    begin = time.perf_counter()
    villages = kg.read_villages(path, strict=False)
    read = time.perf_counter() - begin
    borders = kg.find_borders(villages)
    found_s = time.perf_counter() - begin - read
    print(f"{len(villages)} villages read in {read:.0f} s, {len(borders)} borders in {found_s:.0f} s")
    criteria, rules = mixed_criteria(10), kg.Rules(min_villages=4, max_villages=12)
    unit = kabupaten_code(villages.index)
    start, proven, within, empty, count, sets = time.perf_counter(), 0, 0, 0, 0, 0
    for code in sorted(set(unit))[::every]:
        part = villages[unit == code]
        graph = kg.village_graph(part, borders[borders["kode_a"].isin(part.index) & borders["kode_b"].isin(part.index)])
        clock = time.perf_counter()
        count += 1
        try:
            found = kg.find_candidates(
                part, graph, smooth_indicators(part, 9, count), criteria, rules, count=10, effort=effort,
                findings=kg.Findings(),
            )  # fmt: skip
        except kg.InfeasibleError:
            empty += 1
            continue
        proof = found.certificate
        proven, within, sets = proven + proof.proven, within + (proof.gap <= 0.01), sets + proof.examined
        if verbose:
            print(f"{code} {len(part):4d} villages {time.perf_counter() - clock:6.1f} s gap {proof.gap:6.3f} "
                  f"{len(found.candidates):2d} candidates {'proven' if proof.proven else 'open'}")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{count} kabupaten in {time.perf_counter() - start:.0f} s: {within} within 1 % of the best possible, {proven} "
        f"examined completely, {empty} with no area at all; {sets / 1e6:.0f} million sets; peak memory {peak:.2f} GB"
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
    main(options.path, options.effort, options.every, options.all)
