"""The page's classes against Python's: the same bounds and colours for any scores."""

import numpy as np
import pandas as pd
import pytest

from kawasan_gis.maps import style
from kawasan_gis.maps.page import asset

RAMPS = [list(style.colours(count)) for count in style.STEPS]


@pytest.fixture(scope="module")
def tab(browser):
    """A page that holds the classes and nothing else."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_script_tag(content=asset("classify.js"))
    yield page
    context.close()


def agree(tab, values, decimals):
    plain = [None if np.isnan(value) else float(value) for value in values]
    found = tab.evaluate("([values, decimals, ramps]) => kawasanClassify(values, decimals, ramps)",
                         [plain, decimals, RAMPS])  # fmt: skip
    expected = style.classify(pd.Series(values, dtype="float64"), decimals=decimals)
    np.testing.assert_allclose(found["edges"], expected.edges, rtol=0, atol=1e-12)
    assert found["colours"] == list(expected.colours)


@pytest.mark.parametrize("seed", range(40))
def test_classes_are_those_of_python(tab, seed):
    rng = np.random.default_rng(seed)
    values = np.round(rng.beta(*rng.uniform(0.3, 4, 2), size=rng.integers(1, 300)), 3)
    values[rng.random(values.size) < rng.choice([0, 0.2])] = np.nan
    agree(tab, values, 3)


@pytest.mark.parametrize(
    "values", [[], [np.nan], [0.25], [0.5, 0.5], [0.0, 1.0], [0.1, 0.1, 0.1, 0.9], [0.0] * 9 + [1.0]]
)
def test_few_or_equal_scores(tab, values):
    agree(tab, np.array(values, dtype="float64"), 3)


@pytest.mark.parametrize("values", [[1, 2, 3], [0, 0, 4, 9, 12, 13, 40, 41, 90], [5]])
def test_whole_numbers(tab, values):
    agree(tab, np.array(values, dtype="float64"), 0)
