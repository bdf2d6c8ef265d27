"""The steps of a run, one function each: read what the step uses, call the library, write its files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kawasan_gis import runfolder as files
from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.checks import check_candidates, read_checks
from kawasan_gis.findings import Findings
from kawasan_gis.forms import plain
from kawasan_gis.graph import report_groups, village_graph
from kawasan_gis.indicators import describe_indicators, measure
from kawasan_gis.indicators.specification import ON_NETWORK
from kawasan_gis.indicators.table import matches_to_review
from kawasan_gis.layers import Layer
from kawasan_gis.maps.features import feature_layers
from kawasan_gis.network import Access, open_network
from kawasan_gis.output_steps import backdrop_step, features_step, handover_step, map_step, tables_step
from kawasan_gis.ranking import rank_candidates
from kawasan_gis.run_sources import boundary_source
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.scoring import score_villages
from kawasan_gis.study import Study, layer_files, measured_layers, network_layers, picture_layers
from kawasan_gis.tables import SHEETS, write_csv
from kawasan_gis.units import Progress
from kawasan_gis.villages import check_coverage
from kawasan_gis.villages.file import read_boundaries
from kawasan_gis.villages.surroundings import surroundings_of
from kawasan_gis.villages.table import villages_of

Work = Callable[[Study, RunFolder, Findings, Progress | None], dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One step: the files it leaves, the steps whose files it reads, its parameters and its input files."""

    name: str
    work: Work
    files: tuple[str, ...]
    uses: tuple[str, ...] = ()
    parameters: Callable[[Study], Any] = lambda study: {}  # noqa: ARG005 - most steps have none of their own
    inputs: Callable[[Study], list[Path]] = lambda study: []  # noqa: ARG005 - as above
    findings_file: str = ""

    @property
    def leaves(self) -> list[str]:
        """Names of all its files."""
        return [*self.files, *([self.findings_file] if self.findings_file else [])]


def villages_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """Boundaries to the villages table, with the report of what was wrong, and to what lies around it."""
    source = study.villages
    file = read_boundaries(
        source.path, names=source.names, columns=source.columns, codes=source.codes, layer=source.layer,
        decimal=source.decimal, strict=True, findings=findings,
    )  # fmt: skip
    villages = villages_of(file, kabupaten=study.study.kabupaten or None, strict=True, findings=findings)
    check_coverage(villages, findings=findings, progress=progress)
    run.write(files.VILLAGES, villages)
    surroundings = surroundings_of(file, villages, findings=findings)
    run.write(files.SURROUNDINGS, surroundings)
    return {"villages": len(villages), "surroundings": len(surroundings)}


def borders_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """Who borders whom; isolates and separate groups are reported."""
    villages, options = run.villages, study.graph
    borders = find_borders(
        villages, tolerance_m=options.tolerance_m, min_border_m=options.min_border_m,
        water_link_m=options.water_link_m, extra_pairs=options.pairs, findings=findings, progress=progress,
    )  # fmt: skip
    report_groups(village_graph(villages, borders), findings)
    run.write(files.BORDERS, borders)
    return {"borders": len(borders)}


def travel_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """The network, with the report of what was wrong, to minutes between villages."""
    limit = study.network.village_min if study.network else None
    network = _network(study, run, findings)
    if network is not None and limit is not None:
        table = network.village_minutes(limit)
    else:
        table = pd.DataFrame({"origin": [], "destination": [], "minutes": []})
    run.write(files.TRAVEL, table.astype({"origin": "str", "destination": "str", "minutes": "float64"}))
    return {"pairs": len(table)}


def _network(study: Study, run: RunFolder, findings: Findings) -> Access | None:
    if study.network is None:
        return None
    return open_network(run.villages, study.layers, study.network, findings=findings)


def _travel(study: Study, run: RunFolder) -> pd.DataFrame | None:
    """Minutes between villages, where the study asks for them."""
    return run.travel if study.network and study.network.village_min is not None else None


def _travels(study: Study) -> bool:
    """Whether something is measured over the network, whose note is in the language of the outputs."""
    return any(indicator.measure in ON_NETWORK for indicator in study.indicators)


def indicators_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """Layers to one number per village and indicator."""
    # What is wrong with the network was reported by the step before.
    network = _network(study, run, Findings()) if _travels(study) else None
    table = measure(run.villages, study.layers, study.indicators, network=network, findings=findings, progress=progress)
    run.write(files.INDICATORS, table)
    write_csv(run.path / files.MATCHES, matches_to_review(run.villages, measured_layers(study)))
    note = network.note(study.outputs.language) if network else ""
    run.write(files.ABOUT, describe_indicators(study.layers, study.indicators, travel_note=note))
    return {"villages": len(table), "indicators": len(table.columns)}


def scores_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """Every village scored as an area of its own."""
    scores = score_villages(run.villages, run.indicators, study.criteria, findings=findings)
    run.write(files.SCORES, scores)
    return {"villages": len(scores), "scored": int(scores["score"].notna().sum())}


def candidates_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, Any]:
    """The search."""
    found = find_candidates(
        run.villages, run.graph, run.indicators, study.criteria, study.rules,
        travel=_travel(study, run), findings=findings, progress=progress, **study.search.model_dump(),
    )  # fmt: skip
    run.write(files.CANDIDATES, found.candidates)
    run.write(files.MEMBERS, found.members)
    run.write(files.OUTSIDERS, found.outsiders)
    run.write(files.RUNNERS_UP, found.runners_up)
    run.write_json(files.CERTIFICATE, found.certificate.plain())
    return {"candidates": len(found.candidates), "members": len(found.members), **found.certificate.plain()}


