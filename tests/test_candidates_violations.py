import pandas as pd
import pytest
from drawing import code, codes, draw_villages, rook_graph

from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.candidates.rules.violations import enclosed, violations, ways
from kawasan_gis.errors import StudyError, TableError

VILLAGES = draw_villages("abcd\nefgH", other_kabupaten="dg").assign(population=100.0)
GRAPH = rook_graph(VILLAGES)
D = code("d", "99.02")
TABLE = pd.DataFrame({"x": 2.0, "share": 0.2, "class": 1.0, "z": 1.0}, index=VILLAGES.index)
TABLE.loc[code("b"), ["x", "share", "class"]] = 5.0, 0.5, float("nan")
TABLE.loc[code("a"), "z"] = float("nan")


def broken(letters, more=(), villages=VILLAGES, graph=GRAPH, travel=None, **rules):
    found = violations(
        [*codes(letters), *more], villages, graph, Rules(**rules),
        indicators=TABLE if villages is VILLAGES else None, travel=travel,
    )  # fmt: skip
    return [violation.rule for violation in found]


def test_an_area_that_keeps_the_rules():
    assert broken("abe") == []


@pytest.mark.parametrize(
    ("letters", "more", "rules", "expected"),
    [
        ("ab", (), {}, ["min_villages"]),
        ("abef", (), {"max_villages": 3}, ["max_villages"]),
        ("abc", (D,), {}, ["within"]),
        ("abc", (D,), {"within": "any"}, []),
        ("ace", (), {}, ["contiguous"]),
        ("abe", (), {"min_population": 301}, ["min_population"]),
        ("abe", (), {"max_population": 299}, ["max_population"]),
        ("abe", (), {"min_area_ha": 301}, ["min_area_ha"]),
        ("abe", (), {"max_area_ha": 299}, ["max_area_ha"]),
        ("abe", (), {"min_area_ha": 300, "max_area_ha": 300, "min_population": 300, "max_population": 300}, []),
        ("abe", (), {"must_have": (code("c"),)}, ["must_have"]),
        ("abe", (), {"must_not": (code("a"),)}, ["must_not"]),
        ("abe", (), {"bridges": (code("e"),)}, ["bridges"]),
        ("abH", (), {}, ["kelurahan", "contiguous"]),
        ("", (), {}, ["min_villages"]),
        ("abe", (), {"min_total": {"x": 9}}, []),
        ("abe", (), {"min_total": {"x": 9.1}}, ["min_total"]),
        ("abe", (), {"max_share": {"share": 0.3}}, []),
        ("abe", (), {"max_share": {"share": 0.29}}, ["max_share"]),
        ("abe", (), {"min_class": [{"indicator": "class", "villages": 2, "at_least": 1}]}, []),
        ("abe", (), {"min_class": [{"indicator": "class", "villages": 3, "at_least": 1}]}, ["min_class"]),
        ("abe", (), {"existing": {"L": codes("abcf")}, "max_existing": 0.5}, ["existing"]),
        ("abe", (), {"existing": {"L": codes("abcf")}, "max_existing": 0.67}, []),
        ("abe", (), {"existing": {"L": codes("ab")}, "max_existing": 0.9}, ["existing"]),
        ("abe", (), {"centre_among": codes("cf")}, ["centres"]),
        ("abe", (), {"centre_among": codes("cfe")}, []),
        ("abe", (), {"centrality": "z", "centres": 2}, []),
        ("abe", (), {"centrality": "z", "centres": 2, "centre_among": codes("ab")}, ["centres"]),
        ("abe", (), {"max_centre_km": 1.0}, []),
        ("abe", (), {"max_centre_km": 1.0, "centre_among": codes("b")}, ["max_centre_km"]),
        ("abe", (), {"max_steps": 1}, []),
        ("abe", (), {"max_steps": 1, "centre_among": codes("b")}, ["max_steps"]),
        ("abe", (), {"max_steps": 1, "centre_among": codes("be"), "centres": 2}, []),
        ("abe", (), {"max_centre_km": 0.9, "max_steps": 1, "centre_among": codes("b")}, ["max_centre_km", "max_steps"]),
        ("abe", (), {"walls": [(code("a"), code("b"), "r")]}, ["contiguous"]),
    ],
)
def test_each_rule_bites(letters, more, rules, expected):
    assert broken(letters, more, **rules) == expected


def test_minutes_count_from_the_member_to_the_centre():
    pairs = [("a", "b", 10), ("b", "a", 90), ("e", "b", 20), ("b", "e", 90), ("a", "e", 50), ("e", "a", 50)]
    travel = pd.DataFrame(
        [(code(a), code(b), minutes) for a, b, minutes in pairs], columns=["origin", "destination", "minutes"]
    )
    assert broken("abe", travel=travel, max_centre_min=20) == []
    assert broken("abe", travel=travel, max_centre_min=19) == ["max_centre_min"]
    assert broken("abe", travel=travel.iloc[1:], max_centre_min=100) == []  # a cannot get to b: the centre is e
    assert broken("abe", travel=travel.iloc[:2], max_centre_min=100) == ["max_centre_min"]  # e gets nowhere
    with pytest.raises(StudyError, match="max_centre_min needs travel times"):
        broken("abe", max_centre_min=20)


RING = draw_villages("abcd\nefgh\nijkl")


