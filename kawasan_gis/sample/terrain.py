"""The made-up land: its outline, its rivers, how high it is, and the bending that makes lines natural.

Everything is laid out on a flat plan of convex shapes and then bent by one smooth displacement. Bending is
continuous and never folds, so what touched on the plan touches on the ground, exactly.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from kawasan_gis.sample.noise import Array, fractal, noise, ridged

NDArrayBool = NDArray[np.bool_]

CRS = "EPSG:32749"

# The Java Sea near 112.5 E, 5 S in UTM 49S: there is no land here, so nobody takes the sample for a real place.
ORIGIN = np.array([666_000.0, 9_447_000.0])

VILLAGE_M2 = 10e6
FEWEST_FOR_AN_ISLAND = 12
PROVINCE = 3000
# Widest hump of the bending as a share of the land's size.
WIDEST = 0.42
# Shift per width of a hump.
BENDING = 0.52


@dataclass(frozen=True)
class Land:
    """One made-up land, given by its number of villages, its seed and how strongly it is bent (0..1)."""

    n_villages: int
    seed: int
    bend: float = 1.0

    @property
    def size(self) -> float:
        """Side in metres of a square as large as the land."""
        return float(np.sqrt(self.n_villages * VILLAGE_M2))

    @property
    def finest(self) -> float:
        """Width in metres of the finest bends; coarser in lands larger than a province, which are for timing."""
        return 180.0 if self.n_villages <= PROVINCE else 400.0

    @property
    def has_island(self) -> bool:
        """Whether the last village is an island."""
        return self.n_villages >= FEWEST_FOR_AN_ISLAND


def outline(land: Land) -> Polygon:
    """Draw the mainland on the plan: a convex, rounded, slightly lopsided shape around (0, 0)."""
    angles = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    cos, sin = np.cos(angles), np.sin(angles)
    x, y = 0.585 * _rounded(cos), 0.48 * _rounded(sin)
    # Lower the north-west and the south-east a little, so that the coast runs across.
    corners = np.column_stack([x + 0.06 * y, y - 0.05 * x])
    return shapely.convex_hull(Polygon(np.round(corners * land.size, 2)))


def _rounded(values: Array) -> Array:
    return np.asarray(np.sign(values) * np.abs(values) ** 0.78)


def island(land: Land) -> Polygon:
    """Draw the island on the plan, off the south coast, as large as half a village."""
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    radius = np.sqrt(0.55 * VILLAGE_M2 / np.pi)
    middle = np.array([0.17, -0.52]) * land.size - np.array([0, 2.2 * radius])
    shape = np.column_stack([1.5 * np.cos(angles), 0.7 * np.sin(angles)]) * radius
    return Polygon(np.round(middle + shape, 2))


def bent(land: Land, points: Array) -> Array:
    """Move positions on the plan to the ground.

    Returns
    -------
    numpy.ndarray
        Coordinates in EPSG:32749, rounded to a centimetre.
    """
    moved = points
    for octave, spacing in enumerate(_spacings(land)):
        # One after the other, widest first: each alone is too gentle to fold, so all together cannot fold.
        shift = [noise(moved, spacing=spacing, key=(land.seed, 1, axis, octave)) for axis in (0, 1)]
        moved = moved + BENDING * land.bend * spacing * np.stack(shift, axis=-1)
    return np.asarray(np.round(moved + ORIGIN, 2))


def _spacings(land: Land) -> list[float]:
    spacings = [WIDEST * land.size]
    while spacings[-1] / 2 >= land.finest:
        spacings.append(spacings[-1] / 2)
    return spacings


def rivers(land: Land) -> dict[str, LineString]:
    """Draw the main river and its two tributaries on the plan, downstream, the mouth out in the sea."""
    main = _course(land, (0.43, 0.36), (-0.37, -0.50), 0)
    upper = main.interpolate(0.42, normalized=True)
    lower = main.interpolate(0.64, normalized=True)
    return {
        "Sungai Contoh": main,
        "Sungai Kecil": _course(land, (-0.06, 0.40), (upper.x / land.size, upper.y / land.size), 1),
        "Sungai Rotan": _course(land, (0.49, -0.16), (lower.x / land.size, lower.y / land.size), 2),
    }


def _course(land: Land, head: tuple[float, float], foot: tuple[float, float], key: int) -> LineString:
    """Wind from head to foot, given in shares of the size; wider swings towards the foot."""
    along = np.linspace(0, 1, 260)[:, None]
    start, end = np.array(head) * land.size, np.array(foot) * land.size
    way = end - start
    aside = np.array([-way[1], way[0]])
    places = along * np.hypot(*way) + np.array([0.0, 1e5 * key])
    swing = fractal(places, spacing=0.11 * land.size, octaves=3, key=(land.seed, 2, key))[:, None]
    return LineString(np.round(start + along * way + 0.15 * swing * np.sin(np.pi * along) ** 0.6 * aside, 2))


def town(land: Land) -> Array:
    """The middle of the kabupaten town on the plan: by the main river, a little inland from its mouth."""
    river = rivers(land)["Sungai Contoh"].intersection(outline(land))
    stretch = river if river.geom_type == "LineString" else river.geoms[-1]
    place = stretch.interpolate(-0.055 * land.size)
    return np.array([place.x, place.y])


def hilliness(land: Land, ground: Array) -> Array:
    """Say how hilly a place is: 0 in the lowland of the south-west, 1 in the north-east.

    Parameters
    ----------
    ground
        Coordinates in EPSG:32749, shape (..., 2).
    """
    places = ground - ORIGIN
    rise = (0.50 * places[..., 0] + 0.62 * places[..., 1]) / land.size
    rise = rise + 0.16 * noise(places, spacing=0.11 * land.size, key=(land.seed, 3))
    share = np.clip((rise + 0.07) / 0.44, 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def seaward(land: Land, ground: Array) -> NDArrayBool:
    """Tell the side of the land where the outside is sea: the south and the west."""
    places = ground - ORIGIN
    return np.asarray((places[..., 0] + 1.15 * places[..., 1]) / land.size < 0.16)


def height(land: Land, ground: Array, *, to_river_m: Array, to_sea_m: Array) -> Array:
    """Height above the sea in metres: a flat coast, a rolling middle, ridges in the hills, valleys at rivers."""
    places = ground - ORIGIN
    hills = hilliness(land, ground)
    plain = 1 + 14 * (1 - np.exp(-to_sea_m / 9000))
    rolling = 26 * np.clip(0.5 + 1.6 * fractal(places, spacing=1500, octaves=3, key=(land.seed, 4)), 0, None)
    crests = ridged(places, spacing=2600, octaves=4, key=(land.seed, 5))
    valley = 1 - np.exp(-((to_river_m / 1500) ** 1.4))
    inland = np.clip(hills * 3.2, 0, 1)
    return np.asarray(
        plain
        + inland * rolling * (0.25 + 0.75 * valley)
        + hills**1.5 * (110 + 780 * crests**1.3) * (0.25 + 0.75 * valley)
    )
