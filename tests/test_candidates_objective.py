import numpy as np
import pandas as pd
import pytest
from drawing import draw_villages
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates import Objective
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError

VILLAGES = draw_villages("aab\nccd").assign(population=[100.0, 300.0, 0.0, 50.0])
AGGREGATES = ("sum", "mean", "mean_by_area", "mean_by_population", "min", "max")


def objective(values, aggregate="mean", **options):
    table = pd.DataFrame({"x": values}, index=VILLAGES.index)
    return Objective.of(VILLAGES, table, [Criterion(indicator="x", worst=0, best=100, aggregate=aggregate, **options)])


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("sum", 60.0),
        ("mean", 20.0),
        ("mean_by_area", (10 * 200 + 20 * 100 + 30 * 200) / 500),
        ("mean_by_population", (10 * 100 + 20 * 300) / 400),
        ("min", 10.0),
        ("max", 30.0),
    ],
)
def test_area_values_by_hand(aggregate, expected):
    area = objective([10.0, 20.0, 30.0, 70.0], aggregate)
    totals = area.totals(np.array([0, 1, 2]))
    assert area.values(totals)[0, 0] == pytest.approx(expected)
    assert area.worth(np.array([2, 0, 1])) == pytest.approx(expected / 100)


@settings(max_examples=60)
@given(
    st.sampled_from(AGGREGATES),
    st.lists(st.one_of(st.none(), st.floats(-50, 150)), min_size=4, max_size=4),
    st.sampled_from(["drop_criterion", "worst"]),
)
def test_joining_one_village_equals_counting_them_all(aggregate, values, missing):
    area = objective(values, aggregate, missing=missing)
    for size in (1, 2, 3):
        start = np.arange(size)
        rest = np.arange(size, 4)
        joined = area.score(area.joined(area.totals(start), rest))
        direct = [area.worth(np.append(start, one)) for one in rest]
        np.testing.assert_allclose(joined, direct, rtol=0, atol=1e-12, equal_nan=True)


@given(st.sampled_from(AGGREGATES), st.lists(st.floats(0, 100), min_size=4, max_size=4), st.permutations(range(4)))
def test_the_order_of_members_does_not_matter(aggregate, values, order):
    area = objective(values, aggregate)
    assert area.worth(np.array(order)) == area.worth(np.arange(4))


@given(st.lists(st.floats(0, 100), min_size=4, max_size=4))
def test_a_village_is_worth_what_an_area_of_it_alone_is(values):
    from kawasan_gis.scoring import score_villages

    criteria = [Criterion(indicator="x", worst=0, best=100, aggregate="sum")]
    table = pd.DataFrame({"x": values}, index=VILLAGES.index)
    scores = score_villages(VILLAGES, table, criteria)["score"]
    area = Objective.of(VILLAGES, table, criteria)
    assert scores.tolist() == pytest.approx([area.worth(np.array([place])) for place in range(4)])


def test_missing_members_count_by_the_criterions_policy():
    values = [40.0, np.nan, 80.0, np.nan]
    members = np.array([0, 1, 2])
    dropped = objective(values, missing="drop_criterion")
    assert dropped.worth(members) == pytest.approx(0.6)
    worst = objective(values, missing="worst")
    assert worst.worth(members) == pytest.approx(0.6 * 2 / 3)
    assert worst.worth(members) == pytest.approx((40 + 0 + 80) / 3 / 100)
    assert np.isnan(dropped.worth(np.array([1, 3])))


def test_no_people_at_all_is_no_value():
    area = objective([10.0, 20.0, 30.0, 40.0], "mean_by_population", missing="worst")
    assert area.worth(np.array([2])) == 0.0


def test_weights_must_be_there_and_sensible():
    criterion = [Criterion(indicator="x", worst=0, best=1, aggregate="mean_by_population")]
    table = pd.DataFrame({"x": 1.0}, index=VILLAGES.index)
    with pytest.raises(TableError, match="have no column population"):
        Objective.of(VILLAGES.drop(columns="population"), table, criterion)
    with pytest.raises(TableError, match="1 villages have no usable population"):
        Objective.of(VILLAGES.assign(population=[1, 1, -5, 1]), table, criterion)


@pytest.mark.parametrize(
    ("aggregate", "worst", "best", "expected"),
    [
        ("sum", 0, 400, 0.75),  # a village that adds nothing
        ("sum", 400, 0, 0.0),  # where less is better, nobody knows how much it would add
        ("mean", 0, 100, 0.75),
        ("min", 0, 100, 0.0),  # the least is the worst
        ("max", 0, 100, 1.0),  # the greatest stays the greatest
        ("max", 100, 0, 0.0),
        ("min", 200, 0, 0.5),
    ],
)
def test_a_missing_village_taken_as_the_worst(aggregate, worst, best, expected):
    table = pd.DataFrame({"x": [100.0, 100.0, 100.0, np.nan]}, index=VILLAGES.index)
    criterion = Criterion(indicator="x", worst=worst, best=best, aggregate=aggregate, missing="worst")
    assert Objective.of(VILLAGES, table, [criterion]).worth(np.arange(4)) == pytest.approx(expected)


def test_an_area_without_people_has_no_mean_by_population():
    assert np.isnan(objective([10.0, 20.0, 30.0, 40.0], "mean_by_population").worth(np.array([2])))
