"""Indicators that stand in a table already, joined on the village code."""

from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from kawasan_gis import codes
from kawasan_gis.errors import CodeError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.layers import Layer, read_rows
from kawasan_gis.tabular import read_numbers


class JoinedTable(NamedTuple):
    """A layer's rows, as text, on the index of the villages; ``matched`` marks villages that have a row."""

    layer: Layer
    rows: pd.DataFrame
    matched: pd.Series


def join_table(villages: gpd.GeoDataFrame, layer: Layer, *, findings: Findings) -> JoinedTable:
    """Join a table layer to the villages on their codes; list what has no partner on either side.

    Rows of kabupaten outside the study are counted; rows of the study's own kabupaten without a polygon, and
    villages without a row, are listed one by one (kelurahan, which village indices never cover, are counted).

    Raises
    ------
    CodeError
        When no code can be read or none matches, or a village has several rows.
    """
    rows = read_rows(layer)
    if rows.empty:
        raise TableError(f"layer {layer.name}: {layer.path.name} has headings but no rows")
    system = codes.system_of(villages.index)
    given = rows[str(layer.key)]
    # The column must look like the villages' system as a whole; single odd rows (totals) are listed below.
    clean = codes.clean_codes(given, system)
    if clean.isna().all() or (layer.codes or codes.guess_system(given)) != system:
        raise CodeError(
            f"layer {layer.name}: the {len(rows)} codes in {layer.key} ({listing(given.dropna())}) do not look like "
            f"the {system} codes of the villages (such as {villages.index[0]}), and BPS and Kemendagri codes are never "
            f'converted into each other; if they are {system} codes, say codes = "{system}" on the layer'
        )
    for text in rows.loc[clean.isna(), str(layer.key)].astype("string").fillna(""):
        findings.add("bad_row_code", detail=f"{layer.name}: {text}")
    rows = rows[clean.notna()].set_index(pd.Index(clean[clean.notna()].astype("str"), name="kode_desa"))
    _report_rows_without_village(rows.index, villages, layer, findings)
    rows = rows[rows.index.isin(villages.index)]
    if rows.empty:
        raise CodeError(f"layer {layer.name}: no village of the study has a row in {layer.path.name}")
    twice = rows.index[rows.index.duplicated()].unique().sort_values()
    if len(twice):
        raise CodeError(
            f"layer {layer.name}: {len(twice)} villages have more than one row in {layer.path.name}: {listing(twice)}; "
            "keep one row each, or choose rows with where = { column = value }"
        )
    matched = pd.Series(villages.index.isin(rows.index), index=villages.index)
    _report_villages_without_row(villages, matched, layer, findings)
    return JoinedTable(layer, rows.reindex(villages.index), matched)


def _report_rows_without_village(
    listed: pd.Index, villages: gpd.GeoDataFrame, layer: Layer, findings: Findings
) -> None:
    extra = listed[~listed.isin(villages.index)].unique().sort_values()
    if not len(extra):
        return
    inside = pd.Index(codes.kabupaten_code(extra)).isin(codes.kabupaten_code(villages.index).unique())
    for kode in extra[inside]:
        findings.add("row_without_village", str(kode), detail=layer.name)
    if (~inside).any():
        findings.add("rows_elsewhere", value=int((~inside).sum()), detail=layer.name)


def _report_villages_without_row(
    villages: gpd.GeoDataFrame, matched: pd.Series, layer: Layer, findings: Findings
) -> None:
    kelurahan = villages["status"] == "kelurahan"
    for kode in villages.index[~matched & ~kelurahan]:
        findings.add("village_without_row", str(kode), detail=layer.name)
    if (left := int((~matched & kelurahan).sum())) > 0:
        findings.add("kelurahan_without_row", value=left, detail=layer.name)


def value(villages: gpd.GeoDataFrame, joined: JoinedTable, indicator: Indicator, findings: Findings) -> pd.Series:
    """Take a column of a joined table as numbers, in the unit the table has.

    Raises
    ------
    TableError
        When the column is not there or holds what is not a number.
    """
    layer, column = joined.layer, str(indicator.column)
    if column not in joined.rows:
        raise TableError(
            f"indicator {indicator.name}: {layer.path.name} has no column {column}"
            f"{did_you_mean(column, [str(name) for name in joined.rows.columns])}"
        )
    values = read_numbers(joined.rows[column], f"layer {layer.name}, column {column}", decimal=layer.decimal)
    for kode in villages.index[joined.matched & values.isna()]:
        findings.add("missing_value", str(kode), detail=indicator.name)
    return values
