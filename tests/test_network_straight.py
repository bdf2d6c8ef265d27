import numpy as np
import pytest
import shapely

from kawasan_gis.network.straight import Straight

HERE = shapely.points(np.array([[0.0, 0.0], [3000.0, 4000.0]]))


def test_minutes_are_the_line_times_the_detour_by_the_speed():
    # 5 km x 1.2 = 6 km at 30 km/h: 12 minutes.
    straight = Straight(1.2, 30.0)
    assert straight.to_nearest(HERE, HERE[:1]).tolist() == pytest.approx([0, 12])
    found = straight.between(HERE, HERE, 12.0)
    assert sorted(zip(found.start, found.end, found.minutes.round(9), strict=True)) == [
        (0, 0, 0), (0, 1, 12), (1, 0, 12), (1, 1, 0),
    ]  # fmt: skip
    assert len(straight.between(HERE, HERE, 11.9).start) == 2
    assert straight.to_nearest(HERE, HERE[:0]).tolist() == [np.inf, np.inf]
