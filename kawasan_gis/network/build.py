"""The network of a study put together from its layers."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.errors import CRSError, StudyError
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import did_you_mean
from kawasan_gis.layers import Kind, Layer, read_shapes
from kawasan_gis.network.access import Access, no_feet
from kawasan_gis.network.cells import settlement_cells
from kawasan_gis.network.junctions import Shapes
from kawasan_gis.network.land import land_of
from kawasan_gis.network.landings import join_waters
from kawasan_gis.network.lines import road_lines, water_lines
from kawasan_gis.network.links import M_PER_KM, Lines, Links, cut_lines, joined_links
from kawasan_gis.network.options import Network
from kawasan_gis.network.origins import village_origins
from kawasan_gis.network.speeds import read_speeds, speed_of
from kawasan_gis.network.straight import Straight
from kawasan_gis.network.walks import Feet, walk


def build_network(
    villages: gpd.GeoDataFrame,
    options: Network,
    *,
    roads: gpd.GeoDataFrame | None = None,
    rivers: gpd.GeoDataFrame | None = None,
    ferries: gpd.GeoDataFrame | None = None,
    landings: gpd.GeoDataFrame | None = None,
    settlements: gpd.GeoDataFrame | None = None,
    findings: Findings | None = None,
) -> Access:
    """Put villages on the network of roads, rivers and ferries.

    Parameters
    ----------
    villages
        The villages table.
    options
        Speeds, junctions, walks; the layers it names are not read here.
    roads, rivers, ferries
        Lines; with none of them times are estimated from straight lines.
    landings
        Points where roads meet rivers and ferries.
    settlements
        Points or polygons from which villages set out.
    findings
        Collects unknown classes, lines without a length, parts of the network that are cut off, and villages that
        no road or river is near enough to.

    Returns
    -------
    Access
        Ready to be asked for travel times.

    Raises
    ------
    DataError
        When a layer has no line with a length, a column is missing, or no class of road is known.
    StudyError
        When a speed is not above 0 or given for a class that is not there, or roads have neither a column of
        classes nor one speed for all.
    """
    speeds = read_speeds(options.speeds, km_h=options.km_h)
    walking = speed_of(speeds, "walking")
    with collected(findings) as found:
        roads, rivers, ferries = (_in_system(table, villages) for table in (roads, rivers, ferries))
        parts = [road_lines(roads, options, speeds, found)] if roads is not None else []
        waters = water_lines(rivers, ferries, speeds, found)
        links, water = _links(parts, waters, options)
        ways = _ways(links, water)
        origins = village_origins(villages, _in_system(settlements, villages), ways=ways, findings=found)
        land, feet, joins, count = land_of(villages), no_feet(), no_feet(), 0
        reach = options.walk_km * M_PER_KM
        if links is not None:
            feet = walk(origins, links, reach_m=reach, km_h=walking, land=land, at=land.number)
            joins, count = _landings(links, water, _in_system(landings, villages), options, walking, found)
        straight = Straight(options.detour, speed_of(speeds, "straight"))
        access = Access(villages.index, origins, straight, links, joins, count, feet, land, reach, walking)
        _report(access, found)
    return access


def _in_system(table: gpd.GeoDataFrame | None, villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
    if table is not None and table.crs is None:
        raise CRSError("a layer of the network has no coordinate reference system; set it with set_crs")
    return None if table is None else table.to_crs(villages.crs)


def _links(roads: list[Lines], waters: Lines | None, options: Network) -> tuple[Links | None, int]:
    """Cut all lines into links, roads first; and say which is the first of the waters."""
    parts = [cut_lines(lines, snap_m=options.snap_m, junctions=options.junctions) for lines in roads]
    water = sum(len(part.start) for part in parts)
    if waters is not None:
        parts.append(cut_lines(waters, snap_m=options.snap_m, junctions="touching"))
    return (joined_links(parts) if parts else None), water


def _ways(links: Links | None, water: int) -> list[Shapes]:
    """The lines people get on anywhere, roads and rivers apart; all where there are only ferries."""
    if links is None:
        return []
    road = np.arange(len(links.start)) < water
    kinds = [links.shapes[links.open & road], links.shapes[links.open & ~road]]
    return [kind for kind in kinds if len(kind)] or [links.shapes]


def _landings(
    links: Links, water: int, landings: gpd.GeoDataFrame | None, options: Network, km_h: float, findings: Findings
) -> tuple[Feet, int]:
    if not 0 < water < len(links.start):
        return no_feet(), 0
    points = None if landings is None else shapely.get_parts(landings.geometry.to_numpy())
    feet, count = join_waters(links, water, points, within_m=options.landing_m, km_h=km_h)
    if points is not None and 0 < count < len(points):
        findings.add("landing_alone", value=len(points) - count, detail=f"{options.landing_m:g}")
    if not count:
        findings.add("no_landing", detail=f"{options.landing_m:g}")
    return feet, count


def _report(access: Access, findings: Findings) -> None:
    if access.estimated:
        findings.add("straight_lines", detail=access.note("id"), other=access.note("en"))
        return
    parts = access.parts()
    if len(parts) > 1:
        cut_off = float(parts["km"].iloc[1:].sum())
        share = 100 * cut_off / float(parts["km"].sum())
        findings.add("network_parts", value=round(share, 1), other=str(len(parts)), detail=f"{cut_off:.0f}")
    for code in access.codes[~access.connected]:
        findings.add("off_network", str(code), value=access.reach_m / M_PER_KM)


def open_network(
    villages: gpd.GeoDataFrame, layers: Sequence[Layer], options: Network, *, findings: Findings | None = None
) -> Access:
    """Read the layers a network is made of, and put villages on it.

    Parameters
    ----------
    villages
        The villages table.
    layers
        As in a study; those the options name must be among them.
    options
        The section ``[network]`` of a study.
    findings
        See :func:`build_network`.

    Returns
    -------
    Access
        Ready to be asked for travel times.

    Raises
    ------
    StudyError
        When a layer is unknown or of the wrong kind.
    DataError
        When a layer cannot be read or used.
    """
    by_name = {layer.name: layer for layer in layers}
    check_network(by_name, options)
    with collected(findings) as found:
        named = [*options.lines, *([options.landings] if options.landings else [])]
        tables = {name: read_shapes(by_name[name], villages, findings=found) for name in named}
        return build_network(
            villages, options,
            roads=_stacked(tables, options.roads), rivers=_stacked(tables, options.rivers),
            ferries=_stacked(tables, options.ferries),
            landings=tables[options.landings] if options.landings else None,
            settlements=_settlements(villages, by_name, options, found),
            findings=found,
        )  # fmt: skip


def _settlements(
    villages: gpd.GeoDataFrame, layers: dict[str, Layer], options: Network, findings: Findings
) -> gpd.GeoDataFrame | None:
    if not options.origins:
        return None
    layer = layers[options.origins]
    if layer.kind == "raster":
        return settlement_cells(villages, layer, options.origin_classes)
    return read_shapes(layer, villages, findings=findings)


def _stacked(tables: dict[str, gpd.GeoDataFrame], names: Sequence[str]) -> gpd.GeoDataFrame | None:
    return pd.concat([tables[name] for name in names], ignore_index=True) if names else None


def check_network(layers: dict[str, Layer], options: Network) -> None:
    """Refuse a network whose layers are unknown or of the wrong kind."""
    kinds: dict[str, tuple[Kind, ...]] = dict.fromkeys(options.lines, ("lines",))
    kinds.update({options.landings: ("points",)} if options.landings else {})
    kinds.update({options.origins: ("points", "polygons", "raster")} if options.origins else {})
    for name, allowed in kinds.items():
        if name not in layers:
            raise StudyError(f"network: there is no layer {name}{did_you_mean(name, list(layers))}")
        if layers[name].kind not in allowed:
            raise StudyError(
                f"network: layer {name} is of kind {layers[name].kind}, but should be {' or '.join(allowed)}"
            )
    raster = bool(options.origins) and layers[str(options.origins)].kind == "raster"
    if raster != bool(options.origin_classes):
        raise StudyError(
            "network: origins in a raster and origin_classes, the classes that are settlements, go together: "
            'origin_classes = ["permukiman"]'
        )
