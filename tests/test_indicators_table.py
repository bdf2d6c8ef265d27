import pandas as pd
import pytest
from drawing import code, codes, draw_villages
from named_villages import VILLAGES as NAMED

from kawasan_gis.errors import CodeError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.table import join_table, lq, matches_to_review, value
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


def text_layer(tmp_path, text, **options):
    path = tmp_path / "nama.csv"
    path.write_text(text, encoding="utf-8-sig")
    return Layer(name="t", kind="table", path=path, **options)


NILAI = Indicator(name="n", layer="t", measure="value", column="N", spread="inherit")


def joined_values(layer, findings, indicator=NILAI, villages=NAMED):
    return value(villages, join_table(villages, layer, findings=findings), indicator, findings)


def test_a_table_of_kecamatan_gives_every_village_its_own(tmp_path):
    findings = Findings()
    text = "KEC,N\n990101,5\n99.01.02,\n990203,9\n640101,1\nJumlah,15\n"
    found = joined_values(text_layer(tmp_path, text, key="KEC", level="kecamatan"), findings)
    assert found.tolist() == pytest.approx([5, 5, float("nan"), float("nan"), float("nan")], nan_ok=True)
    assert findings.frame[["kind", "kode_desa", "detail"]].values.tolist() == [
        ["bad_row_code", "", "t: Jumlah"],
        ["row_without_village", "99.02.03", "t"],
        ["rows_elsewhere", "", "t"],
        ["unit_without_row", "", "t: 99.02.01 Barat"],
        ["missing_value", "", "n, 99.01.02 Barat"],
    ]


def test_kabupaten_codes_need_their_system_or_a_dot(tmp_path):
    dotted = text_layer(tmp_path, "KAB,N\n99.01,5\n99.02,6\n", key="KAB", level="kabupaten")
    assert joined_values(dotted, Findings()).tolist() == [5, 5, 5, 5, 6]
    bare = "KAB,N\n9901,5\n9902,6\n"
    with pytest.raises(CodeError, match='say codes = "kemendagri" on the layer'):
        joined_values(text_layer(tmp_path, bare, key="KAB", level="kabupaten"), Findings())
    stated = text_layer(tmp_path, bare, key="KAB", level="kabupaten", codes="kemendagri")
    assert joined_values(stated, Findings()).tolist() == [5, 5, 5, 5, 6]


def test_kecamatan_twice_or_of_the_other_system_are_refused(tmp_path):
    with pytest.raises(CodeError, match="1 kecamatan have more than one row in nama.csv: 99.01.01"):
        joined_values(text_layer(tmp_path, "K,N\n99.01.01,1\n990101,2\n", key="K", level="kecamatan"), Findings())
    with pytest.raises(CodeError, match=r"do not look like the kemendagri codes of the kecamatan \(such as 99.01.01\)"):
        joined_values(text_layer(tmp_path, "K,N\n9901010,1\n", key="K", level="kecamatan"), Findings())


NAMES = "DESA,KEC,N\nSei Raya,Anjir,1\nSukamaju 1,Anjir,2\nBiah,Barat,3\nSuka Maju II,Barat,4\n"


def test_a_table_without_codes_is_joined_by_names_and_the_rest_reviewed(tmp_path):
    findings = Findings()
    layer = text_layer(tmp_path, NAMES, desa="DESA", kecamatan="KEC")
    found = joined_values(layer, findings)
    assert found.tolist() == pytest.approx([1, 2, float("nan"), float("nan"), 4], nan_ok=True)
    assert findings.counts() == {"names_to_review": 1, "village_without_row": 2}
    review = matches_to_review(NAMED, [layer])
    assert review[["layer", "row", "desa", "reason"]].values.tolist() == [["t", "3", "Biah", "no name"]]
    review["kode"] = "99.01.02.2002"
    review.to_csv(tmp_path / "m.csv", index=False)
    answered = layer.model_copy(update={"matches": tmp_path / "m.csv"})
    assert joined_values(answered, Findings()).tolist()[3] == 3
    assert matches_to_review(NAMED, [answered])["kode"].tolist() == ["99.01.02.2002"]


def test_layers_with_codes_have_nothing_to_review(tmp_path):
    review = matches_to_review(NAMED, [layer(tmp_path, "KODE,N\n"), Layer(name="p", kind="points", path="p.gpkg")])
    assert review.empty
    assert review.columns.tolist()[-1] == "kode"


LQ = Indicator(name="lq_padi", layer="t", measure="lq", column="P", among=["P", "J"], spread="inherit")


def test_lq_of_kecamatan_against_their_kabupaten_by_hand(tmp_path):
    text = "KEC,P,J\nAnjir,60,40\nBarat,20,80\n"
    findings = Findings()
    villages = NAMED[NAMED["kabupaten"] == "Contoh"]
    joined = join_table(villages, text_layer(tmp_path, text, kecamatan="KEC"), findings=findings)
    # Padi is 80 of all 200.
    assert lq(villages, joined, LQ, findings).tolist() == pytest.approx([0.6 / 0.4] * 2 + [0.2 / 0.4] * 2)
    assert len(findings) == 0


def test_lq_does_not_change_with_kabupaten_beside(tmp_path):
    text = "KEC,P,J\n99.01.01,60,40\n99.01.02,20,80\n99.02.01,5,0\n"
    given = text_layer(tmp_path, text, key="KEC", level="kecamatan")
    findings = Findings()
    found = lq(NAMED, join_table(NAMED, given, findings=findings), LQ, findings)
    assert found.tolist() == pytest.approx([1.5, 1.5, 0.5, 0.5, 1.0])
    assert findings.frame["detail"].tolist() == ["lq_padi, LQ: J"]


def test_lq_with_gaps_and_negative_values(tmp_path):
    given = text_layer(tmp_path, "KEC,P,J\n99.01.01,60,40\n99.01.02,,80\n", key="KEC", level="kecamatan")
    findings = Findings()
    found = lq(NAMED, join_table(NAMED, given, findings=Findings()), LQ, findings)
    assert found.tolist() == pytest.approx([1.0, 1.0] + [float("nan")] * 3, nan_ok=True)
    assert findings.frame["detail"].tolist() == ["lq_padi, 99.01.02 Barat"]
    given = text_layer(tmp_path, "KEC,P,J\n99.01.01,60,-4\n", key="KEC", level="kecamatan")
    with pytest.raises(TableError, match="indicator lq_padi: location quotient: 1 amounts are negative, in J of 99"):
        lq(NAMED, join_table(NAMED, given, findings=Findings()), LQ, Findings())
    with pytest.raises(TableError, match="nama.csv has no column K; known: J, KEC, P"):
        lq(
            NAMED,
            join_table(NAMED, given, findings=Findings()),
            LQ.model_copy(update={"among": ("P", "K")}),
            Findings(),
        )
