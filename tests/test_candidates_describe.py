import math

import numpy as np
import pytest
import shapely
from drawing import codes, column, draw_villages, rook_graph

from kawasan_gis.candidates.describe import candidate_id, describe_candidates, outline
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.search import FoundArea
from kawasan_gis.criteria import Criterion


def test_an_area_is_named_by_its_members_alone():
    assert candidate_id(codes("abc")) == candidate_id(codes("cab"))
    assert candidate_id(codes("abc")) != candidate_id(codes("abd"))
    assert candidate_id(codes("abc")).isidentifier()


def test_measures_of_a_square_by_hand():
    villages = draw_villages("ab\ncd")
    objective = Objective.of(
        villages, column(villages, "1"), [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    )
    area = FoundArea((0, 1, 2, 3), 0, objective.worth(np.arange(4)))
    row = describe_candidates(villages, rook_graph(villages), objective, {area: ()}).candidates.iloc[0]
    assert row["area_ha"] == 400
    assert row["perimeter_m"] == pytest.approx(8000)
    assert row["compactness"] == pytest.approx(math.pi / 4)
    assert row["x"] == pytest.approx(column(villages, "1")["x"].mean())
    assert row["kecamatan"] == "Kecamatan Satu"


def test_slivers_between_neighbours_do_not_lengthen_the_outline():
    boxes = np.array(
        [shapely.box(0, 0, 1000, 1000), shapely.box(1010, 0, 2000, 1000), shapely.box(0, 1005, 2000, 2000)]
    )
    shape = outline(boxes)
    assert shape.geom_type == "Polygon"
    assert len(shape.interiors) == 0
    assert shape.length == pytest.approx(8000, rel=0.01)
    assert shape.contains(shapely.union_all(boxes).buffer(-0.01))


def test_real_holes_and_islands_stay():
    ring = shapely.box(0, 0, 3000, 3000) - shapely.box(1000, 1000, 2000, 2000)
    assert len(outline(np.array([ring])).interiors) == 1
    apart = np.array([shapely.box(0, 0, 1, 1), shapely.box(500, 0, 501, 1)])
    assert outline(apart).geom_type == "MultiPolygon"
