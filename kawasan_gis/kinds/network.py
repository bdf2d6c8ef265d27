"""Findings about roads, rivers and travel times."""

from kawasan_gis.i18n import Text
from kawasan_gis.kinds.kind import Kind

NETWORK: dict[str, Kind] = {
    "unknown_road_class": Kind(
        "warning",
        Text(
            "{value} % panjang jalan berkelas tidak dikenal, dipakai {other} km/jam ({detail})",
            "{value} % of the length of roads is of unknown class, taken at {other} km/h ({detail})",
        ),
    ),
    "network_parts": Kind(
        "info",
        Text(
            "jaringan terdiri dari {other} bagian; {value} % panjangnya ({detail} km) di luar bagian terbesar",
            "the network has {other} parts; {value} % of its length ({detail} km) is outside the largest",
        ),
    ),
    "off_network": Kind(
        "warning",
        Text("tidak ada jalan atau sungai dalam {value} km dari desa", "no road or river within {value} km"),
    ),
    "unreached": Kind("warning", Text("{detail}: tidak terjangkau", "{detail}: nothing can be reached")),
    "places_off_network": Kind(
        "warning",
        Text(
            "{detail}: {value} titik tidak terjangkau dari desa mana pun",
            "{detail}: {value} points can be reached from no village",
        ),
    ),
    "without_settlement": Kind(
        "info",
        Text(
            "{value} desa tanpa permukiman pada layer; berangkat dari titik di dalam desa",
            "{value} villages without a settlement in the layer; they set out from a point inside",
        ),
    ),
    "landing_alone": Kind(
        "warning",
        Text(
            "{value} dermaga tanpa jalan atau tanpa sungai dalam {detail} m",
            "{value} landings without a road or without a water within {detail} m",
        ),
    ),
    "unknown_surface": Kind(
        "warning",
        Text(
            "{detail}: {value} % panjang jalan tidak diketahui permukaannya",
            "{detail}: of {value} % of the length of roads the surface is not known",
        ),
    ),
    "no_road": Kind("info", Text("{detail}: tidak ada jalan di desa", "{detail}: no road in the village")),
    "no_landing": Kind(
        "warning",
        Text(
            "jalan dan sungai tidak bertemu dalam {detail} m; keduanya terpisah",
            "roads and waters do not meet within {detail} m; they stay apart",
        ),
    ),
    "straight_lines": Kind("info", Text("waktu tempuh {detail}", "travel times: {other}")),
}
