import geopandas as gpd
import pytest
import shapely

from kawasan_gis.errors import StudyError
from kawasan_gis.handover.sheet import fitting, fitting_size
from kawasan_gis.maps.annex.paper import Box


def square(metres):
    return gpd.GeoSeries([shapely.box(0, 0, metres, metres)], crs="EPSG:32750")


def test_the_paper_asked_for_or_the_next_that_holds_the_candidate():
    assert fitting(square(10_000), "A3").paper == "A3"
    assert fitting(square(10_000), "A4").paper == "A4"
    larger = fitting(square(120_000), "A4")
    assert larger.paper in ("A3", "A2", "A1")
    with pytest.raises(StudyError, match="no paper A0"):
        fitting(square(10_000), "A0")
    with pytest.raises(StudyError, match="does not fit on A1"):
        fitting(square(1_000_000), "A3")


def test_long_text_is_made_smaller_until_it_fits():
    box = Box(0, 0, 60, 15)
    assert fitting_size("short", box, 2.0, 1.0) == 1.0
    some, more = (fitting_size("sumber data " * count, box, 2.0, 1.0) for count in (30, 60))
    assert 0.5 <= more < some < 1.0
    assert fitting_size("x" * 100_000, box, 2.0, 1.0) == 0.5
