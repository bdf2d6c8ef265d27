"""Files written whole or not at all, and their fingerprints."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kawasan_gis.errors import DataError, OutputError

PARTIAL = ".partial-"
WAYS_OUT = {errno.ENOSPC: "make room on the disk", errno.EISDIR: "give the name of a file"}


@contextmanager
def written_whole(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path to write to; rename it to ``path`` only when the block ends well.

    The temporary file lies in the same folder and keeps the suffix, since writers pick their
    format by it. A block that fails, or a process that is killed, leaves the old file as it was.

    Raises
    ------
    OutputError
        When the folder cannot be made or written to.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = tempfile.mkdtemp(prefix=PARTIAL, dir=target.parent)
    except OSError as error:
        raise OutputError(f"cannot write in {target.parent}: {error.strerror}; choose another folder") from error
    partial = Path(folder) / target.name
    try:
        yield partial
        partial.replace(target)
    except OSError as error:
        way_out = WAYS_OUT.get(error.errno or 0, "is it open in another program?")
        raise OutputError(f"cannot write {target}: {error.strerror or error}; {way_out}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sha256(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal text.

    Raises
    ------
    DataError
        When the file cannot be read.
    """
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}; is it open in another program?") from error


def remove_partial(folder: Path) -> None:
    """Clear away what writers that were killed left half done in a folder."""
    for left in sorted(folder.glob(f"{PARTIAL}*")):
        shutil.rmtree(left)
