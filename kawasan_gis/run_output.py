"""What is made of a finished run afterwards: from its folder alone, into a file of its own."""

import os
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from kawasan_gis.errors import OutputError
from kawasan_gis.i18n import Language
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.steps import run_files
from kawasan_gis.study import Study, read_run_study

FOLDER = "annex"
LONGEST_NAME = 60


class FinishedRun(NamedTuple):
    """A run folder with its study, and the language that is asked for."""

    folder: RunFolder
    study: Study
    language: Language


def finished_run(folder: str | os.PathLike[str], language: Language | None = None) -> FinishedRun:
    """Open a run folder; no layer is read again.

    Parameters
    ----------
    folder
        A run folder.
    language
        ``id`` or ``en``; the study's when not given.

    Raises
    ------
    DataError
        When it is not a run folder, or its study cannot be read.
    """
    run = RunFolder(Path(folder))
    study = read_run_study(run)
    return FinishedRun(run, study, language or study.outputs.language)


def output_file(
    run: RunFolder, out: str | os.PathLike[str] | None, usual: str, suffix: str, what: str, *, within: str = FOLDER
) -> Path:
    """Say where a file goes; refuse what would replace a file of the run, or is of another kind.

    Parameters
    ----------
    run
        The run folder.
    out
        The file that is asked for.
    usual
        Its name without suffix when none is asked for.
    suffix
        Of its kind, such as ``.pdf``.
    what
        What to call it in an error.
    within
        The folder in the run folder for the usual name.

    Raises
    ------
    OutputError
        When the file is one of the run's, or has another suffix.
    """
    path = Path(out) if out is not None else run.path / within / f"{usual}{suffix}"
    if path.resolve() in {(run.path / name).resolve() for name in run_files()}:
        raise OutputError(f"{path} is a file of the run; give {what} a file of its own")
    if path.suffix.lower() != suffix:
        raise OutputError(f"{path}: {what} has the suffix {suffix}; give it a name that ends in {suffix}")
    return path


def file_name(text: str) -> str:
    """Make a name every file system takes: letters, digits and underscores.

    Parameters
    ----------
    text
        Any name.

    Examples
    --------
    >>> file_name("Bi'ih, Karang Intan/../é")
    'bi_ih_karang_intan_e'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:LONGEST_NAME].rstrip("_") or "kawasan"
