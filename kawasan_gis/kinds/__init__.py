"""Every kind of finding there is, by what it is about; a new one is a line in the table of its file."""

from kawasan_gis.kinds.kind import LEVEL_WORDS, LEVELS, Kind, Level
from kawasan_gis.kinds.layers import LAYERS
from kawasan_gis.kinds.network import NETWORK
from kawasan_gis.kinds.search import SEARCH
from kawasan_gis.kinds.villages import VILLAGES

KINDS: dict[str, Kind] = {**VILLAGES, **LAYERS, **NETWORK, **SEARCH}

__all__ = ["KINDS", "LEVELS", "LEVEL_WORDS", "Kind", "Level"]
