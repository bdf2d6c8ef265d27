"""The study file, the decree and the README that lie beside the sample."""

import pandas as pd

from kawasan_gis.sample.dirt import GAPS_M, NEW_DESA_NAME, OVERLAPS_M, Dirt

STUDY = """\
# Made up: Kabupaten Contoh does not exist (see README.md). Paths are relative to this file.
[study]
name = "Kawasan Contoh 2026"
kabupaten = "99.01"

[villages]
path = "villages.gpkg"
names = "kode_wilayah.csv"
source = "Data buatan (contoh)"
year = 2026
licence = "MIT"

[graph]
tolerance_m = 30
min_border_m = 100
water_link_m = 0
"""

SOURCE = 'source = "Data buatan (contoh)"\nyear = 2026\nlicence = "MIT"\n'

LAYERS = {
    "indeks": 'kind = "table"\npath = "indeks_desa.csv"\nkey = "KODE_DESA"\n',
    "komoditas": 'kind = "table"\npath = "komoditas_kecamatan.csv"\nkey = "kode_kecamatan"\nlevel = "kecamatan"\n',
    "tutupan_lahan": 'kind = "raster"\npath = "tutupan_lahan.tif"\nvocabulary = "klhk"\n',
    "ketinggian": 'kind = "raster"\npath = "ketinggian.tif"\nunit = "m"\n',
    "hutan_lindung": (
        'label = "Kawasan hutan lindung"\nkind = "polygons"\npath = "kawasan_hutan.gpkg"\nvocabulary = "kawasan_hutan"\n'
        'where = { FUNGSIKWS = "hutan_lindung" }\n'
    ),
    "pasar": 'label = "Pasar"\nkind = "points"\npath = "pasar.geojson"\n',
    "smp": 'label = "SMP"\nkind = "points"\npath = "sekolah.csv"\nx = "bujur"\ny = "lintang"\nwhere = { bentuk = "SMP" }\n',
    "pos_kesehatan": 'label = "Pustu atau poskesdes"\nkind = "points"\npath = "kesehatan.gpkg"\nwhere = { JENIS = ["pustu", "poskesdes"] }\n',
    "jalan": 'kind = "lines"\npath = "jalan.gpkg"\n',
    "sungai": 'kind = "lines"\npath = "sungai.gpkg"\n',
}

INDICATORS = {
    "ike": (
        'layer = "indeks"\nmeasure = "value"\ncolumn = "IKE"\naggregate = "mean"\nlabel = "Indeks ketahanan ekonomi"\n'
    ),
    "sawah_ha": (
        'layer = "tutupan_lahan"\nmeasure = "class_ha"\nclasses = ["sawah"]\naggregate = "sum"\nlabel = "Luas sawah"\n'
    ),
    "kebun_share": (
        'layer = "tutupan_lahan"\nmeasure = "class_share"\nclasses = ["perkebunan"]\naggregate = "mean_by_area"\n'
        'label = "Bagian perkebunan"\n'
    ),
    "padi_lq": (
        'layer = "komoditas"\nmeasure = "lq"\ncolumn = "padi_sawah_ha"\namong = ["padi_sawah_ha", "jagung_ha", '
        '"karet_ha", "kelapa_ha", "cabai_ha", "ikan_tambak_ha"]\nspread = "inherit"\naggregate = "mean"\n'
        'label = "LQ luas padi sawah"\n'
    ),
    "curam_share": (
        'layer = "ketinggian"\nmeasure = "slope_share"\nclasses = ["25-40", ">40"]\naggregate = "mean_by_area"\n'
        'label = "Bagian lereng di atas 25 %"\n'
    ),
    "hutan_lindung_share": (
        'layer = "hutan_lindung"\nmeasure = "cover_share"\naggregate = "mean_by_area"\nlabel = "Bagian hutan lindung"\n'
    ),
    "pasar_min": (
        'layer = "pasar"\nmeasure = "travel_min"\naggregate = "mean"\nlabel = "Waktu tempuh ke pasar terdekat"\n'
    ),
    "smp_min": 'layer = "smp"\nmeasure = "travel_min"\naggregate = "mean"\nlabel = "Waktu tempuh ke SMP terdekat"\n',
    "pos_kesehatan_min": (
        'layer = "pos_kesehatan"\nmeasure = "travel_min"\naggregate = "mean"\n'
        'label = "Waktu tempuh ke pustu atau poskesdes"\n'
    ),
    "jalan_km_km2": (
        'layer = "jalan"\nmeasure = "line_density"\naggregate = "mean_by_area"\nlabel = "Kerapatan jalan"\n'
    ),
    "pasar_count": 'layer = "pasar"\nmeasure = "count"\naggregate = "sum"\nlabel = "Jumlah pasar"\n',
    "smp_count": 'layer = "smp"\nmeasure = "count"\naggregate = "sum"\nlabel = "Jumlah SMP"\n',
    "pos_kesehatan_count": (
        'layer = "pos_kesehatan"\nmeasure = "count"\naggregate = "sum"\nlabel = "Jumlah pustu dan poskesdes"\n'
    ),
    "sentralitas": (
        'measure = "centrality"\nof = ["pasar_count", "smp_count", "pos_kesehatan_count"]\naggregate = "max"\n'
        'label = "Indeks sentralitas fasilitas"\n'
    ),
}

