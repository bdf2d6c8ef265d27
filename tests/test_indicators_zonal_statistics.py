import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
import shapely.ops
from drawing import ORIGIN, code, draw_villages
from exactextract import exact_extract
from hypothesis import given
from hypothesis import strategies as st
from rasters import odd_villages, write_raster

from kawasan_gis.compiled import COMPILED
from kawasan_gis.errors import DataWarning, StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.zonal import accumulate, fallback, grid, passing, zonal_statistics

VILLAGES = draw_villages("aab\nccb")
SIZE, CELL = 60, 50.0
ALL = ["mean", "sum", "min", "max", "std", "quantile", "weighted_mean"]
SHARES = (0.0, 0.1, 0.5, 0.9, 1.0)


def surface(rng, dtype):
    values = rng.normal(300, 120, (SIZE, SIZE))
    return np.clip(np.round(values, 2), 0, 250 if dtype == "uint8" else 600).astype(dtype)


def cells_of(villages, path, weights=None):
    """Values, parts and weights of every village's cells, by exactextract."""
    with rasterio.open(path) as file:
        rows = exact_extract(file, villages, ["values", "coverage"])
    found = [(row["properties"]["values"], row["properties"]["coverage"].astype(float)) for row in rows]
    if weights is None:
        return found
    with rasterio.open(weights) as file:
        others = exact_extract(file, villages, ["values"])
    return [(*two, row["properties"]["values"]) for two, row in zip(found, others, strict=True)]


def least_value(values, parts, share):
    """The definition of a quantile, word by word."""
    values = np.asarray(values, dtype=float)
    for value in np.unique(values):
        if parts[values <= value].sum() >= (share - 2e-7) * parts.sum():
            return value
    raise AssertionError


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_numbers_are_those_of_exactextracts_cells(tmp_path, dtype):
    rng = np.random.default_rng(1)
    villages = odd_villages(rng, SIZE * CELL, 24)
    path = write_raster(tmp_path / "a.tif", surface(rng, dtype), cell=CELL, tile=16)
    by = write_raster(tmp_path / "w.tif", rng.random((SIZE, SIZE)), cell=CELL)
    ours = zonal_statistics(villages, path, ALL, quantiles=SHARES, weights=by, findings=Findings())
    for name, (values, parts, weights) in zip(ours.index, cells_of(villages, path, by), strict=True):
        row = ours.loc[name]
        if row["valid_share"] < 0.5:
            assert row.drop("valid_share").isna().all()
            continue
        values = values.astype(float)
        assert row["sum"] == pytest.approx((values * parts).sum(), rel=1e-6)
        assert row["mean"] == pytest.approx(np.average(values, weights=parts), rel=1e-6)
        assert (row["min"], row["max"]) == (values.min(), values.max())
        deviation = np.sqrt(np.average((values - np.average(values, weights=parts)) ** 2, weights=parts))
        assert row["std"] == pytest.approx(deviation, rel=1e-5, abs=1e-9)
        assert row["weighted_mean"] == pytest.approx(np.average(values, weights=parts * weights), rel=1e-6)
        for share in SHARES:
            assert row[f"quantile_{share:g}"] == least_value(values, parts, share)


def test_exactextracts_own_operations(tmp_path):
    rng = np.random.default_rng(2)
    villages = odd_villages(rng, SIZE * CELL, 24)
    values = surface(rng, "float32")
    values[rng.random(values.shape) < 0.1] = -9999
    path = write_raster(tmp_path / "a.tif", values, cell=CELL, nodata=-9999)
    ours = zonal_statistics(villages, path, ["mean", "sum", "min", "max", "std"], findings=Findings())
    theirs = exact_extract(str(path), villages, ["mean", "sum", "min", "max", "stdev"], output="pandas")
    whole = ours["valid_share"].to_numpy() >= 0.5
    assert whole.sum() >= 10
    expected = theirs.set_axis(ours.index)[whole].to_numpy()
    assert ours.drop(columns="valid_share")[whole].to_numpy() == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int32", "float32"])
