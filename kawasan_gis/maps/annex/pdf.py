"""Sheets as PDF and as pictures: the same bytes each time, fonts embedded, written whole or not at all."""

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pyproj import CRS

from kawasan_gis.files import written_whole
from kawasan_gis.maps.annex.georeference import georeference, georeferenced
from kawasan_gis.maps.annex.paper import Layout
from kawasan_gis.maps.annex.text import FAMILY, MM

HOUSE_STYLE = {
    "font.family": [FAMILY],
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "pdf.use14corefonts": False,
    "hatch.linewidth": 0.6,
    # Dashes are given in points, not in widths of their line.
    "lines.scale_dashes": False,
    "path.simplify": False,
    "text.usetex": False,
    # In pictures too letters stand where they were measured, and their halo behind them.
    "text.hinting": "none",
}
CREATOR = "kawasan-gis"


class Page(NamedTuple):
    """One page: a sheet with a map, or one with a table only.

    Attributes
    ----------
    figure
        In its full size; more can be drawn on it in millimetres with :func:`kawasan_gis.maps.annex.text.mm`.
    layout, crs
        Of the map; None on a page without one.
    """

    figure: Figure
    layout: Layout | None = None
    crs: CRS | None = None


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save as sheets are, whatever the user's own settings of matplotlib, and leave those as they were."""
    with style.context(["default", HOUSE_STYLE]):
        yield


def new_figure(width: float, height: float) -> Figure:
    """Make an empty sheet.

    Parameters
    ----------
    width, height
        In millimetres.
    """
    figure = Figure(figsize=(width / MM, height / MM), dpi=72, facecolor="white", edgecolor="none")
    FigureCanvasAgg(figure)
    return figure


def save_pdf(pages: Sequence[Page], path: str | os.PathLike[str], title: str = "") -> None:
    """Write pages as one georeferenced PDF; the same pages give the same bytes.

    Parameters
    ----------
    pages
        In their order.
    path
        The file; it is written whole or left as it was.
    title
        Of the document.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    places = [georeference(page.layout, page.crs) if page.layout and page.crs else None for page in pages]
    with written_whole(path) as partial:
        with house_style():
            metadata = {"CreationDate": None, "Creator": CREATOR, "Producer": CREATOR}
            with PdfPages(partial, metadata=metadata) as document:
                for page in pages:
                    document.savefig(page.figure)
        georeferenced(partial, places, title)


def png(page: Page, dpi: float = 100) -> bytes:
    """Draw one page as a picture.

    Parameters
    ----------
    page
        Any page.
    dpi
        Dots per inch.

    Returns
    -------
    bytes
        A PNG file.
    """
    stream = io.BytesIO()
    with house_style():
        page.figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue()
