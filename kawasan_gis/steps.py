"""The steps of a run, one function each: read what the step uses, call the library, write its files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kawasan_gis import runfolder as files
from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.criteria import Criterion
from kawasan_gis.findings import Findings
from kawasan_gis.graph import report_groups, village_graph
from kawasan_gis.handover import write_gpkg
from kawasan_gis.i18n import Text
from kawasan_gis.indicators import describe_indicators, measure
from kawasan_gis.maps.web import web_map
from kawasan_gis.ranking import rank_candidates
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.scoring import score_villages
from kawasan_gis.study import Study
from kawasan_gis.tables import SHEETS, readable_members, readable_outsiders, write_csv_folder, write_xlsx
from kawasan_gis.units import Progress
from kawasan_gis.villages import check_coverage, read_villages

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


def _plain(form: Any) -> Any:
    """A form as plain values for the key and the manifest; of a path only the file name counts."""
    if isinstance(form, tuple | list):
        return [_plain(part) for part in form]
    return {name: value.name if isinstance(value, Path) else value for name, value in form.model_dump().items()}


def villages_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """Boundaries to the villages table, with the report of what was wrong."""
    source = study.villages
    villages = read_villages(
        source.path, kabupaten=study.study.kabupaten or None, names=source.names, columns=source.columns,
        codes=source.codes, layer=source.layer, decimal=source.decimal, findings=findings,
    )  # fmt: skip
    check_coverage(villages, findings=findings, progress=progress)
    run.write(files.VILLAGES, villages)
    return {"villages": len(villages)}


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


def indicators_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """Layers to one number per village and indicator."""
    table = measure(run.villages, study.layers, study.indicators, findings=findings, progress=progress)
    run.write(files.INDICATORS, table)
    run.write(files.ABOUT, describe_indicators(study.layers, study.indicators))
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
        findings=findings, progress=progress, **study.search.model_dump(),
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
        certificate=run.certificate,
    )  # fmt: skip
    run.write(files.RANKING, ranking)
    return {"candidates": len(ranking)}


def map_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """The web map."""
    web_map(
        run.villages, run.ranking, run.members, indicators=run.indicators, about=run.about, scores=run.scores,
        title=study.study.name, sources=_boundary_source(study), language=study.outputs.language,
        notes=[run.certificate.say(study.outputs.language)],
    ).save(run.path / files.MAP)  # fmt: skip
    return {}


def _boundary_source(study: Study) -> list[dict[str, str]]:
    """Who drew the boundaries; the indicators' sources are in their own table."""
    file = study.villages
    if not file.source:
        return []
    name = Text("batas desa", "village boundaries").say(study.outputs.language)
    return [{"name": name, "source": file.source, "year": str(file.year or ""), "licence": file.licence}]


def tables_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """The workbook and its CSV twins."""
    villages, ranking = run.villages, run.ranking
    plain = pd.DataFrame(villages.drop(columns="geometry")).join([run.scores, run.indicators])
    criteria = pd.DataFrame([_criterion_row(criterion) for criterion in study.criteria])
    sheets = {
        "ranking": pd.DataFrame(ranking.drop(columns="geometry")).reset_index(),
        "members": readable_members(run.members, villages, ranking),
        "outsiders": readable_outsiders(run.outsiders, villages),
        "villages": plain.reset_index(),
        "indicators": run.about.reset_index(),
        "criteria": criteria,
        "findings": run.findings.table(study.outputs.language).drop(columns=["value", "detail", "other"]),
    }
    write_xlsx(run.path / files.WORKBOOK, sheets, language=study.outputs.language, title=study.study.name)
    write_csv_folder(run.path, sheets)
    return {name: len(table) for name, table in sheets.items()}


def _criterion_row(criterion: Criterion) -> dict[str, Any]:
    """A criterion as a row of text and numbers."""
    links = "; ".join(f"{name} >= {least:g}" for name, least in criterion.links.items())
    return {**criterion.model_dump(), "links": links}


def handover_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """The GeoPackage for QGIS."""
    write_gpkg(
        run.path / files.GEOPACKAGE, run.villages, run.borders, run.ranking, run.members,
        indicators=run.indicators, scores=run.scores,
    )  # fmt: skip
    return {}


def _layer_files(study: Study) -> list[Path]:
    used = {indicator.layer for indicator in study.indicators}
    return list(dict.fromkeys(layer.path for layer in study.layers if layer.name in used))


STEPS = (
    Step(
        "villages", villages_step, (files.VILLAGES,),
        parameters=lambda study: [_plain(study.villages), list(study.study.kabupaten)],
        inputs=lambda study: [path for path in (study.villages.path, study.villages.names) if path],
        findings_file=files.FINDINGS[0],
    ),
    Step(
        "borders", borders_step, (files.BORDERS,), ("villages",),
        parameters=lambda study: _plain(study.graph), findings_file=files.FINDINGS[1],
    ),
    Step(
        "indicators", indicators_step, (files.INDICATORS, files.ABOUT), ("villages",),
        parameters=lambda study: [_plain(study.layers), _plain(study.indicators)],
        inputs=_layer_files, findings_file=files.FINDINGS[2],
    ),
    Step(
        "scores", scores_step, (files.SCORES,), ("villages", "indicators"),
        parameters=lambda study: _plain(study.criteria), findings_file=files.FINDINGS[3],
    ),
    Step(
        "candidates", candidates_step,
        (files.CANDIDATES, files.MEMBERS, files.OUTSIDERS, files.RUNNERS_UP, files.CERTIFICATE),
        ("villages", "borders", "indicators"),
        parameters=lambda study: [_plain(study.criteria), _plain(study.rules), _plain(study.search)],
        findings_file=files.FINDINGS[4],
    ),
    Step(
        "ranking", ranking_step, (files.RANKING,), ("villages", "borders", "indicators", "candidates"),
        parameters=lambda study: _plain(study.criteria),
    ),
    Step(
        "map", map_step, (files.MAP,), ("villages", "indicators", "scores", "candidates", "ranking"),
        parameters=lambda study: [study.study.name, _boundary_source(study), study.outputs.language],
    ),
    Step(
        "tables", tables_step, (files.WORKBOOK, *(f"{name}.csv" for name in SHEETS)),
        ("villages", "borders", "indicators", "scores", "candidates", "ranking"),
        parameters=lambda study: [study.study.name, study.outputs.language],
    ),
    Step(
        "handover", handover_step, (files.GEOPACKAGE,),
        ("villages", "borders", "indicators", "scores", "candidates", "ranking"),
    ),
)  # fmt: skip
