import pandas as pd
import pytest

from kawasan_gis.errors import StudyError
from kawasan_gis.indicators import Indicator, describe_indicators
from kawasan_gis.layers import Layer


def table_layer(folder):
    options = {"source": "Sumber", "year": 2024, "licence": "MIT", "unit": "jiwa"}
    return Layer(name="t", kind="table", path=folder / "t.csv", key="KODE", **options)


def test_indicators_must_be_complete():
    with pytest.raises(StudyError, match="indicator x needs column"):
        Indicator(name="x", layer="t", measure="value")
    with pytest.raises(StudyError, match="indicator x needs classes"):
        Indicator(name="x", layer="t", measure="class_ha")
    with pytest.raises(StudyError, match="measure"):
        Indicator(name="x", layer="t", measure="counts")


def test_what_each_column_is(tmp_path):
    layer = table_layer(tmp_path)
    about = describe_indicators([layer], [
        Indicator(name="x", layer="t", measure="value", column="N", aggregate="sum", label="Jumlah"),
        Indicator(name="y", layer="t", measure="value", column="N", unit="orang"),
    ])  # fmt: skip
    assert about.loc["x"].to_dict() == {
        "label": "Jumlah", "unit": "jiwa", "aggregate": "sum", "measure": "value", "layer": "t", "source": "Sumber",
        "year": "2024", "licence": "MIT",
    }  # fmt: skip
    assert about.at["y", "label"] == "y"
    assert about.at["y", "unit"] == "orang"
    assert isinstance(describe_indicators([], []), pd.DataFrame)


@pytest.mark.parametrize("name", ["score", "Name", "area_ha", "population", "geometry", "contribution_x", "MISSING_x"])
def test_names_of_our_own_columns_are_taken(name):
    with pytest.raises(StudyError, match="is a column of our own tables; choose another name"):
        Indicator(name=name, layer="t", measure="count")


@pytest.mark.parametrize(
    ("measure", "unit"), [("mean", "jiwa"), ("sum", "jiwa"), ("class_share", ""), ("class_ha", "ha"), ("value", "jiwa")]
)
def test_only_the_layers_own_numbers_have_its_unit(tmp_path, measure, unit):
    indicator = Indicator(name="x", layer="t", measure=measure, classes=[1], column="N")
    assert describe_indicators([table_layer(tmp_path)], [indicator]).at["x", "unit"] == unit
