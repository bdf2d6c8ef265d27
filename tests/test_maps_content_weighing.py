"""Criteria, worth and presets as the page weighs them."""

import tomllib

import numpy as np
import pandas as pd
import pytest
from map_study import CRITERIA, HOSTILE, PRESETS, data_of, study, whole_map, wiggly_grid

from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError
from kawasan_gis.forms import read_form
from kawasan_gis.maps.content.weighing import (
    candidate_worth,
    criteria_content,
    preset_weights,
    scale,
    section,
    village_worth,
)
from kawasan_gis.maps.web import web_map
from kawasan_gis.scoring import score_villages


def summed(worth, weights, refuses):
    """The page's formula on the numbers of the page."""
    if any(value is None and stern for value, stern in zip(worth, refuses, strict=True)):
        return None
    known = [(value, weight) for value, weight in zip(worth, weights, strict=True) if value is not None]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total > 0 else None


def test_criteria_as_the_page_reads_them():
    rice, school, compact = data_of(whole_map().html())["criteria"]
    assert (rice["indicator"], rice["label"], rice["unit"], rice["decimals"]) == ("rice_ha", "Kurang sawah", "ha", 0)
    assert (rice["stance"], rice["weight"], rice["worst"], rice["best"]) == ("need", 2.0, 10_000, 0)
    assert [one["refuses"] for one in (rice, school, compact)] == [False, True, True]
    assert [one["of_villages"] for one in (rice, school, compact)] == [True, True, False]
    assert rice["source"] == "BIG, 2021 (lisensi CC BY 4.0); RPJMD 2021"
    assert (compact["label"], compact["source"]) == ("Kekompakan", "")


@pytest.mark.parametrize(
    ("criterion", "unit", "worst", "best"),
    [
        (Criterion(indicator="x_ha", worst=0, best=0.125, aggregate="share"), "%", 0, 12.5),
        (Criterion(indicator="x_ha", per="y_ha", worst=1, best=2, aggregate="ratio"), "ha/ha", 1, 2),
        (Criterion(indicator="x_ha", per="people", worst=1, best=2, aggregate="ratio"), "ha/penduduk", 1, 2),
        (Criterion(indicator="x_share", worst=0.1, best=0.9, aggregate="mean"), "%", 10, 90),
        (Criterion(indicator="x_share", worst=0.1, best=3, aggregate="sum"), "", 0.1, 3),
        (Criterion(indicator="centre_km", worst=20, best=0), "km", 20, 0),
        (Criterion(indicator="chain", worst=0, best=2, links={"x_ha": 3, "y_ha": 1}), "", 0, 2),
    ],
)
def test_units_are_those_people_read(criterion, unit, worst, best):
    about = pd.DataFrame({"label": ["penduduk"], "unit": [""]}, index=["people"])
    (found,) = criteria_content([criterion], None, about, "id")
    assert (found["unit"], found["worst"], found["best"]) == (unit, worst, best)


def test_values_and_goalposts_are_written_with_the_same_decimals():
    ranking = pd.DataFrame({"x_ha_share": [0.015, 0.04]})
    criterion = Criterion(indicator="x_ha", worst=0, best=0.125, aggregate="share")
    assert scale(criterion, ranking, None) == (100, 1)
    assert scale(criterion.model_copy(update={"aggregate": "sum", "best": 10.0}), ranking.iloc[:0].assign(x_ha=1), None)


@pytest.mark.parametrize(
    "criterion",
    [
        *CRITERIA,
        Criterion(indicator="x_ha", per="y_ha", worst=1e-7, best=2, aggregate="ratio", missing="worst", weight=0.3),
        Criterion(indicator="chain", worst=0, best=2, links={"x ha": 3.5, "y_ha": 1}, weight=3),
        *(Criterion(indicator=text or "x", worst=0, best=1, label=text, source=text) for text in HOSTILE),
    ],
    ids=str,
)
def test_a_section_with_a_weight_is_the_criterion_again(criterion):
    written = tomllib.loads(f"{section(criterion)}weight = {criterion.weight}\n")
    assert set(written) == {"criteria"}
    assert read_form(Criterion, written["criteria"][0], "here") == criterion


def test_sections_one_after_another_make_a_study():
    text = "".join(f"{one['toml']}weight = 1.5\n" for one in data_of(whole_map().html())["criteria"])
    sections = tomllib.loads(text)["criteria"]
    assert [part["indicator"] for part in sections] == ["rice_ha", "school_count", "compactness"]
    assert {part["weight"] for part in sections} == {1.5}


def test_villages_score_the_same_on_the_page_and_in_python():
    villages = wiggly_grid()
    rng = np.random.default_rng(8)
    values = pd.DataFrame(rng.normal(50, 40, (len(villages), 4)), index=villages.index, columns=list("abcd"))
    values = values.mask(rng.random(values.shape) < 0.15)
    policies = ["error", "drop_criterion", "worst", "drop_criterion"]
    criteria = [
        Criterion(indicator=name, worst=worst, best=best, missing=missing, aggregate="mean")
        for name, worst, best, missing in zip("abcd", (0, 100, 0, 90), (100, 0, 70, 1), policies, strict=True)
    ]
    worth = village_worth(villages, values, criteria)
    refuses = [one["refuses"] for one in criteria_content(criteria, None, None, "id")]
    for weights in ([1, 1, 1, 1], [0, 2.5, 0, 1], [0, 3, 0, 0], *rng.random((5, 4)).tolist()):
        weighed = [one.model_copy(update={"weight": weight}) for one, weight in zip(criteria, weights, strict=True)]
        expected = score_villages(villages, values, weighed)["score"]
        for row, score in enumerate(expected):
            found = summed([column[row] for column in worth], weights, refuses)
            assert (found is None) == np.isnan(score)
            assert found is None or abs(found - score) < 1e-9


def test_candidates_score_the_same_on_the_page_and_in_python():
    data = data_of(whole_map().html())
    weights = [one["weight"] for one in data["criteria"]]
    refuses = [one["refuses"] for one in data["criteria"]]
    for one in data["candidates"]:
        assert one["score"] == round(summed(one["worth"], weights, refuses), 3)


def test_properties_of_areas_say_nothing_of_villages():
    villages = wiggly_grid()
    rice, school, compact = village_worth(villages, study(villages)["indicators"], CRITERIA)
    assert compact is None
    assert (rice[3], school[0]) == (None, None)
    assert school[1] == round(1 / 12, 10)
    assert village_worth(villages, None, CRITERIA) is None
    assert village_worth(villages, study(villages)["indicators"], ()) is None


def test_worth_of_a_candidate_that_was_not_measured_is_null():
    row = pd.Series({"normalized_rice_ha": np.nan, "normalized_school_count": 1 / 3, "normalized_compactness": 0})
    assert candidate_worth(row, CRITERIA) == [None, 1 / 3, 0]


def test_presets_give_every_criterion_a_weight():
    farming, need = preset_weights(PRESETS, CRITERIA)
    assert farming == {"name": "Dinas pertanian", "weights": [5.0, 1.0, 0.0]}
    assert sum(need["weights"]) == pytest.approx(4)
    assert need["weights"][0] == pytest.approx(3.2)
    assert preset_weights([], ()) == []


def test_presets_without_criteria_are_refused():
    with pytest.raises(TableError, match="presets weigh criteria"):
        web_map(wiggly_grid(), presets=PRESETS)
