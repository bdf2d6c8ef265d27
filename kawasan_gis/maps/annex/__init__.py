"""The annex of a decree: a map sheet at its true scale with the table of villages, ready to print.

:func:`kawasan_gis.annex` is in :mod:`kawasan_gis.maps.annex.annexes`. Words, paper and the decree do not need
matplotlib, and nothing is imported here, so that documents and hand-over do without it.
"""
