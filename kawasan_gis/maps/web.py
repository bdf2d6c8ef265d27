"""The web map: one HTML file that opens without internet, still a folium map one can add to."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, cast

import folium
import geopandas as gpd
import pandas as pd
from branca.element import Element, Figure

from kawasan_gis.criteria import Criterion
from kawasan_gis.files import written_whole
from kawasan_gis.i18n import Language
from kawasan_gis.maps import page
from kawasan_gis.maps.backdrop import Backdrop
from kawasan_gis.maps.basemaps import origin
from kawasan_gis.maps.content import Source, content
from kawasan_gis.presets import Preset

HEAD, DATA, START = "kawasan_head", "kawasan_data", "kawasan_start"


class Verbatim(Element):
    """A piece of the page that is written as it is and never read as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:  # noqa: ARG002 - the signature of its parent
        """Return the text."""
        return self.text


class Content(Element):
    """The first child of a map: its data, and the call that draws them before any other layer is added."""

    def __init__(self, data: str) -> None:
        super().__init__()
        self._name = "Content"
        self.data = data

    def render(self, **kwargs: Any) -> str:  # noqa: ARG002 - the signature of its parent
        """Put the data into the page's body and the call into its script."""
        figure, parent = cast("Figure", self.get_root()), cast("Element", self._parent)
        figure.html.add_child(Verbatim(self.data), name=DATA)
        figure.script.add_child(Verbatim(f"kawasanMap({parent.get_name()});\n"), name=START)
        return ""


class WebMap(folium.Map):
    """A folium map of villages and candidates that is saved as one file and fetches nothing but a basemap, if asked to.

    Layers of folium can be added to it as to any map. Texts in them are folium's affair: escape them before.

    Attributes
    ----------
    online
        Whether the page may fetch anything. Off by default: then a layer that needs the network (map tiles added by
        hand, most folium plugins) makes :meth:`html` and :meth:`save` raise. The tiles of ``basemap`` do not need it.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - the names and types are folium's
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, content: Mapping[str, Any]) -> None:
        south_west, north_east = content["bounds"]
        middle = [(low + high) / 2 for low, high in zip(south_west, north_east, strict=True)]
        super().__init__(
            middle, tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.25, zoom_start=9
        )
        self.online = False
        self._language: str = content["language"]
        self._bounds = content["bounds"]
        self._tiles = origin(content["basemap"]) if content["basemap"] else ""
        self._data = page.data_script(content)
        self.add_child(Content(self._data))
        self._head = f"<title>{page.safe_text(content['title'])}</title>\n{page.library()}"

    def _get_self_bounds(self) -> list[list[float | None]]:
        """Tell folium's ``get_bounds`` how far the villages reach."""
        return [list(corner) for corner in self._bounds]

    def render(self, **kwargs: Any) -> str:
        """Put this map's parts into the page folium builds."""
        figure = cast("Figure", self.get_root())
        self.default_js = _without_leaflet(folium.Map.default_js) if self.online else []
        self.default_css = _without_leaflet(folium.Map.default_css) if self.online else []
        figure.header.add_child(Verbatim(self._head), name=HEAD)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""

    def html(self) -> str:
        """Return the whole page; the same map gives the same text.

        Raises
        ------
        OutputError
            When an added layer would fetch something from the network and ``online`` is off.
        """
        rendered = self.get_root().render()
        ours = [self._head, self._data]
        return page.finished(rendered, language=self._language, ours=ours, online=self.online, tiles=self._tiles)

    def save(self, path: str | os.PathLike[str]) -> None:  # type: ignore[override]
        """Write the whole page to a file, or leave the old file as it was.

        Raises
        ------
        OutputError
            When the file cannot be written, or for what :meth:`html` raises.
        """
        text = self.html()
        with written_whole(path) as partial:
            partial.write_bytes(text.encode("utf-8"))

    def _repr_html_(self, **kwargs: Any) -> str:  # noqa: ARG002 - the signature of its parent
        return page.notebook_frame(self.html())


def _without_leaflet(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, url) for name, url in links if name not in {"leaflet", "leaflet_css"}]


def web_map(
    villages: gpd.GeoDataFrame,
    ranking: gpd.GeoDataFrame | None = None,
    members: pd.DataFrame | None = None,
    *,
    indicators: pd.DataFrame | None = None,
    about: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    criteria: Sequence[Criterion] = (),
    presets: Sequence[Preset] = (),
    checks: pd.DataFrame | None = None,
    backdrop: Backdrop | None = None,
    basemap: str = "",
    title: str = "",
    sources: Sequence[Source] = (),
    notes: Sequence[str] = (),
    language: Language = "id",
) -> WebMap:
    """Draw villages and ranked candidates as a map for the browser.

    Parameters
    ----------
    villages
        Villages in a projected system in metres, on ``kode_desa``.
    ranking
        Ranked candidates; without it the map shows villages only.
    members
        Which village is in which candidate, with its role and its gain in score.
    indicators
        One column per indicator on ``kode_desa``; the villages can be coloured by each.
    about
        Label, unit, source, year and licence of each indicator.
    scores
        Village scores (0..1) in a column ``score``; missing where a village was not scored.
    criteria
        The complete criteria the candidates were ranked by. With them the page shows what each contributes and weighs
        them anew on the spot; single villages too, where ``indicators`` are given.
    presets
        Other weights of the same criteria, each with the name of those who would weigh so.
    checks
        What was checked of every candidate, from :func:`kawasan_gis.check_candidates`.
    backdrop
        Relief, land cover, roads, rivers and place names, from :func:`kawasan_gis.read_backdrop`.
    basemap
        Map tiles from the internet under everything: ``osm``, ``topo``, ``imagery`` or ``rbi``. The page may then
        ask that one server, and nothing else; without, it asks nobody.
    title
        Heading of the page.
    sources
        Where the data come from: texts, or things with ``name``, ``source``, ``year`` and ``licence``.
    notes
        Sentences under the list of candidates, such as what its certificate says.
    language
        Language of words and numbers, ``id`` or ``en``.

    Returns
    -------
    WebMap
        A folium map; ``.save("kawasan.html")`` writes one file that opens without internet.

    Raises
    ------
    CRSError
        When a table is not in a projected system.
    TableError
        When a table lacks a column, a member is not among the villages, a checked candidate is not in the ranking,
        or the ranking's scores are not those of the criteria.
    StudyError
        When there is no such basemap.
    """
    return WebMap(
        content(
            villages,
            ranking,
            members,
            indicators=indicators,
            about=about,
            scores=scores,
            criteria=criteria,
            presets=presets,
            checks=checks,
            backdrop=backdrop,
            basemap=basemap,
            title=title,
            sources=sources,
            notes=notes,
            language=language,
        )
    )
