"""Geographic coordinates at the corners of a map in a print layout; they follow the map when people move it."""

from pyproj import CRS

from kawasan_gis.handover.layout_items import LEFT, MIDDLE, RIGHT, Sheet, add_label
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.paper import TICKS, Box
from kawasan_gis.maps.words import WORDS

# Of a box of figures, in sizes of the smallest text: its size, and where it begins within the band around the face.
WIDE, HIGH, BEGINS = 22.0, 1.3, TICKS - 0.95
SIDES = {"x": {"E": "east", "W": "west"}, "y": {"N": "north", "S": "south"}}


def add_corners(sheet: Sheet, map_name: str, crs: CRS, language: Language) -> None:
    """Add longitude and latitude of the four corners of the face, beyond the figures of the grid.

    Parameters
    ----------
    sheet
        The layout.
    map_name
        The map whose corners they are.
    crs
        Its system; the degrees are those of its own datum.
    language
        ``id`` for BT, BB, LS and LU; ``en`` for E, W, S and N.
    """
    face, em = sheet.layout.face, sheet.layout.em
    for up, y in (("max", face.top + BEGINS * em), ("min", face.y - (BEGINS + HIGH) * em)):
        for side, x, across in (("min", face.x, LEFT), ("max", face.right - WIDE * em, RIGHT)):
            text = ", ".join(f"[% {degrees(map_name, axis, side, up, crs, language)} %]" for axis in ("x", "y"))
            box = Box(x, y, WIDE * em, HIGH * em)
            add_label(sheet, f"Sudut {side} {up}", box, text, bold=True, across=across, up=MIDDLE)


def degrees(map_name: str, axis: str, side: str, up: str, crs: CRS, language: Language) -> str:
    """Write an angle of a corner as an expression of QGIS.

    Parameters
    ----------
    map_name
        Of the item.
    axis
        ``x`` for the longitude, ``y`` for the latitude.
    side, up
        ``min`` or ``max``: which corner.
    crs
        The map's system.
    language
        ``id`` or ``en``.
    """
    datum = ":".join(crs.geodetic_crs.to_authority() or ("EPSG", "4326")) if crs.geodetic_crs else "EPSG:4326"
    variables = f"item_variables('{map_name}')"
    extent = f"map_get({variables}, 'map_extent')"
    corner = f"make_point(x_{side}({extent}), y_{up}({extent}))"
    angle = f"to_dms({axis}(transform({corner}, map_get({variables}, 'map_crs'), '{datum}')), '{axis}', 0, 'aligned')"
    for letter, key in SIDES[axis].items():
        angle = f"replace({angle}, '{letter}', ' {WORDS[key].say(language)}')"
    return angle
