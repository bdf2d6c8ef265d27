"""Boundaries as planners get them: the columns of BIG's batas desa, and dirt put in on purpose."""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.ops import substring

from kawasan_gis.codes import kecamatan_code
from kawasan_gis.sample.terrain import seaward
from kawasan_gis.sample.villages import Settled

WGS84 = "EPSG:4326"
# About a centimetre.
DEGREE_DECIMALS = 7
APOSTROPHE_NAME = "Lu'uk Dalam"
NEW_DESA_NAME = "Suka Mulia Baru"
# Width in metres of the overlaps and gaps; the first of each is made along a long border, to exceed one hectare.
OVERLAPS_M, GAPS_M = (15.0, 4.0, 1.0), (18.0, 5.0, 2.0)
LONG_BORDER_M, SHORT_BORDER_M = 2500.0, 900.0
# How much of a border is moved: its middle, away from the corners with third villages.
STRETCH = (0.08, 0.92)
ISLET_M, ISLET_OFF_M = 260.0, 900.0
BOW_M = 45.0


@dataclass(frozen=True)
class Dirt:
    """The codes of what was spoilt; pairs are two neighbours."""

    overlaps: list[tuple[str, str]]
    gaps: list[tuple[str, str]]
    bow_tie: str
    multipart: str
    same_name: tuple[str, str]
    apostrophe: str
    trailing_blanks: str
    new_desa: str


def with_islet(settled: Settled) -> tuple[Settled, str]:
    """Give one village of the coast an islet, and say which."""
    villages = settled.villages
    land = shapely.union_all(villages.geometry.to_numpy())
    for code in villages.index[villages["status"] == "desa"]:
        for start, end in _shore(villages.geometry[code], land, settled):
            way = (end - start) / np.hypot(*(end - start))
            # Normalized rings run clockwise: the sea is on the left of the way.
            islet = _islet((start + end) / 2 + ISLET_OFF_M * np.array([-way[1], way[0]]))
            if land.distance(islet) > 0.5 * ISLET_OFF_M:
                grown = villages.copy()
                grown.loc[code, "geometry"] = shapely.MultiPolygon([villages.geometry[code], islet])
                grown["area_ha"] = (grown.area / 1e4).round(2)
                return replace(settled, villages=grown), code
    raise AssertionError("every coast has a headland")


def _shore(polygon: Polygon, land: Polygon, settled: Settled) -> NDArray[np.float64]:
    """List the edges of a village that lie at the sea, shape (n, 2 ends, 2)."""
    places = shapely.get_coordinates(polygon.exterior)
    edges = np.stack([places[:-1], places[1:]], axis=1)
    outer = shapely.covers(land.boundary, shapely.linestrings(edges))
    return np.asarray(edges[outer & seaward(settled.land, edges.mean(axis=1))])


def _islet(middle: NDArray[np.float64]) -> Polygon:
    angles = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    radius = ISLET_M * (1 + 0.25 * np.cos(3 * angles) + 0.15 * np.sin(2 * angles))
    ring = middle + np.column_stack([radius * np.cos(angles), 0.8 * radius * np.sin(angles)])
    return shapely.normalize(Polygon(np.round(ring, 2)))


