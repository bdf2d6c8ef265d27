import sqlite3
from contextlib import closing

import geopandas as gpd
import pyogrio
import pytest
from drawing import code
from handed import HOSTILE, about, features, results, surroundings

from kawasan_gis.errors import OutputError
from kawasan_gis.handover import write_gpkg
from kawasan_gis.handover.markup import parsed


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A file with every layer there can be."""
    path = tmp_path_factory.mktemp("gpkg") / "kawasan.gpkg"
    tables, joined = results()
    around = {"surroundings": surroundings(tables[0]), "features": features(tables[0])}
    write_gpkg(path, *tables, **joined, about=about(), **around)
    return path


def styles(path):
    with closing(sqlite3.connect(path)) as base:
        query = "SELECT f_table_name, styleName, styleQML, useAsDefault, f_geometry_column FROM layer_styles"
        return base.execute(query).fetchall()


def test_every_layer_comes_back(whole):
    (villages, borders, ranking, members), joined = results()
    names = [name for name, _ in pyogrio.list_layers(whole)]
    assert names == [
        "villages", "borders", "candidates", "members", "outlines", "surroundings", "cover", "rivers", "lines", "roads",
        "facilities", "places", "layer_styles",
    ]  # fmt: skip
    back = gpd.read_file(whole, layer="villages").set_index("kode_desa")
    assert back.at[code("a"), "nama_desa"] == HOSTILE
    assert back["x"].tolist() == pytest.approx(joined["indicators"]["x"].tolist())
    assert back.crs == villages.crs
    assert back.area.sum() == pytest.approx(villages.area.sum())
    assert len(gpd.read_file(whole, layer="borders")) == len(borders)
    assert gpd.read_file(whole, layer="candidates")["rank"].tolist() == sorted(ranking["rank"])
    placed = gpd.read_file(whole, layer="members")
    assert placed["kode_desa"].tolist() == members["kode_desa"].tolist()
    assert placed.area.tolist() == pytest.approx(villages.loc[members["kode_desa"]].area.tolist())
    assert gpd.read_file(whole, layer="facilities")["label"].tolist() == [HOSTILE]


def test_version_1_2_which_old_qgis_reads(whole):
    with closing(sqlite3.connect(whole)) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (10200,)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_layer_opens_with_one_style_and_its_own_geometry(whole):
    layers = {name for name, _ in pyogrio.list_layers(whole)} - {"layer_styles"}
    opening = [row for row in styles(whole) if row[3]]
    assert sorted(row[0] for row in opening) == sorted(layers)
    assert {row[4] for row in styles(whole)} == {"geom"}
    for _, _, qml, _, _ in styles(whole):
        root = parsed(qml)
        assert root.tag == "qgis"
        assert root.find("renderer-v2/symbols/symbol/layer/Option") is not None


def test_villages_can_be_coloured_by_score_by_every_indicator_and_not_at_all(whole):
    rows = [row for row in styles(whole) if row[0] == "villages"]
    kinds = [parsed(row[2]).find("renderer-v2").get("type") for row in rows]
    assert kinds == ["graduatedSymbol", "graduatedSymbol", "singleSymbol"]
    assert [row[1] for row in rows][::2] == ["Skor desa", "Lampiran"]


def test_without_scores_and_surroundings(tmp_path):
    tables, _ = results()
    write_gpkg(tmp_path / "k.gpkg", *tables)
    names = [name for name, _ in pyogrio.list_layers(tmp_path / "k.gpkg")]
    assert names == ["villages", "borders", "candidates", "members", "outlines", "layer_styles"]
    assert [row[1] for row in styles(tmp_path / "k.gpkg") if row[0] == "villages"] == ["Lampiran"]


def test_without_any_candidate(tmp_path):
    (villages, borders, ranking, members), _ = results()
    write_gpkg(tmp_path / "k.gpkg", villages, borders, ranking.iloc[:0], members.iloc[:0])
    assert pyogrio.read_info(tmp_path / "k.gpkg", layer="candidates")["geometry_type"] == "MultiPolygon"


def test_same_tables_same_bytes(tmp_path):
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    tables, joined = results()
    for name in ("a", "b"):
        write_gpkg(tmp_path / f"{name}.gpkg", *tables, **joined)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == before


def test_unwritable_is_one_error(tmp_path):
    tables, _ = results()
    (tmp_path / "f").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write_gpkg(tmp_path / "f" / "k.gpkg", *tables)


def test_a_writer_that_fails_is_one_error_and_no_half_file(tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise pyogrio.errors.DataSourceError("disk full")

    tables, _ = results()
    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(OutputError, match="disk full; is there room on the disk"):
        write_gpkg(tmp_path / "k.gpkg", *tables)
    assert list(tmp_path.iterdir()) == []
