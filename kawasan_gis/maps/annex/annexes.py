"""The annex of a decree: a map sheet at its true scale with the table of villages, ready to print."""

import os
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.comparison import comparison_of
from kawasan_gis.maps.annex.decree import Decree, check_picture
from kawasan_gis.maps.annex.glyphs import UNKNOWN
from kawasan_gis.maps.annex.paper import Orientation
from kawasan_gis.maps.annex.pdf import Page, png, save_pdf
from kawasan_gis.maps.annex.scene import scene_of
from kawasan_gis.maps.annex.sheet import sheet_pages
from kawasan_gis.maps.annex.theme import theme_of
from kawasan_gis.maps.annex.words import say
from kawasan_gis.maps.content import Source
from kawasan_gis.maps.content.given import check_given
from kawasan_gis.maps.content.sources import source_lines
from kawasan_gis.units import Progress

__all__ = ["Annex", "Page", "annex", "atlas"]


class Annex:
    """Sheets and tables of one candidate or several, to be saved as one PDF.

    Attributes
    ----------
    pages
        Each with its figure; a page with a map also has its layout and system.
    title
        Of the document.
    """

    def __init__(self, pages: Sequence[Page], title: str) -> None:
        self.pages = tuple(pages)
        self.title = title

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write all pages as one georeferenced PDF, whole or not at all; the same annex gives the same bytes.

        Parameters
        ----------
        path
            The file.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        save_pdf(self.pages, path, self.title)

    def png(self, page: int = 0, dpi: float = 100) -> bytes:
        """Draw one page as a picture.

        Parameters
        ----------
        page
            Its place, from 0.
        dpi
            Dots per inch.

        Returns
        -------
        bytes
            A PNG file.

        Raises
        ------
        StudyError
            When there is no such page.
        """
        if not 0 <= page < len(self.pages):
            raise StudyError(f"there is no page {page}: the annex has {len(self.pages)}, counted from 0")
        return png(self.pages[page], dpi)

    def _repr_png_(self) -> bytes:
        return self.png()


