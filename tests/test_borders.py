"""Borders on villages drawn by hand, on random coverages, and on real boundaries."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon, affinity, box

from kawasan_gis import frontage, outlines
from kawasan_gis.borders import find_borders
from kawasan_gis.errors import CodeError, CRSError, GeometryError, StudyError, TableError
from kawasan_gis.findings import Findings

pytestmark = pytest.mark.xdist_group("without_search")

UTM = "EPSG:32750"


def villages(shapes: dict[str, Polygon]) -> gpd.GeoDataFrame:
    table = gpd.GeoDataFrame(
        {"nama_desa": list(shapes)}, index=list(shapes), geometry=list(shapes.values()), crs=UTM
    ).sort_index()
    table.index.name = "kode_desa"
    return table


def drawn(text: str, side: float = 200.0) -> gpd.GeoDataFrame:
    """Villages from a drawing: one letter per square, a dot for nobody's land."""
    squares: dict[str, list[Polygon]] = {}
    for y, line in enumerate(reversed(text.split())):
        for x, letter in enumerate(line):
            squares.setdefault(letter, []).append(box(x * side, y * side, (x + 1) * side, (y + 1) * side))
    squares.pop(".", None)
    return villages({letter: shapely.union_all(parts) for letter, parts in squares.items()})


def lengths(borders: gpd.GeoDataFrame) -> dict[str, float]:
    pairs = zip(borders["kode_a"], borders["kode_b"], borders["border_m"], strict=True)
    return {a + b: round(metres, 3) for a, b, metres in pairs}


def joint_perimeter(table: gpd.GeoDataFrame) -> float:
    return shapely.union_all(table.geometry.array).length


class TestDrawn:
    def test_sides_count_and_corners_do_not(self):
        assert lengths(find_borders(drawn("AB CD"))) == {"AB": 200, "AC": 200, "BD": 200, "CD": 200}

    def test_without_a_minimum_corners_are_kept_with_no_length(self):
        borders = find_borders(drawn("AB CD"), min_border_m=0)
        assert lengths(borders) == {"AB": 200, "AC": 200, "AD": 0, "BC": 0, "BD": 200, "CD": 200}
        assert borders.geometry.notna().all()

    def test_border_shorter_than_the_minimum(self):
        table = drawn("AAB .CC", side=90)
        assert lengths(find_borders(table)) == {}
        assert lengths(find_borders(table, min_border_m=90)) == {"AB": 90, "AC": 90, "BC": 90}

    def test_enclave(self):
        borders = find_borders(drawn("AAA ABA AAA"))
        assert lengths(borders) == {"AB": 800}
        assert borders.geometry.iloc[0].geom_type == "LineString"
        assert borders.geometry.iloc[0].is_ring

    def test_village_in_two_parts(self):
        borders = find_borders(drawn("ABA"))
        assert lengths(borders) == {"AB": 400}
        assert borders.geometry.iloc[0].geom_type == "MultiLineString"

    def test_sides_cut_at_different_places(self):
        assert lengths(find_borders(drawn("AAAA BBCD"))) == {"AB": 400, "AC": 200, "AD": 200, "BC": 200, "CD": 200}

    def test_nobody_beside(self):
        assert lengths(find_borders(drawn("A..B"))) == {}


