import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError
from kawasan_gis.presets import Preset

CRITERIA = tuple(
    Criterion(indicator=name, worst=0, best=1, weight=weight, stance=stance)
    for name, weight, stance in (
        ("ike", 2, "need"),
        ("smp", 1, "need"),
        ("sawah", 3, "potential"),
        ("jalan", 0, "potential"),
    )
)


def weights(preset, criteria=CRITERIA):
    return [criterion.weight for criterion in preset.reweighted(criteria)]


def test_only_named_weights_change():
    preset = Preset(name=" Kelompok tani ", weights={"jalan": 2.5, "ike": 0})
    assert preset.name == "Kelompok tani"
    assert weights(preset) == [0, 1, 3, 2.5]
    again = [
        one.model_copy(update={"weight": two.weight})
        for one, two in zip(preset.reweighted(CRITERIA), CRITERIA, strict=True)
    ]
    assert tuple(again) == CRITERIA
    assert weights(Preset(name="x")) == [2, 1, 3, 0]


def test_need_shares_the_total_between_the_stances_after_the_weights():
    assert weights(Preset(name="x", weights={"sawah": 1}, need=0.25)) == pytest.approx([2 / 3, 1 / 3, 3, 0])
    assert weights(Preset(name="x", need=0)) == [0, 0, 6, 0]
    assert weights(Preset(name="x", need=1)) == [4, 2, 0, 0]


positive = st.floats(1e-3, 1e3)


@given(st.lists(positive, min_size=2, max_size=2), st.lists(positive, min_size=2, max_size=2), st.floats(0, 1))
def test_need_keeps_the_total_and_the_proportions(need, potential, share):
    given_weights = dict(zip(("ike", "smp", "sawah", "jalan"), [*need, *potential], strict=True))
    found = weights(Preset(name="x", weights=given_weights, need=share))
    total = sum(given_weights.values())
    assert sum(found) == pytest.approx(total, rel=1e-12)
    assert sum(found[:2]) == pytest.approx(share * total, rel=1e-12)
    assert found[0] * need[1] == pytest.approx(found[1] * need[0], rel=1e-12)
    assert found[2] * potential[1] == pytest.approx(found[3] * potential[0], rel=1e-12)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"weights": {"ikee": 1, "ike": 1}}, "preset P: there is no criterion ikee, did you mean ike?"),
        ({"weights": {"ike": 0, "smp": 0, "sawah": 0}}, "preset P: the weights are all zero"),
        ({"weights": {"sawah": 0}, "need": 0.5}, "only criteria of need have a weight"),
        ({"weights": {"ike": 0, "smp": 0}, "need": 0.0}, "only criteria of potential have a weight"),
    ],
)
def test_presets_that_do_not_fit_the_criteria(options, words):
    with pytest.raises(StudyError) as raised:
        Preset(name="P", **options).reweighted(CRITERIA)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    "options",
    [
        {"name": " "},
        {"weights": {"ike": -1}},
        {"weights": {"ike": math.inf}},
        {"need": 1.1},
        {"need": math.nan},
        {"stance": 1},
    ],
)
def test_presets_that_are_none(options):
    with pytest.raises(StudyError):
        Preset(**{"name": "P", **options})
