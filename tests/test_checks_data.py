import math

from checking import checked
from drawing import code, codes, draw_villages, rook_graph

VILLAGES = draw_villages("abcd\nefgh")
GRAPH = rook_graph(VILLAGES)
LAMA = {"Lama": tuple(codes("abc")), "Jauh": tuple(codes("dh"))}


def test_overlap_under_the_cap_is_said_and_not_a_failure():
    row = checked(VILLAGES, GRAPH, "abe", rules={"existing": LAMA})["existing"]
    assert row["passed"] is True
    assert row["text_id"] == "2 desa juga di kawasan Lama (Desa a, Desa b)"
    assert row["found"] == 2
    assert math.isnan(row["limit"])
    row = checked(VILLAGES, GRAPH, "abe", rules={"existing": LAMA, "max_existing": 0.7})["existing"]
    assert (row["passed"], row["found"], row["limit"]) == (True, 2, 2)
    assert row["text_en"] == "shares 2 with kawasan Lama (Desa a, Desa b), at most 2"


def test_a_share_that_falls_short_by_rounding_allows_the_whole_number():
    row = checked(VILLAGES, GRAPH, "abe", rules={"existing": LAMA, "max_existing": 2 / 3 - 1e-12})["existing"]
    assert (row["passed"], row["found"], row["limit"]) == (True, 2, 2)


def test_overlap_above_the_cap_and_none_and_unknown():
    row = checked(VILLAGES, GRAPH, "abdh", rules={"existing": LAMA, "max_existing": 0.5})["existing"]
    assert (row["passed"], row["found"], row["limit"]) == (False, 2, 1)
    assert row["text_id"] == (
        "2 desa juga di kawasan Jauh (Desa d, Desa h), paling banyak 1; "
        "2 desa juga di kawasan Lama (Desa a, Desa b), paling banyak 1"
    )
    row = checked(VILLAGES, GRAPH, "efg", existing=LAMA)["existing"]
    assert (row["passed"], row["found"]) == (True, 0)
    assert row["text_id"] == "tidak ada desa yang sama dengan 2 kawasan yang sudah ada"
    assert checked(VILLAGES, GRAPH, "efg")["existing"]["passed"] is None


def test_complete_data():
    assert checked(VILLAGES, GRAPH, "abe", missing={"ike": 0})["complete_data"]["passed"] is True
    row = checked(VILLAGES, GRAPH, "abe", missing={"ike": 2, "x": 0, "sawah_ha": 1})["complete_data"]
    assert (row["passed"], row["found"]) == (False, 2)
    assert row["text_id"] == "belum tersedia: ike (2 desa), sawah_ha (1 desa)"
    assert checked(VILLAGES, GRAPH, "abe")["complete_data"]["passed"] is None


def test_crossing_a_kecamatan_line_is_told_and_no_failure():
    row = checked(VILLAGES, GRAPH, "abe")["kecamatan"]
    assert (row["passed"], row["found"], row["text_id"]) == (True, 1, "seluruhnya di satu kecamatan: Kecamatan Satu")
    other = VILLAGES.rename(index={code("e"): "99.01.02.2001"})
    other.loc["99.01.02.2001", "kecamatan"] = "Kecamatan Dua"
    row = checked(other, rook_graph(other), "ab", other=("99.01.02.2001",))["kecamatan"]
    assert (row["passed"], row["found"]) == (True, 2)
    assert row["text_en"] == "crosses 2 kecamatan: Kecamatan Satu, Kecamatan Dua"


def test_which_borders_are_fixed_is_not_known():
    assert checked(VILLAGES, GRAPH, "abe")["fixed_borders"]["passed"] is None
