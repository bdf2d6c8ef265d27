import numpy as np
import pytest
import shapely
from drawing import ORIGIN, at, code, draw_villages, shapes
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import scale

from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, cover
from kawasan_gis.indicators.cover import cover_ha, cover_share

VILLAGES = draw_villages("aab\nccb")
ANY = Indicator(name="x", layer="l", measure="cover_ha")


def by_letter(series, letters="abc"):
    return [series[code(letter)] for letter in letters]


def test_cover_counts_ground_once():
    west = shapely.box(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 500, ORIGIN[1] + 2000)
    inside = shapely.box(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 250, ORIGIN[1] + 1000)
    both = shapes(west, inside)
    assert by_letter(cover_ha(VILLAGES, both, ANY, Findings())) == pytest.approx([50, 0, 50])
    assert by_letter(cover_share(VILLAGES, both, ANY, Findings())) == pytest.approx([0.25, 0, 0.25])


def test_covers_that_meet_no_village_cover_nothing():
    far = shapes(shapely.Point(ORIGIN[0] - 5000, ORIGIN[1]).buffer(10))
    assert cover_ha(VILLAGES, far, ANY, Findings()).tolist() == [0, 0, 0]


def test_invalid_covers_are_repaired():
    bowtie = shapely.Polygon(at((0, 0), (2, 1), (2, 0), (0, 1)))
    assert cover_ha(VILLAGES, shapes(bowtie), ANY, Findings())[code("c")] == pytest.approx(100)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_cover_is_conserved_when_villages_are_split(seed):
    rng = np.random.default_rng(seed)
    blobs = shapes(*(shapely.Point(ORIGIN + rng.random(2) * 3000).buffer(rng.random() * 800 + 10) for _ in range(4)))
    whole = draw_villages("aaa\naaa")
    parts = cover_ha(VILLAGES, blobs, ANY, Findings()).sum()
    assert parts == pytest.approx(cover_ha(whole, blobs, ANY, Findings()).sum(), rel=1e-9)


def united(shapes, covers):
    """The plain way: everything in a village united."""
    whole = shapely.union_all(covers)
    return shapely.area(shapely.intersection(shapes, whole))


def random_blob(rng):
    """A star of some size: round, jagged or ring-shaped."""
    centre, size, count = ORIGIN + rng.random(2) * 2500, rng.random() * 900 + 20, int(rng.integers(3, 40))
    turn = np.sort(rng.random(count)) * 2 * np.pi
    radius = size * rng.uniform(0.4, 1, count)
    blob = shapely.Polygon(centre + np.column_stack([np.cos(turn), np.sin(turn)]) * radius[:, None]).buffer(0)
    return blob.difference(shapely.Point(centre).buffer(size / 4)) if rng.random() < 0.3 else blob


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([6, 20, 1000]))
def test_ground_is_the_same_as_when_everything_is_united(seed, most):
    rng = np.random.default_rng(seed)
    blobs = [random_blob(rng) for _ in range(rng.integers(1, 12))]
    copies = [blobs[int(rng.integers(len(blobs)))] for _ in range(rng.integers(0, 3))]
    inner = [scale(blob, 0.5, 0.5) for blob in blobs[:2]]
    covers = np.array([*blobs, *copies, *inner, *cells(rng, 12)], dtype=object)
    covers = covers[rng.permutation(len(covers))]
    covers = covers[~shapely.is_empty(covers) & shapely.is_valid(covers)]
    shapes = VILLAGES.geometry.to_numpy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cover, "MOST_VERTICES", most)
        areas = cover.covered_area(shapes, covers)
    assert areas == pytest.approx(united(shapes, covers), rel=1e-9, abs=1e-3)


def cells(rng, count):
    """Polygons that fit together, some of them left out."""
    points = shapely.MultiPoint(np.asarray(ORIGIN) + rng.random((count, 2)) * 2500)
    parts = shapely.get_parts(shapely.voronoi_polygons(points))
    return parts[:count] if rng.random() < 0.5 else np.array([shapely.Polygon()] * count, dtype=object)


def test_polygons_that_fit_together_are_not_united(monkeypatch):
    def fail(*_):
        raise AssertionError

    monkeypatch.setattr(cover.shapely, "union_all", fail)
    squares = shapes(*(shapely.box(*at((x, 0))[0].coords[0], *at((x + 1, 2))[0].coords[0]) for x in range(3)))
    assert by_letter(cover_ha(VILLAGES, squares, ANY, Findings())) == pytest.approx([200, 200, 200])
    with pytest.raises(AssertionError):
        cover_ha(VILLAGES, shapes(*squares.geometry, squares.geometry[0]), ANY, Findings())


def test_a_polygon_of_very_many_vertices_is_cut(monkeypatch):
    big = shapely.Point(at((1.5, 1))[0]).buffer(900, quad_segs=2000)
    parts, origin = cover._cut(np.array([shapely.Point(0, 0).buffer(1), big]))
    assert shapely.get_num_coordinates(parts).max() <= cover.MOST_VERTICES
    assert len(parts) > 8
    assert sorted(set(origin)) == [0, 1]
    assert shapely.area(parts[origin == 1]).sum() == pytest.approx(big.area, rel=1e-12)
    # Where the fast way goes wrong the polygon stays as it is.
    monkeypatch.setattr(cover, "_halves", lambda part: [part, part])
    parts, origin = cover._cut(np.array([big]))
    assert (parts.tolist(), origin.tolist()) == ([big], [0])
