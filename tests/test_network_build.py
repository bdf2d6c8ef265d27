import pytest
from drawing import code
from street_grid import MINUTE, VILLAGES, grid, layer, points, road

from kawasan_gis.errors import CRSError, DataError, DataWarning, GeometryError, StudyError
from kawasan_gis.findings import Findings
from kawasan_gis.layers import Layer
from kawasan_gis.network import Network, build_network, open_network


def write(folder, **tables):
    for name, table in tables.items():
        table.to_crs(4326).to_file(folder / f"{name}.gpkg")
    kinds = {"LineString": "lines", "Point": "points"}
    return [
        Layer(name=name, kind=kinds[table.geom_type.iloc[0]], path=folder / f"{name}.gpkg")
        for name, table in tables.items()
    ]


def test_a_network_from_files_equals_that_from_tables(tmp_path):
    roads, river = layer(*grid()[:4]), layer(road((1, 0), (1, 2)))
    settled = points((0.4, 0), (2, 2))
    layers = write(tmp_path, jalan=roads, sungai=river, rumah=settled)
    options = Network(**MINUTE, rivers=("sungai",), origins="rumah", walk_km=0.6)
    findings = Findings()
    one = open_network(VILLAGES, layers, options, findings=findings)
    two = build_network(VILLAGES, options, roads=roads, rivers=river, settlements=settled, findings=Findings())
    table, other = (access.village_minutes(30) for access in (one, two))
    assert len(table) > 20
    assert table["minutes"].tolist() == pytest.approx(other["minutes"].tolist(), abs=1e-6)
    assert findings.counts()["without_settlement"] == 1


def test_layers_of_the_network_are_checked(tmp_path):
    layers = write(tmp_path, jalan=layer(*grid()), pasar=points((0, 0)))
    with pytest.raises(StudyError, match="network: there is no layer jalann, did you mean jalan"):
        open_network(VILLAGES, layers, Network(roads=("jalann",), other_km_h=9))
    with pytest.raises(StudyError, match="network: layer pasar is of kind points, but should be lines"):
        open_network(VILLAGES, layers, Network(roads=("pasar",), other_km_h=9))
    with pytest.raises(StudyError, match="network: layer jalan is of kind lines, but should be points or polygons"):
        open_network(VILLAGES, layers, Network(**MINUTE, origins="jalan"))


def test_roads_of_another_country_are_refused(tmp_path):
    table = layer(*grid())
    (away,) = write(tmp_path, jalan=table.set_geometry(table.translate(-2_500_000), crs=table.crs))
    with pytest.raises(DataError):
        open_network(VILLAGES, [away], Network(**MINUTE))


def test_villages_off_the_network_are_named_and_warned_of():
    findings = Findings()
    build_network(VILLAGES, Network(**{**MINUTE, "walk_km": 0.4}), roads=layer(grid()[0]), findings=findings)
    assert findings.of("off_network") == [code(letter) for letter in "abcdef"]
    assert findings.table("en")["message"].iloc[0] == "no road or river within 0.40 km"
    with pytest.warns(DataWarning, match="off_network 6"):
        build_network(VILLAGES, Network(**{**MINUTE, "walk_km": 0.4}), roads=layer(grid()[0]))


def test_landings_that_join_nothing_are_counted():
    findings = Findings()
    build_network(
        VILLAGES, Network(**MINUTE, rivers=("s",), landings="d"), roads=layer(grid()[0]),
        rivers=layer(road((0, 0.1), (2, 0.1))), landings=points((1, 0), (1, 2)), findings=findings,
    )  # fmt: skip
    assert findings.frame.set_index("kind").loc["landing_alone", "value"] == 1


def test_tables_that_cannot_be_travelled_on_are_refused():
    roads = layer(*grid())
    with pytest.raises(StudyError, match="roads have no speed: name the column of their classes"):
        build_network(VILLAGES, Network(), roads=roads)
    with pytest.raises(CRSError, match="has no coordinate reference system"):
        build_network(VILLAGES, Network(**MINUTE), roads=roads.set_crs(None, allow_override=True))
    with pytest.raises(GeometryError, match="roads should be lines, but hold Point"):
        build_network(VILLAGES, Network(**MINUTE), roads=points((0, 0)))


def test_the_tables_given_are_left_as_they_are():
    roads = layer(*grid(), REMARK=["Jalan Lokal"] * 6)
    before = roads.copy(deep=True)
    build_network(VILLAGES, Network(roads=("j",), class_column="REMARK"), roads=roads, findings=Findings())
    assert roads.equals(before)
