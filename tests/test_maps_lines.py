"""Roads and rivers: by class, clipped, thinned, main roads on top, and never heavier than they may be."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from drawing import ORIGIN, draw_villages

from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.maps import lines
from kawasan_gis.maps.lines import other_lines, river_lines, road_classes, road_lines

X, Y = ORIGIN
VILLAGES = draw_villages("ab\ncd")


def table(*corners, **columns):
    shapes = [shapely.LineString([(X + x, Y + y) for x, y in line]) for line in corners]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=VILLAGES.crs)


def roads(*tables, column=None, findings=None):
    parts = [
        one.assign(layer=f"jalan{place}", kind="road", **{"class": road_classes(one, column)})
        for place, one in enumerate(tables)
    ]
    rows = Findings() if findings is None else findings
    return road_lines(VILLAGES, pd.concat(parts), language="id", findings=rows)


def corners(steps):
    """Turn flat steps back into metres from the villages' corner."""
    points = np.array(steps).reshape(-1, 2).cumsum(axis=0) / 1e5
    back = gpd.GeoSeries(shapely.points(points), crs="EPSG:4326").to_crs(VILLAGES.crs)
    return np.column_stack([back.x - X, back.y - Y])


def test_roads_come_by_class_with_main_ones_last():
    found = roads(
        table([(0, 100), (2000, 100)], [(0, 300), (2000, 300)], kelas=["Jalan Setapak", "jalan arteri"]),
        table([(0, 500), (2000, 500)], [(0, 700), (2000, 700)], kelas=["residential", "Jalan Desa Baru"]),
        column="kelas",
    )
    assert [one["key"] for one in found] == ["road_minor", "road_local", "road_main"]
    assert [len(one["shape"]) for one in found] == [1, 2, 1]
    weights = [one["weight"] for one in found]
    assert weights == sorted(weights)
    assert {one["kind"] for one in found} == {"road"}
    assert found[0]["dash"]
    assert found[2]["dash"] is None


def test_without_known_classes_roads_are_of_one_kind():
    plain = table([(0, 100), (2000, 100)], kelas=["A1"])
    assert [one["key"] for one in roads(plain)] == ["road"]
    assert set(road_classes(plain, "kelas")) == {"road"}
    with pytest.raises(TableError, match="no column klas .*did you mean kelas"):
        road_classes(plain, "klas")


def test_lines_are_clipped_and_thinned_and_stay_in_place():
    bent = [(-500, 1000), (500, 1000), (1000, 1000.5), (1500, 1000), (1500, 5000)]
    (found,) = roads(table(bent))
    (steps,) = found["shape"]
    back = corners(steps)
    assert np.abs(back - [(0, 1000), (1500, 1000), (1500, 2000)]).max() < 1.5
    assert roads(table([(5000, 100), (6000, 100)])) == []


def test_lines_that_meet_become_one_and_a_point_is_no_line():
    (found,) = roads(table([(0, 100), (900, 100)], [(900, 100), (2000, 900)], [(50, 50), (50.2, 50)]))
    assert len(found["shape"]) == 1
    assert np.abs(corners(found["shape"][0])[[0, -1]] - [(0, 100), (2000, 900)]).max() < 1.5


def test_rivers_are_blue_and_said_in_the_language():
    rivers = table([(0, 0), (900, 900)], layer="s", kind="river", **{"class": ["river"]})
    (found,) = river_lines(VILLAGES, rivers, language="en", findings=Findings())
    assert (found["key"], found["kind"], found["label"]) == ("river", "river", "Rivers")
    red, blue = int(found["colour"][1:3], 16), int(found["colour"][5:7], 16)
    assert blue > 2 * red


def crowd(count, length):
    """Lines of falling length side by side; none touches another."""
    ys = np.linspace(10, 1990, count)
    return [[(5, y), (5 + length - place * 0.5, y)] for place, y in enumerate(ys)]


def weight(one):
    return len(json.dumps(one["shape"], separators=(",", ":")))


def test_minor_roads_go_first_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(lines, "ROAD_BYTES", 3000)
    kinds = ["Jalan Arteri"] * 60 + ["Jalan Lokal"] * 300 + ["Jalan Setapak"] * 10
    findings = Findings()
    network = table(*crowd(60, 1500), *crowd(300, 1900), *crowd(10, 1000), kelas=kinds)
    found = roads(network, column="kelas", findings=findings)
    assert [one["key"] for one in found] == ["road_main"]
    (row,) = findings.frame.itertuples()
    left = 1 - network.length[:60].sum() / network.length.sum()
    assert (row.kind, row.detail) == ("lines_left_out", "jalan0")
    assert row.value == pytest.approx(100 * left, abs=0.1)
    assert "tidak digambar" in findings.table()["message"][0]


def test_of_roads_of_one_kind_the_longest_stay(monkeypatch):
    monkeypatch.setattr(lines, "ROAD_BYTES", 3000)
    findings = Findings()
    (found,) = roads(table(*crowd(300, 1900)), findings=findings)
    assert 2900 < weight(found) <= 3001
    lengths = [np.hypot(*np.diff(corners(steps), axis=0).T).sum() for steps in found["shape"]]
    assert min(lengths) > 1900 - 0.5 * len(lengths) - 3
    assert findings.counts() == {"lines_left_out": 1}


def test_nothing_is_said_when_everything_is_drawn():
    findings = Findings()
    roads(table(*crowd(100, 1900)), findings=findings)
    assert len(findings) == 0


def test_the_order_of_the_rows_does_not_matter():
    rows = crowd(50, 1900)
    assert roads(table(*rows)) == roads(table(*rows[::-1]))


def test_other_lines_are_drawn_by_label_in_their_own_colours(monkeypatch):
    canals = table([(0, 100), (2000, 100)], [(0, 300), (2000, 300)]).assign(label="Saluran {a}")
    cables = table([(0, 500), (500, 500)]).assign(label="Kabel")
    given = pd.concat([canals, cables]).assign(layer="x", kind="line", **{"class": ""})
    rows = Findings()
    found = other_lines(VILLAGES, given, findings=rows)
    assert [(one["key"], one["label"], len(one["shape"])) for one in found] == [
        ("line Kabel", "Kabel", 1), ("line Saluran {a}", "Saluran {a}", 2)
    ]  # fmt: skip
    assert len({one["colour"] for one in found}) == 2
    assert rows.counts() == {}
    assert other_lines(VILLAGES, given.assign(kind="road"), findings=rows) == []
    monkeypatch.setattr(lines, "OTHER_BYTES", 50)
    assert [one["label"] for one in other_lines(VILLAGES, given, findings=rows)] == ["Kabel"]
    assert rows.counts() == {"lines_left_out": 1}
