import json
import math
from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field

from kawasan_gis.errors import StudyError
from kawasan_gis.forms import Form, did_you_mean, plain, read_form, read_toml


class Part(Form):
    weight: float = Field(ge=0)
    name: str = ""
    kind: Literal["points", "lines"] = "points"


class Whole(Form):
    parts: tuple[Part, ...] = ()
    one: Part | None = None


def test_unknown_keys_are_suggested_at_any_depth():
    with pytest.raises(StudyError, match=r"file: weight is missing; unknown key wieght, did you mean weight\?"):
        read_form(Part, {"wieght": 1}, "file")
    with pytest.raises(StudyError, match=r"parts\.0: unknown key nmae, did you mean name"):
        read_form(Whole, {"parts": [{"weight": 1, "nmae": "x"}]}, "file")
    with pytest.raises(StudyError, match=r"one: unknown key xyz; known: kind, name, weight"):
        read_form(Whole, {"one": {"weight": 1, "xyz": 1}}, "file")
    with pytest.raises(StudyError, match="unknown key part, did you mean parts"):
        read_form(Whole, {"part": []}, "file")


def test_values_out_of_range_are_named_with_what_was_given():
    with pytest.raises(StudyError, match=r"weight: .*greater than or equal to 0 \(got -1\)"):
        read_form(Part, {"weight": -1}, "file")
    with pytest.raises(StudyError, match="weight is missing"):
        Part()


def test_a_wrong_word_is_suggested_and_the_part_named():
    with pytest.raises(StudyError, match=r"parts\.0: pasar: kind: there is no point, did you mean points\?"):
        read_form(Whole, {"parts": [{"weight": 1, "name": "pasar", "kind": "point"}]}, "file")


def test_forms_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Part(weight=1).weight = 2


def test_toml_errors(tmp_path):
    with pytest.raises(StudyError, match="there is no file"):
        read_toml(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("a = \n")
    with pytest.raises(StudyError, match=r"bad.toml is not valid TOML: .*line 1"):
        read_toml(tmp_path / "bad.toml")
    (tmp_path / "latin.toml").write_bytes(b"a = '\xe9'")
    with pytest.raises(StudyError, match="not valid TOML"):
        read_toml(tmp_path / "latin.toml")
    with pytest.raises(StudyError, match="cannot read"):
        read_toml(tmp_path)


def test_did_you_mean():
    assert did_you_mean("pelaihri", ["pelaihari", "kurau"]) == ", did you mean pelaihari?"
    assert did_you_mean("q", ["b", "a"]) == "; known: a, b"
    assert did_you_mean("q", []) == ""


def test_files_made_on_windows(tmp_path):
    (tmp_path / "bom.toml").write_text("a = 1", encoding="utf-8-sig")
    assert read_toml(tmp_path / "bom.toml") == {"a": 1}
    (tmp_path / "wide.toml").write_text("a = 1", encoding="utf-16")
    with pytest.raises(StudyError, match="must be saved as UTF-8"):
        read_toml(tmp_path / "wide.toml")
    (tmp_path / "path.toml").write_text('path = "C:\\data\\desa.gpkg"')
    with pytest.raises(StudyError, match="in paths write / or"):
        read_toml(tmp_path / "path.toml")


class Kept(Form):
    path: Path
    words: dict[str, str | Path] = Field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    most: float = math.inf


def test_a_form_as_plain_values_is_read_back_without_its_folders():
    form = Kept(path="/home/planner/a.gpkg", words={"x": Path("/secret/b.toml")}, parts=[{"weight": 2}])
    values = json.loads(json.dumps(plain(form, defaults=False), allow_nan=False))
    assert values == {"path": "a.gpkg", "words": {"x": "b.toml"}, "parts": [{"weight": 2}]}
    assert read_form(Kept, values, "file") == Kept(path="a.gpkg", words={"x": "b.toml"}, parts=[Part(weight=2)])
    assert plain([form.parts[0], None]) == [{"weight": 2, "name": "", "kind": "points"}, None]
    assert plain(form)["most"] == "inf"
