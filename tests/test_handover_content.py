import geopandas as gpd
import pytest
import shapely
from handed import features, results, surroundings

from kawasan_gis.errors import TableError
from kawasan_gis.handover.content import feature_layers, layers_of, outlines_of, placed_members
from kawasan_gis.maps.annex.lines import PIECE_M


def test_layers_come_in_one_order_and_only_those_there_are():
    tables, joined = results()
    assert list(layers_of(*tables)) == ["villages", "borders", "candidates", "members", "outlines"]
    around = {"surroundings": surroundings(tables[0]), "features": features(tables[0])}
    layers = layers_of(*tables, **joined, **around)
    assert list(layers)[5:] == ["surroundings", "cover", "rivers", "lines", "roads", "facilities", "places"]
    assert {"score", "x"} < set(layers["villages"].columns)
    assert layers["surroundings"]["studied"].tolist() == [0, 1, 0]
    assert len({table.crs for table in layers.values()}) == 1


def test_members_are_their_villages():
    (villages, _, ranking, members), _ = results()
    placed = placed_members(villages, ranking, members)
    assert placed["kode_desa"].tolist() == members["kode_desa"].tolist()
    assert placed["rank"].tolist() == ranking.loc[members["candidate_id"], "rank"].tolist()
    assert placed.geometry.tolist() == villages.loc[members["kode_desa"]].geometry.tolist()


def test_every_boundary_is_drawn_once_at_its_level():
    villages = results()[0][0]
    alone = outlines_of(villages, None)
    lengths = alone.length.groupby(alone["level"]).sum()
    # Four by two squares of a kilometre: ten inner sides and twelve outer ones.
    assert lengths.to_dict() == pytest.approx({"desa": 10_000.0, "edge": 12_000.0})
    beside = outlines_of(villages, surroundings(villages))
    # Two kilometres of the edge are those of the other kabupaten; beyond it the land goes on.
    assert beside.length.groupby(beside["level"]).sum()["kabupaten"] == pytest.approx(2_000.0)


def test_the_edge_is_no_boundary_within_another_kabupaten_and_one_within_its_own():
    villages = results()[0][0]
    west, south, east, north = villages.total_bounds
    rows = [
        ("kabupaten", "99.01", "Contoh", shapely.box(west - 5000, south, east + 5000, north + 5000)),
        ("kabupaten", "99.02", "Lain", shapely.box(west - 5000, south - 5000, east + 5000, south + 500)),
    ]
    around = gpd.GeoDataFrame(rows, columns=["level", "kode", "name", "geometry"], crs=villages.crs)
    found = outlines_of(villages, around)
    edge = found[found["level"] == "edge"]
    # The southern side and 500 m of each end lie in the other kabupaten; a lake of the own one is no land beyond.
    assert edge.length.sum() == pytest.approx(4000 + 2 * 1500, abs=PIECE_M)
    assert edge.total_bounds[1] == pytest.approx(south + 500, abs=PIECE_M)


def test_a_feature_of_another_kind_is_named():
    villages = results()[0][0]
    table = features(villages)
    with pytest.raises(
        TableError, match="features of unknown kind: sea; known are cover, facility, line, place, river, road"
    ):
        feature_layers(table.assign(kind=["sea", *table["kind"][1:]]))
    point = gpd.GeoSeries([shapely.Point(0, 0), *table.geometry[1:]], crs=table.crs)
    with pytest.raises(TableError, match="1 features of kind road are no lines"):
        feature_layers(table.set_geometry(point))
    assert feature_layers(None) == feature_layers(table.iloc[:0]) == {}
