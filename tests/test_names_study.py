"""A study whose tables have no codes, or none of villages, from its first run over the review to the second."""

import csv
import shutil

import pandas as pd
import pytest
from small_study import STUDY, write_study

from kawasan_gis.errors import CodeError, OutputError
from kawasan_gis.pipeline import run

TABLES = """
[[layers]]
name = "rt"
kind = "table"
path = "rt.csv"
desa = "NAMA"
kecamatan = "KEC"
MATCHES
[[layers]]
name = "pangan"
kind = "table"
path = "pangan.csv"
kecamatan = "KEC"
source = "BPS"

[[indicators]]
name = "rumah_tangga"
layer = "rt"
measure = "value"
column = "RT"
aggregate = "sum"

[[indicators]]
name = "padi_ton"
layer = "pangan"
measure = "value"
column = "PADI"
spread = "sawah_ha"
aggregate = "ratio"
per = "sawah_ha"
label = "Hasil padi"

[[indicators]]
name = "lq_padi"
layer = "pangan"
measure = "lq"
column = "PADI"
among = ["PADI", "JAGUNG"]
spread = "inherit"

[[indicators]]
name = "pusat"
measure = "centrality"
of = ["pasar_count"]

[[criteria]]
indicator = "padi_ton"
worst = 0
best = 1

[[criteria]]
indicator = "rumah_tangga"
worst = 0
best = 400
missing = "worst"
"""
WHOLE = STUDY.replace("[rules]\n", f"{TABLES}\n[rules]\ncentrality = 'pusat'\n")
LETTERS = "abcdefghijklmnop"


def names_study(folder, matches=""):
    path = write_study(folder, rename={"Desa d": "Sukamaju"}, text=WHOLE.replace("MATCHES", matches))
    names = [f"{'Ds. ' if n % 2 else ''}Desa {letter.upper()}" for n, letter in enumerate(LETTERS)]
    names[3], names[7] = "Suka Maja", "=HYPERLINK(1)"
    rows = "".join(f"{name},Kec. Kecamatan 1,{10 * n}\n" for n, name in enumerate(names, start=1))
    (folder / "rt.csv").write_text("NAMA,KEC,RT\n" + rows, encoding="utf-8")
    (folder / "pangan.csv").write_text("KEC,PADI,JAGUNG\nKECAMATAN SATU,600,0\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    return run(names_study(folder / "in"), folder / "run")


def reviewed(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def answer(folder, *kode):
    rows = reviewed(folder / "run" / "matches_to_review.csv")
    for row, one in zip(rows, kode, strict=True):
        row["kode"] = one
    pd.DataFrame(rows).to_csv(folder / "in" / "cocok.csv", index=False)


def test_the_first_run_lists_what_has_to_be_matched(first):
    rows = reviewed(first.folder.path / "matches_to_review.csv")
    assert [(row["layer"], row["row"], row["desa"], row["kode"]) for row in rows] == [
        ("rt", "4", "Suka Maja", ""), ("rt", "8", "'=HYPERLINK(1)", ""),
    ]  # fmt: skip
    assert "99.01.01.2004 Sukamaju, Kecamatan Satu (0.88)" in rows[0]["suggestions"]
    assert first.folder.indicators["rumah_tangga"].isna().sum() == 2
    assert first.folder.findings.counts()["names_to_review"] == 1


def test_the_spread_table_sums_to_its_kecamatan_and_says_where_it_is_from(first):
    indicators = first.folder.indicators
    assert indicators["padi_ton"].sum() == pytest.approx(600)
    assert indicators["pusat"].sum() == pytest.approx(100)
    assert indicators["lq_padi"].eq(1.0).all()
    about = pd.read_csv(first.folder.path / "indicators.csv").set_index("indicator")
    assert about["data_per"].dropna().to_dict() == dict.fromkeys(["padi_ton", "lq_padi"], "dari data kecamatan")
    page = (first.folder.path / "map.html").read_text(encoding="utf-8")
    assert "Hasil padi (dari data kecamatan)" in page


def test_the_ratio_of_an_area_is_of_its_sums(first):
    run_folder = first.folder
    for name, row in run_folder.ranking.iterrows():
        inside = run_folder.members.set_index("candidate_id").loc[name, "kode_desa"]
        sums = run_folder.indicators.loc[inside, ["padi_ton", "sawah_ha"]].sum()
        assert row["padi_ton_per_sawah_ha"] == pytest.approx(sums["padi_ton"] / sums["sawah_ha"])
        assert row["contribution_padi_ton"] == pytest.approx(min(row["padi_ton_per_sawah_ha"], 1) / 6)


def test_the_centre_is_where_the_facilities_are(first):
    pusat = first.folder.indicators["pusat"]
    for name, centre in first.folder.candidates["centre"].items():
        inside = first.folder.members.set_index("candidate_id").loc[name, "kode_desa"]
        assert pusat[centre] == pusat[inside].max()


def test_the_next_run_obeys_the_answers(first, tmp_path):
    shutil.copytree(first.folder.path.parent, tmp_path / "w")
    folder = tmp_path / "w"
    answer(folder, "99.01.01.2004", "-")
    study = folder / "in" / "studi.toml"
    study.write_text(WHOLE.replace("MATCHES", 'matches = "cocok.csv"'), encoding="utf-8")
    second = run(study, folder / "run")
    assert second.made[0] == "indicators"
    assert second.folder.indicators.at["99.01.01.2004", "rumah_tangga"] == 40
    assert [row["kode"] for row in reviewed(folder / "run" / "matches_to_review.csv")] == ["99.01.01.2004", "'-"]
    assert run(study, folder / "run").made == ()
    # Another answer is another input.
    answer(folder, "99.01.01.2008", "-")
    third = run(study, folder / "run")
    assert third.made[0] == "indicators"
    assert third.folder.indicators.at["99.01.01.2008", "rumah_tangga"] == 40
    answer(folder, "99.01.01.2001", "-")
    with pytest.raises(CodeError, match=r"rt: 1 codes would belong to more than one row \(rows 4, 1\): 99.01.01.2001"):
        run(study, folder / "run")


def test_answers_written_into_the_run_folder_are_not_lost(first, tmp_path):
    shutil.copytree(first.folder.path.parent, tmp_path / "w")
    study, path = tmp_path / "w" / "in" / "studi.toml", tmp_path / "w" / "run" / "matches_to_review.csv"
    rows = reviewed(path)
    pd.DataFrame([{**rows[0], "kode": "99.01.01.2004"}, *rows[1:]]).to_csv(path, index=False)
    with pytest.raises(OutputError, match="holds 1 answers, and a run writes it anew: move it beside the study file"):
        run(study, tmp_path / "w" / "run")
    path.rename(study.parent / "cocok.csv")
    study.write_text(WHOLE.replace("MATCHES", 'matches = "cocok.csv"'), encoding="utf-8")
    assert run(study, tmp_path / "w" / "run").folder.indicators.at["99.01.01.2004", "rumah_tangga"] == 40
