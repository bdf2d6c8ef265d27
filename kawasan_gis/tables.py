"""Tables for people: an Excel workbook and CSV files, with codes kept as text and no formula from data."""

import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from kawasan_gis.errors import OutputError
from kawasan_gis.files import written_whole
from kawasan_gis.i18n import Language, Text
from kawasan_gis.maps.style import ROLES

# A cell that starts with one of these is read as a formula by spreadsheets.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# Workbooks carry a creation date; a fixed one keeps the bytes the same.
NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - xlsxwriter takes naive dates

HEADINGS = {
    "rank": Text("Peringkat", "Rank"),
    "candidate_id": Text("ID calon", "Candidate"),
    "name": Text("Nama (pusat, kecamatan)", "Name (centre, kecamatan)"),
    "score": Text("Skor", "Score"),
    "n_villages": Text("Jumlah desa", "Villages"),
    "centre": Text("Kode pusat", "Centre code"),
    "kode_desa": Text("Kode wilayah", "Village code"),
    "nama_desa": Text("Desa", "Village"),
    "kecamatan": Text("Kecamatan", "Kecamatan"),
    "kabupaten": Text("Kabupaten", "Kabupaten"),
    "provinsi": Text("Provinsi", "Provinsi"),
    "status": Text("Status", "Status"),
    "area_ha": Text("Luas (ha)", "Area (ha)"),
    "legal_area_ha": Text("Luas resmi (ha)", "Legal area (ha)"),
    "population": Text("Penduduk", "Population"),
    "perimeter_m": Text("Keliling (m)", "Perimeter (m)"),
    "compactness": Text("Kekompakan", "Compactness"),
    "role": Text("Peran", "Role"),
    "gain": Text("Tambahan skor", "Gain"),
    "cut": Text("Penghubung", "Cut village"),
    "proven": Text("Terbukti", "Proven"),
    "list_gap": Text("Selisih terbukti", "Proven gap"),
    "centre_km": Text("Jarak rata-rata ke pusat (km)", "Mean way to the centre (km)"),
    "centre_min": Text("Waktu rata-rata ke pusat (menit)", "Mean way to the centre (min)"),
    "n_kecamatan": Text("Jumlah kecamatan", "Kecamatan"),
    "chain": Text("Mata rantai", "Links of the chain"),
    "links": Text("Mata rantai", "Links"),
    "price": Text("Harga dalam daftar", "Price in the list"),
    "lacks": Text("Kurang untuk masuk", "Lacks to enter"),
    "best_score": Text("Skor kawasan terbaiknya", "Score of its best area"),
    "with_villages": Text("Bersama desa", "With villages"),
    "level": Text("Tingkat", "Level"),
    "kind": Text("Jenis", "Kind"),
    "message": Text("Keterangan", "Message"),
    "indicator": Text("Indikator", "Indicator"),
    "label": Text("Nama", "Label"),
    "unit": Text("Satuan", "Unit"),
    "aggregate": Text("Agregasi", "Aggregate"),
    "measure": Text("Ukuran", "Measure"),
    "data_per": Text("Asal angka", "Origin of the numbers"),
    "layer": Text("Layer", "Layer"),
    "source": Text("Sumber", "Source"),
    "year": Text("Tahun", "Year"),
    "licence": Text("Lisensi", "Licence"),
    "note": Text("Catatan", "Note"),
    "worst": Text("Nilai 0", "Worth 0"),
    "best": Text("Nilai 1", "Worth 1"),
    "per": Text("Dibagi", "Divided by"),
    "weight": Text("Bobot", "Weight"),
    "weight_share": Text("Bagian bobot", "Share of the weights"),
    "preset": Text("Pilihan bobot", "Preset"),
    "stance": Text("Sudut pandang", "Stance"),
    "missing": Text("Bila tidak ada data", "When missing"),
    "check": Text("Pemeriksaan", "Check"),
    "passed": Text("Hasil", "Result"),
    "text": Text("Penjelasan", "Explanation"),
    "basis": Text("Dasar", "Basis"),
    "value": Text("Nilai", "Value"),
    "condition": Text("Keadaan (0-1)", "Condition (0-1)"),
    "open": Text("Bagian skor yang belum terpenuhi", "Left open of the score"),
    "field": Text("Bidang", "Field of work"),
    "offices": Text("Perangkat daerah", "Perangkat daerah"),
    "work": Text("Arah kegiatan", "Work"),
    "places": Text("Desa yang diutamakan", "Villages first"),
}
PREFIXES = {
    "contribution_": Text("Sumbangan ", "Contribution "),
    "normalized_": Text("Nilai 0-1 ", "Worth 0-1 "),
    "missing_": Text("Tanpa data ", "Missing "),
    "covered_": Text("Bagian luas ", "Share of the area "),
    "cap_": Text("Batas bagian luas ", "Greatest share allowed "),
}
SHEETS = {
    "ranking": Text("Peringkat", "Ranking"),
    "members": Text("Anggota", "Members"),
    "outsiders": Text("Di luar calon", "Outsiders"),
    "villages": Text("Desa", "Villages"),
    "indicators": Text("Indikator", "Indicators"),
    "criteria": Text("Kriteria", "Criteria"),
    "presets": Text("Pilihan bobot", "Presets"),
    "needs": Text("Kebutuhan", "Needs"),
    "checks": Text("Pemeriksaan", "Checks"),
    "findings": Text("Temuan data", "Data findings"),
}
VALUES = {
    "stance": {"need": Text("kebutuhan", "need"), "potential": Text("potensi", "potential")},
    "missing": {
        "error": Text("ditolak", "refused"), "drop_criterion": Text("kriteria tidak dihitung", "criterion not counted"),
        "worst": Text("dihitung terburuk", "counted as worst"),
    },
    "aggregate": {
        "sum": Text("jumlah", "sum"), "mean": Text("rata-rata desa", "mean of villages"),
        "mean_by_area": Text("rata-rata menurut luas", "mean by area"),
        "mean_by_population": Text("rata-rata menurut penduduk", "mean by population"),
        "min": Text("terkecil", "least"), "max": Text("terbesar", "greatest"),
        "share": Text("bagian luas", "share of the area"), "ratio": Text("rasio", "ratio"),
    },
    "role": ROLES,
}  # fmt: skip
"""Words for the keys that columns of those names hold."""
DECIMALS = {"area_ha": 1, "legal_area_ha": 1, "perimeter_m": 0, "population": 0, "n_villages": 0, "rank": 0}
SHARES = ("weight_share",)
A4 = 9
WIDEST = 60
HABITS: dict[Language, str] = {"id": "[$-421]", "en": "[$-809]"}
"""How a format says whose signs its numbers have: Indonesian and British."""
YES, NO = Text("ya", "yes"), Text("tidak", "no")
PASSED, FAILED = Text("terpenuhi", "passed"), Text("tidak terpenuhi", "failed")
UNKNOWN = Text("tidak dapat diketahui dari data", "cannot be known from the data")


