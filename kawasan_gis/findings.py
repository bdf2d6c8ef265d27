"""What was found on the way: one table through a whole run, so that nothing is lost without a row.

Functions that read or measure take ``findings=``. With it, every finding becomes a row; without it, findings that
need a look are summed up in one :class:`~kawasan_gis.errors.DataWarning`.
"""

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, NamedTuple

import pandas as pd

from kawasan_gis.errors import DataWarning, listing
from kawasan_gis.i18n import Language, Text, number

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")
LEVEL_WORDS = {
    "error": Text("salah", "error"),
    "warning": Text("perlu dilihat", "warning"),
    "info": Text("catatan", "note"),
}


class Kind(NamedTuple):
    """How bad one kind of finding is, and its sentence; ``{value}`` and ``{detail}`` are filled in."""

    level: Level
    text: Text


KINDS: dict[str, Kind] = {
    # Boundaries
    "bad_code": Kind("error", Text("kode desa tidak dapat dibaca: {detail}", "village code cannot be read: {detail}")),
    "duplicate_code": Kind("error", Text("kode dipakai oleh {value} poligon", "code used by {value} polygons")),
    "null_geometry": Kind("warning", Text("tanpa poligon; baris tidak dipakai", "no polygon; the row is left out")),
    "not_polygon": Kind(
        "warning",
        Text("bukan poligon ({detail}); baris tidak dipakai", "not a polygon ({detail}); the row is left out"),
    ),
    "repaired": Kind(
        "info",
        Text(
            "poligon tidak sah, diperbaiki; luas berubah {value} ha",
            "invalid polygon repaired; area changed by {value} ha",
        ),
    ),
    "multipart": Kind("info", Text("terdiri dari {value} bagian", "made of {value} parts")),
    "overlap": Kind("warning", Text("tumpang tindih {value} ha dengan {other}", "overlaps {other} by {value} ha")),
    "gap": Kind("warning", Text("celah {value} ha di dekat {other}", "gap of {value} ha near {other}")),
    "duplicate_name": Kind(
        "warning",
        Text(
            "nama {detail} dipakai lebih dari satu desa dalam kabupaten",
            "name {detail} used more than once in the kabupaten",
        ),
    ),
    "kelurahan": Kind("info", Text("kelurahan", "kelurahan")),
    "unknown_status": Kind(
        "warning",
        Text(
            "{value} unit tidak diketahui desa atau kelurahan: aturan kelurahan tidak berlaku baginya",
            "{value} units may be desa or kelurahan: the rule on kelurahan does not reach them",
        ),
    ),
    "stray": Kind("error", Text("terletak di luar Indonesia", "lies outside Indonesia")),
    "no_name": Kind("warning", Text("kode tanpa nama {detail}", "code without a name of its {detail}")),
    "other_name": Kind("info", Text("nama di daftar kode: {detail}", "name in the code list: {detail}")),
    "name_without_polygon": Kind(
        "warning",
        Text(
            "{detail} ada di daftar kode tetapi tidak punya poligon",
            "{detail} is in the code list but has no polygon",
        ),
    ),
    "z_dropped": Kind(
        "info",
        Text("koordinat tinggi (Z) pada {value} poligon dibuang", "height (Z) dropped from {value} polygons"),
    ),
    "crs": Kind("info", Text("diukur dalam {detail}", "measured in {detail}")),
    "straddles_equator": Kind(
        "info",
        Text(
            "melintasi khatulistiwa; satu zona dipakai: {detail}",
            "lies across the equator; one zone used: {detail}",
        ),
    ),
    "straddles_zone": Kind(
        "info",
        Text(
            "melintasi batas zona UTM; satu zona dipakai: {detail}",
            "lies across a UTM zone line; one zone used: {detail}",
        ),
    ),
    "small_overlaps": Kind(
        "info",
        Text("{value} tumpang tindih kecil, total {detail} ha", "{value} small overlaps, {detail} ha in all"),
    ),
    "small_gaps": Kind(
        "info", Text("{value} celah kecil, total {detail} ha", "{value} small gaps, {detail} ha in all")
    ),
    # Graph
    "short_border": Kind(
        "info",
        Text(
            "bertemu {other} hanya sepanjang {value} m; tidak dihitung berbatasan",
            "meets {other} along only {value} m; not counted as a border",
        ),
    ),
    "isolate": Kind("warning", Text("tidak berbatasan dengan desa mana pun", "borders no other village")),
    "component": Kind("info", Text("kelompok terpisah berisi {value} desa", "separate group of {value} villages")),
    # Layers and indicators
    "row_without_village": Kind(
        "warning", Text("baris {detail} tidak ada di batas desa", "row of {detail} has no village polygon")
    ),
    "rows_elsewhere": Kind(
        "info",
        Text(
            "{detail}: {value} baris dari luar kabupaten studi",
            "{detail}: {value} rows from outside the study's kabupaten",
        ),
    ),
    "kelurahan_without_row": Kind(
        "info", Text("{detail}: {value} kelurahan tanpa baris", "{detail}: {value} kelurahan without a row")
    ),
    "village_without_row": Kind("warning", Text("tidak ada baris di {detail}", "no row in {detail}")),
    "bad_row_code": Kind("warning", Text("kode tidak dapat dibaca: {detail}", "code cannot be read: {detail}")),
    "missing_value": Kind("warning", Text("{detail}: tidak ada data", "{detail}: no data")),
    "no_coordinates": Kind(
        "warning",
        Text("{detail}: {value} titik tanpa koordinat", "{detail}: {value} points without coordinates"),
    ),
    "zero_coordinates": Kind(
        "warning", Text("{detail}: {value} titik pada koordinat 0,0", "{detail}: {value} points at 0,0")
    ),
    "outside_country": Kind(
        "warning",
        Text("{detail}: {value} titik di luar Indonesia", "{detail}: {value} points outside Indonesia"),
    ),
    "outside_villages": Kind(
        "info",
        Text("{detail}: {value} di luar desa studi", "{detail}: {value} outside the villages of the study"),
    ),
    "empty_geometry": Kind(
        "warning", Text("{detail}: {value} baris tanpa geometri", "{detail}: {value} rows without a geometry")
    ),
    "layer_beside": Kind(
        "warning",
        Text("{detail}: terletak {value} km di luar desa studi", "{detail}: lies {value} km beside the villages"),
    ),
    "class_not_found": Kind(
        "warning",
        Text("{detail}: kelas {value} tidak ada pada raster", "{detail}: class {value} does not occur in the raster"),
    ),
    "partly_covered": Kind(
        "warning",
        Text(
            "{detail}: raster hanya menutupi {value} % desa",
            "{detail}: the raster covers only {value} % of the village",
        ),
    ),
    # Search
    "few_candidates": Kind(
        "warning",
        Text("hanya {value} calon yang cukup berbeda ditemukan", "only {value} distinct candidates found"),
    ),
    "cut_short": Kind(
        "warning",
        Text("pencarian dihentikan sebelum selesai ({detail})", "the search was cut short ({detail})"),
    ),
    "no_scale": Kind(
        "warning",
        Text(
            "semua kriteria berupa rata-rata, sehingga kawasan terkecil selalu unggul; beri {detail} agregat share "
            "atau sum agar ukuran ikut dihitung",
            "every criterion is a mean, so that the smallest areas win; give {detail} the aggregate share or sum to "
            "let size count",
        ),
    ),
    "not_compiled": Kind(
        "info",
        Text(
            "numba tidak terpasang: hasilnya sama, pencarian jauh lebih lambat",
            "numba is not installed: the same result, a much slower search",
        ),
    ),
    "criterion_dropped": Kind(
        "info", Text("{detail}: dinilai tanpa kriteria ini", "{detail}: scored without this criterion")
    ),
    "criterion_worst": Kind("info", Text("{detail}: dinilai paling rendah", "{detail}: scored as worst")),
}

