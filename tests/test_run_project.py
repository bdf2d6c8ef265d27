"""A QGIS project of another candidate, beside the run's own."""

import zipfile

import pytest
from click.testing import CliRunner
from small_study import STUDY, write_study

from kawasan_gis.cli import kawasan
from kawasan_gis.errors import DataError, OutputError, StudyError
from kawasan_gis.handover.markup import parsed
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.pipeline import run
from kawasan_gis.run_output import file_name
from kawasan_gis.run_project import save_project

pytestmark = pytest.mark.xdist_group("search")

SOURCED = STUDY.replace('path = "desa.gpkg"', 'path = "desa.gpkg"\nsource = "BIG"\nyear = 2024')


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    there = tmp_path_factory.mktemp("project")
    return run(write_study(there / "in", text=SOURCED), there / "run").folder


def texts(path):
    with zipfile.ZipFile(path) as archive:
        root = parsed(archive.read(archive.namelist()[0]).decode())
    return {one.get("id"): one.get("labelText") for one in root.iter("LayoutItem")}


def test_the_project_of_another_rank_lies_beside_the_geopackage(folder):
    own = (folder.path / "kawasan.qgz").read_bytes()
    path = save_project(folder.path, rank=2, decree=Decree(number="188"))
    name = folder.ranking.set_index("rank").at[2, "name"]
    assert path == folder.path / f"kawasan_2_{file_name(name)}.qgz"
    found = texts(path)
    assert found["Nama kawasan"].startswith(name)
    assert "NOMOR 188 TAHUN" in found["Lampiran"]
    assert "Batas desa: BIG, 2024" in found["Sumber"]
    assert (folder.path / "kawasan.qgz").read_bytes() == own


def test_the_first_candidates_project_is_the_runs_own(folder, tmp_path):
    with zipfile.ZipFile(folder.path / "kawasan.qgz") as own:
        expected = own.read("kawasan.qgs")
    path = save_project(folder.path, folder.path / "k" / "kawasan.qgz")
    with zipfile.ZipFile(path) as other:
        assert other.read("kawasan.qgs").replace(b"../kawasan.gpkg", b"./kawasan.gpkg") == expected


def test_bad_wishes_are_one_clear_error(folder, tmp_path):
    with pytest.raises(StudyError, match="no candidate of rank 99"):
        save_project(folder.path, tmp_path / "a.qgz", rank=99)
    with pytest.raises(OutputError, match=r"kawasan\.qgz is a file of the run"):
        save_project(folder.path, folder.path / "kawasan.qgz", rank=2)
    with pytest.raises(OutputError, match=r"ends in \.qgz"):
        save_project(folder.path, tmp_path / "a.qgs")
    with pytest.raises(DataError, match="not a run folder"):
        save_project(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_it(folder, tmp_path):
    (tmp_path / "decree.toml").write_text('about = "Kawasan"\n', encoding="utf-8")
    wanted = [str(folder.path), "--decree", str(tmp_path / "decree.toml"), "--paper", "a4", "--out"]
    told = CliRunner().invoke(kawasan, ["qgis", *wanted, str(tmp_path / "p.qgz")])
    assert (told.exit_code, told.output) == (0, f"open {tmp_path / 'p.qgz'}\n")
    assert "TENTANG KAWASAN" in texts(tmp_path / "p.qgz")["Lampiran"]
