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
from kawasan_gis.candidates.existing.existing import score_area
from kawasan_gis.candidates.existing.explain import explain_candidates
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.certificate import Certificate
from kawasan_gis.candidates.search.grounds import Area
from kawasan_gis.candidates.search.portfolio import Packing, Prices
from kawasan_gis.candidates.search.runners_up import describe_runners_up
from kawasan_gis.candidates.search.solve import Solution
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError, TableError

ROW = draw_villages("abcdE")
GRAPH = rook_graph(ROW)
TABLE = column(ROW, {"a": 0.1, "b": 0.5, "c": 0.9, "d": 0.7, "E": 0.3}).join(
    column(ROW, {"a": 1.0, "b": 0.0, "c": 0.0, "d": 1.0, "E": 0.0}, "y")
)
CRITERIA = [
    Criterion(indicator="x", worst=0, best=1, aggregate="mean", weight=3),
    Criterion(indicator="y", worst=0, best=2, aggregate="sum", weight=1),
]
RULES = Rules(min_villages=1, max_villages=4, max_steps=0)


def explained(*areas, rules=RULES, **options):
    members = pd.concat([score_area(area, ROW, GRAPH, TABLE, CRITERIA, rules).members for area in areas])
    return explain_candidates(ROW, GRAPH, members, TABLE, CRITERIA, rules, **options)


def test_what_members_bring_by_hand():
    members = explained(codes("abc")).members.set_index("kode_desa")
    # F(abc) = 3/4 x 0.5 + 1/4 x 1/2; without a the mean is 0.7 and y nothing.
    assert members.at[code("a"), "change"] == pytest.approx(0.75 * 0.2 - 0.125)
    assert members.at[code("a"), "gain"] == pytest.approx(0.125 - 0.75 * 0.2)
    assert members.at[code("a"), "contribution_change_x"] == pytest.approx(0.75 * 0.2)
    assert members.at[code("a"), "contribution_change_y"] == pytest.approx(-0.125)
    assert members["cut"].tolist() == [False, True, False]
    assert math.isnan(members.at[code("b"), "gain"])
    assert members["text"].tolist() == [
        "Desa a mengurangi 0,025.",
        "Desa b tidak mengubah skor; tanpa desa ini kawasan terputus.",
        "Desa c menambah 0,150.",
    ]
    assert explained(codes("abc"), language="en").members["text"].tolist() == [
        "Desa a takes away 0.025.",
        "Desa b does not change the score; without it the area falls apart.",
        "Desa c adds 0.150.",
    ]


def test_what_outsiders_would_bring_and_what_forbids_them():
    rules = RULES.model_copy(update={"max_villages": 3})
    outsiders = explained(codes("bc"), rules=rules).outsiders
    assert outsiders["kode_desa"].tolist() == codes("da")  # the best to add comes first
    assert outsiders["change"].tolist() == pytest.approx([0.125, 0.125 - 0.75 * 0.2])
    assert outsiders["contribution_change_x"].tolist() == pytest.approx([0.0, -0.75 * 0.2])
    assert outsiders["forbidden_by"].tolist() == ["", ""]
    full = explained(codes("bcd"), rules=rules).outsiders.set_index("kode_desa")
    assert full.at[code("a"), "forbidden_by"] == "max_villages"
    assert full.at[code("E"), "forbidden_by"] == "max_villages kelurahan"
    assert full.at[code("a"), "text"].startswith("Desa a akan menambah 0,01")
    assert full.at[code("E"), "text"] == (
        "Kelurahan Desa E akan mengurangi 0,075, tetapi tidak boleh: 4 desa, paling banyak 3; "
        "memuat kelurahan: 99.01.01.1005."
    )


def test_a_village_of_another_candidate_is_taken():
    explanation = explained(codes("ab"), codes("cd"))
    of_first = explanation.outsiders.set_index("kode_desa").loc[code("c")]
    other = candidate_id(codes("cd"))
    assert of_first["taken_by"] == other
    assert of_first["forbidden_by"] == "max_overlap"
    assert f"sudah di kawasan lain ({other})" in of_first["text"]
    # Half of the smaller one may be shared.
    shared = explained(codes("ab"), codes("cd"), max_overlap=0.5).outsiders
    assert shared["forbidden_by"].tolist() == ["", "", "kelurahan"]
    assert shared["taken_by"].tolist() == [other, candidate_id(codes("ab")), ""]


