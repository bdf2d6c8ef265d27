"""A small study to draw: wiggly villages, two candidates, indicators, and the same with hostile text."""

import itertools
import json
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kawasan_gis.checks.table import COLUMNS
from kawasan_gis.criteria import Criterion
from kawasan_gis.maps.backdrop import Backdrop
from kawasan_gis.maps.web import web_map
from kawasan_gis.presets import Preset
from kawasan_gis.scoring import score_villages

WIDE, HIGH, SIDE = 6, 5, 2000.0
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


def wiggly_grid(columns=WIDE, rows=HIGH, side=SIDE):
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
    return table.assign(area_ha=table.area / 1e4, population=np.arange(len(table)) * 101.0)


CRITERIA = (
    Criterion(
        indicator="rice_ha", worst=10_000, best=0, weight=2, stance="need", missing="drop_criterion",
        aggregate="mean", label="Kurang sawah", source="RPJMD 2021",
    ),
    Criterion(indicator="school_count", worst=0, best=12, aggregate="sum", label="Sekolah dasar"),
    Criterion(indicator="compactness", worst=0, best=0.5, label="Kekompakan"),
)  # fmt: skip
PRESETS = (
    Preset(name="Dinas pertanian", weights={"rice_ha": 5.0, "compactness": 0.0}),
    Preset(name="Kebutuhan dulu", weights={}, need=0.8),
)


def checks_of(ranking):
    """Three checks of each candidate: kept, broken, and one the data do not tell."""
    rows = [
        ("one_kabupaten", "law", True, "Satu kabupaten", "One kabupaten", "Contoh", "Contoh", "Pasal 1", "Article 1"),
        ("villages", "rule", False, "Jumlah desa", "Villages", "4, paling sedikit 5", "4, at least 5", "", ""),
        ("kelurahan", "data", pd.NA, "Kelurahan", "Kelurahan", "tidak ada data", "no data", "", ""),
    ]
    columns = ["check", "kind", "passed", "label_id", "label_en", "text_id", "text_en", "basis_id", "basis_en"]
    checks = pd.DataFrame(
        [(key, *row) for key in ranking.index for row in rows], columns=["candidate_id", *columns]
    ).assign(what="", found=np.nan, limit=np.nan, mark="read", source="UU")
    return checks[list(COLUMNS)].astype(COLUMNS)


def backdrop_of(villages, names=("Pelabuhan", "Gunung")):
    """A picture, a road, a river and two places."""
    west, south, east, north = villages.to_crs(4326).total_bounds
    x, y = round(west * 1e5), round((south + north) / 2 * 1e5)
    pixel = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
        "rkJggg=="
    )
    image = {
        "key": "relief", "label": "Relief", "url": pixel, "bounds": [[south, west], [north, east]],
        "opacity": 0.6, "on": True, "legend": [{"label": "Hutan", "colour": "#227744"}],
    }  # fmt: skip
    lines = [
        {"key": kind, "label": label, "kind": kind, "colour": colour, "weight": 1.2, "dash": None,
         "shape": [[x, y + shift, 4000, 300, 4000, -300]]}
        for kind, label, colour, shift in [("road", "Jalan", "#9a5b3c", 0), ("river", "Sungai", "#3c7d9a", 900)]
    ]  # fmt: skip
    places = [{"name": name, "at": [round((south + north) / 2, 5), round(west + 0.02 * place, 5)]}
              for place, name in enumerate(names, start=1)]  # fmt: skip
    return Backdrop((image,), tuple(lines), tuple(places))


def study(villages):
    """Scores, indicators and two candidates over those villages."""
    count = len(villages)
    indicators = pd.DataFrame(
        {
            "rice_ha": np.linspace(0.0, 12_345.6, count),
            "school_count": np.arange(count) % 4 * 1.0,
            "road_share": np.linspace(0, 1, count),
        },
        index=villages.index,
    )
    indicators.iloc[3, 0] = np.nan
    # The kelurahan has no value for a criterion that refuses: no score.
    indicators.loc[villages["status"] == "kelurahan", "school_count"] = np.nan
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
            "population": [villages.loc[codes, "population"].sum() for codes in picked.values()],
            "compactness": [0.1821, 0.25],
            "rice_ha": [np.nan, 308.0],
            "school_count": 6.0,
            "rank": [2, 1],
            "score": [0.4321, 0.7346],
            "normalized_rice_ha": [np.nan, 0.9692],
            "normalized_school_count": 0.5,
            "normalized_compactness": [0.3642, 0.5],
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
        "scores": score_villages(villages, indicators, CRITERIA),
        "criteria": CRITERIA,
        "presets": PRESETS,
        "checks": checks_of(ranking),
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
    named = dict(zip(("rice_ha", "school_count"), HOSTILE[::2], strict=False))
    tables["ranking"] = ranking.rename(
        columns={f"{part}{old}": f"{part}{new}" for old, new in named.items() for part in ("", "normalized_")}
    )
    tables["criteria"] = tuple(
        one.model_copy(update={"indicator": named.get(one.indicator, one.indicator), "label": label, "source": source})
        for one, label, source in zip(CRITERIA, HOSTILE[4:], HOSTILE, strict=False)
    )
    tables["presets"] = [Preset(name=name, weights={HOSTILE[0]: 1.0}) for name in HOSTILE]
    for start, column in enumerate(["label_id", "text_id", "basis_id", "label_en", "text_en", "basis_en", "source"]):
        tables["checks"][column] = text(len(tables["checks"]), start)
    drawn = backdrop_of(wiggly_grid(), names=HOSTILE)
    image = {**drawn.images[0], "label": HOSTILE[0], "legend": [{"label": HOSTILE[1], "colour": "#227744"}]}
    lines = [{**line, "label": HOSTILE[place]} for place, line in enumerate(drawn.lines)]
    tables["backdrop"] = Backdrop((image,), tuple(lines), drawn.places)
    return villages, tables
