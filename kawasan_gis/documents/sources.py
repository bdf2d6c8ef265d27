"""The numbered list of sources a document quotes from."""

from kawasan_gis.documents.words import WORDS
from kawasan_gis.i18n import Language


class SourceList:
    """Sources in the order they are first quoted; each has one number."""

    def __init__(self, language: Language = "id") -> None:
        self._language = language
        self._numbers: dict[str, int] = {}

    def quote(self, *sources: str) -> str:
        """Give sources their numbers, as ``[1][2]``; one nobody named is quoted as such.

        Examples
        --------
        >>> sources = SourceList()
        >>> sources.quote("BIG, 2024"), sources.quote("BPS", "BIG, 2024")
        ('[1]', '[2][1]')
        """
        named = [source.strip() or WORDS["no_source"].say(self._language) for source in sources]
        for source in named:
            self._numbers.setdefault(source, len(self._numbers) + 1)
        return "".join(f"[{self._numbers[source]}]" for source in dict.fromkeys(named))

    @property
    def lines(self) -> list[str]:
        """The sources with their numbers."""
        return [f"[{number}] {source}" for source, number in self._numbers.items()]
