"""Names and units of indicators."""

import pandas as pd
import pytest

from kawasan_gis.maps.content.labels import described, is_share, label, unit, with_origin

ABOUT = pd.DataFrame(
    {
        "label": ["Penduduk miskin", "", None],
        "unit": ["percent", "", None],
        "measure": ["value", "cover_share", None],
        "data_per": ["kecamatan", "", None],
    },
    index=["poor", "forest", "x_km"],
)


def test_a_label_tells_when_numbers_are_not_of_villages():
    assert label("poor", ABOUT, "id") == "Penduduk miskin (dari data kecamatan)"
    assert label("poor", ABOUT, "en") == "Penduduk miskin (from kecamatan data)"
    assert [label(name, ABOUT, "id") for name in ("forest", "x_km", "y")] == ["forest", "x_km", "y"]
    assert label("poor", None, "id") == "poor"
    assert with_origin("Apa", described("poor", ABOUT), "id") == "Apa (dari data kecamatan)"


@pytest.mark.parametrize(("name", "said"), [("poor", "%"), ("forest", ""), ("x_km", "km"), ("y_min", "menit")])
def test_units(name, said):
    assert unit(name, ABOUT, "id") == said


def test_shares_are_told_by_their_measure_or_their_name():
    low, high = pd.Series([0.0, 1.0]), pd.Series([0.0, 40.0])
    assert is_share(low, "forest", ABOUT)
    assert is_share(low, "road_share", None)
    assert not is_share(high, "road_share", None)
    assert not is_share(low, "poor", ABOUT)
