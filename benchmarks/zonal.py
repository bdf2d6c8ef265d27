"""Zonal statistics: ours beside reading the blocks alone, exactextract, rasterstats and rasterize with bincount.

    python benchmarks/zonal.py [--full] [--villages 150 2000] [--only ours read ...]

Made-up villages on a made-up raster of 25 million cells, with --full of 400 million: eight classes (uint8) and a
surface (float32), in deflated tiles, written to a temporary folder. Each way runs in a process of its own, after a
warming run on a small raster, and is stopped at 8 GB; prints seconds, their ratio to ours, peak memory and how much
of it the small run did not need. rasterstats runs where it can be imported. All but rasterize and rasterstats, which
take cells by their centres, weight them by the part covered.
"""

import argparse
import importlib.util
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
from rasterio.transform import from_bounds
from rasterio.windows import Window

from kawasan_gis.compiled import compiled
from kawasan_gis.indicators.zonal import zonal_statistics
from kawasan_gis.sample import sample_villages

TILE = 512
# A way that wants more is stopped: rasterstats' means grow with every village.
MOST_GB = 8
CLASSES = 8


def write_rasters(folder: Path, villages: gpd.GeoDataFrame, size: int) -> dict[str, Path]:
    """Write the two rasters strip by strip."""
    rng = np.random.default_rng(4)
    transform = from_bounds(*villages.total_bounds, size, size)
    paths = {"classes": folder / f"classes_{size}.tif", "mean": folder / f"mean_{size}.tif"}
    options = {
        "driver": "GTiff", "width": size, "height": size, "count": 1, "crs": villages.crs, "transform": transform,
        "tiled": True, "blockxsize": TILE, "blockysize": TILE, "compress": "deflate", "zlevel": 1,
    }  # fmt: skip
    wave = np.sin(np.linspace(0, 40, size)) + np.sin(np.linspace(0, 97, size) + 1)
    with (
        rasterio.open(paths["classes"], "w", dtype="uint8", nodata=255, **options) as classes,
        rasterio.open(paths["mean"], "w", dtype="float32", nodata=-9999, **options) as mean,
    ):
        for top in range(0, size, TILE):
            rows = min(TILE, size - top)
            surface = wave[top : top + rows, None] + wave + wave[top : top + rows, None] * wave
            place = Window(0, top, size, rows)
            classes.write((np.floor(surface * 2) % CLASSES).astype("uint8"), 1, window=place)
            noise = rng.random((rows, size), dtype="float32")
            mean.write(np.round(surface.astype("float32") * 100 + noise * 10), 1, window=place)
    return paths


def strips(path: Path) -> Any:
    with rasterio.open(path) as file:
        for top in range(0, file.height, TILE):
            yield file, top, file.read(1, window=Window(0, top, file.width, min(TILE, file.height - top)))


@compiled
def add_histogram(block, table):
    for row in range(block.shape[0]):
        for column in range(block.shape[1]):
            table[block[row, column]] += 1


def read(villages: gpd.GeoDataFrame, path: Path, kind: str) -> np.ndarray:
    """Every block once; with a histogram where classes are asked."""
    table = np.zeros(256, np.int64)
    for _, _, block in strips(path):
        if kind == "classes":
            add_histogram(block, table)
    return table


def ours(villages: gpd.GeoDataFrame, path: Path, kind: str) -> np.ndarray:
    table = zonal_statistics(villages, path, "mean" if kind == "mean" else "class_share")
    return table.drop(columns="valid_share").to_numpy()


def exactextract(villages: gpd.GeoDataFrame, path: Path, kind: str, strategy: str = "raster-sequential") -> np.ndarray:
    from exactextract import exact_extract

    asked = ["mean"] if kind == "mean" else ["unique", "frac"]
    with rasterio.open(path) as file:
        table = exact_extract(file, villages, asked, output="pandas", strategy=strategy)
    if kind == "mean":
        return table[["mean"]].to_numpy()
    shares = np.zeros((len(villages), CLASSES))
    for row, (codes, parts) in enumerate(zip(table["unique"], table["frac"], strict=True)):
        shares[row, np.asarray(codes, dtype=int)] = parts
    return shares


def exactextract_by_village(villages: gpd.GeoDataFrame, path: Path, kind: str) -> np.ndarray:
    return exactextract(villages, path, kind, "feature-sequential")


