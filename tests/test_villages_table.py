import pytest
import shapely
from drawing import code, draw_villages
from geopandas.testing import assert_geodataframe_equal

from kawasan_gis.crs import NATIONAL
from kawasan_gis.errors import CodeError, CRSError, DataError, DataWarning, GeometryError, StudyError, TableError
from kawasan_gis.findings import Findings
from kawasan_gis.villages import read_villages


def as_rbi(villages):
    """The same villages as BIG hands them out."""
    return (
        villages.to_crs(4326)
        .reset_index()
        .rename(
            columns={
                "kode_desa": "KDEPUM",
                "nama_desa": "WADMKD",
                "kecamatan": "WADMKC",
                "kabupaten": "WADMKK",
                "provinsi": "WADMPR",
            }
        )
    )


def saved(tmp_path, table, name="villages.gpkg"):
    table.to_file(tmp_path / name)
    return tmp_path / name


def test_the_villages_table_is_what_the_contract_says(tmp_path):
    drawn = draw_villages("aaB\nccB")
    villages = read_villages(saved(tmp_path, as_rbi(drawn).sample(frac=1, random_state=1)))
    assert villages.index.name == "kode_desa"
    assert villages.index.tolist() == [code("B"), code("a"), code("c")]
    assert villages.columns.tolist() == [
        "nama_desa",
        "kecamatan",
        "kabupaten",
        "provinsi",
        "status",
        "area_ha",
        "geometry",
    ]
    assert villages["status"].tolist() == ["kelurahan", "desa", "desa"]
    assert villages["area_ha"].tolist() == pytest.approx([200, 200, 200], rel=1e-6)
    assert villages.crs.to_epsg() == 32749
    assert villages.is_valid.all()


def test_everything_repaired_or_left_out_has_a_row(tmp_path):
    table = as_rbi(draw_villages("abcd\nefgh"))
    bowtie = shapely.Polygon([(112.6, -5), (112.62, -5.02), (112.62, -5), (112.6, -5.02)])
    table.loc[0, "geometry"] = bowtie
    table.loc[1, "geometry"] = None
    table.loc[2, "WADMKD"] = "Desa D"
    table.loc[4, "geometry"] = shapely.force_3d(table.loc[4, "geometry"], 7.0)
    table.loc[5, "geometry"] = shapely.Point(112.6, -5)
    findings = Findings()
    villages = read_villages(saved(tmp_path, table, "v.gpkg"), findings=findings)
    assert len(villages) == 6
    assert findings.counts() == {
        "duplicate_name": 2, "not_polygon": 1, "null_geometry": 1,
        "crs": 1, "multipart": 1, "repaired": 1, "z_dropped": 1,
    }  # fmt: skip
    assert findings.of("repaired") == [code("a")]
    assert findings.of("null_geometry") == [code("b")]
    assert findings.of("duplicate_name") == [code("c"), code("d")]
    assert not villages.has_z.any()


def test_rows_left_out_warn_when_nobody_collects(tmp_path):
    table = as_rbi(draw_villages("ab"))
    table.loc[1, "geometry"] = None
    with pytest.warns(DataWarning, match="null_geometry 1"):
        read_villages(saved(tmp_path, table))


def test_kabupaten_and_names(tmp_path):
    table = as_rbi(draw_villages("ab\ncd", other_kabupaten="cd"))[["KDEPUM", "WADMKD", "geometry"]]
    names = tmp_path / "kode.csv"
    names.write_text(
        "kode,nama\n99,Provinsi Contoh\n99.01,Kabupaten Satu\n99.02,Kabupaten Dua\n99.02.01,Kec\n"
        f"{code('z', '99.02')},Baru\n"
    )
    findings = Findings()
    villages = read_villages(saved(tmp_path, table), kabupaten="dua", names=names, findings=findings)
    assert villages["kabupaten"].tolist() == ["Dua", "Dua"]
    assert villages["kecamatan"].tolist() == ["Kec", "Kec"]
    assert findings.of("name_without_polygon") == [code("z", "99.02")]
    with pytest.raises(CodeError, match="did you mean Dua"):
        read_villages(saved(tmp_path, table), kabupaten="Duwa", names=names)


def test_duplicate_and_unreadable_codes_are_errors_and_rows_when_not_strict(tmp_path):
    table = as_rbi(draw_villages("abcd"))
    table.loc[1, "KDEPUM"] = code("a")
    with pytest.raises(CodeError, match=f"1 village codes of .* used by more than one polygon: {code('a')}; merge"):
        read_villages(saved(tmp_path, table))
    table.loc[2, "KDEPUM"] = "99.01"
    with pytest.raises(CodeError, match="1 village codes of .* cannot be read: 99.01; see them all"):
        read_villages(saved(tmp_path, table))
    findings = Findings()
    villages = read_villages(saved(tmp_path, table), strict=False, findings=findings)
    assert villages.index.tolist() == [code("a"), code("d")]
    assert findings.frame.query("level == 'error'")[["kind", "kode_desa", "detail"]].to_numpy().tolist() == [
        ["bad_code", "", "99.01"], ["duplicate_code", code("a"), ""],
    ]  # fmt: skip
    table["KDEPUM"] = "x"
    with pytest.raises(CodeError, match="none of the 4 village codes"):
        read_villages(saved(tmp_path, table), strict=False, findings=findings)


