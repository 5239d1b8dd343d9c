"""European (whole-fund) cash waterfall: capital, preferred return, catch-up, split.

    preferred     hurdle_rate on capital not yet returned, from each call to each distribution
    catch-up      the manager takes catch_up_share of each yuan until it holds carry_rate of all gain;
                  in total Σ preferred × carry_rate ÷ (catch_up_share − carry_rate)
    split         carry_rate to the manager, the rest to the investors

Shapes  calls, call_dates: (n,); distributions, distribution_dates: (m,); any order; on one day calls first.
Units   fen; rates: Decimal per year; preferred return accrues by days ÷ 365: simple on capital,
        compound on capital and unpaid preferred return, (1 + hurdle_rate)^(days ÷ 365).
Errors  CalculationError: empty, shape_mismatch, negative_amount, bad_rate, bad_share, catch_up_too_small,
        distribution_before_call, and those of check_fen.
Source  Standard partnership terms; catch-up total H·q ÷ (c − q) derived from them. Each tier is rounded on
        its running total, so parts of a fen neither pile up nor get lost and every distribution foots.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_fen, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

_GRAIN = 10**12


class Compounding(StrEnum):
    """How the preferred return grows."""

    SIMPLE = "simple"
    COMPOUND = "compound"


@dataclass(frozen=True, slots=True)
class DistributionTiers:
    """One distribution through the four tiers, and what is still owed to the investors after it."""

    day: date
    cash: int
    capital: int
    preferred: int
    catch_up: int
    catch_up_to_manager: int
    split: int
    split_to_manager: int
    to_investors: int
    to_manager: int
    capital_outstanding: int
    preferred_outstanding: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All distributions, and totals by tier and by side."""

    paid_in: int
    distributed: int
    capital: int
    preferred: int
    catch_up: int
    catch_up_to_manager: int
    split: int
    split_to_manager: int
    to_investors: int
    to_manager: int
    manager_share_of_gain: Decimal | None
    steps: tuple[DistributionTiers, ...]


@dataclass(frozen=True, slots=True)
class _Terms:
    hurdle_rate: Decimal
    daily: Fraction
    compounding: Compounding
    carry: Fraction
    catch_up_share: Fraction
    rounding: Rounding


@dataclass
class _Balance:
    """Running totals while the distributions are walked through."""

    terms: _Terms
    day: date
    capital: int = 0
    accrued: Fraction = Fraction(0)
    preferred: int = 0
    catch_up: int = 0
    catch_up_to_manager: int = 0
    split: int = 0
    split_to_manager: int = 0

    def accrue(self, day: date) -> None:
        """Let the preferred return grow up to the day."""
        days, self.day = (day - self.day).days, day
        if self.terms.compounding is Compounding.SIMPLE:
            if self.capital:
                self.accrued += self.capital * days * self.terms.daily
            return
        growth = Fraction(_growth(self.terms.hurdle_rate, days))
        owed = (self.capital + self.accrued) * growth - self.capital
        # A trillionth of a fen keeps the fraction short over many dates.
        self.accrued = Fraction(round(owed * _GRAIN), _GRAIN)

    def distribute(self, cash: int) -> DistributionTiers:
        """Take one distribution through the tiers."""
        capital = min(cash, self.capital)
        self.capital -= capital
        preferred = min(cash - capital, self._preferred_due())
        self.preferred += preferred
        self.accrued -= preferred
        catch_up = min(cash - capital - preferred, self._catch_up_due())
        caught = self._catch_up_to_manager(catch_up)
        split = cash - capital - preferred - catch_up
        carried = self._split_to_manager(split)
        to_manager = caught + carried
        return DistributionTiers(
            self.day,
            cash,
            capital,
            preferred,
            catch_up,
            caught,
            split,
            carried,
            cash - to_manager,
            to_manager,
            self.capital,
            self._preferred_due(),
        )

    def _preferred_due(self) -> int:
        return max(0, round_fen(self.accrued, self.terms.rounding))

    def _catch_up_due(self) -> int:
        terms = self.terms
        if not terms.catch_up_share:
            return 0
        total = self.preferred * terms.carry / (terms.catch_up_share - terms.carry)
        return max(0, round_fen(total, terms.rounding) - self.catch_up)

    def _catch_up_to_manager(self, cash: int) -> int:
        before = self.catch_up_to_manager
        self.catch_up += cash
        self.catch_up_to_manager = round_fen(self.catch_up * self.terms.catch_up_share, self.terms.rounding)
        return self.catch_up_to_manager - before

    def _split_to_manager(self, cash: int) -> int:
        before = self.split_to_manager
        self.split += cash
        self.split_to_manager = round_fen(self.split * self.terms.carry, self.terms.rounding)
        return self.split_to_manager - before