class TestDirty:
    @pytest.mark.parametrize(("gap", "border"), [(20, {"AB": 1000}), (40, {})])
    def test_gap(self, gap, border):
        table = villages({"A": box(0, 0, 500, 1000), "B": box(500 + gap, 0, 1000, 1000)})
        borders = find_borders(table)
        assert lengths(borders) == border
        assert borders["gap_m"].tolist() == [gap] * len(border)

    def test_gap_of_an_offset_pair_counts_only_where_they_face(self):
        table = villages({"A": box(0, 0, 500, 1000), "B": box(520, 600, 1000, 1600)})
        assert lengths(find_borders(table)) == {"AB": 400}

    @pytest.mark.parametrize("depth", [0.01, 5, 29, 31, 200])
    def test_overlap_of_any_depth(self, depth):
        table = villages({"A": box(0, 0, 500, 1000), "B": box(500 - depth, 0, 1000, 1000)})
        borders = find_borders(table)
        assert borders["border_m"].iloc[0] == pytest.approx(1000 + depth, abs=0.01)
        assert borders["gap_m"].iloc[0] == 0
        around = table.length.sum() - 2 * borders["border_m"].iloc[0]
        assert around == pytest.approx(joint_perimeter(table), abs=0.02)

    @pytest.mark.parametrize("inset", [0, 10, 200])
    def test_one_drawn_inside_the_other(self, inset):
        table = villages({"A": box(0, 0, 1000, 1000), "B": box(inset, 300, 700, 700)})
        for codes in (["A", "B"], ["B", "A"]):
            renamed = table.set_axis(pd.Index(codes, name="kode_desa")).sort_index()
            border = find_borders(renamed)["border_m"].iloc[0]
            assert table.length.sum() - 2 * border == pytest.approx(joint_perimeter(table))

    def test_drawn_twice(self):
        square = box(0, 0, 1000, 1000)
        assert lengths(find_borders(villages({"A": square, "B": square}))) == {"AB": 2000}
        shifted = villages({"A": square, "B": affinity.translate(square, 0.02, 0.01)})
        assert find_borders(shifted)["border_m"].iloc[0] == pytest.approx(2000, abs=0.1)

    def test_thin_wedge_of_a_third_village(self):
        far = 2000 * np.tan(np.radians(20))
        tip, low, high = (0, 0), (2000, 0), (2000, far)
        table = villages(
            {
                "A": Polygon([(-500, 0), (-500, -1000), (2000, -1000), low, tip]),
                "B": Polygon([(-500, 0), tip, high, (2000, 2000), (-500, 2000)]),
                "C": Polygon([tip, low, high]),
            }
        )
        found = lengths(find_borders(table, min_border_m=0))
        assert found["AB"] == pytest.approx(500, abs=1)
        assert found["AC"] == pytest.approx(2000, abs=1)
        assert found["BC"] == pytest.approx(np.hypot(2000, far), abs=1)

    def test_thin_wedge_that_ends_in_a_point_contact(self):
        tip, low, high = (0, 0), (2000, -100), (2000, 100)
        table = villages(
            {
                "A": Polygon([tip, (0, -1000), (2000, -1000), low]),
                "B": Polygon([tip, high, (2000, 1000), (0, 1000)]),
                "C": Polygon([tip, low, high]),
            }
        )
        naive = table.boundary["A"].intersection(table.geometry["B"].buffer(30)).length
        assert naive > 300
        assert sorted(lengths(find_borders(table))) == ["AC", "BC"]

    def test_strip_of_a_third_village_between(self):
        table = villages({"A": box(0, 0, 500, 1000), "B": box(520, 0, 1000, 1000), "C": box(500, 0, 520, 1000)})
        assert lengths(find_borders(table)) == {"AC": 1000, "BC": 1000}

    @pytest.mark.parametrize("shift", [0, 0.02])
    def test_spur_of_a_third_village_over_a_shared_line(self, shift):
        table = villages(
            {
                "A": box(0, 0, 500, 1000),
                "B": box(500 + shift, 0, 1000, 1000),
                "C": Polygon([(499.99, -500), (500.01, -500), (500.01, 800), (499.99, 800)]),
            }
        )
        found = lengths(find_borders(table))
        assert found == pytest.approx({"AB": 1000, "AC": 800, "BC": 800}, abs=0.1)

    def test_far_side_of_a_narrow_village_is_hidden_by_its_near_side(self):
        table = villages({"A": box(0, 0, 20, 1000), "B": box(22, 0, 1000, 1000)})
        assert lengths(find_borders(table)) == {"AB": 1000}

    def test_own_wall_between(self):
        hook = Polygon([(0, 0), (100, 0), (100, 1000), (90, 1000), (90, 20), (80, 20), (80, 1000), (0, 1000)])
        table = villages({"A": hook, "B": box(105, 0, 500, 1000)})
        assert lengths(find_borders(table)) == {"AB": 1000}

    @pytest.mark.parametrize("degrees", [90, 120, 180])
    def test_coast_on_either_side_adds_nothing(self, degrees):
        turn = np.radians(degrees / 2)
        out = np.array([np.sin(turn), np.cos(turn)]) * 800
        coast = (0, 0)
        table = villages(
            {
                "A": Polygon([coast, (0, -900), (-900, -900), (-out[0], out[1])]),
                "B": Polygon([coast, (out[0], out[1]), (900, -900), (0, -900)]),
            }
        )
        assert find_borders(table)["border_m"].iloc[0] == pytest.approx(900, abs=31 if degrees < 120 else 1)

    def test_slit_behind_the_outline_hides_nothing(self):
        slit = box(0, 0, 500, 1000).difference(box(490, 1, 497, 999))
        table = villages({"A": slit, "B": box(510, 0, 1000, 1000)})
        assert lengths(find_borders(table)) == {"AB": 1000}

    def test_nearer_of_two_that_cross_each_other(self):
        table = villages(
            {
                "A": box(0, -900, 1000, 0),
                "B": Polygon([(0, 1), (1000, 25), (1000, 900), (0, 900)]),
                "C": Polygon([(0, 25), (1000, 1), (1000, 900), (0, 900)]),
            }
        )
        found = find_borders(table).set_index(["kode_a", "kode_b"])["border_m"]
        assert found["A", "B"] == pytest.approx(500, abs=5)
        assert found["A", "C"] == pytest.approx(500, abs=5)

    @pytest.mark.parametrize("order", ["ABC", "ACB", "BAC", "BCA", "CAB", "CBA"])
    def test_neighbour_drawn_twice(self, order):
        one, twice, again = order
        left, right = box(0, 0, 500, 1000).segmentize(100), box(500, 0, 1000, 1000).segmentize(100)
        found = lengths(find_borders(villages({one: left, twice: right, again: right})))
        between = "".join(sorted(twice + again))
        assert found == {pair: 1500 if pair == between else 1000 for pair in ("AB", "AC", "BC")}

    def test_notch_with_a_gap_round_the_corner(self):
        notch = Polygon([(0, 0), (1000, 0), (1000, 400), (400, 400), (400, 1000), (0, 1000)])
        table = villages({"A": notch, "B": box(420, 420, 1000, 1000)})
        assert find_borders(table)["border_m"].iloc[0] == pytest.approx(2 * 580, abs=1)

    def test_zigzag_against_a_straight_line(self):
        zigzag = [(500 + 10 * (step % 2), step * 50.0) for step in range(41)]
        table = villages(
            {"A": Polygon([(0, 0), *zigzag, (0, 2000)]), "B": Polygon([(505, 0), (900, 0), (900, 2000), (505, 2000)])}
        )
        along = shapely.LineString(zigzag).length
        assert find_borders(table)["border_m"].iloc[0] == pytest.approx((along + 2000) / 2, rel=0.01)