def ranking_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """The candidates in order, with what each criterion contributes."""
    ranking = rank_candidates(
        run.villages, run.graph, run.candidates, run.members, run.indicators, study.criteria,
        certificate=run.certificate, travel=_travel(study, run), rules=study.rules,
    )  # fmt: skip
    run.write(files.RANKING, ranking)
    return {"candidates": len(ranking)}


def checks_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """The candidates held against the regulation, the rules and the data."""
    checks = check_candidates(
        run.villages, run.graph, run.ranking, run.members, rules=study.rules, indicators=run.indicators,
        travel=_travel(study, run), table=read_checks(study.outputs.checks),
    )  # fmt: skip
    run.write(files.CHECKS, checks)
    return {"checks": len(checks), "failed": int((~checks["passed"]).sum())}


def _network_files(study: Study) -> list[Path]:
    speeds = [study.network.speeds] if study.network and study.network.speeds else []
    return [*layer_files(network_layers(study)), *speeds]


def _drawn_layers(study: Study) -> list[Layer]:
    return feature_layers(study.layers, study.map, study.indicators)


# What of the section [map] says nothing of features.
NO_PICTURES = {"hillshade": None, "land_cover": None, "basemap": ""}

STEPS = (
    Step(
        "villages", villages_step, (files.VILLAGES, files.SURROUNDINGS),
        parameters=lambda study: [plain(study.villages), list(study.study.kabupaten)],
        inputs=lambda study: [path for path in (study.villages.path, study.villages.names) if path],
        findings_file=files.FINDINGS[0],
    ),
    Step(
        "borders", borders_step, (files.BORDERS,), ("villages",),
        parameters=lambda study: plain(study.graph), findings_file=files.FINDINGS[1],
    ),
    Step(
        "travel", travel_step, (files.TRAVEL,), ("villages",),
        parameters=lambda study: [plain(network_layers(study)), study.network and plain(study.network)],
        inputs=_network_files, findings_file=files.FINDINGS[5],
    ),
    Step(
        "indicators", indicators_step, (files.INDICATORS, files.ABOUT, files.MATCHES), ("villages", "travel"),
        parameters=lambda study: [
            plain(study.layers), plain(study.indicators), study.outputs.language if _travels(study) else ""
        ],
        inputs=lambda study: layer_files(measured_layers(study)), findings_file=files.FINDINGS[2],
    ),
    Step(
        "scores", scores_step, (files.SCORES,), ("villages", "indicators"),
        parameters=lambda study: plain(study.criteria), findings_file=files.FINDINGS[3],
    ),
    Step(
        "candidates", candidates_step,
        (files.CANDIDATES, files.MEMBERS, files.OUTSIDERS, files.RUNNERS_UP, files.CERTIFICATE),
        ("villages", "borders", "travel", "indicators"),
        parameters=lambda study: [plain(study.criteria), plain(study.rules), plain(study.search)],
        findings_file=files.FINDINGS[4],
    ),
    Step(
        "ranking", ranking_step, (files.RANKING,), ("villages", "borders", "travel", "indicators", "candidates"),
        parameters=lambda study: [
            plain(study.criteria), study.rules.max_share, study.network and study.network.village_min
        ],
    ),
    Step(
        "checks", checks_step, (files.CHECKS,),
        ("villages", "borders", "travel", "indicators", "candidates", "ranking"),
        parameters=lambda study: [plain(study.rules), study.network and study.network.village_min],
        inputs=lambda study: [study.outputs.checks] if study.outputs.checks else [],
    ),
    Step(
        "features", features_step, (files.FEATURES,), ("villages",),
        parameters=lambda study: [
            plain(_drawn_layers(study)), {**plain(study.map), **NO_PICTURES}, [one.layer for one in study.indicators],
        ],
        inputs=lambda study: layer_files(_drawn_layers(study)), findings_file=files.FINDINGS[7],
    ),
    Step(
        "backdrop", backdrop_step, (files.BACKDROP,), ("villages", "features"),
        parameters=lambda study: [plain(picture_layers(study)), {**plain(study.map), "basemap": ""}],
        inputs=lambda study: layer_files(picture_layers(study)), findings_file=files.FINDINGS[6],
    ),
    Step(
        "map", map_step, (files.MAP,),
        ("villages", "indicators", "scores", "candidates", "ranking", "checks", "backdrop"),
        parameters=lambda study: [
            study.study.name, boundary_source(study, study.outputs.language), study.outputs.language,
            plain(study.presets), study.map.basemap,
        ],
    ),
    Step(
        "tables", tables_step, (files.NEEDS, files.WORKBOOK, *(f"{name}.csv" for name in SHEETS)),
        ("villages", "borders", "indicators", "scores", "candidates", "ranking", "checks"),
        parameters=lambda study: [study.study.name, study.outputs.language, plain(study.presets)],
        inputs=lambda study: [study.outputs.needs] if study.outputs.needs else [],
    ),
    Step(
        "handover", handover_step, (files.GEOPACKAGE, files.PROJECT, files.GEOJSON),
        ("villages", "borders", "indicators", "scores", "candidates", "ranking", "features"),
        parameters=lambda study: [
            study.study.name, boundary_source(study, study.outputs.language), study.outputs.language
        ],
    ),
)  # fmt: skip


def run_files() -> list[str]:
    """Names of all files that a run writes."""
    return [files.MANIFEST, files.STUDY, *(name for step in STEPS for name in step.leaves)]
