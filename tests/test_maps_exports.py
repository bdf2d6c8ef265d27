"""What one takes away from the page: weights a study reads, candidates a GIS reads."""

import json
import re
import tomllib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import tomlkit
from map_study import HOSTILE, data_of
from small_study import write_study
from weighed_map import CRITERIA, Weighed, fill, open_weights

from kawasan_gis.maps.content.weighing import criteria_content
from kawasan_gis.maps.shapes import encoded
from kawasan_gis.study import read_study

SAMPLE = Path(__file__).parent.parent / "data" / "sample" / "study.toml"


@pytest.fixture(scope="module")
def weighed():
    return Weighed()


@pytest.fixture(scope="module")
def data(weighed):
    return data_of(weighed.drawn().html())


def toml_of(tab):
    return tab.locator(".kw-toml").input_value()


def downloaded(tab, button):
    with tab.expect_download() as waited:
        button.click()
    return waited.value.suggested_filename, Path(waited.value.path()).read_text(encoding="utf-8")


def weights_for(opened, data, criteria):
    """The page of a study that has these criteria and nothing else."""
    about = pd.DataFrame(columns=["label", "unit", "source", "year", "licence"])
    own = {"criteria": criteria_content(criteria, None, about, "id"), "presets": [], "candidates": None}
    return open_weights(opened, {**data, **own, "villages": {**data["villages"], "worth": None}})


