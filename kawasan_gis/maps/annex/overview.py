"""The sheet that compares: a small map of all candidates at a round scale, and below it the table."""

from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.figure import Figure

from kawasan_gis.errors import StudyError
from kawasan_gis.i18n import Language, Text
from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.annex.comparison import Columns, Comparison, comparison_height, draw_comparison, set_comparison
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.face import Fill, draw_face
from kawasan_gis.maps.annex.labels import draw_labels, place_labels
from kawasan_gis.maps.annex.margin import draw_margin
from kawasan_gis.maps.annex.names import Label
from kawasan_gis.maps.annex.naming import face_labels
from kawasan_gis.maps.annex.paper import (
    DECREE,
    EDGE,
    GAP,
    PAPERS,
    PROJECTION,
    SCALE,
    SIGN,
    SOURCES,
    TEXT,
    TICKS,
    TITLE,
    Box,
    Layout,
)
from kawasan_gis.maps.annex.pdf import Page, new_figure
from kawasan_gis.maps.annex.scalebar import draw_scale
from kawasan_gis.maps.annex.scene import Scene, View
from kawasan_gis.maps.annex.shapes import on_paper, points
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.annex.text import POINT, Font, must_fit, paragraph
from kawasan_gis.maps.annex.view import view_of
from kawasan_gis.maps.annex.words import WORDS, say

SIZES = (1.5, 1.35, 1.2, 1.1, 1.0)
"""Of the table's text, in sizes of the sheet's."""
ABOVE, COLUMN, FOOT = 46.0, 35.0, 2.0
"""Least height of what stands above the table, width of each of the two columns there, and the page's number."""
AROUND = 0.1
"""Share of the candidates' width and height that is seen around them: islands far off would make them small."""
ROUND = tuple(int(step * ten) for ten in (1e4, 1e5, 1e6) for step in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5))
"""Denominators of the small map."""
DRAWN = ("provinsi", "kabupaten", "kecamatan", "edge")
NAMED = ("kecamatan", "kabupaten")
STUDY = Symbol("study", WORDS["in_study_area"], "area", symbols.OTHER)
CANDIDATE = Symbol("candidate", WORDS["candidate"], "area", symbols.MEMBER)
CHOSEN = Symbol("chosen", WORDS["this_candidate"], "area", symbols.CENTRE)
OUTLINE = symbols.OUTLINE_LINE._replace(label=Text("Batas calon kawasan", "Outline of a candidate"))


