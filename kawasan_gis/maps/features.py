"""Roads, rivers, facilities, places and areas of a study's vector layers, as one table: read once for every map."""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd
import shapely

from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.layers import Layer, read_shapes
from kawasan_gis.maps.lines import road_classes
from kawasan_gis.maps.options import MapOptions, check_map
from kawasan_gis.network.lines import single_lines

COLUMNS = ["layer", "kind", "class", "name", "label", "geometry"]
AROUND_M = 10_000.0
# Columns in which OpenStreetMap, BIG and most others keep the name of a thing, in whatever case.
NAME_COLUMNS = ("name", "nama", "namobj")
KINDS = {"points": "facility", "polygons": "cover", "lines": "line"}


def feature_layers(layers: Sequence[Layer], options: MapOptions, indicators: Sequence[Indicator]) -> list[Layer]:
    """List the layers that features come from, in the order of the study.

    Parameters
    ----------
    layers, options, indicators
        As for :func:`read_features`.
    """
    named = {*(options.roads or ()), *(options.rivers or ()), *((options.places,) if options.places else ())}
    measured = {indicator.layer for indicator in indicators}
    unwanted = {"lines"} if options.roads == () else set()
    kinds = KINDS.keys() - unwanted
    return [layer for layer in layers if layer.name in named or (layer.name in measured and layer.kind in kinds)]


def read_features(
    villages: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    options: MapOptions,
    indicators: Sequence[Indicator] = (),
    *,
    findings: Findings | None = None,
) -> gpd.GeoDataFrame:
    """Read roads, rivers and places that ``[map]`` names, and what else indicators are measured on.

    Parameters
    ----------
    villages
        The villages table, in a projected system in metres.
    layers
        The layers of the study.
    options
        Which of them are roads, rivers and places.
    indicators
        Their layers of points are facilities, of polygons areas (``cover``), of lines that are not named as roads or
        rivers plain lines; none of these where ``[map]`` says ``roads = []``.
    findings
        Collects what was wrong, with how many rows it concerns.

    Returns
    -------
    geopandas.GeoDataFrame
        ``layer, kind, class, name, label, geometry`` in the villages' system: single lines, points and polygons at
        full detail, cut at the villages' extent and 10 km around it. ``kind`` is ``river``, ``road``, ``line``,
        ``place``, ``facility`` or ``cover``; ``class`` a key of :data:`kawasan_gis.maps.lines.LOOKS` for roads and
        rivers, else empty;
        ``name`` is of places what ``place_name`` says, of others that of a column ``name``, ``nama`` or ``namobj``,
        else empty; ``label`` is the layer's title.

    Raises
    ------
    StudyError
        When a layer is not there or of another kind.
    DataError
        When a layer cannot be read, or lies outside the villages.
    """
    by_name = {layer.name: layer for layer in layers}
    check_map(by_name, options)
    wanted = feature_layers(layers, options, indicators)
    measured = [layer for layer in wanted if layer.name in {indicator.layer for indicator in indicators}]
    ways = {*(options.roads or ()), *(options.rivers or ())}
    west, south, east, north = villages.total_bounds
    box = shapely.box(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
    with collected(findings) as rows:
        tables = {layer.name: read_shapes(layer, villages, findings=rows) for layer in wanted}
        parts = [_lines(by_name[name], tables[name], "river", None, rows) for name in options.rivers or ()]
        parts += [
            _lines(by_name[name], tables[name], "road", options.class_column, rows) for name in options.roads or ()
        ]
        if options.places:
            parts.append(_places(by_name[options.places], tables[options.places], str(options.place_name)))
        parts += [_measured(layer, tables[layer.name], rows) for layer in measured if layer.name not in ways]
    if not parts:
        return gpd.GeoDataFrame({column: [] for column in COLUMNS}, geometry="geometry", crs=villages.crs)
    return _clipped(gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=villages.crs), box)


def _measured(layer: Layer, table: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame:
    shapes = single_lines(table, layer.name, findings) if layer.kind == "lines" else table
    return _rows(layer, shapes, KINDS[layer.kind], name=_names(shapes))


def _lines(
    layer: Layer, table: gpd.GeoDataFrame, kind: str, class_column: str | None, findings: Findings
) -> gpd.GeoDataFrame:
    single = single_lines(table, layer.name, findings)
    classes = road_classes(single, class_column) if kind == "road" else "river"
    return _rows(layer, single, kind, classes, _names(single))


def _places(layer: Layer, table: gpd.GeoDataFrame, column: str) -> gpd.GeoDataFrame:
    if column not in table:
        known = [str(name) for name in table.columns if name != table.geometry.name]
        raise TableError(f"layer {layer.name} has no column {column} (place_name){did_you_mean(column, known)}")
    points = table.set_geometry(table.geometry.representative_point())
    return _rows(layer, points, "place", name=table[column].astype("string").str.strip().fillna(""))


def _rows(
    layer: Layer, table: gpd.GeoDataFrame, kind: str, classes: pd.Series | str = "", name: pd.Series | str = ""
) -> gpd.GeoDataFrame:
    columns: Mapping[str, pd.Series | str] = {
        "layer": layer.name, "kind": kind, "class": classes, "name": name, "label": layer.title,
    }  # fmt: skip
    shapes = table.geometry.rename("geometry")
    return gpd.GeoDataFrame(columns, index=table.index, geometry=shapes).astype(dict.fromkeys(columns, "str"))


def _names(table: gpd.GeoDataFrame) -> pd.Series | str:
    """What things are called: the first column known to hold names."""
    lower = {str(column).lower(): column for column in reversed(list(table.columns))}
    found = [lower[name] for name in NAME_COLUMNS if name in lower]
    return table[found[0]].astype("string").str.strip().fillna("") if found else ""


def _clipped(features: gpd.GeoDataFrame, box: shapely.Polygon) -> gpd.GeoDataFrame:
    """Keep what lies in a box, cut at its edge into single shapes of the kind they had; rows stay in order."""
    near = features[features.intersects(box)]
    outside = ~near.covered_by(box)
    cut = near.geometry.where(~outside, near.geometry.intersection(box))
    single = near.set_geometry(cut).explode(index_parts=False, ignore_index=True)
    # Where a shape only touches the edge, a point or a line is left of it.
    real = (single["kind"].isin(["place", "facility"])) | (single.length > 0)
    flat = (single["kind"] == "cover") & (single.area == 0)
    return single[real & ~flat].reset_index(drop=True)
