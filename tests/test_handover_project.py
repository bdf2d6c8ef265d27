"""The project is read as XML everywhere, and opened by QGIS where there is one."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import shapely
from handed import HOSTILE, hand_over, many, results

from kawasan_gis.errors import DataError, OutputError, StudyError
from kawasan_gis.handover import write_geojson, write_gpkg, write_project
from kawasan_gis.handover.markup import parsed, shown
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.grid import corners, dms
from kawasan_gis.maps.annex.paper import choose_layout
from kawasan_gis.maps.content.themes import themes
from kawasan_gis.maps.style import ROLES

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"


def root_of(project):
    with zipfile.ZipFile(project) as archive:
        assert archive.namelist() == ["kawasan.qgs"]
        return parsed(archive.read("kawasan.qgs").decode())


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with every layer there can be, and hostile names."""
    return hand_over(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def root(project):
    """Its document."""
    return root_of(project)


def test_every_layer_is_styled_and_found_beside_the_project(root):
    layers = root.findall("projectlayers/maplayer")
    ids = [layer.findtext("id") for layer in layers]
    assert len(ids) == len(set(ids)) == 15
    assert min(map(len, ids)) > 10
    for layer in layers:
        assert layer.findtext("datasource").startswith("./kawasan.gpkg|layername=")
        assert layer.findtext("provider") == "ogr"
        assert layer.find("renderer-v2/symbols/symbol/layer") is not None
        assert layer.findtext("srs/spatialrefsys/wkt").startswith("PROJCRS[")
    assert [one.get("id") for one in root.iter("layer-tree-layer") if one.get("source")] == ids
    assert root.findtext("properties/SpatialRefSys/ProjectionsEnabled") == "1"
    assert root.findtext("projectCrs/spatialrefsys/authid") == "EPSG:32749"


def test_themes_name_layers_and_styles_that_are_there(root):
    styles = {
        layer.findtext("id"): {one.get("name") for one in layer.iter("map-layer-style")}
        for layer in root.findall("projectlayers/maplayer")
    }
    presets = {one.get("name"): one.findall("layer") for one in root.iter("visibility-preset")}
    assert list(presets) == ["Lampiran", "Skor dan calon", "Diagram lokasi"]
    for layers in presets.values():
        assert layers
        assert all(one.get("style") in styles[one.get("id")] for one in layers)


def test_the_layout_has_what_a_sheet_has(root):
    items = {one.get("id"): one for one in root.iter("LayoutItem")}
    assert set(items) == {
        "page 1", "Peta", "Lampiran", "Judul", "Nama kawasan", "Skala", "Skala garis", "Arah utara", "Proyeksi",
        "Legenda", "Judul lokasi", "Diagram lokasi", "Sumber", "Instansi", "Tanda tangan", "Bingkai tanda tangan",
        "Nama penanda tangan", "Judul tabel", "Jumlah", "Daftar desa 1", "Sudut min min", "Sudut min max",
        "Sudut max min", "Sudut max max",
    }  # fmt: skip
    assert "indikatif" in items["Sumber"].get("labelText")
    assert shown(HOSTILE) in items["Sumber"].get("labelText")
    assert items["Lampiran"].get("labelText").startswith("LAMPIRAN\nKEPUTUSAN BUPATI CONTOH\nNOMOR ......")
    assert items["Tanda tangan"].get("labelText") == "BUPATI CONTOH,"
    assert "........" in items["Nama penanda tangan"].get("labelText")
    assert items["Nama kawasan"].get("labelText").endswith("\nKabupaten Contoh, Provinsi Contoh")
    assert "Konvergensi grid 0°" in items["Proyeksi"].get("labelText")


def test_what_is_known_of_the_decree_is_on_the_sheet_as_text(tmp_path):
    decree = Decree(
        annex="LAMPIRAN I", number="188/1", year="2026", about=HOSTILE, signatory="Nama", agency=HOSTILE,
        title="Peta [%", kabupaten="Kota Baru", place="Baru",
    )  # fmt: skip
    root = root_of(hand_over(tmp_path, decree=decree))
    texts = {one.get("id"): one.get("labelText") for one in root.iter("LayoutItem")}
    heads = ["LAMPIRAN I", "KEPUTUSAN WALI KOTA BARU", "NOMOR 188/1 TAHUN 2026", "TANGGAL ........................"]
    assert texts["Lampiran"].split("\n") == [*heads, f"TENTANG {shown(HOSTILE.upper())}"]
    assert texts["Instansi"] == f"Disusun oleh:\n{shown(HOSTILE)}"
    assert texts["Judul"] == shown("Peta [%") != "Peta [%"
    assert (texts["Tanda tangan"], texts["Nama penanda tangan"]) == ("Baru\nWALI KOTA BARU,", "NAMA")


def test_paper_and_scale_are_those_of_the_sheet(root):
    ranking = results()[0][2]
    layout = choose_layout(ranking.loc[ranking["rank"] == 1].geometry.iloc[0], "A3", rows=3)
    items = {one.get("id"): one for one in root.iter("LayoutItem")}
    assert items["page 1"].get("size") == f"{layout.width:.4f},{layout.height:.4f},mm"
    width, height, _ = items["Peta"].get("size").split(",")
    extent = {key: float(value) for key, value in items["Peta"].find("Extent").attrib.items()}
    assert 1000 * (extent["xmax"] - extent["xmin"]) / float(width) == pytest.approx(layout.scale, rel=1e-5)
    assert 1000 * (extent["ymax"] - extent["ymin"]) / float(height) == pytest.approx(layout.scale, rel=1e-5)
    frame = shapely.box(*(extent[key] for key in ("xmin", "ymin", "xmax", "ymax")))
    assert frame.contains(ranking.loc[ranking["rank"] == 1].geometry.iloc[0])


def test_everything_lies_on_the_paper(root):
    items = {one.get("id"): one for one in root.iter("LayoutItem")}
    width, height = map(float, items["page 1"].get("size").split(",")[:2])
    for item in items.values():
        (x, y), (across, down) = (map(float, item.get(key).split(",")[:2]) for key in ("position", "size"))
        assert 0 <= x <= x + across <= width + 1e-3
        assert 0 <= y <= y + down <= height + 1e-3


def test_a_table_without_room_beside_the_map_has_a_page_of_its_own(tmp_path):
    write_gpkg(tmp_path / "kawasan.gpkg", *many(70))
    write_project(tmp_path / "kawasan.qgz", tmp_path / "kawasan.gpkg", paper="A4")
    items = {one.get("id"): one for one in root_of(tmp_path / "kawasan.qgz").iter("LayoutItem")}
    places = {
        name: [float(part) for key in ("position", "size") for part in items[name].get(key).split(",")[:2]]
        for name in ("page 1", "page 2", "Judul tabel", "Jumlah", "Daftar desa 1")
    }
    left, top, width, height = places["page 2"]
    assert (left, top) == (0, places["page 1"][3] + 10)
    for name in ("Judul tabel", "Jumlah", "Daftar desa 1"):
        x, y, across, down = places[name]
        assert left < x < x + across < left + width
        assert top < y < y + down < top + height
    assert places["Daftar desa 1"][1] >= places["Judul tabel"][1] + places["Judul tabel"][3] - 1e-3


@pytest.mark.parametrize(("area", "told"), [(90.0, True), (float("nan"), False)])
def test_legal_areas_are_in_the_table_where_they_are_known(tmp_path, area, told):
    (villages, *others), joined = results()
    write_gpkg(tmp_path / "kawasan.gpkg", villages.assign(legal_area_ha=area), *others, **joined)
    write_project(tmp_path / "kawasan.qgz", tmp_path / "kawasan.gpkg")
    table = root_of(tmp_path / "kawasan.qgz").find(".//LayoutMultiFrame")
    heads = [one.get("heading") for one in table.findall("displayColumns/column")]
    assert ("Luas resmi (ha)" in heads) is told


def test_bridges_are_no_villages_of_the_table(tmp_path):
    villages, borders, ranking, members = many(3)
    villages["legal_area_ha"] = [float("nan"), float("nan"), 90.0]
    members["role"] = ["pusat", "hinterland", "bridge"]
    write_gpkg(tmp_path / "kawasan.gpkg", villages, borders, ranking, members)
    write_project(tmp_path / "kawasan.qgz", tmp_path / "kawasan.gpkg")
    table = root_of(tmp_path / "kawasan.qgz").find(".//LayoutMultiFrame")
    assert "Luas resmi (ha)" not in [one.get("heading") for one in table.findall("displayColumns/column")]
    assert table.get("featureFilter") == "\"role\" <> 'bridge'"


def test_hostile_names_are_text(root):
    assert root.findtext("title") == root.get("projectname") == shown(HOSTILE)
    # Scale, totals and corners are the only expressions of the layout, and hold nothing of the data.
    texts = {one.get("id"): one.get("labelText") or "" for one in root.iter("LayoutItem")}
    corners = {f"Sudut {side} {up}" for side in ("min", "max") for up in ("min", "max")}
    assert {name for name, text in texts.items() if "[%" in text} == {"Skala", "Jumlah", *corners}


def test_another_folder_rank_paper_and_language(tmp_path):
    tables, joined = results()
    write_gpkg(tmp_path / "a" / "data.gpkg", *tables, **joined, language="en")
    write_project(tmp_path / "b" / "kawasan.qgz", tmp_path / "a" / "data.gpkg", rank=2, paper="A4", language="en")
    root = root_of(tmp_path / "b" / "kawasan.qgz")
    addresses = [one.text for one in root.iter("datasource")]
    assert {address.split("|")[0] for address in addresses} == {"../a/data.gpkg"}
    assert [address for address in addresses if address.endswith('"rank" = 2')]
    assert root.find("Layouts/Layout").get("name") == "Annex, rank 2"
    assert sorted(map(float, root.find(".//LayoutItem[@id='page 1']").get("size").split(",")[:2])) == [210, 297]


def test_no_layout_where_no_candidate_has_the_rank(tmp_path):
    root = root_of(hand_over(tmp_path, rank=99))
    assert root.find("Layouts") is None
    assert not [one.text for one in root.iter("datasource") if "subset" in one.text]


def test_the_same_bytes_in_two_processes(tmp_path):
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        script = (
            f"import sys; sys.path.insert(0, {str(HERE)!r}); from pathlib import Path; from handed import hand_over; "
        )
        script += f"hand_over(Path({str(folder)!r}))"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent}"}
        subprocess.run([sys.executable, "-c", script], check=True, env=environment)
        made.append([(folder / name).read_bytes() for name in ("kawasan.gpkg", "kawasan.qgz")])
    assert made[0] == made[1]


