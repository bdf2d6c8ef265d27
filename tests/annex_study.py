"""A sheet of the small study: its first candidate, what lies around it, and a few features."""

import geopandas as gpd
import shapely
from map_study import study, wiggly_grid

from kawasan_gis.maps.annex.paper import choose_layout
from kawasan_gis.maps.annex.scene import scene_of
from kawasan_gis.maps.annex.view import seen


def surroundings_of(villages):
    """A village of another kabupaten to the east, one of another provinsi to the north, and their outlines."""
    west, south, east, north = villages.total_bounds
    right = shapely.box(west, south, east + 4000, north).difference(shapely.union_all(villages.geometry.to_numpy()))
    right = max(shapely.get_parts(right), key=shapely.area)
    above = shapely.box(west, north, east + 4000, north + 3000)
    rows = [
        ("desa", "99.02.01.2001", "Sebelah", right),
        ("desa", "98.01.01.2001", "Utara", above),
        ("kabupaten", "99.02", "Kabupaten Sebelah", right),
        ("kabupaten", "99.01", "Contoh", shapely.union_all(villages.geometry.to_numpy())),
    ]
    return gpd.GeoDataFrame(rows, columns=["level", "kode", "name", "geometry"], crs=villages.crs)


def features_of(villages):
    """Roads of two classes, a river, a line of another kind, two kinds of facilities and a place; one road far away."""
    west, south, east, north = villages.total_bounds
    middle = (south + north) / 2
    rows = [
        ("jalan", "road", "road_main", "", "Jalan", shapely.LineString([(west, middle), (east, middle + 300)])),
        ("jalan", "road", "road_minor", "", "Jalan", shapely.LineString([(west, south), (east, north)])),
        ("jalan", "road", "road_local", "", "Jalan", shapely.LineString([(west - 9e5, south), (west - 8e5, south)])),
        ("sungai", "river", "river", "", "Sungai", shapely.LineString([(west, north), (east, south)])),
        (
            "irigasi",
            "line",
            "",
            "",
            "Saluran {induk}",
            shapely.LineString([(west, middle - 900), (east, middle - 900)]),
        ),
        ("sekolah", "facility", "", "SDN 1", "Sekolah", shapely.Point(west + 3000, south + 3000)),
        ("pasar", "facility", "", "", "Pasar", shapely.Point(west + 7000, south + 5000)),
        ("tempat", "place", "", "Pelabuhan", "tempat", shapely.Point(west + 5000, south + 7000)),
    ]
    return gpd.GeoDataFrame(
        rows, columns=["layer", "kind", "class", "name", "label", "geometry"], crs=villages.crs
    )  # fmt: skip


def small_scene(*, around=True, **options):
    """The first candidate, with or without what lies around it."""
    villages = wiggly_grid()
    tables = study(villages)
    extra = {"surroundings": surroundings_of(villages), "features": features_of(villages)} if around else {}
    return scene_of(villages, tables["ranking"], tables["members"], **{**extra, **options})


def small_sheet(paper="A3", *, around=True, **options):
    """Layout and scene with its view."""
    scene = small_scene(around=around)
    layout = choose_layout(scene.kawasan, paper, rows=len(scene.members), **options)
    return layout, seen(scene, layout)
