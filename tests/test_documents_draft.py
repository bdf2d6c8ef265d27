import io
import zipfile

import docx
import pytest
from drafted import drafted, rows

from kawasan_gis.documents.draft import Column, Draft, visible
from kawasan_gis.errors import OutputError

COLUMNS = [Column("Nama", 50), Column("Luas", 30, "right")]
HOSTILE = "<b>&\"'Bi'ih ]]> =1+1 \x00\x1b[31m\ud800\u202e\uffff\n{x}"


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


def test_signs_xml_cannot_hold_and_those_that_hide_are_seen():
    assert visible(HOSTILE) == "<b>&\"'Bi'ih ]]> =1+1 \ufffd\ufffd[31m\ufffd\ufffd\ufffd\ufffd{x}"
    assert visible("Désa é ﷺ 村") == "Désa é ﷺ 村"


def test_breaks_of_lines_and_paragraphs_within_a_text_are_seen():
    assert visible("a\u2028b\u2029c") == "a\ufffdb\ufffdc"


def test_hostile_texts_stay_literal():
    document = drafted(
        lambda draft: (draft.paragraph(HOSTILE), draft.table(COLUMNS, [(HOSTILE.replace("\n", ""), "1")]))
    )
    assert document.paragraphs[0].text == visible(HOSTILE)
    assert rows(document.tables[0])[1] == [visible(HOSTILE.replace("\n", "")), "1"]


def test_the_page_is_a4_with_a_running_head_and_page_numbers():
    document = drafted(lambda draft: draft.heading("Judul", 0))
    (section,) = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == "DRAF"
    foot = section.footer.paragraphs[0]._p.xml
    assert [name for name in ("PAGE", "NUMPAGES") if f'w:instr="{name}"' in foot] == ["PAGE", "NUMPAGES"]
    assert document.paragraphs[0].style.name == "Title"


def test_the_heading_of_a_table_is_repeated_and_no_row_is_cut():
    document = drafted(lambda draft: draft.table(COLUMNS, [("a", "1"), ("b", "2")], bold_rows=[1]))
    (table,) = document.tables
    assert rows(table) == [["Nama", "Luas"], ["a", "1"], ["b", "2"]]
    assert ["w:tblHeader" in row._tr.xml for row in table.rows] == [True, False, False]
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    assert [row.cells[0].paragraphs[0].runs[0].bold for row in table.rows] == [True, None, True]
    assert {round(row.cells[0].width.mm) for row in table.rows} == {50}


def test_equal_cells_that_follow_each_other_become_one():
    given = [("a", "1"), ("a", "2"), ("b", "3"), ("a", "4")]
    document = drafted(lambda draft: draft.table(COLUMNS, given, merge_first=True))
    assert [row[0] for row in rows(document.tables[0])] == ["Nama", "a", "a", "b", "a"]
    spans = [row._tr.xml.count('w:val="continue"') for row in document.tables[0].rows]
    assert spans == [0, 0, 1, 0, 0]


def content():
    draft = Draft("Judul", "DRAF", ("Halaman", "dari"), "id")
    draft.heading("A")
    draft.table(COLUMNS, [("a", "1")])
    draft.new_page()
    return draft.content()


def test_the_bytes_are_the_same_and_hold_no_date_or_author_of_today():
    assert content() == content()
    archive = opened(content())
    assert {part.date_time for part in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert archive.testzip() is None
    assert not [name for name in archive.namelist() if "thumbnail" in name]
    properties = docx.Document(io.BytesIO(content())).core_properties
    assert (properties.author, properties.title, properties.created.year) == ("", "Judul", 2000)
    assert b"python-docx" not in archive.read("docProps/core.xml")


def test_no_style_takes_the_font_of_the_theme():
    styles = opened(content()).read("word/styles.xml").decode()
    for name in ("Normal", "Heading1", "Title"):
        style = styles.split(f'w:styleId="{name}"')[1].split("</w:style>")[0]
        assert 'w:ascii="Arial"' in style
        assert "asciiTheme" not in style


def test_a_picture_that_is_none_is_one_error(tmp_path):
    (tmp_path / "logo.png").write_text("x")
    draft = Draft("Judul", "DRAF", ("Halaman", "dari"), "id")
    for name in ("logo.png", "none.png"):
        with pytest.raises(OutputError, match=f"cannot place the picture .*{name}"):
            draft.picture(tmp_path / name, 20)
