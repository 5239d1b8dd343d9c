"""Whole-fund clawback: what the manager holds above what all of the fund's gain earns it.

    profit        = received + carry_paid − given_back + nav − paid_in
    above         = max(0, profit − preferred)
    entitled      = the manager's part of above: catch-up first, then the split, as in the waterfall
    clawback_due  = max(0, min(carry_paid − entitled, carry_paid × (1 − tax_rate)) − given_back)

The fund is looked at as if what it is worth were paid out on ``as_of``: a later loss, or capital called after
carry was paid, shows as carry that was not earned.

Shapes  calls, call_dates: (n,); to_investors, investor_dates: (m,), what investors were paid; any order.
Units   fen; rates: Decimal per year; shares as Decimal from 0 to 1.
Errors  CalculationError: negative_amount, bad_share, given_back_too_much, flow_after_day, and those of the
        waterfall.
Source  Standard partnership terms: whole-fund clawback, capped after tax; the tiers are the waterfall's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculators.funds.waterfall import TERMS, Compounding, european_waterfall
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class WholeFundClawback:
    """What the fund gained, what the manager earned of it, and what it still has to give back."""

    paid_in: int
    received: int
    profit: int
    preferred: int
    above: int
    entitled: int
    clawback: int
    clawback_cap: int
    clawback_due: int


def whole_fund_clawback(
    calls: Sequence[int],
    call_dates: Sequence[date],
    to_investors: Sequence[int],
    investor_dates: Sequence[date],
    *,
    carry_paid: int,
    nav: int,
    as_of: date,
    hurdle_rate: Decimal,
    compounding: Compounding,
    carry_rate: Decimal,
    catch_up_share: Decimal,
    given_back: int = 0,
    tax_rate: Decimal = Decimal(0),
    rounding: Rounding = Rounding.HALF_UP,
) -> WholeFundClawback:
    """Return what the manager has to give back as the whole fund stands on a day.

    >>> result = whole_fund_clawback(
    ...     [100, 100], [date(2023, 1, 1), date(2024, 6, 1)], [190], [date(2024, 1, 1)],
    ...     carry_paid=10, nav=40, as_of=date(2024, 6, 1), hurdle_rate=Decimal(0),
    ...     compounding=Compounding.SIMPLE, carry_rate=Decimal("0.1"), catch_up_share=Decimal(0),
    ... )
    >>> result.profit, result.entitled, result.clawback_due
    (40, 4, 6)
    """
    _check(carry_paid, nav, given_back, tax_rate, as_of, [*call_dates, *investor_dates])
    # An empty payment on the day lets the preferred return grow up to it.
    owed = european_waterfall(
        calls,
        call_dates,
        [*to_investors, 0],
        [*investor_dates, as_of],
        hurdle_rate=hurdle_rate,
        compounding=compounding,
        carry_rate=Decimal(0),
        catch_up_share=Decimal(0),
        rounding=rounding,
    )
    preferred = owed.preferred + owed.steps[-1].preferred_outstanding
    profit = owed.distributed + carry_paid - given_back + nav - owed.paid_in
    above = max(0, profit - preferred)
    entitled = _earned(above, preferred, carry_rate, catch_up_share, rounding)
    clawback = max(0, carry_paid - entitled)
    cap = round_fen(carry_paid * (1 - tax_rate), rounding)
    due = max(0, min(clawback, cap) - given_back)
    return WholeFundClawback(
        owed.paid_in, owed.distributed, profit, preferred, above, entitled, clawback, cap, due
    )


def _earned(above: int, preferred: int, carry_rate: Decimal, share: Decimal, rounding: Rounding) -> int:
    """Return the manager's part of what is above the preferred return, rounded as the waterfall rounds."""
    if not (carry_rate.is_finite() and 0 <= carry_rate < 1 and share.is_finite() and 0 <= share <= 1):
        raise CalculationError("bad_share", "carry_rate", "a share is from 0 and below 1")
    if 0 < share <= carry_rate:
        raise CalculationError(
            "catch_up_too_small", "catch_up_share", "at or under the carry it never catches up"
        )
    carry, caught = Fraction(carry_rate), Fraction(share)
    whole = round_fen(preferred * carry / (caught - carry), rounding) if caught else 0
    catch_up = min(above, whole)
    return round_fen(catch_up * caught, rounding) + round_fen((above - catch_up) * carry, rounding)


