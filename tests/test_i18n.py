import pytest

from kawasan_gis.errors import StudyError
from kawasan_gis.i18n import Text, number


def test_numbers_are_written_as_people_do():
    assert number(12345.67, 1) == "12.345,7"
    assert number(12345.67, 1, "en") == "12,345.7"
    assert number(-0.5, 2) == "-0,50"
    assert number(float("nan")) == "\N{EN DASH}"


def test_texts_in_both_languages():
    text = Text("{n} desa", "{n} villages")
    assert text.say(n=3) == "3 desa"
    assert text.say("en", n=3) == "3 villages"


def test_words_of_the_data_are_no_template():
    assert Text.same("{role} {{x}} %s").say("en") == Text.same("{role} {{x}} %s").say("id") == "{role} {{x}} %s"


def test_another_language_is_refused():
    with pytest.raises(StudyError, match="there is no language fr: id or en"):
        Text("desa", "village").say("fr")
    with pytest.raises(StudyError, match="there is no language None"):
        number(1.0, 0, None)
