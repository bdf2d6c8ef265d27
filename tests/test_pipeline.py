"""Runs: the folder, the manifest, what is made again and what is kept."""

import json
import os
import re
import shutil

import geopandas as gpd
import pandas as pd
import pytest
from small_study import STUDY, write_study

from kawasan_gis import pipeline
from kawasan_gis.errors import DataError, InfeasibleError, OutputError, StudyError
from kawasan_gis.pipeline import redraw_map, run
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.steps import STEPS
from kawasan_gis.study import read_run_study, read_study

# One worker, so that the run the tests start from is made once.
pytestmark = pytest.mark.xdist_group("search")

COLUMNS = 'columns = { kode_desa = "K", nama_desa = "N" }\n'

NAMES = [step.name for step in STEPS]
LAST = ["map", "tables", "handover"]

PRESET = """[[presets]]
name = "Petani"
weights = { sawah_ha = 5 }

[rules]
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finished")
    return run(write_study(folder / "in"), folder / "run")


@pytest.fixture
def study(finished, tmp_path):
    """The study and its finished run, copied for a test to spoil."""
    shutil.copytree(finished.folder.path.parent, tmp_path / "w")
    return tmp_path / "w" / "in" / "studi.toml"


def again(study, text=None):
    if text is not None:
        study.write_text(text, encoding="utf-8")
    return run(study, study.parent.parent / "run")


def contents(folder):
    return {name: (folder / name).read_bytes() for name in sorted(os.listdir(folder))}


OWN_CHECK = """[[checks]]
key = "bordering"
kind = "law"
label_id = "Berbatasan"
label_en = "Bordering"
basis_id = "Perbup 1/2026"
mark = "read"
source = "Lembaran daerah"
"""


def test_a_table_of_checks_of_ones_own_is_an_input(study):
    (study.parent / "dasar.toml").write_text(OWN_CHECK, encoding="utf-8")
    outcome = again(study, study.read_text(encoding="utf-8") + 'checks = "dasar.toml"\n')
    assert {"checks", "tables"} <= set(outcome.made)
    assert not {"ranking", "candidates"} & set(outcome.made)
    assert "Perbup 1/2026" in (outcome.folder.path / "checks.csv").read_text(encoding="utf-8-sig")
    assert (outcome.folder.checks["basis_id"] == "Perbup 1/2026").any()


def test_a_run_leaves_every_file(finished):
    assert list(finished.made) == NAMES
    files = set(os.listdir(finished.folder.path))
    assert {
        "01_villages.parquet", "01_surroundings.parquet", "02_borders.parquet", "03_indicators.parquet",
        "04_scores.parquet", "05_candidates.parquet", "05_members.parquet", "06_ranking.parquet", "06_checks.parquet",
        "07_features.parquet", "07_features_findings.parquet", "07_backdrop.json",
        "map.html", "tables.xlsx", "kawasan.gpkg", "kawasan.qgz", "kawasan.geojson", "manifest.json", "study.json",
        "ranking.csv", "findings.csv",
    } <= files  # fmt: skip
    assert not [name for name in files if name.startswith(".")]


def test_tables_of_a_run_fit_each_other(finished):
    folder = finished.folder
    assert folder.indicators.index.equals(folder.villages.index)
    assert set(folder.members["candidate_id"]) == set(folder.ranking.index) == set(folder.candidates.index)
    parts = folder.ranking.filter(like="contribution_").sum(axis=1)
    assert parts.tolist() == pytest.approx(folder.ranking["score"].tolist())
    assert list(folder.graph) == folder.villages.index.tolist()
    assert folder.about.index.tolist() == folder.indicators.columns.tolist()
    assert folder.findings.counts()["no_coordinates"] == 1
    assert folder.findings.of("criterion_dropped") == folder.findings.of("missing_value")


def test_the_manifest_tells_what_was_done_without_paths_or_clock(finished):
    text = finished.folder.manifest_path.read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert list(manifest["steps"]) == NAMES
    step = manifest["steps"]["indicators"]
    assert [entry["file"] for entry in step["inputs"]] == [
        "indeks.csv",
        "pasar.csv",
        "jalan.geojson",
        "hutan.geojson",
        "lahan.tif",
    ]
    assert step["rows"] == {"villages": 16, "indicators": 5}
    assert step["findings"]["missing_value"] == 1
    assert str(finished.folder.path.parent) not in text
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d|\d\d:\d\d:\d\d", text) is None


def test_nothing_changed_nothing_made(study):
    before = contents(study.parent.parent / "run")
    outcome = again(study)
    assert outcome.made == ()
    assert list(outcome.skipped) == NAMES
    assert contents(study.parent.parent / "run") == before


def test_a_changed_weight_remakes_scores_onward(study):
    outcome = again(study, STUDY.replace("weight = 2", "weight = 3"))
    assert list(outcome.made) == ["scores", "candidates", "ranking", "checks", "map", "tables", "handover"]


def test_another_language_remakes_only_what_is_printed(study):
    outcome = again(study, STUDY.replace('language = "id"', 'language = "en"'))
    assert list(outcome.made) == ["map", "tables", "handover"]


def test_presets_remake_map_and_tables_and_a_basemap_the_map_only(study):
    folder = study.parent.parent / "run"
    assert again(study, STUDY.replace("[rules]\n", PRESET)).made == ("map", "tables")
    assert json.loads((folder / "study.json").read_text())["presets"][0]["weights"] == {"sawah_ha": 5}
    assert again(study, study.read_text() + '[map]\nbasemap = "osm"\n').made == ("map",)


def test_layers_on_the_map_are_inputs_of_its_steps_alone(study):
    assert again(study, STUDY + '[map]\nroads = ["jalan"]\n').made == ("features", "backdrop", "map", "handover")
    table = study.parent / "indeks.csv"
    table.write_text(table.read_text().replace("0.", "0.1", 1))
    assert not {"features", "backdrop"} & set(again(study).made)
    road = study.parent / "jalan.geojson"
    road.write_text(road.read_text() + "\n")
    assert {"features", "backdrop"} <= set(again(study).made)


def test_a_run_keeps_what_lies_around_and_on_its_villages(study):
    folder = again(study, STUDY + '[map]\nroads = ["jalan"]\n').folder
    assert folder.surroundings.empty
    assert folder.surroundings.crs == folder.villages.crs
    assert folder.features.groupby("kind").size().to_dict() == {"cover": 1, "facility": 4, "road": 1}
    assert json.loads((folder.path / "07_backdrop.json").read_text())["lines"][0]["key"] == "road"


def test_a_step_that_left_fewer_files_than_it_should_is_made_again(study):
    folder = study.parent.parent / "run"
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["steps"]["villages"]["files"]["01_surroundings.parquet"]
    (folder / "01_surroundings.parquet").unlink()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert again(study).made == ("villages",)
    assert RunFolder(folder).surroundings.empty


def test_the_folder_keeps_the_study_without_paths(finished):
    text = (finished.folder.path / "study.json").read_text(encoding="utf-8")
    assert str(finished.folder.path.parent) not in text
    study = read_run_study(finished.folder)
    assert study.study.name == "Studi Kecil"
    assert study.villages.path.name == str(study.villages.path) == "desa.gpkg"


def test_rules_without_limits_are_written_down(study):
    """An infinite number is none that JSON knows."""
    rule = 'min_class = [{ indicator = "ike", at_least = 0.0, villages = 1 }]\n[search]'
    again(study, STUDY.replace("[search]", rule))
    folder = RunFolder(study.parent.parent / "run")
    assert folder.manifest["steps"]["candidates"]["parameters"][1]["min_class"][0]["at_most"] == "inf"
    assert read_run_study(folder).rules == read_study(study).rules


def test_the_map_is_made_again_from_the_folder_alone(study, tmp_path):
    folder = study.parent.parent / "run"
    again(study, STUDY.replace("[rules]\n", PRESET))
    shutil.rmtree(study.parent)
    before = contents(folder)
    (folder / "map.html").write_text("lost")
    assert redraw_map(folder) == folder / "map.html"
    assert contents(folder) == before
    copied = redraw_map(folder, tmp_path / "copy.html", language="id", basemap="")
    assert copied.read_bytes() == before["map.html"]
    english = redraw_map(folder, tmp_path / "en.html", language="en").read_text(encoding="utf-8")
    assert '<html lang="en">' in english
    assert contents(folder) == before
    online = redraw_map(folder, tmp_path / "osm.html", basemap="osm").read_text(encoding="utf-8")
    assert "tile.openstreetmap.org" in online
    assert b"tile.openstreetmap.org" not in before["map.html"]


def test_another_map_never_takes_the_place_of_a_file_of_the_run(study, tmp_path):
    folder = study.parent.parent / "run"
    before = contents(folder)
    for options in ({"language": "en"}, {"basemap": "osm"}):
        for out in (None, folder / "map.html", folder / "manifest.json"):
            with pytest.raises(OutputError, match="is a file of the run, and this is another map"):
                redraw_map(folder, out, **options)
    with pytest.raises(OutputError, match=r"06_ranking.parquet is a file of the run"):
        redraw_map(folder, folder / "06_ranking.parquet")
    with pytest.raises(StudyError, match="there is no basemap omx, did you mean osm"):
        redraw_map(folder, tmp_path / "x.html", basemap="omx")
    assert contents(folder) == before


def test_maps_of_another_program_are_recorded_as_they_are(study):
    """A run that goes on after the map was drawn by a newer version finds the bytes it was told of."""
    folder = RunFolder(study.parent.parent / "run")
    manifest = folder.manifest
    manifest["steps"]["map"]["files"]["map.html"] = "of the older version"
    folder.write_json("manifest.json", manifest)
    redraw_map(folder.path)
    assert again(study).made == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("manifest.json", "is not a run folder: manifest.json is missing"),
        ("study.json", "has no study.json: not a run folder, or not finished"),
        ("06_ranking.parquet", "has no 06_ranking.parquet: not a run folder, or not finished"),
        ("07_backdrop.json", "has no 07_backdrop.json"),
    ],
)
def test_a_map_is_not_made_of_half_a_run(study, name, words):
    folder = study.parent.parent / "run"
    (folder / name).unlink()
    with pytest.raises(DataError, match=words):
        redraw_map(folder)


def test_a_run_cut_off_before_its_study_was_written_has_none(study, monkeypatch):
    """Never the manifest of one study beside another."""
    folder = RunFolder(study.parent.parent / "run")
    write = RunFolder.write_json

    def stop(self, name, content):
        if name == "study.json":
            raise KeyboardInterrupt
        write(self, name, content)

    monkeypatch.setattr(RunFolder, "write_json", stop)
    with pytest.raises(KeyboardInterrupt):
        again(study, STUDY.replace("[rules]\n", PRESET))
    monkeypatch.undo()
    with pytest.raises(DataError, match="has no study.json"):
        redraw_map(folder.path)
    assert again(study).made == ("map", "tables")


def test_a_changed_layer_remakes_what_was_measured_on_it(study):
    table = study.parent / "indeks.csv"
    table.write_text(table.read_text().replace("0.", "0.1", 1))
    assert list(again(study).made) == ["indicators", *NAMES[NAMES.index("scores") : NAMES.index("features")], *LAST]


def test_a_damaged_or_missing_file_is_remade_alone(study):
    folder = study.parent.parent / "run"
    before = contents(folder)
    (folder / "02_borders.parquet").write_bytes(b"damaged")
    assert again(study).made == ("borders",)
    (folder / "03_indicators.parquet").unlink()
    assert again(study).made == ("indicators",)
    assert contents(folder) == before


def test_a_damaged_manifest_means_everything_again_with_the_same_bytes(study):
    folder = study.parent.parent / "run"
    before = contents(folder)
    (folder / "manifest.json").write_text("{")
    assert list(again(study).made) == NAMES
    assert contents(folder) == before


def test_a_fresh_run_elsewhere_has_the_same_bytes(study, tmp_path):
    run(study, tmp_path / "other")
    assert contents(tmp_path / "other") == contents(study.parent.parent / "run")


def test_a_run_cut_off_goes_on_where_it_stopped(study, monkeypatch, tmp_path):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("kawasan_gis.steps.find_candidates", stop)
    with pytest.raises(KeyboardInterrupt):
        run(study, tmp_path / "cut")
    files = os.listdir(tmp_path / "cut")
    assert "04_scores.parquet" in files
    assert not [name for name in files if name.startswith(("05_", ".partial"))]
    monkeypatch.undo()
    assert list(run(study, tmp_path / "cut").made) == NAMES[NAMES.index("candidates") :]


def test_a_new_version_of_the_program_remakes_everything(study, monkeypatch):
    monkeypatch.setattr(pipeline, "VERSION", "0.0.0")
    assert list(again(study).made) == NAMES


def test_progress_is_told(study, tmp_path):
    steps = []
    run(study, tmp_path / "p", progress=lambda *step: steps.append(step))
    assert [step[0] for step in steps if step[2] == len(STEPS)][: len(NAMES)] == NAMES
    assert ("candidates", 0, 100) in steps


def test_run_folders_that_are_none(tmp_path):
    with pytest.raises(DataError, match="is not a run folder: manifest.json is missing"):
        RunFolder(tmp_path).manifest  # noqa: B018 - reading is what fails
    with pytest.raises(DataError, match=r"has no 06_ranking.parquet"):
        RunFolder(tmp_path).ranking  # noqa: B018 - as above


def test_errors_of_a_run(study, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot use the run folder"):
        run(study, tmp_path / "file" / "run")
    (study.parent / "indeks.csv").unlink()
    with pytest.raises(StudyError, match=r"1 files of the study are missing"):
        run(study, tmp_path / "x")


def test_a_run_that_fails_leaves_nothing_of_the_study_before(study):
    folder = study.parent.parent / "run"
    broken = STUDY.replace("Studi Kecil", "Studi Baru").replace("min_villages = 3", "min_villages = 6")
    with pytest.raises(InfeasibleError):
        again(study, broken.replace("max_villages = 6", "max_villages = 6\nmax_area_ha = 5"))
    assert (folder / "02_borders.parquet").exists()
    for name in ("05_candidates.parquet", "06_ranking.parquet", "map.html", "ranking.csv", "kawasan.gpkg"):
        assert not (folder / name).exists(), name
    with pytest.raises(DataError, match="not finished"):
        RunFolder(folder).ranking  # noqa: B018 - reading is what fails
    assert "ranking" not in RunFolder(folder).manifest["steps"]


def test_the_folder_of_another_study_is_refused(study):
    other = STUDY.replace("Studi Kecil", "Lain").replace('kabupaten = "99.01"', 'kabupaten = "Contoh"')
    with pytest.raises(OutputError, match="holds the run of another study, 'Studi Kecil'"):
        again(study, other)
    assert again(study, STUDY.replace("Studi Kecil", "Lain")).made == ("map", "tables", "handover")


def test_studies_of_other_boundaries_are_other_studies(study):
    shutil.copy(study.parent / "desa.gpkg", study.parent / "lain.gpkg")
    with pytest.raises(OutputError, match="holds the run of another study"):
        again(study, STUDY.replace("Studi Kecil", "Lain").replace("desa.gpkg", "lain.gpkg"))


def test_a_run_never_writes_over_its_own_inputs_or_strangers(study, tmp_path):
    shutil.copy(study.parent / "desa.gpkg", study.parent / "kawasan.gpkg")
    study.write_text(STUDY.replace("desa.gpkg", "kawasan.gpkg").replace("[[layers]]", 'layer = "desa"\n[[layers]]', 1))
    before = contents(study.parent)
    with pytest.raises(OutputError, match=r"would write over its own input .*kawasan.gpkg"):
        run(study, study.parent)
    assert contents(study.parent) == before
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "map.html").write_text("mine")
    with pytest.raises(OutputError, match=r"has files that no run wrote: map.html"):
        run(study, tmp_path / "own")
    assert (tmp_path / "own" / "map.html").read_text() == "mine"


def test_sidecars_of_an_input_count(tmp_path):
    text = STUDY.replace("desa.gpkg", "DESA.SHP").replace("[[layers]]", COLUMNS + "[[layers]]", 1)
    path = write_study(tmp_path / "in", text=text)
    villages = gpd.read_file(tmp_path / "in" / "desa.gpkg").rename(columns={"kode_desa": "K", "nama_desa": "N"})
    villages[["K", "N", "geometry"]].to_file(tmp_path / "in" / "DESA.SHP")
    for made in sorted((tmp_path / "in").glob("DESA.*")):
        made.rename(made.with_suffix(made.suffix.upper()))
    run(path, tmp_path / "run")
    table = tmp_path / "in" / "DESA.DBF"
    table.write_bytes(table.read_bytes().replace(b"Desa b", b"Desa Z"))
    assert run(path, tmp_path / "run").made[0] == "villages"
    assert "Desa Z" in RunFolder(tmp_path / "run").villages["nama_desa"].tolist()


def test_what_a_killed_writer_left_is_cleared_away(study):
    left = study.parent.parent / "run" / ".partial-x1"
    left.mkdir()
    (left / "map.html").write_text("half")
    again(study)
    assert not left.exists()


@pytest.mark.parametrize(
    "text", ["{", "[]", "null", '{"steps": []}', '{"kawasan_gis": 1, "study": {}, "steps": {"map": 3}}']
)
def test_broken_manifests_are_no_run_or_made_again(study, text):
    folder = RunFolder(study.parent.parent / "run")
    folder.manifest_path.write_text(text)
    if '"study"' not in text:
        with pytest.raises(DataError, match="is not a run folder"):
            folder.manifest  # noqa: B018 - reading is what fails
    else:
        folder.manifest_path.write_text(text.replace('"study": {}', '"study": {"title": "Studi Kecil"}'))
    assert list(again(study).made) == NAMES


def test_damaged_tables_are_one_error(study):
    folder = RunFolder(study.parent.parent / "run")
    (folder.path / "06_ranking.parquet").write_bytes(b"damaged")
    with pytest.raises(DataError, match=r"cannot read .*06_ranking.parquet: it is damaged"):
        folder.ranking  # noqa: B018 - reading is what fails


def test_hostile_names_survive_to_every_file(tmp_path):
    name = '=1+1 <b>Ma\'rang</b> "{{7*7}}"'
    outcome = run(write_study(tmp_path / "in", rename={"Desa a": name}), tmp_path / "run")
    assert name in outcome.folder.villages["nama_desa"].tolist()
    written = pd.read_csv(tmp_path / "run" / "villages.csv")["nama_desa"]
    assert "'" + name in written.tolist()
    assert "<b>Ma" not in (tmp_path / "run" / "map.html").read_text(encoding="utf-8")


def test_a_raster_that_weights_another_is_an_input_too(study):
    text = study.read_text(encoding="utf-8")
    layers = "".join(
        f'[[layers]]\nname = "{name}"\nkind = "raster"\npath = "{name}.tif"\n' for name in ("lereng", "jiwa")
    )
    measure = '[[indicators]]\nname = "lereng_jiwa"\nlayer = "lereng"\nmeasure = "weighted_mean"\nweights = "jiwa"\n'
    study.write_text(f"{text}\n{layers}{measure}", encoding="utf-8")
    (step,) = [step for step in STEPS if step.name == "indicators"]
    assert {"lereng.tif", "jiwa.tif"} <= {path.name for path in step.inputs(read_study(study))}


def test_an_estimate_is_told_in_the_language_of_the_study(study):
    text = study.read_text(encoding="utf-8")
    (step,) = [step for step in STEPS if step.name == "indicators"]
    travel = '[network]\n[[indicators]]\nname = "pasar_min"\nlayer = "pasar"\nmeasure = "travel_min"\n'
    keys = []
    for more in ("", travel):
        for language in ("id", "en"):
            study.write_text(
                f'{text.split("[outputs]")[0]}\n{more}[outputs]\nlanguage = "{language}"\n', encoding="utf-8"
            )
            keys.append(step.parameters(read_study(study)))
    assert keys[0] == keys[1]
    assert keys[2] != keys[3]
