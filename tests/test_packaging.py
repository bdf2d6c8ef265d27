"""What ``pip install .`` puts in place is all that is needed to run."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from small_study import write_study

# One worker, so that the package is installed once.
pytestmark = pytest.mark.xdist_group("packaging")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The package installed from a copy of the sources, alone in a folder."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("target")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "kawasan_gis", source / "kawasan_gis", ignore=shutil.ignore_patterns("__pycache__"))
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(source)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return target


def test_every_file_of_the_package_is_installed(installed):
    there = {
        path.relative_to(ROOT)
        for path in (ROOT / "kawasan_gis").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    missing = [str(path) for path in sorted(there) if not (installed / path).is_file()]
    assert missing == []


def test_the_installed_package_makes_the_sample_and_runs_a_study(installed, tmp_path):
    study = write_study(tmp_path / "in")
    # Uncompiled: compiling everything for this folder takes longer than the search of sixteen villages.
    environment = {**os.environ, "PYTHONPATH": str(installed), "NUMBA_DISABLE_JIT": "1"}
    for command in (["kawasan_gis.sample", "contoh"], ["kawasan_gis", "run", str(study), "--out", "run", "--quiet"]):
        result = subprocess.run(
            [sys.executable, "-P", "-m", *command], cwd=tmp_path, check=False,
            capture_output=True, text=True, encoding="utf-8", env=environment,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
    assert (tmp_path / "run" / "map.html").stat().st_size > 100_000
    made = {path.name for path in (tmp_path / "contoh").iterdir()}
    assert made == {path.name for path in (ROOT / "data" / "sample").iterdir()}


def test_every_dependency_has_its_reason_and_its_pin():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    reasons = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    pins = {line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line}
    groups = [entry for entry in project["dependency-groups"]["test"] if isinstance(entry, str)]
    for requirement in [*project["project"]["dependencies"], *groups]:
        name = requirement.split(">")[0]
        assert name in pins or name == "setuptools", name
        if name != "setuptools":
            assert re.search(rf"(?<![\w-]){name}(?![\w-])", reasons), name


def test_pins_name_no_place():
    text = (ROOT / "constraints.txt").read_text()
    assert "://" not in text
    assert " @ " not in text
