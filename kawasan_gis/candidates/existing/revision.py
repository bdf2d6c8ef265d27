"""What becomes of an area that is there already: the setting it is judged in, and the tables of the result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from kawasan_gis.candidates.describe import describe_candidates
from kawasan_gis.candidates.existing.proof import AreaCertificate
from kawasan_gis.candidates.objective import Objective
from kawasan_gis.candidates.rules.checks import check_complete, check_names
from kawasan_gis.candidates.rules.infeasible import SETS, Conflict, conflicting_rules
from kawasan_gis.candidates.rules.rules import Rules, eligible, joined, unit_of, with_centres
from kawasan_gis.candidates.rules.violations import Violation, violations
from kawasan_gis.candidates.search.grounds import Area, Ground, grounds_of, objective_under
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, TableError, listing
from kawasan_gis.i18n import Language, Text, number

WORDS = {
    "pieces": Text(
        "Desa yang diberikan tidak menyatu, tetapi terdiri atas {count} bagian: {pieces}.",
        "The villages given are not in one piece but in {count}: {pieces}.",
    ),
    "score": Text("Skor {score}.", "Score {score}."),
    "change": Text("Skor {before} menjadi {score}.", "Score {before} becomes {score}."),
    "added": Text("Ditambah: {names}.", "Added: {names}."),
    "dropped": Text("Dikeluarkan: {names}.", "Dropped: {names}."),
    "broken": Text("Aturan yang dilanggar: {rules}.", "Rules that are broken: {rules}."),
}


class Revision(NamedTuple):
    """An area that was there already, as it is or as it became.

    ``candidates`` (one row) and ``members`` are tables as a search gives them, for ranking, map and report;
    ``certificate`` says how good the area is among those it was chosen from; ``violations`` lists the rules it
    breaks. ``changes`` has a row per village added or dropped: ``kode_desa``, ``nama_desa``, ``change``, ``gain``
    (F of the new area with the village less F without it, NaN where it would not hang together) and ``cut`` (the new
    area falls apart without it). ``pieces`` are the codes of the villages given, by the pieces they hang together
    in, largest first; ``before`` is F of the villages given.
    """

    candidates: gpd.GeoDataFrame
    members: pd.DataFrame
    certificate: AreaCertificate
    violations: list[Violation]
    changes: pd.DataFrame
    pieces: tuple[tuple[str, ...], ...]
    before: float

    @property
    def score(self) -> float:
        """F of the area."""
        return self.certificate.total

    def say(self, language: Language = "id") -> str:
        """Say in one language what became of the area."""
        parts = []
        if len(self.pieces) > 1:
            pieces = " | ".join(", ".join(piece) for piece in self.pieces)
            parts.append(WORDS["pieces"].say(language, count=len(self.pieces), pieces=pieces))
        shown = number(self.score, 3, language)
        before = number(self.before, 3, language)
        parts.append(WORDS["change" if len(self.changes) else "score"].say(language, score=shown, before=before))
        for change, rows in self.changes.groupby("change", sort=True):
            parts.append(WORDS[str(change)].say(language, names=", ".join(rows["nama_desa"])))
        if self.violations:
            rules = "; ".join(violation.say(language) for violation in self.violations)
            parts.append(WORDS["broken"].say(language, rules=rules))
        return " ".join(parts)


class Asked(NamedTuple):
    """What is asked of an area besides the rules: sizes, codes that stay members, and whether no others may join."""

    least: int
    most: int
    must: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True)
class Setting:
    """Villages, objective and rules around an area given by its codes (``members``, in order).

    Where ``centres`` are given they stay its centres; a part of the area that lacks them all chooses its own.
    """

    villages: gpd.GeoDataFrame
    graph: nx.Graph
    indicators: pd.DataFrame
    objective: Objective
    rules: Rules
    travel: pd.DataFrame | None
    members: tuple[str, ...]
    centres: tuple[str, ...]

    @classmethod
    def of(
        cls, members: Iterable[str], villages: gpd.GeoDataFrame, graph: nx.Graph, indicators: pd.DataFrame,
        criteria: Sequence[Criterion], rules: Rules | None, travel: pd.DataFrame | None, centres: Sequence[str] = (),
    ) -> "Setting":  # fmt: skip
        """Prepare to judge an area; refuses codes that are unknown or repeated, and rules that do not fit the study."""
        codes = checked_codes(members, villages, "members")
        rules = rules or Rules()
        if "status" not in villages:
            raise TableError("the villages have no column status; read them with kawasan_gis.read_villages")
        chosen = _checked_centres(centres, villages, codes)
        check_names(villages, rules, indicators, travel, graph)
        objective = objective_under(villages, graph, indicators, criteria, rules, travel)
        check_complete(villages, objective, pd.Series(villages.index.isin(codes), index=villages.index))
        return cls(villages, graph, indicators, objective, rules, travel, codes, chosen)

    def places(self, codes: Iterable[str]) -> list[int]:
        """Positions of villages."""
        return [int(place) for place in self.villages.index.get_indexer(list(codes))]

    def worth(self, places: Iterable[int]) -> float:
        """F of an area."""
        area = [int(place) for place in places]
        return self.objective.of_area(area, [place for place in self.places(self.centres) if place in area]).score

    @cached_property
    def _together(self) -> nx.Graph:
        return joined(self.villages, self.graph, self.rules)

    def pieces(self, codes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Cut an area into the pieces that hang together under the rules, largest first."""
        pieces = nx.connected_components(self._together.subgraph(codes))
        parts = [tuple(sorted(str(code) for code in piece)) for piece in pieces]
        return tuple(sorted(parts, key=lambda part: (-len(part), part)))

    def broken(self, codes: Sequence[str]) -> list[Violation]:
        """Rules that an area breaks; ways and steps are to the centres given."""
        rules = with_centres(self.rules, self.centres)
        return violations(
            sorted(codes), self.villages, self.graph, rules, indicators=self.indicators, travel=self.travel
        )

    def ground(self, asked: Asked) -> Ground:
        """Compile the rules for areas around the members, or within them.

        The members are there, so that they may be members whatever the rules say of single villages; what is broken
        by it is said of the result.
        """
        rules, own = self.rules, self.villages.index.isin(self.members)
        unit = unit_of(self.villages, rules.within)
        units = sorted(set(unit[own]))
        if len(units) > 1:
            raise InfeasibleError(
                f"the members lie in more than one {rules.within}: {listing(units)}; "
                'leave some out, or set within = "any" in the rules'
            )
        may = own if asked.only else own | eligible(self.villages, rules)
        check_complete(self.villages, self.objective, pd.Series(may, index=self.villages.index) & (unit == units[0]))
        villages, free = self._with_members()
        grounds = self._layout(asked, free, villages, self.graph, self.indicators, self.objective, free)
        if not grounds:
            raise InfeasibleError(f"must_have villages lie in another {rules.within} than the members: {units[0]}")
        return grounds[0]

    def _with_members(self) -> tuple[gpd.GeoDataFrame, Rules]:
        """Villages and rules that let the members be members."""
        own = set(self.members)
        status = self.villages["status"].where(~self.villages.index.isin(own), "desa")
        barring = {name: tuple(sorted(set(getattr(self.rules, name)) - own)) for name in ("must_not", "bridges")}
        return self.villages.assign(status=status), self.rules.model_copy(update=barring)

    def _layout(
        self, asked: Asked, free: Rules, villages: gpd.GeoDataFrame, graph: nx.Graph, indicators: pd.DataFrame,
        objective: Objective, rules: Rules,
    ) -> list[Ground]:  # fmt: skip
        """Compile some rules, all or a part of ``free``, for what is asked, where all members are."""
        own = villages.index.isin(self.members)
        if asked.only:
            # Who may join the members without being one stays so.
            rules = rules.model_copy(update={"kelurahan": free.kelurahan, "bridges": free.bridges})
        may = eligible(villages, rules).to_numpy(dtype=bool)
        barred = villages.index[may & ~own] if asked.only else ()
        rules = rules.model_copy(update={
            "min_villages": max(asked.least, rules.min_villages), "max_villages": min(asked.most, rules.max_villages),
            "must_have": tuple(sorted({*asked.must, *rules.must_have})), "must_not": (*rules.must_not, *barred),
        })  # fmt: skip
        grounds = grounds_of(villages, graph, indicators, objective, rules)
        # A village that could be a member under the rules makes a hole, also where it is not asked for.
        return [
            ground._replace(limits=ground.limits._replace(inner=may[ground.positions]))
            for ground in grounds if np.isin(np.flatnonzero(own), ground.positions).all()
        ]  # fmt: skip

    def conflict(self, asked: Asked, sets: int) -> Conflict | None:
        """Find which rules forbid every area that is asked for; None where they do not."""
        villages, free = self._with_members()
        return conflicting_rules(
            villages, self.graph, self.indicators, free,
            travel=self.travel, sets=min(SETS, sets), layout=partial(self._layout, asked, free),
        )  # fmt: skip

    def result(self, area: Iterable[int], certificate: AreaCertificate, name: str = "") -> Revision:
        """Write an area as tables, beside the members given."""
        members = tuple(sorted(int(place) for place in area))
        codes = [str(self.villages.index[place]) for place in members]
        objective = self.objective
        if self.centres:
            judged = with_centres(self.rules, self.centres)
            objective = objective_under(
                self.villages, self.graph, self.indicators, objective.criteria, judged, self.travel
            )
        worth = objective.of_area(members)
        if not worth.centres:
            raise StudyError("no member may be the centre under the rules (centre_among); name one in centres")
        found = Area(members, worth.score, worth.centres, worth.way)
        table, rows = describe_candidates(self.villages, self.graph, objective, self.rules, [found])
        if self.centres or len(self.pieces(codes)) > 1:
            rows = self._with_gains(rows, members, worth.score)
        if name:
            table["name"] = name
        before = self.worth(self.places(self.members))
        changes = self._changes(rows, members, worth.score)
        return Revision(table, rows, certificate, self.broken(codes), changes, self.pieces(self.members), before)

    def _with_gains(self, rows: pd.DataFrame, members: Sequence[int], score: float) -> pd.DataFrame:
        """In an area that is in pieces, a village cuts when there are more pieces without it."""
        codes = [str(self.villages.index[place]) for place in members]
        before, gain, cut = len(self.pieces(codes)), [], []
        for place, code in zip(members, codes, strict=True):
            rest = [other for other in members if other != place]
            cut.append(not rest or len(self.pieces([other for other in codes if other != code])) > before)
            gain.append(np.nan if cut[-1] else score - self.worth(rest))
        bridges = [False] * (len(rows) - len(codes))
        return rows.assign(gain=[*gain, *(np.nan for _ in bridges)], cut=[*cut, *bridges])

    def _changes(self, rows: pd.DataFrame, members: Sequence[int], score: float) -> pd.DataFrame:
        inside = {str(self.villages.index[place]) for place in members}
        of_member = rows.set_index("kode_desa")
        added, dropped = sorted(inside - set(self.members)), sorted(set(self.members) - inside)
        gains = [float(of_member.at[code, "gain"]) for code in added]
        for code in dropped:
            whole = len(self.pieces([*inside, code])) <= len(self.pieces(sorted(inside)))
            larger = self.worth([*members, *self.places([code])])
            gains.append(larger - score if whole else np.nan)
        codes = [*added, *dropped]
        return pd.DataFrame({
            "kode_desa": pd.Series(codes, dtype="str"),
            "nama_desa": pd.Series([str(self.villages.at[code, "nama_desa"]) for code in codes], dtype="str"),
            "change": pd.Series(["added"] * len(added) + ["dropped"] * len(dropped), dtype="str"),
            "gain": pd.Series(gains, dtype="float64"),
            "cut": pd.Series([bool(of_member.at[code, "cut"]) for code in added] + [False] * len(dropped), dtype=bool),
        })  # fmt: skip


def _checked_centres(centres: Sequence[str], villages: gpd.GeoDataFrame, members: Sequence[str]) -> tuple[str, ...]:
    chosen = checked_codes(centres, villages, "centres") if len(centres) else ()
    strangers = sorted(set(chosen) - set(members))
    if strangers:
        raise StudyError(f"{len(strangers)} centres are not members: {listing(strangers)}")
    if len(chosen) > 2:
        raise StudyError(f"an area has one centre or two, not {len(chosen)}")
    return chosen


def checked_codes(codes: Iterable[str], villages: gpd.GeoDataFrame, what: str) -> tuple[str, ...]:
    """Sort codes; refuses none at all, unknown and repeated ones."""
    given = [codes] if isinstance(codes, str) else [str(code) for code in codes]
    if not given:
        raise StudyError(f"there are no {what}; give their codes")
    unknown = sorted(set(given) - set(villages.index))
    if unknown:
        raise StudyError(
            f"{len(unknown)} {what} are not among the villages: {listing(unknown)}; codes look like {villages.index[0]}"
        )
    repeated = sorted({code for code in given if given.count(code) > 1})
    if repeated:
        raise StudyError(f"{len(repeated)} {what} are given more than once: {listing(repeated)}")
    return tuple(sorted(given))
