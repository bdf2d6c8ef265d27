"""Columns from what a pass has collected, on numbers written by hand."""

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from rasters import write_raster

from kawasan_gis.errors import StudyError
from kawasan_gis.indicators.zonal.accumulate import Classes
from kawasan_gis.indicators.zonal.blocks import Source
from kawasan_gis.indicators.zonal.grid import look_at
from kawasan_gis.indicators.zonal.passing import Request
from kawasan_gis.indicators.zonal.values import (
    Options,
    check_source,
    class_hectares,
    grouped,
    numbers,
    requests_of,
    shares,
)

# Cells of the classes 1, 2 and 5 in three villages; the last has none.
FOUND = Classes([1, 2, 5], np.array([[1.0, 3.0, 0.0], [0.0, 0.0, 4.0], [0.0, 0.0, 0.0]]), np.zeros(3))
VILLAGES = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 200, 400)] * 3, crs="EPSG:32749")


class Given(dict):
    """Answers that are there already; every village has eight cells."""

    villages = VILLAGES

    def valid_share(self, source, weight):
        return np.asarray(weight) / 8


@pytest.fixture
def source(tmp_path):
    return Source(look_at(write_raster(tmp_path / "a.tif", np.ones((4, 4), "uint8")), "a"), 1)


def kinds(source, *statistics, **options):
    return [(one.kind, one.source.derived) for one in requests_of(source, Options(list(statistics), **options))]


def test_a_band_is_asked_once_for_what_its_statistics_share(source):
    plain = source.derived
    assert kinds(source, "mean", "sum", "min", "max") == [("moments", plain)]
    assert kinds(source, "std") == [("moments", plain), ("spread", plain)]
    assert kinds(source, "quantile", quantiles=(0.5,)) == [("moments", plain), ("quantiles", plain)]
    assert kinds(source, "weighted_mean", weights=source) == [("moments", plain), ("weighted", plain)]
    assert kinds(source, "class_share", "class_ha") == [("classes", plain)]
    assert kinds(source, "valid_share") == [("moments", plain)]
    assert kinds(source, "slope_mean", "slope_share") == [("moments", "slope"), ("classes", "slope")]


def test_hectares_are_asked_where_cells_differ_in_size(tmp_path):
    path = write_raster(tmp_path / "d.tif", np.ones((2, 2), "uint8"), crs="EPSG:4326", cell=0.01,
                        transform=None)  # fmt: skip
    degrees = Source(look_at(path, "d"), 1)
    assert kinds(degrees, "class_ha") == [("classes", degrees.derived), ("hectares", degrees.derived)]
    assert kinds(degrees, "class_share") == [("classes", degrees.derived)]


def test_weights_lie_on_the_same_grid(source, tmp_path):
    other = Source(look_at(write_raster(tmp_path / "w.tif", np.ones((2, 2)), cell=250.0), "w"), 1)
    with pytest.raises(StudyError, match=r"w\.tif is not on the grid of a\.tif.*warp it"):
        check_source(source, ["weighted_mean"], other, "x")
    check_source(source, ["mean"], other, "x")
    check_source(source, ["weighted_mean"], source, "x")


def test_numbers_are_sums_divided_by_their_weights(source):
    moments = np.array([[4.0, 10.0, 1.0, 5.0], [0.0, 0.0, math.nan, math.nan]])
    answers = Given({
        Request("moments", source): moments,
        Request("spread", source): np.array([[4.0, 2.5, 9.0], [0.0, math.nan, 0.0]]),
        Request("weighted", source, source): np.array([[2.0, 3.0], [0.0, 0.0]]),
        Request("quantiles", source, quantiles=(0.25, 0.5)): np.array([[1.0, 2.0], [math.nan, math.nan]]),
    })  # fmt: skip
    asked = ["mean", "sum", "min", "max", "std", "weighted_mean", "quantile"]
    columns, seen = numbers(answers, source, Options(asked, (0.25, 0.5), source))
    first = {name: column[0] for name, column in columns.items()}
    assert first == {
        "mean": 2.5, "sum": 10, "min": 1, "max": 5, "std": 1.5, "weighted_mean": 1.5, "quantile_0.25": 1,
        "quantile_0.5": 2,
    }  # fmt: skip
    assert all(math.isnan(columns[name][1]) for name in ("mean", "std", "weighted_mean", "quantile_0.5"))
    assert seen.tolist() == [0.5, 0]


def test_shares_of_classes_are_of_the_ground_with_data(source):
    found, seen = shares(Given({Request("classes", source): FOUND}), source)
    assert found.codes == [1, 2, 5]
    assert found.parts[:2].tolist() == [[0.25, 0.75, 0], [0, 0, 1]]
    assert np.isnan(found.parts[2]).all()
    assert seen.tolist() == [0.5, 0.5, 0]


@pytest.mark.parametrize(("column", "whole"), [(None, 8.0), ([2.0, 2.0, 2.0], 2.0)])
def test_hectares_of_classes_are_parts_of_the_measured_area(source, column, whole):
    answers = Given({Request("classes", source): FOUND})
    answers.villages = VILLAGES if column is None else VILLAGES.assign(area_ha=column)
    found = class_hectares(answers, source)
    assert found.parts[:2].tolist() == [[whole / 8, 3 * whole / 8, 0], [0, 0, whole / 2]]
    assert np.isnan(found.parts[2]).all()


def test_classes_are_summed_into_groups():
    assert {name: list(values) for name, values in grouped(FOUND, None).items()} == {
        "1": [1, 0, 0], "2": [3, 0, 0], "5": [0, 4, 0],
    }  # fmt: skip
    some = grouped(FOUND, {"a": [1, 5, 9], "none": [7]})
    assert {name: list(values) for name, values in some.items()} == {"a": [1, 4, 0], "none": [0, 0, 0]}
