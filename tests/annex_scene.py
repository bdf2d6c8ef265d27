"""A made-up candidate on a sheet, and where text stands on it."""

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.backend_bases import RendererBase
from matplotlib.text import Text
from pyproj import CRS

from kawasan_gis.maps.annex.decree import Decree
from kawasan_gis.maps.annex.paper import choose_layout
from kawasan_gis.maps.annex.scene import Scene
from kawasan_gis.maps.annex.view import seen

UTM = CRS(32750)
SIDE = 3000.0
WEST, SOUTH = 250_000.0, 9_600_000.0
LONG_NAME = "Sungai Pinang Lama Seberang Hulu Tengah Batang Alai Timur II"  # of 60 characters
HOSTILE = ("Bi'ih", "$x^2$ <b>", LONG_NAME)
NOTHING = Decree()
KNOWN = Decree(
    annex="LAMPIRAN I", kind="KEPUTUSAN BUPATI", kabupaten="Tanah Laut", number="188.45/123-KUM/2025", year="2025",
    about="Penetapan Kawasan Perdesaan Agropolitan Handil Negara dan Sekitarnya di Kabupaten Tanah Laut",
    signatory="H. Rahmat Trianto", agency="Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah",
    edition="I, 2025", place="Pelaihari", date="12 Mei 2025",
)  # fmt: skip
SOURCES = [
    "batas desa: BIG, RBI skala 1:25.000, 2023 (lisensi CC BY 4.0)",
    "indeks desa membangun: Kemendesa PDTT, IDM, 2024",
    *(f"{name}: OpenStreetMap, 2025 (lisensi ODbL)" for name in ("jalan", "sungai", "pasar", "sekolah menengah")),
    "tutupan lahan: KLHK, penutupan lahan, 2022",
]


def square(x, y, side=SIDE):
    return shapely.box(WEST + x * SIDE, SOUTH + y * SIDE, WEST + x * SIDE + side, SOUTH + y * SIDE + side)


def scene(count=16, *, names=HOSTILE, legal=False, around=True, side=SIDE):
    """A kabupaten of square villages, eight to a row; a block of ``count`` of them is the candidate."""
    wide = int(np.ceil(np.sqrt(count)))
    rows, cells = [], []
    for y in range(wide + 4):
        for x in range(wide + 4):
            place = (y - 2) * wide + x - 2
            member = 2 <= x < wide + 2 and y >= 2 and place < count
            role = ("pusat" if place == count // 2 else "bridge" if place == 1 else "hinterland") if member else ""
            name = names[place] if member and place < len(names) else f"Handil Raya {x} {y}"
            rows.append((f"99.01.{y % 3 + 1:02d}.{2000 + 100 * y + x}", name, f"Batang Alai {y % 3}", role))
            cells.append(
                shapely.transform(square(x, y), lambda at: np.array([WEST, SOUTH]) + (at - [WEST, SOUTH]) * side / SIDE)
            )
    table = gpd.GeoDataFrame(rows, columns=["kode_desa", "nama_desa", "kecamatan", "role"], geometry=cells, crs=UTM)
    table = table.assign(kabupaten="Contoh", provinsi="Kalimantan", area_ha=table.area / 1e4).set_index("kode_desa")
    if legal:
        table["legal_area_ha"] = table["area_ha"] + 1
    table = table.sort_index()
    members = table[table["role"] != ""]
    whole = shapely.union_all(table.geometry.to_numpy())
    beside = shapely.box(whole.bounds[2], whole.bounds[1], whole.bounds[2] + 20 * SIDE, whole.bounds[3])
    levels = [("kabupaten", "99.02", "Seberang", beside), ("kabupaten", "99.01", "Contoh", whole)]
    levels += [("provinsi", "99", "Kalimantan", shapely.union(whole, beside))]
    surroundings = gpd.GeoDataFrame(
        levels if around else [], columns=["level", "kode", "name", "geometry"], geometry="geometry", crs=UTM
    )
    spots = [("road", "road_main", "Jalan", "", shapely.LineString([square(0, 3).centroid, square(9, 4).centroid]))]
    spots += [("facility", "", f"SMP Negeri {x}", "Sekolah", square(x, x).centroid) for x in range(2, wide + 1)]
    features = gpd.GeoDataFrame(
        [("x", *row) for row in spots], columns=["layer", "kind", "class", "name", "label", "geometry"],
        geometry="geometry", crs=UTM,
    )  # fmt: skip
    kawasan = shapely.union_all(members.geometry.to_numpy())
    return Scene(UTM, 1, "Handil Raya", "Contoh", "Kalimantan", kawasan, table, members, surroundings, features)


def on_sheet(scene, paper="A3", orientation="auto", rows=0):
    """The layout of a scene, and the scene with its view."""
    layout = choose_layout(scene.kawasan, paper, orientation, rows=rows)
    return layout, seen(scene, layout)


def texts(figure):
    """Every line of text with its rectangle in millimetres, as it is drawn."""
    renderer = RendererBase()  # measures as the PDF does, without rounding to pixels
    found = []
    for one in figure.findobj(Text):
        if one.get_text() and one.get_gid() != "halo":
            x0, y0, x1, y1 = (value * 25.4 / figure.dpi for value in one.get_window_extent(renderer).extents)
            found.append((one.get_text(), shapely.box(x0, y0, x1, y1)))
    return found


def assert_apart(figure, boxes=()):
    """No two lines of text overlap, nothing leaves the sheet, and what begins in a box ends in it."""
    found = texts(figure)
    shapes = [shape.buffer(-0.12) for _, shape in found]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    clashes = [(found[a][0], found[b][0]) for a, b in zip(first, second, strict=True) if a < b]
    assert clashes == [], clashes
    width, height = (side * 25.4 for side in figure.get_size_inches())
    sheet = shapely.box(0, 0, width, height)
    assert [words for words, shape in found if not sheet.contains(shape)] == []
    for box in boxes:
        room = shapely.box(box.x, box.y, box.right, box.top)
        out = [
            words for words, shape in found if room.contains(shape.centroid) and not room.buffer(0.5).contains(shape)
        ]
        assert out == [], (box, out)
