import numpy as np
import pandas as pd
import pytest
from drawing import code, codes, draw_villages

from kawasan_gis.candidates.rules.amounts import amounts_of
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.errors import TableError

ROW = draw_villages("abcdefghij").assign(population=100.0)
TABLE = pd.DataFrame({"x": np.arange(10.0)}, index=ROW.index)
ALL = np.ones(10, dtype=bool)


def amounts(villages=ROW, table=TABLE, may=ALL, central=ALL, **rules):
    return amounts_of(villages, table, Rules(**rules), may, central)


def test_nothing_bound_adds_nothing_up():
    assert amounts().table.shape == (10, 0)


def test_one_bound_is_enough():
    low, high = amounts(min_area_ha=5), amounts(max_area_ha=9)
    assert (low.lower.tolist(), low.upper.tolist()) == ([5.0], [np.inf])
    assert (high.lower.tolist(), high.upper.tolist()) == ([-np.inf], [9.0])


def test_a_class_holds_both_its_ends_and_no_village_without_a_value():
    table = TABLE.copy()
    table.loc[code("d"), "x"] = np.nan
    (inside,) = amounts(table=table, min_class=[{"indicator": "x", "villages": 1, "at_least": 2, "at_most": 4}]).table.T
    assert ROW.index[inside == 1].tolist() == codes("ce")


def test_what_may_be_shared_is_not_lost_by_rounding():
    there = amounts(existing={"Lama": list(ROW.index)}, max_existing=1 - 0.9)
    assert 10 * (1 - 0.9) < 1
    assert there.upper.tolist() == [1.0, 0.0]
    twice = amounts(existing={"Lama": codes("aaab")}, max_existing=0.5)
    assert twice.upper.tolist() == [1.0, 0.0]
    assert twice.table[:2].tolist() == [[1.0, 0.5]] * 2
    assert amounts(existing={"Lama": codes("ab")}, max_existing=1).table.shape == (10, 0)


def test_centres_count_where_a_member_cannot_be_one():
    some = ALL.copy()
    some[0] = False
    assert amounts(central=some, centres=2).lower.tolist() == [2.0]
    assert amounts(central=some, may=some).table.shape == (10, 0)


def test_who_may_not_be_a_member_needs_no_value():
    villages = ROW.assign(population=[np.nan, *[100.0] * 9])
    some = ALL.copy()
    some[0] = False
    assert amounts(villages, may=some, max_population=500).table[:2].tolist() == [[0.0], [100.0]]
    with pytest.raises(TableError, match=f"the rules bound the population, but 1 villages have none: {code('a')}"):
        amounts(villages, max_population=500)


def test_indicators_in_another_order():
    backwards = amounts(table=TABLE[::-1], min_total={"x": 1})
    assert backwards.table[:, 0].tolist() == list(range(10))
