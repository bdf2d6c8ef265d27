import pandas as pd
from drafted import case, drafted, rows, tables, text_of
from drawing import code

from kawasan_gis.documents.review import write_checks, write_findings, write_sources
from kawasan_gis.findings import Findings


def test_checks_are_passed_failed_or_unknown_with_what_they_rest_on():
    checks = tables()["checks"]
    checks.loc[checks["check"] == "several_desa", "passed"] = False
    drawn = case(checks=checks)
    document = drafted(write_checks, drawn)
    laws = {row[0]: row for row in rows(document.tables[0])}
    assert laws["Terdiri atas beberapa desa"][1] == "tidak terpenuhi"
    assert laws["Desa-desanya berbatasan"][1] == "terpenuhi"
    assert laws["Satu kesatuan wilayah perencanaan"][1] == "tidak dapat diketahui dari data"
    assert "Permendesa PDTT 5/2016" in laws["Desa-desanya berbatasan"][3]
    assert laws["Desa-desanya berbatasan"][3].endswith("[1]")
    counted = checks["passed"].value_counts()
    expected = (
        f"{counted[True]} terpenuhi, 1 tidak terpenuhi, dan {checks['passed'].isna().sum()} tidak dapat diketahui"
    )
    assert expected in text_of(document)


def test_only_the_candidates_own_checks_are_told():
    checks = tables()["checks"]
    other = checks.assign(candidate_id="k2", label_id="Asing")
    assert "Asing" not in text_of(drafted(write_checks, case(checks=pd.concat([other, checks]))))
    assert "Hasil pemeriksaan belum tersedia." in text_of(drafted(write_checks, case(checks=other)))
    assert "Hasil pemeriksaan belum tersedia." in text_of(drafted(write_checks, case(checks=None)))


def test_indicators_in_checks_are_called_by_their_labels():
    checks = tables()["checks"][:1].assign(what="ike", label_id="Batas: ike", text_id="ike 20 %")
    text = text_of(drafted(write_checks, case(checks=checks)))
    assert "Batas: Indeks ketahanan ekonomi" in text
    assert "Indeks ketahanan ekonomi 20 %" in text


def test_findings_of_members_are_told_with_names_and_notes_counted():
    findings = Findings()
    findings.add("overlap", code("e"), other=code("a"), value=1.5)
    findings.add("gap", code("a"), other=code("i"), value=2)
    findings.add("gap", code("a"), other=code("b"), value=3)
    findings.add("multipart", code("d"), value=2)
    document = drafted(write_findings, case(findings=findings))
    assert rows(document.tables[0])[1:] == [
        [f"Desa e ({code('e')})", "perlu dilihat", f"tumpang tindih 1,50 ha dengan Desa a ({code('a')})"],
        [f"Desa a ({code('a')})", "perlu dilihat", f"celah 2 ha di dekat Desa i ({code('i')})"],
    ]
    assert "ada 1 catatan tanpa masalah" in text_of(document)


def test_no_findings_and_unknown_findings_are_two_things():
    assert "Tidak ada masalah data" in text_of(drafted(write_findings, case()))
    assert "Catatan temuan data belum tersedia." in text_of(drafted(write_findings, case(findings=None)))


def test_sources_are_listed_with_their_numbers():
    drawn = case()
    drawn.sources.quote("B", "A")
    assert [one.text for one in drafted(write_sources, drawn).paragraphs[1:]] == ["[1] B", "[2] A"]