def european_waterfall(
    calls: Sequence[int],
    call_dates: Sequence[date],
    distributions: Sequence[int],
    distribution_dates: Sequence[date],
    *,
    hurdle_rate: Decimal,
    compounding: Compounding,
    carry_rate: Decimal,
    catch_up_share: Decimal,
    rounding: Rounding = Rounding.HALF_UP,
) -> Waterfall:
    """Return what each distribution pays to investors and manager; catch_up_share 0 means no catch-up.

    >>> result = european_waterfall(
    ...     [50], [date(2023, 1, 1)], [100], [date(2024, 1, 1)],
    ...     hurdle_rate=Decimal("0.08"), compounding=Compounding.SIMPLE,
    ...     carry_rate=Decimal("0.2"), catch_up_share=Decimal(1),
    ... )
    >>> result.preferred, result.catch_up, result.split, result.to_investors, result.to_manager
    (4, 1, 45, 90, 10)
    """
    _check_flows(calls, call_dates, distributions, distribution_dates)
    shares = _shares(hurdle_rate, carry_rate, catch_up_share)
    terms = _Terms(hurdle_rate, Fraction(hurdle_rate) / 365, compounding, *shares, rounding)
    events = [(day, 0, amount) for day, amount in zip(call_dates, calls, strict=True)]
    events += [(day, 1, amount) for day, amount in zip(distribution_dates, distributions, strict=True)]
    events.sort(key=lambda event: event[:2])
    balance = _Balance(terms, events[0][0])
    steps: list[DistributionTiers] = []
    for day, is_distribution, amount in events:
        balance.accrue(day)
        if is_distribution:
            steps.append(balance.distribute(amount))
        else:
            balance.capital += amount
    return _summed(sum(calls), steps)


def _summed(paid_in: int, steps: Sequence[DistributionTiers]) -> Waterfall:
    cash, capital = sum(s.cash for s in steps), sum(s.capital for s in steps)
    to_manager = sum(s.to_manager for s in steps)
    gain = cash - capital
    return Waterfall(
        paid_in,
        cash,
        capital,
        sum(s.preferred for s in steps),
        sum(s.catch_up for s in steps),
        sum(s.catch_up_to_manager for s in steps),
        sum(s.split for s in steps),
        sum(s.split_to_manager for s in steps),
        cash - to_manager,
        to_manager,
        Decimal(to_manager) / gain if gain else None,
        tuple(steps),
    )


def _growth(rate: Decimal, days: int) -> Decimal:
    with localcontext() as context:
        context.prec = 50
        return (1 + rate) ** (Decimal(days) / 365)


def _check_flows(
    calls: Sequence[int],
    call_dates: Sequence[date],
    distributions: Sequence[int],
    distribution_dates: Sequence[date],
) -> None:
    if not calls:
        raise CalculationError("empty", "calls", "at least one call is needed")
    for field, amounts, dates in (
        ("calls", calls, call_dates),
        ("distributions", distributions, distribution_dates),
    ):
        if len(amounts) != len(dates):
            raise CalculationError("shape_mismatch", field, "one date per amount is needed")
        if any(check_fen(amount, field) < 0 for amount in amounts):
            raise CalculationError("negative_amount", field, "amounts are given without a sign")
    if min(distribution_dates, default=date.max) < min(call_dates):
        raise CalculationError("distribution_before_call", "distribution_dates", "nothing was paid in yet")


