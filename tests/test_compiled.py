import numba
import pytest

from kawasan_gis import compiled as compiled_module
from kawasan_gis.candidates.kernels.exhaust import exhaust
from kawasan_gis.compiled import COMPILED, compiled

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


def test_a_change_in_any_compiled_source_is_seen_by_the_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled_module, "HERE", tmp_path)
    (tmp_path / "deep").mkdir()
    loop, other = tmp_path / "deep" / "loop.py", tmp_path / "other.py"
    loop.write_text("@compiled\ndef f(): return 1\n")
    other.write_text("def g(): return 1\n")
    before = compiled_module._digest()
    other.write_text("def g(): return 2\n")
    assert compiled_module._digest() == before
    loop.write_text("@compiled\ndef f(): return 2\n")
    assert compiled_module._digest() != before


def test_a_constant_is_compiled_with_the_numbers_it_is_one_of():
    @compiled
    def twice(value):
        return value + value

    @compiled
    def all_ways(value):
        count = 0
        for _ in range(value):
            count += 1 + twice(count)
        return twice(0), twice(value), count

    assert all_ways(3) == (0, 6, 13)
    assert twice.signatures == [(numba.int64,)]
