"""Names on the map in QGIS: which field, how it looks, where it stands."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from kawasan_gis.handover.markup import add
from kawasan_gis.handover.symbols import colour
from kawasan_gis.maps.style import INK

FONT, INSTEAD = "DejaVu Sans", "Arial"
QUIET, FAINT, BLUE = "#5b5348", "#706c65", "#2f6ea8"
# How QGIS numbers places: around a point, along a line, level within an area, at ordered places beside a point.
AROUND, ALONG, WITHIN, BESIDE = "0", "2", "4", "6"


class Name(NamedTuple):
    """Names of one kind: a field or an expression, and how they look.

    Attributes
    ----------
    text
        A field's name, or an expression.
    size
        In points.
    placement
        One of the numbers above.
    distance
        From what it names, in millimetres.
    rows
        An expression that says which rows; empty for all, ``ELSE`` for those of no other kind.
    priority
        From 0 to 10, the higher first.
    """

    text: str
    size: float
    placement: str
    distance: float = 0.0
    colour: str = INK
    bold: bool = False
    italic: bool = False
    expression: bool = False
    rows: str = ""
    priority: int = 5


NAMES = {
    "villages": (Name("nama_desa", 6, WITHIN, colour=FAINT, priority=3),),
    "members": (
        Name("nama_desa", 8.5, AROUND, 1.8, bold=True, rows="\"role\" = 'pusat'", priority=10),
        Name("nama_desa", 7.5, WITHIN, rows="ELSE", priority=9),
    ),
    "candidates": (Name('"rank" || \'. \' || "name"', 7.5, WITHIN, bold=True, expression=True, priority=8),),
    "surroundings": (
        Name("name", 6, WITHIN, colour=FAINT, rows="\"level\" = 'desa'", priority=1),
        Name(
            "name", 8.5, WITHIN, colour=QUIET, bold=True, rows='"level" = \'kabupaten\' AND "studied" = 0', priority=2
        ),
    ),
    "rivers": (Name("name", 5.5, ALONG, 0.5, colour=BLUE, italic=True, priority=2),),
    "facilities": (Name("name", 5.5, BESIDE, 0.8, italic=True, priority=4),),
    "places": (Name("name", 5.5, BESIDE, 0.8, priority=6),),
}
"""Names of each layer that has any; sizes are those of A3."""


def add_labeling(parent: Element, names: tuple[Name, ...]) -> None:
    """Add names of one or more kinds to a style.

    Parameters
    ----------
    parent
        Root of the style.
    names
        The kinds; one without ``rows`` stands alone.
    """
    if len(names) == 1 and not names[0].rows:
        _add_settings(add(parent, "labeling", type="simple"), names[0])
        return
    rules = add(add(parent, "labeling", type="rule-based"), "rules", key="{names}")
    for place, name in enumerate(names):
        rule = add(rules, "rule", key=f"{{names-{place}}}", filter=name.rows)
        _add_settings(rule, name)


def add_text_style(
    parent: Element, size: float, hexadecimal: str = INK, *, bold: bool = False, **more: object
) -> Element:
    """Add how text looks.

    Parameters
    ----------
    parent
        Gets it.
    size
        In points.
    hexadecimal
        The colour.
    bold
        Whether it is bold.
    more
        Further attributes.
    """
    style = add(
        parent, "text-style", fontFamily=FONT, fontSize=float(size), fontSizeUnit="Point",
        fontWeight=75 if bold else 50, namedStyle="", textColor=colour(hexadecimal), textOpacity=1,
        textOrientation="horizontal", multilineHeight=1, **{"fontItalic": 0, **more},
    )  # fmt: skip
    add(add(style, "families"), "family", name=INSTEAD)
    return style


def _add_settings(parent: Element, name: Name) -> None:
    settings = add(parent, "settings", calloutType="simple")
    style = add_text_style(
        settings, name.size, name.colour, bold=name.bold, fontItalic=name.italic, fieldName=name.text,
        isExpression=name.expression,
    )  # fmt: skip
    add(style, "text-buffer", bufferDraw=1, bufferSize=0.45, bufferSizeUnits="MM", bufferColor=colour("#ffffff"),
        bufferOpacity=1, bufferJoinStyle=128, bufferNoFill=1)  # fmt: skip
    add(settings, "text-format", autoWrapLength=0 if name.placement == ALONG else 16, multilineAlign=1,
        useMaxLineLengthForAutoWrap=1)  # fmt: skip
    add(settings, "placement", placement=name.placement, dist=name.distance, distUnits="MM", priority=name.priority,
        polygonPlacementFlags=2, placementFlags=10, fitInPolygonOnly=0, centroidInside=1, offsetType=1,
        predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR")  # fmt: skip
    add(settings, "rendering", drawLabels=1, obstacle=1, obstacleFactor=1, obstacleType=1, scaleVisibility=0,
        mergeLines=name.placement == ALONG, limitNumLabels=0, zIndex=name.priority)  # fmt: skip
