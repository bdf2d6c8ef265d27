"""Streets drawn as a grid, for the tests of the network."""

import geopandas as gpd
import shapely
from drawing import ORIGIN, draw_villages

# Nine villages of 1 km with a street through the middles of each row and column: 3 x 3 crossings, 12 links of 1 km.
VILLAGES = draw_villages("abc\ndef\nghi")


def spot(x: float, y: float) -> tuple[float, float]:
    """Coordinates of a place in kilometres from the crossing in the lower left."""
    return ORIGIN[0] + (x + 0.5) * 1000, ORIGIN[1] + (y + 0.5) * 1000


def road(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([spot(*place) for place in places])


def points(*places: tuple[float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shapely.Point(spot(*place)) for place in places], crs=VILLAGES.crs)


def layer(*lines: shapely.LineString, **columns: list[object]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(lines), crs=VILLAGES.crs)


def grid() -> list[shapely.LineString]:
    """The six streets, each with a vertex at every crossing."""
    across = [road(*((x, y) for x in range(3))) for y in range(3)]
    return across + [road(*((x, y) for y in range(3))) for x in range(3)]


# At 60 km/h a kilometre takes a minute.
MINUTE = {"other_km_h": 60, "roads": ("jalan",)}
MIDDLES = points(*((x, y) for y in (2, 1, 0) for x in range(3)))
