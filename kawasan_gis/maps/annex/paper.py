"""The paper of a sheet: how large the face and the boxes beside it are, and the round scale that fits."""

import math
from numbers import Integral
from typing import Literal, NamedTuple

import shapely

from kawasan_gis.errors import StudyError
from kawasan_gis.forms import did_you_mean
from kawasan_gis.i18n import number

Orientation = Literal["auto", "portrait", "landscape"]

PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0), "A2": (420.0, 594.0), "A1": (594.0, 841.0)}
"""Width and height in mm, upright (ISO 216)."""

TEXT = {"A4": 5.5, "A3": 6.0, "A2": 7.0, "A1": 8.5}
"""The smallest text on each paper, in points; all other sizes are multiples of it."""

SCALES = (5_000, 10_000, 12_500, 25_000, 50_000, 75_000, 100_000, 125_000, 150_000, 200_000, 250_000, 500_000)
LEAST_SCALE, MOST_SCALE = 1_000, 1_000_000
STEPS = (
    100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000, 20_000, 25_000, 50_000, 100_000, 200_000, 250_000, 500_000,
    1_000_000,
)  # fmt: skip
MOST_LINES = 8

# In units of the smallest text's height: the paper's edge, the gap between boxes, the band of grid figures, the
# margin column of a landscape sheet and the band of an upright one, and what surrounds the kawasan on the face.
EDGE, GAP, TICKS = 4.2, 1.2, 2.4
COLUMN, BAND, BAND_WITH_TABLE, HEADER = 45.5, 36.0, 50.0, 11.5
AROUND, LEAST_AROUND = 5.0, 1.0
# Heights of the boxes that do not stretch.
DECREE, TITLE, SCALE, PROJECTION, SOURCES, SIGN = 11.5, 11.0, 9.5, 7.0, 11.5, 17.0
LEAST_LEGEND = 24.0
# A table: a row's height, what stands above and below the rows, and the least width.
ROW, HEAD, TABLE_WIDTH = 1.42, 6.8, 42.0
MM_PER_POINT = 25.4 / 72


class Box(NamedTuple):
    """A rectangle on the paper in mm, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y + self.height


class Layout(NamedTuple):
    """Where everything goes on one sheet.

    Attributes
    ----------
    paper
        ``A4`` to ``A1``.
    width, height
        Of the sheet as it is held, in mm.
    scale
        The denominator: 50,000 for 1:50,000.
    face
        The frame of the map.
    margin
        The boxes beside it by name: ``title``, ``decree``, ``legend``, ``inset``, ``scale``, ``projection``,
        ``sources``, ``agency``, ``sign``, and ``table`` where the village table fits.
    extent
        What the frame holds in metres of the grid: west, south, east, north.
    text
        The smallest text, in points.
    """

    paper: str
    width: float
    height: float
    scale: int
    face: Box
    margin: dict[str, Box]
    extent: tuple[float, float, float, float]
    text: float

    @property
    def em(self) -> float:
        """The height of the smallest text in mm: the unit of everything beside the face."""
        return self.text * MM_PER_POINT

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Find where a point of the grid lies on the paper.

        Parameters
        ----------
        x, y
            In metres of the sheet's system.

        Returns
        -------
        tuple
            In mm; outside ``face`` when the point is.
        """
        west, south, _, _ = self.extent
        per_metre = 1000 / self.scale
        return self.face.x + (x - west) * per_metre, self.face.y + (y - south) * per_metre


