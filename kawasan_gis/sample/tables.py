"""The tables of the made-up kabupaten: code list, village index, commodities."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kawasan_gis.codes import kecamatan_code
from kawasan_gis.sample.dirt import NEW_DESA_NAME, Dirt
from kawasan_gis.sample.grids import DRY_FARM, ESTATE, MIXED_FARM, POND, SAWAH, Grids, cover_area
from kawasan_gis.sample.noise import Array
from kawasan_gis.sample.villages import Settled

# Permendesa 2/2016: upper limits of the classes of the Indeks Desa Membangun.
STATUS_LIMITS = (0.4907, 0.5989, 0.7072, 0.8155)
STATUS = ("SANGAT TERTINGGAL", "TERTINGGAL", "BERKEMBANG", "MAJU", "MANDIRI")

# Share of a land cover class under a crop, and tonnes per hectare and year: plausible, not statistics.
CROPS = {
    "padi_sawah": ({SAWAH: 0.86}, 4.1),
    "jagung": ({DRY_FARM: 0.24, MIXED_FARM: 0.10}, 5.2),
    "karet": ({ESTATE: 0.46, MIXED_FARM: 0.05}, 0.9),
    "kelapa": ({ESTATE: 0.10, MIXED_FARM: 0.12}, 1.1),
    "cabai": ({DRY_FARM: 0.05, MIXED_FARM: 0.015}, 6.8),
    "ikan_tambak": ({POND: 0.72}, 1.4),
}


def code_list(settled: Settled, names: pd.Series, dirt: Dirt) -> pd.DataFrame:
    """List ``kode, nama`` of all levels in the order of the codes, with the new desa that has no polygon."""
    villages = settled.villages
    rows = dict(names.items())
    rows[dirt.new_desa] = NEW_DESA_NAME
    rows.update(dict(zip(kecamatan_code(villages.index), villages["kecamatan"], strict=True)))
    kabupaten = "Kabupaten " + villages["kabupaten"]
    rows.update(dict(zip(villages.index.str[:5], kabupaten, strict=True)))
    rows.update(dict(zip(villages.index.str[:2], villages["provinsi"], strict=True)))
    return pd.DataFrame(sorted(rows.items()), columns=["kode", "nama"])


def village_index(settled: Settled, names: pd.Series, dirt: Dirt) -> tuple[pd.DataFrame, str]:
    """Draw an index like the IDM: better near the town, poorer in the hills and on the island.

    Returns
    -------
    table
        ``KODE_DESA`` (ten digits), ``NAMA_DESA, IKS, IKE, IKL, IDM, STATUS`` as text; desa only, and the new one.
    blank
        The code of the desa whose values are missing.
    """
    villages, about = settled.villages, settled.about
    rng = np.random.default_rng((settled.land.seed, 70))
    draws = rng.normal(0, 1, (len(villages), 3))
    near, hills = np.exp(-about["to_town_m"].to_numpy() / 14000), about["hills"].to_numpy()
    apart = (villages["nama_desa"].str.startswith("Pulau ")).to_numpy()
    social = 0.69 + 0.20 * near - 0.07 * hills - 0.08 * apart + 0.055 * draws[:, 0]
    economic = 0.50 + 0.33 * near - 0.08 * hills - 0.10 * apart + 0.08 * about["seat"] + 0.06 * draws[:, 1]
    # The ecological index is made of few questions, so it moves in steps of a fifteenth.
    ecological = np.round((0.68 + 0.13 * hills - 0.05 * near + 0.085 * draws[:, 2]) * 15) / 15
    parts = np.column_stack([social, economic, ecological]).clip(0.26, 0.99).round(4)
    table = _index_table(villages.index, names, parts)[(villages["status"] == "desa").to_numpy()]
    blank = str(table["KODE_DESA"].iloc[len(table) // 3])
    table.loc[table["KODE_DESA"] == blank, ["IKS", "IKE", "IKL", "IDM", "STATUS"]] = ""
    new = _index_table(pd.Index([dirt.new_desa]), pd.Series({dirt.new_desa: NEW_DESA_NAME}), parts.min(axis=0)[None])
    table = pd.concat([table, new]).sort_values("KODE_DESA", kind="stable", ignore_index=True)
    return table, f"{blank[:2]}.{blank[2:4]}.{blank[4:6]}.{blank[6:]}"


def _index_table(codes: pd.Index, names: pd.Series, parts: Array) -> pd.DataFrame:
    index = parts.mean(axis=1).round(4)
    texts = [[f"{value:.4f}" for value in column] for column in (*parts.T, index)]
    status = [STATUS[place] for place in np.searchsorted(STATUS_LIMITS, index, side="left")]
    table = dict(zip(["IKS", "IKE", "IKL", "IDM"], texts, strict=True))
    digits = codes.str.replace(".", "", regex=False)
    columns = {"KODE_DESA": digits, "NAMA_DESA": names[codes].str.upper().to_numpy(), **table, "STATUS": status}
    return pd.DataFrame(columns).astype("str")


def commodities(settled: Settled, grids: Grids, cover: NDArray[np.uint16]) -> pd.DataFrame:
    """List area and output of the main commodities per kecamatan, in keeping with the land cover.

    Returns
    -------
    pandas.DataFrame
        ``kode_kecamatan, kecamatan``, and per commodity its area and output: ``padi_sawah_ha, padi_sawah_ton``, ...
    """
    villages = settled.villages
    codes = kecamatan_code(villages.index)
    hectares = cover_area(cover, pd.Series(codes, villages.index), grids.owner)
    names = dict(zip(codes, villages["kecamatan"], strict=True))
    rng = np.random.default_rng((settled.land.seed, 71))
    rows = []
    for code in hectares.index:
        row: dict[str, str | int] = {"kode_kecamatan": code, "kecamatan": names[code]}
        for crop, (shares, tonnes) in CROPS.items():
            area = sum(hectares.loc[code].get(kind, 0.0) * share for kind, share in shares.items())
            area = round(area * rng.uniform(0.85, 1.15))
            row |= {f"{crop}_ha": area, f"{crop}_ton": round(area * tonnes * rng.uniform(0.88, 1.12))}
        rows.append(row)
    return pd.DataFrame(rows)
