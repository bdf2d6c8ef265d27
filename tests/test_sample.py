"""The generated kabupaten: a clean coverage at any size, the promised dirt, and the same bytes every time."""

import json
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import rasterio
import rasterio.features
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.codes import KEMENDAGRI, status_of
from kawasan_gis.criteria import PROPERTIES
from kawasan_gis.errors import OutputError, StudyError
from kawasan_gis.sample import make_sample, sample_villages
from kawasan_gis.sample.dirt import NEW_DESA_NAME
from kawasan_gis.sample.names import roman, village_names
from kawasan_gis.sample.noise import noise
from kawasan_gis.sample.terrain import Land, bent
from kawasan_gis.sample.writing import versions

# The largest group is handed out first: one worker makes the sample once while the other compiles the search.
pytestmark = pytest.mark.xdist_group("without_search")

COMMITTED = Path(__file__).parent.parent / "data" / "sample"
UTM = 32749


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return make_sample(tmp_path_factory.mktemp("sample")).parent


@pytest.fixture(scope="module")
def clean():
    return sample_villages()


@pytest.fixture(scope="module")
def dirty(sample):
    return gpd.read_file(sample / "villages.gpkg").set_index("KDEPUM")


@pytest.fixture(scope="module")
def ground(dirty):
    shapes = dirty.to_crs(UTM).geometry.force_2d()
    return shapes.make_valid()


def listed(folder, what):
    """The codes in the README's row on one kind of dirt."""
    row = next(line for line in (folder / "README.md").read_text("utf-8").splitlines() if line.startswith(f"| {what}"))
    return re.findall(KEMENDAGRI.pattern, row)


def shared_edges(villages):
    """Who borders whom, by edges that are the same to the last digit."""
    seen, graph = {}, nx.Graph()
    graph.add_nodes_from(villages.index)
    for code, shape in villages.geometry.items():
        for ring in (shape.exterior, *shape.interiors):
            places = [tuple(place) for place in ring.coords]
            for edge in pairwise(places):
                key = tuple(sorted(edge))
                if key in seen:
                    graph.add_edge(seen[key], code)
                seen[key] = code
    return graph


# The clean villages


@pytest.mark.parametrize(("count", "seed"), [(1, 1), (2, 1), (3, 8), (12, 1), (12, 2), (140, 2026), (140, 7), (700, 3)])
def test_clean_coverage(count, seed):
    villages = sample_villages(count, seed=seed)
    assert len(villages) == count
    assert villages.crs == f"EPSG:{UTM}"
    assert villages.index.name == "kode_desa"
    assert villages.index.is_unique
    assert villages.index.is_monotonic_increasing
    assert villages.index.str.fullmatch(KEMENDAGRI.pattern).all()
    assert villages.geometry.geom_type.eq("Polygon").all()
    assert villages.geometry.is_valid.all()
    assert shapely.coverage_is_valid(villages.geometry.to_numpy())
    assert villages["nama_desa"].is_unique
    assert villages.drop(columns="geometry").notna().all(axis=None)
    assert villages["population"].gt(0).all()
    np.testing.assert_allclose(villages["area_ha"], villages.area / 1e4, atol=0.006)
    assert 400 * count < villages["area_ha"].sum() < 1800 * count


@settings(max_examples=8, deadline=None)
@given(count=st.integers(1, 40), seed=st.integers(0, 2**32))
def test_clean_coverage_of_any_seed(count, seed):
    villages = sample_villages(count, seed=seed)
    assert len(villages) == count
    assert shapely.coverage_is_valid(villages.geometry.to_numpy())
    groups = nx.number_connected_components(shared_edges(villages))
    assert groups == (2 if count >= 12 else 1)


@pytest.mark.parametrize("count", [140, 700])
def test_every_kecamatan_and_kabupaten_is_in_one_piece(count):
    villages = sample_villages(count)
    graph = shared_edges(villages)
    island = [code for code in graph if graph.degree(code) == 0]
    assert len(island) == 1
    assert villages.loc[island[0], "nama_desa"].startswith("Pulau ")
    for digits in (8, 5):
        for group, members in villages.groupby(villages.index.str[:digits]).groups.items():
            inland = [code for code in members if code not in island]
            assert nx.is_connected(graph.subgraph(inland)), group


