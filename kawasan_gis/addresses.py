"""Addresses of files on the network: what they look like, and files here that only stand for something there.

The network is read where a study says ``remote = true`` and nowhere else. A map file may be no map but the description
of one (a virtual raster, the XML of a map service), which GDAL follows wherever it leads; such files are read before
GDAL opens them, with the descriptions they name.
"""

import html
import re
import zipfile
from pathlib import Path

from kawasan_gis.errors import DataError, StudyError

# What GDAL reads over the network.
ADDRESS = re.compile(r"^(https?://|/vsicurl/https?://)")
# Nothing but the file itself is fetched, by ranges; what the network drops is asked for again.
REMOTE = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_HTTP_MERGE_CONSECUTIVE_RANGES": "YES",
    "GDAL_HTTP_MAX_RETRY": 3,
    "GDAL_HTTP_RETRY_DELAY": 1,
    "GDAL_HTTP_CONNECTTIMEOUT": 20,
    "GDAL_HTTP_TIMEOUT": 120,
    "VSI_CACHE": True,
}
# What is not described in words, such as an index of tiles in a GeoPackage, does not make us go there either.
LOCAL = {"CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none"}

# How the descriptions begin that GDAL's drivers follow.
DESCRIPTION = re.compile(
    rb"<(?:\w+:)?(?:VRTDataset|OGRVRT\w+|GDAL_WMS|WCS_GDAL|OGRWFSDataSource|\w*Capabilities|TileMapService"
    rb'|GDALTileIndexDataset|MRF_META)\b|"(?:stac_version|gdal_streamed_alg)"'
)
HEAD_BYTES = 4096
ARCHIVES = (".zip", ".kmz", ".shz")
# Metadata and the names of XML's own forms hold addresses that nobody follows.
IDLE = re.compile(r"<MDI\b.*?</MDI>|xmlns(?::\w+)?=\"[^\"]*\"|\w+:schemaLocation=\"[^\"]*\"", re.DOTALL)
NETWORK = re.compile(
    r"(?:https?|ftp)://[^\s\"'<>]*|/vsi(?:curl|s3|gs|az|adls|oss|swift|hdfs|webhdfs)[^\s\"'<>]*", re.IGNORECASE
)
TEXT = re.compile(r">\s*([^<>\n]{1,1000}?)\s*<")


def check_local(path: Path, what: str) -> None:
    """Refuse a file that leads to the network, itself or by a description that it names.

    Parameters
    ----------
    path
        A file that is there.
    what
        What to call it in the error.

    Raises
    ------
    StudyError
        When it does.
    DataError
        When it is an archive that cannot be looked into.
    """
    if found := _address(path, {path}):
        raise StudyError(
            f"{what} is no map but leads to {found}; save what is there as a file and name that "
            "(only a raster is read over the network: its own address as the path, and remote = true)"
        )


def _address(path: Path, seen: set[Path]) -> str:
    """The first address a file leads to; empty when there is none."""
    for text in _descriptions(path):
        if found := NETWORK.search(IDLE.sub("", text)):
            return found[0]
        for name in TEXT.findall(text):
            for other in (path.parent / html.unescape(name), Path(html.unescape(name))):
                if other not in seen and _is_file(other):
                    seen.add(other)
                    if further := _address(other, seen):
                        return further
    return ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A text too long to be a name.
        return False


def _descriptions(path: Path) -> list[str]:
    """The text of a file that is a description, of an archive that of the descriptions in it."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        if DESCRIPTION.search(head):
            return [(head + stream.read()).decode("utf-8", errors="replace")]
    return _archived(path) if path.suffix.lower() in ARCHIVES else []


def _archived(path: Path) -> list[str]:
    found = []
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream:
                    if DESCRIPTION.search(head := stream.read(HEAD_BYTES)):
                        found.append((head + stream.read()).decode("utf-8", errors="replace"))
    except (NotImplementedError, RuntimeError) as error:
        # GDAL may well read what cannot be looked into here.
        raise DataError(
            f"cannot look into {path}: {error}; pack it again as a plain zip, without a password"
        ) from error
    except zipfile.BadZipFile:
        # Damaged: what reads it next says so.
        return found
    return found
