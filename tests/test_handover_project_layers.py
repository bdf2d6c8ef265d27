import pyogrio
import pytest
from handed import results
from pyproj import CRS

from kawasan_gis.errors import DataError
from kawasan_gis.handover.gpkg import write_gpkg
from kawasan_gis.handover.project_layers import ITEMS, read_source, system_of


@pytest.fixture(scope="module")
def gpkg(tmp_path_factory):
    path = tmp_path_factory.mktemp("source") / "kawasan.gpkg"
    tables, joined = results()
    write_gpkg(path, *tables, **joined)
    return path


def test_layers_have_ids_of_their_own_and_names_in_both_languages():
    keys = [one.key for one in ITEMS]
    assert len(set(keys)) == len(keys)
    for one in ITEMS:
        assert one.title(3, "id")
        assert ("3" in one.title(3, "en")) == one.chosen


def test_a_source_is_found_from_the_projects_folder(gpkg, tmp_path):
    beside = read_source(gpkg.parent / "p.qgz", gpkg)
    assert beside.path == "./kawasan.gpkg"
    assert read_source(gpkg.parent / "deep" / "p.qgz", gpkg).path == "../kawasan.gpkg"
    assert beside.crs == CRS("EPSG:32749")
    assert beside.kinds["members"] == "MultiPolygon"
    assert "layer_styles" not in beside.kinds
    with pytest.raises(DataError, match="write it with write_gpkg first"):
        read_source(tmp_path / "p.qgz", tmp_path / "none.gpkg")


def test_members_and_provinces_are_read_with_it(gpkg):
    source = read_source(gpkg.parent / "p.qgz", gpkg)
    villages, _, _, members = results()[0]
    assert len(source.members) == len(members)
    assert set(source.members["area_ha"]) == {100.0}
    assert source.provinsi == dict.fromkeys(villages.index, "Provinsi Contoh")


def test_villages_without_a_province_have_none(tmp_path):
    (villages, *others), joined = results()
    villages = villages.drop(columns="provinsi")
    write_gpkg(tmp_path / "k.gpkg", villages, *others, **joined)
    assert read_source(tmp_path / "p.qgz", tmp_path / "k.gpkg").provinsi == {}


def test_a_geopackage_of_an_older_version_is_refused(gpkg, tmp_path):
    older = tmp_path / "older.gpkg"
    for name, _ in pyogrio.list_layers(gpkg):
        table = pyogrio.read_dataframe(gpkg, layer=name)
        table = table.drop(columns="area_ha") if name == "members" else table
        pyogrio.write_dataframe(table, older, layer=name, append=older.exists())
    with pytest.raises(DataError, match=r"older\.gpkg is of an older version: its members have no area_ha"):
        read_source(tmp_path / "p.qgz", older)


def test_rows_and_styles_of_a_layer(gpkg):
    source = read_source(gpkg.parent / "p.qgz", gpkg)
    own, chosen = (
        next(one for one in ITEMS if one.table == "villages" and one.chosen == flag) for flag in (False, True)
    )
    assert source.address(own, 2) == "./kawasan.gpkg|layername=villages"
    assert source.address(chosen, 2).endswith('WHERE "rank" = 2)')
    assert source.style(own)["useAsDefault"]
    assert source.style(chosen)["styleName"] == "Lampiran"


def test_a_system_is_written_with_and_without_an_authority():
    found = system_of(CRS("EPSG:32750"), "srs").find("spatialrefsys")
    assert (found.findtext("authid"), found.findtext("srid")) == ("EPSG:32750", "32750")
    assert found.findtext("geographicflag") == "false"
    own = CRS("+proj=tmerc +lat_0=1 +lon_0=115.3 +datum=WGS84 +units=m")
    found = system_of(own)[0]
    assert (found.findtext("authid"), found.findtext("srid")) == (None, "0") or found.findtext("authid") == ""
    assert found.findtext("wkt").startswith("PROJCRS[")
    assert system_of(CRS("EPSG:4326"))[0].findtext("geographicflag") == "true"
