"""The print layout of a project: the annex sheet of one candidate as QGIS lays it out, for people to finish."""

import math
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import geopandas as gpd
from pyproj import CRS

from kawasan_gis.documents.decree_lines import heading_lines, signing_lines
from kawasan_gis.errors import StudyError
from kawasan_gis.handover import layout_items as items
from kawasan_gis.handover.layout_corners import add_corners
from kawasan_gis.handover.layout_items import CENTRE, MIDDLE, Sheet
from kawasan_gis.handover.layout_legend import Entry, add_legend
from kawasan_gis.handover.layout_table import add_table, total_text, village_columns
from kawasan_gis.handover.markup import add, shown
from kawasan_gis.handover.words import BLANK, SHEET
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.paper import EDGE, PAPERS, Box, Layout, choose_layout, interval
from kawasan_gis.maps.annex.words import province, regency, say

MAP, PLACE_MAP = "Peta", "Diagram lokasi"
# A bar of the scale has four parts; each takes at most this much of its box.
MOST_OF_BOX = 0.19
STEPS_KM = (0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20)
LEADING, CHARACTER = 1.25, 0.56
"""Height of a line and width of a character, in sizes of the font."""
LEAST = 0.5
ALONE = 1.4
"""Size of the text of a table that has a page of its own."""


class Given(NamedTuple):
    """What the sheet says and shows.

    Attributes
    ----------
    rank, name, kabupaten, provinsi
        Of the candidate.
    decree
        What is known of the decree.
    members
        Id of the layer of its members.
    legal
        Whether that layer tells legal areas.
    extent
        Of the study in the sheet's system: west, south, east, north.
    crs
        The sheet's system.
    system
        The same as an element, where it is not the project's.
    sources
        Lines.
    entries
        Layers of the legend.
    themes
        Themes of the map and of the location diagram.
    language
        Of the words.
    """

    rank: int
    name: str
    kabupaten: str
    provinsi: str
    decree: Decree
    members: str
    legal: bool
    extent: tuple[float, float, float, float]
    crs: CRS
    system: Element | None
    sources: tuple[str, ...]
    entries: tuple[Entry, ...]
    themes: tuple[str, str]
    language: Language


def fitting(kawasan: gpd.GeoSeries, paper: str, rows: int = 0) -> Layout:
    """Lay out the sheet of a candidate: on the paper asked for, or the next larger one that holds it.

    Parameters
    ----------
    kawasan
        Its outline, in the sheet's system.
    paper
        ``A4`` to ``A1``.
    rows
        How many villages the table has.

    Raises
    ------
    StudyError
        When there is no such paper, or the candidate fits on none.
    """
    larger = list(PAPERS)[list(PAPERS).index(paper) :] if paper in PAPERS else [paper]
    for one in larger[:-1]:
        try:
            return choose_layout(kawasan.iloc[0], one, rows=rows)
        except StudyError:
            continue
    return choose_layout(kawasan.iloc[0], larger[-1], rows=rows)


def sheet_of(layout: Layout, given: Given) -> Element:
    """Write the print layout.

    Parameters
    ----------
    layout
        Where everything goes.
    given
        What it says and shows.
    """
    language = given.language
    root = Element("Layout", {"name": SHEET["name"].say(language, rank=given.rank), "units": "mm",
                              "printResolution": "300", "worldFileMap": items.identity(MAP)})  # fmt: skip
    sheet, margin = Sheet(root, layout), layout.margin
    items.add_pages(sheet, 1 if "table" in margin else 2)
    drawn = items.add_map(sheet, MAP, layout.face, layout.extent, given.themes[0], system=given.system)
    items.add_grid(sheet, drawn, interval(layout))
    add_corners(sheet, MAP, given.crs, language)
    heading = shown("\n".join(heading_lines(given.decree, given.kabupaten, language)))
    _add_fitted(sheet, "Lampiran", margin["decree"], heading, 1.1)
    _add_title(sheet, given)
    _add_scale(sheet, given)
    _add_fitted(sheet, "Proyeksi", margin["projection"], _system(given, layout), 1.0)
    add_legend(sheet, "Legenda", margin["legend"], say("legend", language), MAP, given.entries)
    _add_place_map(sheet, given)
    _add_villages(sheet, given)
    _add_sources(sheet, given)
    agency = shown(f"{say('agency', language)}:\n{given.decree.agency or BLANK}")
    _add_fitted(sheet, "Instansi", margin["agency"], agency, 1.0)
    _add_sign(sheet, given)
    add(root, "customproperties")
    add(root, "Atlas", enabled=0, coverageLayer="", hideCoverage=0)
    return root


