"""Markets, schools and health posts of the made-up kabupaten, where such things would be."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.codes import kecamatan_code
from kawasan_gis.sample.dirt import in_degrees
from kawasan_gis.sample.noise import Array
from kawasan_gis.sample.terrain import CRS
from kawasan_gis.sample.villages import Settled

# National school numbers have eight digits; none begins with 999.
FIRST_NPSN = 99900001
PEOPLE_PER_SD = 2400
# One school for so many villages, apart from the seats of the kecamatan.
VILLAGES_PER_SMP, VILLAGES_PER_SMA, VILLAGES_PER_PUSTU = 4, 20, 5
POSKESDES_SHARE = 0.45


def markets(settled: Settled) -> gpd.GeoDataFrame:
    """Place a market in every seat of a kecamatan and a second one in the town; EPSG:4326."""
    seats = settled.villages[settled.about["seat"]]
    capital = str(settled.about["to_town_m"].idxmin())
    homes = pd.Index([*seats.index, capital])
    names = [f"Pasar {name}" for name in seats["kecamatan"]] + ["Pasar Ikan Contoh"]
    kind = ["harian" if code[:8] == capital[:8] else "mingguan" for code in homes]
    return _placed(settled, homes, {"nama": names, "jenis": kind}, key=60)


def schools(settled: Settled) -> tuple[pd.DataFrame, dict[str, str]]:
    """List the schools, with positions as text, three of them unusable.

    Returns
    -------
    table
        ``npsn, nama, bentuk`` (SD, SMP, SMA), ``lintang, bujur``, all text.
    spoilt
        School numbers of the rows with no position, at 0,0 and far outside the land: ``no_position, at_zero,
        outside``.
    """
    people = settled.villages["population"]
    codes = [code for code in people.index for _ in range(1 + int(people[code] // PEOPLE_PER_SD))]
    smp, sma = _served(settled, VILLAGES_PER_SMP), _served(settled, VILLAGES_PER_SMA)
    homes = pd.Index([*codes, *smp, *sma])
    kind = ["SD"] * len(codes) + ["SMP"] * len(smp) + ["SMA"] * len(sma)
    names = settled.villages["nama_desa"]
    order = pd.Series(1, index=range(len(homes))).groupby([homes, kind]).cumsum()
    titles = [f"{k} Negeri {n} {names[c]}" for k, n, c in zip(kind, order, homes, strict=True)]
    placed = _placed(settled, homes, {"nama": titles, "bentuk": kind}, key=61)
    table = pd.DataFrame(
        {
            "npsn": [str(FIRST_NPSN + number) for number in range(len(placed))],
            "nama": placed["nama"],
            "bentuk": placed["bentuk"],
            "lintang": [f"{y:.6f}" for y in placed.geometry.y],
            "bujur": [f"{x:.6f}" for x in placed.geometry.x],
        }
    )
    rows = {"no_position": 7, "at_zero": 19, "outside": int(table.index[table["bentuk"] == "SMP"][5])}
    places = {"no_position": ["", ""], "at_zero": ["0", "0"], "outside": ["-6.900000", "107.600000"]}
    for what, row in rows.items():
        table.loc[row, ["lintang", "bujur"]] = places[what]
    return table.astype("str"), {what: str(table.loc[row, "npsn"]) for what, row in rows.items()}


def health_posts(settled: Settled) -> gpd.GeoDataFrame:
    """Place a puskesmas in every seat, pustu in some villages and poskesdes in many others; EPSG:4326."""
    seats = settled.villages.index[settled.about["seat"]]
    pustu = [code for code in _served(settled, VILLAGES_PER_PUSTU) if code not in set(seats)]
    rng = np.random.default_rng((settled.land.seed, 62))
    rest = settled.villages.index.difference([*seats, *pustu])
    rest = rest[rng.random(len(rest)) < POSKESDES_SHARE]
    homes = pd.Index([*seats, *pustu, *rest])
    kind = ["puskesmas"] * len(seats) + ["pustu"] * len(pustu) + ["poskesdes"] * len(rest)
    names = settled.villages["nama_desa"]
    titles = [f"{k.capitalize()} {names[c]}" for k, c in zip(kind, homes, strict=True)]
    return _placed(settled, homes, {"NAMA": titles, "JENIS": kind}, key=63)


def _served(settled: Settled, per: int) -> list[str]:
    """Pick the seats, and of every kecamatan its most populous villages, one for so many villages."""
    people, about = settled.villages["population"], settled.about
    chosen = list(people.index[about["seat"]])
    for _, members in people.groupby(kecamatan_code(people.index)):
        others = members.drop([code for code in members.index if code in set(chosen)])
        chosen += list(others.sort_values(ascending=False, kind="stable").index[: len(members) // per])
    return sorted(chosen)


def _placed(settled: Settled, homes: pd.Index, columns: dict[str, list[str]], *, key: int) -> gpd.GeoDataFrame:
    """Put one point a few hundred metres from the centre of each village, never outside it."""
    rng = np.random.default_rng((settled.land.seed, key))
    centres: Array = settled.about.loc[homes, ["x", "y"]].to_numpy()
    reach = np.minimum(400, 15 * np.sqrt(settled.villages.loc[homes, "area_ha"].to_numpy()))[:, None]
    places = centres + reach * rng.uniform(-1, 1, centres.shape)
    inside = shapely.contains_xy(settled.villages.geometry[homes].to_numpy(), places)
    places = np.where(inside[:, None], places, centres)
    table = gpd.GeoDataFrame(columns, geometry=shapely.points(np.round(places, 1)), crs=CRS)
    return in_degrees(table.astype(dict.fromkeys(columns, "str")))
