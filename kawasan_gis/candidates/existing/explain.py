"""Why these villages, and not those: what every member brings, what its neighbours would, and what was displaced.

With F and its parts (the criteria's contributions, which add up to F) of :mod:`kawasan_gis.candidates.objective`::

    change of dropping v from A      F(A without v) - F(A), and so for each part
    change of adding v to A          F(A with v) - F(A), and so for each part

Each area chooses its own centre; one whose centres are others than it would choose was given them, and keeps those of
them that it holds. The runner-up of a candidate is the best area met that cannot stand beside it and could stand beside
all others of the list: what would take its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from kawasan_gis.candidates.objective import Objective, Worth
from kawasan_gis.candidates.rules.checks import check_names
from kawasan_gis.candidates.rules.rules import Rules, joined, unit_of, with_centres
from kawasan_gis.candidates.rules.violations import Violation, violations
from kawasan_gis.candidates.search.grounds import objective_under
from kawasan_gis.candidates.search.runners_up import RUNNER_UP
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.i18n import Language, Text, number

DECIMALS = 3

KINDS = {"desa": Text("Desa", "Desa"), "kelurahan": Text("Kelurahan", "Kelurahan")}
WORDS = {
    "raises": Text("{village} menambah {change}", "{village} adds {change}"),
    "lowers": Text("{village} mengurangi {change}", "{village} takes away {change}"),
    "keeps": Text("{village} tidak mengubah skor", "{village} does not change the score"),
    "cut": Text("; tanpa desa ini kawasan terputus", "; without it the area falls apart"),
    "bridge": Text(
        "{village} hanya menyambung, bukan anggota kawasan", "{village} only joins others and is not a member"
    ),
    "would_raise": Text("{village} akan menambah {change}", "{village} would add {change}"),
    "would_lower": Text("{village} akan mengurangi {change}", "{village} would take away {change}"),
    "would_keep": Text("{village} tidak akan mengubah skor", "{village} would not change the score"),
    "forbidden": Text(", tetapi tidak boleh: {rules}", ", but must not: {rules}"),
    "taken": Text("sudah di kawasan lain ({names})", "it is in another area already ({names})"),
    "runner_up": Text(
        "Tanpa kawasan ini: {villages} desa di sekitar {centre}, skor {score} ({lacks} {side})",
        "Without this area: {villages} villages around {centre}, score {score} ({lacks} {side})",
    ),
    "lower": Text("lebih rendah", "lower"),
    "higher": Text("lebih tinggi", "higher"),
    "no_runner_up": Text("Tidak ditemukan penggantinya", "None was found to take its place"),
}


class Explanation(NamedTuple):
    """Why a list of candidates is what it is; each table has a ``text`` with one sentence per row.

    ``members``, a row per member and bridge: ``candidate_id``, ``kode_desa``, ``nama_desa``, ``role``, ``gain`` (what
    the score loses without it; NaN where the rest would fall apart), ``cut``, and what dropping it changes:
    ``change`` (of F) and ``contribution_change_<indicator>``.

    ``outsiders``, a row per candidate and village that borders it, that which is best to add first:
    ``candidate_id``, ``kode_desa``, ``nama_desa``, what adding it changes (``change``,
    ``contribution_change_<indicator>``), ``forbidden_by`` (the rules that the larger area would break, and
    ``max_overlap`` where it would share too much; separated by blanks, empty when it may be added) and ``taken_by``
    (candidates that hold it).

    ``runners_up``, a row per candidate: as from :func:`kawasan_gis.candidates.search.runners_up.describe_runners_up`.
    """

    members: pd.DataFrame
    outsiders: pd.DataFrame
    runners_up: pd.DataFrame


def explain_candidates(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    members: pd.DataFrame,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    rules: Rules | None = None,
    *,
    max_overlap: float = 0.0,
    runners_up: pd.DataFrame | None = None,
    travel: pd.DataFrame | None = None,
    language: Language = "id",
) -> Explanation:
    """Say what every member brings to its candidate, what its neighbours would, and what each candidate displaced.

    Parameters
    ----------
    villages, graph, indicators
        The villages table, its graph and their indicators.
    members
        As from :func:`kawasan_gis.find_candidates`, or of an area that was scored, extended, shrunk or improved.
    criteria
        Complete criteria; others than those of the search explain the same candidates by them.
    rules
        The rules of the search; the defaults of :class:`Rules` when not given.
    max_overlap
        Share (0..1) of the smaller candidate's villages that two candidates may have in common.
    runners_up
        As from the search; empty when not given.
    travel
        Travel times, a row per pair: ``origin``, ``destination`` (codes), ``minutes``; straight lines when not given.
    language
        Language of the sentences: ``id`` or ``en``.

    Returns
    -------
    Explanation
        Tables of members, of outsiders and of runners-up.

    Raises
    ------
    TableError
        When the table of members lacks a column or names villages that are not there.
    StudyError
        When ``max_overlap`` is not within 0 and 1, or the rules do not fit the study.
    """
    _check(villages, members, max_overlap)
    rules = rules or Rules()
    check_names(villages, rules, indicators, travel, graph)
    objective = objective_under(villages, graph, indicators, criteria, rules, travel)
    tale = _Tale(
        villages, graph, indicators, rules, travel, objective, _by_candidate(members[members["role"] != "bridge"]),
        _by_candidate(members[members["role"] == "pusat"]), max_overlap, language,
    )  # fmt: skip
    areas = tale.areas
    outside = pd.concat([tale.outsiders(name) for name in areas], ignore_index=True)
    inside = pd.concat([tale.members(name, members[members["candidate_id"] == name]) for name in areas])
    displaced = pd.DataFrame(columns=list(RUNNER_UP)).astype(RUNNER_UP) if runners_up is None else runners_up
    texts = [tale.displaced(row) for row in displaced.to_dict("records")]
    return Explanation(
        inside.reset_index(drop=True),
        outside,
        displaced.assign(text=pd.Series(texts, index=displaced.index, dtype="str")),
    )


def _by_candidate(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Codes of each candidate's villages in order."""
    return {str(name): sorted(codes) for name, codes in rows.groupby("candidate_id", sort=False)["kode_desa"]}


