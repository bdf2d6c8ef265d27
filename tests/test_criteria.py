import numpy as np
import pandas as pd
import pytest

from kawasan_gis.criteria import Criterion, complete_criteria, propose_goalposts, read_criteria, write_goalposts
from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.indicators import Indicator

INDICATORS = [
    Indicator(name="ike", layer="t", measure="value", column="N", aggregate="mean", label="Ekonomi"),
    Indicator(name="sawah", layer="t", measure="value", column="N", aggregate="sum"),
]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"worst": 1, "best": 1}, "two different numbers"),
        ({"worst": 1, "best": float("nan")}, "two different numbers"),
        ({"worst": 0, "best": 1, "weight": -1}, "greater than or equal to 0"),
        ({"worst": 0, "best": 1, "weight": float("inf")}, "finite"),
        ({"worst": 0, "best": 1, "stance": "needs"}, "stance"),
        ({"worst": 0, "best": 1, "missing": "zero"}, "missing"),
        ({"worst": 0}, "best is missing"),
    ],
)
def test_a_criterion_must_make_sense(options, words):
    with pytest.raises(StudyError, match=words):
        Criterion(indicator="x", **options)


def test_criteria_take_aggregate_and_label_from_their_indicator():
    given = [
        Criterion(indicator="ike", worst=1, best=0),
        Criterion(indicator="sawah", worst=0, best=9, aggregate="max", label="S"),
    ]
    first, second = complete_criteria(given, INDICATORS)
    assert (first.aggregate, first.label) == ("mean", "Ekonomi")
    assert (second.aggregate, second.label) == ("max", "S")


def test_criteria_that_do_not_hang_together():
    one = Criterion(indicator="ike", worst=1, best=0)
    with pytest.raises(StudyError, match="there is no indicator ikee, did you mean ike"):
        complete_criteria([one.model_copy(update={"indicator": "ikee"})], INDICATORS)
    with pytest.raises(StudyError, match="indicator ike has two criteria"):
        complete_criteria([one, one], INDICATORS)
    with pytest.raises(StudyError, match="weights of the criteria are all zero"):
        complete_criteria([one.model_copy(update={"weight": 0.0})], INDICATORS)
    with pytest.raises(StudyError, match="there are no criteria"):
        complete_criteria([], INDICATORS)


STUDY = """# comment stays
[[indicators]]
name = "ike"
layer = "t"
measure = "value"
column = "N"

[[criteria]]
indicator = "ike"   # of IDM
worst = 0.9
best = 0.4
weight = 2
"""


def test_criteria_are_read_from_a_study(tmp_path):
    (tmp_path / "s.toml").write_text(STUDY)
    (criterion,) = read_criteria(tmp_path / "s.toml")
    assert (criterion.weight, criterion.aggregate) == (2, "mean")
    (tmp_path / "s.toml").write_text(STUDY.replace("weight", "wieght"))
    with pytest.raises(StudyError, match=r"s.toml, criterion 1: unknown key wieght, did you mean weight"):
        read_criteria(tmp_path / "s.toml")


def test_goalposts_are_quantiles_in_the_criterions_direction():
    table = pd.DataFrame({"ike": np.linspace(0, 1, 101), "sawah": np.linspace(0, 100, 101)})
    criteria = complete_criteria(
        [Criterion(indicator="ike", worst=1, best=0), Criterion(indicator="sawah", worst=0, best=1)], INDICATORS
    )
    need, potential = propose_goalposts(table, criteria, villages_per_area=5)
    assert (need.worst, need.best) == (0.95, 0.05)
    assert (potential.worst, potential.best) == (25, 475)
    with pytest.raises(TableError, match="indicator ike is the same"):
        propose_goalposts(table.assign(ike=3.0), criteria)


def test_goalposts_are_written_into_the_study_and_nothing_else_changes(tmp_path):
    path = tmp_path / "s.toml"
    path.write_text(STUDY)
    (criterion,) = read_criteria(path)
    write_goalposts(path, [criterion.model_copy(update={"worst": 0.8, "best": 0.5})])
    assert path.read_text() == STUDY.replace("0.9", "0.8").replace("0.4", "0.5")
    with pytest.raises(StudyError, match="has no criterion for other"):
        write_goalposts(path, [criterion.model_copy(update={"indicator": "other"})])
    with pytest.raises(StudyError, match="there is no file"):
        write_goalposts(tmp_path / "none.toml", [criterion])
