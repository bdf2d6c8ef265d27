"""Imports go down only, and every module has a floor."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kawasan_gis

ROOT = Path(kawasan_gis.__file__).parent

FLOORS = {
    "words": [
        "errors", "files", "codes", "crs", "i18n", "kinds", "findings", "forms", "tabular", "units", "version",
        "compiled",
    ],
    "inputs": ["addresses", "dissolve", "villages", "geometries", "osm", "vocabulary", "layers", "sample"],
    "graph": ["borders", "frontage", "outlines", "sights", "graph", "walls"],
    "network": ["network"],
    "indicators": ["methods", "indicators"],
    "criteria": ["criteria", "presets", "scoring"],
    "candidates": ["candidates"],
    "ranking": ["ranking", "checks"],
    "outputs": ["maps", "tables", "readable", "documents", "handover"],
    "run": [
        "study", "runfolder", "run_map", "run_sources", "run_output", "run_annex", "run_document", "run_project",
        "output_steps", "steps", "pipeline",
    ],
    "command": ["cli", "terminal", "__main__"],
}  # fmt: skip
HEIGHT = {module: height for height, modules in enumerate(FLOORS.values()) for module in modules}

# Each heavy library is imported in these modules only; pyarrow works behind pandas.
HOMES = {
    "folium": {"maps/web.py"},
    "branca": {"maps/web.py"},
    "matplotlib": {f"maps/annex/{path.name}" for path in (ROOT / "maps" / "annex").glob("*.py")},
    "pikepdf": {"maps/annex/georeference.py"},
    "scipy": {
        "candidates/search/balls.py",
        "candidates/partition/cover.py",
        "candidates/search/portfolio.py",
        "candidates/rules/possible.py",
        "network/access.py",
        "network/junctions.py",
        "network/land.py",
        "network/travel.py",
        "sample/grids.py",
        "sample/noise.py",
        "sample/regions.py",
        "sample/roads.py",
        "sample/seeds.py",
        "sample/writing.py",
    },
    "pyarrow": set(),
    "exactextract": {"indicators/zonal/fallback.py"},
    "rasterio": {
        "sample/estate.py",
        "indicators/zonal/grid.py",
        "maps/images.py",
        "network/cells.py",
        "sample/grids.py",
        "sample/writing.py",
    },
    "xlsxwriter": {"tables.py"},
    "docx": {"documents/draft.py"},
    "rapidfuzz": {"indicators/gazetteer.py"},
    "numba": {"compiled.py"},
    "click": {"cli.py", "terminal.py"},
    "babel": {"i18n.py"},
    "tomlkit": {"criteria.py", "maps/content/weighing.py"},
}

FILES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))


def imported(path):
    """Names of the modules a file imports, type-checking imports of the package's own face left out."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "kawasan_gis":
                yield from (f"kawasan_gis.{alias.name}" for alias in node.names)


def room(path):
    return path.parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", [path for path in FILES if str(path) != "__init__.py"], ids=str)
def test_imports_go_down_only(path):
    assert room(path) in HEIGHT, f"{path} has no floor"
    for name in imported(path):
        if name.startswith("kawasan_gis."):
            other = name.split(".")[1]
            assert HEIGHT[other] <= HEIGHT[room(path)], f"{path} imports {name} from a higher floor"


def test_heavy_libraries_stay_in_their_rooms():
    for path in FILES:
        for name in imported(path):
            library = name.split(".")[0]
            if library in HOMES:
                assert path.as_posix() in HOMES[library], f"{path} imports {library}"


def test_every_room_exists():
    existing = {room(path) for path in FILES} - {"__init__"}
    assert existing == set(HEIGHT)


def test_files_stay_readable():
    long = {str(path): lines for path in FILES if (lines := len((ROOT / path).read_text().splitlines())) > 320}
    assert long == {}


def test_documents_and_handover_do_without_matplotlib():
    script = (
        "import sys, kawasan_gis.run_document, kawasan_gis.handover\n"
        "print(sorted({'matplotlib', 'pikepdf'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
