import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawasan_gis.maps import style

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SEEN = {
    "full": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour, seen):
    """CIELAB of a colour as an eye of that kind sees it."""
    srgb = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    x, y, z = TO_XYZ @ np.clip(np.asarray(SEEN[seen]) @ linear, 0, 1) / [0.9505, 1.0, 1.089]
    f = [np.cbrt(part) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("seen", SEEN)
def test_ramp_darkens_evenly_for_every_eye(seen):
    lightness = [lab(colour, seen)[0] for colour in style.RAMP]
    assert all(light - dark > 9 for light, dark in itertools.pairwise(lightness))


@pytest.mark.parametrize("seen", SEEN)
def test_no_data_is_unlike_every_class(seen):
    for colour in style.RAMP:
        assert np.linalg.norm(lab(colour, seen) - lab(style.NO_DATA, seen)) > 8


def test_a_class_holds_its_lower_bound_and_not_its_upper():
    classes = style.Classes((0.0, 1.0, 2.0), ("a", "b"), 1)
    values = pd.Series([0.0, 0.9, 1.0, 2.0, np.nan], index=list("vwxyz"))
    assert classes.of(values).to_dict() == {"v": 0, "w": 0, "x": 1, "y": 1, "z": -1}


def test_a_few_whole_numbers_get_a_class_each():
    classes = style.classify(pd.Series([0.0, 0.0, 1.0, 3.0, 3.0, np.nan]))
    assert classes.labels() == ["0", "1 \u2013 2", "3"]
    assert classes.colours == (style.RAMP[0], style.RAMP[2], style.RAMP[4])


def test_labels_are_written_as_the_language_does():
    classes = style.Classes((0.0, 1234.5, 2000.25), ("a", "b"), 2)
    assert classes.labels("id") == ["0,00 \u2013 1.234,50", "1.234,50 \u2013 2.000,25"]
    assert classes.labels("en") == ["0.00 \u2013 1,234.50", "1,234.50 \u2013 2,000.25"]


@pytest.mark.parametrize(
    ("values", "labels"), [([], []), ([np.nan], []), ([7.0, 7.0], ["7"]), ([0.25, 0.25], ["0,250"])]
)
def test_columns_with_little_in_them(values, labels):
    assert style.classify(pd.Series(values, dtype="float64")).labels() == labels


@given(
    st.lists(
        st.one_of(st.just(float("nan")), st.integers(-50, 50).map(float), st.floats(-1e6, 1e6, width=32)), max_size=60
    )
)
def test_every_class_is_filled_and_every_value_lies_in_its_class(listed):
    values = pd.Series(listed, dtype="float64")
    classes = style.classify(values)
    found = classes.of(values)
    assert sorted(set(found) - {-1}) == list(range(len(classes.colours)))
    assert (found == -1).equals(values.isna())
    for value, place in zip(values, found, strict=True):
        if place >= 0:
            assert classes.edges[place] <= value <= classes.edges[place + 1]
    assert len(classes.labels()) == len(classes.colours) <= 5


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([1.0, 5.0], 0), ([0.1, 0.9], 3), ([0.5, 40.0], 1), ([0.5, 4000.0], 0), ([np.nan], 0), ([0.00012, 0.00034], 6)],
)
def test_shown_decimals(values, decimals):
    assert style.shown_decimals(pd.Series(values)) == decimals


@pytest.mark.parametrize(("column", "unit"), [("rice_ha", "ha"), ("market_min", "menit"), ("idm", ""), ("ha", "")])
def test_unit_from_a_name(column, unit):
    assert style.unit(style.suffix(column)) == unit


def test_an_unknown_unit_stays_as_it_is():
    assert style.unit("ton/ha", "en") == "ton/ha"
    assert style.unit("min", "en") == "min"


def test_a_limit_is_told_in_per_cent():
    assert style.limit("Hutan", 0.1234, 0.2) == "Hutan: 12,3 % dari luas (batas 20 %)"
    assert style.limit("Forest", 0.2, 0.125, "en") == "Forest: 20.0 % of the area (limit 12.5 %)"
