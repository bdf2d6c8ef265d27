"""Partition: the whole map into kawasan, every village that may be a member in exactly one, or as many as possible.

Of all sets P of areas that keep the rules and share no village, those that place the most villages are taken; among
these the one with the greatest worth::

    per_village   sum over A in P of |A| F(A)      the default: what the village at large gets
    total         sum over A in P of F(A)
    likeness      - sum over A in P, i in A, k of (z_ik - mean of z_k in A)²      villages of an area are alike

The sum over kawasan (``total``) grows with their number, so that it cuts the map into the smallest areas the rules
allow whatever F says; with |A| as weight a large area and two small ones of the same F are worth the same, and only
F decides. Likeness is the objective of classical regionalization
(:mod:`kawasan_gis.candidates.partition.likeness` defines z); it too would always have the smallest areas, hence it
needs ``count``, the most areas there may be.

Where all connected sets of a group of villages can be listed, set partitioning over them is exact, and proven. Else
many partitions are drawn: neighbours are merged, then pairs of areas merged and split again along random trees, then
villages moved one or two at a time; set partitioning over all areas met on the way (more are looked for under its
prices) gives the result, which is never worse than the best drawing, and is not proven to be the best there is.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from pydantic import Field

from kawasan_gis.candidates.describe import describe_candidates
from kawasan_gis.candidates.find import why_none
from kawasan_gis.candidates.kernels.blocks import LIKENESS, PER_VILLAGE, TOTAL, Wish
from kawasan_gis.candidates.partition.divide import Division, divide
from kawasan_gis.candidates.partition.likeness import between_share, village_traits
from kawasan_gis.candidates.rules.checks import check_complete, check_rules
from kawasan_gis.candidates.rules.infeasible import check_feasible
from kawasan_gis.candidates.rules.rules import Rules, eligible
from kawasan_gis.candidates.search.certificate import CutShort
from kawasan_gis.candidates.search.effort import MILLION, Effort
from kawasan_gis.candidates.search.grounds import Area, Ground, areas_of, grounds_of, objective_under
from kawasan_gis.compiled import COMPILED
from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import InfeasibleError, StudyError, TableError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.forms import Form
from kawasan_gis.i18n import Language, Text, number
from kawasan_gis.scoring import Floats
from kawasan_gis.units import Progress

KINDS = {"per_village": PER_VILLAGE, "total": TOTAL, "likeness": LIKENESS}

Reason = Literal["no_neighbour", "small_group", "no_area", "left_over"]

REASONS: dict[Reason, Text] = {
    "no_neighbour": Text(
        "tidak berbatasan dengan desa lain yang boleh menjadi anggota", "borders no other village that may be a member"
    ),
    "small_group": Text(
        "kelompoknya hanya {group} desa, paling sedikit {least}",
        "its group has only {group} villages of at least {least}",
    ),
    "no_area": Text(
        "tidak ada kawasan dengan desa ini yang memenuhi semua aturan", "no area with it was found to keep the rules"
    ),
    "left_over": Text(
        "tersisa: menempatkannya akan mengeluarkan desa lain", "left over: placing it would leave out others"
    ),
}
WORDS = {
    "placed": Text("{placed} dari {eligible} desa masuk kawasan", "{placed} of {eligible} villages are in a kawasan"),
    "most": Text(" (terbukti paling banyak).", " (proven to be the most)."),
    "maybe": Text(" (belum terbukti paling banyak).", " (not proven to be the most)."),
    "proven": Text("Terbukti: tidak ada pembagian yang lebih baik.", "Proven: there is no better partition."),
    "bounded": Text(
        "Belum terbukti: pembagian terbaik paling banyak {gap} lebih tinggi.",
        "Not proven: the best partition is worth at most {gap} more.",
    ),
    "open": Text(
        "Belum terbukti: terbaik di antara semua kawasan yang ditemukan, tetapi tidak semua kawasan diperiksa.",
        "Not proven: the best of all areas that were met, but not all areas were examined.",
    ),
    "time": Text("Pencarian dihentikan oleh batas waktu.", "The search was cut short by its time limit."),
    "interrupted": Text("Pencarian dihentikan oleh pengguna.", "The search was interrupted by the user."),
}


class Partitioning(Form):
    """How to partition: the objective, the most areas, and how much work.

    ``effort`` is in millions of sets of villages looked at, ``seconds`` a wall-clock limit, which marks the result as
    cut short. ``seed`` is that of the random drawings.
    """

    objective: Literal["per_village", "total", "likeness"] = "per_village"
    count: int | None = Field(default=None, ge=1)
    effort: float = Field(default=0.2, gt=0)
    seed: int = Field(default=0, ge=0)
    seconds: float | None = Field(default=None, gt=0)

    @property
    def kind(self) -> int:
        """The objective's number in :mod:`kawasan_gis.candidates.kernels.blocks`."""
        return KINDS[self.objective]


