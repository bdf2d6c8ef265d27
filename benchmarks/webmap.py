"""The web map beside folium as it comes and geopandas' explore(): size, building, loading, memory, pan and hover.

    python benchmarks/webmap.py [--villages 300 2000] [--file PATH [--kabupaten CODE ...]] [--only ours folium ...]

Made-up villages, or those of a boundary file; every way colours them by the same score and tells code, name and
kecamatan where the mouse is. Each is built and saved in a process of its own after a warming build; then the files are
opened in the system's Chromium, three times each in turns, and medians are printed with their ratio to ours. Loading
ends when every village is on the map and two frames have passed; the heap is what JavaScript holds after its rubbish
is collected; frames are counted while the mouse drags the map and while it goes over villages: the median, the 95th
of a hundred, and the longest.

No request leaves the machine. Ours asks nothing. The two others are a blank page then, so their Leaflet is answered
with the 1.9.4 that ours carries, and all else (jQuery, Bootstrap, icons, tiles) with nothing, at once: on a real
network they load slower than here by those files. explore() goes without its legend, which needs d3, and only where
mapclassify can be imported, which the project does not need.
"""

import argparse
import importlib.util
import multiprocessing
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import matplotlib as mpl
import matplotlib.colors
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Browser, Page, Route, sync_playwright

from kawasan_gis.maps.web import web_map
from kawasan_gis.sample import sample_villages
from kawasan_gis.villages import read_villages

