"""From a boundary file to the villages table."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pydantic import Field
from pyproj import CRS

from kawasan_gis import codes as village_codes
from kawasan_gis import crs
from kawasan_gis.errors import CodeError, GeometryError, StudyError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import Form
from kawasan_gis.units import M2_PER_HA
from kawasan_gis.villages.boundaries import POLYGONS, polygonal
from kawasan_gis.villages.file import Boundaries, read_boundaries
from kawasan_gis.villages.names import complete_names, find_kabupaten, plain

STATUS_WORDS = {
    "1": "desa", "desa": "desa", "2": "kelurahan", "kelurahan": "kelurahan", "3": "desa adat",
    "desa adat": "desa adat", "nagari": "desa", "gampong": "desa",
}  # fmt: skip


class VillageFile(Form):
    """The section ``[villages]`` of a study: where the boundaries are and how to read them."""

    path: Path
    names: Path | None = None
    layer: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    codes: village_codes.System | None = None
    decimal: Literal[",", "."] | None = None
    source: str = ""
    year: int | None = None
    licence: str = ""


def read_villages(
    path: str | os.PathLike[str],
    *,
    kabupaten: str | tuple[str, ...] | list[str] | None = None,
    names: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    codes: village_codes.System | None = None,
    layer: str | None = None,
    decimal: str | None = None,
    strict: bool = True,
    findings: Findings | None = None,
) -> gpd.GeoDataFrame:
    """Read village boundaries of any known kind into the villages table.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON, Shapefile (zipped too), FlatGeobuf or GeoParquet, of BIG/RBI, BPS, COD-AB, GADM or
        plain Kemendagri codes; anything else with ``columns``.
    kabupaten
        Keep only these kabupaten, by code or name; all when not given.
    names
        A code list (CSV with ``kode`` and ``nama``) that fills in missing names of all levels.
    columns
        Which of the file's columns is which of ``kode_desa, nama_desa, kecamatan, kabupaten, provinsi, status,
        legal_area_ha, population``; for files of no known kind.
    codes
        ``kemendagri`` or ``bps``, when the file's kind does not say and the codes do not show it.
    layer
        Which layer, when the file has several.
    decimal
        The decimal sign of number columns kept as text, when it cannot be found out.
    strict
        With False, rows that would be an error (unreadable or repeated codes) are left out and listed in
        ``findings``: for looking at a broken file.
    findings
        Collects one row for everything repaired, left out or worth a look.

    Returns
    -------
    geopandas.GeoDataFrame
        Indexed by ``kode_desa`` (sorted), valid polygons in a projected system in metres, ``area_ha`` in hectares
        measured in that system. Status is read from Kemendagri codes, from a column for others.

    Raises
    ------
    DataError
        When the file cannot be read or is of no known kind, has no or a wrong reference system, holds unreadable
        or repeated codes, no polygons, or not the kabupaten asked for.
    """
    with collected(findings) as found:
        file = read_boundaries(path, names=names, columns=columns, codes=codes, layer=layer, decimal=decimal,
                               strict=strict, findings=found)  # fmt: skip
        return villages_of(file, kabupaten=kabupaten, strict=strict, findings=found)


def villages_of(
    file: Boundaries, *, kabupaten: str | tuple[str, ...] | list[str] | None, strict: bool, findings: Findings
) -> gpd.GeoDataFrame:
    """Make the villages table of some kabupaten of a boundary file.

    Parameters
    ----------
    file
        The whole file.
    kabupaten, strict, findings
        As for :func:`read_villages`.
    """
    table, wanted = _selected(file.table, file.listed, kabupaten)
    table = complete_names(table, file.listed, findings)
    table = _unique(table, strict, file.path, findings)
    _report_names_without_polygon(table.index, file.listed, wanted, findings)
    table = _in_place(table, strict, file.path, findings)
    villages = _shaped(table, file.path, findings)
    _report_names(villages, findings)
    return villages


def _selected(
    table: gpd.GeoDataFrame, listed: pd.Series | None, kabupaten: str | tuple[str, ...] | list[str] | None
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Keep the kabupaten asked for; give also the codes of those kept."""
    own = village_codes.kabupaten_code(table.index)
    if kabupaten is None:
        return table, sorted(set(own))
    asked = (kabupaten,) if isinstance(kabupaten, str) else kabupaten
    if not isinstance(asked, tuple | list) or not asked or not all(isinstance(one, str) for one in asked):
        raise StudyError(f'kabupaten must be text, a code like "63.01" or a name, or several (got {kabupaten!r})')
    named = complete_names(table, listed, Findings())
    wanted = find_kabupaten(named, tuple(asked))
    return table[own.isin(wanted)], wanted


def _in_place(table: gpd.GeoDataFrame, strict: bool, path: str, findings: Findings) -> gpd.GeoDataFrame:
    """Refuse single villages that lie elsewhere (swapped or zero coordinates), or leave them out when not strict."""
    astray = crs.strays(table)
    if strict and astray.any():
        raise GeometryError(
            f"{int(astray.sum())} villages of {path} lie outside Indonesia: {listing(table.index[astray])}; "
            "their coordinates may be swapped or zero: correct them in QGIS"
        )
    for kode in table.index[astray]:
        findings.add("stray", str(kode))
    return table[~astray]


