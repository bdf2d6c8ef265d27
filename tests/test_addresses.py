import zipfile

import numpy as np
import pytest
from drawing import ORIGIN, draw_villages
from rasters import write_raster

from kawasan_gis.addresses import check_local
from kawasan_gis.errors import DataError, StudyError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.zonal import zonal_statistics
from kawasan_gis.layers import Layer, read_shapes
from kawasan_gis.network.cells import settlement_cells
from kawasan_gis.villages.boundaries import read_vector

# Nobody answers there: a test that asks fails in another way.
AWAY = "http://127.0.0.1:9"
VILLAGES = draw_villages("ab\ncd")


def vrt(source, metadata=""):
    return (
        f'<VRTDataset rasterXSize="4" rasterYSize="4">{metadata}<SRS>EPSG:32749</SRS>'
        f"<GeoTransform>{ORIGIN[0]}, 500, 0, {ORIGIN[1] + 2000}, 0, -500</GeoTransform>"
        f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename relativeToVRT="1">{source}'
        "</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )


DESCRIPTIONS = {
    "over curl": vrt(f"/vsicurl/{AWAY}/a.tif"),
    "plain": vrt(f"{AWAY}/a.tif"),
    "cloud": vrt("/vsis3/bucket/a.tif"),
    "archive": vrt(f"/vsizip//vsicurl/{AWAY}/a.zip/a.tif"),
    "map service": f"<GDAL_WMS><Service name='TMS'><ServerUrl>{AWAY}/${{z}}</ServerUrl></Service></GDAL_WMS>",
    "coverage service": f"<WCS_GDAL><ServiceURL>{AWAY}/wcs?</ServiceURL></WCS_GDAL>",
    "feature service": f"<OGRWFSDataSource><URL>{AWAY}/wfs?</URL></OGRWFSDataSource>",
    "vector": f"<OGRVRTDataSource><OGRVRTLayer name='v'><SrcDataSource>{AWAY}/v.json</SrcDataSource></OGRVRTLayer>"
    "</OGRVRTDataSource>",
    "catalogue": f'{{"stac_version": "1.0.0", "assets": {{"a": {{"href": "{AWAY}/a.tif"}}}}}}',
    "recipe": f'{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read {AWAY}/v.json"}}',
}


@pytest.mark.parametrize("text", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_files_that_lead_to_the_network_are_refused(tmp_path, text):
    path = tmp_path / "map.dat"
    path.write_text(text)
    with pytest.raises(StudyError, match=r"map.dat is no map but leads to (http|/vsi)"):
        zonal_statistics(VILLAGES, path)
    with pytest.raises(StudyError, match="layer r: map.dat is no map but leads to"):
        settlement_cells(VILLAGES, Layer(name="r", kind="raster", path=path), [1])
    with pytest.raises(StudyError, match="is no map but leads to"):
        read_vector(path)
    with pytest.raises(StudyError, match="is no map but leads to"):
        read_shapes(Layer(name="r", kind="lines", path=path), VILLAGES, findings=Findings())


def test_a_description_of_a_description_is_looked_into(tmp_path):
    (tmp_path / "inner.xml").write_text(DESCRIPTIONS["map service"])
    (tmp_path / "outer.vrt").write_text(vrt("inner.xml"))
    (tmp_path / "self.vrt").write_text(vrt("self.vrt"))
    with pytest.raises(StudyError, match=f"leads to {AWAY}"):
        check_local(tmp_path / "outer.vrt", "r")
    check_local(tmp_path / "self.vrt", "r")


def test_descriptions_in_archives_are_looked_into(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("desa.geojson", "{}")
        archive.writestr("desa.vrt", DESCRIPTIONS["vector"])
    with pytest.raises(StudyError, match=f"leads to {AWAY}"):
        check_local(tmp_path / "a.zip", "r")
    (tmp_path / "broken.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:40])
    check_local(tmp_path / "broken.zip", "r")


def test_an_archive_that_cannot_be_looked_into_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("desa.vrt", DESCRIPTIONS["vector"])
    packed = bytearray((tmp_path / "a.zip").read_bytes())
    for signature, method in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        packed[packed.index(signature) + method] = 9  # deflate64, which GDAL reads and Python does not
    (tmp_path / "b.zip").write_bytes(packed)
    with pytest.raises(DataError, match=r"cannot look into .*b\.zip: .*; pack it again as a plain zip"):
        check_local(tmp_path / "b.zip", "r")


def test_what_lies_here_is_read(tmp_path):
    write_raster(tmp_path / "a.tif", np.ones((4, 4), "uint8"))
    link = f'<Metadata><MDI key="REFERENCE">{AWAY}/about</MDI></Metadata>'
    (tmp_path / "a.vrt").write_text(vrt("a.tif", link))
    assert zonal_statistics(VILLAGES, tmp_path / "a.vrt")["mean"].tolist() == [1.0] * 4
    points = f'{{"type": "FeatureCollection", "features": [], "note": "{AWAY}"}}'
    (tmp_path / "p.geojson").write_text(points)
    check_local(tmp_path / "p.geojson", "p")
