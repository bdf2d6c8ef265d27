"""The villages and the outlines around them."""

import pandas as pd
import shapely
from map_study import data_of, whole_map, wiggly_grid

from kawasan_gis.maps.content.villages import subtitle, units, villages_content
from kawasan_gis.maps.web import web_map


def two_kabupaten():
    """The right half belongs to another kabupaten."""
    villages = wiggly_grid()
    middle = villages.geometry.representative_point().x.median()
    right = villages.geometry.representative_point().x > middle
    codes = ["99.02" + code[5:] if moved else code for code, moved in zip(villages.index, right, strict=True)]
    villages = villages.assign(kabupaten=["Timur" if moved else "Barat" for moved in right])
    return villages.set_axis(pd.Index(codes, name="kode_desa"))


def test_villages_are_counted_by_status():
    assert data_of(whole_map().html())["subtitle"] == "Contoh · 29 desa, 1 kelurahan"
    assert subtitle(two_kabupaten(), "en") == "Barat, Timur · 29 desa (village), 1 kelurahan (urban ward)"


def test_area_and_people_as_shown():
    villages = wiggly_grid()
    villages.loc[villages.index[1], ["area_ha", "population"]] = [float("nan"), float("nan")]
    found = villages_content(villages, villages.geometry, "id")
    assert found["area"][:2] == [round(villages["area_ha"].iloc[0], 1), None]
    assert found["population"][:3] == [0, None, 202]
    assert villages_content(villages.drop(columns="population"), villages.geometry, "id")["population"] is None


def test_missing_names_and_unknown_statuses_are_text():
    villages = wiggly_grid()
    villages["nama_desa"] = villages["nama_desa"].where(villages["status"] == "desa", None)
    villages["status"] = ["nagari" if status == "kelurahan" else status for status in villages["status"]]
    found = villages_content(villages, villages.geometry, "id")
    assert found["name"][:2] == ["", "Desa B0"]
    assert [found["statuses"][place] for place in found["status"][:2]] == ["nagari", "desa"]


def test_one_kabupaten_has_no_outline_and_two_have_theirs():
    assert data_of(whole_map().html())["kabupaten"] == []
    villages = two_kabupaten()
    drawn = data_of(web_map(villages).html())["kabupaten"]
    assert [one["name"] for one in drawn] == ["Barat", "Timur"]
    assert all(len(one["shape"]) == 1 for one in drawn)
    for one, half in zip(drawn, ("Barat", "Timur"), strict=True):
        inside = villages[villages["kabupaten"] == half].to_crs(4326).union_all()
        assert inside.contains(shapely.Point(one["at"][::-1]))


def test_outlines_come_in_the_order_of_the_codes():
    villages = two_kabupaten()
    turned = villages.iloc[::-1]
    kecamatan, kabupaten = units(turned, turned.geometry)
    assert [one["name"] for one in kabupaten] == ["Barat", "Timur"]
    assert len(kecamatan) == 6
    assert (kecamatan, kabupaten) == units(villages, villages.geometry)
