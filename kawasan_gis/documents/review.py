"""What a kawasan keeps of the regulation and the rules, what is wrong with its data, and where the numbers are from."""

import pandas as pd

from kawasan_gis.checks import said
from kawasan_gis.documents.case import Case
from kawasan_gis.documents.draft import Column, Draft
from kawasan_gis.kinds import LEVEL_WORDS
from kawasan_gis.tables import FAILED, PASSED, UNKNOWN

KINDS_OF_CHECK = ("law", "delineation", "rule", "data")


def write_checks(draft: Draft, case: Case) -> None:
    """Write the checklist: passed, failed, or cannot be known, with what it rests on."""
    draft.heading(case.say("checks"))
    if case.checks is None or not len(own := case.checks[case.checks["candidate_id"] == case.row.name]):
        draft.paragraph(case.say("no_checks"))
        return
    spoken = _labelled(said(own, case.language), own["what"], case)
    unknown = int(spoken["passed"].isna().sum())
    passed = int(spoken["passed"].fillna(False).sum())
    failed = len(spoken) - passed - unknown
    draft.paragraph(case.say("checks_count", passed=passed, failed=failed, unknown=unknown), together=True)
    columns = [
        Column(case.say("check"), 42), Column(case.say("result"), 27, "centre"), Column(case.say("explanation"), 52),
        Column(case.say("basis"), 49),
    ]  # fmt: skip
    for kind in KINDS_OF_CHECK:
        rows = spoken[spoken["kind"] == kind]
        if len(rows):
            draft.paragraph(case.say(f"by_{kind}"), style="Caption", align="left")
            draft.table(columns, [_check(case, row) for row in rows.to_dict("records")])


def _labelled(spoken: pd.DataFrame, what: pd.Series, case: Case) -> pd.DataFrame:
    """Call indicators in checks by their labels."""
    labels = {} if case.about is None else case.about["label"].to_dict()
    return spoken.assign(**{
        column: [
            text.replace(name, labels[name]) if name and labels.get(name) else text
            for text, name in zip(spoken[column], what, strict=True)
        ]
        for column in ("label", "text")
    })  # fmt: skip


def _check(case: Case, row: dict[str, object]) -> tuple[str, str, str, str]:
    word = UNKNOWN if row["passed"] is None or row["passed"] != row["passed"] else PASSED if row["passed"] else FAILED
    basis = " ".join(filter(None, [str(row["basis"]), case.sources.quote(str(row["source"]))]))
    return str(row["label"]), word.say(case.language), str(row["text"]), basis


def write_findings(draft: Draft, case: Case) -> None:
    """Write what was found in the members' data that needs a look."""
    draft.heading(case.say("findings"))
    if case.findings is None:
        draft.paragraph(case.say("unknown_findings"))
        return
    table = case.findings.table(case.language)
    inside = case.members.index
    own = table[table["kode_desa"].isin(inside) | table["other"].isin(inside)]
    trouble = own[own["level"] != "info"]
    draft.paragraph(case.say("findings_of" if len(trouble) else "no_findings"))
    if len(trouble):
        columns = [
            Column(case.say("village"), 55), Column(case.say("level"), 25, "centre"), Column(case.say("finding"), 90),
        ]  # fmt: skip
        rows = [
            (
                _village(case, one.kode_desa),
                LEVEL_WORDS[one.level].say(case.language),
                one.message.replace(one.other, _village(case, one.other)) if one.other else one.message,
            )
            for one in trouble.itertuples()
        ]
        draft.table(columns, rows)
    if count := len(own) - len(trouble):
        draft.paragraph(case.say("info_count", count=count))


def _village(case: Case, code: str) -> str:
    return f"{case.villages.at[code, 'nama_desa']} ({code})" if code in case.villages.index else code


def write_sources(draft: Draft, case: Case) -> None:
    """Write the list of everything quoted."""
    draft.heading(case.say("source_list"))
    for line in case.sources.lines:
        draft.paragraph(line, align="left", size=9, after=2)
