import math

import numpy as np
import pandas as pd
import pytest
from checking import candidate, checked
from drawing import code, codes, column, draw_villages, rook_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rules import linked, numbers_for, rules_for, travel_for, uneven_villages

from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.rules.violations import WORDS as RULES
from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.checks import check_candidates
from kawasan_gis.checks.rules import OF_CENTRE
from kawasan_gis.criteria import Criterion
from kawasan_gis.findings import Findings
from kawasan_gis.ranking import rank_candidates

VILLAGES = draw_villages("abcd\nefgh\nijkl").assign(population=1000.0)
GRAPH = rook_graph(VILLAGES)
TABLE = pd.DataFrame({"x": 2.0, "share": 0.25, "class": 1.0, "z": 1.0}, index=VILLAGES.index)
TABLE.loc[code("b"), ["x", "share"]] = 5.5, 0.5
GAPS = TABLE.copy()
GAPS.loc[code("a")] = float("nan")
MINUTES = pd.DataFrame(
    [(a, b, 10.0 + 5 * (a == code("e"))) for a in VILLAGES.index for b in VILLAGES.index if a != b],
    columns=["origin", "destination", "minutes"],
)
CLASS = ({"indicator": "class", "villages": 2, "at_least": 1, "label": "kelas satu"},)


@pytest.mark.parametrize(
    ("rules", "check", "passed", "found", "text"),
    [
        ({}, "min_villages", True, 3, "3 desa, paling sedikit 3"),
        ({"min_villages": 4}, "min_villages", False, 3, "3 desa, paling sedikit 4"),
        ({"max_villages": 3}, "max_villages", True, 3, "3 desa, paling banyak 3"),
        ({"min_villages": 1, "max_villages": 2}, "max_villages", False, 3, "3 desa, paling banyak 2"),
        ({"min_population": 2500}, "min_population", True, 3000, "3.000 jiwa, paling sedikit 2.500"),
        ({"max_population": 2500}, "max_population", False, 3000, "population 3000, batasnya 2500"),
        ({"min_area_ha": 300}, "min_area_ha", True, 300, "300 ha, paling sedikit 300 ha"),
        ({"max_area_ha": 250.5}, "max_area_ha", False, 300, "area_ha 300, batasnya 250.5"),
        ({}, "within", True, 1, "di satu kabupaten"),
        ({"must_have": codes("ab")}, "must_have", True, 2, "memuat 2 dari 2 desa wajib"),
        ({"must_have": codes("al")}, "must_have", False, 1, f"tidak memuat {code('l')}"),
        ({"must_not": codes("l")}, "must_not", True, 0, "tidak memuat desa yang dikecualikan"),
        ({"must_not": codes("a")}, "must_not", False, 1, f"memuat {code('a')}"),
        ({"bridges": codes("l")}, "bridges", True, 0, "tidak memuat desa yang hanya boleh menyambung"),
        ({"bridges": codes("a")}, "bridges", False, 1, f"memuat desa yang hanya boleh menyambung: {code('a')}"),
        ({}, "contiguous", True, 1, "menyatu menurut aturan studi"),
        ({"walls": [(code("a"), code("b"), "s")]}, "contiguous", False, 2, "tidak menyatu: 2 bagian"),
        ({}, "holes", True, 0, "tidak mengelilingi desa lain"),
        ({"centre_among": codes("abl")}, "centres", True, 2, "2 desa dapat menjadi pusat, diperlukan 1"),
        ({"centre_among": codes("bl")}, "centres", False, 1, "pusat Desa a bukan desa yang boleh menjadi pusat"),
        ({"max_centre_km": 1}, "max_centre_km", True, 1, "anggota terjauh 1 km dari pusat, paling jauh 1 km"),
        ({"max_centre_km": 0.5}, "max_centre_km", False, 1, f"{code('b')} sejauh 1 km dari pusat, batasnya 0.5 km"),
        ({"max_centre_min": 20}, "max_centre_min", True, 15,
         "anggota terjauh 15 menit dari pusat, paling lama 20 menit"),
        ({"max_centre_min": 12}, "max_centre_min", False, 15, f"{code('e')} sejauh 15 min dari pusat, batasnya 12 min"),
        ({}, "max_steps", True, 1, "anggota terjauh 1 batas desa dari pusat, paling banyak 2"),
        ({"min_total": {"x": 9.5}}, "min_total x", True, 9.5, "jumlah x 9,5, paling sedikit 9,5"),
        ({"min_total": {"x": 10}}, "min_total x", False, 9.5, "jumlah x 9.5, paling sedikit 10"),
        ({"max_share": {"share": 0.375}}, "max_share share", True, 1 / 3,
         "share meliputi 33,3 % dari luasnya, paling banyak 37,5 %"),
        ({"max_share": {"share": 0.3}}, "max_share share", False, 1 / 3,
         "share meliputi 0.333 dari luasnya, paling banyak 0.3"),
        ({"min_class": CLASS}, "min_class kelas satu", True, 3, "3 desa dengan kelas satu, paling sedikit 2"),
        ({"min_class": ({**CLASS[0], "at_least": 2},)}, "min_class kelas satu", False, 0,
         "0 desa dengan kelas satu, paling sedikit 2"),
    ],
)  # fmt: skip
def test_each_rule_is_kept_or_broken(rules, check, passed, found, text):
    row = checked(VILLAGES, GRAPH, "abe", centre="a", rules=rules, indicators=TABLE, travel=MINUTES)[check]
    assert row["passed"] is passed
    assert row["found"] == pytest.approx(found)
    assert row["text_id"] == text
    assert row["kind"] == "rule"


