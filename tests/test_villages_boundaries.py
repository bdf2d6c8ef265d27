import json
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from drawing import draw_villages
from shapely import wkt

from kawasan_gis.errors import DataError
from kawasan_gis.villages.boundaries import polygonal, read_attributes, read_vector


def test_shapes_become_valid_flat_polygons():
    shapes = np.array(
        [
            wkt.loads("POLYGON Z ((0 0 5, 1 0 5, 1 1 5, 0 0 5))"),
            wkt.loads("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"),
            wkt.loads("GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)), LINESTRING (0 0, 5 5))"),
            wkt.loads("GEOMETRYCOLLECTION (POINT (0 0))"),
            wkt.loads("POLYGON EMPTY"),
            None,
        ],
        dtype=object,
    )
    clean = polygonal(shapes)
    assert [shape.geom_type if shape else None for shape in clean] == [
        "Polygon",
        "MultiPolygon",
        "Polygon",
        None,
        None,
        None,
    ]
    assert not shapely.has_z(clean[0])
    assert clean[1].area == pytest.approx(2.0)
    assert all(shape.is_valid for shape in clean[:3])
    assert shapely.has_z(shapes[0])


@pytest.mark.parametrize("name", ["v.gpkg", "v.geojson", "v.fgb", "v.shp", "v.parquet", "v.zip"])
def test_every_format_planners_have(tmp_path, name):
    villages = draw_villages("aab\nccb").reset_index().rename(columns={"kode_desa": "kode", "nama_desa": "nama"})
    path = tmp_path / name
    if name.endswith("parquet"):
        villages.to_parquet(path)
    elif name.endswith("zip"):
        villages.to_file(tmp_path / "v.shp", engine="pyogrio")
        with zipfile.ZipFile(path, "w") as archive:
            for part in sorted(tmp_path.glob("v.[!z]*")):
                archive.write(part, part.name)
    else:
        villages.to_file(path, engine="pyogrio")
    table = read_vector(path)
    assert len(table) == 3
    assert sorted(table["kode"]) == sorted(villages["kode"])
    assert table.area.sum() == pytest.approx(6e6, rel=1e-6)


def test_a_file_with_several_layers_needs_a_name(tmp_path):
    villages = draw_villages("ab").reset_index()
    for layer in ("desa", "kecamatan"):
        villages.to_file(tmp_path / "v.gpkg", layer=layer)
    with pytest.raises(DataError, match=r"has 2 layers \(desa, kecamatan\); say which"):
        read_vector(tmp_path / "v.gpkg")
    assert len(read_vector(tmp_path / "v.gpkg", layer="desa")) == 2


def test_unreadable_files_are_one_clear_error(tmp_path):
    with pytest.raises(DataError, match="there is no file"):
        read_vector(tmp_path / "none.gpkg")
    (tmp_path / "bad.gpkg").write_text("no database")
    with pytest.raises(DataError, match="cannot read .*bad.gpkg as a map layer"):
        read_vector(tmp_path / "bad.gpkg")
    (tmp_path / "bad.parquet").write_text("no table")
    with pytest.raises(DataError, match="cannot read .*bad.parquet"):
        read_vector(tmp_path / "bad.parquet")
    draw_villages("ab").drop(columns="geometry").to_csv(tmp_path / "table.csv")
    with pytest.raises(DataError, match="without geometries|no coordinate reference system"):
        read_vector(tmp_path / "table.csv")


def test_geographic_text_json_has_its_own_crs(tmp_path):
    gpd.GeoDataFrame({"kode": ["x"]}, geometry=[shapely.box(114, -4, 115, -3)], crs=4326).to_file(
        tmp_path / "v.geojson"
    )
    assert read_vector(tmp_path / "v.geojson").crs.to_epsg() == 4326


def test_objects_in_cells_become_columns(tmp_path):
    rows = [
        {"KEC": " Alalak ", "PANGAN": {"PADI": 1.234, "UBI": {"JALAR": 5}}, "N": 7, "LIST": [1, 2]},
        {"KEC": "", "PANGAN": {"PADI": 2, "CATATAN": "kira-kira"}, "N": 8},
        {"KEC": "{bukan objek", "PANGAN": None, "N": 9},
    ]
    shape = {"type": "Point", "coordinates": [114.5, -3.0]}
    features = [{"type": "Feature", "properties": row, "geometry": shape} for row in rows]
    path = tmp_path / "t.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    table = read_attributes(path)
    assert table.columns.tolist() == ["KEC", "PANGAN.PADI", "PANGAN.UBI.JALAR", "PANGAN.CATATAN", "N", "LIST"]
    assert table["KEC"].fillna("").tolist() == ["Alalak", "", "{bukan objek"]
    assert table["PANGAN.PADI"].tolist() == pytest.approx([1.234, 2.0, np.nan], nan_ok=True)
    assert table["PANGAN.UBI.JALAR"].tolist() == pytest.approx([5.0, np.nan, np.nan], nan_ok=True)
    assert table["N"].tolist() == [7, 8, 9]


def test_a_table_without_geometry_in_a_geopackage(tmp_path):
    data = pd.DataFrame({"KEC": ["Alalak"], "PANGAN": ['{"PADI": 3}'], "N": [1.5]})
    pyogrio.write_dataframe(data, tmp_path / "t.gpkg", layer="pangan")
    assert read_attributes(tmp_path / "t.gpkg").to_dict("list") == {"KEC": ["Alalak"], "PANGAN.PADI": [3], "N": [1.5]}