def _shares(hurdle: Decimal, carry: Decimal, catch_up: Decimal) -> tuple[Fraction, Fraction]:
    if not (hurdle.is_finite() and hurdle >= 0):
        raise CalculationError("bad_rate", "hurdle_rate", "the hurdle rate is zero or more")
    if not (carry.is_finite() and 0 <= carry < 1):
        raise CalculationError("bad_share", "carry_rate", "a share is from 0 and below 1")
    if not (catch_up.is_finite() and 0 <= catch_up <= 1):
        raise CalculationError("bad_share", "catch_up_share", "a share is from 0 to 1")
    if 0 < catch_up <= carry:
        raise CalculationError(
            "catch_up_too_small", "catch_up_share", "at or under the carry it never catches up"
        )
    return Fraction(carry), Fraction(catch_up)


TERMS = (
    Quantity("hurdle_rate", "Hurdle rate", "门槛收益率", "rate"),
    Quantity("compounding", "Simple or compound", "单利或复利", "text"),
    Quantity("carry_rate", "Carried interest", "超额收益分成比例", "rate"),
    Quantity("catch_up_share", "Catch-up share", "追补比例", "rate"),
    Quantity("rounding", "Rounding", "舍入规则", "text"),
)

SPEC = CalculatorSpec(
    key="funds.european_waterfall",
    title="European (whole-fund) waterfall",
    title_zh="整体基金分配瀑布（欧洲式）",
    unit="fen",
    function=european_waterfall,
    inputs=(
        Quantity("calls", "Capital calls", "实缴出资", "fen"),
        Quantity("call_dates", "Call dates", "出资日期", "date"),
        Quantity("distributions", "Distributions", "分配", "fen"),
        Quantity("distribution_dates", "Distribution dates", "分配日期", "date"),
        *TERMS,
    ),
    outputs=(
        Quantity("paid_in", "Paid in", "实缴总额", "fen", "Σ {calls}"),
        Quantity("distributed", "Distributed", "分配总额", "fen", "Σ {distributions}"),
        Quantity("capital", "Return of capital", "返还本金", "fen", "min({distributed}, {paid_in})"),
        Quantity("preferred", "Preferred return", "门槛收益", "fen", "{hurdle_rate} on capital outstanding"),
        Quantity(
            "catch_up",
            "Catch-up, all cash",
            "追补总额",
            "fen",
            "≤ {preferred} × {carry_rate} ÷ ({catch_up_share} − {carry_rate})",
        ),
        Quantity(
            "catch_up_to_manager",
            "Catch-up to the manager",
            "管理人追补",
            "fen",
            "{catch_up} × {catch_up_share}",
        ),
        Quantity(
            "split",
            "Cash to split",
            "剩余收益",
            "fen",
            "{distributed} − {capital} − {preferred} − {catch_up}",
        ),
        Quantity("split_to_manager", "Split to the manager", "管理人分成", "fen", "{split} × {carry_rate}"),
        Quantity("to_investors", "To investors", "投资人所得", "fen", "{distributed} − {to_manager}"),
        Quantity(
            "to_manager",
            "Carried interest paid",
            "管理人所得",
            "fen",
            "{catch_up_to_manager} + {split_to_manager}",
        ),
        Quantity(
            "manager_share_of_gain",
            "Manager's share of gain",
            "管理人占收益比",
            "ratio",
            "{to_manager} ÷ ({distributed} − {capital})",
        ),
        Quantity(
            "steps", "Tiers by distribution", "逐次分配", "table", "each distribution through the tiers"
        ),
    ),
    sources=(Clause("Partnership agreement", "distribution clause", "-", confirmed=False),),
    example={
        "calls": [5_000_000_000],
        "call_dates": ["2023-01-01"],
        "distributions": [10_000_000_000],
        "distribution_dates": ["2024-01-01"],
        "hurdle_rate": "0.08",
        "compounding": "simple",
        "carry_rate": "0.2",
        "catch_up_share": "1",
    },
    example_result={
        "preferred": "400000000",
        "catch_up": "100000000",
        "to_investors": "9000000000",
        "to_manager": "1000000000",
    },
)
