"""What an indicator is called on the map, and in which unit it is read."""

from typing import Any

import pandas as pd

from kawasan_gis.i18n import Language
from kawasan_gis.maps import style
from kawasan_gis.maps.content.cells import text


def described(column: object, about: pd.DataFrame | None) -> Any:
    """Find what is known about an indicator: a row of the table, or nothing."""
    return about.loc[column] if about is not None and column in about.index else {}


def label(column: object, about: pd.DataFrame | None, language: Language) -> str:
    """Name an indicator, and say where its numbers are from when they are not of villages."""
    row = described(column, about)
    return with_origin(text(row.get("label", "")) or str(column), row, language)


def with_origin(name: str, row: Any, language: Language) -> str:
    """Say after a name that the numbers are of kecamatan or kabupaten, where they are."""
    origin = style.from_data(text(row.get("data_per", "")), language)
    return f"{name} ({origin})" if origin else name


def unit(column: object, about: pd.DataFrame | None, language: Language) -> str:
    """Write an indicator's unit as people do; read from its name when nothing else tells it."""
    return style.unit(text(described(column, about).get("unit")) or style.suffix(str(column)), language)


def is_share(values: pd.Series, column: str, about: pd.DataFrame | None) -> bool:
    """Tell whether an indicator is a share (0..1), which people read as per cent."""
    row = described(column, about)
    if text(row.get("measure")).endswith("_share"):
        return True
    return column.endswith("_share") and not text(row.get("unit")) and not (values > 1).any()
