"""All measures in one table, and the walk over a study's indicators."""

from collections.abc import Callable, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import did_you_mean
from kawasan_gis.indicators import access, count, cover, table, zonal
from kawasan_gis.indicators.specification import MEASURE_KINDS, Indicator, Measure
from kawasan_gis.layers import Layer, read_shapes
from kawasan_gis.units import Progress

Measuring = Callable[[gpd.GeoDataFrame, Any, Indicator, Findings], pd.Series]
MEASURES: dict[Measure, Measuring] = {
    "value": table.value,
    "count": count.count,
    "density": count.density,
    "nearest": access.nearest,
    "cover_share": cover.cover_share,
    "cover_ha": cover.cover_ha,
    "mean": zonal.mean,
    "sum": zonal.total,
    "class_share": zonal.class_share,
    "class_ha": zonal.class_ha,
}


def measure(
    villages: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    indicators: Sequence[Indicator],
    *,
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
        When an indicator names an unknown layer, or one of a kind its measure is not for.
    """
    by_name = {layer.name: layer for layer in layers}
    check_layers(by_name, indicators)
    columns = {}
    with collected(findings) as found:
        opened: dict[str, Any] = {}
        for done, indicator in enumerate(indicators):
            if indicator.layer not in opened:
                opened[indicator.layer] = _open(villages, by_name[indicator.layer], found)
            values = MEASURES[indicator.measure](villages, opened[indicator.layer], indicator, found)
            if len(villages) and values.isna().all():
                raise TableError(f"indicator {indicator.name} has no value for any of the {len(villages)} villages")
            columns[indicator.name] = values.astype("float64")
            if progress:
                progress(indicator.name, done + 1, len(indicators))
    return pd.DataFrame(columns, index=villages.index)


def check_layers(layers: dict[str, Layer], indicators: Sequence[Indicator]) -> None:
    """Refuse indicators whose layer is unknown or of the wrong kind."""
    for indicator in indicators:
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


def _open(villages: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> Any:
    """Read a layer once for all of its indicators."""
    if layer.kind == "table":
        return table.join_table(villages, layer, findings=findings)
    if layer.kind == "raster":
        return zonal.open_raster(villages, layer)
    return read_shapes(layer, villages, findings=findings)
