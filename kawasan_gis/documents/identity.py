"""What a kawasan is and where it lies: its identity, its outline, and who its neighbours are."""

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
import shapely

from kawasan_gis.documents.case import Case
from kawasan_gis.documents.draft import Column, Draft
from kawasan_gis.documents.words import DIRECTIONS
from kawasan_gis.maps.annex.words import province, regency
from kawasan_gis.maps.style import STATUS
from kawasan_gis.maps.words import WORDS as MAP_WORDS

KM = 1000.0
DEGREES = "EPSG:4326"


def write_identity(draft: Draft, case: Case) -> None:
    """Write what the kawasan is called, where it is and how large."""
    draft.heading(case.say("identity"))
    columns = [
        Column(case.say("item"), 58), Column(case.say("content"), 92), Column(case.say("source"), 20, "centre"),
    ]  # fmt: skip
    draft.table(columns, [*_names(case), *_sizes(case)])


def _names(case: Case) -> list[tuple[str, str, str]]:
    row, members = case.row, case.members
    units = list(dict.fromkeys(members["kecamatan"].astype(str)))
    status = members["status"].value_counts().sort_index()
    counts = ", ".join(
        f"{case.number(count)} {STATUS[kind].say(case.language) if kind in STATUS else kind}"
        for kind, count in status.items()
    )
    rows = [
        (case.say("name"), str(row["name"]), case.computed),
        (case.say("candidate"), str(row.name), case.computed),
        (case.say("rank"), case.say("rank_of", rank=row["rank"], count=len(case.ranking)), case.computed),
        (case.say("score"), case.number(row["score"], 3), case.computed),
        (case.say("kabupaten"), kabupaten_of(case), case.of_borders),
        (case.say("provinsi"), provinsi_of(case) or case.say("unavailable"), case.of_borders),
        (case.say("kecamatan"), case.say("kecamatan_of", count=len(units), names=", ".join(units)), case.of_borders),
        (case.say("n_villages"), counts, case.of_borders),
        (case.say("centre"), with_codes(members[members["role"] == "pusat"]), case.computed),
    ]
    if len(case.bridges):
        rows.append((case.say("bridges"), with_codes(case.bridges), case.computed))
    return rows


def _sizes(case: Case) -> list[tuple[str, str, str]]:
    row, members = case.row, case.members
    # The totals of the annex, where areas have one decimal.
    printed = members.round({"area_ha": 1, "legal_area_ha": 1})
    population = total(members, "population")
    people = case.say("people", count=case.number(population)) if population == population else case.number(population)
    rows = [
        (case.say("area"), case.number(total(printed, "area_ha"), 1, "ha"), case.of_borders),
        (case.say("legal_area"), case.number(total(printed, "legal_area_ha"), 1, "ha"), case.of_borders),
        (case.say("population"), people, case.of_borders),
        (case.say("perimeter"), case.number(row.get("perimeter_m", float("nan")) / KM, 1, "km"), case.computed),
        (case.say("compactness"), case.number(row.get("compactness", float("nan")), 2), case.computed),
    ]
    for way, unit in (("centre_km", "km"), ("centre_min", case.say("minutes_unit"))):
        if way in row:
            rows.append((case.say(way), case.number(row[way], 1, unit), case.computed))
    return rows


def total(members: pd.DataFrame, column: str) -> float:
    """Sum a column over the members; NaN unless all of them have a value."""
    if column not in members:
        return float("nan")
    return float(members[column].astype("float64").sum(skipna=False))


def kabupaten_of(case: Case) -> str:
    """The kabupaten or kota of the members, as people write it."""
    return ", ".join(regency(name, case.language) for name in _names_in(case.members, "kabupaten"))


def provinsi_of(case: Case) -> str:
    """The province of the members, as people write it; empty when it is not known."""
    return ", ".join(province(name, case.language) for name in _names_in(case.members, "provinsi"))


def _names_in(members: pd.DataFrame, column: str) -> list[str]:
    """The different names in a column, each once."""
    names = members[column].dropna().astype(str) if column in members else ()
    return [name for name in dict.fromkeys(names) if name]