def heading(column: str, language: Language = "id", labels: Mapping[str, str] | None = None) -> str:
    """Give a column its heading in one language; indicators are called by their labels, others keep their name."""
    for prefix, text in PREFIXES.items():
        if column.startswith(prefix):
            return text.say(language) + heading(column.removeprefix(prefix), language, labels)
    return HEADINGS[column].say(language) if column in HEADINGS else (labels or {}).get(column, column)


def localized(table: pd.DataFrame, language: Language = "id", labels: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Give a table the headings of one language, and its words for roles and other keys."""
    shown = table.copy()
    for column, words in VALUES.items():
        if column in shown:
            shown[column] = [words[value].say(language) if value in words else value for value in shown[column]]
    for column in shown.select_dtypes(bool).columns:
        shown[column] = [(YES if value else NO).say(language) for value in shown[column]]
    return shown.rename(columns={column: heading(str(column), language, labels) for column in shown.columns})


def write_csv(path: str | os.PathLike[str], table: pd.DataFrame) -> None:
    """Write a table as CSV (UTF-8 with a byte order mark, so that Excel reads the names right).

    Numbers have a decimal point and no rounding; texts that a spreadsheet would run as a formula get an
    apostrophe in front.

    Parameters
    ----------
    path
        The file.
    table
        Any table; its index is not written.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    safe = table.copy()
    safe.columns = [_harmless(str(column)) for column in safe.columns]
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = [_harmless(value) if isinstance(value, str) else value for value in safe[column]]
    with written_whole(path) as partial:
        safe.to_csv(partial, index=False, encoding="utf-8-sig", lineterminator="\n")


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(FORMULA_SIGNS) else text


def write_xlsx(
    path: str | os.PathLike[str],
    sheets: Mapping[str, pd.DataFrame],
    *,
    language: Language = "id",
    title: str = "",
    labels: Mapping[str, str] | None = None,
) -> None:
    """Write tables as sheets of one workbook: texts as texts, numbers as numbers, frozen headings, filters.

    Parameters
    ----------
    path
        The file.
    sheets
        Tables by sheet (a key of :data:`SHEETS`, or a name of one's own), without their index.
    language
        Language of headings and sheet names, and of the numbers where the program lets a file say so (LibreOffice);
        Excel writes them in the habit of the reader's computer.
    title
        Title in the file's properties.
    labels
        What people call the indicators, by name.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    with written_whole(path) as partial, _refused_clearly(path), xlsxwriter.Workbook(str(partial)) as book:
        book.set_properties({"title": title, "created": NO_DATE})
        # Beside texts of several lines, numbers stand on the first.
        place, habit = {"valign": "top"}, HABITS[language]
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **place}),
            0: book.add_format({"num_format": f"{habit}#,##0", **place}),
            1: book.add_format({"num_format": f"{habit}#,##0.0", **place}),
            3: book.add_format({"num_format": f"{habit}#,##0.000", **place}),
            "share": book.add_format({"num_format": f"{habit}0.0%", **place}),
            "text": book.add_format({"num_format": "@", **place}),
            "long": book.add_format({"num_format": "@", "text_wrap": True, **place}),
        }
        for name, table in sheets.items():
            sheet = book.add_worksheet(SHEETS[name].say(language) if name in SHEETS else name)
            _write_sheet(sheet, table, localized(table, language, labels), formats)


@contextmanager
def _refused_clearly(path: str | os.PathLike[str]) -> Iterator[None]:
    try:
        yield
    except XlsxWriterException as error:
        raise OutputError(f"cannot write {path}: {error}") from error


def _write_sheet(sheet: Any, table: pd.DataFrame, shown: pd.DataFrame, formats: Mapping[object, Any]) -> None:
    for place, (column, head) in enumerate(zip(table.columns, shown.columns, strict=True)):
        values = shown.iloc[:, place].tolist()
        sheet.write_string(0, place, str(head), formats["head"])
        numeric = pd.api.types.is_numeric_dtype(table[column]) and not pd.api.types.is_bool_dtype(table[column])
        widths = [len(str(head)), *(len(str(value)) for value in values if not numeric)]
        form = formats[_format(table[column]) if numeric else "long" if max(widths[1:], default=0) > WIDEST else "text"]
        for row, value in enumerate(values, start=1):
            if value is None or value != value:
                continue
            if numeric and math.isfinite(value):
                sheet.write_number(row, place, float(value), form)
            else:
                sheet.write_string(row, place, str(value), form)
        sheet.set_column(place, place, min(max(*widths, 9), WIDEST) + 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if len(table.columns):
        sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)


def _format(values: pd.Series) -> str | int:
    if values.name in SHARES:
        return "share"
    return DECIMALS.get(str(values.name), 0 if values.dtype.kind in "iu" else 3)


def write_csv_folder(folder: Path, sheets: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Write each table to ``<name>.csv`` in a folder and return the paths."""
    paths = []
    for name, table in sheets.items():
        path = folder / f"{name}.csv"
        write_csv(path, table)
        paths.append(path)
    return paths
