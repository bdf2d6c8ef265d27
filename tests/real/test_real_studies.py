"""Whole studies on real data: each gives contiguous, distinct candidates that keep the rules."""

import itertools
from pathlib import Path

import geopandas as gpd
import networkx as nx
import pytest
import shapely

from kawasan_gis.candidates.rules.violations import violations
from kawasan_gis.pipeline import run
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.study import read_study

STUDIES = Path(__file__).parent / "studies"

pytestmark = pytest.mark.real

# Villages per study, as the source says (SOURCES.md: polygons per kabupaten).
VILLAGES = {
    "tanah_laut": 135,
    "kotabaru": 202,
    "balangan": 157,
    "kutai_barat": 194,
    "kutai_kartanegara": 237,
    "tanah_laut_bps": 135,
}

# What is tested here holds for any list, found with much work or little.
EFFORT = 5
DONE: dict[str, RunFolder] = {}


def quick_study(name):
    study = read_study(STUDIES / f"{name}.toml")
    return study.model_copy(update={"search": study.search.model_copy(update={"effort": EFFORT})})


# One worker per study, so that each is run once.
@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in VILLAGES])
def done(request, shared_data, tmp_path_factory) -> tuple[str, RunFolder]:
    # Kept beside the fixture: pytest-xdist may come back to a study after another one.
    if request.param not in DONE:
        DONE[request.param] = run(quick_study(request.param), tmp_path_factory.mktemp(request.param)).folder
    return request.param, DONE[request.param]


def members_of(folder):
    rows = folder.members[folder.members["role"] != "bridge"]
    return {name: part["kode_desa"].tolist() for name, part in rows.groupby("candidate_id", sort=False)}


def near_each_other(shapes: gpd.GeoSeries, distance_m: float) -> bool:
    """Contiguity seen by an independent eye: plain distances between the polygons, not our borders."""
    a, b = shapely.STRtree(shapes.to_numpy()).query(shapes.to_numpy(), predicate="dwithin", distance=distance_m)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(shapes)))
    graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True))
    return nx.is_connected(graph)


def test_ten_distinct_contiguous_candidates_within_the_rules(done):
    name, folder = done
    study = read_study(STUDIES / f"{name}.toml")
    villages, graph, ranking = folder.villages, folder.graph, folder.ranking
    assert len(villages) == VILLAGES[name]
    assert len(ranking) == 10
    lists = members_of(folder)
    joined = folder.members.groupby("candidate_id")["kode_desa"].apply(list)
    reach = max(study.graph.tolerance_m, study.graph.water_link_m)
    for candidate, members in lists.items():
        assert violations(members, villages, graph, study.rules, indicators=folder.indicators) == []
        assert near_each_other(villages.loc[joined[candidate]].geometry, reach)
        assert len({kode[:5] if "." in kode else kode[:4] for kode in members}) == 1
        outline = ranking.geometry[candidate]
        assert outline.intersection(villages.loc[members].union_all()).area == pytest.approx(
            villages.loc[members].union_all().area, rel=1e-6
        )
    for one, other in itertools.combinations(lists.values(), 2):
        assert len(set(one) & set(other)) <= study.search.max_overlap * min(len(one), len(other))


def test_scores_are_the_sum_of_contributions_and_fall_with_rank(done):
    _, folder = done
    ranking = folder.ranking
    parts = ranking.filter(like="contribution_").sum(axis=1)
    assert parts.tolist() == pytest.approx(ranking["score"].tolist(), abs=1e-12)
    assert ranking["score"].is_monotonic_decreasing
    assert ranking["score"].between(0, 1).all()


def test_nothing_is_lost(done):
    name, folder = done
    findings = folder.findings
    assert findings.counts().get("zero_coordinates", 0) >= 1  # the school list has places at 0,0
    if name == "balangan":
        assert findings.of("missing_value") == ["63.11.01.2020"] * 3  # Juai has a row without numbers
        assert folder.scores["score"].notna().all()
    if name == "kutai_kartanegara":
        assert findings.counts()["straddles_equator"] == 1
    if name == "kotabaru":
        assert len(findings.of("isolate")) >= 1


def test_the_map_holds_every_name_and_every_village_once(done):
    _, folder = done
    page = (folder.path / "map.html").read_text(encoding="utf-8")
    assert page.count("</html>") == 1
    for name in folder.villages["nama_desa"]:
        if name.isascii() and name.replace(" ", "").isalnum():
            assert name in page


def test_a_second_run_changes_nothing(done):
    name, folder = done
    assert run(quick_study(name), folder.path).made == ()


def test_every_rule_check_of_the_candidates_is_passed(done):
    _, folder = done
    checks = folder.checks
    assert set(checks["candidate_id"]) == set(folder.ranking.index)
    # Where the study names no existing kawasan, none can overlap.
    known = checks[(checks["kind"] == "rule") & (checks["check"] != "existing")]
    assert known["passed"].tolist() == [True] * len(known)
    assert checks.loc[checks["check"] == "one_kabupaten", "passed"].all()
