"""The names on the face of a sheet: which there are, and what they have to leave free."""

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.figure import Figure

from kawasan_gis.codes import kecamatan_code
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex import symbols
from kawasan_gis.maps.annex.glyphs import one_line
from kawasan_gis.maps.annex.labels import Placed, Placement, draw_labels, place_labels
from kawasan_gis.maps.annex.names import Label
from kawasan_gis.maps.annex.paper import Layout
from kawasan_gis.maps.annex.scene import Scene, View
from kawasan_gis.maps.annex.shapes import on_paper, points
from kawasan_gis.maps.annex.text import POINT
from kawasan_gis.maps.annex.words import regency, say
from kawasan_gis.maps.content.cells import text

CLEAR = 0.6
"""Share of a mark's size around its middle that names leave free."""


def draw_names(
    figure: Figure, layout: Layout, scene: Scene, language: Language = "id", *, colour: str | None = None
) -> Placement:
    """Place and draw the names of everything on the face.

    Parameters
    ----------
    figure
        The sheet.
    layout
        Where the face is.
    scene
        With its view.
    language
        ``id`` or ``en``.
    colour
        Of all names, where those of their kinds could not be read on what lies under them.

    Returns
    -------
    Placement
        With the key of numbers that stand for names, for the margin.
    """
    view, enlarged = scene.view, points(layout)
    if view is None:
        return Placement((), (), ())
    centre = _around(view.centre, layout, symbols.CENTRE_MARK.size * enlarged)
    dots = view.features[view.features["kind"].isin(["facility", "place"])]
    marks = _around(dots.geometry, layout, symbols.PLACE.size * enlarged)
    labels = face_labels(view, layout, language)
    placement = place_labels(labels, centre, layout.face, marks=marks, enlarged=enlarged)
    if colour is not None:
        placement = placement._replace(placed=tuple(_coloured(one, colour) for one in placement.placed))
    draw_labels(figure, placement)
    return placement


def _coloured(one: Placed, colour: str) -> Placed:
    return one._replace(fitted=one.fitted._replace(font=one.fitted.font._replace(colour=colour)))


def face_labels(view: View, layout: Layout, language: Language = "id") -> list[Label]:
    """List the names of what is on the face: members, kecamatan, neighbours, other kabupaten, places, facilities.

    Parameters
    ----------
    view
        What is on the face.
    layout
        Where it is.
    language
        ``id`` or ``en``.
    """
    members, others, beyond = view.members, view.others, view.beyond
    kinds = np.where(members["role"] == "pusat", "centre", "member")
    names = [_name(name) or code for code, name in members["nama_desa"].items()]
    numbers = members.index.argsort().argsort() + 1
    found = [
        Label(name, kind, shape, int(number))
        for name, kind, shape, number in zip(names, kinds, on_paper(members.geometry, layout), numbers, strict=True)
    ]
    found += _labels(others["nama_desa"], others.geometry, "neighbour", layout)
    if len(others):
        groups = kecamatan_code(others.index)
        whole = others.geometry.groupby(groups).agg(_joined)
        found_names = others["kecamatan"].map(_name).groupby(groups).max()
        names = [say("in_district", language, name=name) if name else "" for name in found_names]
        found += _labels(names, whole, "kecamatan", layout)
    level = beyond["level"].to_numpy()
    for kind, rows in (("neighbour", beyond[level == "desa"]), ("kabupaten", beyond[level == "kabupaten"])):
        names = [regency(_name(name), language) if kind == "kabupaten" else name for name in rows["name"]]
        found += _labels(names, rows.geometry, kind, layout)
    return found + _of_points(view, layout)


def _of_points(view: View, layout: Layout) -> list[Label]:
    """Name places, and the facilities in the kawasan: elsewhere their marks are enough. What is both is named once."""
    found: list[Label] = []
    for kind in ("place", "facility"):
        rows = view.features[view.features["kind"] == kind]
        middles = rows.geometry.representative_point()
        here = middles.within(view.outline) if kind == "facility" else middles.notna()
        found += _labels(rows["name"][here], middles[here], kind, layout)
    seen = {(one.text, round(one.shape.x), round(one.shape.y)): one for one in reversed(found)}
    return list(reversed(seen.values()))


def _labels(names: Any, shapes: Any, kind: str, layout: Layout) -> list[Label]:
    """Make labels of names; what has no name has no label."""
    if not len(shapes):
        return []
    placed = on_paper(shapes, layout)
    return [Label(_name(name), kind, shape) for name, shape in zip(names, placed, strict=True) if _name(name)]


def _name(value: object) -> str:
    """Read a name in one line; nothing when it is missing or blank."""
    return one_line(text(value))


def _around(shapes: gpd.GeoSeries, layout: Layout, size: float) -> list[Any]:
    """Give circles around marks of a size in points."""
    if not len(shapes):
        return []
    middles = shapely.point_on_surface(on_paper(shapes, layout))
    return list(shapely.buffer(middles, size * POINT * CLEAR))


def _joined(shapes: Any) -> Any:
    return shapely.union_all(shapes.to_numpy())
