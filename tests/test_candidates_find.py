import itertools

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from drawing import code, codes, column, draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import DataWarning, InfeasibleError, StudyError, TableError
from kawasan_gis.findings import Findings

GRID = draw_villages("abcd\nefgh\nijkl\nmnop").assign(population=100.0)
GRAPH = rook_graph(GRID)

CONNECTED = [
    group
    for size in (3, 4)
    for group in itertools.combinations(range(16), size)
    if nx.is_connected(GRAPH.subgraph(GRID.index[list(group)]))
]


def criteria(aggregate="mean", **options):
    return [Criterion(indicator="x", worst=0, best=1, aggregate=aggregate, **options)]


def found(villages=GRID, graph=None, values="1", rules=None, **options):
    graph = rook_graph(villages) if graph is None else graph
    options = {"findings": Findings(), "criteria": criteria(), **options}
    return find_candidates(
        villages, graph, column(villages, values), options.pop("criteria"), rules or Rules(max_villages=6), **options
    )


def members_of(result):
    return {name: rows["kode_desa"].tolist() for name, rows in result.members.groupby("candidate_id", sort=False)}


def test_one_rich_corner_is_found_by_hand():
    values = dict.fromkeys("abcdefghijklmnop", 0.0) | {"a": 1.0, "b": 0.9, "e": 0.8}
    result = found(values=values, rules=Rules(max_villages=3), count=1)
    assert members_of(result) == {result.candidates.index[0]: codes("abe")}
    assert result.candidates.iloc[0][["n_villages", "area_ha"]].tolist() == [3, 300.0]
    assert result.members.set_index("kode_desa").at[code("a"), "role"] == "pusat"
    assert result.candidates.iloc[0]["name"] == "Desa a, Kecamatan Satu"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(0, 4), st.sampled_from([0.0, 0.34, 0.6, 1.0]))
def test_every_candidate_keeps_the_rules_and_differs_enough(seed, least, more, overlap):
    rules = Rules(min_villages=least, max_villages=least + more)
    result = found(values=str(seed), rules=rules, count=6, max_overlap=overlap)
    lists = members_of(result)
    for name, members in lists.items():
        assert violations(members, GRID, GRAPH, rules) == []
        assert nx.is_connected(GRAPH.subgraph(members))
        assert result.candidates.at[name, "n_villages"] == len(members)
        assert (result.members.query("candidate_id == @name")["role"] == "pusat").sum() == 1
    for one, other in itertools.combinations(lists.values(), 2):
        assert len(set(one) & set(other)) <= overlap * min(len(one), len(other)) + 1e-9


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_same_input_gives_the_same_tables_and_no_area_beats_the_best(seed):
    first, second = (
        found(values=str(seed), rules=Rules(max_villages=4)),
        found(values=str(seed), rules=Rules(max_villages=4)),
    )
    pd.testing.assert_frame_equal(first.candidates, second.candidates)
    pd.testing.assert_frame_equal(first.members, second.members)
    table = column(GRID, str(seed))
    area = Objective.of(GRID, GRAPH, table, criteria())
    one = found(values=str(seed), rules=Rules(max_villages=4, max_steps=0), count=1, gap=0)
    best = max(area.worth(group) for group in CONNECTED)
    assert one.candidates["x"].tolist() == [pytest.approx(best)]
    assert one.certificate.best == pytest.approx(best)
    assert one.certificate.proven


def test_gains_are_what_the_score_loses():
    values = dict.fromkeys("abcdefghijklmnop", 0.0) | {"a": 0.9, "b": 0.6, "c": 0.9}
    result = found(values=values, rules=Rules(max_villages=3), count=1, max_overlap=0)
    gains = result.members.set_index("kode_desa")["gain"]
    assert np.isnan(gains[code("b")])  # without b, a and c fall apart
    assert gains[code("a")] == pytest.approx(0.8 - 0.75)


def test_must_have_and_must_not():
    result = found(
        rules=Rules(max_villages=7, must_have=codes("ad"), must_not=codes("c"), max_steps=3), max_overlap=1.0, count=3
    )
    for members in members_of(result).values():
        assert set(codes("ad")) <= set(members)
        assert code("c") not in members


def test_bounds_are_kept():
    rules = Rules(min_villages=1, max_villages=9, min_area_ha=350, max_area_ha=500, max_population=450)
    result = found(rules=rules)
    assert result.candidates["area_ha"].between(350, 500).all()
    assert (result.candidates["population"] <= 450).all()


def test_within_one_kabupaten_unless_told_otherwise():
    villages = draw_villages("abcd\nefgh", other_kabupaten="cdgh")
    for members in members_of(found(villages, rules=Rules(max_villages=6))).values():
        assert len({kode[:5] for kode in members}) == 1
    across = members_of(found(villages, rules=Rules(min_villages=5, max_villages=6, within="any"))).values()
    assert any(len({kode[:5] for kode in members}) == 2 for members in across)


