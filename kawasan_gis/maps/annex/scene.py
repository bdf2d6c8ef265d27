"""Everything a sheet shows of one candidate, in the sheet's system: who is in it and what lies around."""

from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from kawasan_gis.crs import utm_zone
from kawasan_gis.errors import GeometryError, StudyError, TableError, listing
from kawasan_gis.maps.annex.symbols import Symbol
from kawasan_gis.maps.content.cells import text
from kawasan_gis.maps.content.given import check_given, require

SURROUNDING_COLUMNS = ("level", "kode", "name", "geometry")
FEATURE_COLUMNS = ("layer", "kind", "class", "name", "label", "geometry")


class View(NamedTuple):
    """What of a scene lies on the face of one sheet, cut at its frame and thinned to what can be seen.

    Attributes
    ----------
    members, others
        Villages with the columns of ``Scene.villages``.
    beyond
        Villages outside the study, or whole kabupaten where their villages are not known: columns of
        ``Scene.surroundings``.
    outline
        The kawasan's outline, whole, without the cracks between villages.
    borders
        Lines of one ``level`` each: ``edge``, ``desa``, ``kecamatan``, ``kabupaten``, ``provinsi``.
    features
        Columns of ``Scene.features``, and ``key``: that of their symbol.
    centre
        Points inside the central village: one, or none where no member is central.
    symbols
        Of everything drawn, in the order of a legend.
    """

    members: gpd.GeoDataFrame
    others: gpd.GeoDataFrame
    beyond: gpd.GeoDataFrame
    outline: shapely.Geometry
    borders: gpd.GeoDataFrame
    features: gpd.GeoDataFrame
    centre: gpd.GeoSeries
    symbols: tuple[Symbol, ...]


class Scene(NamedTuple):
    """What is drawn of one candidate; all geometry in ``crs``, in metres.

    Attributes
    ----------
    crs
        The system of the sheet: one UTM zone.
    rank
        Of the candidate.
    name
        Of the candidate.
    kabupaten, provinsi
        Where it lies.
    kawasan
        The candidate's outline as ranked.
    villages
        All villages of the study on ``kode_desa``, with ``role``: ``pusat``, ``hinterland``, ``bridge``, or empty
        where the village is no member.
    members
        The rows of ``villages`` that are members, by code.
    surroundings
        What lies around the study: ``level`` (``desa``, ``kabupaten``, ``provinsi``), ``kode``, ``name``; may be empty.
    features
        ``layer``, ``kind`` (``road``, ``river``, ``line``, ``facility``, ``place``, ``cover``), ``class``, ``name``,
        ``label``; may be empty.
    view
        What of it lies on the face of the sheet; none before :func:`kawasan_gis.maps.annex.view.seen` chose it.
    indicative
        Whether the borders are no official ones, as far as their source says.
    """

    crs: CRS
    rank: int
    name: str
    kabupaten: str
    provinsi: str
    kawasan: shapely.Geometry
    villages: gpd.GeoDataFrame
    members: gpd.GeoDataFrame
    surroundings: gpd.GeoDataFrame
    features: gpd.GeoDataFrame
    view: View | None = None
    indicative: bool = True


def scene_of(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame,
    *,
    rank: int = 1,
    surroundings: gpd.GeoDataFrame | None = None,
    features: gpd.GeoDataFrame | None = None,
) -> Scene:
    """Gather what a sheet shows of the candidate of one rank.

    Parameters
    ----------
    villages
        The villages table, in a projected system.
    ranking
        Ranked candidates on ``candidate_id``.
    members
        Which village is in which candidate, with its role.
    rank
        Of the candidate that is drawn.
    surroundings
        What lies around the study, from the run.
    features
        Roads, rivers, facilities and places, from the run.

    Returns
    -------
    Scene
        In the UTM zone of the villages, or of the candidate where that is another: :func:`kawasan_gis.crs.utm_zone`.

    Raises
    ------
    StudyError
        When no candidate has that rank, or there is none at all.
    TableError
        When a table lacks a column, or a member is not among the villages.
    GeometryError
        When a table holds shapes that are not valid.
    CRSError
        When a table is not in a projected system.
    """
    check_given(villages, ranking, members, (), None)
    _check_valid(villages, "villages")
    chosen = _candidate(ranking, rank)
    crs = utm_zone(chosen, villages.crs)
    row = chosen.iloc[0]
    within = members[members["candidate_id"] == chosen.index[0]]
    roles = pd.Series(within["role"].to_numpy(), index=within["kode_desa"].to_numpy(), dtype="str")
    everyone = villages.to_crs(crs).sort_index()
    everyone["role"] = roles.reindex(everyone.index).fillna("").astype("str")
    inside = everyone[everyone["role"] != ""]
    if not len(inside):
        raise TableError(f"candidate {chosen.index[0]} has no members; give the members its ranking was made with")
    return Scene(
        crs,
        rank,
        text(row["name"]),
        _most(inside, "kabupaten"),
        _most(inside, "provinsi"),
        chosen.to_crs(crs).geometry.iloc[0],
        everyone,
        inside,
        _given(surroundings, SURROUNDING_COLUMNS, "surroundings", crs),
        _given(features, FEATURE_COLUMNS, "features", crs),
    )


def _candidate(ranking: gpd.GeoDataFrame, rank: int) -> gpd.GeoDataFrame:
    if not len(ranking):
        raise StudyError(
            "there is no candidate to draw: the ranking is empty; loosen the rules and run the study again"
        )
    chosen = ranking[ranking["rank"] == rank]
    if not len(chosen):
        known = listing(sorted(ranking["rank"].astype(int)))
        raise StudyError(f"no candidate has rank {rank}: there are {len(ranking)}, ranked {known}")
    return chosen.iloc[:1]


def _most(members: gpd.GeoDataFrame, column: str) -> str:
    """Name what most members lie in; the first by name where it is even."""
    names = members[column].map(text) if column in members else pd.Series(dtype="str")
    counts = names[names != ""].value_counts().sort_index()
    return str(counts.idxmax()) if len(counts) else ""


def _given(table: gpd.GeoDataFrame | None, columns: tuple[str, ...], name: str, crs: Any) -> gpd.GeoDataFrame:
    """Bring a table into the sheet's system; an empty one where nothing was given."""
    if table is None or not len(table):
        return gpd.GeoDataFrame({column: pd.Series(dtype="str") for column in columns[:-1]}, geometry=[], crs=crs)
    require(table, columns, name)
    if table.crs is None:
        raise TableError(f"{name} has no coordinate reference system; give it as the run wrote it")
    shapes = table.geometry.to_numpy()
    there = table[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    _check_valid(there, name)
    return there.to_crs(crs).reset_index(drop=True)


def _check_valid(table: gpd.GeoDataFrame, name: str) -> None:
    """Refuse shapes that nothing can be cut out of."""
    shapes = table.geometry.to_numpy()
    if len(wrong := table.index[~(shapely.is_valid(shapes) | shapely.is_missing(shapes))]):
        raise GeometryError(
            f"{len(wrong)} shapes of {name} are not valid: {listing(wrong)}; give it as its step made it, or repair "
            "them with make_valid()"
        )