def rasterstats(villages: gpd.GeoDataFrame, path: Path, kind: str) -> np.ndarray:
    from rasterstats import zonal_stats

    if kind == "mean":
        return np.array([[row["mean"]] for row in zonal_stats(villages, str(path), stats="mean")])
    rows = zonal_stats(villages, str(path), categorical=True)
    return np.array([[row.get(code, 0) / sum(row.values()) for code in range(CLASSES)] for row in rows])


def rasterize(villages: gpd.GeoDataFrame, path: Path, kind: str) -> np.ndarray:
    """Cell centres: village numbers burnt strip by strip, sums by bincount."""
    from rasterio.features import rasterize as burn

    shapes, count, tree = villages.geometry.to_numpy(), len(villages), villages.sindex
    parts, totals = np.zeros((count + 1) * CLASSES), np.zeros(count + 1)
    cells = np.zeros(count + 1)
    for file, top, block in strips(path):
        place = Window(0, top, file.width, len(block))
        here = tree.intersection(file.window_bounds(place))
        burnt = burn(
            ((shapes[n], n + 1) for n in sorted(here)), out_shape=block.shape, transform=file.window_transform(place),
            dtype="int32",
        ).ravel()  # fmt: skip
        if kind == "classes":
            parts += np.bincount(burnt * CLASSES + block.ravel(), minlength=len(parts))
        else:
            cells += np.bincount(burnt, minlength=count + 1)
            totals += np.bincount(burnt, block.ravel(), minlength=count + 1)
    if kind == "mean":
        return (totals[1:] / cells[1:])[:, None]
    table = parts.reshape(-1, CLASSES)[1:]
    return table / table.sum(axis=1, keepdims=True)


WAYS: dict[str, Callable[[gpd.GeoDataFrame, Path, str], np.ndarray]] = {
    "read": read,
    "ours": ours,
    "exactextract": exactextract,
    "exactextract_by_village": exactextract_by_village,
    "rasterize": rasterize,
    "rasterstats": rasterstats,
}


def peak_mb() -> float:
    """Peak memory of this process; the other figure counts that of the process it was started from too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(way: str, villages: gpd.GeoDataFrame, path: Path, small: Path, kind: str) -> tuple[float, float, float, Any]:
    """Seconds, peak memory, how much of it the small run did not need, and the result."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_GB * 2**30, MOST_GB * 2**30))
    WAYS[way](villages.iloc[:2], small, kind)
    before, start = peak_mb(), time.perf_counter()
    result = WAYS[way](villages, path, kind)
    return time.perf_counter() - start, peak_mb(), peak_mb() - before, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="400 million cells too")
    parser.add_argument("--villages", type=int, nargs="+", default=[150, 2000])
    parser.add_argument("--only", nargs="+", choices=list(WAYS), default=list(WAYS))
    options = parser.parse_args()
    ways = [way for way in WAYS if way in options.only]
    if "rasterstats" in ways and importlib.util.find_spec("rasterstats") is None:
        print("rasterstats is not installed: left out")
        ways.remove("rasterstats")
    for size in (5_000, 20_000) if options.full else (5_000,):
        for count in options.villages:
            villages = sample_villages(count)
            with tempfile.TemporaryDirectory() as folder:
                small = write_rasters(Path(folder), villages, TILE)
                compare(villages, write_rasters(Path(folder), villages, size), small, size, ways)


def compare(villages: gpd.GeoDataFrame, paths: dict[str, Path], small: dict[str, Path], size: int, ways: list) -> None:
    for kind, path in paths.items():
        print(f"\n{kind}: {len(villages)} villages, {size * size / 1e6:.0f} million cells")
        seen = {}
        for way in ways:
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                try:
                    seen[way] = pool.submit(timed, way, villages, path, small[kind], kind).result()
                except (MemoryError, BrokenProcessPool):
                    print(f"  {way:24s} needs more than {MOST_GB} GB")
        for way, (seconds, peak, grown, result) in seen.items():
            line = f"  {way:24s} {seconds:8.2f} s {peak:6.0f} MB (+{grown:.0f})"
            if "ours" in seen:
                line += f"  {seconds / seen['ours'][0]:6.2f} x ours"
                if way not in ("read", "ours"):
                    line += f"  differs by {np.nanmax(np.abs(result - seen['ours'][3])):.1e}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
