import pytest
from drawing import code, codes, draw_villages, rook_graph

from kawasan_gis.candidates import Rules, violations
from kawasan_gis.candidates.rules import check_rules, eligible
from kawasan_gis.errors import InfeasibleError, StudyError

VILLAGES = draw_villages("abcd\nefgH", other_kabupaten="dg").assign(population=100.0)
VILLAGES.loc[code("e"), "kecamatan"] = "Dua"
GRAPH = rook_graph(VILLAGES)
D, G = code("d", "99.02"), code("g", "99.02")


def broken(letters, more=(), **rules):
    return [violation.rule for violation in violations([*codes(letters), *more], VILLAGES, GRAPH, Rules(**rules))]


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
        ("abH", (), {}, ["kelurahan", "contiguous"]),
        ("", (), {}, ["min_villages"]),
    ],
)
def test_each_rule_bites(letters, more, rules, expected):
    assert broken(letters, more, **rules) == expected


def test_a_kelurahan_may_bridge_or_be_a_member():
    villages = draw_villages("aBc")
    graph = rook_graph(villages)
    two = {"min_villages": 2}
    assert [v.rule for v in violations(codes("ac"), villages, graph, Rules(**two))] == ["contiguous"]
    assert violations(codes("ac"), villages, graph, Rules(kelurahan="bridge", **two)) == []
    assert violations(codes("aBc"), villages, graph, Rules(kelurahan="include")) == []


def test_violations_speak_both_languages():
    (violation,) = violations(codes("ab"), VILLAGES, GRAPH, Rules())
    assert violation.say() == "2 desa, paling sedikit 3"
    assert violation.say("en") == "2 villages, at least 3 are needed"


def test_unknown_members_are_an_error():
    with pytest.raises(StudyError, match="1 members are not among the villages: 99.01.01.2026"):
        violations(codes("abz"), VILLAGES, GRAPH, Rules())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"min_villages": 5, "max_villages": 4}, "min_villages 5 is above max_villages 4"),
        ({"min_area_ha": 5, "max_area_ha": 4}, "min_area_ha 5 is above max_area_ha 4"),
        ({"must_have": ("x",), "must_not": ("x",)}, "both must_have and must_not: x"),
        ({"must_have": ("x", "y"), "max_villages": 1, "min_villages": 1}, "2 must_have villages do not fit"),
        ({"min_villages": 0}, "greater than or equal to 1"),
        ({"kelurahan": "no"}, "kelurahan"),
        ({"within": "desa"}, "within"),
    ],
)
def test_rules_that_contradict_themselves(options, words):
    with pytest.raises(StudyError, match=words):
        Rules(**options)


def test_rules_that_do_not_fit_the_study():
    with pytest.raises(
        StudyError, match="must_have: 1 villages are not in the study: 98.01.01.2001; .* of kabupaten 99.01, 99.02"
    ):
        check_rules(VILLAGES, Rules(must_have=["98.01.01.2001"]))
    with pytest.raises(InfeasibleError, match=f'must_have: {code("H")} are kelurahan, and kelurahan = "exclude"'):
        check_rules(VILLAGES, Rules(must_have=[code("H")]))
    with pytest.raises(InfeasibleError, match="more than one kabupaten: 99.01, 99.02"):
        check_rules(VILLAGES, Rules(must_have=[code("a"), D]))
    with pytest.raises(StudyError, match="bound the population, but the villages have no column population"):
        check_rules(VILLAGES.drop(columns="population"), Rules(max_population=5))


def test_who_may_be_a_member():
    assert eligible(VILLAGES, Rules(must_not=[code("a")])).to_dict()[code("a")] is False
    assert not eligible(VILLAGES, Rules())[code("H")]
    assert eligible(VILLAGES, Rules(kelurahan="include"))[code("H")]
    assert not eligible(VILLAGES, Rules(kelurahan="bridge"))[code("H")]


def test_what_cannot_be_known_is_not_passed():
    unknown = VILLAGES.assign(population=[float("nan"), *[100.0] * 7])
    members = list(VILLAGES.index[:3])
    with pytest.raises(StudyError, match="bound the population, but not every member has a value"):
        violations(members, unknown, GRAPH, Rules(max_population=1000, within="any", kelurahan="include"))
    with pytest.raises(StudyError, match="bound the population"):
        violations(codes("abe"), VILLAGES.drop(columns="population"), GRAPH, Rules(min_population=1))


def test_only_bridges_the_rules_allow_join_an_area():
    villages = draw_villages("aBcDEf", other_kabupaten="B")
    villages = villages.rename(index={code("B", "99.02"): code("B")})
    graph = rook_graph(villages)
    bridge = {"min_villages": 2, "kelurahan": "bridge"}
    assert violations(codes("ac"), villages, graph, Rules(**bridge)) == []
    barred = violations(codes("ac"), villages, graph, Rules(must_not=[code("B")], **bridge))
    assert [violation.rule for violation in barred] == ["contiguous"]
    chain = violations(codes("cf"), villages, graph, Rules(**bridge))
    assert [violation.rule for violation in chain] == ["contiguous"]
