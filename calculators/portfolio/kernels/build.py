"""How loops are compiled, and how their rows are shared out to the cores.

A kernel takes the first and the last row it works on, then its arrays, and lets go of the interpreter's lock;
``over_rows`` hands out spans of rows to threads of its own. A caller never waits for a thread that has not
begun, so a busy core costs one span and not half of the work.

No fast-math anywhere that a figure is made: a sum or product rounds as IEEE 754 says, so the bytes of a
result do not depend on the width of the machine's registers. Fused multiply-add is asked for by name.
"""

import itertools
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast

from numba import get_num_threads, njit, types
from numba.extending import intrinsic

P = ParamSpec("P")
R = TypeVar("R")

SPAN = 64
"""Spans begin at multiples of this, whatever the number of threads: lanes always hold the same rows."""

_SPAN_STEPS = 300_000
_MOST_SPANS = 64


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a loop over a span of rows and keep it on disk.

    >>> from calculators.portfolio.kernels.rates import npv_rows
    >>> npv_rows.targetoptions["nogil"]
    True
    """
    return cast(Callable[P, R], njit(cache=True, nogil=True, error_model="numpy")(function))


def helper(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a piece that is put into the loops that call it, so that they can be vectorised.

    >>> helper(lambda x: x + 1)(2)
    3
    """
    return cast(Callable[P, R], njit(inline="always", error_model="numpy")(function))


def piece(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a piece that is called as a function.

    >>> piece(lambda x: x + 1)(2)
    3
    """
    return cast(Callable[P, R], njit(nogil=True, error_model="numpy")(function))


def over_rows(
    kernel: Callable[..., int | None], rows: int, *args: Any, steps: int, threads: int | None = None
) -> int:
    """Run a kernel over all rows and return its flags, put together; steps says how much work that is.

    >>> over_rows(lambda first, last: print(first, last), 3, steps=10)
    0 3
    0
    """
    spans = deque(_spans(rows, steps))
    flags: list[int] = []

    def work() -> None:
        """Take one span after the other until none is left; threads share the row of spans."""
        while True:
            try:
                first, last = spans.popleft()
            except IndexError:
                return
            flags.append(kernel(first, last, *args) or 0)

    wanted = min(threads or cores(), len(spans))
    others = [_threads().submit(work) for _ in range(wanted - 1)]
    work()
    for other in others:
        if not other.cancel():
            other.result()
    return _together(flags)


def cores() -> int:
    """Return how many cores this process may use.

    >>> cores() > 0
    True
    """
    return get_num_threads()


def _spans(rows: int, steps: int) -> list[tuple[int, int]]:
    """Return spans of about as many steps, each long enough to be worth handing over."""
    blocks = -(-rows // SPAN)
    count = max(1, min(_MOST_SPANS, steps // _SPAN_STEPS, blocks))
    edges = [min(rows, SPAN * (k * blocks // count)) for k in range(count + 1)]
    return list(itertools.pairwise(edges))


def _together(flags: list[int]) -> int:
    told = 0
    for flag in flags:
        told |= flag
    return told


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, cores() - 1), thread_name_prefix="kernel")


def _fused(number: Any) -> Any:
    @intrinsic
    def multiply_and_add(_context: Any, _a: Any, _b: Any, _c: Any) -> Any:
        """Tell the compiler the types of a × b + c and how it is made."""

        def generate(_target: Any, builder: Any, _signature: Any, values: Any) -> Any:
            """Make the machine's own fused instruction."""
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
        """Tell the compiler the types of a choice between two numbers and how it is made."""
        signature = types.float32(types.float32, types.float32)

        def generate(_target: Any, builder: Any, _signature: Any, values: Any) -> Any:
            """Compare without regard to NaN or the sign of zero, and select."""
            a, b = values
            first = builder.fcmp_ordered(order, a, b, flags=("nnan", "nsz"))
            return builder.select(first, a, b, flags=("nnan", "nsz"))

        return signature, generate

    return choose


lesser = _chosen("<")
greater = _chosen(">")
