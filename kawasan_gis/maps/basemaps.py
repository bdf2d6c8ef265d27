"""Map tiles from the internet, for those who ask for them: none is ever fetched otherwise.

A page opened from a file sends no ``Referer``, and some servers answer nobody who sends none.
"""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from kawasan_gis.errors import StudyError
from kawasan_gis.forms import did_you_mean


class Basemap(NamedTuple):
    """Tiles in Web Mercator: address with ``{z}``, ``{x}`` and ``{y}``, whom to thank, and the closest zoom."""

    label: str
    url: str
    attribution: str
    max_zoom: int


# Addresses, credits and zooms as the providers and the list of the Leaflet community give them. Written without
# internet: no server was asked. Of OpenStreetMap's it is known that it refuses pages opened from a file (its usage
# policy asks for a Referer); the map has to lie on a web server. Of the others no such rule is known.
BASEMAPS: dict[str, Basemap] = {
    "osm": Basemap(
        "OpenStreetMap",
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "© OpenStreetMap contributors (openstreetmap.org/copyright)",
        19,
    ),
    "topo": Basemap(
        "OpenTopoMap",
        "https://a.tile.opentopomap.org/{z}/{x}/{y}.png",
        "© OpenStreetMap contributors, SRTM; map style © OpenTopoMap (CC-BY-SA)",
        17,
    ),
    "imagery": Basemap(
        "Esri World Imagery",
        "https://server.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer/tile/{z}/{y}/{x}",
        "Tiles © Esri; source: Esri, i-cubed, USDA, USGS, AEX, GeoEye, Getmapping, Aerogrid, IGN, IGP, UPR-EGP, and "
        "the GIS User Community",
        18,
    ),
    "rbi": Basemap(
        "Rupabumi Indonesia (BIG)",
        "https://geoservices.big.go.id/rbi/rest/services/BASEMAP/Rupabumi_Indonesia/MapServer/tile/{z}/{y}/{x}",
        "© Badan Informasi Geospasial (BIG), Peta Rupabumi Indonesia",
        18,
    ),
}


def basemap(key: str) -> dict[str, str | int]:
    """Give the tiles of one key as the page reads them.

    Parameters
    ----------
    key
        ``osm``, ``topo``, ``imagery`` or ``rbi``.

    Returns
    -------
    dict
        ``url``, ``attribution``, ``max_zoom`` and ``label``.

    Raises
    ------
    StudyError
        When there is no such key.
    """
    if key not in BASEMAPS:
        raise StudyError(f"there is no basemap {key}{did_you_mean(key, list(BASEMAPS))}")
    chosen = BASEMAPS[key]
    return {
        "url": chosen.url,
        "attribution": chosen.attribution,
        "max_zoom": chosen.max_zoom,
        "label": chosen.label,
    }


def origin(tiles: Mapping[str, str | int]) -> str:
    """Name the one server a page with these tiles asks, as a content security policy writes it.

    Parameters
    ----------
    tiles
        What :func:`basemap` gave.
    """
    address = urlsplit(str(tiles["url"]))
    return f"{address.scheme}://{address.netloc}"
