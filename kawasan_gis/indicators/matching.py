"""Rows matched to villages (or kecamatan, kabupaten) by their names, the doubtful ones left for people to decide.

A row is matched where its plain name (:mod:`kawasan_gis.indicators.spelling`) fits one unit inside the kecamatan and
kabupaten it names, and no other row fits that unit. All other rows become a table to review; the codes people write
into it are obeyed. Nothing is matched twice, and nothing is guessed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from kawasan_gis.codes import Level
from kawasan_gis.errors import CodeError, TableError, listing
from kawasan_gis.findings import Findings, collected
from kawasan_gis.indicators.gazetteer import LEVELS, Fit, Gazetteer, units_of
from kawasan_gis.tabular import read_text_table

REVIEW = ["layer", "row", "desa", "kecamatan", "kabupaten", "reason", "suggestions", "kode"]
ASIDE = "-"


class Matches(NamedTuple):
    """Which unit each row is: ``codes`` on the rows' index (missing where there is none), and ``review``."""

    codes: pd.Series
    review: pd.DataFrame


def match_names(
    villages: gpd.GeoDataFrame,
    table: pd.DataFrame,
    *,
    desa: str | None = None,
    kecamatan: str | None = None,
    kabupaten: str | None = None,
    answers: pd.DataFrame | None = None,
    name: str = "table",
    findings: Findings | None = None,
) -> Matches:
    """Match the rows of a table by name.

    Parameters
    ----------
    villages
        The villages table.
    table
        Any table with names.
    desa, kecamatan, kabupaten
        Its columns of names. The finest one given says what the rows are; the others narrow down where.
    answers
        A reviewed table (see :func:`read_answers`): a code in ``kode`` is obeyed, ``-`` sets the row aside.
    name
        What to call the table.
    findings
        Collects how many rows are to be reviewed, are elsewhere, or were set aside.

    Returns
    -------
    Matches
        ``codes``: the unit of each row, on the table's index, missing where there is none. ``review``: a row per
        doubtful row of the table, with the answer it had before, if any.

    Raises
    ------
    TableError
        When a column is not there.
    CodeError
        When an answer is a code that the study does not have or another row has, or no row matches at all.
    """
    given = {level: column for level, column in zip(LEVELS, (kabupaten, kecamatan, desa), strict=True) if column}
    if not given:
        raise TableError(f"{name}: name the columns to match by, desa, kecamatan or kabupaten")
    absent = [column for column in given.values() if column not in table]
    if absent:
        raise TableError(f"{name} has no column {listing(absent)}; it has {listing(table.columns, 10)}")
    level: Level = max(given, key=LEVELS.index)
    units = units_of(villages, level)
    # The rows by the number people see in the file, where the index still tells it.
    counted = table.index if pd.api.types.is_integer_dtype(table.index) else pd.RangeIndex(len(table))
    names = pd.DataFrame({one: _texts(table[column]) for one, column in given.items()})
    names.index = (counted + 1).astype("str")
    with collected(findings) as found:
        gazetteer = Gazetteer(units, level, tuple(given))
        fits = [gazetteer.find(row) for row in names.to_dict("records")]
        decided = _decided(names, answers, name, found)
        matches = _settled(names, fits, decided, gazetteer, name, found)
    return matches._replace(codes=matches.codes.set_axis(table.index))


def _texts(column: pd.Series) -> pd.Series:
    return column.astype("string").str.strip().fillna("").astype("str").reset_index(drop=True)


def _decided(names: pd.DataFrame, answers: pd.DataFrame | None, name: str, findings: Findings) -> dict[int, str]:
    """Find the row each answer belongs to: the same names, and the same row number where several have them."""
    if answers is None:
        return {}
    mine = answers[(answers["layer"] == name) & (answers["kode"] != "")]
    rows: dict[tuple[str, ...], list[int]] = {}
    for place, key in enumerate(names.itertuples(index=False, name=None)):
        rows.setdefault(key, []).append(place)
    decided: dict[int, str] = {}
    unused = 0
    for answer in mine.to_dict("records"):
        places = rows.get(tuple(answer[one] for one in names), [])
        if len(places) > 1:
            places = [place for place in places if names.index[place] == answer["row"]]
        unused += not places
        for place in places:
            if decided.setdefault(place, answer["kode"]) != answer["kode"]:
                both = f"{decided[place]} and {answer['kode']}"
                raise CodeError(f"{name}: row {names.index[place]} ({_written(names, place)}) has two answers, {both}")
    if unused:
        findings.add("answers_unused", value=unused, detail=name)
    return decided


def _written(names: pd.DataFrame, place: int) -> str:
    return " / ".join(names.iloc[place, ::-1])


