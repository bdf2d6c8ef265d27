"""The annex of a run, from the tables in its folder and its study: no layer is read again."""

import os
from pathlib import Path
from typing import Any

from kawasan_gis.errors import OutputError, StudyError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.annexes import annex, atlas
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.paper import Orientation
from kawasan_gis.pipeline import run_files
from kawasan_gis.run_document import FOLDER, file_name
from kawasan_gis.run_map import boundary_source
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.study import Study, read_run_study
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
    run = RunFolder(Path(folder))
    study = read_run_study(run)
    ranks = sorted(int(one) for one in run.ranking["rank"])
    if count is None and rank not in ranks:
        raise StudyError(f"no candidate of {run.path} has rank {rank}{_known(ranks)}")
    if count is not None and not 1 <= count <= len(ranks):
        raise StudyError(f"{run.path} has {len(ranks)} candidates; an atlas is of 1 to {len(ranks)}, not {count}")
    path = _target(run, out, rank, count)
    spoken = language or study.outputs.language
    options: dict[str, Any] = {
        "surroundings": run.surroundings, "features": run.features, "decree": decree, "paper": paper,
        "orientation": orientation, "scale": scale, "cover": cover, "sources": _sources(study, run, cover, spoken),
        "language": spoken, "findings": findings,
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


def _target(run: RunFolder, out: str | os.PathLike[str] | None, rank: int, count: int | None) -> Path:
    """Say where the file goes; refuse what would replace a file of the run, or is to be no PDF."""
    if out is None:
        name = run.ranking.set_index("rank").at[rank, "name"] if count is None else ""
        own = f"lampiran_{rank}_{file_name(str(name))}" if count is None else f"atlas_{count}"
        return run.path / FOLDER / f"{own}{SUFFIX}"
    path = Path(out)
    if path.resolve() in {(run.path / name).resolve() for name in run_files()}:
        raise OutputError(f"{path} is a file of the run; give the annex a file of its own")
    if path.suffix.lower() != SUFFIX:
        raise OutputError(f"{path}: the annex is a PDF; give it a name that ends in {SUFFIX}")
    return path


def _sources(study: Study, run: RunFolder, cover: bool, language: Language) -> list[dict[str, str]]:
    """Say who made what is drawn, things of one source together; areas of land cover only where they are drawn."""
    features = run.features
    drawn = set(features.loc[(features["kind"] != "cover") | cover, "layer"])
    rows = boundary_source(study, language)
    rows += [
        {"name": layer.label or layer.name, "source": layer.source, "year": str(layer.year or ""),
         "licence": layer.licence}
        for layer in study.layers
        if layer.name in drawn and layer.source
    ]  # fmt: skip
    together: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        together.setdefault((row["source"], row["year"], row["licence"]), []).append(row["name"])
    return [
        {"name": ", ".join(names), "source": source, "year": year, "licence": licence}
        for (source, year, licence), names in together.items()
    ]
