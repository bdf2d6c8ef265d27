"""Relief, land cover, lines, names and tiles in a real browser: at their place, switched, and fetched from nowhere."""

import re

import numpy as np
import pytest
import shapely
from map_study import HOSTILE, study, wiggly_grid
from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from rasters import raster_layer

from kawasan_gis.findings import Findings
from kawasan_gis.maps.backdrop import Backdrop, read_backdrop
from kawasan_gis.maps.basemaps import basemap
from kawasan_gis.maps.images import png
from kawasan_gis.maps.lines import road_lines
from kawasan_gis.maps.options import MapOptions
from kawasan_gis.maps.web import web_map

VILLAGES = wiggly_grid()
WEST, SOUTH, EAST, NORTH = VILLAGES.total_bounds
CELL = 50.0


def grid(tmp_path, name, paint):
    """Write a raster around the villages; ``paint`` gives the cells from metres east and south of its corner."""
    rows, columns = (int(side / CELL) + 4 for side in (NORTH - SOUTH, EAST - WEST))
    y, x = (np.mgrid[:rows, :columns] + 0.5) * CELL
    transform = from_origin(WEST - 2 * CELL, NORTH + 2 * CELL, CELL, CELL)
    return raster_layer(tmp_path, paint(x, y), name, crs=VILLAGES.crs, transform=transform)


def on_screen(tab, x, y):
    """Where a place in the villages' system is on the screen, in pixels."""
    (at,) = VILLAGES.iloc[:1].set_geometry([shapely.Point(x, y)], crs=VILLAGES.crs).to_crs(4326).geometry
    return tab.evaluate(
        """([lat, lng]) => {
            const at = map_1.latLngToContainerPoint([lat, lng]), box = map_1.getContainer().getBoundingClientRect();
            return [box.x + at.x, box.y + at.y];
        }""",
        [at.y, at.x],
    )


def picture(tab):
    """What is on the screen without the villages and all over them: rows, columns, colours."""
    images = ".leaflet-kawasanCover-pane, .leaflet-kawasanRelief-pane"
    tab.add_style_tag(content=f".leaflet-pane > .leaflet-pane:not({images}) {{ visibility: hidden }}")
    tab.wait_for_timeout(100)
    with MemoryFile(tab.screenshot()) as memory, memory.open() as file:
        return np.moveaxis(file.read()[:3], 0, 2).astype(int)


pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def test_a_ridge_is_bright_and_dark_on_its_two_sides(opened, tmp_path):
    """A ridge from west to east, 800 m wide, 5 km south of the raster's corner."""
    ridge = grid(tmp_path, "tinggi", lambda x, y: np.maximum(0, 400 - np.abs(y - 5000)).astype("float32") + 0 * x)
    tab = opened(web_map(VILLAGES, backdrop=read_backdrop(VILLAGES, [ridge], MapOptions(hillshade="tinggi"))))
    x, y = on_screen(tab, (WEST + EAST) / 2, NORTH + 2 * CELL - 5000)
    _, far = on_screen(tab, (WEST + EAST) / 2, NORTH + 2 * CELL - 5400)
    column = picture(tab)[:, round(x)].sum(axis=1)
    reach = int(far - y)
    assert reach > 10
    lit, shade = column[round(y) - reach + 4 : round(y) - 3], column[round(y) + 4 : round(y) + reach - 3]
    assert lit.min() > shade.max() + 100
    dark = np.flatnonzero(column < (lit.min() + shade.max()) / 2)
    dark = dark[np.abs(dark - y) < 2 * reach]
    # A pixel of the picture is an eighth of the slope; crest and foot are a pixel wide.
    assert dark.min() == pytest.approx(y, abs=reach / 8)
    assert dark.max() == pytest.approx(far, abs=reach / 8)


def test_land_cover_lies_where_it_is_and_has_its_legend(opened, tmp_path):
    square = grid(
        tmp_path,
        "lahan",
        lambda x, y: np.where((abs(x - 4000) < 600) & (abs(y - 3000) < 600), 2012, 20093).astype("uint16"),
    ).model_copy(update={"vocabulary": "klhk"})
    found = read_backdrop(VILLAGES, [square], MapOptions(land_cover="lahan"))
    tab = opened(web_map(VILLAGES, **study(VILLAGES), backdrop=found))
    assert tab.locator(".leaflet-kawasanCover-pane img").count() == 0
    shown = "() => map_1.kawasan.backdrop.legend.innerText.split('\\n').filter(Boolean)"
    switch(tab, "Tutupan lahan", on=True)
    assert tab.locator(".leaflet-kawasanCover-pane img").count() == 1
    entries = tab.evaluate(
        "() => [...map_1.kawasan.backdrop.legend.children].map(one => [one.textContent, one.style.display])"
    )
    assert entries == [["sawah", ""], ["permukiman", ""]]
    corner = on_screen(tab, WEST - 2 * CELL + 3400, NORTH + 2 * CELL - 2400)
    other = on_screen(tab, WEST - 2 * CELL + 4600, NORTH + 2 * CELL - 3600)
    red = (picture(tab) == (168, 65, 63)).all(axis=2)
    rows, columns = np.nonzero(red)
    pixel = (other[0] - corner[0]) / 24
    middle = np.add(corner, other) / 2
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx(middle, abs=pixel / 2)
    assert np.ptp(columns) == pytest.approx(24 * pixel, abs=2 * pixel)
    assert np.ptp(rows) == pytest.approx(24 * pixel, abs=2 * pixel)
    switch(tab, "Tutupan lahan", on=False)
    assert tab.evaluate(shown) == []


