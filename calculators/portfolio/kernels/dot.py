"""Σ whole numbers × factors of one row, eight at a time in one register.

Written for the compiler itself, because it does not keep eight partial sums in a register by itself while
sums must round in the order written. Where registers are narrower it takes two or four, in the same order.
"""

from typing import Any

import numba.core.cgutils
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

WIDE = 8
_WORD, _NUMBER = ir.IntType(64), ir.DoubleType()
_WORDS, _NUMBERS = ir.VectorType(_WORD, WIDE), ir.VectorType(_NUMBER, WIDE)
_TOOLS: Any = numba.core.cgutils
_FUSED = ir.FunctionType(_NUMBERS, [_NUMBERS, _NUMBERS, _NUMBERS])


def _typed(_context: Any, _row: Any, _factors: Any, _last: Any) -> Any:
    return types.float64(_row, _factors, _last), _generate


def _generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    row, factors, last = (
        context.make_array(kind)(context, builder, value)
        for kind, value in zip(signature.args, values, strict=True)
    )
    size = builder.extract_value(row.shape, 0)
    total = _TOOLS.alloca_once_value(builder, ir.Constant(_NUMBERS, [0.0] * WIDE))
    with _TOOLS.for_range(builder, builder.sdiv(size, _WORD(WIDE))) as group:
        start = builder.mul(group.index, _WORD(WIDE))
        _add(builder, total, row, factors, start, start)
    _add(builder, total, row, last, builder.sub(size, _WORD(WIDE)), _WORD(0))
    return _folded(builder, builder.load(total))


def _add(builder: Any, total: Any, row: Any, factors: Any, at: Any, of_factor: Any) -> None:
    flows = builder.sitofp(_eight(builder, row, at, _WORDS), _NUMBERS)
    fused = _TOOLS.get_or_insert_function(builder.module, _FUSED, "llvm.fma.v8f64")
    terms = (flows, _eight(builder, factors, of_factor, _NUMBERS), builder.load(total))
    builder.store(builder.call(fused, terms), total)


def _eight(builder: Any, array: Any, start: Any, kind: Any) -> Any:
    place = builder.gep(array.data, [start])
    return builder.load(builder.bitcast(place, kind.as_pointer()), align=8)


def _folded(builder: Any, numbers: Any) -> Any:
    """Add the upper half to the lower until one number is left."""
    width = WIDE
    while width > 1:
        width //= 2
        low, high = (
            ir.Constant(ir.VectorType(ir.IntType(32), width), list(range(first, first + width)))
            for first in (0, width)
        )
        empty = ir.Constant(numbers.type, ir.Undefined)
        halves = (builder.shuffle_vector(numbers, empty, mask) for mask in (low, high))
        numbers = builder.fadd(*halves)
    return builder.extract_element(numbers, ir.IntType(32)(0))


dot: Any = intrinsic(_typed)
"""dot(row, factors, last): Σ row × factors of at least eight numbers, the last eight under ``last``.

``last`` holds 0 for those that whole groups of eight have counted.
"""
