import pytest

from kawasan_gis.candidates.partition.fields import allotted


@pytest.mark.parametrize(
    ("sizes", "count", "shares"),
    [
        ([9, 5], None, []),
        ([], 3, []),
        ([9, 5], 3, [2, 1]),
        ([5, 9], 3, [1, 2]),
        ([6, 6], 3, [2, 1]),
        ([12, 1, 1], 3, [2, 1, 1]),
        ([10, 20, 30], 6, [1, 2, 3]),
        ([9, 18, 18, 15], 6, [1, 2, 2, 1]),
    ],
)
def test_areas_are_shared_by_villages_and_every_field_gets_one(sizes, count, shares):
    assert allotted(sizes, count) == shares
