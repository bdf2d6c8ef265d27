import numpy as np
import pytest
from drawing import ORIGIN
from pyproj import CRS
from rasterio.transform import from_bounds, from_origin

from kawasan_gis.indicators.terrain import SLOPE_CLASSES, gradients, ground_sizes, slope_classes, slope_percent


def plane(rows, columns, east, south, cell):
    y, x = np.mgrid[:rows, :columns] * cell
    return 100 + east * x + south * y


def test_a_plane_has_its_slope_everywhere():
    percent = slope_percent(plane(200, 30, 0.3, 0.4, 25.0), 25.0, 25.0)
    assert percent.shape == (198, 28)
    assert percent == pytest.approx(np.full((198, 28), 50.0))
    tall = slope_percent(plane(9, 9, 0.3, 0.4, 25.0), 25.0, 50.0)
    assert tall == pytest.approx(np.full((7, 7), 100 * np.hypot(0.3, 0.2)))


def test_horns_weights_by_hand():
    heights = np.array([[1.0, 2.0, 4.0], [7.0, 100.0, 3.0], [5.0, 9.0, 8.0]])
    east = ((4 + 2 * 3 + 8) - (1 + 2 * 7 + 5)) / (8 * 10)
    south = ((5 + 2 * 9 + 8) - (1 + 2 * 2 + 4)) / (8 * 10)
    assert slope_percent(heights, 10.0, 10.0)[0, 0] == pytest.approx(100 * np.hypot(east, south))


def test_gradients_are_rises_to_the_east_and_the_south():
    east, south = gradients(plane(5, 6, 0.3, -0.4, 25.0), 25.0, 25.0)
    assert east == pytest.approx(np.full((3, 4), 0.3))
    assert south == pytest.approx(np.full((3, 4), -0.4))


def test_every_row_has_its_own_width():
    percent = slope_percent(plane(4, 5, 0.2, 0.0, 10.0), np.array([10.0, 20.0]), 10.0)
    assert percent[:, 0] == pytest.approx([20, 10])


def test_a_missing_neighbour_or_middle_leaves_no_slope():
    heights = plane(7, 7, 0.1, 0.0, 10.0)
    heights[3, 3] = np.nan
    percent = slope_percent(heights, 10.0, 10.0)
    assert np.isnan(percent[1:4, 1:4]).all()
    assert np.isnan(percent).sum() == 9


def test_strips_do_not_show():
    heights = np.random.default_rng(1).normal(0, 50, (150, 20))
    whole = slope_percent(heights, 30.0, 30.0)
    pieces = [slope_percent(heights[a : a + 12], 30.0, 30.0) for a in range(0, 148, 10)]
    assert np.concatenate(pieces)[:148].tobytes() == whole.tobytes()


def test_classes_hold_their_upper_limit():
    percent = np.array([0, 8, 8.001, 15, 25, 25.1, 40, 40.1, 900, np.nan])
    assert slope_classes(percent).tolist() == [0, 0, 1, 1, 2, 3, 3, 4, 4, 255]
    assert len(SLOPE_CLASSES) == 5


def test_sizes_in_degrees_are_of_the_ground():
    wide, tall = ground_sizes(CRS("EPSG:4326"), from_bounds(114, -10, 116, 2, 200, 1200), 200, 1200)
    # Published lengths of a degree on WGS 84: 111,319.5 m of longitude at the equator, 109,639 m at 10 degrees;
    # 110,574 m of latitude at the equator, 110,608 m at 10 degrees.
    assert wide[[199, 1199]] == pytest.approx([1113.2, 1096.4], rel=1e-3)
    assert tall[[199, 1199]] == pytest.approx([1105.74, 1106.07], rel=1e-4)


def test_sizes_of_projected_grids_are_planar_unless_the_projection_stretches():
    utm = ground_sizes(CRS("EPSG:32749"), from_origin(*ORIGIN, 30, 20), 100, 100)
    assert set(utm[0]) == {30.0}
    assert set(utm[1]) == {20.0}
    mercator = ground_sizes(CRS("EPSG:3857"), from_origin(12_300_000, -1_000_000, 30, 30), 100, 100)
    assert mercator[0] == pytest.approx(30 * np.cos(np.radians(8.97)), rel=1e-3)
    feet = ground_sizes(CRS("EPSG:2263"), from_origin(990_000, 200_000, 100, 100), 10, 10)
    assert feet[0] == pytest.approx(30.48, rel=1e-5)