def test_bad_input_is_one_error(tmp_path, project):
    with pytest.raises(DataError, match="write it with write_gpkg first"):
        write_project(tmp_path / "k.qgz", tmp_path / "none.gpkg")
    with pytest.raises(StudyError, match="no paper A9"):
        write_project(tmp_path / "k.qgz", project.with_suffix(".gpkg"), paper="A9")
    (tmp_path / "f").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write_project(tmp_path / "f" / "k.qgz", project.with_suffix(".gpkg"))
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


@pytest.fixture(scope="module")
def qgis():
    """What QGIS makes of a project."""
    if not Path(SYSTEM_PYTHON).exists():
        pytest.skip(f"there is no {SYSTEM_PYTHON} that could have QGIS")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"QT_QPA_PLATFORM": "offscreen"}
    probe = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    if subprocess.run(probe, env=environment, capture_output=True, check=False).returncode:
        pytest.skip(f"QGIS is not installed for {SYSTEM_PYTHON} (package python3-qgis)")

    def told_of(project):
        told = project.parent / "told.json"
        command = [SYSTEM_PYTHON, str(HERE / "qgis_open.py"), str(project), str(told)]
        subprocess.run(command, env=environment, capture_output=True, check=True, timeout=240)
        return json.loads(told.read_text("utf-8"))

    return told_of