LOADS = 3
WAIT_MS = 120_000
FIELDS = ["kode_desa", "nama_desa", "kecamatan", "score"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ASSETS = files("kawasan_gis.maps") / "assets"
DRAWN = """count => {
    const name = Object.keys(window).find(one => one.startsWith("map_"));
    if (!name || !window.L || !(window[name] instanceof L.Map)) return false;
    let polygons = 0;
    window[name].eachLayer(one => { polygons += one instanceof L.Polygon; });
    return polygons >= count;
}"""
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
WATCH = """() => {
    window.frames_ms = [];
    let before = performance.now();
    const step = (now) => {
        window.frames_ms.push(now - before);
        before = now;
        window.watching = requestAnimationFrame(step);
    };
    window.watching = requestAnimationFrame(step);
}"""
SEEN = "() => { cancelAnimationFrame(window.watching); return window.frames_ms.slice(1); }"


def scored(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A smooth score of 0..1, the same for every way."""
    middle = shapely.get_coordinates(shapely.point_on_surface(villages.geometry.to_numpy())) / 30_000
    score = 0.5 + 0.25 * (np.sin(middle[:, 0]) + np.cos(middle[:, 1]))
    return villages.assign(score=np.round(score, 4))


def ours(villages: gpd.GeoDataFrame, path: Path) -> None:
    web_map(villages.drop(columns="score"), scores=villages[["score"]]).save(path)


def stock_folium(villages: gpd.GeoDataFrame, path: Path) -> None:
    table = _table(villages)
    south_west, north_east = table.total_bounds[1::-1].tolist(), table.total_bounds[:1:-1].tolist()
    drawn = folium.Map()
    folium.GeoJson(
        table,
        style_function=lambda one: {
            "fillColor": _colour(one["properties"]["score"]), "color": "white", "weight": 0.5, "fillOpacity": 0.8,
        },
        tooltip=folium.GeoJsonTooltip(FIELDS),
    ).add_to(drawn)  # fmt: skip
    drawn.fit_bounds([south_west, north_east])
    drawn.save(path)


def explore(villages: gpd.GeoDataFrame, path: Path) -> None:
    _table(villages).explore("score", tooltip=FIELDS, legend=False).save(path)


def _table(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return villages.to_crs(4326).reset_index()[[*FIELDS, "geometry"]]


def _colour(score: float) -> str:
    return matplotlib.colors.to_hex(mpl.colormaps["viridis"](score))


WAYS: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {"ours": ours, "folium": stock_folium, "explore": explore}


def built(way: str, villages: gpd.GeoDataFrame, path: Path) -> float:
    """Seconds to build and save a map, in a process that has built one before."""
    WAYS[way](villages.iloc[:3], path)
    start = time.perf_counter()
    WAYS[way](villages, path)
    return time.perf_counter() - start


def answered(route: Route) -> None:
    """Leaflet from the files ours carries, nothing for all else."""
    name = route.request.url.rsplit("/", 1)[-1]
    known = name in ("leaflet.js", "leaflet.css")
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(body=(ASSETS / name).read_text(encoding="utf-8") if known else "", content_type=kind)


def opened(browser: Browser, path: Path, count: int) -> dict[str, float]:
    """Load a map once and measure it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.route(lambda url: url.startswith("http"), answered)
    tab, trouble = context.new_page(), []
    tab.set_default_timeout(WAIT_MS)
    tab.on("pageerror", lambda error: trouble.append(str(error)))
    tab.goto(path.as_uri(), wait_until="commit", timeout=WAIT_MS)
    tab.wait_for_function(DRAWN, arg=count, timeout=WAIT_MS)
    result = {"load s": tab.evaluate(FRAME) / 1000}
    tab.wait_for_load_state()
    tools = context.new_cdp_session(tab)
    tools.send("HeapProfiler.collectGarbage")
    result["heap MB"] = tab.evaluate("performance.memory.usedJSHeapSize") / 1e6
    result |= frames(tab, "pan", hold=True) | frames(tab, "hover", hold=False)
    context.close()
    if trouble:
        raise SystemExit(f"{path.name}: {trouble[0]}")
    return result


def frames(tab: Page, name: str, *, hold: bool) -> dict[str, float]:
    """Milliseconds between frames while the mouse goes round the middle of the map."""
    box = tab.locator(".folium-map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    if hold:
        tab.mouse.down()
    tab.evaluate(WATCH)
    for turn in np.linspace(0, 4 * np.pi, 80):
        tab.mouse.move(x + 180 * np.sin(turn), y + 150 * (np.cos(turn) - 1))
    seen = np.array(tab.evaluate(SEEN))
    if hold:
        tab.mouse.up()
        tab.wait_for_timeout(400)
    middle, high = np.percentile(seen, [50, 95])
    return {f"{name} ms": middle, f"{name} 95 %": high, f"{name} most": seen.max()}


def compare(browser: Browser, villages: gpd.GeoDataFrame, ways: list[str]) -> None:
    corners = int(shapely.get_num_coordinates(villages.geometry.to_numpy()).sum())
    print(f"\n{len(villages)} villages, {corners:,} corners")
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {way: Path(folder) / f"{way}.html" for way in ways}
        for way, path in paths.items():
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                seconds = pool.submit(built, way, villages, path).result()
            rows[way] = {"MB": path.stat().st_size / 1e6, "build s": seconds}
        loads: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
        for _ in range(LOADS):
            for way, path in paths.items():
                loads[way].append(opened(browser, path, len(villages)))
    for way, seen in loads.items():
        rows[way] |= {key: statistics.median(one[key] for one in seen) for key in seen[0]}
    table = pd.DataFrame(rows).T
    print(table.round(2).to_string())
    if "ours" in table.index and len(table) > 1:
        print("as a multiple of ours")
        print((table / table.loc["ours"]).drop(index="ours").round(2).to_string(), flush=True)


def asked(options: argparse.Namespace) -> list[gpd.GeoDataFrame]:
    if options.file is None:
        return [sample_villages(count) for count in options.villages]
    return [read_villages(options.file, kabupaten=options.kabupaten, strict=False)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--villages", type=int, nargs="+", default=[300, 2000])
    parser.add_argument("--file", type=Path)
    parser.add_argument("--kabupaten", nargs="+")
    parser.add_argument("--only", nargs="+", choices=list(WAYS), default=list(WAYS))
    options = parser.parse_args()
    ways: list[Any] = [way for way in WAYS if way in options.only]
    if "explore" in ways and importlib.util.find_spec("mapclassify") is None:
        print("mapclassify is not installed: explore() is left out")
        ways.remove("explore")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise SystemExit(f"no browser here: install one of {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        for villages in asked(options):
            compare(browser, scored(villages), ways)
        browser.close()


if __name__ == "__main__":
    main()