# indicator: worst, best, weight, stance, more. A sum is that of a whole area of 4 to 12 villages; a share is of the
# kabupaten's total.
CRITERIA: dict[str, tuple[float, float, int, str, str]] = {
    "ike": (0.9, 0.4, 2, "need", 'missing = "drop_criterion"\n'),
    "sawah_ha": (0, 0.15, 2, "potential", 'aggregate = "share"\n'),
    "kebun_share": (0.0, 0.5, 1, "potential", ""),
    "padi_lq": (0.5, 2.0, 1, "potential", ""),
    "curam_share": (0.4, 0.0, 1, "potential", ""),
    "pasar_min": (10, 60, 1, "need", 'missing = "drop_criterion"\n'),
    "smp_min": (5, 45, 1, "need", 'missing = "drop_criterion"\n'),
    "pos_kesehatan_min": (5, 45, 1, "need", 'missing = "drop_criterion"\n'),
    "jalan_km_km2": (0.0, 1.0, 1, "potential", ""),
    "compactness": (0.05, 0.35, 2, "potential", ""),
}

# name: the rest. Who gives no weight to a criterion leaves the study's.
PRESETS = {
    "Kelompok tani": (
        "weights = { sawah_ha = 4, padi_lq = 3, kebun_share = 3, jalan_km_km2 = 2, smp_min = 0, pos_kesehatan_min = 0 }\n"
    ),
    "Dinas PMD (layanan dasar)": (
        "weights = { ike = 3, pasar_min = 2, smp_min = 3, pos_kesehatan_min = 3, kebun_share = 0, padi_lq = 0 }\n"
    ),
    "Bappeda (seimbang)": "need = 0.5\n",
}

ENDING = """\
[network]
roads = ["jalan"]
rivers = ["sungai"]
class_column = "REMARK"

[rules]
min_villages = 4
max_villages = 12
within = "kabupaten"
kelurahan = "exclude"
max_steps = 2
max_share = { hutan_lindung_share = 0.2 }
centrality = "sentralitas"
must_have = []
must_not = []

[search]
count = 8
max_overlap = 0.0
effort = 100

[map]
hillshade = "ketinggian"
land_cover = "tutupan_lahan"
places = "pasar"
place_name = "nama"

[outputs]
language = "id"
"""

DECREE = """\
# Made up: there is no such decree (see README.md). What is empty is a dotted line on the sheet, to be filled by hand.
annex = "LAMPIRAN I"
kind = "KEPUTUSAN BUPATI"
kabupaten = "Contoh"
number = ""
year = ""
date = ""
about = "Penetapan Lokasi Kawasan Perdesaan Kabupaten Contoh"
signatory_title = "BUPATI CONTOH"
signatory = ""
place = ""
agency = "Badan Perencanaan Pembangunan Daerah Kabupaten Contoh (data buatan)"
logo = ""
title = ""
edition = "Rancangan"
"""

