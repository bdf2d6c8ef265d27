"""The steps of a run that make maps, tables and the hand-over out of what the others found."""

import pandas as pd

from kawasan_gis import runfolder as files
from kawasan_gis.checks import said
from kawasan_gis.documents import needs_table, read_needs
from kawasan_gis.documents.needs import needs_plain
from kawasan_gis.findings import Findings
from kawasan_gis.handover import write_geojson, write_gpkg, write_project
from kawasan_gis.maps.backdrop import read_backdrop
from kawasan_gis.maps.content.labels import label
from kawasan_gis.maps.content.sources import source_lines
from kawasan_gis.maps.features import read_features
from kawasan_gis.readable import (
    readable_about,
    readable_checks,
    readable_criteria,
    readable_findings,
    readable_members,
    readable_outsiders,
    readable_presets,
)
from kawasan_gis.run_map import map_of_run
from kawasan_gis.run_sources import drawn_sources
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.study import Study
from kawasan_gis.tables import write_csv_folder, write_xlsx
from kawasan_gis.units import Progress


def features_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """Roads, rivers, facilities and areas, for every map."""
    features = read_features(run.villages, study.layers, study.map, study.indicators, findings=findings)
    run.write(files.FEATURES, features)
    return {"features": len(features)}


def backdrop_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """What lies under and over the villages on the map."""
    # In whatever language: the map says it in its own.
    backdrop = read_backdrop(run.villages, study.layers, study.map, features=run.features, findings=findings)
    run.write_json(files.BACKDROP, backdrop.plain())
    return {"images": len(backdrop.images), "lines": len(backdrop.lines), "places": len(backdrop.places)}


def map_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """The web map."""
    map_of_run(study, run).save(run.path / files.MAP)
    return {}


def tables_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """The workbook and its CSV twins."""
    needs = read_needs(study.outputs.needs)
    run.write_json(files.NEEDS, needs_plain(needs))
    villages, ranking, about, language = run.villages, run.ranking, run.about, study.outputs.language
    named = {name: label(name, about, language) for name in about.index}
    known = pd.DataFrame(villages.drop(columns="geometry")).join([run.scores, run.indicators])
    sheets = {
        "ranking": pd.DataFrame(ranking.drop(columns="geometry")).reset_index(),
        "members": readable_members(run.members, villages, ranking),
        "outsiders": readable_outsiders(run.outsiders, villages),
        "villages": known.reset_index(),
        "indicators": readable_about(about, language).reset_index(),
        "criteria": readable_criteria(study.criteria),
        "presets": readable_presets(study.presets, study.criteria),
        "needs": needs_table(
            villages, ranking, run.members, study.criteria, indicators=run.indicators, about=about,
            needs=needs, language=language,
        ),
        "checks": readable_checks(said(run.checks, language), ranking, language),
        "findings": readable_findings(run.findings, villages, language),
    }  # fmt: skip
    write_xlsx(run.path / files.WORKBOOK, sheets, language=language, title=study.study.name, labels=named)
    write_csv_folder(run.path, sheets)
    return {name: len(table) for name, table in sheets.items()}


def handover_step(study: Study, run: RunFolder, findings: Findings, progress: Progress | None) -> dict[str, int]:
    """GeoPackage and project for QGIS, and the delineation as GeoJSON."""
    language, about = study.outputs.language, run.about
    write_gpkg(
        run.path / files.GEOPACKAGE, run.villages, run.borders, run.ranking, run.members,
        indicators=run.indicators, scores=run.scores, about=about, surroundings=run.surroundings,
        features=run.features, language=language,
    )  # fmt: skip
    write_project(
        run.path / files.PROJECT, run.path / files.GEOPACKAGE, title=study.study.name,
        sources=source_lines(drawn_sources(study, run, language), None, language), language=language,
    )  # fmt: skip
    write_geojson(run.path / files.GEOJSON, run.villages, run.ranking, run.members)
    return {}