def choose_layout(
    kawasan: shapely.Geometry,
    paper: str = "A3",
    orientation: Orientation = "auto",
    scale: int | None = None,
    rows: int = 0,
) -> Layout:
    """Choose the largest round scale at which a kawasan fits, and the orientation that suits its shape.

    Parameters
    ----------
    kawasan
        In metres of the sheet's system.
    paper
        ``A4`` to ``A1``.
    orientation
        ``portrait``, ``landscape``, or ``auto``.
    scale
        The denominator asked for; without it the largest of ``SCALES`` that leaves room around the kawasan.
    rows
        Lines of the table of villages; it stands on the sheet only when all of them fit.

    Returns
    -------
    Layout
        With the kawasan in the middle of the face.

    Raises
    ------
    StudyError
        When there is no such paper or orientation, or the kawasan does not fit: names the scale that would fit on
        this paper, and the paper that would hold the scale.
    """
    _check_paper(paper, orientation)
    if scale is not None and not (isinstance(scale, Integral) and LEAST_SCALE <= scale <= MOST_SCALE):
        span = f"1:{LEAST_SCALE:,} and 1:{MOST_SCALE:,}"
        raise StudyError(f"no sheet at 1:{scale}: a scale is a whole number between {span}")
    best = _best(kawasan, paper, orientation, scale)
    if best is None:
        raise StudyError(_too_small(kawasan, paper, orientation, scale))
    upright, chosen = best
    face, margin = _boxes(paper, upright, rows)
    if _needed(kawasan, face, paper, AROUND if scale is None else LEAST_AROUND) > chosen:
        # The table would take the room that the map needs: it goes to a page of its own.
        face, margin = _boxes(paper, upright, 0)
    west, south, east, north = kawasan.bounds
    reach_x, reach_y = face.width * chosen / 2000, face.height * chosen / 2000
    x, y = (west + east) / 2, (south + north) / 2
    extent = (x - reach_x, y - reach_y, x + reach_x, y + reach_y)
    width, height = _size(paper, upright)
    return Layout(paper, width, height, chosen, face, margin, extent, TEXT[paper])


def interval(layout: Layout) -> int:
    """Choose how far apart the lines of the grid are: as near as they may be with at most eight across.

    Parameters
    ----------
    layout
        Of the sheet.

    Returns
    -------
    int
        In metres.
    """
    west, south, east, north = layout.extent
    longest = max(east - west, north - south)
    return next(step for step in STEPS if longest / step <= MOST_LINES)


def _check_paper(paper: str, orientation: str) -> None:
    if paper not in PAPERS:
        raise StudyError(f"there is no paper {paper}{did_you_mean(str(paper), list(PAPERS))}")
    if orientation not in ("auto", "portrait", "landscape"):
        raise StudyError(f"there is no orientation {orientation}; choose auto, portrait or landscape")


def _best(
    kawasan: shapely.Geometry, paper: str, orientation: Orientation, scale: int | None
) -> tuple[bool, int] | None:
    """Choose upright or not, and the denominator; None when neither holds the kawasan."""
    turns = {"auto": (False, True), "landscape": (False,), "portrait": (True,)}[orientation]
    fits = []
    for upright in turns:
        face, _ = _boxes(paper, upright, 0)
        needed = _needed(kawasan, face, paper, AROUND if scale is None else LEAST_AROUND)
        offered = SCALES if scale is None else (scale,)
        fits.append((next((one for one in offered if needed <= one), math.inf), needed, upright))
    chosen, _, upright = min(fits)
    return None if math.isinf(chosen) else (upright, int(chosen))


def _needed(kawasan: shapely.Geometry, face: Box, paper: str, around: float) -> float:
    """Find the denominator at which a kawasan just fits with that much around it."""
    left = 2 * around * TEXT[paper] * MM_PER_POINT
    west, south, east, north = kawasan.bounds
    return 1000 * float(max((east - west) / (face.width - left), (north - south) / (face.height - left)))


def _too_small(kawasan: shapely.Geometry, paper: str, orientation: Orientation, scale: int | None) -> str:
    """Say what does not fit, which scale would on this paper, and which paper would hold it."""
    found = _best(kawasan, paper, orientation, None)
    papers = [other for other in PAPERS if _best(kawasan, other, orientation, scale)]
    asked = "" if scale is None else f" at 1:{number(scale, language='en')}"
    ways = [f"1:{number(found[1], language='en')} fits on {paper}"] if found else []
    ways += [f"{papers[0]} would hold it{asked}"] if papers else []
    ways = ways or [f"no paper up to {list(PAPERS)[-1]} would; ask for a smaller scale"]
    return f"the kawasan does not fit on {paper}{asked}: {'; '.join(ways)}"


