"""Polygons thinned together and dissolved: no polygon lost, common borders kept, no cracks."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from map_study import wiggly_grid

from kawasan_gis import dissolve


def test_neighbours_keep_one_common_border():
    thin = dissolve.thinned(wiggly_grid().geometry, 60.0)
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
    thin = dissolve.thinned(dirty, 120.0)
    assert thin.is_valid.all()
    assert not thin.is_empty.any()
    assert (shapely.get_num_geometries(thin) >= shapely.get_num_geometries(dirty)).all()
    assert ((thin.area - dirty.area).abs() <= dissolve.MOST_CHANGE * dirty.area).all()


def test_a_polygon_that_would_shrink_too_much_is_kept():
    needle = gpd.GeoSeries([shapely.Polygon([(0, 0), (900, 30), (0, 60), (300, 30)])], crs=32750)
    assert dissolve.thinned(needle, 500.0).iloc[0].equals(needle.iloc[0])


def test_missing_and_empty_shapes_are_let_through():
    given = gpd.GeoSeries([None, shapely.Polygon(), shapely.box(0, 0, 900, 900)], crs=32750)
    thin = dissolve.thinned(given, 5.0)
    assert [shape is None or shape.is_empty for shape in thin] == [True, True, False]


def test_dissolved_groups_have_no_cracks():
    parts = gpd.GeoSeries([shapely.box(0, 0, 1000, 1000), shapely.box(1008, 0, 2000, 1000)], crs=32750)
    outline = dissolve.dissolved(parts, pd.Series(["a", "a"])).iloc[0]
    assert outline.geom_type == "Polygon"
    assert outline.area == pytest.approx(2_000_000, rel=1e-6)


@pytest.mark.real
@pytest.mark.parametrize("name", ["kalsel_desa", "kalsel_desa_rbi2023_simpl", "kalsel_desa_bps2020"])
@pytest.mark.parametrize("tolerance", [25.0, 60.0])
def test_real_boundaries_survive(shared_data, name, tolerance):
    real = gpd.read_file(shared_data / f"{name}.gpkg").to_crs(32750).make_valid()
    thin = dissolve.thinned(real, tolerance)
    assert thin.is_valid.all()
    assert (shapely.get_num_geometries(thin) == shapely.get_num_geometries(real)).all()
    assert ((thin.area - real.area).abs() <= dissolve.MOST_CHANGE * real.area).all()
    assert shapely.get_num_coordinates(thin).sum() < shapely.get_num_coordinates(real).sum()


@pytest.mark.parametrize(("gap", "parts"), [(28, 1), (32, 2)])
def test_closed_joins_what_lies_up_to_thirty_metres_apart(gap, parts):
    two = shapely.union(shapely.box(0, 0, 1000, 1000), shapely.box(1000 + gap, 0, 2000, 1000))
    assert len(shapely.get_parts(dissolve.closed(two))) == parts
