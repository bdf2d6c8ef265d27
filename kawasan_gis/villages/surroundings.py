"""What lies around a study in its own boundary file: villages nearby, and outlines of kabupaten and provinces."""

import os
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from kawasan_gis import codes as village_codes
from kawasan_gis import crs
from kawasan_gis.dissolve import dissolved, thinned
from kawasan_gis.errors import listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.villages.boundaries import POLYGONS, polygonal
from kawasan_gis.villages.file import Boundaries, read_boundaries
from kawasan_gis.villages.names import complete_names

COLUMNS = ["level", "kode", "name", "geometry"]
NEARBY_M = 20_000.0
# Corners of triangles under 4 m² go: less than a tenth of a millimetre on a sheet of 1:25,000.
THIN_M = 2.0


def read_surroundings(
    path: str | os.PathLike[str],
    villages: gpd.GeoDataFrame,
    *,
    names: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    codes: village_codes.System | None = None,
    layer: str | None = None,
    decimal: str | None = None,
    findings: Findings | None = None,
) -> gpd.GeoDataFrame:
    """Read what lies around the villages of a study in the file that they are from.

    Parameters
    ----------
    path
        The boundary file.
    villages
        The villages table read from it.
    names, columns, codes, layer, decimal
        As for :func:`kawasan_gis.read_villages`.
    findings
        Counts the villages outside the study that could not be used.

    Returns
    -------
    geopandas.GeoDataFrame
        See :func:`surroundings_of`.

    Raises
    ------
    DataError
        When the file cannot be read or is of no known kind.
    """
    with collected(findings) as found:
        file = read_boundaries(path, names=names, columns=columns, codes=codes, layer=layer, decimal=decimal,
                               strict=False, findings=Findings())  # fmt: skip
        return surroundings_of(file, villages, findings=found)


def surroundings_of(file: Boundaries, villages: gpd.GeoDataFrame, *, findings: Findings) -> gpd.GeoDataFrame:
    """Take the surroundings of a study out of a boundary file that is open already.

    Villages outside the study are repaired like its own; what is no polygon then, or lies outside Indonesia, is left
    out and counted.

    Parameters
    ----------
    file
        The whole file.
    villages
        The villages table of the study.
    findings
        Counts the villages outside the study that could not be used.

    Returns
    -------
    geopandas.GeoDataFrame
        ``level, kode, name, geometry``, by level and code, in the villages' system: ``desa``, villages outside the
        study within 20 km of one of its own; ``kabupaten``, outlines of all kabupaten of the study's provinces, its
        own too; ``provinsi``, outlines of these provinces, as far as the file holds them. Empty where the file holds
        nothing but the study.
    """
    own = village_codes.provinsi_code(villages.index)
    studied = village_codes.kabupaten_code(villages.index)
    table = file.table[~village_codes.kabupaten_code(file.table.index).isin(studied)]
    wanted = village_codes.provinsi_code(table.index).isin(own) | _near_extent(table, villages)
    others = _repaired(table[wanted], villages, findings) if wanted.any() else table[wanted]
    if others.empty:
        return gpd.GeoDataFrame({column: [] for column in COLUMNS}, geometry="geometry", crs=villages.crs)
    # Names are the study's own business: what is amiss with those of others goes unsaid.
    others = complete_names(others, file.listed, Findings())
    columns = ["nama_desa", "kabupaten", "provinsi", "geometry"]
    whole = pd.concat([villages[columns], others[columns]])
    whole = whole.set_geometry(thinned(whole.geometry, THIN_M))
    nearby = whole[~whole.index.isin(villages.index) & _within(whole, villages, NEARBY_M)]
    province = whole[village_codes.provinsi_code(whole.index).isin(own)]
    return _stacked(nearby, province)


def _near_extent(table: gpd.GeoDataFrame, villages: gpd.GeoDataFrame) -> np.ndarray:
    """Tell which shapes, as the file has them, may be near the villages; shapes that are missing are not."""
    west, south, east, north = villages.total_bounds
    wide = (west - NEARBY_M, south - NEARBY_M, east + NEARBY_M, north + NEARBY_M)
    to_file = Transformer.from_crs(villages.crs, table.crs, always_xy=True)
    west, south, east, north = to_file.transform_bounds(*wide, densify_pts=21)
    box = shapely.bounds(table.geometry.to_numpy())
    near: np.ndarray = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
    return near


def _repaired(table: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame:
    """Make the shapes valid polygons in the villages' system; leave out the others, and count them."""
    table = table.sort_index(kind="stable")
    sound = polygonal(_finite(table.geometry.to_numpy()))
    table = table.set_geometry(gpd.GeoSeries(sound, index=table.index, crs=table.crs))
    moved = table.geometry.where(~crs.strays(table)).to_crs(villages.crs).to_numpy()
    # A single corner far away can end up nowhere in another system.
    shapes = polygonal(_finite(moved))
    usable = np.array([shape is not None and shape.geom_type in POLYGONS for shape in shapes], dtype=bool)
    if len(lost := table.index[~usable]):
        findings.add("surroundings_left_out", value=len(lost), detail=listing(lost))
    return table[usable].set_geometry(gpd.GeoSeries(shapes[usable], index=table.index[usable], crs=villages.crs))


def _finite(shapes: np.ndarray) -> np.ndarray:
    """Put None in place of shapes with a corner that is nowhere: GEOS cannot repair them."""
    corners, of_shape = shapely.get_coordinates(shapes, return_index=True)
    kept = shapes.copy()
    kept[of_shape[~np.isfinite(corners).all(axis=1)]] = None
    return kept


def _within(table: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, distance: float) -> np.ndarray:
    tree = shapely.STRtree(table.geometry.to_numpy())
    found = tree.query(villages.geometry.to_numpy(), predicate="dwithin", distance=distance)[1]
    return np.isin(np.arange(len(table)), found)


def _stacked(nearby: gpd.GeoDataFrame, province: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put villages, and the outlines of kabupaten and provinces, under each other."""
    kabupaten = pd.Series(village_codes.kabupaten_code(province.index), index=province.index)
    outlines = dissolved(province.geometry, kabupaten)
    # Merging what is merged already takes a fraction of the time.
    wider = dissolved(outlines, pd.Series(village_codes.provinsi_code(outlines.index), index=outlines.index))
    provinces = pd.Series(village_codes.provinsi_code(province.index), index=province.index)
    parts = [
        ("desa", nearby.index, nearby["nama_desa"], nearby.geometry),
        ("kabupaten", outlines.index, province["kabupaten"].groupby(kabupaten, sort=True).first(), outlines),
        ("provinsi", wider.index, province["provinsi"].groupby(provinces, sort=True).first(), wider),
    ]
    tables = [
        gpd.GeoDataFrame(
            {"level": level, "kode": kode.astype("str"), "name": names.astype("str").to_numpy()},
            geometry=shapes.to_numpy(),
            crs=province.crs,
        )
        for level, kode, names, shapes in parts
    ]
    return pd.concat([table.astype({"level": "str"}) for table in tables], ignore_index=True)
