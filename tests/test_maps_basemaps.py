"""The table of map tiles: whole, encrypted, one server each."""

import re

import pytest

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.basemaps import BASEMAPS, basemap, origin


@pytest.mark.parametrize("key", BASEMAPS)
def test_every_basemap_has_an_address_whom_to_thank_and_a_zoom(key):
    tiles = basemap(key)
    assert set(tiles) == {"url", "attribution", "max_zoom", "label"}
    # One server: no {s} for several.
    assert re.findall(r"\{(\w)\}", tiles["url"]) in (["z", "x", "y"], ["z", "y", "x"])
    assert tiles["url"].startswith(origin(tiles) + "/")
    assert re.fullmatch(r"https://[a-z.]+", origin(tiles))
    assert "©" in tiles["attribution"]
    assert "<" not in tiles["attribution"]
    assert 15 <= tiles["max_zoom"] <= 19


def test_an_unknown_key_is_answered_with_the_nearest():
    with pytest.raises(StudyError, match="there is no basemap imagry, did you mean imagery"):
        basemap("imagry")
