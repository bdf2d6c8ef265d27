"""Every rule where it bites: the best area without it breaks it; with it the best that keeps it is found."""

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from drawing import code, codes, column, draw_villages, rook_graph

from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.rules.amounts import amounts_of
from kawasan_gis.candidates.rules.rules import Rules, joined
from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.candidates.search.grounds import areas_of, grounds_of, keeps_rules, objective_under
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings

X = {"a": 0.32, "b": 0.8, "c": 0.7, "d": 0.41, "e": 0.9, "f": 0.85, "g": 0.2, "h": 0.53, "i": 0.6}


def nine(**drawn):
    villages = draw_villages("abc\ndef\nghi", **drawn).assign(population=100.0)
    table = pd.DataFrame({"x": [X[name[-1].lower()] for name in villages["nama_desa"]]}, index=villages.index)
    table["y"], table["z"] = 1.0, np.nan
    table["share"] = [0.9 if name.endswith("e") else 0.1 for name in villages["nama_desa"]]
    table["poor"] = [float(name[-1] in "gi") for name in villages["nama_desa"]]
    table.loc[villages.index[villages["nama_desa"].str.endswith("h")], "z"] = 1.0
    return villages, table


def marked(graph, pairs, **border):
    for pair in pairs.split():
        graph.edges[codes(pair)].update(border)
    return graph


def best_of(villages, graph, table, rules, aggregate, travel=None):
    """The best area under the rules by looking at all, as letters."""
    together, worth = joined(villages, graph, rules), {}
    for size in range(rules.min_villages, rules.max_villages + 1):
        for members in combinations(villages.index, size):
            if nx.is_connected(together.subgraph(members)) and not violations(
                list(members), villages, graph, rules, indicators=table, travel=travel
            ):
                worth[members] = table.loc[list(members), "x"].agg(aggregate)
    return list(max(worth, key=worth.get))