def _unique(table: gpd.GeoDataFrame, strict: bool, path: str, findings: Findings) -> gpd.GeoDataFrame:
    table = table.sort_index(kind="stable")
    repeated = table.index.duplicated(keep=False)
    counts = table.index[repeated].value_counts().sort_index()
    if strict and len(counts):
        raise CodeError(
            f"{len(counts)} village codes of {path} are used by more than one polygon: {listing(counts.index)}; "
            "merge the parts of one village (QGIS: Dissolve by code) or correct the code"
        )
    for kode, count in counts.items():
        findings.add("duplicate_code", str(kode), value=count)
    return table[~table.index.duplicated(keep="first")]


def _report_names_without_polygon(
    index: pd.Index, listed: pd.Series | None, wanted: list[str], findings: Findings
) -> None:
    if listed is None:
        return
    village = listed[listed.index.str.len() == len(index[0])]
    missing = village[village_codes.kabupaten_code(village.index).isin(wanted) & ~village.index.isin(index)]
    for kode, name in missing.items():
        findings.add("name_without_polygon", str(kode), detail=str(name))


def _shaped(table: gpd.GeoDataFrame, path: str, findings: Findings) -> gpd.GeoDataFrame:
    """Repair the polygons, choose the metric system, measure."""
    shapes = table.geometry.to_numpy()
    clean = polygonal(np.asarray(shapes, dtype=object))
    named = table.geom_type.fillna("")
    usable = np.array([shape is not None and shape.geom_type in POLYGONS for shape in clean], dtype=bool)
    for kode in table.index[~usable]:
        kind = named[kode]
        if kind in ("", "GeometryCollection", *POLYGONS):
            findings.add("null_geometry", str(kode))
        else:
            findings.add("not_polygon", str(kode), detail=str(kind))
    if not usable.any():
        raise GeometryError(f"{path} has no village polygon: {listing(sorted(set(named)))} in {len(table)} rows")
    with_z = int(shapely.has_z(shapes[usable]).sum())
    collections = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    invalid = (~shapely.is_valid(shapes) | collections) & usable
    table = table[usable].set_geometry(gpd.GeoSeries(clean[usable], index=table.index[usable], crs=table.crs))
    system = crs.metric(table)
    _report_crs(table, system, with_z, findings)
    before = gpd.GeoSeries(shapely.force_2d(shapes[usable]), index=table.index, crs=table.crs).to_crs(system)
    table = table.to_crs(system)
    table = _valid_again(table)
    table["area_ha"] = table.area / M2_PER_HA
    for kode in table.index[invalid[usable]]:
        findings.add("repaired", str(kode), value=round(table.at[kode, "area_ha"] - before[kode].area / M2_PER_HA, 4))
    for kode, parts in zip(table.index, shapely.get_num_geometries(table.geometry.to_numpy()), strict=True):
        if parts > 1:
            findings.add("multipart", str(kode), value=parts)
    return _ordered(table, findings)


def _valid_again(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Rounding during reprojection can break a ring that only just held."""
    wrong = ~table.is_valid
    if wrong.any():
        repaired = table.geometry.copy()
        repaired[wrong] = polygonal(table.geometry[wrong].to_numpy())
        table = table.set_geometry(repaired)
    return table


def _report_crs(table: gpd.GeoDataFrame, system: CRS, with_z: int, findings: Findings) -> None:
    findings.add("crs", detail=crs.name(system))
    for line in crs.straddles(table) if system != crs.NATIONAL else ():
        findings.add("straddles_equator" if line == "equator" else "straddles_zone", detail=crs.name(system))
    if with_z:
        findings.add("z_dropped", value=with_z)


def _ordered(table: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame:
    """Settle the status and put the columns in their order."""
    if village_codes.system_of(table.index) == "kemendagri":
        status = village_codes.status_of(table.index.to_series())
    elif "status" in table:
        words = table["status"].astype("string").str.replace(r"\.0$", "", regex=True).str.strip().str.casefold()
        status = words.map(STATUS_WORDS).fillna(village_codes.UNKNOWN_STATUS).astype("str")
    else:
        status = village_codes.status_of(table.index.to_series())
    table["status"] = status
    for kode in table.index[status == "kelurahan"]:
        findings.add("kelurahan", str(kode))
    if (unknown := int((status == village_codes.UNKNOWN_STATUS).sum())) > 0:
        findings.add("unknown_status", value=unknown)
    order = ["nama_desa", "kecamatan", "kabupaten", "provinsi", "status", "area_ha"]
    optional = [column for column in ("legal_area_ha", "population") if column in table]
    return table[[*order, *optional, "geometry"]]


def _report_names(villages: gpd.GeoDataFrame, findings: Findings) -> None:
    """List names that more than one village of a kabupaten bears."""
    key = (
        pd.Series(village_codes.kabupaten_code(villages.index), index=villages.index)
        + "|"
        + villages["nama_desa"].map(plain)
    )
    for kode in villages.index[key.duplicated(keep=False)]:
        findings.add("duplicate_name", str(kode), detail=str(villages.at[kode, "nama_desa"]))
