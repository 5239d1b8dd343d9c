"""American (deal-by-deal) waterfall with clawback: carry on each exit, trued up against the whole fund.

    carry_paid       Σ over exited deals of what the manager gets when each deal runs through the tiers alone
    whole_fund_carry what the manager would get from all costs and all proceeds together
    clawback         max(0, carry_paid − whole_fund_carry)
    clawback_due     min(clawback, carry_paid × (1 − tax_rate))

Shapes  deals: (n,); a deal without an exit has exited_on None and proceeds 0, and counts in the whole fund.
Units   fen; rates: Decimal per year, shares as Decimal.
Errors  CalculationError: empty, proceeds_without_exit, exit_before_investment, bad_share,
        and those of the waterfall.
Source  Standard partnership terms; the cap after tax is a common term and an argument here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.funds.waterfall import TERMS, Compounding, Waterfall, european_waterfall
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class Deal:
    """One investment: cost and date, and its exit if there was one."""

    name: str
    cost: int
    invested_on: date
    proceeds: int = 0
    exited_on: date | None = None


@dataclass(frozen=True, slots=True)
class DealCarry:
    """One exited deal through the tiers on its own."""

    name: str
    gain: int
    waterfall: Waterfall


@dataclass(frozen=True, slots=True)
class DealByDeal:
    """Carry paid on the exits, carry due on the whole fund, and what has to be given back."""

    carries: tuple[DealCarry, ...]
    whole_fund: Waterfall
    carry_paid: int
    whole_fund_carry: int
    clawback: int
    clawback_cap: int
    clawback_due: int
    uncovered: int


def deal_by_deal(
    deals: Sequence[Deal],
    *,
    hurdle_rate: Decimal,
    compounding: Compounding,
    carry_rate: Decimal,
    catch_up_share: Decimal,
    tax_rate: Decimal = Decimal(0),
    rounding: Rounding = Rounding.HALF_UP,
) -> DealByDeal:
    """Return the carry of each exit and the clawback as the fund stands.

    >>> start, end = date(2023, 1, 1), date(2024, 1, 1)
    >>> result = deal_by_deal(
    ...     [Deal("A", 100, start, 200, end), Deal("B", 100, start, 40, end)],
    ...     hurdle_rate=Decimal(0), compounding=Compounding.SIMPLE,
    ...     carry_rate=Decimal("0.2"), catch_up_share=Decimal(0),
    ... )
    >>> result.carry_paid, result.whole_fund_carry, result.clawback
    (20, 8, 12)
    """
    _check(deals, tax_rate)

    def through_tiers(part: Sequence[Deal]) -> Waterfall:
        """Return the whole-fund waterfall of some of the deals: their costs in, their proceeds out."""
        exits = [(deal.proceeds, deal.exited_on) for deal in part if deal.exited_on]
        return european_waterfall(
            [deal.cost for deal in part],
            [deal.invested_on for deal in part],
            [proceeds for proceeds, _ in exits],
            [day for _, day in exits],
            hurdle_rate=hurdle_rate,
            compounding=compounding,
            carry_rate=carry_rate,
            catch_up_share=catch_up_share,
            rounding=rounding,
        )

    carries = [
        DealCarry(deal.name, deal.proceeds - deal.cost, through_tiers([deal]))
        for deal in deals
        if deal.exited_on
    ]
    return _trued_up(carries, through_tiers(deals), tax_rate, rounding)


def _trued_up(
    carries: Sequence[DealCarry], whole_fund: Waterfall, tax_rate: Decimal, rounding: Rounding
) -> DealByDeal:
    paid = sum(carry.waterfall.to_manager for carry in carries)
    clawback = max(0, paid - whole_fund.to_manager)
    cap = round_fen(paid * (1 - tax_rate), rounding)
    due = min(clawback, cap)
    return DealByDeal(
        tuple(carries), whole_fund, paid, whole_fund.to_manager, clawback, cap, due, clawback - due
    )


def _check(deals: Sequence[Deal], tax_rate: Decimal) -> None:
    if not deals:
        raise CalculationError("empty", "deals", "at least one deal is needed")
    if not (tax_rate.is_finite() and 0 <= tax_rate <= 1):
        raise CalculationError("bad_share", "tax_rate", "a share is from 0 to 1")
    for deal in deals:
        if deal.exited_on is None and deal.proceeds:
            raise CalculationError("proceeds_without_exit", "deals", "proceeds need an exit date")
        if deal.exited_on and deal.exited_on < deal.invested_on:
            raise CalculationError("exit_before_investment", "deals", "an exit comes after the investment")


SPEC = CalculatorSpec(
    key="funds.deal_by_deal",
    title="American (deal-by-deal) waterfall with clawback",
    title_zh="逐项目分配瀑布与回拨（美国式）",
    unit="fen",
    function=deal_by_deal,
    inputs=(
        Quantity("deals", "Deals", "投资项目", "table"),
        *TERMS,
        Quantity("tax_rate", "Tax on carry kept back", "分成税率", "rate"),
    ),
    outputs=(
        Quantity("carries", "Carry by deal", "各项目分成", "table", "each exited deal through the tiers"),
        Quantity("whole_fund", "Whole fund", "整体基金", "table", "all deals through the tiers"),
        Quantity("carry_paid", "Carry paid", "已付分成", "fen", "Σ manager's part of {carries}"),
        Quantity(
            "whole_fund_carry",
            "Carry due on the whole fund",
            "整体应得分成",
            "fen",
            "manager's part of {whole_fund}",
        ),
        Quantity("clawback", "Clawback", "回拨额", "fen", "max(0, {carry_paid} − {whole_fund_carry})"),
        Quantity(
            "clawback_cap", "Clawback cap after tax", "税后回拨上限", "fen", "{carry_paid} × (1 − {tax_rate})"
        ),
        Quantity("clawback_due", "Clawback due", "应回拨", "fen", "min({clawback}, {clawback_cap})"),
        Quantity("uncovered", "Clawback beyond the cap", "超上限部分", "fen", "{clawback} − {clawback_due}"),
    ),
    sources=(Clause("Partnership agreement", "distribution and clawback clauses", "-", confirmed=False),),
    example={
        "deals": [
            {
                "name": "A",
                "cost": 100,
                "invested_on": "2023-01-01",
                "proceeds": 200,
                "exited_on": "2024-01-01",
            },
            {
                "name": "B",
                "cost": 100,
                "invested_on": "2023-01-01",
                "proceeds": 40,
                "exited_on": "2024-01-01",
            },
        ],
        "hurdle_rate": "0",
        "compounding": "simple",
        "carry_rate": "0.2",
        "catch_up_share": "0",
    },
    example_result={"carry_paid": "20", "whole_fund_carry": "8", "clawback": "12", "clawback_due": "12"},
)
