"""An archipelago through every mode: groups of 1, 2, 5 and 9 villages with sea in between."""

import networkx as nx
import pytest
from drawing import codes, column, draw_villages, rook_graph

import kawasan_gis as kg
from kawasan_gis.criteria import Criterion

VILLAGES = draw_villages("""
    a..bc..def
    .......g..
    .......h..
    ..........
    ijk.......
    lmn.......
    opq.......
""")
GRAPH = rook_graph(VILLAGES)
VALUES = column(VILLAGES, "7")
CRITERIA = [
    Criterion(indicator="x", worst=0, best=1, aggregate="mean"),
    Criterion(indicator="compactness", worst=0.05, best=0.35),
]
RULES = kg.Rules(min_villages=2, max_villages=5)


@pytest.fixture(autouse=True)
def _components():
    assert sorted(len(part) for part in nx.connected_components(GRAPH)) == [1, 2, 5, 9]


def whole(members):
    """Every area hangs together and lies on one island."""
    groups = [part["kode_desa"].tolist() for _, part in members.groupby("candidate_id")]
    return bool(groups) and all(nx.is_connected(GRAPH.subgraph(part)) for part in groups)


@pytest.mark.parametrize("overlap", [0.0, 0.4])
@pytest.mark.parametrize("steps", [0, 2])
def test_the_list_has_areas_on_several_islands(overlap, steps):
    rules = RULES.model_copy(update={"max_steps": steps})
    found = kg.find_candidates(
        VILLAGES, GRAPH, VALUES, CRITERIA, rules, count=5, max_overlap=overlap, findings=kg.Findings()
    )
    assert whole(found.members)
    assert set(codes("bc")) <= set(found.members["kode_desa"])
    assert codes("a")[0] not in set(found.members["kode_desa"])
    assert found.certificate.proven
    assert found.certificate.bound >= found.certificate.total - 1e-9


def test_single_islands_can_be_areas_when_one_village_is_enough():
    rules = kg.Rules(min_villages=1, max_villages=1)
    found = kg.find_candidates(VILLAGES, GRAPH, VALUES, CRITERIA, rules, count=20, findings=kg.Findings())
    assert len(found.candidates) == 17
    assert found.certificate.gap <= 0.01


def test_water_links_join_islands_unless_the_rules_say_no():
    linked = GRAPH.copy()
    linked.add_edge(*codes("ab"), border_m=0.0, kind="water")
    rules = kg.Rules(min_villages=3, max_villages=3, must_have=codes("a"))
    found = kg.find_candidates(VILLAGES, linked, VALUES, CRITERIA, rules, count=1, findings=kg.Findings())
    assert found.members["kode_desa"].tolist() == codes("abc")
    with pytest.raises(kg.InfeasibleError):
        kg.find_candidates(VILLAGES, linked, VALUES, CRITERIA, rules.model_copy(update={"water_links": False}))


def test_must_haves_on_two_islands_are_refused():
    with pytest.raises(kg.InfeasibleError, match="must_have villages do not hang together"):
        kg.find_candidates(VILLAGES, GRAPH, VALUES, CRITERIA, kg.Rules(must_have=codes("bd")))


@pytest.mark.xdist_group("search")
def test_a_partition_leaves_out_what_cannot_be_placed():
    parted = kg.partition_villages(VILLAGES, GRAPH, VALUES, CRITERIA, RULES, findings=kg.Findings())
    assert whole(parted.members)
    assert parted.outsiders.index.tolist() == codes("a")
    assert len(parted.members) == 16


def test_areas_are_scored_extended_shrunk_improved_and_explained_on_an_island():
    common = (VILLAGES, GRAPH, VALUES, CRITERIA, RULES)
    start = codes("ij")
    assert kg.score_area(start, *common).violations == []
    assert whole(kg.extend_area(start, *common, by=2).members)
    assert whole(kg.shrink_area(codes("ijk"), *common, by=1).members)
    assert whole(kg.improve_area(start, *common).members)
    with pytest.raises(kg.InfeasibleError):
        kg.extend_area(codes("bc"), *common, by=2)
    found = kg.find_candidates(VILLAGES, GRAPH, VALUES, CRITERIA, RULES, count=3, findings=kg.Findings())
    told = kg.explain_candidates(VILLAGES, GRAPH, found.members, VALUES, CRITERIA, RULES, runners_up=found.runners_up)
    assert set(told.members["candidate_id"]) == set(found.candidates.index)
