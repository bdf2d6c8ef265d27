"""A study of sixteen drawn villages with every kind of layer, written to a folder in a moment."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from drawing import ORIGIN, draw_villages
from rasterio.transform import from_origin

PICTURE = "abcd\nefgh\nijKl\nmnop"

STUDY = """[study]
name = "Studi Kecil"
kabupaten = "99.01"

[villages]
path = "desa.gpkg"

[[layers]]
name = "indeks"
kind = "table"
path = "indeks.csv"
key = "KODE"
source = "Buatan"
year = 2026
licence = "MIT"

[[layers]]
name = "pasar"
kind = "points"
path = "pasar.csv"
x = "x"
y = "y"

[[layers]]
name = "jalan"
kind = "lines"
path = "jalan.geojson"

[[layers]]
name = "hutan"
kind = "polygons"
path = "hutan.geojson"

[[layers]]
name = "lahan"
kind = "raster"
path = "lahan.tif"

[[indicators]]
name = "ike"
layer = "indeks"
measure = "value"
column = "IKE"

[[indicators]]
name = "pasar_count"
layer = "pasar"
measure = "count"
aggregate = "sum"

[[indicators]]
name = "jalan_m"
layer = "jalan"
measure = "nearest"

[[indicators]]
name = "hutan_share"
layer = "hutan"
measure = "cover_share"
aggregate = "mean_by_area"

[[indicators]]
name = "sawah_ha"
layer = "lahan"
measure = "class_ha"
classes = [20093]
aggregate = "sum"

[[criteria]]
indicator = "ike"
worst = 1.0
best = 0.0
weight = 2
stance = "need"
missing = "drop_criterion"

[[criteria]]
indicator = "sawah_ha"
worst = 0
best = 600
stance = "potential"

[[criteria]]
indicator = "hutan_share"
worst = 1.0
best = 0.0

[rules]
min_villages = 3
max_villages = 6

[search]
count = 3

[outputs]
language = "id"
"""


def write_study(folder: Path, *, rename: dict[str, str] | None = None, text: str = STUDY) -> Path:
    """Write the study and its layers into a folder; ``rename`` gives villages other names."""
    folder.mkdir(parents=True, exist_ok=True)
    villages = draw_villages(PICTURE)
    villages["nama_desa"] = villages["nama_desa"].replace(rename or {})
    villages.to_file(folder / "desa.gpkg")
    rng = np.random.default_rng(3)
    desa = villages.index[villages["status"] == "desa"]
    rows = [f"{kode.replace('.', '')},{rng.random():.3f}" for kode in desa[:-1]]
    (folder / "indeks.csv").write_text("KODE,IKE\n" + "\n".join(rows) + f"\n{desa[-1]},\n", encoding="utf-8")
    places = villages.to_crs(4326).representative_point().iloc[::5]
    (folder / "pasar.csv").write_text(
        "nama,x,y\n" + "".join(f"Pasar,{p.x:.6f},{p.y:.6f}\n" for p in places) + "Pasar,,\n"
    )
    west, south = ORIGIN
    road = shapely.LineString([(west, south + 500), (west + 4000, south + 3500)])
    forest = shapely.box(west + 2500, south + 2500, west + 4000, south + 4000)
    for name, shape in (("jalan", road), ("hutan", forest)):
        gpd.GeoDataFrame({"n": [1]}, geometry=[shape], crs=32749).to_crs(4326).to_file(folder / f"{name}.geojson")
    classes = rng.choice(np.array([20093, 2010, 2012], dtype="uint16"), size=(40, 40))
    with rasterio.open(
        folder / "lahan.tif", "w", driver="GTiff", width=40, height=40, count=1, dtype="uint16", nodata=0,
        crs="EPSG:32749", transform=from_origin(west, south + 4000, 100, 100),
    ) as target:  # fmt: skip
        target.write(classes, 1)
    path = folder / "studi.toml"
    path.write_text(text, encoding="utf-8")
    return path
