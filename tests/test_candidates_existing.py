import itertools
import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from drawing import code, codes, column, draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.describe import candidate_id
from kawasan_gis.candidates.existing.existing import extend_area, improve_area, score_area, shrink_area
from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, TableError
from kawasan_gis.findings import Findings

GRID = draw_villages("abcd\nefgh\nijkl\nmnop").assign(population=100.0)
GRAPH = rook_graph(GRID)
CRITERIA = [
    Criterion(indicator="x", worst=0, best=1, aggregate="mean", weight=2),
    Criterion(indicator="x2", worst=0, best=4, aggregate="sum"),
    Criterion(indicator="compactness", worst=0.2, best=0.8),
]
RULES = Rules(min_villages=1, max_villages=16, max_steps=0, holes=True)
WIDE = {"max_examples": 15, "deadline": None}


def values(seed):
    return column(GRID, str(seed)).join(column(GRID, str(seed + 1), "x2"))


def study(seed=1, rules=RULES, villages=GRID):
    return villages, rook_graph(villages), values(seed), CRITERIA, rules


def worth(seed, members):
    objective = Objective.of(GRID, GRAPH, values(seed), CRITERIA)
    return objective.worth(GRID.index.get_indexer(list(members)))


def connected(members):
    return nx.is_connected(GRAPH.subgraph(members))


def held(result):
    return set(result.members["kode_desa"])


seeds = st.integers(0, 10_000)
some = st.sets(st.sampled_from(list(GRID.index)), min_size=1, max_size=6).map(sorted)


@settings(**WIDE)
@given(seeds, some, st.integers(1, 3), st.booleans())
def test_an_extension_is_the_best_by_brute_force(seed, members, by, at_most):
    others = [kode for kode in GRID.index if kode not in members]
    areas = [
        [*members, *more]
        for count in (range(by + 1) if at_most else [by])
        for more in itertools.combinations(others, count)
        if connected([*members, *more])
    ]
    if not areas:
        with pytest.raises(InfeasibleError, match="holds these"):
            extend_area(members, *study(seed), by=by, at_most=at_most)
        return
    result = extend_area(members, *study(seed), by=by, at_most=at_most)
    assert result.score == pytest.approx(max(worth(seed, area) for area in areas), abs=1e-12)
    assert set(members) <= held(result)
    assert result.certificate.proven
    assert result.certificate.gap == 0
    assert result.before == pytest.approx(worth(seed, members))
    assert set(result.changes["kode_desa"]) == held(result) - set(members)
    assert len(result.pieces) == nx.number_connected_components(GRAPH.subgraph(members))


@settings(**WIDE)
@given(
    seeds, st.sets(st.sampled_from(list(GRID.index)), min_size=3, max_size=9).map(sorted), st.integers(1, 3), st.data()
)
def test_a_shrunk_area_is_the_best_by_brute_force(seed, members, by, data):
    by = min(by, len(members) - 1)
    keep = data.draw(st.lists(st.sampled_from(members), max_size=1))
    areas = [
        area
        for area in itertools.combinations(members, len(members) - by)
        if set(keep) <= set(area) and connected(area)
    ]
    if not areas:
        with pytest.raises(InfeasibleError, match="lies among these"):
            shrink_area(members, *study(seed), by=by, keep=keep)
        return
    result = shrink_area(members, *study(seed), by=by, keep=keep)
    assert result.score == pytest.approx(max(worth(seed, area) for area in areas), abs=1e-12)
    assert held(result) < set(members)
    assert result.certificate.proven
    assert result.changes["change"].tolist() == ["dropped"] * by


@settings(**WIDE)
@given(seeds, some.filter(connected), st.data())
def test_no_single_step_raises_an_improved_area(seed, members, data):
    keep = data.draw(st.lists(st.sampled_from(members), max_size=2, unique=True))
    rules = RULES.model_copy(update={"max_villages": 7})
    result = improve_area(members, *study(seed, rules), keep=keep)
    area = held(result)
    assert set(keep) <= area
    assert result.score >= worth(seed, members) - 1e-12
    assert not result.certificate.proven
    steps = [area | {one} for one in GRID.index] + [area - {one} for one in area if one not in keep]
    steps += [(area - {one}) | {two} for one in area if one not in keep for two in GRID.index]
    for step in steps:
        if step & area and len(step) <= 7 and connected(step):
            assert worth(seed, step) <= result.score + 1e-9


