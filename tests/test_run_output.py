"""What is made of a finished run afterwards goes to a file of its own."""

import pytest
from small_study import write_study

from kawasan_gis.errors import DataError, OutputError
from kawasan_gis.pipeline import run
from kawasan_gis.run_output import file_name, finished_run, output_file
from kawasan_gis.runfolder import RunFolder

pytestmark = pytest.mark.xdist_group("search")


def test_a_run_is_opened_in_its_own_or_another_language(tmp_path):
    made = run(write_study(tmp_path / "in"), tmp_path / "run").folder
    folder, study, language = finished_run(made.path)
    assert (folder, study.study.name, language) == (made, "Studi Kecil", "id")
    assert finished_run(str(made.path), "en").language == "en"
    with pytest.raises(DataError, match="not a run folder"):
        finished_run(tmp_path)


def test_a_file_goes_where_it_is_asked_for_or_has_its_usual_name(tmp_path):
    folder = RunFolder(tmp_path)
    assert output_file(folder, None, "a_1", ".pdf", "the annex") == tmp_path / "annex" / "a_1.pdf"
    assert output_file(folder, None, "a_1", ".qgz", "the project", within="") == tmp_path / "a_1.qgz"
    assert output_file(folder, "x/Y.PDF", "a_1", ".pdf", "the annex").as_posix() == "x/Y.PDF"


@pytest.mark.parametrize("name", ["kawasan.qgz", "06_ranking.parquet", "manifest.json", "../run/study.json"])
def test_no_file_of_the_run_is_replaced(tmp_path, name):
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    with pytest.raises(OutputError, match=r"is a file of the run; give the project a file of its own"):
        output_file(folder, folder.path / name, "a", ".qgz", "the project")


def test_another_suffix_is_refused(tmp_path):
    with pytest.raises(OutputError, match=r"a\.png: the annex has the suffix \.pdf; give it a name that ends in \.pdf"):
        output_file(RunFolder(tmp_path), tmp_path / "a.png", "a", ".pdf", "the annex")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Bi'ih, Karang Intan", "bi_ih_karang_intan"), ("../..", "kawasan"), ("村", "kawasan"), ("a" * 99, "a" * 60),
     ("a" * 59 + " b", "a" * 59)],
)  # fmt: skip
def test_file_names_are_safe(name, expected):
    assert file_name(name) == expected
