import math

import pytest
from drafted import case, drafted, rows, tables, text_of
from drawing import codes

from kawasan_gis.documents.identity import (
    degrees,
    kabupaten_of,
    neighbours,
    provinsi_of,
    total,
    with_codes,
    write_delineation,
    write_identity,
)


def identity(**changes):
    (table,) = drafted(write_identity, case(**changes)).tables
    return {row[0]: row[1:] for row in rows(table)}


def test_identity_tells_every_figure_with_its_source():
    found = identity()
    assert found["Luas menurut batas desa"] == ["400,0 ha", "[2]"]
    assert found["Keliling"] == ["10,0 km", "[1]"]
    assert found["Peringkat"] == ["1 dari 1 calon kawasan", "[1]"]
    assert found["Desa pusat"][0] == f"Desa e ({codes('e')[0]})"
    assert found["Jumlah desa anggota"][0] == "4 desa"
    assert all(row[1] for row in found.values())


def test_the_area_is_the_sum_of_what_the_annex_prints():
    villages = tables()["villages"].assign(area_ha=100.04, legal_area_ha=50.06)
    found = identity(villages=villages)
    assert found["Luas menurut batas desa"][0] == "400,0 ha"
    assert found["Luas resmi"][0] == "200,4 ha"


def test_what_is_missing_is_said_to_be_not_available():
    found = identity()
    assert found["Penduduk"] == found["Luas resmi"] == ["belum tersedia", "[2]"]
    villages = tables()["villages"].assign(population=10.0)
    assert identity(villages=villages)["Penduduk"][0] == "40 jiwa"
    villages.loc[codes("d"), "population"] = math.nan
    assert identity(villages=villages)["Penduduk"][0] == "belum tersedia"


def test_bridges_are_named_and_not_counted():
    found = identity(letters="dei", bridges="h")
    assert found["Desa penghubung (bukan anggota)"][0] == with_codes(tables()["villages"].loc[codes("h")])
    assert found["Jumlah desa anggota"][0] == "3 desa"


def test_places_are_called_what_they_are_once():
    villages = tables()["villages"]
    assert kabupaten_of(case()) == "Kabupaten Contoh"
    assert provinsi_of(case()) == "Provinsi Contoh"
    assert kabupaten_of(case(villages=villages.assign(kabupaten="Kota Contoh"))) == "Kota Contoh"
    assert provinsi_of(case(villages=villages.drop(columns="provinsi"))) == ""


def test_a_sum_is_known_only_when_all_its_parts_are():
    members = case().members.assign(x=[1.0, 2.0, 3.0, math.nan])
    assert total(members[:3], "x") == 6
    assert math.isnan(total(members, "x"))
    assert math.isnan(total(members, "nothing"))


def test_neighbours_lie_in_the_direction_of_their_border():
    # The middle village of nine has one neighbour on each side, with 1 km of border each.
    given = tables(letters="e")
    found = neighbours(codes("e"), given["ranking"]["geometry"].iloc[0], given["borders"])
    assert found.set_index("direction")["kode_desa"].to_dict() == dict(
        zip(("north", "west", "east", "south"), codes("bdfh"), strict=True)
    )
    assert found["m"].tolist() == pytest.approx([1000] * 4, abs=1)


def test_borders_over_water_are_no_neighbours():
    given = tables(letters="e")
    wet = given["borders"].assign(kind="water")
    assert len(neighbours(codes("e"), given["ranking"]["geometry"].iloc[0], wet)) == 0


def test_delineation_names_neighbours_and_where_it_lies():
    document = drafted(write_delineation, case())
    (table,) = document.tables
    # d, e, h and i of nine; f lies north of e and east of i.
    assert [row[1:] for row in rows(table)[1:3]] == [
        ["Kecamatan Satu: Desa a, Desa b, Desa f", "3,0"], ["Kecamatan Satu: Desa f", "1,0"],
    ]  # fmt: skip
    text = text_of(document)
    assert "4 desa utuh" in text
    assert "keliling 10,0 km" in text
    assert "Desa d, Desa e, Desa h, Desa i" in text
    assert "indikatif" in text


def test_without_borders_the_neighbours_are_not_available():
    document = drafted(write_delineation, case(borders=None))
    assert document.tables == []
    assert "Daftar desa yang berbatasan belum tersedia." in text_of(document)


@pytest.mark.parametrize(
    ("value", "sides", "expected"),
    [
        (114.5, ("east", "west"), "114° 30′ 00″ BT"),  # noqa: RUF001 - minutes of arc
        (-3.9999999, ("north", "south"), "4° 00′ 00″ LS"),  # noqa: RUF001
        (0.5 + 1 / 3600, ("north", "south"), "0° 30′ 01″ LU"),  # noqa: RUF001
    ],
)
def test_degrees_carry_into_minutes_and_name_their_side(value, sides, expected):
    assert degrees(case(), value, *sides) == expected
