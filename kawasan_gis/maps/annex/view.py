"""What of a scene lies on the face of a sheet: cut at the frame, thinned to what the eye can tell apart."""

import geopandas as gpd
import numpy as np
import shapely

from kawasan_gis.codes import kabupaten_code
from kawasan_gis.dissolve import closed, thinned
from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.annex.lines import border_lines
from kawasan_gis.maps.annex.paper import Layout
from kawasan_gis.maps.annex.scene import Scene, View
from kawasan_gis.maps.content.cells import text

# What lies closer together on paper is one, in mm.
FINEST_MM = 0.05
KINDS = ("road", "river", "line", "facility", "place")
# Kinds whose symbol is that of their label.
BY_LABEL = {"facility": symbols.FACILITY, "cover": symbols.COVER, "line": symbols.LINE}


def seen(scene: Scene, layout: Layout, *, cover: bool = False) -> Scene:
    """Give a scene the view that is drawn on a sheet.

    Parameters
    ----------
    scene, layout, cover
        As for :func:`view_of`.
    """
    return scene._replace(view=view_of(scene, layout, cover=cover))


def view_of(scene: Scene, layout: Layout, *, cover: bool = False) -> View:
    """Choose what of a scene is drawn on a sheet.

    Parameters
    ----------
    scene
        The whole.
    layout
        Of the sheet.
    cover
        Whether areas of land cover are drawn.

    Returns
    -------
    View
        With the symbols of exactly what it holds.
    """
    finest = FINEST_MM / 1000 * layout.scale
    frame = shapely.box(*layout.extent)
    study = scene.villages[scene.villages.intersects(frame)]
    around = scene.surroundings[scene.surroundings.intersects(frame)]
    desa = around[around["level"] == "desa"]
    others = _other_kabupaten(scene, around)
    shapes = thinned(
        gpd.GeoSeries(np.concatenate([study.geometry.to_numpy(), desa.geometry.to_numpy()]), crs=scene.crs), finest
    ).to_numpy()
    land = shapely.union_all(others.geometry.to_numpy()) if len(others) else None
    borders = border_lines(shapes, [*study.index, *desa["kode"]], scene.crs, beyond=land)
    study = study.set_geometry(gpd.GeoSeries(shapes[: len(study)], index=study.index, crs=scene.crs))
    desa = desa.set_geometry(gpd.GeoSeries(shapes[len(study) :], index=desa.index, crs=scene.crs))
    far = others.set_geometry(others.geometry.simplify(finest))
    members = study[study["role"] != ""]
    features = _features(scene, frame, finest, (*KINDS, "cover") if cover else KINDS)
    view = View(
        members,
        _cut(study[study["role"] == ""], frame),
        _cut(gpd.GeoDataFrame(np.concatenate([far, desa]), columns=around.columns, crs=scene.crs), frame),
        closed(shapely.union_all(members.geometry.to_numpy())),
        _cut(borders, frame),
        features,
        members[members["role"] == "pusat"].geometry.representative_point(),
        (),
    )
    return view._replace(symbols=_symbols(view, scene))


def _other_kabupaten(scene: Scene, around: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take the outlines of kabupaten that hold no village of the study."""
    return around[(around["level"] == "kabupaten") & ~around["kode"].isin(kabupaten_code(scene.villages.index))]


def _cut(table: gpd.GeoDataFrame, frame: shapely.Geometry) -> gpd.GeoDataFrame:
    """Cut a table at the frame; what only touches it is gone."""
    whole = table.geometry.to_numpy()
    clipped = shapely.intersection(whole, frame)
    kept = ~shapely.is_empty(clipped) & (shapely.get_dimensions(clipped) == shapely.get_dimensions(whole))
    return table.set_geometry(gpd.GeoSeries(clipped, index=table.index, crs=table.crs))[kept]


def _features(scene: Scene, frame: shapely.Geometry, finest: float, kinds: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Take the features in the frame, each with the key of its symbol."""
    table = scene.features[scene.features["kind"].isin(kinds)]
    table = _cut(table[table.intersects(frame)], frame)
    table = table.set_geometry(table.geometry.simplify(finest))
    return table.assign(key=[_key(*row) for row in zip(table["kind"], table["class"], table["label"], strict=True)])


def _key(kind: str, found: object, label: object) -> str:
    if kind == "road":
        return text(found) if text(found) in symbols.FIXED else "road"
    return BY_LABEL[kind] + text(label) if kind in BY_LABEL else kind


def _symbols(view: View, scene: Scene) -> tuple[symbols.Symbol, ...]:
    """List the symbols of all that is drawn, in the order of a legend."""
    there = {*view.members["role"].map(symbols.area_key), *view.borders["level"], *view.features["key"], "kawasan"}
    tables = {"other": view.others, "beyond": view.beyond, "centre": view.centre}
    there |= {name for name, rows in tables.items() if len(rows)}
    marks, fills, lines = (
        [make(label, labels_of(scene, kind)) for label in labels_of(scene, kind)]
        for kind, make in (("facility", symbols.facility), ("cover", symbols.cover), ("line", symbols.line))
    )
    several = kabupaten_code(scene.villages.index).nunique() > 1
    areas = [symbols.OTHER_IN_STUDY if several and one.key == "other" else one for one in symbols.AREAS]
    order = (
        areas[:3], (symbols.CENTRE_MARK, symbols.OUTLINE_LINE), areas[3:], fills, symbols.BORDERS,
        symbols.LINES, lines, marks, (symbols.PLACE,),
    )  # fmt: skip
    return tuple(one for group in order for one in group if one.key in there)


def labels_of(scene: Scene, kind: str) -> list[str]:
    """List what the study's features of one kind are called, sorted.

    Parameters
    ----------
    scene
        The whole.
    kind
        ``facility``, ``cover`` or ``line``.
    """
    rows = scene.features[scene.features["kind"] == kind]
    return sorted({text(label) for label in rows["label"]})
