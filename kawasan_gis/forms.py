"""Sections of a TOML file read into frozen, validated forms; unknown keys get "did you mean"."""

import difflib
import math
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kawasan_gis.errors import StudyError

QUOTED = re.compile(r"'([^']*)'")


class Form(BaseModel):
    """A section of a study file: frozen, and strict about its keys.

    pydantic builds forms inside forms through ``__init__`` too, so each explains its own mistakes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, str_strip_whitespace=True)

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            # A problem without a place is the form's own word, which names what it is about.
            placed = all(problem["loc"] for problem in error.errors())
            name = data.get("name") or data.get("indicator")
            whose = f"{name}: " if placed and isinstance(name, str) else ""
            raise StudyError(whose + explain(type(self), error)) from None


AnyForm = TypeVar("AnyForm", bound=BaseModel)


def read_toml(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a TOML file into a dictionary.

    Raises
    ------
    StudyError
        When the file is missing, not text, or not TOML.
    """
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise StudyError(f"there is no file {path}") from None
    except OSError as error:
        raise StudyError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise StudyError(f"{path} is not valid TOML: it must be saved as UTF-8 (Notepad: Save As > Encoding)") from None
    except tomllib.TOMLDecodeError as error:
        hint = "; in paths write / or put them in 'single quotes'" if "\\" in str(error) or "hex" in str(error) else ""
        raise StudyError(f"{path} is not valid TOML: {error}{hint}") from None


def read_form(form: type[AnyForm], data: Any, where: str) -> AnyForm:
    """Validate one section, naming every problem at once.

    Raises
    ------
    StudyError
        When a key is unknown or missing, or a value has the wrong type or size.
    """
    try:
        return form.model_validate(data)
    except ValidationError as error:
        raise StudyError(f"{where}: {explain(form, error)}") from None


def plain(value: Any, *, defaults: bool = True) -> Any:
    """Turn a form into values JSON can hold; without the defaults they read back as the same form.

    Parameters
    ----------
    value
        A form, or anything found in one. Of a path only the file name stays; an infinite number becomes text.
    defaults
        Whether to write what has its default value too. Forms refuse some keys where they have no use.

    Examples
    --------
    >>> plain((Path("/home/x/desa.gpkg"), float("inf")))
    ['desa.gpkg', 'inf']
    """
    if isinstance(value, BaseModel):
        return plain(value.model_dump(exclude_defaults=not defaults))
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Path):
        return value.name
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def explain(form: type[BaseModel], error: ValidationError) -> str:
    """Turn a validation error into sentences a planner can act on, all problems in one line."""
    return "; ".join(_sentence(form, problem) for problem in error.errors())


def _sentence(form: type[BaseModel], problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"unknown key {where}{did_you_mean(where, list(form.model_fields))}"
    if problem["type"] == "missing":
        return f"{where} is missing"
    given = problem["input"]
    if problem["type"] == "literal_error" and isinstance(given, str):
        known = QUOTED.findall(problem["ctx"]["expected"])
        return f"{where}: there is no {given}{did_you_mean(given, known)}"
    message = problem["msg"].removeprefix("Value error, ")
    shown = f" (got {given!r})" if isinstance(given, str | int | float | bool) else ""
    return f"{where}: {message}{shown}" if where else message


def did_you_mean(given: str, known: list[str]) -> str:
    """Suggest the nearest known word, or list the first few when none is near.

    Examples
    --------
    >>> did_you_mean("wieght", ["weight", "worst"])
    ', did you mean weight?'
    """
    close = difflib.get_close_matches(given, known, n=1, cutoff=0.6)
    if close:
        return f", did you mean {close[0]}?"
    return f"; known: {', '.join(sorted(known))}" if known else ""
