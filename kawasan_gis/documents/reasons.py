"""Why a kawasan scores as it does, what is weak in it, and whom that concerns."""

from typing import Any

import pandas as pd

from kawasan_gis.documents.case import Case
from kawasan_gis.documents.draft import Column, Draft
from kawasan_gis.documents.needs import needs_of
from kawasan_gis.documents.weakness import said_need, standing, weak_members, weakest_first
from kawasan_gis.documents.words import WORDS

MOST_NAMED = 3
MOST_PLACES = 5


def write_reasons(draft: Draft, case: Case) -> None:
    """Write what every criterion contributes to the score."""
    draft.heading(case.say("reasons"))
    if not case.criteria:
        draft.paragraph(case.say("no_criteria"))
        return
    table = _standing(case)
    best = table.sort_values(["contribution", "indicator"], ascending=[False, True])
    best = best[best["contribution"] > 0].head(MOST_NAMED)
    named = ", ".join(f"{one.label} ({case.number(one.contribution, 3)})" for one in best.itertuples())
    draft.paragraph(case.say(
        "score_is", score=case.number(case.row["score"], 3), rank=case.row["rank"], count=len(case.ranking),
        best=named or "–", computed=case.computed,  # noqa: RUF001 - the sign for "none"
    ))  # fmt: skip
    if (table["stance"] == "need").any():
        draft.paragraph(case.say("need_note"))
    draft.paragraph(case.say("criteria_table"), style="Caption", align="left")
    columns = [
        Column(case.say("criterion"), 45), Column(case.say("stance"), 21), Column(case.say("value"), 28, "right"),
        Column(case.say("worth"), 20, "right"), Column(case.say("weight"), 17, "right"),
        Column(case.say("contribution"), 23, "right"), Column(case.say("source"), 16, "centre"),
    ]  # fmt: skip
    rows = [_row(case, one) for one in table.to_dict("records")]
    weights, score = case.number(100 * table["weight"].sum(), 1), case.number(case.row["score"], 3)
    rows.append((case.say("total"), "", "", "", weights, score, case.computed))
    draft.table(columns, rows, bold_rows=[len(rows) - 1])
    for note in _notes(case):
        draft.paragraph(case.say("note_of", note=note), align="left", size=9)


def _notes(case: Case) -> list[str]:
    """What is to be known of numbers that are estimates, each once."""
    if case.about is None or "note" not in case.about:
        return []
    named = [one.indicator for one in case.criteria if one.indicator in case.about.index]
    return list(dict.fromkeys(filter(None, case.about.loc[named, "note"].fillna("").astype(str))))


def _standing(case: Case) -> pd.DataFrame:
    return standing(case.row, case.criteria, case.ranking, case.about, case.language)


def _row(case: Case, one: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(one["label"]), case.say(str(one["stance"])), _value(case, one), case.number(one["normalized"], 2),
        case.number(100 * one["weight"], 1), case.number(one["contribution"], 3), _source(case, one),
    )  # fmt: skip


def _value(case: Case, one: dict[str, Any]) -> str:
    value = case.number(one["value"], one["decimals"], one["unit"])
    return f"{value}\n({case.say('without', count=one['missing'])})" if one["missing"] else value


def _source(case: Case, one: dict[str, Any]) -> str:
    """A property of the area is worked out here; other numbers are from whom their layer says."""
    of_villages = next(criterion.of_villages for criterion in case.criteria if criterion.indicator == one["indicator"])
    return case.sources.quote(str(one["source"])) if one["source"] or of_villages else case.computed


def write_needs(draft: Draft, case: Case) -> None:
    """Write what is weak, and the matrix of needs per perangkat daerah."""
    draft.heading(case.say("needs"))
    if not case.criteria:
        draft.paragraph(case.say("no_criteria"))
        return
    weak = weakest_first(_standing(case))
    known = weak[weak["condition"].notna()]
    if len(known):
        names = "; ".join(
            case.say(
                "weak_one", label=one.label, condition=case.number(one.condition, 2), open=case.number(one.open, 3)
            )
            for one in known.itertuples()
        )
        draft.paragraph(case.say("weak_are", names=names))
    else:
        draft.paragraph(case.say("none_weak"))
    if len(lacking := weak[weak["condition"].isna()]):
        draft.paragraph(case.say("without_data", names=", ".join(lacking["label"])))
    if len(weak):
        draft.paragraph(case.say("matrix"), style="Caption", align="left")
        columns = [
            Column(case.say("office"), 37), Column(case.say("weak_indicator"), 47), Column(case.say("work"), 50),
            Column(case.say("places"), 36),
        ]  # fmt: skip
        draft.table(columns, _matrix(case, weak), merge_first=True)
        draft.paragraph(case.say("mapping_note"))


def _matrix(case: Case, weak: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """A row per office and weak indicator; the office with most left open first."""
    weakest = weak_members(case.villages, list(case.members.index), case.indicators, case.criteria)
    rows = []
    for one in weak.to_dict("records"):
        told_weak = _weak(case, one)
        for need in needs_of(one["indicator"], one["label"], case.about, case.needs) or (None,):
            told = said_need(need, one, case.language)
            work = " – ".join(filter(None, [told["field"], told["work"]]))  # noqa: RUF001 - a dash in a sentence
            source = f" {case.sources.quote(told['basis'])}" if told["basis"] else ""
            places = _places(case, weakest.get(one["indicator"], []))
            offices = need.offices if need else (case.say("no_office"),)
            rows += [(office, one["open"], (told_weak, work + source, places)) for office in offices]
    left = pd.DataFrame({"office": [row[0] for row in rows], "open": [row[1] for row in rows]}).fillna(0.0)
    sums = left.groupby("office")["open"].sum().round(12)
    rows.sort(key=lambda row: (-sums[row[0]], row[0]))
    return [(office, *cells) for office, _, cells in rows]


def _weak(case: Case, one: dict[str, Any]) -> str:
    value = f"{one['label']}: {_value(case, one)} {_source(case, one)}".replace("\n", " ")
    condition = one["condition"]
    return (
        value if condition != condition else f"{value}; {case.say('condition_is', condition=case.number(condition, 2))}"
    )


def _places(case: Case, codes: list[str]) -> str:
    names = case.villages.loc[codes, "nama_desa"].astype(str).tolist()
    shown, more = ", ".join(names[:MOST_PLACES]), len(names) - MOST_PLACES
    if not names:
        return "–"  # noqa: RUF001 - the sign for "none"
    return WORDS["more_places"].say(case.language, names=shown, count=more) if more > 0 else shown
