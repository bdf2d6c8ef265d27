import numpy as np
import pytest
import shapely
from drawing import ORIGIN, at, code, draw_villages, shapes
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.cover import cover_ha, cover_share

VILLAGES = draw_villages("aab\nccb")
ANY = Indicator(name="x", layer="l", measure="cover_ha")


def by_letter(series, letters="abc"):
    return [series[code(letter)] for letter in letters]


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
