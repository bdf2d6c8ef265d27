import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from drawing import ORIGIN, code, draw_villages
from rasterio.transform import Affine, from_origin
from rasterstats import zonal_stats

from kawasan_gis.errors import CRSError, DataError, GeometryError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, zonal
from kawasan_gis.layers import Layer

VILLAGES = draw_villages("aab\nccb")
MEAN = Indicator(name="m", layer="r", measure="mean")


def raster(tmp_path, values, *, cell=500.0, crs="EPSG:32749", nodata=None, transform=None, name="r.tif"):
    values = np.atleast_3d(np.asarray(values)) if np.ndim(values) == 2 else np.moveaxis(np.asarray(values), 0, -1)
    height, width, bands = values.shape
    transform = transform or from_origin(ORIGIN[0], ORIGIN[1] + height * cell, cell, cell)
    path = tmp_path / name
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=bands, dtype=values.dtype, crs=crs,
        transform=transform, nodata=nodata,
    ) as target:  # fmt: skip
        for band in range(bands):
            target.write(values[:, :, band], band + 1)
    return Layer(name="r", kind="raster", path=path)


def opened(tmp_path, values, **options):
    return zonal.open_raster(VILLAGES, raster(tmp_path, values, **options))


GRID = np.arange(24, dtype="float32").reshape(4, 6)


def test_means_and_sums_by_hand(tmp_path):
    source = opened(tmp_path, GRID)
    # a is the upper left 2 x 4 cells, c the lower left, b the right 4 x 2.
    expected = {"a": GRID[:2, :4], "b": GRID[:, 4:], "c": GRID[2:, :4]}
    means = zonal.mean(VILLAGES, source, MEAN, Findings())
    sums = zonal.total(VILLAGES, source, MEAN, Findings())
    for letter, cells in expected.items():
        assert means[code(letter)] == pytest.approx(cells.mean())
        assert sums[code(letter)] == pytest.approx(cells.sum())


def test_cells_count_by_the_part_inside(tmp_path):
    # One cell of 3 km over three villages of 2 km2: a sum is shared by area.
    source = opened(tmp_path, np.array([[30.0]], dtype="float32"), cell=3000.0)
    sums = zonal.total(VILLAGES, source, MEAN, Findings())
    assert sums.to_list() == pytest.approx([30 * 2 / 9] * 3)


def test_classes_in_shares_and_hectares(tmp_path):
    classes = np.array([[1, 1, 2, 2, 3, 3]] * 2 + [[1, 1, 1, 1, 3, 9]] * 2, dtype="uint16")
    source = opened(tmp_path, classes)
    share = Indicator(name="s", layer="r", measure="class_share", classes=[1, 3])
    hectares = Indicator(name="s", layer="r", measure="class_ha", classes=[1, 3])
    assert zonal.class_share(VILLAGES, source, share, Findings()).to_list() == pytest.approx([0.5, 0.75, 1.0])
    assert zonal.class_ha(VILLAGES, source, hectares, Findings()).to_list() == pytest.approx([100, 150, 200])


def test_nodata_does_not_count_and_too_little_of_the_rest_is_nothing(tmp_path):
    values = GRID.copy()
    values[:2, :3] = -1  # a keeps a quarter, b all
    values[3, :] = -1  # c keeps half, b three quarters
    findings = Findings()
    means = zonal.mean(VILLAGES, opened(tmp_path, values, nodata=-1), MEAN, findings)
    assert np.isnan(means[code("a")])
    assert means[code("b")] == pytest.approx(GRID[:3, 4:].mean())
    assert means[code("c")] == pytest.approx(GRID[2, :4].mean())
    assert findings.frame[["kind", "kode_desa", "value"]].to_numpy().tolist() == [
        ["partly_covered", code("a"), 25.0], ["partly_covered", code("b"), 75.0], ["partly_covered", code("c"), 50.0],
    ]  # fmt: skip


def test_hectares_of_a_partly_covered_village_are_of_what_was_seen(tmp_path):
    values = np.ones((4, 6), dtype="uint8")
    values[0, :4] = 0
    hectares = Indicator(name="s", layer="r", measure="class_ha", classes=[1])
    seen = zonal.class_ha(VILLAGES, opened(tmp_path, values, nodata=0), hectares, Findings())
    assert seen[code("a")] == pytest.approx(100)


