import pandas as pd
import pytest
from drawing import code

from kawasan_gis.criteria import Criterion
from kawasan_gis.findings import Findings
from kawasan_gis.presets import Preset
from kawasan_gis.readable import (
    readable_about,
    readable_checks,
    readable_criteria,
    readable_findings,
    readable_members,
    readable_outsiders,
    readable_presets,
)
from kawasan_gis.tables import localized

CRITERIA = (
    Criterion(indicator="ike", worst=0, best=1, weight=3, stance="need", label="IKE"),
    Criterion(indicator="chain", worst=0, best=2, links={"sawah_ha": 500.0, "mill_count": 1.0}),
)


def test_members_are_listed_by_rank_with_the_centre_first():
    villages = pd.DataFrame(
        {"nama_desa": list("ABC"), "kecamatan": "K", "area_ha": 1.0}, index=[code(x) for x in "abc"]
    )
    ranking = pd.DataFrame({"rank": [2, 1]}, index=["k1", "k2"])
    members = pd.DataFrame(
        {
            "candidate_id": ["k1", "k2", "k2"],
            "kode_desa": [code("a"), code("b"), code("c")],
            "role": ["pusat", "hinterland", "pusat"],
            "gain": 0.1,
            "cut": False,
        }
    )
    table = readable_members(members, villages, ranking)
    assert table["nama_desa"].tolist() == ["C", "B", "A"]
    assert table["rank"].tolist() == [1, 1, 2]


def test_outsiders_are_listed_with_the_nearest_to_entering_first():
    villages = pd.DataFrame({"nama_desa": list("ABC"), "kecamatan": "K"}, index=[code(x) for x in "abc"])
    villages.index.name = "kode_desa"
    outsiders = pd.DataFrame({"lacks": [0.2, 0.1]}, index=[code("a"), code("c")])
    table = readable_outsiders(outsiders, villages)
    assert table["nama_desa"].tolist() == ["C", "A"]
    assert table["lacks"].tolist() == [0.1, 0.2]


def test_checks_are_written_with_rank_name_and_a_word_for_unknown():
    spoken = pd.DataFrame({
        "candidate_id": ["k1", "k1", "k1"], "check": list("abc"), "kind": "law", "label": list("ABC"),
        "passed": pd.array([True, False, None], dtype="boolean"), "text": "t", "basis": "b", "source": "s",
    })  # fmt: skip
    ranking = pd.DataFrame({"rank": [7], "name": ["Maju"]}, index=["k1"])
    table = readable_checks(spoken, ranking)
    assert table["passed"].tolist() == ["terpenuhi", "tidak terpenuhi", "tidak dapat diketahui dari data"]
    assert table.iloc[0][["rank", "name", "check"]].tolist() == [7, "Maju", "A"]
    heads = [
        "Peringkat",
        "ID calon",
        "Nama (pusat, kecamatan)",
        "Pemeriksaan",
        "Hasil",
        "Penjelasan",
        "Dasar",
        "Sumber",
    ]
    assert list(localized(table)) == heads
    assert readable_checks(spoken, ranking, "en")["passed"].tolist()[1] == "failed"


def test_indicators_from_kecamatan_say_so():
    about = pd.DataFrame({"data_per": ["kecamatan", ""], "unit": "", "measure": "value"}, index=["padi", "ike"])
    assert readable_about(about)["data_per"].tolist() == ["dari data kecamatan", ""]
    assert readable_about(about, "en")["data_per"].tolist() == ["from kecamatan data", ""]
    assert about["data_per"].tolist() == ["kecamatan", ""]


def test_shares_are_said_to_be_shares_unless_they_have_a_unit():
    measures = ["class_share", "class_ha", "class_share", "value"]
    about = pd.DataFrame({"data_per": "", "unit": ["", "ha", "%", ""], "measure": measures})
    assert readable_about(about)["unit"].tolist() == ["bagian (0-1)", "ha", "%", ""]
    assert readable_about(about, "en")["unit"].tolist()[0] == "share (0-1)"


def test_criteria_have_their_share_of_all_weights():
    table = readable_criteria(CRITERIA)
    assert table["weight_share"].tolist() == [0.75, 0.25]
    assert table["links"].tolist() == ["", "sawah_ha >= 500; mill_count >= 1"]
    heads = list(localized(table))
    assert heads[heads.index("Bobot") + 1] == "Bagian bobot"


def test_presets_are_written_with_the_weight_of_every_criterion():
    table = readable_presets([Preset(name="Petani", weights={"ike": 1})], CRITERIA)
    assert table["preset"].tolist() == ["Petani", "Petani"]
    assert table["weight"].tolist() == [1, 1]
    assert table["weight_share"].tolist() == [0.5, 0.5]


def test_without_presets_the_sheet_has_headings_only():
    table = readable_presets([], CRITERIA)
    assert len(table) == 0
    assert next(iter(localized(table))) == "Pilihan bobot"


@pytest.mark.parametrize(("language", "level"), [("id", "perlu dilihat"), ("en", "warning")])
def test_findings_name_their_village(language, level):
    findings = Findings()
    findings.add("multipart", code("a"), value=2)
    findings.add("overlap", code("b"), other=code("a"), value=1.5)
    findings.add("gap", "99.01.01.2999", other=code("a"), value=3)
    villages = pd.DataFrame({"nama_desa": ["Alfa", "Beta"]}, index=[code("a"), code("b")])
    table = readable_findings(findings, villages, language)
    assert table["nama_desa"].tolist() == ["Beta", "", "Alfa"]
    assert table["level"].tolist()[0] == level
    assert code("a") in table["message"].tolist()[0]
