"""What each candidate displaced, by hand on a row of villages."""

import math

import numpy as np
import pytest
from drawing import codes, draw_villages

from kawasan_gis.candidates.describe import candidate_id
from kawasan_gis.candidates.search import runners_up
from kawasan_gis.candidates.search.certificate import Certificate
from kawasan_gis.candidates.search.grounds import Area
from kawasan_gis.candidates.search.portfolio import Packing, Prices
from kawasan_gis.candidates.search.runners_up import describe_runners_up
from kawasan_gis.candidates.search.solve import Solution

ROW = draw_villages("abcdefgh")


def area(letters, score):
    """An area whose centres are the first letter given and the last; the letters may be in any order."""
    places = [int(place) for place in ROW.index.get_indexer(codes(letters))]
    return Area(tuple(sorted(places)), score, (places[0], places[-1]), 0.0)


def told(chosen, pool, *, max_overlap=0.0, shared=(), group=()):
    """Rows of the table: the runner-up's villages as letters, its worth, what it lacks, what is shared, its centre."""
    solution = Solution(chosen, Certificate(0.0, 1.0, 0, 0, 3, 1.0), Prices(0.0, np.zeros(8), 0.0, 0.0, np.zeros(0)),
                        [*chosen, *pool])  # fmt: skip
    table = describe_runners_up(ROW, solution, Packing(3, max_overlap, frozenset(shared), group))
    assert table.columns.tolist() == list(runners_up.RUNNER_UP)
    assert table["candidate_id"].tolist() == [candidate_id(ROW.index[list(one.members)]) for one in chosen]
    assert table["score"].tolist() == [one.score for one in chosen]
    letter = dict(zip(ROW.index, "abcdefgh", strict=True)) | {"": ""}
    rows = []
    for row in table.itertuples():
        members = row.with_villages.split()
        assert row.n_villages == len(members)
        assert row.runner_up == (candidate_id(members) if members else "")
        rows.append(("".join(letter[one] for one in members), row.runner_up_score, row.lacks, row.shared,
                     letter[row.centre]))  # fmt: skip
    return rows


def test_the_best_that_one_candidate_alone_excludes():
    chosen = [area("abc", 0.9), area("def", 0.8)]
    pool = [area("bc", 0.5), area("cb", 0.1), area("cd", 0.85), area("gh", 0.7), area("gef", 0.6), area("ef", 0.4)]
    assert told(chosen, pool) == [
        ("bc", 0.5, pytest.approx(0.4), 2, "b"),  # cd is better, but both exclude it
        ("efg", 0.6, pytest.approx(0.2), 2, "g"),  # gh is excluded by none
    ]


def test_where_nothing_was_met_it_is_empty():
    ((villages, score, lacks, shared, centre),) = told([area("abc", 0.9)], [area("gh", 0.7)])
    assert (villages, shared, centre) == ("", 0, "")
    assert math.isnan(score)
    assert math.isnan(lacks)
    assert told([], [area("gh", 0.7)]) == []


def test_equal_areas_are_in_the_order_of_their_codes_to_twelve_decimals():
    bc, ab = area("bc", 0.5 + 1e-15), area("ab", 0.5)
    for pool in ([bc, ab], [ab, bc]):
        assert told([area("abc", 0.9)], pool)[0][0] == "ab"
    assert told([area("abc", 0.9)], [area("bc", 0.5 + 1e-9), ab])[0][0] == "bc"


def test_what_may_be_shared_excludes_nothing():
    chosen, pool = [area("abcd", 0.9)], [area("defg", 0.8), area("cdef", 0.7)]
    assert told(chosen, pool)[0][0] == "defg"
    assert told(chosen, pool, max_overlap=0.25)[0][0] == "cdef"
    # A village that all areas hold is shared, but excludes nothing.
    assert told(chosen, pool, shared=[3])[0][::3] == ("cdef", 2)


def test_a_centre_in_the_same_group_excludes_too():
    chosen, pool = [area("abc", 0.9)], [area("fgh", 0.8), area("ab", 0.3)]
    assert told(chosen, pool)[0][0] == "ab"
    assert told(chosen, pool, group=(0, 1, 2, 3, 4, 0, 6, 7))[0] == ("fgh", 0.8, pytest.approx(0.1), 0, "f")


def test_a_long_pool_is_looked_at_to_its_end(monkeypatch):
    monkeypatch.setattr(runners_up, "CHUNK", 2)
    pool = [area("ab", 0.1), area("bc", 0.2), area("a", 0.3), area("b", 0.6), area("c", 0.5)]
    assert told([area("abc", 0.9)], pool)[0][0] == "b"
