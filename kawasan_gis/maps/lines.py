"""Roads and rivers over the villages: clipped, thinned, by class, and never heavier than the page can bear."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.findings import Findings
from kawasan_gis.i18n import Language, Text
from kawasan_gis.maps.shapes import encoded_lines, tolerance
from kawasan_gis.network.lines import column_of
from kawasan_gis.network.speeds import key_of, read_speeds

ROAD_BYTES, RIVER_BYTES, OTHER_BYTES = 200_000, 100_000, 100_000
# Classes of road by the shipped speeds, in km/h: from here on main (arteri, kolektor; to OSM's tertiary), and local.
MAIN_KM_H, LOCAL_KM_H = 40.0, 20.0
# Steps of a line that became one point, and the fewest bytes of a point: two digits with their commas.
FLAT_POINT, POINT_BYTES = 2, 4
# What rounding leaves of a length is not worth a word.
LEAST_LEFT = 1e-9
ROAD, WATER = "#74503f", "#4d93cf"
# Of lines that are not said to be roads or rivers; more layers than colours begin again.
OTHER_LINES = ("#7a3e6b", "#a06a00", "#3f6f3a")
OTHER_WEIGHT = 1.3


class Look(NamedTuple):
    """How a class of lines is drawn: its label, its width in pixels, and its dashes."""

    label: Text
    weight: float
    dash: str | None = None


# Main roads first: they are the last to be left out.
ROADS = {
    "road_main": Look(Text("Jalan utama", "Main roads"), 1.7),
    "road_local": Look(Text("Jalan lokal", "Local roads"), 0.8),
    "road_minor": Look(Text("Jalan kecil dan setapak", "Minor roads and paths"), 0.8, "2 3"),
}
ROADS_OF_ANY_CLASS = {"road": Look(Text("Jalan", "Roads"), 1.1)}
RIVERS = {"river": Look(Text("Sungai", "Rivers"), 1.6)}
LOOKS = {**ROADS, **ROADS_OF_ANY_CLASS, **RIVERS}


class Class(NamedTuple):
    """Lines of one class in metres, longest first."""

    key: str
    lines: gpd.GeoSeries


class Drawn(NamedTuple):
    """Lines of one class as flat steps of 1e-5 degrees."""

    key: str
    steps: list[list[int]]


def road_classes(roads: gpd.GeoDataFrame, column: str | None) -> pd.Series:
    """Tell main, local and minor roads apart by the shipped speeds of their classes.

    Parameters
    ----------
    roads
        A row per road.
    column
        The column of their classes, if there is one.

    Returns
    -------
    pandas.Series
        Keys of ``ROADS``; a class without a speed is local, and when none has one all are ``road``.

    Raises
    ------
    TableError
        When there is no such column.
    """
    if column is None:
        return pd.Series("road", index=roads.index, dtype="str")
    speeds = read_speeds()["km_h"]
    by_key = speeds.set_axis([key_of(name) for name in speeds.index])
    km_h = column_of(roads, column, "class_column").astype("string").fillna("").map(key_of).map(by_key)
    if km_h.isna().all():
        return pd.Series("road", index=roads.index, dtype="str")
    speed = km_h.fillna(LOCAL_KM_H).to_numpy("float64")
    main, local = speed >= MAIN_KM_H, speed >= LOCAL_KM_H
    return pd.Series(np.where(main, "road_main", np.where(local, "road_local", "road_minor")), index=roads.index)


def road_lines(
    villages: gpd.GeoDataFrame, features: gpd.GeoDataFrame, *, language: Language, findings: Findings
) -> list[dict[str, Any]]:
    """Draw roads, at most about 200 kB of them.

    Parameters
    ----------
    villages
        The villages table.
    features
        Features in the villages' system, of which the roads are drawn; see
        :func:`kawasan_gis.maps.features.read_features`.
    language
        Of the labels.
    findings
        Gets how much had to be left out.

    Returns
    -------
    list
        Minor roads first, so that main ones are drawn over them.
    """
    roads = features[features["kind"] == "road"]
    kept = _within(_classes(villages, roads), ROAD_BYTES, _layers(roads), findings)
    return [_plain(one, "road", ROAD, language) for one in reversed(kept)]


def river_lines(
    villages: gpd.GeoDataFrame, features: gpd.GeoDataFrame, *, language: Language, findings: Findings
) -> list[dict[str, Any]]:
    """Draw rivers, at most about 100 kB of them; the parameters are those of :func:`road_lines`.

    Parameters
    ----------
    villages, features, language, findings
        As for roads.
    """
    rivers = features[features["kind"] == "river"]
    kept = _within(_classes(villages, rivers), RIVER_BYTES, _layers(rivers), findings)
    return [_plain(one, "river", WATER, language) for one in kept]


def other_lines(villages: gpd.GeoDataFrame, features: gpd.GeoDataFrame, *, findings: Findings) -> list[dict[str, Any]]:
    """Draw lines that are not said to be roads or rivers by their layers, at most about 100 kB of them together.

    Parameters
    ----------
    villages, features, findings
        As for roads.

    Returns
    -------
    list
        By label, under that label in either language.
    """
    lines = features[features["kind"] == "line"]
    found = _classes(villages, lines.assign(**{"class": lines["label"]}), sorted(set(lines["label"])))
    labels = [one.key for one in found]
    return [
        {
            "key": f"line {one.key}", "label": one.key, "kind": "line", "weight": OTHER_WEIGHT, "dash": None,
            "colour": OTHER_LINES[labels.index(one.key) % len(OTHER_LINES)], "shape": one.steps,
        }
        for one in _within(found, OTHER_BYTES, _layers(lines), findings)
    ]  # fmt: skip


def _layers(features: gpd.GeoDataFrame) -> str:
    return ", ".join(dict.fromkeys(features["layer"]))


def _classes(villages: gpd.GeoDataFrame, features: gpd.GeoDataFrame, order_of: Iterable[str] = LOOKS) -> list[Class]:
    """Clip lines to the villages' extent, and join and thin those of a class."""
    clipped = shapely.clip_by_rect(features.geometry.to_numpy(), *villages.total_bounds)
    parts, origin = shapely.get_parts(clipped, return_index=True)
    real = shapely.length(parts) > 0
    parts, keys = parts[real], features["class"].to_numpy("str")[origin[real]]
    made = []
    for key in order_of:
        joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts[keys == key])))
        thin = shapely.simplify(joined, tolerance(villages))
        # Longest first; where they lie settles the order of lines of one length.
        order = np.lexsort((*shapely.bounds(thin).T, -shapely.length(thin)))
        if len(thin):
            made.append(Class(key, gpd.GeoSeries(thin[order], crs=villages.crs)))
    return made


