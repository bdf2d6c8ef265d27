"""Words and numbers printed for people: Indonesian by default, English by option."""

from typing import Literal, NamedTuple

from babel.numbers import format_decimal

from kawasan_gis.errors import StudyError

Language = Literal["id", "en"]

LOCALES = {"id": "id_ID", "en": "en_US"}


def _check(language: str) -> None:
    if language not in LOCALES:
        raise StudyError(f"there is no language {language}: {' or '.join(LOCALES)}")


class Text(NamedTuple):
    """One text in both languages; ``{name}`` marks what is filled in."""

    id: str
    en: str

    @classmethod
    def same(cls, words: str) -> "Text":
        """Take words of the data, which are no template, as they are in both languages."""
        kept = words.replace("{", "{{").replace("}", "}}")
        return cls(kept, kept)

    def say(self, language: Language = "id", **values: object) -> str:
        """Fill the text in one language."""
        _check(language)
        return (self.en if language == "en" else self.id).format(**values)


def number(value: float, decimals: int = 0, language: Language = "id") -> str:
    """Write a number as people of that language do (``12.345,6`` in Indonesian).

    Not-a-number is written as an en dash.
    """
    _check(language)
    if value != value:
        return "–"  # noqa: RUF001 - a real en dash, the sign for "no value" in tables
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=LOCALES[language])