@pytest.mark.parametrize("sample", [False, True])
def test_a_study_with_the_pasted_weights_has_exactly_these(opened, data, tmp_path, sample):
    if sample and not SAMPLE.exists():
        pytest.skip("the sample has not been made")
    path = SAMPLE if sample else write_study(tmp_path)
    study = read_study(path)
    tab = weights_for(opened, data, study.criteria)
    rng = np.random.default_rng(1)
    weights = [0.1 + 0.2, 1e-7, 3.0, 1 / 3, 1e21, *rng.exponential(2, 20)][: len(study.criteria)]
    tab.evaluate("weights => kw.set('weights', weights)", weights)
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    document.remove("criteria")
    pasted = tmp_path / "pasted.toml"
    pasted.write_text(tomlkit.dumps(document) + "\n" + toml_of(tab), encoding="utf-8")
    again = read_study(pasted)
    assert [one.weight for one in again.criteria] == weights
    assert [one.model_copy(update={"weight": 1}) for one in again.criteria] == [
        one.model_copy(update={"weight": 1}) for one in study.criteria
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_text_says_what_it_replaces(opened, weighed, language):
    tab = open_weights(opened, data_of(weighed.drawn(language=language).html()))
    first = toml_of(tab).splitlines()[0]
    assert first.startswith("# Gantikan semua bagian [[criteria]]" if language == "id" else "# Replace all sections")
    assert "must_have" not in toml_of(tab)


def test_pinned_villages_are_a_rule_to_uncomment(opened, data):
    codes = [*HOSTILE, 'a"\\b', "\x7f\x00\x1f", "\U000e0001 \u2066 \ud83c\udf3e", "'''\"\"\""]
    villages = {**data["villages"], "code": [*codes, *data["villages"]["code"][len(codes) :]]}
    tab = open_weights(opened, {**data, "villages": villages})
    tab.evaluate("count => kw.set('pins', [...Array(count).keys()])", len(codes))
    text = toml_of(tab)
    assert len(tomllib.loads(text)["criteria"]) == len(CRITERIA)
    lines = [line for line in text.splitlines() if line.startswith("# ")]
    rule = tomllib.loads("\n".join(line.removeprefix("# ") for line in lines[-2:]))
    assert rule["rules"]["must_have"] == [one.encode("utf-16", "surrogatepass").decode("utf-16") for one in codes]
    assert not re.search("[\u200e\u200f\u2028\u2029\u202e\u2066\x7f]", text)


def test_half_a_sign_is_replaced(opened, data):
    tab = open_weights(opened, data)
    assert tab.evaluate(r"kawasanTomlString('a\ud800b\udc00')") == '"a\ufffdb\ufffd"'


def test_weights_are_downloaded_as_they_are_shown(opened, data):
    tab = open_weights(opened, {**data, "title": "Kawasan <b>Tanah</b> / Laut: ../éa"})
    name, text = downloaded(tab, tab.get_by_role("button", name="Unduh TOML"))
    assert name == "bobot-kawasan-b-tanah-b-laut-ea.toml"
    assert text == toml_of(tab)
    assert tomllib.loads(text)["criteria"][0]["weight"] == CRITERIA[0].weight


def test_what_is_copied_can_be_pasted(opened, data):
    tab = open_weights(opened, data)
    tab.get_by_role("button", name="Salin").click()
    assert tab.locator(".kw-said").text_content() == "Tersalin."
    tab.evaluate("document.body.append(Object.assign(document.createElement('textarea'), { id: 'paste' }))")
    tab.locator("#paste").focus()
    tab.keyboard.press("ControlOrMeta+v")
    assert tab.locator("#paste").input_value() == toml_of(tab)
    tab.evaluate("kw.set('weights', [1, 1, 1, 1])")
    assert tab.locator(".kw-said").text_content() == ""


def test_without_a_clipboard_the_text_is_left_selected(opened, data):
    tab = open_weights(opened, data)
    tab.evaluate("() => { document.execCommand = () => false; }")
    tab.get_by_role("button", name="Salin").click()
    assert tab.locator(".kw-said").text_content() == "Tekan Ctrl+C untuk menyalin."
    selected = "area => [document.activeElement === area, area.selectionStart, area.selectionEnd]"
    assert tab.locator(".kw-toml").evaluate(selected) == [True, 0, len(toml_of(tab))]


def read(text, tmp_path):
    path = tmp_path / "one.geojson"
    path.write_text(text, encoding="utf-8")
    return gpd.read_file(path)


def test_a_candidate_is_read_by_a_gis(opened, weighed, data, tmp_path):
    tab = open_weights(opened, data)
    weights = [0.0, 1.0, 0.25, 4.0]
    tab.evaluate("weights => kw.set('weights', weights)", weights)
    again = weighed.ranking(weights)
    buttons = tab.get_by_role("button", name="Unduh GeoJSON")
    for place, one in enumerate(data["candidates"]):
        key = one["id"]
        name, text = downloaded(tab, buttons.nth(place))
        assert name == f"kawasan-{again.at[key, 'rank']}-kawasan-{key}.geojson"
        table = read(text, tmp_path)
        assert table.crs == "EPSG:4326"
        assert table.geometry.is_valid.all()
        outline, members = table.iloc[0], table.iloc[1:]
        assert (outline["candidate_id"], outline["name"], outline["rank"]) == (key, one["name"], again.at[key, "rank"])
        assert outline["score"] == pytest.approx(again.at[key, "score"], abs=1e-9)
        properties = json.loads(text)["features"][0]["properties"]
        assert properties["weights"] == dict(zip((each.indicator for each in CRITERIA), weights, strict=True))
        own = weighed.members.query("candidate_id == @key").set_index("kode_desa").sort_index()
        members = members.set_index("kode_desa").sort_index()
        assert list(members.index) == list(own.index)
        assert members["role"].tolist() == own["role"].tolist()
        real = weighed.villages.loc[own.index]
        assert members["nama_desa"].tolist() == real["nama_desa"].tolist()
        assert members["kecamatan"].tolist() == real["kecamatan"].tolist()
        np.testing.assert_allclose(members["area_ha"], real["area_ha"], atol=0.051)
        drawn = table.to_crs(weighed.villages.crs).area / 1e4
        np.testing.assert_allclose(drawn.iloc[1:], table["area_ha"].iloc[1:], rtol=0.02)
        assert drawn[0] == pytest.approx(weighed.candidates.at[key, "area_ha"], rel=0.02)
        assert set(table["note"]) == {data["words"]["simplified"]}
        for shape in table.geometry:
            assert shape.exterior.is_ccw


def test_holes_and_parts_come_out_as_rfc_7946_wants_them(opened, data):
    tab = open_weights(opened, data)
    whole = shapely.box(115, -3.5, 115.2, -3.3) - shapely.box(115.05, -3.45, 115.1, -3.4)
    island = shapely.box(115.3, -3.2, 115.301, -3.199)
    for shape in (whole, whole.reverse(), shapely.MultiPolygon([whole, island]), shapely.normalize(island)):
        found = tab.evaluate("shape => kawasanGeometry(shape)", encoded(shape))
        drawn = shapely.geometry.shape(found)
        assert drawn.equals(shape)
        assert drawn.geom_type == shape.geom_type
        for part in shapely.get_parts(drawn):
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)
        polygons = found["coordinates"] if "Multi" in found["type"] else [found["coordinates"]]
        assert all(ring[0] == ring[-1] for rings in polygons for ring in rings)
    assert tab.evaluate("kawasanGeometry([])") is None


