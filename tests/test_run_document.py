import docx
import pytest
from click.testing import CliRunner
from drafted import rows, text_of
from small_study import STUDY, write_study

from kawasan_gis.cli import kawasan
from kawasan_gis.documents.needs import needs_from_plain
from kawasan_gis.errors import DataError, OutputError, StudyError
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.pipeline import run
from kawasan_gis.run_document import save_document
from kawasan_gis.run_output import file_name
from kawasan_gis.runfolder import NEEDS

NEEDS_TOML = """[[needs]]
key = "desa"
field_id = "Bidang kami"
field_en = "Our field"
work_id = "Kerja kami"
work_en = "Our work"
offices = ["Dinas Kami"]
indicators = ["ike"]
mark = "read"
source = "Perda 1/2020"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("drafted")
    text = STUDY.replace('"desa.gpkg"\n', '"desa.gpkg"\nsource = "BIG"\nyear = 2024\n') + 'needs = "needs.toml"\n'
    study = write_study(home / "in", text=text)
    (home / "in" / "needs.toml").write_text(NEEDS_TOML, encoding="utf-8")
    return run(study, home / "run").folder


def test_the_document_of_a_run_tells_what_its_steps_left(folder):
    path = save_document(folder.path)
    name = folder.ranking["name"].iloc[0]
    assert path == folder.path / "annex" / f"berita_acara_1_{file_name(name)}.docx"
    document = docx.Document(str(path))
    text = text_of(document)
    for words in ("Studi Kecil", "BIG, 2024", "Buatan, 2026", name):
        assert words in text
    members = folder.members.query("candidate_id == @folder.ranking.index[0]")["kode_desa"]
    assert [row[1] for row in rows(document.tables[-2])[1:-1]] == sorted(members)


def test_a_table_of_needs_of_ones_own_reaches_document_workbook_and_run_folder(folder, tmp_path):
    needs = needs_from_plain(folder.needs_plain, NEEDS)
    assert [need.offices for need in needs if need.key == "desa"] == [("Dinas Kami",)]
    assert "Dinas Kami" in (folder.path / "needs.csv").read_text("utf-8-sig")
    path = save_document(folder.path, tmp_path / "d.docx", language="en", decree=Decree(agency="Badan Kami"))
    text = text_of(docx.Document(str(path)))
    assert "BADAN KAMI" in text
    assert "Identity" in text


def test_bad_wishes_are_one_clear_error(folder, tmp_path):
    with pytest.raises(StudyError, match="no candidate of rank 99"):
        save_document(folder.path, rank=99)
    with pytest.raises(OutputError, match=r"ends in \.docx"):
        save_document(folder.path, tmp_path / "d.pdf")
    with pytest.raises(DataError, match="not a run folder"):
        save_document(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_it_with_what_is_known_of_the_decree(folder, tmp_path):
    (tmp_path / "decree.toml").write_text('number = "188"\nyear = 2026\n', encoding="utf-8")
    wanted = [str(folder.path), "--decree", str(tmp_path / "decree.toml"), "--out", str(tmp_path / "d.docx")]
    told = CliRunner().invoke(kawasan, ["document", *wanted])
    assert (told.exit_code, told.output) == (0, f"open {tmp_path / 'd.docx'}\n")
    assert "NOMOR 188 TAHUN 2026" in text_of(docx.Document(str(tmp_path / "d.docx")))
