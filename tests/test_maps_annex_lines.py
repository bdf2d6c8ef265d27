import numpy as np
import pytest
import shapely
from pyproj import CRS

from kawasan_gis.maps.annex.lines import border_lines, level

UTM = CRS.from_epsg(32750)
A, B, C = "99.01.01.2001", "99.01.01.2002", "99.01.02.2001"


def lengths(*boxes, codes=(A, B), **options):
    shapes = np.array([box if isinstance(box, shapely.Polygon) else shapely.box(*box) for box in boxes], dtype=object)
    lines = border_lines(shapes, list(codes), UTM, **options)
    return lines.geometry.length.groupby(lines["level"]).sum().round(6).to_dict()


@pytest.mark.parametrize(
    ("other", "found"),
    [("99.01.01.2009", "desa"), ("99.01.02.2001", "kecamatan"), ("99.02.01.2001", "kabupaten"),
     ("98.01.01.2001", "provinsi")],
)  # fmt: skip
def test_level_is_that_of_the_largest_units_that_differ(other, found):
    assert level(A, other) == level(other, A) == found
    assert lengths((0, 0, 100, 100), (100, 0, 200, 100), codes=(A, other)) == {found: 100, "edge": 600}


def test_level_reads_bps_codes_too():
    assert level("6301021003", "6301031003") == "kecamatan"
    assert level("6301021003", "6301029003") == "kecamatan"
    assert level("6301021003", "6302021003") == "kabupaten"
    assert level("6301021003", "6301021004") == "desa"


def test_border_lines_draw_every_boundary_once():
    # Two villages of one kecamatan below one of another.
    found = lengths((0, 0, 100, 100), (100, 0, 200, 100), (0, 100, 200, 200), codes=(A, B, C))
    assert found == {"desa": 100, "kecamatan": 200, "edge": 800}


@pytest.mark.parametrize("gap", [-20, 20])
def test_border_lines_close_cracks_and_overlaps_up_to_thirty_metres(gap):
    found = lengths((0, 0, 1000, 1000), (1000 + gap, 0, 2000, 1000))
    assert found["desa"] == pytest.approx(1000, abs=100)
    assert found["edge"] == pytest.approx(6000, abs=200)


def test_border_lines_leave_a_river_of_sixty_metres_open():
    assert "desa" not in lengths((0, 0, 1000, 1000), (1060, 0, 2000, 1000))


def test_border_lines_take_long_straight_edges_in_pieces():
    # Only the lower half of the long edge has a neighbour, five metres away.
    found = lengths((0, 0, 1000, 6000), (1005, 0, 2000, 3000))
    assert found["desa"] == pytest.approx(3000, abs=95)


def test_border_lines_do_not_end_where_land_goes_on():
    land = shapely.box(90, -500, 900, 500)
    found = lengths((0, 0, 400, 200), codes=(A,), beyond=land)
    # Of the outline, what lies west of the land's core at x = 120 is left.
    assert found == {"edge": pytest.approx(200 + 2 * 120, abs=2 * 300)}
    assert found["edge"] < 1200
    assert lengths((0, 0, 400, 200), codes=(A,)) == {"edge": 1200}


def test_border_lines_join_into_long_lines_and_of_nothing_make_nothing():
    shapes = np.array([shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)])
    assert len(border_lines(shapes, [A, B], UTM).query("level == 'desa'")) == 1
    assert len(border_lines(np.array([], dtype=object), [], UTM)) == 0


def test_border_lines_are_those_to_the_nearest_village():
    # The third lies 25 metres from the first and is of another kecamatan, the second 5 metres.
    found = lengths((0, 0, 1000, 1000), (1025, 0, 2000, 1000), (1005, 0, 1024, 1000), codes=(A, C, B))
    assert found["desa"] == pytest.approx(1000, abs=130)
    assert found["kecamatan"] == pytest.approx(1000, abs=130)
    narrow = lengths((0, 0, 1000, 1000), (1005, 0, 1024, 1000), (1025, 0, 2000, 1000), codes=(A, B, C))
    assert narrow == pytest.approx(found, abs=130)


def test_border_lines_between_villages_stay_where_land_goes_on():
    land = shapely.box(-900, -900, 3000, 3000)
    found = lengths((0, 0, 1000, 1000), (1010, 0, 2000, 1000), beyond=land)
    assert found["desa"] == pytest.approx(1000, abs=130)
    assert "edge" not in found


def test_border_lines_end_at_land_whose_outline_is_drawn_a_little_otherwise():
    land = shapely.box(980, -900, 3000, 1900)
    assert lengths((0, 0, 1000, 1000), codes=(A,), beyond=land) == {"edge": 4000}
