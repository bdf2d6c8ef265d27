"""The file of the web map: whole, reproducible, fetching nothing; and text from data stays text."""

import base64
import hashlib
import html
import json
import re

import folium
import folium.plugins
import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_study import HOSTILE, data_of, hostile_tables, whole_map, wiggly_grid

from kawasan_gis.errors import OutputError
from kawasan_gis.maps import page
from kawasan_gis.maps.basemaps import BASEMAPS
from kawasan_gis.maps.web import WebMap, web_map


def test_same_input_same_bytes(tmp_path):
    whole_map().save(tmp_path / "a.html")
    again = whole_map()
    again.save(tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert again.html() == again.html()
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["a.html", "b.html"]


def test_ids_of_added_layers_are_running_numbers():
    def with_layers():
        drawn = whole_map()
        group = folium.FeatureGroup("Pasar").add_to(drawn)
        folium.CircleMarker([-3.1, 115.2], tooltip="x").add_to(group)
        return drawn.html()

    assert with_layers() == with_layers()
    assert not re.search(r"_[0-9a-f]{32}", with_layers())


def test_text_that_looks_like_an_id_is_left_alone():
    name = "map_" + "0123456789abcdef" * 2
    villages = wiggly_grid()
    villages["nama_desa"] = name
    assert data_of(web_map(villages).html())["villages"]["name"][0] == name


def test_vendored_files_are_what_they_say():
    listed = json.loads(page.asset("vendored.json"))["leaflet"]
    assert listed["version"] == "1.9.4"
    for name, digest in listed["sha256"].items():
        assert hashlib.sha256((page.ASSETS / name).read_bytes()).hexdigest() == digest
    assert "BSD 2-Clause" in page.asset("leaflet-LICENSE.txt")


def test_page_names_nothing_to_fetch():
    text = whole_map().html()
    for word in ("jquery", "bootstrap", "awesome", "cdn.", "cdnjs"):
        assert word not in text.lower()
    assert not re.search(r"<(script|img|link)[^>]+(src|href)=", text.split("</head>")[0])
    assert "url(images" not in text
    assert "sourceMappingURL" not in text


def test_only_the_scripts_of_the_page_may_run():
    text = whole_map().html()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    assert policy.startswith("default-src 'none'")
    hashes = {
        "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"
        for code in re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    }
    assert set(policy.split("script-src ")[1].split()) == hashes


def policy_of(text):
    return re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)


@pytest.mark.parametrize("key", BASEMAPS)
def test_a_basemap_opens_the_page_to_one_server_of_pictures(key):
    closed, opened = policy_of(whole_map().html()), policy_of(whole_map(basemap=key).html())
    server = BASEMAPS[key].url.split("/{z}")[0].split("/", 3)[2]
    assert "http" not in closed
    assert opened.split("; ")[1] == f"img-src data: blob: https://{server}"
    assert [part for part in opened.split("; ") if "http" in part] == [opened.split("; ")[1]]


def test_a_basemap_does_not_open_the_page_to_other_layers():
    drawn = whole_map(basemap="osm")
    folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="x").add_to(drawn)
    with pytest.raises(OutputError, match=r"tiles\.example"):
        drawn.html()


@pytest.mark.parametrize(
    ("layer", "says"),
    [
        (lambda: folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="x"), "tiles.example"),
        (folium.plugins.MarkerCluster, "markercluster"),
        (lambda: folium.Marker([0, 0], icon=folium.Icon()), "folium.Icon"),
    ],
)
def test_a_layer_that_needs_the_network_is_refused_unless_allowed(layer, says, tmp_path):
    drawn = whole_map()
    layer().add_to(drawn)
    with pytest.raises(OutputError, match=says):
        drawn.save(tmp_path / "map.html")
    assert not list(tmp_path.iterdir())
    drawn.online = True
    assert "Content-Security-Policy" not in drawn.html()


def test_notebook_shows_a_shut_off_frame():
    drawn = whole_map()
    frame = drawn._repr_html_()
    assert isinstance(drawn, WebMap)
    assert frame.count("<iframe") == 1
    assert 'sandbox="allow-scripts allow-downloads"' in frame
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', frame).group(1)) == drawn.html()


def test_bounds_are_known_to_folium():
    (south, west), (north, east) = whole_map().get_bounds()
    assert -4 < south < north < -3
    assert 114 < west < east < 116


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda part: st.lists(part) | st.dictionaries(st.text(), part))
)
def test_safe_json_is_lossless_and_plain(value):
    text = page.safe_json(value)
    assert json.loads(text) == value
    for sign in ("<", ">", "&", "'", "`", "$", "{{", "{%", "{#", "\u2028"):
        assert sign not in text


def test_no_template_or_markup_opens_in_the_data():
    text = page.safe_json({"names": [{"name": name} for name in HOSTILE]})
    assert json.loads(text) == {"names": [{"name": name} for name in HOSTILE]}
    assert not re.search(r"\{[{%#]|[<>&'`$%#]", text)


@given(st.text())
def test_safe_text_is_read_back_by_a_browser(text):
    escaped = page.safe_text(text)
    assert re.fullmatch(r"[A-Za-z0-9 &#;]*", escaped)
    for sign in re.findall(r"&#(\d+);", escaped):
        assert not chr(int(sign)).isalnum() or int(sign) > 127


def test_hostile_text_reaches_the_page_unread(tmp_path):
    villages, tables = hostile_tables()
    drawn = web_map(villages, **tables)
    drawn.save(tmp_path / "map.html")
    text = (tmp_path / "map.html").read_text(encoding="utf-8")
    data = data_of(text)
    assert data["villages"]["name"] == list(villages["nama_desa"])
    assert {one["name"] for one in data["candidates"]} == set(tables["ranking"]["name"])
    assert data["themes"][2]["label"] == HOSTILE[1]
    assert data["themes"][3]["label"] == HOSTILE[3]
    assert data["sources"][: len(HOSTILE)] == list(HOSTILE)
    assert "window.ran" not in re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    assert str(7 * 7 * 1000003) not in text
    assert drawn.get_root().render() == drawn.get_root().render()
