"""Zonal statistics as one table."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.errors import StudyError
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators.terrain import SLOPE_CLASSES
from kawasan_gis.indicators.zonal.blocks import Source
from kawasan_gis.indicators.zonal.classes import Words, class_codes, report_unknown
from kawasan_gis.indicators.zonal.grid import look_at
from kawasan_gis.indicators.zonal.passing import LEAST_VALID_SHARE, Answers, Floats, Request, report_partly
from kawasan_gis.indicators.zonal.values import (
    OF_CODES,
    OF_NUMBERS,
    Options,
    check_source,
    class_hectares,
    grouped,
    numbers,
    requests_of,
    shares,
)
from kawasan_gis.vocabulary import read_vocabulary

STATISTICS = (*OF_NUMBERS, *OF_CODES, "slope_mean", "slope_share")
Place = str | Path


def zonal_statistics(
    villages: gpd.GeoDataFrame,
    rasters: Place | Sequence[Place] | Mapping[str, Place],
    statistics: str | Sequence[str] = "mean",
    *,
    bands: int | Sequence[int] = 1,
    quantiles: Sequence[float] = (0.5,),
    weights: Place | None = None,
    classes: Sequence[int | str] | None = None,
    vocabulary: Words | None = None,
    remote: bool = False,
    findings: Findings | None = None,
) -> pd.DataFrame:
    """Measure rasters under each village, every cell weighted by the part of it the village covers.

    Each grid is read once for everything asked of it, quantiles apart, in blocks of bounded memory and always at full
    resolution. The mean, sum, standard deviation (of the population) and class shares agree with exactextract's.

    Parameters
    ----------
    villages
        Villages (or any polygons) with a reference system; hectares are shares of their column ``area_ha`` where there
        is one, else of their measured area.
    rasters
        A file, several, or names with files; north up, with a reference system. Those on the same grid are read
        together.
    statistics
        One or several of mean, sum, min, max, std, quantile, weighted_mean, valid_share, class_share, class_ha,
        slope_mean and slope_share (of a raster of heights).
    bands
        Band or bands, counted from 1.
    quantiles
        Shares (0..1) for ``quantile``: the least value such that cells up to it cover at least that share of the
        ground with data; always a value of a cell, nothing is interpolated.
    weights
        Raster on the same grid whose first band weights ``weighted_mean``; cells without weight or value do not count.
    classes
        Codes, or groups of the vocabulary by name, for ``class_share`` and ``class_ha``; when not given each code met
        is a class.
    vocabulary
        ``klhk``, ``worldcover`` or a file .toml that says what codes mean.
    remote
        Whether rasters may be addresses, read over the network by ranges.
    findings
        Collects villages with too little data, and codes the vocabulary does not know.

    Returns
    -------
    pandas.DataFrame
        Indexed as the villages: one column per statistic (``quantile_0.5``, ``class_share_10``, ``slope_share_0-8``),
        and ``valid_share``, the share of the village with data. Several rasters or bands put their name (``name_``,
        ``b2_``) before. NaN where less than half of a village has data.

    Raises
    ------
    DataError
        When a raster cannot be read or does not fit the villages or the statistic.
    StudyError
        When a statistic is unknown, a quantile out of range, or weights are missing or on another grid.
    """
    names = [statistics] if isinstance(statistics, str) else list(statistics)
    _check_statistics(names, quantiles, weights)
    opened = {name: look_at(place, name, remote=remote) for name, place in _named(rasters).items()}
    weighting = look_at(weights, "weights", remote=remote) if weights is not None else None
    wanted = [bands] if isinstance(bands, int) else list(bands)
    options = Options(names, tuple(quantiles), Source(weighting) if weighting else None,
                      None if classes is None else class_codes(classes, vocabulary))  # fmt: skip
    sources = {
        (f"{name}_" if len(opened) > 1 else "") + (f"b{band}_" if len(wanted) > 1 else ""): Source(raster, band)
        for name, raster in opened.items()
        for band in wanted
    }
    for source in sources.values():
        check_source(source, names, options.weights, source.raster.label)
    answers = Answers(villages, [each for source in sources.values() for each in requests_of(source, options)])
    with collected(findings) as found:
        tables = [_table(answers, source, options, found).add_prefix(prefix) for prefix, source in sources.items()]
        if vocabulary is not None and classes is not None and set(names) & set(OF_CODES):
            for source in sources.values():
                codes = answers[Request("classes", source)].codes
                report_unknown(codes, read_vocabulary(vocabulary), source.raster.label, found)
    return pd.concat(tables, axis=1)


def _check_statistics(names: Sequence[str], quantiles: Sequence[float], weights: Place | None) -> None:
    for name in names:
        if name not in STATISTICS:
            raise StudyError(f"there is no statistic {name}{did_you_mean(name, list(STATISTICS))}")
    if not names or ("quantile" in names and not quantiles):
        raise StudyError("name at least one statistic, and one share for quantile")
    if wrong := [share for share in quantiles if not 0 <= share <= 1]:
        raise StudyError(f"quantiles are shares between 0 and 1, not {wrong[0]:g}")
    if "weighted_mean" in names and weights is None:
        raise StudyError("weighted_mean needs weights: a raster on the same grid")


def _named(rasters: Place | Sequence[Place] | Mapping[str, Place]) -> dict[str, Place]:
    if isinstance(rasters, Mapping):
        return dict(rasters)
    places = [rasters] if isinstance(rasters, str | Path) else list(rasters)
    names = [Path(str(place).split("?")[0]).stem for place in places]
    if len(set(names)) < len(names):
        raise StudyError("rasters have the same file name: give them as a table of names and files")
    return dict(zip(names, places, strict=True))


def _table(answers: Answers, source: Source, options: Options, findings: Findings) -> pd.DataFrame:
    names, columns = set(options.statistics), {}
    slope = Source(source.raster, source.band, "slope")
    parts: list[tuple[dict[str, Floats], Floats]] = []
    as_codes = source.raster.palettes[source.band - 1]
    if names & set(OF_NUMBERS) and not as_codes:
        parts.append(numbers(answers, source, options))
    if names & set(OF_CODES) or ("valid_share" in names and as_codes):
        found, valid = shares(answers, source)
        parts.append(({}, valid))
        of_classes = {"class_share": found}
        if "class_ha" in names:
            of_classes["class_ha"] = class_hectares(answers, source)
        for name in sorted(set(of_classes) & names, reverse=True):
            rows = grouped(of_classes[name], options.classes).items()
            parts.append(({f"{name}_{key}": row for key, row in rows}, valid))
    if "slope_mean" in names:
        of_slope, valid = numbers(answers, slope, Options(["mean"]))
        parts.append(({"slope_mean": of_slope["mean"]}, valid))
    if "slope_share" in names:
        found, valid = shares(answers, slope)
        parts.append(({f"slope_share_{SLOPE_CLASSES[i]}": found.parts[:, i] for i in found.codes}, valid))
    for each, valid in parts:
        columns.update({name: np.where(valid >= LEAST_VALID_SHARE, row, math.nan) for name, row in each.items()})
    valid = parts[0][1]
    report_partly(answers.villages, valid, source.raster.label, findings)
    return pd.DataFrame({**columns, "valid_share": valid}, index=answers.villages.index)
