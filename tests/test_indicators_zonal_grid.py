import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pandas as pd
import pytest
import rasterio
from drawing import ORIGIN, draw_villages
from rasterio.transform import Affine, from_origin
from rasters import raster_layer, write_raster
from small_study import PICTURE, write_study

from kawasan_gis.errors import CRSError, DataError, GeometryError, StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, measure
from kawasan_gis.indicators.zonal import grid, zonal_statistics
from kawasan_gis.indicators.zonal.coverage import Spans
from kawasan_gis.layers import Layer
from kawasan_gis.study import read_study, study_files

VILLAGES = draw_villages("aab\nccb")
GRID = np.arange(24, dtype="float32").reshape(4, 6)
PALETTE = {1: (0, 0, 255, 255), 2: (255, 0, 0, 255)}


def asked(path, statistics="mean", **options):
    return zonal_statistics(VILLAGES, path, statistics, findings=Findings(), **options)


def test_rasters_that_cannot_be_used(tmp_path):
    def refuse(error, words, **options):
        with pytest.raises(error, match=words):
            asked(write_raster(tmp_path / "r.tif", options.pop("values", GRID), **options))

    rotated = Affine.translation(*ORIGIN) * Affine.rotation(20) * Affine.scale(500, -500)
    refuse(CRSError, "no coordinate reference system", crs=None)
    refuse(CRSError, "is in a local system", crs='LOCAL_CS["CAD",UNIT["metre",1]]')
    refuse(GeometryError, "rotated", transform=rotated)
    refuse(GeometryError, "stored south up", transform=Affine(500, 0, ORIGIN[0], 0, 500, ORIGIN[1]))
    refuse(TableError, "complex numbers", values=GRID.astype("complex64"))
    refuse(CRSError, "lies outside the villages", transform=from_origin(900_000, 9_900_000, 500, 500))
    # Beside them, touching their box.
    refuse(CRSError, "lies outside the villages", transform=from_origin(ORIGIN[0] + 3000, ORIGIN[1] + 2000, 500, 500))
    with pytest.raises(DataError, match="there is no file"):
        asked(tmp_path / "no.tif")
    (tmp_path / "bad.tif").write_text("no raster")
    with pytest.raises(DataError, match=r"cannot read bad.tif as a raster"):
        asked(tmp_path / "bad.tif")


def test_bands_that_are_not_there_and_palettes(tmp_path):
    path = write_raster(tmp_path / "p.tif", np.array([[1, 1, 2, 2, 1, 1]] * 4, dtype="uint8"))
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, PALETTE)
    with pytest.raises(DataError, match="has 1 bands, not 2"):
        asked(path, bands=2)
    for name in ("mean", "sum", "quantile", "slope_mean"):
        with pytest.raises(TableError, match="holds class codes with a palette"):
            asked(path, name)
    assert asked(path, ["class_share", "valid_share"])["valid_share"].tolist() == [1, 1, 1]
    other = write_raster(tmp_path / "v.tif", GRID)
    with pytest.raises(TableError, match="holds class codes with a palette"):
        asked(other, "weighted_mean", weights=path)


def test_damaged_files(tmp_path):
    path = write_raster(tmp_path / "r.tif", np.random.default_rng(1).random((200, 300)), cell=10)
    path.write_bytes(path.read_bytes()[:200_000])
    with pytest.raises(DataError, match=r"cannot read the cells of r.tif"):
        asked(path)


def test_a_file_of_several_rasters_is_not_one(tmp_path):
    for name, options in (("a", {}), ("b", {"APPEND_SUBDATASET": "YES"})):
        with rasterio.open(
            tmp_path / "r.gpkg", "w", driver="GPKG", width=6, height=4, count=1, dtype="uint8", crs="EPSG:32749",
            transform=from_origin(ORIGIN[0], ORIGIN[1] + 2000, 500, 500), RASTER_TABLE=name, **options,
        ) as file:  # fmt: skip
            file.write(np.ones((1, 4, 6), "uint8"))
    with pytest.raises(DataError, match=r"r.gpkg has no band: name one of them.*GPKG:"):
        asked(tmp_path / "r.gpkg")


