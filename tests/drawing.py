"""Villages drawn as text: each letter is a village, each sign a square of 1 km."""

from collections.abc import Mapping

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely

# A corner of sea south of Kalimantan, in UTM 49S, where no real village lies.
ORIGIN = (450_000.0, 9_450_000.0)


def code(letter: str, kabupaten: str = "99.01") -> str:
    """Give a letter its village code: a is 99.01.01.2001; capitals are kelurahan, A is 99.01.01.1001."""
    place = ord(letter.lower()) - ord("a") + 1
    return f"{kabupaten}.01.{1 if letter.isupper() else 2}{place:03d}"


def codes(letters: str) -> list[str]:
    return [code(letter) for letter in letters]


def draw_villages(picture: str, *, cell_m: float = 1000.0, other_kabupaten: str = "") -> gpd.GeoDataFrame:
    """Read a drawing into a villages table; capitals are kelurahan, ``.`` is empty.

    Letters in ``other_kabupaten`` belong to 99.02.
    """
    rows = [row.strip() for row in picture.strip().splitlines()]
    cells: dict[str, list[shapely.Geometry]] = {}
    for y, row in enumerate(reversed(rows)):
        for x, letter in enumerate(row):
            if letter != ".":
                west, south = ORIGIN[0] + x * cell_m, ORIGIN[1] + y * cell_m
                cells.setdefault(letter, []).append(shapely.box(west, south, west + cell_m, south + cell_m))
    table = gpd.GeoDataFrame(
        {
            "kode_desa": [code(letter, "99.02" if letter in other_kabupaten else "99.01") for letter in cells],
            "nama_desa": [f"Desa {letter}" for letter in cells],
            "kecamatan": "Kecamatan Satu",
            "kabupaten": ["Kedua" if letter in other_kabupaten else "Contoh" for letter in cells],
            "provinsi": "Provinsi Contoh",
            "status": ["kelurahan" if letter.isupper() else "desa" for letter in cells],
        },
        geometry=[shapely.union_all(parts) for parts in cells.values()],
        crs="EPSG:32749",
    ).set_index("kode_desa")
    table.insert(5, "area_ha", table.area / 10_000)
    return table.sort_index()


def rook_graph(villages: gpd.GeoDataFrame) -> nx.Graph:
    """Neighbours that share more than a point."""
    graph = nx.Graph()
    graph.add_nodes_from(villages.index)
    shapes = villages.geometry.to_numpy()
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for i, j in zip(a, b, strict=True):
        if i < j and (length := shapely.intersection(shapes[i], shapes[j]).length) > 0:
            graph.add_edge(villages.index[i], villages.index[j], border_m=length, kind="land")
    return graph


def column(villages: gpd.GeoDataFrame, values: Mapping[str, float] | str, name: str = "x") -> pd.DataFrame:
    """One indicator from a mapping of letters, or random from a seed given as text."""
    if isinstance(values, str):
        rng = np.random.default_rng(int(values))
        return pd.DataFrame({name: rng.random(len(villages))}, index=villages.index)
    by_code = {code(letter): value for letter, value in values.items()}
    return pd.DataFrame({name: [by_code.get(kode, np.nan) for kode in villages.index]}, index=villages.index)


def at(*places: tuple[float, float]) -> list[shapely.Point]:
    """Points given in kilometres from the lower left corner of a drawing."""
    return [shapely.Point(ORIGIN[0] + x * 1000, ORIGIN[1] + y * 1000) for x, y in places]


def shapes(*parts: shapely.Geometry) -> gpd.GeoDataFrame:
    """A layer of these shapes, in the system of the drawings."""
    return gpd.GeoDataFrame(geometry=list(parts), crs="EPSG:32749")