@pytest.fixture(scope="module")
def opened(project, qgis):
    """What QGIS made of the project with every layer."""
    return qgis(project)


def test_qgis_reads_every_layer(opened):
    assert opened["read"]
    assert (opened["crs"], opened["title"]) == ("EPSG:32749", shown(HOSTILE))
    layers = opened["layers"]
    assert len(layers) == 15
    assert [key for key, layer in layers.items() if not layer["valid"] or not layer["rows"]] == []
    kinds = {key.removeprefix("kawasan_layer_"): layer["renderer"] for key, layer in layers.items()}
    assert kinds["villages"] == "graduatedSymbol"
    single = {"villages_chosen", "candidates", "candidates_chosen", "places", "surroundings"}
    assert {key for key, kind in kinds.items() if kind == "singleSymbol"} == single
    assert {kind for key, kind in kinds.items() if key not in {*single, "villages"}} == {"categorizedSymbol"}
    assert sorted(opened["themes"]) == ["Diagram lokasi", "Lampiran", "Skor dan calon"]


def test_qgis_shows_the_candidate_apart_from_the_others(opened):
    villages, _, ranking, members = results()[0]
    first = ranking.index[ranking["rank"] == 1][0]
    count = int((members["candidate_id"] == first).sum())
    layers = opened["layers"]
    assert layers["kawasan_layer_members_chosen"]["rows"] == count
    assert layers["kawasan_layer_villages_chosen"]["rows"] == len(villages) - count
    assert layers["kawasan_layer_candidates_chosen"]["rows"] == 1


