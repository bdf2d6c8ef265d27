"""Indicators measured on points, lines and polygons: count, access, cover."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawing import ORIGIN, code, draw_villages
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.access import nearest
from kawasan_gis.indicators.count import count, density
from kawasan_gis.indicators.cover import cover_ha, cover_share

VILLAGES = draw_villages("aab\nccb")
ANY = Indicator(name="x", layer="l", measure="count")


def at(*places):
    return [shapely.Point(ORIGIN[0] + x * 1000, ORIGIN[1] + y * 1000) for x, y in places]


def shapes(*parts):
    return gpd.GeoDataFrame(geometry=list(parts), crs=VILLAGES.crs)


def by_letter(series, letters="abc"):
    return [series[code(letter)] for letter in letters]


def test_points_count_where_they_lie_and_once_on_a_border():
    findings = Findings()
    points = shapes(
        *at((0.5, 1.5), (0.5, 0.5), (0.5, 0.6), (1, 1), (9, 9)), shapely.MultiPoint(at((2.5, 0.5), (2.5, 1.5)))
    )
    assert by_letter(count(VILLAGES, points, ANY, findings)) == [2, 2, 2]
    assert findings.frame[["kind", "value"]].to_numpy().tolist() == [["outside_villages", 1.0]]
    assert by_letter(density(VILLAGES, points, ANY, Findings())) == [1, 1, 1]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.5, 3.5), st.floats(-0.5, 2.5)), min_size=1, max_size=40))
def test_every_point_is_counted_exactly_once_or_reported(places):
    findings = Findings()
    counted = count(VILLAGES, shapes(*at(*places)), ANY, findings).sum()
    reported = findings.frame["value"].sum()
    assert counted + reported == len(places)


def test_counts_do_not_depend_on_the_order_of_points():
    points = shapes(*at((1, 1), (0.2, 0.2), (2, 1)))
    assert count(VILLAGES, points, ANY, Findings()).equals(count(VILLAGES, points.iloc[::-1], ANY, Findings()))


def test_nearest_distance_from_a_point_inside():
    lines = shapes(shapely.LineString(at((-1, -1), (-1, 3))))
    assert by_letter(nearest(VILLAGES, lines, ANY, Findings())) == pytest.approx([2000, 3500, 2000])
    there = shapes(*VILLAGES.geometry)
    assert by_letter(nearest(VILLAGES, there, ANY, Findings())) == [0, 0, 0]


def test_cover_counts_ground_once():
    west = shapely.box(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 500, ORIGIN[1] + 2000)
    inside = shapely.box(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 250, ORIGIN[1] + 1000)
    cover = shapes(west, inside)
    assert by_letter(cover_ha(VILLAGES, cover, ANY, Findings())) == pytest.approx([50, 0, 50])
    assert by_letter(cover_share(VILLAGES, cover, ANY, Findings())) == pytest.approx([0.25, 0, 0.25])


def test_covers_that_meet_no_village_cover_nothing():
    far = shapes(shapely.Point(ORIGIN[0] - 5000, ORIGIN[1]).buffer(10))
    assert cover_ha(VILLAGES, far, ANY, Findings()).tolist() == [0, 0, 0]


def test_invalid_covers_are_repaired():
    bowtie = shapely.Polygon(at((0, 0), (2, 1), (2, 0), (0, 1)))
    assert cover_ha(VILLAGES, shapes(bowtie), ANY, Findings())[code("c")] == pytest.approx(100)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_cover_is_conserved_when_villages_are_split(seed):
    rng = np.random.default_rng(seed)
    blobs = shapes(*(shapely.Point(ORIGIN + rng.random(2) * 3000).buffer(rng.random() * 800 + 10) for _ in range(4)))
    whole = draw_villages("aaa\naaa")
    parts = cover_ha(VILLAGES, blobs, ANY, Findings()).sum()
    assert parts == pytest.approx(cover_ha(whole, blobs, ANY, Findings()).sum(), rel=1e-9)
