"""Documents people edit: the draft of the annex's table with a summary of the kawasan, and whom its weaknesses concern.

:func:`kawasan_gis.write_docx` is in :mod:`kawasan_gis.documents.report`; python-docx is imported by
:mod:`kawasan_gis.documents.draft` only.
"""

from kawasan_gis.documents.needs import read_needs
from kawasan_gis.documents.weakness import needs_table

__all__ = ["needs_table", "read_needs"]