FREE = {"min_villages": 2, "max_villages": 4, "holes": True, "within": "any", "kelurahan": "include", "max_steps": 0}
MINUTES = pd.DataFrame(
    [(code(a), code(b), 10.0 * (abs(i // 3 - j // 3) + abs(i % 3 - j % 3)))
     for i, a in enumerate("abcdefghi") for j, b in enumerate("abcdefghi")],
    columns=["origin", "destination", "minutes"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "aggregate", "rules"),
    [
        ("min_villages", "mean", {"min_villages": 3}),
        ("max_villages", "sum", {"max_villages": 3}),
        ("min_population", "mean", {"min_population": 350}),
        ("max_population", "sum", {"max_population": 350}),
        ("min_area_ha", "mean", {"min_area_ha": 300}),
        ("max_area_ha", "sum", {"max_area_ha": 200}),
        ("must_have", "sum", {"must_have": codes("g")}),
        ("must_not", "sum", {"must_not": codes("f")}),
        ("bridges", "sum", {"bridges": codes("f")}),
        ("contiguous", "sum", {"walls": [(*codes("ef"), "ridge"), (*codes("bc"), "ridge")]}),
        ("centres", "sum", {"centre_among": codes("gh")}),
        ("centres", "sum", {"centre_among": codes("ae"), "centres": 2}),
        ("centres", "sum", {"centrality": "z"}),
        ("max_centre_km", "sum", {"max_centre_km": 1.2}),
        ("max_steps", "sum", {"max_steps": 1}),
        ("min_total", "mean", {"min_total": {"y": 2.5}}),
        ("max_share", "sum", {"max_share": {"share": 0.25}}),
        ("min_class", "sum", {"min_class": [{"indicator": "poor", "villages": 1, "at_least": 1, "label": "miskin"}]}),
        ("existing", "sum", {"existing": {"Lama": codes("bcef")}, "max_existing": 0.5}),
        ("existing", "sum", {"existing": {"Lama": codes("ef")}, "max_existing": 0.6}),
    ],
)
def test_each_rule_where_it_bites(name, aggregate, rules):
    villages, table = nine()
    check(name, aggregate, villages, rook_graph(villages), table, {}, rules)


def test_a_kelurahan_stays_out():
    villages, table = draw_villages("abc\ndeF\nghi"), None
    table = pd.DataFrame({"x": [X[name[-1].lower()] for name in villages["nama_desa"]]}, index=villages.index)
    check("kelurahan", "sum", villages, rook_graph(villages), table, {}, {"kelurahan": "exclude"})
    check("kelurahan", "sum", villages, rook_graph(villages), table, {}, {"kelurahan": "bridge"})


def test_an_area_stays_in_its_unit():
    villages, table = nine(other_kabupaten="cf")
    check("within", "sum", villages, rook_graph(villages), table, {}, {"within": "kabupaten"})
    villages, table = nine()
    moved = {code(letter): code(letter).replace("99.01.01", "99.01.02") for letter in "cf"}
    villages, table = villages.rename(index=moved).sort_index(), table.rename(index=moved).sort_index()
    check("within", "sum", villages, rook_graph(villages), table, {}, {"within": "kecamatan"})


def test_water_does_not_hold_together():
    villages, table = nine()
    graph = marked(rook_graph(villages), "ef bc", kind="water")
    check("contiguous", "sum", villages, graph, table, {}, {"water_links": False})


def test_a_wall_on_the_graph():
    villages, table = nine()
    free, walled = rook_graph(villages), marked(rook_graph(villages), "ef bc", wall="sungai")
    rules = Rules(**FREE)
    best = best_of(villages, free, table, rules, "sum")
    assert [one.rule for one in violations(best, villages, walled, rules)] == ["contiguous"]
    assert found(villages, walled, table, rules, "sum") == best_of(villages, walled, table, rules, "sum") != best


def test_no_farther_than_so_many_minutes():
    villages, table = nine()
    check("max_centre_min", "sum", villages, rook_graph(villages), table, {}, {"max_centre_min": 15}, MINUTES)


def test_no_village_is_enclosed():
    villages, table = nine()
    table.loc[code("e"), "x"] = 0.1
    eight = {"min_villages": 8, "max_villages": 8}
    check("holes", "sum", villages, rook_graph(villages), table, eight, {"holes": False})


def check(name, aggregate, villages, graph, table, base, rules, travel=None):
    without, under = Rules(**FREE | base), Rules(**FREE | base | rules)
    best = best_of(villages, graph, table, without, aggregate, travel)
    assert found(villages, graph, table, without, aggregate, travel) == best
    broken = violations(best, villages, graph, under, indicators=table, travel=travel)
    assert [violation.rule for violation in broken] == [name]
    kept = best_of(villages, graph, table, under, aggregate, travel)
    assert found(villages, graph, table, under, aggregate, travel) == kept


def found(villages, graph, table, rules, aggregate, travel=None):
    criteria = [Criterion(indicator="x", worst=0, best=10 if aggregate == "sum" else 1, aggregate=aggregate)]
    result = find_candidates(
        villages, graph, table, criteria, rules, travel=travel, findings=Findings(), count=1, effort=1
    )
    return sorted(result.members.loc[result.members["role"] != "bridge", "kode_desa"])


def grounds(villages, rules, table=None, graph=None):
    graph = rook_graph(villages) if graph is None else graph
    table = column(villages, "1") if table is None else table
    criteria = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    objective = objective_under(villages, graph, table, criteria, rules)
    return grounds_of(villages, graph, table, objective, rules)


def test_a_ground_per_unit_that_can_hold_an_area():
    villages = draw_villages("abcde\nABfgh", other_kabupaten="deh")
    assert [part.positions.size for part in grounds(villages, Rules())] == [7, 3]
    (only,) = grounds(villages, Rules(must_have=codes("ab")))
    assert list(villages.index[only.positions][only.limits.must == 1]) == codes("ab")
    assert only.limits.most == 5
    assert [part.limits.most for part in grounds(villages, Rules(max_villages=4))] == [4, 3]
    assert grounds(villages, Rules(must_not=list(villages.index[villages["status"] == "desa"]))) == []
    assert len(grounds(villages, Rules(within="any"))) == 1


def test_borders_lead_out_and_walls_do_not_hold():
    villages = draw_villages("abcd\nefgh\nijkl", other_kabupaten="g")
    graph = rook_graph(villages)
    graph.edges[codes("ab")]["wall"] = "sungai"
    ground = grounds(villages, Rules(), graph=graph)[0]
    numbers = {name[-1]: number for number, name in enumerate(villages["nama_desa"].iloc[ground.positions])}
    near = {
        letter: set(ground.limits.near_to[ground.limits.near_at[n] : ground.limits.near_at[n + 1]].tolist())
        for letter, n in numbers.items()
    }
    assert near["a"] == {numbers["e"]}
    assert near["f"] == {numbers[one] for one in "bej"}
    touching = ground.limits.touch_to[ground.limits.touch_at[0] : ground.limits.touch_at[1]]
    assert set(touching.tolist()) == {numbers[one] for one in "be"}  # a wall encloses as well as any border
    assert ground.limits.outer[numbers["f"]]  # it borders another kabupaten
    (whole,) = grounds(villages, Rules(within="any"), graph=graph)
    assert not whole.limits.outer[list(villages.index).index(code("f"))]


def test_an_enclosed_kelurahan_is_no_hole_where_it_cannot_be_a_member():
    villages = draw_villages("abc\ndEf\nghi")
    ring = [number for number, status in enumerate(villages["status"]) if status == "desa"]
    for kelurahan, kept in (("exclude", True), ("bridge", True), ("include", False)):
        (ground,) = grounds(villages, Rules(kelurahan=kelurahan, max_steps=0))
        assert keeps_rules(ground, ring) == kept


def test_a_ferry_leads_nobody_out():
    villages = draw_villages("abcd\nefgh\nijkl")
    graph = rook_graph(villages)
    graph.add_edge(*codes("fh"), border_m=0.0, kind="listed")
    (ground,) = grounds(villages, Rules(max_steps=0), graph=graph)
    ring = codes("abcegijk")
    assert not keeps_rules(ground, [list(villages.index).index(kode) for kode in ring])
    assert [one.rule for one in violations(ring, villages, graph, Rules(max_steps=0))] == ["holes"]


def test_areas_have_the_same_numbers_in_any_order():
    villages = draw_villages("abcd")
    (ground,) = grounds(villages, Rules(min_villages=2))
    one, two = areas_of(ground, [(2, 0, 1), (0, 1, 2)])
    assert one == two
    assert one.members == (0, 1, 2)
    assert one.centres == (1,)
    assert areas_of(ground, []) == []


def test_what_the_rules_add_up():
    villages, table = nine()
    may, central = np.ones(9, dtype=bool), np.array([True] * 8 + [False])
    may[0] = False
    rules = Rules(
        min_population=5, max_population=9, min_total={"x": 1}, max_share={"share": 0.25}, centres=1,
        min_class=[{"indicator": "poor", "villages": 2, "at_least": 1}],
        existing={"Lama": codes("abcdi")}, max_existing=0.5,
    )  # fmt: skip
    amounts = amounts_of(villages, table, rules, may, central)
    assert amounts.table[0].tolist() == [0.0] * 7  # a adds nothing
    np.testing.assert_allclose(amounts.table[8], [100.0, 0.6, (0.1 - 0.25) * 100, 1.0, 1.0, 0.5, 0.0])
    assert amounts.lower.tolist() == [5, 1, -np.inf, 2, -np.inf, -np.inf, 1]
    assert amounts.upper.tolist() == [9, np.inf, 0, np.inf, 2, 0, np.inf]
    assert amounts.grows.tolist() == [True, True, False, True, True, False, True]


def test_a_value_that_a_member_needs_is_there():
    villages, table = nine()
    table.loc[code("b"), "x"] = np.nan
    with pytest.raises(TableError, match=f"the rules bound x, but 1 villages have none: {code('b')}"):
        grounds(villages, Rules(min_total={"x": 1}), table)
    grounds(villages, Rules(min_total={"x": 1}, must_not=codes("b")), table)
    with pytest.raises(TableError, match="the rules bound w, but the indicators have no such column"):
        grounds(villages, Rules(min_total={"w": 1}), table)
