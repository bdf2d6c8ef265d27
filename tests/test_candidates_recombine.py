"""Redrawn partitions on a small map: what they count, what is remembered, and that they only get better."""

import numpy as np
import pytest
from drawing import draw_villages
from plotted import blocks_of, check_partition, counts_by_block, field_of

from kawasan_gis.candidates.kernels.blocks import LIKENESS, PER_VILLAGE
from kawasan_gis.candidates.kernels.recombine import anneal, counts_of, keep_area
from kawasan_gis.candidates.rules.rules import Rules

# One worker, so that the loops of partitions are compiled once.
pytestmark = pytest.mark.xdist_group("search")

VILLAGES = draw_villages("abcd\nefgh\nijkl")
RULES = Rules(min_villages=2, max_villages=4)
# One kawasan of the first column and d; the rest on its own.
LABEL = np.array([0, 1, 2, 3, 0, 5, 6, 3, 0, 9, 10, 11])


def test_every_block_counts_what_it_would_alone():
    _, field, _ = field_of(VILLAGES, RULES, PER_VILLAGE)
    counts, sizes = np.ones(12), np.ones(12, np.int64)
    assert counts_of(field, LABEL, counts, sizes) == 2
    assert sizes.tolist() == [3, 1, 1, 2, 0, 1, 1, 0, 0, 1, 1, 1]
    assert counts[sizes > 0].tolist() == counts_by_block(field, LABEL)
    assert set(counts[sizes == 0]) == {0.0}


def test_the_oldest_area_gives_way():
    areas = np.full((2, 3), -7)
    kept = 0
    for members in ([4, 5, 6], [1, 2, 9], [3, 9, 9]):
        kept = keep_area(areas, kept, np.array(members), 3 if members[0] == 4 else 2 if members[0] == 1 else 1)
    assert kept == 3
    assert areas.tolist() == [[3, -1, -1], [1, 2, -1]]


@pytest.mark.parametrize("kind", [PER_VILLAGE, LIKENESS])
@pytest.mark.parametrize("areas", [2, 9])
def test_without_heat_a_redrawn_partition_is_never_worth_less(kind, areas):
    _, field, _ = field_of(VILLAGES, RULES, kind, areas=areas)
    draws = np.random.default_rng(1).random(997)
    before = sum(counts_by_block(field, LABEL))
    for budget in (1, 40, 400):
        label, met = LABEL.copy(), np.full((50, 4), -1)
        looked, kept = anneal(field, label, draws, budget, 0.0, met, 0)
        assert looked > 0
        after = check_partition(VILLAGES, field, label, areas)
        assert after >= before - 1e-9
        for row in met[: min(kept, 50)]:
            assert 2 <= (row >= 0).sum() <= 4
    assert after > before
    if areas == 9:
        # All twelve villages can be placed, and are.
        assert all(len(block) >= 2 for block in blocks_of(label))


def test_a_part_that_breaks_a_rule_counts_nothing():
    # Villages of a square kilometre: four together are too large, so that only three or two are worth it.
    _, field, _ = field_of(VILLAGES, Rules(min_villages=2, max_villages=4, max_area_ha=350), PER_VILLAGE)
    label = LABEL.copy()
    anneal(field, label, np.random.default_rng(3).random(997), 600, 0.0, np.full((50, 4), -1), 0)
    assert check_partition(VILLAGES, field, label, 9) > sum(counts_by_block(field, LABEL))
    assert max(len(block) for block in blocks_of(label)) <= 3


def test_the_same_draws_give_the_same_partition():
    _, field, _ = field_of(VILLAGES, RULES, PER_VILLAGE)
    draws, labels = np.random.default_rng(2).random(997), []
    for _ in range(2):
        label = LABEL.copy()
        anneal(field, label, draws, 300, 10.0, np.full((50, 4), -1), 0)
        labels.append(label.tolist())
    assert labels[0] == labels[1]
    check_partition(VILLAGES, field, label, 9)
