"""Administrative boundaries as lines: each drawn once, at the highest level of what it parts, on dirty data too."""

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from kawasan_gis.dissolve import CRACK_M
from kawasan_gis.outlines import Flags, Ints, drawn, outlines

EDGE = "edge"
# Neighbours may lie this far apart. Longer segments are looked at in pieces of more than half of four times that: the
# middle of a piece that only begins at a neighbour's corner is not near it.
NEAR_M = 2 * CRACK_M
PIECE_M = 4 * NEAR_M

Shapes = NDArray[np.object_]


def border_lines(
    shapes: Shapes, codes: list[str], crs: CRS, *, beyond: shapely.Geometry | None = None
) -> gpd.GeoDataFrame:
    """Draw the boundaries of villages; where they are those of a kecamatan, kabupaten or provinsi, as such.

    Where two polygons do not meet exactly, the boundary is that of the first; up to 30 m may lie between.

    Parameters
    ----------
    shapes
        Polygons of villages, in metres.
    codes
        Their codes.
    crs
        Their system.
    beyond
        Where land goes on though its villages are not given: their edge inside of it is no boundary.

    Returns
    -------
    geopandas.GeoDataFrame
        Lines with their ``level``: ``desa`` to ``provinsi``, and ``edge`` where nothing is known to lie beyond.
    """
    if not len(shapes):
        return gpd.GeoDataFrame({"level": [], "geometry": []}, geometry="geometry", crs=crs)
    lines = outlines(shapes)
    shared = np.flatnonzero((lines.twin >= 0) & (lines.village < lines.village[lines.twin]))
    alone = np.flatnonzero(lines.twin < 0)
    pieces, origin = _pieces(drawn(lines, alone))
    own = lines.village[alone][origin]
    near = _nearest(pieces, own, shapes)
    kept = (near < 0) | (own < near)
    if beyond is not None:
        kept &= ~((near < 0) & _inside(pieces, beyond))
    first = np.concatenate([lines.village[shared], own[kept]])
    other = np.concatenate([lines.village[lines.twin[shared]], near[kept]])
    return _merged(np.concatenate([drawn(lines, shared), pieces[kept]]), _levels(first, other, codes), crs)


def level(first: str, other: str) -> str:
    """Tell which units a boundary between two villages parts: the largest that differ.

    Parameters
    ----------
    first, other
        Codes of two villages.

    Examples
    --------
    >>> level("63.01.02.2003", "63.01.04.2001"), level("6301021003", "6302021003")
    ('kecamatan', 'kabupaten')
    """
    ends = {"provinsi": 2, "kabupaten": 5, "kecamatan": 8} if "." in first else PLAIN
    return next((name for name, end in ends.items() if first[:end] != other[:end]), "desa")


PLAIN = {"provinsi": 2, "kabupaten": 4, "kecamatan": 7}
"""How many digits of a BPS code name each unit."""


def _levels(first: Ints, other: Ints, codes: list[str]) -> NDArray[np.str_]:
    """Find the level of every boundary, once for each pair of villages."""
    pairs, place = np.unique(np.stack([first, other]), axis=1, return_inverse=True)
    names = [EDGE if b < 0 else level(codes[a], codes[b]) for a, b in pairs.T]
    return np.array(names, dtype="U9")[place.ravel()]


def _pieces(lines: Shapes) -> tuple[Shapes, Ints]:
    """Cut straight lines into pieces, with the line each came from."""
    cut = shapely.segmentize(lines, PIECE_M)
    points, origin = shapely.get_coordinates(cut, return_index=True)
    same = np.flatnonzero(origin[1:] == origin[:-1])
    return shapely.linestrings(np.stack([points[same], points[same + 1]], axis=1)), origin[same]


def _nearest(pieces: Shapes, own: Ints, shapes: Shapes) -> Ints:
    """Find the nearest other polygon to the middle of each piece; -1 where none is near."""
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    piece, found = shapely.STRtree(shapes).query(middles, predicate="dwithin", distance=NEAR_M)
    strange = own[piece] != found
    piece, found = piece[strange], found[strange]
    order = np.lexsort((found, shapely.distance(middles[piece], shapes[found]), piece))
    first, at = np.unique(piece[order], return_index=True)
    nearest = np.full(len(pieces), -1, dtype=np.int64)
    nearest[first] = found[order][at]
    return nearest


def _inside(pieces: Shapes, land: shapely.Geometry) -> Flags:
    """Tell which pieces lie well inside an area."""
    middles, edge = shapely.line_interpolate_point(pieces, 0.5, normalized=True), shapely.boundary(land)
    shapely.prepare([land, edge])
    inside: Flags = shapely.contains(land, middles)
    inside[inside] = ~shapely.dwithin(edge, middles[inside], NEAR_M)
    return inside


def _merged(lines: Shapes, names: NDArray[np.str_], crs: CRS) -> gpd.GeoDataFrame:
    """Join the lines of each level into the longest there are: their dashes run through."""
    levels, parts = [], []
    for name in (EDGE, "desa", "kecamatan", "kabupaten", "provinsi"):
        joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines[names == name])))
        levels += [name] * len(joined)
        parts += list(joined)
    return gpd.GeoDataFrame({"level": levels}, geometry=parts, crs=crs)
