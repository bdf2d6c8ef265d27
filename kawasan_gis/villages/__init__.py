"""Village boundaries: any file planners hold, read into one clean table, with a report of what was wrong.

``read_villages`` gives the villages table; ``check_coverage`` looks at how its polygons lie against each other.
"""

from kawasan_gis.villages.check import check_coverage
from kawasan_gis.villages.names import read_code_list
from kawasan_gis.villages.surroundings import read_surroundings
from kawasan_gis.villages.table import VillageFile, read_villages

__all__ = ["VillageFile", "check_coverage", "read_code_list", "read_surroundings", "read_villages"]