SHORES = {"A": box(0, 0, 500, 1000), "B": box(800, 0, 1300, 1000)}


class TestLinks:
    def test_water_within_reach(self):
        borders = find_borders(villages(SHORES), water_link_m=300)
        assert borders["kind"].tolist() == ["water"]
        assert borders[["border_m", "gap_m"]].iloc[0].tolist() == [0, 300]
        assert borders.geometry.iloc[0].length == 300

    @pytest.mark.parametrize("reach", [0, 299])
    def test_water_out_of_reach(self, reach):
        assert len(find_borders(villages(SHORES), water_link_m=reach)) == 0

    def test_island_between_blocks_the_link(self):
        table = villages({**SHORES, "C": box(600, -100, 700, 1100)})
        assert lengths(find_borders(table, water_link_m=300)) == {"AC": 0, "BC": 0}

    def test_neighbour_on_the_same_shore_does_not_block(self):
        shores = {"A": box(0, 0, 500, 1000), "B": box(800, 200, 1300, 800)}
        table = villages({**shores, "C": box(0, 1000, 500, 2000), "D": box(0, -900, 500, 0)})
        kinds = find_borders(table, water_link_m=300).set_index(["kode_a", "kode_b"])["kind"].to_dict()
        assert kinds == {("A", "B"): "water", ("A", "C"): "land", ("A", "D"): "land"}

    def test_corners_are_not_water(self):
        assert set(find_borders(drawn("AB CD"), water_link_m=500)["kind"]) == {"land"}
        assert len(find_borders(drawn("A. .B"), water_link_m=500)) == 0
        streets = villages(
            {
                "A": box(0, 0, 500, 500),
                "B": box(510, 0, 1010, 500),
                "C": box(0, 510, 500, 1010),
                "D": box(510, 510, 1010, 1010),
            }
        )
        assert lengths(find_borders(streets, water_link_m=500)) == {"AB": 500, "AC": 500, "BD": 500, "CD": 500}

    def test_islet_closer_than_the_tolerance(self):
        islet = shapely.Point(529, 500).buffer(4)
        table = villages({"A": box(0, 0, 500, 1000), "B": islet})
        assert find_borders(table, water_link_m=100)["kind"].tolist() == ["water"]

    def test_listed(self):
        borders = find_borders(drawn("AB...C"), extra_pairs=[("C", "A"), ("A", "C"), ("B", "A")])
        assert borders["kind"].tolist() == ["land", "listed"]
        assert borders["border_m"].tolist() == [200, 0]
        assert borders["gap_m"].tolist() == [0, 800]

    def test_listed_wins_over_water(self):
        borders = find_borders(villages(SHORES), water_link_m=300, extra_pairs=[("A", "B")])
        assert borders["kind"].tolist() == ["listed"]

    @pytest.mark.parametrize(
        ("pairs", "message"),
        [
            ([("A", "X"), ("Y", "X")], "2 codes .* X, Y"),
            ([("A", "A")], "1 extra pairs link a village with itself: A"),
            (["ABC"], "1 extra pairs are not two codes"),
        ],
    )
    def test_wrong_pairs(self, pairs, message):
        with pytest.raises(CodeError, match=message):
            find_borders(drawn("AB"), extra_pairs=pairs)


