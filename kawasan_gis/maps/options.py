"""The section ``[map]`` of a study: what lies under and over the villages on the web map."""

from collections.abc import Mapping

from pydantic import field_validator, model_validator

from kawasan_gis.errors import StudyError
from kawasan_gis.forms import Form, did_you_mean
from kawasan_gis.layers import Kind, Layer
from kawasan_gis.maps.basemaps import basemap
from kawasan_gis.network import Network


class MapOptions(Form):
    """What the web map shows besides villages and candidates (the section ``[map]`` of a study).

    ``hillshade`` is the name of a raster layer of heights in metres, ``land_cover`` that of a raster layer with a
    vocabulary. ``roads`` and ``rivers`` are line layers; not given, they are those of the section ``[network]``, and
    an empty list draws none. ``class_column`` is the column of the class of a road, by which main roads are drawn
    wider; not given, that of the network. ``places`` is a layer of points whose column ``place_name`` is written on
    the map. ``basemap`` is the key of map tiles that are fetched from the internet, none when empty.
    """

    hillshade: str | None = None
    land_cover: str | None = None
    roads: tuple[str, ...] | None = None
    rivers: tuple[str, ...] | None = None
    class_column: str | None = None
    places: str | None = None
    place_name: str | None = None
    basemap: str = ""

    @field_validator("basemap")
    @classmethod
    def _is_known(cls, key: str) -> str:
        if key:
            basemap(key)
        return key

    @model_validator(mode="after")
    def _places_have_names(self) -> "MapOptions":
        if bool(self.places) != bool(self.place_name):
            raise ValueError("places need both the layer of points (places) and its column of names (place_name)")
        return self


def complete_map(options: MapOptions, network: Network | None) -> MapOptions:
    """Take roads and rivers that were not named from the network.

    Parameters
    ----------
    options
        The section ``[map]`` as it stands in the study.
    network
        The section ``[network]``, if there is one.

    Returns
    -------
    MapOptions
        With roads and rivers named; the network's column of classes goes with its own roads only.
    """
    if network is None:
        return options
    given: dict[str, object] = {}
    if options.roads is None:
        given = {"roads": network.roads, "class_column": options.class_column or network.class_column}
    if options.rivers is None:
        given["rivers"] = network.rivers
    return options.model_copy(update=given)


def check_map(layers: Mapping[str, Layer], options: MapOptions) -> None:
    """Refuse layers that are not there, or of another kind than the map needs.

    Parameters
    ----------
    layers
        The study's layers by name.
    options
        The section ``[map]``.

    Raises
    ------
    StudyError
        Naming the first key that does not fit.
    """
    named: tuple[tuple[str, str | None, Kind], ...] = (
        ("hillshade", options.hillshade, "raster"),
        ("land_cover", options.land_cover, "raster"),
        *(("roads", name, "lines") for name in options.roads or ()),
        *(("rivers", name, "lines") for name in options.rivers or ()),
        ("places", options.places, "points"),
    )
    for key, name, kind in named:
        if name is None:
            continue
        if name not in layers:
            raise StudyError(f"[map] {key}: there is no layer {name}{did_you_mean(name, list(layers))}")
        if layers[name].kind != kind:
            raise StudyError(f"[map] {key}: layer {name} is a layer of kind {layers[name].kind}, not {kind}")
    if options.land_cover and layers[options.land_cover].vocabulary is None:
        raise StudyError(
            f"[map] land_cover: layer {options.land_cover} has no vocabulary that says what its codes are; "
            'give it one, such as vocabulary = "klhk"'
        )
