"""Layers of a project: which there are, where their rows and styles come from, and how QGIS writes them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS

from kawasan_gis.errors import DataError
from kawasan_gis.handover import words
from kawasan_gis.handover.gpkg import STYLES
from kawasan_gis.handover.markup import add, parsed
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex import symbols

SHEET, SCORES, LOCATION = "sheet", "scores", "location"
GEOMETRIES = {"MultiPolygon": "Polygon", "MultiLineString": "Line", "Point": "Point"}


class Item(NamedTuple):
    """A layer of the project.

    Attributes
    ----------
    table
        Layer of the GeoPackage.
    group
        Where it is in the list.
    themes
        Which themes show it.
    chosen
        Whether it shows what belongs to one candidate.
    rows
        Which rows it has, as SQL; ``{rank}`` is the candidate's.
    legend
        Its entry in the sheet's legend; none where its symbols say enough.
    """

    table: str
    group: str
    themes: tuple[str, ...] = ()
    chosen: bool = False
    rows: str = ""
    legend: symbols.Symbol | None = None

    @property
    def key(self) -> str:
        """Its id in the project, more than ten letters as QGIS wants it."""
        return f"kawasan_layer_{self.table}{'_chosen' if self.chosen else ''}"

    def title(self, rank: int, language: Language) -> str:
        """Name the layer as the list shows it."""
        if self.chosen:
            return words.CHOSEN[self.table].say(language, rank=rank)
        return words.LAYERS[self.table].say(language)


NOT_MEMBERS = '"kode_desa" NOT IN (SELECT "kode_desa" FROM "members" WHERE "rank" = {rank})'
ITEMS = (
    Item("outlines", "borders", (SHEET, SCORES, LOCATION)),
    Item("borders", "borders"),
    Item("candidates", "candidates", (SHEET, LOCATION), True, '"rank" = {rank}', symbols.OUTLINE_LINE),
    Item("candidates", "candidates", (SCORES,)),
    Item("places", "features", (SHEET,), legend=symbols.PLACE),
    Item("facilities", "features", (SHEET,)),
    Item("roads", "features", (SHEET,)),
    Item("lines", "features", (SHEET,)),
    Item("rivers", "features", (SHEET,)),
    Item("cover", "features"),
    Item("members", "villages", (SHEET, LOCATION), True, '"rank" = {rank}'),
    Item("members", "villages"),
    Item("villages", "villages", (SHEET, LOCATION), True, NOT_MEMBERS, symbols.FIXED["other"]),
    Item("villages", "villages", (SCORES,)),
    Item("surroundings", "around", (SHEET, SCORES), legend=symbols.FIXED["beyond"]),
)
"""Top down, as they are drawn."""


class Source(NamedTuple):
    """A GeoPackage as a project sees it.

    Attributes
    ----------
    path
        From the project's folder.
    kinds
        The kind of geometry of each of its layers.
    styles
        The table ``layer_styles``.
    candidates
        The layer of that name.
    members
        The layer of that name, without shapes.
    provinsi
        Of the villages by code, where it is known.
    bounds
        Of the villages: west, south, east, north.
    """

    path: str
    kinds: Mapping[str, str]
    styles: pd.DataFrame
    candidates: gpd.GeoDataFrame
    members: pd.DataFrame
    provinsi: Mapping[str, str]
    bounds: tuple[float, float, float, float]

    @property
    def crs(self) -> CRS:
        """The system of all layers."""
        system: CRS = self.candidates.crs
        return system

    def style(self, item: Item) -> dict[str, Any]:
        """Take the style a layer opens with; villages beside a candidate are plain, which is the last of theirs."""
        styles = self.styles[self.styles["f_table_name"] == item.table]
        plain = item.chosen and item.table == "villages"
        row = styles.iloc[-1] if plain else styles[styles["useAsDefault"]].iloc[0]
        return {str(key): value for key, value in row.items()}

    def address(self, item: Item, rank: int) -> str:
        """Say where the rows of a layer are."""
        rows = f"|subset={item.rows.format(rank=rank)}" if item.rows else ""
        return f"{self.path}|layername={item.table}{rows}"


def read_source(project: Path, gpkg: Path) -> Source:
    """Read what a project needs to know of a GeoPackage.

    Parameters
    ----------
    project
        Where the project will be.
    gpkg
        The file that ``write_gpkg`` wrote.

    Raises
    ------
    DataError
        When it cannot be read, or is of an older version.
    """
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(gpkg)]
        kinds = {name: pyogrio.read_info(gpkg, layer=name)["geometry_type"] for name in layers if name != STYLES}
        styles = pyogrio.read_dataframe(gpkg, layer=STYLES, read_geometry=False)
        candidates = pyogrio.read_dataframe(gpkg, layer="candidates")
        members = pyogrio.read_dataframe(gpkg, layer="members", read_geometry=False)
        names = pyogrio.read_dataframe(gpkg, layer="villages", columns=["kode_desa", "provinsi"], read_geometry=False)
        bounds = pyogrio.read_info(gpkg, layer="villages", force_total_bounds=True)["total_bounds"]
    except (DataSourceError, DataLayerError) as error:
        raise DataError(f"cannot read {gpkg}: {error}; write it with write_gpkg first") from error
    if "area_ha" not in members:
        raise DataError(f"{gpkg} is of an older version: its members have no area_ha; write it with write_gpkg again")
    place = Path(os.path.relpath(gpkg, project.parent)).as_posix()
    provinsi = names.set_index("kode_desa")["provinsi"].dropna().to_dict() if "provinsi" in names else {}
    way = place if place.startswith(".") else f"./{place}"
    return Source(way, kinds, styles, candidates, members, provinsi, bounds)


def add_layer(layers: Element, source: Source, one: Item, rank: int, language: Language) -> None:
    """Add a layer with all its styles.

    Parameters
    ----------
    layers
        Gets it.
    source
        The GeoPackage.
    one
        The layer.
    rank
        Of the candidate that chosen layers show.
    language
        Of its name.
    """
    style = source.style(one)
    drawn = parsed(style["styleQML"])
    kind = source.kinds[one.table]
    if one.chosen and one.table == "candidates":
        drawn.set("labelsEnabled", "0")
    layer = add(layers, "maplayer", type="vector", geometry=GEOMETRIES[kind], wkbType=kind,
                **{key: value for key, value in drawn.attrib.items() if key != "version"})  # fmt: skip
    add(layer, "id", one.key)
    add(layer, "datasource", source.address(one, rank))
    add(layer, "layername", one.title(rank, language))
    layer.append(system_of(source.crs, "srs"))
    add(layer, "provider", "ogr", encoding="UTF-8")
    manager = add(layer, "map-layer-style-manager", current=style["styleName"])
    add(manager, "map-layer-style", name=style["styleName"])
    if one.table == "villages" and not one.chosen:
        others = source.styles[(source.styles["f_table_name"] == one.table) & ~source.styles["useAsDefault"]]
        for name, qml in zip(others["styleName"], others["styleQML"], strict=True):
            add(manager, "map-layer-style", name=name).append(parsed(qml))
    if LOCATION in one.themes:
        small = add(manager, "map-layer-style", name=words.THEMES[LOCATION].say(language))
        small.append(_without_detail(parsed(style["styleQML"])))
    layer.extend(drawn)


def _without_detail(style: Element) -> Element:
    """Leave names and borders of villages out, which a small map has no room for."""
    style.set("labelsEnabled", "0")
    for listed in style.iter("categories"):
        for category in listed.findall("category[@value='desa']"):
            listed.remove(category)
    return style


def system_of(crs: CRS, tag: str = "") -> Element:
    """Write a reference system as QGIS does.

    Parameters
    ----------
    crs
        The system.
    tag
        Of the element around it.
    """
    root = Element(tag or "systems")
    system = add(root, "spatialrefsys")
    authority = crs.to_authority() or ("", "")
    add(system, "wkt", crs.to_wkt("WKT2_2019"))
    add(system, "srid", authority[1] or 0)
    add(system, "authid", ":".join(authority) if authority[0] else "")
    add(system, "description", crs.name)
    add(system, "geographicflag", "true" if crs.is_geographic else "false")
    return root
