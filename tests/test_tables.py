import math
import os
from typing import get_args

import openpyxl
import pandas as pd
import pytest
from drawing import code

from kawasan_gis.criteria import Missing, Stance
from kawasan_gis.errors import OutputError
from kawasan_gis.indicators.specification import Aggregate
from kawasan_gis.tables import (
    HEADINGS,
    VALUES,
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
    assert sheet["E2"].number_format == "[$-421]#,##0.0"
    assert sheet.freeze_panes == "A2"


def test_english_and_empty_tables(tmp_path):
    write_xlsx(tmp_path / "t.xlsx", {"ranking": TABLE[:0], "villages": TABLE}, language="en")
    sheets = cells(tmp_path / "t.xlsx")
    assert list(sheets) == ["Ranking", "Villages"]
    assert sheets["Villages"]["E2"].number_format == "[$-809]#,##0.0"
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
    assert heading("contribution_compactness") == "Sumbangan Kekompakan"
    assert heading("missing_ike", "en", {"ike": "Economy"}) == "Missing Economy"
    assert heading("ike", "en", {"ike": "Economy", "score": "X"}) == "Economy"
    assert heading("score", "en", {"score": "X"}) == "Score"
    assert all(text.id and text.en for text in HEADINGS.values())
    shown = localized(pd.DataFrame({"role": ["pusat", "bridge"]}))
    assert shown["Peran"].tolist() == ["pusat", "penghubung"]


def test_yes_and_no_are_words():
    table = pd.DataFrame({"cut": [True, False]})
    assert localized(table)["Penghubung"].tolist() == ["ya", "tidak"]
    assert localized(table, "en")["Cut village"].tolist() == ["yes", "no"]


def test_keys_are_words_and_what_is_none_stays():
    table = pd.DataFrame({"stance": ["need", "potential"], "aggregate": ["mean", "own"], "missing": ["worst", "error"]})
    shown = localized(table)
    assert shown["Sudut pandang"].tolist() == ["kebutuhan", "potensi"]
    assert shown["Agregasi"].tolist() == ["rata-rata desa", "own"]
    assert localized(table, "en")["When missing"].tolist() == ["counted as worst", "refused"]
    assert set(VALUES["stance"]) == set(get_args(Stance))
    assert set(VALUES["missing"]) == set(get_args(Missing))
    assert set(VALUES["aggregate"]) == set(get_args(Aggregate))


def test_long_texts_run_over_several_lines(tmp_path):
    table = pd.DataFrame({"text": ["kata " * 30, "kata"], "name": ["x" * 60, "y"], "rank": [1, 2]})
    write_xlsx(tmp_path / "t.xlsx", {"checks": table})
    sheet = cells(tmp_path / "t.xlsx")["Pemeriksaan"]
    assert (sheet["A2"].alignment.wrap_text, sheet["B2"].alignment.wrap_text) == (True, None)
    assert {sheet[cell].alignment.vertical for cell in ("A2", "B2", "C2")} == {"top"}
    assert sheet.column_dimensions["A"].width == pytest.approx(61.7, abs=0.1)
    assert sheet.column_dimensions["C"].width < 11


def test_a_workbook_and_its_csv_twins_hold_the_same_cells(tmp_path):
    write_xlsx(tmp_path / "t.xlsx", {"villages": TABLE})
    write_csv_folder(tmp_path, {"villages": TABLE})
    rows = [[cell.value for cell in row] for row in cells(tmp_path / "t.xlsx")["Desa"].iter_rows(min_row=2)]
    twin = pd.read_csv(
        tmp_path / "villages.csv", dtype={"kode_desa": str}, keep_default_na=False, na_values={"score": ""}
    )
    for row, other in zip(rows, twin.itertuples(index=False), strict=True):
        assert row[0] == other.kode_desa
        assert row[1] == other.nama_desa.removeprefix("'")
        assert [row[2], row[3], row[4]] == [None if math.isnan(other.score) else other.score, other.rank, other.area_ha]


def test_hostile_names_survive_in_the_workbook(tmp_path):
    names = ["=1+1", "<b>&amp;", "Bi'ih", "x" * 60, "\N{HEAVY BLACK HEART}\N{GRINNING FACE}", "a\x07b"]
    write_xlsx(tmp_path / "t.xlsx", {"villages": pd.DataFrame({"nama_desa": names})})
    assert [cell.value for cell in cells(tmp_path / "t.xlsx")["Desa"]["A"]][1:] == [*names[:-1], "a_x0007_b"]


def test_csv_twins(tmp_path):
    paths = write_csv_folder(tmp_path, {"villages": TABLE, "members": TABLE})
    assert sorted(os.listdir(tmp_path)) == ["members.csv", "villages.csv"]
    assert [path.name for path in paths] == ["villages.csv", "members.csv"]


def test_shares_are_written_in_percent_and_sheets_print_on_a4_with_repeated_headings(tmp_path):
    table = pd.DataFrame({"indicator": ["ike"], "weight": [2.0], "weight_share": [0.25]})
    write_xlsx(tmp_path / "t.xlsx", {"criteria": table})
    sheet = cells(tmp_path / "t.xlsx")["Kriteria"]
    assert (sheet["C2"].value, sheet["C2"].number_format) == (0.25, "[$-421]0.0%")
    assert sheet["B2"].number_format == "[$-421]#,##0.000"
    assert (sheet.print_title_rows, int(sheet.page_setup.paperSize)) == ("$1:$1", 9)
    assert sheet.page_setup.orientation == "landscape"
