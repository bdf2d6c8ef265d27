"""Relief: lit from the north-west, light where it is flat, and nothing where nothing is known."""

import numpy as np
import pytest
from drawing import ORIGIN, draw_villages
from rasterio.transform import from_origin
from rasters import raster_layer

from kawasan_gis.errors import CRSError, DataError, TableError
from kawasan_gis.maps.images import Frame
from kawasan_gis.maps.relief import FLAT, LEVELS, greys, hillshade, shaded

PLACE = Frame(12_500_000.0, -550_000.0, 50.0, 41, 41)
FLAT_LEVEL = 1 + round(FLAT * (LEVELS - 1))


def cone(height=400.0):
    y, x = np.mgrid[-20:21, -20:21].astype(float)
    return height - height / 20 * np.hypot(x, y)


def everywhere():
    return np.ones((41, 41), dtype=bool)


def test_the_side_towards_the_north_west_is_light_and_the_other_dark():
    levels = shaded(cone(), PLACE, everywhere())
    north_west, south_east = levels[8, 8], levels[32, 32]
    north_east, south_west = levels[8, 32], levels[32, 8]
    assert south_east < north_east == south_west < north_west
    assert south_east <= 5
    assert north_west == LEVELS


def test_flat_ground_is_light_and_even():
    levels = shaded(np.full((41, 41), 12.0), PLACE, everywhere())
    assert set(levels[1:-1, 1:-1].ravel()) == {FLAT_LEVEL}


def test_low_hills_are_stretched_and_high_ones_are_not():
    low = shaded(cone(20.0), PLACE, everywhere())
    assert low[32, 32] < FLAT_LEVEL - 1 < low[8, 8]
    lower = shaded(cone(0.2), PLACE, everywhere())
    assert set(lower[1:-1, 1:-1].ravel()) == {FLAT_LEVEL}
    # By hand: a plane that falls 1 in 1 to the south-east is turned away from the light by 90 degrees.
    y, x = np.mgrid[:41, :41].astype(float)
    ground = 50 * np.cos(np.radians(4.93))
    steep = shaded(-(x + y) * ground / np.sqrt(2), PLACE, everywhere())
    assert set(steep[1:-1, 1:-1].ravel()) == {1}


def test_nothing_is_drawn_outside_or_beside_missing_heights():
    heights, where = cone(), everywhere()
    heights[10, 10] = np.nan
    where[:, 30:] = False
    levels = shaded(heights, PLACE, where)
    assert (levels[9:12, 9:12] == 0).all()
    assert (levels[:, 30:] == 0).all()
    assert levels[13, 13] > 0
    assert (shaded(np.full((41, 41), np.nan), PLACE, everywhere()) == 0).all()


def test_greys_run_from_a_shadow_to_white():
    tones = [sum(grey) for grey in greys()]
    assert tones == sorted(tones)
    assert len(tones) == LEVELS
    assert greys()[-1] == (255, 255, 255)


def test_the_same_raster_gives_the_same_bytes(tmp_path):
    layer = raster_layer(tmp_path, cone().astype("float32"), cell=50.0)
    villages = draw_villages("ab\ncd")
    one = hillshade(villages, layer)
    assert one == hillshade(villages, layer)
    assert one.data.startswith(b"\x89PNG")
    (south, west), (north, east) = one.corners
    bounds = villages.to_crs(4326).total_bounds
    assert west < bounds[0] < bounds[2] < east
    assert south < bounds[1] < bounds[3] < north


def test_a_raster_of_codes_or_of_no_heights_is_refused(tmp_path):
    villages = draw_villages("ab\ncd")
    values = np.full((4, 4), 12.0, "float32")
    values[0, 0] = -32_767
    with pytest.raises(TableError, match=r"r.tif holds -32,767 to 12, which are no heights .*gdal_edit"):
        hillshade(villages, raster_layer(tmp_path, values))
    codes = raster_layer(tmp_path, np.ones((4, 4), "uint8"), "c", photometric="palette")
    with pytest.raises(TableError, match="class codes with a palette"):
        hillshade(villages, codes)
    nowhere = raster_layer(tmp_path, values, "n", crs=None)
    with pytest.raises(CRSError, match="no coordinate reference system"):
        hillshade(villages, nowhere)
    turned = raster_layer(tmp_path, values, "s", transform=from_origin(*ORIGIN, 500, -500))
    with pytest.raises(DataError, match="south up"):
        hillshade(villages, turned)
