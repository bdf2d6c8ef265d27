"""Findings about the search and the scores."""

from kawasan_gis.i18n import Text
from kawasan_gis.kinds.kind import Kind

SEARCH: dict[str, Kind] = {
    "few_candidates": Kind(
        "warning",
        Text("hanya {value} calon yang cukup berbeda ditemukan", "only {value} distinct candidates found"),
    ),
    "cut_short": Kind(
        "warning",
        Text("pencarian dihentikan sebelum selesai ({detail})", "the search was cut short ({detail})"),
    ),
    "no_scale": Kind(
        "warning",
        Text(
            "semua kriteria berupa rata-rata, sehingga kawasan terkecil selalu unggul; beri {detail} agregat share "
            "atau sum agar ukuran ikut dihitung",
            "every criterion is a mean, so that the smallest areas win; give {detail} the aggregate share or sum to "
            "let size count",
        ),
    ),
    "not_compiled": Kind(
        "info",
        Text(
            "numba tidak terpasang: hasilnya sama, pencarian jauh lebih lambat",
            "numba is not installed: the same result, a much slower search",
        ),
    ),
    "criterion_dropped": Kind(
        "info", Text("{detail}: dinilai tanpa kriteria ini", "{detail}: scored without this criterion")
    ),
    "criterion_worst": Kind("info", Text("{detail}: dinilai paling rendah", "{detail}: scored as worst")),
}