def test_an_area_from_the_search_is_scored_as_the_search_does():
    found = find_candidates(*study(), findings=Findings(), count=1)
    result = score_area(found.members["kode_desa"], *study())
    pd.testing.assert_frame_equal(result.members, found.members)
    pd.testing.assert_frame_equal(result.candidates, found.candidates)
    assert result.violations == []
    assert result.changes.empty
    assert result.score == result.before == pytest.approx(found.certificate.total)
    assert math.isnan(result.certificate.gap)


def test_an_area_in_pieces_is_scored_with_what_it_breaks():
    result = score_area(codes("abdh"), *study(rules=Rules(min_villages=5)))
    assert [one.rule for one in result.violations] == ["min_villages", "contiguous"]
    assert result.pieces == (tuple(codes("ab")), tuple(codes("dh")))
    # No village of a pair cuts it; that an area lies in pieces already is nobody's doing.
    assert not result.members["cut"].any()
    score = worth(1, codes("abdh"))
    assert result.members["gain"].tolist() == pytest.approx(
        [score - worth(1, codes(rest)) for rest in ("bdh", "adh", "abh", "abd")]
    )
    assert "2 bagian: 99.01.01.2001, 99.01.01.2002 | 99.01.01.2004, 99.01.01.2008" in result.say()
    assert "Rules that are broken: 4 villages, at least 5 are needed" in result.say("en")
    middle = score_area(codes("abcp"), *study())
    assert middle.members.set_index("kode_desa")["cut"].to_dict() == dict(
        zip(codes("abcp"), [False, True, False, False], strict=True)
    )


def test_centres_and_name_can_be_given():
    free = score_area(codes("abc"), *study())
    assert free.candidates["centre"].item() == code("b")
    fixed = score_area(codes("abc"), *study(), centres=[code("c")], name="Kawasan Lama")
    assert fixed.candidates["centre"].item() == code("c")
    assert fixed.candidates["name"].item() == "Kawasan Lama"
    assert fixed.members.set_index("kode_desa").at[code("c"), "role"] == "pusat"
    two = score_area(codes("abc"), *study(), centres=codes("ac"))
    assert (two.members["role"] == "pusat").tolist() == [True, False, True]
    # Ways and steps are from the centre that is given.
    near = study(rules=RULES.model_copy(update={"max_steps": 1}))
    assert score_area(codes("abc"), *near).violations == []
    assert [one.rule for one in score_area(codes("abc"), *near, centres=codes("c")).violations] == ["max_steps"]
    with pytest.raises(StudyError, match=r"1 centres are not members: 99\.01\.01\.2004"):
        score_area(codes("abc"), *study(), centres=codes("ad"))
    with pytest.raises(StudyError, match="one centre or two, not 3"):
        score_area(codes("abc"), *study(), centres=codes("abc"))


def test_an_area_without_its_given_centre_chooses_one():
    criteria = [*CRITERIA, Criterion(indicator="centre_km", worst=3, best=0)]
    data = GRID, GRAPH, values(1), criteria, RULES
    fixed = score_area(codes("abc"), *data, centres=codes("c"))
    rows = fixed.members.set_index("kode_desa")
    assert rows["cut"].tolist() == [False, True, False]
    assert rows.at[code("a"), "gain"] == fixed.score - score_area(codes("bc"), *data, centres=codes("c")).score
    assert rows.at[code("c"), "gain"] == fixed.score - score_area(codes("ab"), *data).score
    assert fixed.before == fixed.score < score_area(codes("abc"), *data).score


def test_rules_that_name_what_is_not_there_are_refused():
    with pytest.raises(StudyError, match=r"must_have: 1 villages are not in the study: 98\.01\.01\.2001"):
        score_area(codes("ab"), *study(rules=RULES.model_copy(update={"must_have": ("98.01.01.2001",)})))


