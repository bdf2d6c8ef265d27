import numpy as np
import pandas as pd
import pytest
import shapely
from drawing import code, draw_villages
from hypothesis import given
from hypothesis import strategies as st
from street_grid import MIDDLES, MINUTE, VILLAGES, grid, layer, points, road, spot

from kawasan_gis.findings import Findings
from kawasan_gis.network import Network, build_network

GRID = layer(*grid())


def network(drawn=GRID, findings=None, villages=VILLAGES, settlements=MIDDLES, tables=None, **options):
    return build_network(
        villages, Network(**{**MINUTE, **options}), roads=drawn, settlements=settlements,
        findings=findings if findings is not None else Findings(), **(tables or {}),
    )  # fmt: skip


def minutes(access, *places):
    return access.minutes_to_nearest(on(access, *places)).tolist()


def on(access, *places):
    return access.place(points(*places).geometry.to_numpy())


def test_minutes_on_the_grid_by_hand():
    # From a corner: as many minutes as blocks.
    assert minutes(network(walk_km=0.4), (0, 0)) == pytest.approx([2, 3, 4, 1, 2, 3, 0, 1, 2])


def test_the_nearest_of_several_counts():
    assert minutes(network(walk_km=0.4), (0, 0), (2, 2)) == pytest.approx([2, 1, 0, 1, 2, 1, 0, 1, 2])


def test_walks_to_the_road_are_at_walking_speed_and_end_on_its_nearest_point():
    # 200 m beside the street between (0, 0) and (1, 0): 3 minutes at 4 km/h, then .5, 1.5, ... minutes on the road.
    found = minutes(network(walk_km=0.4), (0.5, 0.2))
    assert found == pytest.approx([5.5, 5.5, 6.5, 4.5, 4.5, 5.5, 3.5, 3.5, 4.5])
    assert minutes(network(walk_km=0.4, km_h={"walking": 6}), (0.5, 0.2))[6] == pytest.approx(2.5)


def test_two_places_on_one_link_travel_straight_between_them():
    settled = points((0.25, 0), (5, 5))
    access = network(settlements=settled, villages=VILLAGES.loc[[code("g")]], walk_km=0.2)
    assert minutes(access, (0.4, 0))[0] == pytest.approx(0.15)


def test_a_place_in_walking_distance_is_walked_to_where_the_road_is_longer():
    # The roads are 10 km/h: 300 m on foot are 4.5 minutes, over the roads 1.8 + 2 x 1.5 on foot more.
    found = minutes(network(other_km_h=1, walk_km=0.4), (0, 0.3))
    assert found[6] == pytest.approx(4.5)


def test_no_trip_takes_a_short_cut_through_another_village():
    # Two roads that do not meet; b lies between them in walking distance of both and would join them.
    roads = layer(road((0, 0), (0, 2)), road((0.5, 0), (0.5, 2)))
    clearing = shapely.Point(spot(0.25, 1)).buffer(90)
    villages = VILLAGES.iloc[:2].set_geometry(
        [shapely.box(*VILLAGES.total_bounds) - clearing, clearing], crs=VILLAGES.crs
    )
    access = network(roads, settlements=points((0, 2), (0.25, 1)), villages=villages, walk_km=0.3)
    assert access.connected.all()
    found = minutes(access, (0.5, 0))
    assert np.isnan(found[0])
    assert found[1] == pytest.approx(0.25 * 15 + 1)
    assert len(access.village_minutes(1000)) == 2


def test_places_within_a_limit_and_villages():
    access = network(walk_km=0.4)
    found = access.minutes_to(on(access, (0, 0), (2, 2)), 1.0)
    assert list(zip(found.start, found.end, found.minutes.round(6), strict=True)) == [
        (1, 1, 1), (2, 1, 0), (3, 0, 1), (5, 1, 1), (6, 0, 0), (7, 0, 1),
    ]  # fmt: skip
    table = access.village_minutes(1.0)
    assert len(table) == 24
    assert table[table["origin"] == code("e")].values.tolist() == [
        [code("e"), code(to), pytest.approx(1)] for to in "bdfh"
    ]
    assert access.village_minutes(0.5).empty


