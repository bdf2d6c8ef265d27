import hashlib
import os

import pytest

from kawasan_gis.errors import OutputError
from kawasan_gis.files import sha256, written_whole


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "new" / "table.csv"
    with written_whole(path) as partial:
        partial.write_text("half")
        assert not path.exists()
        assert partial.suffix == ".csv"
    assert path.read_text() == "half"
    assert os.listdir(path.parent) == ["table.csv"]


def test_a_failure_leaves_the_old_file_and_no_rubbish(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("old")

    def stop_halfway():
        with written_whole(path) as partial:
            partial.write_text("new")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stop_halfway()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["table.csv"]


def test_an_unwritable_place_is_our_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write in"), written_whole(tmp_path / "file" / "x.csv"):
        pass


def test_a_folder_in_the_way_is_our_error(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with (
        pytest.raises(OutputError, match=r"cannot write .*x\.csv: Is a directory; give the name of a file"),
        written_whole(tmp_path / "x.csv") as partial,
    ):
        partial.write_text("")


def test_fingerprints(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