def test_at_most_so_many_may_be_none():
    table = column(GRID, dict.fromkeys("abcdefghijklmnop", 0.1) | {"a": 0.9, "b": 0.8})
    data = GRID, GRAPH, table, CRITERIA[:1], RULES
    assert held(extend_area(codes("ab"), *data, by=2, at_most=True)) == set(codes("ab"))
    assert held(extend_area(codes("a"), *data, by=2)) == set(codes("abc"))  # equally good: the first code
    assert held(shrink_area(codes("abe"), *data, by=2, at_most=True)) == set(codes("a"))
    assert held(shrink_area(codes("ab"), *data, by=1, at_most=True, keep=codes("b"))) == set(codes("ab"))


def test_steps_that_run_out_of_effort_say_so():
    assert improve_area(codes("a"), *study(), effort=1e-6).certificate.cut_short == "work"
    whole = improve_area(codes("a"), *study()).certificate
    assert (whole.cut_short, whole.among) == ("", "steps")


def test_where_sizes_are_fixed_only_swaps_improve():
    table = column(GRID, dict.fromkeys("abcdefghijklmnop", 0.1) | {"b": 0.5, "f": 0.6, "g": 0.9})
    rules = RULES.model_copy(update={"min_villages": 2, "max_villages": 2})
    result = improve_area(codes("ab"), GRID, GRAPH, table, CRITERIA[:1], rules)
    assert held(result) == set(codes("fg"))
    assert result.changes["change"].tolist() == ["added", "added", "dropped", "dropped"]


def test_what_joins_the_pieces_is_told():
    result = extend_area(codes("ac"), *study(), by=1)
    assert result.changes.to_dict("records")[0] | {"gain": 0.0} == {
        "kode_desa": code("b"), "nama_desa": "Desa b", "change": "added", "gain": 0.0, "cut": True,
    }  # fmt: skip
    assert math.isnan(result.changes["gain"].item())
    assert result.say().startswith("Desa yang diberikan tidak menyatu, tetapi terdiri atas 2 bagian")
    assert "Ditambah: Desa b." in result.say()
    assert "becomes" in result.say("en")
    with pytest.raises(
        InfeasibleError, match=r"holds these 2 villages and 1 more \(they are in 2 pieces: 99\.01\.01\.2001, "
    ):
        extend_area(codes("ap"), *study(), by=1)


def test_gains_of_changes_are_differences_of_the_score():
    grown = extend_area(codes("a"), *study(), by=3)
    whole = held(grown)
    for row in grown.changes.itertuples():
        rest = worth(1, whole - {row.kode_desa})
        assert row.cut == (not connected(whole - {row.kode_desa}))
        assert math.isnan(row.gain) if row.cut else row.gain == pytest.approx(grown.score - rest)
    shrunk = shrink_area(codes("abefij"), *study(), by=1)
    assert shrunk.changes["gain"].item() == pytest.approx(worth(1, codes("abefij")) - shrunk.score)


def test_additions_keep_the_rules_and_members_are_taken_as_they_are():
    villages = draw_villages("aBcd\nefgh\nijkl\nmnop").assign(population=100.0)
    graph, table = rook_graph(villages), column(villages, "3").join(column(villages, "4", "x2"))
    rules = Rules(max_villages=6, max_steps=0, holes=True, must_not=(code("e"),), max_population=500)
    result = extend_area([code("a"), code("B"), code("c")], villages, graph, table, CRITERIA, rules, by=2)
    assert [one.rule for one in result.violations] == ["kelurahan"]
    assert code("e") not in held(result)
    barred = extend_area(codes("f"), villages, graph, table, CRITERIA, rules, by=2)
    assert not {code("B"), code("e")} & held(barred)
    assert barred.violations == []
    with pytest.raises(InfeasibleError, match="would have 9 villages, but the rules want 3 to 6"):
        extend_area(codes("a"), *study(rules=rules), by=8)
    words = "holds these 1 villages and 5 more: max_population = 500 cannot be met; change by, or loosen"
    with pytest.raises(InfeasibleError, match=f"no area under the rules {words}"):
        extend_area(codes("f"), villages, graph, table, CRITERIA, rules, by=5)
    with pytest.raises(InfeasibleError, match="max_population = 250 cannot be met"):
        extend_area([code("a"), code("B")], villages, graph, table, CRITERIA, Rules(max_population=250), by=1)


