"""Indicators that stand in a table already, joined on codes or names, and brought from kecamatan to villages."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from kawasan_gis import codes
from kawasan_gis.errors import CodeError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators.gazetteer import units_of
from kawasan_gis.indicators.matching import REVIEW, Matches, match_names, read_answers
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.layers import Layer, read_rows
from kawasan_gis.methods.quotients import location_quotient
from kawasan_gis.tabular import read_numbers


class JoinedTable(NamedTuple):
    """A layer's rows, as in the file, on the index of its units (villages, or their kecamatan or kabupaten).

    ``unit`` names the unit of each village, ``named`` every unit for people; ``matched`` marks units with a row.
    """

    layer: Layer
    rows: pd.DataFrame
    matched: pd.Series
    unit: pd.Series
    named: pd.Series


def join_table(villages: gpd.GeoDataFrame, layer: Layer, *, findings: Findings) -> JoinedTable:
    """Join a table layer to the villages, or to their kecamatan or kabupaten; list what has no partner.

    Rows of kabupaten outside the study are counted; rows of the study's own kabupaten without a polygon, and
    units without a row, are listed one by one (kelurahan, which village indices never cover, are counted). Names that
    do not fit by themselves are counted here and listed by :func:`matches_to_review`.

    Raises
    ------
    CodeError
        When no code or name can be read or none matches, or a unit has several rows.
    """
    rows = _rows(layer)
    units = units_of(villages, layer.rows_are)
    rows = _coded(rows, villages, units, layer, findings) if layer.key else _named(rows, villages, layer, findings)
    if rows.empty:
        raise CodeError(f"layer {layer.name}: no {_unit_word(layer)} of the study has a row in {layer.path.name}")
    twice = rows.index[rows.index.duplicated()].unique().sort_values()
    if len(twice):
        raise CodeError(
            f"layer {layer.name}: {len(twice)} {_units_word(layer)} have more than one row in "
            f"{layer.path.name}: {listing(twice)}; keep one row each, or choose rows with where = {{ column = value }}"
        )
    matched = pd.Series(units.index.isin(rows.index), index=units.index)
    own = {"desa": lambda index: index, "kecamatan": codes.kecamatan_code, "kabupaten": codes.kabupaten_code}
    unit = pd.Series(own[layer.rows_are](villages.index), index=villages.index)
    named = units.index.to_series() + " " + units.iloc[:, -1].astype("str")
    joined = JoinedTable(layer, rows.reindex(units.index), matched, unit, named)
    _report_units_without_row(villages, joined, findings)
    return joined


def _unit_word(layer: Layer) -> str:
    return "village" if layer.rows_are == "desa" else layer.rows_are


def _units_word(layer: Layer) -> str:
    return "villages" if layer.rows_are == "desa" else layer.rows_are


def _rows(layer: Layer) -> pd.DataFrame:
    rows = read_rows(layer)
    if rows.empty:
        raise TableError(f"layer {layer.name}: {layer.path.name} has headings but no rows")
    return rows


def _coded(
    rows: pd.DataFrame, villages: gpd.GeoDataFrame, units: pd.DataFrame, layer: Layer, findings: Findings
) -> pd.DataFrame:
    """Rows of the study's units, indexed by the code in the key column."""
    system = codes.system_of(villages.index)
    given = rows[str(layer.key)]
    # The column must look like the villages' system as a whole; single odd rows (totals) are listed below.
    clean = codes.clean_unit_codes(given, layer.rows_are, system)
    if clean.isna().all() or _system(given, clean, layer, system) != system:
        raise CodeError(
            f"layer {layer.name}: the {len(rows)} codes in {layer.key} ({listing(given.dropna())}) do not look like "
            f"the {system} codes of the {_units_word(layer)} (such as {units.index[0]}), and BPS and "
            "Kemendagri codes are never converted into each other; if they are "
            f'{system} codes, say codes = "{system}" on the layer'
        )
    for text in rows.loc[clean.isna(), str(layer.key)].astype("string").fillna(""):
        findings.add("bad_row_code", detail=f"{layer.name}: {text}")
    rows = rows[clean.notna()].set_index(pd.Index(clean[clean.notna()].astype("str"), name=units.index.name))
    _report_rows_without_unit(rows.index, villages, units, layer, findings)
    return rows[rows.index.isin(units.index)]


def _system(given: pd.Series, clean: pd.Series, layer: Layer, system: str) -> str:
    """The system of the codes: as the layer says, or as they show; four bare digits of a kabupaten show none."""
    if layer.codes:
        return layer.codes
    if layer.rows_are == "desa":
        return codes.guess_system(given)
    if layer.rows_are == "kecamatan":
        # Six digits are Kemendagri's and seven are BPS's: what could be read is of the system asked for.
        return system
    dotted = given[clean.notna()].astype("string").str.match(r"\d{2}\.\d{2}$").all()
    return "kemendagri" if dotted else "unknown"


