"""How everything on the sheet is drawn: colours, weights, dashes and marks, for the face and for its legend alike."""

from typing import Literal, NamedTuple

from kawasan_gis.i18n import Text
from kawasan_gis.maps.lines import LOOKS, OTHER_LINES, ROAD, WATER
from kawasan_gis.maps.style import ACCENT, INK, RAMP

Kind = Literal["area", "line", "point"]

# Sizes below are in points on a sheet whose smallest text is 6 points (A3); they grow with the text.
TEXT = 6.0


class Symbol(NamedTuple):
    """One line of the legend and how it looks on the face.

    Attributes
    ----------
    key
        What it stands for, as rows of the scene name it.
    label
        Its words; a facility's own label in both languages.
    kind
        ``area``, ``line`` or ``point``.
    colour
        Of the fill, the line or the mark.
    size
        Width of the line, or of the mark, in points at a smallest text of 6 points.
    dashes
        Lengths of strokes and gaps in millimetres; empty for a continuous line.
    hatch
        Strokes over an area, as matplotlib names them.
    mark
        The shape of a point, as matplotlib names it.
    source
        ``K`` for what is customary on Indonesian sheets without our having read it in a standard.
    opacity
        Of the fill, 0 to 1.
    """

    key: str
    label: Text
    kind: Kind
    colour: str
    size: float = 0.0
    dashes: tuple[float, ...] = ()
    hatch: str = ""
    mark: str = ""
    source: str = ""
    opacity: float = 1.0


MEMBER, CENTRE, BRIDGE = "#dfe6b8", "#a9c283", "#eef0dd"
OTHER, BEYOND = "#f5f4ec", "#e9e9e6"
BORDER = "#4d5553"
HATCH = "#8fa36c"

AREAS = (
    Symbol("pusat", Text("Desa pusat", "Central village"), "area", CENTRE),
    Symbol("hinterland", Text("Desa anggota (hinterland)", "Member village (hinterland)"), "area", MEMBER),
    Symbol("bridge", Text("Desa penghubung", "Bridging village"), "area", BRIDGE, hatch="////"),
    Symbol("other", Text("Desa lain di kabupaten", "Other village of the kabupaten"), "area", OTHER),
    Symbol("beyond", Text("Wilayah kabupaten lain", "Other kabupaten"), "area", BEYOND),
)
OTHER_IN_STUDY = AREAS[3]._replace(label=Text("Desa lain dalam studi", "Other village of the study"))
"""Where the study is of several kabupaten."""
CENTRE_MARK = Symbol("centre", Text("Pusat kawasan", "Centre of the kawasan"), "point", ACCENT, 11.0, mark="*")
OUTLINE_LINE = Symbol("kawasan", Text("Batas kawasan perdesaan", "Outline of the kawasan"), "line", ACCENT, 1.5)

# Falling weight and ever simpler strokes: stroke and two dots, stroke and dot, strokes, dots.
BORDERS = (
    Symbol("provinsi", Text("Batas provinsi", "Provinsi border"), "line", INK, 1.0, (3.6, 0.8, 0.5, 0.8, 0.5, 0.8),
           source="K"),
    Symbol("kabupaten", Text("Batas kabupaten", "Kabupaten border"), "line", INK, 0.8, (2.8, 0.8, 0.5, 0.8),
           source="K"),
    Symbol("kecamatan", Text("Batas kecamatan", "Kecamatan border"), "line", INK, 0.55, (1.8, 0.9), source="K"),
    Symbol("desa", Text("Batas desa", "Village border"), "line", BORDER, 0.45, (0.45, 0.55), source="K"),
    Symbol("edge", Text("Garis pantai atau tepi data", "Coast, or where the data end"), "line", BORDER, 0.35),
)  # fmt: skip

WEIGHTS = {"road_main": 1.3, "road_local": 0.55, "road_minor": 0.4, "road": 0.6, "river": 0.6}
DASHES = {"road_minor": (0.9, 0.6)}
LINES = tuple(
    Symbol(key, look.label, "line", WATER if key == "river" else ROAD, WEIGHTS[key], DASHES.get(key, ()))
    for key, look in LOOKS.items()
)
PLACE = Symbol("place", Text("Nama tempat", "Place"), "point", INK, 2.6, mark="o")

# Marks of facilities, in the order of their labels; more layers than marks begin again in the next colour.
MARKS = ("s", "^", "D", "v", "P", "X", "p", "h")
MARK_COLOURS = (RAMP[4], "#7a3e6b", "#1f2d2b")
# Areas of land cover let the tint of the villages shine through.
COVER_COLOURS = ("#c9b458", "#6f9fae", "#b98a5a", "#8a7fae", "#7fa06a", "#c08a8a")
COVER_OPACITY = 0.55
# Lines that are not said to be roads or rivers; more layers than colours begin again with other strokes.
LINE_DASHES = ((), (2.2, 0.8), (0.9, 0.6, 0.3, 0.6))
FACILITY, COVER, LINE = "facility: ", "cover: ", "line: "

FIXED = {one.key: one for one in (*AREAS, CENTRE_MARK, OUTLINE_LINE, *BORDERS, *LINES, PLACE)}


def facility(label: str, labels: list[str]) -> Symbol:
    """Give a kind of facility its mark.

    Parameters
    ----------
    label
        What it is called.
    labels
        All of the study, in their order.
    """
    place = labels.index(label)
    colour = MARK_COLOURS[place // len(MARKS) % len(MARK_COLOURS)]
    return Symbol(FACILITY + label, Text.same(label), "point", colour, 4.2, mark=MARKS[place % len(MARKS)])


def line(label: str, labels: list[str]) -> Symbol:
    """Give a kind of lines that are neither roads nor rivers its colour and strokes.

    Parameters
    ----------
    label
        What it is called.
    labels
        All of the study, in their order.
    """
    place = labels.index(label)
    colour = OTHER_LINES[place % len(OTHER_LINES)]
    dashes = LINE_DASHES[place // len(OTHER_LINES) % len(LINE_DASHES)]
    return Symbol(LINE + label, Text.same(label), "line", colour, 0.9, dashes)


def area_key(role: str) -> str:
    """Tell which symbol a member is drawn with: that of its role, or that of any member.

    Parameters
    ----------
    role
        As the members table has it.
    """
    return role if role in {one.key for one in AREAS} else "hinterland"


def cover(label: str, labels: list[str]) -> Symbol:
    """Give a kind of land cover its colour.

    Parameters
    ----------
    label
        What it is called.
    labels
        All of the study, in their order.
    """
    colour = COVER_COLOURS[labels.index(label) % len(COVER_COLOURS)]
    return Symbol(COVER + label, Text.same(label), "area", colour, opacity=COVER_OPACITY)