def test_village_minutes_equal_those_to_each_alone():
    access = network(walk_km=0.4)
    table = access.village_minutes(100).pivot_table(index="origin", columns="destination", values="minutes")
    for place, kode in enumerate(VILLAGES.index):
        alone = access.minutes_to_nearest(access.place(access.origins[[place]]))
        assert table[kode].reindex(VILLAGES.index).fillna(0).tolist() == pytest.approx(alone.tolist())


def test_a_one_way_counts_only_when_its_column_is_named():
    roads = layer(*grid(), oneway=["yes", "", "", "", "", ""])
    access = network(roads, walk_km=0.4, oneway="oneway")
    # The southern street runs east: from h to g around the block, from g to h straight.
    table = access.village_minutes(100).set_index(["origin", "destination"])["minutes"]
    assert table[code("g"), code("h")] == pytest.approx(1)
    assert table[code("h"), code("g")] == pytest.approx(3)
    assert minutes(access, (0, 0))[7] == pytest.approx(3)
    assert minutes(network(roads, walk_km=0.4), (0, 0))[7] == pytest.approx(1)
    turned = roads.assign(oneway=["-1", None, "no", "no", "", ""])
    assert minutes(network(turned, walk_km=0.4, oneway="oneway"), (0, 0))[7] == pytest.approx(1)


def test_a_one_way_is_joined_in_its_middle_without_a_way_back():
    only = layer(road((0, 0), (2, 0)), oneway=["yes"])
    access = network(only, walk_km=0.4, oneway="oneway")
    found = minutes(access, (1, 0))
    assert found[6:] == [pytest.approx(1), pytest.approx(0), pytest.approx(np.nan, nan_ok=True)]


def test_rivers_cut_a_trip_short_and_meet_roads_at_landings():
    # A road around three sides; a river straight across, at 30 km/h.
    roads = layer(road((0, 0), (0, 2), (2, 2), (2, 0)))
    river = {"rivers": layer(road((0, 0), (2, 0)))}
    river_options = {"rivers": ("sungai",), "km_h": {"river": 30}, "walk_km": 0.4}
    assert minutes(network(roads, walk_km=0.4), (0, 0))[8] == pytest.approx(6)
    assert minutes(network(roads, tables=river, **river_options), (0, 0))[8] == pytest.approx(4)
    # The school is on the road: with no landing within reach the boat does not help those on it.
    far = {**river, "landings": points((1, 1))}
    findings = Findings()
    apart = network(roads, findings, tables=far, landings="dermaga", **river_options)
    assert minutes(apart, (0, 1))[8] == pytest.approx(4 + 1)
    assert findings.counts()["no_landing"] == 1
    assert apart.parts()["km"].tolist() == pytest.approx([6, 2])
    at_the_end = {**river, "landings": points((0, 0.06), (2, 0))}
    joined = network(roads, tables=at_the_end, landings="dermaga", landing_m=100, **river_options)
    assert len(joined.parts()) == 1


def test_ferries_are_boarded_at_their_ends_only():
    roads = layer(road((0, 0), (0, 2)), road((2, 0), (2, 2)))
    ferry = {"ferries": layer(road((0, 1), (1, 1.2), (2, 1)))}
    access = network(roads, tables=ferry, ferries=("feri",), km_h={"ferry": 20}, walk_km=0.4)
    metres = 2 * np.hypot(1000, 200)
    found = minutes(access, (0, 1))
    assert found[5] == pytest.approx(metres / 1000 * 3)
    # The ferry passes 200 m from the village in the middle and does not stop there.
    assert np.isnan(found[4])
    boat = network(roads, tables={"rivers": ferry["ferries"]}, rivers=("sungai",), walk_km=0.4)
    assert not np.isnan(minutes(boat, (0, 1))[4])


def test_an_island_is_not_reached_on_foot_over_the_sea():
    villages = draw_villages("ab.c")
    settled = points((0, 0), (1, 0), (3, 0))
    roads = layer(road((0, 0), (1.4, 0)))
    findings = Findings()
    access = network(roads, findings, villages=villages, settlements=settled, walk_km=5)
    assert minutes(access, (0, 0)) == [0, 1, pytest.approx(np.nan, nan_ok=True)]
    assert findings.of("off_network") == [code("c")]
    assert access.connected.tolist() == [True, True, False]
    assert access.village_minutes(1000)["origin"].unique().tolist() == [code("a"), code("b")]