def test_a_raster_without_a_place_is_refused(tmp_path):
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        path = write_raster(tmp_path / "r.tif", GRID, transform=Affine.identity())
    with pytest.raises(GeometryError, match="r.tif does not say where its cells lie"):
        asked(path)


def test_no_villages_is_said(tmp_path):
    with pytest.raises(DataError, match="r: there are no villages"):
        zonal_statistics(VILLAGES.iloc[:0], write_raster(tmp_path / "r.tif", GRID))


def test_a_local_file_does_not_lead_to_the_network(tmp_path, served):
    write_raster(served.folder / "r.tif", GRID)
    text = (
        '<VRTDataset rasterXSize="6" rasterYSize="4"><SRS>EPSG:32749</SRS>'
        f"<GeoTransform>{ORIGIN[0]}, 500, 0, {ORIGIN[1] + 2000}, 0, -500</GeoTransform>"
        '<VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        f"<SourceFilename>/vsicurl/{served.url}/r.tif</SourceFilename><SourceBand>1</SourceBand>"
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )
    (tmp_path / "r.vrt").write_text(text)
    with pytest.raises(StudyError, match="r.vrt is no map but leads to /vsicurl/http"):
        asked(tmp_path / "r.vrt")
    assert served.asked == []


class Ranges(SimpleHTTPRequestHandler):
    """Answers requests for a part of a file."""

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        path = self.server.folder / self.path.lstrip("/")
        self.server.asked.append((self.command, self.path, self.headers.get("Range")))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        first, last = 0, len(data) - 1
        if wanted := self.headers.get("Range"):
            first, _, end = wanted.removeprefix("bytes=").partition("-")
            first, last = int(first), min(int(end or last), last)
        self.send_response(206 if wanted else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last + 1 - first))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.end_headers()
        if self.command == "GET":
            self.server.sent += last + 1 - first
            self.wfile.write(data[first : last + 1])

    def log_message(self, *_):
        pass


