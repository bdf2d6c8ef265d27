"""Land cover under the villages: groups of classes in calm colours, from a raster with a vocabulary.

Neighbours in meaning are near in hue and apart in lightness, so that the groups can be told with every kind of colour
blindness; ``tests/test_maps_landcover.py`` measures it.
"""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from kawasan_gis.errors import StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.i18n import Text
from kawasan_gis.indicators.zonal.classes import report_unknown
from kawasan_gis.indicators.zonal.grid import Raster, check_band, look_at
from kawasan_gis.layers import Layer
from kawasan_gis.maps.images import Colour, Picture, Pixels, frame, inside, light, png, read_small, warped
from kawasan_gis.vocabulary import Vocabulary, read_vocabulary

# Groups that vocabularies name, and how they are drawn. A code goes to the first group here that holds it.
GROUPS: dict[str, tuple[str, Text]] = {
    "sawah": ("#dcea9a", Text("sawah", "paddy (sawah)")),
    "tambak": ("#92c7d4", Text("tambak", "fish ponds (tambak)")),
    "perkebunan": ("#c98f4a", Text("perkebunan", "estate crops")),
    "pertanian_lahan_kering": ("#e6b97f", Text("pertanian lahan kering", "dryland farming")),
    "pertanian_semusim": ("#f1dc8e", Text("pertanian semusim", "seasonal crops")),
    "mangrove": ("#24606a", Text("mangrove", "mangrove")),
    "hutan": ("#4f8a58", Text("hutan", "forest")),
    "pohon": ("#5f9a66", Text("pohon", "trees")),
    "permukiman": ("#a8413f", Text("permukiman", "settlements")),
    "badan_air": ("#4a7fb5", Text("badan air", "water")),
    "tubuh_air": ("#4a7fb5", Text("badan air", "water")),
    "rawa": ("#8597b8", Text("rawa", "swamp")),
    "semak_belukar": ("#9dac76", Text("semak belukar", "scrub")),
    "padang_rumput": ("#c6d192", Text("padang rumput", "grassland")),
    "pertambangan": ("#4a2f45", Text("pertambangan", "mining")),
    "lahan_terbuka": ("#e2d6d3", Text("lahan terbuka", "bare land")),
    "awan": ("#ffffff", Text("awan", "clouds")),
}
# For groups of a study's own vocabulary, in its order.
SPARE = ("#b7a3cf", "#7d6ba0", "#e0a8b8", "#8c9a3f", "#c9c2e0", "#5c7f8a")
OTHER = ("#8f8a8a", Text("lainnya", "other"))


class Cover(NamedTuple):
    """A picture of land cover, and the label and colour of each group that is in it."""

    picture: Picture
    legend: list[tuple[Text, str]]


class Group(NamedTuple):
    """One colour of the picture: its name and the codes it stands for."""

    label: Text
    colour: str
    codes: tuple[int, ...]


def land_cover(villages: gpd.GeoDataFrame, layer: Layer, findings: Findings) -> Cover:
    """Draw the land cover under the villages; transparent where nothing is known.

    Parameters
    ----------
    villages
        The villages table.
    layer
        A raster of codes with a vocabulary.
    findings
        Gets codes the vocabulary does not know; they are drawn as other.

    Returns
    -------
    Cover
        At most 1,000 pixels on the longer side, fewer when it would weigh more than 250 kB.

    Raises
    ------
    StudyError
        When the layer has no vocabulary.
    DataError
        When the raster cannot be read, is rotated, has no reference system, lies outside the villages, or holds
        fractions.
    """
    if layer.vocabulary is None:
        raise StudyError(f'layer {layer.name} has no vocabulary that says what its codes are: vocabulary = "klhk"')
    words = read_vocabulary(layer.vocabulary)
    raster = look_at(layer.url or layer.path, f"layer {layer.name}", remote=layer.remote)
    check_band(raster, 1, f"layer {layer.name}", numbers=False)
    groups = drawn_groups(words)
    found: set[int] = set()

    def draw(most: int) -> Picture:
        place = frame(villages, raster, most)
        codes, transform = read_small(raster, place, "mode")
        numbers, present = _numbered(codes, groups, raster)
        found.update(present)
        pixels: Pixels = warped(numbers, transform, raster, place, nothing=0, smooth=False)
        pixels[~inside(villages, place)] = 0
        shown.append(np.unique(pixels[pixels > 0]))
        return Picture(png(pixels, [_rgb(group.colour) for group in groups]), place.corners)

    shown: list[NDArray[np.uint8]] = []
    picture = light(draw)
    report_unknown(sorted(found), words, layer.name, findings)
    return Cover(picture, [(groups[place - 1].label, groups[place - 1].colour) for place in shown[-1]])


def drawn_groups(words: Vocabulary) -> list[Group]:
    """Share out the codes of a vocabulary to the groups that are drawn, each code once; the last is all others.

    Parameters
    ----------
    words
        Its groups may hold each other: those with a colour of their own come first, in the order of ``GROUPS``, then
        up to six of the study's own, in the vocabulary's order.
    """
    spare = iter(SPARE)
    own = [name for name in words.groups if name not in GROUPS]
    looks = [(name, *GROUPS[name]) for name in GROUPS if name in words.groups]
    left = set(words.codes)
    groups = []
    for name, colour, label in [*looks, *((name, "", Text(_said(name), _said(name))) for name in own)]:
        codes = [int(code) for code in words.groups[name] if code in left and code.removeprefix("-").isdecimal()]
        left -= set(words.groups[name])
        if codes and (colour := colour or next(spare, "")):
            groups.append(Group(label, colour, tuple(codes)))
    return [*groups, Group(OTHER[1], OTHER[0], ())]


def _said(name: str) -> str:
    return name.replace("_", " ")


def _numbered(codes: np.ma.MaskedArray, groups: list[Group], raster: Raster) -> tuple[Pixels, list[int]]:
    """Replace codes by the number of their group, 0 where there is no data; and list the codes there are."""
    codes = np.ma.masked_invalid(codes)
    present, places = np.unique(codes.filled(codes.dtype.type(0)), return_inverse=True)
    if not np.array_equal(present, np.round(present)):
        raise TableError(f"{raster.label}: {raster.name} holds fractions, not codes of land cover")
    number_of = {code: place for place, group in enumerate(groups, start=1) for code in group.codes}
    numbers = np.array([number_of.get(int(code), len(groups)) for code in present], dtype=np.uint8)
    result = numbers[places].reshape(codes.shape)
    result[np.ma.getmaskarray(codes)] = 0
    return result, [int(code) for code in np.unique(codes.compressed())]


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
