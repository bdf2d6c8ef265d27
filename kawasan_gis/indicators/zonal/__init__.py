"""Zonal statistics of rasters, exact: every cell counts by the part of it that lies in the village.

``grid`` opens and checks rasters and reads them in blocks, ``coverage`` and ``sums`` are the compiled loops,
``fallback`` does the same by exactextract and numpy where there is no compiler, ``accumulate`` collects, ``passing``
reads each grid once for all that is asked, ``values`` makes numbers of what was collected, ``statistics`` is the
table for a notebook, ``measures`` are the indicators of a study.
"""

from kawasan_gis.indicators.zonal.classes import check_classes, class_codes
from kawasan_gis.indicators.zonal.measures import (
    class_ha,
    class_share,
    number,
    open_raster,
    open_rasters,
    slope_mean,
    slope_share,
    valid_share,
)
from kawasan_gis.indicators.zonal.statistics import zonal_statistics

__all__ = [
    "check_classes",
    "class_codes",
    "class_ha",
    "class_share",
    "number",
    "open_raster",
    "open_rasters",
    "slope_mean",
    "slope_share",
    "valid_share",
    "zonal_statistics",
]
