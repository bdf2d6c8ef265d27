"""A cap on forest by function, from the layer to the ranking, the workbook, the map and the checks."""

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from drawing import ORIGIN
from map_study import data_of
from small_study import STUDY, write_study

from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.pipeline import run
from kawasan_gis.study import read_study

CAP = 0.2
LAYER = """
[[layers]]
name = "lindung"
kind = "polygons"
path = "kawasan_hutan.gpkg"
vocabulary = "kawasan_hutan"
where = { FUNGSIKWS = ["hutan_lindung", "konservasi"] }

[[indicators]]
name = "lindung_share"
layer = "lindung"
measure = "cover_share"
aggregate = "mean_by_area"
label = "Hutan lindung dan konservasi"
"""


def forest(folder):
    """Protected forest drawn twice over one another, and production forest beside it."""
    west, south = ORIGIN
    protected = shapely.box(west + 2300, south + 1300, west + 4000, south + 4000)
    again = shapely.box(west + 3000, south + 2000, west + 4000, south + 3000)
    other = shapely.box(west, south, west + 2000, south + 1000)
    shapes = gpd.GeoDataFrame({"FUNGSIKWS": [100100, 100240, 100300]}, geometry=[protected, again, other], crs=32749)
    shapes.to_file(folder / "kawasan_hutan.gpkg")
    return protected


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hutan")
    rule = f"max_villages = 6\nmax_share = {{ lindung_share = {CAP} }}"
    text = STUDY.replace("[[criteria]]", LAYER.lstrip() + "\n[[criteria]]", 1).replace("max_villages = 6", rule)
    study = write_study(folder / "studi", text=text)
    protected = forest(folder / "studi")
    return read_study(study), run(study, folder / "run").folder, protected


def members_of(folder, candidate):
    rows = folder.members[(folder.members["candidate_id"] == candidate) & (folder.members["role"] != "bridge")]
    return rows["kode_desa"].tolist()


def test_overlapping_functions_count_once_and_others_not_at_all(done):
    _, folder, protected = done
    shares = folder.indicators["lindung_share"]
    by_hand = folder.villages.geometry.intersection(protected).area / folder.villages.area
    assert shares.to_numpy() == pytest.approx(by_hand.to_numpy(), abs=1e-6)
    assert (shares > 0).sum() > 4


def test_the_ranking_tells_the_share_and_the_cap_of_every_candidate(done):
    _, folder, protected = done
    ranking = folder.ranking
    assert (ranking["cap_lindung_share"] == CAP).all()
    for candidate in ranking.index:
        area = folder.villages.loc[members_of(folder, candidate)]
        share = area.geometry.intersection(protected).area.sum() / area.area.sum()
        assert ranking.at[candidate, "covered_lindung_share"] == pytest.approx(share, abs=1e-6)
        assert share <= CAP
    # The cap matters here: over all villages together, and in some of the members, the share is above it.
    assert (folder.indicators["lindung_share"] > CAP).any()
    assert (ranking["covered_lindung_share"] > 0).any()


def test_the_workbook_and_the_tables_tell_it(done):
    _, folder, _ = done
    heads = [cell.value for cell in next(openpyxl.load_workbook(folder.path / "tables.xlsx")["Peringkat"].rows)]
    assert "Bagian luas Hutan lindung dan konservasi" in heads
    assert "Batas bagian luas Hutan lindung dan konservasi" in heads
    table = pd.read_csv(folder.path / "ranking.csv")
    assert table["cap_lindung_share"].tolist() == [CAP] * len(table)
    layer = gpd.read_file(folder.path / "kawasan.gpkg", layer="candidates")
    assert layer["covered_lindung_share"].max() <= CAP


def test_the_map_tells_it(done):
    _, folder, _ = done
    (page,) = folder.path.glob("*.html")
    limits = [candidate["limits"] for candidate in data_of(page.read_text(encoding="utf-8"))["candidates"]]
    assert limits[0].startswith("Hutan lindung dan konservasi: ")
    assert all(limit.endswith(" % dari luas (batas 20 %)") for limit in limits)


def test_the_checks_tell_an_area_above_the_cap(done):
    study, folder, _ = done
    above = folder.indicators["lindung_share"].sort_values(ascending=False).index[:3].tolist()
    found = violations(above, folder.villages, folder.graph, study.rules, indicators=folder.indicators)
    words = [violation.say("id") for violation in found if violation.rule == "max_share"]
    assert len(words) == 1
    assert words[0].endswith("dari luasnya, paling banyak 0.2")
