"""The print layout of a project: the annex sheet of one candidate as QGIS lays it out, for people to finish."""

import math
from typing import NamedTuple
from xml.etree.ElementTree import Element

import geopandas as gpd
from pyproj import CRS

from kawasan_gis.errors import StudyError
from kawasan_gis.handover import layout_items as items
from kawasan_gis.handover.layout_items import CENTRE, MIDDLE, Entry, Sheet
from kawasan_gis.handover.markup import add, shown
from kawasan_gis.handover.words import BLANK, SHEET
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.paper import PAPERS, Box, Layout, choose_layout, interval
from kawasan_gis.maps.annex.words import regency, say

MAP, PLACE_MAP = "Peta", "Diagram lokasi"
# A bar of the scale has four parts; each takes at most this much of its box.
MOST_OF_BOX = 0.19
STEPS_KM = (0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20)
LEADING, CHARACTER = 1.25, 0.56
"""Height of a line and width of a character, in sizes of the font."""
LEAST = 0.5


class Given(NamedTuple):
    """What the sheet says and shows.

    Attributes
    ----------
    rank, name, kabupaten
        Of the candidate.
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
    extent: tuple[float, float, float, float]
    crs: CRS
    system: Element | None
    sources: tuple[str, ...]
    entries: tuple[Entry, ...]
    themes: tuple[str, str]
    language: Language


def fitting(kawasan: gpd.GeoSeries, paper: str) -> Layout:
    """Lay out the sheet of a candidate: on the paper asked for, or the next larger one that holds it.

    Parameters
    ----------
    kawasan
        Its outline, in the sheet's system.
    paper
        ``A4`` to ``A1``.

    Raises
    ------
    StudyError
        When there is no such paper, or the candidate fits on none.
    """
    larger = list(PAPERS)[list(PAPERS).index(paper) :] if paper in PAPERS else [paper]
    for one in larger[:-1]:
        try:
            return choose_layout(kawasan.iloc[0], one)
        except StudyError:
            continue
    return choose_layout(kawasan.iloc[0], larger[-1])


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
    items.add_page(sheet)
    drawn = items.add_map(sheet, MAP, layout.face, layout.extent, given.themes[0], system=given.system)
    items.add_grid(sheet, drawn, interval(layout))
    items.add_label(sheet, "Lampiran", margin["decree"], _decree(language), times=1.1, frame=True)
    _add_title(sheet, given)
    _add_scale(sheet, given)
    items.add_label(sheet, "Proyeksi", margin["projection"], _system(given), frame=True)
    items.add_legend(sheet, "Legenda", margin["legend"], say("legend", language), MAP, given.entries)
    _add_place_map(sheet, given)
    _add_sources(sheet, given)
    items.add_label(sheet, "Instansi", margin["agency"], f"{say('agency', language)}:\n{BLANK}", frame=True)
    signed = f"{say('bupati', language, name=BLANK)},\n\n\n\n\n{BLANK}"
    items.add_label(sheet, "Tanda tangan", margin["sign"], signed, frame=True, across=CENTRE)
    add(root, "customproperties")
    add(root, "Atlas", enabled=0, coverageLayer="", hideCoverage=0)
    return root


def _decree(language: Language) -> str:
    """Write the block of the decree with room for what people fill in."""
    number = f"{say('number', language)} {BLANK} {say('year', language)} {BLANK[:12]}"
    kind = f"{say('kind', language)} {BLANK}"
    return "\n".join([f"{say('annex', language)} {BLANK}", kind, number, f"{say('about', language)} {BLANK}"])


def _system(given: Given) -> str:
    zone = say("utm", given.language, zone=given.crs.utm_zone)
    lines = [
        f"{say('projection', given.language)}: {zone}",
        f"{say('datum', given.language)}: {given.crs.name.split(' / ')[0]}",
    ]
    return "\n".join([*map(shown, lines), SHEET["grid"].say(given.language)])


def _add_title(sheet: Sheet, given: Given) -> None:
    box = sheet.layout.margin["title"]
    high = Box(box.x, box.y + box.height * 0.55, box.width, box.height * 0.45)
    low = Box(box.x, box.y, box.width, box.height * 0.55)
    items.add_label(sheet, "Judul", high, say("title", given.language), times=1.6, bold=True, across=CENTRE, up=MIDDLE)
    name = "\n".join(filter(None, [given.name, regency(given.kabupaten, given.language)]))
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
    box = sheet.layout.margin["sources"]
    fitted = fitting_size(text, box, sheet.layout.em, 1.0)
    items.add_label(sheet, "Sumber", box, shown(text), times=fitted, frame=True)


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
