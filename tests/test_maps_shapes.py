import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
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


def test_neighbours_keep_one_common_border():
    thin = shapes.thinned(wiggly_grid().geometry, 60.0)
    assert shapely.coverage_is_valid(thin.to_numpy())
    assert shapely.get_num_coordinates(thin.to_numpy()).sum() < 0.7 * wiggly_grid().count_coordinates().sum()


@pytest.mark.parametrize("jitter", [0.5, 40.0])
def test_dirty_borders_lose_no_polygon_and_little_area(jitter):
    rng = np.random.default_rng(5)

    def jittered(polygon):
        corners = shapely.get_coordinates(polygon)[:-1]
        return shapely.Polygon(corners + rng.normal(0, jitter, corners.shape)).buffer(0)

    dirty = wiggly_grid().geometry.map(jittered)
    dirty.iloc[4] = shapely.unary_union([dirty.iloc[4], shapely.box(0, 0, 3, 3)])
    thin = shapes.thinned(dirty, 120.0)
    assert thin.is_valid.all()
    assert not thin.is_empty.any()
    assert (shapely.get_num_geometries(thin) >= shapely.get_num_geometries(dirty)).all()
    assert ((thin.area - dirty.area).abs() <= shapes.MOST_CHANGE * dirty.area).all()


def test_a_polygon_that_would_shrink_too_much_is_kept():
    needle = gpd.GeoSeries([shapely.Polygon([(0, 0), (900, 30), (0, 60), (300, 30)])], crs=32750)
    assert shapes.thinned(needle, 500.0).iloc[0].equals(needle.iloc[0])


def test_missing_and_empty_shapes_are_let_through():
    given_shapes = gpd.GeoSeries([None, shapely.Polygon(), shapely.box(0, 0, 900, 900)], crs=32750)
    assert [shapes.encoded(shape) != [] for shape in shapes.thinned(given_shapes, 5.0)] == [False, False, True]


def test_outlines_have_no_cracks():
    parts = gpd.GeoSeries([shapely.box(0, 0, 1000, 1000), shapely.box(1008, 0, 2000, 1000)], crs=32750)
    outline = shapes.outlines(parts, pd.Series(["a", "a"])).iloc[0]
    assert outline.geom_type == "Polygon"
    assert outline.area == pytest.approx(2_000_000, rel=1e-6)


@pytest.mark.real
@pytest.mark.parametrize("name", ["kalsel_desa", "kalsel_desa_rbi2023_simpl", "kalsel_desa_bps2020"])
@pytest.mark.parametrize("tolerance", [25.0, 60.0])
def test_real_boundaries_survive(shared_data, name, tolerance):
    real = gpd.read_file(shared_data / f"{name}.gpkg").to_crs(32750).make_valid()
    thin = shapes.thinned(real, tolerance)
    assert thin.is_valid.all()
    assert (shapely.get_num_geometries(thin) == shapely.get_num_geometries(real)).all()
    assert ((thin.area - real.area).abs() <= shapes.MOST_CHANGE * real.area).all()
    assert shapely.get_num_coordinates(thin).sum() < shapely.get_num_coordinates(real).sum()


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
