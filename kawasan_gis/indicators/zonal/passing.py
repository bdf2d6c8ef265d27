"""One pass over each grid answers everything asked of all its rasters and bands."""

import math
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any, Literal, NamedTuple

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from kawasan_gis.compiled import COMPILED
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.terrain import ground_sizes
from kawasan_gis.indicators.zonal import coverage, fallback
from kawasan_gis.indicators.zonal.accumulate import ClassParts, Moments, Quantiles, Spread, Weighted
from kawasan_gis.indicators.zonal.blocks import Blocks, Source
from kawasan_gis.indicators.zonal.coverage import Spans
from kawasan_gis.indicators.zonal.grid import (
    Laid,
    Raster,
    Reader,
    band_rows,
    chunks,
    lay,
    row_hectares,
)

Floats = NDArray[np.float64]
Kind = Literal["moments", "spread", "weighted", "classes", "hectares", "quantiles"]

# Below this share of valid cells a village's number would speak for ground that was not seen.
LEAST_VALID_SHARE = 0.5
FULL_SHARE = 0.99


class Request(NamedTuple):
    """One thing asked of a band."""

    kind: Kind
    source: Source
    weights: Source | None = None
    quantiles: tuple[float, ...] = ()

    @property
    def sources(self) -> list[Source]:
        """Bands it needs."""
        return [self.source] if self.weights is None else [self.source, self.weights]


class Answers:
    """Answers to requests on the same villages; what is asked together is read together, each grid once.

    ``told`` holds what was reported already, so that two indicators of one layer do not say it twice.
    """

    def __init__(self, villages: gpd.GeoDataFrame, requests: Iterable[Request] = ()) -> None:
        self.villages = villages
        self._asked = list(dict.fromkeys(requests))
        self._done: dict[Request, Any] = {}
        self._laid: dict[tuple[Any, ...], Laid] = {}
        self.told: set[tuple[Any, ...]] = set()

    def laid(self, raster: Raster) -> Laid:
        """The villages on the grid of a raster."""
        if raster.grid not in self._laid:
            self._laid[raster.grid] = lay(self.villages, raster)
        return self._laid[raster.grid]

    def __getitem__(self, request: Request) -> Any:
        if request not in self._done:
            self._asked += [request] if request not in self._asked else []
            grids: dict[tuple[Any, ...], list[Request]] = {}
            for each in self._asked:
                grids.setdefault(each.source.raster.grid, []).append(each)
            for together in grids.values():
                self._done.update(_answer(self.laid(together[0].source.raster), together))
            self._asked = []
        return self._done[request]

    def valid_share(self, source: Source, weight: Floats) -> Floats:
        """Share (0..1) of each village whose cells have data, from their weight in cells."""
        cells = self.laid(source.raster).cells
        return np.minimum(np.divide(weight, cells, out=np.zeros(len(cells)), where=cells > 0), 1.0)


def _accumulator(request: Request, villages: int) -> Any:
    source = request.source
    if request.kind == "moments":
        return Moments(source, villages)
    if request.kind == "spread":
        return Spread(source, villages)
    if request.kind == "weighted":
        return Weighted(source, request.weights or source, villages)
    if request.kind == "quantiles":
        return Quantiles(source, request.quantiles, villages)
    weight = row_hectares(source.raster) if request.kind == "hectares" else np.ones(source.raster.height)
    return ClassParts(source, villages, weight)


def _answer(laid: Laid, requests: list[Request]) -> dict[Request, Any]:
    """Let the blocks of one grid pass by, more than once only where quantiles are asked."""
    working = {request: _accumulator(request, len(laid.cells)) for request in requests}
    sources = list(dict.fromkeys(source for request in requests for source in request.sources))
    sizes = {
        source: ground_sizes(source.raster.crs, source.raster.transform, source.raster.width, source.raster.height)
        for source in sources
        if source.derived
    }
    rasters = list(dict.fromkeys(source.raster for source in sources))
    with ExitStack() as stack:
        reader = Reader(stack, rasters)
        waiting = working
        while waiting:
            _pass(reader, laid, waiting, sizes)
            waiting = {request: accumulator for request, accumulator in waiting.items() if accumulator.again()}
    return {request: accumulator.result() for request, accumulator in working.items()}


def _cell_bytes(requests: Iterable[Request]) -> int:
    """Bytes that a cell of all bands takes, as it is stored and with what is made of it on the way."""
    sources = dict.fromkeys(source for request in requests for source in request.sources)
    quantiles = sum(request.kind == "quantiles" for request in requests)
    return 24 * quantiles + sum(
        source.raster.cell_bytes(source.band) + (0 if source.stays else 32 if source.derived else 16)
        for source in sources
    )


def _pass(reader: Reader, laid: Laid, working: dict[Request, Any], sizes: Any) -> None:
    """Read every block that a village touches once, and let every accumulator add it."""
    rasters = list(dict.fromkeys(source.raster for request in working for source in request.sources))
    grid, outline = rasters[0], laid.outline
    cell_bytes = _cell_bytes(working)
    rows = band_rows(rasters, cell_bytes)
    cover: Any = coverage.cover_rows if COMPILED else fallback.cover_rows
    rows = rows if COMPILED else min(rows, max(1, fallback.MOST_CELLS // grid.width))
    for top in range(int(outline.top.min()) // rows * rows, int(outline.bottom.max()), rows):
        bottom = min(top + rows, grid.height)
        there = np.flatnonzero((outline.top < bottom) & (outline.bottom > top))
        if not len(there):
            continue
        spans = Spans(*cover(outline, there, top, bottom, grid.width))
        if not len(spans.row):
            continue
        for left, right in chunks(spans, max(raster.block[1] for raster in rasters), bottom - top, cell_bytes):
            blocks = Blocks(reader, sizes, (top, bottom, left, right))
            for accumulator in working.values():
                accumulator.add(spans, blocks)


def report_partly(villages: gpd.GeoDataFrame, valid: Floats, name: str, findings: Findings) -> None:
    """Report villages of which the raster shows only a part."""
    for place in np.flatnonzero(valid < FULL_SHARE):
        share = math.floor(valid[place] * 100)
        findings.add("partly_covered", str(villages.index[place]), value=share, detail=name)
