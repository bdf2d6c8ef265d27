"""A small study with hostile names, handed over."""

import geopandas as gpd
import pandas as pd
import shapely
from drawing import code, column, draw_villages, rook_graph

from kawasan_gis.borders import find_borders
from kawasan_gis.candidates.find import find_candidates
from kawasan_gis.candidates.rules.rules import Rules
from kawasan_gis.criteria import Criterion
from kawasan_gis.findings import Findings
from kawasan_gis.handover import write_gpkg, write_project
from kawasan_gis.ranking import rank_candidates
from kawasan_gis.scoring import score_villages

BELL, TURNED = "\x07", "\N{RIGHT-TO-LEFT OVERRIDE}"
HOSTILE = f"Ma'rang \"Jaya\" & <b> '); DROP TABLE villages; --]]> [% env('HOME') %] {BELL}{TURNED}"


def results(picture="abcd\nefgh"):
    """Tables of a study whose first village has a hostile name, in the order ``write_gpkg`` takes them."""
    villages = draw_villages(picture).assign()
    villages.loc[code("a"), "nama_desa"] = HOSTILE
    indicators = column(villages, {letter: float(place % 5) for place, letter in enumerate("abcdefgh")})
    criteria = [Criterion(indicator="x", worst=0, best=5, aggregate="mean")]
    candidates, members = find_candidates(
        villages, rook_graph(villages), indicators, criteria, Rules(max_villages=4), findings=Findings()
    )[:2]
    ranking = rank_candidates(villages, rook_graph(villages), candidates, members, indicators, criteria)
    scores = score_villages(villages, indicators, criteria, findings=Findings())
    return (villages, find_borders(villages), ranking, members), {"indicators": indicators, "scores": scores}


def many(count):
    """Tables of a study with one candidate of so many villages, all of them with a hostile name."""
    places = range(count)
    codes = [f"99.01.01.{2001 + place}" for place in places]
    shapes = [shapely.box(500_000 + 500 * place, 9_500_000, 500_500 + 500 * place, 9_520_000) for place in places]
    villages = gpd.GeoDataFrame(
        {"nama_desa": HOSTILE, "kecamatan": HOSTILE, "kabupaten": "Contoh", "provinsi": "Contoh", "status": "desa",
         "area_ha": 1000.0},
        geometry=shapes, crs="EPSG:32749", index=pd.Index(codes, name="kode_desa"),
    )  # fmt: skip
    members = pd.DataFrame({"candidate_id": "k", "kode_desa": codes, "role": "hinterland", "gain": 0.1, "cut": False})
    ranking = gpd.GeoDataFrame(
        {"rank": [1], "score": 0.5, "name": [HOSTILE], "n_villages": count, "centre": codes[0],
         "kecamatan": HOSTILE, "kabupaten": "Contoh", "area_ha": 1000.0 * count},
        geometry=[shapely.union_all(shapes)], crs=villages.crs, index=pd.Index(["k"], name="candidate_id"),
    )  # fmt: skip
    return villages, find_borders(villages), ranking, members


def features(villages):
    """A road, a river, a facility, a place and an area."""
    west, south, east, north = villages.total_bounds
    line, point = shapely.LineString([(west, south), (east, north)]), shapely.Point(west + 500, south + 500)
    rows = [
        ("jalan", "road", "road_main", HOSTILE, "Jalan", line),
        ("sungai", "river", "river", "Sungai", "Sungai", line),
        ("kabel", "line", "", "", f"{HOSTILE} {{x}}", line),
        ("pasar", "facility", "", "Pasar", HOSTILE, point),
        ("tempat", "place", "", "Tempat", "tempat", point),
        ("hutan", "cover", "", "", "Hutan lindung", shapely.box(west, south, west + 900, south + 900)),
    ]
    names = ["layer", "kind", "class", "name", "label", "geometry"]
    return gpd.GeoDataFrame(rows, columns=names, crs=villages.crs)


def surroundings(villages):
    """A village beside the study, and outlines of its own and of another kabupaten."""
    west, south, east, north = villages.total_bounds
    rows = [
        ("desa", "99.02.01.2001", "Seberang", shapely.box(east, south, east + 1000, north)),
        ("kabupaten", "99.01", "Contoh", shapely.box(west, south, east, north)),
        ("kabupaten", "99.02", "Lain", shapely.box(east, south, east + 5000, north)),
    ]
    return gpd.GeoDataFrame(rows, columns=["level", "kode", "name", "geometry"], crs=villages.crs)


def about():
    """What the indicator is called."""
    return pd.DataFrame({"label": [HOSTILE], "unit": ["menit"], "measure": ["value"]}, index=["x"])


def hand_over(folder, **how):
    """Write GeoPackage and project into a folder; gives the path of the project."""
    tables, joined = results()
    around = {"surroundings": surroundings(tables[0]), "features": features(tables[0]), "about": about()}
    write_gpkg(folder / "kawasan.gpkg", *tables, **joined, **around)
    write_project(folder / "kawasan.qgz", folder / "kawasan.gpkg", title=HOSTILE, sources=[HOSTILE], **how)
    return folder / "kawasan.qgz"