def as_delivered(settled: Settled, multipart: str) -> tuple[gpd.GeoDataFrame, pd.Series, Dirt]:
    """Turn the clean villages into a file as BIG delivers it, spoilt in known places.

    Returns
    -------
    villages
        In EPSG:4326 with Z = 0: ``KDEPUM, WADMKD, WADMKC, WADMKK, WADMPR, TIPADM, LUASWH``.
    names
        The official names on ``kode_desa``, as they stand in the code list.
    dirt
        What was spoilt where.
    """
    villages = settled.villages
    shapes = villages.geometry.copy()
    desa = villages.index[villages["status"] == "desa"]
    island = [villages.index[int(np.argmin(shapely.get_coordinates(shapes.centroid)[:, 1]))]]
    used = {multipart, *island, *villages.index.difference(desa)}
    overlaps, gaps = _slivers(shapes, used)
    bow_tie = _bow_tie(shapes, settled, used)
    names, free = villages["nama_desa"].copy(), [code for code in desa if code not in used]
    twin = next(code for code in free[len(free) // 2 :] if code[:8] != free[3][:8])
    dirt = Dirt(overlaps, gaps, bow_tie, multipart, (free[3], twin), free[9], free[-4], _new_code(villages.index))
    names[twin] = names[free[3]]
    names[dirt.apostrophe] = APOSTROPHE_NAME
    return _delivered(settled, shapes, names, dirt), names, dirt


def _slivers(shapes: gpd.GeoSeries, used: set[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Move borders a few metres over the neighbour, or back from it; every village at most once."""
    borders = _borders(shapes)
    overlaps = [_moved(shapes, borders, used, width, grows=True) for width in OVERLAPS_M]
    gaps = [_moved(shapes, borders, used, width, grows=False) for width in GAPS_M]
    return overlaps, gaps


def _moved(
    shapes: gpd.GeoSeries, borders: list[tuple[str, str, LineString]], used: set[str], width: float, *, grows: bool
) -> tuple[str, str]:
    """Move the first free border that is long enough and leaves a sound polygon behind."""
    least = LONG_BORDER_M if width in (OVERLAPS_M[0], GAPS_M[0]) else SHORT_BORDER_M
    for one, other, line in borders:
        if line.length < least or used & {one, other}:
            continue
        strip = shapely.buffer(substring(line, *STRETCH, normalized=True), width, cap_style="flat")
        moved = shapes[one].union(strip & shapes[other]) if grows else shapes[one].difference(strip)
        table = gpd.GeoDataFrame(geometry=[moved], crs=shapes.crs)
        if moved.geom_type == "Polygon" and not moved.interiors and in_degrees(table).is_valid.all():
            shapes[one] = moved
            used |= {one, other}
            return min(one, other), max(one, other)
    raise AssertionError("sixty villages have room for six slivers")


def _borders(shapes: gpd.GeoSeries) -> list[tuple[str, str, LineString]]:
    """List the neighbours that share one unbroken border, in an order that mixes the kabupaten."""
    tree = shapely.STRtree(shapes.to_numpy())
    first, second = tree.query(shapes.to_numpy(), predicate="touches")
    pairs = np.column_stack([first, second])[first < second]
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0], pairs.sum(axis=1) * 37 % 101))]
    lines = shapely.line_merge(shapely.intersection(shapes.to_numpy()[pairs[:, 0]], shapes.to_numpy()[pairs[:, 1]]))
    return [
        (shapes.index[a], shapes.index[b], line)
        for (a, b), line in zip(pairs, lines, strict=True)
        if line.geom_type == "LineString"
    ]


def _bow_tie(shapes: gpd.GeoSeries, settled: Settled, used: set[str]) -> str:
    """Cross the ring of one village with itself, out in the sea."""
    land = shapely.union_all(settled.villages.geometry.to_numpy())
    for code in reversed(shapes.index):
        if code in used:
            continue
        for start, end in _shore(shapes[code], land, settled):
            way = (end - start) / np.hypot(*(end - start))
            off = (start + end) / 2 + BOW_M * np.array([-way[1], way[0]])
            ring = shapely.get_coordinates(shapes[code].exterior)
            after = int(np.flatnonzero((ring[:-1] == start).all(axis=1))[0]) + 1
            crossed = np.round([off + 0.4 * BOW_M * way, off - 0.4 * BOW_M * way], 2)
            spoilt = Polygon(np.insert(ring, after, crossed, axis=0))
            if not spoilt.is_valid:
                shapes[code] = spoilt
                used.add(code)
                return str(code)
    raise AssertionError("a crossed ring is never valid")


def _new_code(codes: pd.Index) -> str:
    """The next free desa code of the second kecamatan."""
    members = codes[kecamatan_code(codes) == f"{codes[0][:5]}.02"]
    return f"{codes[0][:5]}.02.{max(int(code[9:]) for code in members) + 1}"


def _delivered(settled: Settled, shapes: gpd.GeoSeries, names: pd.Series, dirt: Dirt) -> gpd.GeoDataFrame:
    villages = settled.villages
    rng = np.random.default_rng((settled.land.seed, 50))
    written = names.copy()
    written[dirt.trailing_blanks] += "  "
    table = {
        "KDEPUM": villages.index.to_numpy(),
        "WADMKD": written.to_numpy(),
        "WADMKC": villages["kecamatan"].to_numpy(),
        "WADMKK": villages["kabupaten"].to_numpy(),
        "WADMPR": villages["provinsi"].to_numpy(),
        "TIPADM": np.where(villages["status"] == "kelurahan", 2, 1).astype("int32"),
        "LUASWH": (villages["area_ha"] * rng.uniform(0.975, 1.025, len(villages))).round(2).to_numpy(),
    }
    frame = gpd.GeoDataFrame(table, geometry=shapes.to_numpy(), crs=villages.crs)
    delivered = in_degrees(frame)
    delivered["geometry"] = shapely.force_3d(delivered.geometry.to_numpy(), z=0.0)
    return delivered


def in_degrees(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a table to EPSG:4326, rounded to about a centimetre."""
    degrees = table.to_crs(WGS84)
    rounded = shapely.transform(degrees.geometry.to_numpy(), lambda places: np.round(places, DEGREE_DECIMALS))
    return degrees.set_geometry(gpd.GeoSeries(rounded, index=degrees.index, crs=WGS84))
