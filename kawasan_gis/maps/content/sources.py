"""Where the numbers and borders come from."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kawasan_gis.i18n import Language
from kawasan_gis.layers import in_words
from kawasan_gis.maps import words
from kawasan_gis.maps.content.cells import text
from kawasan_gis.maps.content.labels import described

SOURCE_FIELDS = ("name", "source", "year", "licence")

Source = str | Mapping[str, Any] | object


def source_lines(sources: Sequence[Source], about: pd.DataFrame | None, language: Language) -> list[str]:
    """Write each source once: what, from whom, year, licence; those given first, then the indicators'."""
    rows: list[Source] = list(sources)
    if about is not None:
        rows += [row._asdict() for row in about.itertuples(index=False)]
    return list(dict.fromkeys(filter(None, (_line(row, language) for row in rows))))


def provenance(column: object, about: pd.DataFrame | None, language: Language) -> str:
    """Write from whom an indicator's numbers are, with year and licence; empty when it is not known."""
    return _whom(described(column, about), language)


def _line(row: Source, language: Language) -> str:
    if isinstance(row, str):
        return row
    cells = row if isinstance(row, Mapping) else {key: getattr(row, key, None) for key in SOURCE_FIELDS}
    what = text(cells.get("name")) or in_words(text(cells.get("layer")))
    whom = _whom(cells, language)
    # A licence alone stands behind the name, without a colon.
    return (f"{what} {whom}" if whom.startswith("(") else f"{what}: {whom}") if what and whom else what or whom


def _whom(cells: Any, language: Language) -> str:
    year = text(cells.get("year")).removesuffix(".0")
    licence = text(cells.get("licence"))
    whom = ", ".join(filter(None, [text(cells.get("source")), year]))
    told = f"({words.WORDS['licence'].say(language)} {licence})" if licence else ""
    return " ".join(filter(None, [whom, told]))