def test_bps_codes_stay_bps(tmp_path):
    table = (
        draw_villages("abc")
        .reset_index()[["geometry"]]
        .assign(
            iddesa=["9901010001", "9901010002", "9901011003"],
            nmdesa=["A", "B", "C"],
            nmkec="K",
            nmkab="Contoh",
            nmprov="P",
        )
    )
    path = saved(tmp_path, table)
    findings = Findings()
    villages = read_villages(path, kabupaten="9901", findings=findings)
    assert villages.index.tolist() == ["9901010001", "9901010002", "9901011003"]
    assert set(villages["status"]) == {"tidak diketahui"}
    assert "unknown_status" in findings.counts()
    names = tmp_path / "kode.csv"
    names.write_text("kode,nama\n99.01,Kabupaten Contoh\n")
    with pytest.raises(StudyError, match="lists Kemendagri codes, but the villages have BPS codes"):
        read_villages(path, names=names)


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        (("iddesa", "nmdesa", "nmkec", "nmkab", "nmprov"), ["9901010001", "9901010002"]),
        (("village_code", "village", "district", "regency", "province"), ["id9901010001", "id9901010002"]),
        (("ADM4_PCODE", "ADM4_EN", "ADM3_EN", "ADM2_EN", "ADM1_EN"), ["ID9901010001", "ID9901010002"]),
        (("CC_4", "NAME_4", "NAME_3", "NAME_2", "NAME_1"), ["9901010001", "9901010002"]),
    ],
)
def test_every_kind_of_bps_file(tmp_path, columns, codes):
    rows = dict(zip(columns, (codes, ["A", "B"], "Kec", "Contoh", "Prov"), strict=True))
    if "CC_4" in rows:
        rows |= {"GID_4": ["IDN.1_1", "IDN.2_1"], "TYPE_4": ["Desa", "Kelurahan"]}
    villages = read_villages(
        saved(tmp_path, draw_villages("ab").reset_index()[["geometry"]].assign(**rows)), findings=Findings()
    )
    assert villages.index.tolist() == ["9901010001", "9901010002"]
    assert villages[["nama_desa", "kecamatan", "kabupaten", "provinsi"]].to_numpy().tolist() == [
        ["A", "Kec", "Contoh", "Prov"], ["B", "Kec", "Contoh", "Prov"],
    ]  # fmt: skip
    assert villages["status"].tolist() == (["desa", "kelurahan"] if "CC_4" in rows else ["tidak diketahui"] * 2)


def test_numeric_codes_and_own_columns(tmp_path):
    table = (
        draw_villages("ab")
        .reset_index()[["geometry"]]
        .assign(K=[9901012001, 9901012002], N=["A", "B"], P=["1.200", "900,5"])
    )
    columns = {"kode_desa": "K", "nama_desa": "N", "population": "P"}
    villages = read_villages(saved(tmp_path, table), columns=columns, findings=Findings())
    assert villages.index.tolist() == [code("a"), code("b")]
    assert villages["population"].tolist() == [1200, 900.5]


def test_status_of_bps_villages_comes_from_their_column(tmp_path):
    table = (
        draw_villages("abc")
        .reset_index()[["geometry"]]
        .assign(K=["9901010001", "9901010002", "9901010003"], S=["1", "Kelurahan", "hutan"])
    )
    villages = read_villages(saved(tmp_path, table), columns={"kode_desa": "K", "status": "S"}, findings=Findings())
    assert villages["status"].tolist() == ["desa", "kelurahan", "tidak diketahui"]


def test_bad_files_are_one_clear_error(tmp_path):
    table = as_rbi(draw_villages("ab"))
    with pytest.raises(TableError, match="of no known kind"):
        read_villages(saved(tmp_path, table[["WADMKD", "geometry"]], "a.gpkg"))
    without_crs = saved(tmp_path, table, "b.shp")
    without_crs.with_suffix(".prj").unlink()
    with pytest.raises(CRSError, match="no coordinate reference system"):
        read_villages(without_crs)
    swapped = table.set_geometry(shapely.transform(table.geometry.to_numpy(), lambda xy: xy[:, ::-1])).set_crs(4326)
    with pytest.raises(CRSError, match="latitude and longitude swapped"):
        read_villages(saved(tmp_path, swapped, "c.gpkg"))
    points = table.set_geometry(table.geometry.representative_point())
    with pytest.raises(GeometryError, match="no village polygon: Point in 2 rows"):
        read_villages(saved(tmp_path, points, "d.gpkg"), findings=Findings())