def test_a_ring_around_a_village():
    graph = rook_graph(RING)
    more = {"villages": RING, "graph": graph, "max_steps": 0}
    assert broken("abcegijk", **more) == ["holes"]
    assert broken("abcegijk", holes=True, **more) == []
    assert broken("abcegij", **more) == ["holes"]  # k is outside, but touches f at a corner only
    assert broken("abceijk", **more) == []  # f gets out over g
    assert broken("abcdehijkl", **more) == ["holes"]
    assert broken("abcegijk", must_not=codes("f"), **more) == []  # f cannot be a member


def test_what_counts_as_enclosed():
    kelurahan = draw_villages("abcd\neFgh\nijkl")
    more = {"villages": kelurahan, "graph": rook_graph(kelurahan), "max_steps": 0}
    assert broken("abcegijk", **more) == []
    assert broken("abcegijk", kelurahan="include", **more) == ["holes"]
    two = draw_villages("abcd\nefgh\nijkl", other_kabupaten="f")
    assert broken("abcegijk", villages=two, graph=rook_graph(two), max_steps=0) == []
    pair = draw_villages("abcd\nefgh\nijkl", other_kabupaten="g")
    assert broken("abcdehijkl", villages=pair, graph=rook_graph(pair), max_steps=0) == []  # f borders another kabupaten


def test_a_kelurahan_may_bridge_or_be_a_member():
    villages = draw_villages("aBc")
    more = {"villages": villages, "graph": rook_graph(villages)}
    assert broken("ac", min_villages=2, **more) == ["contiguous"]
    assert broken("ac", min_villages=2, kelurahan="bridge", **more) == []
    assert broken("aBc", kelurahan="include", **more) == []


def test_only_bridges_the_rules_allow_join_an_area():
    villages = draw_villages("aBcDEf", other_kabupaten="B")
    villages = villages.rename(index={code("B", "99.02"): code("B")})
    more = {"villages": villages, "graph": rook_graph(villages), "min_villages": 2, "kelurahan": "bridge"}
    assert broken("ac", **more) == []
    assert broken("ac", must_not=[code("B")], **more) == ["contiguous"]
    assert broken("cf", **more) == ["contiguous"]


def said(letters, **rules):
    (violation,) = violations(codes(letters), VILLAGES, GRAPH, Rules(**rules), indicators=TABLE)
    return violation.say(), violation.say("en")


def test_violations_speak_both_languages():
    assert said("ab") == ("2 desa, paling sedikit 3", "2 villages, at least 3 are needed")
    assert said("abe", min_total={"x": 9.4})[1] == "x adds up to 9, at least 9.4 is needed"
    assert said("abe", min_total={"x": 10})[0] == "jumlah x 9, paling sedikit 10"
    assert said("abe", max_share={"share": 0.25})[1] == "share covers 0.3 of it, at most 0.25 is allowed"
    km = said("abe", max_centre_km=1, centre_among=codes("b"))
    assert km == (
        f"{code('e')} sejauh 1.41 km dari pusat, batasnya 1 km",
        f"{code('e')} is 1.41 km from its centre, the limit is 1 km",
    )


def test_what_is_not_there_is_an_error():
    with pytest.raises(StudyError, match="1 members are not among the villages: 99.01.01.2026"):
        broken("abz")
    with pytest.raises(StudyError, match="the rules name x; give indicators with x"):
        violations(codes("abe"), VILLAGES, GRAPH, Rules(min_total={"x": 1}))
    with pytest.raises(StudyError, match="bound the population, but the villages have no column population"):
        violations(codes("abe"), VILLAGES.drop(columns="population"), GRAPH, Rules(min_population=1))


def test_what_cannot_be_known_is_not_passed():
    unknown = VILLAGES.assign(population=[float("nan"), *[100.0] * 7])
    members = list(VILLAGES.index[:3])
    with pytest.raises(TableError, match="bound the population, but not every member has a value: 1 have none"):
        violations(members, unknown, GRAPH, Rules(max_population=1000, within="any", kelurahan="include"))
    with pytest.raises(TableError, match=f"bound z, but not every member has a value: 1 have none: {code('a')}"):
        broken("abe", min_total={"z": 1})


def test_rules_that_a_study_can_have_several_of_say_which():
    rules = Rules(min_total={"x": 10}, max_share={"share": 0.1}, max_villages=3, min_area_ha=999)
    found = violations(codes("abe"), VILLAGES, GRAPH, rules, indicators=TABLE)
    assert [(one.rule, one.what) for one in found] == [("min_area_ha", ""), ("min_total", "x"), ("max_share", "share")]


def test_ways_are_kilometres_or_minutes_from_the_row_to_the_column():
    area = VILLAGES.loc[codes("ab")]
    assert ways(area, None).loc[code("a"), code("b")] == pytest.approx(1.0)
    travel = pd.DataFrame({"origin": [code("a")], "destination": [code("b")], "minutes": [7.0]})
    between = ways(area, travel)
    assert between.loc[code("a"), code("b")] == 7
    assert between.loc[code("b"), code("a")] == float("inf")
    assert between.loc[code("a"), code("a")] == 0


def test_what_an_area_encloses():
    ring = draw_villages("abcd\nefgh\nijkl\nmnop")
    graph = rook_graph(ring)
    inside = ring.drop(index=codes("fgjk"))
    assert enclosed(inside, ring, graph, Rules()) == codes("fgjk")
    assert enclosed(inside, ring, graph, Rules(must_not=tuple(codes("f")))) == codes("gjk")
    assert enclosed(ring.loc[codes("abc")], ring, graph, Rules()) == []
