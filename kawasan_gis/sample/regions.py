"""Villages gathered into kabupaten and kecamatan that are each in one piece, and their codes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from kawasan_gis.sample.boundaries import Shapes
from kawasan_gis.sample.noise import Array
from kawasan_gis.sample.seeds import Numbers
from kawasan_gis.sample.terrain import bent, town

FIRST_PROVINCE = 99
# 96 and lower are real provinces.
PROVINCES = 3
KABUPATEN_PER_PROVINCE = 99
VILLAGES_PER_KABUPATEN, MOST_IN_KABUPATEN = 250, 300
VILLAGES_PER_KECAMATAN = 15.5
ROUNDS = 12
TOWN_KELURAHAN, OTHER_KELURAHAN = 6, 2
FEWEST_WITH_KELURAHAN = 100


@dataclass(frozen=True)
class Regions:
    """Code, kelurahan or not, and distance to the kabupaten town of every village, by position."""

    codes: NDArray[np.object_]
    kelurahan: NDArray[np.bool_]
    seats: NDArray[np.bool_]
    to_town_m: Array


def divided(shapes: Shapes) -> Regions:
    """Number the villages ``PP.KK.CC.DDDD``: 99.01 first, then 99.02 to 99.99, 98.01 and so on downwards.

    ``seats`` marks the village where a kecamatan has its office.
    """
    centres, count = shapes.centres, len(shapes.centres)
    graph = _joined(shapes)
    towns = max(1, round(count / VILLAGES_PER_KABUPATEN)) if count > MOST_IN_KABUPATEN else 1
    towns = min(towns, PROVINCES * KABUPATEN_PER_PROVINCE)
    middle = bent(shapes.land, town(shapes.land)[None])[0]
    kabupaten = _by_distance(_grouped(graph, centres, towns), centres, middle)
    codes = np.empty(count, dtype=object)
    kelurahan, seats, to_town = np.zeros(count, bool), np.zeros(count, bool), np.zeros(count)
    for number in range(kabupaten.max() + 1):
        members = np.flatnonzero(kabupaten == number)
        here = middle if number == 0 else centres[members].mean(axis=0)
        to_town[members] = np.hypot(*(centres[members] - here).T)
        kecamatan = _kecamatan(graph[members][:, members], centres[members], here)
        seats[members] = _seats(kecamatan, centres[members], to_town[members])
        kelurahan[members] = _kelurahan(kecamatan, seats[members], to_town[members])
        province, order = divmod(number, KABUPATEN_PER_PROVINCE)
        prefix = f"{FIRST_PROVINCE - province}.{order + 1:02d}"
        codes[members] = _codes(prefix, kecamatan, kelurahan[members], centres[members])
    return Regions(codes, kelurahan, seats, to_town)


def _joined(shapes: Shapes) -> csr_array:
    """Make a graph of who borders whom, weighted by distance; the island hangs on the nearest village."""
    pairs, centres = shapes.pairs, shapes.centres
    if shapes.land.has_island:
        nearest = int(cKDTree(centres[:-1]).query(centres[-1])[1])
        pairs = np.vstack([pairs, [nearest, len(centres) - 1]])
    length = np.hypot(*(centres[pairs[:, 0]] - centres[pairs[:, 1]]).T)
    size = (len(centres), len(centres))
    graph = coo_array((length, (pairs[:, 0], pairs[:, 1])), shape=size)
    return csr_array(graph + graph.T)


def _grouped(graph: csr_array, centres: Array, count: int) -> Numbers:
    """Gather villages around evenly spread middles along the graph, so that every group is in one piece."""
    middles = centres[np.linspace(0, len(centres) - 1, count).astype(int)]
    for _ in range(ROUNDS):
        group = cKDTree(middles).query(centres)[1]
        members = np.maximum(np.bincount(group, minlength=count), 1)
        sums = [np.bincount(group, weights=axis, minlength=count) for axis in centres.T]
        middles = np.round(np.column_stack(sums) / members[:, None], 1)
    # No group starts on the island, or it would be a group of its own.
    inland = np.flatnonzero(np.diff(graph.indptr) > 1) if len(centres) > 2 else np.arange(len(centres))
    starts = np.unique(inland[cKDTree(centres[inland]).query(middles)[1]])
    _, _, source = dijkstra(graph, directed=False, indices=starts, min_only=True, return_predecessors=True)
    return np.asarray(source, dtype=np.int64)


def _by_distance(groups: Numbers, centres: Array, place: Array) -> Numbers:
    """Renumber groups 0, 1, 2 ... by how far their middle is from a place."""
    names, number = np.unique(groups, return_inverse=True)
    middles = np.array([centres[groups == name].mean(axis=0) for name in names])
    order = np.argsort(np.hypot(*(middles - place).T), kind="stable")
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    return rank[number]


def _kecamatan(graph: csr_array, centres: Array, here: Array) -> Numbers:
    count = max(1, round(len(centres) / VILLAGES_PER_KECAMATAN))
    groups = _by_distance(_grouped(graph, centres, count), centres, here)
    # The kecamatan of the town is the first, wherever its middle lies.
    capital = groups[np.argmin(np.hypot(*(centres - here).T))]
    return np.where(groups == capital, 0, np.where(groups < capital, groups + 1, groups))


def _seats(kecamatan: Numbers, centres: Array, to_town: Array) -> NDArray[np.bool_]:
    seats = np.zeros(len(kecamatan), bool)
    seats[np.argmin(to_town)] = True
    for number in range(1, kecamatan.max() + 1):
        members = np.flatnonzero(kecamatan == number)
        middle = centres[members].mean(axis=0)
        seats[members[np.argmin(np.hypot(*(centres[members] - middle).T))]] = True
    return seats


def _kelurahan(kecamatan: Numbers, seats: NDArray[np.bool_], to_town: Array) -> NDArray[np.bool_]:
    """Pick the villages of the town, and the seats of two more kecamatan."""
    chosen = np.zeros(len(kecamatan), bool)
    if len(kecamatan) < FEWEST_WITH_KELURAHAN:
        return chosen
    first = np.flatnonzero(kecamatan == 0)
    chosen[first[np.argsort(to_town[first], kind="stable")][:TOWN_KELURAHAN]] = True
    others = np.flatnonzero(seats & (kecamatan > 0))
    chosen[others[np.argsort(kecamatan[others])][1 : 1 + OTHER_KELURAHAN]] = True
    return chosen


def _codes(prefix: str, kecamatan: Numbers, kelurahan: NDArray[np.bool_], centres: Array) -> NDArray[np.object_]:
    """Number the villages of each kecamatan from west to east, kelurahan in 1001.., desa in 2001.."""
    codes = np.empty(len(kecamatan), dtype=object)
    taken: dict[str, int] = {}
    for place in np.lexsort((centres[:, 1], centres[:, 0])):
        block = f"{prefix}.{kecamatan[place] + 1:02d}.{1 if kelurahan[place] else 2}"
        taken[block] = taken.get(block, 0) + 1
        codes[place] = f"{block}{taken[block]:03d}"
    return codes
