"""Kawasan that exist, on real data: scored, and extended as they were in fact extended."""

from pathlib import Path

import networkx as nx
import pytest

from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.existing.drawn import members_of
from kawasan_gis.candidates.existing.existing import extend_area, improve_area, score_area, shrink_area
from kawasan_gis.candidates.existing.explain import explain_candidates
from kawasan_gis.checks import check_candidates
from kawasan_gis.findings import Findings
from kawasan_gis.graph import village_graph
from kawasan_gis.indicators import measure
from kawasan_gis.study import read_study
from kawasan_gis.villages import read_villages

STUDIES = Path(__file__).parent / "studies"

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("existing")]

# Kawasan Agrowisata Hortikultura Tabalong as of 2021, and the villages that joined it in 2024.
TABALONG = ["63.09.05.2011", "63.09.05.2014", "63.09.05.2021", "63.09.10.2005", "63.09.10.2006"]
JOINED = ["63.09.05.2002", "63.09.05.2003", "63.09.05.2004", "63.09.05.2007", "63.09.05.2012"]
# Kawasan Agropolitan Anjir Pasar, 2016.
ANJIR_PASAR = ["63.04.03.2001", "63.04.03.2007", "63.04.03.2008", "63.04.03.2012"]


def material(name):
    """Villages, graph, indicators, criteria and rules of a study."""
    study, findings = read_study(STUDIES / f"{name}.toml"), Findings()
    villages = read_villages(
        study.villages.path, kabupaten=study.study.kabupaten, names=study.villages.names, findings=findings
    )
    borders = find_borders(
        villages, tolerance_m=study.graph.tolerance_m, min_border_m=study.graph.min_border_m, findings=findings
    )
    indicators = measure(villages, study.layers, study.indicators, findings=findings)
    return villages, village_graph(villages, borders), indicators, study.criteria, study.rules


@pytest.fixture(scope="module")
def tabalong(shared_data):
    return material("tabalong")


@pytest.fixture(scope="module")
def barito_kuala(shared_data):
    return material("barito_kuala")


def codes_of(result):
    rows = result.members
    return rows.loc[rows["role"] != "bridge", "kode_desa"].tolist()


def grown(graph, members, by):
    """Every connected set with so many more villages, one neighbour after the other."""
    sets = {frozenset(members)}
    for _ in range(by):
        sets = {area | {other} for area in sets for code in area for other in graph[code] if other not in area}
    return sets


def test_tabalong_extended_by_five(tabalong):
    villages, graph, indicators, criteria, rules = tabalong
    # The real ten reach three borders from their centre.
    rules = rules.model_copy(update={"max_steps": 3})
    data = villages, graph, indicators, criteria, rules
    first, real = score_area(TABALONG, *data), score_area([*TABALONG, *JOINED], *data)
    assert first.violations == real.violations == []
    assert (first.score, real.score) == (pytest.approx(0.432, abs=0.002), pytest.approx(0.439, abs=0.002))
    best = extend_area(TABALONG, *data, by=5)
    added = best.changes.loc[best.changes["change"] == "added", "kode_desa"].tolist()
    assert len(added) == 5
    assert sorted([*TABALONG, *added]) == sorted(codes_of(best))
    assert best.certificate.proven
    assert best.score >= real.score
    assert best.violations == []
    assert nx.is_connected(graph.subgraph(codes_of(best)))
    # The five that joined were chosen for horticulture, which the study does not measure.
    assert (best.score, len(set(added) & set(JOINED))) == (pytest.approx(0.548, abs=0.002), 0)


def test_a_small_extension_is_the_best_of_all(tabalong):
    villages, graph, *_ = tabalong
    best = extend_area(TABALONG, *tabalong, by=2)
    desa = graph.subgraph(villages.index[villages["status"] == "desa"])
    scored = [score_area(sorted(area), *tabalong) for area in grown(desa, TABALONG, 2)]
    assert best.score == pytest.approx(max(one.score for one in scored if not one.violations), abs=1e-12)


def test_tabalong_improved_and_shrunk(tabalong):
    better = improve_area(TABALONG, *tabalong, keep=TABALONG[:2])
    assert better.score > better.before
    assert set(TABALONG[:2]) <= set(codes_of(better))
    assert better.violations == []
    smaller = shrink_area([*TABALONG, *JOINED], *tabalong, by=5)
    assert len(codes_of(smaller)) == 5
    assert smaller.certificate.proven
    assert smaller.score >= score_area(TABALONG, *tabalong).score


def test_every_village_of_an_extension_is_explained(tabalong):
    villages, graph, indicators, criteria, rules = tabalong
    best = extend_area(TABALONG, *tabalong, by=3)
    told = explain_candidates(villages, graph, best.members, indicators, criteria, rules)
    assert told.members["text"].str.startswith("Desa ").all()
    assert told.members["gain"].tolist() == pytest.approx(best.members["gain"].tolist(), nan_ok=True)
    around = {other for code in codes_of(best) for other in graph[code]} - set(codes_of(best))
    assert set(told.outsiders["kode_desa"]) == around
    # What adding promises is what comes out of it.
    first = told.outsiders[told.outsiders["forbidden_by"] == ""].iloc[0]
    larger = score_area([*codes_of(best), first["kode_desa"]], *tabalong)
    assert larger.score - best.score == pytest.approx(first["change"], abs=1e-12)


def test_anjir_pasar_scored_and_found_again_from_its_outline(barito_kuala):
    area = score_area(ANJIR_PASAR, *barito_kuala, name="Agropolitan Anjir Pasar")
    assert area.score == pytest.approx(0.427, abs=0.002)
    assert area.violations == []
    assert area.pieces == (tuple(ANJIR_PASAR),)
    assert area.candidates["kecamatan"].item() == "Anjir Pasar"
    assert members_of(area.candidates, barito_kuala[0]) == ANJIR_PASAR
    assert members_of(area.candidates.to_crs("EPSG:4326"), barito_kuala[0]) == ANJIR_PASAR


def test_anjir_pasar_in_pieces_is_joined(barito_kuala):
    # The area falls apart without Andaman.
    rest = ANJIR_PASAR[1:]
    broken = score_area(rest, *barito_kuala)
    assert {"contiguous", "min_villages"} <= {one.rule for one in broken.violations}
    joined = extend_area(rest, *barito_kuala, by=1)
    assert len(joined.pieces) > 1
    assert joined.violations == []
    assert joined.changes["cut"].tolist() == [True]


def test_the_real_kawasan_keep_the_law_and_what_they_break_of_the_rules_is_said(tabalong):
    villages, graph, indicators, criteria, rules = tabalong
    real = score_area([*TABALONG, *JOINED], villages, graph, indicators, criteria, rules)
    checks = check_candidates(
        villages, graph, real.candidates, real.members, rules=rules, indicators=indicators, existing={"2021": TABALONG}
    ).set_index("check")
    law = checks.loc[checks["kind"] == "law", "passed"].dropna()
    assert law.to_dict() == {"several_desa": True, "bordering": True, "one_kabupaten": True, "no_kelurahan": True}
    failed = checks[(checks["kind"] == "rule") & ~checks["passed"].fillna(True)]
    assert set(failed.index) == {one.rule for one in real.violations}
    assert "max_steps" in failed.index
    assert checks.at["existing", "found"] == 5
