import pytest

from kawasan_gis.errors import StudyError
from kawasan_gis.indicators.zonal import class_codes
from kawasan_gis.vocabulary import read_vocabulary

ASKED = ("sawah", "tambak", "perkebunan", "pertanian_lahan_kering", "hutan", "permukiman", "badan_air")


def test_the_classes_of_the_forestry_ministry():
    words = read_vocabulary("klhk")
    assert len(words.codes) == 23
    assert set(ASKED) <= set(words.groups)
    assert class_codes(ASKED, "klhk") == {
        "sawah": (20093,), "tambak": (20094,), "perkebunan": (2010,), "pertanian_lahan_kering": (20091, 20092),
        "hutan": (2001, 2002, 2004, 20041, 2005, 20051, 2006), "permukiman": (2012, 20122), "badan_air": (5001,),
    }  # fmt: skip
    grown = {
        code for name in ("sawah", "tambak", "perkebunan", "pertanian_lahan_kering") for code in words.groups[name]
    }
    assert grown == set(words.groups["pertanian"])
    assert set(words.groups["hutan"]) - set(words.groups["hutan_alam"]) == {"2006"}


def test_worldcover_does_not_claim_what_it_cannot_see():
    words = read_vocabulary("worldcover")
    assert sorted(map(int, words.codes)) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100]
    assert not {"sawah", "tambak", "perkebunan", "hutan"} & set(words.groups)
    assert class_codes(["pohon", "badan_air"], "worldcover") == {"pohon": (10, 95), "badan_air": (80,)}


@pytest.mark.parametrize("name", ["klhk", "worldcover"])
def test_every_table_names_its_source(name):
    words = read_vocabulary(name)
    assert words.name == name
    assert len(words.source) > 40


def test_codes_need_no_table_and_ones_own_table_will_do(tmp_path):
    assert class_codes([3, "-4"]) == {"3": (3,), "-4": (-4,)}
    with pytest.raises(StudyError, match="classes have names .sawah. but no vocabulary"):
        class_codes(["sawah", 3])
    (tmp_path / "kami.toml").write_text('name="kami"\nsource="dinas"\n[codes]\n7="padi"\n8="air"\n[groups]\nb=[8, 7]\n')
    assert class_codes(["b", 7], tmp_path / "kami.toml") == {"b": (8, 7), "7": (7,)}
    with pytest.raises(StudyError, match="no code or group 9"):
        class_codes([9], tmp_path / "kami.toml")
