"""The draft of a kawasan's minutes with the annex's table of villages, for people to edit in Word."""

import os
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from kawasan_gis.criteria import Criterion
from kawasan_gis.documents.appendix import write_annex
from kawasan_gis.documents.case import Case, case_of
from kawasan_gis.documents.draft import Column, Draft
from kawasan_gis.documents.identity import kabupaten_of, provinsi_of, write_delineation, write_identity
from kawasan_gis.documents.needs import Need, read_needs
from kawasan_gis.documents.reasons import write_needs, write_reasons
from kawasan_gis.documents.review import write_checks, write_findings, write_sources
from kawasan_gis.documents.words import BLANK, SHORT_BLANK
from kawasan_gis.files import written_whole
from kawasan_gis.findings import Findings
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.content.given import check_given
from kawasan_gis.maps.content.sources import Source

LOGO_MM = 22.0


def write_docx(
    path: str | os.PathLike[str],
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame,
    *,
    rank: int = 1,
    borders: gpd.GeoDataFrame | None = None,
    indicators: pd.DataFrame | None = None,
    about: pd.DataFrame | None = None,
    criteria: Sequence[Criterion] = (),
    checks: pd.DataFrame | None = None,
    findings: Findings | None = None,
    needs: Sequence[Need] | None = None,
    decree: Decree | None = None,
    sources: Sequence[Source] = (),
    notes: Sequence[str] = (),
    title: str = "",
    language: Language = "id",
) -> None:
    """Write the draft of a candidate's minutes (berita acara) and of the annex's table of villages.

    What is not given is said to be not available; nothing is signed, numbered or dated. The same tables give the same
    bytes.

    Parameters
    ----------
    path
        The file, ``.docx``.
    villages, ranking, members
        The tables of those names; with criteria, the ranking made with them.
    rank
        Which candidate; 1 is the best.
    borders
        Who borders whom (:func:`kawasan_gis.find_borders`), for the neighbours by direction.
    indicators
        Village indicators, for the members that are weakest.
    about
        What is known about the indicators (:func:`kawasan_gis.describe_indicators`), for units and sources.
    criteria
        Complete criteria, for the reasons of the score and the needs.
    checks
        As from :func:`kawasan_gis.check_candidates`.
    findings
        What was found in the data on the way; those of members are told.
    needs
        Which perangkat daerah a weak indicator concerns (:func:`kawasan_gis.read_needs`); the shipped table when not
        given.
    decree
        What is known of the decree; what it leaves open becomes dots.
    sources
        Where the village boundaries are from: texts, or rows with ``name``, ``source``, ``year`` and ``licence``.
    notes
        Sentences on the search, such as how far the list is proven.
    title
        Name of the study.
    language
        ``id`` or ``en``.

    Raises
    ------
    StudyError
        When no candidate has that rank.
    TableError
        When a table lacks a column or names villages that are not there, or the ranking was not made with the
        criteria.
    OutputError
        When the file cannot be written, or the logo cannot be placed.
    """
    check_given(villages, ranking, members, criteria, checks)
    case = case_of(
        villages, ranking, members, rank, borders=borders, indicators=indicators, about=about,
        criteria=tuple(criteria), checks=checks, findings=findings,
        needs=read_needs() if needs is None else tuple(needs), border_sources=sources, title=title,
        notes=tuple(notes), language=language,
    )  # fmt: skip
    content = _draft(case, decree or Decree()).content()
    with written_whole(path) as partial:
        partial.write_bytes(content)


def _draft(case: Case, decree: Decree) -> Draft:
    draft = Draft(
        case.say("title", name=case.row["name"]), case.say("running_head"), (case.say("page"), case.say("of_pages")),
        case.language,
    )  # fmt: skip
    _write_head(draft, case, decree)
    for write in (
        write_identity, write_delineation, write_reasons, write_needs, write_checks, write_findings, write_sources,
    ):  # fmt: skip
        write(draft, case)
    _write_closing(draft, case)
    write_annex(draft, case, decree)
    return draft


def _write_head(draft: Draft, case: Case, decree: Decree) -> None:
    if decree.logo is not None:
        draft.picture(decree.logo, LOGO_MM)
    if decree.agency:
        draft.paragraph(decree.agency.upper(), align="centre", bold=True)
    draft.heading(case.say("minutes"), 0)
    name, place = str(case.row["name"]), kabupaten_of(case)
    for line in (case.say("about"), name.upper(), place.upper()):
        draft.paragraph(line, align="centre", bold=True, together=True, after=0)
    draft.paragraph(case.say("number", number=BLANK), align="centre", together=True, after=12)
    draft.paragraph(case.say("how_to_read"), size=9)
    draft.paragraph(case.say(
        "opening", blank=SHORT_BLANK, short=SHORT_BLANK, place=BLANK, name=name, kabupaten=place,
        provinsi=provinsi_of(case) or BLANK,
    ))  # fmt: skip


def _write_closing(draft: Draft, case: Case) -> None:
    draft.paragraph("", after=0)
    draft.paragraph(case.say("closing"), together=True)
    # The decree's own place and date are of another day.
    where = case.say("place_date", place=BLANK, date=BLANK)
    space = ["", "", "", BLANK]
    left, right = [case.say("known_by"), case.say("chair"), *space], [where, case.say("made_by"), *space]
    draft.plain_table([Column("", 85, "centre"), Column("", 85, "centre")], [("\n".join(left), "\n".join(right))])
