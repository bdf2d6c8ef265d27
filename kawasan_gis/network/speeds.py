"""Speeds by class of road: a shipped table that a study may lay its own over."""

import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import Form, did_you_mean, read_form, read_toml
from kawasan_gis.layers import texts_of

Floats = npt.NDArray[np.float64]

# Speed of a road whose class no table knows and for which the study gives none: that of the slowest public road.
OTHER_KM_H = 15.0


class Speed(Form):
    """One row of a speed table: a section ``[[speeds]]``."""

    name: str = Field(alias="class", min_length=1)
    km_h: float = Field(gt=0, allow_inf_nan=False)
    hard: bool = False
    source: str = Field(min_length=1)


class SpeedTable(Form):
    """A file of speeds."""

    speeds: tuple[Speed, ...]


def read_speeds(path: str | os.PathLike[str] | None = None, *, km_h: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Read the shipped table of speeds, with a table of one's own and single classes laid over it.

    Parameters
    ----------
    path
        A TOML file of sections ``[[speeds]]`` with ``class``, ``km_h``, ``hard`` (whether the surface is hard) and
        ``source``; its classes replace the shipped ones of that name.
    km_h
        Speeds of single classes in km/h.

    Returns
    -------
    pandas.DataFrame
        On ``class`` as it is written (looked up without regard to case): ``km_h``, ``hard``, ``source``.

    Raises
    ------
    StudyError
        When the file cannot be read, a class is in it twice, or a speed is not above 0.
    """
    shipped = resources.files("kawasan_gis.network") / "speeds.toml"
    with resources.as_file(shipped) as file:
        rows = _rows(file)
    if path is not None:
        rows.update(_rows(Path(path)))
    for name, speed in (km_h or {}).items():
        known = rows.get(key_of(name))
        if not (np.isfinite(speed) and speed > 0):
            raise StudyError(f"speeds: {name} = {speed:g} km/h; speeds must be above 0")
        row = {"class": name, "km_h": float(speed), "hard": bool(known and known["hard"]), "source": "study"}
        rows[key_of(name)] = row
    return pd.DataFrame(list(rows.values()), columns=["class", "km_h", "hard", "source"]).set_index("class")


def key_of(name: str) -> str:
    """Write a class in the form it is looked up by: lower case, single blanks."""
    return " ".join(str(name).casefold().split())


def _rows(path: Path) -> dict[str, dict[str, object]]:
    table = read_form(SpeedTable, read_toml(path), str(path))
    rows: dict[str, dict[str, object]] = {}
    for speed in table.speeds:
        if key_of(speed.name) in rows:
            raise StudyError(f"{path}: class {speed.name} has two speeds")
        rows[key_of(speed.name)] = {
            "class": speed.name, "km_h": speed.km_h, "hard": speed.hard, "source": speed.source,
        }  # fmt: skip
    return rows


def speed_of(speeds: pd.DataFrame, name: str) -> float:
    """Speed of one class, in km/h."""
    return float(speeds["km_h"].set_axis([key_of(known) for known in speeds.index])[key_of(name)])


def road_speeds(
    classes: pd.Series,
    metres: Floats,
    speeds: pd.DataFrame,
    *,
    other_km_h: float | None,
    named: Mapping[str, float],
    findings: Findings,
) -> Floats:
    """Look up the speed of every road by its class; classes no table knows are reported with their share of the length.

    Parameters
    ----------
    classes, metres
        Class and length of every road.
    speeds
        See :func:`read_speeds`.
    other_km_h
        Speed of unknown classes; that of the slowest public road when not given.
    named
        The classes the study gives a speed of its own: they must be there.
    findings
        Gets a row of the unknown classes.

    Returns
    -------
    numpy.ndarray
        Speeds in km/h.

    Raises
    ------
    TableError
        When no class is known and there is no speed for others.
    StudyError
        When the study gives a speed to a class that neither a table nor the roads have.
    """
    texts = texts_of(classes)
    keys = texts.fillna("").map(key_of)
    by_key = speeds["km_h"].set_axis([key_of(name) for name in speeds.index])
    shipped = set(read_speeds().index.map(key_of))
    for name in named:
        if key_of(name) not in shipped and key_of(name) not in set(keys):
            raise StudyError(f"km_h: no road is of class {name}{did_you_mean(name, sorted(set(texts.dropna())))}")
    found: Floats = keys.map(by_key).to_numpy(dtype=np.float64)
    unknown = np.isnan(found)
    if not unknown.any():
        return found
    names = [name or "(kosong)" for name in sorted(set(texts[unknown].fillna("")))]
    if unknown.all() and other_km_h is None:
        raise TableError(
            f"no road has a class with a known speed (column {classes.name} holds {listing(names)}): give them one "
            'with km_h = { "class" = 30 }, or all the others with other_km_h'
        )
    speed = other_km_h or OTHER_KM_H
    share = 100 * metres[unknown].sum() / max(metres.sum(), 1e-9)
    findings.add(
        "unknown_road_class",
        value=round(share, 1),
        other=f"{speed:g}",
        detail=f"{int(unknown.sum())}: {listing(names)}",
    )
    return np.where(unknown, speed, found)
