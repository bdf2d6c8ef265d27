"""The table of checks: what each is called, what it rests on, and what came out for every candidate."""

import os
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Literal

import geopandas as gpd
import networkx as nx
import pandas as pd
from pydantic import Field

from kawasan_gis.candidates.rules.rules import Rules, land_borders, named_codes, unit_of
from kawasan_gis.checks.area import Area, Check
from kawasan_gis.checks.data import data_checks
from kawasan_gis.checks.delineation import delineation_checks
from kawasan_gis.checks.law import constraints, law_checks
from kawasan_gis.checks.rules import rule_checks
from kawasan_gis.errors import StudyError, TableError, listing
from kawasan_gis.forms import Form, did_you_mean, read_form, read_toml
from kawasan_gis.i18n import Language, Text

COLUMNS = {
    "candidate_id": "str", "check": "str", "kind": "str", "what": "str", "passed": "boolean", "found": "float64",
    "limit": "float64", "label_id": "str", "label_en": "str", "text_id": "str", "text_en": "str", "basis_id": "str",
    "basis_en": "str", "mark": "str", "source": "str",
}  # fmt: skip
# How far a legal basis can be relied on: read in its source, told by another, or known from practice.
MARKS = {
    "read": Text("", ""),
    "secondary": Text(
        " (menurut sumber sekunder; periksa sebelum dikutip)", " (says a secondary source; check before quoting it)"
    ),
    "known": Text(" (pengetahuan praktik; periksa sebelum dikutip)", " (known from practice; check before quoting it)"),
}


class CheckEntry(Form):
    """One section ``[[checks]]`` of a table of checks: what a check is called and what it rests on."""

    key: str = Field(min_length=1)
    kind: Literal["law", "delineation", "rule", "data"]
    label_id: str = Field(min_length=1)
    label_en: str = Field(min_length=1)
    basis_id: str = ""
    basis_en: str = ""
    mark: Literal["read", "secondary", "known"]
    source: str = Field(min_length=1)


class CheckTable(Form):
    """A file of checks."""

    checks: tuple[CheckEntry, ...]


