"""A QGIS project of one candidate of a run, beside the run's own: another rank, paper or decree."""

import os
from pathlib import Path

from kawasan_gis.documents.case import of_rank
from kawasan_gis.handover import write_project
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.content.sources import source_lines
from kawasan_gis.run_output import file_name, finished_run, output_file
from kawasan_gis.run_sources import drawn_sources
from kawasan_gis.runfolder import GEOPACKAGE

SUFFIX = ".qgz"


def save_project(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    rank: int = 1,
    paper: str = "A3",
    decree: Decree | None = None,
) -> Path:
    """Write a QGIS project of a finished run, with the sheet of one candidate as its print layout.

    Parameters
    ----------
    folder
        A run folder; the project reads its GeoPackage, and is in its language.
    out
        The file, ``.qgz``; ``kawasan_<rank>_<name>.qgz`` in the run folder when not given.
    rank
        Which candidate; 1 is the best.
    paper
        ``A4`` to ``A1``; the next larger one where the candidate does not fit.
    decree
        What is known of the decree.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    DataError
        When it is not a run folder, or the run is not finished, or a file of it is missing or damaged.
    StudyError
        When no candidate has that rank, there is no such paper, or the candidate fits on none.
    OutputError
        When the file cannot be written, has another suffix, or is a file of the run.
    """
    run, study, language = finished_run(folder)
    ranking = run.ranking
    name = file_name(str(ranking.at[of_rank(ranking, rank), "name"]))
    path = output_file(run, out, f"kawasan_{rank}_{name}", SUFFIX, "the project", within="")
    write_project(
        path, run.path / GEOPACKAGE, title=study.study.name, rank=rank, paper=paper, decree=decree, language=language,
        sources=source_lines(drawn_sources(study, run, language), None, language),
    )  # fmt: skip
    return path
