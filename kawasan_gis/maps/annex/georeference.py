"""A PDF that knows where it lies: the face of each sheet with its coordinates, as readers of GIS and phones want it.

References
----------
ISO 32000-2:2020, 12.9 (viewports) and 12.10 (geospatial features).
"""

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pyproj import CRS
from pyproj.enums import WktVersion

from kawasan_gis.maps.annex.grid import corners
from kawasan_gis.maps.annex.paper import Layout
from kawasan_gis.maps.annex.text import POINT

# The unit square of a viewport from its lower left corner, in the order of the corners.
UNIT_SQUARE = (0, 0, 1, 0, 1, 1, 0, 1)


class Georeference(NamedTuple):
    """Where the face of one page lies on the earth.

    Attributes
    ----------
    box
        The face in points of the page: left, bottom, right, top.
    degrees
        Latitude and longitude of its corners by turns, from the lower left one against the clock.
    wkt
        The projected system, as ESRI writes it.
    code
        Its number at EPSG; nothing when it has none.
    """

    box: tuple[float, float, float, float]
    degrees: tuple[float, ...]
    wkt: str
    code: int | None


def georeference(layout: Layout, crs: CRS) -> Georeference:
    """Work out what a reader has to know of a sheet.

    Parameters
    ----------
    layout
        Of the sheet.
    crs
        Its system.

    Returns
    -------
    Georeference
        With degrees on the datum of ``crs``.
    """
    face = layout.face
    left, bottom, right, top = (edge / POINT for edge in (face.x, face.y, face.right, face.top))
    degrees = tuple(angle for longitude, latitude in corners(layout, crs) for angle in (latitude, longitude))
    return Georeference((left, bottom, right, top), degrees, crs.to_wkt(WktVersion.WKT1_ESRI), crs.to_epsg())


def georeferenced(path: str | os.PathLike[str], pages: Sequence[Georeference | None], title: str = "") -> None:
    """Write into a PDF where its pages lie; a second time it is the same.

    Parameters
    ----------
    path
        A PDF; it is written anew.
    pages
        Of each page; None for a page without a map.
    title
        Of the document, empty for none.
    """
    path = Path(path)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for page, place in zip(document.pages, pages, strict=True):
            if place is not None:
                page.obj["/VP"] = pikepdf.Array([document.make_indirect(_viewport(place))])
        if title:
            document.docinfo["/Title"] = title
        document.save(path, deterministic_id=True, min_version="1.7", compress_streams=True)


def _viewport(place: Georeference) -> pikepdf.Dictionary:
    system = pikepdf.Dictionary(Type=pikepdf.Name.PROJCS, WKT=pikepdf.String(place.wkt))
    if place.code:
        system.EPSG = place.code
    measure = pikepdf.Dictionary(
        Type=pikepdf.Name.Measure,
        Subtype=pikepdf.Name.GEO,
        Bounds=pikepdf.Array(UNIT_SQUARE),
        LPTS=pikepdf.Array(UNIT_SQUARE),
        GPTS=pikepdf.Array([_number(angle, 10) for angle in place.degrees]),
        GCS=system,
    )
    box = pikepdf.Array([_number(edge, 6) for edge in place.box])
    return pikepdf.Dictionary(Type=pikepdf.Name.Viewport, Name=pikepdf.String("Peta"), BBox=box, Measure=measure)


def _number(value: float, digits: int) -> Decimal:
    """Write a number with that many decimals: pikepdf rounds floats to fewer."""
    return Decimal(f"{value:.{digits}f}")
