"""A QGIS project beside a GeoPackage: its layers styled and in groups, and a print layout of one candidate's sheet."""

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import geopandas as gpd

from kawasan_gis.crs import utm_zone
from kawasan_gis.files import written_whole
from kawasan_gis.handover import words
from kawasan_gis.handover.layout_legend import Entry
from kawasan_gis.handover.markup import add, shown, written
from kawasan_gis.handover.project_layers import ITEMS, LOCATION, SHEET, Item, Source, add_layer, read_source, system_of
from kawasan_gis.handover.sheet import Given, fitting, sheet_of
from kawasan_gis.handover.styles import DOCTYPE, VERSION
from kawasan_gis.i18n import Language
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.paper import SCALES

NO_DATE = (1980, 1, 1, 0, 0, 0)


def write_project(
    path: str | os.PathLike[str],
    gpkg: str | os.PathLike[str],
    *,
    title: str = "",
    sources: Sequence[str] = (),
    rank: int = 1,
    paper: str = "A3",
    decree: Decree | None = None,
    language: Language = "id",
) -> None:
    """Write a QGIS project of a GeoPackage, with the sheet of one candidate as a print layout.

    Parameters
    ----------
    path
        The project, ``.qgz``; it finds the GeoPackage by the way from one to the other.
    gpkg
        The file that :func:`write_gpkg` wrote.
    title
        Of the project.
    sources
        Where the data come from: lines for the sheet.
    rank
        Of the candidate on the sheet; there is no layout where no candidate has it.
    paper
        ``A4`` to ``A1``; the next larger one where the candidate does not fit.
    decree
        What is known of the decree; what it leaves open becomes dots.
    language
        Of the words, ``id`` or ``en``: that of the GeoPackage.

    Raises
    ------
    DataError
        When the GeoPackage cannot be read, or is of an older version.
    StudyError
        When there is no such paper, or the candidate fits on none.
    OutputError
        When the file cannot be written.
    """
    source = read_source(Path(path), Path(gpkg))
    chosen = source.candidates[source.candidates["rank"] == rank]
    items = [one for one in ITEMS if one.table in source.kinds and (len(chosen) or not one.chosen)]
    root = _project(source, items, title, rank, language)
    if len(chosen):
        add(root, "Layouts").append(
            _sheet(source, chosen, items, tuple(sources), rank, paper, decree or Decree(), language)
        )
    entry = zipfile.ZipInfo(f"{Path(path).stem}.qgs", NO_DATE)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    with written_whole(path) as partial, zipfile.ZipFile(partial, "w") as archive:
        archive.writestr(entry, written(root, DOCTYPE))


def _project(source: Source, items: Sequence[Item], title: str, rank: int, language: Language) -> Element:
    root = Element("qgis", {"version": VERSION, "projectname": shown(title)})
    add(root, "homePath", path="")
    add(root, "title", shown(title))
    root.append(system_of(source.crs, "projectCrs"))
    _add_tree(root, source, items, rank, language)
    _add_canvas(root, source)
    layers = add(root, "projectlayers")
    for one in items:
        add_layer(layers, source, one, rank, language)
    order = add(root, "layerorder")
    for one in items:
        add(order, "layer", id=one.key)
    _add_properties(root)
    presets = add(root, "visibility-presets")
    for theme, name in words.THEMES.items():
        preset = add(presets, "visibility-preset", name=name.say(language))
        for one in items:
            if theme in one.themes:
                style = name.say(language) if theme == LOCATION else source.style(one)["styleName"]
                add(preset, "layer", id=one.key, visible=1, expanded=0, style=style)
    metadata = add(root, "projectMetadata")
    add(metadata, "title", shown(title))
    add(metadata, "language", language.upper())
    return root


def _add_tree(root: Element, source: Source, items: Sequence[Item], rank: int, language: Language) -> None:
    tree = add(root, "layer-tree-group")
    for group, name in words.GROUPS.items():
        within = [one for one in items if one.group == group]
        if within:
            branch = add(tree, "layer-tree-group", name=name.say(language), checked="Qt::Checked", expanded=1)
        for one in within:
            checked = "Qt::Checked" if SHEET in one.themes else "Qt::Unchecked"
            add(branch, "layer-tree-layer", id=one.key, name=one.title(rank, language), checked=checked,
                expanded=0, providerKey="ogr", source=source.address(one, rank))  # fmt: skip


def _add_canvas(root: Element, source: Source) -> None:
    canvas = add(root, "mapcanvas", name="theMapCanvas", annotationsVisible=1)
    add(canvas, "units", "meters")
    view = add(root, "ProjectViewSettings", UseProjectScales=1, rotation=0)
    scales = add(view, "Scales")
    for scale in reversed(SCALES):
        add(scales, "Scale", Value=scale)
    extent = dict(zip(("xmin", "ymin", "xmax", "ymax"), map(float, source.bounds), strict=True))
    shape = add(canvas, "extent")
    for key, value in extent.items():
        add(shape, key, value)
    add(canvas, "rotation", 0)
    canvas.append(system_of(source.crs, "destinationsrs"))
    add(view, "DefaultViewExtent", **extent).append(system_of(source.crs)[0])


def _add_properties(root: Element) -> None:
    properties = add(root, "properties")
    for section, key, kind, value in (
        ("SpatialRefSys", "ProjectionsEnabled", "int", "1"),
        ("Paths", "Absolute", "bool", "false"),
        ("Measurement", "AreaUnits", "QString", "ha"),
        ("Measurement", "DistanceUnits", "QString", "meters"),
    ):
        found = properties.find(section)
        add(add(properties, section) if found is None else found, key, value, type=kind)


def _sheet(
    source: Source, chosen: gpd.GeoDataFrame, items: Sequence[Item], sources: tuple[str, ...], rank: int, paper: str,
    decree: Decree, language: Language,
) -> Element:  # fmt: skip
    """Lay out the sheet in the zone that the printed annex has."""
    crs = utm_zone(chosen, source.crs)
    corner = gpd.GeoSeries.from_xy(source.bounds[::2], source.bounds[1::2], crs=source.crs).to_crs(crs)
    entries = tuple(
        Entry(one.key, one.legend.label.say(language) if one.legend else one.title(rank, language), bool(one.legend))
        for one in items
        if SHEET in one.themes
    )
    row = chosen.iloc[0]
    inside = source.members[(source.members["rank"] == rank) & (source.members["role"] != "bridge")]
    provinsi = next((source.provinsi[code] for code in inside["kode_desa"] if code in source.provinsi), "")
    legal = "legal_area_ha" in inside and bool(inside["legal_area_ha"].notna().any())
    members = next(one.key for one in items if one.chosen and one.table == "members")
    given = Given(
        rank, str(row["name"]), str(row["kabupaten"]), provinsi, decree, members, legal,
        tuple(corner.total_bounds), crs, None if crs == source.crs else system_of(crs)[0], sources, entries,
        (words.THEMES[SHEET].say(language), words.THEMES[LOCATION].say(language)), language,
    )  # fmt: skip
    return sheet_of(fitting(chosen.to_crs(crs).geometry, paper, len(inside)), given)