class TestTable:
    def test_columns_order_and_system(self):
        borders = find_borders(drawn("AB CD"))
        assert borders.columns.tolist() == ["kode_a", "kode_b", "border_m", "gap_m", "kind", "geometry"]
        assert borders.index.equals(pd.RangeIndex(4))
        assert borders.crs == UTM
        assert borders[["border_m", "gap_m"]].dtypes.eq("float64").all()

    @pytest.mark.parametrize("count", [0, 1])
    def test_too_few_to_border(self, count):
        full = find_borders(drawn("AB"))
        for options in ({}, {"water_link_m": 500.0}):
            borders = find_borders(drawn("AB").iloc[:count], **options)
            assert len(borders) == 0
            assert borders.crs == UTM
            assert borders.dtypes.to_dict() == full.dtypes.to_dict()

    def test_line_runs_on_the_outline_of_a(self):
        table = villages({"A": box(0, 0, 500, 1000), "B": box(510, 100, 1000, 900)})
        line = find_borders(table).geometry.iloc[0]
        assert line.equals(shapely.LineString([(500, 100), (500, 900)]))

    @pytest.mark.parametrize("step", [2000, 150])
    def test_line_leaves_out_what_lies_between(self, step):
        fork = box(500, 0, 900, 999).difference(box(500, 400, 600, 600))
        borders = find_borders(villages({"A": box(0, 0, 500, 999), "B": fork.segmentize(step)}))
        assert lengths(borders) == {"AB": 799}
        assert borders.length.round(6).tolist() == [799]
        assert shapely.get_num_coordinates(borders.geometry.array).tolist() == [4]

    def test_lines_round_two_enclaves_stay_apart(self):
        line = find_borders(drawn("AAAAA ABABA AAAAA")).geometry.iloc[0]
        assert [part.length for part in line.geoms] == [800, 800]
        assert all(part.is_ring for part in line.geoms)

    def test_line_runs_on_b_where_a_shows_none(self):
        table = villages({"A": box(0, 0, 1000, 1000), "B": box(300, 300, 700, 700)})
        assert find_borders(table).geometry.iloc[0].equals(table.boundary["B"])

    def test_input_is_left_alone(self):
        table = drawn("AB CD")
        before = table.copy()
        find_borders(table, water_link_m=100)
        assert_geodataframe_equal(table, before)

    def test_short_borders_are_noted(self):
        findings = Findings()
        find_borders(drawn("AB", side=60), findings=findings)
        assert findings.frame[["level", "kind", "kode_desa", "other", "value"]].to_numpy().tolist() == [
            ["info", "short_border", "A", "B", 60]
        ]
        assert "60" in findings.table()["message"].iloc[0]

    @pytest.mark.parametrize("digests", [1, 37, 101])
    def test_collisions_of_digests_change_nothing(self, monkeypatch, digests):
        table, digest = voronoi(1, 12), outlines._digest
        expected = find_borders(table, min_border_m=0)
        monkeypatch.setattr(outlines, "_digest", lambda points: digest(points) % np.uint64(digests))
        found = find_borders(table, min_border_m=0)
        assert by_pair(found).to_dict() == pytest.approx(by_pair(expected).to_dict())

    def test_blocks_change_nothing(self, monkeypatch):
        table = voronoi(3, 60, jitter=3.0)
        whole, calls = find_borders(table, min_border_m=0), []
        monkeypatch.setattr(frontage, "BLOCK", 20)
        parts = find_borders(table, min_border_m=0, progress=lambda *call: calls.append(call))
        assert_geodataframe_equal(whole, parts, check_less_precise=True)
        assert shapely.equals_exact(whole.geometry.array, parts.geometry.array, tolerance=1e-6).all()
        assert len(calls) > 5
        assert calls[-1] == ("borders", 60, 60)
        assert [done for _, done, _ in calls] == sorted({done for _, done, _ in calls})


