"""The table of villages in a print layout of QGIS: it reads the layer, so it follows what people edit there."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from kawasan_gis.handover.labels import add_text_style
from kawasan_gis.handover.layout_items import FRAME, LEFT, MIDDLE, RIGHT, Sheet, add_item, identity
from kawasan_gis.handover.markup import add
from kawasan_gis.handover.symbols import colour
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.paper import Box
from kawasan_gis.maps.annex.words import say
from kawasan_gis.maps.style import ROLES

# How QGIS numbers a table, and what it does when rows are left over: it goes on on a further page.
TABLE, GO_ON = 65649, 1
MEMBERS = "\"role\" <> 'bridge'"
"""Which rows of the members are villages of the kawasan."""
MOST_ROWS = 1000
# Free edge of a cell in sizes of the smallest text, and lines in millimetres.
PAD, LINE_MM = 0.2, 0.1
HEAD_FILL, LINE = "#e4e9df", "#8a8f86"


class Column(NamedTuple):
    """A column: its heading, what stands in it as an expression, its share of the width, and its side."""

    head: str
    expression: str
    share: float
    across: int = LEFT


def village_columns(*, legal: bool, language: Language) -> tuple[Column, ...]:
    """Give the columns of the table of villages, as on the annex's sheet.

    Parameters
    ----------
    legal
        Whether the layer tells legal areas.
    language
        ``id`` or ``en``.
    """
    place = f'array_find(array_sort(array_agg("kode_desa", filter:={MEMBERS})), "kode_desa") + 1'
    cases = " ".join(f"WHEN \"role\" = '{key}' THEN '{word.say(language)}'" for key, word in ROLES.items())
    areas = [("area", "area_ha"), *([("legal_area", "legal_area_ha")] if legal else [])]
    name, unit = (0.2, 0.17) if legal else (0.27, 0.23)
    return (
        Column(say("row", language), place, 0.06, RIGHT),
        Column(say("code", language), '"kode_desa"', 0.18),
        Column(say("village", language), '"nama_desa"', name),
        Column(say("district", language), '"kecamatan"', unit),
        *(Column(say(head, language), tenths(f'"{field}"', language), 0.13, RIGHT) for head, field in areas),
        Column(say("role", language), f'CASE {cases} ELSE "role" END', 0.13),
    )


def tenths(expression: str, language: Language) -> str:
    """Write a number with one decimal as an expression of QGIS.

    Parameters
    ----------
    expression
        Gives the number.
    language
        Whose signs it has.
    """
    return f"format_number({expression}, 1, '{language}')"


def total_text(layer: str, language: Language) -> str:
    """Write the totals as a label that follows the layer; areas are rounded before they are added up.

    Parameters
    ----------
    layer
        Id of the members' layer.
    language
        ``id`` or ``en``.
    """
    area = f"aggregate('{layer}', 'sum', round(\"area_ha\", 1), {MEMBERS})"
    count = f"aggregate('{layer}', 'count', \"kode_desa\", {MEMBERS})"
    return f"{say('total', language, count=f'[% {count} %]')}, [% {tenths(area, language)} %] ha"


def add_table(sheet: Sheet, name: str, box: Box, layer: str, columns: Sequence[Column], *, times: float = 1.0) -> None:
    """Add a table of a layer's rows by code; what does not fit goes on on a further page.

    Parameters
    ----------
    sheet
        The layout.
    name
        What the item is called.
    box
        Its place.
    layer
        Id of the layer.
    columns
        From left to right.
    times
        The size of the text, in sizes of the smallest.
    """
    em = times * sheet.layout.em
    pad = PAD * em
    table = add(
        sheet.root, "LayoutMultiFrame", type=TABLE, uuid=identity(name), templateUuid=identity(name),
        vectorLayer=layer, source=0, maxFeatures=MOST_ROWS, filterFeatures="true", featureFilter=MEMBERS,
        resizeMode=GO_ON, cellMargin=pad, showGrid=1, horizontalGrid=1, verticalGrid=1, gridColor=colour(LINE),
        gridStrokeWidth=LINE_MM, headerHAlignment=0, headerMode=1, wrapBehavior=1, wrapString="", emptyTableMode=0,
        showEmptyRows=0, showUniqueRowsOnly=0, showOnlyVisibleFeatures=0, filterToAtlasIntersection=0,
        useConditionalStyling=0, relationId="", emptyTableMessage="", backgroundColor=colour("#ffffff"),
    )  # fmt: skip
    frame = f"{name} 1"
    add(table, "childFrame", uuid=identity(frame), templateUuid=identity(frame))
    add_text_style(add(table, "headerTextFormat"), sheet.size(times), bold=True)
    add_text_style(add(table, "contentTextFormat"), sheet.size(times))
    # Cells are as wide as what is left after their free edges and the lines between them.
    room = box.width - len(columns) * 2 * pad - (len(columns) + 1) * LINE_MM
    shown = add(table, "displayColumns")
    for one in columns:
        _add_column(shown, one.head, one.expression, one.share * room, one.across)
    _add_column(add(table, "sortColumns"), "", '"kode_desa"', 0, LEFT)
    add(add(table, "cellStyles"), "headerRow", cellBackgroundColor=colour(HEAD_FILL), enabled=1)
    add_item(
        sheet, FRAME, frame, box, multiFrame=identity(name), multiFrameTemplateUuid=identity(name), sectionX=0,
        sectionY=0, sectionWidth=box.width, sectionHeight=box.height, hidePageIfEmpty=0, hideBackgroundIfEmpty=0,
    )  # fmt: skip


def _add_column(parent: Element, head: str, expression: str, width: float, across: int) -> None:
    column = add(parent, "column", heading=head, attribute=expression, width=width, hAlignment=across,
                 vAlignment=MIDDLE, sortOrder=0, sortByRank=0)  # fmt: skip
    add(column, "backgroundColor", red=0, green=0, blue=0, alpha=0)
