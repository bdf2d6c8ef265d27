"""The section ``[network]`` of a study."""

import math
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from kawasan_gis.forms import Form
from kawasan_gis.layers import Scalar

Junctions = Literal["shared", "touching", "crossing"]


class Network(Form):
    """What people travel on (the section ``[network]`` of a study).

    ``roads``, ``rivers`` and ``ferries`` are line layers; without roads, rivers and ferries times are estimated from
    straight lines: their length times ``detour`` at the speed of the class ``straight``. Roads have the speed of
    their class in ``class_column``; ``speeds`` is a table of the study's own, laid over the shipped one, and
    ``km_h`` single classes, such as ``{ "Jalan Lokal" = 25, river = 12, walking = 3 }``. ``other_km_h`` is the speed of
    roads whose class no table knows, or of all where there is no class.

    Line ends and shared vertices nearer than ``snap_m`` metres are one junction. Lines are also joined where an end
    touches another line (``junctions = "touching"``), or wherever they cross (``"crossing"``) but for ``bridges``.
    ``oneway`` is the column of one-way streets, ignored when not given. Roads and waters meet at ``landings`` (a
    layer of points) within ``landing_m`` metres, or where a line of one ends so near the other.

    Villages and facilities walk at most ``walk_km`` kilometres, as the crow flies, to every road and river that near
    and take the quickest. ``origins`` is the layer of settlements or village offices (points or polygons) from which
    villages set out, or a land cover raster, of which ``origin_classes`` are settlements. ``village_min`` asks for the
    minutes between villages up to so many, which are the way to the centre in the search.
    """

    roads: tuple[str, ...] = ()
    class_column: str | None = None
    speeds: Path | None = None
    km_h: dict[str, float] = Field(default_factory=dict)
    other_km_h: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    oneway: str | None = None
    rivers: tuple[str, ...] = ()
    ferries: tuple[str, ...] = ()
    landings: str | None = None
    landing_m: float = Field(default=200.0, ge=0, allow_inf_nan=False)
    snap_m: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    junctions: Junctions = "shared"
    bridges: dict[str, Scalar | list[Scalar]] = Field(default_factory=dict)
    walk_km: float = Field(default=5.0, gt=0, allow_inf_nan=False)
    origins: str | None = None
    origin_classes: tuple[int | str, ...] = ()
    detour: float = Field(default=1.4, ge=1, allow_inf_nan=False)
    village_min: float | None = Field(default=None, gt=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _has_speeds(self) -> "Network":
        wrong = [f"{name} = {speed:g}" for name, speed in self.km_h.items() if not (math.isfinite(speed) and speed > 0)]
        if wrong:
            raise ValueError(f"km_h: speeds must be above 0: {', '.join(wrong)}")
        if self.roads and not (self.class_column or self.other_km_h):
            raise ValueError(
                'roads have no speed: name the column of their classes, class_column = "REMARK", '
                "or one speed for all, other_km_h = 40"
            )
        if self.landings and not (self.rivers or self.ferries):
            raise ValueError("landings join roads with rivers and ferries, but none of these is named")
        return self

    @property
    def lines(self) -> tuple[str, ...]:
        """All line layers it is made of."""
        return (*self.roads, *self.rivers, *self.ferries)

    @property
    def layers(self) -> tuple[str, ...]:
        """All layers it names."""
        return (*self.lines, *(name for name in (self.landings, self.origins) if name))