COLUMNS = ["level", "kind", "kode_desa", "other", "value", "detail"]


class Findings:
    """A growing list of findings.

    Examples
    --------
    >>> findings = Findings()
    >>> findings.add("multipart", "99.01.01.2001", value=2)
    >>> findings.table(language="en")["message"].tolist()
    ['made of 2 parts']
    """

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, str, float, str]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(
        self,
        kind: str,
        kode_desa: str = "",
        *,
        other: str = "",
        value: float = float("nan"),
        detail: str = "",
    ) -> None:
        """Add one row; ``value`` is in the unit its sentence names."""
        self._rows.append((KINDS[kind].level, kind, kode_desa, other, float(value), detail))

    def extend(self, frame: pd.DataFrame) -> None:
        """Add the rows of a stored table (see :attr:`frame`)."""
        self._rows.extend(frame[COLUMNS].itertuples(index=False, name=None))

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as stored in a run: level, kind, kode_desa, other, value, detail; no sentences."""
        frame = pd.DataFrame(self._rows, columns=COLUMNS)
        texts = dict.fromkeys(["level", "kind", "kode_desa", "other", "detail"], "str")
        return frame.astype({**texts, "value": "float64"})

    def counts(self) -> dict[str, int]:
        """Count the rows of each kind, worst kinds first, then by name."""
        counted = Counter(row[1] for row in self._rows)
        order = sorted(counted, key=lambda kind: (LEVELS.index(KINDS[kind].level), kind))
        return {kind: counted[kind] for kind in order}

    def table(self, language: Language = "id") -> pd.DataFrame:
        """The rows with their sentence in one language, worst first, in the order they were found."""
        frame = self.frame
        rank = frame["level"].map({level: place for place, level in enumerate(LEVELS)})
        frame = frame.iloc[rank.argsort(kind="stable")].reset_index(drop=True)
        frame["message"] = [
            KINDS[row.kind].text.say(language, value=_amount(row.value, language), other=row.other, detail=row.detail)
            for row in frame.itertuples()
        ]
        return frame

    def of(self, *kinds: str) -> list[str]:
        """The codes of all rows of these kinds, in the order found."""
        return [row[2] for row in self._rows if row[1] in kinds]

    def summary(self) -> str:
        """One English sentence over everything that needs a look; empty when nothing does."""
        parts = []
        for kind, count in self.counts().items():
            if KINDS[kind].level == "info":
                continue
            codes = [code for code in self.of(kind) if code]
            if codes:
                parts.append(f"{kind} {count} ({listing(codes)})")
            else:
                named = [(row[4], row[5]) for row in self._rows if row[1] == kind]
                parts += [
                    kind + (f" {value:.0f}" if value == value else "") + (f" ({detail})" if detail else "")
                    for value, detail in named
                ]
        return "; ".join(parts)


def _amount(value: float, language: Language) -> str:
    if value != value:
        return ""
    whole = float(value).is_integer()
    return number(value, 0 if whole else 2 if abs(value) >= 0.01 else 4, language)


@contextmanager
def collected(findings: Findings | None) -> Iterator[Findings]:
    """Use the caller's findings, or an own list that becomes one warning at the end."""
    if findings is not None:
        yield findings
        return
    own = Findings()
    yield own
    if summary := own.summary():
        warnings.warn(f"{summary}. Pass findings=kawasan_gis.Findings() to get every row", DataWarning, stacklevel=4)
