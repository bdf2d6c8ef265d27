import numpy as np
import pytest
from area_oracle import KINDS, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from kawasan_gis.candidates.search.bounds import bound_of, scaled_values


@settings(max_examples=80)
@given(st.integers(0, 2**31), st.lists(st.sampled_from(KINDS), min_size=1, max_size=5, unique=True))
def test_sums_over_members_bound_the_worth(seed, kinds):
    """Before anything is known of an area, its gains and constant bound it, the other criteria counted in full."""
    small = small_map(seed, 7, kinds)
    rng = np.random.default_rng(seed)
    price, tilts = rng.uniform(0, 0.2, 7), rng.uniform(0, 1, (2, len(kinds)))
    for members, worth in small.worths.items():
        bound = bound_of(small.ground.program, small.ground.limits.may, len(members), price, tilts)
        others = bound.weight[~bound.linear].sum()
        most = (bound.constant + bound.gain[:, list(members)].sum(axis=1)).min() + others
        assert worth - price[list(members)].sum() <= most + 1e-12


def test_a_mean_adds_up_over_its_members():
    small = small_map(3, 6, ["mean"])
    criterion = small.criteria[0]
    z = scaled_values(small.ground.program, small.ground.limits.may, 3)
    if not np.isnan(z).any() and small.indicators["x0"].notna().all():
        x = small.indicators["x0"].to_numpy()
        assert z[:, 0].tolist() == pytest.approx(
            ((x - criterion.worst) / (criterion.best - criterion.worst) / 3).tolist()
        )


def test_extremes_and_properties_do_not_add_up():
    small = small_map(3, 6, ["min", "max", "compactness"])
    assert np.isnan(scaled_values(small.ground.program, small.ground.limits.may, 3)).all()


def test_borders_longer_than_a_perimeter_are_allowed_for():
    small = small_map(1, 6, ["compactness"])
    tight = bound_of(small.ground.program, small.ground.limits.may, 3, np.zeros(6), np.ones((1, 1)))
    assert tight.surplus == pytest.approx(0.0, abs=1e-6)
    program = small.ground.program._replace(border_m=small.ground.program.border_m * 2)
    assert bound_of(program, small.ground.limits.may, 3, np.zeros(6), np.ones((1, 1))).surplus > 100