def test_class_shares_are_exactextracts(tmp_path, dtype):
    rng = np.random.default_rng(3)
    villages = odd_villages(rng, SIZE * CELL, 24)
    classes = rng.choice([1, 7, 20, 99], (SIZE, SIZE)).astype(dtype)
    path = write_raster(tmp_path / "k.tif", classes, cell=CELL, tile=16, nodata=99)
    ours = zonal_statistics(villages, path, ["class_share", "class_ha"], findings=Findings())
    theirs = exact_extract(str(path), villages, ["unique", "frac"])
    for (_, row), other in zip(ours.iterrows(), theirs, strict=True):
        if row["valid_share"] >= 0.5:
            fractions = dict(zip(other["properties"]["unique"], other["properties"]["frac"], strict=True))
            assert [row[f"class_share_{one}"] for one in (1, 7, 20)] == pytest.approx(
                [fractions.get(one, 0.0) for one in (1, 7, 20)], abs=1e-6
            )
            assert row.filter(like="class_share").sum() == pytest.approx(1)
    assert "class_share_99" not in ours
    area = villages.area / 10_000 * ours["valid_share"]
    whole = ours["valid_share"] >= 0.5
    assert ours.filter(like="class_ha")[whole].sum(axis=1).to_numpy() == pytest.approx(area[whole].to_numpy())


def everything(villages, folder):
    numbers = zonal_statistics(
        villages, folder / "a.tif", ALL, quantiles=SHARES, weights=folder / "w.tif", findings=Findings()
    )
    classes = zonal_statistics(villages, folder / "k.tif", ["class_share", "class_ha"], findings=Findings())
    slopes = zonal_statistics(villages, folder / "a.tif", ["slope_mean", "slope_share"], findings=Findings())
    return numbers, classes, slopes


def a_folder(folder, rng, tile=0):
    values = surface(rng, "float32")
    values[20:24, 10:40] = np.nan
    write_raster(folder / "a.tif", values, cell=CELL, tile=tile)
    write_raster(folder / "w.tif", rng.random((SIZE, SIZE)), cell=CELL, tile=tile)
    write_raster(folder / "k.tif", rng.choice([1, 7, 20], (SIZE, SIZE)).astype("uint16"), cell=CELL, tile=tile)
    return folder


@pytest.fixture
def villages():
    return odd_villages(np.random.default_rng(4), SIZE * CELL, 24)


def test_the_size_of_blocks_changes_nothing(tmp_path, villages, monkeypatch):
    whole = everything(villages, a_folder(tmp_path, np.random.default_rng(6)))
    monkeypatch.setattr(grid, "BAND_ROWS", 16)
    monkeypatch.setattr(grid, "BLOCK_BYTES", 16 * 16 * 8)
    tiled = everything(villages, a_folder(tmp_path, np.random.default_rng(6), tile=16))
    for one, other in zip(whole, tiled, strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=1e-12)
    exact = ["min", "max", *(f"quantile_{share:g}" for share in SHARES)]
    pd.testing.assert_frame_equal(whole[0][exact], tiled[0][exact], check_exact=True)


@pytest.mark.skipif(not COMPILED, reason="exactextract's parts have the precision of a float32")
def test_strips_of_any_height_give_the_same_bits(tmp_path, villages, monkeypatch):
    folder = a_folder(tmp_path, np.random.default_rng(6))
    whole = everything(villages, folder)
    for rows in (1, 7, 32):
        monkeypatch.setattr(grid, "BAND_ROWS", rows)
        for one, other in zip(whole, everything(villages, folder), strict=True):
            numbers = [name for name in one if name != "std"]
            pd.testing.assert_frame_equal(one[numbers], other[numbers], check_exact=True)


def test_the_order_of_rows_changes_nothing(tmp_path, villages):
    folder = a_folder(tmp_path, np.random.default_rng(6))
    turned = everything(villages.iloc[::-1], folder)
    for one, other in zip(everything(villages, folder), turned, strict=True):
        pd.testing.assert_frame_equal(one, other.loc[one.index], check_exact=True)


@pytest.mark.skipif(not COMPILED, reason="there is no compiler here")
def test_without_a_compiler_the_same_numbers(tmp_path, villages, monkeypatch):
    folder = a_folder(tmp_path, np.random.default_rng(6))
    ours = everything(villages, folder)
    monkeypatch.setattr(passing, "COMPILED", False)
    monkeypatch.setattr(accumulate, "LOOPS", fallback)
    for one, other in zip(ours, everything(villages, folder), strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=2e-6)


