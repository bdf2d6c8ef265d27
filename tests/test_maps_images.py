"""Pictures lie where the ground is: corners, pixels and coordinates through EPSG:3857."""

import warnings

import numpy as np
import pytest
import rasterio
from affine import Affine
from drawing import ORIGIN, draw_villages
from pyproj import Transformer
from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from rasters import write_raster

from kawasan_gis.errors import CRSError, DataError, GeometryError
from kawasan_gis.indicators.zonal.grid import look_at
from kawasan_gis.maps import images
from kawasan_gis.maps.images import Frame, Picture, frame, inside, light, png, read_small, warped

TO_DEGREES = Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True)


def seen(tmp_path, values, **options):
    return look_at(write_raster(tmp_path / "r.tif", values, **options), "layer r")


def villages():
    return draw_villages("aab\nacc")


def test_the_frame_holds_the_villages_and_is_no_finer_than_the_raster(tmp_path):
    raster = seen(tmp_path, np.zeros((4, 6), "float32"))
    place = frame(villages(), raster)
    west, south, east, north = villages().to_crs(3857).total_bounds
    assert place.west < west < east < place.extent[2]
    assert place.extent[1] < south < north < place.north
    # 500 m on the ground at latitude 5 south.
    assert place.pixel == pytest.approx(500 / np.cos(np.radians(4.97)), rel=0.01)
    coarse = frame(villages(), raster, 8)
    assert max(coarse.width, coarse.height) == 8


def test_the_corners_are_those_of_the_warped_picture():
    place = Frame(12_500_000.0, -550_000.0, 100.0, 40, 30)
    (south, west), (north, east) = place.corners
    assert TO_DEGREES.transform(12_500_000, -550_000) == pytest.approx((west, north), abs=1e-6)
    assert TO_DEGREES.transform(12_504_000, -553_000) == pytest.approx((east, south), abs=1e-6)


@pytest.mark.parametrize("crs", ["EPSG:32749", "EPSG:4326"])
@pytest.mark.parametrize("smooth", [True, False])
def test_a_spot_is_drawn_within_half_a_pixel_of_its_place(tmp_path, crs, smooth):
    """One high cell in a fine raster, far from its middle, seen on a picture of coarser pixels."""
    raster_villages = draw_villages("a" * 20 + "\n" + "b" * 20)
    west, south, east, north = raster_villages.to_crs(crs).total_bounds
    values = np.zeros((300, 3000), "float32")
    cell = (east - west) / 3000, (north - south) / 300
    # Three by three cells, so that a picture's pixel can be mostly of it.
    values[60:80, 700:720] = 1000
    transform = from_origin(west, north, *cell)
    raster = seen(tmp_path, values, crs=crs, transform=transform)
    place = frame(raster_villages, raster, 1000)
    cells, small = read_small(raster, place, "average" if smooth else "mode")
    picture = warped(cells.filled(0), small, raster, place, nothing=-1, smooth=smooth)
    rows, columns = np.nonzero(picture > 500)
    x, y = place.transform @ (columns.mean() + 0.5, rows.mean() + 0.5)
    true = Transformer.from_crs(crs, "EPSG:3857", always_xy=True).transform(*(transform @ (710, 70)))
    assert np.hypot(x - true[0], y - true[1]) < place.pixel / 2


@pytest.mark.parametrize("smooth", [True, False])
def test_a_cell_as_large_as_a_pixel_is_drawn_in_its_place(tmp_path, smooth):
    """The raster reaches beyond the villages, so that only a part of it is read."""
    values = np.zeros((60, 60), "float32")
    values[22, 31] = 1000
    transform = from_origin(ORIGIN[0] - 2000, ORIGIN[1] + 4000, 100, 100)
    raster = seen(tmp_path, values, transform=transform)
    place = frame(villages(), raster)
    cells, small = read_small(raster, place, "average" if smooth else "mode")
    assert cells.shape[0] < 60
    picture = warped(cells.filled(0), small, raster, place, nothing=-1, smooth=smooth)
    weights = picture.clip(min=0)
    rows, columns = np.mgrid[: place.height, : place.width]
    middle = [(weights * one).sum() / weights.sum() + 0.5 for one in (columns, rows)]
    x, y = place.transform @ tuple(middle)
    true = Transformer.from_crs("EPSG:32749", "EPSG:3857", always_xy=True).transform(*(transform @ (31.5, 22.5)))
    assert np.hypot(x - true[0], y - true[1]) < place.pixel / 2


