"""What the plan of a kawasan (RPKP) says of its delineation, and whether the data hold it."""

import math
from collections.abc import Iterator

import pandas as pd

from kawasan_gis.checks.area import Area, Check, amount, filled, listed, names_of, share
from kawasan_gis.i18n import Text

# An outline that borders villages on so much of its length has its neighbours told; digitized borders never meet whole.
TOLD = 0.95

WORDS = {
    "name": Text("baru ada nama sementara “{name}”; nama kawasan diputuskan orang",
                 "only a working name “{name}”; people decide what it is called"),
    "members": Text("{count} desa, masing-masing dengan nama dan kode", "{count} villages, each with name and code"),
    "nameless": Text("{count} desa tanpa nama: {codes}", "no name for {count} of the villages: {codes}"),
    "borders": Text("berbatasan di darat dengan {count} desa, {share} % kelilingnya",
                    "borders {count} villages on land, {share} % of its outline"),
    "some_borders": Text(
        "{share} % kelilingnya berbatasan di darat dengan {count} desa dalam data; sisanya (laut, atau di luar data) "
        "dilengkapi orang",
        "on {share} % of its outline it borders {count} villages of the data; people tell the rest (the sea, or "
        "outside the data)",
    ),
    "no_borders": Text("panjang batas dengan desa sekitarnya belum tersedia",
                       "how long it borders the villages around it is not available"),
    "total": Text("{found} {unit}", "{found} {unit}"),
    "unmeasured": Text("{what} belum tersedia", "{what} is not available"),
    "unmeasured_of": Text("{what} belum tersedia untuk {count} desa: {names}",
                          "{what} is not available for {count} of the villages: {names}"),
    "no_centre": Text("pusat belum ditetapkan", "no centre was chosen"),
    "shapes": Text("poligon {count} desa ada dalam {crs}; peta dicetak dengan skala pada lampiran",
                   "there are polygons of {count} villages in {crs}; the annex prints the map at a scale"),
    "shapeless": Text("{count} desa tanpa poligon: {names}", "no polygon for {count} of the villages: {names}"),
}  # fmt: skip
AMOUNTS = {
    "delineation_area": ("area_ha", Text("luas", "the area"), Text("ha", "ha")),
    "delineation_legal_area": ("legal_area_ha", Text("luas resmi", "the legal area"), Text("ha", "ha")),
    "delineation_population": ("population", Text("jumlah penduduk", "the population"), Text("jiwa", "people")),
}


def delineation_checks(area: Area) -> Iterator[Check]:
    """Tell which parts of a delineation the data hold; what people decide is not known."""
    name = area.row.get("name", "")
    yield Check("delineation_name", None, filled(WORDS["name"], name=name))
    yield _members(area)
    yield _borders(area)
    for check in AMOUNTS:
        yield _amount(area, check)
    centre = names_of(area.villages, area.centres) if area.centres else WORDS["no_centre"]
    yield Check("delineation_centre", bool(area.centres), centre)
    yield _map(area)


def _members(area: Area) -> Check:
    """Names of all members; a table without names names nobody."""
    names = area.members.get("nama_desa", pd.Series("", index=area.members.index))
    nameless = list(names.index[names.fillna("").astype(str).str.strip() == ""])
    count = len(nameless) or len(names)
    text = filled(WORDS["nameless" if nameless else "members"], count=count, codes=listed(nameless))
    return Check("delineation_members", not nameless, text, len(nameless), 0)


def _borders(area: Area) -> Check:
    """How much of the outline borders villages that are known."""
    outline = float(area.row.get("perimeter_m", math.nan))
    told = math.fsum(area.facing.values()) / outline if outline > 0 else math.nan
    if math.isnan(told):
        return Check("delineation_borders", None, WORDS["no_borders"], limit=TOLD)
    whole = told >= TOLD
    text = filled(WORDS["borders" if whole else "some_borders"], count=len(area.facing), share=share(min(told, 1.0)))
    return Check("delineation_borders", True if whole else None, text, min(told, 1.0), TOLD)


def _amount(area: Area, check: str) -> Check:
    """A total over the members, known when every member has a value."""
    column, what, unit = AMOUNTS[check]
    if column not in area.members or area.members[column].isna().all():
        return Check(check, None, filled(WORDS["unmeasured"], what=what))
    values = area.members[column].astype("float64")
    lacking = list(values.index[values.isna()])
    if lacking:
        names = names_of(area.villages, lacking)
        return Check(check, None, filled(WORDS["unmeasured_of"], what=what, count=len(lacking), names=names))
    found = float(values.sum())
    return Check(check, True, filled(WORDS["total"], found=amount(found), unit=unit), found)


def _map(area: Area) -> Check:
    """Polygons of all members in a system of metres."""
    shapes = area.members.geometry
    lacking = list(shapes.index[shapes.isna() | shapes.is_empty])
    names = names_of(area.villages, lacking)
    crs = area.members.crs.name if area.members.crs else ""
    count = len(lacking) or len(shapes)
    text = filled(WORDS["shapeless" if lacking else "shapes"], count=count, names=names, crs=crs)
    return Check("delineation_map", not lacking, text, len(lacking), 0)
