"""What the web map holds as a whole: every key, whatever was given."""

import geopandas as gpd
import pandas as pd
import pytest
from map_study import HOSTILE, backdrop_of, data_of, hostile_tables, study, whole_map, wiggly_grid

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.content import content
from kawasan_gis.maps.page import safe_json
from kawasan_gis.maps.web import web_map

KEYS = {
    "language", "title", "subtitle", "words", "separators", "style", "bounds", "view", "villages", "kecamatan",
    "kabupaten", "themes", "criteria", "presets", "candidates", "backdrop", "basemap", "notes", "sources",
}  # fmt: skip
VILLAGE_KEYS = {
    "code", "name", "kecamatan", "group", "status", "statuses", "shape", "area", "population", "worth",
}  # fmt: skip
CANDIDATE_KEYS = {
    "id", "rank", "name", "villages", "centre", "kecamatan", "area", "population", "score", "at", "shape", "missing",
    "limits", "worth", "values", "members", "checks",
}  # fmt: skip


def texts(value):
    """Every text in nested plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def test_every_key_is_there_with_all_tables_and_with_villages_alone():
    whole, bare = data_of(whole_map().html()), data_of(web_map(wiggly_grid()).html())
    for data in (whole, bare):
        assert set(data) == KEYS
        assert set(data["villages"]) == VILLAGE_KEYS
    assert all(set(one) == CANDIDATE_KEYS for one in whole["candidates"])
    assert {key: bare[key] for key in ("candidates", "criteria", "backdrop", "basemap")} == dict.fromkeys(
        ("candidates", "criteria", "backdrop", "basemap")
    )
    assert (bare["themes"], bare["presets"], bare["notes"], bare["sources"]) == ([], [], [], [])
    assert bare["villages"]["worth"] is None
    assert bare["title"] == "Peta desa"


def test_english_words_and_numbers():
    data = data_of(whole_map(language="en").html())
    assert data["separators"] == [",", "."]
    assert data["words"]["note"] == "Indicative village borders, not an official reference"
    assert data["themes"][1]["classes"][-1]["label"].endswith("12,346")
    assert data["criteria"][2]["label"] == "Compactness"


def test_one_village_and_no_candidates():
    villages = wiggly_grid().iloc[[7]]
    options = study(wiggly_grid())
    options["ranking"], options["members"] = options["ranking"].iloc[:0], options["members"].iloc[:0]
    options["checks"] = options["checks"].iloc[:0]
    data = data_of(web_map(villages, **options).html())
    assert len(data["villages"]["shape"]) == 1
    assert data["candidates"] == []
    assert [len(one) if one else one for one in data["villages"]["worth"]] == [1, 1, None]
    (only,) = data["themes"][0]["classes"]
    assert only["count"] == 1


def test_backdrop_and_basemap_are_passed_on():
    drawn = backdrop_of(wiggly_grid())
    data = data_of(whole_map(backdrop=drawn, basemap="osm").html())
    assert data["backdrop"] == drawn.plain()
    assert data["basemap"]["url"].startswith("https://tile.openstreetmap.org/")
    with pytest.raises(StudyError, match="osmm"):
        whole_map(basemap="osmm")


def test_nothing_given_is_changed():
    villages = wiggly_grid()
    given_tables = study(villages)
    before = {name: table.copy() for name, table in given_tables.items() if hasattr(table, "columns")}
    kept = villages.copy()
    web_map(villages, **given_tables).html()
    pd.testing.assert_frame_equal(pd.DataFrame(villages), pd.DataFrame(kept))
    for name, table in before.items():
        pd.testing.assert_frame_equal(pd.DataFrame(given_tables[name]), pd.DataFrame(table))


def test_hostile_text_stands_in_every_new_place_as_it_is():
    villages, tables = hostile_tables()
    data = data_of(web_map(villages, **tables).html())
    assert [one["label"] for one in data["criteria"]] == list(HOSTILE[4:7])
    assert data["criteria"][1]["source"].endswith(f"; {HOSTILE[1]}")
    assert [one["name"] for one in data["presets"]] == list(HOSTILE)
    assert [one["name"] for one in data["backdrop"]["places"]] == list(HOSTILE)
    assert data["backdrop"]["images"][0]["legend"][0]["label"] == HOSTILE[1]
    for candidate in data["candidates"]:
        mine = tables["checks"][tables["checks"]["candidate_id"] == candidate["id"]]
        for key in ("label", "text", "basis"):
            assert [one[key] for one in candidate["checks"]] == list(mine[f"{key}_id"])


def test_no_text_of_the_data_can_end_its_element_or_open_a_template():
    villages, tables = hostile_tables()
    data = data_of(web_map(villages, **tables).html())
    assert any("</script>" in text for text in texts(data))
    written = safe_json(data)
    for sign in ("<", ">", "&", "{{", "{%", "{#", "`", "$"):
        assert sign not in written


def test_rows_in_another_order_only_reorder_the_villages():
    villages = wiggly_grid()
    turned = villages.iloc[::-1]
    straight, back = (data_of(web_map(table, **study(villages)).html()) for table in (villages, turned))
    assert straight["candidates"][0]["shape"] == back["candidates"][0]["shape"]
    assert straight["kecamatan"][0]["name"] == back["kecamatan"][0]["name"]
    for column in ("code", "area", "population"):
        assert straight["villages"][column] == back["villages"][column][::-1]
    assert straight["villages"]["worth"][0] == back["villages"]["worth"][0][::-1]
    assert straight["themes"][0]["values"] == back["themes"][0]["values"][::-1]


def test_all_is_plain_json():
    villages = wiggly_grid()
    options = {"basemap": "", "backdrop": None, "title": "", "notes": ["satu"], "language": "id", **study(villages)}
    ranking, members = options.pop("ranking"), options.pop("members")
    data = content(villages, ranking, members, **options)
    assert data_of(f'<script type="application/json" id="kawasan-data">{safe_json(data)}</script>') == data
    assert isinstance(ranking, gpd.GeoDataFrame)
