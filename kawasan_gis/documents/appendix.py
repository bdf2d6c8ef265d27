"""The annex of the decree as people edit it: its heading, the table of villages, and room to sign."""

from typing import Any

from kawasan_gis.documents.case import Case
from kawasan_gis.documents.draft import Column, Draft
from kawasan_gis.documents.identity import total, with_codes
from kawasan_gis.documents.words import BLANK, SHORT_BLANK
from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.words import bare, is_city, say
from kawasan_gis.maps.style import ROLES

HALF_MM = 85


def write_annex(draft: Draft, case: Case, decree: Decree) -> None:
    """Write the annex on a page of its own."""
    draft.new_page()
    halves = [Column("", HALF_MM), Column("", HALF_MM)]
    draft.plain_table(halves, [("", "\n".join(_block(case, decree)))])
    draft.paragraph("")
    title = case.say("village_list", name=str(case.row["name"]).upper())
    draft.paragraph(title, align="centre", bold=True, together=True)
    columns, rows = _villages(case)
    draft.table(columns, rows, bold_rows=[len(rows) - 1])
    draft.paragraph(case.say("area_source", sources="; ".join(case.border_sources)), align="left", size=9)
    if len(case.bridges):
        draft.paragraph(case.say("bridge_note", names=with_codes(case.bridges)), align="left", size=9)
    where = ", ".join(filter(None, [decree.place, decree.date]))
    office = (decree.signatory_title or _office(case, decree)).upper().removesuffix(",")
    lines = [*filter(None, [where]), f"{office},", "", "", "", decree.signatory.upper() or BLANK]
    draft.plain_table([halves[0], Column("", HALF_MM, "centre")], [("", "\n".join(lines))])


def _kabupaten(case: Case, decree: Decree) -> str:
    return decree.kabupaten or str(case.members["kabupaten"].iloc[0])


def _block(case: Case, decree: Decree) -> list[str]:
    """The lines that tie the annex to its decree; what is not known is dotted."""
    name = _kabupaten(case, decree)
    kind = decree.kind or say("kind_kota" if is_city(name) else "kind", case.language)
    return [
        decree.annex or say("annex", case.language),
        f"{kind} {bare(name)}".upper(),
        case.say("decree_number", number=decree.number or SHORT_BLANK, year=decree.year or SHORT_BLANK),
        case.say("decree_date", date=decree.date.upper() or BLANK),
        case.say("decree_about", about=decree.about.upper() or BLANK),
    ]


def _office(case: Case, decree: Decree) -> str:
    name = _kabupaten(case, decree)
    return say("wali_kota" if is_city(name) else "bupati", case.language, name=bare(name))


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
    sums = [case.number(total(case.members, area), 1) for area in areas]
    rows.append(("", "", case.say("total_villages", count=len(case.members)), "", *sums, ""))
    return columns, rows


def _village(case: Case, place: int, row: Any, areas: list[str]) -> tuple[str, ...]:
    return (
        str(place), str(row.name), str(row["nama_desa"]), str(row["kecamatan"]),
        *(case.number(row[area], 1) for area in areas), ROLES[row["role"]].say(case.language),
    )  # fmt: skip