@pytest.mark.parametrize(
    ("members", "by", "rules", "words"),
    [
        ("ac", 1, {"must_not": codes("b")}, rf"pieces: .*\): must_not = {code('b')} cannot be met"),
        ("ap", 1, {"max_population": 400}, r"pieces: .*\): there is none without rules either"),
        ("ap", 5, {"max_population": 600}, "max_population = 600 cannot be met"),
        ("ab", 1, {"must_have": codes("p")}, f"must_have {code('p')} cannot be met"),
        ("ad", 2, {"max_steps": 1}, "max_steps = 1 cannot be met"),
        ("ab", 1, {"max_area_ha": 350, "must_have": codes("d")}, f"must_have {code('d')} cannot be met"),
        ("ab", 3, {"max_area_ha": 450}, "max_area_ha = 450 cannot be met"),
        ("a", 2, {"holes": False, "min_area_ha": 350, "max_steps": 2}, "min_area_ha = 350 cannot be met"),
        (
            "abc",
            1,
            {"centre_among": codes("e"), "must_not": codes("e")},
            "must_not = .* and centre_among = .* cannot both",
        ),
    ],
)
def test_the_rules_that_forbid_an_extension_are_named(members, by, rules, words):
    with pytest.raises(InfeasibleError, match=words):
        extend_area(codes(members), *study(rules=RULES.model_copy(update=rules)), by=by)


@pytest.mark.parametrize(
    ("members", "options", "rules", "words"),
    [
        (
            "abcd",
            {"by": 2},
            {"must_have": codes("ad")},
            f"must_have {code('a')} and must_have {code('d')} cannot both be met",
        ),
        ("abcd", {"by": 2, "keep": codes("ad")}, {}, "there is none without rules either"),
        ("abcd", {"by": 2}, {"must_have": codes("e")}, f"must_have {code('e')} cannot be met"),
        ("abcd", {"by": 1}, {"max_steps": 1, "min_population": 400}, "min_population = 400 cannot be met"),
        (
            "abcd",
            {"by": 1, "keep": codes("a")},
            {"must_not": codes("fgh"), "centre_among": codes("d")},
            "centre_among = .* cannot be met",
        ),
    ],
)
def test_the_rules_that_forbid_a_smaller_area_are_named(members, options, rules, words):
    with pytest.raises(InfeasibleError, match=f"fewer: {words}"):
        shrink_area(codes(members), *study(rules=RULES.model_copy(update=rules)), **options)


def test_where_no_rule_forbids_it_no_area_has_a_worth():
    villages, graph, table, criteria, rules = study()
    unknown = [criteria[0].model_copy(update={"missing": "drop_criterion"})]
    nothing = villages, graph, table.assign(x=np.nan), unknown, rules
    with pytest.raises(
        InfeasibleError, match="no area that holds these 1 villages and 1 more was found to have a worth"
    ):
        extend_area(codes("a"), *nothing, by=1)
    with pytest.raises(InfeasibleError, match="neither the area nor any a step away has a value for a criterion"):
        improve_area(codes("a"), *nothing)


def test_a_smaller_area_encloses_no_village_either():
    # Around f a ring of eight, and d beside it.
    villages, graph, table, criteria, rules = study()
    rules = rules.model_copy(update={"holes": False})
    result = shrink_area(codes("abcdegijk"), villages, graph, table, criteria, rules, by=1)
    assert result.violations == []
    assert code("d") in held(result)