def read_checks(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read the shipped table of checks, with a table of one's own laid over it.

    Parameters
    ----------
    path
        A TOML file of sections ``[[checks]]`` in the form of the shipped ``checks.toml``; its checks replace the
        shipped ones of that key.

    Returns
    -------
    pandas.DataFrame
        On ``key``, in the order of the shipped table: ``kind`` (law, delineation, rule or data), ``label_id``,
        ``label_en`` (``{what}`` stands for the indicator or class), ``basis_id``, ``basis_en`` (empty where there is
        none), ``mark`` (read: the basis was read in its source; secondary: another source says so; known: practice) and
        ``source``.

    Raises
    ------
    StudyError
        When the file cannot be read, is in another form, or names a check twice or one that is not there.
    """
    with resources.as_file(resources.files("kawasan_gis.checks") / "checks.toml") as file:
        rows = _entries(file)
    if path is not None:
        own = _entries(Path(path))
        for key in own:
            if key not in rows:
                raise StudyError(f"{path}: there is no check {key}{did_you_mean(key, list(rows))}")
        rows |= own
    table = pd.DataFrame([entry.model_dump() for entry in rows.values()])
    return table.set_index("key").astype("str")


def _entries(path: Path) -> dict[str, CheckEntry]:
    entries: dict[str, CheckEntry] = {}
    for entry in read_form(CheckTable, read_toml(path), str(path)).checks:
        if entry.key in entries:
            raise StudyError(f"{path}: check {entry.key} is there twice")
        entries[entry.key] = entry
    return entries


def check_candidates(
    villages: gpd.GeoDataFrame,
    graph: nx.Graph,
    ranking: pd.DataFrame,
    members: pd.DataFrame,
    *,
    rules: Rules,
    indicators: pd.DataFrame | None = None,
    travel: pd.DataFrame | None = None,
    existing: Mapping[str, Sequence[str]] | None = None,
    table: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Hold candidates against the regulation, the rules of the study and the data.

    Parameters
    ----------
    villages, graph
        The villages table and their graph.
    ranking
        The candidates as from :func:`kawasan_gis.rank_candidates`, or of an area drawn by hand.
    members
        The villages of each candidate with their ``role``; bridges are not members. Of other candidates nothing is
        said.
    rules
        The rules of the study; a candidate drawn by hand may break them.
    indicators
        The indicators on the villages' index, where the rules name any.
    travel
        Travel times in minutes (``origin``, ``destination``, ``minutes``), where the rules limit them.
    existing
        Codes of kawasan that are there, by name, besides those of the rules.
    table
        Labels and legal basis, as from :func:`kawasan_gis.read_checks`; the shipped ones when not given.

    Returns
    -------
    pandas.DataFrame
        A row per candidate and check, in the order of the ranking and of the checks: ``candidate_id``, ``check``,
        ``kind`` (law, delineation, rule or data), ``what`` (indicator or class, where a study can have several),
        ``passed`` (missing where the data cannot tell), ``found`` and ``limit`` in the unit of the rule (shares 0..1;
        NaN where there is no number), and label, text and legal basis in both languages, with ``mark`` and ``source``
        of the basis.

    Raises
    ------
    TableError
        When a column is missing, codes are unknown or repeated, or a candidate has no members.
    """
    further = {name: tuple(there) for name, there in (existing or {}).items()}
    rules = rules.model_copy(update={"existing": {**rules.existing, **further}})
    _check(villages, graph, ranking, members, rules, indicators)
    entries = (read_checks() if table is None else table).to_dict("index")
    if indicators is not None:
        indicators = indicators.reindex(villages.index)
    unit = unit_of(villages, rules.within)
    parts = dict(list(members.groupby("candidate_id", sort=False)))
    rows = []
    for name, row in ranking.iterrows():
        area = _area(villages, graph, unit, parts[name], row)
        ruled = list(rule_checks(area, rules, indicators, travel))
        found = [*law_checks(area), constraints(ruled), *delineation_checks(area), *ruled, *data_checks(area)]
        rows += [_row(str(name), check, entries[check.check]) for check in found]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _check(
    villages: gpd.GeoDataFrame, graph: nx.Graph, ranking: pd.DataFrame, members: pd.DataFrame, rules: Rules,
    indicators: pd.DataFrame | None,
) -> None:  # fmt: skip
    """Refuse tables that lack a column, and codes that are not among the villages or stand there twice."""
    for table, what, columns in (
        (villages, "villages", ("status", "area_ha")), (members, "members", ("candidate_id", "kode_desa", "role")),
    ):  # fmt: skip
        absent = [column for column in columns if column not in table]
        if absent:
            raise TableError(f"the {what} have no column {listing(absent)}")
    strange = set(members["kode_desa"]) - set(villages.index)
    named = [("members", strange), *((rule, set(there) - set(villages.index)) for rule, there in named_codes(rules))]
    for what, unknown in named:
        if unknown:
            raise TableError(f"{what}: {len(unknown)} codes are not among the villages: {listing(sorted(unknown))}")
    if apart := sorted({*members["kode_desa"]} - set(graph)):
        raise TableError(f"{len(apart)} members are not in the graph: {listing(apart)}; make it from these villages")
    for what, twice in (
        ("candidates of the ranking", ranking.index[ranking.index.duplicated()]),
        ("villages of one candidate", members.loc[members.duplicated(["candidate_id", "kode_desa"]), "kode_desa"]),
        ("villages of the indicators", [] if indicators is None else indicators.index[indicators.index.duplicated()]),
    ):
        if len(twice):
            raise TableError(f"{len(twice)} {what} are there twice: {listing(twice)}")
    inside = set(members.loc[members["role"] != "bridge", "candidate_id"])
    without = [name for name in ranking.index if name not in inside]
    if without:
        raise TableError(f"{len(without)} candidates have no members: {listing(without)}")


def _area(villages: gpd.GeoDataFrame, graph: nx.Graph, unit: pd.Series, rows: pd.DataFrame, row: pd.Series) -> Area:
    of_role = {str(role): sorted(codes) for role, codes in rows.groupby("role")["kode_desa"]}
    bridges = of_role.pop("bridge", [])
    codes = sorted(code for own in of_role.values() for code in own)
    # Only its own unit has a say in what a candidate keeps.
    around = villages[unit.isin(set(unit[[*codes, *bridges]]))]
    return Area(
        villages.loc[codes], tuple(of_role.get("pusat", ())), tuple(bridges), around, graph.subgraph(around.index), row,
        _facing(codes, graph),
    )  # fmt: skip


def _facing(codes: Sequence[str], graph: nx.Graph) -> dict[str, float]:
    """Measure the border on land with every village beside a candidate."""
    inside, facing = set(codes), dict[str, float]()
    for a, b in land_borders(graph.edge_subgraph(graph.edges(codes))):
        if (a in inside) != (b in inside):
            beside = b if a in inside else a
            facing[beside] = facing.get(beside, 0.0) + graph.edges[a, b]["border_m"]
    return dict(sorted(facing.items()))


def _row(name: str, check: Check, entry: Mapping[str, str]) -> dict[str, object]:
    labels = {label: entry[label].replace("{what}", check.what) for label in ("label_id", "label_en")}
    passed = pd.NA if check.passed is None else bool(check.passed)
    return {
        **entry, **labels, "candidate_id": name, "check": check.check, "what": check.what, "passed": passed,
        "found": check.found, "limit": check.limit, "text_id": check.text.id, "text_en": check.text.en,
    }  # fmt: skip


def said(checks: pd.DataFrame, language: Language = "id") -> pd.DataFrame:
    """Say checks in one language.

    Parameters
    ----------
    checks
        As from :func:`check_candidates`.
    language
        ``id`` or ``en``.

    Returns
    -------
    pandas.DataFrame
        The same rows: ``candidate_id``, ``check``, ``kind``, ``label``, ``passed``, ``text``, ``basis`` (with how far
        it can be relied on; empty where there is none) and ``source``.
    """
    basis = [
        words + MARKS[mark].say(language) if words else ""
        for words, mark in zip(checks[f"basis_{language}"], checks["mark"], strict=True)
    ]
    spoken = checks.rename(columns={f"label_{language}": "label", f"text_{language}": "text"}).assign(basis=basis)
    return spoken[["candidate_id", "check", "kind", "label", "passed", "text", "basis", "source"]]
