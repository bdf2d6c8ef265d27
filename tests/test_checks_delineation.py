import math

import pytest
import shapely
from checking import candidate, checked
from drawing import code, codes, draw_villages, rook_graph

from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.checks import check_candidates, read_checks

# Villages are squares of one kilometre; d is of another kabupaten.
VILLAGES = draw_villages("abcd\nefgh\nijkl", other_kabupaten="d")
GRAPH = rook_graph(VILLAGES)


def outlined(letters, perimeter_m, villages=VILLAGES, graph=GRAPH, **options):
    """The checks of a candidate whose outline has that length."""
    ranking, members = candidate(letters, **options)
    table = check_candidates(villages, graph, ranking.assign(perimeter_m=perimeter_m), members, rules=Rules())
    return {row["check"]: row for row in table.to_dict("records")}


def test_every_part_of_the_delineation_is_told_in_the_order_of_the_table():
    told = [name for name in checked(VILLAGES, GRAPH, "ab") if name.startswith("delineation_")]
    assert told == read_checks().query("kind == 'delineation'").index.tolist()
    assert len(told) == 8


def test_the_name_is_for_people_to_decide():
    row = checked(VILLAGES, GRAPH, "ab")["delineation_name"]
    assert row["passed"] is None
    assert row["text_id"] == "baru ada nama sementara “K”; nama kawasan diputuskan orang"


def test_members_without_a_name_are_a_failure_with_their_codes():
    row = checked(VILLAGES, GRAPH, "abe")["delineation_members"]
    assert (row["passed"], row["found"], row["text_en"]) == (True, 0, "3 villages, each with name and code")
    blank = VILLAGES.assign(nama_desa=VILLAGES["nama_desa"].mask(VILLAGES.index == code("b"), " "))
    row = checked(blank, GRAPH, "abe")["delineation_members"]
    assert (row["passed"], row["found"]) == (False, 1)
    assert row["text_id"] == f"1 desa tanpa nama: {code('b')}"
    row = checked(VILLAGES.drop(columns="nama_desa"), GRAPH, "ab")["delineation_members"]
    assert (row["passed"], row["found"]) == (False, 2)


def test_an_outline_that_borders_villages_all_around_has_its_borders():
    row = outlined("fg", 6000)["delineation_borders"]
    assert (row["passed"], row["found"], row["limit"]) == (True, 1, 0.95)
    assert row["text_id"] == "berbatasan di darat dengan 6 desa, 100 % kelilingnya"


def test_a_village_that_borders_two_members_is_one_neighbour_with_both_borders():
    row = outlined("be", 8000)["delineation_borders"]
    assert row["found"] == 0.75
    assert "4 desa dalam data" in row["text_id"]


def test_villages_of_another_kabupaten_are_neighbours_too():
    rows = outlined("c", 4000, other=())
    assert rows["delineation_borders"]["found"] == 0.75
    assert "3 desa dalam data" in rows["delineation_borders"]["text_id"]
    assert rows["one_kabupaten"]["passed"] is True


@pytest.mark.parametrize(("perimeter", "passed", "found"), [(6315, True, 6000 / 6315), (6320, None, 6000 / 6320)])
def test_what_of_the_outline_borders_nobody_known_is_for_people(perimeter, passed, found):
    row = outlined("fg", perimeter)["delineation_borders"]
    assert row["passed"] is passed
    assert row["found"] == pytest.approx(found)


def test_more_border_than_outline_is_a_whole_one_and_no_outline_is_not_known():
    assert outlined("fg", 5900)["delineation_borders"]["found"] == 1
    for nothing in (math.nan, 0.0):
        row = outlined("fg", nothing)["delineation_borders"]
        assert row["passed"] is None
        assert row["text_en"] == "how long it borders the villages around it is not available"
    assert checked(VILLAGES, GRAPH, "fg")["delineation_borders"]["passed"] is None


def test_links_over_water_are_no_borders():
    graph = GRAPH.copy()
    graph.remove_edges_from(list(GRAPH.edges(code("f"))))
    graph.add_edge(code("f"), code("b"), border_m=0.0, kind="water")
    row = outlined("f", 4000, graph=graph)["delineation_borders"]
    assert (row["passed"], row["found"]) == (None, 0)
    assert row["text_id"].startswith("0 % kelilingnya berbatasan di darat dengan 0 desa")


def test_area_legal_area_and_population_are_known_when_all_members_have_them():
    rows = checked(VILLAGES, GRAPH, "ab")
    assert (rows["delineation_area"]["passed"], rows["delineation_area"]["text_id"]) == (True, "200 ha")
    for part, words in (("legal_area", "luas resmi belum tersedia"), ("population", "jumlah penduduk belum tersedia")):
        assert rows[f"delineation_{part}"]["passed"] is None
        assert rows[f"delineation_{part}"]["text_id"] == words
    some = VILLAGES.assign(population=[1000.0, math.nan, *[1.0] * (len(VILLAGES) - 2)], legal_area_ha=math.nan)
    rows = checked(some, GRAPH, "ab")
    assert rows["delineation_population"]["passed"] is None
    assert rows["delineation_population"]["text_id"] == "jumlah penduduk belum tersedia untuk 1 desa: Desa b"
    assert rows["delineation_legal_area"]["text_en"] == "the legal area is not available"
    row = checked(some, GRAPH, "ae")["delineation_population"]
    assert (row["passed"], row["found"], row["text_en"]) == (True, 1001, "1,001 people")


def test_a_centre_is_named_or_missing():
    row = checked(VILLAGES, GRAPH, "ab", centre="b")["delineation_centre"]
    assert (row["passed"], row["text_id"]) == (True, "Desa b")
    row = checked(VILLAGES, GRAPH, "ab")["delineation_centre"]
    assert (row["passed"], row["text_id"]) == (False, "pusat belum ditetapkan")


def test_a_village_without_a_polygon_cannot_be_mapped():
    row = checked(VILLAGES, GRAPH, "ab")["delineation_map"]
    assert row["passed"] is True
    assert row["text_id"].startswith(f"poligon 2 desa ada dalam {VILLAGES.crs.name}")
    without = VILLAGES.copy()
    without.loc[codes("a")[0], "geometry"] = shapely.Polygon()
    row = checked(without, GRAPH, "ab")["delineation_map"]
    assert (row["passed"], row["found"], row["text_en"]) == (False, 1, "no polygon for 1 of the villages: Desa a")
