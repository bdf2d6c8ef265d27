import typing

import pytest
from drawing import code, codes, draw_villages

from kawasan_gis.errors import DataWarning, StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import MEASURES, Indicator, measure
from kawasan_gis.indicators.specification import MEASURE_KINDS, Measure
from kawasan_gis.layers import Layer

VILLAGES = draw_villages("ab\ncd")


def table_layer(tmp_path, name="t", text=None):
    path = tmp_path / f"{name}.csv"
    path.write_text(text or "KODE,N,M\n" + "".join(f"{kode},{n},\n" for n, kode in enumerate(VILLAGES.index)))
    return Layer(name=name, kind="table", path=path, key="KODE", source="Sumber", year=2024, licence="MIT", unit="jiwa")


def test_every_measure_is_in_both_tables():
    assert set(MEASURES) == set(MEASURE_KINDS) == set(typing.get_args(Measure))


def test_indicators_come_as_columns_in_the_order_of_the_study(tmp_path):
    two = [Indicator(name=name, layer="t", measure="value", column="N") for name in ("z", "a")]
    steps = []
    table = measure(VILLAGES, [table_layer(tmp_path)], two, progress=lambda *step: steps.append(step))
    assert table.columns.tolist() == ["z", "a"]
    assert table["a"].tolist() == [0, 1, 2, 3]
    assert table.index.equals(VILLAGES.index)
    assert (table.dtypes == "float64").all()
    assert steps == [("z", 1, 2), ("a", 2, 2)]


def test_a_column_without_any_value_is_an_error(tmp_path):
    with pytest.raises(TableError, match="indicator m has no value for any of the 4 villages"):
        measure(
            VILLAGES,
            [table_layer(tmp_path)],
            [Indicator(name="m", layer="t", measure="value", column="M")],
            findings=Findings(),
        )


def test_a_layer_is_read_once_for_all_its_indicators(tmp_path):
    layer = table_layer(tmp_path, text=f"KODE,N\n{code('a')},1\n")
    indicators = [Indicator(name=name, layer="t", measure="value", column="N") for name in ("x", "y")]
    findings = Findings()
    measure(VILLAGES, [layer], indicators, findings=findings)
    assert findings.of("village_without_row") == codes("bcd")
    with pytest.warns(DataWarning, match="village_without_row 3"):
        measure(VILLAGES, [layer], indicators)


def test_wrong_layers_are_named(tmp_path):
    layer = table_layer(tmp_path)
    with pytest.raises(StudyError, match="indicator x: there is no layer tt, did you mean t"):
        measure(VILLAGES, [table_layer(tmp_path)], [Indicator(name="x", layer="tt", measure="count")])
    with pytest.raises(StudyError, match="indicator x: count is measured on points, but layer t is of kind table"):
        measure(VILLAGES, [layer], [Indicator(name="x", layer="t", measure="count")])


def test_a_table_of_kecamatan_is_spread_only_as_the_study_says(tmp_path):
    layer = Layer(name="t", kind="table", path=tmp_path / "t.csv", key="K", level="kecamatan")
    value = Indicator(name="x", layer="t", measure="value", column="N")
    with pytest.raises(StudyError, match='indicator x: layer t is per kecamatan; say .*spread = "inherit"'):
        measure(draw_villages("ab"), [layer], [value])
    with pytest.raises(StudyError, match="layer t is per village already, there is nothing to spread"):
        measure(
            draw_villages("ab"),
            [layer.model_copy(update={"level": None})],
            [value.model_copy(update={"spread": "inherit"})],
        )
