import json
import math

import pytest

from kawasan_gis.candidates.search.certificate import Certificate


def certificate(**changes):
    given = {"total": 1.98, "bound": 2.0, "examined": 10_427_752, "complete_to": 12, "largest": 12, "best": 0.7654}
    return Certificate(**{**given, **changes})


def test_the_gap_is_a_share_of_the_bound():
    assert certificate().gap == pytest.approx(0.01)
    assert certificate(total=2.0 + 1e-12).gap == 0.0
    assert math.isnan(certificate(bound=math.inf).gap)


def test_only_what_was_examined_completely_is_proven():
    assert certificate().proven
    assert not certificate(complete_to=11).proven
    assert not certificate(bound=math.inf).proven


def test_it_says_so_in_both_languages():
    assert "10,427,752 possible areas examined (all areas of up to 12 villages" in certificate().say("en")
    assert "at most 1.0 % below" in certificate().say("en")
    assert "No area at all has a score above 0.766" in certificate().say("en")
    assert certificate().say().startswith("10.427.752 kemungkinan kawasan diperiksa")
    assert "Terbukti: jumlah skor daftar ini paling banyak 1,0 %" in certificate().say()
    assert "Not proven: not all larger areas" in certificate(complete_to=0).say("en")
    assert "no upper bound" in certificate(bound=math.inf, best=math.inf).say("en")
    assert "cut short by its time limit" in certificate(cut_short="time").say("en")
    assert "interrupted by the user" in certificate(cut_short="interrupted").say("en")


def test_a_gap_is_never_rounded_down():
    assert "at most 1.1 %" in certificate(total=2.0 * (1 - 0.01001)).say("en")


def test_plain_values_go_through_json_and_back():
    open_ = certificate(bound=math.inf, best=math.inf)
    plain = json.loads(json.dumps(open_.plain(), allow_nan=False))
    assert plain["bound"] is None
    assert plain["gap"] is None
    assert plain["proven"] is False
    assert Certificate.from_plain(plain) == open_
    assert Certificate.from_plain(certificate().plain()) == certificate()
