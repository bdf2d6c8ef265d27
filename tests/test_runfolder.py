import pandas as pd

from kawasan_gis.findings import Findings
from kawasan_gis.runfolder import FINDINGS, RunFolder


def test_findings_of_all_steps_come_together(tmp_path):
    folder = RunFolder(tmp_path)
    for name, kind in zip(FINDINGS[:2], ("multipart", "isolate"), strict=True):
        findings = Findings()
        findings.add(kind, "99.01.01.2001")
        folder.write_findings(name, findings)
    assert folder.findings.counts() == {"isolate": 1, "multipart": 1}


def test_what_several_steps_found_is_told_once(tmp_path):
    folder = RunFolder(tmp_path)
    assert folder.findings.counts() == {}
    for name in FINDINGS[2:]:
        findings = Findings()
        findings.add("no_coordinates", value=2, detail="pasar")
        findings.add("areas_as_points", detail="pasar")
        findings.add("no_coordinates", value=2, detail=name)
        folder.write_findings(name, findings)
    assert folder.findings.counts() == {"no_coordinates": 1 + len(FINDINGS[2:]), "areas_as_points": 1}


def test_tables_come_back_as_they_were(tmp_path):
    folder = RunFolder(tmp_path)
    table = pd.DataFrame(
        {"x": [1.0, float("nan")]}, index=pd.Index(["99.01.01.2001", "99.01.01.2002"], name="kode_desa")
    )
    folder.write("03_indicators.parquet", table)
    pd.testing.assert_frame_equal(folder.indicators, table)
