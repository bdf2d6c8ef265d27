"""A made-up kabupaten to learn on, to test with and to time on: Kabupaten Contoh, province 99.

Nothing of it exists: the land lies in the open Java Sea and its codes are given to nobody.

:func:`sample_villages` gives the clean villages, in any number; :func:`make_sample` writes a folder with
boundaries as planners get them, layers, tables and a study.
"""

from kawasan_gis.sample.villages import sample_villages
from kawasan_gis.sample.writing import make_sample

__all__ = ["make_sample", "sample_villages"]
