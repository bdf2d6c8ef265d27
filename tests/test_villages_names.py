import geopandas as gpd
import pandas as pd
import pytest
from drawing import draw_villages

from kawasan_gis.errors import CodeError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.villages.names import complete_names, find_kabupaten, plain, read_code_list


def code_list(tmp_path, text):
    path = tmp_path / "kode.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_newest_edition_of_a_code_list_is_read(tmp_path):
    path = code_list(
        tmp_path, "vintage,kode,nama\n2018,63.01,KAB. LAMA\n2025,63.01,Kabupaten Baru\n2025,63.01.01,Satu\n"
    )
    assert read_code_list(path).to_dict() == {"63.01": "Kabupaten Baru", "63.01.01": "Satu"}


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("kode,label\n63,a\n", TableError, "no column nama"),
        ("kode,nama\n63.01,a\n63.01,b\n", TableError, "lists 1 codes twice: 63.01"),
        ("kode,nama\n63.1,a\n", CodeError, "63.1"),
    ],
)
def test_bad_code_lists(tmp_path, text, error, words):
    with pytest.raises(error, match=words):
        read_code_list(code_list(tmp_path, text))


def test_names_are_filled_where_missing_and_kept_where_given():
    table = pd.DataFrame(
        {"nama_desa": ["  Suka  Maju ", None, None], "kabupaten": ["KAB. TANAH LAUT", "Kota Baru", None]},
        index=pd.Index(["63.01.01.2001", "63.01.01.2002", "63.02.01.2001"], name="kode_desa"),
    )
    names = pd.Series(
        {"63.01.01.2001": "Sukamaju Baru", "63.01.01.2002": "Dua", "63.01.01": "Kecil", "63.02": "Kabupaten X"}
    )
    findings = Findings()
    filled = complete_names(table, names, findings)
    assert filled["nama_desa"].tolist() == ["Suka Maju", "Dua", "63.02.01.2001"]
    assert filled["kecamatan"].tolist() == ["Kecil", "Kecil", "63.02.01"]
    assert filled["kabupaten"].tolist() == ["TANAH LAUT", "Kota Baru", "X"]
    assert findings.counts() == {"no_name": 3, "other_name": 1}
    assert table["kabupaten"].iloc[0] == "KAB. TANAH LAUT"


def test_names_are_compared_without_case_blanks_and_signs():
    assert plain("KAB. Tanah-Laut ") == plain("tanah laut") == "tanahlaut"
    assert plain("Bi'ih") == plain("BIIH")
    assert plain("Kota Banjar") != plain("Kabupaten Banjar")
    assert plain(None) == ""


def two():
    return draw_villages("ab\ncd", other_kabupaten="cd")


def test_kabupaten_by_code_or_name():
    assert find_kabupaten(two(), ("99.02",)) == ["99.02"]
    assert find_kabupaten(two(), ("KABUPATEN contoh", "99.02")) == ["99.01", "99.02"]


def test_unknown_kabupaten_names_what_there_is():
    with pytest.raises(
        CodeError,
        match=r"no kabupaten 'Contho' in the boundary file, did you mean Contoh\? It has 99.01 Contoh, 99.02 Kedua",
    ):
        find_kabupaten(two(), ("Contho",))


def test_a_name_that_fits_two_needs_the_code():
    table = gpd.GeoDataFrame(two().assign(kabupaten="Sama"))
    with pytest.raises(CodeError, match="fits 99.01, 99.02; give the code"):
        find_kabupaten(table, ("sama",))
