"""What can go wrong, as one tree. Every error is also a ``ValueError``.

::

    KawasanError
    ├── DataError            something in a file or table
    │   ├── CodeError        village or kabupaten codes
    │   ├── CRSError         coordinate reference system
    │   ├── GeometryError    shapes
    │   └── TableError       columns and values
    ├── StudyError           the study file, or options given by hand
    ├── InfeasibleError      rules that no area can meet
    └── OutputError          a file that cannot be written

A message says what is wrong, how many rows, the first five codes, and the way out.
"""

from collections.abc import Iterable


class KawasanError(ValueError):
    """Base of all errors this package raises on purpose."""


class DataError(KawasanError):
    """Something in an input file or table is wrong."""


class CodeError(DataError):
    """Village or kabupaten codes are missing, malformed, repeated or unknown."""


class CRSError(DataError):
    """A coordinate reference system is missing, wrong or does not fit the data."""


class GeometryError(DataError):
    """Shapes are missing or of the wrong kind."""


class TableError(DataError):
    """A column is missing or its values cannot be used."""


class StudyError(KawasanError):
    """The study file, or an option given by hand, is wrong."""


class InfeasibleError(KawasanError):
    """No area can meet the rules."""


class OutputError(KawasanError):
    """A file or folder cannot be written."""


class DataWarning(UserWarning):
    """Rows were found that need a look; nothing was dropped without being counted here."""


def listing(items: Iterable[object], limit: int = 5) -> str:
    """Name the first few items and count the rest, for an error message.

    Examples
    --------
    >>> listing(["a", "b", "c"], limit=2)
    'a, b and 1 more'
    """
    texts = [str(item) for item in items]
    shown = ", ".join(texts[:limit])
    return f"{shown} and {len(texts) - limit} more" if len(texts) > limit else shown
