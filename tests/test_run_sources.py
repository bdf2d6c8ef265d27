"""Who made what is drawn of a run."""

import pytest
from small_study import STUDY, write_study

from kawasan_gis.pipeline import run
from kawasan_gis.run_sources import boundary_source, drawn_sources
from kawasan_gis.study import read_run_study, read_study

pytestmark = pytest.mark.xdist_group("search")

SOURCED = (
    STUDY.replace('path = "desa.gpkg"', 'path = "desa.gpkg"\nsource = "BIG"\nyear = 2024')
    .replace('path = "pasar.csv"', 'path = "pasar.csv"\nlabel = "Pasar desa"\nsource = "BIG"\nyear = 2024')
    .replace('path = "hutan.geojson"', 'path = "hutan.geojson"\nsource = "KLHK"')
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    there = tmp_path_factory.mktemp("sourced")
    return run(write_study(there / "in", text=SOURCED), there / "run").folder


def test_boundaries_without_a_source_are_not_listed(folder, tmp_path):
    expected = {"name": "Village boundaries", "source": "BIG", "year": "2024", "licence": ""}
    assert boundary_source(read_run_study(folder), "en") == [expected]
    assert boundary_source(read_study(write_study(tmp_path)), "id") == []


def test_only_what_is_drawn_is_listed_and_things_of_one_source_together(folder):
    study = read_run_study(folder)
    plain, covered = (drawn_sources(study, folder, "id", cover=cover) for cover in (False, True))
    assert plain[0] == {"name": "Batas desa, Pasar desa", "source": "BIG", "year": "2024", "licence": ""}
    forest = {"name": "Hutan", "source": "KLHK", "year": "", "licence": ""}
    assert forest not in plain
    assert [row for row in covered if row not in plain] == [forest]


def test_what_is_drawn_without_a_source_is_said_to_have_none(folder):
    study = read_run_study(folder)
    bare = study.model_copy(
        update={
            "villages": study.villages.model_copy(update={"source": ""}),
            "layers": [layer.model_copy(update={"source": ""}) for layer in study.layers],
        }
    )
    told = drawn_sources(bare, folder, "id")
    assert {row["source"] for row in told} == {"sumber tidak disebutkan dalam studi"}
    assert {"Batas desa", "Pasar desa"} <= set(", ".join(row["name"] for row in told).split(", "))


def test_layers_that_are_not_drawn_are_not_listed(folder):
    study = read_run_study(folder)
    assert {layer.name for layer in study.layers} - set(folder.features["layer"])
    named = {name for row in drawn_sources(study, folder, "id", cover=True) for name in row["name"].split(", ")}
    labels = {layer.title for layer in study.layers if layer.name in set(folder.features["layer"])}
    assert named <= {"Batas desa", *labels}
