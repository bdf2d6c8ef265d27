"""Numbers per village from what a pass has collected."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np

from kawasan_gis.errors import StudyError
from kawasan_gis.indicators.zonal.accumulate import Classes
from kawasan_gis.indicators.zonal.blocks import Source
from kawasan_gis.indicators.zonal.grid import check_band
from kawasan_gis.indicators.zonal.passing import Answers, Floats, Request

OF_NUMBERS = ("mean", "sum", "min", "max", "std", "quantile", "weighted_mean", "valid_share")
OF_CODES = ("class_share", "class_ha")


class Options(NamedTuple):
    """What is asked of each band."""

    statistics: list[str]
    quantiles: tuple[float, ...] = ()
    weights: Source | None = None
    classes: Mapping[str, Sequence[int]] | None = None


def check_source(source: Source, statistics: Iterable[str], weights: Source | None, whose: str) -> None:
    """Refuse a band that is not there, numbers of a palette, and weights on another grid."""
    check_band(source.raster, source.band, whose, numbers=not set(statistics) <= {*OF_CODES, "valid_share"})
    if weights is not None and "weighted_mean" in statistics:
        check_band(weights.raster, weights.band, whose, numbers=True)
        if weights.raster.grid != source.raster.grid:
            raise StudyError(
                f"{whose}: {weights.raster.name} is not on the grid of {source.raster.name}, whose "
                "cells it should weight; warp it to that grid first"
            )


def requests_of(source: Source, options: Options) -> list[Request]:
    """List what a band is asked to answer the statistics."""
    names, requests = set(options.statistics), []
    slope = Source(source.raster, source.band, "slope")
    as_codes = source.raster.palettes[source.band - 1]
    if names & set(OF_NUMBERS) and not as_codes:
        requests.append(Request("moments", source))
    if "std" in names:
        requests.append(Request("spread", source))
    if "quantile" in names:
        requests.append(Request("quantiles", source, quantiles=options.quantiles))
    if "weighted_mean" in names:
        requests.append(Request("weighted", source, options.weights))
    if names & set(OF_CODES) or ("valid_share" in names and as_codes):
        requests.append(Request("classes", source))
    if "class_ha" in names and source.raster.crs.is_geographic:
        requests.append(Request("hectares", source))
    if "slope_mean" in names:
        requests.append(Request("moments", slope))
    if "slope_share" in names:
        requests.append(Request("classes", slope))
    return requests


def class_hectares(answers: Answers, source: Source) -> Classes:
    """Hectares of each class: its part of the ground with data, times that ground's part of the measured area."""
    cells: Classes = answers[Request("classes", source)]
    ground: Classes = answers[Request("hectares", source)] if source.raster.crs.is_geographic else cells
    with np.errstate(invalid="ignore"):
        parts = ground.parts / ground.parts.sum(axis=1, keepdims=True)
    seen = answers.valid_share(source, cells.parts.sum(axis=1)) * _area_ha(answers.villages)
    return Classes(cells.codes, parts * seen[:, None], cells.missing)


def _area_ha(villages: gpd.GeoDataFrame) -> Floats:
    if "area_ha" in villages:
        return np.asarray(villages["area_ha"], dtype=float)
    if villages.crs.is_projected:
        square = float(villages.crs.axis_info[0].unit_conversion_factor) ** 2
        return np.asarray(villages.area, dtype=float) * square / 10_000
    geod = villages.crs.get_geod()
    areas = [abs(geod.geometry_area_perimeter(shape)[0]) / 10_000 for shape in villages.geometry]
    return np.array(areas)


def numbers(answers: Answers, source: Source, options: Options) -> tuple[dict[str, Floats], Floats]:
    """Give the columns of a band's numbers, and the share of each village with data."""
    table: Floats = answers[Request("moments", source)]
    weight = table[:, 0]
    columns: dict[str, Floats] = {}
    with np.errstate(invalid="ignore", divide="ignore"):
        for name in options.statistics:
            if name == "mean":
                columns[name] = table[:, 1] / weight
            elif name in ("sum", "min", "max"):
                columns[name] = table[:, ["sum", "min", "max"].index(name) + 1]
            elif name == "std":
                spread = answers[Request("spread", source)]
                columns[name] = np.sqrt(spread[:, 2] / spread[:, 0])
            elif name == "weighted_mean":
                sums = answers[Request("weighted", source, options.weights)]
                columns[name] = np.where(sums[:, 0] != 0, sums[:, 1] / sums[:, 0], math.nan)
            elif name == "quantile":
                values = answers[Request("quantiles", source, quantiles=options.quantiles)]
                columns.update({f"quantile_{share:g}": values[:, i] for i, share in enumerate(options.quantiles)})
    return columns, answers.valid_share(source, weight)


def shares(answers: Answers, source: Source) -> tuple[Classes, Floats]:
    """Give each class's share (0..1) of the ground with data, and the share of each village with data."""
    cells: Classes = answers[Request("classes", source)]
    seen = cells.parts.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return Classes(cells.codes, cells.parts / seen[:, None], cells.missing), answers.valid_share(source, seen)


def grouped(found: Classes, groups: Mapping[str, Sequence[int]] | None) -> dict[str, Floats]:
    """Sum the columns of classes into named groups; each code is a group of its own without any."""
    named = groups if groups is not None else {str(code): [code] for code in found.codes}
    return {
        name: found.parts[:, [place for place, code in enumerate(found.codes) if code in set(codes)]].sum(axis=1)
        for name, codes in named.items()
    }
