import tomllib
from pathlib import Path

from kawasan_gis.version import VERSION


def test_the_installed_version_is_the_projects():
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
