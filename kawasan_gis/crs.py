"""Coordinate reference systems: what a file says, whether it can be true, and which one to measure in."""

import math

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info

from kawasan_gis.errors import CRSError

WGS84 = CRS.from_epsg(4326)

# Longitude and latitude of the whole country with a margin, in degrees.
INDONESIA = (94.0, -12.0, 142.0, 8.0)

# Equal-area, and true to within 1.5 % in every direction between 11 S and 6 N: standard parallels at 5 degrees.
NATIONAL = CRS.from_proj4("+proj=cea +lat_ts=5 +lon_0=118 +datum=WGS84 +units=m +no_defs")

# Wider than this a single UTM zone is off by more than one per cent at its edges.
WIDEST_UTM_DEGREES = 9.0

# So far from its central meridian the scale of a zone is off by 0.2 per cent.
MOST_ASIDE_DEGREES = 4.0


def flat(crs: CRS) -> CRS:
    """Reduce a compound or three-dimensional system to its horizontal part (EPSG:9518 to EPSG:4326)."""
    if crs.is_compound:
        return crs.sub_crs_list[0].to_2d()
    return crs.to_2d()


def checked(table: gpd.GeoDataFrame, what: str) -> gpd.GeoDataFrame:
    """Make sure that a table's coordinates and its reference system agree and lie in Indonesia.

    Parameters
    ----------
    table
        Anything with geometries.
    what
        What to call it in an error: a path or a layer's name.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows, with the horizontal part of their system.

    Raises
    ------
    CRSError
        No system; coordinates that are not degrees in a geographic system; latitude and longitude swapped; or
        nothing of it in Indonesia.
    """
    if table.crs is None:
        raise CRSError(
            f"{what} has no coordinate reference system; "
            "save it again from QGIS with one (Layer > Save As, EPSG:4326 if the coordinates are degrees)"
        )
    table = table.set_crs(flat(table.crs), allow_override=True)
    if not (table.crs.is_geographic or table.crs.is_projected):
        raise CRSError(f"{what} is in a local system ({table.crs.name}); assign a real one in QGIS, such as EPSG:32750")
    if table.geometry.isna().all() or table.geometry.is_empty.all():
        return table
    bounds = tuple(float(edge) for edge in table.total_bounds)
    if table.crs.is_geographic:
        _check_degrees(bounds, what)
    elif not _overlap(tuple(table.to_crs(WGS84).total_bounds), INDONESIA):
        raise CRSError(f"{what} lies outside Indonesia in {name(table.crs)}: its reference system is wrong")
    return table


def _check_degrees(bounds: tuple[float, ...], what: str) -> None:
    west, south, east, north = bounds
    shown = f"x {west:.5g} to {east:.5g}, y {south:.5g} to {north:.5g}"
    if max(abs(west), abs(east)) > 360 or max(abs(south), abs(north)) > 360:
        raise CRSError(f"{what} says its coordinates are degrees, but they are not ({shown}): set the right CRS")
    if _overlap(bounds, INDONESIA):
        return
    if _overlap((south, west, north, east), INDONESIA):
        raise CRSError(f"{what} has latitude and longitude swapped ({shown}): swap x and y and save it again")
    raise CRSError(f"{what} lies outside Indonesia ({shown}): its coordinates or its reference system are wrong")


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def strays(table: gpd.GeoDataFrame) -> pd.Series:
    """Tell which rows lie outside Indonesia, as a boolean Series; rows without a geometry do not."""
    west, south, east, north = INDONESIA
    bounds = table.to_crs(WGS84).bounds.replace([math.inf, -math.inf], 999.0)
    inside = (bounds["maxx"] >= west) & (bounds["minx"] <= east) & (bounds["maxy"] >= south) & (bounds["miny"] <= north)
    return ~inside & table.geometry.notna() & ~table.geometry.is_empty


def metric(table: gpd.GeoDataFrame) -> CRS:
    """Choose the projected system, in metres, to measure a table in.

    One UTM zone, the one of the middle of the table, also when it straddles the equator or a zone line; beyond
    9 degrees of longitude the national equal-area system.
    """
    west, _, east, _ = table.to_crs(WGS84).total_bounds
    if east - west > WIDEST_UTM_DEGREES:
        return NATIONAL
    system: CRS = table.estimate_utm_crs()
    return system


def utm_zone(table: gpd.GeoDataFrame, given: CRS) -> CRS:
    """Choose the UTM zone a table is printed in: the given one where it suits the table, else that of its middle.

    A zone suits up to 4 degrees from its central meridian, and where no northing falls below nothing. Another zone is
    taken on the same datum, or on WGS 84 where it has none there.

    Parameters
    ----------
    table
        What is printed, such as a candidate.
    given
        The system it is measured in.
    """
    west, south, east, _ = table.to_crs(given.geodetic_crs).total_bounds
    middle = (west + east) / 2
    if given.utm_zone:
        aside = abs(middle - (6 * int(given.utm_zone[:-1]) - 183))
        if aside <= MOST_ASIDE_DEGREES and table.to_crs(given).total_bounds[1] >= 0:
            return given
    datum = given.name.split(" / ")[0] if given.utm_zone else WGS84.name
    # Across the equator the southern zone: its northings are positive on both sides.
    place = AreaOfInterest(middle, south, middle, south)
    found = query_utm_crs_info(datum, place) or query_utm_crs_info(WGS84.name, place)
    return CRS.from_epsg(found[0].code)


def straddles(table: gpd.GeoDataFrame) -> list[str]:
    """Name the lines (``equator``, ``zone line``) of the UTM grid that a table lies across."""
    west, south, east, north = table.to_crs(WGS84).total_bounds
    lines = []
    if south < 0 < north:
        lines.append("equator")
    if int((west + 180) // 6) != int((east + 180) // 6):
        lines.append("zone line")
    return lines


def name(crs: CRS) -> str:
    """Write a system as people quote it: ``EPSG:32750``, or its name when it has no number."""
    code = crs.to_epsg()
    if code:
        return f"EPSG:{code}"
    return "cylindrical equal-area, standard parallels 5°" if crs == NATIONAL else crs.name
