"""What a kind of finding is: how bad, and its sentence in both languages."""

from typing import Literal, NamedTuple

from kawasan_gis.i18n import Text

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")
LEVEL_WORDS = {
    "error": Text("salah", "error"),
    "warning": Text("perlu dilihat", "warning"),
    "info": Text("catatan", "note"),
}


class Kind(NamedTuple):
    """How bad one kind of finding is, and its sentence; ``{value}`` and ``{detail}`` are filled in."""

    level: Level
    text: Text
