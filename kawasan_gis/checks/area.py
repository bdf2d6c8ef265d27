"""What the checks know of one candidate, and how they write what they find in both languages."""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from kawasan_gis.i18n import Text, number

MOST_LISTED = 5
MOST_DECIMALS = 6
MORE = Text("{shown} dan {more} lainnya", "{shown} and {more} more")


class Area(NamedTuple):
    """One candidate: its members, centres and bridges, and the villages around it with their graph.

    ``facing`` are the metres of border on land with every village beside it, those of other units too.
    """

    members: gpd.GeoDataFrame
    centres: tuple[str, ...]
    bridges: tuple[str, ...]
    villages: gpd.GeoDataFrame
    graph: nx.Graph
    row: pd.Series
    facing: Mapping[str, float]

    @property
    def codes(self) -> list[str]:
        """Codes of the members, in order."""
        return list(self.members.index)


class Check(NamedTuple):
    """What one check found; ``passed`` is None where the data cannot tell."""

    check: str
    passed: bool | None
    text: Text
    found: float = math.nan
    limit: float = math.nan
    what: str = ""


def filled(words: Text, **values: object) -> Text:
    """Fill a text in both languages; values that are texts themselves are taken in the same language."""
    one = {name: value.id if isinstance(value, Text) else value for name, value in values.items()}
    other = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
    return Text(words.id.format(**one), words.en.format(**other))


def amount(value: float) -> Text:
    """Write a number with three digits at least, without zeros at the end.

    Examples
    --------
    >>> amount(1234.5678)
    Text(id='1.235', en='1,235')
    >>> amount(0.25)
    Text(id='0,25', en='0.25')
    """
    first = 2 - math.floor(math.log10(abs(value))) if value and math.isfinite(value) else 0
    most = min(max(first, 0), MOST_DECIMALS)
    decimals = len(np.format_float_positional(round(value, most), trim="-").partition(".")[2])
    return Text(number(value, decimals, "id"), number(value, decimals, "en"))


def share(value: float) -> Text:
    """Write a share (0..1) in percent.

    Examples
    --------
    >>> share(0.125)
    Text(id='12,5', en='12.5')
    """
    return amount(100 * value)


def listed(items: Iterable[object]) -> Text:
    """Name the first few items and count the rest.

    Examples
    --------
    >>> listed("abcdefg").id
    'a, b, c, d, e dan 2 lainnya'
    """
    texts = [str(item) for item in items]
    shown, more = ", ".join(texts[:MOST_LISTED]), len(texts) - MOST_LISTED
    return filled(MORE, shown=shown, more=more) if more > 0 else Text(shown, shown)


def joined_texts(texts: Iterable[Text]) -> Text:
    """Put texts one after the other."""
    texts = list(texts)
    return Text("; ".join(text.id for text in texts), "; ".join(text.en for text in texts))


def names_of(villages: gpd.GeoDataFrame, codes: Iterable[str]) -> Text:
    """Name villages by their names, as many as are shown; by their codes where a table has no names."""
    codes = list(codes)
    return listed(villages.loc[codes, "nama_desa"] if "nama_desa" in villages else codes)