def _check(
    carry_paid: int, nav: int, given_back: int, tax_rate: Decimal, as_of: date, days: Sequence[date]
) -> None:
    for field, amount in (("carry_paid", carry_paid), ("nav", nav), ("given_back", given_back)):
        if check_fen(amount, field) < 0:
            raise CalculationError("negative_amount", field, "this amount is given without a sign")
    if given_back > carry_paid:
        raise CalculationError("given_back_too_much", "given_back", "at most what was paid is given back")
    if not (tax_rate.is_finite() and 0 <= tax_rate <= 1):
        raise CalculationError("bad_share", "tax_rate", "a share is from 0 to 1")
    if max(days, default=as_of) > as_of:
        raise CalculationError("flow_after_day", "as_of", "a payment lies after the day looked at")


SPEC = CalculatorSpec(
    key="funds.whole_fund_clawback",
    title="Whole-fund clawback",
    title_zh="整体基金回拨",
    unit="fen",
    function=whole_fund_clawback,
    inputs=(
        Quantity("calls", "Capital calls", "实缴出资", "fen"),
        Quantity("call_dates", "Call dates", "出资日期", "date"),
        Quantity("to_investors", "Paid to the investors", "投资人所得", "fen"),
        Quantity("investor_dates", "Dates of payment", "支付日期", "date"),
        Quantity("carry_paid", "Carry paid", "已付分成", "fen"),
        Quantity("nav", "Worth still in the fund", "基金现有净值", "fen"),
        Quantity("as_of", "Day looked at", "测算日", "date"),
        *TERMS[:4],
        Quantity("given_back", "Given back already", "已回拨", "fen"),
        Quantity("tax_rate", "Tax on carry kept back", "分成税率", "rate"),
        TERMS[4],
    ),
    outputs=(
        Quantity("paid_in", "Paid in", "实缴总额", "fen", "Σ {calls}"),
        Quantity("received", "Received by the investors", "投资人累计所得", "fen", "Σ {to_investors}"),
        Quantity(
            "profit",
            "Gain of the whole fund",
            "基金整体损益",
            "fen",
            "{received} + {carry_paid} − {given_back} + {nav} − {paid_in}",
        ),
        Quantity("preferred", "Preferred return", "门槛收益", "fen", "{hurdle_rate} on capital outstanding"),
        Quantity(
            "above", "Gain above the preferred return", "超门槛收益", "fen", "max(0, {profit} − {preferred})"
        ),
        Quantity(
            "entitled",
            "Carry earned on the whole fund",
            "整体应得分成",
            "fen",
            "manager's part of {above}",
        ),
        Quantity("clawback", "Clawback", "回拨额", "fen", "max(0, {carry_paid} − {entitled})"),
        Quantity(
            "clawback_cap", "Clawback cap after tax", "税后回拨上限", "fen", "{carry_paid} × (1 − {tax_rate})"
        ),
        Quantity(
            "clawback_due",
            "Clawback due",
            "应回拨",
            "fen",
            "max(0, min({clawback}, {clawback_cap}) − {given_back})",
        ),
    ),
    sources=(Clause("Partnership agreement", "distribution and clawback clauses", "-", confirmed=False),),
    example={
        "calls": [100, 100],
        "call_dates": ["2023-01-01", "2024-06-01"],
        "to_investors": [190],
        "investor_dates": ["2024-01-01"],
        "carry_paid": 10,
        "nav": 40,
        "as_of": "2024-06-01",
        "hurdle_rate": "0",
        "compounding": "simple",
        "carry_rate": "0.1",
        "catch_up_share": "0",
    },
    example_result={"profit": "40", "entitled": "4", "clawback": "6", "clawback_due": "6"},
)
