"""Tables as planners have them: per kecamatan, without codes, with names spelled their own way."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kawasan_gis.codes import clean_codes
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.matching import match_names
from kawasan_gis.indicators.table import matches_to_review
from kawasan_gis.methods.status import idm_status
from kawasan_gis.pipeline import run
from kawasan_gis.study import read_study
from kawasan_gis.tabular import read_text_table
from kawasan_gis.villages import read_villages

STUDY = Path(__file__).parent / "studies" / "barito_kuala_pangan.toml"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def kalsel(shared_data):
    names = shared_data / "kode_wilayah_63_64.csv"
    return read_villages(shared_data / "kalsel_desa.gpkg", names=names, findings=Findings())


@pytest.fixture(scope="module")
def pangan(shared_data) -> pd.DataFrame:
    """The crops by kecamatan, read with nothing of ours."""
    content = json.loads((shared_data / "batola_pangan_kecamatan.geojson").read_text(encoding="utf-8"))
    rows = [feature["properties"] for feature in content["features"]]
    return pd.DataFrame([row["PANGAN"] for row in rows], index=[row["KECAMATAN"] for row in rows]).astype(float)


@pytest.fixture(scope="module")
def done(shared_data, tmp_path_factory):
    return run(STUDY, tmp_path_factory.mktemp("pangan")).folder


def test_every_kecamatan_of_barito_kuala_fits_by_name(kalsel):
    villages = kalsel[kalsel.index.str.startswith("63.04")]
    assert matches_to_review(villages, read_study(STUDY).layers).empty


def test_location_quotients_of_villages_are_those_of_their_kecamatan(done, pangan):
    whole = pangan.to_numpy().sum()
    quotients = (pangan["UBI JALAR"] / pangan.sum(axis=1)) / (pangan["UBI JALAR"].sum() / whole)
    expected = done.villages["kecamatan"].str.upper().map(quotients)
    assert done.indicators["lq_ubi_jalar"].tolist() == pytest.approx(expected.tolist())


@pytest.mark.parametrize(
    ("code", "name", "tonnes", "sweet", "padi"),
    [
        ("63.04.03.2001", "Andaman", 34_330, 434, 32_762),
        ("63.04.04.2001", "Anjir Serapat Muara", 28_017, 120, 27_832),
        ("63.04.13.2001", "Mekarsari", 29_167, 6_130, 23_005),
        ("63.04.16.2001", "Kolam Kiri", 13_985, 1_769, 10_945),
        ("63.04.02.2001", "Purwosari II", 28_453, 0, 28_352),
    ],
)
def test_five_villages_by_hand(done, code, name, tonnes, sweet, padi):
    # Tonnes of their kecamatan, added up by hand; the kabupaten has 12,521 t of sweet potatoes in 387,534 t of food.
    villages, indicators = done.villages, done.indicators
    assert villages.at[code, "nama_desa"] == name
    assert indicators.at[code, "lq_ubi_jalar"] == pytest.approx(sweet / tonnes / (12_521 / 387_534))
    area = villages["area_ha"][villages.index.str.startswith(code[:8])]
    assert indicators.at[code, "padi_ton"] == pytest.approx(padi * area[code] / area.sum())


def test_spread_tonnes_sum_to_their_kecamatan(done, pangan):
    sums = done.indicators["padi_ton"].groupby(done.villages["kecamatan"].str.upper()).sum()
    assert sums.to_dict() == pytest.approx(pangan["PADI"].to_dict())


def test_candidates_come_of_it(done):
    indicators, ranking = done.indicators, done.ranking
    assert len(ranking) == 5
    members = done.members[done.members["role"] != "bridge"]
    for name, inside in members.groupby("candidate_id")["kode_desa"]:
        sums = indicators.loc[inside].sum()
        assert sums["padi_ton"] >= 5000
        ratio = ranking.at[name, "ubi_jalar_ton_per_padi_ton"]
        assert ratio == pytest.approx(sums["ubi_jalar_ton"] / sums["padi_ton"])
        assert indicators.at[ranking.at[name, "centre"], "pusat"] == indicators.loc[inside, "pusat"].max()
    assert done.about["data_per"].to_dict()["lq_ubi_jalar"] == "kecamatan"


def test_households_of_148_villages_by_name_alone(kalsel, shared_data):
    table = read_text_table(shared_data / "hss_rumah_tangga_2025.csv")
    findings = Findings()
    found = match_names(kalsel, table, desa="village_name", kecamatan="district_name", findings=findings)
    fits = found.codes.notna()
    assert int(fits.sum()) == 147
    assert (found.codes[fits] == table["village_id"][fits]).all()
    assert found.review[["desa", "suggestions"]].to_numpy().tolist() == [
        ["Teluk Kabak", "63.06.08.2015 Teluk Labak, Daha Utara (0.90)"],
    ]  # fmt: skip
    assert table.loc[~fits, "village_id"].tolist() == ["63.06.08.2015"]


def test_the_index_of_1872_villages_by_name_alone(kalsel, shared_data):
    table = read_text_table(shared_data / "idm_2024_kalsel.csv")
    columns = {"desa": "NAMA_DESA", "kecamatan": "NAMA_KECAMATAN", "kabupaten": "NAMA_KABUPATEN"}
    found = match_names(kalsel, table, findings=Findings(), **columns)
    own = clean_codes(table["KODE_DESA"], "kemendagri")
    fits = found.codes.notna()
    assert int(fits.sum()) == 1861
    assert (found.codes[fits] == own[fits]).all()
    assert len(found.review) == 11
    # Eight of them have no polygon at all.
    assert int(own[~fits].isin(kalsel.index).sum()) == 3


@pytest.mark.parametrize(
    ("file", "fits", "review"),
    [
        ("kab_dataset_panel_kalsel_FINAL.csv", 11, ["Banjarbaru", "Banjarmasin"]),
        ("kab_kalsel_banjir_2015_2024.csv", 11, ["Banjarbaru", "Banjarmasin"]),
        ("kab_kalsel_izin_ekstraktif.csv", 11, ["Banjarbaru", "Banjarmasin"]),
    ],
)
def test_kabupaten_by_name_and_kota_without_the_word_for_review(kalsel, shared_data, file, fits, review):
    table = read_text_table(shared_data / file)
    table = table[table["tahun"] == "2024"] if "tahun" in table else table
    found = match_names(kalsel, table, kabupaten="kab_kota", findings=Findings())
    assert int(found.codes.notna().sum()) == fits
    assert sorted(found.review["kabupaten"]) == review


def test_the_status_of_the_index_is_the_published_one(shared_data):
    table = pd.read_csv(shared_data / "idm_2024_indonesia.csv.gz")
    status = idm_status(table["NILAI_IDM_2024"]).str.upper()
    known = table["NILAI_IDM_2024"].notna()
    unlike = table[known & (status != table["STATUS_IDM_2024"])]
    # One of 75,261 rows contradicts itself.
    assert np.count_nonzero(known) == 75_261
    assert unlike[["NILAI_IDM_2024", "STATUS_IDM_2024"]].to_numpy().tolist() == [[0.741, "BERKEMBANG"]]