class TestRefused:
    @pytest.mark.parametrize("option", ["tolerance_m", "min_border_m", "water_link_m"])
    @pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
    def test_lengths(self, option, value):
        with pytest.raises(StudyError, match=option):
            find_borders(drawn("AB"), **{option: value})

    @pytest.mark.parametrize("crs", [None, "EPSG:4326", "EPSG:2263"])
    def test_system(self, crs):
        with pytest.raises(CRSError, match="metres"):
            find_borders(drawn("AB").set_crs(crs, allow_override=True))

    def test_repeated_code(self):
        with pytest.raises(CodeError, match="1 village codes are missing or repeated: A"):
            find_borders(drawn("ABC").rename(index={"B": "A"}))

    def test_unsorted(self):
        with pytest.raises(TableError, match="not sorted"):
            find_borders(drawn("AB").iloc[::-1])

    @pytest.mark.parametrize("shape", [None, Polygon(), shapely.Point(0, 0)])
    def test_no_polygon(self, shape):
        table = drawn("ABC")
        table.loc["B", "geometry"] = shape
        with pytest.raises(GeometryError, match="1 villages have no polygon: B"):
            find_borders(table)

    def test_invalid_polygon(self):
        table = drawn("ABC")
        table.loc["C", "geometry"] = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
        with pytest.raises(GeometryError, match="1 villages have an invalid polygon: C"):
            find_borders(table)


