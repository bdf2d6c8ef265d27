"""The delineation as GeoJSON, for web maps and exchange."""

import os

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from kawasan_gis.crs import WGS84
from kawasan_gis.errors import OutputError
from kawasan_gis.files import written_whole
from kawasan_gis.handover.content import placed_members
from kawasan_gis.maps.content.given import check_given

CANDIDATE = ["rank", "candidate_id", "name", "score", "n_villages", "centre", "kecamatan", "kabupaten", "area_ha"]
MEMBER = ["rank", "candidate_id", "kode_desa", "nama_desa", "kecamatan", "role"]


def write_geojson(
    path: str | os.PathLike[str], villages: gpd.GeoDataFrame, ranking: gpd.GeoDataFrame, members: pd.DataFrame
) -> None:
    """Write the candidates and their members in degrees (EPSG:4326), by rank, each candidate before its members.

    Parameters
    ----------
    path
        The file.
    villages, ranking, members
        The tables of those names.

    Raises
    ------
    OutputError
        When the file cannot be written.
    TableError
        When a table lacks a column, or a member is not among the villages.
    CRSError
        When a table is not in a projected system.

    References
    ----------
    RFC 7946, The GeoJSON Format: outer rings run counterclockwise, coordinates have seven decimals (about 1 cm).
    """
    check_given(villages, ranking, members, (), None)
    areas = ranking.reset_index()[[*CANDIDATE, "geometry"]].assign(feature="kawasan")
    parts = placed_members(villages, ranking, members)[[*MEMBER, "geometry"]].assign(feature="desa")
    order = {"pusat": 1, "hinterland": 2, "bridge": 3}
    both = pd.concat([areas.assign(place=0), parts.assign(place=parts["role"].map(order))], ignore_index=True)
    both = both.sort_values(["rank", "place", "kode_desa"], kind="stable", ignore_index=True)
    degrees = gpd.GeoDataFrame(both, crs=villages.crs).to_crs(WGS84)
    columns = list(dict.fromkeys(["feature", *MEMBER, *CANDIDATE]))
    try:
        with written_whole(path) as partial:
            pyogrio.write_dataframe(
                degrees[[*columns, "geometry"]], partial, driver="GeoJSON", promote_to_multi=True,
                layer_options={"RFC7946": "YES", "COORDINATE_PRECISION": "7", "WRITE_NAME": "NO"},
            )  # fmt: skip
    except (DataSourceError, DataLayerError) as error:
        raise OutputError(f"cannot write {path}: {error}; is there room on the disk?") from error
