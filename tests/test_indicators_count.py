import numpy as np
import pytest
import shapely
from drawing import at, code, draw_villages, shapes
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.count import count, density, per_1000

VILLAGES = draw_villages("aab\nccb")
ANY = Indicator(name="x", layer="l", measure="count")


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


def test_points_per_thousand_people():
    peopled = VILLAGES.assign(population=[500.0, 0.0, 4000.0])
    findings = Findings()
    found = per_1000(peopled, shapes(*at((0.5, 1.5), (0.5, 0.5), (0.5, 0.6))), ANY, findings)
    assert by_letter(found) == [2, pytest.approx(np.nan, nan_ok=True), 0.5]
    assert findings.of("missing_value") == [code("b")]
    with pytest.raises(TableError, match="indicator x: the villages have no column population; name it"):
        per_1000(VILLAGES, shapes(*at((0.5, 1.5))), ANY, Findings())
