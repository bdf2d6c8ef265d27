import gzip

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from kawasan_gis.errors import TableError
from kawasan_gis.tabular import read_numbers, read_text_table


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1.234,5", "12"], [1234.5, 12]),
        (["1,234.5", "12"], [1234.5, 12]),
        (["0,75", "1,5"], [0.75, 1.5]),
        (["0.828", "0.5", "1"], [0.828, 0.5, 1]),
        (["1.234.567", "850"], [1234567, 850]),
        (["1.234", "0,5"], [1234, 0.5]),
        (["1,234", "0.5"], [1234, 0.5]),
        (["-0,5", "−1,25"], [-0.5, -1.25]),  # noqa: RUF001 - a typographic minus, as Excel writes it
        (["12", " 7 ", ""], [12, 7, np.nan]),
        (["-", "n/a", "3"], [np.nan, np.nan, 3]),
        ([".0000000", "-.5", "3."], [0, -0.5, 3]),
        (["1e3", "2.5e-1"], [1000, 0.25]),
        (["1 234,5"], [1234.5]),
        ([None, None], [np.nan, np.nan]),
    ],
)
def test_numbers_of_either_habit(texts, numbers):
    read = read_numbers(pd.Series(texts, dtype="string"), "column")
    np.testing.assert_allclose(read.to_numpy(), numbers)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["1.234", "2.500", "12"], "thousands or decimals"),
        (["1,234"], "thousands or decimals"),
        (["0,5", "0.5"], "mix decimal"),
        (["tinggi", "1"], "not numbers: tinggi"),
        (["1.23.4"], "not numbers"),
        (["12%"], "not numbers"),
    ],
)
def test_numbers_that_could_be_read_both_ways_are_refused(texts, words):
    with pytest.raises(TableError, match=words):
        read_numbers(pd.Series(texts, dtype="string"), "column")


def test_the_user_decides_the_decimal_sign():
    texts = pd.Series(["1.234", "2.500"], dtype="string")
    assert read_numbers(texts, "c", decimal=",").tolist() == [1234, 2500]
    assert read_numbers(texts, "c", decimal=".").tolist() == [1.234, 2.5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_in_any_usual_form_keep_text(tmp_path, encoding, separator):
    path = tmp_path / "t.csv"
    path.write_text(
        f'kode{separator} nama \n0123{separator}"Désa{separator}Satu"\n{separator} \n9{separator}\n', encoding=encoding
    )
    table = read_text_table(path)
    assert table.columns.tolist() == ["kode", "nama"]
    assert table["kode"][0] == "0123"
    assert table["nama"][0] == f"Désa{separator}Satu".strip()
    # The row without anything is none.
    assert table["kode"].tolist() == ["0123", "9"]
    assert table["nama"].isna().tolist() == [False, True]


def test_a_geoparquet_is_a_table_without_its_geometries(tmp_path):
    table = gpd.GeoDataFrame({"kode": ["01", "02"]}, geometry=gpd.points_from_xy([114, 115], [-2, -3]), crs=4326)
    table.to_parquet(tmp_path / "t.parquet")
    assert read_text_table(tmp_path / "t.parquet").to_dict("list") == {"kode": ["01", "02"]}


def test_unreadable_tables_are_one_clear_error(tmp_path):
    with pytest.raises(TableError, match="there is no file"):
        read_text_table(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(TableError, match="cannot read"):
        read_text_table(tmp_path / "empty.csv")
    (tmp_path / "book.xlsx").write_bytes(b"PK")
    with pytest.raises(TableError, match="save the sheet as CSV"):
        read_text_table(tmp_path / "book.xlsx")
    (tmp_path / "twice.csv").write_text("a,a \n1,2\n")
    with pytest.raises(TableError, match="twice"):
        read_text_table(tmp_path / "twice.csv")


def test_unquoted_decimal_commas_are_refused_not_cut(tmp_path):
    (tmp_path / "t.csv").write_text("KODE,IKE\n1,0,25\n2,0\n\n3,0,75,\n")
    with pytest.raises(TableError, match=r"2 rows have more cells than the 2 headings \(lines 2, 5\)"):
        read_text_table(tmp_path / "t.csv")
    (tmp_path / "t.csv").write_text("KODE;IKE;\n1;0,25;\n2;;\n")
    assert read_text_table(tmp_path / "t.csv").columns.tolist() == ["KODE", "IKE"]


def test_what_excel_adds_is_understood(tmp_path):
    (tmp_path / "sep.csv").write_text("sep=;\nKODE;IKE\n1;0,25\n", encoding="utf-8-sig")
    assert read_text_table(tmp_path / "sep.csv").to_dict("list") == {"KODE": ["1"], "IKE": ["0,25"]}
    (tmp_path / "unicode.txt").write_text("KODE\tIKE\n1\t0,25\n", encoding="utf-16")
    assert read_text_table(tmp_path / "unicode.txt")["IKE"].tolist() == ["0,25"]
    with gzip.open(tmp_path / "t.csv.gz", "wt", encoding="utf-8") as stream:
        stream.write("KODE,IKE\r\n1,2\r\n")
    assert read_text_table(tmp_path / "t.csv.gz")["IKE"].tolist() == ["2"]


def test_parquet_tables_become_text(tmp_path):
    pd.DataFrame({"n": [1, 2]}, index=pd.Index(["a", "b"], name="kode")).to_parquet(tmp_path / "t.parquet")
    assert read_text_table(tmp_path / "t.parquet").to_dict("list") == {"kode": ["a", "b"], "n": ["1", "2"]}


@pytest.mark.parametrize(("text", "decimal"), [("0.582", ","), ("0,750", "."), ("-0.582", ","), ("1.23", ",")])
def test_a_stated_decimal_sign_never_multiplies(text, decimal):
    with pytest.raises(TableError, match="not numbers"):
        read_numbers(pd.Series([text, "1"], dtype="string"), "c", decimal=decimal)