def test_kelurahan_are_out_bridge_or_in():
    villages = draw_villages("abCde")
    rules = {"min_villages": 3, "max_villages": 4}
    with pytest.raises(InfeasibleError, match="the largest group of bordering villages that may be members has 2"):
        found(villages, rules=Rules(**rules))
    bridged = found(villages, rules=Rules(kelurahan="bridge", **rules), count=1)
    table = bridged.members.set_index("kode_desa")
    assert table.at[code("C"), "role"] == "bridge"
    assert np.isnan(table.at[code("C"), "gain"])
    assert bridged.candidates.iloc[0]["n_villages"] == (table["role"] != "bridge").sum()
    assert not np.isnan(table.at[code("a") if code("a") in table.index else code("e"), "gain"])
    inside = found(villages, rules=Rules(kelurahan="include", **rules), count=1)
    assert code("C") in members_of(inside)[inside.candidates.index[0]]


def test_islands_are_areas_of_their_own():
    villages = draw_villages("ab..cd\nef..gh\n......\n..i...")
    result = found(villages, rules=Rules(min_villages=3, max_villages=4))
    assert len(result.candidates) == 2
    assert code("i") not in set(result.members["kode_desa"])
    alone = found(villages, rules=Rules(min_villages=1, max_villages=1), count=20)
    assert len(alone.candidates) == 9


def test_one_village_can_be_a_study():
    result = found(draw_villages("a"), values={"a": 0.5}, rules=Rules(min_villages=1))
    assert result.candidates["x"].tolist() == [0.5]
    assert np.isnan(result.members["gain"]).all()


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (Rules(min_villages=17, max_villages=20), "min_villages = 17 cannot be met: the largest group .* has 16"),
        (Rules(must_not=list(GRID.index)), "no village may be a member: of 16, 0 are kelurahan"),
        (Rules(max_area_ha=50, min_villages=1), "no area keeps the rules: max_area_ha = 50 cannot be met"),
        (
            Rules(must_have=codes("ap"), must_not=codes("eb")),
            "must_have villages do not hang together: .* lie in 2 separate groups",
        ),
    ],
)
def test_rules_nobody_can_meet_are_named(rules, words):
    with pytest.raises(InfeasibleError, match=words):
        found(rules=rules)


def test_must_haves_too_far_apart_for_the_size():
    with pytest.raises(InfeasibleError, match="no area keeps the rules: max_steps = 2, must_have .* cannot all be met"):
        found(rules=Rules(max_villages=4, must_have=codes("ap")))


def test_missing_values_are_refused_or_covered():
    values = dict.fromkeys("abcdefghijklmno", 0.5)
    with pytest.raises(
        TableError, match=f"x has no value for 1 villages that may be members: {code('p')}; fill them in"
    ):
        found(values=values)
    found(values=values, rules=Rules(must_not=[code("p")]))
    result = found(values=values, criteria=criteria(missing="drop_criterion"))
    assert (result.candidates["x"] == 0.5).all()


def test_fewer_than_asked_for_is_said():
    findings = Findings()
    found(draw_villages("abc"), findings=findings)
    assert findings.counts() == {"few_candidates": 1, "no_scale": 1}
    assert findings.frame["value"].iloc[0] == 1
    with pytest.warns(DataWarning, match="few_candidates"):
        found(draw_villages("abc"), findings=None)


def test_graph_and_villages_must_be_the_same():
    with pytest.raises(StudyError, match="do not hold the same codes"):
        found(graph=nx.Graph([("a", "b")]))
    with pytest.raises(StudyError, match="max_overlap"):
        found(max_overlap=1.5)
    with pytest.raises(StudyError, match="count"):
        found(count=0)


def test_progress_is_told_in_millions_of_sets():
    steps = []
    found(progress=lambda *step: steps.append(step), effort=5)
    assert steps
    assert {(label, total) for label, _, total in steps} == {("candidates", 5)}
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)


def test_a_study_in_which_nothing_rewards_size_says_so():
    findings = Findings()
    found(findings=findings, rules=Rules(max_villages=4))
    assert findings.frame.loc[findings.frame["kind"] == "no_scale", "detail"].tolist() == ["x"]
    silent = Findings()
    found(findings=silent, criteria=criteria("share"), rules=Rules(max_villages=4))
    assert "no_scale" not in silent.counts()


def test_outsiders_say_what_they_lack():
    values = dict.fromkeys("abcdefghijklmnop", 0.1) | {"a": 1.0, "b": 0.9, "e": 0.8, "f": 0.75}
    result = found(values=values, rules=Rules(max_villages=3), count=1)
    assert members_of(result) == {result.candidates.index[0]: codes("abe")}
    assert set(result.outsiders.index) == set(GRID.index) - set(codes("abe"))
    # The best area with f is a, b, f.
    row = result.outsiders.loc[code("f")]
    assert row["lacks"] == pytest.approx(0.05 / 3)
    assert row["with_villages"] == " ".join(codes("abf"))
    assert result.certificate.proven
    assert result.runners_up["candidate_id"].tolist() == [result.candidates.index[0]]


def test_a_bridge_lies_in_the_same_kabupaten():
    villages = draw_villages("abCde", other_kabupaten="C")
    with pytest.raises(InfeasibleError, match="has 2"):
        found(villages, rules=Rules(min_villages=3, max_villages=4, kelurahan="bridge"))


