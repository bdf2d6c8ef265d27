import pytest
import shapely
from drawing import at, code, draw_villages, shapes

from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.access import nearest

VILLAGES = draw_villages("aab\nccb")
ANY = Indicator(name="x", layer="l", measure="nearest")


def by_letter(series, letters="abc"):
    return [series[code(letter)] for letter in letters]


def test_nearest_distance_from_a_point_inside():
    lines = shapes(shapely.LineString(at((-1, -1), (-1, 3))))
    assert by_letter(nearest(VILLAGES, lines, ANY, Findings())) == pytest.approx([2000, 3500, 2000])
    there = shapes(*VILLAGES.geometry)
    assert by_letter(nearest(VILLAGES, there, ANY, Findings())) == [0, 0, 0]
