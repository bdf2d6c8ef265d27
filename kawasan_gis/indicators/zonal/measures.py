"""The measures of rasters: one function per line of the table of measures."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from kawasan_gis.errors import listing
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.specification import Indicator
from kawasan_gis.indicators.zonal.blocks import Source
from kawasan_gis.indicators.zonal.classes import class_codes, report_unknown, slope_places
from kawasan_gis.indicators.zonal.grid import Raster, look_at
from kawasan_gis.indicators.zonal.passing import LEAST_VALID_SHARE, Answers, Floats, report_partly
from kawasan_gis.indicators.zonal.values import (
    Options,
    check_source,
    class_hectares,
    numbers,
    requests_of,
    shares,
)
from kawasan_gis.layers import Layer
from kawasan_gis.vocabulary import read_vocabulary


class RasterLayer(NamedTuple):
    """An opened raster layer; all layers of a study share their answers, so that each grid is read once."""

    layer: Layer
    raster: Raster
    answers: Answers
    others: dict[str, Raster]


def open_rasters(
    villages: gpd.GeoDataFrame, layers: Sequence[Layer], indicators: Sequence[Indicator] = ()
) -> dict[str, RasterLayer]:
    """Look at all raster layers, and note what will be asked of them.

    Parameters
    ----------
    villages
        The villages table.
    layers
        The raster layers that are used, weights too.
    indicators
        What will be measured; anything else can be asked later and is read on its own.

    Raises
    ------
    DataError
        When a file is missing or no raster, or its grid cannot be used or lies outside the villages.
    """
    rasters = {
        layer.name: look_at(layer.url or layer.path, f"layer {layer.name}", remote=layer.remote) for layer in layers
    }
    asked = []
    for indicator in indicators:
        if indicator.layer in rasters:
            source, options = _checked(indicator, rasters)
            asked += requests_of(source, options)
    answers = Answers(villages, asked)
    for raster in rasters.values():
        answers.laid(raster)
    return {layer.name: RasterLayer(layer, rasters[layer.name], answers, rasters) for layer in layers}


def open_raster(villages: gpd.GeoDataFrame, layer: Layer) -> RasterLayer:
    """Look at one raster layer, see :func:`open_rasters`."""
    return open_rasters(villages, [layer])[layer.name]


def _checked(indicator: Indicator, rasters: dict[str, Raster]) -> tuple[Source, Options]:
    """What an indicator asks, of a band that can answer it."""
    source = Source(rasters[indicator.layer], indicator.band)
    weights = Source(rasters[indicator.weights]) if indicator.weights else None
    shares_asked = () if indicator.quantile is None else (indicator.quantile,)
    options = Options([indicator.measure], shares_asked, weights)
    check_source(source, options.statistics, weights, f"indicator {indicator.name}")
    return source, options


def number(villages: gpd.GeoDataFrame, raster: RasterLayer, indicator: Indicator, findings: Findings) -> pd.Series:
    """Mean, sum, min, max, standard deviation, quantile or weighted mean of the cells, in the raster's unit.

    Cells count by the part of them inside the village; those without data not at all.
    """
    source, options = _checked(indicator, raster.others)
    columns, valid = numbers(raster.answers, source, options)
    return _series(next(iter(columns.values())), valid, villages, indicator, findings)


def valid_share(villages: gpd.GeoDataFrame, raster: RasterLayer, indicator: Indicator, findings: Findings) -> pd.Series:
    """Share (0..1) of each village whose cells have data."""
    source, options = _checked(indicator, raster.others)
    if source.raster.palettes[source.band - 1]:
        return pd.Series(shares(raster.answers, source)[1], index=villages.index)
    return pd.Series(numbers(raster.answers, source, options)[1], index=villages.index)


def class_share(villages: gpd.GeoDataFrame, raster: RasterLayer, indicator: Indicator, findings: Findings) -> pd.Series:
    """Share (0..1) of each village's cells with data that are of the given classes or groups."""
    source, _ = _checked(indicator, raster.others)
    found, valid = shares(raster.answers, source)
    values = found.parts[:, _places(found.codes, raster, indicator, findings)].sum(axis=1)
    return _series(values, valid, villages, indicator, findings)


def class_ha(villages: gpd.GeoDataFrame, raster: RasterLayer, indicator: Indicator, findings: Findings) -> pd.Series:
    """Hectares of the given classes or groups: their share of the village times its measured area."""
    source, _ = _checked(indicator, raster.others)
    found = class_hectares(raster.answers, source)
    valid = shares(raster.answers, source)[1]
    values = found.parts[:, _places(found.codes, raster, indicator, findings)].sum(axis=1)
    return _series(values, valid, villages, indicator, findings)


def slope_mean(villages: gpd.GeoDataFrame, raster: RasterLayer, indicator: Indicator, findings: Findings) -> pd.Series:
    """Mean slope of the ground in percent, from a raster of heights in metres."""
    source, _ = _checked(indicator, raster.others)
    columns, valid = numbers(raster.answers, source._replace(derived="slope"), Options(["mean"]))
    return _series(columns["mean"], valid, villages, indicator, findings)


def slope_share(villages: gpd.GeoDataFrame, raster: RasterLayer, indicator: Indicator, findings: Findings) -> pd.Series:
    """Share (0..1) of the ground whose slope is of the given classes, from a raster of heights in metres."""
    source, _ = _checked(indicator, raster.others)
    found, valid = shares(raster.answers, source._replace(derived="slope"))
    values = found.parts[:, list(slope_places(indicator.classes))].sum(axis=1)
    return _series(values, valid, villages, indicator, findings)


def _places(codes: list[int], raster: RasterLayer, indicator: Indicator, findings: Findings) -> list[int]:
    """Columns of the classes an indicator asks for; those that do not occur are reported, and unknown ones."""
    layer, told = raster.layer, raster.answers.told
    groups = class_codes(indicator.classes, layer.vocabulary)
    for name, wanted in groups.items():
        # A group is found when any of its codes is.
        if not set(wanted) & set(codes):
            there = listing(codes, 20)
            code = float(name) if len(wanted) == 1 and name == str(wanted[0]) else math.nan
            findings.add("class_not_found", value=code, other=name, detail=f"{indicator.name} ({there})")
    if layer.vocabulary is not None and (layer.name, indicator.band) not in told:
        told.add((layer.name, indicator.band))
        report_unknown(codes, read_vocabulary(layer.vocabulary), layer.name, findings)
    asked = {code for wanted in groups.values() for code in wanted}
    return [place for place, code in enumerate(codes) if code in asked]


def _series(
    values: Floats, valid: Floats, villages: gpd.GeoDataFrame, indicator: Indicator, findings: Findings
) -> pd.Series:
    """NaN where too little of the village has data; villages that are partly covered are reported."""
    report_partly(villages, valid, indicator.name, findings)
    return pd.Series(np.where(valid >= LEAST_VALID_SHARE, values, np.nan), index=villages.index)