@given(seed=st.integers(0, 10**6))
def test_sums_and_hectares_are_kept_when_a_village_is_split(tmp_path_factory, seed):
    rng = np.random.default_rng(seed)
    folder = a_folder(tmp_path_factory.mktemp("s"), rng)
    whole = VILLAGES.iloc[:1]
    west, south, east, north = whole.total_bounds
    cut = shapely.LineString([(west - 1, rng.uniform(south, north)), (east + 1, rng.uniform(south, north))])
    parts = gpd.GeoDataFrame(geometry=list(shapely.ops.split(whole.geometry.iloc[0], cut).geoms), crs=whole.crs)
    for name, of in (("a.tif", "sum"), ("k.tif", "class_ha")):
        one = zonal_statistics(whole, folder / name, of, findings=Findings()).drop(columns="valid_share")
        two = zonal_statistics(parts, folder / name, of, findings=Findings()).drop(columns="valid_share")
        if two.notna().all(axis=None):
            assert two.sum().to_numpy() == pytest.approx(one.iloc[0].to_numpy(), rel=1e-9 if COMPILED else 1e-6)


def test_bands_and_files_of_one_grid_are_read_together(tmp_path, monkeypatch):
    rng = np.random.default_rng(7)
    bands = rng.random((3, 40, 60))
    paths = {name: write_raster(tmp_path / f"{name}.tif", bands + n, cell=50) for n, name in enumerate("xy")}
    reads = []
    read = grid.Reader.read
    monkeypatch.setattr(grid.Reader, "read", lambda *args: reads.append(args[1:]) or read(*args))
    table = zonal_statistics(VILLAGES, paths, ["mean", "max"], bands=[1, 3], findings=Findings())
    assert len(reads) == len(set(reads)) == 4
    assert list(table)[:3] == ["x_b1_mean", "x_b1_max", "x_b1_valid_share"]
    assert (table["y_b3_mean"] - table["x_b3_mean"]).tolist() == pytest.approx([1, 1, 1])
    alone = zonal_statistics(VILLAGES, paths["y"], "max", bands=3)
    assert alone["max"].tolist() == table["y_b3_max"].tolist()
    assert list(zonal_statistics(VILLAGES, [paths["x"]], "mean")) == ["mean", "valid_share"]


def test_groups_of_a_vocabulary_and_codes_it_does_not_know(tmp_path):
    classes = np.full((4, 6), 20093, "uint16")
    classes[0, :2], classes[3, 4:] = 2010, 4711
    path = write_raster(tmp_path / "k.tif", classes)
    findings = Findings()
    table = zonal_statistics(
        VILLAGES, path, ["class_share", "class_ha"], classes=["sawah", "pertanian", "tambak"], vocabulary="klhk",
        findings=findings,
    )  # fmt: skip
    assert table.loc[code("a"), "class_share_sawah"] == pytest.approx(0.75)
    assert table.loc[code("a"), "class_ha_pertanian"] == pytest.approx(200)
    assert table["class_share_tambak"].tolist() == [0, 0, 0]
    assert findings.frame[["kind", "value"]].to_numpy().tolist() == [["unknown_class", 4711.0]]
    with pytest.raises(StudyError, match=r"no code or group sawa, did you mean sawah\?"):
        zonal_statistics(VILLAGES, path, "class_share", classes=["sawa"], vocabulary="klhk")


def test_hectares_in_degrees_are_of_the_ground_not_of_the_degrees(tmp_path):
    # A village 3 degrees tall on the southern side: its southern rows are narrower on the ground.
    tall = shapely.segmentize(shapely.box(110, -10, 110.5, -7), 0.001)
    shape = gpd.GeoDataFrame(geometry=[tall], index=["v"], crs="EPSG:4326")
    values = np.repeat([[1], [2], [3]], 60, axis=1).astype("uint8").repeat(20, axis=0)
    transform = rasterio.transform.from_bounds(109.9, -10, 110.6, -7, 60, 60)
    path = write_raster(tmp_path / "k.tif", values, crs="EPSG:4326", transform=transform)
    table = zonal_statistics(shape, path, ["class_share", "class_ha"])
    assert table.filter(like="share_").to_numpy()[0][:3] == pytest.approx([1 / 3] * 3)
    geod = shape.crs.get_geod()
    for number, top in ((1, -7), (2, -8), (3, -9)):
        part = shapely.segmentize(shapely.box(110, top - 1, 110.5, top), 0.001)
        expected = abs(geod.geometry_area_perimeter(part)[0]) / 10_000
        assert table[f"class_ha_{number}"].iloc[0] == pytest.approx(expected, rel=1e-7)


