"""Layers of points and polygons as planners have them, beside geopandas, by hand and on the ellipsoid."""

import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from kawasan_gis.errors import CRSError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators import Indicator, measure
from kawasan_gis.layers import Layer, read_shapes
from kawasan_gis.villages import read_villages

pytestmark = pytest.mark.real

ANGGANA = "64.02.04"
CROPS = ("agrisawah", "agrikebun", "agriladang")
LEVELS = ("SD", "SMP", "SMA", "SMK")


@pytest.fixture(scope="module")
def kutai(shared_data):
    return read_villages(shared_data / "kaltim_desa.gpkg", kabupaten="64.02", findings=Findings())


@pytest.fixture(scope="module")
def kalsel(shared_data):
    return read_villages(shared_data / "kalsel_desa.gpkg", findings=Findings())


def crops(shared_data, villages, measured, findings):
    rbi = shared_data / "rbi_anggana_kukar.gpkg"
    layers = [Layer(name=crop, kind="polygons", path=rbi, sheet=crop, source="BIG RBI") for crop in CROPS]
    indicators = [Indicator(name=crop, layer=crop, measure=measured) for crop in CROPS]
    return measure(villages, layers, indicators, findings=findings)


def test_rbi_crops_of_anggana_against_overlay_and_the_ellipsoid(shared_data, kutai):
    findings = Findings()
    cover = crops(shared_data, kutai, "cover_ha", findings)
    assert {(row.kind, row.detail, row.value) for row in findings.frame.itertuples()} == {
        ("shapes_repaired", "agrikebun", 1.0)
    }
    share = crops(shared_data, kutai, "cover_share", Findings())
    assert share.to_numpy() == pytest.approx((cover.div(kutai["area_ha"], axis=0)).to_numpy(), abs=1e-12)
    own = [kode for kode in cover.index if kode.startswith(ANGGANA)]
    assert len(own) == 8
    # A third of what the layers hold lies in other kecamatan.
    assert cover.loc[own].sum().sum() / cover.sum().sum() > 0.6
    for crop in CROPS:
        table = gpd.read_file(shared_data / "rbi_anggana_kukar.gpkg", layer=crop)
        pieces = gpd.overlay(
            kutai.loc[own[:5]].reset_index()[["kode_desa", "geometry"]],
            table.to_crs(kutai.crs).make_valid().to_frame(),
            how="intersection",
            keep_geom_type=True,
        )
        by_hand = pieces.dissolve("kode_desa").area.reindex(own[:5]).fillna(0) / 10_000
        assert cover.loc[own[:5], crop].to_numpy() == pytest.approx(by_hand.to_numpy(), abs=1e-6)
        # All villages on the ellipsoid, in degrees; a zone of UTM is up to 0.1 % off in area.
        assert cover[crop].to_numpy() == pytest.approx(on_the_ellipsoid(kutai, table), rel=1.5e-3, abs=0.01)


def on_the_ellipsoid(villages, table):
    """Hectares of every village under the rows, by pyproj's geodesic areas of shapes in degrees."""
    ground, geod = shapely.union_all(table.make_valid().to_numpy()), Geod(ellps="WGS84")
    pieces = shapely.intersection(villages.to_crs(4326).geometry.to_numpy(), ground)
    return [abs(geod.geometry_area_perimeter(shapely.orient_polygons(piece))[0]) / 10_000 for piece in pieces]


def joined(villages, points):
    """Points per village by geopandas; where two villages overlap, the first has the point."""
    pairs = gpd.sjoin(points.reset_index(drop=True), villages[["geometry"]].reset_index(), predicate="intersects")
    first = pairs.sort_values("kode_desa")["kode_desa"].groupby(level=0).first()
    return first.value_counts().reindex(villages.index).fillna(0)


def test_schools_by_level_of_all_villages(shared_data, kalsel):
    path = shared_data / "sekolah_2019_kalsel.csv"
    layers = [
        Layer(name=level, kind="points", path=path, x="bujur", y="lintang", where={"bentuk": level})
        for level in LEVELS
    ]  # fmt: skip
    indicators = [Indicator(name=f"{level}_count", layer=level, measure="count") for level in LEVELS]
    counts = measure(kalsel, layers, indicators, findings=Findings())
    table = pd.read_csv(path, dtype=str)
    xy = table[["bujur", "lintang"]].apply(pd.to_numeric, errors="coerce")
    points = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(xy["bujur"], xy["lintang"]), crs=4326).to_crs(
        kalsel.crs
    )
    for level in LEVELS:
        of_level = points[(table["bentuk"].str.strip() == level) & xy.notna().all(axis=1)]
        of_level = of_level[~of_level.is_empty]
        assert counts[f"{level}_count"].tolist() == joined(kalsel, of_level).tolist()
        # By hand: the five villages with the most.
        for kode in counts[f"{level}_count"].nlargest(5).index:
            assert of_level.within(kalsel.geometry[kode]).sum() == counts.at[kode, f"{level}_count"]
    assert counts["SD_count"].sum() > 2500


