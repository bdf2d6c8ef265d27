import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawasan_gis import codes
from kawasan_gis.errors import CodeError


def clean(*values, system=None):
    return [None if pd.isna(value) else value for value in codes.clean_codes(pd.Series(values), system)]


@pytest.mark.parametrize("text", ["63.01.05.2003", " 63.01.05.2003 ", "6301052003", "63.1.5.2003", "6301052003.0"])
def test_kemendagri_codes_take_one_form(text):
    assert clean(text) == ["63.01.05.2003"]


def test_codes_read_as_numbers_are_repaired():
    assert clean(6301052003, 6401091001) == ["63.01.05.2003", "64.01.09.1001"]
    assert clean(6301052003.0, None) == ["63.01.05.2003", None]


@pytest.mark.parametrize(
    "bad", ["", "63.01", "63.01.05", "63.01.05.4003", "63.01.05.203", "6301", "6.3E9", "abc", "63010520031"]
)
def test_what_is_not_certain_is_refused(bad):
    assert clean("63.01.05.2003", bad) == ["63.01.05.2003", None]


def test_a_fraction_is_no_code():
    assert clean(6301052003.5, 6301052004.0) == [None, "63.01.05.2004"]


def test_bps_codes_keep_ten_digits_and_never_look_like_kemendagri():
    assert clean("id6301010001", "id6301011002") == ["6301010001", "6301011002"]
    assert clean("6301010001", "6301011002") == ["6301010001", "6301011002"]
    assert clean("6301011002", system="bps") == ["6301011002"]
    assert clean("63.01.05.2003", system="bps") == [None]


@given(st.integers(11, 96), st.integers(1, 79), st.integers(1, 99), st.integers(1, 3), st.integers(1, 999))
def test_every_written_form_of_a_code_comes_out_the_same(province, kabupaten, kecamatan, kind, serial):
    village = f"{kind}{serial:03d}"
    dotted = f"{province:02d}.{kabupaten:02d}.{kecamatan:02d}.{village}"
    digits = dotted.replace(".", "")
    assert clean(dotted, digits, int(digits), f"{province}.{kabupaten}.{kecamatan}.{village}") == [dotted] * 4


def test_parents_and_status():
    index = pd.Index(["63.01.05.2003", "63.01.06.1001", "63.02.01.3001"])
    assert codes.kecamatan_code(index).tolist() == ["63.01.05", "63.01.06", "63.02.01"]
    assert codes.kabupaten_code(index).tolist() == ["63.01", "63.01", "63.02"]
    assert codes.status_of(index.to_series()).tolist() == ["desa", "kelurahan", "desa adat"]
    bps = pd.Index(["6301010001"])
    assert codes.kecamatan_code(bps).tolist() == ["6301010"]
    assert codes.kabupaten_code(bps).tolist() == ["6301"]
    assert codes.status_of(bps.to_series()).tolist() == ["tidak diketahui"]
    assert codes.provinsi_code(index).tolist() == ["63", "63", "63"]


def test_one_index_is_of_one_system():
    assert codes.system_of(pd.Index(["63.01.05.2003"])) == "kemendagri"
    assert codes.system_of(pd.Index(["6301010001"])) == "bps"
    with pytest.raises(CodeError, match="1 village codes are not in one system.*6301010001"):
        codes.system_of(pd.Index(["63.01.05.2003", "6301010001"]))
    with pytest.raises(CodeError, match="desa A"):
        codes.system_of(pd.Index(["desa A", "63.01.05.2003"]))


def test_a_total_row_or_a_slip_does_not_change_the_system():
    good = ["6301052003", "6301052004", "6301052005"]
    assert clean(*good, "6301000000")[2:] == ["63.01.05.2005", None]


def test_a_kota_whose_bps_codes_nearly_look_like_kemendagris():
    # Banjarbaru's twenty BPS codes: twelve of them could be read as Kemendagri codes of other villages.
    kecamatan = ["010"] * 4 + ["011"] * 4 + ["012"] * 4 + ["020"] * 4 + ["021"] * 4
    values = [f"6372{kec}{n:03d}" for n, kec in enumerate(kecamatan, start=1)]
    assert codes.guess_system(pd.Series(values)) == "bps"
    assert clean(*values) == values


@pytest.mark.parametrize(
    ("level", "system", "given", "expected"),
    [
        ("kecamatan", "kemendagri", "63.04.03", "63.04.03"),
        ("kecamatan", "kemendagri", "630403", "63.04.03"),
        ("kecamatan", "kemendagri", "630403.0", "63.04.03"),
        ("kecamatan", "kemendagri", "6304030", None),
        ("kecamatan", "bps", "id6304030", "6304030"),
        ("kecamatan", "bps", "63.04.03", None),
        ("kabupaten", "kemendagri", "63.10", "63.10"),
        ("kabupaten", "kemendagri", "6310", "63.10"),
        ("kabupaten", "kemendagri", "63.1", None),
        ("kabupaten", "bps", 6310.0, "6310"),
        ("desa", "kemendagri", "6301052003", "63.01.05.2003"),
    ],
)
def test_codes_of_kecamatan_and_kabupaten_take_the_form_they_have_in_village_codes(level, system, given, expected):
    found = codes.clean_unit_codes(pd.Series([given]), level, system)[0]
    assert (None if pd.isna(found) else found) == expected
