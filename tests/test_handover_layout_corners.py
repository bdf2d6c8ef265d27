"""Where the corners' degrees stand; what QGIS writes there is in test_handover_project.py."""

from xml.etree.ElementTree import Element

import pytest
import shapely
from pyproj import CRS

from kawasan_gis.handover.layout_corners import add_corners, degrees
from kawasan_gis.handover.layout_items import Sheet
from kawasan_gis.maps.annex.paper import choose_layout

UTM, SRGI = CRS("EPSG:32750"), CRS("EPSG:9489")


@pytest.mark.parametrize("paper", ["A4", "A3", "A1"])
def test_they_stand_at_the_corners_beyond_the_figures_of_the_grid(paper):
    sheet = Sheet(Element("Layout"), choose_layout(shapely.box(0, 0, 9000, 7000), paper))
    add_corners(sheet, "Peta", UTM, "id")
    face, em = sheet.layout.face, sheet.layout.em
    found = {one.get("id"): one for one in sheet.root}
    assert set(found) == {f"Sudut {side} {up}" for side in ("min", "max") for up in ("min", "max")}
    for name, one in found.items():
        (x, y), (width, height) = (
            [float(part) for part in one.get(key).split(",")[:2]] for key in ("position", "size")
        )
        low = sheet.layout.height - y - height
        if " min " in name:
            assert (x, one.get("halign")) == (pytest.approx(face.x, abs=1e-3), "1")
        else:
            assert (x + width, one.get("halign")) == (pytest.approx(face.right, abs=1e-3), "2")
        gap = low - face.top if name.endswith("max") else face.y - (low + height)
        assert 1.4 * em <= gap <= 1.6 * em


def test_the_degrees_are_of_the_maps_own_datum_and_of_one_language():
    text = degrees("Peta", "x", "min", "max", UTM, "id")
    assert "'EPSG:4326'" in text
    assert "x_min(" in text
    assert "y_max(" in text
    assert "'E', ' BT'" in text
    assert "'W', ' BB'" in text
    assert "'EPSG:9470'" in degrees("Peta", "y", "max", "min", SRGI, "id")
    assert "'S', ' LS'" in degrees("Peta", "y", "max", "min", UTM, "id")
    assert "'N', ' N'" in degrees("Peta", "y", "max", "min", UTM, "en")
