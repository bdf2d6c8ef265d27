"""Borders: which villages are neighbours, along how many metres, on boundaries as they come.

Two villages border when they lie within a tolerance of each other *and* share a border of a minimum
length. Exact contact is no measure of that: on real boundaries it misses four neighbours in ten, and after a
shift of two centimetres it misses all of them. Nor is a corner where four villages meet a border between
opposite ones.

The length of a border is the mean of two readings: how much of A's outline faces B, and how much of B's
faces A (see :mod:`kawasan_gis.frontage`). It is the exact shared length where boundaries coincide, and it is
what makes ``perimeter(A) + perimeter(B) - 2 * border`` the perimeter of both together, also when they overlap
or one lies inside the other.
"""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.errors import CodeError, CRSError, GeometryError, StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.frontage import SAME_M, Pairs, Pieces, frontage
from kawasan_gis.outlines import Floats, Ints, Outlines, outlines
from kawasan_gis.sights import COINCIDENT_M
from kawasan_gis.units import Progress

COLUMNS = ["kode_a", "kode_b", "border_m", "gap_m", "kind", "geometry"]


def find_borders(
    villages: gpd.GeoDataFrame,
    *,
    tolerance_m: float = 30.0,
    min_border_m: float = 100.0,
    water_link_m: float = 0.0,
    extra_pairs: Iterable[tuple[str, str]] = (),
    findings: Findings | None = None,
    progress: Progress | None = None,
) -> gpd.GeoDataFrame:
    """Find which villages border each other, along how many metres.

    Parameters
    ----------
    villages
        Valid polygons in a projected system in metres, on unique and sorted codes.
    tolerance_m
        Widest gap, in metres, that is still taken for one boundary drawn twice.
    min_border_m
        Shortest border, in metres, that makes two villages neighbours. With 0 all pairs within the tolerance
        are kept, those that only meet at a corner included.
    water_link_m
        When more than 0, villages without a common border but at most this many metres apart are linked over
        water, unless the shortest line between them crosses a third village.
    extra_pairs
        Pairs of codes to link in any case, such as the two ends of a ferry or a bridge.
    findings
        Where to note pairs that meet along less than ``min_border_m``.
    progress
        Called with a label, the number of villages done and their total.

    Returns
    -------
    geopandas.GeoDataFrame
        Sorted by ``kode_a``, ``kode_b``, with ``kode_a < kode_b``: ``border_m`` in metres (0 when not on
        land), ``gap_m`` the distance in metres, ``kind`` (``land``, ``water`` or ``listed``), and lines: for
        a land border what of A's outline faces B (of B's, where A's shows none), else the shortest line.

    Raises
    ------
    StudyError
        When a length is negative or not a number.
    CRSError
        When the villages are not in a projected system in metres.
    CodeError
        When codes are repeated or missing, or an extra pair names an unknown one or one twice.
    TableError
        When the villages are not sorted by code.
    GeometryError
        When a village has no polygon or an invalid one.
    """
    _check_lengths(tolerance_m=tolerance_m, min_border_m=min_border_m, water_link_m=water_link_m)
    _check_villages(villages)
    listed = _listed(villages.index, extra_pairs)
    polygons = np.asarray(villages.geometry.array)
    tree = shapely.STRtree(polygons)
    near = _within(tree, polygons, tolerance_m)
    lines = outlines(polygons)
    pieces = frontage(lines, near, reach_m=tolerance_m, tree=tree, progress=progress)
    metres = _metres(lines, pieces, near)
    enough = metres >= min_border_m
    if findings is not None:
        _note_short(villages.index, near, np.where(enough, 0.0, metres), findings)
    land = Pairs(near.a[enough], near.b[enough])
    water = _over_water(tree, polygons, land, water_link_m, tolerance_m)
    parts = [
        _table(villages, land, "land", metres[enough], _shared_lines(lines, pieces, land, polygons)),
        _table(villages, _without(listed, land), "listed"),
        _table(villages, _without(_without(water, land), listed), "water"),
    ]
    borders = pd.concat([part for part in parts if len(part)] or parts[:1])
    return borders.sort_values(["kode_a", "kode_b"], ignore_index=True)


def _check_lengths(**lengths: float) -> None:
    for name, value in lengths.items():
        if not (np.isfinite(value) and value >= 0):
            raise StudyError(f"{name} must be a number of metres, 0 or more (got {value})")


