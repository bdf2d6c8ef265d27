"""Rasters as planners have them, against exactextract for all villages and cell by cell for five."""

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from exactextract import exact_extract

from kawasan_gis.errors import TableError
from kawasan_gis.findings import Findings
from kawasan_gis.indicators.zonal import zonal_statistics
from kawasan_gis.indicators.zonal.coverage import LEAST_PART
from kawasan_gis.villages import read_villages

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("without_search")]

PAPUA = ("91", "92", "93", "94", "95", "96")
# Of the raster's own legend (SOURCES.md).
LAND_COVER = {1, 2, 3, 5, 6, 7, 9}


@pytest.fixture(scope="module")
def papua(shared_data):
    """The villages of the six Papuan provinces that have a polygon."""
    whole = gpd.read_parquet(shared_data / "indonesia_desa.parquet", columns=["kode", "geometry"])
    table = whole[whole["kode"].str[:2].isin(PAPUA) & whole.geometry.notna()].set_index("kode").sort_index()
    table.geometry = table.geometry.make_valid()
    return table


@pytest.fixture(scope="module")
def cover(papua, shared_data):
    return zonal_statistics(
        papua, shared_data / "papua_landcover2015.tif", ["class_share", "class_ha"], findings=Findings()
    )


def test_land_cover_of_papua_is_what_exactextract_finds(papua, cover, shared_data):
    codes = {int(name.removeprefix("class_share_")) for name in cover if name.startswith("class_share_")}
    assert codes <= LAND_COVER
    seen = cover["valid_share"] >= 0.5
    assert seen.sum() > 7000
    assert cover.loc[seen].filter(like="class_share").sum(axis=1).to_numpy() == pytest.approx(np.ones(seen.sum()))
    with rasterio.open(shared_data / "papua_landcover2015.tif") as file:
        own = papua.to_crs(file.crs.to_wkt())
        rows = exact_extract(file, own, ["unique", "frac", "count"])
    for kode, row in zip(papua.index, (row["properties"] for row in rows), strict=True):
        if not seen[kode]:
            assert cover.loc[kode].drop("valid_share").isna().all()
            continue
        fractions = dict(zip(row["unique"].astype(int).tolist(), row["frac"].tolist(), strict=True))
        ours = {code: cover.at[kode, f"class_share_{code}"] for code in codes}
        assert ours == pytest.approx({code: fractions.get(code, 0.0) for code in codes}, abs=1e-6)
        # Cells of an equal-area grid have 9 ha; ours are shares of the area measured on the ellipsoid.
        hectares = sum(cover.at[kode, f"class_ha_{code}"] for code in codes)
        assert hectares == pytest.approx(row["count"] * 9, rel=2e-3)


def test_five_villages_cell_by_cell(papua, cover, shared_data):
    chosen = papua[(cover["valid_share"] > 0.99) & (papua.geometry.count_coordinates() > 50)]
    small = chosen[chosen.to_crs(6933).area < 3e7].iloc[:: max(1, len(chosen) // 40)].head(5)
    assert len(small) == 5
    with rasterio.open(shared_data / "papua_landcover2015.tif") as file:
        cells, t = file.read(1), file.transform
        shapes = small.to_crs(file.crs.to_wkt()).geometry
    for kode, shape in shapes.items():
        west, south, east, north = shape.bounds
        left, right = int((west - t.c) // t.a), int((east - t.c) // t.a) + 1
        top, bottom = int((north - t.f) // t.e), int((south - t.f) // t.e) + 1
        parts = {}
        for row in range(top, bottom):
            for column in range(left, right):
                x, y = t.c + column * t.a, t.f + row * t.e
                part = shape.intersection(shapely.box(x, y + t.e, x + t.a, y)).area
                parts[cells[row, column]] = parts.get(cells[row, column], 0.0) + part
        valid = sum(part for code, part in parts.items() if code != 255)
        for code in LAND_COVER:
            name = f"class_share_{code}"
            if name in cover:
                assert cover.at[kode, name] == pytest.approx(parts.get(code, 0.0) / valid, abs=1e-9)


def test_a_palette_has_no_mean(papua, shared_data):
    with pytest.raises(TableError, match="holds class codes with a palette"):
        zonal_statistics(papua, shared_data / "papua_landcover2015.tif", "mean")


def test_population_density_of_kalsel_is_exactextracts(shared_data):
    villages = read_villages(shared_data / "kalsel_desa.gpkg", findings=Findings())
    path = shared_data / "gpw_popdens_2020_15min_kalsel_kaltim.tif"
    asked = {"mean": "mean", "sum": "sum", "std": "stdev"}
    ours = zonal_statistics(villages, path, [*asked, "min", "max"], findings=Findings())
    with rasterio.open(path) as file:
        own = villages.to_crs(file.crs.to_wkt())
        theirs = exact_extract(file, own, list(asked.values()), output="pandas")
        cells = [row["properties"] for row in exact_extract(file, own, ["values", "coverage"])]
    seen = (ours["valid_share"] >= 0.5).to_numpy()
    # The coarse grid leaves out parts of the coast.
    assert seen.sum() > 1900
    for name, other in asked.items():
        assert ours[name].to_numpy()[seen] == pytest.approx(theirs[other].to_numpy()[seen], rel=1e-5, abs=1e-4), name
    for row, one in zip(ours[seen].itertuples(), np.array(cells)[seen], strict=True):
        # One village reaches half a square metre into a cell of 770 km2: that is rounding, not ground.
        values = one["values"][one["coverage"] > LEAST_PART]
        assert (row.min, row.max) == (values.min(), values.max())
