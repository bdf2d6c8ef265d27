"""What the regulation asks of a kawasan, as far as the data can tell."""

import math
from collections.abc import Iterable, Iterator

import networkx as nx
import pandas as pd

from kawasan_gis import codes
from kawasan_gis.candidates.rules.rules import land_borders
from kawasan_gis.checks.area import Area, Check, filled, joined_texts, listed, names_of
from kawasan_gis.i18n import Text

# The law says "several"; one desa is not several.
SEVERAL = 2

WORDS = {
    "desa": Text("{count} desa", "{count} desa"),
    "maybe_desa": Text(
        "{count} desa, {unknown} anggota lain berstatus tidak diketahui",
        "{count} desa, and {unknown} of unknown status",
    ),
    "land": Text("menyatu lewat batas darat", "in one piece along borders on land"),
    "over": Text(
        "{parts} bagian yang disambung oleh {how}; apakah itu berbatasan, diputuskan orang",
        "{parts} parts joined by {how}; people decide whether they border",
    ),
    "apart": Text(
        "tidak menyatu: {parts} bagian, di sekitar {names}", "not in one piece: {parts} parts, around {names}"
    ),
    "link": Text("hubungan air {names}", "the link over water {names}"),
    "listed": Text("hubungan terdaftar {names}", "the listed link {names}"),
    "bridge": Text("desa penghubung {names}", "the bridge {names}"),
    "one": Text("seluruhnya di {names}", "all of it in {names}"),
    "several": Text("meliputi {count} kabupaten/kota: {names}", "lies in {count} kabupaten or kota: {names}"),
    "people": Text(
        "tidak dapat diketahui dari data; diputuskan orang, dengan alasan tertulis",
        "cannot be known from the data; people decide, with written reasons",
    ),
    "no_kelurahan": Text("tidak memuat kelurahan", "holds no kelurahan"),
    "kelurahan": Text("memuat {count} kelurahan: {names}", "holds {count} kelurahan: {names}"),
    "bounded": Text(
        "{count} batas bagian luas dari studi dipenuhi; rinciannya di antara aturan studi",
        "keeps the study's {count} bounds on shares of its area; they are among the rules of the study",
    ),
    "exceeded": Text(
        "{failed} dari {count} batas bagian luas dari studi dilampaui; rinciannya di antara aturan studi",
        "exceeds {failed} of the study's {count} bounds on shares of its area; they are among the rules of the study",
    ),
    "unmeasured": Text(
        "{unknown} dari {count} batas bagian luas dari studi tidak dapat diketahui dari data",
        "{unknown} of the study's {count} bounds on shares of its area cannot be known from the data",
    ),
    "unbounded": Text(
        "studi tidak membatasi bagian luas apa pun; kesesuaian dengan tata ruang diperiksa orang",
        "the study bounds no share of its area; people check it against the spatial plan",
    ),
    "status": Text("status {count} anggota tidak diketahui: {names}", "status not known of {count}: {names}"),
}


def law_checks(area: Area) -> Iterator[Check]:
    """Hold a candidate against the regulation's tests, in their order."""
    yield _several(area)
    yield _bordering(area)
    yield _one_kabupaten(area)
    for check in ("one_planning_area", "shared_potential"):
        yield Check(check, None, WORDS["people"])
    yield _no_kelurahan(area)


def constraints(ruled: Iterable[Check]) -> Check:
    """Sum up what the rules found of the shares of the area that must stay small, such as protected forest."""
    shares = [one.passed for one in ruled if one.check == "max_share"]
    failed, unknown = shares.count(False), shares.count(None)
    passed = False if failed else None if unknown or not shares else True
    word = "exceeded" if failed else "unmeasured" if unknown else "bounded" if shares else "unbounded"
    text = filled(WORDS[word], count=len(shares), failed=failed, unknown=unknown)
    return Check("constraints", passed, text, math.nan if passed is None else failed, 0)


def _several(area: Area) -> Check:
    status = area.members["status"]
    unknown = int((status == codes.UNKNOWN_STATUS).sum())
    count = int((status != "kelurahan").sum()) - unknown
    passed = True if count >= SEVERAL else None if count + unknown >= SEVERAL else False
    words = WORDS["maybe_desa" if unknown else "desa"]
    return Check("several_desa", passed, filled(words, count=count, unknown=unknown), count, SEVERAL)


def _bordering(area: Area) -> Check:
    pieces = _pieces(area.codes, land_borders(area.graph.subgraph(area.codes)))
    found = len(pieces)
    if found == 1:
        return Check("bordering", True, WORDS["land"], found, 1)
    both = {*area.codes, *area.bridges}
    joined = _pieces(area.codes, area.graph.subgraph(both).edges)
    if len(joined) == 1:
        how = joined_texts(_links(area, pieces))
        return Check("bordering", None, filled(WORDS["over"], parts=found, how=how), found, 1)
    names = names_of(area.villages, [min(piece) for piece in joined])
    return Check("bordering", False, filled(WORDS["apart"], parts=len(joined), names=names), found, 1)


def _pieces(members: list[str], edges: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The members in pieces that hang together, largest first."""
    graph = nx.Graph(list(edges))
    graph.add_nodes_from(members)
    pieces = [piece & set(members) for piece in nx.connected_components(graph)]
    return sorted(filter(None, pieces), key=lambda piece: (-len(piece), min(piece)))


def _links(area: Area, pieces: list[set[str]]) -> Iterator[Text]:
    """What joins the pieces of a candidate, besides borders on land."""
    place = {code: number for number, piece in enumerate(pieces) for code in piece}
    across: dict[str, list[str]] = {"link": [], "listed": []}
    for a, b, kind in sorted(area.graph.subgraph(area.codes).edges(data="kind", default="land")):
        if place[a] != place[b]:
            ends = (names_of(area.villages, [code]).id for code in sorted((a, b)))
            across["listed" if kind == "listed" else "link"].append(" - ".join(ends))
    for word, pairs in across.items():
        if pairs:
            yield filled(WORDS[word], names=listed(pairs))
    if area.bridges:
        yield filled(WORDS["bridge"], names=names_of(area.villages, area.bridges))


def _one_kabupaten(area: Area) -> Check:
    units = codes.kabupaten_code(area.members.index.to_series())
    names = area.members.get("kabupaten", units)
    named = listed(pd.Series(names.to_numpy(), index=units.to_numpy()).groupby(level=0).first())
    count = units.nunique()
    words = WORDS["one" if count == 1 else "several"]
    return Check("one_kabupaten", count == 1, filled(words, count=count, names=named), count, 1)


def _no_kelurahan(area: Area) -> Check:
    status = area.members["status"]
    for kind, word, passed in (("kelurahan", "kelurahan", False), (codes.UNKNOWN_STATUS, "status", None)):
        held = list(area.members.index[status == kind])
        if held:
            text = filled(WORDS[word], count=len(held), names=names_of(area.villages, held))
            # Of unknown status is not the same as none: how many kelurahan there are is not found.
            return Check("no_kelurahan", passed, text, len(held) if passed is False else math.nan, 0)
    return Check("no_kelurahan", True, WORDS["no_kelurahan"], 0, 0)