def test_an_outline_without_members_or_criteria(opened, weighed, tmp_path):
    tab = open_weights(opened, data_of(weighed.drawn(members=None, criteria=()).html()))
    text = downloaded(tab, tab.get_by_role("button", name="Unduh GeoJSON").first)[1]
    (feature,) = json.loads(text)["features"]
    assert feature["properties"]["weights"] is None
    assert feature["properties"]["score"] == pytest.approx(0.535, abs=1e-3)
    assert len(read(text, tmp_path)) == 1


def test_hostile_names_make_harmless_files(opened, tmp_path):
    weighed = Weighed()
    weighed.candidates["name"] = HOSTILE[:5]
    weighed.villages["nama_desa"] = [HOSTILE[place % len(HOSTILE)] for place in range(len(weighed.villages))]
    weighed.members["role"] = [HOSTILE[place % len(HOSTILE)] for place in range(len(weighed.members))]
    weighed.members.loc[weighed.members.groupby("candidate_id").head(1).index, "role"] = "pusat"
    tab = open_weights(opened, data_of(weighed.drawn().html()))
    named = []
    for place in range(5):
        name, text = downloaded(tab, tab.get_by_role("button", name="Unduh GeoJSON").nth(place))
        assert re.fullmatch(r"[a-z0-9-]{1,60}\.geojson", name)
        features = json.loads(text)["features"]
        named.append(features[0]["properties"]["name"])
        rows = {one["properties"]["kode_desa"]: one["properties"] for one in features[1:]}
        assert {code: row["nama_desa"] for code, row in rows.items()} == weighed.villages.loc[
            list(rows), "nama_desa"
        ].to_dict()
        assert {row["role"] for row in rows.values()} <= {*HOSTILE, "pusat"}
        assert len(read(text, tmp_path)) == len(features)
    assert sorted(named) == sorted(HOSTILE[:5])
    for name in HOSTILE:
        assert re.fullmatch("[a-z0-9-]*", tab.evaluate("name => kawasanFileName(name)", name))


def test_downloads_work_in_a_sandboxed_frame_and_break_nothing_where_they_may_not(opened, data):
    tab = opened("<!DOCTYPE html><meta charset='utf-8'>")
    for allowed in ("allow-scripts allow-downloads", "allow-scripts"):
        tab.evaluate(
            """async sandbox => {
                const frame = document.createElement("iframe");
                frame.sandbox = sandbox;
                frame.srcdoc = "<!DOCTYPE html><meta charset='utf-8'><p>frame</p>";
                document.body.replaceChildren(frame);
                await new Promise(done => { frame.onload = () => done(null); });
            }""",
            allowed,
        )
        frame = tab.frames[-1]
        fill(frame, data)
        button = frame.get_by_role("button", name="Unduh TOML")
        if "downloads" in allowed:
            assert downloaded(tab, button)[0].startswith("bobot-")
        frame.get_by_role("button", name="Salin").click()
        frame.wait_for_function("() => document.querySelector('.kw-said').textContent !== ''")
