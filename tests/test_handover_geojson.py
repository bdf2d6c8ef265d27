import json

import pyogrio
import pytest
import shapely
from handed import HOSTILE, results

from kawasan_gis.errors import OutputError
from kawasan_gis.handover import write_geojson


def written(path):
    (villages, _, ranking, members), _ = results()
    write_geojson(path, villages, ranking, members)
    return villages, ranking, members


def test_candidates_come_before_their_members_by_rank(tmp_path):
    _, ranking, members = written(tmp_path / "k.geojson")
    found = json.loads((tmp_path / "k.geojson").read_text("utf-8"))["features"]
    told = [(one["properties"]["rank"], one["properties"]["feature"]) for one in found]
    counts = members["candidate_id"].map(ranking["rank"]).value_counts()
    expected = [
        pair for rank in sorted(ranking["rank"]) for pair in [(rank, "kawasan"), *[(rank, "desa")] * counts[rank]]
    ]
    assert told == expected
    assert found[1]["properties"]["role"] == "pusat"
    assert HOSTILE in {one["properties"]["nama_desa"] for one in found}


def test_degrees_counterclockwise_and_no_system_as_rfc_7946_says(tmp_path):
    _, ranking, _ = written(tmp_path / "k.geojson")
    plain = json.loads((tmp_path / "k.geojson").read_text("utf-8"))
    assert plain["type"] == "FeatureCollection"
    assert "crs" not in plain
    degrees = ranking.sort_values("rank").to_crs("EPSG:4326").geometry.tolist()
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in plain["features"]]
    areas = [
        shape for shape, one in zip(shapes, plain["features"], strict=True) if one["properties"]["feature"] == "kawasan"
    ]
    for found, true in zip(areas, degrees, strict=True):
        assert shapely.symmetric_difference(found, true).area < 1e-4 * true.area
    for polygon in shapely.get_parts(shapes):
        assert polygon.exterior.is_ccw
        assert not any(ring.is_ccw for ring in polygon.interiors)


def test_same_bytes_and_one_error(tmp_path):
    written(tmp_path / "a.geojson")
    written(tmp_path / "b.geojson")
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b.geojson").read_bytes()
    (tmp_path / "f").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        written(tmp_path / "f" / "k.geojson")


def test_a_writer_that_fails_is_one_error_and_no_half_file(tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise pyogrio.errors.DataSourceError("disk full")

    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(OutputError, match="disk full"):
        written(tmp_path / "k.geojson")
    assert list(tmp_path.iterdir()) == []
