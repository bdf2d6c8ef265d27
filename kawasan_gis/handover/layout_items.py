"""Items of a print layout in QGIS: pages, labels, maps, scale bar, arrow; all places in millimetres of the sheet."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element

from kawasan_gis.handover.labels import FONT, add_text_style
from kawasan_gis.handover.markup import add
from kawasan_gis.handover.symbols import add_symbol, colour, plain_fill
from kawasan_gis.i18n import Text
from kawasan_gis.maps.annex.paper import Box, Layout
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.style import INK

# How QGIS numbers its items.
PAGE, MAP, PICTURE, LABEL, SCALE_BAR, FRAME = 65638, 65639, 65640, 65641, 65646, 65647
LEFT, RIGHT, CENTRE, TOP, MIDDLE = 1, 2, 4, 32, 128
ARROW = ":/images/north_arrows/layout_default_north_arrow.svg"
FRAME_MM, INSET_MM, BETWEEN_PAGES_MM = 0.15, 1.0, 10.0
NAMELESS = Text("", "")


class Sheet(NamedTuple):
    """A layout that is being made: its element, and where everything goes."""

    root: Element
    layout: Layout

    def size(self, times: float = 1.0) -> float:
        """Give a size of text in points, in sizes of the sheet's smallest text."""
        return round(self.layout.text * times, 2)


def identity(name: str) -> str:
    """Give an item its identity, the same in every project.

    Parameters
    ----------
    name
        What the item is called.
    """
    return "{" + str(uuid5(NAMESPACE_URL, f"kawasan_gis/{name}")) + "}"


def add_pages(sheet: Sheet, count: int = 1) -> None:
    """Add the sheets of paper, one below the other.

    Parameters
    ----------
    sheet
        The layout.
    count
        How many.
    """
    pages = add(sheet.root, "PageCollection")
    plain_fill(pages, "", "#ffffff")
    for place in range(count):
        box = Box(0, 0, sheet.layout.width, sheet.layout.height)
        page = _item(pages, sheet.layout, PAGE, f"page {place + 1}", on_page(sheet.layout, box, place))
        plain_fill(page, "", "#ffffff")


def on_page(layout: Layout, box: Box, place: int) -> Box:
    """Move a box to a further page.

    Parameters
    ----------
    layout
        Of the sheet.
    box
        On the first page.
    place
        How many pages down.
    """
    return box._replace(y=box.y - place * (layout.height + BETWEEN_PAGES_MM))


def add_label(
    sheet: Sheet, name: str, box: Box, text: str, *, times: float = 1.0, bold: bool = False, across: int = LEFT,
    up: int = TOP, frame: bool = False,
) -> None:  # fmt: skip
    """Add text.

    Parameters
    ----------
    sheet
        The layout.
    name
        What the item is called.
    box
        Its place.
    text
        Ours: it is written as it is, expressions too. What is not ours goes through ``shown`` before.
    times
        Its size, in sizes of the smallest text.
    bold
        Whether it is bold.
    across, up
        Where the text stands in the box.
    frame
        Whether the box has a frame.
    """
    item = add_item(sheet, LABEL, name, box, frame=frame, labelText=text, halign=across, valign=up, htmlState=0,
                    marginX=INSET_MM if frame else 0.0, marginY=INSET_MM if frame else 0.0)  # fmt: skip
    add(item, "LabelFont", description=font(sheet.size(times), bold), style="")
    _add_colour(item, "FontColor", INK)


def add_map(
    sheet: Sheet, name: str, box: Box, extent: Sequence[float], theme: str, *, system: Element | None
) -> Element:
    """Add a map.

    Parameters
    ----------
    sheet, name, box
        As for :func:`add_label`.
    extent
        West, south, east and north.
    theme
        Which of the project's themes it shows.
    system
        Its reference system where it is not the project's.

    Returns
    -------
    xml.etree.ElementTree.Element
        The item, for a grid.
    """
    item = add_item(sheet, MAP, name, box, frame=True, background=True, followPreset="true",
                 followPresetName=theme, keepLayerSet="false", mapRotation=0, drawCanvasItems="true", mapFlags=0,
                 labelMargin="0.8,mm", isTemporal=0)  # fmt: skip
    add(
        item,
        "Extent",
        **{key: float(value) for key, value in zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True)},
    )
    add(item, "LayerSet")
    if system is not None:
        item.append(system)
    add(item, "AtlasMap", atlasDriven=0, scalingMode=2, margin=0.1)
    return item


