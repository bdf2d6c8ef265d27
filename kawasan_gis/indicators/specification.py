"""What an indicator is: which layer, which measure, and how it adds up over an area."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd
from pydantic import Field, field_validator, model_validator

from kawasan_gis.forms import Form
from kawasan_gis.layers import Kind, Layer

Measure = Literal[
    "value",
    "lq",
    "centrality",
    "count",
    "density",
    "per_1000",
    "nearest",
    "coverage_share",
    "travel_min",
    "reachable_count",
    "potential",
    "line_density",
    "hard_share",
    "cover_share",
    "cover_ha",
    "mean",
    "sum",
    "min",
    "max",
    "std",
    "quantile",
    "weighted_mean",
    "valid_share",
    "class_share",
    "class_ha",
    "slope_mean",
    "slope_share",
]
Aggregate = Literal["sum", "mean", "mean_by_area", "mean_by_population", "min", "max", "share", "ratio"]

# The kinds of layer each measure can be taken of, and its unit when the study does not name one.
MEASURE_KINDS: dict[Measure, tuple[Kind, ...]] = {
    "value": ("table",),
    "lq": ("table",),
    "centrality": (),
    "count": ("points",),
    "density": ("points",),
    "per_1000": ("points",),
    "nearest": ("points", "lines", "polygons"),
    "coverage_share": ("points", "lines", "polygons"),
    "travel_min": ("points",),
    "reachable_count": ("points",),
    "potential": ("points",),
    "line_density": ("lines",),
    "hard_share": ("lines",),
    "cover_share": ("polygons",),
    "cover_ha": ("polygons",),
    "mean": ("raster",),
    "sum": ("raster",),
    "min": ("raster",),
    "max": ("raster",),
    "std": ("raster",),
    "quantile": ("raster",),
    "weighted_mean": ("raster",),
    "valid_share": ("raster",),
    "class_share": ("raster",),
    "class_ha": ("raster",),
    "slope_mean": ("raster",),
    "slope_share": ("raster",),
}
# What keeps the layer's own unit.
IN_LAYER_UNIT: frozenset[Measure] = frozenset(
    ["value", "mean", "sum", "min", "max", "std", "quantile", "weighted_mean"]
)
# Measured over the network of the study.
ON_NETWORK: frozenset[Measure] = frozenset(["travel_min", "reachable_count", "potential"])
# The key each of these measures cannot do without, and an example.
NEEDED_KEYS: dict[Measure, tuple[str, str]] = {
    "coverage_share": ("within_m", "within_m = 2000"),
    "reachable_count": ("minutes", "minutes = 60"),
    "potential": ("decay_min", "decay_min = 30"),
    "hard_share": ("column", 'column = "REMARK"'),
    "weighted_mean": ("weights", 'weights = "a raster layer"'),
    "class_share": ("classes", "classes = [...]"),
    "class_ha": ("classes", "classes = [...]"),
    "slope_share": ("classes", 'classes = ["0-8", "8-15"]'),
}
# The measures that have a use for a key; the keys not named here are checked on their own.
KEYS_OF: dict[str, frozenset[Measure]] = {
    "column": frozenset(["value", "lq", "potential", "hard_share"]),
    "classes": frozenset(["class_share", "class_ha", "slope_share"]),
    "band": frozenset(measure for measure, kinds in MEASURE_KINDS.items() if kinds == ("raster",)),
    "minutes": frozenset(["reachable_count", "potential"]),
    "decay_min": frozenset(["potential"]),
    "within_m": frozenset(["coverage_share"]),
    "values": frozenset(["hard_share"]),
    "weights": frozenset(["weighted_mean"]),
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
# Columns of the villages that a table per kecamatan can be divided by.
VILLAGE_WEIGHTS = ("area_ha", "population")
RESERVED_STARTS = ("contribution_", "normalized_", "missing_", "covered_", "cap_")
ABOUT = ["label", "unit", "aggregate", "measure", "data_per", "layer", "source", "year", "licence", "note"]
UNITS: dict[Measure, str] = {
    "density": "per km²",
    "per_1000": "per 1.000 jiwa",
    "nearest": "m",
    "travel_min": "menit",
    "line_density": "km/km²",
    "cover_ha": "ha",
    "class_ha": "ha",
    "slope_mean": "%",
}


class Indicator(Form):
    """One indicator of a study (a section ``[[indicators]]``).

    ``column`` is the table column of a ``value``; an ``lq`` is that of ``column`` among the columns ``among``, and a
    ``centrality`` needs no layer but the counts ``of`` other indicators. ``spread`` says how a table per kecamatan or
    kabupaten comes to villages: ``inherit``, or what to divide it by: an indicator, ``area_ha`` or ``population``.
    ``classes`` are the raster codes of ``class_share`` and ``class_ha``; ``band`` the band of a raster.
    ``minutes`` is how far a ``reachable_count`` and a ``potential`` look, ``decay_min`` the minutes after which a
    place counts 1/e of its size in a ``potential``; ``within_m`` the metres of a ``coverage_share``; ``values`` the
    values of ``column`` that are a hard surface.
    ``aggregate`` says how village numbers become an area's number; ``share`` is the area's sum as a share (0..1) of
    the sum over its kabupaten, ``ratio`` its sum divided by the sum of the indicator ``per``.
    """

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    layer: str = ""
    measure: Measure
    column: str | None = None
    among: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    spread: str | None = None
    classes: tuple[int | str, ...] = ()
    band: int = Field(default=1, ge=1)
    quantile: float | None = Field(default=None, ge=0, le=1)
    weights: str | None = None
    minutes: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    decay_min: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    within_m: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    values: tuple[str, ...] = ()
    aggregate: Aggregate = "mean"
    per: str | None = None
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
        if (self.aggregate == "ratio") != bool(self.per):
            raise ValueError(f'indicator {self.name}: aggregate = "ratio" and per = "another indicator" go together')
        self._check_sources()
        self._check_spread()
        needed = NEEDED_KEYS.get(self.measure)
        if needed and not getattr(self, needed[0]):
            raise ValueError(f"indicator {self.name} needs {needed[1]}")
        if (self.quantile is None) == (self.measure == "quantile"):
            raise ValueError(f'indicator {self.name}: measure = "quantile" and quantile = 0.5 go together')
        for key, measures in KEYS_OF.items():
            if key in self.model_fields_set and getattr(self, key) and self.measure not in measures:
                whose = ", ".join(sorted(measures))
                raise ValueError(f"indicator {self.name}: {self.measure} has no use for {key}; it is for {whose}")
        return self

    def _check_sources(self) -> None:
        if bool(self.layer) == (self.measure == "centrality"):
            raise ValueError(
                f"indicator {self.name}: centrality is of other indicators and has no layer" if self.layer
                else f"indicator {self.name}: layer is missing"
            )  # fmt: skip
        if bool(self.of) != (self.measure == "centrality") or len(set(self.of)) < len(self.of):
            raise ValueError(f'indicator {self.name}: measure = "centrality" and of = [count indicators] go together')
        if bool(self.among) != (self.measure == "lq") or len(set(self.among)) < len(self.among):
            raise ValueError(f'indicator {self.name}: measure = "lq" and among = [columns] go together, each once')
        if self.measure == "lq" and (self.column not in self.among or len(self.among) < 2):
            raise ValueError(f'indicator {self.name}: column = "..." must be one of the columns among, with others')

    def _check_spread(self) -> None:
        if self.spread is None:
            return
        if self.measure not in ("value", "lq"):
            raise ValueError(f"indicator {self.name}: spread is for a value or lq of a table")
        if self.measure == "lq" and self.spread != "inherit":
            raise ValueError(f'indicator {self.name}: an lq cannot be divided among villages; say spread = "inherit"')
        if self.spread == "inherit" and self.aggregate in ("sum", "share", "ratio"):
            raise ValueError(
                f"indicator {self.name} is inherited by every village of a unit, so that a {self.aggregate} would "
                "count it many times; spread it by an indicator, or choose another aggregate"
            )

    @property
    def needs(self) -> tuple[str, ...]:
        """The other indicators it is measured from."""
        return (*self.of, *([self.spread] if self.spread not in (None, "inherit", *VILLAGE_WEIGHTS) else []))


def _unit(indicator: Indicator, layer: Layer | None) -> str:
    """Unit of a measure; only what keeps the layer's own numbers has the layer's unit."""
    return layer.unit if layer and indicator.measure in IN_LAYER_UNIT else UNITS.get(indicator.measure, "")


def describe_indicators(
    layers: Sequence[Layer], indicators: Sequence[Indicator], *, travel_note: str = ""
) -> pd.DataFrame:
    """Tell what each indicator column is.

    Parameters
    ----------
    layers, indicators
        As in a study; every indicator's layer must be among the layers.
    travel_note
        What to say of indicators of travel: that they are estimates, and how
        (:meth:`kawasan_gis.network.Access.note`).

    Returns
    -------
    pandas.DataFrame
        Indexed by indicator name: label, unit, aggregate, measure, data_per (``kecamatan`` or ``kabupaten`` where
        the layer has no numbers of villages), layer, source, year, licence, note (all text).
    """
    by_name = {layer.name: layer for layer in layers}
    rows = [
        {
            **_about(indicator, by_name[indicator.layer] if indicator.layer else None),
            "note": travel_note if indicator.measure in ON_NETWORK else "",
        }
        for indicator in indicators
    ]
    return pd.DataFrame(rows, columns=["indicator", *ABOUT], dtype="str").set_index("indicator")


def _about(indicator: Indicator, layer: Layer | None) -> dict[str, str]:
    coarse = layer is not None and layer.kind == "table" and layer.rows_are != "desa"
    return {
        "indicator": indicator.name,
        "label": indicator.label or indicator.name,
        "unit": indicator.unit or _unit(indicator, layer),
        "aggregate": indicator.aggregate,
        "measure": indicator.measure,
        "data_per": layer.rows_are if layer and coarse else "",
        "layer": indicator.layer,
        "source": layer.source if layer else "",
        "year": str(layer.year or "") if layer else "",
        "licence": layer.licence if layer else "",
    }
