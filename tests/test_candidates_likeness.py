import numpy as np
import pandas as pd
import pytest
from drawing import code, draw_villages

from kawasan_gis.candidates.partition.likeness import village_traits
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError, TableError

VILLAGES = draw_villages("abcd")


def criterion(name, **options):
    return Criterion(indicator=name, worst=0, best=1, aggregate="mean", **options)


def traits(values, *criteria, among="abcd"):
    table = pd.DataFrame({name: dict(zip(VILLAGES.index, row, strict=True)) for name, row in values.items()})
    chosen = pd.Series([one in map(code, among) for one in VILLAGES.index], index=VILLAGES.index)
    return village_traits(VILLAGES, table, criteria, chosen)


def test_traits_reach_from_0_to_the_root_of_their_share_of_the_weight():
    found = traits({"x": [10, 20, 30, 50], "y": [3, 3, 3, 3]}, criterion("x", weight=3), criterion("y", weight=1))
    assert found[:, 0] == pytest.approx(np.array([0, 0.25, 0.5, 1]) * np.sqrt(3 / 4))
    assert found[:, 1].tolist() == [0.0] * 4


def test_only_those_that_may_be_members_make_the_scale_and_the_mean_where_nothing_is_known():
    found = traits({"x": [0, np.nan, 4, 80]}, criterion("x"), among="abc")
    assert found[:, 0] == pytest.approx([0, 0.5, 1, 20])


def test_what_is_not_about_villages_or_weighs_nothing_is_left_out():
    area = Criterion(indicator="compactness", worst=0, best=1)
    values = {"x": [0, 1, 0, 1], "y": [5, 1, 0, 1]}
    assert traits(values, criterion("x"), criterion("y", weight=0), area).shape == (4, 1)
    with pytest.raises(StudyError, match="no criterion with a weight"):
        traits(values, criterion("y", weight=0), area)


def test_a_criterion_without_any_value_is_named():
    with pytest.raises(TableError, match="x"):
        traits({"x": [np.nan, np.nan, np.nan, 1]}, criterion("x"), among="abc")
