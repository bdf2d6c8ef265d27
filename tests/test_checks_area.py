import math

import pytest
from drawing import code, codes, draw_villages

from kawasan_gis.checks.area import Area, amount, filled, joined_texts, listed, names_of, share
from kawasan_gis.i18n import Text


def test_members_are_named_by_their_codes_in_order():
    villages = draw_villages("ab")
    area = Area(villages, (), (), villages, None, None, {})
    assert area.codes == codes("ab")


def test_a_text_takes_texts_of_its_own_language_and_braces_of_data_stay():
    words = Text("{count} desa: {name}", "{count} villages: {name}")
    assert filled(words, count=2, name=Text("{a}", "b")) == Text("2 desa: {a}", "2 villages: b")
    assert filled(words, count=Text("dua", "two"), name="{count}") == Text("dua desa: {count}", "two villages: {count}")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "0", "0"), (12, "12", "12"), (1234.5678, "1.235", "1,235"), (1e6, "1.000.000", "1,000,000"),
        (0.25, "0,25", "0.25"), (0.123456, "0,123", "0.123"), (2.5, "2,5", "2.5"), (99.94, "99,9", "99.9"),
        (0.00000012, "0", "0"), (0.0000123456, "0,000012", "0.000012"), (-0.5, "-0,5", "-0.5"),
    ],
)  # fmt: skip
def test_amounts_have_three_digits_at_least_and_no_zeros_at_the_end(value, indonesian, english):
    assert amount(value) == Text(indonesian, english)


def test_shares_are_in_percent():
    assert share(0.125) == Text("12,5", "12.5")
    assert share(1.0) == Text("100", "100")
    assert amount(math.nan).id == share(math.nan).id


def test_the_first_five_are_named_and_the_rest_counted():
    assert listed("abcde") == Text("a, b, c, d, e", "a, b, c, d, e")
    assert listed("abcdefg") == Text("a, b, c, d, e dan 2 lainnya", "a, b, c, d, e and 2 more")
    assert listed([]) == Text("", "")


def test_texts_stand_one_after_the_other():
    assert joined_texts(iter([Text("a", "b"), Text("c", "d")])) == Text("a; c", "b; d")


def test_villages_are_called_by_name_or_by_code_where_there_are_no_names():
    villages = draw_villages("ab")
    assert names_of(villages, [code("b"), code("a")]).id == "Desa b, Desa a"
    assert names_of(villages.drop(columns="nama_desa"), iter([code("a")])).id == code("a")
