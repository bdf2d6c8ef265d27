"""Compiled where numba is there, plain Python where it is not: the same functions, the same numbers.

Functions marked ``@compiled`` take numbers, arrays and named tuples of arrays only. numba compiles them once per
machine (the result is cached beside the package) and lets go of the interpreter lock, so that threads run side by
side. They use neither ``fastmath`` nor parallel sums: every addition happens in the order that is written.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

try:
    import numba

    config: Any = numba.config
except ImportError:  # no wheel for this machine
    COMPILED = False

    def compiled(function: Function) -> Function:
        """Leave the function as it is."""
        return function

else:
    COMPILED = not config.DISABLE_JIT
    HERE = Path(__file__).parent

    def _digest() -> str:
        """Name the present state of all compiled sources: numba would not notice a change in a function called."""
        sources = (path.read_bytes() for path in sorted(HERE.rglob("*.py")))
        return hashlib.sha256(b"".join(source for source in sources if b"@compiled" in source)).hexdigest()[:16]

    CACHE = HERE / "__pycache__" / f"compiled-{_digest()}"

    def compiled(function: Function) -> Function:
        """Compile the function when it is first called."""
        before = config.CACHE_DIR
        config.CACHE_DIR = str(CACHE) if os.access(HERE, os.W_OK) else before
        try:
            result: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
        finally:
            config.CACHE_DIR = before
        return cast("Function", _for_all_numbers(result) if COMPILED else result)

    def _for_all_numbers(function: Any) -> Any:
        """Keep numba from compiling ``f(0)`` and ``f(n)`` apart: it hands constants on as types of their own."""
        resolve: Any = function.get_call_template
        plain: Any = numba.types.unliteral

        def resolve_plain(args: Any, named: Any) -> Any:
            return resolve([plain(one) for one in args], {name: plain(one) for name, one in named.items()})

        function.get_call_template = resolve_plain
        return function
