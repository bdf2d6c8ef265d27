import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from named_villages import VILLAGES

from kawasan_gis.errors import CodeError, DataWarning, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.matching import REVIEW, match_names, read_answers
from kawasan_gis.tables import write_csv

COLUMNS = {"desa": "DESA", "kecamatan": "KEC", "kabupaten": "KAB"}
# Row 1 fits, 2 and 5 claim one village, 3 is misspelt, 4 is of another kabupaten.
ROWS = [
    ("SEI RAYA", "Anjir", "Contoh"),
    ("Sukamaju Satu", "Anjir", "Contoh"),
    ("Biah", "Barat", "Contoh"),
    ("Sungai Raya", "Candi", "Tapin"),
    ("Suka Maju 1", "Kec. Anjir", "Kab. Contoh"),
]


def table(rows=ROWS):
    return pd.DataFrame(rows, columns=["DESA", "KEC", "KAB"])


def answers(*rows):
    given = [dict(zip(("row", "desa", "kecamatan", "kabupaten", "kode"), row, strict=True)) for row in rows]
    return pd.DataFrame([{"layer": "t", **row} for row in given])


def match(rows=ROWS, given=None, findings=None, **options):
    found = Findings() if findings is None else findings
    return match_names(VILLAGES, table(rows), answers=given, name="t", findings=found, **{**COLUMNS, **options})


def test_unique_exact_names_are_taken_and_the_rest_is_for_review():
    findings = Findings()
    found = match(findings=findings)
    assert found.codes.fillna("").tolist() == ["99.01.01.2001", "", "", "", ""]
    assert found.review.columns.tolist() == REVIEW
    assert found.review[["row", "reason", "suggestions", "kode"]].values.tolist() == [
        ["2", "several rows", "99.01.01.2002 Suka Maju I, Anjir (1.00)", ""],
        ["3", "no name", "99.01.02.2002 Bi'ih, Barat (0.75)", ""],
        ["5", "several rows", "99.01.01.2002 Suka Maju I, Anjir (1.00)", ""],
    ]
    assert findings.frame[["kind", "value"]].values.tolist() == [["rows_elsewhere", 1.0], ["names_to_review", 3.0]]


def test_answers_are_obeyed_and_stay_in_the_table():
    given = answers(
        ("2", "Sukamaju Satu", "Anjir", "Contoh", "99.01.01.2002"),
        ("3", "Biah", "Barat", "Contoh", "99.01.02.2002"),
        ("5", "Suka Maju 1", "Kec. Anjir", "Kab. Contoh", "-"),
        ("9", "Tidak Ada", "Barat", "Contoh", "99.01.02.2001"),
    )
    findings = Findings()
    found = match(given=given, findings=findings)
    assert found.codes.fillna("").tolist() == ["99.01.01.2001", "99.01.01.2002", "99.01.02.2002", "", ""]
    assert found.review[["reason", "kode"]].values.tolist() == [
        ["answered", "99.01.01.2002"], ["answered", "99.01.02.2002"], ["answered", "-"],
    ]  # fmt: skip
    assert findings.counts() == {"answers_unused": 1, "names_set_aside": 1, "rows_elsewhere": 1}


def test_one_of_two_equal_rows_is_meant_by_its_number():
    rows = [("Biah", "Barat", "Contoh"), ("Biah", "Barat", "Contoh"), ROWS[0]]
    found = match(rows, answers(("2", "Biah", "Barat", "Contoh", "99.01.02.2002")))
    assert found.codes.fillna("").tolist() == ["", "99.01.02.2002", "99.01.01.2001"]


def test_answers_of_other_layers_and_open_ones_do_not_count():
    given = answers(("3", "Biah", "Barat", "Contoh", "")).assign(layer="t")
    assert match(given=given).codes.isna().sum() == 4
    assert (
        match(given=answers(("3", "Biah", "Barat", "Contoh", "99.01.02.2002")).assign(layer="u")).codes.isna().sum()
        == 4
    )


SECOND = ("2", "Sukamaju Satu", "Anjir", "Contoh")
THIRD = ("3", "Biah", "Barat", "Contoh")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(*THIRD, "99.01.02.2009")], "1 codes in the reviewed matches are no desa of the study: 99"),
        (
            [(*SECOND, "99.01.01.2002"), (*THIRD, "99.01.01.2002")],
            r"1 codes would belong to more than one row \(rows 2, 3\): 99.01.01.2002",
        ),
        # The code of a row that fits by name.
        ([(*THIRD, "99.01.01.2001")], r"more than one row \(rows 3, 1\): 99.01.01.2001"),
        (
            [(*THIRD, "99.01.02.2002"), (*THIRD, "-")],
            r"row 3 \(Biah / Barat / Contoh\) has two answers, 99.01.02.2002 and -",
        ),
    ],
)
def test_answers_that_cannot_be_obeyed(rows, words):
    with pytest.raises(CodeError, match=f"t: .*{words}"):
        match(given=answers(*rows))