def voronoi(seed: int, count: int, *, jitter: float = 0.0) -> gpd.GeoDataFrame:
    """Random villages of about a square kilometre as a clean coverage, or each moved by up to ``jitter`` metres."""
    rng = np.random.default_rng(seed)
    extent = 1000 * np.sqrt(count)
    points = shapely.MultiPoint(rng.uniform(0, extent, (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, ordered=True))
    cells = shapely.intersection(cells, box(0, 0, extent, extent))
    moved = [affinity.translate(cell, *rng.uniform(-jitter, jitter, 2)) for cell in cells]
    return villages({f"{number:04d}": cell for number, cell in enumerate(moved)})


def by_pair(borders: gpd.GeoDataFrame) -> pd.Series:
    return borders.set_index(["kode_a", "kode_b"])["border_m"]


seeds = st.integers(0, 10_000)
law = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestLaws:
    @law
    @given(seeds, st.integers(2, 80))
    def test_equals_rook_contiguity_and_exact_length_on_a_clean_coverage(self, seed, count):
        from libpysal.graph import Graph

        table = voronoi(seed, count)
        rook = Graph.build_contiguity(table, rook=True, strict=True).adjacency
        rook = [(a, b) for a, b in rook[rook > 0].index if a < b]
        edges = table.boundary
        exact = pd.Series({(a, b): edges[a].intersection(edges[b]).length for a, b in rook}, dtype=float)
        found = by_pair(find_borders(table, min_border_m=0))
        found = found[found > 1]
        assert not found.index.difference(exact.index).size
        assert found.reindex(exact.index, fill_value=0).to_numpy() == pytest.approx(exact.to_numpy(), abs=1)
        clear = exact[(exact - 100).abs() > 1]
        kept = by_pair(find_borders(table)).index
        assert sorted(kept.intersection(clear.index)) == sorted(clear[clear >= 100].index)

    @law
    @given(seeds, st.integers(2, 80), st.sampled_from([0.02, 2.0]))
    def test_shifts_change_no_neighbour(self, seed, count, shift):
        margin = {0.02: 3.0, 2.0: 60.0}[shift]
        before = by_pair(find_borders(voronoi(seed, count), min_border_m=0))
        after = by_pair(find_borders(voronoi(seed, count, jitter=shift), min_border_m=0))
        both = pd.concat([before, after], axis=1, keys=["before", "after"]).fillna(0)
        changed = both[(both >= 100).nunique(axis=1) > 1]
        assert (changed["before"] - 100).abs().max() < margin or changed.empty

    def test_few_pairs_are_so_close_to_the_minimum_that_a_shift_decides(self):
        borders = pd.concat([by_pair(find_borders(voronoi(seed, 80), min_border_m=0)) for seed in range(10)])
        assert ((borders - 100).abs() < 3).mean() < 0.01

    @law
    @given(seeds, st.integers(4, 80), st.sampled_from([0.0, 0.02, 3.0]))
    def test_borders_of_an_inner_village_add_up_to_its_perimeter(self, seed, count, jitter):
        table = voronoi(seed, count, jitter=jitter)
        borders = find_borders(table, min_border_m=0)
        ends = pd.concat([borders.set_index(key)["border_m"] for key in ("kode_a", "kode_b")])
        around = ends.groupby(level=0).sum().reindex(table.index, fill_value=0)
        west, south, east, north = table.total_bounds
        inner = shapely.contains_properly(box(west, south, east, north).buffer(-10), table.geometry.array)
        perimeter = table.length[inner]
        # Each corner may be read up to a few shifts longer or shorter.
        allowed = 0.01 + 15 * jitter
        assert around[inner].to_numpy() == pytest.approx(perimeter.to_numpy(), abs=allowed)

    @law
    @given(seeds, st.integers(2, 60), st.sampled_from([0.0, 0.02, 10.0]))
    def test_order_of_rows_and_of_codes_does_not_matter(self, seed, count, jitter):
        table = voronoi(seed, count, jitter=jitter)
        borders = find_borders(table, min_border_m=0)
        shuffled = table.sample(frac=1, random_state=seed).sort_index()
        assert_geodataframe_equal(find_borders(shuffled, min_border_m=0), borders)
        turned = table.set_axis([f"{9999 - int(code):04d}" for code in table.index]).sort_index()
        back = by_pair(find_borders(turned, min_border_m=0))
        back.index = [tuple(sorted(f"{9999 - int(code):04d}" for code in pair)) for pair in back.index]
        there = by_pair(borders)
        there.index = there.index.to_flat_index()
        assert back.reindex(there.index).to_numpy() == pytest.approx(there.to_numpy(), abs=1e-6)


REAL = [
    ("kalsel_desa.gpkg", "kode"),
    ("kalsel_desa_bps2020.gpkg", "village_code"),
    ("kalsel_desa_rbi2023_simpl.gpkg", "k"),
    ("kaltim_desa.gpkg", "kode"),
    ("kaltim_desa_bps2020.gpkg", "village_code"),
    ("kaltim_desa_rbi2023_simpl.gpkg", "k"),
]


def read_real(folder: Path, name: str, column: str) -> gpd.GeoDataFrame:
    table = gpd.read_file(folder / name, columns=[column]).to_crs(32750).set_index(column).sort_index()
    table.index.name = "kode_desa"
    return table.set_geometry(table.geometry.make_valid())


@pytest.mark.real
class TestReal:
    @pytest.mark.parametrize(("name", "column"), REAL)
    def test_a_shift_of_two_centimetres_changes_nothing(self, shared_data, name, column):
        table = read_real(shared_data, name, column)
        rng = np.random.default_rng(20)
        moves = rng.uniform(-0.02, 0.02, (len(table), 2))
        shapes = [affinity.translate(shape, *move) for shape, move in zip(table.geometry, moves, strict=True)]
        before = by_pair(find_borders(table))
        after = by_pair(find_borders(table.set_geometry(gpd.GeoSeries(shapes, table.index, crs=table.crs))))
        changed = pd.concat([before, after]).loc[before.index.symmetric_difference(after.index)]
        assert len(changed) <= 2
        assert (changed < 115).all()
        assert before.sum() == pytest.approx(after.sum(), rel=2e-4)

    @pytest.mark.parametrize(("name", "column"), REAL[:3])
    def test_every_source_gives_as_many_neighbours(self, shared_data, name, column):
        table = read_real(shared_data, name, column)
        assert 5700 <= len(find_borders(table, min_border_m=0)) <= 6000
        assert 5420 <= len(find_borders(table)) <= 5470

    def test_exact_contact_misses_two_in_five(self, shared_data):
        table = read_real(shared_data, *REAL[0])
        a, b = table.sindex.query(table.geometry, predicate="touches")
        assert (a < b).sum() == 3224

    def test_exact_length_on_a_real_clean_coverage(self, shared_data):
        table = read_real(shared_data, *REAL[1])
        borders = find_borders(table)
        edges = table.boundary
        exact = edges.loc[borders["kode_a"]].intersection(edges.loc[borders["kode_b"]], align=False).length
        off = (borders["border_m"].to_numpy() - exact.to_numpy()).round(6)
        # The rest are inlets narrower than the tolerance: a gap, and so a border.
        assert (np.abs(off) < 1).mean() > 0.99
        assert off.min() > -1

    @pytest.mark.skipif(shapely.geos_version < (3, 14, 0), reason="cleaning a coverage needs GEOS 3.14")
    def test_agrees_with_a_cleaned_coverage(self, shared_data):
        table = read_real(shared_data, *REAL[0])
        found = by_pair(find_borders(table))
        clean = table.set_geometry(
            gpd.GeoSeries(shapely.coverage_clean(table.geometry.array, gap_width=60), table.index, crs=table.crs)
        )
        a, b = clean.sindex.query(clean.geometry, predicate="intersects")
        a, b = table.index[a[a < b]], table.index[b[a < b]]
        edges = clean.boundary
        shared = edges.loc[a].intersection(edges.loc[b], align=False).length
        shared.index = pd.MultiIndex.from_arrays([a, b])
        shared = shared[shared >= 100]
        assert len(shared.index.symmetric_difference(found.index)) < 0.01 * len(found)
        assert found.sum() == pytest.approx(shared.sum(), rel=0.001)

    @pytest.mark.parametrize(
        "members",
        [
            ["63.04.03.2001", "63.04.03.2007", "63.04.03.2008", "63.04.03.2012"],
            ["63.09.05.2011", "63.09.05.2014", "63.09.05.2021", "63.09.10.2005", "63.09.10.2006"],
        ],
    )
    def test_published_kawasan_are_in_one_piece(self, shared_data, members):
        import networkx as nx

        borders = find_borders(read_real(shared_data, *REAL[0]))
        inside = borders[borders["kode_a"].isin(members) & borders["kode_b"].isin(members)]
        graph = nx.from_pandas_edgelist(inside, "kode_a", "kode_b")
        assert sorted(graph) == members
        assert nx.is_connected(graph)
