"""Names of desa, kecamatan, kabupaten and provinsi: completed from a code list, and found by what people type."""

import os
import re

import pandas as pd

from kawasan_gis import codes
from kawasan_gis.errors import CodeError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import did_you_mean
from kawasan_gis.tabular import read_text_table

LEVELS = {
    "kecamatan": codes.kecamatan_code,
    "kabupaten": codes.kabupaten_code,
    "provinsi": codes.provinsi_code,
}
CODE_COLUMNS = ("kode", "kode_wilayah", "code")
NAME_COLUMNS = ("nama", "nama_wilayah", "name")
VINTAGE_COLUMNS = ("vintage", "tahun", "year")
LISTED = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?|\d{2}(\d{2}(\d{3}(\d{3})?)?)?")


def read_code_list(path: str | os.PathLike[str]) -> pd.Series:
    """Read a list of codes and names of all levels (provinsi to desa).

    The file has a column ``kode`` and a column ``nama``; when it holds several editions (a column ``vintage``,
    ``tahun`` or ``year``), the newest is taken.

    Parameters
    ----------
    path
        The CSV file.

    Returns
    -------
    pandas.Series
        Name by code, both text; sorted by code.

    Raises
    ------
    TableError
        When a column is missing or a code is listed twice.
    """
    table = read_text_table(path)
    code, name = _column(table, CODE_COLUMNS, path), _column(table, NAME_COLUMNS, path)
    for vintage in table.columns.intersection(VINTAGE_COLUMNS)[:1]:
        table = table[table[vintage] == table[vintage].max()]
    known = table[table[code].notna() & table[name].notna()]
    strange = known[code][~known[code].str.fullmatch(LISTED)]
    if len(strange):
        raise CodeError(
            f"{path}: {len(strange)} codes are not of the code list's form 63.01.05.2003: {listing(strange)}"
        )
    names = known.set_index(code)[name].rename("nama")
    twice = names.index[names.index.duplicated()].unique()
    if names.empty:
        raise TableError(f"{path} lists no code")
    if len(twice):
        raise TableError(f"{path} lists {len(twice)} codes twice: {listing(twice)}; keep one edition")
    return names.sort_index()


def _column(table: pd.DataFrame, known: tuple[str, ...], path: object) -> str:
    for column in table.columns:
        if column.lower() in known:
            return str(column)
    raise TableError(f"{path} has no column {' or '.join(known)}; its columns are {listing(table.columns, 20)}")


def complete_names(table: pd.DataFrame, names: pd.Series | None, findings: Findings) -> pd.DataFrame:
    """Fill in missing names from a code list; where there is none either, the code stands for the name.

    Parameters
    ----------
    table
        Villages indexed by ``kode_desa``; name columns may be missing or hold gaps.
    names
        A code list from :func:`read_code_list`, of the same code system, or None.
    """
    table = table.copy()
    index = table.index.to_series()
    listed = names if names is not None else pd.Series(dtype="str")
    for column, level in {"nama_desa": lambda code: code, **LEVELS}.items():
        code = level(index)
        given = _tidy(table[column], column) if column in table else pd.Series(pd.NA, index=table.index, dtype="string")
        official = _tidy(code.map(listed).astype("string"), column)
        if column == "nama_desa":
            differs = given.notna() & official.notna() & (given.map(plain) != official.map(plain))
            for kode, other in official[differs].items():
                findings.add("other_name", str(kode), detail=str(other))
        filled = given.fillna(official)
        _report_unnamed(filled, code, column, findings)
        table[column] = filled.fillna(code.astype("string")).astype("str")
    return table


def _tidy(values: pd.Series, column: str) -> pd.Series:
    """Strip blanks, control characters, and the word Kabupaten before a name (Kota stays: it tells two apart)."""
    texts = values.astype("string").str.replace(r"[\x00-\x1f\x7f\s]+", " ", regex=True).str.strip()
    if column == "kabupaten":
        texts = texts.str.replace(r"^kab(upaten|\.)?\s+", "", case=False, regex=True)
    return texts.mask(texts == "")


def _report_unnamed(filled: pd.Series, code: pd.Series, column: str, findings: Findings) -> None:
    for kode in code[filled.isna()].drop_duplicates():
        findings.add("no_name", str(kode), detail=column)


def plain(name: object) -> str:
    """Reduce a name to letters and digits for comparing: case, blanks, signs and the word Kabupaten do not count.

    Examples
    --------
    >>> plain("KAB. Tanah  Laut") == plain("Tanah Laut")
    True
    """
    if not isinstance(name, str):
        return ""
    lower = re.sub(r"^kab(upaten|\.)?\s+", "", name.casefold().strip())
    return re.sub(r"[^0-9a-z]", "", lower)


def _choices(given: str, known: pd.Series) -> str:
    """Say what may be meant, and what kabupaten there are."""
    named = known[known != known.index]
    unnamed = "" if len(named) else " (the file has no names: give names = a code list, or the code)"
    near = did_you_mean(given, [str(name) for name in named])
    suggestion = near if "did you mean" in near else "."
    listed = [f"{code} {name}" if name != code else str(code) for code, name in known.items()]
    return f"{suggestion} It has {listing(listed, 15)}{unnamed}"


def find_kabupaten(table: pd.DataFrame, wanted: tuple[str, ...]) -> list[str]:
    """Turn kabupaten given by code or name into codes.

    Parameters
    ----------
    table
        Villages indexed by ``kode_desa`` with a column ``kabupaten``.
    wanted
        Codes (``63.01`` or ``6301``, as the table's own) or names in any case, with or without Kabupaten.

    Raises
    ------
    CodeError
        When one is not in the table, or a name fits several.
    """
    own = codes.kabupaten_code(table.index.to_series())
    known = table.groupby(own)["kabupaten"].first()
    found = []
    for given in wanted:
        text = str(given).strip()
        fits = [str(code) for code, name in known.items() if text == code or plain(text) == plain(name)]
        if not fits:
            raise CodeError(f"there is no kabupaten {text!r} in the boundary file{_choices(text, known)}")
        if len(fits) > 1:
            raise CodeError(f"kabupaten {text!r} fits {listing(fits)}; give the code")
        found += fits
    return sorted(set(found))
