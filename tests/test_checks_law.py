import math

import pandas as pd
import pytest
from checking import checked
from drawing import code, draw_villages, rook_graph

from kawasan_gis.checks.area import Check
from kawasan_gis.checks.law import constraints
from kawasan_gis.i18n import Text

VILLAGES = draw_villages("abcd\nefgH", other_kabupaten="dg")
GRAPH = rook_graph(VILLAGES)
D, G = code("d", "99.02"), code("g", "99.02")
APART = draw_villages("ab.c\nee.f")


def linked(*pairs, kind="water"):
    graph = rook_graph(APART)
    graph.add_edges_from(((code(a), code(b)) for a, b in pairs), border_m=0.0, kind=kind)
    return graph


def with_status(**status):
    known = {code(letter): word for letter, word in status.items()}
    return VILLAGES.assign(status=[known.get(kode, old) for kode, old in VILLAGES["status"].items()])


@pytest.mark.parametrize(
    ("letters", "status", "passed", "text"),
    [
        ("ab", {}, True, "2 desa"),
        ("a", {}, False, "1 desa"),
        ("ab", {"b": "kelurahan"}, False, "1 desa"),
        ("ab", {"b": "tidak diketahui"}, None, "1 desa, 1 anggota lain berstatus tidak diketahui"),
        ("abe", {"b": "tidak diketahui"}, True, "2 desa, 1 anggota lain berstatus tidak diketahui"),
        ("ab", {"b": "desa adat"}, True, "2 desa"),
    ],
)
def test_several_desa(letters, status, passed, text):
    row = checked(with_status(**status), GRAPH, letters)["several_desa"]
    assert row["passed"] is passed
    assert row["text_id"] == text
    assert row["limit"] == 2


@pytest.mark.parametrize(
    ("letters", "options", "passed", "text"),
    [
        ("abe", {}, True, "menyatu lewat batas darat"),
        ("abcf", {}, False, "tidak menyatu: 2 bagian, di sekitar Desa a, Desa c"),
        ("abc", {"graph": linked("bc")}, None,
         "2 bagian yang disambung oleh hubungan air Desa b - Desa c; apakah itu berbatasan, diputuskan orang"),
        ("abc", {"graph": linked("cb", kind="listed")}, None,
         "2 bagian yang disambung oleh hubungan terdaftar Desa b - Desa c; apakah itu berbatasan, diputuskan orang"),
        ("abf", {"graph": linked("bc"), "bridges": "c"}, None,
         "2 bagian yang disambung oleh desa penghubung Desa c; apakah itu berbatasan, diputuskan orang"),
        ("abf", {"graph": linked("bc")}, False, "tidak menyatu: 2 bagian, di sekitar Desa a, Desa f"),
        ("abe", {"graph": linked("be"), "bridges": ""}, True, "menyatu lewat batas darat"),
    ],
)  # fmt: skip
def test_bordering(letters, options, passed, text):
    options = {"graph": rook_graph(APART)} | options
    row = checked(APART, options.pop("graph"), letters, **options)["bordering"]
    assert row["passed"] is passed
    assert row["text_id"] == text
    assert (row["found"] == 1) is (passed is True)


def test_one_kabupaten():
    row = checked(VILLAGES, GRAPH, "abe")["one_kabupaten"]
    assert (row["passed"], row["found"], row["text_en"]) == (True, 1, "all of it in Contoh")
    row = checked(VILLAGES, GRAPH, "abc", other=(D, G))["one_kabupaten"]
    assert (row["passed"], row["found"]) == (False, 2)
    assert row["text_id"] == "meliputi 2 kabupaten/kota: Contoh, Kedua"
    assert checked(VILLAGES.drop(columns="kabupaten"), GRAPH, "ab")["one_kabupaten"]["text_id"] == "seluruhnya di 99.01"


def test_what_people_decide_is_not_known():
    checks = checked(VILLAGES, GRAPH, "abe")
    for check in ("one_planning_area", "shared_potential"):
        assert checks[check]["passed"] is None
        assert "diputuskan orang" in checks[check]["text_id"]


def test_no_kelurahan():
    row = checked(VILLAGES, GRAPH, "abe")["no_kelurahan"]
    assert (row["passed"], row["found"]) == (True, 0)
    for kelurahan in ("exclude", "include"):
        row = checked(VILLAGES, GRAPH, "abH", rules={"kelurahan": kelurahan})["no_kelurahan"]
        assert (row["passed"], row["found"], row["text_id"]) == (False, 1, "memuat 1 kelurahan: Desa H")
    assert checked(VILLAGES, GRAPH, "abe", bridges="H")["no_kelurahan"]["passed"] is True
    row = checked(with_status(a="tidak diketahui"), GRAPH, "abe")["no_kelurahan"]
    assert row["passed"] is None
    assert row["text_id"] == "status 1 anggota tidak diketahui: Desa a"
    row = checked(with_status(a="tidak diketahui", b="kelurahan"), GRAPH, "abe")["no_kelurahan"]
    assert row["passed"] is False


def of_shares(*results):
    return [Check("max_share", passed, Text("", "")) for passed in results]


@pytest.mark.parametrize(
    ("results", "passed", "found", "text"),
    [
        ((), None, None, "studi tidak membatasi bagian luas apa pun; kesesuaian dengan tata ruang diperiksa orang"),
        ((True, True), True, 0, "2 batas bagian luas dari studi dipenuhi"),
        ((True, False), False, 1, "1 dari 2 batas bagian luas dari studi dilampaui"),
        ((None, False), False, 1, "1 dari 2 batas bagian luas dari studi dilampaui"),
        ((True, None), None, None, "1 dari 2 batas bagian luas dari studi tidak dapat diketahui dari data"),
    ],
)
def test_shares_that_must_stay_small_are_summed_up(results, passed, found, text):
    others = [Check("min_total", False, Text("", "")), Check("within", None, Text("", ""))]
    check = constraints([*others, *of_shares(*results)])
    assert check.passed is passed
    assert (None if math.isnan(check.found) else check.found) == found
    assert check.text.id.startswith(text)


def test_the_summary_of_shares_is_of_the_candidates_own():
    indicators = pd.DataFrame({"hutan_share": 0.2}, index=VILLAGES.index)
    for most, passed in ((0.1, False), (0.3, True)):
        rows = checked(VILLAGES, GRAPH, "ab", rules={"max_share": {"hutan_share": most}}, indicators=indicators)
        assert rows["constraints"]["passed"] is rows["max_share hutan_share"]["passed"] is passed
    assert checked(VILLAGES, GRAPH, "ab")["constraints"]["passed"] is None
