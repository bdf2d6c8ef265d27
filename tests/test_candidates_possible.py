from types import SimpleNamespace

import pandas as pd
import pytest
from drawing import codes, draw_villages, rook_graph

from kawasan_gis.candidates.rules import possible
from kawasan_gis.candidates.rules.possible import any_area
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.search.grounds import grounds_of, objective_under
from kawasan_gis.criteria import Criterion

GRID = draw_villages("abcd\nefgh\nijkl\nmnop")


def answer(villages=GRID, sets=20_000, x="", **rules):
    """Whether an area keeps the rules; ``x`` is 1 in the villages named, else 0."""
    asked = Rules(**{"max_steps": 0, "holes": True, **rules})
    graph = rook_graph(villages)
    inside = villages["nama_desa"].str[-1].isin(list(x))
    table = pd.DataFrame({"x": inside.astype("float64")})
    criteria = [Criterion(indicator="n_kecamatan", worst=0, best=1)]
    objective = objective_under(villages, graph, table, criteria, asked)
    return any_area(grounds_of(villages, graph, table, objective, asked), sets)


def test_a_whole_pocket_or_what_the_sums_leave_may_be_an_area_at_once():
    assert answer(max_villages=16) == (True, True, 0)
    assert answer(x="a", min_villages=1, max_villages=1, min_total={"x": 1}) == (True, True, 0)


@pytest.mark.parametrize(
    "rules",
    [
        {"x": "ap", "min_total": {"x": 3}},
        {"x": "ab", "min_total": {"x": 2}, "max_villages": 1, "min_villages": 1},
        {"must_have": codes("ap"), "max_villages": 6},
        {"min_villages": 17, "max_villages": 20},
        {"x": "ap", "min_total": {"x": 2}, "max_steps": 1},
        {"x": "b", "min_total": {"x": 1}, "max_villages": 1, "min_villages": 1, "must_have": codes("a")},
        {"x": "abcdefghijklmnop", "min_total": {"x": 1.5}, "max_area_ha": 150, "min_villages": 1},
    ],
)
def test_that_there_is_none_may_be_proven_without_looking(rules):
    assert answer(sets=0, **rules) == (False, True, 0)


def test_the_shortest_way_between_must_haves_just_fits():
    assert answer(must_have=codes("ap"), max_villages=7).found
    assert answer(must_have=codes("ap"), max_villages=7, min_villages=7).found


def test_sums_that_only_villages_apart_reach_are_ruled_out_by_looking():
    apart = {"x": "ap", "min_total": {"x": 2}, "max_villages": 6}
    found, certain, looked = answer(**apart)
    assert (found, certain) == (False, True)
    assert looked > 0
    assert answer(sets=10, **apart)[:2] == (False, False)
    assert answer(**apart | {"max_villages": 7}).found


FAR = {"x": "ap", "min_total": {"x": 2}, "max_villages": 7}


def test_growing_finds_what_the_sums_leave_open():
    assert answer(sets=0, **FAR).found


def test_looking_finds_what_growing_does_not(monkeypatch):
    monkeypatch.setattr(possible, "_grown", lambda *_: False)
    assert answer(**FAR)[:2] == (True, True)
    assert answer(**FAR | {"max_villages": 6})[:2] == (False, True)


def test_what_was_not_looked_at_whole_is_not_certain_when_the_rest_was():
    # In the second kabupaten, a row, are few sets.
    villages = draw_villages("abcd.\nefgh.\nijkl.\nmnop.\n.....\nqrstuvw", other_kabupaten="qrstuvw")
    apart = {"villages": villages, "x": "apqw", "min_total": {"x": 2}, "min_villages": 2, "max_villages": 6}
    found, certain, looked = answer(sets=5_000, **apart)
    assert (found, certain) == (False, False)
    assert looked < 5_000
    assert answer(**apart)[:2] == (False, True)


def test_a_solver_that_gives_up_proves_nothing(monkeypatch):
    monkeypatch.setattr(possible, "milp", lambda *_, **__: SimpleNamespace(status=1, x=None))
    assert answer(**FAR).found


def test_one_group_of_two_is_enough():
    villages = draw_villages("abc.d\nefg.h")
    assert answer(villages, min_villages=6).found
    assert not answer(villages, min_villages=7).found
    assert answer(villages, x="dh", min_villages=2, max_villages=2, min_total={"x": 2}).found


def test_two_centres_reach_farther_than_one():
    row = draw_villages("abcdef")
    far = {"min_villages": 6, "max_steps": 1, "must_have": codes("af")}
    assert not answer(row, **far).found
    assert answer(row, **far, centres=2).found
    assert not answer(draw_villages("abcdefg"), **far | {"min_villages": 7}, centres=2).found