def _system(given: Given, layout: Layout) -> str:
    # Here, for matplotlib is behind it.
    from kawasan_gis.maps.annex.north import convergence, convergence_text

    zone = say("utm", given.language, zone=given.crs.utm_zone)
    lines = [
        f"{say('projection', given.language)}: {zone}",
        f"{say('datum', given.language)}: {given.crs.name.split(' / ')[0]}",
        f"{say('grid', given.language)}: {say('grids', given.language)}",
        convergence_text(convergence(layout, given.crs), given.language),
    ]
    return shown("\n".join(lines))


def _add_villages(sheet: Sheet, given: Given) -> None:
    """Add the table of villages with heading and totals: beside the map where it fits, else on a further page."""
    layout, em = sheet.layout, sheet.layout.em
    box, times = layout.margin.get("table"), 1.0
    if box is None:
        times = ALONE
        edge = EDGE * em
        below = Box(edge, edge, layout.width - 2 * edge, layout.height - 2 * edge)
        box = items.on_page(layout, below, 1)
    em *= times
    head, room = Box(box.x, box.top - 2 * em, box.width, 2 * em), box._replace(height=box.height - 2 * em)
    look: Any = {"times": times, "bold": True, "up": MIDDLE}
    items.add_label(sheet, "Judul tabel", head, say("table", given.language), **look)
    items.add_label(sheet, "Jumlah", head, total_text(given.members, given.language), across=items.RIGHT, **look)
    columns = village_columns(legal=given.legal, language=given.language)
    add_table(sheet, "Daftar desa", room, given.members, columns, times=times)


def _add_sign(sheet: Sheet, given: Given) -> None:
    """Add the office above and the name below, with room to sign between them."""
    box, em = sheet.layout.margin["sign"], sheet.layout.em
    head, name = signing_lines(given.decree, given.kabupaten, given.language)
    low = Box(box.x, box.y, box.width, 3.5 * em)
    high = Box(box.x, low.top, box.width, box.height - low.height)
    fitted = fitting_size(shown("\n".join(head)), high, em, 1.0)
    items.add_label(sheet, "Bingkai tanda tangan", box, "", frame=True)
    items.add_label(sheet, "Tanda tangan", high, shown("\n".join(head)), times=fitted, across=CENTRE)
    fitted = fitting_size(shown(name), low, em, 1.0)
    items.add_label(sheet, "Nama penanda tangan", low, shown(name), times=fitted, across=CENTRE, up=MIDDLE)


def _add_fitted(sheet: Sheet, name: str, box: Box, text: str, most: float, *, across: int = items.LEFT) -> None:
    """Add text in a frame, as small as it must be."""
    times = fitting_size(text, box, sheet.layout.em, most)
    items.add_label(sheet, name, box, text, times=times, across=across, frame=True)


