"""The table of needs: which field of work and which perangkat daerah a weak indicator concerns."""

import os
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field, model_validator

from kawasan_gis.errors import StudyError
from kawasan_gis.forms import Form, plain, read_form, read_toml

WORD = re.compile(r"[^\w]+|_+")


class Need(Form):
    """One section ``[[needs]]``: a field of work, who it concerns, and which indicators are of it."""

    key: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    field_id: str = Field(min_length=1)
    field_en: str = Field(min_length=1)
    work_id: str = Field(min_length=1)
    work_en: str = Field(min_length=1)
    offices: tuple[str, ...] = Field(min_length=1)
    indicators: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    mark: Literal["read", "secondary", "known"]
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _finds_something(self) -> "Need":
        if not (self.indicators or self.layers or self.words or self.measures):
            raise ValueError(f"need {self.key} finds no indicator: give it indicators, layers, words or measures")
        if any(not _spaced(word).strip() for word in self.words) or any(not office for office in self.offices):
            raise ValueError(f"need {self.key} has an empty word or office")
        return self


class NeedTable(Form):
    """A file of needs."""

    needs: tuple[Need, ...]


def read_needs(path: str | os.PathLike[str] | None = None) -> tuple[Need, ...]:
    """Read the shipped table of needs, with a table of one's own laid over it.

    Parameters
    ----------
    path
        A TOML file of sections ``[[needs]]`` in the form of the shipped ``needs.toml``; its rows replace the shipped
        ones of that key, and rows of new keys are added.

    Returns
    -------
    tuple of Need
        In the order of the shipped table, new ones last.

    Raises
    ------
    StudyError
        When the file cannot be read, is in another form, or names a key twice.
    """
    with resources.as_file(resources.files("kawasan_gis.documents") / "needs.toml") as file:
        rows = _entries(file)
    if path is not None:
        rows |= _entries(Path(path))
    return tuple(rows.values())


def needs_plain(needs: Sequence[Need]) -> dict[str, Any]:
    """Write needs as values JSON can hold."""
    return {"needs": plain(tuple(needs))}


def needs_from_plain(content: Any, where: str) -> tuple[Need, ...]:
    """Read what :func:`needs_plain` wrote; ``where`` is named when it cannot be read.

    Raises
    ------
    StudyError
        When it is in another form.
    """
    return read_form(NeedTable, content, where).needs


def _entries(path: Path) -> dict[str, Need]:
    entries: dict[str, Need] = {}
    for need in read_form(NeedTable, read_toml(path), str(path)).needs:
        if need.key in entries:
            raise StudyError(f"{path}: need {need.key} is there twice")
        entries[need.key] = need
    return entries


def needs_of(indicator: str, label: str, about: pd.DataFrame | None, needs: Sequence[Need]) -> tuple[Need, ...]:
    """Find the needs an indicator is of: by its name, else its layer, else words, else its measure.

    Parameters
    ----------
    indicator, label
        Its name and what people call it.
    about
        What is known about the indicators, for ``layer`` and ``measure``.
    needs
        As from :func:`read_needs`.

    Returns
    -------
    tuple of Need
        All that are found the first way that finds any; empty when none does.
    """
    row = about.loc[indicator] if about is not None and indicator in about.index else {}
    layer, measure = str(row.get("layer", "")), str(row.get("measure", ""))
    spoken = _spaced(f"{indicator} {layer} {label}")
    ways = (
        [need for need in needs if _named(indicator, need.indicators)],
        [need for need in needs if _named(layer, need.layers)],
        [need for need in needs if any(_spaced(word) in spoken for word in need.words)],
        [need for need in needs if measure in need.measures],
    )
    return tuple(next(filter(None, ways), ()))


def _named(name: str, known: tuple[str, ...]) -> bool:
    return name.casefold() in {one.casefold() for one in known}


def _spaced(text: str) -> str:
    """A text as lower-case words with a blank around each."""
    return f" {' '.join(WORD.sub(' ', text.casefold()).split())} "