@dataclass(frozen=True)
class PartitionCertificate:
    """The proof that goes with a partition.

    ``placed`` of ``eligible`` villages are in an area; ``most`` tells whether that is proven to be the most there
    can be. ``worth`` is the objective's value, ``bound`` an upper bound of it for as many villages (infinite when not
    all areas were examined); ``proven``: no other partition is better. ``examined`` counts sets of villages.
    """

    placed: int
    eligible: int
    most: bool
    worth: float
    bound: float
    proven: bool
    examined: int
    cut_short: CutShort = ""

    def say(self, language: Language = "id") -> str:
        """Say it in one language."""
        placed = WORDS["placed"].say(language, placed=number(self.placed, 0, language),
                                     eligible=number(self.eligible, 0, language))  # fmt: skip
        placed += WORDS["most" if self.most else "maybe"].say(language)
        gap = number(math.ceil((self.bound - self.worth) * 1000) / 1000, 3, language) if self.bound < math.inf else ""
        worth = WORDS["proven" if self.proven else "bounded" if gap else "open"].say(language, gap=gap)
        return " ".join([placed, worth, *([WORDS[self.cut_short].say(language)] if self.cut_short in WORDS else [])])

    def plain(self) -> dict[str, Any]:
        """The certificate as plain values for a JSON file; what is not known is null."""
        return {**asdict(self), "bound": self.bound if math.isfinite(self.bound) else None}


class Partition(NamedTuple):
    """A map cut into kawasan.

    ``candidates`` and ``members`` are tables as of :func:`kawasan_gis.find_candidates`, in the order of the first
    member's code. ``outsiders`` has one row per village that may be a member and is in no kawasan: ``group``
    (villages it hangs together with), ``reason`` (``no_neighbour``, ``small_group``, ``no_area`` or ``left_over``)
    and ``text``, the reason in words. ``between_share`` is the share of the variance of the criteria's village values
    that lies between the kawasan (NaN when no criterion is about single villages).
    """

    candidates: gpd.GeoDataFrame
    members: pd.DataFrame
    outsiders: pd.DataFrame
    certificate: PartitionCertificate
    between_share: float