def _check(villages: gpd.GeoDataFrame, members: pd.DataFrame, max_overlap: float) -> None:
    absent = [column for column in ("candidate_id", "kode_desa", "role", "cut") if column not in members]
    if absent:
        raise TableError(f"the members have no column {listing(absent)}; take them from find_candidates or score_area")
    if not len(members):
        raise TableError("there are no members to explain")
    strangers = sorted(set(members["kode_desa"]) - set(villages.index))
    if strangers:
        raise TableError(f"{len(strangers)} members are not among the villages: {listing(strangers)}")
    if not 0.0 <= max_overlap <= 1.0:
        raise StudyError(f"max_overlap is {max_overlap:g}; it must be within 0 and 1")


class _Tale:
    """What can be told of some areas (name: codes in order) and the villages around them."""

    def __init__(
        self, villages: gpd.GeoDataFrame, graph: nx.Graph, indicators: pd.DataFrame, rules: Rules,
        travel: pd.DataFrame | None, objective: Objective, areas: dict[str, list[str]], centres: dict[str, list[str]],
        max_overlap: float, language: Language,
    ) -> None:  # fmt: skip
        self.villages, self.graph, self.indicators, self.travel = villages, graph, indicators, travel
        self.rules, self.objective = rules, objective
        self._unit = unit_of(villages, rules.within)
        self.areas, self.max_overlap, self.language = areas, max_overlap, language
        self._around = nx.compose(joined(villages, graph, rules), nx.Graph(graph.edges))
        self._place = {str(code): place for place, code in enumerate(villages.index)}
        self._given = {name: fixed for name, fixed in centres.items() if fixed != self._chosen(areas[name])}

    def _worth(self, codes: Iterable[str], name: str) -> Worth:
        """Work out what villages are worth, with the centres that were given to the candidate of that name."""
        places = [self._place[code] for code in codes]
        fixed = [self._place[code] for code in self._given.get(name, ())]
        return self.objective.of_area(places, [place for place in fixed if place in places])

    def _chosen(self, codes: list[str]) -> list[str]:
        area = self.objective.of_area([self._place[code] for code in codes])
        return sorted(self.objective.codes[place] for place in area.centres)

    def _broken(self, codes: list[str], name: str) -> list[Violation]:
        """Rules that an area breaks with the centres given to a candidate; only its own unit has a say in that."""
        villages = self.villages[self._unit.isin(set(self._unit[codes]))]
        graph, rules = self.graph.subgraph(villages.index), with_centres(self.rules, self._given.get(name, ()))
        return violations(codes, villages, graph, rules, indicators=self.indicators, travel=self.travel)

    def _changes(self, before: Worth, after: Worth) -> dict[str, float]:
        names = [f"contribution_change_{criterion.indicator}" for criterion in self.objective.criteria]
        parts = np.asarray(after.parts) - np.asarray(before.parts)
        return {"change": after.score - before.score, **{name: float(x) for name, x in zip(names, parts, strict=True)}}

    def members(self, name: str, rows: pd.DataFrame) -> pd.DataFrame:
        """What each member brings."""
        codes, told = self.areas[name], []
        before = self._worth(codes, name)
        nothing = dict.fromkeys(self._changes(before, before), np.nan)
        for row in rows.to_dict("records"):
            code, changes = str(row["kode_desa"]), nothing
            rest = [other for other in codes if other != code]
            if row["role"] != "bridge" and rest:
                changes = self._changes(before, self._worth(rest, name))
            told.append({
                "candidate_id": name, "kode_desa": code, "nama_desa": self.villages.at[code, "nama_desa"],
                "role": row["role"], "gain": np.nan if row["cut"] else -changes["change"], "cut": bool(row["cut"]),
                **changes, "text": self._of_member(code, row, -changes["change"]),
            })  # fmt: skip
        return pd.DataFrame(told)

    def outsiders(self, name: str) -> pd.DataFrame:
        """What each village that borders an area would bring, the best to add first."""
        codes = self.areas[name]
        before, told = self._worth(codes, name), []
        for code in sorted({str(other) for member in codes for other in self._around[member]} - set(codes)):
            larger = sorted([*codes, code])
            broken = self._broken(larger, name)
            taken = [other for other, held in self.areas.items() if code in held]
            shares = [other for other in taken if self._too_much(larger, self.areas[other])]
            rules = [*dict.fromkeys(one.rule for one in broken), *(["max_overlap"] if shares else [])]
            reasons = [one.say(self.language) for one in broken]
            if shares:
                reasons.append(WORDS["taken"].say(self.language, names=", ".join(shares)))
            changes = self._changes(before, self._worth(larger, name))
            told.append({
                "candidate_id": name, "kode_desa": code, "nama_desa": self.villages.at[code, "nama_desa"], **changes,
                "forbidden_by": " ".join(rules), "taken_by": " ".join(taken),
                "text": self._of_outsider(code, changes["change"], reasons),
            })  # fmt: skip
        types = dict.fromkeys(["candidate_id", "kode_desa", "nama_desa"], "str")
        types |= dict.fromkeys(self._changes(before, before), "float64")
        types |= dict.fromkeys(["forbidden_by", "taken_by", "text"], "str")
        table = pd.DataFrame(told, columns=list(types)).astype(types)
        order = table.assign(rounded=table["change"].round(12)).sort_values(
            ["rounded", "kode_desa"], ascending=[False, True]
        )
        return table.loc[order.index]

    def _too_much(self, one: list[str], other: list[str]) -> bool:
        """Whether two areas share more than they may; must-have villages do not count."""
        a, b = set(one) - set(self.rules.must_have), set(other) - set(self.rules.must_have)
        return len(a & b) > self.max_overlap * min(len(a), len(b)) + 1e-9

    def _village(self, code: str) -> str:
        kind = KINDS["kelurahan" if self.villages.at[code, "status"] == "kelurahan" else "desa"].say(self.language)
        name = str(self.villages.at[code, "nama_desa"])
        return name if name.startswith(f"{kind} ") else f"{kind} {name}"

    def _shown(self, change: float) -> str:
        return number(abs(change), DECIMALS, self.language)

    def _of_member(self, code: str, row: Mapping[Any, Any], change: float) -> str:
        if row["role"] == "bridge":
            return WORDS["bridge"].say(self.language, village=self._village(code)) + "."
        cut = WORDS["cut"].say(self.language) if row["cut"] else ""
        word = _word(change, "raises", "lowers", "keeps")
        return WORDS[word].say(self.language, village=self._village(code), change=self._shown(change)) + cut + "."

    def _of_outsider(self, code: str, change: float, reasons: list[str]) -> str:
        word = _word(change, "would_raise", "would_lower", "would_keep")
        text = WORDS[word].say(self.language, village=self._village(code), change=self._shown(change))
        return text + (WORDS["forbidden"].say(self.language, rules="; ".join(reasons)) if reasons else "") + "."

    def displaced(self, row: Mapping[Any, Any]) -> str:
        """Say what would take a candidate's place."""
        if not row["runner_up"]:
            return WORDS["no_runner_up"].say(self.language) + "."
        centre, lacks = row["centre"], row["lacks"]
        text = WORDS["runner_up"].say(
            self.language, villages=row["n_villages"], centre=self._village(centre) if centre else "-",
            score=number(row["runner_up_score"], DECIMALS, self.language),
            lacks=self._shown(lacks), side=WORDS["higher" if lacks < 0 else "lower"].say(self.language),
        )  # fmt: skip
        return text + "."


def _word(change: float, raises: str, lowers: str, keeps: str) -> str:
    """Choose a word by the sign of what is shown of a change."""
    shown = round(change, DECIMALS)
    return raises if shown > 0 else lowers if shown < 0 else keeps