def test_the_kabupaten_looks_like_one(clean):
    assert clean["kecamatan"].nunique() == 9
    assert clean.index.str[:8].nunique() == 9
    assert set(clean["kabupaten"]) == {"Contoh"}
    assert set(clean["provinsi"]) == {"Provinsi Contoh"}
    assert clean["status"].eq("kelurahan").sum() == 8
    assert clean.groupby("kecamatan")["status"].agg(lambda s: s.eq("kelurahan").sum()).sort_values().tolist()[-3:] == [
        1,
        1,
        6,
    ]
    assert (status_of(clean.index.to_series()) == clean["status"]).all()
    assert 120_000 < clean["area_ha"].sum() < 170_000
    town, hills = clean[clean["kecamatan"] == "Muara Contoh"], clean.nlargest(20, "area_ha")
    assert town["area_ha"].median() * 3 < hills["area_ha"].median()
    assert clean.to_crs(4326).total_bounds == pytest.approx([112.28, -5.21, 112.74, -4.85], abs=0.06)
    roundness = 4 * np.pi * clean.area / clean.length**2
    assert 0.4 < roundness.median() < 0.65  # real villages of Kalimantan Selatan: 0.54


def test_many_villages_make_several_kabupaten():
    villages = sample_villages(700)
    assert sorted(set(villages.index.str[:5])) == ["99.01", "99.02", "99.03"]
    assert sorted(set(villages["kabupaten"])) == ["Contoh", "Contoh II", "Contoh III"]
    assert villages.groupby("kabupaten").size().max() < 400
    assert 8 < villages.groupby(villages.index.str[:8]).size().median() < 22


def test_the_same_seed_gives_the_same_villages(clean):
    again = sample_villages(140, seed=2026)
    assert again.equals(clean)
    assert not sample_villages(140, seed=2027).geometry.equals(clean.geometry)


@pytest.mark.parametrize("count", [0, -5, 89_101])
def test_impossible_numbers_of_villages(count):
    with pytest.raises(StudyError, match=f"1 to 89100, got {count}"):
        sample_villages(count)


# Parts


def test_names_stay_different_when_words_run_out():
    names = village_names(["hills"] * 60_000 + ["coast", "river", "plain", "island"] * 6_000, seed=1)
    assert len(set(names)) == 84_000
    assert all(re.fullmatch(r"[A-Z][A-Za-z]*( [A-Z][A-Za-z]*){1,3}", name) for name in names)
    assert names != village_names(["hills"] * 60_000 + ["coast", "river", "plain", "island"] * 6_000, seed=2)


def test_roman_numbers():
    assert [roman(number) for number in (0, 1, 4, 9, 14, 40, 99, 280)] == [
        "", "I", "IV", "IX", "XIV", "XL", "XCIX", "CCLXXX",
    ]  # fmt: skip


def test_noise_is_smooth_and_repeats_its_key():
    line = np.column_stack([np.arange(0, 5000.0, 1), np.zeros(5000)])
    values = noise(line, spacing=500, key=(1, 2))
    assert np.abs(np.diff(values)).max() <= 2 / 500
    assert 0.05 < values.std() < 0.6
    assert np.array_equal(values, noise(line, spacing=500, key=(1, 2)))
    assert not np.array_equal(values, noise(line, spacing=500, key=(1, 3)))


def test_bending_moves_each_place_the_same_way_whoever_asks():
    places = np.random.default_rng(1).uniform(-20_000, 20_000, (50, 2))
    land = Land(140, 2026)
    assert np.array_equal(bent(land, places)[7], bent(land, places[7:8])[0])


# The folder


