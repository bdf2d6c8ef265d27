import pytest
from small_study import STUDY, write_study

from kawasan_gis.errors import StudyError
from kawasan_gis.study import read_study, study_files


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
