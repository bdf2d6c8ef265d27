import numpy as np
import pytest
from drawing import code, codes, column, draw_villages, rook_graph

from kawasan_gis.candidates.existing.existing import extend_area, score_area, shrink_area
from kawasan_gis.candidates.existing.revision import Asked, Setting, checked_codes
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, TableError

GRID = draw_villages("abcD\nefgh\nijkl")
CRITERIA = [Criterion(indicator="x", worst=0, best=1, aggregate="mean")]
FREE = {"min_villages": 1, "max_villages": 12, "max_steps": 0, "holes": True}


def setting(letters, villages=GRID, centres=(), **rules):
    table = column(villages, "3")
    return Setting.of(
        codes(letters), villages, rook_graph(villages), table, CRITERIA, Rules(**FREE | rules), None, centres
    )


def near(ground):
    """Letters of the villages that may be members."""
    names = GRID["nama_desa"].iloc[ground.positions[ground.limits.may]]
    return "".join(sorted(name[-1] for name in names))


def test_codes_are_sorted_and_held_against_the_villages():
    assert checked_codes(reversed(codes("abc")), GRID, "members") == tuple(codes("abc"))
    assert checked_codes(code("a"), GRID, "members") == (code("a"),)
    with pytest.raises(StudyError, match="there are no villages to keep; give their codes"):
        checked_codes([], GRID, "villages to keep")
    with pytest.raises(StudyError, match=r"2 members are given more than once: 99\.01\.01\.2001, 99\.01\.01\.2002"):
        checked_codes(codes("ababc"), GRID, "members")


def test_pieces_come_largest_first_and_then_by_code():
    pieces = setting("aclkj").pieces(codes("aclkj"))
    assert pieces == (tuple(codes("jkl")), tuple(codes("a")), tuple(codes("c")))


def test_members_may_stay_whatever_the_rules_say_of_them():
    own = setting("aDe", must_not=codes("ab"), bridges=codes("ef"))
    assert near(own.ground(Asked(1, 12))) == "Daceghijkl"
    assert near(own.ground(Asked(1, 3, only=True))) == "Dae"
    assert near(setting("c", kelurahan="bridge").ground(Asked(1, 12))) == "abcefghijkl"


def test_what_is_asked_narrows_the_rules():
    limits = (
        setting("ab", min_villages=3, max_villages=8, must_have=codes("c")).ground(Asked(2, 5, (code("a"),))).limits
    )
    assert (limits.least, limits.most) == (3, 5)
    assert limits.must.sum() == 2
    limits = setting("ab", max_villages=8).ground(Asked(2, 9)).limits
    assert (limits.least, limits.most) == (2, 8)


def test_only_the_unit_of_the_members_is_looked_at():
    two = draw_villages("abcD\nefgh\nijkl", other_kabupaten="cgk")
    ground = setting("ab", two).ground(Asked(1, 9))
    assert set(two.index[ground.positions].str[:5]) == {"99.01"}
    partial = column(two, "3")
    partial.loc[code("c", "99.02")] = np.nan
    data = two, rook_graph(two), partial, CRITERIA, Rules(**FREE)
    assert extend_area(codes("ab"), *data, by=1).violations == []
    with pytest.raises(InfeasibleError, match="must_have villages lie in another kabupaten than the members: 99.01"):
        setting("ab", two, must_have=[code("c", "99.02")]).ground(Asked(1, 9))


def test_a_conflict_holds_for_what_is_asked():
    own = setting("ab", max_area_ha=350, min_area_ha=150)
    assert own.conflict(Asked(3, 3, tuple(codes("ab"))), 10_000) is None
    assert own.conflict(Asked(4, 4, tuple(codes("ab"))), 10_000).rules == ("max_area_ha = 350",)
    assert own.conflict(Asked(1, 1, only=True), 10_000).rules == ("min_area_ha = 150",)


def test_what_became_of_an_area_is_told_in_both_languages():
    data = GRID, rook_graph(GRID), column(GRID, dict.fromkeys("abceghijklD", 0.5) | {"f": 0.9}), CRITERIA, Rules(**FREE)
    same = score_area(codes("ab"), *data)
    assert same.score == same.certificate.total == same.before
    assert (same.say(), same.say("en")) == ("Skor 0,500.", "Score 0.500.")
    more = extend_area(codes("b"), *data, by=1)
    assert more.say() == "Skor 0,500 menjadi 0,700. Ditambah: Desa f."
    fewer = shrink_area(codes("bf"), *data, by=1)
    assert fewer.say("en") == "Score 0.700 becomes 0.900. Dropped: Desa b."
    assert fewer.changes["gain"].tolist() == pytest.approx([-0.2])


def test_no_status_no_setting():
    with pytest.raises(TableError, match="no column status"):
        setting("ab", GRID.drop(columns="status"))
    with pytest.raises(StudyError, match="the graph and the villages do not hold the same codes"):
        Setting.of(codes("ab"), GRID, rook_graph(GRID[1:]), column(GRID, "3"), CRITERIA, Rules(), None)


def test_an_area_without_a_possible_centre_is_refused():
    data = GRID, rook_graph(GRID), column(GRID, "3"), CRITERIA, Rules(**FREE, centre_among=codes("l"))
    with pytest.raises(StudyError, match="no member may be the centre under the rules"):
        score_area(codes("ab"), *data)
    assert score_area(codes("ab"), *data, centres=codes("a")).violations == []


def test_two_centres_and_no_more():
    assert setting("abc", centres=codes("ca")).centres == tuple(codes("ac"))
    with pytest.raises(StudyError, match="one centre or two, not 3"):
        setting("abc", centres=codes("abc"))
