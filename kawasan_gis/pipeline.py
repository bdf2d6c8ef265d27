"""A run: the steps of a study, each leaving a file that can be opened, skipped when nothing changed.

A step's key is the hash of the package version, its name, its parameters, the contents of its input files and the
keys of the steps it uses. It is skipped when the manifest has the same key and its files have the same bytes. Each
step reads what it uses back from the run folder, so a fresh and a resumed run see the same types. What an earlier
run recorded under another key is taken away before anything is made: a run folder never mixes two studies.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kawasan_gis.errors import DataError, OutputError, StudyError, listing
from kawasan_gis.files import remove_partial, sha256
from kawasan_gis.findings import Findings
from kawasan_gis.forms import plain
from kawasan_gis.i18n import Language
from kawasan_gis.indicators.matching import read_answers
from kawasan_gis.run_map import map_of_run
from kawasan_gis.run_output import finished_run
from kawasan_gis.runfolder import MANIFEST, MAP, MATCHES, STUDY, RunFolder
from kawasan_gis.steps import STEPS, Step, run_files
from kawasan_gis.study import Study, read_study, study_files
from kawasan_gis.units import Progress
from kawasan_gis.version import VERSION

Inputs = list[dict[str, str]]

# Files beside an input that belong to it: of a shapefile, a raster, a GeoPackage that is being written.
SIDECARS = (".shx", ".dbf", ".prj", ".cpg", ".tfw", ".tif.aux.xml", ".gpkg-wal")


@dataclass(frozen=True)
class Outcome:
    """A finished run: where it lies, and which steps were made now rather than taken from before."""

    folder: RunFolder
    made: tuple[str, ...]
    skipped: tuple[str, ...]


def run(
    study: Study | str | os.PathLike[str], folder: str | os.PathLike[str], *, progress: Progress | None = None
) -> Outcome:
    """Do everything a study asks for, in a run folder.

    Parameters
    ----------
    study
        A study, or the path of its file.
    folder
        Where the files go; made when it is not there. An earlier run in it is resumed: only what changed is
        made again, and what no longer fits is taken away.
    progress
        Called with (label, done, total) during long steps.

    Raises
    ------
    OutputError
        When the folder cannot be written, holds the run of another study, or a file of the run would replace one of
        the study's own inputs.
    KawasanError
        Whatever a step raises; the files of the steps before it stay.
    """
    if not isinstance(study, Study):
        study = read_study(study)
    target = RunFolder(Path(folder))
    inputs, keys = _fingerprints(study, target)
    manifest = _start(target, study, keys)
    made, skipped = [], []
    for place, step in enumerate(STEPS):
        if progress:
            progress(step.name, place, len(STEPS))
        if _is_whole(target, step, manifest["steps"].get(step.name)):
            skipped.append(step.name)
            continue
        findings = Findings()
        rows = step.work(study, target, findings, progress)
        if step.findings_file:
            target.write_findings(step.findings_file, findings)
        manifest["steps"][step.name] = {
            "key": keys[step.name],
            "inputs": inputs[step.name],
            "parameters": step.parameters(study),
            "rows": rows,
            "findings": findings.counts(),
            "files": {name: sha256(target.path / name) for name in step.leaves},
        }
        _write_manifest(target, manifest)
        made.append(step.name)
    if progress:
        progress("done", len(STEPS), len(STEPS))
    return Outcome(target, tuple(made), tuple(skipped))


def redraw_map(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    language: Language | None = None,
    basemap: str | None = None,
) -> Path:
    """Make the map of a finished run again, from its folder alone: the layers need not be there.

    Parameters
    ----------
    folder
        A run folder.
    out
        The file. The run's own ``map.html`` when not given, which has to be the map of the run's study.
    language
        Language of the words, ``id`` or ``en``; the study's when not given.
    basemap
        Map tiles from the internet, a key of :mod:`kawasan_gis.maps.basemaps` or empty for none; the study's when
        not given.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    DataError
        When it is not a run folder, or the run is not finished, or a file of it is damaged.
    StudyError
        When there is no such basemap.
    OutputError
        When the file cannot be written, or another map would replace a file of the run.
    """
    source, study, _ = finished_run(folder)
    manifest = source.manifest
    own = source.path / MAP
    path = Path(out) if out is not None else own
    differs = language not in (None, study.outputs.language) or basemap not in (None, study.map.basemap)
    taken = {(source.path / name).resolve() for name in run_files() if differs or name != MAP}
    if path.resolve() in taken:
        raise OutputError(f"{path} is a file of the run, and this is another map; give it a file of its own with --out")
    map_of_run(study, source, language=language, basemap=basemap).save(path)
    if path.resolve() == own.resolve() and _is_record(record := manifest["steps"].get("map")):
        # Another version of the program may have drawn other bytes.
        record["files"][MAP] = sha256(own)
        _write_manifest(source, manifest)
    return path


def _fingerprints(study: Study, target: RunFolder) -> tuple[dict[str, Inputs], dict[str, str]]:
    """Hash every step's inputs, and from them its key; refuse to write over an input."""
    outputs = {(target.path / name).resolve() for name in run_files()}
    sources = study_files(study)
    if replaced := [str(path) for path in sources if path.resolve() in outputs]:
        raise OutputError(f"the run would write over its own input {listing(replaced)}; choose another folder")
    prints = {path: _fingerprint(path) for path in sources}
    inputs: dict[str, Inputs] = {}
    keys: dict[str, str] = {}
    for step in STEPS:
        inputs[step.name] = [{"file": path.name, "sha256": prints[path]} for path in step.inputs(study)]
        used = [keys[name] for name in step.uses]
        text = json.dumps([VERSION, step.name, step.parameters(study), inputs[step.name], used], sort_keys=True)
        keys[step.name] = hashlib.sha256(text.encode()).hexdigest()
    return inputs, keys


