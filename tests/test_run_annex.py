"""The annex of a run: from the folder alone, into a file of its own, or one clear error and no half file."""

import shutil

import pytest
from pypdf import PdfReader
from small_study import STUDY, write_study

from kawasan_gis.errors import DataError, OutputError, StudyError
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.pipeline import run
from kawasan_gis.run_annex import save_annex

pytestmark = pytest.mark.xdist_group("search")

SOURCED = STUDY.replace(
    'path = "desa.gpkg"', 'path = "desa.gpkg"\nsource = "BIG"\nyear = 2024\nlicence = "MIT"'
).replace(
    'path = "pasar.csv"', 'path = "pasar.csv"\nlabel = "Pasar desa"\nsource = "BIG"\nyear = 2024\nlicence = "MIT"'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A finished run whose layers are gone."""
    there = tmp_path_factory.mktemp("annex")
    made = run(write_study(there / "in", rename={"Desa a": "Bi'ih <b>"}, text=SOURCED), there / "run").folder
    shutil.rmtree(there / "in")
    return made


def words(path):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_the_annex_of_the_first_candidate_lies_in_the_run_folder(folder):
    path = save_annex(folder.path, decree=Decree(about="Penetapan Kawasan"))
    assert path.parent == folder.path / "annex"
    assert path.name.startswith("lampiran_1_")
    assert path.name.isascii()
    text = words(path)
    first = folder.members[folder.members["candidate_id"] == folder.ranking.index[folder.ranking["rank"] == 1][0]]
    assert [kode for kode in first["kode_desa"] if kode not in text] == []
    assert "PENETAPAN KAWASAN" in text
    assert "Batas desa, Pasar desa: BIG, 2024 (lisensi MIT)" in text
    before = path.read_bytes()
    assert save_annex(folder.path, decree=Decree(about="Penetapan Kawasan")).read_bytes() == before


def test_what_is_drawn_without_a_source_is_said_to_have_none(folder, tmp_path):
    bare = tmp_path / "bare"
    shutil.copytree(folder.path, bare)
    kept = bare / "study.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace('"BIG"', '""'), encoding="utf-8")
    text = words(save_annex(bare))
    assert "BIG" not in text
    assert "Batas desa, Jalan: sumber tidak disebutkan dalam studi" in text
    assert "Pasar desa: sumber tidak disebutkan dalam studi" in text


def test_another_rank_paper_and_language_go_to_a_file_of_ones_own(folder, tmp_path):
    path = save_annex(
        folder.path, tmp_path / "deep" / "a.pdf", rank=2, paper="A4", orientation="landscape", language="en"
    )
    page = PdfReader(path).pages[0].mediabox
    assert float(page.width) == pytest.approx(297 / 25.4 * 72, abs=0.1)
    assert float(page.height) == pytest.approx(210 / 25.4 * 72, abs=0.1)
    assert "ANNEX" in words(path)


def test_an_atlas_has_the_sheets_of_the_first_candidates(folder):
    steps = []
    path = save_annex(folder.path, count=2, progress=lambda *step: steps.append(step))
    assert path.name == "atlas_2.pdf"
    assert [(label, done, total) for label, done, total in steps] == [("annex", 0, 2), ("annex", 1, 2), ("annex", 2, 2)]
    names = folder.ranking.sort_values("rank")["name"].iloc[:2]
    assert all(name in words(path) for name in names)


def test_a_theme_a_comparison_and_land_cover_are_drawn_when_asked(folder, tmp_path):
    plain = save_annex(folder.path, tmp_path / "plain.pdf", scale=25_000)
    options = {"theme": "sawah_ha", "compare": True, "cover": True, "language": "en", "scale": 25_000}
    whole = save_annex(folder.path, tmp_path / "whole.pdf", **options)
    assert len(PdfReader(whole).pages) == len(PdfReader(plain).pages) + 2
    said = words(whole)
    assert "MAP OF SAWAH_HA" in said
    assert "CANDIDATE KAWASAN PERDESAAN COMPARED" in said
    assert all(name in said for name in folder.ranking["name"])
    first = PdfReader(plain).pages[0].extract_text()
    assert "Hutan" not in first
    assert "Hutan" in PdfReader(whole).pages[0].extract_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rank": 9}, "no candidate of .* has rank 9; there are 1, 2, 3"),
        ({"count": 9}, "has 3 candidates; an atlas is of 1 to 3, not 9"),
        ({"count": 0}, "has 3 candidates; an atlas is of 1 to 3, not 0"),
        ({"theme": "sawah"}, "there is no indicator sawah, did you mean sawah_ha"),
        ({"paper": "A9"}, "A9"),
        ({"scale": 1}, "scale"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_and_no_file(folder, tmp_path, options, message):
    out = tmp_path / "new" / "a.pdf"
    with pytest.raises(StudyError, match=message):
        save_annex(folder.path, out, **options)
    assert not out.parent.exists()


def test_no_file_of_the_run_is_replaced_and_only_pdf_is_written(folder, tmp_path):
    before = (folder.path / "06_ranking.parquet").read_bytes()
    with pytest.raises(OutputError, match=r"06_ranking\.parquet is a file of the run"):
        save_annex(folder.path, folder.path / "06_ranking.parquet")
    assert (folder.path / "06_ranking.parquet").read_bytes() == before
    with pytest.raises(OutputError, match=r"ends in \.pdf"):
        save_annex(folder.path, tmp_path / "a.png")


def test_what_is_no_run_folder_or_of_an_older_version_is_said(folder, tmp_path):
    with pytest.raises(DataError, match="not a run folder"):
        save_annex(tmp_path)
    older = tmp_path / "older"
    shutil.copytree(folder.path, older)
    (older / "01_surroundings.parquet").unlink()
    with pytest.raises(DataError, match=r"no 01_surroundings\.parquet.*run the study again"):
        save_annex(older)
