"""Words of the hand-over to QGIS: names of layers, groups, themes and fields, and of the print layout."""

from kawasan_gis.i18n import Text

LAYERS = {
    "villages": Text("Desa menurut skor", "Villages by score"),
    "borders": Text("Desa yang berbatasan", "Villages that border"),
    "candidates": Text("Calon kawasan", "Candidates"),
    "members": Text("Anggota semua calon", "Members of all candidates"),
    "outlines": Text("Batas administrasi", "Administrative borders"),
    "surroundings": Text("Wilayah di luar studi", "Outside the study"),
    "cover": Text("Wilayah lain", "Other areas"),
    "rivers": Text("Sungai", "Rivers"),
    "lines": Text("Garis lain", "Other lines"),
    "roads": Text("Jalan", "Roads"),
    "facilities": Text("Fasilitas", "Facilities"),
    "places": Text("Nama tempat", "Places"),
}
"""What the layers of the GeoPackage are called in QGIS."""

CHOSEN = {
    "candidates": Text("Batas kawasan peringkat {rank}", "Outline of rank {rank}"),
    "members": Text("Anggota peringkat {rank}", "Members of rank {rank}"),
    "villages": Text("Desa selain anggota peringkat {rank}", "Villages not of rank {rank}"),
}
"""Layers that show what belongs to one candidate."""

GROUPS = {
    "borders": Text("Batas wilayah", "Borders"),
    "candidates": Text("Calon kawasan", "Candidates"),
    "features": Text("Layer acuan", "Reference layers"),
    "villages": Text("Desa", "Villages"),
    "around": Text("Sekitar", "Around"),
}
THEMES = {
    "sheet": Text("Lampiran", "Annex"),
    "scores": Text("Skor dan calon", "Scores and candidates"),
    "location": Text("Diagram lokasi", "Location"),
}

FIELDS = {
    "border_m": Text("Panjang batas (m)", "Border length (m)"),
    "gap_m": Text("Jarak (m)", "Gap (m)"),
    "kode_a": Text("Kode desa A", "Code of village A"),
    "kode_b": Text("Kode desa B", "Code of village B"),
    "kode": Text("Kode wilayah", "Code"),
    "class": Text("Kelas", "Class"),
    "level": Text("Tingkat", "Level"),
    "studied": Text("Memuat desa studi", "Holds villages of the study"),
}
"""Fields that the tables for people do not have, or call otherwise."""

SHEET = {
    "name": Text("Lampiran, peringkat {rank}", "Annex, rank {rank}"),
    "scale": Text("Skala 1 : ", "Scale 1 : "),
}
BLANK = "." * 24