def _fingerprint(path: Path) -> str:
    """Hash a file with the sidecars that belong to it."""
    if path.is_dir():
        raise StudyError(f"{path} is a folder; name the file in it")
    beside = {f"{path.stem}{end}".lower() for end in SIDECARS}
    parts = [path, *sorted(other for other in path.parent.iterdir() if other.name.lower() in beside and other != path)]
    return "-".join(sha256(part) for part in parts)


def _start(target: RunFolder, study: Study, keys: dict[str, str]) -> dict[str, Any]:
    """Open the run folder, keep what an earlier run of the same study left, and take away what no longer fits."""
    try:
        target.path.mkdir(parents=True, exist_ok=True)
        remove_partial(target.path)
        about = {
            "title": study.study.name,
            "kabupaten": list(study.study.kabupaten),
            "villages": study.villages.path.name,
        }
        steps = _earlier(target, about)
        _check_not_edited(target, steps)
        for step in STEPS:
            if step.name in steps and steps[step.name].get("key") != keys[step.name]:
                del steps[step.name]
                for name in step.leaves:
                    (target.path / name).unlink(missing_ok=True)
        (target.path / STUDY).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot use the run folder {target.path}: {error.strerror}; choose another") from error
    manifest = {"kawasan_gis": VERSION, "study": about, "steps": steps}
    # In this order: a manifest never stands beside the study of another run.
    _write_manifest(target, manifest)
    target.write_json(STUDY, plain(study, defaults=False))
    return manifest


def _earlier(target: RunFolder, about: dict[str, Any]) -> dict[str, Any]:
    """Read the steps of an earlier run; refuse the folder of another study."""
    strangers = [name for name in run_files() if (target.path / name).exists()]
    if strangers and not target.manifest_path.exists():
        raise OutputError(f"{target.path} has files that no run wrote: {listing(strangers)}; choose another folder")
    try:
        manifest = target.manifest
    except DataError:
        # A missing or damaged manifest proves nothing about the files beside it: everything is made again.
        return {}
    differs = {part for part in about if manifest["study"].get(part) != about[part]}
    if "title" in differs and len(differs) > 1:
        raise OutputError(
            f"{target.path} holds the run of another study, {manifest['study'].get('title')!r}; "
            "choose another folder with --out, or delete it"
        )
    return {name: record for name, record in manifest["steps"].items() if _is_record(record)}


def _check_not_edited(target: RunFolder, steps: dict[str, Any]) -> None:
    """Refuse to replace matches that people reviewed inside the run folder."""
    path = target.path / MATCHES
    recorded = [record["files"][MATCHES] for record in steps.values() if MATCHES in record["files"]]
    if not recorded or not path.is_file() or sha256(path) in recorded:
        return
    try:
        answered = int((read_answers(path)["kode"] != "").sum())
    except DataError:
        answered = 0
    if answered:
        raise OutputError(
            f"{path} holds {answered} answers, and a run writes it anew: move it beside the study file and name it on "
            f'its layer, matches = "{MATCHES}"'
        )


def _is_record(record: Any) -> bool:
    return isinstance(record, dict) and isinstance(record.get("files"), dict)


def _is_whole(target: RunFolder, step: Step, record: Any) -> bool:
    """Tell whether a step was finished, and all its files have the bytes its record says."""
    if record is None or "cut_short" in record["findings"] or sorted(record["files"]) != sorted(step.leaves):
        return False
    paths = {target.path / name: digest for name, digest in record["files"].items()}
    return all(path.is_file() and sha256(path) == digest for path, digest in paths.items())


def _write_manifest(target: RunFolder, manifest: dict[str, Any]) -> None:
    known = {step.name: manifest["steps"][step.name] for step in STEPS if step.name in manifest["steps"]}
    target.write_json(MANIFEST, {**manifest, "steps": known})
