"""Find, score and map candidate kawasan perdesaan: areas of bordering desa, planned as one.

The whole street, a table between each step and the next::

    villages   = read_villages(...)                    boundaries of any kind -> villages
    borders    = find_borders(villages)                who borders whom, on dirty boundaries
    graph      = village_graph(villages, borders)      the same as a networkx graph
    network    = open_network(villages, layers, ...)   roads, rivers, ferries -> minutes of travel
    indicators = measure(villages, layers, indicators) layers -> numbers per village
    scores     = score_villages(...)                   each village on the criteria
    found      = find_candidates(...)                  the best list of areas that keep the rules, with its proof
    ranking    = rank_candidates(...)                  score, contributions, rank
    checks     = check_candidates(...)                 regulation, rules and data: kept, broken, unknown
    web_map(...).save("map.html")                      the map to choose on

``read_study`` reads all options from one TOML file; ``run`` does the whole street into a folder.
Names are looked up when first used, so that importing the package is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kawasan_gis.borders import find_borders
    from kawasan_gis.candidates.describe import Candidates
    from kawasan_gis.candidates.existing.drawn import members_of
    from kawasan_gis.candidates.existing.existing import extend_area, improve_area, score_area, shrink_area
    from kawasan_gis.candidates.existing.explain import Explanation, explain_candidates
    from kawasan_gis.candidates.existing.revision import Revision
    from kawasan_gis.candidates.find import find_candidates
    from kawasan_gis.candidates.objective import Objective
    from kawasan_gis.candidates.partition.partition import Partition, partition_villages
    from kawasan_gis.candidates.rules.rules import Rules
    from kawasan_gis.candidates.rules.violations import Violation, violations
    from kawasan_gis.candidates.search.certificate import Certificate
    from kawasan_gis.checks import check_candidates, read_checks
    from kawasan_gis.criteria import Criterion, propose_goalposts, read_criteria, write_goalposts
    from kawasan_gis.documents import needs_table, read_needs
    from kawasan_gis.documents.report import write_docx
    from kawasan_gis.errors import (
        CodeError,
        CRSError,
        DataError,
        DataWarning,
        GeometryError,
        InfeasibleError,
        KawasanError,
        OutputError,
        StudyError,
        TableError,
    )
    from kawasan_gis.findings import Findings
    from kawasan_gis.graph import connected_groups, village_graph
    from kawasan_gis.handover import write_geojson, write_gpkg, write_project
    from kawasan_gis.indicators import Indicator, describe_indicators, measure
    from kawasan_gis.indicators.matching import Matches, match_names
    from kawasan_gis.indicators.table import matches_to_review
    from kawasan_gis.indicators.zonal import zonal_statistics
    from kawasan_gis.layers import Layer, read_shapes
    from kawasan_gis.maps.annex.annexes import Annex, annex, atlas
    from kawasan_gis.maps.annex.decree import Decree, read_decree
    from kawasan_gis.maps.backdrop import read_backdrop
    from kawasan_gis.maps.features import read_features
    from kawasan_gis.maps.options import MapOptions
    from kawasan_gis.maps.page import safe_text
    from kawasan_gis.maps.web import WebMap, web_map
    from kawasan_gis.methods.quotients import (
        dynamic_location_quotient,
        location_quotient,
        shift_share,
        specialization_index,
    )
    from kawasan_gis.methods.scalogram import Scalogram, guttman_scalogram, hierarchy, marshall_centrality
    from kawasan_gis.methods.status import idm_status
    from kawasan_gis.network import Access, Network, build_network, open_network, read_speeds
    from kawasan_gis.osm import read_osm
    from kawasan_gis.pipeline import Outcome, redraw_map, run
    from kawasan_gis.presets import Preset
    from kawasan_gis.ranking import rank_candidates
    from kawasan_gis.runfolder import RunFolder
    from kawasan_gis.sample import make_sample, sample_villages
    from kawasan_gis.scoring import score_villages
    from kawasan_gis.study import Study, read_study
    from kawasan_gis.tables import write_csv, write_xlsx
    from kawasan_gis.villages import check_coverage, read_code_list, read_surroundings, read_villages
    from kawasan_gis.vocabulary import Vocabulary, read_vocabulary
    from kawasan_gis.walls import mark_walls

_HOMES = {
    "borders": ["find_borders"],
    "candidates.search.certificate": ["Certificate"],
    "candidates.describe": ["Candidates"],
    "candidates.existing.drawn": ["members_of"],
    "candidates.existing.existing": ["extend_area", "improve_area", "score_area", "shrink_area"],
    "candidates.existing.explain": ["Explanation", "explain_candidates"],
    "candidates.find": ["find_candidates"],
    "candidates.objective": ["Objective"],
    "candidates.partition.partition": ["Partition", "partition_villages"],
    "candidates.existing.revision": ["Revision"],
    "candidates.rules.rules": ["Rules"],
    "candidates.rules.violations": ["Violation", "violations"],
    "checks": ["check_candidates", "read_checks"],
    "criteria": ["Criterion", "propose_goalposts", "read_criteria", "write_goalposts"],
    "documents": ["needs_table", "read_needs"],
    "documents.report": ["write_docx"],
    "errors": [
        "CRSError", "CodeError", "DataError", "DataWarning", "GeometryError", "InfeasibleError", "KawasanError",
        "OutputError", "StudyError", "TableError",
    ],
    "findings": ["Findings"],
    "graph": ["connected_groups", "village_graph"],
    "handover": ["write_geojson", "write_gpkg", "write_project"],
    "indicators": ["Indicator", "describe_indicators", "measure"],
    "indicators.matching": ["Matches", "match_names"],
    "indicators.table": ["matches_to_review"],
    "indicators.zonal": ["zonal_statistics"],
    "layers": ["Layer", "read_shapes"],
    "maps.annex.annexes": ["Annex", "annex", "atlas"],
    "maps.annex.decree": ["Decree", "read_decree"],
    "maps.backdrop": ["read_backdrop"],
    "maps.features": ["read_features"],
    "maps.options": ["MapOptions"],
    "maps.page": ["safe_text"],
    "maps.web": ["WebMap", "web_map"],
    "methods.quotients": [
        "dynamic_location_quotient", "location_quotient", "shift_share", "specialization_index",
    ],
    "methods.scalogram": ["Scalogram", "guttman_scalogram", "hierarchy", "marshall_centrality"],
    "methods.status": ["idm_status"],
    "network": ["Access", "Network", "build_network", "open_network", "read_speeds"],
    "osm": ["read_osm"],
    "pipeline": ["Outcome", "redraw_map", "run"],
    "presets": ["Preset"],
    "ranking": ["rank_candidates"],
    "runfolder": ["RunFolder"],
    "sample": ["make_sample", "sample_villages"],
    "scoring": ["score_villages"],
    "study": ["Study", "read_study"],
    "tables": ["write_csv", "write_xlsx"],
    "villages": ["check_coverage", "read_code_list", "read_surroundings", "read_villages"],
    "vocabulary": ["Vocabulary", "read_vocabulary"],
    "walls": ["mark_walls"],
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Access",
    "Annex",
    "CRSError",
    "Candidates",
    "Certificate",
    "CodeError",
    "Criterion",
    "DataError",
    "DataWarning",
    "Decree",
    "Explanation",
    "Findings",
    "GeometryError",
    "Indicator",
    "InfeasibleError",
    "KawasanError",
    "Layer",
    "MapOptions",
    "Matches",
    "Network",
    "Objective",
    "Outcome",
    "OutputError",
    "Partition",
    "Preset",
    "Revision",
    "Rules",
    "RunFolder",
    "Scalogram",
    "Study",
    "StudyError",
    "TableError",
    "Violation",
    "Vocabulary",
    "WebMap",
    "annex",
    "atlas",
    "build_network",
    "check_candidates",
    "check_coverage",
    "connected_groups",
    "describe_indicators",
    "dynamic_location_quotient",
    "explain_candidates",
    "extend_area",
    "find_borders",
    "find_candidates",
    "guttman_scalogram",
    "hierarchy",
    "idm_status",
    "improve_area",
    "location_quotient",
    "make_sample",
    "mark_walls",
    "marshall_centrality",
    "match_names",
    "matches_to_review",
    "measure",
    "members_of",
    "needs_table",
    "open_network",
    "partition_villages",
    "propose_goalposts",
    "rank_candidates",
    "read_backdrop",
    "read_checks",
    "read_code_list",
    "read_criteria",
    "read_decree",
    "read_features",
    "read_needs",
    "read_osm",
    "read_shapes",
    "read_speeds",
    "read_study",
    "read_surroundings",
    "read_villages",
    "read_vocabulary",
    "redraw_map",
    "run",
    "safe_text",
    "sample_villages",
    "score_area",
    "score_villages",
    "shift_share",
    "shrink_area",
    "specialization_index",
    "village_graph",
    "violations",
    "web_map",
    "write_csv",
    "write_docx",
    "write_geojson",
    "write_goalposts",
    "write_gpkg",
    "write_project",
    "write_xlsx",
    "zonal_statistics",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module kawasan_gis has no attribute {name}")
    value = getattr(import_module(f"kawasan_gis.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
