"""The names of a study's units, to be looked up however they are spelled."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
from rapidfuzz import fuzz, process

from kawasan_gis import codes
from kawasan_gis.codes import Level
from kawasan_gis.indicators.spelling import plain_name

LEVELS: tuple[Level, ...] = ("kabupaten", "kecamatan", "desa")
OWN_NAME = {"kabupaten": "kabupaten", "kecamatan": "kecamatan", "desa": "nama_desa"}
# A kecamatan or kabupaten less like any of the study's than this is another one, not another spelling.
ALIKE = 85.0
WORTH_SUGGESTING = 55.0
SUGGESTIONS = 3


def units_of(villages: gpd.GeoDataFrame, level: Level) -> pd.DataFrame:
    """List the villages, kecamatan or kabupaten of a study: by code, with the names down to their own."""
    cut = {"desa": lambda index: index, "kecamatan": codes.kecamatan_code, "kabupaten": codes.kabupaten_code}[level]
    named = LEVELS[: LEVELS.index(level) + 1]
    table = pd.DataFrame({one: villages[OWN_NAME[one]].to_numpy() for one in named}, index=cut(villages.index))
    return table[~table.index.duplicated()].sort_index().rename_axis("kode")


class Fit(NamedTuple):
    """Where a row may belong: the units it fits exactly, those to suggest from, and why it is doubtful."""

    exact: tuple[str, ...]
    scope: tuple[str, ...]
    reason: str


class Gazetteer:
    """The units by their plain names, from the kabupaten down."""

    def __init__(self, units: pd.DataFrame, level: Level, given: Sequence[Level]) -> None:
        self.units, self.level = units, level
        self.parents = [one for one in given if one != level]
        self.everywhere = tuple(str(code) for code in units.index)
        plain = {one: [plain_name(name, one) for name in units[one]] for one in (*self.parents, level)}
        self.plain = dict(zip(self.everywhere, plain[level], strict=True))
        self._within: dict[tuple[str, ...], list[str]] = {}
        for code, *names in zip(self.everywhere, *plain.values(), strict=True):
            for depth in range(len(names) + 1):
                self._within.setdefault(tuple(names[:depth]), []).append(code)
        self._known: dict[tuple[str, ...], list[str]] = {}
        for key in filter(None, self._within):
            self._known.setdefault(key[:-1], []).append(key[-1])
        self._unlike: dict[tuple[str, ...], bool] = {}

    def find(self, row: Mapping[str, str]) -> Fit:
        """Tell where one row may belong."""
        key: tuple[str, ...] = ()
        for parent in self.parents:
            outer, key = key, (*key, plain_name(row[parent], parent))
            if key not in self._within:
                elsewhere = not outer and self._is_unlike(key)
                return Fit((), tuple(self._within[outer]), "elsewhere" if elsewhere else f"no {parent}")
        own = (*key, plain_name(row[self.level], self.level))
        exact = tuple(self._within.get(own, ())) if own[-1] else ()
        if exact:
            return Fit(exact, exact, "" if len(exact) == 1 else "several")
        elsewhere = self.level == "kabupaten" and self._is_unlike(own)
        return Fit((), tuple(self._within[key]), "elsewhere" if elsewhere else "no name")

    def _is_unlike(self, key: tuple[str, ...]) -> bool:
        """Whether a name is like none of the study's, so that it is another one and not another spelling."""
        if key not in self._unlike:
            known = [name.removeprefix("kota") for name in self._known[key[:-1]]]
            alike = process.extractOne(key[-1].removeprefix("kota"), known, scorer=fuzz.ratio, score_cutoff=ALIKE)
            self._unlike[key] = bool(key[-1]) and alike is None
        return self._unlike[key]

    def suggest(self, name: str, scope: Sequence[str]) -> str:
        """Write the likest units as ``code name (similarity)``, the likest first, ties by code."""
        own = plain_name(name, self.level)
        scored = [(-fuzz.ratio(own, self.plain[code]), code) for code in scope]
        near = sorted(pair for pair in scored if -pair[0] >= WORTH_SUGGESTING)[:SUGGESTIONS]
        return "; ".join(f"{code} {self._called(code)} ({-score / 100:.2f})" for score, code in near)

    def _called(self, code: str) -> str:
        shown = [one for one in ("desa", "kecamatan", "kabupaten") if one in self.units][:2]
        return ", ".join(str(self.units.at[code, one]) for one in shown)