def _within(made: list[Class], most_bytes: int, names: str, findings: Findings) -> list[Drawn]:
    """Write whole classes in degrees while they fit; of the first one, if it is too heavy, the longest lines."""
    kept: list[Drawn] = []
    room, metres = most_bytes, 0.0
    for one in made:
        points = np.cumsum(shapely.get_num_coordinates(one.lines.to_numpy()))
        likely = int(np.searchsorted(points * POINT_BYTES, room, side="right"))
        steps = encoded_lines(one.lines.iloc[:likely].to_crs("EPSG:4326")) if likely else []
        weights = np.cumsum([len(json.dumps(flat, separators=(",", ":"))) + 1 for flat in steps])
        fit = int(np.searchsorted(weights, room, side="right"))
        if fit < len(points) and kept:
            break
        kept.append(Drawn(one.key, [flat for flat in steps[:fit] if len(flat) > FLAT_POINT]))
        metres += float(one.lines.iloc[:fit].length.sum())
        if fit < len(points):
            break
        room -= int(weights[-1])
    whole = sum(float(one.lines.length.sum()) for one in made)
    if whole - metres > LEAST_LEFT * whole:
        findings.add("lines_left_out", value=round(100 * (1 - metres / whole), 1), detail=names)
    return [one for one in kept if one.steps]


def _plain(one: Drawn, kind: str, colour: str, language: Language) -> dict[str, Any]:
    look = LOOKS[one.key]
    return {
        "key": one.key, "label": look.label.say(language), "kind": kind, "colour": colour, "weight": look.weight,
        "dash": look.dash, "shape": one.steps,
    }  # fmt: skip
