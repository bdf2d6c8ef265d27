"""Pages that browser tests of the map open, and what they do with them."""

from functools import cache

from map_study import backdrop_of, hostile_tables, whole_map, wiggly_grid
from weighed_map import Weighed

from kawasan_gis.maps.web import web_map


@cache
def whole_page(language="id"):
    """Two candidates, criteria, checks, backdrop."""
    return whole_map(backdrop=backdrop_of(wiggly_grid()), language=language).html()


@cache
def weighed_page():
    """Five candidates that can be weighed anew."""
    return Weighed().drawn().html()


@cache
def hostile_page(language="id"):
    """Hostile text in every text column of every table."""
    villages, tables = hostile_tables()
    return web_map(villages, **tables, language=language).html()


def choose(tab, place=0):
    """Unfold a candidate of the list; the zoom is not animated in tests."""
    tab.locator(".kw-row").nth(place).click()
    return tab.locator(".kw-detail")


def weigh(tab, weights):
    """Give the criteria other weights, as the tab of weights does."""
    tab.evaluate("weights => { map_1.kawasan.set('mine', true); map_1.kawasan.set('weights', weights); }", weights)


def texts(locator):
    """Text of every node, with plain blanks."""
    return [" ".join(text.split()) for text in locator.all_inner_texts()]


def village_paths(tab):
    return tab.locator(".leaflet-kawasanVillages-pane path")


def hover(tab, row):
    """Move the mouse over a village that no badge covers."""
    spot = tab.evaluate(
        """row => {
            const data = JSON.parse(document.getElementById("kawasan-data").textContent);
            const ring = kawasanCorners(data.villages.shape[row])[0][0];
            const at = map_1.latLngToContainerPoint(L.polygon(ring).addTo(map_1).remove().getBounds().getCenter());
            const box = map_1.getContainer().getBoundingClientRect();
            return [box.x + at.x, box.y + at.y];
        }""",
        row,
    )
    tab.mouse.move(*spot)
    tab.wait_for_function(
        "name => { const tips = document.querySelectorAll('.kw-tip strong');"
        " return tips.length === 1 && tips[0].textContent === name; }",
        arg=tab.evaluate(
            "row => JSON.parse(document.getElementById('kawasan-data').textContent).villages.name[row]", row
        ),
    )
    return tab.locator(".kw-tip")


TIP_OF = """row => {
    const found = [];
    map_1.eachLayer(one => {
        if (one instanceof L.Polygon && one.options.pane === "kawasanVillages") found.push(one);
    });
    found[row].openTooltip();
    const all = [...document.querySelectorAll(".kw-tip strong")];
    found[row].closeTooltip();
    return all.at(-1).textContent;
}"""


# Elements that only markup hidden in a text could have made.
MADE_OF_TEXT = """() => [...document.querySelectorAll(
    "img:not(.leaflet-image-layer), iframe, b:not(.kw-classes b), [onerror], [onclick]"
)].map(one => one.outerHTML)"""


def plain(names):
    """Names as a page shows them: blanks run together, what HTML cannot hold replaced."""
    return [" ".join(str(name).replace("\x00", "\ufffd").split()) for name in names]
