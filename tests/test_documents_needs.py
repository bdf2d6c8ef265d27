import re

import pandas as pd
import pytest

from kawasan_gis.documents.needs import needs_from_plain, needs_of, needs_plain, read_needs
from kawasan_gis.errors import StudyError
from kawasan_gis.indicators.measures import MEASURES

NEED = """[[needs]]
key = "{key}"
field_id = "Bidang"
field_en = "Field"
work_id = "Kerja"
work_en = "Work"
offices = ["Dinas Kami"]
{way}
mark = "known"
source = "Perda 1/2020"
"""


def about(name, measure="value", layer=""):
    return pd.DataFrame({"layer": [layer], "measure": [measure]}, index=[name])


def keys(name, label="", table=None, needs=None):
    return [need.key for need in needs_of(name, label, table, needs or read_needs())]


def own(tmp_path, *rows):
    path = tmp_path / "needs.toml"
    path.write_text("\n".join(NEED.format(key=key, way=way) for key, way in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("smp_min", "Waktu tempuh ke SMP", ["perhubungan", "pendidikan"]),
        ("pos_kesehatan_count", "Jumlah pustu", ["kesehatan"]),
        ("pabrik_sawit_m", "Jarak ke pabrik kelapa sawit", ["perkebunan", "perdagangan"]),
        ("x1", "Luas sawah beririgasi", ["pertanian"]),
        ("ike", "Indeks ketahanan ekonomi", ["desa"]),
        ("ikl", "Indeks ketahanan lingkungan", ["lingkungan", "bencana"]),
        ("x2", "SMP, SMA dan SMK", ["pendidikan", "pendidikan_menengah"]),
        ("x3", "SD/MI", ["pendidikan", "madrasah"]),
        ("rs_min", "Waktu tempuh ke rumah sakit", ["perhubungan", "kesehatan"]),
        ("x4", "Rumah tangga miskin", ["sosial"]),
        ("x5", "Rumah tidak layak huni", ["permukiman"]),
        ("x6", "Jalan usaha tani", ["jalan", "pertanian"]),
        ("x7", "Permukiman transmigrasi", ["permukiman", "tenaga_kerja"]),
        ("hutan_share", "Hutan", ["kehutanan"]),
        ("x8", "Stunting", ["kesehatan", "keluarga_berencana"]),
        ("compactness", "Kekompakan", ["perencanaan"]),
        ("smpx", "Sesuatu", []),
    ],
)
def test_indicators_find_their_field_by_whole_words(name, label, expected):
    assert keys(name, label) == expected


def test_a_name_comes_before_the_layer_the_layer_before_words_words_before_the_measure(tmp_path):
    ways = ['indicators = ["satu"]', 'layers = ["peta"]', 'words = ["sungai kecil"]', 'measures = ["count"]']
    needs = read_needs(own(tmp_path, *zip(["own_a", "own_b", "own_c", "own_d"], ways, strict=True)))[-4:]
    assert keys("SATU", "sungai kecil", about("SATU", "count", "peta"), needs) == ["own_a"]
    assert keys("dua", "sungai kecil", about("dua", "count", "peta"), needs) == ["own_b"]
    assert keys("sungai_kecil", "", about("sungai_kecil", "count"), needs) == ["own_c"]
    assert keys("tiga", "sungai besar", about("tiga", "count"), needs) == ["own_d"]
    assert keys("tiga", "", None, needs) == []


def test_a_table_of_ones_own_replaces_rows_and_adds_new_ones(tmp_path):
    shipped = read_needs()
    needs = read_needs(own(tmp_path, ("kesehatan", 'words = ["puskesmas"]'), ("baru", 'words = ["unik"]')))
    assert [need.key for need in needs] == [*(need.key for need in shipped), "baru"]
    (health,) = [need for need in needs if need.key == "kesehatan"]
    assert health.offices == ("Dinas Kami",)
    assert keys("unik", "", None, needs) == ["baru"]


def test_the_shipped_table_names_measures_that_are_there_and_its_sources():
    needs = read_needs()
    assert {measure for need in needs for measure in need.measures} <= set(MEASURES)
    assert {need.mark for need in needs} == {"known"}
    assert all(re.search(r"UU \d+/\d{4}|Fungsi", need.source) for need in needs)


def test_what_is_not_of_the_kabupaten_is_asked_for_elsewhere():
    offices = {need.key: need.offices for need in read_needs()}
    for key in ("pendidikan_menengah", "madrasah", "kehutanan"):
        assert all("koordinasi" in office for office in offices[key])
    assert offices["pendidikan"] == ("Dinas Pendidikan",)


def test_needs_survive_a_run_folder():
    assert needs_from_plain(needs_plain(read_needs()), "needs.json") == read_needs()
    with pytest.raises(StudyError, match=r"needs\.json: needs is missing"):
        needs_from_plain({}, "needs.json")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", 'words = ["x"]'), ("a", 'words = ["x"]')], "need a is there twice"),
        ([("a", "words = []")], "need a finds no indicator"),
        ([("a", 'words = ["_"]')], "need a has an empty word"),
        ([("a", 'word = ["x"]')], "did you mean .*words"),
    ],
)
def test_a_table_in_another_form_is_one_clear_error(tmp_path, rows, message):
    with pytest.raises(StudyError, match=message):
        read_needs(own(tmp_path, *rows))
