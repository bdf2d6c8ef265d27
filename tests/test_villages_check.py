import pytest
import shapely
from drawing import code, draw_villages

from kawasan_gis.findings import Findings
from kawasan_gis.villages import check_coverage


def checked(villages, **options):
    findings = Findings()
    check_coverage(villages, findings=findings, **options)
    return findings


def moved(villages, letter, shape):
    shapes = villages.geometry.copy()
    shapes[code(letter)] = shape(shapes[code(letter)])
    return villages.set_geometry(shapes)


def test_a_clean_coverage_has_nothing_to_report():
    assert len(checked(draw_villages("aabb\nccdd"))) == 0
    assert len(checked(draw_villages("a"))) == 0


def test_overlaps_are_measured_by_pair():
    # b grows 20 m over a and c: 20 m x 1 km each, 2 ha.
    villages = moved(
        draw_villages("abc"),
        "b",
        lambda shape: shapely.box(shape.bounds[0] - 20, shape.bounds[1], shape.bounds[2] + 20, shape.bounds[3]),
    )
    table = checked(villages).frame
    assert table["kind"].tolist() == ["overlap", "overlap"]
    assert table[["kode_desa", "other"]].to_numpy().tolist() == [[code("a"), code("b")], [code("b"), code("c")]]
    assert table["value"].tolist() == pytest.approx([2.0, 2.0])


def test_gaps_are_holes_between_villages():
    ring = draw_villages("aab\nc.b\ncdd")
    table = checked(ring).frame
    assert table["kind"].tolist() == ["gap"]
    assert table["value"].tolist() == pytest.approx([100.0])
    assert (table["kode_desa"][0], table["other"][0]) == (code("a"), code("b"))


def test_gaps_between_kabupaten_are_found_and_enclaves_are_none():
    ring = draw_villages("aab\nc.b\ncdd", other_kabupaten="bd")
    table = checked(ring).frame
    assert table[["kind", "value"]].to_numpy().tolist() == [["gap", pytest.approx(100.0)]]
    assert len(checked(draw_villages("aaa\naba\naaa", other_kabupaten="b"))) == 0


def test_small_ones_are_counted_and_summed():
    villages = moved(draw_villages("abc"), "b", lambda shape: shape.buffer(2, join_style="mitre"))
    table = checked(villages).frame
    assert table[["kind", "value", "detail"]].to_numpy().tolist() == [["small_overlaps", 2.0, "0.4"]]
    assert len(checked(villages, sliver_ha=0.1).of("overlap")) == 2