def test_what_is_read_stays_small_and_overviews_are_used(tmp_path):
    """The overview tells another story than the cells: what is read is the overview's."""
    path = write_raster(tmp_path / "r.tif", np.zeros((512, 512), "float32"), cell=10.0, tile=256)
    with rasterio.open(path, "r+") as file:
        file.build_overviews([8])
    with rasterio.open(path, "r+", OVERVIEW_LEVEL=0) as overview:
        overview.write(np.full((64, 64), 7, "float32"), 1)
    raster = look_at(path, "layer r")
    around = draw_villages("aaaaa\naaaaa\naaaaa\naaaaa\naaaaa")
    cells, _ = read_small(raster, frame(around, raster, 30), "average")
    assert max(cells.shape) <= 60
    assert cells.max() == 7
    whole, _ = read_small(raster, frame(around, raster, 1000), "average")
    assert whole.max() == 0


def test_missing_cells_and_scales_are_understood(tmp_path):
    values = np.full((4, 6), 20, "int16")
    values[:, :3] = -99
    raster = seen(tmp_path, values, nodata=-99, scale=(0.5, 100.0))
    cells, _ = read_small(raster, frame(villages(), raster), "average")
    assert set(cells.compressed()) == {110.0}
    assert cells.mask[:, :3].all()


def test_inside_are_the_pixels_that_touch_a_village(tmp_path):
    shapes = draw_villages("a.\n..")
    raster = seen(tmp_path, np.zeros((4, 4), "float32"), cell=500.0)
    place = frame(draw_villages("ab\ncd"), raster)
    found = inside(shapes, place)
    rows, columns = np.nonzero(found)
    x, y = place.transform @ (columns + 0.5, rows + 0.5)
    west, south, east, north = shapes.to_crs(3857).total_bounds
    reach = place.pixel
    assert found.any()
    assert not found.all()
    assert ((x > west - reach) & (x < east + reach) & (y > south - reach) & (y < north + reach)).all()


def test_a_village_smaller_than_a_pixel_is_inside():
    west, _, _, north = villages().to_crs(3857).total_bounds
    assert inside(villages(), Frame(west - 1000, north + 1000, 50_000.0, 2, 2)).tolist() == [
        [True, False],
        [False, False],
    ]


def test_a_png_holds_its_colours_and_nothing_where_there_is_none():
    pixels = np.array([[0, 1], [2, 1]], dtype=np.uint8)
    data = png(pixels, [(10, 20, 30), (200, 100, 0)])
    with warnings.catch_warnings(action="ignore"), MemoryFile(data) as memory, memory.open() as file:
        assert file.read(1).tolist() == pixels.tolist()
        colours = file.colormap(1)
    assert colours[1] == (10, 20, 30, 255)
    assert colours[2] == (200, 100, 0, 255)
    assert colours[0][3] == 0
    assert data == png(pixels, [(10, 20, 30), (200, 100, 0)])


def test_a_heavy_picture_is_drawn_with_fewer_pixels():
    def draw(most):
        return Picture(bytes(most * most), [[0.0, 0.0], [1.0, 1.0]])

    assert 470**2 < len(light(draw).data) <= images.MOST_BYTES
    assert len(light(lambda most: Picture(bytes(10**6 + most), [])).data) == 10**6 + images.FEWEST_PIXELS


def test_rasters_elsewhere_or_without_a_place_are_refused(tmp_path):
    away = write_raster(tmp_path / "away.tif", np.zeros((4, 4), "float32"), transform=from_origin(0, 9e6, 10, 10))
    with pytest.raises(CRSError, match="layer r lies outside the villages"):
        frame(villages(), look_at(away, "layer r"))
    with pytest.raises(CRSError, match="set_crs"):
        frame(villages().set_crs(None, allow_override=True), seen(tmp_path, np.zeros((4, 6), "float32")))
    turned = write_raster(
        tmp_path / "t.tif", np.zeros((4, 4)), transform=from_origin(0, 9e6, 10, 10) * Affine.rotation(20)
    )
    with pytest.raises(GeometryError, match="rotated"):
        look_at(turned, "layer r")


def test_a_damaged_file_is_named(tmp_path):
    path = write_raster(tmp_path / "r.tif", np.random.default_rng(1).random((256, 256)), cell=20.0, compress="deflate")
    raster = look_at(path, "layer r")
    path.write_bytes(path.read_bytes()[:400] + bytes(100_000))
    with pytest.raises(DataError, match="layer r: cannot read"):
        read_small(raster, frame(villages(), raster), "average")
