import geopandas as gpd
import pytest
import shapely
from pyproj import CRS

from kawasan_gis import crs
from kawasan_gis.errors import CRSError


def boxes(*bounds, system="EPSG:4326"):
    return gpd.GeoDataFrame(geometry=[shapely.box(*box) for box in bounds], crs=system)


def test_the_zone_follows_the_data():
    assert crs.metric(boxes((114.6, -3.9, 115.2, -3.6))).to_epsg() == 32750
    assert crs.metric(boxes((117.0, 1.5, 117.8, 2.5))).to_epsg() == 32650
    assert crs.metric(boxes((110.0, -7.5, 110.5, -7.0))).to_epsg() == 32749


def test_one_zone_across_the_equator_and_a_zone_line_and_it_says_so():
    table = boxes((113.5, -0.5, 114.4, 0.4))
    assert crs.metric(table).to_epsg() == 32749
    assert crs.straddles(table) == ["equator", "zone line"]
    assert crs.straddles(boxes((114.6, -3.9, 115.2, -3.6))) == []


def test_the_whole_country_is_measured_in_equal_area():
    table = boxes((95.0, -11.0, 95.1, -10.9), (140.9, 5.8, 141.0, 5.9))
    system = crs.metric(table)
    assert system == crs.NATIONAL
    areas = table.to_crs(system).area
    geodesic = [abs(CRS(4326).get_geod().geometry_area_perimeter(shape)[0]) for shape in table.geometry]
    assert areas.to_list() == pytest.approx(geodesic, rel=2e-4)


def test_national_distances_hold_within_one_and_a_half_per_cent():
    geod = CRS(4326).get_geod()
    for latitude in (-11, -6, 0, 6):
        for end in ((118.1, latitude), (118.0, latitude + 0.1)):
            line = gpd.GeoSeries([shapely.LineString([(118.0, latitude), end])], crs=4326)
            assert line.to_crs(crs.NATIONAL).length[0] == pytest.approx(geod.geometry_length(line[0]), rel=0.015)


def test_compound_systems_lose_their_height():
    assert crs.flat(CRS.from_epsg(9518)).to_epsg() == 4326
    assert crs.flat(CRS.from_epsg(4979)).to_epsg() == 4326
    assert crs.flat(CRS.from_epsg(32750)).to_epsg() == 32750


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (boxes((114, -4, 115, -3), system=None), "no coordinate reference system"),
        (boxes((-4, 114, -3, 115)), "latitude and longitude swapped"),
        (boxes((26.7, -85.5, 26.8, -85.4)), "outside Indonesia"),
        (boxes((250_000, 9_500_000, 260_000, 9_600_000)), "says its coordinates are degrees"),
        (boxes((500_000, 5_000_000, 510_000, 5_010_000), system="EPSG:32631"), "outside Indonesia in EPSG:32631"),
    ],
)
def test_wrong_coordinates_are_one_clear_error(table, words):
    with pytest.raises(CRSError, match=words):
        crs.checked(table, "file.gpkg")


def test_right_coordinates_pass():
    assert crs.checked(boxes((114, -4, 115, -3)), "f").crs.to_epsg() == 4326
    assert crs.checked(boxes((250_000, 9_500_000, 260_000, 9_600_000), system=32750), "f").crs.to_epsg() == 32750
    empty = gpd.GeoDataFrame(geometry=[None], crs=4326)
    assert len(crs.checked(empty, "f")) == 1


def test_systems_are_named_as_people_quote_them():
    assert crs.name(CRS.from_epsg(32750)) == "EPSG:32750"
    assert "equal-area" in crs.name(crs.NATIONAL)
    assert crs.name(CRS.from_proj4("+proj=cea +lon_0=1")) == "unknown"


@pytest.mark.parametrize(
    ("west", "south", "given", "zone"),
    [
        (120.85, -1.0, 32750, 32750),  # 4 degrees from the central meridian of the zone
        (121.05, -1.0, 32750, 32751),
        (113.05, -1.0, 32750, 32750),
        (112.85, -1.0, 32750, 32749),
        (117.0, -0.05, 32650, 32750),  # across the equator
        (117.0, 0.05, 32650, 32650),
        (117.0, 0.05, 32750, 32750),
        (115.0, -3.5, 9487, 9490),  # SRGI2013
        (115.0, -3.5, 3857, 32750),
        (119.96, -1.0, 4326, 32751),
    ],
)
def test_a_table_is_printed_in_the_zone_given_where_that_suits_it(west, south, given, zone):
    table = boxes((west, south, west + 0.1, south + 0.1))
    assert crs.utm_zone(table.to_crs(given), CRS.from_epsg(given)).to_epsg() == zone
    assert table.to_crs(zone).total_bounds[1] >= 0
