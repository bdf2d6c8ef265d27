import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawing import ORIGIN
from exactextract import exact_extract
from hypothesis import given
from hypothesis import strategies as st
from rasters import odd_villages, write_raster

from kawasan_gis.compiled import COMPILED
from kawasan_gis.indicators.zonal import coverage, fallback
from kawasan_gis.indicators.zonal.coverage import Spans
from kawasan_gis.indicators.zonal.grid import lay, look_at

SIZE, CELL = 23, 100.0


def a_grid(tmp_path_factory):
    path = tmp_path_factory.mktemp("grid") / "g.tif"
    return look_at(write_raster(path, np.arange(SIZE**2, dtype="float64").reshape(SIZE, SIZE), cell=CELL), "g")


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    return a_grid(tmp_path_factory)


def covered(villages, grid, rows=None, cover=coverage.cover_rows):
    """Part of every cell each village covers, from bands of so many rows."""
    laid, rows = lay(villages, grid), rows or SIZE
    parts = np.zeros((len(villages), SIZE, SIZE))
    for top in range(0, SIZE, rows):
        bottom = min(top + rows, SIZE)
        there = np.flatnonzero((laid.outline.top < bottom) & (laid.outline.bottom > top))
        if len(there):
            for v, r, a, b, part in zip(*Spans(*cover(laid.outline, there, top, bottom, SIZE)), strict=True):
                assert 0 <= a < b <= SIZE
                assert top <= r < bottom
                parts[v, r, a:b] += part
    return parts


def boxes():
    """Cells of the grid, in rows from above."""
    west, north = ORIGIN[0] + CELL * np.arange(SIZE), ORIGIN[1] + CELL * np.arange(SIZE, 0, -1)
    return shapely.box(west, north[:, None] - CELL, west + CELL, north[:, None])


def villages_of(*shapes):
    moved = [shapely.affinity.translate(shape, *ORIGIN) for shape in shapes]
    return gpd.GeoDataFrame(index=range(len(shapes)), geometry=moved, crs="EPSG:32749")


@given(seed=st.integers(0, 10**6))
def test_parts_are_those_of_the_intersection_with_every_cell(grid, seed):
    villages = odd_villages(np.random.default_rng(seed), SIZE * CELL)
    if not villages.intersects(shapely.box(*ORIGIN, ORIGIN[0] + SIZE * CELL, ORIGIN[1] + SIZE * CELL)).any():
        return
    expected = shapely.area(shapely.intersection(villages.geometry.to_numpy()[:, None, None], boxes())) / CELL**2
    assert covered(villages, grid) == pytest.approx(expected, abs=1e-9)


def test_bands_of_any_height_give_the_same_bits(grid):
    villages = odd_villages(np.random.default_rng(3), SIZE * CELL, 40)
    whole = covered(villages, grid)
    for rows in (1, 2, 7):
        assert covered(villages, grid, rows).tobytes() == whole.tobytes()


def test_a_partition_covers_every_cell_once(grid):
    rng = np.random.default_rng(8)
    points = shapely.MultiPoint(rng.uniform(0, SIZE * CELL, (60, 2)))
    square = shapely.box(0, 0, SIZE * CELL, SIZE * CELL)
    pieces = [piece.intersection(square) for piece in shapely.voronoi_polygons(points, extend_to=square).geoms]
    assert covered(villages_of(*pieces), grid).sum(axis=0) == pytest.approx(np.ones((SIZE, SIZE)), abs=1e-9)


def test_flat_edges_inside_a_row_of_cells(grid):
    # From a quarter into row 1 to three quarters into row 2 from below; columns 2 to 4 and a half.
    parts = covered(villages_of(shapely.box(200, 125, 450, 275)), grid)[0]
    assert parts[SIZE - 2, 2:5] == pytest.approx([0.75, 0.75, 0.375])
    assert parts[SIZE - 3, 2:5] == pytest.approx([0.75, 0.75, 0.375])
    assert parts.sum() == pytest.approx(1.5 * 2.5)


def test_rings_either_way_round_holes_and_islands_in_them(grid):
    outer, hole, island = (shapely.box(a, a, SIZE * CELL - a, SIZE * CELL - a) for a in (100, 450, 820))
    lake = shapely.Polygon(outer.exterior.coords, [hole.exterior.coords[::-1]]).union(island)
    other = shapely.Polygon(outer.exterior.coords[::-1], [hole.exterior.coords]).union(island)
    parts = covered(villages_of(lake, other), grid)
    assert parts[0].sum() == pytest.approx(lake.area / CELL**2)
    assert parts[0].tobytes() == parts[1].tobytes()
    assert parts[0][SIZE // 2, SIZE // 2] == 1.0


def test_neighbours_share_a_cell_to_the_last_bit(grid):
    line = [(0, 1130.7), (511.3, 990.1), (1204.9, 1711.3), (SIZE * CELL, 1130.7)]
    below = shapely.Polygon([*line, (SIZE * CELL, 0), (0, 0)])
    above = shapely.Polygon([*line, (SIZE * CELL, SIZE * CELL), (0, SIZE * CELL)])
    parts = covered(villages_of(below, above), grid)
    assert np.abs(parts.sum(axis=0) - 1).max() < 1e-13


def test_rows_with_many_crossings(grid):
    # A comb: more crossings in a row than are sorted by insertion, and wide teeth.
    teeth = [shapely.box(10 + 40 * n, 50, 30 + 40 * n, 2200) for n in range(55)]
    comb = shapely.union_all([*teeth, shapely.box(0, 10, 2250, 60)])
    expected = shapely.area(shapely.intersection(shapely.affinity.translate(comb, *ORIGIN), boxes())) / CELL**2
    assert covered(villages_of(comb), grid)[0] == pytest.approx(expected, abs=1e-9)


def test_exactextract_covers_the_same(grid):
    villages = odd_villages(np.random.default_rng(11), SIZE * CELL, 30)
    ours = covered(villages, grid)
    assert covered(villages, grid, cover=fallback.cover_rows) == pytest.approx(ours, abs=2e-6)
    for number, row in enumerate(exact_extract(grid.place, villages, ["cell_id", "coverage"])):
        theirs = np.zeros(SIZE**2)
        theirs[row["properties"]["cell_id"]] = row["properties"]["coverage"]
        assert ours[number].ravel() == pytest.approx(theirs, abs=2e-6)


@pytest.mark.skipif(not COMPILED, reason="there is no compiler here")
def test_plain_python_gives_the_same_bits(grid, monkeypatch):
    villages = odd_villages(np.random.default_rng(5), SIZE * CELL, 15)
    compiled = covered(villages, grid)
    names = ("trace_edge", "room_for", "by_row", "longer")
    plain = coverage.cover_rows.py_func
    for name in names:
        monkeypatch.setattr(coverage, name, getattr(coverage, name).py_func)
    assert covered(villages, grid, cover=plain).tobytes() == compiled.tobytes()


def test_villages_off_the_grid_and_slivers_of_rounding_leave_nothing(grid):
    away, sliver = shapely.box(-900, 200, -300, 400), shapely.box(300 - 1e-8, 300, 600, 600)
    beyond = shapely.box(SIZE * CELL + 5, 0, SIZE * CELL + 500, 900)
    parts = covered(villages_of(away, sliver, beyond), grid)
    assert parts[0].sum() == parts[2].sum() == 0
    assert np.count_nonzero(parts[1]) == 9
