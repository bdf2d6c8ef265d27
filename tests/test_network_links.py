import numpy as np
import pytest
import shapely

from kawasan_gis.network.links import Lines, cut_lines, joined_links, minutes_of


def line(*places):
    return shapely.LineString(places)


def lines_of(*shapes, km_h=60.0, direction=None, bridges=None):
    n = len(shapes)
    return Lines(
        np.array(shapes, dtype=object), np.full(n, km_h), np.array(direction or [0] * n),
        np.array(bridges or [False] * n), np.ones(n, dtype=bool),
    )  # fmt: skip


def cut(*shapes, junctions="shared", snap_m=1.0, **more):
    return cut_lines(lines_of(*shapes, **more), snap_m=snap_m, junctions=junctions)


def test_lines_are_cut_at_vertices_they_share_and_nowhere_else():
    links = cut(line((0, 0), (50, 0), (100, 0), (200, 0)), line((100, -50), (100, 0), (100, 50)))
    assert sorted(links.metres.tolist()) == [50, 50, 100, 100]
    assert links.nodes == 5
    assert links.shapes[0].equals(line((0, 0), (50, 0), (100, 0)))
    middle = links.end[0]
    assert sorted(np.concatenate([links.start, links.end]).tolist()).count(middle) == 4


def test_ends_within_the_tolerance_are_one_and_lengths_stay_as_drawn():
    near = line((0, 0), (100, 0)), line((100.6, 0.3), (200, 0))
    assert cut(*near).nodes == 3
    assert cut(*near, snap_m=0.5).nodes == 4
    assert cut(*near).metres.tolist() == pytest.approx([100, 99.4004527], abs=1e-6)


def test_a_line_that_ends_on_another_is_joined_when_asked():
    tee = line((0, 0), (100, 0)), line((40, 0.5), (40, 80))
    assert len(cut(*tee).start) == 2
    links = cut(*tee, junctions="touching")
    assert sorted(links.metres.tolist()) == [40, 60, 79.5]
    assert links.nodes == 4
    assert len(cut(*tee, junctions="touching", snap_m=0.2).start) == 2


def test_crossings_are_joined_when_asked_but_not_under_bridges():
    cross = line((0, 0), (100, 0)), line((50, -50), (50, 50))
    assert len(cut(*cross, junctions="touching").start) == 2
    assert cut(*cross, junctions="crossing").metres.tolist() == [50, 50, 50, 50]
    assert cut(*cross, junctions="crossing").nodes == 5
    assert len(cut(*cross, junctions="crossing", bridges=[True, False]).start) == 2


def test_lines_that_run_along_each_other_meet_at_both_ends_of_it():
    links = cut(line((0, 0), (100, 0)), line((30, 20), (30, 0), (60, 0), (60, 20)), junctions="crossing")
    assert sorted(links.metres.tolist()) == [20, 20, 30, 30, 30, 40]
    assert links.nodes == 6


def test_a_ring_and_a_line_that_meets_itself():
    ring = cut(line((0, 0), (100, 0), (100, 100), (0, 0)))
    assert ring.start.tolist() == ring.end.tolist() == [0]
    lasso = cut(line((0, 0), (100, 0), (150, 50), (200, 0), (100, 0)))
    assert sorted(lasso.metres.tolist()) == pytest.approx([50 * 2**0.5, 50 * 2**0.5, 100, 100])
    back = cut(line((100, 0), (500, 0), (0, 0)))
    assert back.metres.tolist() == [400, 500]


def test_minutes_follow_speed_and_direction():
    links = cut(line((0, 0), (1000, 0)), line((0, 9), (1000, 9)), line((0, 99), (1000, 99)), direction=[0, 1, -1])
    assert links.minutes.tolist() == pytest.approx([1, 1, np.inf])
    assert links.back.tolist() == pytest.approx([1, np.inf, 1])
    assert minutes_of(np.array([500.0]), 30.0).tolist() == pytest.approx([1])


def test_shapes_of_links_are_their_lines():
    rng = np.random.default_rng(5)
    drawn = [shapely.LineString(rng.random((2, 2)) * 1000) for _ in range(60)]
    links = cut(*drawn, junctions="crossing", snap_m=0)
    assert shapely.length(links.shapes).tolist() == pytest.approx(links.metres.tolist())
    assert links.metres.sum() == pytest.approx(sum(one.length for one in drawn))
    noded = shapely.get_parts(shapely.node(shapely.MultiLineString(drawn)))
    assert len(links.start) == len(noded)
    assert np.sort(shapely.length(noded)).tolist() == pytest.approx(np.sort(links.metres).tolist())


def test_networks_side_by_side_stay_apart():
    both = joined_links([cut(line((0, 0), (9, 0))), cut(line((0, 0), (9, 0)), line((9, 0), (9, 9)))])
    assert both.nodes == 5
    assert both.start.tolist()[0] == 0
    assert min(both.start[1:]) == 2
