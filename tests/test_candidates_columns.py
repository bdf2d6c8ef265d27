import numpy as np
import pandas as pd
import pytest
from drawing import draw_villages

from kawasan_gis.candidates.columns import Columns
from kawasan_gis.candidates.kernels import worth as w
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError

VILLAGES = draw_villages("abc").assign(population=[10.0, np.nan, 30.0])
TABLE = pd.DataFrame({"x": [1.0, 2.0, np.nan], "y": [4.0, 5.0, 6.0]}, index=VILLAGES.index)


def columns(*criteria):
    return Columns.of(VILLAGES, TABLE, criteria)


def test_each_column_is_kept_once():
    chain = Criterion(indicator="chain", worst=0, best=2, links={"x": 1, "y": 9})
    laid = columns(Criterion(indicator="y", worst=0, best=1), chain)
    # Ones (which also say that all are measured, and divide the mean), areas, y, and x.
    assert laid.additive().T.tolist() == [[1.0] * 3, [1e6] * 3, [4.0, 5.0, 6.0], [1.0, 2.0, 0.0]]
    assert laid.links().tolist() == [[3.0, 1.0], [2.0, 9.0]]


def test_a_greatest_is_kept_as_the_least_of_the_negative():
    laid = columns(
        Criterion(indicator="x", worst=0, best=1, aggregate="min"),
        Criterion(indicator="y", worst=0, best=1, aggregate="max"),
    )
    assert laid.extreme().T.tolist() == [[1.0, 2.0, np.inf], [-4.0, -5.0, -6.0]]
    assert laid.rows()[:, w.SIGN].tolist() == [1.0, -1.0]


def test_a_village_without_a_weight_is_not_measured():
    laid = columns(Criterion(indicator="y", worst=0, best=1, aggregate="mean_by_population"))
    assert laid.measured[:, 0].tolist() == [True, False, True]
    row = laid.rows()[0]
    assert laid.additive()[:, int(row[w.NUMBER])].tolist() == [40.0, 0.0, 180.0]


def test_properties_are_asked_for_by_kind_and_a_link_needs_its_column():
    asked = columns(Criterion(indicator="chain", worst=0, best=1, links={"x": 2.5, "y": 9})).asked()
    assert np.flatnonzero(asked).tolist() == [w.CHAIN]
    with pytest.raises(TableError, match="no column z, a link of the chain"):
        columns(Criterion(indicator="chain", worst=0, best=1, links={"z": 1}))


def test_a_ratio_keeps_the_sums_themselves():
    table = TABLE.assign(per=[2.0, 0.0, 5.0])
    ratio = Criterion(indicator="y", worst=0, best=1, aggregate="ratio", per="per")
    laid = Columns.of(VILLAGES, table, [ratio, Criterion(indicator="x", worst=0, best=1, aggregate="ratio", per="per")])
    first, second = laid.rows()
    assert first[w.KIND] == second[w.KIND] == w.RATIO
    assert laid.additive()[:, int(first[w.NUMBER])].tolist() == [4.0, 5.0, 6.0]
    assert laid.additive()[:, int(first[w.DIVISOR])].tolist() == [2.0, 0.0, 5.0]
    # Where x is missing neither counts, but all of the divisor is what it is measured against.
    assert laid.additive()[:, int(second[w.NUMBER])].tolist() == [1.0, 2.0, 0.0]
    assert laid.additive()[:, int(second[w.DIVISOR])].tolist() == [2.0, 0.0, 0.0]
    assert laid.additive()[:, int(second[w.WHOLE])].tolist() == [2.0, 0.0, 5.0]
