"""Vocabularies: what the codes of a column mean, and groups of codes with a name, read from editable tables."""

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from kawasan_gis.errors import StudyError, listing
from kawasan_gis.forms import Form, did_you_mean, read_form, read_toml

SHIPPED = Path(__file__).parent / "indicators" / "vocabularies"


class Vocabulary(Form):
    """The codes of a column with their meaning, and named groups of them.

    ``columns`` are the names the column usually has; ``source`` says where the codes are from.
    """

    name: str
    source: str = Field(min_length=1)
    columns: tuple[str, ...] = ()
    codes: dict[str, str]
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @field_validator("groups", mode="before")
    @classmethod
    def _as_text(cls, groups: object) -> object:
        if not isinstance(groups, dict):
            return groups
        lists = {name: codes if isinstance(codes, list | tuple) else [codes] for name, codes in groups.items()}
        return {name: tuple(str(code) for code in codes) for name, codes in lists.items()}

    @model_validator(mode="after")
    def _groups_are_of_its_codes(self) -> "Vocabulary":
        unknown = sorted({code for codes in self.groups.values() for code in codes} - set(self.codes))
        if unknown:
            raise ValueError(f"groups name {len(unknown)} codes that are not under [codes]: {listing(unknown)}")
        if both := sorted(set(self.groups) & set(self.codes)):
            raise ValueError(f"{listing(both)} is both a code and a group")
        return self

    def speaks_of(self, column: str, wanted: list[str]) -> bool:
        """Tell whether a column is of this vocabulary: by its name, or because one of its words is asked for in it."""
        known = any(word in self.codes or word in self.groups for word in wanted)
        return known or column.casefold() in {name.casefold() for name in self.columns}

    def expanded(self, wanted: list[str]) -> list[str]:
        """Replace the names of groups by their codes; codes stay.

        Raises
        ------
        StudyError
            When a word is neither a code nor a group.
        """
        unknown = [word for word in wanted if word not in self.codes and word not in self.groups]
        if unknown:
            hint = did_you_mean(unknown[0], list(self.groups))
            raise StudyError(f"vocabulary {self.name} has no code or group {listing(unknown)}{hint}")
        return list(dict.fromkeys(code for word in wanted for code in self.groups.get(word, (word,))))


def read_vocabulary(name: str | os.PathLike[str]) -> Vocabulary:
    """Read a vocabulary: one of those that come along, by name, or a file of one's own.

    Parameters
    ----------
    name
        ``kawasan_hutan``, or the path of a TOML file in the same form.

    Raises
    ------
    StudyError
        When there is no such vocabulary, or the file is not in this form.

    Examples
    --------
    >>> read_vocabulary("kawasan_hutan").groups["hutan_lindung"]
    ('1001', '100100')
    """
    path = Path(name)
    if path.suffix.lower() != ".toml":
        path = SHIPPED / f"{name}.toml"
        if not path.is_file():
            known = sorted(one.stem for one in SHIPPED.glob("*.toml"))
            raise StudyError(f"there is no vocabulary {name}{did_you_mean(str(name), known)}, or a file .toml")
    return _read(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> Vocabulary:
    return read_form(Vocabulary, read_toml(path), str(path))
