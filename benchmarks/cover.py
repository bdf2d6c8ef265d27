"""Ground under the polygons of a national layer: ours beside geopandas.overlay, in one run.

    python benchmarks/cover.py [--polygons 200000] [--villages 2000]

Three layers over the same villages: a land-cover map of many small polygons that fit together, the same with one in
twenty polygons drawn over others, and a few polygons of very many vertices, as forests are drawn.
"""

import argparse
import time
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import shapely

from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.cover import cover_ha

CRS = "EPSG:32750"
WIDTH_M = 200_000.0
COVER = Indicator(name="x", layer="l", measure="cover_ha")


def cells(rng: np.random.Generator, count: int, wiggle: int) -> np.ndarray:
    """Voronoi cells whose edges are broken ``wiggle`` times, so that neighbours still fit together."""
    points = shapely.MultiPoint(rng.random((count, 2)) * WIDTH_M)
    frame = shapely.box(0, 0, WIDTH_M, WIDTH_M)
    parts = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame)), frame)
    if not wiggle:
        return parts
    return shapely.transform(shapely.segmentize(parts, WIDTH_M / np.sqrt(count) / wiggle), waves)


def waves(xy: np.ndarray) -> np.ndarray:
    """Bend the plane, so that straight edges wind and areas still fit together."""
    turned = xy[:, ::-1]
    return np.round(xy + 150 * np.sin(turned / 900) + 40 * np.sin(turned / 130), 2)


def layers(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    small = cells(rng, count, 3)
    drawn = small[rng.random(count) < 0.5]
    over = shapely.buffer(shapely.centroid(rng.choice(drawn, len(drawn) // 20, replace=False)), 600, quad_segs=4)
    group = rng.integers(0, 8, len(drawn))
    forests = [shapely.union_all(drawn[group == one]) for one in range(8)]
    return {"fits together": drawn, "one in twenty overlaps": np.concatenate([drawn, over]), "huge": np.array(forests)}


def ours(villages: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> np.ndarray:
    return cover_ha(villages, polygons, COVER, Findings()).to_numpy()


def overlay(villages: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> np.ndarray:
    """The usual way; ground under two polygons is dissolved by village."""
    pieces = gpd.overlay(villages[["place", "geometry"]], polygons, how="intersection", keep_geom_type=True)
    whole = pieces.dissolve("place").area
    return whole.reindex(villages["place"]).fillna(0).to_numpy() / 10_000


def timed(work: Callable[..., np.ndarray], *given: gpd.GeoDataFrame) -> tuple[float, np.ndarray]:
    # Both work on one core; its time is the same on a busy machine.
    start = time.process_time()
    answer = work(*given)
    return time.process_time() - start, answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polygons", type=int, default=200_000)
    parser.add_argument("--villages", type=int, default=2_000)
    parser.add_argument("--alone", action="store_true", help="without the peer")
    options = parser.parse_args()
    rng = np.random.default_rng(4)
    shapes = cells(rng, options.villages, 12)
    villages = gpd.GeoDataFrame({"place": range(len(shapes))}, geometry=shapes, crs=CRS)
    villages["area_ha"] = villages.area / 10_000
    print(f"{len(villages):,} villages of {shapely.get_num_coordinates(shapes).mean():.0f} vertices")
    for name, polygons in layers(rng, options.polygons).items():
        table = gpd.GeoDataFrame(geometry=polygons, crs=CRS)
        seconds, answer = timed(ours, villages, table)
        line = f"{name}: {len(table):,} polygons of {shapely.get_num_coordinates(polygons).mean():,.0f} vertices: "
        line += f"ours {seconds:.2f} s"
        if not options.alone:
            usual, other = timed(overlay, villages, table)
            apart = np.abs(answer - other).max()
            line += f", overlay {usual:.2f} s, {usual / seconds:.1f} times as long; at most {apart:.1e} ha apart"
        print(line, flush=True)


if __name__ == "__main__":
    main()
