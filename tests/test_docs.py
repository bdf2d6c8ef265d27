"""What the documents say of the study file is what the forms know."""

import re
from pathlib import Path

import pytest

from kawasan_gis.candidates.find import Search
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.criteria import Criterion
from kawasan_gis.indicators import MEASURES, Indicator
from kawasan_gis.layers import Layer
from kawasan_gis.maps.options import MapOptions
from kawasan_gis.network import Network
from kawasan_gis.presets import Preset
from kawasan_gis.study import GraphOptions, Outputs, Title
from kawasan_gis.villages import VillageFile

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "study.md").read_text(encoding="utf-8")
SECTIONS = {
    "[study]": Title,
    "[villages]": VillageFile,
    "[graph]": GraphOptions,
    "[network]": Network,
    "[[layers]]": Layer,
    "[[indicators]]": Indicator,
    "[[criteria]]": Criterion,
    "[[presets]]": Preset,
    "[rules]": Rules,
    "[search]": Search,
    "[map]": MapOptions,
    "[outputs]": Outputs,
}


def listed():
    """Keys per section as the table lists them."""
    section, keys = "", {}
    for line in TEXT.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) < 4 or cells[0] in ("section", "---"):
            continue
        section = cells[0].strip("`") or section
        keys.setdefault(section, []).extend(re.findall(r"`(\w+)`", cells[1]))
    return keys


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_is_listed_once(section):
    assert sorted(listed()[section]) == sorted(SECTIONS[section].model_fields)


def test_every_measure_is_listed():
    table = TEXT.split("| measure |")[1]
    assert set(re.findall(r"`(\w+)`", table)) == set(MEASURES)


# The sample's deliberate dirt is warned of when nobody collects the findings.
@pytest.mark.filterwarnings("ignore::kawasan_gis.errors.DataWarning")
def test_the_notebook_lines_of_the_readme_work(tmp_path, monkeypatch):
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len([line for line in block.splitlines() if line.strip()]) <= 15
    (tmp_path / "data").symlink_to(ROOT / "data", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert (tmp_path / "kawasan.html").stat().st_size > 100_000


def test_links_in_the_documents_lead_somewhere():
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/*.md")):
        for target in re.findall(r"\]\((?!http)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
