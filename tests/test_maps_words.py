"""The words of the page: in both languages, all that the scripts ask for, and no others."""

import re
from pathlib import Path

import pytest

import kawasan_gis
from kawasan_gis.criteria import PROPERTIES
from kawasan_gis.maps import page, words

CODE = "".join(page.asset(name) for name in page.SCRIPTS)
PYTHON = "".join(
    path.read_text(encoding="utf-8") for path in (Path(kawasan_gis.__file__).parent / "maps").rglob("*.py")
)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_word_is_in_both_languages(language):
    assert all(words.words(language).values())
    assert words.words("en")["note"] == "Indicative village borders, not an official reference"


def test_every_word_the_scripts_ask_for_is_there():
    asked = set(re.findall(r"\bwords\.([a-z_0-9]+)\b(?!\()", CODE))
    assert asked - set(words.WORDS) == set()
    for start in re.findall(r'\bwords\["([a-z_]+_)" \+', CODE):
        assert [key for key in words.WORDS if key.startswith(start)], start


def test_no_word_is_left_over():
    started = tuple(re.findall(r'\bwords\["([a-z_]+_)" \+', CODE))
    own = Path(words.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r"\bwords\.([a-z_0-9]+)\b", CODE))
    named |= {key for _, key in re.findall(r"""(["'])([a-z_0-9]+)\1""", CODE + PYTHON.replace(own, ""))}
    assert [key for key in words.WORDS if key not in named and not key.startswith(started)] == []


def test_every_property_of_an_area_has_a_name():
    assert set(words.PROPERTIES) == set(PROPERTIES)
