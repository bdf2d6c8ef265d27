"""The rivers on the ground: from the hills to the coast, tributaries ending in the main river."""

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from kawasan_gis.sample.terrain import CRS, Land, bent, rivers

VERTEX_M = 60.0


def river_lines(land: Land, ground: Polygon) -> gpd.GeoDataFrame:
    """Bend the rivers to the ground and end them at the coast.

    Parameters
    ----------
    ground
        The whole land, in EPSG:32749.

    Returns
    -------
    geopandas.GeoDataFrame
        One line per river with its name ``NAMOBJ``, running downstream.
    """
    lines = {}
    for name, course in rivers(land).items():
        places = shapely.get_coordinates(shapely.segmentize(course, VERTEX_M))
        lines[name] = _to_the_coast(LineString(bent(land, places)), ground)
    return gpd.GeoDataFrame({"NAMOBJ": list(lines)}, geometry=list(lines.values()), crs=CRS).astype({"NAMOBJ": "str"})


def _to_the_coast(line: LineString, ground: Polygon) -> LineString:
    """Keep the longest stretch on land; its lower end is where the river meets the sea."""
    stretches = shapely.get_parts(shapely.intersection(line, ground))
    longest = stretches[np.argmax(shapely.length(stretches))]
    forwards = shapely.line_locate_point(line, shapely.get_point(longest, 0)) < shapely.line_locate_point(
        line, shapely.get_point(longest, -1)
    )
    return longest if forwards else shapely.reverse(longest)
