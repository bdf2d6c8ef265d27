import numpy as np
import pytest
import shapely
from street_grid import VILLAGES, layer, road

from kawasan_gis.errors import DataError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.network import Network, read_speeds
from kawasan_gis.network.lines import road_lines, single_lines, water_lines

ONE, TWO = road((0, 0), (1, 0)), road((0, 1), (1, 1))


def ready(table, findings=None, **options):
    options = {"roads": ("jalan",), "class_column": "REMARK", **options}
    return road_lines(table, Network(**options), read_speeds(), findings if findings is not None else Findings())


def test_lines_come_single_and_flat_with_their_speed():
    both = shapely.MultiLineString([shapely.force_3d(ONE, 7.0), shapely.force_3d(TWO, 7.0)])
    lines = ready(layer(both, ONE, REMARK=["Jalan Arteri", "Jalan Lokal"]))
    assert lines.km_h.tolist() == [60, 60, 20]
    assert not shapely.has_z(lines.shapes).any()
    assert lines.direction.tolist() == [0, 0, 0]


def test_lines_without_a_length_are_counted():
    point = shapely.LineString([ONE.coords[0], ONE.coords[0]])
    findings = Findings()
    assert len(single_lines(layer(ONE, point), "roads", findings)) == 1
    assert findings.frame[["kind", "value", "detail"]].values.tolist() == [["no_extent", 1, "roads"]]
    with pytest.raises(DataError, match="roads: there is no line with a length among 1 rows"):
        single_lines(layer(point), "roads", findings)
    with pytest.raises(DataError, match="there is no line with a length among 0 rows"):
        single_lines(layer(), "roads", findings)


def test_missing_columns_are_named():
    table = layer(ONE, REMARKS=["Jalan Arteri"])
    with pytest.raises(TableError, match=r"the roads have no column REMARK \(class_column\), did you mean REMARKS"):
        ready(table)
    with pytest.raises(TableError, match=r"the roads have no column satu_arah \(oneway\)"):
        ready(table, class_column="REMARKS", oneway="satu_arah")
    with pytest.raises(TableError, match=r"the roads have no column jembatan \(bridges\)"):
        ready(table, class_column="REMARKS", bridges={"jembatan": "ya"})


def test_one_ways_in_the_words_of_osm_and_geofabrik():
    words = ["yes", "True", "1", "F", "-1", "T", "no", None, "B", "0"]
    table = layer(*[ONE] * len(words), REMARK=["Jalan Lokal"] * len(words), oneway=words)
    assert ready(table, oneway="oneway").direction.tolist() == [1, 1, 1, 1, -1, -1, 0, 0, 0, 0]
    assert ready(table.assign(oneway=[1.0, -1.0, 0.0] + [np.nan] * 7), oneway="oneway").direction.tolist()[:4] == [
        1, -1, 0, 0,
    ]  # fmt: skip
    with pytest.raises(TableError, match="2 values of the one-way column oneway are not understood: entah, kiri"):
        ready(table.assign(oneway=["kiri", "entah"] * 5), oneway="oneway")


def test_bridges_are_the_rows_with_all_values():
    table = layer(ONE, ONE, TWO, REMARK=["Jalan Lokal"] * 3, bridge=["Yes", "no", "viaduct"], level=[1, 1, 2])
    assert ready(table, bridges={"bridge": ["yes", "viaduct"]}).bridges.tolist() == [True, False, True]
    assert ready(table, bridges={"bridge": ["yes", "viaduct"], "level": 2}).bridges.tolist() == [False, False, True]
    assert not ready(table).bridges.any()


def test_rivers_are_open_and_ferries_are_not():
    lines = water_lines(layer(ONE), layer(TWO, ONE), read_speeds(), Findings())
    assert lines.km_h.tolist() == [10, 5, 5]
    assert lines.open.tolist() == [True, False, False]
    assert water_lines(None, None, read_speeds(), Findings()) is None
    assert VILLAGES.crs == layer(ONE).crs
