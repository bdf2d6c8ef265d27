import math
from functools import reduce
from operator import add

import networkx as nx
import numpy as np
import pytest
import shapely
from drawing import codes, column, draw_villages, rook_graph

from kawasan_gis.candidates.describe import candidate_id, describe_candidates, outline
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.grounds import Area
from kawasan_gis.criteria import Criterion


def test_an_area_is_named_by_its_members_alone():
    assert candidate_id(codes("abc")) == candidate_id(codes("cab"))
    assert candidate_id(codes("abc")) != candidate_id(codes("abd"))
    assert candidate_id(codes("abc")).isidentifier()


def described(picture, letters, rules=None, **graph):
    villages = draw_villages(picture)
    links = rook_graph(villages)
    for pair, kind in graph.items():
        links.add_edge(*codes(pair), border_m=0.0, kind=kind)
    criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    objective = Objective.of(villages, links, column(villages, "1"), criteria)
    members = tuple(villages.index.get_indexer(codes(letters)).tolist())
    worth = objective.of_area(members)
    area = Area(members, worth.score, worth.centres, worth.way)
    return describe_candidates(villages, links, objective, rules or Rules(), [area])


def test_measures_of_a_square_by_hand():
    candidates, members = described("ab\ncd", "abcd")
    row = candidates.iloc[0]
    assert row["area_ha"] == 400
    assert row["perimeter_m"] == pytest.approx(8000)
    assert row["compactness"] == pytest.approx(math.pi / 4)
    assert row["x"] == pytest.approx(column(draw_villages("ab\ncd"), "1")["x"].mean())
    assert row["kecamatan"] == "Kecamatan Satu"
    assert row["centre_km"] == pytest.approx((0 + 1 + 1 + math.sqrt(2)) / 4)
    assert not members["cut"].any()


def test_the_area_is_what_the_printed_areas_of_its_villages_add_up_to():
    villages = draw_villages("ab\ncd")
    villages["area_ha"] = [0.05 + 10, 20.04, 30.14, 40.16]
    objective = Objective.of(
        villages, rook_graph(villages), column(villages, "1"),
        [Criterion(indicator="x", worst=0, best=1, aggregate="mean")],
    )  # fmt: skip
    worth = objective.of_area((0, 1, 2, 3))
    area = Area((0, 1, 2, 3), worth.score, worth.centres, worth.way)
    candidates, _ = describe_candidates(villages, rook_graph(villages), objective, Rules(), [area])
    assert candidates["area_ha"].tolist() == [round(10.0 + 20.0 + 30.1 + 40.2, 1)]


def test_borders_in_any_order_give_the_same_perimeter_to_the_last_bit():
    villages = draw_villages("abc\ndef\nghi")
    random, pairs = np.random.default_rng(7), list(rook_graph(villages).edges)
    metres = random.uniform(100, 1000, len(pairs))
    found, plain = set(), set()
    for _ in range(20):
        turned = random.permutation(len(pairs))
        links = nx.Graph()
        for place in turned:
            links.add_edge(*pairs[place], border_m=float(metres[place]), kind="border")
        plain.add(reduce(add, (m for *_, m in links.edges(data="border_m"))))
        criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
        objective = Objective.of(villages, links, column(villages, "1"), criteria)
        worth = objective.of_area(tuple(range(9)))
        area = Area(tuple(range(9)), worth.score, worth.centres, worth.way)
        candidates, _ = describe_candidates(villages, links, objective, Rules(), [area])
        found.add(float(candidates["perimeter_m"].iloc[0]))
    assert len(plain) > 1
    assert len(found) == 1


def test_a_cut_village_has_no_gain():
    _, members = described("abc", "abc")
    assert members["cut"].tolist() == [False, True, False]
    assert members["gain"].isna().tolist() == [False, True, False]


def test_a_wall_makes_the_other_way_round_the_only_one():
    _, members = described("ab\ncd", "abcd", Rules(walls=[(*codes("ab"), "sungai")]))
    # a-c-d-b is left: both in the middle hold it together.
    assert members.set_index("kode_desa")["cut"].reindex(codes("abcd")).tolist() == [False, False, True, True]


def test_a_bridge_is_written_beside_the_members():
    _, members = described("aBc", "ac", Rules(kelurahan="bridge"))
    assert members[["kode_desa", "role"]].to_numpy().tolist() == [
        [codes("a")[0], "pusat"],
        [codes("c")[0], "hinterland"],
        [codes("B")[0], "bridge"],
    ]


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
