import pytest

from kawasan_gis.errors import DataWarning
from kawasan_gis.findings import Findings, collected
from kawasan_gis.kinds import KINDS


def some():
    findings = Findings()
    findings.add("multipart", "99.01.01.2001", value=2)
    findings.add("duplicate_code", "99.01.01.2002", value=3)
    findings.add("overlap", "99.01.01.2001", other="99.01.01.2003", value=1.5)
    findings.add("no_coordinates", value=7, detail="sekolah")
    return findings


def test_rows_come_worst_first_with_their_sentence():
    table = some().table("id")
    assert table["level"].tolist() == ["error", "warning", "warning", "info"]
    assert table["message"].tolist()[:2] == [
        "kode dipakai oleh 3 poligon",
        "tumpang tindih 1,50 ha dengan 99.01.01.2003",
    ]
    assert some().table("en")["message"].iloc[1] == "overlaps 99.01.01.2003 by 1.50 ha"


def test_counts_and_summary():
    counts = some().counts()
    assert counts == {"duplicate_code": 1, "no_coordinates": 1, "overlap": 1, "multipart": 1}
    assert list(counts) == ["duplicate_code", "no_coordinates", "overlap", "multipart"]
    assert some().summary() == (
        "duplicate_code 1 (99.01.01.2002); no_coordinates 7 (sekolah); overlap 1 (99.01.01.2001)"
    )
    assert Findings().summary() == ""
    assert some().of("multipart", "overlap") == ["99.01.01.2001", "99.01.01.2001"]


def test_a_stored_table_gives_the_same_findings():
    again = Findings()
    again.extend(some().frame)
    assert again.frame.equals(some().frame)
    assert len(again) == 4
    assert list(Findings().frame.columns) == list(some().frame.columns)


def test_every_kind_has_a_sentence_in_both_languages():
    values = {"value": "1", "other": "b", "detail": "c"}
    for name, kind in KINDS.items():
        assert kind.text.say("id", **values), name
        assert kind.text.say("en", **values), name


def test_without_a_collector_there_is_one_warning():
    with pytest.warns(DataWarning, match="duplicate_code 1"), collected(None) as found:
        found.add("duplicate_code", "x", value=2)
    with collected(None) as found:
        found.add("multipart", "x", value=2)
    mine = Findings()
    with collected(mine) as found:
        found.add("duplicate_code", "x", value=2)
    assert len(mine) == 1


def test_rows_without_code_and_amount_are_told_without_nan():
    findings = Findings()
    findings.add("bad_code", detail="abc")
    assert findings.summary() == "bad_code (abc)"
