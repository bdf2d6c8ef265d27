import json
import re

import pytest
from small_study import STUDY, write_study

from kawasan_gis.pipeline import run
from kawasan_gis.run_map import map_of_run
from kawasan_gis.study import read_run_study

SECTIONS = """[[presets]]
name = "Petani"
weights = { sawah_ha = 5 }

[map]
roads = ["jalan"]

[rules]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("mapped")
    text = STUDY.replace("[rules]\n", SECTIONS).replace('"desa.gpkg"\n', '"desa.gpkg"\nsource = "BIG"\nyear = 2024\n')
    return run(write_study(home / "in", text=text), home / "run").folder


def data(drawn):
    (text,) = re.findall(r'<script[^>]*id="kawasan-data"[^>]*>(.*?)</script>', drawn.html(), flags=re.DOTALL)
    return json.loads(text)


def test_the_map_holds_everything_the_steps_left(folder):
    study = read_run_study(folder)
    found = data(map_of_run(study, folder))
    assert [one["indicator"] for one in found["criteria"]] == ["ike", "sawah_ha", "hutan_share"]
    assert found["presets"] == [{"name": "Petani", "weights": [2, 5, 1]}]
    assert {line["kind"] for line in found["backdrop"]["lines"]} == {"road"}
    assert found["basemap"] is None
    assert [source for source in found["sources"] if "Batas desa" in source and "BIG" in source]
    weights = [one["weight"] for one in found["criteria"]]
    for candidate in found["candidates"]:
        ranked = folder.ranking.loc[candidate["id"]]
        known = [(w, v) for w, v in zip(weights, candidate["worth"], strict=True) if v is not None]
        score = sum(w * v for w, v in known) / sum(w for w, _ in known)
        assert score == pytest.approx(ranked["score"], abs=1e-9)
        assert len(candidate["checks"]) == (folder.checks["candidate_id"] == candidate["id"]).sum() > 0


def test_language_and_basemap_take_the_place_of_the_studys(folder):
    study = read_run_study(folder)
    own, other = data(map_of_run(study, folder)), data(map_of_run(study, folder, language="en", basemap="topo"))
    assert (own["language"], other["language"]) == ("id", "en")
    assert other["basemap"]["label"] == "OpenTopoMap"
    assert own["notes"] == [folder.certificate.say("id")]
    assert other["notes"] == [folder.certificate.say("en")]
    checks = [[check["label"] for check in one["candidates"][0]["checks"]] for one in (own, other)]
    assert checks[0] != checks[1]
    online = study.model_copy(update={"map": study.map.model_copy(update={"basemap": "osm"})})
    assert data(map_of_run(online, folder))["basemap"]["label"] == "OpenStreetMap"
    assert data(map_of_run(online, folder, basemap=""))["basemap"] is None
