from typing import get_args

from kawasan_gis.i18n import Text
from kawasan_gis.kinds import KINDS
from kawasan_gis.kinds.kind import LEVEL_WORDS, LEVELS, Kind, Level


def test_every_level_has_its_word_worst_first():
    assert get_args(Level) == LEVELS == tuple(LEVEL_WORDS) == ("error", "warning", "info")
    assert len({word.id for word in LEVEL_WORDS.values()}) == len({word.en for word in LEVEL_WORDS.values()}) == 3


def test_a_kind_is_how_bad_and_a_sentence_that_can_be_filled_in():
    kind = Kind("warning", Text("celah {value} ha", "a gap of {value} ha"))
    assert kind.text.say("en", value=2) == "a gap of 2 ha"
    for name, one in KINDS.items():
        assert one.level in LEVELS, name
        filled = {language: one.text.say(language, value="7", detail="x", other="y") for language in ("id", "en")}
        assert all("{" not in text and text for text in filled.values()), name
