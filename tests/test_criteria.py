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
    with pytest.raises(StudyError, match=r"s.toml, criterion 1: ike: unknown key wieght, did you mean weight"):
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


RATIO = Criterion(indicator="padi", worst=0, best=1)
PER = [
    Indicator(name="padi", layer="t", measure="value", column="N", aggregate="ratio", per="sawah"),
    Indicator(name="sawah", layer="t", measure="value", column="N", aggregate="sum"),
]


def test_a_ratio_takes_what_it_is_divided_by_from_its_indicator():
    (whole,) = complete_criteria([RATIO], PER)
    assert (whole.aggregate, whole.per, whole.column) == ("ratio", "sawah", "padi_per_sawah")
    (summed,) = complete_criteria([RATIO.model_copy(update={"aggregate": "sum"})], PER)
    assert (summed.aggregate, summed.per, summed.column) == ("sum", None, "padi")
    own = Criterion(indicator="sawah", worst=0, best=1, aggregate="ratio", per="padi")
    assert complete_criteria([own], PER)[0].column == "sawah_per_padi"


def test_ratios_that_do_not_hang_together():
    with pytest.raises(StudyError, match='padi has per = "sawah"; it belongs to aggregate = "ratio"'):
        Criterion(indicator="padi", worst=0, best=1, per="sawah")
    with pytest.raises(StudyError, match="sawah is a ratio: name what it is divided by"):
        complete_criteria([Criterion(indicator="sawah", worst=0, best=1, aggregate="ratio")], PER)
    with pytest.raises(StudyError, match="padi is a ratio per sawah, and there is no indicator sawah; known: padi"):
        complete_criteria([RATIO], PER[:1])


def test_goalposts_of_a_ratio_are_of_the_villages_own():
    table = pd.DataFrame({"padi": [1.0, 4.0, 9.0, 5.0], "sawah": [10.0, 10.0, 10.0, 0.0]})
    (proposed,) = propose_goalposts(table, complete_criteria([RATIO], PER), low=0, high=1)
    assert (proposed.worst, proposed.best) == (0.1, 0.9)
    with pytest.raises(TableError, match="the indicators have no column sawah"):
        propose_goalposts(table[["padi"]], complete_criteria([RATIO], PER))


@pytest.mark.parametrize(
    "options", [{"aggregate": "sum"}, {"aggregate": "share"}, {"aggregate": "ratio", "per": "sawah"}]
)
def test_what_villages_inherit_cannot_be_summed(options):
    inherited = PER[1].model_copy(update={"name": "padi", "aggregate": "mean", "spread": "inherit"})
    assert complete_criteria([RATIO], [inherited, PER[1]])[0].aggregate == "mean"
    with pytest.raises(StudyError, match="padi is inherited from kecamatan or kabupaten and cannot be summed"):
        complete_criteria([Criterion(indicator="padi", worst=0, best=1, **options)], [inherited, PER[1]])


def test_links_and_divisors_cannot_be_inherited_either():
    inherited = PER[1].model_copy(update={"aggregate": "mean", "spread": "inherit"})
    with pytest.raises(StudyError, match="sawah is inherited"):
        complete_criteria([Criterion(indicator="chain", worst=0, best=1, links={"sawah": 1})], [inherited])
    with pytest.raises(StudyError, match="sawah is inherited"):
        complete_criteria(
            [Criterion(indicator="padi", worst=0, best=1, aggregate="ratio", per="sawah")], [PER[0], inherited]
        )
    with pytest.raises(StudyError, match="sawah is inherited"):
        complete_criteria([RATIO], [PER[0], inherited])