def _size(paper: str, upright: bool) -> tuple[float, float]:
    short, long = PAPERS[paper]
    return (short, long) if upright else (long, short)


def _boxes(paper: str, upright: bool, rows: int) -> tuple[Box, dict[str, Box]]:
    """Divide the sheet into the face and the boxes beside it."""
    em = TEXT[paper] * MM_PER_POINT
    width, height = _size(paper, upright)
    sheet = Box(EDGE * em, EDGE * em, width - 2 * EDGE * em, height - 2 * EDGE * em)
    table = (HEAD + ROW * rows) * em if rows else 0.0
    return _portrait(sheet, em, table) if upright else _landscape(sheet, em, table)


def _framed(room: Box, em: float) -> Box:
    """Leave a band for the figures of the grid around the face."""
    band = TICKS * em
    return Box(room.x + band, room.y + band, room.width - 2 * band, room.height - 2 * band)


def _landscape(sheet: Box, em: float, table: float) -> tuple[Box, dict[str, Box]]:
    """A column on the right; what its boxes leave goes to legend and location, side by side."""
    gap, column = GAP * em, COLUMN * em
    x = sheet.right - column
    face = _framed(Box(sheet.x, sheet.y, sheet.width - column - gap, sheet.height), em)
    margin = {}
    top = sheet.top
    for name, height in (("decree", DECREE), ("title", TITLE), ("scale", SCALE), ("projection", PROJECTION)):
        top -= height * em
        margin[name] = Box(x, top, column, height * em)
        top -= gap
    half = column / 2 - gap / 2
    margin["agency"] = Box(x, sheet.y, half, SIGN * em)
    margin["sign"] = Box(x + half + gap, sheet.y, half, SIGN * em)
    low = sheet.y + SIGN * em + gap
    margin["sources"] = Box(x, low, column, SOURCES * em)
    low += SOURCES * em + gap
    if table and top - low - table - gap >= LEAST_LEGEND * em:
        margin["table"] = Box(x, low, column, table)
        low += table + gap
    wide = column * 0.58 - gap / 2
    margin["legend"] = Box(x, low, wide, top - low)
    margin["inset"] = Box(x + wide + gap, low, column - wide - gap, top - low)
    return face, margin


def _portrait(sheet: Box, em: float, table: float) -> tuple[Box, dict[str, Box]]:
    """Title and decree above, three columns below: legend; table or location; the rest. A table makes them higher."""
    gap, header, column = GAP * em, HEADER * em, (sheet.width - 2 * GAP * em) / 3
    left, middle, right = (sheet.x + place * (column + gap) for place in range(3))
    y, high = sheet.y, sheet.top - header
    low, beside = y + SOURCES * em + gap, y + SIGN * em + gap
    fits = bool(table) and column >= TABLE_WIDTH * em and low + table <= y + BAND_WITH_TABLE * em
    band = (BAND_WITH_TABLE if fits else BAND) * em
    face = _framed(Box(sheet.x, y + band + gap, sheet.width, sheet.height - band - header - 2 * gap), em)
    margin = {
        "title": Box(left, high, 2 * column + gap, header),
        "decree": Box(right, high, column, header),
        "scale": Box(left, y, column, SCALE * em),
        "legend": Box(left, y + SCALE * em + gap, column, band - SCALE * em - gap),
        "sources": Box(middle, y, column, SOURCES * em),
        "agency": Box(right, y, column / 2 - gap / 2, SIGN * em),
        "sign": Box(right + column / 2 + gap / 2, y, column / 2 - gap / 2, SIGN * em),
    }
    centre = Box(middle, low, column, y + band - low)
    if not fits:
        margin["projection"] = Box(right, beside, column, y + band - beside)
        return face, {**margin, "inset": centre}
    margin["projection"] = Box(right, beside, column, PROJECTION * em)
    beside += PROJECTION * em + gap
    return face, {**margin, "table": centre, "inset": Box(right, beside, column, y + band - beside)}