def test_tables_that_do_not_fit_are_one_error():
    with pytest.raises(StudyError, match="there are no criteria"):
        found(criteria=[])
    table = column(GRID, "1")
    with pytest.raises(TableError, match="1 villages have no row in the indicators"):
        find_candidates(GRID, GRAPH, table.drop(code("a")), criteria(), Rules())
    with pytest.raises(TableError, match="codes are repeated"):
        find_candidates(GRID, GRAPH, pd.concat([table, table]), criteria(), Rules())
    with pytest.raises(TableError, match="have no column status"):
        find_candidates(GRID.drop(columns="status"), GRAPH, table, criteria(), Rules())


def test_what_no_member_needs_may_be_missing():
    villages = draw_villages("abCd\nefgh").assign(population=[float("nan"), *[50.0] * 7])
    assert villages.index[0] == code("C")
    mean = criteria("mean_by_population")
    result = found(villages, rules=Rules(max_villages=3, min_population=100), criteria=mean)
    assert (result.candidates["population"] == 150).all()
    holes = villages.assign(population=[50.0, float("nan"), *[50.0] * 6])
    with pytest.raises(TableError, match=f"the rules bound the population, but 1 villages have none: {code('a')}"):
        found(holes, rules=Rules(max_villages=3, min_population=100))
    with pytest.raises(TableError, match=f"x has no value or no population for 1 villages .*: {code('a')}"):
        found(holes, rules=Rules(max_villages=3), criteria=mean)
    unknown = found(holes, rules=Rules(min_villages=7, max_villages=7, max_steps=0))
    assert unknown.candidates["population"].isna().all()


def test_every_candidate_can_have_another_kecamatan():
    villages = draw_villages("abcd\nefgh\nijkl\nmnop")
    west = villages.index.isin(codes("abefijmn"))
    renamed = {
        kode: kode if inside else kode.replace("99.01.01", "99.01.02")
        for kode, inside in zip(villages.index, west, strict=True)
    }
    villages = villages.rename(index=renamed).sort_index()
    graph = rook_graph(villages)
    table = pd.DataFrame(
        {"x": [0.9 if kode.startswith("99.01.01") else 0.2 for kode in villages.index]}, index=villages.index
    )
    options = {"count": 2, "findings": Findings()}
    rules = Rules(max_villages=3)
    free = find_candidates(villages, graph, table, criteria(), rules, **options)
    assert {kode[:8] for kode in free.candidates["centre"]} == {"99.01.01"}
    apart = find_candidates(villages, graph, table, criteria(), rules, different="kecamatan", **options)
    assert {kode[:8] for kode in apart.candidates["centre"]} == {"99.01.01", "99.01.02"}
    assert apart.certificate.bound >= apart.certificate.total


@pytest.mark.parametrize("overlap", [0.0, 0.5])
def test_wanted_candidates_are_in_the_list(overlap):
    values = dict.fromkeys("abcdefghijklmnop", 0.1) | {"a": 1.0, "b": 0.9, "e": 0.8}
    wanted = [{"must_have": codes("p"), "must_not": codes("l")}, {"must_have": codes("m")}]
    result = found(values=values, rules=Rules(max_villages=3), count=3, wanted=wanted, max_overlap=overlap)
    lists = [set(members) for members in members_of(result).values()]
    assert any(code("p") in members and code("l") not in members for members in lists)
    assert any(code("m") in members for members in lists)
    # a, b, e with two poor ones, or a, b and e, m with poor ones: the sum is the same.
    assert result.certificate.total >= 3.1 / 3 - 1e-9


def test_wanted_candidates_that_cannot_be():
    with pytest.raises(InfeasibleError, match="no list holds a candidate for each of the 2 wanted"):
        found(rules=Rules(max_villages=3), wanted=[{"must_have": codes("a")}, {"must_have": codes("ap")}])
    with pytest.raises(StudyError, match="wanted: 1 villages are not in the study: x"):
        found(wanted=[{"must_have": ["x"]}])
    with pytest.raises(StudyError, match="2 candidates are wanted, but count = 1"):
        found(count=1, wanted=[{"must_have": codes("a")}, {"must_have": codes("p")}])


def test_a_ratio_needs_its_divisor_in_every_village_that_may_be_a_member():
    villages = draw_villages("abc\ndef")
    table = pd.DataFrame({"padi": 1.0, "sawah": [2.0, float("nan"), *[2.0] * 4]}, index=villages.index)
    ratio = [Criterion(indicator="padi", worst=0, best=1, aggregate="ratio", per="sawah")]
    with pytest.raises(TableError, match=f"padi has no value or no sawah for 1 villages .*: {code('b')}"):
        find_candidates(villages, rook_graph(villages), table, ratio, Rules(max_villages=3))
    findings = Findings()
    result = find_candidates(
        villages, rook_graph(villages), table.fillna(4.0), ratio, Rules(max_villages=3), count=1, findings=findings
    )
    # A ratio does not grow with an area.
    assert list(findings.counts()) == ["no_scale"]
    assert result.candidates["padi_per_sawah"].tolist() == [0.5]
