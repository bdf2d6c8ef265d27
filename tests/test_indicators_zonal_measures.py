import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from drawing import ORIGIN, code, draw_villages
from rasters import raster_layer
from rasterstats import zonal_stats

from kawasan_gis.errors import DataError, StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, describe_indicators, measure, zonal
from kawasan_gis.indicators.zonal import grid

VILLAGES = draw_villages("aab\nccb")
MEAN = Indicator(name="m", layer="r", measure="mean")
SUM = Indicator(name="m", layer="r", measure="sum")


def opened(tmp_path, values, **options):
    return zonal.open_raster(VILLAGES, raster_layer(tmp_path, values, **options))


GRID = np.arange(24, dtype="float32").reshape(4, 6)


def test_means_and_sums_by_hand(tmp_path):
    source = opened(tmp_path, GRID)
    # a is the upper left 2 x 4 cells, c the lower left, b the right 4 x 2.
    expected = {"a": GRID[:2, :4], "b": GRID[:, 4:], "c": GRID[2:, :4]}
    means = zonal.number(VILLAGES, source, MEAN, Findings())
    sums = zonal.number(VILLAGES, source, SUM, Findings())
    for letter, cells in expected.items():
        assert means[code(letter)] == pytest.approx(cells.mean())
        assert sums[code(letter)] == pytest.approx(cells.sum())


def test_cells_count_by_the_part_inside(tmp_path):
    # One cell of 3 km over three villages of 2 km2: a sum is shared by area.
    source = opened(tmp_path, np.array([[30.0]], dtype="float32"), cell=3000.0)
    sums = zonal.number(VILLAGES, source, SUM, Findings())
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
    means = zonal.number(VILLAGES, opened(tmp_path, values, nodata=-1), MEAN, findings)
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
    second = zonal.number(VILLAGES, source, MEAN.model_copy(update={"band": 2}), Findings())
    first = zonal.number(VILLAGES, source, MEAN, Findings())
    assert (second - first).to_list() == pytest.approx([100] * 3)
    with pytest.raises(DataError, match="has 2 bands, not 3"):
        zonal.number(VILLAGES, source, MEAN.model_copy(update={"band": 3}), Findings())


def test_against_an_independent_library_on_fine_cells(tmp_path):
    rng = np.random.default_rng(5)
    values = rng.random((200, 300)).astype("float32")
    layer = raster_layer(tmp_path, values, cell=10.0)
    places = ((1000, 1000, 700), (2100, 900, 600))
    discs = [shapely.Point(ORIGIN[0] + x, ORIGIN[1] + y).buffer(radius) for x, y, radius in places]
    wiggly = gpd.GeoDataFrame(geometry=discs, index=VILLAGES.index[:2], crs=VILLAGES.crs)
    ours = zonal.number(wiggly, zonal.open_raster(wiggly, layer), MEAN, Findings())
    theirs = [row["mean"] for row in zonal_stats(wiggly, str(layer.path), stats="mean", nodata=-999)]
    assert ours.to_list() == pytest.approx(theirs, rel=2e-3)


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


def ask(name, measure, layer="r", **options):
    return Indicator(name=name, layer=layer, measure=measure, **options)


def test_least_greatest_spread_and_quantile(tmp_path):
    wanted = [ask(name, name) for name in ("min", "max", "std")] + [ask("median", "quantile", quantile=0.5)]
    table = measure(VILLAGES, [raster_layer(tmp_path, GRID)], wanted)
    cells = GRID[:, 4:]
    assert table.loc[code("b")].tolist() == pytest.approx([4, 23, cells.std(), 11])


def test_a_mean_weighted_by_another_layer(tmp_path):
    people = np.zeros((4, 6))
    people[0, 0], people[1, 3], people[:, 4:], people[2, 1] = 1, 3, 1, 2
    layers = [raster_layer(tmp_path, GRID), raster_layer(tmp_path, people, name="people")]
    table = measure(VILLAGES, layers, [ask("felt", "weighted_mean", weights="people")])
    assert table["felt"].tolist() == pytest.approx([(0 + 3 * 9) / 4, GRID[:, 4:].mean(), 13])
    people[3, 5], people[0, 0] = -1, np.nan
    gaps = [layers[0], raster_layer(tmp_path, people, name="people", nodata=-1)]
    table = measure(VILLAGES, gaps, [ask("felt", "weighted_mean", weights="people")])
    assert table["felt"].tolist() == pytest.approx([9, (GRID[:, 4:].sum() - 23) / 7, 13])
    with pytest.raises(StudyError, match=r"weights are a layer of kind raster, not peple, did you mean people\?"):
        measure(VILLAGES, layers, [ask("felt", "weighted_mean", weights="peple")])
    other = raster_layer(tmp_path, np.ones((8, 12)), name="fine", cell=250)
    with pytest.raises(StudyError, match="indicator felt: fine.tif is not on the grid of r.tif"):
        measure(VILLAGES, [*layers, other], [ask("felt", "weighted_mean", weights="fine")])


