"""Colours, classes, units and words that every map shares.

References
----------
The ramp runs in lightness from light sand to dark teal, so that it reads in grey and with every kind of
colour blindness; ``tests/test_maps_style.py`` proves it with the simulation of Machado, Oliveira and
Fernandes (2009), doi:10.1109/TVCG.2009.113.
"""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from kawasan_gis.i18n import Language, Text, number

RAMP = ("#f7eecb", "#c5d190", "#85b588", "#438a7c", "#195960")
NO_DATA = "#e0d6db"
PLAIN = "#dfe3d2"
INK = "#1f2d2b"
ACCENT = "#b8480f"

# Which colours of the ramp are used when there are fewer classes than colours.
STEPS = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
MOST_DECIMALS = 6

STATUS = {
    "desa": Text("desa", "desa (village)"),
    "kelurahan": Text("kelurahan", "kelurahan (urban ward)"),
    "desa adat": Text("desa adat", "desa adat (customary village)"),
    "tidak diketahui": Text("status tidak diketahui", "status unknown"),
}
ROLES = {
    "pusat": Text("pusat", "centre"),
    "hinterland": Text("hinterland", "hinterland"),
    "bridge": Text("penghubung", "bridge"),
}
UNITS = {
    "ha": Text("ha", "ha"),
    "m": Text("m", "m"),
    "km": Text("km", "km"),
    "km2": Text("km²", "km²"),
    "min": Text("menit", "min"),
    "percent": Text("%", "%"),
}
FROM_DATA = Text("dari data {level}", "from {level} data")
LIMIT = Text("{what}: {found} % dari luas (batas {limit} %)", "{what}: {found} % of the area (limit {limit} %)")


class Classes(NamedTuple):
    """Classes of a column: class ``i`` holds ``edges[i] <= value < edges[i + 1]``, the last all above."""

    edges: tuple[float, ...]
    colours: tuple[str, ...]
    decimals: int

    def of(self, values: pd.Series) -> pd.Series:
        """Give every value its class from 0 upwards, and -1 where there is no value."""
        inner = self.edges[1:-1]
        found = np.searchsorted(inner, values.to_numpy("float64"), side="right")
        return pd.Series(np.where(np.isfinite(values), found, -1), index=values.index)

    def labels(self, language: Language = "id") -> list[str]:
        """Write the bounds of every class as a legend does; whole numbers as ``2-4``, not ``2-5``."""
        pairs = list(zip(self.edges, self.edges[1:], strict=False))
        labels = []
        for place, (low, high) in enumerate(pairs):
            if self.decimals == 0 and place < len(pairs) - 1:
                high -= 1
            first, last = (number(edge, self.decimals, language) for edge in (low, high))
            labels.append(first if first == last else f"{first} – {last}")  # noqa: RUF001 - a range
        return labels


def classify(values: pd.Series, *, count: int = 5, decimals: int | None = None) -> Classes:
    """Sort a column into at most ``count`` classes of about equally many villages.

    The bounds are quantiles rounded to what is shown, so that the legend is true to the digit; bounds that
    fall together, or leave a class empty, are dropped. A few whole numbers get a class each.

    Parameters
    ----------
    values
        Any unit; missing values belong to no class.
    count
        Number of classes, 1 to 5.
    decimals
        Decimals of the bounds; by default three digits of the column's span.
    """
    known = np.sort(values.to_numpy("float64")[np.isfinite(values)])
    if known.size == 0:
        return Classes((), (), 0)
    decimals = shown_decimals(values) if decimals is None else decimals
    unique = np.unique(known)
    if decimals == 0 and unique.size <= count:
        inner = unique[1:]
    else:
        inner = np.round(np.quantile(known, np.linspace(0, 1, count + 1)[1:-1]), decimals)
    edges = _filled(known, np.unique(inner), decimals)
    return Classes(edges, colours(len(edges) - 1), decimals)


def colours(count: int) -> tuple[str, ...]:
    """Take the colours of 1 to 5 classes from the ramp, the palest first."""
    return tuple(RAMP[step] for step in STEPS[count])


def _filled(known: np.ndarray, inner: np.ndarray, decimals: int) -> tuple[float, ...]:
    """Enclose the bounds between least and greatest value; drop a bound that would leave a class empty."""
    unit = 10.0**decimals
    low, high = math.floor(known[0] * unit) / unit, math.ceil(known[-1] * unit) / unit
    edges = [low]
    for edge in inner:
        below = np.count_nonzero((known >= edges[-1]) & (known < edge))
        if below and known[-1] >= edge:
            edges.append(float(edge))
    return (*edges, high)


def shown_decimals(values: pd.Series) -> int:
    """Choose how many decimals a column is shown with: none for whole numbers, else three digits of its span.

    Examples
    --------
    >>> shown_decimals(pd.Series([0.0, 12.5, 40.0]))
    1
    """
    known = values.to_numpy("float64")[np.isfinite(values)]
    if known.size == 0 or np.all(known == np.round(known)):
        return 0
    span = float(known.max() - known.min()) or float(np.abs(known).max())
    return int(np.clip(2 - math.floor(math.log10(span)), 0, MOST_DECIMALS)) if span else 0


def suffix(column: str) -> str:
    """Read the unit out of a column's name (``rice_ha`` is in ha); empty when it has none."""
    last = column.rsplit("_", 1)[-1]
    return last if "_" in column and last in UNITS else ""


def unit(text: str, language: Language = "id") -> str:
    """Write a unit as people of that language do; an unknown one as it is."""
    return UNITS[text].say(language) if text in UNITS else text


def from_data(level: str, language: Language = "id") -> str:
    """Say that numbers are of kecamatan or kabupaten; empty when they are of villages."""
    return FROM_DATA.say(language, level=level) if level else ""


def limit(what: str, share: float, most: float, language: Language = "id") -> str:
    """Say how much of an area (0..1) is under something, and how much may be."""
    found, allowed = (round(100 * value, 1) for value in (share, most))
    return LIMIT.say(
        language, what=what, found=number(found, 1, language), limit=number(allowed, int(allowed % 1 > 0), language)
    )
