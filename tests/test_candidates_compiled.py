import numba
import pytest

from kawasan_gis.candidates.kernels.compiled import COMPILED, compiled
from kawasan_gis.candidates.kernels.exhaust import exhaust

pytestmark = pytest.mark.skipif(not COMPILED, reason="there is no compiler here")


def test_the_search_is_compiled_lets_go_of_the_lock_and_keeps_the_order_of_additions():
    options = exhaust.targetoptions
    assert options["nogil"]
    assert not options.get("fastmath")
    assert not options.get("parallel")


def test_a_compiled_function_divides_like_numpy():
    @compiled
    def half(value):
        return value / 0.0

    assert isinstance(half, numba.core.dispatcher.Dispatcher)
    assert half(1.0) == float("inf")
