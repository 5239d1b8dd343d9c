"""PPP payments of many contracts and periods: exact in fen, rounded once.

    fee       = base × index × coefficient
    deducted  = min(Σ deductions, deduction_cap_share × fee)
    payable   = fee − deducted rounded half up, at most payment_cap, at least 0

Shapes  base, deduction_cap_share, payment_cap: (contracts,); index, coefficient: (contracts, periods);
        deductions: (contracts, periods, lines).
Units   amounts in fen; index, coefficient and cap share in millionths (1_050_000 is 1.05).
        fee is told in whole fen and deducted is fee − payable before the cap, so that the lines foot.
        status adds 1 (deductions held to their share), 2 (payment cap), 4 (below zero, carried forward).
Errors  CalculationError: those of calculators.portfolio.arrays, negative_payable, too_many_lines.
Source  The scalar calculator ppp.statement with one component and one fully linked share; SPEC.sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.portfolio.arrays import (
    MAX_AMOUNT,
    MAX_PERIODS,
    IntArray,
    fen_row,
    fen_table,
    plainly,
    whole_row,
)

MILLION = 10**6
HIGHEST_FACTOR = 100 * MILLION
"""Index and coefficient reach at most 100 each."""

MAX_LINES = 64
_CARRIED = 4


@dataclass(frozen=True, slots=True)
class Payments:
    """Payments by contract and period; ``carried_forward`` is negative or zero."""

    fee: IntArray
    deducted: IntArray
    payable: IntArray
    carried_forward: IntArray
    status: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _Terms:
    base: IntArray
    index: IntArray
    coefficient: IntArray
    deductions: IntArray
    cap_share: IntArray
    payment_cap: IntArray


def payments(
    base: IntArray | Sequence[int],
    *,
    index: IntArray | Sequence[Sequence[int]],
    coefficient: IntArray | Sequence[Sequence[int]],
    deductions: IntArray | Sequence[Sequence[Sequence[int]]],
    deduction_cap_share: IntArray | Sequence[int] | None = None,
    payment_cap: IntArray | Sequence[int] | None = None,
    is_carried_forward: bool = False,
) -> Payments:
    """Return what every contract is paid in every period.

    >>> due = payments([100_00], index=[[1_020_000]], coefficient=[[950_000]], deductions=[[[5_00]]])
    >>> due.payable.tolist()
    [[9190]]
    """
    from calculators.portfolio.kernels.build import over_rows
    from calculators.portfolio.kernels.payments import payment_rows

    terms = _checked(base, index, coefficient, deductions, deduction_cap_share, payment_cap)
    fee, deducted, payable = (np.empty(terms.index.shape, np.int64) for _ in range(3))
    status = np.empty(terms.index.shape, np.int8)
    over_rows(
        payment_rows, terms.base.size,
        terms.base, terms.index, terms.coefficient, terms.deductions, terms.cap_share, terms.payment_cap,
        fee, deducted, payable, status, steps=5 * status.size,
    )  # fmt: skip
    return _told(fee, deducted, payable, status, is_carried_forward)


def payments_reference(
    base: IntArray | Sequence[int],
    *,
    index: IntArray | Sequence[Sequence[int]],
    coefficient: IntArray | Sequence[Sequence[int]],
    deductions: IntArray | Sequence[Sequence[Sequence[int]]],
    deduction_cap_share: IntArray | Sequence[int] | None = None,
    payment_cap: IntArray | Sequence[int] | None = None,
    is_carried_forward: bool = False,
) -> Payments:
    """Return the same with unbounded integers inside numpy, to check the compiled loop against.

    >>> due = payments_reference([1], index=[[500_000]], coefficient=[[1_000_000]], deductions=[[[0]]])
    >>> due.payable.tolist()
    [[1]]
    """
    terms = _checked(base, index, coefficient, deductions, deduction_cap_share, payment_cap)
    scale = MILLION**3
    product = terms.base[:, None].astype(object) * terms.index * terms.coefficient * MILLION
    fee = _half_up(product, scale)
    asked = terms.deductions.sum(axis=2).astype(object)
    cap = product // MILLION * terms.cap_share[:, None].astype(object)
    is_held = (terms.cap_share < MILLION)[:, None] & (asked * scale > cap).astype(bool)
    left = np.where(is_held, _half_up(product - cap, scale), fee - asked)
    limit = terms.payment_cap[:, None]
    is_capped = (left > limit).astype(bool)
    status = is_held + 2 * is_capped + _CARRIED * (~is_capped & (left < 0).astype(bool))
    payable = np.clip(left, 0, limit)
    shown, deducted, paid = (part.astype(np.int64) for part in (fee, fee - left, payable))
    return _told(shown, deducted, paid, status.astype(np.int8), is_carried_forward)


def _half_up(above: NDArray[Any], below: int) -> NDArray[Any]:
    rounded: NDArray[Any] = (2 * above + below) // (2 * below)
    return rounded


def _told(
    fee: IntArray, deducted: IntArray, payable: IntArray, status: NDArray[np.int8], is_carried_forward: bool
) -> Payments:
    carried = np.where(status & _CARRIED, fee - deducted, 0)
    if not is_carried_forward and bool(carried.any()):
        raise CalculationError(
            "negative_payable", "deductions", "more is taken off than the fee, and nothing is carried over"
        )
    return Payments(fee, deducted, payable, carried, status)


def _checked(
    base: IntArray | Sequence[int],
    index: IntArray | Sequence[Sequence[int]],
    coefficient: IntArray | Sequence[Sequence[int]],
    deductions: IntArray | Sequence[Sequence[Sequence[int]]],
    cap_share: IntArray | Sequence[int] | None,
    payment_cap: IntArray | Sequence[int] | None,
) -> _Terms:
    amounts = fen_row(base, "base", lowest=0)
    count = amounts.size
    factors = fen_table(index, "index", lowest=1)
    if factors.shape[0] != count:
        raise CalculationError("shape_mismatch", "index", "one row a contract is needed")
    scores = fen_table(coefficient, "coefficient", lowest=0, shape=factors.shape)
    for field, table in (("index", factors), ("coefficient", scores)):
        if int(table.max()) > HIGHEST_FACTOR:
            raise CalculationError("out_of_range", field, "a factor is at most 100")
    _check_products(amounts, factors, scores)
    share = np.full(count, MILLION) if cap_share is None else cap_share
    cap = np.full(count, MAX_AMOUNT) if payment_cap is None else payment_cap
    return _Terms(
        amounts,
        factors,
        scores,
        _lines(deductions, factors.shape),
        whole_row(share, "deduction_cap_share", lowest=0, highest=MILLION, count=count),
        fen_row(cap, "payment_cap", lowest=0, count=count),
    )


def _check_products(base: IntArray, index: IntArray, coefficient: IntArray) -> None:
    """Refuse a fee beyond the largest amount; only where one could be are all of them worked out exactly."""
    most = MAX_AMOUNT * MILLION**2
    if int(base.max()) * int(index.max()) * int(coefficient.max()) <= most:
        return
    if bool((base[:, None].astype(object) * index * coefficient > most).any()):
        raise CalculationError(
            "out_of_range", "base", "base × index × coefficient is beyond the largest amount"
        )


def _lines(deductions: IntArray | Sequence[Sequence[Sequence[int]]], shape: tuple[int, ...]) -> IntArray:
    """Check the deduction lines as one table of contracts × (periods × lines)."""
    if not isinstance(deductions, np.ndarray):
        try:
            widths = {len(lines) for row in deductions for lines in row}
        except TypeError:
            raise CalculationError("not_a_list", "deductions", "a list of lines for every period") from None
        if len(deductions) != shape[0] or {len(row) for row in deductions} != {shape[1]} or len(widths) != 1:
            raise CalculationError(
                "shape_mismatch", "deductions", "the same lines for every contract and period"
            )
        if widths == {0}:
            return np.zeros((*shape, 0), np.int64)
        rows = [[amount for lines in row for amount in lines] for row in deductions]
        return _bounded_lines(
            fen_table(rows, "deductions", lowest=0, widest=MAX_PERIODS * MAX_LINES).reshape(*shape, -1)
        )
    if deductions.ndim != 3 or deductions.shape[:2] != shape:
        raise CalculationError("shape_mismatch", "deductions", "the same lines for every contract and period")
    if deductions.dtype.kind != "i":
        raise CalculationError("not_integer", "deductions", "money is a whole number of fen")
    return _bounded_lines(np.ascontiguousarray(deductions, np.int64))


def _bounded_lines(lines: IntArray) -> IntArray:
    if lines.shape[2] > MAX_LINES:
        raise CalculationError(
            "too_many_lines", "deductions", "at most %(most)s lines a period", most=MAX_LINES
        )
    if lines.size and (int(lines.min()) < 0 or int(lines.max()) > MAX_AMOUNT):
        raise CalculationError(
            "out_of_range", "deductions", "a deduction lies between 0 and the largest amount"
        )
    return lines


SPEC = CalculatorSpec(
    key="portfolio.payments",
    title="PPP payments of a portfolio",
    title_zh="PPP 项目组合付费",
    unit="fen",
    function=plainly(payments),
    inputs=(
        Quantity("base", "Base payments", "付费基数", "fen"),
        Quantity("index", "Index factors, millionths", "调价系数（百万分之一）", "index"),
        Quantity("coefficient", "Payment coefficients, millionths", "付费系数（百万分之一）", "index"),
        Quantity("deductions", "Deductions", "扣减", "fen"),
        Quantity(
            "deduction_cap_share",
            "Cap on deductions, millionths of the fee",
            "扣减上限（费用的百万分之一）",
            "index",
        ),
        Quantity("payment_cap", "Cap on the payment", "付费上限", "fen"),
        Quantity("is_carried_forward", "Carried forward", "是否结转下期", "flag"),
    ),
    outputs=(
        Quantity("fee", "Fee", "应付服务费", "fen", "{base} × {index} × {coefficient}"),
        Quantity(
            "deducted", "Deducted", "扣减合计", "fen", "min(Σ {deductions}, {deduction_cap_share} × {fee})"
        ),
        Quantity(
            "payable",
            "Payable",
            "应付金额",
            "fen",
            "{fee} − {deducted} rounded once, from 0 to {payment_cap}",
        ),
        Quantity("carried_forward", "Carried forward", "结转下期", "fen", "min({fee} − {deducted}, 0)"),
        Quantity(
            "status", "What held it", "限制情形", "count", "1 deduction cap + 2 payment cap + 4 carried"
        ),
    ),
    sources=(
        Clause("PPP project contract", "the annex on payment and deductions", "per contract"),
        Clause("财金〔2020〕13号", "operating subsidy linked to the yearly score", "2020-03"),
    ),
    example={"base": [10_000], "index": [[1_020_000]], "coefficient": [[950_000]], "deductions": [[[500]]]},
    example_result={"fee": "((9690))", "deducted": "((500))", "payable": "((9190))", "status": "((0))"},
)