def test_masks_scales_and_odd_nodata(tmp_path):
    values = np.arange(24, dtype="int16").reshape(4, 6)
    scaled = write_raster(tmp_path / "s.tif", values, nodata=5, scale=(0.1, 2.0))
    table = zonal_statistics(VILLAGES, scaled, ["mean", "max"], findings=Findings())
    assert table.loc[code("b"), "max"] == pytest.approx(23 * 0.1 + 2)
    assert table.loc[code("b"), "valid_share"] == pytest.approx(7 / 8)
    plain = write_raster(tmp_path / "m.tif", values)
    with rasterio.open(plain, "r+") as file:
        file.write_mask(values != 4)
    masked = zonal_statistics(VILLAGES, plain, ["min", "class_share"], findings=Findings())
    assert masked.loc[code("b"), ["min", "valid_share"]].tolist() == [5, 7 / 8]
    assert "class_share_4" not in masked
    for least in (-(2**31), 2**31 - 1):
        cells = np.where(values == 4, least, values.astype("int32"))
        far = write_raster(tmp_path / "n.tif", cells, nodata=least)
        odd = zonal_statistics(VILLAGES, far, ["class_share", "min"], findings=Findings())
        assert odd["valid_share"].tolist() == masked["valid_share"].tolist()
        assert "class_share_4" not in odd
    nan = write_raster(tmp_path / "f.tif", np.where(values == 4, np.nan, values).astype("float64"))
    assert zonal_statistics(VILLAGES, nan, "min", findings=Findings())["min"].tolist() == masked["min"].tolist()


def test_overviews_are_never_used(tmp_path):
    rng = np.random.default_rng(9)
    path = write_raster(tmp_path / "o.tif", rng.random((400, 600)), cell=5, tile=64)
    before = zonal_statistics(VILLAGES, path, ["mean", "std"])
    with rasterio.open(path, "r+") as file:
        file.build_overviews([2, 4, 8], rasterio.enums.Resampling.nearest)
    with rasterio.open(path, "r+", overview_level=0) as file:
        file.write(np.zeros((1, file.height, file.width)))
    pd.testing.assert_frame_equal(zonal_statistics(VILLAGES, path, ["mean", "std"]), before, check_exact=True)


def test_too_little_data_warns(tmp_path):
    values = np.ones((4, 6), "uint8")
    values[:, 4:] = 0
    with pytest.warns(DataWarning, match="partly_covered 1"):
        table = zonal_statistics(VILLAGES, write_raster(tmp_path / "z.tif", values, nodata=0), "mean")
    assert table["mean"].isna().tolist() == [False, True, False]
    assert table["valid_share"].tolist() == [1, 0, 1]


def test_what_cannot_be_asked(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.arange(24, dtype="float32").reshape(4, 6))
    with pytest.raises(StudyError, match=r"there is no statistic mena, did you mean mean\?"):
        zonal_statistics(VILLAGES, path, "mena")
    with pytest.raises(StudyError, match="shares between 0 and 1, not 50"):
        zonal_statistics(VILLAGES, path, "quantile", quantiles=[50])
    with pytest.raises(StudyError, match="weighted_mean needs weights"):
        zonal_statistics(VILLAGES, path, "weighted_mean")
    with pytest.raises(StudyError, match="name at least one statistic"):
        zonal_statistics(VILLAGES, path, [])
    fine = write_raster(tmp_path / "w.tif", np.ones((8, 12)), cell=250)
    with pytest.raises(StudyError, match="w.tif is not on the grid of a.tif"):
        zonal_statistics(VILLAGES, path, "weighted_mean", weights=fine)
    (tmp_path / "b").mkdir()
    twin = write_raster(tmp_path / "b" / "a.tif", np.ones((4, 6)))
    with pytest.raises(StudyError, match="same file name"):
        zonal_statistics(VILLAGES, [path, twin])
    many = write_raster(tmp_path / "m.tif", np.arange(2400, dtype="int16").reshape(40, 60), cell=50)
    with pytest.raises(TableError, match="m.tif are no class codes .too many different codes"):
        zonal_statistics(VILLAGES, many, "class_share")
    vast = write_raster(tmp_path / "v.tif", np.full((4, 6), 2_000_000, "int32"))
    with pytest.raises(TableError, match="v.tif are no class codes .* among them"):
        zonal_statistics(VILLAGES, vast, "class_share")


def test_the_corner_is_where_the_drawing_is(tmp_path):
    # Guards the helpers: cell 0,0 is the upper left corner of village a.
    values = np.zeros((4, 6), "float32")
    values[0, 0] = 8
    table = zonal_statistics(VILLAGES, write_raster(tmp_path / "c.tif", values), "sum")
    assert table["sum"].tolist() == [8, 0, 0]
    assert VILLAGES.total_bounds[:2].tolist() == list(ORIGIN)