def test_geographic_rasters_give_the_same_hectares(tmp_path):
    west, south, east, north = VILLAGES.to_crs(4326).total_bounds
    values = np.ones((100, 100), dtype="uint8")
    values[:, 50:] = 2
    transform = rasterio.transform.from_bounds(west - 0.001, south - 0.001, east + 0.001, north + 0.001, 100, 100)
    source = opened(tmp_path, values, crs="EPSG:4326", transform=transform)
    one = Indicator(name="s", layer="r", measure="class_ha", classes=[1])
    two = Indicator(name="s", layer="r", measure="class_ha", classes=[2])
    total = zonal.class_ha(VILLAGES, source, one, Findings()) + zonal.class_ha(VILLAGES, source, two, Findings())
    assert total.to_list() == pytest.approx(VILLAGES["area_ha"].to_list(), rel=1e-6)


def test_bands(tmp_path):
    source = opened(tmp_path, np.stack([GRID, GRID + 100]))
    second = zonal.mean(VILLAGES, source, MEAN.model_copy(update={"band": 2}), Findings())
    first = zonal.mean(VILLAGES, source, MEAN, Findings())
    assert (second - first).to_list() == pytest.approx([100] * 3)
    with pytest.raises(DataError, match="has 2 bands, not 3"):
        zonal.mean(VILLAGES, source, MEAN.model_copy(update={"band": 3}), Findings())


def test_against_an_independent_library_on_fine_cells(tmp_path):
    rng = np.random.default_rng(5)
    values = rng.random((200, 300)).astype("float32")
    layer = raster(tmp_path, values, cell=10.0)
    places = ((1000, 1000, 700), (2100, 900, 600))
    discs = [shapely.Point(ORIGIN[0] + x, ORIGIN[1] + y).buffer(radius) for x, y, radius in places]
    wiggly = gpd.GeoDataFrame(geometry=discs, index=VILLAGES.index[:2], crs=VILLAGES.crs)
    ours = zonal.mean(wiggly, zonal.open_raster(wiggly, layer), MEAN, Findings())
    theirs = [row["mean"] for row in zonal_stats(wiggly, str(layer.path), stats="mean", nodata=-999)]
    assert ours.to_list() == pytest.approx(theirs, rel=2e-3)


def test_rasters_that_cannot_be_used(tmp_path):
    with pytest.raises(CRSError, match="no coordinate reference system"):
        opened(tmp_path, GRID, crs=None)
    with pytest.raises(GeometryError, match="rotated"):
        opened(tmp_path, GRID, transform=Affine.translation(*ORIGIN) * Affine.rotation(20) * Affine.scale(500, -500))
    with pytest.raises(CRSError, match="lies outside the villages"):
        opened(tmp_path, GRID, transform=from_origin(900_000, 9_900_000, 500, 500))
    with pytest.raises(DataError, match="there is no file"):
        zonal.open_raster(VILLAGES, Layer(name="r", kind="raster", path=tmp_path / "no.tif"))
    (tmp_path / "bad.tif").write_text("no raster")
    with pytest.raises(DataError, match="cannot read bad.tif as a raster"):
        zonal.open_raster(VILLAGES, Layer(name="r", kind="raster", path=tmp_path / "bad.tif"))


def test_a_class_that_never_occurs_is_said_with_those_that_do(tmp_path):
    findings = Findings()
    typo = Indicator(name="sawah_ha", layer="r", measure="class_ha", classes=[2093])
    classes = np.full((4, 6), 20093, dtype="uint16")
    assert zonal.class_ha(VILLAGES, opened(tmp_path, classes), typo, findings).tolist() == [0, 0, 0]
    assert findings.frame[["kind", "value", "detail"]].to_numpy().tolist() == [
        ["class_not_found", 2093.0, "sawah_ha (20093)"]
    ]


def test_fractions_are_no_classes(tmp_path):
    share = Indicator(name="s", layer="r", measure="class_share", classes=[20093])
    with pytest.raises(TableError, match="cells of r.tif are no class codes: 20093.5"):
        zonal.class_share(VILLAGES, opened(tmp_path, np.full((4, 6), 20093.5, dtype="float32")), share, Findings())
    whole = opened(tmp_path, np.full((4, 6), 20093, dtype="float32"))
    assert zonal.class_share(VILLAGES, whole, share, Findings()).tolist() == [1, 1, 1]


def test_south_up_and_cut_off_rasters(tmp_path):
    with pytest.raises(GeometryError, match="stored south up"):
        opened(tmp_path, GRID, transform=Affine(500, 0, ORIGIN[0], 0, 500, ORIGIN[1]))
    layer = raster(tmp_path, np.random.default_rng(1).random((200, 300)), cell=10)
    layer.path.write_bytes(layer.path.read_bytes()[:200_000])
    with pytest.raises(DataError, match="cannot read"):
        zonal.mean(VILLAGES, zonal.open_raster(VILLAGES, layer), MEAN, Findings())


def test_local_systems_are_refused(tmp_path):
    with pytest.raises(CRSError, match="is in a local system"):
        opened(tmp_path, GRID, crs='LOCAL_CS["CAD",UNIT["metre",1]]')
