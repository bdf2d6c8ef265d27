"""A study with a network through the whole pipeline: minutes between villages in the search, travel as indicators."""

import json

import pytest
from small_study import STUDY, write_study
from street_grid import layer, road

from kawasan_gis.errors import StudyError
from kawasan_gis.pipeline import run
from kawasan_gis.study import read_study

NETWORK = """
[network]
roads = ["jalan"]
class_column = "REMARK"
km_h = { "Jalan Lokal" = 30 }
walk_km = 1
village_min = 30
"""
TRAVEL = """
[[indicators]]
name = "pasar_min"
layer = "pasar"
measure = "travel_min"

[[criteria]]
indicator = "pasar_min"
worst = 0
best = 10
missing = "worst"

[[criteria]]
indicator = "centre_min"
worst = 20
best = 0
"""
WITH_TRAVEL = STUDY.replace("\n[[layers]]", NETWORK + "\n[[layers]]", 1).replace("[rules]", TRAVEL + "\n[rules]")


def write(folder, text=WITH_TRAVEL):
    """The small study of 4 x 4 villages with a road through each row and one that joins them in the west."""
    path = write_study(folder, text=text)
    rows = [road(*((x, y) for x in range(4))) for y in range(4)]
    column = road(*((0, y) for y in range(4)))
    roads = layer(*rows, column, REMARK=["Jalan Lokal"] * 4 + ["Jalan Kolektor"])
    roads.to_crs(4326).to_file(folder / "jalan.geojson")
    return path


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("travel")
    return run(write(folder / "in"), folder / "run").folder


def test_minutes_between_villages_become_the_way_to_the_centre(finished):
    travel = finished.travel.set_index(["origin", "destination"])["minutes"]
    assert len(travel) == 16 * 15
    # From the village beside the corner to that corner: 1 km at 30 km/h.
    assert travel["99.01.01.2002", "99.01.01.2001"] == pytest.approx(2, abs=1e-3)
    # Neighbours of two rows travel by the west: 2 km at 30, 1 at 40 and 2 at 30 again.
    assert travel["99.01.01.2003", "99.01.01.2007"] == pytest.approx(4 + 1.5 + 4, abs=1e-3)
    ranking, members = finished.ranking, finished.members
    assert "centre_km" not in ranking
    assert read_study(finished.path.parent / "in" / "studi.toml").rules.max_centre_min == 30
    for name, row in ranking.iterrows():
        codes = members.loc[(members["candidate_id"] == name) & (members["role"] != "bridge"), "kode_desa"]
        ways = [0.0 if code == row["centre"] else travel[code, row["centre"]] for code in codes]
        assert row["centre_min"] == pytest.approx(sum(ways) / len(ways))


def test_travel_is_an_indicator_with_its_finding(finished):
    assert finished.indicators["pasar_min"].between(0, 30).all()
    assert finished.about.loc["pasar_min", ["unit", "note"]].tolist() == ["menit", ""]
    steps = json.loads(finished.manifest_path.read_text(encoding="utf-8"))["steps"]
    assert [entry["file"] for entry in steps["travel"]["inputs"]] == ["jalan.geojson"]
    assert steps["travel"]["rows"] == {"pairs": 240}


def test_without_roads_the_map_and_the_tables_say_that_times_are_estimates(tmp_path):
    text = WITH_TRAVEL.replace('roads = ["jalan"]\nclass_column = "REMARK"\nkm_h = { "Jalan Lokal" = 30 }\n', "")
    folder = run(write(tmp_path / "in", text), tmp_path / "run").folder
    note = folder.about.loc["pasar_min", "note"]
    assert note.startswith("perkiraan: garis lurus")
    assert "perkiraan: garis lurus" in (folder.path / "map.html").read_text(encoding="utf-8")
    assert (folder.path / "indicators.csv").read_text(encoding="utf-8-sig").count("perkiraan: garis lurus") == 1
    assert folder.findings.counts()["straight_lines"] == 1


def test_a_changed_road_is_travelled_again(finished, tmp_path):
    study = write(tmp_path / "in")
    first = run(study, tmp_path / "run")
    assert run(study, tmp_path / "run").made == ()
    text = (tmp_path / "in" / "jalan.geojson").read_text(encoding="utf-8")
    (tmp_path / "in" / "jalan.geojson").write_text(text.replace("Jalan Kolektor", "Jalan Lokal"), encoding="utf-8")
    again = run(study, tmp_path / "run")
    assert "travel" in again.made
    assert "borders" not in again.made
    assert again.folder.travel["minutes"].mean() > finished.travel["minutes"].mean()
    assert first.folder.path == again.folder.path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("village_min = 30\n", "", r"centre_min: minutes to the centre need \[network\] village_min = 60"),
        ('indicator = "centre_min"', 'indicator = "centre_km"', r"centre_km: .* village_min asks for minutes"),
        (NETWORK, "", r"pasar_min: indicators of travel need a section \[network\]"),
        ("min_villages = 3", "min_villages = 3\nmax_centre_min = 40", r"max_centre_min is above .* village_min = 30"),
        ("min_villages = 3", "min_villages = 3\nmax_centre_km = 4", r"max_centre_km: .* village_min asks for minutes"),
        ('roads = ["jalan"]', 'roads = ["jalanan"]', "network: there is no layer jalanan, did you mean jalan"),
        ("walk_km = 1", "walk_m = 1", "network: unknown key walk_m, did you mean walk_km"),
    ],
)
def test_studies_that_do_not_hang_together_are_refused(tmp_path, old, new, message):
    assert old in WITH_TRAVEL
    with pytest.raises(StudyError, match=message):
        read_study(write(tmp_path, WITH_TRAVEL.replace(old, new)))


def test_a_table_of_speeds_is_found_beside_the_study(tmp_path):
    speeds = '[[speeds]]\nclass = "Jalan Kolektor"\nkm_h = 12\nsource = "survei"\n'
    path = write(tmp_path, WITH_TRAVEL.replace("walk_km = 1", 'walk_km = 1\nspeeds = "kecepatan.toml"'))
    with pytest.raises(StudyError, match="kecepatan.toml"):
        run(path, tmp_path / "run")
    (tmp_path / "kecepatan.toml").write_text(speeds, encoding="utf-8")
    travel = run(path, tmp_path / "run").folder.travel.set_index(["origin", "destination"])["minutes"]
    assert travel["99.01.01.2003", "99.01.01.2007"] == pytest.approx(4 + 5 + 4, abs=1e-3)
