import geopandas as gpd
import numpy as np
import shapely
from map_study import wiggly_grid

from kawasan_gis.maps import shapes


def decoded(shape):
    polygons = []
    for part in shape:
        rings = [np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / shapes.DEGREES for steps in part]
        polygons.append(shapely.Polygon(rings[0], rings[1:]))
    return shapely.multipolygons(polygons)


def test_encoded_shapes_come_back_with_holes_and_parts():
    holed = shapely.box(115, -3, 115.2, -2.9).difference(shapely.box(115.05, -2.98, 115.1, -2.95))
    both = shapely.multipolygons([holed, shapely.box(116, -3, 116.1, -2.9)])
    assert decoded(shapes.encoded(both)).equals(both)
    assert shapes.encoded(None) == shapes.encoded(shapely.Polygon()) == []


def test_open_lines_come_back_and_keep_both_ends():
    line = shapely.LineString([(115, -3), (115.1, -3), (115.1, -2.9), (115, -3)])
    (steps,) = shapes.encoded_lines([line])
    assert np.allclose(np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / shapes.DEGREES, line.coords)


def test_all_shapes_of_a_series_are_encoded_in_its_order():
    series = gpd.GeoSeries([shapely.box(0, 0, 0.001, 0.001), None, shapely.box(1, 1, 1.001, 1.001)], crs=4326)
    assert shapes.encoded_all(series) == [shapes.encoded(shape) for shape in series]


def test_a_label_stands_inside_its_area():
    villages = wiggly_grid()
    bent = gpd.GeoSeries([shapely.box(0, 0, 9, 9).difference(shapely.box(1, 1, 9, 9))], crs=villages.crs)
    bent = bent.affine_transform([1000, 0, 0, 1000, 300_000, 9_650_000])
    (at,) = shapes.points(bent)
    assert bent.to_crs(4326).iloc[0].contains(shapely.Point(at[::-1]))


def moved(villages, places, metres):
    geometry = villages.geometry.copy()
    geometry.iloc[places] = geometry.iloc[places].translate(0, -metres)
    return geometry


def test_an_island_far_out_is_left_out_of_the_view():
    villages = wiggly_grid()
    shapes_there = moved(villages, [0, 1], 150_000)
    assert sorted(set(shapes.gathered(shapes_there).index)) == sorted(villages.index[2:])


def test_near_islands_and_many_islands_are_in_the_view():
    villages = wiggly_grid()
    for shapes_there in (moved(villages, [0], 300), moved(villages, list(range(10)), 150_000), villages.geometry):
        assert set(shapes.gathered(shapes_there).index) == set(villages.index)


def test_a_far_part_of_one_village_is_left_out_of_the_view():
    villages = wiggly_grid()
    geometry = villages.geometry.copy()
    geometry.iloc[5] = shapely.union_all([geometry.iloc[5], shapely.box(600_000, 9_650_000, 600_100, 9_650_100)])
    view = shapes.gathered(geometry)
    assert view.total_bounds[2] < 400_000 < geometry.total_bounds[2]
    assert set(view.index) == set(villages.index)


def test_a_view_of_nothing_is_the_whole_country():
    nothing = gpd.GeoSeries([None, shapely.Polygon()], crs=32750)
    assert shapes.bounds(shapes.gathered(nothing)) == [[-11.0, 95.0], [6.0, 141.0]]