def test_mills_and_ports_of_all_villages(shared_data, kalsel):
    mills, ports = shared_data / "pabrik_sawit_kalimantan.csv", shared_data / "pelabuhan_kalimantan.geojson"
    layers = [
        Layer(name="pabrik", kind="points", path=mills, x="lng", y="lat"),
        Layer(name="pelabuhan", kind="points", path=ports),
    ]  # fmt: skip
    indicators = [Indicator(name=f"{layer.name}_count", layer=layer.name, measure="count") for layer in layers]
    findings = Findings()
    counts = measure(kalsel, layers, indicators, findings=findings)
    table = pd.read_csv(mills)
    points = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table["lng"], table["lat"]), crs=4326)
    assert counts["pabrik_count"].tolist() == joined(kalsel, points.to_crs(kalsel.crs)).tolist()
    # Mills name their province: 14 are of Kalsel (SOURCES.md); points near its border may lie across.
    assert counts["pabrik_count"].sum() == pytest.approx((table["province"] == "KALIMANTAN SELATAN").sum(), abs=2)
    harbours = gpd.read_file(ports).to_crs(kalsel.crs)
    assert counts["pelabuhan_count"].tolist() == joined(kalsel, harbours).tolist()
    outside = findings.frame.set_index("detail")["value"]
    assert outside["pelabuhan_count"] == len(harbours) - counts["pelabuhan_count"].sum()


def test_health_centres_of_all_villages(shared_data, kalsel):
    path = shared_data / "faskes_2019_indonesia.csv"
    where = {"jenis_faskes": "PUSKESMAS"}
    layer = Layer(name="puskesmas", kind="points", path=path, x="long_", y="lat_", where=where)
    counts = measure(kalsel, [layer], [Indicator(name="n", layer="puskesmas", measure="count")], findings=Findings())[
        "n"
    ]
    table = pd.read_csv(path)
    table = table[table["jenis_faskes"] == "PUSKESMAS"].dropna(subset=["lat_", "long_"])
    points = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table["long_"], table["lat_"]), crs=4326)
    assert counts.tolist() == joined(kalsel, points.to_crs(kalsel.crs)).tolist()
    assert counts.sum() > 150


def test_trunk_roads_are_as_long_as_the_source_says(shared_data, kalsel):
    layer = Layer(name="jalan", kind="lines", path=shared_data / "kalsel_roads.gpkg")
    roads = read_shapes(layer, kalsel, findings=Findings())
    assert len(roads) == 125
    assert roads.length.sum() / 1000 == pytest.approx(1334, abs=2)


def test_stations_whose_geometry_is_wrong_are_read_by_their_columns(shared_data, kutai):
    path = shared_data / "kaltim_hujan_stasiun_2024.geojson"
    with pytest.raises(CRSError, match="layer hujan: .* lies outside Indonesia .*or x and y, when columns"):
        read_shapes(Layer(name="hujan", kind="points", path=path), kutai, findings=Findings())
    stations = read_shapes(Layer(name="hujan", kind="points", path=path, x="X", y="Y"), kutai, findings=Findings())
    degrees = stations.to_crs(4326)
    assert len(stations) == 39
    assert degrees.geometry.x.to_numpy() == pytest.approx(degrees["X"].astype(float).to_numpy())
    assert degrees.total_bounds == pytest.approx([117, -0.5, 117, 0.5], abs=3)


SNIPPETS = Path(__file__).parents[2] / "data" / "sources.toml"


def test_what_the_list_of_sources_says_was_tried_works_as_written(shared_data, kalsel, kutai):
    sources = tomllib.loads(SNIPPETS.read_text(encoding="utf-8"))["sources"]
    done = []
    for source in sources:
        study = tomllib.loads(source["study"])
        if not source["tried"] or "layers" not in study:
            continue
        layers = [Layer(**{**layer, "path": shared_data / layer["path"]}) for layer in study["layers"]]
        indicators = [Indicator(**indicator) for indicator in study["indicators"]]
        villages = kutai if source["key"] == "big_rbi_tema" else kalsel
        table = measure(villages, layers, indicators, findings=Findings())
        assert (table.max() > 0).all(), source["key"]
        done.append(source["key"])
    assert len(done) > 6
