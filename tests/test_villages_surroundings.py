"""What lies around a study: neighbours within 20 km, outlines of kabupaten and provinces, and nothing that stops it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from drawing import ORIGIN, draw_villages
from geopandas.testing import assert_geodataframe_equal

from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.villages import read_surroundings, read_villages
from kawasan_gis.villages.surroundings import COLUMNS

# a and b are the study; c lies beside it, e 21 km away in the same province, q and r in another one.
PICTURE = "abc" + "d" * 20 + "eqr"
STUDY = "99.01"


def country(picture=PICTURE, studied="ab", province_98="qr"):
    """A boundary file of the study, the rest of its province (99.02) and, under 98.01, another one."""
    others = "".join(sorted(set(picture) - set(studied) - {".", "\n"}))
    table = draw_villages(picture, other_kabupaten=others)
    table["provinsi"] = "Provinsi Contoh"
    elsewhere = [kode for kode, name in table["nama_desa"].items() if name[-1] in province_98]
    table.loc[elsewhere, ["kabupaten", "provinsi"]] = ["Ketiga", "Provinsi Lain"]
    table = table.rename(index={kode: f"98.01{kode[5:]}" for kode in elsewhere})
    return table.drop(columns=["status", "area_ha"])


def around(tmp_path, table, findings=None):
    path = tmp_path / "desa.parquet"
    table.to_parquet(path)
    villages = read_villages(path, kabupaten=STUDY, findings=Findings())
    return read_surroundings(path, villages, findings=Findings() if findings is None else findings), villages


def names(found, level):
    return found.loc[found["level"] == level, "name"].tolist()


def test_neighbours_kabupaten_and_province_are_there(tmp_path):
    found, villages = around(tmp_path, country())
    assert list(found.columns) == COLUMNS
    assert found.crs == villages.crs
    assert names(found, "desa") == ["Desa c", "Desa d"]
    assert names(found, "kabupaten") == ["Contoh", "Kedua"]
    assert names(found, "provinsi") == ["Provinsi Contoh"]
    assert found.loc[found["level"] == "kabupaten", "kode"].tolist() == ["99.01", "99.02"]
    km2 = found.set_index(["level", "kode"]).area / 1e6
    assert km2["kabupaten", "99.01"] == pytest.approx(2, rel=1e-6)
    assert km2["kabupaten", "99.02"] == pytest.approx(22, rel=1e-6)
    assert km2["provinsi", "99"] == pytest.approx(24, rel=1e-6)


def test_neighbours_of_another_province_count_but_its_outline_is_not_known(tmp_path):
    found, _ = around(tmp_path, country("abqr"))
    assert names(found, "desa") == ["Desa q", "Desa r"]
    assert names(found, "kabupaten") == ["Contoh"]
    assert names(found, "provinsi") == ["Provinsi Contoh"]


@pytest.mark.parametrize(("sea", "expected"), [(19, ["Desa c"]), (20, ["Desa c"]), (21, [])])
def test_near_is_within_twenty_kilometres(tmp_path, sea, expected):
    found, _ = around(tmp_path, country("ab" + "." * sea + "c"))
    assert names(found, "desa") == expected
    assert names(found, "kabupaten") == ["Contoh", "Kedua"]


def test_a_file_of_the_study_alone_has_no_surroundings(tmp_path):
    found, villages = around(tmp_path, country("ab"))
    assert list(found.columns) == COLUMNS
    assert found.empty
    assert found.crs == villages.crs
    found.to_parquet(tmp_path / "around.parquet")
    assert gpd.read_parquet(tmp_path / "around.parquet").empty


def test_outlines_have_no_cracks(tmp_path):
    table = country("abc\nabd")
    shrunk = [kode for kode, name in table["nama_desa"].items() if name in ("Desa c", "Desa d")]
    table.loc[shrunk, "geometry"] = table.geometry.loc[shrunk].buffer(-6, join_style="mitre")
    found, _ = around(tmp_path, table)
    shapes = found[found["level"] != "desa"]
    assert shapes.geom_type.tolist() == ["Polygon"] * 3
    assert sum(len(shape.interiors) for shape in shapes.geometry) == 0


BOWTIE = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])


@pytest.mark.parametrize(
    ("spoilt", "kept"),
    [
        (None, False),
        (shapely.Polygon(), False),
        (shapely.Point(*ORIGIN), False),
        (shapely.LineString([(0, 0), (1, 1)]), False),
        (shapely.box(0.0, 0.0, 0.1, 0.1), False),
        (shapely.box(*np.full(4, np.inf)), False),
        (shapely.Polygon([(0, 0), (0, 0), (0, 0)]), False),
        (shapely.affinity.translate(BOWTIE, *ORIGIN), True),
        (shapely.force_3d(shapely.box(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 9, ORIGIN[1] + 9), 5.0), True),
    ],
    ids=["none", "empty", "point", "line", "far", "infinite", "flat", "bowtie", "with height"],
)
def test_bad_neighbours_are_repaired_or_left_out_and_counted(tmp_path, spoilt, kept):
    table = country("abcd")
    (kode,) = table.index[table["nama_desa"] == "Desa d"]
    table.loc[[kode], "geometry"] = gpd.GeoSeries([spoilt], index=[kode], crs=table.crs)
    findings = Findings()
    found, villages = around(tmp_path, table, findings)
    assert len(villages) == 2
    assert names(found, "desa") == (["Desa c", "Desa d"] if kept else ["Desa c"])
    assert findings.counts() == ({} if kept else {"surroundings_left_out": 1})
    assert found.is_valid.all()
    if not kept:
        assert kode in findings.table()["message"].iloc[0]


def test_repeated_codes_and_missing_names_of_others_stop_nothing(tmp_path):
    table = country("abcd")
    again = table[table["nama_desa"] == "Desa c"]
    both = gpd.GeoDataFrame(pd.concat([table, again.assign(nama_desa=None)]), crs=table.crs)
    findings = Findings()
    found, _ = around(tmp_path, both, findings)
    assert sorted(names(found, "desa")) == sorted(["Desa c", "Desa d", again.index[0]])
    assert len(findings) == 0


def test_the_order_of_the_file_does_not_matter(tmp_path):
    (tmp_path / "turned").mkdir()
    first, _ = around(tmp_path, country())
    assert_geodataframe_equal(first, around(tmp_path / "turned", country().iloc[::-1])[0])


def test_villages_are_found_in_a_file_in_degrees(tmp_path):
    found, villages = around(tmp_path, country().to_crs(4326))
    assert villages.crs.to_epsg() == 32749
    assert names(found, "desa") == ["Desa c", "Desa d"]


def test_a_file_of_no_known_kind_is_an_error(tmp_path):
    table = country()
    _, villages = around(tmp_path, table)
    table.rename_axis("k").reset_index().to_parquet(tmp_path / "lain.parquet")
    with pytest.raises(TableError, match="is of no known kind"):
        read_surroundings(tmp_path / "lain.parquet", villages)
    found = read_surroundings(tmp_path / "lain.parquet", villages, columns={"kode_desa": "k", "nama_desa": "nama_desa"})
    assert names(found, "kabupaten") == ["99.01", "99.02"] or names(found, "kabupaten") == ["Contoh", "99.02"]


@pytest.mark.real
def test_the_rest_of_a_real_province_is_drawn_without_cracks(shared_data):
    path, codes = shared_data / "kalsel_desa.gpkg", shared_data / "kode_wilayah_63_64.csv"
    villages = read_villages(path, kabupaten="63.01", names=codes, findings=Findings())
    findings = Findings()
    found = read_surroundings(path, villages, names=codes, findings=findings)
    assert len(findings) == 0
    assert found.is_valid.all()
    assert found["level"].value_counts().to_dict() == {"desa": 256, "kabupaten": 13, "provinsi": 1}
    assert found.loc[found["level"] == "provinsi", "name"].tolist() == ["Kalimantan Selatan"]
    assert "Kota Banjarbaru" in names(found, "kabupaten")
    units = found[found["level"] == "kabupaten"]
    whole = found[found["level"] == "provinsi"].area.iloc[0]
    assert whole / 1e6 == pytest.approx(37_128, rel=2e-3)
    assert units.area.sum() == pytest.approx(whole, rel=1e-3)
    holes = sum(len(part.interiors) for shape in found.geometry for part in shapely.get_parts(shape))
    assert holes <= 5
