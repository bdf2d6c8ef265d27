"""Smooth seeded noise: what hills, coasts and wiggly borders are made of."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Array = NDArray[np.float64]

# Values on this many lattice points each way, then the pattern repeats: far apart, and memory stays small.
LATTICE = 256


def noise(points: Array, *, spacing: float, key: tuple[int, ...]) -> Array:
    """Evaluate one octave of smooth noise.

    Parameters
    ----------
    points
        Positions, shape (..., 2), in metres.
    spacing
        Distance between lattice points in metres; a hump is about three times as wide.
    key
        Numbers that pick the pattern; the same key always gives the same one.

    Returns
    -------
    numpy.ndarray
        Values between -1 and 1 with a standard deviation near 0.28, shape (...).

    Notes
    -----
    A uniform cubic B-spline over uniform random coefficients: twice continuously differentiable, and its
    slope is never steeper than 2 / spacing.
    """
    values = np.random.default_rng(key).uniform(-1, 1, (LATTICE, LATTICE))
    places = np.moveaxis(points, -1, 0)[::-1] / spacing
    return ndimage.map_coordinates(values, places, order=3, mode="grid-wrap", prefilter=False)  # type: ignore[no-any-return]


def fractal(points: Array, *, spacing: float, octaves: int, key: tuple[int, ...]) -> Array:
    """Add octaves of noise, each half as wide and half as high as the one before."""
    total = np.zeros(points.shape[:-1])
    for octave in range(octaves):
        total += noise(points, spacing=spacing / 2**octave, key=(*key, octave)) / 2**octave
    return total


def ridged(points: Array, *, spacing: float, octaves: int, key: tuple[int, ...]) -> Array:
    """Add octaves of noise folded at zero: crests like those of hills, values near 0 to 1."""
    total = np.zeros(points.shape[:-1])
    for octave in range(octaves):
        fold = np.abs(noise(points, spacing=spacing / 2**octave, key=(*key, octave)))
        total += (1 - 2.2 * fold) / 2**octave
    return np.clip(total / (2 - 2.0 ** (1 - octaves)), 0, 1)