def _named(rows: pd.DataFrame, villages: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> pd.DataFrame:
    """Rows of the study's units, indexed by the code their names fit."""
    matched = _matches(rows, villages, layer, findings).codes
    return rows[matched.notna()].set_index(pd.Index(matched.dropna().astype("str"), name="kode"))


def _matches(rows: pd.DataFrame, villages: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> Matches:
    answers = read_answers(layer.matches) if layer.matches else None
    return match_names(
        villages, rows, desa=layer.desa, kecamatan=layer.kecamatan, kabupaten=layer.kabupaten, answers=answers,
        name=layer.name, findings=findings,
    )  # fmt: skip


def matches_to_review(villages: gpd.GeoDataFrame, layers: Sequence[Layer]) -> pd.DataFrame:
    """List the rows of all tables joined by name that people have to match, with suggestions.

    Save it with :func:`kawasan_gis.write_csv`, fill in ``kode`` with a code, or with ``-`` to set the row aside, and
    name the file on the layer: ``matches = "matches_to_review.csv"``.

    Parameters
    ----------
    villages
        The villages table.
    layers
        Layers of a study; those that are no tables joined by name have nothing to review.

    Returns
    -------
    pandas.DataFrame
        All text: layer, row (in the file, headings not counted), desa, kecamatan, kabupaten (as given), reason,
        suggestions (code, name, similarity 0 to 1; likest first), kode (the answer, if one was given before).
    """
    named = [layer for layer in layers if layer.kind == "table" and not layer.key]
    tables = [_matches(_rows(layer), villages, layer, Findings()).review for layer in named]
    return pd.concat([pd.DataFrame(columns=REVIEW, dtype="str"), *tables], ignore_index=True)


def _report_rows_without_unit(
    listed: pd.Index, villages: gpd.GeoDataFrame, units: pd.DataFrame, layer: Layer, findings: Findings
) -> None:
    extra = listed[~listed.isin(units.index)].unique().sort_values()
    if not len(extra):
        return
    inside = pd.Index(codes.kabupaten_code(extra)).isin(codes.kabupaten_code(villages.index).unique())
    for kode in extra[inside]:
        findings.add("row_without_village", str(kode), detail=layer.name)
    if (~inside).any():
        findings.add("rows_elsewhere", value=int((~inside).sum()), detail=layer.name)


def _report_units_without_row(villages: gpd.GeoDataFrame, joined: JoinedTable, findings: Findings) -> None:
    name, without = joined.layer.name, joined.matched.index[~joined.matched]
    if joined.layer.rows_are != "desa":
        for kode in without:
            findings.add("unit_without_row", detail=f"{name}: {joined.named[kode]}")
        return
    kelurahan = villages["status"].reindex(without) == "kelurahan"
    for kode in without[~kelurahan]:
        findings.add("village_without_row", str(kode), detail=name)
    if kelurahan.any():
        findings.add("kelurahan_without_row", value=int(kelurahan.sum()), detail=name)


def value(villages: gpd.GeoDataFrame, joined: JoinedTable, indicator: Indicator, findings: Findings) -> pd.Series:
    """Take a column of a joined table as numbers, in the unit the table has; a village has its kecamatan's.

    Raises
    ------
    TableError
        When the column is not there or holds what is not a number.
    """
    values = _numbers(joined, str(indicator.column), indicator)
    for kode in values.index[joined.matched & values.isna()]:
        if joined.layer.rows_are == "desa":
            findings.add("missing_value", str(kode), detail=indicator.name)
        else:
            findings.add("missing_value", detail=f"{indicator.name}, {joined.named[kode]}")
    return joined.unit.map(values)


def _numbers(joined: JoinedTable, column: str, indicator: Indicator) -> pd.Series:
    layer = joined.layer
    if column not in joined.rows:
        raise TableError(
            f"indicator {indicator.name}: {layer.path.name} has no column {column}"
            f"{did_you_mean(column, [str(name) for name in joined.rows.columns])}"
        )
    return read_numbers(joined.rows[column], f"layer {layer.name}, column {column}", decimal=layer.decimal)


def lq(villages: gpd.GeoDataFrame, joined: JoinedTable, indicator: Indicator, findings: Findings) -> pd.Series:
    """Location quotient of a column among others: villages or kecamatan against their kabupaten, kabupaten together.

    Raises
    ------
    TableError
        When a column is not there, holds what is not a number, or a negative one.
    """
    amounts = pd.DataFrame({column: _numbers(joined, column, indicator) for column in indicator.among})
    amounts = amounts[joined.matched]
    for kode in amounts.index[amounts.isna().any(axis=1)]:
        findings.add("missing_value", detail=f"{indicator.name}, {joined.named[kode]}")
    together = pd.Series("", index=amounts.index)
    if joined.layer.rows_are != "kabupaten":
        together = codes.kabupaten_code(amounts.index.to_series())
    quotients = by_group(location_quotient, amounts, together, indicator, findings)
    return joined.unit.map(quotients[indicator.column])


def by_group(
    method: Callable[..., Any], table: pd.DataFrame, together: pd.Series, indicator: Indicator, findings: Findings
) -> Any:
    """Apply a method to the rows that belong together; what it finds and refuses is said of the indicator."""
    own = Findings()
    try:
        parts = [method(part, findings=own) for _, part in table.groupby(together)]
    except TableError as error:
        raise TableError(f"indicator {indicator.name}: {error}") from None
    for row in own.frame.itertuples():
        findings.add(row.kind, value=row.value, detail=f"{indicator.name}, {row.detail}")
    return pd.concat(parts)
