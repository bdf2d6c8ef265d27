import pandas as pd
import pytest
from drawing import code, codes, draw_villages

from kawasan_gis.errors import CodeError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.table import join_table, value
from kawasan_gis.layers import Layer

VILLAGES = draw_villages("abc\ndeF")


def layer(tmp_path, text, **options):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8-sig")
    return Layer(name="t", kind="table", path=path, key="KODE", **options)


def test_values_join_on_codes_and_what_does_not_is_listed(tmp_path):
    rows = [
        f"{code('a').replace('.', '')};1.234,5", f"{code('b')};0,5", f"{code('c')};",
        f"{code('z')};1", "9902012001;7", "rusak;1",
    ]  # fmt: skip
    findings = Findings()
    joined = join_table(VILLAGES, layer(tmp_path, "KODE;NILAI\n" + "\n".join(rows) + "\n"), findings=findings)
    numbers = value(VILLAGES, joined, Indicator(name="n", layer="t", measure="value", column="NILAI"), findings)
    assert numbers[codes("ab")].tolist() == [1234.5, 0.5]
    assert numbers[codes("cdeF")].isna().all()
    assert numbers.index.equals(VILLAGES.index)
    assert findings.of("row_without_village") == [code("z")]
    assert findings.of("village_without_row") == codes("de")
    assert findings.of("missing_value") == [code("c")]
    assert findings.frame.query("kind == 'bad_row_code'")["detail"].tolist() == ["t: rusak"]
    assert findings.counts()["rows_elsewhere"] == 1
    assert findings.counts()["kelurahan_without_row"] == 1


def test_numeric_codes_of_a_spreadsheet_are_repaired(tmp_path):
    joined = join_table(VILLAGES, layer(tmp_path, f"KODE,N\n{code('a').replace('.', '')}.0,3\n"), findings=Findings())
    assert joined.rows.at[code("a"), "N"] == "3"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("KODE,N\n9901010001,1\n9901010002,2\n", "do not look like the kemendagri codes of the villages"),
        ("KODE,N\n63.01,1\n", "never converted into each other; if they are kemendagri codes, say codes ="),
        (f"KODE,N\n{code('a', '99.02')},1\n", "no village of the study has a row"),
        (f"KODE,N\n{code('a')},1\n{code('a')},2\n", "1 villages have more than one row in t.csv: 99.01.01.2001"),
    ],
)
def test_codes_that_cannot_be_joined(tmp_path, text, words):
    with pytest.raises(CodeError, match=words):
        join_table(VILLAGES, layer(tmp_path, text), findings=Findings())


def test_repeated_rows_can_be_chosen_from(tmp_path):
    text = f"KODE,TAHUN,N\n{code('a')},2023,1\n{code('a')},2024,2\n"
    joined = join_table(VILLAGES, layer(tmp_path, text, where={"TAHUN": 2024}), findings=Findings())
    assert joined.rows.at[code("a"), "N"] == "2"


def test_bps_tables_on_bps_villages(tmp_path):
    villages = VILLAGES.set_axis([f"990101000{n}" for n in range(6)]).rename_axis("kode_desa")
    joined = join_table(villages, layer(tmp_path, "KODE,N\nid9901010001,4\n"), findings=Findings())
    assert joined.rows.at["9901010001", "N"] == "4"
    with pytest.raises(CodeError, match="do not look like the bps codes"):
        join_table(villages, layer(tmp_path, f"KODE,N\n{code('a')},4\n"), findings=Findings())


def test_missing_columns_and_words_for_numbers(tmp_path):
    joined = join_table(VILLAGES, layer(tmp_path, f"KODE,NILAI\n{code('a')},tinggi\n"), findings=Findings())
    with pytest.raises(TableError, match=r"t.csv has no column NILAY, did you mean NILAI\?"):
        value(VILLAGES, joined, Indicator(name="n", layer="t", measure="value", column="NILAY"), Findings())
    with pytest.raises(TableError, match="layer t, column NILAI: 1 values are not numbers: tinggi"):
        value(VILLAGES, joined, Indicator(name="n", layer="t", measure="value", column="NILAI"), Findings())


def test_the_input_is_not_changed(tmp_path):
    before = VILLAGES.copy()
    join_table(VILLAGES, layer(tmp_path, f"KODE,N\n{code('a')},1\n"), findings=Findings())
    pd.testing.assert_frame_equal(VILLAGES, before)


def test_a_total_row_is_listed_and_an_empty_table_refused(tmp_path):
    text = "KODE,N\n" + "".join(f"{kode.replace('.', '')},1\n" for kode in VILLAGES.index) + "9901000000,6\n"
    findings = Findings()
    joined = join_table(VILLAGES, layer(tmp_path, text), findings=findings)
    assert joined.matched.all()
    assert findings.frame.query("kind == 'bad_row_code'")["detail"].tolist() == ["t: 9901000000"]
    with pytest.raises(TableError, match="t.csv has headings but no rows"):
        join_table(VILLAGES, layer(tmp_path, "KODE,N\n"), findings=Findings())


def test_the_user_settles_the_system_of_a_table(tmp_path):
    villages = VILLAGES.set_axis([f"990101100{n}" for n in range(6)]).rename_axis("kode_desa")
    given = layer(tmp_path, "KODE,N\n9901011000,4\n")
    with pytest.raises(CodeError, match='say codes = "bps" on the layer'):
        join_table(villages, given, findings=Findings())
    joined = join_table(villages, given.model_copy(update={"codes": "bps"}), findings=Findings())
    assert joined.rows.at["9901011000", "N"] == "4"
