"""Slope of the ground from a grid of heights.

References
----------
Horn, B. K. P. (1981). Hill shading and the reflectance map. Proceedings of the IEEE 69(1), 14-47.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

Floats = NDArray[np.float64]

# Percent; a class holds its upper limit, so that the last is what lies above 40 %.
SLOPE_LIMITS = (8.0, 15.0, 25.0, 40.0)
SLOPE_CLASSES = ("0-8", "8-15", "15-25", "25-40", ">40")
NO_CLASS = 255
STRIP_ROWS = 64
# Planar sizes are kept while they are this near to the ground's.
PLANAR = 0.002


def slope_percent(heights: Floats, width_m: Any, height_m: Any) -> Floats:
    """Measure the slope of every cell that has all its eight neighbours, by Horn's weights.

    Parameters
    ----------
    heights
        Metres, one row and one column more on every side than is asked for; NaN where there is none.
    width_m, height_m
        Size of a cell in metres: one number, or one for each row asked for.

    Returns
    -------
    numpy.ndarray
        Percent; NaN where the cell or one of its neighbours has no height, as in gdaldem.
    """
    result = np.empty((heights.shape[0] - 2, heights.shape[1] - 2))
    wide = np.broadcast_to(np.asarray(width_m, dtype=float), len(result))[:, None]
    tall = np.broadcast_to(np.asarray(height_m, dtype=float), len(result))[:, None]
    # Strips keep the intermediate grids small.
    for a in range(0, len(result), STRIP_ROWS):
        b = min(a + STRIP_ROWS, len(result))
        z = heights[a : b + 2]
        result[a:b] = 100 * np.hypot(*gradients(z, wide[a:b], tall[a:b]))
        # Horn's weights leave out the middle.
        result[a:b][np.isnan(z[1:-1, 1:-1])] = np.nan
    return result


def gradients(heights: Floats, width_m: Any, height_m: Any) -> tuple[Floats, Floats]:
    """Rise to the east and to the south of every cell that has all its eight neighbours, by Horn's weights.

    Parameters
    ----------
    heights
        Metres, one row and one column more on every side than is asked for; NaN where there is none.
    width_m, height_m
        Size of a cell in metres: one number, or a column of one for each row asked for.

    Returns
    -------
    tuple
        Metres per metre, to the east and to the south; NaN where a neighbour has no height.
    """
    columns = heights[:-2] + 2 * heights[1:-1] + heights[2:]
    rows = heights[:, :-2] + 2 * heights[:, 1:-1] + heights[:, 2:]
    return (columns[:, 2:] - columns[:, :-2]) / (8 * width_m), (rows[2:] - rows[:-2]) / (8 * height_m)


def slope_classes(percent: Floats) -> NDArray[np.uint8]:
    """Give the place in ``SLOPE_CLASSES`` of every slope; 255 where there is none."""
    classes = np.searchsorted(np.array(SLOPE_LIMITS), percent, side="left").astype(np.uint8)
    classes[np.isnan(percent)] = NO_CLASS
    return classes


def ground_sizes(crs: CRS, transform: Any, width: int, height: int) -> tuple[Floats, Floats]:
    """Width and height in metres of the cells of each row, measured on the ellipsoid along the middle column.

    Projected grids keep their planar size while it is within 0.2 % of that, as UTM's is; Mercator's is not.

    Parameters
    ----------
    crs, transform, width, height
        Of the raster; the transform maps columns and rows to coordinates.
    """
    rows, middle = np.arange(height + 1.0), width / 2
    centres = np.arange(height) + 0.5
    to_degrees = Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    geod = crs.get_geod() or Geod(ellps="WGS84")

    def degrees(columns: Any, lines: Any) -> Any:
        x = transform.c + transform.a * (columns + np.zeros_like(lines))
        return to_degrees.transform(x, transform.f + transform.e * lines)

    edge = degrees(middle, rows)
    left, right = degrees(middle - 0.5, centres), degrees(middle + 0.5, centres)
    wide = geod.inv(*left, *right)[2]
    tall = geod.inv(edge[0][:-1], edge[1][:-1], edge[0][1:], edge[1][1:])[2]
    if crs.is_projected:
        unit = crs.axis_info[0].unit_conversion_factor
        planar = abs(transform.a) * unit, abs(transform.e) * unit
        if max(np.abs(wide / planar[0] - 1).max(), np.abs(tall / planar[1] - 1).max()) <= PLANAR:
            return np.full(height, planar[0]), np.full(height, planar[1])
    return wide, tall
