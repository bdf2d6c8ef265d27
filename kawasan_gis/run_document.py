"""The document of one candidate of a run, from the tables in its folder and its study: no layer is read again."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kawasan_gis.documents.case import of_rank
from kawasan_gis.documents.needs import needs_from_plain
from kawasan_gis.i18n import Language
from kawasan_gis.run_output import file_name, finished_run, output_file
from kawasan_gis.run_sources import boundary_source
from kawasan_gis.runfolder import NEEDS

if TYPE_CHECKING:
    from kawasan_gis.maps.annex.decree import Decree

SUFFIX = ".docx"


def save_document(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    rank: int = 1,
    decree: "Decree | None" = None,
    language: Language | None = None,
) -> Path:
    """Write the draft of the minutes and of the annex's table for a candidate of a finished run.

    Parameters
    ----------
    folder
        A run folder.
    out
        The file, ``.docx``; ``annex/berita_acara_<rank>_<name>.docx`` in the run folder when not given.
    rank
        Which candidate; 1 is the best.
    decree
        What is known of the decree.
    language
        ``id`` or ``en``; the study's when not given.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    DataError
        When it is not a run folder, or the run is not finished, or a file of it is damaged.
    StudyError
        When no candidate has that rank.
    OutputError
        When the file cannot be written, or is to have another suffix.
    """
    from kawasan_gis.documents.report import write_docx

    run, study, spoken = finished_run(folder, language)
    ranking = run.ranking
    name = file_name(str(ranking.at[of_rank(ranking, rank), "name"]))
    path = output_file(run, out, f"berita_acara_{rank}_{name}", SUFFIX, "the document")
    write_docx(
        path, run.villages, ranking, run.members, rank=rank, borders=run.borders, indicators=run.indicators,
        about=run.about, criteria=study.criteria, checks=run.checks, findings=run.findings,
        needs=needs_from_plain(run.needs_plain, NEEDS), decree=decree, sources=boundary_source(study, spoken),
        notes=[run.certificate.say(spoken)], title=study.study.name, language=spoken,
    )  # fmt: skip
    return path
