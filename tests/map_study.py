"""A small study to draw: wiggly villages, two candidates, indicators, and the same with hostile text."""

import itertools
import json
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.maps.web import web_map

COLUMNS, ROWS, SIDE = 6, 5, 2000.0
HOSTILE = (
    "<img src=x onerror=window.ran=1><script>window.ran=1</script>",
    "</script><script>window.ran=1</script><!--",
    "{{ 7*7*1000003 }} {% for a in b %} {# gone #} }} %} #}",
    "lone {{ and {% and {# and ${window.ran=1} `${window.ran=1}`",
    'Ma\'rang "Jaya" & <b>tebal</b> &lt;i&gt; \\u003cb\\u003e \\',
    "rtl \u202e\u200f mark \u2028 \u2029 \u0000",
    "baris\nbaru\r\n\tdan tab",
    "Desa " + "panjang" * 60,
    "__proto__",
    "');window.ran=1;//",
)


def wiggly_grid(columns=COLUMNS, rows=ROWS, side=SIDE):
    """Villages on a grid whose borders wiggle, the same from both sides."""

    def corner(x, y):
        return (300_000 + x * side + 170 * np.sin(3 * y + x), 9_650_000 + y * side + 170 * np.cos(2 * x + y))

    def edge(start, end):
        return [corner(*(np.array(start) + (np.array(end) - start) * step / 12)) for step in range(12)]

    def village(x, y):
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        return shapely.Polygon([point for a, b in itertools.pairwise(corners) for point in edge(a, b)])

    places = [(x, y) for y in range(rows) for x in range(columns)]
    codes = [f"99.01.{y // 2 + 1:02d}.{1001 if (x, y) == (0, 0) else 2000 + y % 2 * columns + x}" for x, y in places]
    table = gpd.GeoDataFrame(
        {
            "nama_desa": [f"Desa {chr(65 + x)}{y}" for x, y in places],
            "kecamatan": [f"Kecamatan {y // 2 + 1}" for x, y in places],
            "kabupaten": "Contoh",
            "provinsi": "Contoh Raya",
            "status": ["kelurahan" if place == (0, 0) else "desa" for place in places],
        },
        geometry=[village(*place) for place in places],
        index=pd.Index(codes, name="kode_desa"),
        crs="EPSG:32750",
    ).sort_index()
    return table.assign(area_ha=table.area / 1e4)


def study(villages):
    """Scores, indicators and two candidates over those villages."""
    count = len(villages)
    scores = pd.DataFrame({"score": np.linspace(0.1, 0.9, count)}, index=villages.index)
    scores.loc[villages["status"] == "kelurahan", "score"] = np.nan
    indicators = pd.DataFrame(
        {
            "rice_ha": np.linspace(0.0, 12_345.6, count),
            "school_count": np.arange(count) % 4 * 1.0,
            "road_share": np.linspace(0, 1, count),
        },
        index=villages.index,
    )
    indicators.iloc[3, 0] = np.nan
    about = pd.DataFrame(
        {
            "label": ["Luas sawah", "Sekolah dasar", ""],
            "unit": ["ha", "", ""],
            "aggregate": ["sum", "sum", "mean"],
            "measure": ["cover_ha", "count", "value"],
            "layer": ["sawah", "sekolah", "jalan"],
            "source": ["BIG", "Dapodik", ""],
            "year": ["2021", "2019", ""],
            "licence": ["CC BY 4.0", "", ""],
        },
        index=indicators.columns,
    )
    picked = {"k2": villages.index[2:6], "k1": villages.index[[13, 14, 19, 20]]}
    ranking = gpd.GeoDataFrame(
        {
            "name": [f"Kawasan {key}" for key in picked],
            "n_villages": [len(codes) for codes in picked.values()],
            "centre": [codes[1] for codes in picked.values()],
            "kecamatan": "Kecamatan 1",
            "kabupaten": "Contoh",
            "area_ha": [villages.loc[codes, "area_ha"].sum() for codes in picked.values()],
            "perimeter_m": 1.0,
            "compactness": 0.3,
            "rank": [2, 1],
            "score": [0.4321, 0.7346],
        },
        geometry=[shapely.union_all(villages.geometry[codes].to_numpy()) for codes in picked.values()],
        index=pd.Index(list(picked), name="candidate_id"),
        crs=villages.crs,
    )
    members = pd.DataFrame(
        [
            (key, code, ["hinterland", "pusat", "hinterland", "bridge"][place], 0.01 * place)
            for key, codes in picked.items()
            for place, code in enumerate(codes)
        ],
        columns=["candidate_id", "kode_desa", "role", "gain"],
    )
    return {
        "ranking": ranking,
        "members": members,
        "indicators": indicators,
        "about": about,
        "scores": scores,
        "sources": [{"name": "Batas desa", "source": "BIG", "year": 2024, "licence": "bebas"}],
    }


def whole_map(**changes):
    villages = wiggly_grid()
    return web_map(villages, **{**study(villages), **changes})


def data_of(text):
    found = re.search(r'<script type="application/json" id="kawasan-data">(.*?)</script>', text, re.DOTALL)
    return json.loads(found.group(1))


def hostile_tables():
    """Every text column of every table filled with hostile text."""
    villages = wiggly_grid()
    tables = study(villages)

    def text(count, start):
        return [HOSTILE[(start + place) % len(HOSTILE)] for place in range(count)]

    for start, column in enumerate(["nama_desa", "kecamatan", "kabupaten", "provinsi", "status"]):
        villages[column] = text(len(villages), start)
    villages["kecamatan"] = villages.groupby(villages.index.str[:8])["kecamatan"].transform("first")
    ranking, members, indicators, about = (tables[name] for name in ("ranking", "members", "indicators", "about"))
    for start, column in enumerate(["name", "kecamatan", "kabupaten"]):
        ranking[column] = text(len(ranking), start)
    members["role"] = text(len(members), 1)
    indicators.columns = [HOSTILE[0], HOSTILE[2], HOSTILE[3]]
    about.index = indicators.columns
    for start, column in enumerate(["label", "unit", "aggregate", "measure", "layer", "source", "year", "licence"]):
        about[column] = text(len(about), start)
    about.loc[HOSTILE[3], "label"] = ""
    tables["sources"] = [*HOSTILE, dict(zip(["name", "source", "year", "licence"], HOSTILE, strict=False))]
    tables["title"] = HOSTILE[0] + HOSTILE[2]
    return villages, tables
