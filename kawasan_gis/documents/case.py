"""One candidate with all that its document tells of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from kawasan_gis.criteria import Criterion
from kawasan_gis.documents.needs import Need
from kawasan_gis.documents.sources import SourceList
from kawasan_gis.documents.words import WORDS
from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.findings import Findings
from kawasan_gis.i18n import Language, number
from kawasan_gis.maps.content.sources import Source, source_lines
from kawasan_gis.version import VERSION


class Case(NamedTuple):
    """A candidate, its villages, what is known of them, and the sources quoted so far."""

    row: pd.Series
    villages: gpd.GeoDataFrame
    ranking: gpd.GeoDataFrame
    members: gpd.GeoDataFrame
    bridges: gpd.GeoDataFrame
    borders: gpd.GeoDataFrame | None
    indicators: pd.DataFrame | None
    about: pd.DataFrame | None
    criteria: tuple[Criterion, ...]
    checks: pd.DataFrame | None
    findings: Findings | None
    needs: tuple[Need, ...]
    sources: SourceList
    border_sources: tuple[str, ...]
    title: str
    notes: tuple[str, ...]
    language: Language

    def say(self, word: str, **values: object) -> str:
        """A word of the documents, filled in."""
        return WORDS[word].say(self.language, **values)

    def number(self, value: float, decimals: int = 0, unit: str = "") -> str:
        """A number with its unit, or that it is not available."""
        if value != value:
            return self.say("unavailable")
        return " ".join(filter(None, [number(value, decimals, self.language), unit]))

    @property
    def of_borders(self) -> str:
        """The numbers of the sources of the village boundaries."""
        return self.sources.quote(*self.border_sources)

    @property
    def computed(self) -> str:
        """The number of the source of what was worked out here."""
        study = self.title or self.say("untitled")
        return self.sources.quote(self.say("computed", version=VERSION, title=study))


def of_rank(ranking: gpd.GeoDataFrame, rank: int) -> str:
    """Find the candidate of a rank.

    Raises
    ------
    StudyError
        When no candidate has it.
    """
    names = ranking.index[ranking["rank"] == rank]
    if not len(names):
        known = f"ranks are 1 to {len(ranking)}" if len(ranking) else "there are no candidates"
        raise StudyError(f"there is no candidate of rank {rank}; {known}")
    return str(names[0])


def case_of(
    villages: gpd.GeoDataFrame, ranking: gpd.GeoDataFrame, members: pd.DataFrame, rank: int,
    *, border_sources: Sequence[Source], language: Language, **known: Any,
) -> Case:  # fmt: skip
    """Put together what the document of one candidate tells; ``known`` are the other fields of :class:`Case`.

    Raises
    ------
    StudyError
        When no candidate has that rank.
    TableError
        When it has no members, or villages of it are not in the table.
    """
    name = of_rank(ranking, rank)
    rows = members[members["candidate_id"] == name]
    inside = rows.loc[rows["role"] != "bridge", "kode_desa"]
    if not len(inside):
        raise TableError(f"candidate {name} has no members")
    if strangers := sorted(set(rows["kode_desa"]) - set(villages.index)):
        raise TableError(f"{len(strangers)} members are not among the villages: {listing(strangers)}")
    if len(twice := rows.loc[rows["kode_desa"].duplicated(), "kode_desa"]):
        raise TableError(f"{len(twice)} villages stand twice in candidate {name}: {listing(twice)}")
    roles = rows.set_index("kode_desa")["role"]
    placed = villages.loc[sorted(roles.index)].assign(role=roles)
    lines = source_lines(border_sources, None, language) or [WORDS["no_border_source"].say(language)]
    return Case(
        row=ranking.loc[name], villages=villages, ranking=ranking, members=placed[placed["role"] != "bridge"],
        bridges=placed[placed["role"] == "bridge"], sources=SourceList(language), border_sources=tuple(lines),
        language=language, **known,
    )  # fmt: skip