class Overview(NamedTuple):
    """What is on the sheet, and how it is set."""

    comparison: Comparison
    columns: Columns
    sheet: Box
    paper: str

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return -(-len(self.comparison.heads) // self.columns.per_page)


def plan_overview(comparison: Comparison, paper: str) -> Overview:
    """Set the table on a landscape sheet, so that map and margin find room above it.

    Parameters
    ----------
    comparison
        From :func:`kawasan_gis.maps.annex.comparison.comparison_of`.
    paper
        ``A4`` to ``A1``.

    Raises
    ------
    StudyError
        When the table's rows do not fit.
    """
    em = TEXT[paper] * POINT
    tall, wide = PAPERS[paper]
    sheet = Box(EDGE * em, EDGE * em, wide - 2 * EDGE * em, tall - 2 * EDGE * em)
    room = Box(sheet.x, sheet.y, sheet.width, sheet.height - (ABOVE + GAP) * em)
    columns = set_comparison(comparison, room, [share * TEXT[paper] for share in SIZES])
    return Overview(comparison, columns, sheet, paper)


def overview_layout(overview: Overview, scene: Scene) -> Layout:
    """Lay out map, margin and table; the map at the largest round scale that shows all candidates.

    Parameters
    ----------
    overview
        From :func:`plan_overview`.
    scene
        Of the annex.

    Raises
    ------
    StudyError
        When the candidates lie farther apart than any scale shows.
    """
    sheet, text = overview.sheet, TEXT[overview.paper]
    em = text * POINT
    gap, column, band = GAP * em, COLUMN * em, TICKS * em
    low = sheet.y + comparison_height(overview.comparison, overview.columns) + gap
    right = sheet.right - column
    middle = right - gap - column
    face = Box(sheet.x + band, low + band, middle - gap - sheet.x - 2 * band, sheet.top - low - 2 * band)
    margin, top = {}, sheet.top
    for name, height in (("title", TITLE), ("scale", SCALE), ("projection", PROJECTION)):
        top -= height * em
        margin[name] = Box(middle, top, column, height * em)
        top -= gap
    margin["legend"] = Box(middle, low, column, top - low)
    margin["decree"] = Box(right, sheet.top - DECREE * em, column, DECREE * em)
    half, beside = column / 2 - gap / 2, low + SIGN * em + gap
    margin["agency"] = Box(right, low, half, SIGN * em)
    margin["sign"] = Box(right + half + gap, low, half, SIGN * em)
    margin["sources"] = Box(right, beside, column, max(SOURCES * em, sheet.top - DECREE * em - gap - beside))
    west, south, east, north = _outlines(overview, scene).total_bounds
    needed = 1000 * (1 + 2 * AROUND) * max((east - west) / face.width, (north - south) / face.height)
    scale = next((one for one in ROUND if one >= needed), None)
    if scale is None:
        raise StudyError(f"the candidates lie too far apart for one map: it would be 1:{needed:,.0f}")
    reach_x, reach_y = face.width * scale / 2000, face.height * scale / 2000
    x, y = (west + east) / 2, (south + north) / 2
    tall, wide = PAPERS[overview.paper]
    return Layout(
        overview.paper, wide, tall, scale, face, margin, (x - reach_x, y - reach_y, x + reach_x, y + reach_y), text
    )


def draw_overview(
    overview: Overview, scene: Scene, decree: Decree, *, sources: Sequence[str] = (), page: int = 1, pages: int = 1,
    language: Language = "id",
) -> list[Page]:  # fmt: skip
    """Draw the sheet that compares, and pages with the candidates that found no room on it.

    Parameters
    ----------
    overview
        From :func:`plan_overview`.
    scene
        Of the annex.
    decree
        What is known of the decree.
    sources
        A line per source.
    page, pages
        Number of the sheet, and how many pages there are in all.
    language
        ``id`` or ``en``.
    """
    layout = overview_layout(overview, scene)
    scene = scene._replace(view=overview_view(overview, scene, layout))
    figure = new_figure(layout.width, layout.height)
    drawn = _draw_map(figure, overview, scene, layout, language)
    draw_margin(
        figure, layout, scene, decree, language, sources=sources, legend=drawn,
        title=[say("compared", language)], page=page, pages=pages,
    )  # fmt: skip
    foot = layout.face.y - (TICKS + GAP) * layout.em
    _draw_table(figure, overview, foot, 0, language)
    found = [Page(figure, layout, scene.crs)]
    for place in range(1, overview.pages):
        figure = new_figure(layout.width, layout.height)
        _draw_table(figure, overview, _title(figure, overview.sheet, layout, language), place, language)
        told = say("page", language, page=page + place, pages=pages)
        words = must_fit(told, overview.sheet.width, FOOT * layout.em, Font(layout.text), "the page's number")
        middle = overview.sheet.x + overview.sheet.width / 2
        paragraph(figure, words, middle, overview.sheet.y + FOOT * layout.em, align="center")
        found.append(Page(figure))
    return found


def _draw_map(figure: Figure, overview: Overview, scene: Scene, layout: Layout, language: Language) -> list[Symbol]:
    """Draw the small map with its names and scale; give the symbols of what is on it."""
    view = scene.view or view_of(scene, layout)
    fills = _fills(overview, scene, view)
    draw_face(figure, layout, scene, language, fills=fills)
    labels = _labels(overview, scene, layout, language)
    draw_labels(figure, place_labels(labels, (), layout.face, enlarged=points(layout)))
    draw_scale(figure, layout, layout.margin["scale"], language)
    lines = [symbol for symbol in view.symbols if symbol.key in DRAWN]
    return [*(fill.symbol for fill in fills if len(fill.shapes)), OUTLINE, *lines]


def _draw_table(figure: Figure, overview: Overview, top: float, place: int, language: Language) -> None:
    """Draw the part of the table that goes on one page, downwards from a height in millimetres."""
    room = overview.sheet._replace(height=top - overview.sheet.y)
    first = place * overview.columns.per_page
    draw_comparison(figure, room, overview.comparison, overview.columns, first, language)


def overview_view(overview: Overview, scene: Scene, layout: Layout) -> View:
    """Choose what is drawn: outlines of all candidates, boundaries from the kecamatan upwards, no features.

    Parameters
    ----------
    overview
        From :func:`plan_overview`.
    scene
        Of the annex.
    layout
        From :func:`overview_layout`.
    """
    view = view_of(scene, layout)
    parts = _outlines(overview, scene).explode().to_numpy()
    return view._replace(
        members=view.members.iloc[:0],
        others=pd.concat([view.others, view.members]).sort_index(),
        outline=shapely.multipolygons(parts),
        borders=view.borders[view.borders["level"].isin(DRAWN)],
        features=view.features.iloc[:0],
        centre=view.centre.iloc[:0],
    )


def _outlines(overview: Overview, scene: Scene) -> gpd.GeoSeries:
    """Bring the outlines of the candidates into the sheet's system."""
    return overview.comparison.outlines.to_crs(scene.crs)


def _fills(overview: Overview, scene: Scene, view: View) -> list[Fill]:
    outlines = _outlines(overview, scene)
    here = np.arange(len(outlines)) == overview.comparison.chosen
    return [
        Fill(STUDY, view.others.geometry),
        Fill(symbols.FIXED["beyond"], view.beyond.geometry),
        Fill(CANDIDATE, outlines[~here]),
        Fill(CHOSEN, outlines[here]),
    ]


def _labels(overview: Overview, scene: Scene, layout: Layout, language: Language) -> list[Label]:
    """Number the candidates by their rank, and name kecamatan and other kabupaten where there is room."""
    placed = on_paper(_outlines(overview, scene), layout)
    ranks = [
        Label(rank, "centre", shape, int(rank))
        for (rank, _), shape in zip(overview.comparison.heads, placed, strict=True)
    ]
    named = face_labels(scene.view, layout, language) if scene.view else []
    return ranks + [label for label in named if label.kind in NAMED]


def _title(figure: Figure, sheet: Box, layout: Layout, language: Language) -> float:
    """Say on a page that goes on with the table what it is; give where the table begins."""
    words = f"{say('compared', language)} {say('continued', language)}"
    font = Font(1.45 * layout.text, bold=True)
    fitted = must_fit(words, sheet.width, 4 * layout.em, font, "the title")
    return paragraph(figure, fitted, sheet.x + sheet.width / 2, sheet.top, align="center") - 2 * layout.em
