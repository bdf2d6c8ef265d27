"""Text tables as people save them: any of the usual encodings and separators, every cell kept as text."""

import codecs
import csv
import gzip
import io
import os
import re
from pathlib import Path

import pandas as pd

from kawasan_gis.errors import TableError, listing

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ",;\t|"
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
NOTHING = ("", "-", "\N{EN DASH}", "na", "n/a", "nan", "null", "none")
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"


def read_text_table(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a CSV (also gzipped) or Parquet table with every value as text, empty cells missing.

    UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252; the separator is found out from the
    first line, or taken from a line ``sep=;`` above it.

    Raises
    ------
    TableError
        When the file is missing, empty or not a table, has two columns of one name, or rows with more cells than
        the heading.
    """
    source = Path(path)
    if not source.is_file():
        raise TableError(f"there is no file {path}")
    if source.suffix.lower() in WORKBOOKS:
        raise TableError(f"{path} is a workbook: save the sheet as CSV (Save As > CSV UTF-8) and name that file")
    try:
        table = _parquet(source) if source.suffix.lower() == ".parquet" else _csv(source)
    except TableError:
        raise
    except (ValueError, OSError, EOFError, csv.Error) as error:
        raise TableError(f"cannot read {path} as a table: {error}") from error
    table.columns = table.columns.astype(str).str.strip()
    twice = table.columns[table.columns.duplicated() & (table.columns != "")].unique()
    if len(twice):
        raise TableError(f"{path} has {len(twice)} column names twice: {listing(twice)}; rename or delete one of each")
    table = table.loc[:, table.columns != ""]
    for column in table.columns:
        text = table[column].str.strip()
        table[column] = text.mask(text == "")
    return table


def _parquet(source: Path) -> pd.DataFrame:
    table = pd.read_parquet(source)
    table = table.reset_index() if table.index.name else table
    # Geometries, as GeoParquet keeps them, are no text.
    binary = [column for column in table if table[column].map(type).isin([bytes, bytearray]).any()]
    return table.drop(columns=binary).astype("string")


def _csv(source: Path) -> pd.DataFrame:
    text = _decoded(source)
    first = text.split("\n", 1)[0].strip()
    if stated := re.fullmatch(r"sep=(.)", first, flags=re.IGNORECASE):
        text, separator = text.split("\n", 1)[-1], stated[1]
    else:
        separator = max(SEPARATORS, key=re.sub(r'"[^"]*"', "", first).count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    # Spreadsheets save the empty rows below a table as rows of separators.
    numbered = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    rows = [row for _, row in numbered]
    if not rows:
        raise ValueError("it is empty")
    width = len(rows[0])
    long = [line for line, row in numbered if any(cell.strip() for cell in row[width:])]
    if long:
        raise TableError(
            f"{source}: {len(long)} rows have more cells than the {width} headings (lines {listing(long)}): "
            f'numbers with a decimal comma must stand in quotes or the separator be ";"; '
            "a title above the headings must be deleted"
        )
    cells = [row[:width] + [""] * (width - len(row)) for row in rows[1:]]
    return pd.DataFrame(cells, columns=pd.Index(rows[0], dtype="str"), dtype="string")


def _decoded(source: Path) -> str:
    content = gzip.decompress(source.read_bytes()) if source.suffix.lower() == ".gz" else source.read_bytes()
    encodings = ("utf-16",) if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            failure = error
    raise ValueError(f"its text is neither UTF-8, UTF-16 nor Windows-1252 ({failure})")


def read_numbers(values: pd.Series, what: str, *, decimal: str | None = None) -> pd.Series:
    """Turn text into floats, with decimal commas and thousands separators of either habit.

    ``1.234,5`` and ``1,234.5`` are both understood, as are columns with one kind of sign that can only be the
    decimal one (``0,75``) or only the grouping one (``1.234.567``).

    Parameters
    ----------
    values
        Text, or numbers.
    what
        What to call the column in an error.
    decimal
        The decimal sign, ``,`` or ``.``; found out from the whole column when not given.

    Returns
    -------
    pandas.Series
        float64, NaN where the cell was empty or a dash.

    Raises
    ------
    TableError
        When a value is not a number, or the signs could be read both ways (``1.234``: 1234 or 1,234?).
    """
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("float64")
    texts = values.astype("string").str.replace(r"\s", "", regex=True).str.replace("\N{MINUS SIGN}", "-")
    texts = texts.mask(texts.str.casefold().isin(NOTHING))
    if decimal is None:
        decimal = _decimal_sign(texts.dropna(), what)
    grouping = "." if decimal == "," else ","
    grouped = texts.str.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(\{grouping}\d{{3}})+(\{decimal}\d*)?").fillna(False)
    whole = texts.mask(grouped, texts.str.replace(grouping, "", regex=False))
    written = whole.str.replace(decimal, ".", regex=False)
    wrong = written.notna() & (
        ~written.str.fullmatch(NUMBER).fillna(False) | whole.str.contains(grouping, regex=False).fillna(False)
    )
    if wrong.any():
        raise TableError(
            f"{what}: {int(wrong.sum())} values are not numbers: {listing(values[wrong].unique())}; "
            "correct them, or empty the cell where there are no data"
        )
    return written.astype("Float64").astype("float64").fillna(float("nan"))


def _decimal_sign(texts: pd.Series, what: str) -> str:
    """Tell which of comma and point is the decimal sign of a column, or refuse to guess."""
    signs = {sign: texts[texts.str.contains(sign, regex=False)] for sign in (",", ".")}
    both = texts[texts.str.contains(",", regex=False) & texts.str.contains(".", regex=False)]
    certain = set(both.str.extract(r"([.,])[^.,]*$")[0])
    for sign, other in ((",", "."), (".", ",")):
        if signs[sign].str.count(rf"\{sign}").gt(1).any():
            certain.add(other)
        elif not _could_group(signs[sign], sign):
            certain.add(sign)
    if len(certain) == 1:
        return str(certain.pop())
    if not certain and not len(signs[","]) and not len(signs["."]):
        return "."
    shown = listing(pd.concat([both, signs[","], signs["."]]).unique())
    reason = "mix decimal commas and points" if certain else "could be thousands or decimals"
    raise TableError(
        f'{what}: the numbers {reason} ({shown}); say which with decimal = "," or "." on the layer or under [villages]'
    )


def _could_group(texts: pd.Series, sign: str) -> bool:
    return bool(texts.str.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(\{sign}\d{{3}})+([.,]\d*)?").all())