def partition_villages(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    indicators: pd.DataFrame,
    criteria: Sequence[Criterion],
    rules: Rules | None = None,
    *,
    travel: pd.DataFrame | None = None,
    findings: Findings | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Partition:
    """Cut the whole map into kawasan: as many villages placed as possible, then the greatest worth.

    Parameters
    ----------
    villages, graph, indicators
        The villages table, its graph, and the indicators on the same index.
    criteria
        Complete criteria.
    rules
        What an area must keep; the defaults of :class:`Rules` when not given. They have no ``must_have``.
    travel
        Travel times, a row per pair: ``origin``, ``destination`` (codes), ``minutes``; straight lines when not given.
    findings
        Gets a row when the search was cut short or is not compiled.
    progress
        Called with (label, done, total).
    **options
        What :class:`Partitioning` holds: ``objective`` (``per_village``, ``total`` or ``likeness``), ``count`` (the
        most areas; needed for likeness), ``effort`` (0.2 million sets), ``seed`` (0), ``seconds``.

    Returns
    -------
    Partition
        The tables, the villages left out and why, and the certificate.

    Raises
    ------
    StudyError
        When the rules have must-have villages, or likeness has no ``count``.
    InfeasibleError
        When no area can keep the rules.
    TableError
        When an eligible village has no value for a criterion that says ``missing = "error"``.
    """
    rules, asked = rules or Rules(), Partitioning(**options)
    _check(villages, graph, rules, asked)
    check_rules(villages, rules, indicators=indicators, travel=travel, graph=graph)
    objective = objective_under(villages, graph, indicators, criteria, rules, travel)
    allowed = eligible(villages, rules)
    check_complete(villages, objective, allowed)
    check_feasible(villages, graph, rules)
    traits = _traits(villages, indicators, criteria, allowed, needed=asked.kind == LIKENESS)
    grounds = grounds_of(villages, graph, indicators, objective, rules)
    effort = Effort(int(asked.effort * MILLION), seconds=asked.seconds, progress=progress)
    division = divide(_with_traits(grounds, traits, asked), asked.count, effort, asked.seed)
    if not division.areas:
        raise InfeasibleError(why_none(villages, graph, indicators, rules, travel, effort.budget))
    areas = _described(grounds, division)
    with collected(findings) as found:
        if division.cut_short:
            found.add("cut_short", detail=division.cut_short)
        if not COMPILED:
            found.add("not_compiled")
    tables = describe_candidates(villages, graph, objective, rules, areas)
    placed = sum(len(area.members) for area in areas)
    certificate = PartitionCertificate(
        placed, int(allowed.sum()), division.placed, division.worth, division.bound,
        division.best and division.placed, effort.looked, division.cut_short,
    )  # fmt: skip
    share = between_share(traits, _regions(areas, len(villages))) if traits.shape[1] else math.nan
    return Partition(*tables, _outsiders(villages, rules, division), certificate, share)


def _check(villages: gpd.GeoDataFrame, graph: nx.Graph, rules: Rules, asked: Partitioning) -> None:
    if set(graph) != set(villages.index):
        raise StudyError("the graph and the villages do not hold the same codes; build the graph from these villages")
    if "status" not in villages:
        raise TableError("the villages have no column status; read them with kawasan_gis.read_villages")
    if rules.must_have:
        raise StudyError(
            f"must_have: {listing(rules.must_have)} would be in every area, but in a partition no village is in two; "
            "leave must_have out"
        )
    if asked.kind == LIKENESS and asked.count is None:
        raise StudyError('objective "likeness" always favours the smallest areas; say how many at most with count=')


def _traits(
    villages: gpd.GeoDataFrame, indicators: pd.DataFrame, criteria: Sequence[Criterion], allowed: pd.Series,
    *, needed: bool,
) -> Floats:  # fmt: skip
    if not needed and not any(criterion.of_villages and criterion.weight > 0 for criterion in criteria):
        return np.zeros((len(villages), 0))
    return village_traits(villages, indicators, criteria, allowed)


def _with_traits(grounds: Sequence[Ground], traits: Floats, asked: Partitioning) -> list[tuple[Ground, Wish]]:
    """Give every ground its wish: traits of its villages only where likeness counts."""
    used = traits if asked.kind == LIKENESS else np.zeros((len(traits), 0))
    # No sum of worths, of at most 1 per village and trait, reaches what one more village counts.
    cover = 1.0 + len(traits) * max(used.shape[1], 1)
    return [
        (ground, Wish(asked.kind, np.ascontiguousarray(used[ground.positions]), cover, len(ground.positions)))
        for ground in grounds
    ]


def _described(grounds: Sequence[Ground], division: Division) -> list[Area]:
    """Work out the worth by F and the centre of every area, in the order of their first members."""
    areas: list[Area] = []
    for ground in grounds:
        local = {int(position): place for place, position in enumerate(ground.positions)}
        own = [tuple(local[v] for v in members) for members in division.areas if members[0] in local]
        areas += areas_of(ground, own)
    return sorted(areas, key=lambda area: area.members)


def _regions(areas: Sequence[Area], villages: int) -> list[int | None]:
    regions: list[int | None] = [None] * villages
    for place, area in enumerate(areas):
        for member in area.members:
            regions[member] = place
    return regions


def _outsiders(villages: gpd.GeoDataFrame, rules: Rules, division: Division) -> pd.DataFrame:
    """Say of every village that may be a member and is in no area why not."""
    inside = {member for area in division.areas for member in area}
    rows = []
    for group in division.groups:
        for place in group:
            if place in inside:
                continue
            reason: Reason = "left_over"
            if len(group) < rules.min_villages:
                reason = "no_neighbour" if len(group) == 1 else "small_group"
            elif place in division.hopeless:
                reason = "no_area"
            text = REASONS[reason].say("id", group=len(group), least=rules.min_villages)
            rows.append((villages.index[place], len(group), reason, text))
    columns = {"kode_desa": "str", "group": "int64", "reason": "str", "text": "str"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns).set_index("kode_desa").sort_index()
