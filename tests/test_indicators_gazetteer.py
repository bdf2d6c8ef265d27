import pandas as pd
from named_villages import VILLAGES

from kawasan_gis.indicators.gazetteer import Gazetteer, units_of


def find(level, given, **names):
    return Gazetteer(units_of(VILLAGES, level), level, given).find(names)


def test_units_are_listed_once_with_their_names():
    units = units_of(VILLAGES, "kecamatan")
    assert units.to_dict("index") == {
        "99.01.01": {"kabupaten": "Contoh", "kecamatan": "Anjir"},
        "99.01.02": {"kabupaten": "Contoh", "kecamatan": "Barat"},
        "99.02.01": {"kabupaten": "Kota Kedua", "kecamatan": "Barat"},
    }
    assert units_of(VILLAGES, "kabupaten").index.tolist() == ["99.01", "99.02"]


def test_a_name_is_looked_for_inside_its_parents():
    all_three = ("kabupaten", "kecamatan", "desa")
    fit = find("desa", all_three, kabupaten="Kab. Contoh", kecamatan="BARAT", desa="Sungai Raya")
    assert (fit.exact, fit.reason) == (("99.01.02.2001",), "")
    fit = find("desa", ("kabupaten", "desa"), kabupaten="contoh", desa="Sei Raya")
    assert (fit.exact, fit.reason) == (("99.01.01.2001", "99.01.02.2001"), "several")
    fit = find("desa", all_three, kabupaten="Contoh", kecamatan="Barat", desa="Rayaa")
    assert (fit.exact, fit.scope, fit.reason) == ((), ("99.01.02.2001", "99.01.02.2002"), "no name")
    fit = find("desa", all_three, kabupaten="Contoh", kecamatan="Baratt", desa="Sungai Raya")
    assert (fit.exact, fit.reason) == ((), "no kecamatan")
    # A kecamatan nobody knows in a kabupaten of the study may be a new one, or an old name.
    assert find("desa", all_three, kabupaten="Contoh", kecamatan="Lain Sekali", desa="x").reason == "no kecamatan"
    assert len(fit.scope) == 4
    assert find("desa", ("desa",), desa=" ").reason == "no name"


def test_another_kabupaten_is_elsewhere_and_a_misspelt_one_is_not():
    assert find("desa", ("kabupaten", "desa"), kabupaten="Tapin", desa="Sungai Raya").reason == "elsewhere"
    assert find("desa", ("kabupaten", "desa"), kabupaten="Contohh", desa="Sungai Raya").reason == "no kabupaten"
    assert find("desa", ("kabupaten", "desa"), kabupaten="", desa="Sungai Raya").reason == "no kabupaten"
    assert find("kabupaten", ("kabupaten",), kabupaten="Tapin").reason == "elsewhere"
    # Kedua may be the kota of that name or a kabupaten: people decide.
    assert find("kabupaten", ("kabupaten",), kabupaten="Kedua").reason == "no name"
    # Of a kecamatan without its kabupaten nobody can say that it is elsewhere.
    assert find("kecamatan", ("kecamatan",), kecamatan="Lain").reason == "no name"


def test_suggestions_are_the_likest_first():
    gazetteer = Gazetteer(units_of(VILLAGES, "desa"), "desa", ("desa",))
    assert gazetteer.suggest("Sungai Rayo", gazetteer.everywhere) == (
        "99.01.01.2001 Sungai Raya, Anjir (0.90); 99.01.02.2001 Sungai Raya, Barat (0.90)"
    )
    assert gazetteer.suggest("Xyz", gazetteer.everywhere) == ""
    assert isinstance(gazetteer.units, pd.DataFrame)