def with_codes(villages: pd.DataFrame) -> str:
    """Villages by name with their codes."""
    return ", ".join(f"{name} ({code})" for code, name in villages["nama_desa"].items())


def write_delineation(draft: Draft, case: Case) -> None:
    """Write where the kawasan lies, who borders it, and who its members are."""
    draft.heading(case.say("delineation"))
    west, south, east, north = gpd.GeoSeries(case.members.geometry).to_crs(DEGREES).total_bounds
    draft.paragraph(case.say(
        "whole_villages", count=len(case.members), source=case.of_borders, computed=case.computed,
        west=degrees(case, west, "east", "west"), east=degrees(case, east, "east", "west"),
        south=degrees(case, south, "north", "south"), north=degrees(case, north, "north", "south"),
        perimeter=case.number(case.row.get("perimeter_m", float("nan")) / KM, 1),
    ))  # fmt: skip
    draft.paragraph(case.say("members_in_annex", names=", ".join(case.members["nama_desa"].astype(str))))
    if case.borders is None:
        draft.paragraph(case.say("no_neighbours"))
    else:
        draft.paragraph(f"{case.say('neighbours')} {case.of_borders}", style="Caption", align="left")
        columns = [
            Column(case.say("direction"), 25), Column(case.say("borders_on"), 115),
            Column(case.say("border_km"), 30, "right"),
        ]  # fmt: skip
        draft.table(columns, _neighbour_rows(case, neighbours(case.members.index, case.row["geometry"], case.borders)))
    draft.paragraph(case.say("indicative"))
    for note in case.notes:
        draft.paragraph(f"{note} {case.computed}")


def neighbours(codes: Iterable[str], outline: shapely.Geometry, borders: gpd.GeoDataFrame) -> pd.DataFrame:
    """Measure the borders with villages outside: ``direction`` from the middle of the kawasan, ``kode_desa``, ``m``.

    The direction is the nearest of the four to the line from the centroid of the kawasan to that of the border.
    """
    own = set(codes)
    land = borders[borders["kind"] == "land"]
    across = land[land["kode_a"].isin(own) != land["kode_b"].isin(own)]
    outside = across["kode_b"].where(across["kode_a"].isin(own), across["kode_a"])
    middle, ends = outline.centroid, across.geometry.centroid
    east, north = ends.x - middle.x, ends.y - middle.y
    sideways = east.abs() > north.abs()
    direction = pd.Series("north", index=across.index).mask(north < 0, "south")
    direction = direction.mask(sideways & (east > 0), "east").mask(sideways & (east <= 0), "west")
    table = pd.DataFrame({"direction": direction, "kode_desa": outside, "m": across["border_m"]})
    return table.groupby(["direction", "kode_desa"], as_index=False)["m"].sum()


def _neighbour_rows(case: Case, found: pd.DataFrame) -> list[tuple[str, str, str]]:
    rows = []
    for direction, word in DIRECTIONS.items():
        part = found[found["direction"] == direction].sort_values("kode_desa")
        around = case.villages.loc[part["kode_desa"]]
        text = "; ".join(
            f"{unit}: {', '.join(names)}"
            for unit, names in around.groupby("kecamatan", sort=False)["nama_desa"].agg(list).items()
        )
        length = case.number(part["m"].sum() / KM, 1) if len(part) else "–"  # noqa: RUF001 - the sign for "none"
        rows.append((word.say(case.language), text or case.say("none_known"), length))
    return rows


def degrees(case: Case, value: float, positive: str, negative: str) -> str:
    """Write an angle in degrees, minutes and seconds, with the sign of its side (BT, BB, LU, LS)."""
    seconds = round(abs(value) * 3600)
    side = MAP_WORDS[positive if value >= 0 else negative].say(case.language)
    return f"{seconds // 3600}° {seconds % 3600 // 60:02d}′ {seconds % 60:02d}″ {side}"  # noqa: RUF001 - minutes of arc
