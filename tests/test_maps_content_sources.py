"""Where the numbers and borders come from."""

import pandas as pd
import pytest
from map_study import data_of, whole_map

from kawasan_gis.maps.content.sources import provenance, source_lines


def test_sources_are_listed_once_with_year_and_licence():
    assert data_of(whole_map().html())["sources"] == [
        "Batas desa: BIG, 2024 (lisensi bebas)",
        "Sawah: BIG, 2021 (lisensi CC BY 4.0)",
        "Sekolah: Dapodik, 2019",
        "Jalan",
    ]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ({"name": "Jalan", "licence": "ODbL"}, "Jalan (lisensi ODbL)"),
        ({"layer": "jalan", "year": 2020.0}, "Jalan: 2020"),
        ({"source": "BIG"}, "BIG"),
        ("kata sendiri", "kata sendiri"),
    ],
)
def test_what_is_not_known_is_left_out(source, line):
    assert source_lines([source, source, {}], None, "id") == [line]


def test_of_an_indicator_nobody_described():
    about = pd.DataFrame({"source": ["BIG"], "year": [2021.0], "licence": [None]}, index=["x"])
    assert provenance("x", about, "id") == "BIG, 2021"
    assert provenance("y", about, "id") == provenance("x", None, "id") == ""