def test_slopes_and_their_classes(tmp_path):
    # A ramp of 10 % over a and c, of 20 % over b, in cells of 100 m one cell beyond the villages on every side.
    x = np.arange(-1, 31) * 100.0 + 50
    heights = np.repeat(np.where(x < 2000, 0.1 * x, 200 + 0.2 * (x - 2000))[None], 22, axis=0)
    transform = rasterio.transform.from_origin(ORIGIN[0] - 100, ORIGIN[1] + 2100, 100, 100)
    layer = raster_layer(tmp_path, heights, transform=transform)
    wanted = [ask("slope", "slope_mean"), ask("steep", "slope_share", classes=["15-25", "25-40", ">40"])]
    table = measure(VILLAGES, [layer], wanted)
    # The columns beside the bend have 12.5 % and 17.5 %.
    assert table.loc[code("a")].tolist() == pytest.approx([10 + 2.5 / 20, 0])
    assert table.loc[code("b")].tolist() == pytest.approx([20 - 2.5 / 10, 1])
    assert describe_indicators([layer], wanted)["unit"].tolist() == ["%", ""]
    with pytest.raises(StudyError, match=r"indicator s: there is no slope class 8-16, did you mean 8-15\?"):
        measure(VILLAGES, [layer], [ask("s", "slope_share", classes=["8-16"])])


def test_heights_without_data_leave_no_slope(tmp_path):
    heights = np.zeros((40, 60))
    heights[20, 50] = -9999
    layer = raster_layer(tmp_path, heights, cell=50, nodata=-9999)
    table = measure(VILLAGES, [layer], [ask("slope", "slope_mean")], findings=Findings())
    assert table["slope"].tolist() == [0, 0, 0]
    seen = zonal.zonal_statistics(VILLAGES, layer.path, "slope_mean", findings=Findings())["valid_share"]
    # Around the grid a rim of one cell has no slope, and nine cells around the hole have none.
    assert seen.tolist() == pytest.approx([1 - (40 + 19) / 800, 1 - (20 * 2 + 38 + 9) / 800, 1 - (40 + 19) / 800])


def test_slopes_in_degrees_use_the_width_of_each_row(tmp_path, monkeypatch):
    tall = gpd.GeoDataFrame(geometry=[shapely.box(110, -10, 110.5, -7)], index=["v"], crs="EPSG:4326")
    heights = np.repeat(np.arange(80.0)[None] * 100, 320, axis=0)
    transform = rasterio.transform.from_origin(109.9, -6.9, 0.01, 0.01)
    layer = raster_layer(tmp_path, heights, crs="EPSG:4326", transform=transform, tile=16)
    monkeypatch.setattr(grid, "BAND_ROWS", 16)
    geod = tall.crs.get_geod()
    middles = -6.9 - 0.01 * (np.arange(320) + 0.5)
    wide = geod.inv(np.zeros(320), middles, np.full(320, 0.01), middles)[2]
    within = (middles < -7) & (middles > -10)
    table = measure(tall, [layer], [ask("slope", "slope_mean")])
    assert table.loc["v", "slope"] == pytest.approx((100 * 100 / wide[within]).mean(), rel=1e-9)


def test_groups_by_name(tmp_path):
    classes = np.array([[20093, 20093, 20094, 20094, 5001, 5001]] * 4, dtype="int32")
    layer = raster_layer(tmp_path, classes).model_copy(update={"vocabulary": "klhk"})
    wanted = [
        ask("pertanian_ha", "class_ha", classes=["pertanian"]),
        ask("tambak_share", "class_share", classes=["tambak", 2001]),
        ask("air_share", "class_share", classes=[5001]),
    ]
    findings = Findings()
    table = measure(VILLAGES, [layer], wanted, findings=findings)
    assert table.loc[code("a")].tolist() == pytest.approx([200, 0.5, 0])
    assert table.loc[code("b")].tolist() == pytest.approx([0, 0, 1])
    assert findings.frame[["kind", "value", "other"]].to_numpy().tolist() == [["class_not_found", 2001.0, "2001"]]
    assert "class 2001 does not occur" in findings.table("en")["message"][0]