@pytest.fixture
def served(tmp_path):
    """A server of a folder, and what it was asked and has sent."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges))
    server.folder, server.asked, server.sent = tmp_path / "served", [], 0
    server.folder.mkdir()
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def a_cog(folder):
    """A cloud-optimized raster much larger than the villages, which lie in its lower left corner."""
    values = np.random.default_rng(2).random((1, 1024, 1024)).astype("float32")
    path = folder / "far.tif"
    with rasterio.open(
        path, "w", driver="COG", width=1024, height=1024, count=1, dtype="float32", crs="EPSG:32749", blocksize=128,
        transform=from_origin(ORIGIN[0], ORIGIN[1] + 1024 * 25, 25, 25),
    ) as file:  # fmt: skip
        file.write(values)
    return path


def test_remote_rasters_are_read_by_window(served):
    path = a_cog(served.folder)
    layer = Layer(name="far", kind="raster", path=f"{served.url}/far.tif", remote=True)
    wanted = Indicator(name="x", layer="far", measure="mean")
    remote = measure(VILLAGES, [layer], [wanted])
    local = measure(VILLAGES, [Layer(name="far", kind="raster", path=path)], [wanted])
    pd.testing.assert_frame_equal(remote, local, check_exact=True)
    assert 0 < served.sent < path.stat().st_size / 10
    assert any(part for _, _, part in served.asked)
    table = zonal_statistics(VILLAGES, f"/vsicurl/{served.url}/far.tif", remote=True)
    assert table["mean"].tolist() == local["x"].tolist()
    with pytest.raises(DataError, match=r"layer gone: cannot read gone.tif as a raster"):
        measure(
            VILLAGES, [Layer(name="gone", kind="raster", path=f"{served.url}/gone.tif", remote=True)],
            [wanted.model_copy(update={"layer": "gone"})],
        )  # fmt: skip


def test_a_study_names_an_address(tmp_path, served):
    a_cog(served.folder)
    folder = write_study(tmp_path)
    text = folder.read_text(encoding="utf-8")
    layer = f'[[layers]]\nname = "jauh"\nkind = "raster"\npath = "{served.url}/far.tif"\n'
    wanted = '[[indicators]]\nname = "jauh_mean"\nlayer = "jauh"\nmeasure = "mean"\n'
    folder.write_text(text.replace("[[indicators]]", layer + "[[indicators]]", 1), encoding="utf-8")
    with pytest.raises(StudyError, match="is an address; say remote = true"):
        read_study(folder)
    whole = text.replace("[[indicators]]", f"{layer}remote = true\n{wanted}[[indicators]]", 1)
    folder.write_text(whole, encoding="utf-8")
    study = read_study(folder)
    assert all(path.exists() for path in study_files(study))
    villages = draw_villages(PICTURE)
    table = measure(villages, study.layers, [one for one in study.indicators if one.name == "jauh_mean"])
    assert table["jauh_mean"].notna().all()


def test_addresses_are_read_only_when_said(tmp_path):
    with pytest.raises(StudyError, match="is an address; say remote = true"):
        Layer(name="far", kind="raster", path="https://example.org/far.tif")
    with pytest.raises(StudyError, match="is an address; say remote = true"):
        asked("https://example.org/far.tif")
    with pytest.raises(StudyError, match="only rasters can be remote"):
        Layer(name="far", kind="points", path="https://example.org/far.gpkg", remote=True)
    with pytest.raises(StudyError, match="remote = true needs an address"):
        Layer(name="far", kind="raster", path="far.tif", remote=True)
    for path in ("s3://bucket/far.tif", "/vsis3/bucket/far.tif", "ftp://example.org/far.tif"):
        with pytest.raises(DataError, match="there is no file"):
            asked(path)
    layer = Layer(name="far", kind="raster", path="https://example.org/a//b/far.tif?key=1", remote=True)
    assert (layer.path.name, layer.url) == ("far.tif", "https://example.org/a//b/far.tif?key=1")
    assert Layer(**layer.model_dump()) == layer


def test_only_tiles_under_villages_are_read(tmp_path, monkeypatch):
    two = draw_villages("a" + 30 * "." + "b")
    layer = raster_layer(tmp_path, np.ones((20, 640), "float32"), cell=50, tile=16)
    windows = []
    read = grid.Reader.read
    monkeypatch.setattr(
        grid.Reader, "read", lambda self, *args: windows.append(args[-1]) or read(self, *args)
    )  # fmt: skip
    table = zonal_statistics(two, layer.path, "sum")
    assert table["sum"].tolist() == [400, 400]
    assert windows == [(0, 20, 0, 32), (0, 20, 608, 640)]


def test_columns_are_read_in_pieces_that_fit():
    spans = Spans(*(np.array(row, dtype="int32") for row in ([0, 0], [0, 0], [5, 300], [90, 310])), np.ones(2))
    assert grid.chunks(spans, 16, 16, 4) == [(5, 96), (288, 310)]
    monkey = grid.BLOCK_BYTES
    try:
        grid.BLOCK_BYTES = 16 * 16 * 4 * 2
        assert grid.chunks(spans, 16, 16, 4) == [(5, 32), (32, 64), (64, 96), (288, 310)]
    finally:
        grid.BLOCK_BYTES = monkey


def test_cells_in_degrees_have_the_area_of_their_zone(tmp_path):
    path = write_raster(tmp_path / "w.tif", np.ones((180, 4)), crs="EPSG:4326", transform=from_origin(-180, 90, 90, 1))
    hectares = grid.row_hectares(grid.look_at(path, "w"))
    # The surface of WGS 84: 510,065,622 km2.
    assert hectares.sum() * 4 == pytest.approx(51_006_562_172, rel=1e-9)
    utm = grid.row_hectares(grid.look_at(write_raster(tmp_path / "u.tif", GRID), "u"))
    assert utm.tolist() == [25.0] * 4
