"""What an indicator is: which layer, which measure, and how it adds up over an area."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd
from pydantic import Field, field_validator, model_validator

from kawasan_gis.forms import Form
from kawasan_gis.layers import Kind, Layer

Measure = Literal[
    "value",
    "count",
    "density",
    "nearest",
    "cover_share",
    "cover_ha",
    "mean",
    "sum",
    "class_share",
    "class_ha",
]
Aggregate = Literal["sum", "mean", "mean_by_area", "mean_by_population", "min", "max", "share"]

# The kinds of layer each measure can be taken of, and its unit when the study does not name one.
MEASURE_KINDS: dict[Measure, tuple[Kind, ...]] = {
    "value": ("table",),
    "count": ("points",),
    "density": ("points",),
    "nearest": ("points", "lines", "polygons"),
    "cover_share": ("polygons",),
    "cover_ha": ("polygons",),
    "mean": ("raster",),
    "sum": ("raster",),
    "class_share": ("raster",),
    "class_ha": ("raster",),
}
# Columns that villages, candidates, rankings, members and GeoPackage layers have already.
RESERVED = frozenset(
    [
        "kode_desa",
        "nama_desa",
        "kecamatan",
        "kabupaten",
        "provinsi",
        "status",
        "area_ha",
        "legal_area_ha",
        "population",
        "geometry",
        "geom",
        "fid",
        "candidate_id",
        "name",
        "n_villages",
        "centre",
        "perimeter_m",
        "compactness",
        "centre_km",
        "centre_min",
        "n_kecamatan",
        "chain",
        "rank",
        "score",
        "role",
        "gain",
        "indicator",
    ]
)
RESERVED_STARTS = ("contribution_", "missing_")
UNITS: dict[Measure, str] = {
    "density": "per km²",
    "nearest": "m",
    "cover_ha": "ha",
    "class_ha": "ha",
}


class Indicator(Form):
    """One indicator of a study (a section ``[[indicators]]``).

    ``column`` is the table column of a ``value``; ``classes`` are the raster codes of ``class_share`` and
    ``class_ha``; ``band`` the band of a raster. ``aggregate`` says how village numbers become an area's number;
    ``share`` is the area's sum as a share (0..1) of the sum over its kabupaten.
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    layer: str
    measure: Measure
    column: str | None = None
    classes: tuple[int, ...] = ()
    band: int = Field(default=1, ge=1)
    aggregate: Aggregate = "mean"
    label: str = ""
    unit: str = ""

    @field_validator("name")
    @classmethod
    def _is_free(cls, name: str) -> str:
        if name.lower() in RESERVED or name.lower().startswith(RESERVED_STARTS):
            raise ValueError(f"{name} is a column of our own tables; choose another name, such as {name}_desa")
        return name

    @model_validator(mode="after")
    def _complete(self) -> "Indicator":
        if self.measure == "value" and not self.column:
            raise ValueError(f'indicator {self.name} needs column = "..."')
        if self.measure.startswith("class_") and not self.classes:
            raise ValueError(f"indicator {self.name} needs classes = [...]")
        return self


def _unit(indicator: Indicator, layer: Layer) -> str:
    """Unit of a measure; only what keeps the layer's own numbers has the layer's unit."""
    return layer.unit if indicator.measure in ("value", "mean", "sum") else UNITS.get(indicator.measure, "")


def describe_indicators(layers: Sequence[Layer], indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Tell what each indicator column is.

    Parameters
    ----------
    layers, indicators
        As in a study; every indicator's layer must be among the layers.

    Returns
    -------
    pandas.DataFrame
        Indexed by indicator name: label, unit, aggregate, measure, layer, source, year, licence (all text).
    """
    by_name = {layer.name: layer for layer in layers}
    rows = [
        {
            "indicator": indicator.name,
            "label": indicator.label or indicator.name,
            "unit": indicator.unit or _unit(indicator, by_name[indicator.layer]),
            "aggregate": indicator.aggregate,
            "measure": indicator.measure,
            "layer": indicator.layer,
            "source": by_name[indicator.layer].source,
            "year": str(by_name[indicator.layer].year or ""),
            "licence": by_name[indicator.layer].licence,
        }
        for indicator in indicators
    ]
    columns = ["indicator", "label", "unit", "aggregate", "measure", "layer", "source", "year", "licence"]
    return pd.DataFrame(rows, columns=columns, dtype="str").set_index("indicator")
