"""How loops are compiled, and the lock that lets one of them run at a time.

No fast-math anywhere that a figure is made: a sum or product rounds as IEEE 754 says, so the bytes of a
result do not depend on the width of the machine's registers. Fused multiply-add is asked for by name.
"""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar, cast

from numba import get_num_threads, njit, set_num_threads, types
from numba.extending import intrinsic

P = ParamSpec("P")
R = TypeVar("R")

KERNELS = RLock()
"""Held while a kernel runs: each uses every core, and some thread layers end the process on a second one."""


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a loop over all cores and keep it on disk.

    >>> from calculators.portfolio.kernels.rates import npv_rows
    >>> npv_rows.targetoptions["parallel"]
    True
    """
    return cast(Callable[P, R], njit(cache=True, parallel=True, nogil=True)(function))


def helper(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a piece that is put into the loops that call it, so that they can be vectorised.

    >>> helper(lambda x: x + 1)(2)
    3
    """
    return cast(Callable[P, R], njit(inline="always")(function))


def piece(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a piece that is called as a function.

    >>> piece(lambda x: x + 1)(2)
    3
    """
    return cast(Callable[P, R], njit(nogil=True)(function))


def one_at_a_time(function: Callable[P, R]) -> Callable[P, R]:
    """Let the kernel wait until no other runs in this process.

    >>> one_at_a_time(abs)(-2)
    2
    """

    @wraps(function)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> R:
        with KERNELS:
            return function(*args, **kwargs)

    return waiting


def on_threads(threads: int | None, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a kernel on so many threads (all when None) and put the number back.

    >>> on_threads(1, abs, -2)
    2
    """
    with KERNELS:
        before = get_num_threads()
        set_num_threads(min(threads or before, before))
        try:
            return function(*args, **kwargs)
        finally:
            set_num_threads(before)


def _fused(number: Any) -> Any:
    @intrinsic
    def multiply_and_add(_context: Any, _a: Any, _b: Any, _c: Any) -> Any:
        def generate(_target: Any, builder: Any, _signature: Any, values: Any) -> Any:
            return builder.fma(*values)

        return number(number, number, number), generate

    return multiply_and_add


fma = _fused(types.float32)
"""a × b + c in single precision, rounded once."""

fma64 = _fused(types.float64)
"""The same in double precision."""


def _chosen(order: str) -> Any:
    """Make the smaller or larger of two numbers that are never NaN: one instruction, and a plain store."""

    @intrinsic
    def choose(_context: Any, _a: Any, _b: Any) -> Any:
        signature = types.float32(types.float32, types.float32)

        def generate(_target: Any, builder: Any, _signature: Any, values: Any) -> Any:
            a, b = values
            first = builder.fcmp_ordered(order, a, b, flags=("nnan", "nsz"))
            return builder.select(first, a, b, flags=("nnan", "nsz"))

        return signature, generate

    return choose


lesser = _chosen("<")
greater = _chosen(">")