def test_a_part_of_the_network_that_is_cut_off_is_reported():
    findings = Findings()
    access = network(layer(*grid()[:2], road((0, 2), (0.5, 2))), findings, walk_km=0.4)
    assert access.parts()["km"].tolist() == pytest.approx([2, 2, 0.5])
    assert access.parts()["villages"].tolist() == [3, 3, 1]
    row = findings.frame.set_index("kind").loc["network_parts"]
    assert (row["value"], row["other"], row["detail"]) == (55.6, "3", "2")
    assert findings.of("off_network") == [code("b"), code("c")]


def test_without_lines_times_are_estimates_and_say_so():
    findings = Findings()
    access = network(None, findings, detour=1.5, km_h={"straight": 30}, roads=())
    # 2 km x 1.5 at 30 km/h.
    assert minutes(access, (0, 0))[8] == pytest.approx(6)
    assert access.estimated
    assert access.note("id") == "perkiraan: garis lurus × 1,50, 30 km/jam, tanpa jaringan jalan"  # noqa: RUF001
    assert findings.counts() == {"straight_lines": 1}
    assert len(access.village_minutes(3.0)) == 24
    assert access.parts().empty
    assert network().note() == ""


FEW = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=4, unique=True)


@given(st.lists(FEW, min_size=1, max_size=6), FEW, st.booleans())
def test_a_road_that_is_added_makes_no_way_longer(ways, more, crossing):
    junctions = "crossing" if crossing else "shared"
    drawn = [road(*((x / 4, y / 4) for x, y in way)) for way in ways]
    added = road(*((x / 4 + 0.03, y / 4) for x, y in more))
    school = [(0.1, 0.2), (1.7, 1.9)]
    few = minutes(network(layer(*drawn), walk_km=0.3, junctions=junctions), *school)
    many = minutes(network(layer(*drawn, added), walk_km=0.3, junctions=junctions), *school)
    for before, after in zip(few, many, strict=True):
        assert np.isnan(before) or after <= before + 1e-6


@given(st.lists(FEW, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_direction_of_lines_do_not_matter(ways, rng):
    drawn = [road(*((x / 4, y / 4) for x, y in way)) for way in ways]
    other = [shapely.reverse(line) if rng.random() < 0.5 else line for line in drawn]
    rng.shuffle(other)
    # Beside the drawing's lattice, where no two points of a line are equally near.
    beside = points(*((x + 0.0131, y + 0.0072) for y in (2, 1, 0) for x in range(3)))
    one, two = (network(layer(*lines), settlements=beside, walk_km=0.3).village_minutes(60) for lines in (drawn, other))
    pd.testing.assert_frame_equal(one, two, rtol=1e-9)
    there = one.set_index(["origin", "destination"])["minutes"]
    back = one.set_index(["destination", "origin"])["minutes"].rename_axis(["origin", "destination"])
    pd.testing.assert_series_equal(there.sort_index(), back.sort_index(), rtol=1e-9)


def test_walks_left_out_change_no_time(monkeypatch):
    access = network(walk_km=2)
    monkeypatch.setattr("kawasan_gis.network.walks._needed", lambda feet, links: feet)
    everything = network(walk_km=2)
    assert len(access.feet.place) < len(everything.feet.place) / 2
    for place in ((0.3, 0.4), (1.8, 0.1)):
        assert minutes(access, place) == pytest.approx(minutes(everything, place))


def test_villages_start_on_the_road_where_nothing_is_known_of_their_settlements():
    access = network(layer(road((-0.5, 0.1), (2.5, 0.1))), settlements=None, walk_km=0.2)
    assert shapely.get_coordinates(access.origins[6]).tolist() == [list(spot(0, 0.1))]
    # The villages of the row above have no road: they begin where it is nearest, 400 m off, and are not joined.
    assert access.connected.tolist() == [False] * 6 + [True] * 3
