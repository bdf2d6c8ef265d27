"""Hand-over to QGIS and other programs: a GeoPackage with styles, a project with a print layout, GeoJSON."""

from kawasan_gis.handover.geojson import write_geojson
from kawasan_gis.handover.gpkg import write_gpkg
from kawasan_gis.handover.project import write_project

__all__ = ["write_geojson", "write_gpkg", "write_project"]
