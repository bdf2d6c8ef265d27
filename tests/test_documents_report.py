import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from drafted import rows, tables, text_of, written
from drawing import code

from kawasan_gis.documents.report import write_docx
from kawasan_gis.errors import OutputError, StudyError, TableError
from kawasan_gis.maps.annex.decree import Decree

HEADINGS = [
    "A. Identitas kawasan", "B. Delineasi", "C. Dasar penilaian", "D. Kelemahan dan kebutuhan per perangkat daerah",
    "E. Daftar periksa delineasi", "F. Catatan atas data", "G. Daftar sumber",
]  # fmt: skip
MANY = "".join(chr(ord("a") + place) for place in range(26))


def test_the_draft_has_its_parts_in_order_and_says_it_is_one(tmp_path):
    document = written(tmp_path / "d.docx", letters="dehi")
    styles = [(one.style.name, one.text) for one in document.paragraphs]
    assert [text for style, text in styles if style == "Heading 1"] == HEADINGS
    assert ("Title", "DRAF BERITA ACARA") in styles
    assert "DRAF" in document.sections[0].header.paragraphs[0].text
    assert "NOMOR: ........................" in text_of(document)
    assert document.core_properties.title == "Draf berita acara delineasi kawasan perdesaan Desa e, Kecamatan Satu"


def test_every_source_number_in_the_text_is_in_the_list_and_the_other_way_round(tmp_path):
    document = written(tmp_path / "d.docx", letters="dehi")
    listed = [one.text for one in document.paragraphs if re.match(r"\[\d+\] ", one.text)]
    used = set(re.findall(r"\[(\d+)\]", text_of(document).replace("\n".join(listed), "")))
    assert used == {str(place) for place in range(1, len(listed) + 1)}


def test_a_bare_run_gives_a_draft_that_says_what_is_not_available(tmp_path):
    given = tables()
    bare = {name: given[name] for name in ("villages", "ranking", "members")}
    write_docx(tmp_path / "d.docx", **bare, language="en")
    text = text_of(docx.Document(str(tmp_path / "d.docx")))
    for words in ("bordering villages are", "criteria are", "checks are", "data problems are"):
        assert f"The {words} not available." in text
    assert "belum tersedia" not in text


def test_one_village_and_many_are_written_whole(tmp_path):
    one = written(tmp_path / "1.docx", letters="e", centre="e")
    assert rows(one.tables[-2])[1][1] == code("e")
    many = written(tmp_path / "26.docx", picture=MANY, letters=MANY, centre="a")
    assert [row[1] for row in rows(many.tables[-2])[1:-1]] == [code(letter) for letter in MANY]


def test_hostile_names_stay_literal(tmp_path):
    names = {"Desa e": "<w:p/>&amp;=1+1 \x07'Bi'ih'", "Desa d": "Panjang " * 7 + "Lima", "Desa h": "{0} %s {name}"}
    document = written(tmp_path / "d.docx", names=names, letters="dehi")
    cells = [row[2] for row in rows(document.tables[-2])]
    assert cells[1:4] == ["Panjang " * 7 + "Lima", "<w:p/>&amp;=1+1 \N{REPLACEMENT CHARACTER}'Bi'ih'", "{0} %s {name}"]
    with zipfile.ZipFile(tmp_path / "d.docx") as archive:
        assert archive.testzip() is None


SCRIPT = """
import sys
from drafted import written
written(sys.argv[1], letters="dehi", bridges="f")
"""


def test_the_bytes_do_not_depend_on_the_order_of_sets(tmp_path):
    made = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.docx"
        home = Path(__file__).parent
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{home}{os.pathsep}{home.parent}"}
        subprocess.run([sys.executable, "-c", SCRIPT, str(path)], check=True, env=environment)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_bad_input_is_one_clear_error_and_no_file(tmp_path):
    given, path = tables(), tmp_path / "d.docx"
    with pytest.raises(StudyError, match="no candidate of rank 7"):
        write_docx(path, **given, rank=7)
    with pytest.raises(TableError, match="normalized_ike"):
        write_docx(path, **{**given, "ranking": given["ranking"].drop(columns="normalized_ike")})
    with pytest.raises(OutputError, match="cannot place the picture"):
        write_docx(path, **given, decree=Decree(logo=tmp_path / "logo.png"))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write_docx(tmp_path / "file" / "d.docx", **given)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_opens_it(tmp_path):
    written(tmp_path / "d.docx", letters="dehi")
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "txt:Text",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), "d.docx"], cwd=tmp_path, check=True, capture_output=True)
    text = (tmp_path / "d.txt").read_text("utf-8-sig")
    assert all(heading in text for heading in HEADINGS)
    assert code("e") in text
