"""The annex of the decree as people edit it: its heading, the table of villages, and room to sign."""

from typing import Any

from kawasan_gis.documents.case import Case
from kawasan_gis.documents.decree_lines import heading_lines, signing_lines
from kawasan_gis.documents.draft import Column, Draft
from kawasan_gis.documents.identity import total, with_codes
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.style import ROLES

HALF_MM = 85


def write_annex(draft: Draft, case: Case, decree: Decree) -> None:
    """Write the annex on a page of its own."""
    draft.new_page()
    halves = [Column("", HALF_MM), Column("", HALF_MM)]
    kabupaten = str(case.members["kabupaten"].iloc[0])
    draft.plain_table(halves, [("", "\n".join(heading_lines(decree, kabupaten, case.language)))])
    draft.paragraph("")
    title = case.say("village_list", name=str(case.row["name"]).upper())
    draft.paragraph(title, align="centre", bold=True, together=True)
    columns, rows = _villages(case)
    draft.table(columns, rows, bold_rows=[len(rows) - 1])
    draft.paragraph(case.say("area_source", sources="; ".join(case.border_sources)), align="left", size=9)
    if len(case.bridges):
        draft.paragraph(case.say("bridge_note", names=with_codes(case.bridges)), align="left", size=9)
    head, name = signing_lines(decree, kabupaten, case.language)
    lines = [*head, "", "", "", name]
    draft.plain_table([halves[0], Column("", HALF_MM, "centre")], [("", "\n".join(lines))])


def _villages(case: Case) -> tuple[list[Column], list[tuple[str, ...]]]:
    """The columns and rows of the table of villages, by code, with the totals last."""
    legal = "legal_area_ha" in case.members
    areas = ["area_ha", *(["legal_area_ha"] if legal else [])]
    # Narrower columns make room for the legal area.
    name, unit, area, role = (36, 30, 20, 22) if legal else (46, 36, 22, 24)
    columns = [
        Column(case.say("no"), 12, "right"), Column(case.say("code"), 30), Column(case.say("village"), name),
        Column(case.say("kecamatan"), unit), *(Column(case.say(one), area, "right") for one in areas),
        Column(case.say("role"), role),
    ]  # fmt: skip
    rows = [_village(case, place, row, areas) for place, (_, row) in enumerate(case.members.iterrows(), start=1)]
    # Rounded before they are added up, as on the sheet: who adds what is printed finds the total.
    sums = [case.number(total(case.members.round({area: 1}), area), 1) for area in areas]
    rows.append(("", "", case.say("total_villages", count=len(case.members)), "", *sums, ""))
    return columns, rows


def _village(case: Case, place: int, row: Any, areas: list[str]) -> tuple[str, ...]:
    return (
        str(place), str(row.name), str(row["nama_desa"]), str(row["kecamatan"]),
        *(case.number(row[area], 1) for area in areas), ROLES[row["role"]].say(case.language),
    )  # fmt: skip