def add_grid(sheet: Sheet, item: Element, interval: int) -> None:
    """Add lines in full metres to a map, with their figures outside the frame.

    Parameters
    ----------
    sheet
        The layout.
    item
        The map.
    interval
        How far apart the lines are, in metres.
    """
    sides = ("left", "right", "top", "bottom")
    made = add(
        item, "ComposerMapGrid", name="Grid", uuid=identity("grid"), show=1, intervalX=interval, intervalY=interval,
        offsetX=0, offsetY=0, unit=0, gridStyle=0, crossLength=3, showAnnotation=1, annotationFormat=0,
        annotationPrecision=0, frameAnnotationDistance=0.8, gridFrameStyle=5, gridFramePenThickness=0.3,
        gridFrameSideFlags=15, gridFrameWidth=1.0, gridFrameMargin=0, position=3, blendMode=0,
        gridFramePenColor=colour(INK),
        **{f"{side}AnnotationDisplay": 0 for side in sides}, **{f"{side}AnnotationPosition": 1 for side in sides},
        **{f"{side}AnnotationDirection": 1 if side in ("left", "right") else 0 for side in sides},
        **{f"{side}FrameDivisions": 0 for side in sides},
    )  # fmt: skip
    add_symbol(add(made, "lineStyle"), "", Symbol("grid", NAMELESS, "line", "#8fa3ad", 0.25))
    add_text_style(made, sheet.size(0.95))


def add_scale_bar(sheet: Sheet, name: str, box: Box, map_name: str, kilometres: float) -> None:
    """Add a bar of four parts.

    Parameters
    ----------
    sheet, name, box
        As for :func:`add_label`.
    map_name
        The map it belongs to.
    kilometres
        How long each part is.
    """
    item = add_item(
        sheet, SCALE_BAR, name, box, style="Single Box", mapUuid=identity(map_name), numSegments=4,
        numSegmentsLeft=0, numUnitsPerSegment=kilometres, numMapUnitsPerScaleBarUnit=1, unitType="km", unitLabel="km",
        segmentSizeMode=0, height=1.4, labelBarSpace=0.8, boxContentSpace=0.5, outlineWidth=0.15, alignment=0,
        numSubdivisions=1, subdivisionsHeight=1, labelVerticalPlacement=0, labelHorizontalPlacement=0,
        lineJoinStyle="miter", lineCapStyle="square", minBarWidth=50, maxBarWidth=150, segmentMillimeters=20,
    )  # fmt: skip
    add_text_style(item, sheet.size())
    form = add(item, "numericFormat", id="basic")
    options = add(form, "Option", type="Map")
    for key, kind, value in (
        ("decimal_separator", "QChar", ","),
        ("decimals", "int", "3"),
        ("rounding_type", "int", "0"),
        ("show_thousand_separator", "bool", "false"),
    ):
        add(options, "Option", name=key, type=kind, value=value)
    line = Symbol("bar", NAMELESS, "line", INK, 0.4)
    for part in ("lineSymbol", "divisionLineSymbol", "subdivisionLineSymbol"):
        add_symbol(add(item, part), "", line)
    for part, fill in (("fillSymbol1", INK), ("fillSymbol2", "#ffffff")):
        plain_fill(add(item, part), "", fill)


def add_arrow(sheet: Sheet, name: str, box: Box, map_name: str) -> None:
    """Add an arrow to the grid's north.

    Parameters
    ----------
    sheet, name, box
        As for :func:`add_label`.
    map_name
        The map it belongs to.
    """
    add_item(sheet, PICTURE, name, box, file=ARROW, mapUuid=identity(map_name), northMode=0,
          northOffset=0, resizeMode=0, anchorPoint=4, mode=1, pictureRotation=0, svgFillColor=colour(INK),
          svgBorderColor=colour(INK),
          svgBorderWidth=0.2)  # fmt: skip


def font(size: float, bold: bool) -> str:
    """Write a font as Qt does.

    Parameters
    ----------
    size
        In points.
    bold
        Whether it is bold.
    """
    return f"{FONT},{size:g},-1,5,{75 if bold else 50},0,0,0,0,0"


def add_item(
    sheet: Sheet, kind: int, name: str, box: Box, *, frame: bool = False, background: bool = False, **more: object
) -> Element:
    """Add an item of any kind.

    Parameters
    ----------
    sheet, name, box, frame
        As for :func:`add_label`.
    kind
        One of the numbers above.
    background
        Whether the box is white.
    more
        Attributes of its kind.
    """
    return _item(sheet.root, sheet.layout, kind, name, box, frame=frame, background=background, **more)


def _item(
    parent: Element, layout: Layout, kind: int, name: str, box: Box, *, frame: bool = False, background: bool = False,
    **more: object,
) -> Element:  # fmt: skip
    """Add an item; QGIS measures from the upper left corner."""
    place = f"{box.x:.4f},{layout.height - box.top:.4f},mm"
    item = add(
        parent, "LayoutItem", type=kind, id=name, uuid=identity(name), templateUuid=identity(name), position=place,
        positionOnPage=place, size=f"{box.width:.4f},{box.height:.4f},mm", referencePoint=0, itemRotation=0,
        visibility=1, opacity=1, blendMode=0, zValue=len(parent), positionLock="false", excludeFromExports=0,
        groupUuid="", frame="true" if frame else "false", outlineWidthM=f"{FRAME_MM},mm", frameJoinStyle="miter",
        background="true" if background else "false", **more,
    )  # fmt: skip
    _add_colour(item, "FrameColor", INK)
    _add_colour(item, "BackgroundColor", "#ffffff")
    return item


def _add_colour(item: Element, tag: str, hexadecimal: str) -> None:
    red, green, blue, alpha = colour(hexadecimal).split(",")
    add(item, tag, red=red, green=green, blue=blue, alpha=alpha)
