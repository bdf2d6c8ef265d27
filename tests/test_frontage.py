import itertools

import numpy as np
import pytest
import shapely
from drawing import draw_villages

from kawasan_gis.frontage import Pairs, frontage
from kawasan_gis.outlines import outlines

REACH = 30.0


def facing(polygons, reach=REACH):
    """Outlines, and the pieces of them that face a village."""
    polygons = np.array(polygons, dtype=object)
    tree = shapely.STRtree(polygons)
    a, b = tree.query(polygons, predicate="dwithin", distance=reach)
    lines = outlines(polygons)
    return lines, frontage(lines, Pairs(a[a < b], b[a < b]), reach_m=reach, tree=tree)


def metres(lines, pieces):
    """Length of what each village shows each other one."""
    total = {}
    for village, other, length in zip(
        lines.village[pieces.segment], pieces.other, pieces.end - pieces.begin, strict=True
    ):
        total[int(village), int(other)] = total.get((int(village), int(other)), 0.0) + length
    return total


def test_neighbours_that_touch_face_what_they_share():
    polygons = draw_villages("aab\nccb\n.cd").geometry.to_numpy()
    expected = {
        (i, j): shapely.intersection(polygons[i], polygons[j]).length
        for i, j in itertools.permutations(range(len(polygons)), 2)
    }
    expected = {pair: length for pair, length in expected.items() if length > 0}
    assert metres(*facing(polygons)) == pytest.approx(expected)


def test_nobody_is_faced_beyond_the_reach_or_behind_another():
    left, thin, right = shapely.box(0, 0, 100, 100), shapely.box(110, 0, 112, 50), shapely.box(113, 0, 225, 100)
    found = metres(*facing([left, thin, right]))
    # The upper half sees past the thin one; the lower half does not, though it is hardly nearer.
    assert found[0, 2] == pytest.approx(50, abs=1)
    assert found[0, 1] == pytest.approx(50, abs=1)
    assert (1, 0) in found
    assert metres(*facing([left, right], reach=12)) == {}


def seen_by_ray(polygons, me, place, outwards):
    """The villages met first on the way outwards from a place, none when that is the village itself."""
    ray = shapely.LineString([place + 0.01 * outwards, place + REACH * outwards])
    start = shapely.Point(place)
    far = {
        other: shapely.distance(start, shapely.intersection(ray, polygon))
        for other, polygon in enumerate(polygons)
        if shapely.intersects(ray, polygon)
    }
    if not far or min(far, key=far.get) == me:
        return set()
    return {min(far, key=far.get)}


@pytest.mark.parametrize("seed", range(4))
def test_a_place_faces_what_a_ray_meets_first(seed):
    rng = np.random.default_rng(seed)
    cells = shapely.voronoi_polygons(
        shapely.MultiPoint(rng.random((12, 2)) * 400), extend_to=shapely.box(0, 0, 400, 400)
    )
    # Apart by up to 24 m, so that nothing overlaps and some pairs do not see each other everywhere.
    polygons = [cell.buffer(-wide) for cell, wide in zip(cells.geoms, rng.uniform(2, 12, 12), strict=True)]
    lines, pieces = facing(polygons)
    checked = 0
    for segment in range(len(lines.village)):
        me = int(lines.village[segment])
        along = (lines.end[segment] - lines.start[segment]) / lines.length[segment]
        mine = pieces.segment == segment
        ends = np.concatenate([pieces.begin[mine], pieces.end[mine], [0.0, lines.length[segment]]])
        for far in rng.uniform(0, lines.length[segment], 4):
            if np.abs(ends - far).min() < 0.5:
                continue
            place = lines.start[segment] + far * along
            normal = np.array([along[1], -along[0]])
            outwards = -normal if shapely.contains_xy(polygons[me], *(place + 0.001 * normal)) else normal
            told = set(pieces.other[mine & (pieces.begin <= far) & (far <= pieces.end)].tolist())
            assert told == seen_by_ray(polygons, me, place, outwards), (segment, far)
            checked += 1
    assert checked > 100


def test_what_lies_inside_another_village_faces_it():
    outer, inner = shapely.box(0, 0, 1000, 1000), shapely.box(300, 300, 700, 700)
    assert metres(*facing([outer, inner]))[1, 0] == pytest.approx(1600)
