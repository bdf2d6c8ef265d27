"""The kinds of boundary files there are, and which of their columns is what.

References
----------
BIG, Katalog Unsur Geografi Indonesia (batas administrasi desa, ``KDEPUM``, ``WADMKD``); BPS master file desa
(``iddesa``); HDX Common Operational Datasets (``ADM4_PCODE``); GADM 4.1 (``GID_4``).
"""

from collections.abc import Mapping
from typing import NamedTuple

from kawasan_gis.codes import System
from kawasan_gis.errors import TableError, listing
from kawasan_gis.forms import did_you_mean

FIELDS = (
    "kode_desa", "nama_desa", "kecamatan", "kabupaten", "provinsi", "status", "legal_area_ha", "population",
)  # fmt: skip

# Shapefiles cut column names to so many letters.
SHAPEFILE = 10


class Schema(NamedTuple):
    """One kind of file: the columns that give it away, and where our fields are in it (all in lower case)."""

    name: str
    system: System | None
    signature: tuple[str, ...]
    fields: Mapping[str, str]


SCHEMAS = (
    Schema(
        "kawasan_gis",
        None,
        ("kode_desa", "nama_desa"),
        {field: field for field in FIELDS},
    ),
    Schema(
        "BIG/RBI batas desa",
        "kemendagri",
        ("kdepum", "wadmkd"),
        {
            "kode_desa": "kdepum", "nama_desa": "wadmkd", "kecamatan": "wadmkc", "kabupaten": "wadmkk",
            "provinsi": "wadmpr", "status": "tipadm", "legal_area_ha": "luaswh",
        },
    ),
    Schema(
        "BPS desa",
        "bps",
        ("iddesa", "nmdesa"),
        {
            "kode_desa": "iddesa", "nama_desa": "nmdesa", "kecamatan": "nmkec", "kabupaten": "nmkab",
            "provinsi": "nmprov",
        },
    ),
    Schema(
        "BPS 2020 per village",
        "bps",
        ("village_code", "village"),
        {
            "kode_desa": "village_code", "nama_desa": "village", "kecamatan": "district", "kabupaten": "regency",
            "provinsi": "province",
        },
    ),
    Schema(
        "HDX COD-AB",
        "bps",
        ("adm4_pcode", "adm4_en"),
        {
            "kode_desa": "adm4_pcode", "nama_desa": "adm4_en", "kecamatan": "adm3_en", "kabupaten": "adm2_en",
            "provinsi": "adm1_en",
        },
    ),
    Schema(
        "GADM level 4",
        "bps",
        ("gid_4", "name_4", "cc_4"),
        {
            "kode_desa": "cc_4", "nama_desa": "name_4", "kecamatan": "name_3", "kabupaten": "name_2",
            "provinsi": "name_1", "status": "type_4",
        },
    ),
    Schema("Kemendagri codes", "kemendagri", ("kode", "nama"), {"kode_desa": "kode", "nama_desa": "nama"}),
)  # fmt: skip


def recognise(columns: list[str], path: str, given: Mapping[str, str] | None = None) -> tuple[Schema, dict[str, str]]:
    """Find out what kind of file has these columns, or follow the user's own mapping.

    Parameters
    ----------
    columns
        The file's column names, in any case.
    path
        What to call the file in an error.
    given
        The user's mapping from our fields to the file's columns; it wins over recognition.

    Returns
    -------
    tuple
        The kind of file, and the file's own column for each of our fields that it has.

    Raises
    ------
    TableError
        When the kind is not known and no mapping is given, or the mapping names what is not there.
    """
    if given:
        return Schema("own mapping", None, (), given), _follow(columns, path, given)
    lower = {column.lower(): column for column in columns}
    for schema in SCHEMAS:
        if all(column in lower for column in schema.signature):
            found = {field: lower.get(name) or lower.get(name[:SHAPEFILE]) for field, name in schema.fields.items()}
            return schema, {field: column for field, column in found.items() if column}
    shown = (
        f"its columns are {listing(columns, 20)}" if columns else "it has no columns (a .shp needs its .dbf beside it)"
    )
    raise TableError(
        f"{path} is of no known kind; {shown}. Say which is which: "
        'columns = { kode_desa = "...", nama_desa = "..." } under [villages], or '
        "kawasan check FILE --column kode_desa=... --column nama_desa=..."
    )


def _follow(columns: list[str], path: str, given: Mapping[str, str]) -> dict[str, str]:
    problems = [f"unknown field {field}{did_you_mean(field, list(FIELDS))}" for field in given if field not in FIELDS]
    problems += [
        f"{path} has no column {column}{did_you_mean(column, columns)}"
        for column in given.values()
        if column not in columns
    ]
    if "kode_desa" not in given:
        problems.append("the mapping must say which column is kode_desa")
    if problems:
        raise TableError("; ".join(problems))
    return dict(given)