@pytest.mark.parametrize(
    ("rules", "options", "check", "text"),
    [
        ({"min_population": 9}, {"drop": "population"}, "min_population", "tabel desa tidak memiliki kolom penduduk"),
        ({"max_population": 9}, {"gap": "population"}, "max_population", "1 anggota tanpa nilai penduduk: Desa a"),
        ({"max_centre_min": 9}, {"travel": None}, "max_centre_min", "waktu tempuh tidak diberikan"),
        ({"max_centre_km": 9}, {"centre": ""}, "max_centre_km", "pusat tidak ditetapkan"),
        ({}, {"centre": ""}, "max_steps", "pusat tidak ditetapkan"),
        ({}, {"letters": "abk"}, "max_steps", "tidak dapat dihitung: kawasan tidak menyatu"),
        ({"min_total": {"x": 9}}, {"indicators": None}, "min_total x", "indikator x tidak diberikan"),
        ({"min_total": {"y": 9}}, {}, "min_total y", "indikator y tidak diberikan"),
        ({"min_total": {"x": 9}}, {"indicators": GAPS}, "min_total x", "1 anggota tanpa nilai x: Desa a"),
        ({"max_share": {"share": 0.1}}, {"indicators": GAPS.dropna()}, "max_share share",
         "1 anggota tanpa nilai share: Desa a"),
        ({"min_class": CLASS}, {"indicators": None}, "min_class kelas satu", "indikator class tidak diberikan"),
        ({"centrality": "pasar"}, {}, "centres", "indikator pasar tidak diberikan"),
    ],
)  # fmt: skip
def test_each_rule_the_data_are_too_few_for_is_unknown_and_the_others_are_not(rules, options, check, text):
    villages, options = VILLAGES, {"indicators": TABLE, "travel": MINUTES, "centre": "a", **options}
    if column := options.pop("drop", None):
        villages = villages.drop(columns=column)
    if column := options.pop("gap", None):
        villages = villages.assign(**{column: villages[column].where(villages.index != code("a"))})
    checks = checked(villages, GRAPH, options.pop("letters", "abe"), rules=rules, **options)
    assert checks[check]["passed"] is None
    assert math.isnan(checks[check]["found"])
    assert checks[check]["text_id"] == text
    assert checks["min_villages"]["passed"] is True


