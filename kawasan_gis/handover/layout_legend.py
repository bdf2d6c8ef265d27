"""The legend of a print layout in QGIS: what lies on a map, in the symbols of the layers."""

from collections.abc import Sequence
from typing import NamedTuple

from kawasan_gis.handover.layout_items import INSET_MM, LEFT, Sheet, add_item, font, identity
from kawasan_gis.handover.markup import add
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.style import INK

# How QGIS numbers a legend.
LEGEND = 65642


class Entry(NamedTuple):
    """A layer in the legend: its id, its name, and whether the name stands over its symbols."""

    layer: str
    name: str
    headed: bool = False


def add_legend(sheet: Sheet, name: str, box: Box, heading: str, map_name: str, entries: Sequence[Entry]) -> None:
    """Add a legend of what a map shows.

    Parameters
    ----------
    sheet, name, box
        As for :func:`add_label`.
    heading
        Stands over it.
    map_name
        The map's name: only what lies on it is listed.
    entries
        The layers.
    """
    em = sheet.layout.em
    item = add_item(
        sheet, LEGEND, name, box, title=heading, titleAlignment=LEFT, map_uuid=identity(map_name),
        legendFilterByMap=1, legendFilterByAtlas=0, resizeToContents=0, columnCount=1, splitLayer=1,
        symbolWidth=3.2 * em, symbolHeight=1.35 * em, boxSpace=INSET_MM, columnSpace=2.0, symbolAlignment=LEFT,
        lineSpacing=0.4, wrapChar="",
        fontColor=INK, maxSymbolSize=0, minSymbolSize=0, frame=True,
    )  # fmt: skip
    styles = add(item, "styles")
    for kind, times, above in (("title", 1.15, 0.0), ("group", 1.0, 1.0), ("subgroup", 1.0, 1.0), ("symbol", 1.0, 0.35),
                               ("symbolLabel", 1.0, 0.6)):  # fmt: skip
        style = add(
            styles, "style", name=kind, alignment=LEFT, indent=0, marginTop=above, marginBottom=0.6, marginLeft=1.2
        )
        add(style, "styleFont", description=font(sheet.size(times), kind in ("title", "group")), style="")
    tree = add(item, "layer-tree-group")
    for entry in entries:
        row = add(tree, "layer-tree-layer", id=entry.layer, name=entry.name, checked="Qt::Checked", expanded=1,
                  providerKey="ogr")  # fmt: skip
        options = add(add(row, "customproperties"), "Option", type="Map")
        add(options, "Option", name="legend/title-label", type="QString", value=entry.name)
        if not entry.headed:
            add(options, "Option", name="legend/title-style", type="QString", value="hidden")
