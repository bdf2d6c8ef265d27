"""The villages and the outlines of their kecamatan and kabupaten."""

from typing import Any

import geopandas as gpd
import pandas as pd

from kawasan_gis.codes import kabupaten_code, kecamatan_code
from kawasan_gis.crs import WGS84
from kawasan_gis.dissolve import dissolved
from kawasan_gis.i18n import Language, number
from kawasan_gis.maps import shapes, style
from kawasan_gis.maps.content.cells import column, text

# More kabupaten than this are counted in the subtitle, not named.
MOST_NAMES = 2


def subtitle(villages: gpd.GeoDataFrame, language: Language) -> str:
    """Say where the villages are and how many there are of each status."""
    names = list(dict.fromkeys(text(name) for name in villages["kabupaten"]))
    kinds = villages["status"].map(text).value_counts(sort=False)
    count = ", ".join(
        f"{number(kinds[kind], 0, language)} {_status(kind, language)}"
        for kind in sorted(kinds.index, key=lambda kind: (-kinds[kind], kind))
    )
    where = f"{len(names)} kabupaten/kota" if len(names) > MOST_NAMES else ", ".join(names)
    return f"{where} · {count}"


def _status(kind: str, language: Language) -> str:
    return style.STATUS[kind].say(language) if kind in style.STATUS else kind


def villages_content(villages: gpd.GeoDataFrame, thin: gpd.GeoSeries, language: Language) -> dict[str, Any]:
    """List what is known of every village, a list per column, and its shape once.

    Parameters
    ----------
    villages
        The villages table.
    thin
        Their shapes thinned for the screen, on the same index.
    language
        Language of the words.
    """
    kinds = [text(status) for status in villages["status"]]
    known = list(dict.fromkeys(kinds))
    place = {kind: position for position, kind in enumerate(known)}
    groups = pd.factorize(pd.Index(kecamatan_code(villages.index)), sort=True)[0]
    return {
        "code": [text(code) for code in villages.index],
        "name": [text(name) for name in villages["nama_desa"]],
        "kecamatan": [text(name) for name in villages["kecamatan"]],
        "group": groups.tolist(),
        "status": [place[kind] for kind in kinds],
        "statuses": [_status(kind, language) for kind in known],
        "area": column(villages["area_ha"], 1),
        "population": column(villages["population"], 0) if "population" in villages else None,
        "shape": shapes.encoded_all(thin.to_crs(WGS84)),
    }


def units(villages: gpd.GeoDataFrame, thin: gpd.GeoSeries) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Outline every kecamatan and every kabupaten, in the order of the codes; no kabupaten when there is only one.

    Parameters
    ----------
    villages
        The villages table.
    thin
        Their shapes thinned for the screen, on the same index.
    """
    groups = pd.Series(kecamatan_code(villages.index), index=villages.index)
    outlines = dissolved(thin, groups)
    kecamatan = _drawn(villages["kecamatan"].groupby(groups, sort=True).first(), outlines)
    wider = pd.Series(kabupaten_code(outlines.index), index=outlines.index)
    if wider.nunique() < 2:
        return kecamatan, []
    of_villages = pd.Series(kabupaten_code(villages.index), index=villages.index)
    names = villages["kabupaten"].groupby(of_villages, sort=True).first()
    # Merging what is merged already takes half the time.
    return kecamatan, _drawn(names, dissolved(outlines, wider))


def _drawn(names: pd.Series, outlines: gpd.GeoSeries) -> list[dict[str, Any]]:
    parts = zip(names, shapes.points(outlines), shapes.encoded_all(outlines.to_crs(WGS84)), strict=True)
    return [{"name": text(name), "at": at, "shape": shape} for name, at, shape in parts]