def test_qgis_knows_names_of_fields_and_styles(opened):
    villages = opened["layers"]["kawasan_layer_villages"]
    assert villages["names"]["kode_desa"] == "Kode wilayah"
    assert villages["names"]["x"] == f"{shown(HOSTILE)} (menit)"
    assert sorted(villages["styles"]) == sorted(["Skor desa", shown(HOSTILE), "Lampiran"])
    assert opened["layers"]["kawasan_layer_members"]["legend"] == ["Desa pusat", "Desa anggota (hinterland)"]


def test_qgis_prints_the_sheet_at_its_scale(opened):
    layout = opened["layouts"]["Lampiran, peringkat 1"]
    ranking = results()[0][2]
    expected = choose_layout(ranking.loc[ranking["rank"] == 1].geometry.iloc[0], "A3")
    assert layout["scale"] == pytest.approx(expected.scale, rel=1e-5)
    assert layout["page"] == [expected.width, expected.height]
    assert layout["scale_text"] == f"Skala 1 : {expected.scale:,}".replace(",", ".")
    assert shown(ranking.loc[ranking["rank"] == 1, "name"].iloc[0]) in layout["name_text"]
    assert layout["exported"] == [0, 0]
    assert layout["pages"] == 1
    assert "kawasan_layer_members_chosen" in layout["layers"]
    assert "kawasan_layer_villages" not in layout["layers"]


def test_qgis_prints_the_table_of_the_candidates_villages(opened):
    villages, _, ranking, members = results()[0]
    first = ranking.index[ranking["rank"] == 1][0]
    own = members[members["candidate_id"] == first].set_index("kode_desa")["role"].sort_index()
    layout = opened["layouts"]["Lampiran, peringkat 1"]
    table = layout["table"]
    assert table["heads"] == ["No", "Kode wilayah", "Desa", "Kecamatan", "Luas (ha)", "Peran"]
    expected = [
        [str(place), code, villages.at[code, "nama_desa"], "Kecamatan Satu", "100,0", ROLES[role].id]
        for place, (code, role) in enumerate(own.items(), start=1)
    ]
    assert table["rows"] == expected
    assert layout["total_text"] == f"Jumlah: {len(own)} desa, {100 * len(own)},0 ha"
    assert (table["frames"], table["whole"]) == (1, True)
    assert table["size"][0] == pytest.approx(table["room"][0], abs=0.2)


def test_qgis_writes_the_degrees_of_the_corners_as_the_sheet_does(opened):
    ranking = results()[0][2]
    layout = choose_layout(ranking.loc[ranking["rank"] == 1].geometry.iloc[0], "A3")
    told = opened["layouts"]["Lampiran, peringkat 1"]["corners"]
    places = ("min min", "max min", "max max", "min max")
    for place, (east, north) in zip(places, corners(layout, ranking.crs), strict=True):
        assert told[place] == f"{dms(east, 'x')}, {dms(north, 'y')}"


def test_qgis_prints_a_long_table_of_hostile_names_on_further_pages(tmp_path, qgis):
    villages, borders, ranking, members = many(70)
    write_gpkg(tmp_path / "kawasan.gpkg", villages, borders, ranking, members)
    write_project(tmp_path / "kawasan.qgz", tmp_path / "kawasan.gpkg", decree=Decree(about=HOSTILE), paper="A4")
    layout = qgis(tmp_path / "kawasan.qgz")["layouts"]["Lampiran, peringkat 1"]
    assert shown(HOSTILE.upper()) in layout["about_text"]
    table = layout["table"]
    assert [row[2] for row in table["rows"]] == [HOSTILE] * 70
    assert [row[0] for row in table["rows"]] == [str(place) for place in range(1, 71)]
    assert layout["pages"] == table["frames"] + 1 > 2
    assert table["whole"]


def test_qgis_sorts_villages_into_the_classes_of_the_web_map(opened):
    (villages, *_), joined = results()
    theme = themes(villages, None, None, joined["scores"], "id")[0]
    labels = [one["label"] for one in theme["classes"]]
    expected = {code: labels[found] for code, found in zip(villages.index, theme["class"], strict=True)}
    assert opened["classes"] == expected
    assert len(set(expected.values())) > 1


def test_a_study_without_candidates_has_its_layers_still(tmp_path):
    (villages, borders, ranking, members), joined = results()
    tables = villages, borders, ranking.iloc[:0], members.iloc[:0]
    write_gpkg(tmp_path / "kawasan.gpkg", *tables, **joined)
    write_project(tmp_path / "kawasan.qgz", tmp_path / "kawasan.gpkg")
    write_geojson(tmp_path / "kawasan.geojson", villages, *tables[2:])
    assert len(root_of(tmp_path / "kawasan.qgz").findall("projectlayers/maplayer")) == 5
    assert json.loads((tmp_path / "kawasan.geojson").read_text("utf-8"))["features"] == []