def test_within_and_holes_and_steps_broken():
    ring = draw_villages("abcde\nfghij\nklmno\npqrst", other_kabupaten="e")
    other = (code("e", "99.02"),)
    row = checked(ring, rook_graph(ring), "bcd", other=other)["within"]
    assert (row["passed"], row["found"], row["text_id"]) == (
        False,
        2,
        "meliputi lebih dari satu kabupaten: 99.01, 99.02",
    )
    assert "within" not in checked(ring, rook_graph(ring), "bcd", rules={"within": "any"})
    # b c d g i l m n around h
    checks = checked(ring, rook_graph(ring), "bcdgilmn", centre="b")
    assert (checks["holes"]["passed"], checks["holes"]["found"]) == (False, 1)
    assert checks["holes"]["text_id"] == f"mengelilingi desa yang bukan anggota: {code('h')}"
    assert (checks["max_steps"]["passed"], checks["max_steps"]["found"]) == (False, 4)
    assert "holes" not in checked(ring, rook_graph(ring), "bcd", rules={"holes": True, "max_steps": 0})


def test_the_candidates_own_centre_counts_not_the_best_one():
    assert checked(VILLAGES, GRAPH, "abc", centre="b", rules={"max_steps": 1})["max_steps"]["passed"] is True
    assert checked(VILLAGES, GRAPH, "abc", centre="a", rules={"max_steps": 1})["max_steps"]["passed"] is False


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.data())
def test_candidates_of_a_search_keep_every_rule(seed, data):
    values = column(VILLAGES, str(seed)).assign(share=TABLE["share"])
    bounds = {
        "max_steps": data.draw(st.sampled_from([0, 1, 2])),
        "max_population": data.draw(st.sampled_from([None, 4000.0])),
        "max_share": data.draw(st.sampled_from([{}, {"share": 0.3}])),
        "min_total": data.draw(st.sampled_from([{}, {"x": 1.0}])),
        "must_not": data.draw(st.sampled_from([(), tuple(codes("f"))])),
        "existing": {"Lama": tuple(codes("abef"))}, "max_existing": 0.7,
    }  # fmt: skip
    rules, criteria = Rules(max_villages=5, **bounds), [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
    found = find_candidates(VILLAGES, GRAPH, values, criteria, rules, count=3, findings=Findings())
    ranking = rank_candidates(VILLAGES, GRAPH, found.candidates, found.members, values, criteria, rules=rules)
    checks = check_candidates(VILLAGES, GRAPH, ranking, found.members, rules=rules, indicators=values)
    ruled = checks[checks["kind"] == "rule"]
    assert ruled["passed"].tolist() == [True] * len(ruled)
    assert set(ruled["candidate_id"]) == set(ranking.index)


LESS = {"min_villages", "min_population", "min_area_ha", "must_have", "centres", "min_total", "min_class"}


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.booleans(), st.data())
def test_what_is_found_and_its_limit_say_what_the_independent_check_says(seed, by_road, data):
    villages = uneven_villages(seed, 9)
    graph, table = linked(villages, seed), numbers_for(villages, seed)
    travel = travel_for(villages, seed) if by_road else None
    rules = data.draw(rules_for(villages, travel=by_road))
    area = data.draw(st.lists(st.sampled_from(list(villages.index)), min_size=1, max_size=6, unique=True))
    ranking, members = candidate("")
    members = pd.DataFrame(
        {"candidate_id": "k1", "kode_desa": area, "role": ["pusat"] + ["hinterland"] * (len(area) - 1)}
    )
    checks = check_candidates(villages, graph, ranking, members, rules=rules, indicators=table, travel=travel)
    ruled = checks[(checks["kind"] == "rule") & checks["passed"].notna()]
    for row in ruled.itertuples():
        kept = row.limit - 1e-9 <= row.found if row.check in LESS else row.found <= row.limit + 1e-9
        strange = row.check == "centres" and "bukan desa" in row.text_id
        over = row.check == "existing"
        assert over or row.passed == (kept and not strange), row
    broken = {one.rule for one in violations(sorted(area), villages, graph, rules, indicators=table, travel=travel)}
    failed = set(ruled.loc[~ruled["passed"], "check"])
    loose = {*OF_CENTRE, "centres", "kelurahan"}
    assert failed - loose == broken - loose
    assert ("centres" in broken) <= ("centres" in failed)
    assert np.isfinite(checks["found"]).sum() >= 4


def test_every_rule_that_can_be_broken_has_a_check():
    known = {"bounds", "way", "kelurahan"}
    from kawasan_gis.checks import read_checks

    assert set(RULES) - known <= set(read_checks().index)