def test_a_group_that_does_not_occur_and_an_unknown_code_are_said_once(tmp_path):
    classes = np.full((4, 6), 9999, dtype="int32")
    classes[0, 0] = 2010
    layer = raster_layer(tmp_path, classes).model_copy(update={"vocabulary": "klhk"})
    wanted = [ask("sawah_ha", "class_ha", classes=["sawah"]), ask("kebun_ha", "class_ha", classes=["perkebunan"])]
    findings = Findings()
    measure(VILLAGES, [layer], wanted, findings=findings)
    assert findings.table("id")["message"].tolist() == [
        "sawah_ha (2010, 9999): kelas sawah tidak ada pada raster",
        "r: kode 9.999 tidak dikenal dalam tabel kelas klhk",
    ]


def test_names_need_a_vocabulary_that_knows_them(tmp_path):
    layer = raster_layer(tmp_path, np.ones((4, 6), "uint8"))
    with pytest.raises(StudyError, match=r"indicator s: classes have names .sawah. but no vocabulary"):
        measure(VILLAGES, [layer], [ask("s", "class_share", classes=["sawah"])])
    trees = layer.model_copy(update={"vocabulary": "worldcover"})
    with pytest.raises(StudyError, match="indicator s: vocabulary worldcover has no code or group sawah"):
        measure(VILLAGES, [trees], [ask("s", "class_share", classes=["sawah"])])


def test_the_share_with_data_is_a_column_of_its_own(tmp_path):
    values = np.ones((4, 6), dtype="uint8")
    values[:3, 4:] = 0
    layer = raster_layer(tmp_path, values, nodata=0)
    table = measure(VILLAGES, [layer], [ask("seen", "valid_share"), ask("m", "mean")], findings=Findings())
    assert table["seen"].tolist() == [1, 0.25, 1]
    assert table["m"].isna().tolist() == [False, True, False]
    with rasterio.open(layer.path, "r+") as file:
        file.write_colormap(1, {1: (9, 9, 9, 255)})
    assert measure(VILLAGES, [layer], [ask("seen", "valid_share")])["seen"].tolist() == [1, 0.25, 1]


def test_everything_on_one_grid_is_read_once(tmp_path, monkeypatch):
    reads = []
    read = grid.Reader.read
    monkeypatch.setattr(grid.Reader, "read", lambda *args: reads.append((args[1].name, args[2])) or read(*args))
    layers = [raster_layer(tmp_path, np.stack([GRID, GRID]), name="x"), raster_layer(tmp_path, GRID, name="y")]
    wanted = [
        ask("a", "mean", "x"), ask("b", "sum", "x", band=2), ask("c", "class_share", "x", classes=[1]),
        ask("d", "weighted_mean", "x", weights="y"), ask("e", "max", "y"),
    ]  # fmt: skip
    measure(VILLAGES, layers, wanted, findings=Findings())
    assert sorted(reads) == [("x.tif", 1), ("x.tif", 2), ("y.tif", 1)]


def test_five_villages_by_supersampling(tmp_path):
    rng = np.random.default_rng(12)
    values = rng.random((40, 60))
    layer = raster_layer(tmp_path, values, cell=50)
    places = [(700, 800), (1500, 700), (2200, 1200), (1000, 1400), (2500, 500)]
    shapes = [shapely.Point(ORIGIN[0] + x, ORIGIN[1] + y).buffer(310, quad_segs=3) for x, y in places]
    villages = gpd.GeoDataFrame(geometry=shapes, index=list("abcde"), crs=VILLAGES.crs)
    ours = measure(villages, [layer], [MEAN, ask("t", "sum")])
    step = 2.5
    x, y = np.meshgrid(ORIGIN[0] + np.arange(step / 2, 3000, step), ORIGIN[1] + np.arange(step / 2, 2000, step))
    under = values[39 - ((y - ORIGIN[1]) // 50).astype(int), ((x - ORIGIN[0]) // 50).astype(int)]
    for name, shape in zip("abcde", shapes, strict=True):
        inside = shapely.contains_xy(shape, x, y)
        assert ours.loc[name, "m"] == pytest.approx(under[inside].mean(), rel=1e-3)
        assert ours.loc[name, "t"] == pytest.approx(under[inside].sum() * step**2 / 50**2, rel=3e-3)