def switch(tab, label, *, on):
    """Use a switch as the legend does."""
    tab.evaluate(
        "([label, on]) => map_1.kawasan.backdrop.switches.find(one => one.label === label).toggle(on)", [label, on]
    )


def drawn_lines():
    shapes = [shapely.LineString([(WEST, SOUTH + y), (EAST, SOUTH + y)]) for y in (3000, 6000)]
    table = (
        VILLAGES.iloc[:2][["geometry"]]
        .set_geometry(shapes, crs=VILLAGES.crs)
        .assign(**{"layer": "jalan", "kind": "road", "class": ["road_main", "road_minor"]})
    )
    return road_lines(VILLAGES, table, language="id", findings=Findings())


def test_lines_are_drawn_over_the_villages_and_main_ones_stay_on_top(opened):
    tab = opened(web_map(VILLAGES, backdrop=Backdrop(lines=tuple(drawn_lines()))))
    paths = tab.locator(".leaflet-kawasanLines-pane path")
    assert paths.count() == 2
    weights = [path.get_attribute("stroke-width") for path in paths.all()]
    assert weights == ["0.8", "1.7"]
    assert paths.first.get_attribute("stroke-dasharray") == "2 3"
    box, (x, y) = paths.last.bounding_box(), on_screen(tab, WEST, SOUTH + 3000)
    assert (box["x"], box["y"] + box["height"] / 2) == pytest.approx((x, y), abs=3)
    switch(tab, "Jalan kecil dan setapak", on=False)
    assert paths.count() == 1
    switch(tab, "Jalan kecil dan setapak", on=True)
    assert [path.get_attribute("stroke-width") for path in paths.all()] == weights
    labels = tab.evaluate("map_1.kawasan.backdrop.switches.map(one => one.label)")
    assert labels == ["Jalan utama", "Jalan kecil dan setapak"]
    assert tab.evaluate("map_1.kawasan.backdrop.opacity()") == 1


def test_villages_let_through_what_lies_under_them(opened, tmp_path):
    layers = [
        grid(tmp_path, "tinggi", lambda x, y: (x + y).astype("float32") / 100),
        grid(tmp_path, "lahan", lambda x, y: np.full_like(x, 20093, dtype="uint16")).model_copy(
            update={"vocabulary": "klhk"}
        ),
    ]
    tab = opened(
        web_map(VILLAGES, backdrop=read_backdrop(VILLAGES, layers, MapOptions(hillshade="tinggi", land_cover="lahan")))
    )
    opacity = "map_1.kawasan.backdrop.opacity()"
    assert tab.evaluate(opacity) == 0.72
    switch(tab, "Tutupan lahan", on=True)
    assert tab.evaluate(opacity) == 0.15
    for label in ("Tutupan lahan", "Relief"):
        switch(tab, label, on=False)
    assert tab.evaluate(opacity) == 1


def test_hostile_names_of_places_are_text(opened):
    (spot,) = VILLAGES.iloc[:1].to_crs(4326).representative_point()
    places = tuple({"name": name, "at": [spot.y, spot.x]} for name in HOSTILE)
    tab = opened(web_map(VILLAGES, backdrop=Backdrop(places=places)))
    found = tab.locator(".leaflet-kawasanPlaces-pane span").evaluate_all("all => all.map(one => one.textContent)")
    assert found == list(HOSTILE)
    assert tab.evaluate("window.ran") is None


def test_only_the_server_of_the_basemap_is_asked(browser, tmp_path):
    """The tiles are made up: the test does not leave the machine."""
    path = tmp_path / "map.html"
    web_map(VILLAGES, basemap="topo").save(path)
    tile = png(np.ones((256, 256), dtype=np.uint8), [(120, 180, 140)])
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    asked, trouble = [], []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body=tile, content_type="image/png")

    context.route(re.compile("^https?:"), answer)
    tab = context.new_page()
    tab.on("pageerror", lambda error: trouble.append(str(error)))
    tab.on("console", lambda said: trouble.append(said.text))
    tab.goto(path.as_uri())
    tab.wait_for_function("document.querySelectorAll('.leaflet-tile-loaded').length > 3")
    assert {re.sub(r"/\d+/\d+/\d+\.png$", "", url) for url in asked} == {"https://a.tile.opentopomap.org"}
    assert basemap("topo")["attribution"] in tab.locator(".leaflet-container").inner_text()
    assert trouble == []
    # What is not that server, the page may not ask.
    tab.evaluate("() => { new Image().src = 'https://elsewhere.example/x.png'; }")
    tab.wait_for_timeout(200)
    assert not any("elsewhere" in url for url in asked)
    context.close()
