"""A run: the steps of a study, each leaving a file that can be opened, skipped when nothing changed.

A step's key is the hash of the package version, its name, its parameters, the contents of its input files and the
keys of the steps it uses. It is skipped when the manifest has the same key and its files have the same bytes. Each
step reads what it uses back from the run folder, so a fresh and a resumed run see the same types.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kawasan_gis.errors import OutputError, StudyError
from kawasan_gis.files import sha256, written_whole
from kawasan_gis.findings import Findings
from kawasan_gis.runfolder import RunFolder
from kawasan_gis.steps import STEPS, Step
from kawasan_gis.study import Study, read_study, study_files
from kawasan_gis.version import VERSION

Progress = Callable[[str, int, int], None]
SIDECARS = (".shx", ".dbf", ".prj", ".cpg")


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
        made again.
    progress
        Called with (label, done, total) during long steps.

    Raises
    ------
    KawasanError
        Whatever a step raises; the files of the steps before it stay.
    """
    if not isinstance(study, Study):
        study = read_study(study)
    target = RunFolder(Path(folder))
    prints = {str(path): _fingerprint(path) for path in study_files(study)}
    manifest = _start(target, study)
    keys: dict[str, str] = {}
    made, skipped = [], []
    for place, step in enumerate(STEPS):
        if progress:
            progress(step.name, place, len(STEPS))
        inputs = [{"file": path.name, "sha256": prints[str(path)]} for path in step.inputs(study)]
        keys[step.name] = _key(step, study, inputs, [keys[name] for name in step.uses])
        if _is_done(target, manifest["steps"].get(step.name), keys[step.name]):
            skipped.append(step.name)
            continue
        findings = Findings()
        rows = step.work(study, target, findings, progress)
        if step.findings_file:
            target.write_findings(step.findings_file, findings)
        manifest["steps"][step.name] = _record(target, step, study, keys[step.name], inputs, rows, findings)
        _write_manifest(target, manifest)
        made.append(step.name)
    if progress:
        progress("selesai" if study.outputs.language == "id" else "done", len(STEPS), len(STEPS))
    _write_manifest(target, manifest)
    return Outcome(target, tuple(made), tuple(skipped))


def _start(target: RunFolder, study: Study) -> dict[str, Any]:
    """Open the run folder and read what an earlier run in it left."""
    try:
        target.path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the run folder {target.path}: {error.strerror}; choose another") from error
    steps: dict[str, Any] = {}
    if target.manifest_path.exists():
        try:
            steps = json.loads(target.manifest_path.read_text(encoding="utf-8"))["steps"]
        except (ValueError, KeyError, TypeError):
            # A damaged manifest proves nothing about the files beside it: everything is made again.
            steps = {}
    return {"kawasan_gis": VERSION, "study": study.study.name, "steps": steps}


def _fingerprint(path: Path) -> str:
    """Hash a file with the sidecars that belong to it."""
    if path.is_dir():
        raise StudyError(f"{path} is a folder; name the file in it")
    parts = [path, *(path.with_suffix(end) for end in SIDECARS if path.suffix.lower() == ".shp")]
    return "-".join(sha256(part) for part in parts if part.exists())


def _key(step: Step, study: Study, inputs: list[dict[str, str]], used: list[str]) -> str:
    text = json.dumps([VERSION, step.name, step.parameters(study), inputs, used], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_done(target: RunFolder, record: Any, key: str) -> bool:
    if not isinstance(record, dict) or record.get("key") != key:
        return False
    files = record.get("files", {})
    return all(
        (target.path / name).is_file() and sha256(target.path / name) == print_ for name, print_ in files.items()
    )


def _record(
    target: RunFolder, step: Step, study: Study, key: str, inputs: list[dict[str, str]], rows: dict[str, int],
    findings: Findings,
) -> dict[str, Any]:  # fmt: skip
    files = [*step.files, *([step.findings_file] if step.findings_file else [])]
    return {
        "key": key,
        "inputs": inputs,
        "parameters": step.parameters(study),
        "rows": rows,
        "findings": findings.counts(),
        "files": {name: sha256(target.path / name) for name in files},
    }


def _write_manifest(target: RunFolder, manifest: dict[str, Any]) -> None:
    order = {step.name: place for place, step in enumerate(STEPS)}
    known = {
        name: manifest["steps"][name] for name in sorted(order, key=lambda n: order[n]) if name in manifest["steps"]
    }
    text = json.dumps({**manifest, "steps": known}, indent=2, ensure_ascii=False, default=str)
    with written_whole(target.manifest_path) as partial:
        partial.write_text(text + "\n", encoding="utf-8", newline="\n")
