import math
import os

import openpyxl
import pandas as pd
import pytest
from drawing import code

from kawasan_gis.errors import OutputError
from kawasan_gis.tables import (
    HEADINGS,
    heading,
    localized,
    write_csv,
    write_csv_folder,
    write_xlsx,
)

HOSTILE = ['=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "\tx", 'Ma\'rang "Jaya" & <b>', "http://example.org"]
TABLE = pd.DataFrame(
    {
        "kode_desa": [code(letter) for letter in "abcdefg"],
        "nama_desa": HOSTILE,
        "score": [0.5, math.nan, 1, 0, 0, 0, 0.123456789],
        "rank": range(1, 8),
        "area_ha": 1234.56,
    }
)


def cells(path):
    book = openpyxl.load_workbook(path)
    return {sheet.title: sheet for sheet in book.worksheets}


def test_the_workbook_keeps_texts_as_texts_and_numbers_as_numbers(tmp_path):
    write_xlsx(tmp_path / "t.xlsx", {"villages": TABLE})
    sheet = cells(tmp_path / "t.xlsx")["Desa"]
    assert [cell.value for cell in sheet[1]] == ["Kode wilayah", "Desa", "Skor", "Peringkat", "Luas (ha)"]
    assert [cell.value for cell in sheet["B"]][1:] == HOSTILE
    assert {cell.data_type for cell in sheet["B"]} == {"s"}
    assert all(cell.hyperlink is None for cell in sheet["B"])
    assert sheet["A2"].value == code("a")
    assert sheet["C2"].value == 0.5
    assert sheet["C3"].value is None
    assert sheet["C8"].value == 0.123456789
    assert sheet["E2"].number_format == "#,##0.0"
    assert sheet.freeze_panes == "A2"


def test_english_and_empty_tables(tmp_path):
    write_xlsx(tmp_path / "t.xlsx", {"ranking": TABLE[:0], "villages": TABLE}, language="en")
    sheets = cells(tmp_path / "t.xlsx")
    assert list(sheets) == ["Ranking", "Villages"]
    assert sheets["Ranking"].max_row == 1


def test_csv_can_be_opened_in_excel_without_running_anything(tmp_path):
    write_csv(tmp_path / "t.csv", TABLE)
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(tmp_path / "t.csv", dtype=str, keep_default_na=False)
    assert table["kode_desa"].tolist() == TABLE["kode_desa"].tolist()
    assert [text.lstrip("'") for text in table["nama_desa"]] == HOSTILE
    assert not table["nama_desa"].str.startswith(("=", "+", "-", "@", "\t")).any()
    assert table["score"].tolist()[-1] == "0.123456789"
    assert table["score"].tolist()[1] == ""


def test_negative_numbers_stay_numbers(tmp_path):
    write_csv(tmp_path / "t.csv", pd.DataFrame({"gain": [-0.5]}))
    assert pd.read_csv(tmp_path / "t.csv")["gain"].tolist() == [-0.5]


def test_same_tables_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_xlsx(tmp_path / f"{name}.xlsx", {"villages": TABLE}, title="Judul")
        write_csv(tmp_path / f"{name}.csv", TABLE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_unwritable_is_one_error(tmp_path):
    (tmp_path / "f").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write_xlsx(tmp_path / "f" / "t.xlsx", {"villages": TABLE})
    with pytest.raises(OutputError, match="cannot write"):
        write_csv(tmp_path / "f" / "t.csv", TABLE)


def test_headings_and_roles_speak_both_languages():
    assert heading("contribution_ike") == "Sumbangan ike"
    assert heading("normalized_ike") == "Nilai 0-1 ike"
    assert heading("normalized_ike", "en") == "Worth 0-1 ike"
    assert heading("ike", "en") == "ike"
    assert all(text.id and text.en for text in HEADINGS.values())
    shown = localized(pd.DataFrame({"role": ["pusat", "bridge"]}))
    assert shown["Peran"].tolist() == ["pusat", "penghubung"]


def test_yes_and_no_are_words():
    table = pd.DataFrame({"cut": [True, False]})
    assert localized(table)["Penghubung"].tolist() == ["ya", "tidak"]
    assert localized(table, "en")["Cut village"].tolist() == ["yes", "no"]


def test_csv_twins(tmp_path):
    paths = write_csv_folder(tmp_path, {"villages": TABLE, "members": TABLE})
    assert sorted(os.listdir(tmp_path)) == ["members.csv", "villages.csv"]
    assert [path.name for path in paths] == ["villages.csv", "members.csv"]


def test_shares_are_written_in_percent_and_sheets_print_on_a4_with_repeated_headings(tmp_path):
    table = pd.DataFrame({"indicator": ["ike"], "weight": [2.0], "weight_share": [0.25]})
    write_xlsx(tmp_path / "t.xlsx", {"criteria": table})
    sheet = cells(tmp_path / "t.xlsx")["Kriteria"]
    assert (sheet["C2"].value, sheet["C2"].number_format) == (0.25, "0.0%")
    assert sheet["B2"].number_format == "#,##0.000"
    assert (sheet.print_title_rows, int(sheet.page_setup.paperSize)) == ("$1:$1", 9)
    assert sheet.page_setup.orientation == "landscape"
