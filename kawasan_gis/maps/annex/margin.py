"""What stands beside the map: decree, title, projection, legend, location, sources, agency and signatory."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.image import imread
from pyproj import CRS

from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.decree_block import draw_decree, draw_sign, draw_title
from kawasan_gis.maps.annex.inset import draw_inset
from kawasan_gis.maps.annex.legend import draw_legend, heading
from kawasan_gis.maps.annex.paper import Box, Layout
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.sources import HEADING, draw_sources
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.annex.table import VillageTable, draw_table, set_table
from kawasan_gis.maps.annex.text import POINT, Font, fit, must_fit, paragraph, width
from kawasan_gis.maps.annex.words import say

LOGO = 6.0
"""Width and height that a logo may take, in sizes of the text."""
KEY = 0.3
"""Share of the legend's box that the names of numbered villages may take; else the table is their key."""


def draw_margin(
    figure: Figure,
    layout: Layout,
    scene: Scene,
    decree: Decree,
    language: Language = "id",
    *,
    sources: Sequence[str] = (),
    table: VillageTable | None = None,
    numbered: Sequence[tuple[int, str]] = (),
    legend: Sequence[Symbol] | None = None,
    legend_title: str = "",
    title: Sequence[str] = (),
    page: int = 1,
    pages: int = 1,
) -> None:
    """Draw all that stands beside the map, but for the scale.

    Parameters
    ----------
    figure
        The sheet.
    layout
        Where the boxes are.
    scene
        What is on the sheet, with its view.
    decree
        What is known of the decree.
    language
        ``id`` or ``en``.
    sources
        A line per source: what, from whom, year, licence.
    table
        The villages, drawn where the layout has a box for it.
    numbered
        Numbers on the map that stand for names, and the names.
    legend
        Symbols instead of the view's own, such as the classes of a theme.
    legend_title
        Instead of the word legend.
    title
        What the sheet is and of what, instead of the decree's title.
    page, pages
        This page and how many there are; said where there are several.

    Raises
    ------
    StudyError
        When a text of the decree or the legend does not fit.
    """
    boxes, size = layout.margin, layout.text
    draw_decree(figure, boxes["decree"], scene, decree, size, language)
    draw_title(figure, boxes["title"], scene, decree, size, language, title)
    _projection(figure, boxes["projection"], scene.crs, size, language)
    symbols = legend if legend is not None else scene.view.symbols if scene.view else ()
    room = _key(figure, boxes["legend"], numbered, size, language)
    draw_legend(figure, room, symbols, size, title=legend_title, language=language)
    if "inset" in boxes:
        draw_inset(figure, boxes["inset"], scene, size, language=language)
    _agency(figure, boxes["agency"], decree, size, language, page, pages)
    draw_sign(figure, boxes["sign"], scene, decree, size, language)
    if table is not None and "table" in boxes:
        top = heading(figure, boxes["table"], say("table", language), size)
        box = boxes["table"]._replace(height=top - boxes["table"].y)
        draw_table(figure, box, table, set_table(table, box.width, size))
    draw_sources(figure, layout, scene, sources, language)


def table_fits(layout: Layout, table: VillageTable) -> bool:
    """Tell whether the table of villages fits the box the layout has for it.

    Parameters
    ----------
    layout
        Of the sheet.
    table
        The villages.
    """
    box = layout.margin.get("table")
    if box is None:
        return False
    setting = set_table(table, box.width, layout.text)
    return setting.tall + HEADING * layout.em <= box.height + 1e-6 and sum(setting.widths) <= box.width + 1e-6


def _projection(figure: Figure, box: Box, crs: CRS, size: float, language: Language) -> None:
    """Say projection, zone, datum and grid, from the system itself."""
    datum = crs.name.split(" / ")[0]
    rows = (
        ("projection", say("utm", language, zone=crs.utm_zone or crs.name)),
        ("datum", f"{datum} (EPSG:{crs.to_epsg()})" if crs.to_epsg() else datum),
        ("grid", say("grids", language)),
    )
    font = Font(size)
    indent = max(width(say(key, language), font) for key, _ in rows) + 1.2 * size * POINT
    y = box.top
    for key, value in rows:
        words = must_fit(value, box.width - indent, box.height / len(rows), font, key)
        paragraph(figure, fit(say(key, language), indent, box.height, font) or words, box.x, y)
        y = paragraph(figure, words, box.x + indent, y) - 0.3 * size * POINT


def _key(figure: Figure, box: Box, numbered: Sequence[tuple[int, str]], size: float, language: Language) -> Box:
    """Say what the numbers on the map stand for at the foot of a box, and give what is left of it."""
    if not numbered:
        return box
    names = "; ".join(f"{number} {name}" for number, name in numbered)
    told = fit(say("numbered", language, names=names), box.width, KEY * box.height, Font(size), least=size)
    words = told or must_fit(say("numbered_table", language), box.width, box.height, Font(size), "the key of numbers")
    foot = box.y + words.height
    paragraph(figure, words, box.x, foot)
    return Box(box.x, foot + size * POINT, box.width, box.top - foot - size * POINT)


def _agency(
    figure: Figure, box: Box, decree: Decree, size: float, language: Language, page: int, pages: int
) -> None:  # fmt: skip
    em, y, x = size * POINT, box.top, box.x
    if decree.logo:
        x += _logo(figure, decree.logo, Box(box.x, box.top - LOGO * em, LOGO * em, LOGO * em)) + em
    if decree.agency:
        label = must_fit(say("agency", language), box.right - x, 2 * em, Font(size), "agency")
        y = paragraph(figure, label, x, y) - 0.3 * em
        name = must_fit(decree.agency, box.right - x, 8 * em, Font(size * 1.1, bold=True), "agency")
        paragraph(figure, name, x, y)
    foot = [say("edition", language, edition=decree.edition)] if decree.edition else []
    foot += [say("page", language, page=page, pages=pages)] if pages > 1 else []
    if foot:
        words = must_fit("\n".join(foot), box.width, 5 * em, Font(size), "edition")
        paragraph(figure, words, box.x, box.y + words.height)


def _logo(figure: Figure, logo: Path, box: Box) -> float:
    """Draw the logo from the top of its box, as it is wide and high; give its width in millimetres."""
    picture = imread(logo)
    tall, wide = picture.shape[:2]
    share = min(box.width / wide, box.height / tall)
    across, up = wide * share, tall * share
    width_mm, height_mm = (side * 25.4 for side in figure.get_size_inches())
    place = (box.x / width_mm, (box.top - up) / height_mm, across / width_mm, up / height_mm)
    axes = figure.add_axes(place, zorder=1)
    axes.imshow(picture, aspect="auto", interpolation="none")
    axes.set_axis_off()
    return float(across)