def test_must_have_villages_do_not_count_as_shared():
    rules = RULES.model_copy(update={"must_have": tuple(codes("c"))})
    outsiders = explained(codes("cd"), codes("abc"), rules=rules, max_overlap=0.5).outsiders.set_index("kode_desa")
    assert outsiders.at[code("b"), "forbidden_by"] == ""
    assert outsiders.at[code("b"), "taken_by"] == candidate_id(codes("abc"))


def test_parts_of_changes_add_up_to_the_change():
    explanation = explained(codes("bcd"), codes("a"))
    for table in (explanation.members, explanation.outsiders):
        known = table["change"].notna()
        parts = table.filter(like="contribution_change_").sum(axis=1)[known]
        assert parts.tolist() == pytest.approx(table["change"][known].tolist(), abs=1e-12)
    alone = explanation.members.iloc[-1]
    assert alone["kode_desa"] == code("a")
    assert math.isnan(alone["change"])
    assert alone["cut"]


def test_an_area_keeps_the_centre_it_was_given():
    criteria = [*CRITERIA, Criterion(indicator="centre_km", worst=3, best=0)]
    rules = RULES.model_copy(update={"max_steps": 2})

    def scored(letters, **options):
        return score_area(codes(letters), ROW, GRAPH, TABLE, criteria, rules, **options)

    fixed = scored("abc", centres=codes("a"))
    told = explain_candidates(ROW, GRAPH, fixed.members, TABLE, criteria, rules)
    members, outsider = told.members.set_index("kode_desa"), told.outsiders.iloc[0]
    assert members["gain"].tolist() == pytest.approx(fixed.members["gain"].tolist(), nan_ok=True)
    assert members.at[code("c"), "change"] == pytest.approx(scored("ab", centres=codes("a")).score - fixed.score)
    assert members.at[code("a"), "change"] == pytest.approx(scored("bc").score - fixed.score)
    assert outsider["kode_desa"] == code("d")
    assert outsider["change"] == pytest.approx(scored("abcd", centres=codes("a")).score - fixed.score)
    assert outsider["forbidden_by"] == "max_steps"
    # A centre that the area chose itself may be another one in a larger area.
    free = scored("bc")
    outsider = explain_candidates(ROW, GRAPH, free.members, TABLE, criteria, rules).outsiders.iloc[0]
    assert outsider["kode_desa"] == code("d")
    assert outsider["change"] == pytest.approx(scored("bcd").score - free.score)
    assert scored("bcd").score > scored("bcd", centres=codes("b")).score


def test_an_area_without_neighbours_has_an_empty_table_of_outsiders():
    outsiders = explained(codes("abcd")).outsiders
    assert outsiders["kode_desa"].tolist() == codes("E")
    whole = explained(codes("abcdE")).outsiders
    assert whole.empty
    assert whole.dtypes.to_dict() == outsiders.dtypes.to_dict()


def test_a_bridge_only_joins():
    villages = draw_villages("aBc")
    table = column(villages, {"a": 0.2, "B": 0.9, "c": 0.4})
    rules = Rules(min_villages=1, kelurahan="bridge")
    members = score_area(codes("ac"), villages, rook_graph(villages), table, CRITERIA[:1], rules).members
    explanation = explain_candidates(villages, rook_graph(villages), members, table, CRITERIA[:1], rules)
    bridge = explanation.members.set_index("kode_desa").loc[code("B")]
    assert bridge["text"] == "Kelurahan Desa B hanya menyambung, bukan anggota kawasan."
    assert math.isnan(bridge["gain"])
    assert explanation.outsiders["forbidden_by"].tolist() == ["kelurahan"]
    first = score_area(codes("a"), villages, rook_graph(villages), table, CRITERIA[:1], rules).members
    around = explain_candidates(villages, rook_graph(villages), first, table, CRITERIA[:1], rules).outsiders
    assert sorted(around["kode_desa"]) == sorted(codes("Bc"))  # over the bridge


