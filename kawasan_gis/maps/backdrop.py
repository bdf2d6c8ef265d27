"""What lies under and over the villages on the web map: relief, land cover, roads, rivers, names of places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from kawasan_gis.findings import Findings, collected
from kawasan_gis.i18n import Language, Text
from kawasan_gis.layers import Layer
from kawasan_gis.maps.features import read_features
from kawasan_gis.maps.landcover import GROUPS, OTHER, land_cover
from kawasan_gis.maps.lines import LOOKS, other_lines, river_lines, road_lines
from kawasan_gis.maps.options import MapOptions, check_map
from kawasan_gis.maps.relief import hillshade

HILLSHADE, LAND_COVER = Text("Relief", "Relief"), Text("Tutupan lahan", "Land cover")
LABELS = (
    HILLSHADE,
    LAND_COVER,
    OTHER[1],
    *(label for _, label in GROUPS.values()),
    *(one.label for one in LOOKS.values()),
)
MOST_PLACES = 500


@dataclass(frozen=True)
class Backdrop:
    """What is drawn besides villages and candidates, as the page reads it.

    Attributes
    ----------
    images
        Pictures under the villages: ``key``, ``label``, ``url``, ``bounds`` (south-west and north-east in degrees,
        latitude first), ``opacity``, ``on``, and the ``legend`` of labels and colours.
    lines
        Roads and rivers over them: ``key``, ``label``, ``kind``, ``colour``, ``weight`` (pixels), ``dash`` and
        ``shape`` (lines as flat steps of 1e-5 degrees).
    places
        ``name`` and ``at`` (latitude, longitude).
    """

    images: tuple[dict[str, Any], ...] = ()
    lines: tuple[dict[str, Any], ...] = ()
    places: tuple[dict[str, Any], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Give lists and dictionaries that JSON knows."""
        return {"images": list(self.images), "lines": list(self.lines), "places": list(self.places)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Backdrop":
        """Read back what :meth:`plain` gave.

        Parameters
        ----------
        plain
            The three lists.
        """
        return cls(tuple(plain["images"]), tuple(plain["lines"]), tuple(plain["places"]))

    def said(self, language: Language) -> "Backdrop":
        """Give the same with its labels in one language; names of a study's own groups and of places stay.

        Parameters
        ----------
        language
            ``id`` or ``en``.
        """
        words = {given: text.say(language) for text in LABELS for given in text}

        def in_words(one: dict[str, Any]) -> dict[str, Any]:
            return {**one, "label": words.get(one["label"], one["label"])}

        images = tuple({**in_words(one), "legend": [in_words(entry) for entry in one["legend"]]} for one in self.images)
        return Backdrop(images, tuple(in_words(one) for one in self.lines), self.places)


def read_backdrop(
    villages: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    options: MapOptions,
    *,
    features: gpd.GeoDataFrame | None = None,
    language: Language = "id",
    findings: Findings | None = None,
) -> Backdrop:
    """Read what the section ``[map]`` names, and make it light enough for a page that opens without internet.

    Parameters
    ----------
    villages
        The villages table, in a projected system in metres.
    layers
        The layers of the study.
    options
        Which of them lie under and over the villages.
    features
        Roads, rivers and places, where they have been read already; see
        :func:`kawasan_gis.maps.features.read_features`.
    language
        Of the labels, ``id`` or ``en``.
    findings
        Collects what was wrong or had to be left out, with how much it concerns.

    Returns
    -------
    Backdrop
        Pictures of at most about 250 kB each, lines of about 300 kB together, at most 500 names.

    Raises
    ------
    StudyError
        When a layer is not there or of another kind.
    DataError
        When a layer cannot be read, or lies outside the villages.
    """
    by_name = {layer.name: layer for layer in layers}
    check_map(by_name, options)
    with collected(findings) as rows:
        if features is None:
            features = read_features(villages, layers, options, findings=rows)
        return Backdrop(
            _images(villages, by_name, options, language, rows),
            (
                *river_lines(villages, features, language=language, findings=rows),
                *other_lines(villages, features, findings=rows),
                *road_lines(villages, features, language=language, findings=rows),
            ),
            _places(villages, features, rows),
        )


def _images(
    villages: gpd.GeoDataFrame, layers: Mapping[str, Layer], options: MapOptions, language: Language, findings: Findings
) -> tuple[dict[str, Any], ...]:
    found = []
    if options.land_cover:
        cover = land_cover(villages, layers[options.land_cover], findings)
        legend = [{"label": label.say(language), "colour": colour} for label, colour in cover.legend]
        found.append(
            {
                "key": "land_cover", "label": LAND_COVER.say(language), "url": cover.picture.url,
                "bounds": cover.picture.corners, "opacity": 1.0, "on": False, "legend": legend,
            }
        )  # fmt: skip
    if options.hillshade:
        relief = hillshade(villages, layers[options.hillshade])
        found.append(
            {
                "key": "hillshade", "label": HILLSHADE.say(language), "url": relief.url, "bounds": relief.corners,
                "opacity": 1.0, "on": True, "legend": [],
            }
        )  # fmt: skip
    return tuple(found)


def _places(villages: gpd.GeoDataFrame, features: gpd.GeoDataFrame, findings: Findings) -> tuple[dict[str, Any], ...]:
    """Take names and positions of the places within the villages' extent, in the order of the layer."""
    west, south, east, north = villages.total_bounds
    places = features[features["kind"] == "place"].cx[west:east, south:north]
    named = places[places["name"] != ""]
    layer = str(places["layer"].iloc[0]) if len(places) else ""
    if nameless := len(places) - len(named):
        findings.add("places_without_name", value=nameless, detail=layer)
    if len(named) > MOST_PLACES:
        findings.add("places_left_out", value=len(named) - MOST_PLACES, other=str(MOST_PLACES), detail=layer)
    drawn = named.iloc[:MOST_PLACES].to_crs("EPSG:4326")
    at = zip(drawn["name"], drawn.geometry.x, drawn.geometry.y, strict=True)
    return tuple({"name": name, "at": [round(y, 5), round(x, 5)]} for name, x, y in at)
