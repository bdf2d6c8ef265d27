import math

import numpy as np
import pandas as pd
import pytest
import shapely
from drawing import at, code, codes, draw_villages, shapes
from street_grid import MIDDLES, MINUTE, grid, layer, points, road
from street_grid import VILLAGES as NINE

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, describe_indicators, measure
from kawasan_gis.indicators.access import (
    coverage_share,
    nearest,
    potential,
    reachable_count,
    travel_min,
    trips_to,
)
from kawasan_gis.layers import Layer
from kawasan_gis.network import Network, build_network

VILLAGES = draw_villages("aab\nccb")
ANY = Indicator(name="x", layer="l", measure="nearest")


def by_letter(series, letters="abc"):
    return [series[code(letter)] for letter in letters]


def network(*lines, **options):
    return build_network(
        NINE, Network(**{**MINUTE, "walk_km": 0.4, **options}), roads=layer(*(lines or grid())), settlements=MIDDLES,
        findings=Findings(),
    )  # fmt: skip


def asked(function, places, findings=None, access=None, decimal=None, **options):
    indicator = Indicator(name="x", layer="l", measure=function.__name__, **options)
    found = findings if findings is not None else Findings()
    pasar = Layer(name="pasar", kind="points", path="pasar.csv", decimal=decimal)
    return function(NINE, trips_to(access or network(), pasar, places, found), indicator, found)


def test_nearest_distance_from_a_point_inside():
    lines = shapes(shapely.LineString(at((-1, -1), (-1, 3))))
    assert by_letter(nearest(VILLAGES, lines, ANY, Findings())) == pytest.approx([2000, 3500, 2000])
    there = shapes(*VILLAGES.geometry)
    assert by_letter(nearest(VILLAGES, there, ANY, Findings())) == [0, 0, 0]


def test_minutes_to_the_nearest_by_hand():
    found = asked(travel_min, points((0, 0), (2, 2)))
    assert by_letter(found, "abcdefghi") == pytest.approx([2, 1, 0, 1, 2, 1, 0, 1, 2])
    multi = shapes(shapely.MultiPoint(list(points((0, 0), (2, 2)).geometry)))
    pd.testing.assert_series_equal(asked(travel_min, multi), found)


def test_villages_nothing_reaches_have_no_number_and_a_finding_each():
    findings = Findings()
    found = asked(travel_min, points((0, 0)), findings, network(*grid()[:2]))
    assert found.isna().tolist() == [True] * 6 + [False] * 3
    assert findings.of("unreached") == codes("abcdef")
    assert not np.isinf(found).any()


def test_places_too_far_from_any_road_are_counted():
    findings = Findings()
    # The second is off the road but near a village, the third near neither.
    asked(travel_min, points((0, 0), (0.3, 2), (0.5, 1.5)), findings, network(grid()[0], walk_km=0.4))
    row = findings.frame.set_index("kind").loc["places_off_network"]
    assert (row["value"], row["detail"]) == (1, "pasar")


def test_places_within_minutes_and_nothing_is_not_the_same_as_cut_off():
    findings = Findings()
    places = points((0, 0), (1, 0), (2, 0))
    found = asked(reachable_count, places, findings, network(*grid()[:2]), minutes=1)
    # a to c have no road; d to f have one with nothing on it; g has two of three within a minute.
    assert found.isna().tolist() == [True] * 3 + [False] * 6
    assert by_letter(found, "defghi") == [0, 0, 0, 2, 3, 2]
    assert findings.of("unreached") == codes("abc")


def test_the_potential_by_hand():
    places = points((0, 0), (2, 0)).assign(los=["10", "40"])
    found = asked(potential, places, decay_min=2, column="los")
    assert found[code("g")] == pytest.approx(10 + 40 * math.exp(-1))
    assert found[code("a")] == pytest.approx(10 * math.exp(-1) + 40 * math.exp(-2))
    # Sizes of 1, and nothing beyond a minute.
    near = asked(potential, places, decay_min=2, minutes=1)
    assert near[code("h")] == pytest.approx(2 * math.exp(-0.5))
    assert near[code("b")] == 0


