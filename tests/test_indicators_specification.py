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
        "label": "Jumlah", "unit": "jiwa", "aggregate": "sum", "measure": "value", "data_per": "", "layer": "t",
        "source": "Sumber", "year": "2024", "licence": "MIT", "note": "",
    }  # fmt: skip
    assert about.at["y", "label"] == "y"
    assert about.at["y", "unit"] == "orang"
    assert isinstance(describe_indicators([], []), pd.DataFrame)


@pytest.mark.parametrize("name", ["score", "Name", "area_ha", "population", "geometry", "normalized_x", "MISSING_x"])
def test_names_of_our_own_columns_are_taken(name):
    with pytest.raises(StudyError, match="is a column of our own tables; choose another name"):
        Indicator(name=name, layer="t", measure="count")


@pytest.mark.parametrize(
    ("measure", "unit"), [("mean", "jiwa"), ("sum", "jiwa"), ("class_share", ""), ("class_ha", "ha"), ("value", "jiwa")]
)
def test_only_the_layers_own_numbers_have_its_unit(tmp_path, measure, unit):
    keys = {"class_share": {"classes": [1]}, "class_ha": {"classes": [1]}, "value": {"column": "N"}}
    indicator = Indicator(name="x", layer="t", measure=measure, **keys.get(measure, {}))
    assert describe_indicators([table_layer(tmp_path)], [indicator]).at["x", "unit"] == unit


@pytest.mark.parametrize(
    ("measure", "key", "words"),
    [
        ("travel_min", {"minutes": 60}, "travel_min has no use for minutes; it is for potential, reachable_count"),
        ("reachable_count", {"minutes": 60, "decay_min": 3}, "no use for decay_min; it is for potential"),
        ("count", {"within_m": 500}, "count has no use for within_m; it is for coverage_share"),
        ("count", {"column": "N"}, "count has no use for column"),
        ("mean", {"classes": [1]}, "mean has no use for classes"),
        ("cover_ha", {"band": 1}, "cover_ha has no use for band"),
        ("value", {"column": "N", "values": ["a"]}, "value has no use for values; it is for hard_share"),
        ("mean", {"weights": "w"}, "mean has no use for weights; it is for weighted_mean"),
    ],
)
def test_keys_of_other_measures_are_refused(measure, key, words):
    with pytest.raises(StudyError, match=words):
        Indicator(name="x", layer="t", measure=measure, **key)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"measure": "value", "column": "N"}, "layer is missing"),
        ({"measure": "centrality", "of": ["sd"], "layer": "t"}, "centrality is of other indicators and has no layer"),
        ({"measure": "centrality"}, r"centrality. and of = \[count indicators\] go together"),
        ({"measure": "centrality", "of": ["sd", "sd"]}, r"and of = \[count indicators\] go together"),
        ({"measure": "value", "column": "N", "layer": "t", "of": ["sd"]}, r"and of = \[count indicators\] go together"),
        ({"measure": "lq", "column": "N", "layer": "t"}, r"lq. and among = \[columns\] go together"),
        ({"measure": "lq", "column": "N", "layer": "t", "among": ["M", "M", "N"]}, "go together, each once"),
        ({"measure": "lq", "column": "N", "layer": "t", "among": ["M", "O"]}, "must be one of the columns among"),
        (
            {"measure": "lq", "column": "N", "layer": "t", "among": ["N"]},
            "must be one of the columns among, with others",
        ),
        ({"measure": "count", "layer": "t", "spread": "inherit"}, "spread is for a value or lq of a table"),
        ({"measure": "lq", "column": "N", "layer": "t", "among": ["N", "M"], "spread": "sawah"}, "cannot be divided"),
        (
            {"measure": "value", "column": "N", "layer": "t", "spread": "inherit", "aggregate": "sum"},
            "inherited by every village of a unit, so that a sum would count it many times",
        ),
        ({"measure": "count", "layer": "t", "aggregate": "ratio"}, "aggregate = .ratio. and per = .* go together"),
        ({"measure": "count", "layer": "t", "per": "sawah"}, "aggregate = .ratio. and per = .* go together"),
    ],
)
def test_options_that_do_not_hang_together(options, words):
    with pytest.raises(StudyError, match=words):
        Indicator(name="x", **options)


def test_what_an_indicator_needs():
    assert Indicator(name="x", layer="t", measure="value", column="N", spread="sawah").needs == ("sawah",)
    assert Indicator(name="x", layer="t", measure="value", column="N", spread="inherit").needs == ()
    assert Indicator(name="x", measure="centrality", of=["sd", "pasar"]).needs == ("sd", "pasar")


def test_numbers_of_kecamatan_are_said_to_be_that():
    layer = Layer(name="t", kind="table", path="t.csv", kecamatan="KEC", source="BPS")
    about = describe_indicators([layer], [
        Indicator(name="x", layer="t", measure="value", column="N", spread="inherit"),
        Indicator(name="pusat", measure="centrality", of=["x"]),
    ])  # fmt: skip
    assert about["data_per"].tolist() == ["kecamatan", ""]
    assert about["source"].tolist() == ["BPS", ""]
