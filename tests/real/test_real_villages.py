"""Boundary files as planners have them, against what their source says of them (SOURCES.md)."""

import pytest

from kawasan_gis.errors import CRSError, StudyError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, measure
from kawasan_gis.layers import Layer, read_shapes
from kawasan_gis.villages import check_coverage, read_villages

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("without_search")]

NAMES = "kode_wilayah_63_64.csv"
RBI = {"kode_desa": "k", "nama_desa": "nm"}


@pytest.mark.parametrize(
    ("file", "options", "count", "area_km2", "expected"),
    [
        ("kalsel_desa.gpkg", {}, 2008, 37_128, {"overlap": 20, "gap": 28, "multipart": 51, "kelurahan": 144}),
        ("kaltim_desa.gpkg", {}, 1038, 126_933, {"overlap": 24, "gap": 17, "multipart": 56, "repaired": 1}),
        ("kalsel_desa_bps2020.gpkg", {}, 2008, 36_752, {"multipart": 51}),
        ("kaltim_desa_bps2020.gpkg", {}, 1024, 125_158, {"repaired": 1}),
        ("kalsel_desa_rbi2023_simpl.gpkg", {"columns": RBI}, 2008, 37_127, {"overlap": 551, "gap": 424, "repaired": 1}),
        ("kaltim_desa_rbi2023_simpl.gpkg", {"columns": RBI}, 1038, 126_929, {"overlap": 516, "gap": 320}),
    ],
)
def test_the_report_agrees_with_the_source(shared_data, file, options, count, area_km2, expected):
    findings = Findings()
    villages = read_villages(shared_data / file, findings=findings, **options)
    check_coverage(villages, findings=findings)
    assert len(villages) == count
    assert villages.is_valid.all()
    # The source measured in EPSG:32750; Kaltim is measured in the northern zone here.
    assert villages["area_ha"].sum() / 100 == pytest.approx(area_km2, rel=2e-3)
    counts = findings.counts()
    for kind, number in expected.items():
        assert counts[kind] == pytest.approx(number, abs=max(1, 0.02 * number)), kind


def test_names_come_from_the_code_list(shared_data):
    findings = Findings()
    villages = read_villages(
        shared_data / "kalsel_desa.gpkg", kabupaten="Tanah Bumbu", names=shared_data / NAMES, findings=findings
    )
    assert len(villages) == 149
    assert set(villages["kabupaten"]) == {"Tanah Bumbu"}
    assert set(villages["provinsi"]) == {"Kalimantan Selatan"}
    assert villages["kecamatan"].nunique() == 12
    assert findings.of("name_without_polygon") == [
        "63.10.04.2027", "63.10.04.2028", "63.10.04.2029", "63.10.04.2030",
        "63.10.06.2013", "63.10.06.2014", "63.10.06.2015", "63.10.07.2013",
    ]  # fmt: skip


def test_an_index_row_without_polygon_is_listed(shared_data):
    findings = Findings()
    villages = read_villages(
        shared_data / "kalsel_desa.gpkg", kabupaten="63.10", names=shared_data / NAMES, findings=Findings()
    )
    layer = Layer(name="idm", kind="table", path=shared_data / "idm_2024_kalsel.csv", key="KODE_DESA")
    ike = Indicator(name="ike", layer="idm", measure="value", column="IKE_2024")
    table = measure(villages, [layer], [ike], findings=findings)
    assert len(findings.of("row_without_village")) == 8
    assert int(table["ike"].notna().sum()) == 144
    # By hand: the first desa of the kabupaten in the published table.
    published = {
        line.split(",")[6]: float(line.split(",")[9])
        for line in (shared_data / "idm_2024_kalsel.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
        if line.startswith("63,KALIMANTAN SELATAN,6310") and line.split(",")[9]
    }
    known = table["ike"].dropna()
    assert known.tolist() == [published[kode.replace(".", "")] for kode in known.index]


def test_bps_and_kemendagri_are_never_mixed(shared_data):
    with pytest.raises(StudyError, match="never converted"):
        read_villages(shared_data / "kalsel_desa_bps2020.gpkg", names=shared_data / NAMES)
    kutai = read_villages(shared_data / "kaltim_desa_bps2020.gpkg", kabupaten="6403", findings=Findings())
    assert set(kutai["kabupaten"]) == {"Kutai Kartanegara"}
    dagri = read_villages(
        shared_data / "kaltim_desa.gpkg", kabupaten="64.03", names=shared_data / NAMES, findings=Findings()
    )
    assert set(dagri["kabupaten"]) == {"Berau"}


def test_the_raw_geojson_of_a_kabupaten(shared_data):
    villages = read_villages(shared_data / "raw" / "id6301_tanah_laut.geojson", findings=Findings())
    assert len(villages) == 135
    assert villages.crs.to_epsg() == 32750


def test_stations_in_the_antarctic_are_refused(shared_data):
    villages = read_villages(shared_data / "kaltim_desa.gpkg", kabupaten="64.03", findings=Findings())
    layer = Layer(name="hujan", kind="points", path=shared_data / "kaltim_hujan_stasiun_2024.geojson")
    with pytest.raises(CRSError, match="lies outside Indonesia"):
        read_shapes(layer, villages, findings=Findings())


def test_all_of_indonesia_is_read(shared_data):
    findings = Findings()
    villages = read_villages(shared_data / "indonesia_desa.parquet", findings=findings)
    assert len(villages) == 83_402
    assert findings.of("null_geometry") == ["96.01.05.1012"]
    assert findings.counts()["repaired"] == 26
    assert villages.index.is_unique
    assert villages.index.is_monotonic_increasing
