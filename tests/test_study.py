from pathlib import Path

import pytest
from small_study import STUDY, write_study

from kawasan_gis.errors import DataError, StudyError
from kawasan_gis.forms import plain
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.study import (
    layer_files,
    measured_layers,
    network_layers,
    picture_layers,
    read_run_study,
    read_study,
    study_files,
)


def test_a_study_is_read_with_defaults_and_paths_beside_it(tmp_path):
    study = read_study(write_study(tmp_path / "deep"))
    assert study.study.kabupaten == ("99.01",)
    assert study.villages.path == tmp_path / "deep" / "desa.gpkg"
    assert study.graph.tolerance_m == 30
    assert study.search.max_overlap == 0.0
    assert study.criteria[1].aggregate == "sum"
    assert study.outputs.language == "id"
    assert [path.name for path in study_files(study)] == [
        "desa.gpkg", "indeks.csv", "pasar.csv", "jalan.geojson", "hutan.geojson", "lahan.tif",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("min_villages = 3", "min_vilages = 3", "rules: unknown key min_vilages, did you mean min_villages"),
        ('kabupaten = "99.01"', "kabupaten = 63.10", 'write the code as text, kabupaten = "63.10"'),
        ("weight = 2", "weight = -2", "criteria.0: ike: weight: .*greater than or equal to 0"),
        ("[search]", "[serach]", "unknown key serach, did you mean search"),
        ('layer = "pasar"', 'layer = "psar"', "indicator pasar_count: there is no layer psar, did you mean pasar"),
        (
            'measure = "count"',
            'measure = "cover_ha"',
            "cover_ha is measured on polygons, but layer pasar is of kind points",
        ),
        ('indicator = "ike"', 'indicator = "ikee"', "there is no indicator ikee, did you mean ike"),
        ('name = "jalan"', 'name = "pasar"', "layers named twice: pasar"),
        ('name = "jalan_m"', 'name = "ike"', "indicators named twice: ike"),
        ("count = 3", "count = 0", "search: count: .*greater than or equal to 1"),
        ('language = "id"', 'language = "jv"', "outputs: language"),
        ('path = "desa.gpkg"', "", "villages: path is missing"),
        ("max_villages = 6", "max_villages = 2", "min_villages 3 is above max_villages 2"),
        ('kabupaten = "99.01"', 'kabupaten = "99.01', "not valid TOML"),
    ],
)
def test_mistakes_in_a_study_are_named(tmp_path, old, new, words):
    assert old in STUDY
    with pytest.raises(StudyError, match=words):
        read_study(write_study(tmp_path, text=STUDY.replace(old, new, 1)))


PRESETS = """[[presets]]
name = "Petani"
weights = { sawah_ha = 5, ike = 0 }

[[presets]]
name = "Seimbang"
need = 0.5

[rules]
"""


def test_presets_are_read_and_keep_what_they_do_not_name(tmp_path):
    study = read_study(write_study(tmp_path, text=STUDY.replace("[rules]\n", PRESETS)))
    assert [preset.name for preset in study.presets] == ["Petani", "Seimbang"]
    weights = [[one.weight for one in preset.reweighted(study.criteria)] for preset in study.presets]
    assert weights == [[0, 5, 1], [2, 1, 1]]
    assert read_study(write_study(tmp_path / "without")).presets == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("sawah_ha = 5", "sawa_ha = 5", "preset Petani: there is no criterion sawa_ha, did you mean sawah_ha?"),
        ("sawah_ha = 5", "sawah_ha = 0, hutan_share = 0", "preset Petani: the weights are all zero"),
        ("ike = 0 }", "ike = 0 }\nneed = 0.5", "preset Petani: need = 0.5 shares the weights among both stances"),
        ("need = 0.5", "need = 50", "presets.1: Seimbang: need: .*less than or equal to 1 .got 50."),
        ('name = "Seimbang"', 'name = "petani"', "presets named twice: petani"),
        ('name = "Seimbang"', "", "presets.1: name is missing"),
        ("sawah_ha = 5", "sawah_ha = -5", "presets.0: Petani: weights.sawah_ha: .*greater than or equal to 0"),
    ],
)
def test_mistakes_in_presets_are_named(tmp_path, old, new, words):
    assert old in PRESETS
    with pytest.raises(StudyError, match=words):
        read_study(write_study(tmp_path, text=STUDY.replace("[rules]\n", PRESETS.replace(old, new))))