def _add_title(sheet: Sheet, given: Given) -> None:
    box = sheet.layout.margin["title"]
    high = Box(box.x, box.y + box.height * 0.55, box.width, box.height * 0.45)
    low = Box(box.x, box.y, box.width, box.height * 0.55)
    title = given.decree.title or say("title", given.language)
    large = fitting_size(title, high, sheet.layout.em, 1.6)
    items.add_label(sheet, "Judul", high, shown(title), times=large, bold=True, across=CENTRE, up=MIDDLE)
    place = [regency(given.kabupaten, given.language), province(given.provinsi, given.language)]
    name = "\n".join(filter(None, [given.name, ", ".join(filter(None, place))]))
    fitted = fitting_size(name, low, sheet.layout.em, 1.5)
    items.add_label(sheet, "Nama kawasan", low, shown(name), times=fitted, across=CENTRE, up=MIDDLE)


def _add_scale(sheet: Sheet, given: Given) -> None:
    """Add the scale as number and bar, and the arrow; the number follows the map when people change it."""
    box, em = sheet.layout.margin["scale"], sheet.layout.em
    arrow = 0.8 * box.height
    high = Box(box.x, box.top - 3 * em, box.width - arrow, 3 * em)
    expression = f"format_number(item_variables('{MAP}')['map_scale'], 0, '{given.language}')"
    text = f"{SHEET['scale'].say(given.language)}[% {expression} %]"
    items.add_label(sheet, "Skala", high, text, times=1.4, bold=True, across=CENTRE, up=MIDDLE)
    part = MOST_OF_BOX * (box.width - arrow) * sheet.layout.scale / 1e6
    length = max((step for step in STEPS_KM if step <= part), default=STEPS_KM[0])
    bar = 4 * length * 1e6 / sheet.layout.scale
    low = Box(box.x + (box.width - arrow - bar) / 2 - 2, box.y + 1, bar + 8, box.height - 3.5 * em)
    items.add_scale_bar(sheet, "Skala garis", low, MAP, length)
    north = Box(box.right - arrow, box.y + 0.1 * box.height, arrow, arrow)
    items.add_arrow(sheet, "Arah utara", north, MAP)


def _add_place_map(sheet: Sheet, given: Given) -> None:
    """Add a small map of the whole study in the box of the location diagram."""
    box, em = sheet.layout.margin["inset"], sheet.layout.em
    head = Box(box.x, box.top - 1.8 * em, box.width, 1.8 * em)
    items.add_label(sheet, "Judul lokasi", head, say("location", given.language), bold=True, across=CENTRE, up=MIDDLE)
    west, south, east, north = given.extent
    room = Box(box.x, box.y, box.width, box.height - 1.8 * em)
    scale = 1.06 * max((east - west) / room.width, (north - south) / room.height)
    width, height = (east - west) * 1.06 / scale, (north - south) * 1.06 / scale
    fitted = Box(room.x + (room.width - width) / 2, room.top - height, width, height)
    x, y, across, up = (west + east) / 2, (south + north) / 2, width * scale / 2, height * scale / 2
    extent = (x - across, y - up, x + across, y + up)
    items.add_map(sheet, PLACE_MAP, fitted, extent, given.themes[1], system=given.system)


def _add_sources(sheet: Sheet, given: Given) -> None:
    told = "; ".join(given.sources) or say("no_sources", given.language)
    text = f"{say('indicative', given.language)}\n\n{say('sources', given.language)}: {told}"
    _add_fitted(sheet, "Sumber", sheet.layout.margin["sources"], shown(text), 1.0)


def fitting_size(text: str, box: Box, em: float, most: float) -> float:
    """Choose how large text may be to fit a box; QGIS cuts what does not.

    Parameters
    ----------
    text
        In lines, which may run on.
    box
        Its place.
    em
        The smallest text in millimetres.
    most
        The largest it may be, in sizes of the smallest text.

    Returns
    -------
    float
        In sizes of the smallest text, not less than a half.
    """
    times = most
    while times > LEAST:
        columns = max((box.width - 2 * items.INSET_MM) / (CHARACTER * em * times), 1)
        rows = sum(max(math.ceil(len(line) / columns), 1) for line in text.split("\n"))
        if rows * LEADING * em * times <= box.height - 2 * items.INSET_MM:
            break
        times -= 0.05
    return max(times, LEAST)
