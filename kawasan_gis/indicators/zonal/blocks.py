"""One block of a grid, as each accumulator needs it: what it asks for is read and turned into numbers once."""

from typing import Any, NamedTuple

import numpy as np

from kawasan_gis.indicators import terrain
from kawasan_gis.indicators.zonal.grid import Raster, Reader, missing_of

# Kinds of numbers the compiled loops know; the others become floats.
KNOWN = ("float32", "float64", "uint8", "int16", "uint16")


class Source(NamedTuple):
    """A band of a raster; ``derived`` is "slope" for the slope in percent of its heights."""

    raster: Raster
    band: int = 1
    derived: str = ""

    @property
    def stays(self) -> bool:
        """Whether the loops take its cells as they are stored."""
        return not self.derived and not self.raster.rewritten(self.band) and self.raster.dtypes[self.band - 1] in KNOWN


class Blocks:
    """The cells of all sources in rows ``top`` to ``bottom`` and columns ``left`` to ``right``."""

    def __init__(self, reader: Reader, sizes: dict[Source, Any], window: tuple[int, int, int, int]) -> None:
        self._reader, self._sizes, self._window = reader, sizes, window
        self.top, _, self.left, _ = window
        self._kept: dict[tuple[str, Source], Any] = {}

    def stored(self, source: Source) -> Any:
        """Cells as the file stores them; floats when it has a mask or a scale."""
        return self._once("stored", source, lambda: self._reader.read(source.raster, source.band, self._window))

    def numbers(self, source: Source) -> tuple[Any, float]:
        """Cells as numbers the loops know, and the value that is no data."""
        if source.derived:
            return self._once("slope", source, lambda: self._slope(source)), float("nan")
        return self._once("numbers", source, lambda: _known(self.stored(source))), missing_of(
            source.raster, source.band
        )

    def slope_classes(self, source: Source) -> Any:
        """Places in the table of slope classes."""
        return self._once("classes", source, lambda: terrain.slope_classes(self.numbers(source)[0]))

    def _once(self, what: str, source: Source, work: Any) -> Any:
        if (what, source) not in self._kept:
            self._kept[what, source] = work()
        return self._kept[what, source]

    def _slope(self, source: Source) -> Any:
        """Slope in percent, from the heights of the block and one cell around it."""
        raster, (top, bottom, left, right) = source.raster, self._window
        window = max(top - 1, 0), min(bottom + 1, raster.height), max(left - 1, 0), min(right + 1, raster.width)
        cells = self._reader.read(raster, source.band, window)
        heights = np.full((bottom - top + 2, right - left + 2), np.nan)
        inner = heights[window[0] - top + 1 :, window[2] - left + 1 :][: cells.shape[0], : cells.shape[1]]
        inner[...] = cells
        inner[cells == missing_of(raster, source.band)] = np.nan
        wide, tall = self._sizes[source]
        return terrain.slope_percent(heights, wide[top:bottom], tall[top:bottom])


def _known(cells: Any) -> Any:
    return cells if cells.dtype.name in KNOWN else cells.astype("float64")
