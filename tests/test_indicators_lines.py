import numpy as np
import pytest
import shapely
from drawing import at, code, draw_villages, shapes
from hypothesis import given
from hypothesis import strategies as st

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.lines import hard_share, line_density

VILLAGES = draw_villages("aab\nccb")


def road(*places):
    return shapely.LineString(at(*places))


def density(*lines):
    indicator = Indicator(name="x", layer="l", measure="line_density")
    return line_density(VILLAGES, shapes(*lines), indicator, Findings())


def share(lines, classes, findings=None, **options):
    indicator = Indicator(name="x", layer="l", measure="hard_share", column="kelas", **options)
    table = shapes(*lines).assign(kelas=classes)
    return hard_share(VILLAGES, table, indicator, findings if findings is not None else Findings())


def test_kilometres_per_square_kilometre_by_hand():
    # 1.5 km in a, .5 km in b, both of 2 km2; a second road whole in a.
    found = density(road((0.5, 1.5), (2.5, 1.5)), road((0.2, 1.2), (0.2, 1.7)))
    assert found.tolist() == pytest.approx([1, 0.25, 0])


PLACE = st.tuples(st.integers(0, 30), st.integers(0, 20)).map(lambda place: (place[0] / 10 + 0.013, place[1] / 10))


@given(st.lists(st.lists(PLACE, min_size=2, max_size=4, unique=True), min_size=1, max_size=5))
def test_lengths_add_up_to_what_lies_inside(drawn):
    lines = [road(*((x, y + 0.007) for x, y in one)) for one in drawn]
    found = density(*lines) * VILLAGES["area_ha"] / 100
    everything = shapely.union_all(VILLAGES.geometry.to_numpy())
    inside = sum(line.intersection(everything).length for line in lines) / 1000
    assert found.sum() == pytest.approx(inside)


def test_the_share_with_a_hard_surface_by_the_values_named():
    lines = [road((0.5, 1.5), (2.5, 1.5)), road((0.5, 1.2), (1, 1.2))]
    findings = Findings()
    found = share(lines, ["Aspal", "Tanah"], findings, values=["aspal"])
    assert found.tolist() == [pytest.approx(0.75), 1, pytest.approx(np.nan, nan_ok=True)]
    assert findings.of("no_road") == [code("c")]


def test_classes_may_be_numbers():
    lines = [road((0.5, 1.5), (2.5, 1.5)), road((0.5, 1.2), (1, 1.2)), road((0.2, 0.2), (1, 0.2))]
    found = share(lines, [1.0, 2.0, np.nan], values=["1"])
    assert found.tolist() == [pytest.approx(0.75), 1, pytest.approx(np.nan, nan_ok=True)]


def test_without_values_classes_and_surfaces_tell():
    lines = [road((0.5, 1.5), (1.5, 1.5)), road((0.5, 1.2), (1, 1.2)), road((0.5, 1.1), (1, 1.1))]
    findings = Findings()
    assert share(lines, ["asphalt", "dirt", "entah"], findings)[code("a")] == pytest.approx(2 / 3)
    row = findings.frame.set_index("kind").loc["unknown_surface"]
    assert (row["value"], row["detail"]) == (25, "x")
    assert share(lines, ["Jalan Arteri", "Jalan Setapak", None])[code("a")] == pytest.approx(2 / 3)


def test_values_nobody_knows_are_refused():
    lines = [road((0.5, 1.5), (1.5, 1.5))]
    with pytest.raises(TableError, match=r"no value of kelas says how hard the road is \(Entah\); name those that do"):
        share(lines, ["Entah"])
    with pytest.raises(StudyError, match="indicator x: no road has kelas = beton"):
        share(lines, ["Aspal"], values=["Beton"])
    indicator = Indicator(name="x", layer="l", measure="hard_share", column="kelas")
    with pytest.raises(TableError, match="layer l has no column kelas"):
        hard_share(VILLAGES, shapes(*lines), indicator, Findings())
    with pytest.raises(StudyError, match="needs column"):
        Indicator(name="x", layer="l", measure="hard_share")


def test_a_line_that_doubles_back_counts_once():
    found = density(road((0.2, 1.2), (0.4, 1.2), (0.3, 1.2)), road((1.9, 1.5), (2.1, 1.5), (1.9, 1.5)))
    assert found.tolist() == pytest.approx([0.15, 0.05, 0])
