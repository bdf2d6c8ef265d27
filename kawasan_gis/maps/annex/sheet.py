"""One candidate's part of an annex: the sheet with its map, and the pages of its table where they are needed."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.comparison import Comparison
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.face import draw_face
from kawasan_gis.maps.annex.margin import draw_margin, table_fits
from kawasan_gis.maps.annex.naming import draw_names
from kawasan_gis.maps.annex.north import convergence, convergence_text, draw_north
from kawasan_gis.maps.annex.overview import draw_overview, overview_layout, plan_overview
from kawasan_gis.maps.annex.pages import Plan, draw_pages, plan_pages
from kawasan_gis.maps.annex.paper import Box, Layout, Orientation, choose_layout
from kawasan_gis.maps.annex.pdf import Page, house_style, new_figure
from kawasan_gis.maps.annex.scalebar import draw_scale
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.sources import set_sources
from kawasan_gis.maps.annex.table import VillageTable, village_table
from kawasan_gis.maps.annex.text import Font, write
from kawasan_gis.maps.annex.theme import Theme, theme_fills, theme_legend, theme_view
from kawasan_gis.maps.annex.view import seen, view_of
from kawasan_gis.maps.annex.words import say
from kawasan_gis.maps.style import INK

# How much of the box of the scale is the north arrow's.
NORTH = 0.24


def sheet_pages(
    scene: Scene,
    decree: Decree,
    *,
    paper: str = "A3",
    orientation: Orientation = "auto",
    scale: int | None = None,
    cover: bool = False,
    sources: Sequence[str] = (),
    theme: Theme | None = None,
    comparison: Comparison | None = None,
    language: Language = "id",
) -> list[Page]:
    """Draw the sheet of a candidate, its table on further pages where it does not fit, and the sheets asked for.

    Parameters
    ----------
    scene
        From :func:`kawasan_gis.maps.annex.scene.scene_of`.
    decree
        What is known of the decree.
    paper, orientation, scale
        As for :func:`kawasan_gis.maps.annex.paper.choose_layout`.
    cover
        Whether areas of land cover are drawn.
    sources
        A line per source.
    theme
        Of a second sheet like the first; none without it.
    comparison
        Of a sheet that compares the candidates; none without it.
    language
        ``id`` or ``en``.

    Returns
    -------
    list
        The sheet first, then the pages of its table, the theme, the comparison.

    Raises
    ------
    StudyError
        When the kawasan does not fit the paper, or a text does not fit its box.
    """
    table = village_table(scene, language)
    layout = _layout(scene, table, paper, orientation, scale)
    scene = seen(scene, layout, cover=cover)
    overview = plan_overview(comparison, paper) if comparison else None
    themed = [theme.source, *sources] if theme and theme.source else sources
    compared = [*overview.comparison.sources, *sources] if overview else ()
    sheets = [(layout, sources), *([(layout, themed)] if theme else [])]
    sheets += [(overview_layout(overview, scene), compared)] if overview else []
    plan = _plan(scene, table, sheets, language)
    before = 2 + (len(plan.rows) if plan else 0)
    pages = before - 1 + bool(theme) + (overview.pages if overview else 0)
    with house_style():
        figure = new_figure(layout.width, layout.height)
        draw_face(figure, layout, scene, language)
        draw_scale_box(figure, layout, scene, language)
        names = draw_names(figure, layout, scene, language)
        draw_margin(
            figure, layout, scene, decree, language, sources=sources, table=table, numbered=names.key, pages=pages
        )
        found = [Page(figure, layout, scene.crs)]
        if plan:
            rest = draw_pages(plan, layout, scene, decree, table, pages=pages, language=language)
            found += [Page(one) for one in rest]
        if theme:
            found.append(
                _themed(theme, layout, scene, decree, table, themed, page=before, pages=pages, language=language)
            )
        if overview:
            found += draw_overview(
                overview, scene, decree, sources=compared, page=before + bool(theme), pages=pages, language=language
            )
    return found


def _themed(
    theme: Theme, layout: Layout, scene: Scene, decree: Decree, table: VillageTable, sources: Sequence[str], *,
    page: int, pages: int, language: Language,
) -> Page:  # fmt: skip
    """Draw the sheet again with villages in the classes of a theme."""
    view = theme_view(scene.view or view_of(scene, layout))
    scene = scene._replace(view=view)
    figure = new_figure(layout.width, layout.height)
    draw_face(figure, layout, scene, language, fills=theme_fills(theme, view))
    draw_scale_box(figure, layout, scene, language)
    names = draw_names(figure, layout, scene, language, colour=INK)
    draw_margin(
        figure, layout, scene, decree, language, sources=sources, table=table, numbered=names.key,
        legend=theme_legend(theme, view), legend_title=theme.legend, page=page, pages=pages,
        title=[say("theme", language, label=theme.label.upper()), scene.name],
    )  # fmt: skip
    return Page(figure, layout, scene.crs)


def _layout(scene: Scene, table: VillageTable, paper: str, orientation: Orientation, scale: int | None) -> Layout:
    """Leave the table as many lines as it takes, where long names run over two, or no room at all."""
    rows = len(table.rows)
    layout = choose_layout(scene.kawasan, paper, orientation, scale, rows)
    while "table" in layout.margin and not table_fits(layout, table):
        rows += 1
        layout = choose_layout(scene.kawasan, paper, orientation, scale, rows)
    return layout


def draw_scale_box(figure: Figure, layout: Layout, scene: Scene, language: Language = "id") -> None:
    """Draw the scale as number and bar, and the north arrow beside.

    Parameters
    ----------
    figure, layout
        The sheet.
    scene
        Whose system says where north is.
    language
        ``id`` or ``en``.
    """
    box = layout.margin["scale"]
    aside = box.width * NORTH
    draw_scale(figure, layout, Box(box.x, box.y, box.width - aside, box.height), language)
    draw_north(figure, layout, scene.crs, Box(box.right - aside, box.y, aside, box.height), language)
    said = convergence_text(convergence(layout, scene.crs), language)
    write(figure, said, box.x, box.top - 4.5 * layout.em, Font(layout.text))


def _plan(
    scene: Scene, table: VillageTable, sheets: Sequence[tuple[Layout, Sequence[str]]], language: Language
) -> Plan | None:
    """Divide among further pages what has no room on the sheets: the table, or sources."""
    rests = [line for layout, sources in sheets for line in set_sources(layout, scene, sources, language).rest]
    layout = sheets[0][0]
    if "table" in layout.margin and not rests:
        return None
    return plan_pages(layout, scene, table, sources=list(dict.fromkeys(rests)), language=language)
