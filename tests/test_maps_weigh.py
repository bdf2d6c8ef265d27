"""The page's arithmetic against Python's: the same scores, parts and order for any weights."""

import numpy as np
import pandas as pd
import pytest
from area_oracle import KINDS, POLICIES, random_criteria, random_villages
from drawing import rook_graph
from test_ranking import ALWAYS, drawn_by_hand

from kawasan_gis.criteria import Criterion
from kawasan_gis.maps.content.weighing import candidate_worth, village_worth
from kawasan_gis.maps.page import asset
from kawasan_gis.ranking import rank_candidates
from kawasan_gis.scoring import contributions, normalized, score_villages

EXACT = 1e-9


@pytest.fixture(scope="module")
def tab(browser):
    """A page that holds the arithmetic and nothing else."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_script_tag(content=asset("weigh.js"))
    yield page
    context.close()


def standing(tab, data, weights):
    empty = {"villages": {"code": [], "worth": None}, "candidates": None}
    return tab.evaluate(
        "([data, weights]) => kawasanWeigh.standing(data, weights)", [{**empty, **data}, list(map(float, weights))]
    )


def random_weights(rng, count):
    """Some of them zero, at least one above."""
    weights = np.where(rng.random(count) < 0.3, 0.0, rng.exponential(2.0, count))
    weights[rng.integers(count)] += 0.01
    return weights


def reweighted(criteria, weights):
    return [one.model_copy(update={"weight": float(w)}) for one, w in zip(criteria, weights, strict=True)]


def described(criteria):
    return [{"refuses": one.missing == "error", "stance": one.stance} for one in criteria]


def plain(values):
    return [None if np.isnan(value) else float(value) for value in values]


def agree(found, expected):
    assert [one is None for one in found] == [one is None for one in expected]
    known = [(one, other) for one, other in zip(found, expected, strict=True) if other is not None]
    np.testing.assert_allclose(*map(list, zip(*known, strict=True)) if known else ([], []), rtol=0, atol=EXACT)


@pytest.mark.parametrize("seed", range(6))
def test_villages_are_scored_as_by_python(tab, seed):
    rng = np.random.default_rng(seed)
    villages = random_villages(seed, 12)
    kinds = list(rng.permutation(KINDS)[:8])
    table, criteria = random_criteria(villages, seed, kinds)
    data = {
        "villages": {"code": list(villages.index), "worth": village_worth(villages, table, criteria)},
        "criteria": described(criteria),
    }
    for _ in range(5):
        weights = random_weights(rng, len(criteria))
        expected = score_villages(villages, table, reweighted(criteria, weights))["score"]
        agree(standing(tab, data, weights)["villages"], plain(expected))


@pytest.mark.parametrize("seed", range(6))
def test_candidates_are_scored_and_ranked_as_by_python(tab, seed):
    rng = np.random.default_rng(seed)
    villages = random_villages(seed, 12)
    graph = rook_graph(villages)
    table, own = random_criteria(villages, seed, list(rng.permutation(KINDS[:-2])[:6]))
    criteria = [one.model_copy(update={"missing": "worst" if one.missing == "worst" else "drop_criterion"})
                for one in own] + ALWAYS  # fmt: skip
    areas = [sorted(rng.permutation(12)[: rng.integers(2, 6)].tolist()) for _ in range(12)]
    candidates, members = drawn_by_hand(villages, areas)
    ranking = rank_candidates(villages, graph, candidates, members, table, criteria)
    data = {
        "criteria": described(criteria),
        "candidates": [{"id": name, "worth": candidate_worth(row, criteria)} for name, row in ranking.iterrows()],
    }
    for _ in range(5):
        weights = [*random_weights(rng, len(own)), 0.01 + rng.random()]
        again = rank_candidates(villages, graph, candidates, members, table, reweighted(criteria, weights))
        found = standing(tab, data, weights)
        assert [ranking.index[place] for place in found["order"]] == list(again.index)
        assert found["ranks"] == again.loc[ranking.index, "rank"].tolist()
        agree(found["scores"], again.loc[ranking.index, "score"].tolist())
        parts = again.loc[ranking.index, [f"contribution_{one.indicator}" for one in criteria]]
        np.testing.assert_allclose(found["parts"], parts, rtol=0, atol=EXACT)


def test_parts_are_those_of_scoring_whatever_is_missing(tab):
    rng = np.random.default_rng(7)
    for _ in range(40):
        count = int(rng.integers(1, 11))
        criteria = [
            Criterion(indicator=f"x{k}", worst=0, best=1, missing=POLICIES[rng.integers(3)]) for k in range(count)
        ]
        weights = np.where(rng.random(count) < 0.4, 0.0, rng.random(count))
        values = np.where(rng.random(count) < 0.2, np.nan, rng.uniform(-0.2, 1.2, count))[None]
        share = rng.random((1, count))
        expected = contributions(values, share, reweighted(criteria, weights))[0]
        worth = plain(normalized(values, share, criteria)[0])
        found = tab.evaluate(
            "([worths, weights, refuses]) => kawasanWeigh.score(worths, weights, refuses)",
            [worth, weights.tolist(), [one["refuses"] for one in described(criteria)]],
        )
        agree(found["parts"], plain(expected))
        agree([found["score"]], plain([expected.sum()]))


def test_ties_go_by_the_code_points_of_the_ids_and_no_score_comes_last(tab):
    # UTF-16 would put the last of these before U+FFFD.
    names = ["k10", "k2", "", "k1", "k\ufffd", "k\U0001f33e", "best", "a-none"]
    worth = [*([0.5 + place * 1e-14] for place in range(6)), [0.9], [None]]
    data = {
        "criteria": [{"refuses": False}],
        "candidates": [{"id": name, "worth": one} for name, one in zip(names, worth, strict=True)],
    }
    order = standing(tab, data, [2.0])["order"]
    scores = pd.Series([0.9 if name == "best" else 0.5 for name in names[:-1]], index=names[:-1])
    table = pd.DataFrame({"score": scores, "name": scores.index}).sort_values(
        ["score", "name"], ascending=[False, True]
    )
    assert [names[place] for place in order] == [*table["name"], "a-none"]


def test_what_adds_up_to_the_same_is_a_tie(tab):
    villages = random_villages(1, 3)
    table = pd.DataFrame({"x": [1.0, 2.0, 0.0], "y": [1.0, 0.0, 2.0]}, index=villages.index)
    criteria = [Criterion(indicator=name, worst=0, best=3, aggregate="mean") for name in "xy"]
    candidates, members = drawn_by_hand(villages, [range(1), range(1, 2), range(2, 3)])
    ranking = rank_candidates(villages, rook_graph(villages), candidates, members, table, criteria)
    assert list(ranking.index) == ["k0", "k1", "k2"]
    columns = [f"normalized_{one.indicator}" for one in criteria]
    rows = [{"id": name, "worth": row.tolist()} for name, row in ranking.loc[::-1, columns].iterrows()]
    found = standing(tab, {"criteria": described(criteria), "candidates": rows}, [1, 1])
    assert found["ranks"] == [3, 2, 1]


def test_without_any_weight_nothing_is_scored_and_the_order_is_by_name(tab):
    data = {
        "criteria": [{"refuses": True}, {"refuses": False}],
        "candidates": [{"id": "b", "worth": [1, 1]}, {"id": "a", "worth": [0, 0]}],
        "villages": {"code": ["v"], "worth": [[1], [None]]},
    }
    found = standing(tab, data, [0, 0])
    assert found == {
        "order": [1, 0], "ranks": [2, 1], "scores": [None, None], "parts": [[None, None]] * 2, "villages": [None],
    }  # fmt: skip


def test_without_criteria_all_stays_as_it_was_ranked(tab):
    rows = [{"id": "b", "rank": 1, "score": 0.4, "worth": []}, {"id": "a", "rank": 2, "score": 0.6, "worth": []}]
    found = standing(tab, {"criteria": None, "candidates": rows}, [])
    assert found == {"order": [0, 1], "ranks": [1, 2], "scores": [0.4, 0.6], "parts": [[], []], "villages": None}


def test_a_stance_keeps_the_total_and_the_ratios_of_each_group(tab):
    rng = np.random.default_rng(2)
    for _ in range(30):
        stances = ["need", "potential", *rng.choice(["need", "potential"], 4)]
        weights = rng.random(6) + 0.01
        need = np.array(stances) == "need"
        share = float(rng.random())
        criteria = [{"stance": one} for one in stances]
        moved, found, shares = tab.evaluate(
            """([weights, criteria, share]) => {
                const moved = kawasanWeigh.withStance(weights, criteria, share);
                return [moved, kawasanWeigh.stanceOf(moved, criteria), kawasanWeigh.shares(moved)];
            }""",
            [weights.tolist(), criteria, share],
        )
        assert sum(moved) == pytest.approx(weights.sum())
        assert found == pytest.approx(share)
        assert shares == pytest.approx(np.array(moved) / sum(moved))
        for group in (need, ~need):
            factors = np.array(moved)[group] / weights[group]
            assert factors == pytest.approx(np.full(group.sum(), factors[0]))


def test_a_stance_of_one_kind_only_changes_nothing(tab):
    moved = tab.evaluate("kawasanWeigh.withStance([1, 2], [{stance: 'need'}, {stance: 'need'}], 0.3)")
    assert moved == [1, 2]


def test_a_province_is_weighed_within_a_frame(tab):
    took = tab.evaluate(
        """() => {
            const worth = [...Array(10).keys()].map(k => Array.from({ length: 2008 }, (_, row) => row * k % 97 / 97));
            const villages = { code: worth[0].map(String), worth }, criteria = worth.map(() => ({ refuses: true }));
            const weights = worth.map((_, k) => k), data = { villages, criteria, candidates: null };
            const times = Array.from({ length: 30 }, () => {
                const start = performance.now();
                kawasanWeigh.standing(data, weights);
                return performance.now() - start;
            });
            return times.sort((one, other) => one - other)[15];
        }"""
    )
    assert took < 8