def test_what_counts_for_less_than_a_thousandth_is_left_out():
    places = points((0, 0), (2, 2))
    # Four minutes are beyond .5 x ln 1000 = 3.45.
    assert asked(potential, places, decay_min=0.5)[code("g")] == 1
    assert asked(potential, places, decay_min=0.6)[code("g")] == pytest.approx(1 + math.exp(-4 / 0.6))


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        (["1", ""], "column los: 1 of 2 sizes are missing, negative or infinite"),
        ([1.0, -2.0], "column los: 1 of 2 sizes are missing"),
        ([1.0, np.inf], "column los: 1 of 2 sizes are missing"),
        (["1", "banyak"], "column los"),
    ],
)
def test_sizes_must_be_numbers(sizes, message):
    with pytest.raises(TableError, match=message):
        asked(potential, points((0, 0), (2, 0)).assign(los=sizes), decay_min=2, column="los")
    with pytest.raises(TableError, match="column loss: there is no such column, did you mean los"):
        asked(potential, points((0, 0), (2, 0)).assign(los=sizes), decay_min=2, column="loss")


def test_the_share_of_a_village_near_a_place():
    indicator = Indicator(name="x", layer="l", measure="coverage_share", within_m=500)
    found = coverage_share(NINE, points((0, 0), (0.2, 0)), indicator, Findings())
    union = shapely.union_all([point.buffer(500) for point in points((0, 0), (0.2, 0)).geometry])
    inside = shapely.intersection(NINE.geometry[code("g")], union).area / 1e6
    assert by_letter(found, "agi") == [0, pytest.approx(inside), 0]


@pytest.mark.parametrize(
    ("measure_", "missing"),
    [("reachable_count", "minutes = 60"), ("potential", "decay_min = 30"), ("coverage_share", "within_m = 2000")],
)
def test_measures_name_the_key_they_need(measure_, missing):
    with pytest.raises(StudyError, match=f"indicator x needs {missing}"):
        Indicator(name="x", layer="l", measure=measure_)


def test_indicators_of_travel_are_measured_and_described(tmp_path):
    points((0, 0)).to_crs(4326).to_file(tmp_path / "p.gpkg")
    layers = [Layer(name="p", kind="points", path=tmp_path / "p.gpkg")]
    indicators = [
        Indicator(name="p_min", layer="p", measure="travel_min"),
        Indicator(name="p_count", layer="p", measure="reachable_count", minutes=1),
        Indicator(name="p_m", layer="p", measure="nearest"),
    ]
    with pytest.raises(StudyError, match=r"indicator p_min: travel_min needs a network: a section \[network\]"):
        measure(NINE, layers, indicators)
    table = measure(NINE, layers, indicators, network=network(), findings=Findings())
    assert table["p_min"].tolist() == pytest.approx([2, 3, 4, 1, 2, 3, 0, 1, 2], abs=1e-4)
    assert table["p_count"].sum() == 3
    straight = build_network(NINE, Network(), findings=Findings())
    about = describe_indicators(layers, indicators, travel_note=straight.note())
    assert about["note"].str.startswith("perkiraan: garis lurus").tolist() == [True, True, False]
    assert about["unit"].tolist() == ["menit", "", "m"]


def test_sizes_are_read_by_the_layers_decimal_sign():
    places = points((0, 0)).assign(los="1.234")
    with pytest.raises(TableError, match="could be thousands or decimals"):
        asked(potential, places, column="los", decay_min=30)
    sums = [asked(potential, places, column="los", decay_min=30, decimal=sign).max() for sign in (",", ".")]
    assert sums[0] == pytest.approx(1000 * sums[1])


def test_a_road_over_the_border_shortens_the_way():
    before = asked(travel_min, points((2, 0)), access=network(*grid()[:3], grid()[3]))
    after = asked(travel_min, points((2, 0)), access=network(*grid()[:3], grid()[3], road((2, 0), (2, 1), (2, 2))))
    assert (before[code("c")], after[code("c")]) == (pytest.approx(6), pytest.approx(2))
