"""Files written whole or not at all, and their fingerprints."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kawasan_gis.errors import OutputError


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
        folder = tempfile.mkdtemp(prefix=".partial-", dir=target.parent)
    except OSError as error:
        raise OutputError(f"cannot write in {target.parent}: {error.strerror}; choose another folder") from error
    partial = Path(folder) / target.name
    try:
        yield partial
        partial.replace(target)
    except OSError as error:
        raise OutputError(
            f"cannot write {target}: {error.strerror or error}; is it open in another program?"
        ) from error
    finally:
        for left in Path(folder).iterdir():
            left.unlink()
        Path(folder).rmdir()


def sha256(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal text."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