def test_kelurahan_that_join_members_still_do_in_a_smaller_area():
    villages = draw_villages("aBc.\nd..e").assign(population=100.0)
    data = villages, rook_graph(villages), column(villages, "1"), CRITERIA[:1]
    rules = Rules(min_villages=2, max_steps=0, holes=True, kelurahan="bridge")
    result = shrink_area(codes("acd"), *data, rules, by=1, keep=codes("c"))
    assert set(result.members.loc[result.members["role"] != "bridge", "kode_desa"]) == set(codes("ac"))
    assert result.members.loc[result.members["role"] == "bridge", "kode_desa"].tolist() == codes("B")
    rules = rules.model_copy(update={"max_area_ha": 150})
    with pytest.raises(InfeasibleError, match="fewer: max_area_ha = 150 cannot be met"):
        shrink_area(codes("acd"), *data, rules, by=1, keep=codes("c"))


def test_a_small_effort_is_not_called_a_proof_but_bounds_the_best():
    true = extend_area(codes("f"), *study(5), by=7)
    quick = extend_area(codes("f"), *study(5), by=7, effort=1e-5)
    assert not quick.certificate.proven
    assert quick.certificate.cut_short == "work"
    assert quick.score <= true.score <= quick.certificate.bound + 1e-12


def test_areas_across_units_can_be_scored_but_not_changed():
    villages = draw_villages("abcd\nefgh\nijkl\nmnop", other_kabupaten="dhlp").assign(population=100.0)
    data = villages, rook_graph(villages), column(villages, "1").join(column(villages, "2", "x2")), CRITERIA
    members = [code("c"), code("d", "99.02")]
    assert "within" in {one.rule for one in score_area(members, *data, RULES).violations}
    with pytest.raises(InfeasibleError, match="more than one kabupaten: 99.01, 99.02; leave some out, or set within"):
        extend_area(members, *data, RULES, by=1)
    assert extend_area(members, *data, RULES.model_copy(update={"within": "any"}), by=1).violations == []


def test_improving_mends_a_broken_area_in_one_step_or_says_why_not():
    rules = RULES.model_copy(update={"max_villages": 5})
    mended = improve_area(codes("abc" + "p"), *study(rules=rules))
    assert mended.violations == []
    with pytest.raises(InfeasibleError, match=r"breaks the rules \(is not in one piece: 4 parts\) and no single step"):
        improve_area(codes("adkm"), *study(rules=rules))


@pytest.mark.parametrize(
    ("members", "options", "message"),
    [
        (["99.01.01.2001", "99.01.01.2099"], {}, "1 members are not among the villages: 99.01.01.2099"),
        (["99.01.01.2001"] * 2, {}, "1 members are given more than once: 99.01.01.2001"),
        ([], {}, "there are no members"),
        (codes("ab"), {"by": 0}, "by = 0; it must be a whole number of at least 1"),
        (codes("ab"), {"by": 1.5}, "by = 1.5; it must be a whole number"),
        (codes("ab"), {"effort": 0}, "effort = 0; it must be a number above 0"),
        (codes("ab"), {"effort": math.inf}, "effort = inf; it must be a number above 0"),
    ],
)
def test_wrong_options(members, options, message):
    with pytest.raises(StudyError, match=message):
        extend_area(members, *study(), **{"by": 1, **options})


def test_wrong_villages_to_keep_and_nothing_left():
    with pytest.raises(StudyError, match="1 villages to keep are not members: 99.01.01.2003"):
        improve_area(codes("ab"), *study(), keep=codes("c"))
    with pytest.raises(StudyError, match="by = 2 would leave nothing of 2 villages"):
        shrink_area(codes("ab"), *study(), by=2)


def test_missing_values_are_refused_where_they_count():
    villages, graph, table, criteria, rules = study()
    table.loc[code("p"), "x"] = np.nan
    assert score_area(codes("ab"), villages, graph, table, criteria, rules).score > 0
    with pytest.raises(TableError, match=r"x has no value for 1 .*99\.01\.01\.2016"):
        score_area(codes("op"), villages, graph, table, criteria, rules)
    with pytest.raises(TableError, match=r"x has no value for 1 .*99\.01\.01\.2016"):
        extend_area(codes("ab"), villages, graph, table, criteria, rules, by=1)
    assert shrink_area(codes("abc"), villages, graph, table, criteria, rules, by=1).certificate.proven


def test_the_same_area_has_the_same_name_as_in_a_search():
    assert score_area(codes("fg"), *study()).candidates.index.tolist() == [candidate_id(codes("fg"))]