def test_one_village_and_order_of_rows(tmp_path):
    one = read_villages(saved(tmp_path, as_rbi(draw_villages("a")), "one.gpkg"))
    assert len(one) == 1
    table = as_rbi(draw_villages("abcd\nefgh"))
    first = read_villages(saved(tmp_path, table, "x.gpkg"))
    second = read_villages(saved(tmp_path, table.iloc[::-1], "y.gpkg"))
    assert_geodataframe_equal(first, second)


def test_single_villages_elsewhere_are_named(tmp_path):
    table = as_rbi(draw_villages("abcd"))
    flip = shapely.transform(table.geometry[1], lambda xy: xy[:, ::-1])
    table.loc[[1, 2], "geometry"] = [flip, shapely.box(0, 0, 0.01, 0.01)]
    path = saved(tmp_path, table)
    with pytest.raises(GeometryError, match=f"2 villages of .* lie outside Indonesia: {code('b')}, {code('c')}"):
        read_villages(path)
    findings = Findings()
    assert len(read_villages(path, strict=False, findings=findings)) == 2
    assert findings.of("stray") == [code("b"), code("c")]


# Shapefiles cut names to ten letters, and their writers warn of it: that is what is tested.
@pytest.mark.filterwarnings("ignore:Normalized/laundered", "ignore:Column names longer")
def test_our_own_tables_come_back(tmp_path):
    villages = draw_villages("ab").assign(legal_area_ha=[90.0, 110.0], population=[5.0, 6.0])
    villages.to_parquet(tmp_path / "01_villages.parquet")
    assert_geodataframe_equal(read_villages(tmp_path / "01_villages.parquet"), villages, check_like=True)
    villages.reset_index().to_file(tmp_path / "v.shp")
    assert read_villages(tmp_path / "v.shp")["legal_area_ha"].tolist() == [90, 110]


def test_shapefiles_that_do_not_say_their_encoding(tmp_path):
    table = as_rbi(draw_villages("ab"))[["KDEPUM", "WADMKD", "geometry"]]
    for encoding, name in (("cp1252", "Bi\N{RIGHT SINGLE QUOTATION MARK}ih"), ("utf-8", "Désa Ñ")):
        table["WADMKD"] = [name, "Biasa"]
        path = tmp_path / f"{encoding}.shp"
        table.to_file(path, encoding=encoding)
        path.with_suffix(".cpg").unlink()
        assert read_villages(path, findings=Findings()).at[code("a"), "nama_desa"] == name


def test_numbers_that_could_be_read_both_ways(tmp_path):
    table = (
        draw_villages("ab").reset_index()[["kode_desa", "nama_desa", "geometry"]].assign(population=["1.000", "2.500"])
    )
    path = saved(tmp_path, table)
    with pytest.raises(TableError, match="thousands or decimals"):
        read_villages(path)
    assert read_villages(path, decimal=",", findings=Findings())["population"].tolist() == [1000, 2500]
    with pytest.raises(TableError, match="1 values are below zero"):
        read_villages(saved(tmp_path, table.assign(population=[-1, 2]), "negative.gpkg"))


def test_empty_files_and_wrong_options(tmp_path):
    path = saved(tmp_path, as_rbi(draw_villages("ab")))
    with pytest.raises(DataError, match="has no rows"):
        read_villages(saved(tmp_path, as_rbi(draw_villages("ab"))[:0], "empty.gpkg"))
    for wrong in (99.01, [], [99.01]):
        with pytest.raises(StudyError, match="kabupaten must be text"):
            read_villages(path, kabupaten=wrong)


def test_findings_are_of_the_kabupaten_asked_for(tmp_path):
    table = as_rbi(draw_villages("ab\ncd", other_kabupaten="cd"))[["KDEPUM", "WADMKD", "geometry"]]
    findings = Findings()
    read_villages(saved(tmp_path, table), kabupaten="99.01", findings=findings)
    assert all(code.startswith(("99.01", "99")) and not code.startswith("99.02") for code in findings.of("no_name"))
    with pytest.raises(CodeError, match=r"there is no kabupaten 'Contoh' .*the file has no names: give names"):
        read_villages(saved(tmp_path, table), kabupaten="Contoh")


def test_control_characters_are_no_part_of_a_name(tmp_path):
    table = as_rbi(draw_villages("ab"))
    table.loc[0, "WADMKD"] = "Desa\x1b[31m\nMerah"
    villages = read_villages(saved(tmp_path, table))
    assert villages.at[code("a"), "nama_desa"] == "Desa [31m Merah"


def test_a_table_as_wide_as_the_country_is_in_no_zone(tmp_path):
    table = as_rbi(draw_villages("ab"))
    table.loc[1, "geometry"] = shapely.box(140.0, 0.1, 140.1, 0.2)
    findings = Findings()
    assert read_villages(saved(tmp_path, table), findings=findings).crs == NATIONAL
    assert not {"straddles_equator", "straddles_zone"} & set(findings.counts())
