"""Areas drawn by hand: which villages they mean."""

import geopandas as gpd
import numpy as np
import shapely

from kawasan_gis.crs import checked
from kawasan_gis.errors import GeometryError, StudyError, listing


def members_of(shapes: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, *, share: float = 0.5) -> list[str]:
    """List the villages of which enough lies inside a drawn area.

    Parameters
    ----------
    shapes
        Polygons in any coordinate reference system, taken together; outlines that cross themselves are mended.
    villages
        The villages table.
    share
        Share (above 0, at most 1) of a village's area that must lie inside.

    Returns
    -------
    list of str
        Codes in order.

    Raises
    ------
    CRSError
        When the shapes have no coordinate reference system, or one that cannot be right.
    GeometryError
        When they are not polygons, or no village lies inside enough.
    StudyError
        When ``share`` is not above 0 and at most 1.
    """
    if not 0.0 < share <= 1.0:
        raise StudyError(f"share is {share:g}; it must be above 0 and at most 1")
    kinds = shapes.geometry.geom_type
    wrong = shapes.index[~kinds.isin(["Polygon", "MultiPolygon"]) | shapes.geometry.is_empty]
    if len(wrong) or not len(shapes):
        raise GeometryError(
            f"{len(wrong)} of {len(shapes)} shapes of the drawn area are not polygons (rows {listing(wrong)}); "
            "draw the area as polygons"
        )
    drawn = checked(shapes, "the drawn area").to_crs(villages.crs)
    inside = shapely.union_all(shapely.make_valid(drawn.geometry.to_numpy()))
    held = shapely.area(shapely.intersection(villages.geometry.to_numpy(), inside)) / villages.area.to_numpy()
    enough = villages.index[held >= share - 1e-9]
    if not len(enough):
        most = int(np.argmax(held))
        raise GeometryError(
            f"no village has a share of {share:g} of its area inside the drawn area; "
            f"{villages.index[most]} has most, {held[most]:.2g}; lower share, or draw the area larger"
        )
    return sorted(str(code) for code in enough)
