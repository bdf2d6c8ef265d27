"""The annex of a run, from the tables in its folder and its study: no layer is read again."""

import os
from pathlib import Path
from typing import Any

from kawasan_gis.errors import StudyError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.annexes import annex, atlas
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.paper import Orientation
from kawasan_gis.run_output import file_name, finished_run, output_file
from kawasan_gis.run_sources import drawn_sources
from kawasan_gis.units import Progress

SUFFIX = ".pdf"


def save_annex(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    rank: int = 1,
    count: int | None = None,
    decree: Decree | None = None,
    paper: str = "A3",
    orientation: Orientation = "auto",
    scale: int | None = None,
    theme: str = "",
    compare: bool = False,
    cover: bool = False,
    language: Language | None = None,
    progress: Progress | None = None,
    findings: Findings | None = None,
) -> Path:
    """Write the annex of a candidate of a finished run, or an atlas of its first candidates.

    Parameters
    ----------
    folder
        A run folder.
    out
        The file, ``.pdf``; ``annex/lampiran_<rank>_<name>.pdf`` or ``annex/atlas_<count>.pdf`` in the run folder when
        not given.
    rank
        Which candidate; 1 is the best.
    count
        An atlas of so many of the first candidates instead of one.
    decree
        What is known of the decree.
    paper, orientation, scale, theme, compare, cover
        As for :func:`kawasan_gis.annex`.
    language
        ``id`` or ``en``; the study's when not given.
    progress
        Called with (label, done, total) as the sheets of an atlas are drawn.
    findings
        Collects lines with characters that cannot be printed.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    DataError
        When it is not a run folder, or the run is not finished, or a file of it is missing or damaged.
    StudyError
        When there is no such candidate or indicator, or the kawasan does not fit the paper.
    OutputError
        When the file cannot be written, has another suffix, or is a file of the run.
    """
    run, study, spoken = finished_run(folder, language)
    ranks = sorted(int(one) for one in run.ranking["rank"])
    if count is None and rank not in ranks:
        raise StudyError(f"no candidate of {run.path} has rank {rank}{_known(ranks)}")
    if count is not None and not 1 <= count <= len(ranks):
        raise StudyError(f"{run.path} has {len(ranks)} candidates; an atlas is of 1 to {len(ranks)}, not {count}")
    name = run.ranking.set_index("rank").at[rank, "name"] if count is None else ""
    usual = f"lampiran_{rank}_{file_name(str(name))}" if count is None else f"atlas_{count}"
    path = output_file(run, out, usual, SUFFIX, "the annex")
    options: dict[str, Any] = {
        "surroundings": run.surroundings, "features": run.features, "decree": decree, "paper": paper,
        "orientation": orientation, "scale": scale, "cover": cover, "language": spoken, "findings": findings,
        "sources": drawn_sources(study, run, spoken, cover=cover),
    }  # fmt: skip
    if theme or compare:
        options |= {
            "theme": theme, "compare": compare, "indicators": run.indicators, "about": run.about,
            "criteria": study.criteria, "checks": run.checks, "scores": run.scores,
        }  # fmt: skip
    tables = run.villages, run.ranking, run.members
    drawn = (
        annex(*tables, rank=rank, **options)
        if count is None
        else atlas(*tables, count=count, progress=progress, **options)
    )
    drawn.save(path)
    return path


def _known(ranks: list[int]) -> str:
    return f"; there are {listing(ranks, 20)}" if ranks else ": the run found none; loosen its rules and run it again"
