import sqlite3
from contextlib import closing

import geopandas as gpd
import pyogrio
import pytest
from drawing import code, column, draw_villages, rook_graph

from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import OutputError
from kawasan_gis.findings import Findings
from kawasan_gis.handover import write_gpkg
from kawasan_gis.ranking import rank_candidates

NAME = "Ma'rang \"Jaya\" & <b> '); DROP TABLE villages; --"


def results():
    villages = draw_villages("abcd\nefgh").assign()
    villages.loc[code("a"), "nama_desa"] = NAME
    indicators = column(villages, "1")
    criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    candidates, members = find_candidates(
        villages, rook_graph(villages), indicators, criteria, Rules(max_villages=4), findings=Findings()
    )[:2]
    ranking = rank_candidates(villages, rook_graph(villages), candidates, members, indicators, criteria)
    return villages, find_borders(villages), ranking, members, indicators


def test_every_layer_comes_back(tmp_path):
    villages, borders, ranking, members, indicators = results()
    path = tmp_path / "kawasan.gpkg"
    write_gpkg(path, villages, borders, ranking, members, indicators=indicators)
    assert [name for name, _ in pyogrio.list_layers(path)] == ["villages", "borders", "candidates", "members"]
    back = gpd.read_file(path, layer="villages").set_index("kode_desa")
    assert back.at[code("a"), "nama_desa"] == NAME
    assert back["x"].tolist() == pytest.approx(indicators["x"].tolist())
    assert back.crs == villages.crs
    assert back.area.sum() == pytest.approx(villages.area.sum())
    assert len(gpd.read_file(path, layer="borders")) == len(borders)
    assert gpd.read_file(path, layer="candidates")["rank"].tolist() == ranking["rank"].tolist()
    placed = gpd.read_file(path, layer="members")
    assert placed["kode_desa"].tolist() == members["kode_desa"].tolist()
    assert placed.area.tolist() == pytest.approx(villages.loc[members["kode_desa"]].area.tolist())


def test_version_1_2_which_old_qgis_reads(tmp_path):
    villages, borders, ranking, members, _ = results()
    write_gpkg(tmp_path / "k.gpkg", villages, borders, ranking, members)
    with closing(sqlite3.connect(tmp_path / "k.gpkg")) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (10200,)


def test_same_tables_same_bytes(tmp_path):
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    villages, borders, ranking, members, indicators = results()
    for name in ("a", "b"):
        write_gpkg(tmp_path / f"{name}.gpkg", villages, borders, ranking, members, indicators=indicators)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == before


def test_unwritable_is_one_error(tmp_path):
    villages, borders, ranking, members, _ = results()
    (tmp_path / "f").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write_gpkg(tmp_path / "f" / "k.gpkg", villages, borders, ranking, members)


def test_a_writer_that_fails_is_one_error_and_no_half_file(tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise pyogrio.errors.DataSourceError("disk full")

    villages, borders, ranking, members, _ = results()
    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(OutputError, match="disk full; is there room on the disk"):
        write_gpkg(tmp_path / "k.gpkg", villages, borders, ranking, members)
    assert list(tmp_path.iterdir()) == []
