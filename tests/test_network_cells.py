import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from drawing import ORIGIN, draw_villages
from rasterio.transform import from_origin
from rasterio.warp import Resampling, reproject
from street_grid import MINUTE, grid, layer

from kawasan_gis.errors import CRSError, DataError, StudyError
from kawasan_gis.findings import Findings
from kawasan_gis.layers import Layer
from kawasan_gis.network import Network, cells, open_network

VILLAGES = draw_villages("aab\nccb")
# Cells of 500 m, 2012 settled: in a two beside each other and one apart, in b one, in c none.
COVER = np.array(
    [
        [2012, 2012, 2010, 2012, 2010, 2010],
        [2010, 2010, 2010, 2010, 2010, 2010],
        [2010, 2010, 2010, 2010, 2010, 2012],
        [2010, 2010, 2010, 2010, 2010, 2010],
    ],
    dtype="uint16",
)


def write(path, cover=COVER, crs="EPSG:32749"):
    place = from_origin(ORIGIN[0], ORIGIN[1] + 2000, 500, 500)
    height, width = cover.shape
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=1, dtype=cover.dtype, crs=crs, transform=place
    ) as target:
        target.write(cover, 1)
    return Layer(name="lahan", kind="raster", path=path, vocabulary="klhk")


def km(table):
    return ((shapely.get_coordinates(table.geometry) - ORIGIN) / 1000).round(6).tolist()


def test_the_settled_cell_nearest_to_the_middle_of_all(tmp_path):
    cover = write(tmp_path / "c.tif")
    assert km(cells.settlement_cells(VILLAGES, cover, [2012])) == [[0.75, 1.75], [2.75, 0.75]]
    assert km(cells.settlement_cells(VILLAGES, cover, ["permukiman"])) == [[0.75, 1.75], [2.75, 0.75]]


def test_strips_change_nothing(tmp_path, monkeypatch):
    cover = write(tmp_path / "c.tif")
    whole = cells.settlement_cells(VILLAGES, cover, [2012])
    monkeypatch.setattr(cells, "CELLS", 1)
    assert cells.settlement_cells(VILLAGES, cover, [2012]).geometry.equals(whole.geometry)


def test_a_raster_in_degrees_gives_the_same_places(tmp_path):
    cover = write(tmp_path / "c.tif")
    west, south, east, north = VILLAGES.to_crs(4326).total_bounds
    place = from_origin(west, north, (east - west) / 600, (north - south) / 400)
    with rasterio.open(cover.path) as source, rasterio.open(
        tmp_path / "d.tif", "w", driver="GTiff", width=600, height=400, count=1, dtype="uint16", crs="EPSG:4326",
        transform=place,
    ) as target:  # fmt: skip
        reproject(rasterio.band(source, 1), rasterio.band(target, 1), resampling=Resampling.nearest)
    degrees = cells.settlement_cells(VILLAGES, Layer(name="l", kind="raster", path=tmp_path / "d.tif"), [2012])
    # Of b the middle of a cell is found; of a a point in one of the three.
    assert km(degrees)[1] == pytest.approx([2.75, 0.75], abs=0.01)
    assert gpd.GeoSeries(degrees.geometry).within(VILLAGES.union_all()).all()


def test_what_cannot_be_read_or_found_is_said(tmp_path):
    cover = write(tmp_path / "c.tif")
    with pytest.raises(DataError, match="layer lahan: no cell in the villages is of class 5001"):
        cells.settlement_cells(VILLAGES, cover, [5001])
    with pytest.raises(StudyError, match="has no code or group pemukiman, did you mean permukiman"):
        cells.settlement_cells(VILLAGES, cover, ["pemukiman"])
    with pytest.raises(StudyError, match="origin_classes permukiman are no codes; give layer lahan a vocabulary"):
        cells.settlement_cells(VILLAGES, cover.model_copy(update={"vocabulary": None}), ["permukiman"])
    with pytest.raises(CRSError, match=r"layer lahan: n\.tif has no coordinate reference system"):
        cells.settlement_cells(VILLAGES, write(tmp_path / "n.tif", crs=None), [2012])
    (tmp_path / "x.tif").write_text("x")
    with pytest.raises(DataError, match=r"layer lahan: cannot read x\.tif as a raster"):
        cells.settlement_cells(VILLAGES, cover.model_copy(update={"path": tmp_path / "x.tif"}), [2012])


def test_villages_set_out_from_settled_cells(tmp_path):
    cover = write(tmp_path / "c.tif")
    layer(*grid()).to_crs(4326).to_file(tmp_path / "jalan.gpkg")
    layers = [cover, Layer(name="jalan", kind="lines", path=tmp_path / "jalan.gpkg")]
    options = Network(**MINUTE, origins="lahan", origin_classes=["permukiman"])
    findings = Findings()
    access = open_network(VILLAGES, layers, options, findings=findings)
    assert ((shapely.get_coordinates(access.origins[:2]) - ORIGIN) / 1000).tolist() == [[0.75, 1.75], [2.75, 0.75]]
    assert findings.counts()["without_settlement"] == 1
    with pytest.raises(StudyError, match="origins in a raster and origin_classes.* go together"):
        open_network(VILLAGES, layers, Network(**MINUTE, origins="lahan"), findings=findings)
    with pytest.raises(StudyError, match="go together"):
        open_network(VILLAGES, layers, Network(**MINUTE, origin_classes=[2012]), findings=findings)
