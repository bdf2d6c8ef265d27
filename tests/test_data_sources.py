"""What data/sources.toml tells planners: whole, and in words a study understands."""

import tomllib
from pathlib import Path

import pytest

from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.forms import read_form
from kawasan_gis.indicators import Indicator
from kawasan_gis.indicators.measures import check_layers
from kawasan_gis.layers import Layer
from kawasan_gis.villages import VillageFile
from kawasan_gis.vocabulary import read_vocabulary

DATA = Path(__file__).parent.parent / "data"
SOURCES = tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))["sources"]
NEEDED = {
    "key", "use", "title", "organisation", "page", "contains", "licence", "resolution", "vintage", "crs", "verified",
    "tried", "study",
}  # fmt: skip
OF_TRIED = {"read_by", "file"}
USES = {
    "boundaries", "agriculture", "settlement", "facilities", "roads", "rivers", "land cover", "constraints", "terrain",
    "population", "economy", "indices", "commodities",
}  # fmt: skip
SECTIONS = {"villages": VillageFile, "rules": Rules, "layers": Layer, "indicators": Indicator}


def by_key(source):
    return source["key"]


@pytest.mark.parametrize("source", SOURCES, ids=by_key)
def test_every_source_says_everything(source):
    assert set(source) - {"url"} == NEEDED | (OF_TRIED if source["tried"] else set())
    texts = [value for name, value in source.items() if name not in ("use", "tried")]
    assert all(isinstance(text, str) and text.strip() for text in texts)
    assert set(source["use"]) <= USES
    assert source.get("url", "https://").startswith("https://")


@pytest.mark.parametrize("source", SOURCES, ids=by_key)
def test_every_snippet_is_a_piece_of_a_study(source):
    study = tomllib.loads(source["study"])
    assert study
    assert set(study) <= set(SECTIONS)
    forms = {
        name: [
            read_form(SECTIONS[name], part, source["key"]) for part in (given if isinstance(given, list) else [given])
        ]
        for name, given in study.items()
    }
    layers = {layer.name: layer for layer in forms.get("layers", [])}
    check_layers(layers, forms.get("indicators", []))
    for layer in layers.values():
        if layer.vocabulary:
            words = read_vocabulary(layer.vocabulary)
            for wanted in layer.where.values():
                assert words.expanded([str(value) for value in (wanted if isinstance(wanted, list) else [wanted])])
    named = {indicator.name for indicator in forms.get("indicators", [])}
    for rules in forms.get("rules", []):
        assert set(rules.indicators) <= named


@pytest.mark.parametrize("source", [source for source in SOURCES if source["tried"]], ids=by_key)
def test_what_is_tried_is_read_by_a_test(source):
    assert source["file"] in (DATA.parent / source["read_by"]).read_text(encoding="utf-8")
    assert source["file"] in source["study"]


def test_keys_are_used_once_and_stand_in_the_readme():
    keys = [source["key"] for source in SOURCES]
    assert len(set(keys)) == len(keys)
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for source in SOURCES:
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{source['key']}`")]
        assert row.rstrip("| ").endswith("yes" if source["tried"] else "no")
