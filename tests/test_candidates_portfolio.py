import pytest

from kawasan_gis.candidates.portfolio import pick_distinct
from kawasan_gis.candidates.search import FoundArea

AREAS = [
    FoundArea((1, 2, 3), 1, 0.9),
    FoundArea((2, 3, 4), 2, 0.8),
    FoundArea((3, 4, 5, 6, 7, 8), 3, 0.7),
    FoundArea((9, 10), 9, 0.7),
]


@pytest.mark.parametrize(
    ("max_overlap", "kept"),
    [(0.0, [0, 3]), (0.2, [0, 3]), (0.34, [0, 2, 3]), (0.67, [0, 1, 2, 3]), (1.0, [0, 1, 2, 3])],
)
def test_overlap_is_the_share_of_the_smaller_area(max_overlap, kept):
    picked = pick_distinct(AREAS[::-1], count=10, max_overlap=max_overlap)
    assert picked == [AREAS[place] for place in kept]


def test_no_more_than_asked_for_and_equal_scores_in_the_order_of_members():
    assert pick_distinct(AREAS, count=1, max_overlap=1) == AREAS[:1]
    tied = [FoundArea((2, 5), 2, 0.5), FoundArea((1, 7), 1, 0.5 + 1e-15)]
    assert [area.members for area in pick_distinct(tied, count=2, max_overlap=1)] == [(1, 7), (2, 5)]
    assert pick_distinct([], count=3, max_overlap=0) == []