def _check_villages(villages: gpd.GeoDataFrame) -> None:
    remedy = "read the villages with kawasan_gis.read_villages"
    crs = villages.crs
    if crs is None or not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        raise CRSError(f"borders are measured in metres, but the villages are in {crs and crs.name}; {remedy}")
    codes = villages.index
    repeated = codes[codes.duplicated() | codes.isna()]
    if len(repeated):
        raise CodeError(f"{len(repeated)} village codes are missing or repeated: {listing(repeated)}; {remedy}")
    if not codes.is_monotonic_increasing:
        raise TableError("the villages are not sorted by code; sort them with .sort_index()")
    polygons = villages.geometry.array
    bad = codes[~(np.isin(shapely.get_type_id(polygons), (3, 6)) & ~shapely.is_empty(polygons))]
    if len(bad):
        raise GeometryError(f"{len(bad)} villages have no polygon: {listing(bad)}; {remedy}")
    bad = codes[~shapely.is_valid(polygons)]
    if len(bad):
        raise GeometryError(f"{len(bad)} villages have an invalid polygon: {listing(bad)}; {remedy}")


def _listed(codes: pd.Index, pairs: Iterable[tuple[str, str]]) -> Pairs:
    named = [tuple(pair) for pair in pairs]
    strange = [pair for pair in named if len(pair) != 2]
    if strange:
        raise CodeError(f"{len(strange)} extra pairs are not two codes: {listing(strange)}")
    unknown = sorted({str(code) for pair in named for code in pair if code not in codes})
    if unknown:
        raise CodeError(f"{len(unknown)} codes of extra pairs are not among the villages: {listing(unknown)}")
    twice = [pair[0] for pair in named if pair[0] == pair[1]]
    if twice:
        raise CodeError(f"{len(twice)} extra pairs link a village with itself: {listing(twice)}")
    places = np.sort(codes.get_indexer([code for pair in named for code in pair]).reshape(-1, 2), axis=1)
    places = np.unique(places.astype(np.int64), axis=0)
    return Pairs(places[:, 0], places[:, 1])


def _within(tree: shapely.STRtree, polygons: Any, distance: float) -> Pairs:
    """All pairs of villages at most some metres apart."""
    a, b = tree.query(polygons, predicate="dwithin", distance=distance)
    a, b = a[a < b], b[a < b]
    order = np.lexsort((b, a))
    return Pairs(a[order], b[order])


def _rank(pairs: Pairs, a: Ints, b: Ints) -> Ints:
    """Place of pairs among sorted ones, or -1."""
    wide = np.int64(max((int(values.max()) for values in (*pairs, a, b) if len(values)), default=0) + 1)
    known, asked = pairs.a * wide + pairs.b, a * wide + b
    place = np.searchsorted(known, asked).clip(max=max(len(known) - 1, 0))
    return np.where(known[place] == asked, place, -1) if len(known) else np.full(len(asked), -1)


def _without(pairs: Pairs, known: Pairs) -> Pairs:
    new = _rank(known, *pairs) < 0
    return Pairs(pairs.a[new], pairs.b[new])


def _metres(lines: Outlines, pieces: Pieces, pairs: Pairs) -> Floats:
    """Length of each pair's border: the mean of what either outline shows."""
    a, b = lines.village[pieces.segment], pieces.other
    place = _rank(pairs, np.minimum(a, b), np.maximum(a, b))
    seen = place >= 0
    return np.bincount(place[seen], (pieces.end - pieces.begin)[seen], minlength=len(pairs.a)) / 2


def _note_short(codes: pd.Index, pairs: Pairs, metres: Floats, findings: Findings) -> None:
    for place in np.flatnonzero(metres > 0):
        findings.add(
            "short_border",
            codes[pairs.a[place]],
            other=codes[pairs.b[place]],
            value=round(float(metres[place]), 1),
        )


