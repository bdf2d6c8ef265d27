"""Findings about layers and what is measured on them."""

from kawasan_gis.i18n import Text
from kawasan_gis.kinds.kind import Kind

LAYERS: dict[str, Kind] = {
    "row_without_village": Kind(
        "warning", Text("baris {detail} tidak ada di batas desa", "row of {detail} has no village polygon")
    ),
    "rows_elsewhere": Kind(
        "info",
        Text(
            "{detail}: {value} baris dari luar kabupaten studi",
            "{detail}: {value} rows from outside the study's kabupaten",
        ),
    ),
    "kelurahan_without_row": Kind(
        "info", Text("{detail}: {value} kelurahan tanpa baris", "{detail}: {value} kelurahan without a row")
    ),
    "village_without_row": Kind("warning", Text("tidak ada baris di {detail}", "no row in {detail}")),
    "bad_row_code": Kind("warning", Text("kode tidak dapat dibaca: {detail}", "code cannot be read: {detail}")),
    "missing_value": Kind("warning", Text("{detail}: tidak ada data", "{detail}: no data")),
    "no_coordinates": Kind(
        "warning",
        Text("{detail}: {value} titik tanpa koordinat", "{detail}: {value} points without coordinates"),
    ),
    "zero_coordinates": Kind(
        "warning", Text("{detail}: {value} titik pada koordinat 0,0", "{detail}: {value} points at 0,0")
    ),
    "outside_country": Kind(
        "warning",
        Text("{detail}: {value} titik di luar Indonesia", "{detail}: {value} points outside Indonesia"),
    ),
    "outside_villages": Kind(
        "info",
        Text("{detail}: {value} di luar desa studi", "{detail}: {value} outside the villages of the study"),
    ),
    "empty_geometry": Kind(
        "warning", Text("{detail}: {value} baris tanpa geometri", "{detail}: {value} rows without a geometry")
    ),
    "heights_dropped": Kind(
        "info",
        Text("{detail}: {value} bentuk dengan Z atau M, dipakai x dan y saja", "{detail}: Z or M of {value} dropped"),
    ),
    "collections": Kind(
        "warning",
        Text(
            "{detail}: dari {value} kumpulan geometri dipakai bagian yang sejenis layer",
            "{detail}: of {value} geometry collections the parts of the layer's kind are used",
        ),
    ),
    "other_shapes": Kind(
        "warning",
        Text("{detail}: {value} baris {other} tidak dipakai", "{detail}: {value} rows of {other} are left out"),
    ),
    "no_extent": Kind(
        "warning",
        Text(
            "{detail}: {value} bentuk tanpa panjang atau luas tidak diukur",
            "{detail}: {value} shapes without length or area are left out",
        ),
    ),
    "shapes_repaired": Kind(
        "warning",
        Text("{detail}: {value} poligon tidak sah diperbaiki", "{detail}: {value} invalid polygons repaired"),
    ),
    "repeated_rows": Kind(
        "warning",
        Text(
            "{detail}: {value} baris sama persis dengan baris lain, semuanya dihitung",
            "{detail}: {value} rows equal another one in everything; all are counted",
        ),
    ),
    "impossible_coordinates": Kind(
        "warning",
        Text(
            "{detail}: {value} bentuk dengan koordinat mustahil tidak dipakai",
            "{detail}: {value} shapes with impossible coordinates are left out",
        ),
    ),
    "areas_as_points": Kind(
        "info",
        Text(
            "{detail}: {value} bidang OpenStreetMap dipakai sebagai titik di dalamnya",
            "{detail}: {value} areas of OpenStreetMap are taken as a point inside each",
        ),
    ),
    "unknown_code": Kind(
        "warning",
        Text(
            "{detail}: {value} baris berkode yang tidak dikenal ({other})",
            "{detail}: {value} rows with codes the vocabulary does not know ({other})",
        ),
    ),
    "layer_beside": Kind(
        "warning",
        Text("{detail}: terletak {value} km di luar desa studi", "{detail}: lies {value} km beside the villages"),
    ),
    "class_not_found": Kind(
        "warning",
        Text("{detail}: kelas {other} tidak ada pada raster", "{detail}: class {other} does not occur in the raster"),
    ),
    "unknown_class": Kind(
        "warning",
        Text(
            "{detail}: kode {value} tidak dikenal dalam tabel kelas {other}",
            "{detail}: the table of classes {other} does not know code {value}",
        ),
    ),
    "partly_covered": Kind(
        "warning",
        Text(
            "{detail}: raster hanya menutupi {value} % desa",
            "{detail}: the raster covers only {value} % of the village",
        ),
    ),
    "names_to_review": Kind(
        "warning",
        Text(
            "{detail}: {value} nama belum cocok; isi matches_to_review.csv",
            "{detail}: {value} names are not matched; fill in matches_to_review.csv",
        ),
    ),
    "names_set_aside": Kind(
        "info",
        Text("{detail}: {value} baris dikesampingkan dengan -", "{detail}: {value} rows set aside with -"),
    ),
    "answers_unused": Kind(
        "warning",
        Text(
            "{detail}: {value} jawaban tidak cocok dengan baris mana pun",
            "{detail}: {value} answers belong to no row",
        ),
    ),
    "unit_without_row": Kind("warning", Text("{detail} tanpa baris", "{detail} has no row")),
    "no_weight": Kind(
        "warning",
        Text(
            "{detail}: tidak ada bobot untuk membagi nilai ke desa",
            "{detail}: no weights to spread the value to villages by",
        ),
    ),
    "no_total": Kind(
        "warning",
        Text("jumlahnya nol, tidak dapat dibagi: {detail}", "adds up to nothing, cannot be divided by: {detail}"),
    ),
    "lines_left_out": Kind(
        "info",
        Text(
            "{detail}: {value} % panjangnya tidak digambar di peta, agar berkasnya tetap ringan",
            "{detail}: {value} % of the length is not drawn on the map, to keep its file light",
        ),
    ),
    "places_left_out": Kind(
        "info",
        Text(
            "{detail}: {value} nama tempat tidak ditulis di peta, hanya {other} yang pertama; pilih dengan where",
            "{detail}: {value} names of places are not written on the map, only the first {other}; choose with where",
        ),
    ),
    "places_without_name": Kind(
        "info",
        Text("{detail}: {value} titik tanpa nama tidak ditulis di peta", "{detail}: {value} points have no name"),
    ),
    "unprintable": Kind(
        "warning",
        Text(
            "{value} baris pada lampiran memuat huruf yang tidak dapat dicetak: {detail}",
            "{value} lines of the annex hold characters that cannot be printed: {detail}",
        ),
    ),
}