def annex(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame,
    *,
    rank: int = 1,
    surroundings: gpd.GeoDataFrame | None = None,
    features: gpd.GeoDataFrame | None = None,
    indicators: pd.DataFrame | None = None,
    about: pd.DataFrame | None = None,
    criteria: Sequence[Criterion] = (),
    checks: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    decree: Decree | None = None,
    paper: str = "A3",
    orientation: Orientation = "auto",
    scale: int | None = None,
    theme: str = "",
    compare: bool = False,
    cover: bool = False,
    sources: Sequence[Source] = (),
    title: str = "",
    language: Language = "id",
    findings: Findings | None = None,
) -> Annex:
    """Draw the map of a candidate as the annex of a decree, at a round scale that is exact on paper.

    Parameters
    ----------
    villages
        The villages table, in a projected system in metres.
    ranking
        Ranked candidates on ``candidate_id``.
    members
        Which village is in which candidate, with its role.
    rank
        Of the candidate that is drawn.
    surroundings
        What lies around the study: ``RunFolder.surroundings``.
    features
        Roads, rivers, facilities and places: ``RunFolder.features``.
    indicators
        Per village, for ``theme``.
    about
        Label, unit, source, year and licence of each indicator, for the sheets that show it.
    criteria
        Those the candidates were ranked by, for ``compare``.
    checks
        What was checked of each candidate, for ``compare``.
    scores
        Of the villages, for the theme ``score``.
    decree
        What is known of the decree, from :func:`read_decree`; the rest is left to fill in.
    paper
        ``A4``, ``A3``, ``A2`` or ``A1``.
    orientation
        ``portrait``, ``landscape``, or ``auto``: what suits the kawasan.
    scale
        The denominator, such as 50,000; without it the largest round one that fits.
    theme
        An indicator, or ``score``: a second sheet like the first has the villages in its classes, as on the web map.
    compare
        Whether a sheet compares all candidates: a small map, and a table of scores, criteria and checks.
    cover
        Whether areas of land cover that the study measures are drawn.
    sources
        Where the data come from: texts, or things with ``name``, ``source``, ``year`` and ``licence``.
    title
        Of the map, instead of that of the decree.
    language
        Of words and numbers, ``id`` or ``en``.
    findings
        Collects lines with characters that cannot be printed.

    Returns
    -------
    Annex
        ``.save("lampiran.pdf")`` writes it; a notebook shows its first page.

    Raises
    ------
    StudyError
        When no candidate has that rank, there is no such indicator, there are no criteria to compare by, the kawasan
        does not fit the paper (the error names the scale and the paper that would do), a text does not fit, or the
        logo cannot be drawn.
    TableError
        When a table lacks a column, a member is not among the villages, or the theme is no column of numbers.
    GeometryError
        When a table holds shapes that are not valid.
    CRSError
        When a table is not in a projected system.
    """
    scene = scene_of(villages, ranking, members, rank=rank, surroundings=surroundings, features=features)
    themed = (
        theme_of(theme, villages, indicators=indicators, scores=scores, about=about, language=language)
        if theme
        else None
    )
    compared = None
    if compare:
        compared = comparison_of(ranking, criteria, checks, rank=rank, about=about, language=language)
        check_given(villages, ranking, members, criteria, checks)
    given = decree or Decree()
    if given.logo:
        check_picture(given.logo, "decree")
    if title:
        given = given.model_copy(update={"title": title})
    pages = sheet_pages(
        scene, given, paper=paper, orientation=orientation, scale=scale, cover=cover,
        sources=source_lines(sources, None, language), theme=themed, comparison=compared, language=language,
    )  # fmt: skip
    with collected(findings) as rows:
        _report_unprintable(pages, language, rows)
    return Annex(pages, f"{given.title or say('title', language)}: {scene.name}")


def atlas(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame,
    *,
    count: int,
    progress: Progress | None = None,
    findings: Findings | None = None,
    **options: Any,
) -> Annex:
    """Draw the annexes of the first candidates as one document.

    Parameters
    ----------
    villages, ranking, members
        As for :func:`annex`.
    count
        How many of the first candidates; fewer when there are fewer.
    progress
        Called with (label, done, total) as sheets are drawn.
    findings
        Collects lines with characters that cannot be printed, once for all sheets.
    options
        As for :func:`annex`, but for ``rank``; candidates are compared once, after the first.

    Returns
    -------
    Annex
        The pages of all of them, by rank.

    Raises
    ------
    StudyError
        When ``count`` is less than one, or for what :func:`annex` raises.
    """
    if count < 1:
        raise StudyError(f"an atlas of {count} sheets is none: ask for at least one")
    first = ranking.sort_values("rank", kind="stable")["rank"].iloc[:count] if len(ranking) else [1]
    compare = options.pop("compare", False)
    parts: list[Annex] = []
    for place, rank in enumerate(first):
        if progress:
            progress("annex", place, len(first))
        options |= {"rank": int(rank), "compare": compare and place == 0, "findings": Findings()}
        parts.append(annex(villages, ranking, members, **options))
    if progress:
        progress("annex", len(first), len(first))
    pages = [page for part in parts for page in part.pages]
    with collected(findings) as rows:
        _report_unprintable(pages, options.get("language", "id"), rows)
    return Annex(pages, parts[0].title)


def _report_unprintable(pages: Sequence[Page], language: Language, findings: Findings) -> None:
    """Count the lines in which a replacement character stands; the note that explains it is none of them."""
    note = say("unknown_note", language, sign=UNKNOWN)
    lines = {one.get_text() for page in pages for one in page.figure.texts}
    lost = sorted(line for line in lines if UNKNOWN in line and (line not in note or line == UNKNOWN))
    if lost:
        findings.add("unprintable", value=len(lost), detail=listing(lost))