def _shared_lines(lines: Outlines, pieces: Pieces, pairs: Pairs, polygons: Any) -> Any:
    """Draw the borders as they run on A's outline, else on B's, else the shortest line."""
    drawn = np.full(len(pairs.a), None, dtype=object)
    for one, other in ((pairs.b, pairs.a), (pairs.a, pairs.b)):
        order = np.lexsort((other, one))
        place = _rank(Pairs(one[order], other[order]), lines.village[pieces.segment], pieces.other)
        place = np.where(place >= 0, order[place] if len(order) else place, -1)
        mine = np.flatnonzero(place >= 0)
        mine = mine[np.lexsort((pieces.begin[mine], pieces.segment[mine], place[mine]))]
        chains, pair = _chains(lines, pieces.taken(mine), place[mine])
        has, at = np.unique(pair, return_inverse=True)
        drawn[has] = shapely.line_merge(shapely.multilinestrings(chains, indices=at))
    bare = shapely.is_missing(drawn)
    drawn[bare] = shapely.shortest_line(polygons[pairs.a[bare]], polygons[pairs.b[bare]])
    return drawn


def _chains(lines: Outlines, pieces: Pieces, pair: Ints) -> tuple[Any, Ints]:
    """Join pieces that follow each other on one outline into lines; give the lines and their pairs."""
    length = lines.length[pieces.segment]
    step = np.diff(pieces.segment)
    gap = pieces.begin[1:] - pieces.end[:-1] + np.where(step == 1, length[:-1], 0.0)
    follows = (np.diff(pair) == 0) & (step <= 1) & (np.abs(gap) < COINCIDENT_M)
    follows &= np.diff(lines.ring[pieces.segment]) == 0
    fresh, final = np.append(True, ~follows)[: len(pair)], np.append(~follows, True)[: len(pair)]
    turn = final | np.append(step != 0, True)[: len(pair)]
    chain = np.cumsum(fresh) - 1

    def points(at: Floats, which: Any) -> Any:
        share = (at / length)[which, None]
        return lines.start[pieces.segment[which]] * (1 - share) + lines.end[pieces.segment[which]] * share

    spots = np.concatenate([points(pieces.begin, fresh), points(pieces.end, turn)])
    of_chain = np.concatenate([chain[fresh], chain[turn]])
    order = np.argsort(of_chain, kind="stable")
    return shapely.linestrings(spots[order], indices=of_chain[order]), pair[fresh]


def _over_water(tree: shapely.STRtree, polygons: Any, land: Pairs, widest: float, tolerance: float) -> Pairs:
    """Pairs that look at each other over open water, nobody between them."""
    none = Pairs(land.a[:0], land.b[:0])
    pairs = _without(_within(tree, polygons, widest), land) if widest > 0 else none
    gap = shapely.distance(polygons[pairs.a], polygons[pairs.b])
    apart = gap > SAME_M
    pairs, gap = Pairs(pairs.a[apart], pairs.b[apart]), gap[apart]
    links = shapely.shortest_line(polygons[pairs.a], polygons[pairs.b])
    link, third = tree.query(links, predicate="intersects")
    crossed = shapely.length(shapely.intersection(links[link], polygons[third])) > SAME_M
    blocked = _among(pairs, link[crossed], third[crossed])
    # Closer than the tolerance it may be a corner where several villages meet, with a hole in the middle.
    narrow = np.flatnonzero(gap <= tolerance)
    middle = shapely.line_interpolate_point(links[narrow], 0.5, normalized=True)
    link, third = tree.query(middle, predicate="dwithin", distance=gap[narrow] / 2)
    free = ~(blocked | _among(pairs, narrow[link], third))
    return Pairs(pairs.a[free], pairs.b[free])


def _among(pairs: Pairs, link: Ints, village: Ints) -> Any:
    """Which pairs have a village of others named with them."""
    foreign = (village != pairs.a[link]) & (village != pairs.b[link])
    return np.isin(np.arange(len(pairs.a)), link[foreign])


def _table(
    villages: gpd.GeoDataFrame, pairs: Pairs, kind: str, metres: Floats | None = None, drawn: Any = None
) -> gpd.GeoDataFrame:
    polygons = np.asarray(villages.geometry.array)
    a, b = polygons[pairs.a], polygons[pairs.b]
    table = {
        "kode_a": villages.index.take(pairs.a),
        "kode_b": villages.index.take(pairs.b),
        "border_m": np.zeros(len(a)) if metres is None else metres,
        "gap_m": shapely.distance(a, b),
        "kind": pd.Series([kind] * len(a), dtype="str"),
        "geometry": shapely.shortest_line(a, b) if drawn is None else drawn,
    }
    return gpd.GeoDataFrame(table, columns=COLUMNS, geometry="geometry", crs=villages.crs)