def test_a_wall_forbids_what_lies_behind_it():
    rules = Rules(min_villages=1, walls=((code("b"), code("c"), "sungai"),))
    outsiders = explained(codes("ab"), rules=rules).outsiders
    assert outsiders[["kode_desa", "forbidden_by"]].to_numpy().tolist() == [[code("c"), "contiguous"]]


GRID = draw_villages("abc\ndef\nghi")
CELLS = rook_graph(GRID)
SETS = [
    group
    for size in (2, 3)
    for group in itertools.combinations(range(9), size)
    if nx.is_connected(CELLS.subgraph(GRID.index[list(group)]))
]


def solution(seed, chosen):
    objective = Objective.of(GRID, CELLS, column(GRID, str(seed)), CRITERIA[:1])
    areas = {group: Area(group, objective.worth(group), (group[0],), 0.0) for group in SETS}
    certificate = Certificate(0.0, 1.0, 0, 0, 3, 1.0)
    prices = Prices(0.0, np.zeros(9), 0.0, 0.0, np.zeros(0))
    return Solution([areas[group] for group in chosen], certificate, prices, list(areas.values()))


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10_000),
    st.lists(st.sampled_from(SETS), min_size=1, max_size=3, unique=True),
    st.sampled_from([0.0, 0.5]),
)
def test_a_runner_up_is_the_best_that_one_candidate_alone_excludes(seed, chosen, overlap):
    found = solution(seed, chosen)
    table = describe_runners_up(GRID, found, Packing(3, overlap, frozenset()))
    excludes = lambda one, two: len(set(one) & set(two)) > overlap * min(len(one), len(two))  # noqa: E731
    for group, row in zip(chosen, table.itertuples(), strict=True):
        rivals = [area for area in found.pool if area.members not in chosen
                  and [one for one in chosen if excludes(one, area.members)] == [group]]  # fmt: skip
        assert row.candidate_id == candidate_id(GRID.index[list(group)])
        if not rivals:
            assert (row.runner_up, row.n_villages) == ("", 0)
            assert math.isnan(row.lacks)
            continue
        best = max(area.score for area in rivals)
        assert row.runner_up_score == pytest.approx(best)
        assert row.lacks == pytest.approx(row.score - best)
        assert tuple(GRID.index.get_indexer(row.with_villages.split())) in [area.members for area in rivals]
        assert row.runner_up == candidate_id(row.with_villages.split())


def test_runners_up_in_words():
    found = solution(1, [SETS[0], SETS[-1]])
    table = describe_runners_up(GRID, found, Packing(2, 0.0, frozenset()))
    table.loc[1, "runner_up"] = ""
    table.loc[0, ["runner_up_score", "lacks"]] = [0.5, -0.25]
    members = score_area(codes("ab"), GRID, CELLS, column(GRID, "1"), CRITERIA[:1]).members
    told = explain_candidates(GRID, CELLS, members, column(GRID, "1"), CRITERIA[:1], runners_up=table).runners_up
    centre = GRID.at[table.loc[0, "centre"], "nama_desa"]
    count = table.loc[0, "n_villages"]
    assert told["text"].tolist() == [
        f"Tanpa kawasan ini: {count} desa di sekitar {centre}, skor 0,500 (0,250 lebih tinggi).",
        "Tidak ditemukan penggantinya.",
    ]


def test_wrong_tables():
    members = score_area(codes("ab"), ROW, GRAPH, TABLE, CRITERIA, RULES).members
    with pytest.raises(TableError, match="no column cut"):
        explain_candidates(ROW, GRAPH, members.drop(columns="cut"), TABLE, CRITERIA)
    with pytest.raises(TableError, match="no members to explain"):
        explain_candidates(ROW, GRAPH, members.iloc[:0], TABLE, CRITERIA)
    with pytest.raises(TableError, match=r"1 members are not among the villages: 99\.01\.01\.2099"):
        explain_candidates(ROW, GRAPH, members.replace(code("a"), "99.01.01.2099"), TABLE, CRITERIA)
    with pytest.raises(StudyError, match="must_not: 1 villages are not in the study"):
        explain_candidates(ROW, GRAPH, members, TABLE, CRITERIA, Rules(must_not=["99.01.01.2099"]))
    with pytest.raises(StudyError, match="max_overlap is 2"):
        explain_candidates(ROW, GRAPH, members, TABLE, CRITERIA, max_overlap=2)