def test_the_row_that_fits_by_name_can_give_way():
    given = answers(
        ("3", "Biah", "Barat", "Contoh", "99.01.01.2001"), ("1", "SEI RAYA", "Anjir", "Contoh", "-")
    )  # fmt: skip
    assert match(given=given).codes.fillna("").tolist()[:3] == ["", "", "99.01.01.2001"]


def test_tables_that_cannot_be_matched():
    with pytest.raises(TableError, match="t has no column NAMA; it has DESA, KEC, KAB"):
        match(desa="NAMA")
    with pytest.raises(TableError, match="name the columns to match by"):
        match_names(VILLAGES, table())
    with pytest.raises(CodeError, match=r"none of the 1 names \(Entah / Barat / Contoh\) fits a desa"):
        match([("Entah", "Barat", "Contoh")])


def test_kecamatan_and_kabupaten_are_matched_too():
    assert match(desa=None).codes.fillna("").tolist() == ["", "", "99.01.02", "", ""]
    rows = [("x", "x", "CONTOH"), ("x", "x", "Kota Kedua"), ("x", "x", "Tapin")]
    assert match(rows, desa=None, kecamatan=None).codes.fillna("").tolist() == ["99.01", "99.02", ""]


def test_codes_stand_on_the_index_of_the_table():
    rows = table().iloc[[0, 2]].set_axis(["p", "q"])
    found = match_names(VILLAGES, rows, desa="DESA", kecamatan="KEC", findings=Findings())
    assert found.codes.index.tolist() == ["p", "q"]
    with pytest.warns(DataWarning, match="names_to_review 1"):
        match_names(VILLAGES, rows, desa="DESA", kecamatan="KEC")


NAMES = st.sampled_from([*VILLAGES["nama_desa"], "SEI RAYA", "Raya", "Biih", "Suka Maju", ""])


@given(st.lists(st.tuples(NAMES, st.sampled_from(["Anjir", "Barat", "Anjirr"]), st.just("Contoh")), max_size=8))
def test_nothing_is_matched_twice_and_nothing_gets_lost(rows):
    rows = [*rows, ("Suka Maju II", "Barat", "Kota Kedua")]
    found = match(rows)
    assert not found.codes.dropna().duplicated().any()
    assert found.codes.notna().sum() + len(found.review) == len(rows)
    assert (found.review["kode"] == "").all()
    backwards = match(rows[::-1])
    assert backwards.codes[::-1].fillna("").tolist() == found.codes.fillna("").tolist()


def test_a_reviewed_file_goes_round_through_a_spreadsheet(tmp_path):
    rows = [ROWS[0], ("=1+1", "Barat", "Contoh"), ("-Biah", "Barat", "Contoh"), ("@Raya", "Barat", "Contoh")]
    review = match(rows).review
    review.loc[review["row"] == "2", "kode"] = "-"
    review.loc[review["row"] == "3", "kode"] = " 99.01.02.2002 "
    write_csv(tmp_path / "m.csv", review)
    text = (tmp_path / "m.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    assert ",'-" in text
    # As a spreadsheet saves it where the decimal sign is a comma.
    (tmp_path / "m.csv").write_text(text.replace(",Barat,", ";Barat;").replace(",", ";"), encoding="cp1252")
    given = read_answers(tmp_path / "m.csv")
    assert match(rows, given).codes.fillna("").tolist() == ["99.01.01.2001", "", "99.01.02.2002", ""]


def test_a_reviewed_file_needs_its_columns(tmp_path):
    (tmp_path / "m.csv").write_text("layer,row,desa\nt,1,x\n", encoding="utf-8")
    with pytest.raises(TableError, match="m.csv has no column kecamatan, kabupaten, kode; keep the columns"):
        read_answers(tmp_path / "m.csv")


def test_rows_keep_the_number_they_have_in_the_file():
    rows = table([*ROWS, ("Biih", "Barat", "Contoh")])
    found = match_names(VILLAGES, rows[rows["DESA"].str.startswith("Bi")], **COLUMNS, findings=Findings())
    assert found.codes.to_dict() == {2: pytest.approx(float("nan"), nan_ok=True), 5: "99.01.02.2002"}
    assert found.review["row"].tolist() == ["3"]
