"""Compiled where numba is there, plain Python where it is not: the same functions, the same numbers.

Functions marked ``@compiled`` take numbers, arrays and named tuples of arrays only. numba compiles them once per
machine (the result is cached beside the package) and lets go of the interpreter lock, so that threads run side by
side. They use neither ``fastmath`` nor parallel sums: every addition happens in the order that is written.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

try:
    import numba
except ImportError:  # no wheel for this machine
    COMPILED = False

    def compiled(function: Function) -> Function:
        """Leave the function as it is."""
        return function

else:
    COMPILED = not numba.config.DISABLE_JIT

    def compiled(function: Function) -> Function:
        """Compile the function when it is first called."""
        result: Function = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
        return result
