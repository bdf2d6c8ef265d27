"""All measures in one table, and the walk over a study's indicators."""

from collections.abc import Callable, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators import access, count, cover, derived, lines, table, zonal
from kawasan_gis.indicators.specification import MEASURE_KINDS, ON_NETWORK, Indicator, Measure
from kawasan_gis.layers import Layer, read_shapes
from kawasan_gis.network import Access
from kawasan_gis.units import Progress

Measuring = Callable[[gpd.GeoDataFrame, Any, Indicator, Findings], pd.Series]
MEASURES: dict[Measure, Measuring] = {
    "value": table.value,
    "lq": table.lq,
    "centrality": derived.centrality,
    "count": count.count,
    "density": count.density,
    "per_1000": count.per_1000,
    "nearest": access.nearest,
    "coverage_share": access.coverage_share,
    "travel_min": access.travel_min,
    "reachable_count": access.reachable_count,
    "potential": access.potential,
    "line_density": lines.line_density,
    "hard_share": lines.hard_share,
    "cover_share": cover.cover_share,
    "cover_ha": cover.cover_ha,
    "mean": zonal.number,
    "sum": zonal.number,
    "min": zonal.number,
    "max": zonal.number,
    "std": zonal.number,
    "quantile": zonal.number,
    "weighted_mean": zonal.number,
    "valid_share": zonal.valid_share,
    "class_share": zonal.class_share,
    "class_ha": zonal.class_ha,
    "slope_mean": zonal.slope_mean,
    "slope_share": zonal.slope_share,
}


def measure(
    villages: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    indicators: Sequence[Indicator],
    *,
    network: Access | None = None,
    findings: Findings | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Measure every indicator for every village.

    Parameters
    ----------
    villages
        The villages table.
    layers, indicators
        What to measure, as in a study.
    network
        The villages on their network (:func:`kawasan_gis.open_network`), for indicators of travel.
    findings
        Collects unmatched rows, points off the area, villages without data.
    progress
        Called with (label, done, total) after each indicator.

    Returns
    -------
    pandas.DataFrame
        Indexed as the villages, one float column per indicator; NaN where it could not be measured.

    Raises
    ------
    DataError
        When a layer cannot be read or does not fit the villages, or an indicator has no value at all.
    StudyError
        When an indicator names an unknown layer or indicator, or a layer its measure is not for, or travel
        without a network; or a table per kecamatan is not told how to come to villages.
    """
    by_name = {layer.name: layer for layer in layers}
    check_layers(by_name, indicators)
    columns: dict[str, pd.Series] = {}
    with collected(findings) as found:
        opened: dict[str, Any] = {}
        for done, indicator in enumerate(derived.in_order(indicators)):
            others = pd.DataFrame({name: columns[name] for name in indicator.needs}, index=villages.index)
            if not indicator.layer:
                opened[indicator.layer] = others
            elif indicator.layer not in opened and by_name[indicator.layer].kind == "raster":
                opened.update(_open_rasters(villages, by_name, indicators))
            if indicator.layer not in opened:
                opened[indicator.layer] = _open(villages, by_name[indicator.layer], found)
            given = opened[indicator.layer]
            if indicator.measure in ON_NETWORK:
                # No layer has a blank in its name.
                key = f"{indicator.layer} on the network"
                if key not in opened:
                    opened[key] = access.trips_to(_needed(network, indicator), by_name[indicator.layer], given, found)
                given = opened[key]
            values = MEASURES[indicator.measure](villages, given, indicator, found)
            if indicator.spread and indicator.spread != "inherit":
                weights = derived.weights_of(villages, others, indicator)
                values = derived.spread(values, given, weights, indicator, found)
            if len(villages) and values.isna().all():
                raise TableError(f"indicator {indicator.name} has no value for any of the {len(villages)} villages")
            columns[indicator.name] = values.astype("float64")
            if progress:
                progress(indicator.name, done + 1, len(indicators))
    return pd.DataFrame({indicator.name: columns[indicator.name] for indicator in indicators}, index=villages.index)


def _needed(network: Access | None, indicator: Indicator) -> Access:
    if network is None:
        raise StudyError(
            f"indicator {indicator.name}: {indicator.measure} needs a network: a section [network] in the study, "
            "or network = open_network(...)"
        )
    return network


def check_layers(layers: dict[str, Layer], indicators: Sequence[Indicator]) -> None:
    """Refuse indicators whose layer is unknown or of the wrong kind."""
    derived.in_order(indicators)
    for indicator in indicators:
        if not MEASURE_KINDS[indicator.measure]:
            continue
        layer = layers.get(indicator.layer)
        if layer is None:
            raise StudyError(
                f"indicator {indicator.name}: there is no layer {indicator.layer}"
                f"{did_you_mean(indicator.layer, list(layers))}"
            )
        if layer.kind not in MEASURE_KINDS[indicator.measure]:
            raise StudyError(
                f"indicator {indicator.name}: {indicator.measure} is measured on "
                f"{' or '.join(MEASURE_KINDS[indicator.measure])}, but layer {layer.name} is of kind {layer.kind}"
            )
        if layer.kind == "table":
            _check_spread(indicator, layer)
        if indicator.weights and (indicator.weights not in layers or layers[indicator.weights].kind != "raster"):
            raise StudyError(
                f"indicator {indicator.name}: weights are a layer of kind raster, not {indicator.weights}"
                f"{did_you_mean(indicator.weights, [name for name in layers if layers[name].kind == 'raster'])}"
            )
        zonal.check_classes(indicator, layer)


def _open_rasters(villages: gpd.GeoDataFrame, layers: dict[str, Layer], indicators: Sequence[Indicator]) -> Any:
    """Look at all raster layers the indicators use, so that what lies on one grid is read together."""
    used = dict.fromkeys(name for indicator in indicators for name in (indicator.layer, indicator.weights) if name)
    return zonal.open_rasters(villages, [layers[name] for name in used if layers[name].kind == "raster"], indicators)


def _check_spread(indicator: Indicator, layer: Layer) -> None:
    """A table per kecamatan comes to villages only as the study says; one of villages is there already."""
    if layer.rows_are != "desa" and indicator.spread is None:
        raise StudyError(
            f"indicator {indicator.name}: layer {layer.name} is per {layer.rows_are}; say how its villages get it, "
            'spread = "inherit" or spread = "the indicator to divide it by"'
        )
    if layer.rows_are == "desa" and indicator.spread is not None:
        raise StudyError(
            f"indicator {indicator.name}: layer {layer.name} is per village already, there is nothing to spread"
        )


def _open(villages: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> Any:
    """Read a layer once for all of its indicators."""
    if layer.kind == "table":
        return table.join_table(villages, layer, findings=findings)
    return read_shapes(layer, villages, findings=findings)