def test_the_study_of_a_run_folder_is_the_study_without_its_folders(tmp_path):
    extra = """[[presets]]
name = "Seimbang"
need = 0.5

[[layers]]
name = "jauh"
kind = "raster"
path = "https://example.org/a/b.tif?x=1"
remote = true

[network]
roads = ["jalan"]
other_km_h = 20
village_min = 30

[rules]
min_class = [{ indicator = "ike", at_least = 0.2, villages = 1 }]
"""
    study = read_study(write_study(tmp_path / "in", text=STUDY.replace("[rules]\n", extra)))
    folder = RunFolder(tmp_path)
    folder.write_json("study.json", plain(study, defaults=False))
    text = (tmp_path / "study.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    again = read_run_study(folder)
    assert again.villages.path == Path("desa.gpkg")
    assert again.layers[-1].url == "https://example.org/a/b.tif?x=1"
    assert again == study.model_copy(
        update={"villages": again.villages, "layers": again.layers}
    )  # every other part holds no path
    assert plain(again) == plain(study)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot read .*study.json: it is damaged; run the study again"),
        ("[]", "cannot read the study of .*: study.json: .*; run the study again"),
        ('{"study": {"name": "x"}}', "study.json: villages is missing; .*; run the study again"),
        (None, "has no study.json: not a run folder, or not finished"),
    ],
)
def test_a_damaged_study_of_a_run_folder_is_one_error(tmp_path, text, words):
    if text is not None:
        (tmp_path / "study.json").write_text(text)
    with pytest.raises(DataError, match=words):
        read_run_study(RunFolder(tmp_path))


def test_layers_are_told_apart_by_their_use(tmp_path):
    text = STUDY.replace(
        "[rules]", '[map]\nland_cover = "lahan"\n[network]\nroads = ["jalan"]\nother_km_h = 20\n[rules]'
    ).replace('name = "lahan"\n', 'name = "lahan"\nvocabulary = "klhk"\n')
    study = read_study(write_study(tmp_path, text=text))
    assert [layer.name for layer in measured_layers(study)] == ["indeks", "pasar", "jalan", "hutan", "lahan"]
    assert [layer.name for layer in network_layers(study)] == ["jalan"]
    assert [layer.name for layer in picture_layers(study)] == ["lahan"]
    assert [path.name for path in layer_files(picture_layers(study))] == ["lahan.tif"]


def test_several_mistakes_come_at_once(tmp_path):
    text = STUDY.replace("min_villages", "min_vilages").replace("count = 3", "cuont = 3")
    with pytest.raises(StudyError, match=r"min_villages\?.*; search: unknown key cuont, did you mean count"):
        read_study(write_study(tmp_path, text=text))


def test_missing_files_are_named_together(tmp_path):
    path = write_study(tmp_path)
    (tmp_path / "indeks.csv").unlink()
    (tmp_path / "lahan.tif").unlink()
    with pytest.raises(StudyError, match=r"2 files of the study are missing: .*indeks.csv, .*lahan.tif$"):
        study_files(read_study(path))


def test_addresses_of_what_is_no_raster_are_told(tmp_path):
    text = STUDY.replace('path = "desa.gpkg"', 'path = "https://contoh.id/desa.gpkg"')
    with pytest.raises(StudyError, match=r"desa.gpkg; of addresses only rasters are read, with remote = true"):
        study_files(read_study(write_study(tmp_path, text=text)))


def test_several_kabupaten(tmp_path):
    text = STUDY.replace('kabupaten = "99.01"', 'kabupaten = ["99.01", "Kedua"]')
    assert read_study(write_study(tmp_path, text=text)).study.kabupaten == ("99.01", "Kedua")


def test_a_least_total_is_not_of_what_villages_inherit(tmp_path):
    table = '[[layers]]\nname = "kec"\nkind = "table"\npath = "indeks.csv"\nkecamatan = "KEC"\n'
    value = '[[indicators]]\nname = "padi"\nlayer = "kec"\nmeasure = "value"\ncolumn = "N"\nspread = "inherit"\n'
    text = STUDY.replace("[rules]\n", f"{table}\n{value}\n[rules]\nmin_total = {{ padi = 5 }}\n")
    with pytest.raises(StudyError, match="min_total: padi are inherited from kecamatan and cannot be summed"):
        read_study(write_study(tmp_path, text=text))