# ruff: noqa: E501 - rows of a Markdown table are one line each
README = """\
# Kabupaten Contoh

**Everything here is made up.** There is no Kabupaten Contoh and no Provinsi Contoh: the land lies in the open Java
Sea (around 112.5 E, 5 S), and the codes 99 and 99.01 are given to no province and no kabupaten. Names, numbers and
shapes come out of a generator; likenesses to real villages are chance. Licence: MIT, like the package.

*Semua data di map ini buatan. Kabupaten Contoh tidak ada: letaknya di Laut Jawa dan kodenya (99.01) tidak dipakai.*

Generate it again, byte for byte with the library versions of `versions.json`:

    python -m kawasan_gis.sample data/sample

({n_villages} villages, seed {seed}; in Python `kawasan_gis.sample.make_sample(folder, n_villages=..., seed=...)`.)

| file | what |
|---|---|
| `study.toml` | the study: layers, indicators, criteria, rules |
| `decree.toml` | what is known of a decree that the printed sheet is an annex of: no number, no date, no name |
| `villages.gpkg` | village boundaries with the columns of BIG's batas desa, EPSG:4326, with Z = 0: `KDEPUM` (code), `WADMKD WADMKC WADMKK WADMPR` (names of desa, kecamatan, kabupaten, provinsi), `TIPADM` (1 desa, 2 kelurahan), `LUASWH` (legal area in ha) |
| `kode_wilayah.csv` | `kode,nama` of all levels, like the Kemendagri list |
| `indeks_desa.csv` | an index like the IDM, desa only: `KODE_DESA` without dots, `IKS` social, `IKE` economic, `IKL` ecological, `IDM` their mean, `STATUS` |
| `tutupan_lahan.tif` | land cover, 50 m, EPSG:32749, KLHK codes: 2001 primary and 2002 secondary dryland forest, 20041 mangrove, 2007 scrub, 2010 estate crops, 2012 settlement, 2014 bare land, 5001 water, 50011 swamp, 20091 dryland farming, 20092 the same mixed with scrub, 20093 sawah, 20094 fish ponds; 0 no data |
| `lereng.tif`, `ketinggian.tif` | slope in percent and height in metres, 100 m, EPSG:32749; -9999 no data |
| `kawasan_hutan.gpkg` | forest estate by function, `FUNGSIKWS`: 1001 hutan lindung, 1003 and 1005 hutan produksi, 1007 other use; it covers the land once and does not follow the land cover |
| `jalan.gpkg` | roads, `REMARK`: Jalan Arteri, Kolektor, Lokal, Setapak (footpath); one network, none on the island |
| `sungai.gpkg` | rivers, `NAMOBJ`, drawn downstream |
| `pasar.geojson` | markets |
| `sekolah.csv` | schools: `npsn,nama,bentuk` (SD, SMP, SMA), `lintang,bujur` (latitude, longitude) |
| `kesehatan.gpkg` | health posts, `JENIS`: puskesmas, pustu, poskesdes |
| `komoditas_kecamatan.csv` | area (`_ha`) and output (`_ton`) of six commodities, a row per kecamatan |
| `versions.json` | the library versions it was written with |

## Dirt, on purpose

Real files look like this. The borders are clean apart from:

| what | where |
|---|---|
| overlaps of {overlaps_m} m width; only the first is larger than 1 ha | {overlaps} |
| gaps of {gaps_m} m width; only the first is larger than 1 ha | {gaps} |
| an invalid polygon: its ring crosses itself (bow-tie) on the coast | {bow_tie} |
| a village of two parts: an islet off its coast | {multipart} |
| two desa of one name ({same_name_text}) in different kecamatan | {same_name} |
| an apostrophe in the name ({apostrophe_text}) | {apostrophe} |
| blanks after the name in `WADMKD` | {trailing_blanks} |
| a new desa ({new_desa_text}) in `kode_wilayah.csv` and `indeks_desa.csv`, without a polygon | {new_desa} |
| no values in `indeks_desa.csv` | {blank} |
| `LUASWH` differs from the area of the polygon by up to 2.5 % | all |
| the island: no road, no neighbour | the southernmost polygon |
| `sekolah.csv`: one row without a position, one at 0,0, one far outside | npsn {no_position}, {at_zero}, {outside} |
"""


def study() -> str:
    """Write the study of the sample."""
    parts = [STUDY]
    parts += [f'[[layers]]\nname = "{name}"\n{keys}{SOURCE}' for name, keys in LAYERS.items()]
    parts += [f'[[indicators]]\nname = "{name}"\n{keys}' for name, keys in INDICATORS.items()]
    parts += [
        f'[[criteria]]\nindicator = "{name}"\nworst = {worst}\nbest = {best}\nweight = {weight}\n'
        f'stance = "{stance}"\n{more}'
        for name, (worst, best, weight, stance, more) in CRITERIA.items()
    ]
    parts += [f'[[presets]]\nname = "{name}"\n{rest}' for name, rest in PRESETS.items()]
    return "\n".join([*parts, ENDING])


def readme(dirt: Dirt, names: pd.Series, blank: str, schools: dict[str, str], *, n_villages: int, seed: int) -> str:
    """Describe the files and list the dirt with its codes.

    Parameters
    ----------
    names
        Village names on ``kode_desa``.
    blank
        The desa without index values.
    schools
        School numbers of the spoilt positions: ``no_position, at_zero, outside``.
    """
    return README.format(
        n_villages=n_villages,
        seed=seed,
        overlaps_m=_widths(OVERLAPS_M),
        gaps_m=_widths(GAPS_M),
        overlaps=_pairs(dirt.overlaps),
        gaps=_pairs(dirt.gaps),
        bow_tie=dirt.bow_tie,
        multipart=dirt.multipart,
        same_name=", ".join(dirt.same_name),
        same_name_text=names[dirt.same_name[0]],
        apostrophe=dirt.apostrophe,
        apostrophe_text=names[dirt.apostrophe],
        trailing_blanks=dirt.trailing_blanks,
        new_desa=dirt.new_desa,
        new_desa_text=NEW_DESA_NAME,
        blank=blank,
        **schools,
    )


def _widths(widths: tuple[float, ...]) -> str:
    return ", ".join(f"{width:g}" for width in widths)


def _pairs(pairs: list[tuple[str, str]]) -> str:
    return "; ".join(f"{one} and {other}" for one, other in pairs)