def _settled(
    names: pd.DataFrame,
    fits: Sequence[Fit],
    decided: Mapping[int, str],
    gazetteer: Gazetteer,
    name: str,
    findings: Findings,
) -> Matches:
    """Take the answers and the unique exact fits; write the rest down for review."""
    fitted = Counter(fit.exact[0] for fit in fits if not fit.reason)
    sole = {fit.exact[0]: place for place, fit in enumerate(fits) if not fit.reason and fitted[fit.exact[0]] == 1}
    _check_answers(names, decided, sole, gazetteer, name)
    taken = {place: code for place, code in decided.items() if code != ASIDE}
    review, elsewhere = [], 0
    for place, fit in enumerate(fits):
        if place in decided:
            review.append((place, "answered"))
        elif fit.reason == "elsewhere":
            elsewhere += 1
        elif fit.reason:
            review.append((place, fit.reason))
        elif sole.get(fit.exact[0]) == place:
            taken[place] = fit.exact[0]
        else:
            review.append((place, "several rows"))
    if not taken:
        shown = listing((_written(names, place) for place in range(len(names))), 3)
        raise CodeError(
            f"{name}: none of the {len(names)} names ({shown}) fits a {gazetteer.level} of the study; "
            "is it of another region, or in another column?"
        )
    for kind, value in (
        ("rows_elsewhere", elsewhere),
        ("names_set_aside", list(decided.values()).count(ASIDE)),
        ("names_to_review", len(review) - len(decided)),
    ):
        if value:
            findings.add(kind, value=value, detail=name)
    matched = pd.Series([taken.get(place) for place in range(len(names))], dtype="str", name="kode")
    free = set(gazetteer.everywhere) - set(taken.values())
    rows = [_review_row(place, reason, names, fits[place], decided, gazetteer, free) for place, reason in review]
    return Matches(matched, pd.DataFrame(rows, columns=REVIEW, dtype="str").assign(layer=name))


def _check_answers(
    names: pd.DataFrame, decided: Mapping[int, str], sole: Mapping[str, int], gazetteer: Gazetteer, name: str
) -> None:
    """Refuse answers that are no code of the study, or the code of another row."""
    given = [code for code in decided.values() if code != ASIDE]
    unknown = sorted({code for code in given if code not in gazetteer.plain})
    if unknown:
        raise CodeError(
            f"{name}: {len(unknown)} codes in the reviewed matches are no {gazetteer.level} of the study: "
            f"{listing(unknown)}; write a code such as {gazetteer.everywhere[0]}, or - to set the row aside"
        )
    twice = {code for code, count in Counter(given).items() if count > 1}
    # A row that fits the code by name and has no answer of its own would be the second.
    twice |= {code for code in given if sole.get(code, -1) not in (-1, *decided)}
    if twice:
        rows = [names.index[place] for place in range(len(names)) if decided.get(place) in twice]
        rows += [names.index[sole[code]] for code in sorted(twice) if sole.get(code, -1) not in (-1, *decided)]
        raise CodeError(
            f"{name}: {len(twice)} codes would belong to more than one row (rows {listing(rows)}): "
            f"{listing(sorted(twice))}; correct the reviewed matches, or set one of the rows aside with -"
        )


def _review_row(
    place: int,
    reason: str,
    names: pd.DataFrame,
    fit: Fit,
    decided: Mapping[int, str],
    gazetteer: Gazetteer,
    free: set[str],
) -> dict[str, str]:
    row = names.iloc[place]
    scope = fit.exact or [code for code in fit.scope if code in free]
    return {
        "row": str(names.index[place]),
        **{level: str(row.get(level, "")) for level in LEVELS},
        "reason": reason,
        "suggestions": gazetteer.suggest(str(row[gazetteer.level]), scope),
        "kode": decided.get(place, ""),
    }


def read_answers(path: str | Path) -> pd.DataFrame:
    """Read a reviewed ``matches_to_review.csv``.

    Parameters
    ----------
    path
        The file, edited by hand: ``kode`` holds a code, ``-``, or nothing yet.

    Returns
    -------
    pandas.DataFrame
        Its columns as text, empty where nothing is written.

    Raises
    ------
    TableError
        When the file cannot be read or a column is missing.
    """
    table = read_text_table(path)
    needed = [column for column in REVIEW if column not in ("reason", "suggestions")]
    absent = [column for column in needed if column not in table]
    if absent:
        raise TableError(f"{path} has no column {listing(absent)}; keep the columns of matches_to_review.csv")
    # An apostrophe keeps spreadsheets from running a text as a formula; it is not part of the name.
    return table[needed].fillna("").astype("str").replace(r"^'(?=[=+\-@\t\r])", "", regex=True)
