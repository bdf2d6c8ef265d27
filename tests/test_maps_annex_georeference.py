import shutil
import subprocess

import pikepdf
import pytest
from annex_study import small_sheet
from pyproj import CRS, Geod, Transformer

from kawasan_gis.maps.annex.face import draw_face
from kawasan_gis.maps.annex.georeference import georeference, georeferenced
from kawasan_gis.maps.annex.pdf import Page, new_figure, save_pdf

# The check GDAL makes in QGIS, where it is installed: python3-gdal of the system, not ours.
GDAL = """
import sys
from osgeo import gdal
gdal.UseExceptions()
picture = gdal.Open(sys.argv[1])
left, per_x, _, top, _, per_y = picture.GetGeoTransform()
x, y = float(sys.argv[2]) * picture.RasterXSize, float(sys.argv[3]) * picture.RasterYSize
system = picture.GetSpatialRef()
print(left + per_x * x, top + per_y * y, system.GetAuthorityCode(None) or system.GetName())
"""


@pytest.fixture(scope="module", params=["A3", "A1"])
def sheet(request, tmp_path_factory):
    layout, scene = small_sheet(request.param)
    figure = new_figure(layout.width, layout.height)
    draw_face(figure, layout, scene)
    path = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
    save_pdf([Page(figure, layout, scene.crs)], path)
    return path, layout, scene


def viewport(path):
    with pikepdf.open(path) as document:
        (found,) = document.pages[0].obj["/VP"]
        measure = found.Measure
        return {
            "box": [float(edge) for edge in found.BBox],
            "degrees": [float(angle) for angle in measure.GPTS],
            "unit": [float(edge) for edge in measure.LPTS],
            "kind": (str(measure.Subtype), str(measure.GCS.Type)),
            "wkt": str(measure.GCS.WKT),
            "code": int(measure.GCS.EPSG),
            "page": [float(edge) for edge in document.pages[0].mediabox],
        }


def test_georeferenced_pages_hold_the_face_and_the_degrees_of_its_corners(sheet):
    path, layout, scene = sheet
    found = viewport(path)
    assert found["kind"] == ("/GEO", "/PROJCS")
    assert CRS.from_wkt(found["wkt"]).is_projected
    assert found["code"] == 32750
    in_mm = [edge * 25.4 / 72 for edge in found["box"]]
    face = layout.face
    assert in_mm == pytest.approx([face.x, face.y, face.right, face.top], abs=1e-5)
    # From the degrees in the file back to the grid: off by less than a millimetre on the ground.
    west, south, east, north = layout.extent
    to_grid = Transformer.from_crs("EPSG:4326", scene.crs)
    for place, (across, upwards) in enumerate(zip(found["unit"][::2], found["unit"][1::2], strict=True)):
        x, y = to_grid.transform(*found["degrees"][2 * place : 2 * place + 2])
        assert (x, y) == pytest.approx((west + across * (east - west), south + upwards * (north - south)), abs=1e-3)


def test_georeferenced_scale_agrees_with_the_ground(sheet):
    """The length of the lower edge on the ellipsoid is that on paper, but for the scale factor of the projection."""
    path, layout, _ = sheet
    lat_a, lon_a, lat_b, lon_b = viewport(path)["degrees"][:4]
    _, _, metres = Geod(ellps="WGS84").inv(lon_a, lat_a, lon_b, lat_b)
    assert metres / (layout.face.width * layout.scale / 1000) == pytest.approx(1, abs=1e-3)


def test_gdal_reads_the_sheet_where_it_lies(sheet):
    path, layout, _scene = sheet
    python = "/usr/bin/python3"
    ready = shutil.which(python) and subprocess.run(
        [python, "-c", "from osgeo import gdal; assert gdal.GetDriverByName('PDF')"], capture_output=True, check=False
    )
    if not ready or ready.returncode:
        pytest.skip("no GDAL with PDF here; the tests above check the same numbers")
    face = layout.face
    corner = [str(face.x / layout.width), str(1 - face.y / layout.height)]
    said = subprocess.run([python, "-c", GDAL, str(path), *corner], capture_output=True, check=True, text=True)
    x, y, name = said.stdout.split(maxsplit=2)
    assert (float(x), float(y)) == pytest.approx(layout.extent[:2], abs=0.5)
    assert name.strip() in {"32750", "WGS_1984_UTM_Zone_50S"}


def test_georeference_keeps_the_datum_and_georeferenced_leaves_pages_without_a_map_alone(sheet, tmp_path):
    path, layout, _ = sheet
    srgi = georeference(layout, CRS.from_epsg(9490))
    assert srgi.code == 9490
    assert "SRGI" in srgi.wkt
    copy = tmp_path / "copy.pdf"
    with pikepdf.open(path) as document:
        del document.pages[0].obj["/VP"]
        document.save(copy)
    georeferenced(copy, [None], "Judul")
    with pikepdf.open(copy) as document:
        assert "/VP" not in document.pages[0].obj
        assert document.docinfo["/Title"] == "Judul"
    with pytest.raises(ValueError, match="zip"):
        georeferenced(copy, [None, None])
