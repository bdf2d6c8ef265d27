import pytest

from kawasan_gis.errors import TableError
from kawasan_gis.villages.schemas import recognise


@pytest.mark.parametrize(
    ("columns", "name", "kode"),
    [
        (
            ["OBJECTID", "KDEPUM", "KDPKAB", "WADMKD", "WADMKC", "WADMKK", "WADMPR", "LUASWH"],
            "BIG/RBI batas desa",
            "KDEPUM",
        ),
        (["kdepum", "KDBPUM", "wadmkd"], "BIG/RBI batas desa", "kdepum"),
        (["iddesa", "nmdesa", "nmkec"], "BPS desa", "iddesa"),
        (["village_code", "village", "district"], "BPS 2020 per village", "village_code"),
        (["ADM4_PCODE", "ADM4_EN"], "HDX COD-AB", "ADM4_PCODE"),
        (["GID_4", "NAME_4", "CC_4", "TYPE_4"], "GADM level 4", "CC_4"),
        (["kode", "nama", "lat"], "Kemendagri codes", "kode"),
        (["kode_desa", "nama_desa"], "kawasan_gis", "kode_desa"),
    ],
)
def test_known_kinds_in_any_case(columns, name, kode):
    schema, fields = recognise(columns, "f")
    assert schema.name == name
    assert fields["kode_desa"] == kode
    assert set(fields.values()) <= set(columns)


def test_unknown_kinds_say_what_is_there_and_what_to_do():
    with pytest.raises(TableError, match="its columns are k, nm. Say which is which: columns ="):
        recognise(["k", "nm"], "f")


def test_the_users_mapping_wins():
    schema, fields = recognise(["kode", "nama", "k"], "f", {"kode_desa": "k"})
    assert fields == {"kode_desa": "k"}
    assert schema.system is None


def test_wrong_mappings_are_named_all_at_once():
    with pytest.raises(TableError, match=r"unknown field kode, did you mean kode_desa\?; f has no column K"):
        recognise(["k"], "f", {"kode": "K"})
    with pytest.raises(TableError, match="must say which column is kode_desa"):
        recognise(["k"], "f", {"nama_desa": "k"})
