"""A boundary file as it is: our fields of every row, under clean codes."""

import os
from collections.abc import Mapping
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from kawasan_gis import codes as village_codes
from kawasan_gis.errors import CodeError, DataError, StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.tabular import read_numbers
from kawasan_gis.villages.boundaries import read_vector
from kawasan_gis.villages.names import read_code_list
from kawasan_gis.villages.schemas import recognise


class Boundaries(NamedTuple):
    """A boundary file as read: our fields on clean codes, shapes as they are, and the code list given with it."""

    path: str
    table: gpd.GeoDataFrame
    listed: pd.Series | None


def read_boundaries(
    path: str | os.PathLike[str],
    *,
    names: str | os.PathLike[str] | None,
    columns: Mapping[str, str] | None,
    codes: village_codes.System | None,
    layer: str | None,
    decimal: str | None,
    strict: bool,
    findings: Findings,
) -> Boundaries:
    """Read a whole boundary file once, for the villages of a study and for what lies around them.

    Parameters
    ----------
    path, names, columns, codes, layer, decimal, strict, findings
        As for :func:`kawasan_gis.read_villages`.
    """
    raw = read_vector(path, layer=layer)
    schema, own = recognise([str(column) for column in raw.columns if column != raw.geometry.name], str(path), columns)
    table = _coded(_fields(raw, own, str(path), decimal), codes or schema.system, strict, str(path), findings)
    return Boundaries(str(path), table, _code_list(names, table.index))


def _fields(raw: gpd.GeoDataFrame, own: Mapping[str, str], path: str, decimal: str | None) -> gpd.GeoDataFrame:
    """Take our fields out of the file under our names; numbers become numbers."""
    table = gpd.GeoDataFrame({field: raw[column] for field, column in own.items()}, geometry=raw.geometry)
    for field in ("legal_area_ha", "population"):
        if field in table:
            table[field] = read_numbers(table[field], f"{path}, column {own[field]}", decimal=decimal)
            negative = table[field] < 0
            if negative.any():
                raise TableError(f"{path}, column {own[field]}: {int(negative.sum())} values are below zero")
    return table


def _coded(
    table: gpd.GeoDataFrame, system: village_codes.System | None, strict: bool, path: str, findings: Findings
) -> gpd.GeoDataFrame:
    """Index by clean codes; rows whose code cannot be read are an error, or left out when not strict."""
    if table.empty:
        raise DataError(f"{path} has no rows")
    clean = village_codes.clean_codes(table["kode_desa"], system)
    bad = clean.isna()
    shown = table["kode_desa"][bad].astype("string").fillna("(kosong)")
    if bad.all():
        raise CodeError(f"none of the {len(table)} village codes of {path} can be read: {listing(shown)}")
    if strict and bad.any():
        raise CodeError(
            f"{int(bad.sum())} village codes of {path} cannot be read: {listing(shown)}; "
            "see them all with kawasan check, correct them or take the rows out of the file"
        )
    for text in shown:
        findings.add("bad_code", detail=str(text))
    return table[~bad].set_index(pd.Index(clean[~bad].astype("str"), name="kode_desa")).drop(columns="kode_desa")


def _code_list(names: str | os.PathLike[str] | None, index: pd.Index) -> pd.Series | None:
    if names is None:
        return None
    listed = read_code_list(names)
    dotted = bool(listed.index.str.contains(".", regex=False).any())
    system = village_codes.system_of(index)
    if dotted != (system == "kemendagri"):
        raise StudyError(
            f"{names} lists {'Kemendagri' if dotted else 'BPS'} codes, but the villages have "
            f"{'Kemendagri' if system == 'kemendagri' else 'BPS'} codes; the two are never converted into each other"
        )
    return listed
