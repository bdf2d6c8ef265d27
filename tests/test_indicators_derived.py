import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from named_villages import VILLAGES

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, measure
from kawasan_gis.indicators.derived import centrality, in_order, spread, weights_of
from kawasan_gis.indicators.table import join_table, value
from kawasan_gis.layers import Layer

PANEN = Indicator(name="padi_ton", layer="t", measure="value", column="PADI", spread="sawah_ha", aggregate="sum")


def kecamatan_layer(tmp_path, text="KODE,PADI\n99.01.01,90\n99.01.02,40\n99.02.01,7\n"):
    path = tmp_path / "kec.csv"
    path.write_text(text, encoding="utf-8")
    return Layer(name="t", kind="table", path=path, key="KODE", level="kecamatan")


def spread_by(tmp_path, weights, findings, text="KODE,PADI\n99.01.01,90\n99.01.02,40\n99.02.01,7\n"):
    joined = join_table(VILLAGES, kecamatan_layer(tmp_path, text), findings=findings)
    values = value(VILLAGES, joined, PANEN, findings)
    return spread(values, joined, pd.Series(weights, index=VILLAGES.index, dtype=float), PANEN, findings)


def test_a_value_is_divided_by_weight(tmp_path):
    findings = Findings()
    found = spread_by(tmp_path, [20, 10, 0, 0, np.nan], findings)
    assert found.tolist() == pytest.approx([60, 30, np.nan, np.nan, np.nan], nan_ok=True)
    assert findings.frame[["kind", "detail"]].values.tolist() == [
        ["no_weight", "padi_ton, 99.01.02 Barat"], ["no_weight", "padi_ton, 99.02.01 Barat"],
    ]  # fmt: skip


def test_a_village_without_a_weight_is_reported_and_the_others_keep_the_total(tmp_path):
    findings = Findings()
    found = spread_by(tmp_path, [20, 10, np.nan, 4, 1], findings)
    assert found.tolist() == pytest.approx([60, 30, np.nan, 40, 7], nan_ok=True)
    assert findings.of("missing_value") == ["99.01.02.2001"]


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=5))
def test_the_villages_sum_to_their_kecamatan(tmp_path_factory, weights):
    weights = [0.0 if weight < 1e-3 else weight for weight in weights]
    found = spread_by(tmp_path_factory.mktemp("t"), weights, Findings())
    sums = found.groupby(VILLAGES.index.str[:8]).sum(min_count=1)
    for kode, total in {"99.01.01": 90.0, "99.01.02": 40.0, "99.02.01": 7.0}.items():
        some = any(weight > 0 for weight, own in zip(weights, VILLAGES.index, strict=True) if own[:8] == kode)
        assert sums[kode] == pytest.approx(total if some else np.nan, nan_ok=True)


def test_a_kecamatan_without_a_row_is_reported_as_such(tmp_path):
    findings = Findings()
    found = spread_by(tmp_path, [1, 1, 0, 0, 1], findings, "KODE,PADI\n99.01.01,90\n99.02.01,7\n")
    assert found.isna().tolist() == [False, False, True, True, False]
    assert findings.counts() == {"unit_without_row": 1}


def test_negative_weights_are_refused(tmp_path):
    with pytest.raises(
        TableError, match="padi_ton is spread by sawah_ha, which is negative in 1 villages: 99.01.01.2002"
    ):
        spread_by(tmp_path, [1, -1, 1, 1, 1], Findings())


def test_the_weight_may_be_the_villages_own_area(tmp_path):
    by_area = PANEN.model_copy(update={"spread": "area_ha"})
    assert by_area.needs == ()
    villages = VILLAGES.assign(area_ha=[100.0, 300, 50, 50, 10])
    found = measure(villages, [kecamatan_layer(tmp_path)], [by_area], findings=Findings())
    assert found["padi_ton"].tolist() == pytest.approx([22.5, 67.5, 20, 20, 7])
    with pytest.raises(TableError, match="padi_ton is spread by population, which the villages do not have"):
        weights_of(VILLAGES, pd.DataFrame(), PANEN.model_copy(update={"spread": "population"}))


COUNT = {"layer": "p", "measure": "count"}


def test_indicators_come_after_those_they_are_measured_from():
    given = [
        PANEN,
        Indicator(name="pusat", measure="centrality", of=["sd", "padi_ton"]),
        Indicator(name="sd", **COUNT),
        Indicator(name="sawah_ha", **COUNT),
    ]
    assert [one.name for one in in_order(given)] == ["sd", "sawah_ha", "padi_ton", "pusat"]


def test_indicators_that_cannot_be_put_in_order():
    with pytest.raises(StudyError, match="padi_ton: there is no indicator sawah_ha, did you mean sawah"):
        in_order([PANEN, Indicator(name="sawah", **COUNT)])
    circle = [
        Indicator(name="a", measure="centrality", of=["b"]),
        Indicator(name="b", measure="centrality", of=["a"]),
        Indicator(name="c", **COUNT),
    ]
    with pytest.raises(StudyError, match="indicators a, b are measured from each other"):
        in_order(circle)


def test_centrality_is_of_each_kabupaten_by_itself():
    counts = pd.DataFrame({"sd": [3.0, 1, 0, 0, 2], "pasar": [1.0, 0, 1, 0, 0]}, index=VILLAGES.index)
    findings = Findings()
    pusat = Indicator(name="pusat", measure="centrality", of=["sd", "pasar"])
    found = centrality(VILLAGES, counts, pusat, findings)
    assert found.tolist() == [75 + 50, 25, 50, 0, 100]
    assert findings.frame["detail"].tolist() == ["pusat, centrality: pasar"]
    with pytest.raises(TableError, match="indicator pusat: centrality: 4 amounts are negative, in sd, pasar"):
        centrality(VILLAGES, -counts.clip(upper=1.0).head(3), pusat, Findings())


def test_a_study_measures_them_in_its_own_order(tmp_path):
    (tmp_path / "desa.csv").write_text(
        "KODE,SAWAH,SD\n" + "".join(f"{kode},{n},{n % 2}\n" for n, kode in enumerate(VILLAGES.index, start=1)),
        encoding="utf-8",
    )
    desa = Layer(name="desa", kind="table", path=tmp_path / "desa.csv", key="KODE")
    indicators = [
        PANEN,
        Indicator(name="pusat", measure="centrality", of=["sd"]),
        Indicator(name="sawah_ha", layer="desa", measure="value", column="SAWAH"),
        Indicator(name="sd", layer="desa", measure="value", column="SD"),
    ]
    found = measure(VILLAGES, [kecamatan_layer(tmp_path), desa], indicators, findings=Findings())
    assert found.columns.tolist() == ["padi_ton", "pusat", "sawah_ha", "sd"]
    assert found["padi_ton"].tolist() == pytest.approx([30, 60, 40 * 3 / 7, 40 * 4 / 7, 7])
    assert found["pusat"].tolist() == [50, 0, 50, 0, 100]
    with pytest.raises(StudyError, match="there is no indicator sawah_ha"):
        measure(VILLAGES, [kecamatan_layer(tmp_path)], [PANEN])
