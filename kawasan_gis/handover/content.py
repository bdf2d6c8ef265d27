"""What is handed over: the tables of a run as layers, each of one kind of geometry."""

from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.codes import kabupaten_code, provinsi_code
from kawasan_gis.errors import TableError, listing
from kawasan_gis.maps.annex.lines import border_lines
from kawasan_gis.maps.content.given import check_given

Shape = Literal["polygon", "line", "point"]

SHAPES: dict[str, Shape] = {
    "villages": "polygon",
    "borders": "line",
    "candidates": "polygon",
    "members": "polygon",
    "outlines": "line",
    "surroundings": "polygon",
    "cover": "polygon",
    "rivers": "line",
    "lines": "line",
    "roads": "line",
    "facilities": "point",
    "places": "point",
}
"""Every layer there can be, in the order of the file."""

FEATURES = {
    "cover": "cover",
    "river": "rivers",
    "line": "lines",
    "road": "roads",
    "facility": "facilities",
    "place": "places",
}
DIMENSIONS: dict[Shape, int] = {"point": 0, "line": 1, "polygon": 2}


def layers_of(
    villages: gpd.GeoDataFrame,
    borders: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame,
    members: pd.DataFrame,
    *,
    indicators: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    surroundings: gpd.GeoDataFrame | None = None,
    features: gpd.GeoDataFrame | None = None,
) -> dict[str, gpd.GeoDataFrame]:
    """Make layers of the tables of a run.

    Parameters
    ----------
    villages, borders, ranking, members
        The tables of those names; members become village polygons, one per candidate and village.
    indicators, scores
        Joined to the villages when given.
    surroundings, features
        What lies around, and the vector layers of the study, when there are any.

    Returns
    -------
    dict
        Tables by name, in the order of ``SHAPES``.

    Raises
    ------
    TableError
        When a table lacks a column, a member is not among the villages, or a feature is of an unknown kind.
    CRSError
        When a table is not in a projected system.
    """
    check_given(villages, ranking, members, (), None)
    extra = [table for table in (scores, indicators) if table is not None]
    joined = villages.join(pd.concat(extra, axis=1)) if extra else villages
    around = surroundings if surroundings is not None and len(surroundings) else None
    layers = {
        "villages": joined.reset_index(),
        "borders": borders,
        "candidates": ranking.sort_values("rank", kind="stable").reset_index(),
        "members": placed_members(villages, ranking, members),
        "outlines": outlines_of(villages, around),
        **({} if around is None else {"surroundings": _told_apart(around, villages)}),
        **feature_layers(features),
    }
    return {name: layers[name] for name in SHAPES if name in layers}


def placed_members(villages: gpd.GeoDataFrame, ranking: pd.DataFrame, members: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give the members the rank of their candidate and the name, areas and shape of their village.

    Parameters
    ----------
    villages, ranking, members
        The tables of those names.

    Returns
    -------
    geopandas.GeoDataFrame
        A row per candidate and village, in the order of the members.
    """
    columns = ["nama_desa", "kecamatan", "area_ha", "legal_area_ha", "geometry"]
    told = [column for column in columns if column in villages]
    shapes = villages.loc[members["kode_desa"], told].reset_index(drop=True)
    placed = gpd.GeoDataFrame(pd.concat([members.reset_index(drop=True), shapes], axis=1), crs=villages.crs)
    placed.insert(0, "rank", placed["candidate_id"].map(ranking["rank"]))
    return placed


def outlines_of(villages: gpd.GeoDataFrame, surroundings: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Draw the boundaries of the villages and of those around them once each, at the highest level of what they part.

    Parameters
    ----------
    villages
        The villages table.
    surroundings
        What lies around it, if anything.

    Returns
    -------
    geopandas.GeoDataFrame
        Lines with their ``level``, from ``edge`` and ``desa`` to ``provinsi``.
    """
    shapes, codes, beyond = villages.geometry.to_numpy(), list(villages.index), None
    if surroundings is not None:
        near = surroundings[surroundings["level"] == "desa"]
        own = set(kabupaten_code(villages.index))
        far = surroundings[(surroundings["level"] == "kabupaten") & ~surroundings["kode"].isin(own)]
        shapes = np.concatenate([shapes, near.geometry.to_numpy()])
        codes += list(near["kode"])
        beyond = shapely.union_all(far.geometry.to_numpy()) if len(far) else None
    return border_lines(shapes, codes, villages.crs, beyond=beyond)


def _told_apart(surroundings: gpd.GeoDataFrame, villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Mark the units that hold villages of the study: they are named by these."""
    own = {*kabupaten_code(villages.index), *provinsi_code(villages.index)}
    return surroundings.assign(studied=surroundings["kode"].isin(own).astype("int64").to_numpy())


def feature_layers(features: gpd.GeoDataFrame | None) -> dict[str, gpd.GeoDataFrame]:
    """Take roads, rivers, other lines, facilities, places and other areas apart.

    Parameters
    ----------
    features
        ``layer, kind, class, name, label`` and geometry, as the run leaves them.

    Returns
    -------
    dict
        Tables by layer, those with rows only.

    Raises
    ------
    TableError
        When a feature is of another kind, or of a geometry its kind cannot have.
    """
    if features is None or not len(features):
        return {}
    if strange := sorted(set(features["kind"]) - set(FEATURES)):
        raise TableError(f"features of unknown kind: {listing(strange)}; known are {', '.join(sorted(FEATURES))}")
    layers = {}
    for kind, name in FEATURES.items():
        rows = features[features["kind"] == kind].drop(columns="kind").reset_index(drop=True)
        wrong = shapely.get_dimensions(rows.geometry.to_numpy()) != DIMENSIONS[SHAPES[name]]
        if wrong.any():
            raise TableError(f"{int(wrong.sum())} features of kind {kind} are no {SHAPES[name]}s; make them such first")
        if len(rows):
            layers[name] = rows
    return layers