def test_generated_twice_the_bytes_are_the_same(sample, tmp_path):
    make_sample(tmp_path / "again")
    names = sorted(path.name for path in sample.iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in names:
        assert (sample / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_another_seed_and_size_make_another_sample(sample, tmp_path):
    study = make_sample(tmp_path, n_villages=60, seed=1)
    assert study == tmp_path / "study.toml"
    villages = gpd.read_file(tmp_path / "villages.gpkg")
    assert len(villages) == 60
    assert (~villages.is_valid).sum() == 1
    assert "60 villages, seed 1" in (tmp_path / "README.md").read_text("utf-8")


def test_the_committed_sample_is_what_the_generator_writes(sample):
    files = sorted(path.name for path in COMMITTED.iterdir())
    assert files == sorted(path.name for path in sample.iterdir())
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) < 2_000_000
    same_versions = json.loads((COMMITTED / "versions.json").read_text("utf-8")) == versions()
    for name in files:
        if same_versions:
            assert (COMMITTED / name).read_bytes() == (sample / name).read_bytes(), name
        _assert_same_content(COMMITTED / name, sample / name)


def _assert_same_content(old, new):
    if old.suffix in {".gpkg", ".geojson"}:
        before, after = gpd.read_file(old), gpd.read_file(new)
        pd.testing.assert_frame_equal(before.drop(columns="geometry"), after.drop(columns="geometry"))
        assert before.geometry.geom_equals_exact(after.geometry, tolerance=1e-6).all(), old.name
    elif old.suffix == ".tif":
        with rasterio.open(old) as before, rasterio.open(new) as after:
            assert before.transform == after.transform
            assert (before.crs, before.nodata, before.dtypes) == (after.crs, after.nodata, after.dtypes)
            # A last digit that falls the other way may turn a cell over at a limit.
            assert (before.read(1) != after.read(1)).mean() < 1e-4, old.name
    elif old.name != "versions.json":
        assert old.read_text("utf-8") == new.read_text("utf-8"), old.name


def test_an_unwritable_folder_is_one_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        make_sample(tmp_path / "file" / "sample", n_villages=60)


@pytest.mark.parametrize("count", [59, 2001])
def test_a_sample_has_room_for_its_dirt_and_is_no_country(tmp_path, count):
    with pytest.raises(StudyError, match=f"60 to 2000 villages, got {count}"):
        make_sample(tmp_path, n_villages=count)


def test_the_command_refuses_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    for arguments, words in (([], "usage:"), ([str(tmp_path / "file" / "x")], "cannot write")):
        done = subprocess.run(
            [sys.executable, "-m", "kawasan_gis.sample", *arguments], capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert words in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_everything_says_that_it_is_made_up(sample):
    assert "**Everything here is made up.**" in (sample / "README.md").read_text("utf-8")
    assert "Made up" in (sample / "study.toml").read_text("utf-8")
    assert "Made up" in json.loads((sample / "pasar.geojson").read_text("utf-8"))["description"]
    for path in sample.glob("*.gpkg"):
        assert b"Made up: no such place exists" in path.read_bytes(), path.name
    for path in sample.glob("*.tif"):
        with rasterio.open(path) as raster:
            assert "Made up" in raster.tags()["TIFFTAG_IMAGEDESCRIPTION"]


# Boundaries as delivered


def test_boundaries_have_the_columns_of_rbi(dirty, clean):
    assert dirty.columns.tolist() == ["WADMKD", "WADMKC", "WADMKK", "WADMPR", "TIPADM", "LUASWH", "geometry"]
    assert dirty.crs == "EPSG:4326"
    assert dirty.index.tolist() == clean.index.tolist()
    assert dirty.geometry.has_z.all()
    assert set(shapely.get_coordinates(dirty.geometry, include_z=True)[:, 2]) == {0.0}
    assert dirty["TIPADM"].map({1: "desa", 2: "kelurahan"}).tolist() == clean["status"].tolist()
    ratio = dirty["LUASWH"] / (dirty.to_crs(UTM).area / 1e4)
    assert ratio.between(0.9, 1.1).all()
    assert ratio.sub(1).abs().gt(0.002).mean() > 0.8


def test_exactly_one_ring_crosses_itself(sample, dirty):
    invalid = dirty.index[~dirty.is_valid]
    assert invalid.tolist() == listed(sample, "an invalid polygon")
    assert "Self-intersection" in shapely.is_valid_reason(dirty.geometry[invalid[0]])


def test_exactly_one_village_has_two_parts(sample, dirty):
    multipart = dirty.index[dirty.geometry.map(shapely.get_num_geometries) > 1]
    assert multipart.tolist() == listed(sample, "a village of two parts")
    parts = shapely.get_parts(dirty.to_crs(UTM).geometry[multipart[0]])
    assert parts[0].distance(parts[1]) > 100


def test_overlaps_are_the_listed_ones(sample, ground):
    codes = listed(sample, "overlaps of")
    pairs = {tuple(sorted(pair)) for pair in zip(codes[::2], codes[1::2], strict=True)}
    first, second = shapely.STRtree(ground.to_numpy()).query(ground.to_numpy(), predicate="intersects")
    found = {}
    for a, b in zip(first, second, strict=True):
        area = ground.iloc[a].intersection(ground.iloc[b]).area if a < b else 0
        if area > 50:
            found[ground.index[a], ground.index[b]] = area
    assert set(found) == pairs
    assert len(pairs) == 3
    assert found[codes[0], codes[1]] > 10_000
    assert sorted(found.values())[-2] < 10_000


def test_gaps_are_the_listed_ones(sample, ground):
    codes = listed(sample, "gaps of")
    pairs = [ground[list(pair)] for pair in zip(codes[::2], codes[1::2], strict=True)]
    assert len(pairs) == 3
    land = shapely.union_all(ground.to_numpy())
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(land) for ring in part.interiors]
    holes = [hole for hole in holes if hole.area > 500]
    assert len(holes) == 3
    touching = [[hole for hole in holes if pair.distance(hole).max() < 0.1] for pair in pairs]
    assert [len(hole) for hole in touching] == [1, 1, 1]
    assert touching[0][0].area > 10_000 > max(touching[1][0].area, touching[2][0].area)
    for (hole,), widest in zip(touching, (19, 6, 3), strict=True):
        assert hole.buffer(-widest / 2).is_empty


def test_dirty_names(sample, dirty):
    names = pd.read_csv(sample / "kode_wilayah.csv", dtype=str).set_index("kode")["nama"]
    twins = dirty.index[dirty["WADMKD"].str.strip().duplicated(keep=False)]
    assert twins.tolist() == listed(sample, "two desa of one name")
    assert twins[0][:8] != twins[1][:8]
    assert dirty.index[dirty["WADMKD"].str.contains("'")].tolist() == listed(sample, "an apostrophe")
    blanks = dirty.index[dirty["WADMKD"] != dirty["WADMKD"].str.strip()]
    assert blanks.tolist() == listed(sample, "blanks after the name")
    assert dirty["WADMKD"].str.strip().str.fullmatch(r"[A-Z][A-Za-z']*( [A-Z][A-Za-z]*){1,2}").all()
    assert (names[dirty.index] == dirty["WADMKD"].str.strip()).all()


# Tables


def test_code_list_has_all_levels_and_one_desa_more(sample, dirty):
    table = pd.read_csv(sample / "kode_wilayah.csv", dtype=str)
    assert table.columns.tolist() == ["kode", "nama"]
    assert table["kode"].str.len().value_counts().to_dict() == {13: 141, 8: 9, 5: 1, 2: 1}
    assert table["nama"].iloc[:2].tolist() == ["Provinsi Contoh", "Kabupaten Contoh"]
    without = sorted(set(table.loc[table["kode"].str.len() == 13, "kode"]) - set(dirty.index))
    assert without == listed(sample, "a new desa")
    assert table.set_index("kode").loc[without[0], "nama"] == NEW_DESA_NAME


def test_village_index(sample, dirty):
    table = pd.read_csv(sample / "indeks_desa.csv", dtype={"KODE_DESA": str})
    assert table.columns.tolist() == ["KODE_DESA", "NAMA_DESA", "IKS", "IKE", "IKL", "IDM", "STATUS"]
    codes = table["KODE_DESA"].str.replace(r"(..)(..)(..)(....)", r"\1.\2.\3.\4", regex=True)
    assert set(codes) == {*dirty.index[dirty["TIPADM"] == 1], *listed(sample, "a new desa")}
    assert codes[table["IDM"].isna()].tolist() == listed(sample, "no values in")
    assert table.loc[table["IDM"].isna(), ["IKS", "IKE", "IKL", "STATUS"]].isna().all(axis=None)
    full = table.dropna()
    np.testing.assert_allclose(full[["IKS", "IKE", "IKL"]].mean(axis=1), full["IDM"], atol=0.00006)
    limits = [0, 0.4907, 0.5989, 0.7072, 0.8155, 1]
    classes = ["SANGAT TERTINGGAL", "TERTINGGAL", "BERKEMBANG", "MAJU", "MANDIRI"]
    assert (pd.cut(full["IDM"], limits, labels=classes).astype(str) == full["STATUS"]).all()
    assert full["STATUS"].nunique() >= 4
    town = dirty.to_crs(UTM).centroid[dirty["TIPADM"] == 2].iloc[0]
    away = dirty.to_crs(UTM).centroid.distance(town).reindex(codes).to_numpy()
    assert pd.Series(away).corr(table["IKE"]) < -0.5


def test_commodities_follow_the_land_cover(sample, clean):
    table = pd.read_csv(sample / "komoditas_kecamatan.csv", dtype={"kode_kecamatan": str})
    assert len(table) == 9
    assert table.shape[1] == 2 + 6 * 2
    assert set(table["kode_kecamatan"]) == set(clean.index.str[:8])
    table = table.set_index("kecamatan")
    with rasterio.open(sample / "tutupan_lahan.tif") as raster:
        sawah = (raster.read(1) == 20093).sum() * 0.25
    assert 0.7 * sawah < table["padi_sawah_ha"].sum() < sawah
    assert table.loc["Hulu Contoh", "ikan_tambak_ha"] == 0
    assert table.loc["Muara Contoh", "ikan_tambak_ha"] > 500
    large = table[table["padi_sawah_ha"] > 50]
    assert 3.5 < (large["padi_sawah_ton"] / large["padi_sawah_ha"]).mean() < 5


def test_the_forest_estate_covers_the_land_once(sample, clean):
    zones = gpd.read_file(sample / "kawasan_hutan.gpkg").to_crs(UTM)
    assert set(zones["FUNGSIKWS"]) == {"1001", "1003", "1005", "1007"}
    assert zones.is_valid.all()
    land = shapely.union_all(clean.geometry.to_numpy())
    assert zones.area.sum() == pytest.approx(shapely.union_all(zones.geometry.to_numpy()).area, rel=1e-4)
    assert zones.area.sum() == pytest.approx(land.area, rel=0.02)
    # Protected forest lies higher than land of other use.
    with rasterio.open(sample / "ketinggian.tif") as raster:
        places = gpd.GeoSeries(zones.representative_point(), crs=UTM).to_crs(raster.crs)
        high = [value[0] for value in raster.sample(list(zip(places.x, places.y, strict=True)))]
    by_code = pd.Series(high, index=zones["FUNGSIKWS"]).groupby(level=0).max()
    assert by_code["1001"] > by_code["1007"]


# Layers


def test_rivers_reach_the_coast(sample, clean):
    rivers = gpd.read_file(sample / "sungai.gpkg").to_crs(UTM)
    assert rivers["NAMOBJ"].tolist() == ["Sungai Contoh", "Sungai Kecil", "Sungai Rotan"]
    coast = shapely.union_all(clean.geometry.to_numpy()).boundary
    main = rivers.geometry.iloc[0]
    mouth, head = shapely.Point(main.coords[-1]), shapely.Point(main.coords[0])
    assert coast.distance(mouth) < 0.1
    assert mouth.y < head.y - 20_000
    assert main.length > 40_000
    for tributary in rivers.geometry.iloc[1:]:
        assert main.distance(shapely.Point(tributary.coords[-1])) < 100
    town = clean[(clean["status"] == "kelurahan") & (clean["kecamatan"] == "Muara Contoh")]
    assert town.distance(mouth).min() < 2500
    # Many villages end at the river: it runs along their borders.
    inner = shapely.union_all(clean.boundary.to_numpy()).buffer(100)
    assert main.intersection(inner).length > 0.55 * main.length


def test_roads_are_one_network_to_every_village_but_the_island(sample, clean):
    roads = gpd.read_file(sample / "jalan.gpkg")
    assert set(roads["REMARK"]) == {"Jalan Arteri", "Jalan Kolektor", "Jalan Lokal", "Jalan Setapak"}
    graph = nx.Graph()
    graph.add_edges_from((line.coords[0], line.coords[-1]) for line in roads.geometry)
    assert nx.is_connected(graph)
    highway = nx.Graph()
    main = roads[roads["REMARK"].isin(["Jalan Arteri", "Jalan Kolektor"])]
    highway.add_edges_from((line.coords[0], line.coords[-1]) for line in main.geometry)
    assert nx.is_connected(highway)
    island = clean.index[clean["nama_desa"].str.startswith("Pulau ")][0]
    lines = shapely.union_all(roads.to_crs(UTM).geometry.to_numpy())
    reached = clean.geometry.intersects(lines)
    assert reached.index[~reached].tolist() == [island]
    length = roads.to_crs(UTM).length.groupby(roads["REMARK"]).sum()
    assert length["Jalan Lokal"] > length["Jalan Arteri"] > 40_000


def test_land_cover_agrees_with_the_land(sample, clean):
    with rasterio.open(sample / "tutupan_lahan.tif") as raster, rasterio.open(sample / "lereng.tif") as steep:
        cover, slope = raster.read(1), np.repeat(np.repeat(steep.read(1, masked=True), 2, 0), 2, 1)
        assert (raster.crs, raster.res, raster.nodata, raster.dtypes) == (f"EPSG:{UTM}", (50, 50), 0, ("uint16",))
        assert (steep.crs, steep.res, steep.dtypes) == (f"EPSG:{UTM}", (100, 100), ("float32",))
        owner = rasterio.features.rasterize(clean.geometry, out_shape=cover.shape, transform=raster.transform)
    codes = {2001, 2002, 20041, 2007, 2010, 2012, 2014, 5001, 50011, 20091, 20092, 20093, 20094}
    assert set(np.unique(cover)) == codes | {0}
    assert (cover[owner == 1] > 0).all()
    assert (cover[owner == 0] > 0).mean() < 0.001
    assert not slope.mask[owner == 1].any()
    share = {code: (cover == code).sum() / (cover > 0).sum() for code in codes}
    assert 0.15 < share[20093] < 0.4
    assert 0.01 < share[2012] < 0.06
    assert 0.1 < share[2001] + share[2002] < 0.35
    assert slope[cover == 20093].mean() < 2 < 12 < slope[cover == 2002].mean()
    assert slope.max() < 150


def test_facilities(sample, clean):
    markets, posts = gpd.read_file(sample / "pasar.geojson"), gpd.read_file(sample / "kesehatan.gpkg")
    assert len(markets) == 10
    assert posts["JENIS"].value_counts().to_dict()["puskesmas"] == 9
    assert set(posts["JENIS"]) == {"puskesmas", "pustu", "poskesdes"}
    land = shapely.union_all(clean.to_crs(4326).geometry.to_numpy())
    assert markets.within(land).all()
    assert posts.within(land).all()


def test_schools_and_their_three_bad_positions(sample, clean):
    table = pd.read_csv(sample / "sekolah.csv", dtype=str, keep_default_na=False)
    assert table.columns.tolist() == ["npsn", "nama", "bentuk", "lintang", "bujur"]
    assert table["npsn"].is_unique
    assert table["npsn"].str.fullmatch(r"999\d{5}").all()
    count = table["bentuk"].value_counts()
    assert count["SD"] > count["SMP"] > count["SMA"] > 8
    row = next(line for line in (sample / "README.md").read_text("utf-8").splitlines() if "far outside" in line)
    blank, zero, outside = re.findall(r"999\d{5}", row)
    places = table.set_index("npsn")[["lintang", "bujur"]]
    assert places.loc[blank].tolist() == ["", ""]
    assert places.loc[zero].tolist() == ["0", "0"]
    good = places.drop([blank, zero]).astype(float)
    points = gpd.GeoSeries(gpd.points_from_xy(good["bujur"], good["lintang"]), index=good.index, crs=4326)
    land = shapely.union_all(clean.to_crs(4326).geometry.to_numpy())
    assert points.index[~points.within(land)].tolist() == [outside]


def test_the_study_names_only_what_is_there(sample):
    study = tomllib.loads((sample / "study.toml").read_text("utf-8"))
    layers = {layer["name"] for layer in study["layers"]}
    indicators = {indicator["name"] for indicator in study["indicators"]}
    assert all((sample / layer["path"]).is_file() for layer in study["layers"])
    measured = {indicator["layer"] for indicator in study["indicators"] if "layer" in indicator}
    assert measured | {*study["network"]["roads"], *study["network"]["rivers"]} == layers
    # Every indicator is a criterion, in a rule, or counted by another one.
    used = {criterion["indicator"] for criterion in study["criteria"]} | set(study["rules"]["max_share"])
    used |= {study["rules"]["centrality"], *(of for indicator in study["indicators"] for of in indicator.get("of", []))}
    assert used - set(PROPERTIES) == indicators
    assert {criterion["stance"] for criterion in study["criteria"]} == {"need", "potential"}
    assert study["study"]["kabupaten"] == "99.01"
