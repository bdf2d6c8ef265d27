"""Findings about boundaries and who borders whom."""

from kawasan_gis.i18n import Text
from kawasan_gis.kinds.kind import Kind

VILLAGES: dict[str, Kind] = {
    # Boundaries
    "bad_code": Kind("error", Text("kode desa tidak dapat dibaca: {detail}", "village code cannot be read: {detail}")),
    "duplicate_code": Kind("error", Text("kode dipakai oleh {value} poligon", "code used by {value} polygons")),
    "null_geometry": Kind("warning", Text("tanpa poligon; baris tidak dipakai", "no polygon; the row is left out")),
    "not_polygon": Kind(
        "warning",
        Text("bukan poligon ({detail}); baris tidak dipakai", "not a polygon ({detail}); the row is left out"),
    ),
    "repaired": Kind(
        "info",
        Text(
            "poligon tidak sah, diperbaiki; luas berubah {value} ha",
            "invalid polygon repaired; area changed by {value} ha",
        ),
    ),
    "multipart": Kind("info", Text("terdiri dari {value} bagian", "made of {value} parts")),
    "overlap": Kind("warning", Text("tumpang tindih {value} ha dengan {other}", "overlaps {other} by {value} ha")),
    "gap": Kind("warning", Text("celah {value} ha di dekat {other}", "gap of {value} ha near {other}")),
    "duplicate_name": Kind(
        "warning",
        Text(
            "nama {detail} dipakai lebih dari satu desa dalam kabupaten",
            "name {detail} used more than once in the kabupaten",
        ),
    ),
    "kelurahan": Kind("info", Text("kelurahan", "kelurahan")),
    "unknown_status": Kind(
        "warning",
        Text(
            "{value} unit tidak diketahui desa atau kelurahan: aturan kelurahan tidak berlaku baginya",
            "{value} units may be desa or kelurahan: the rule on kelurahan does not reach them",
        ),
    ),
    "stray": Kind("error", Text("terletak di luar Indonesia", "lies outside Indonesia")),
    "no_name": Kind("warning", Text("kode tanpa nama {detail}", "code without a name of its {detail}")),
    "other_name": Kind("info", Text("nama di daftar kode: {detail}", "name in the code list: {detail}")),
    "name_without_polygon": Kind(
        "warning",
        Text(
            "{detail} ada di daftar kode tetapi tidak punya poligon",
            "{detail} is in the code list but has no polygon",
        ),
    ),
    "z_dropped": Kind(
        "info",
        Text("koordinat tinggi (Z) pada {value} poligon dibuang", "height (Z) dropped from {value} polygons"),
    ),
    "crs": Kind("info", Text("diukur dalam {detail}", "measured in {detail}")),
    "straddles_equator": Kind(
        "info",
        Text(
            "melintasi khatulistiwa; satu zona dipakai: {detail}",
            "lies across the equator; one zone used: {detail}",
        ),
    ),
    "straddles_zone": Kind(
        "info",
        Text(
            "melintasi batas zona UTM; satu zona dipakai: {detail}",
            "lies across a UTM zone line; one zone used: {detail}",
        ),
    ),
    "small_overlaps": Kind(
        "info",
        Text("{value} tumpang tindih kecil, total {detail} ha", "{value} small overlaps, {detail} ha in all"),
    ),
    "small_gaps": Kind(
        "info", Text("{value} celah kecil, total {detail} ha", "{value} small gaps, {detail} ha in all")
    ),
    "surroundings_left_out": Kind(
        "info",
        Text(
            "{value} desa di luar studi tanpa poligon yang dapat dipakai, tidak digambar: {detail}",
            "{value} villages outside the study have no usable polygon and are not drawn: {detail}",
        ),
    ),
    # Graph
    "short_border": Kind(
        "info",
        Text(
            "bertemu {other} hanya sepanjang {value} m; tidak dihitung berbatasan",
            "meets {other} along only {value} m; not counted as a border",
        ),
    ),
    "isolate": Kind("warning", Text("tidak berbatasan dengan desa mana pun", "borders no other village")),
    "component": Kind("info", Text("kelompok terpisah berisi {value} desa", "separate group of {value} villages")),
}
